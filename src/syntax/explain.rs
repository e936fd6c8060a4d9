//! What is wrong with a line, in an author's words.

use super::grammar::{Stop, words};
use super::scan::Layout;
use crate::codes::syntax as codes;
use crate::diagnostic::Diagnostic;

/// Says what is wrong where reading stopped.
pub fn explain(layout: &Layout, stop: &Stop, _segment: (usize, usize)) -> Diagnostic {
    let mut w: Vec<&str> = stop.tried.iter().map(|r| words(*r)).collect();
    w.dedup();
    codes::SYNTAX.at(layout.span(stop.at, stop.at + 1), format!("{w:?} {:?}", stop.tried))
}
