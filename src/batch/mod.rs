//! Many patients at once: a trial as a flat program over numbered columns, and blocks of records as such columns.
//!
//! What a record says exactly (a number, a date, yes or no, an option) or not at all fits a cell. Such rows are evaluated
//! column by column, with the same sets of truths as in [`crate::eval`]. Whatever does not fit (a censored value, a unit
//! of its own, a history) and whatever is a mistake leaves its row to [`crate::records`] and [`crate::eval`], which
//! read it from the text again: the program is a short cut, never another opinion. It knows when it is no short cut
//! (a fact read in both directions that the row lacks), and says so.

mod arrow;
mod columns;
mod csv;
mod json;
mod lower;
mod number;
mod program;
mod run;
mod trace;

pub use arrow::ArrowReader;
pub use columns::{Cell, Column, Columns, Layout, ROWS};
pub use csv::TableReader;
pub use json::LineReader;
pub use lower::lower;
pub use program::{Atom, Program};
pub use run::{Run, Verdicts, outcome};
