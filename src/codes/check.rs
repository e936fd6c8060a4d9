//! Codes of the stage `check`.

use super::codes;

codes! {
}
