//! "140/90 mmHg": two pressures of the blood, the systolic one first.

use std::ops::Range;

use super::measure::{self, Measure};
use crate::value::Number;

/// One of the two pressures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Pressure {
    /// The first.
    Systolic,
    /// The second.
    Diastolic,
}

impl Pressure {
    /// The word for it.
    pub(in crate::lint) fn word(self) -> &'static str {
        match self {
            Self::Systolic => "systolic",
            Self::Diastolic => "diastolic",
        }
    }
}

/// The second pressure behind a first one that ends at a byte: its number, their unit, and where that ends.
pub(super) fn second(text: &str, at: usize) -> Option<(Number, Measure, usize)> {
    let behind = text.get(at..)?.trim_start().strip_prefix('/')?.trim_start();
    let start = text.len() - behind.len();
    let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    let number: Range<usize> = start..start + digits;
    let (measure, end) = measure::at(text, number.end);
    let is_pressure = matches!(&measure, Measure::Unit(unit) if unit.code() == "mm[Hg]");
    is_pressure.then_some(())?;
    Some((Number::parse(text.get(number)?)?, measure, end))
}
