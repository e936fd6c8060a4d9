//! Syntax tree to text.

use super::ast::File;

/// The text of a file.
#[must_use]
pub fn print(_file: &File) -> String {
    String::new()
}
