//! Findings to text.

pub mod concise;
pub mod human;
pub mod json;
