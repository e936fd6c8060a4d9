//! Verdicts to text.

pub mod atoms;
pub mod explanation;
pub mod json;
pub mod labels;
pub mod matrix;
pub mod next;
pub mod reason;
pub mod rows;
pub mod sheet;
pub mod summary;
pub mod table;

#[cfg(test)]
mod tests;
