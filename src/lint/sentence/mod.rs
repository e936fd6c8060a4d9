//! A sentence of a protocol, read as far as it can be read with certainty: its limits, its windows, its words.
//!
//! What is not sure is left out: a rule that holds the sentence against something stays silent then.

mod judges;
mod limits;
mod measure;
mod phrases;
mod signs;
mod times;
pub(in crate::lint) mod words;

use std::ops::Range;

use crate::source::Span;
use crate::value::{Comparison, Number};

pub(in crate::lint) use judges::{JUDGES, TERMS, leaves_to_a_person};
pub(in crate::lint) use measure::{Measure, same};
pub(in crate::lint) use phrases::{exceptions, has_exception, negations};
pub(in crate::lint) use times::{Side, Time};

/// A number of a sentence with what it is a limit of.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lint) struct Limit {
    /// The number.
    pub number: Number,
    /// Of what.
    pub measure: Measure,
    /// `≥`, "at least".
    pub sign: Option<Comparison>,
    /// Something before it is negated, so that a rule may have the sign the other way round.
    pub turned: bool,
    /// Its clause says what must be; where an exclusion does, its rule has the sign the other way round.
    pub normative: bool,
    /// It is one end of a range that has a sign: "≤10-15%".
    pub open: bool,
    /// It is surely a limit; otherwise only a number that stands there.
    pub certain: bool,
    /// It is a length of time counted from something.
    pub time: Option<Time>,
    /// From the sign to the unit.
    pub place: Range<usize>,
    /// What stands before it in its clause, behind the limit before.
    pub before: Range<usize>,
    /// Whether the limit before it is of the same clause, so that its subject may be meant here too.
    pub goes_on: bool,
}

/// The limits of a sentence, in its order.
pub(in crate::lint) fn limits(text: &str) -> Vec<Limit> {
    limits::read(text)
}

/// A stretch of a quoted text as a place; the text stands in one or three quotes.
pub(in crate::lint) fn inside(text: &str, span: Span, place: &Range<usize>) -> Span {
    let quotes = span.len().saturating_sub(text.len()) / 2;
    let start = span.start as usize + quotes;
    Span::new(span.source, start + place.start, start + place.end)
}

/// The words of a place.
pub(in crate::lint) fn shown(text: &str, place: &Range<usize>) -> String {
    text.get(place.clone()).unwrap_or_default().trim().replace('\\', "")
}
