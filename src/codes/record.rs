//! Codes of the stage `record`.

use super::codes;

codes! {
}
