//! The domain's nouns: exact numbers, units, dates, and sets of possible values.
//!
//! A value is what it could still be, so the sets stand beside the single values: [`Numbers`] for quantities,
//! [`Choices`] for options, [`Dates`] for moments, [`Durations`] for spans of time, [`Truths`] for conditions.
//! Arithmetic on them never leaves out a possible result.

pub mod censored;
pub mod choice;
pub mod comparison;
pub mod date;
pub mod duration;
pub mod interval;
pub mod number;
pub mod numbers;
mod possible;
pub mod titre;
pub mod truth;
pub mod unit;

pub use censored::parse_censored;
pub use choice::Choices;
pub use comparison::Comparison;
pub use date::{DateError, Dates, Day, Instant, completed_days, completed_months, completed_years, parse_date};
pub use duration::{Durations, TimeScale};
pub use interval::{Bound, Interval};
pub use number::Number;
pub use numbers::Numbers;
pub use possible::{Texts, Value};
pub use titre::parse_titre;
pub use truth::Truths;
pub use unit::{Missing, Substance, TimeUnit, Unit, UnitError};
