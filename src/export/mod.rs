//! A trial in other languages than its own.
//!
//! What is written decides as [`crate::eval`] decides, or is refused: a construct that cannot be said exactly is a
//! finding at its place, never an approximation.

pub mod sql;
