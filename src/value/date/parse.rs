//! Dates as records write them.

use std::fmt;

use super::{Dates, Day, Instant};
use crate::value::Comparison;

/// Why a text is no date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DateError {
    /// It does not look like one.
    NotADate(String),
    /// A month beyond 12.
    NoSuchMonth(u32),
    /// A day that its month does not have.
    NoSuchDay {
        /// The year.
        year: i32,
        /// The month.
        month: u32,
        /// How many days it has.
        days: u32,
    },
    /// A year before 1000.
    YearOutOfRange(i32),
    /// A time of day that there is not.
    NoSuchTime(String),
    /// Nothing lies before the first or after the last date.
    Nowhere,
}

/// The months' names.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl fmt::Display for DateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADate(text) => {
                let start: String = text.chars().take(40).collect();
                write!(formatter, "`{start}` is not a date; write 2026-03-09, 2026-03 or 2026")
            }
            Self::NoSuchMonth(month) => write!(formatter, "there is no month {month:02}"),
            Self::NoSuchDay { year, month, days } => {
                let name = usize::try_from(*month)
                    .ok()
                    .and_then(|month| MONTHS.get(month.checked_sub(1)?));
                write!(formatter, "{} {year} has {days} days", name.unwrap_or(&"this month of"))
            }
            Self::YearOutOfRange(year) => {
                write!(formatter, "the year {year:04} lies outside 1000 to 9999")
            }
            Self::NoSuchTime(time) => write!(formatter, "there is no time of day {time}"),
            Self::Nowhere => formatter.write_str("no date lies there"),
        }
    }
}

impl std::error::Error for DateError {}

/// Reads a date as precisely as it is written, or a bound of one: `2026`, `2026-03`, `2026-03-09`,
/// `2026-03-09T14:30`, `>=2026-06-10`, `<=2026-06`, `>2026`, `<2026`.
///
/// A zone behind a time (`Z`, `+02:00`) is accepted and the local time kept.
///
/// # Errors
///
/// Where the text is no date of the years 1000 to 9999.
pub fn parse_date(text: &str) -> Result<Dates, DateError> {
    let (comparison, rest) = Comparison::strip(text);
    let (low, high) = parse_plain(rest).map_err(|error| match error {
        DateError::NotADate(_) => DateError::NotADate(text.to_owned()),
        error => error,
    })?;
    let dates = match comparison {
        None | Some(Comparison::Equal | Comparison::NotEqual) => Dates::range(low, high),
        Some(Comparison::AtLeast) => Dates::range(low, Instant::LAST),
        Some(Comparison::AtMost) => Dates::range(Instant::FIRST, high),
        Some(Comparison::Greater) if high < Instant::LAST => Dates::range(high.add_seconds(1), Instant::LAST),
        Some(Comparison::Less) => Dates::range(Instant::FIRST, low.add_seconds(-1)),
        Some(Comparison::Greater) => Dates::none(),
    };
    if dates.is_empty() {
        Err(DateError::Nowhere)
    } else {
        Ok(dates)
    }
}

/// The first and the last moment that a text may mean.
fn parse_plain(text: &str) -> Result<(Instant, Instant), DateError> {
    let wrong = || DateError::NotADate(text.to_owned());
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = parts.next().and_then(|part| digits(part, 4)).ok_or_else(wrong)?;
    let month = parts.next().map(|part| digits(part, 2).ok_or_else(wrong)).transpose()?;
    let day = parts.next().map(|part| digits(part, 2).ok_or_else(wrong)).transpose()?;
    if parts.next().is_some() || (time.is_some() && day.is_none()) {
        return Err(wrong());
    }
    let year = i32::try_from(year).map_err(|_| wrong())?;
    if year < 1000 {
        return Err(DateError::YearOutOfRange(year));
    }
    let Some(month) = month else {
        return Ok((first_of(year, 1)?.start(), last_of(year, 12)?.end()));
    };
    let (first, last) = (first_of(year, month)?, last_of(year, month)?);
    let Some(day) = day else {
        return Ok((first.start(), last.end()));
    };
    let days = last.ymd().2;
    let day = Day::from_ymd(year, month, day).ok_or(DateError::NoSuchDay { year, month, days })?;
    match time {
        None => Ok((day.start(), day.end())),
        Some(time) => {
            let (low, high) = parse_time(time).ok_or_else(|| DateError::NoSuchTime(time.chars().take(40).collect()))?;
            Ok((day.start().add_seconds(low), day.start().add_seconds(high)))
        }
    }
}

fn first_of(year: i32, month: u32) -> Result<Day, DateError> {
    Day::from_ymd(year, month, 1).ok_or(DateError::NoSuchMonth(month))
}

fn last_of(year: i32, month: u32) -> Result<Day, DateError> {
    Ok(match month {
        12 => Day::from_ymd(year, 12, 31).unwrap_or(Day::LAST),
        _ => first_of(year, month.saturating_add(1))?.add_days(-1),
    })
}

/// The first and the last second of the day that `14:30`, `14:30:05`, `14:30:05.2Z` or `14:30+02:00` may mean.
fn parse_time(text: &str) -> Option<(i64, i64)> {
    let (time, zone) = match text.find(['Z', '+', '-']) {
        Some(at) => (text.get(..at)?, text.get(at..)?),
        None => (text, ""),
    };
    if let Some(offset) = zone.strip_prefix(['+', '-']) {
        let (hours, minutes) = offset.split_once(':')?;
        digits(hours, 2).filter(|hours| *hours <= 18)?;
        digits(minutes, 2).filter(|minutes| *minutes < 60)?;
    } else if !matches!(zone, "" | "Z") {
        return None;
    }
    let (time, fraction) = time
        .split_once('.')
        .map_or((time, None), |(time, fraction)| (time, Some(fraction)));
    let mut parts = time.split(':');
    let hour = parts
        .next()
        .and_then(|part| digits(part, 2))
        .filter(|hour| *hour < 24)?;
    let minute = parts
        .next()
        .and_then(|part| digits(part, 2))
        .filter(|minute| *minute < 60)?;
    let second = match parts.next() {
        Some(part) => Some(digits(part, 2).filter(|second| *second <= 60)?),
        None => None,
    };
    let odd = |fraction: &str| fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || fraction.is_some_and(|fraction| second.is_none() || odd(fraction)) {
        return None;
    }
    let start = i64::from(hour * 3600 + minute * 60);
    Some(match second {
        // A leap second counts as the one before it.
        Some(second) => (start + i64::from(second.min(59)), start + i64::from(second.min(59))),
        // A time written to the minute is that minute: nobody records seconds, and five half-lives of 15 h end on one.
        None => (start, start),
    })
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let right = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if right { text.parse().ok() } else { None }
}
