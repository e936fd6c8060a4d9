//! Codes of the stage `lint`.

use super::codes;

codes! {
}
