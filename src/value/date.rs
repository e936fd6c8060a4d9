//! Civil dates and moments, and sets of them.

mod civil;
mod dates;
mod parse;

pub use civil::{Day, Instant, completed_days, completed_months, completed_years};
pub use dates::Dates;
pub use parse::{DateError, parse_date};

#[cfg(test)]
mod tests;
