//! The shipped modules, for those who look for one.

pub mod human;
pub mod json;
pub mod markdown;
