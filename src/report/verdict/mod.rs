//! Verdicts to text.

pub mod atoms;
pub mod attrition;
pub mod because;
pub mod cells;
pub mod columns;
pub mod endpoints;
pub mod explanation;
pub mod grid;
pub mod json;
pub mod labels;
pub mod matrix;
pub mod next;
pub mod overview;
pub mod reason;
pub mod rows;
pub mod sheet;
pub mod summary;
pub mod table;
pub mod trials;
pub mod visits;

#[cfg(test)]
mod tests;
