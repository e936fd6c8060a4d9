//! What there is to say of a code: for a terminal, as JSON, as a page of documentation.

pub mod human;
pub mod json;
pub mod markdown;
