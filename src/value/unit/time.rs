//! Units of calendar and clock.

use crate::value::{Number, TimeScale};

/// A unit of calendar or clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TimeUnit {
    /// Of the clock.
    Seconds,
    /// Of the clock.
    Minutes,
    /// Of the clock.
    Hours,
    /// Calendar days.
    Days,
    /// Seven calendar days.
    Weeks,
    /// Calendar months.
    Months,
    /// Twelve calendar months.
    Years,
}

impl TimeUnit {
    /// From the UCUM code.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "s" => Self::Seconds,
            "min" => Self::Minutes,
            "h" => Self::Hours,
            "d" => Self::Days,
            "wk" => Self::Weeks,
            "mo" => Self::Months,
            "a" => Self::Years,
            _ => return None,
        })
    }

    /// How spans in this unit are counted.
    #[must_use]
    pub fn scale(self) -> TimeScale {
        match self {
            Self::Seconds | Self::Minutes | Self::Hours => TimeScale::Hours,
            Self::Days | Self::Weeks => TimeScale::Days,
            Self::Months | Self::Years => TimeScale::Months,
        }
    }

    /// How many hours, days or months of its scale it has.
    #[must_use]
    pub fn size(self) -> Number {
        let (numerator, denominator) = match self {
            Self::Seconds => (1, 3600),
            Self::Minutes => (1, 60),
            Self::Hours | Self::Days | Self::Months => (1, 1),
            Self::Weeks => (7, 1),
            Self::Years => (12, 1),
        };
        Number::ratio(numerator, denominator).unwrap_or_default()
    }

    /// `days`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }

    /// `day`.
    #[must_use]
    pub fn singular(self) -> &'static str {
        self.word().trim_end_matches('s')
    }
}
