//! A value as the set of what it could still be.

use super::{Choices, Dates, Durations, Numbers, Truths};

/// The set of values that something could still have, by its kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes, no, not applicable.
    Truth(Truths),
    /// Numbers in the unit of the declaration; of a titre the denominators.
    Number(Numbers),
    /// Lengths of time.
    Duration(Durations),
    /// Options of a grade or of a `one of`.
    Choice(Choices),
    /// Dates and instants.
    Date(Dates),
    /// First and last day.
    Period(Dates, Dates),
    /// Words.
    Text(Texts),
}

/// A set of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Texts {
    /// Any text.
    Any,
    /// One of these.
    OneOf(Vec<String>),
}
