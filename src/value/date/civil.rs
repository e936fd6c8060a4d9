//! One day, one moment, and the time completed between two.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{self, date};

use super::Dates;

/// Seconds of a day.
const DAY: i64 = 86_400;
/// Where days are counted from.
const EPOCH: civil::Date = date(1970, 1, 1);

/// A calendar day, of the years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A second of local time, of the years 1 to 9999, without a time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Day {
    /// 1 January of the year 1.
    pub const FIRST: Self = Self(-719_162);
    /// 31 December of the year 9999.
    pub const LAST: Self = Self(2_932_896);

    /// The day of this date, if there is one.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let (year, month, day) = (
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        );
        let date = civil::Date::new(year, month, day).ok()?;
        (1..=9999).contains(&year).then(|| Self::from_civil(date))
    }

    /// Year, month and day.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.civil();
        (
            date.year().into(),
            date.month().unsigned_abs().into(),
            date.day().unsigned_abs().into(),
        )
    }

    fn from_civil(date: civil::Date) -> Self {
        let days = date.duration_since(EPOCH).as_hours() / 24;
        Self::saturating(days)
    }

    fn civil(self) -> civil::Date {
        EPOCH.saturating_add(self.0.days())
    }

    fn saturating(days: i64) -> Self {
        let days = days.clamp(Self::FIRST.0.into(), Self::LAST.0.into());
        Self(i32::try_from(days).unwrap_or(0))
    }

    /// Days since 1 January 1970.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day so many days after 1 January 1970, held within the years 1 to 9999.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        Self::saturating(number)
    }

    /// Its first second.
    #[must_use]
    pub fn start(self) -> Instant {
        Instant(i64::from(self.0) * DAY)
    }

    /// Its last second.
    #[must_use]
    pub fn end(self) -> Instant {
        Instant(i64::from(self.0) * DAY + DAY - 1)
    }

    /// So many days later, or earlier; no further than the years 1 to 9999.
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        Self::saturating(i64::from(self.0).saturating_add(days))
    }

    /// So many calendar months later, or earlier, the day clamped to the month's last; no further than the years 1 to
    /// 9999.
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let moved = months.checked_abs().filter(|count| *count <= 12 * 9999);
        let moved = moved.and_then(|_| self.civil().checked_add(months.months()).ok());
        match moved {
            Some(date) if date.year() < 1 => Self::FIRST,
            Some(date) => Self::from_civil(date),
            None if months < 0 => Self::FIRST,
            None => Self::LAST,
        }
    }
}

impl Instant {
    /// The first second there is.
    pub const FIRST: Self = Self(Day::FIRST.0 as i64 * DAY);
    /// The last second there is.
    pub const LAST: Self = Self(Day::LAST.0 as i64 * DAY + DAY - 1);

    /// From seconds since 1 January 1970 at 0:00, held within the years 1 to 9999.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.clamp(Self::FIRST.0, Self::LAST.0))
    }

    /// Seconds since 1 January 1970 at 0:00.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The day it lies in.
    #[must_use]
    pub fn day(self) -> Day {
        Day::saturating(self.0.div_euclid(DAY))
    }

    /// Seconds since the day's start.
    #[must_use]
    pub fn second_of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// So many seconds later, or earlier; no further than the years 1 to 9999.
    #[must_use]
    pub fn add_seconds(self, seconds: i64) -> Self {
        Self::from_seconds(self.0.saturating_add(seconds))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.second_of_day();
        write!(formatter, "{}T{:02}:{:02}", self.day(), second / 3600, second / 60 % 60)?;
        if second % 60 != 0 {
            write!(formatter, ":{:02}", second % 60)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

/// Whole months from one day to another; a month from the 31st is complete on the day after a shorter month's last.
fn months(from: Day, to: Day) -> i64 {
    let ((year, month, day), (to_year, to_month, to_day)) = (from.ymd(), to.ymd());
    let months = (i64::from(to_year) - i64::from(year)) * 12 + i64::from(to_month) - i64::from(month);
    months - i64::from(to_day < day)
}

/// The least and the most that `count` gives; it falls with the first day and rises with the second.
fn range(from: &Dates, to: &Dates, count: impl Fn(Day, Day) -> i64) -> (i64, i64) {
    let ((first, last), (to_first, to_last)) = (from.days(), to.days());
    (count(last, to_first), count(first, to_last))
}

/// The least and the most years that may be completed from `birth` to `at`, negative before birth.
///
/// Who is born on 29 February completes a year on 1 March of a common year.
#[must_use]
pub fn completed_years(birth: &Dates, at: &Dates) -> (i64, i64) {
    range(birth, at, |from, to| months(from, to).div_euclid(12))
}

/// The least and the most calendar months that may be completed from one date to the other.
#[must_use]
pub fn completed_months(from: &Dates, to: &Dates) -> (i64, i64) {
    range(from, to, months)
}

/// The least and the most days from one date to the other.
#[must_use]
pub fn completed_days(from: &Dates, to: &Dates) -> (i64, i64) {
    range(from, to, |from, to| i64::from(to.0) - i64::from(from.0))
}
