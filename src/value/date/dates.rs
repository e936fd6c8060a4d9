//! Sets of moments: what a date could still be.

use std::fmt;

use super::{Day, Instant};
use crate::value::comparison::Pairs;
use crate::value::{Comparison, Truths};

/// How many ranges a set keeps; beyond that the closest neighbours are joined, outwards.
const MAX_PIECES: usize = 16;

/// A set of moments: sorted ranges, both ends included, with a gap between neighbours.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Dates(Vec<(Instant, Instant)>);

impl Dates {
    /// Every moment.
    #[must_use]
    pub fn all() -> Self {
        Self(vec![(Instant::FIRST, Instant::LAST)])
    }

    /// No moment.
    #[must_use]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// Some moment of one day.
    #[must_use]
    pub fn day(day: Day) -> Self {
        Self::range(day.start(), day.end())
    }

    /// One moment.
    #[must_use]
    pub fn instant(instant: Instant) -> Self {
        Self::range(instant, instant)
    }

    /// From one moment to another, both included; nothing if they are the wrong way round.
    #[must_use]
    pub fn range(low: Instant, high: Instant) -> Self {
        Self::normal(vec![(low, high)])
    }

    /// From the first second of one day to the last of another.
    #[must_use]
    pub fn day_range(low: Day, high: Day) -> Self {
        Self::range(low.start(), high.end())
    }

    /// Sorts, joins what touches, drops what is empty, and caps the number of ranges.
    fn normal(mut pieces: Vec<(Instant, Instant)>) -> Self {
        pieces.retain(|(low, high)| low <= high);
        pieces.sort_unstable();
        let mut joined: Vec<(Instant, Instant)> = Vec::with_capacity(pieces.len());
        for (low, high) in pieces {
            match joined.last_mut() {
                Some((_, last)) if last.add_seconds(1) >= low => *last = high.max(*last),
                _ => joined.push((low, high)),
            }
        }
        while joined.len() > MAX_PIECES {
            let gap = |index: &usize| joined[*index + 1].0.seconds() - joined[*index].1.seconds();
            let Some(closest) = (0..joined.len() - 1).min_by_key(gap) else {
                break;
            };
            let (_, high) = joined.remove(closest + 1);
            joined[closest].1 = high;
        }
        Self(joined)
    }

    /// What either of them may be.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::normal(self.0.iter().chain(&other.0).copied().collect())
    }

    /// What both of them may be.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let mut pieces = Vec::new();
        for (low, high) in &self.0 {
            pieces.extend(
                other
                    .0
                    .iter()
                    .map(|(other_low, other_high)| (*low.max(other_low), *high.min(other_high))),
            );
        }
        Self::normal(pieces)
    }

    /// Whether `other` may be whatever this may be.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().all(|(low, high)| {
            other
                .0
                .iter()
                .any(|(other_low, other_high)| other_low <= low && high <= other_high)
        })
    }

    /// Whether no moment is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this moment is possible.
    #[must_use]
    pub fn contains(&self, instant: Instant) -> bool {
        self.0.iter().any(|(low, high)| (*low..=*high).contains(&instant))
    }

    /// The ranges, in order.
    #[must_use]
    pub fn pieces(&self) -> &[(Instant, Instant)] {
        &self.0
    }

    /// The earliest moment (the last of all, if the set is empty).
    #[must_use]
    pub fn low(&self) -> Instant {
        self.0.first().map_or(Instant::LAST, |(low, _)| *low)
    }

    /// The latest moment (the first of all, if the set is empty).
    #[must_use]
    pub fn high(&self) -> Instant {
        self.0.last().map_or(Instant::FIRST, |(_, high)| *high)
    }

    /// The day, where every moment left lies in one.
    #[must_use]
    pub fn as_day(&self) -> Option<Day> {
        let (low, high) = self.days();
        (low == high).then_some(low)
    }

    /// The moment, where one is left.
    #[must_use]
    pub fn as_instant(&self) -> Option<Instant> {
        (self.low() == self.high()).then(|| self.low())
    }

    /// The earliest and the latest day (the wrong way round, if the set is empty).
    #[must_use]
    pub fn days(&self) -> (Day, Day) {
        (self.low().day(), self.high().day())
    }

    /// What lies before a day, in it and after it, where there is anything.
    #[must_use]
    pub fn split_at_day(&self, day: Day) -> Vec<Self> {
        let mut parts = vec![self.intersect(&Self::day(day))];
        if day > Day::FIRST {
            parts.insert(
                0,
                self.intersect(&Self::range(Instant::FIRST, day.start().add_seconds(-1))),
            );
        }
        if day < Day::LAST {
            parts.push(self.intersect(&Self::range(day.end().add_seconds(1), Instant::LAST)));
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Every moment so many days later, or earlier.
    #[must_use]
    pub fn shift_days(&self, days: i64) -> Self {
        self.shift_seconds(days.saturating_mul(86_400))
    }

    /// Every moment so many seconds later, or earlier.
    #[must_use]
    pub fn shift_seconds(&self, seconds: i64) -> Self {
        Self::normal(
            self.0
                .iter()
                .map(|(low, high)| (low.add_seconds(seconds), high.add_seconds(seconds)))
                .collect(),
        )
    }

    /// Every moment so many calendar months later, or earlier, at the same time of day.
    ///
    /// Several days may meet on the last of a month: then any time of it is possible.
    #[must_use]
    pub fn shift_months(&self, months: i64) -> Self {
        let months = i32::try_from(months).unwrap_or(if months < 0 { i32::MIN } else { i32::MAX });
        let shift = |(low, high): &(Instant, Instant)| {
            let (first, last) = (low.day().add_months(months), high.day().add_months(months));
            let several = low.day() < high.day();
            let start = if several && low.day().add_days(1).add_months(months) == first {
                first.start()
            } else {
                first.start().add_seconds(low.second_of_day())
            };
            let end = if several && high.day().add_days(-1).add_months(months) == last {
                last.end()
            } else {
                last.start().add_seconds(high.second_of_day())
            };
            (start, end)
        };
        Self::normal(self.0.iter().map(shift).collect())
    }

    /// What a comparison of calendar days can give, each side any of its moments.
    #[must_use]
    pub fn compare_days(&self, comparison: Comparison, other: &Self) -> Truths {
        compare(
            comparison,
            &self.by(|instant| instant.day()),
            &other.by(|instant| instant.day()),
        )
    }

    /// What a comparison of moments can give, each side any of its moments.
    #[must_use]
    pub fn compare_instants(&self, comparison: Comparison, other: &Self) -> Truths {
        compare(comparison, &self.0, &other.0)
    }

    fn by<T>(&self, change: impl Fn(Instant) -> T) -> Vec<(T, T)> {
        self.0.iter().map(|(low, high)| (change(*low), change(*high))).collect()
    }
}

/// What a comparison can give between two sets of sorted ranges.
fn compare<T: Ord>(comparison: Comparison, left: &[(T, T)], right: &[(T, T)]) -> Truths {
    let (Some((low, _)), Some((_, high))) = (left.first(), left.last()) else {
        return Truths::NONE;
    };
    let (Some((other_low, _)), Some((_, other_high))) = (right.first(), right.last()) else {
        return Truths::NONE;
    };
    let overlap = left
        .iter()
        .any(|(a, b)| right.iter().any(|(c, d)| a.max(c) <= b.min(d)));
    comparison.truths(Pairs {
        less: low < other_high,
        at_most: low <= other_high,
        greater: other_low < high,
        at_least: other_low <= high,
        equal: overlap,
        different: low != high || other_low != other_high || low != other_low,
    })
}

impl fmt::Debug for Dates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return formatter.write_str("no date");
        }
        for (index, (low, high)) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str(" or ")?;
            }
            let whole_days = *low == low.day().start() && *high == high.day().end();
            match (*low == Instant::FIRST, *high == Instant::LAST) {
                (true, true) => formatter.write_str("any date")?,
                (true, false) if whole_days => write!(formatter, "until {}", high.day())?,
                (true, false) => write!(formatter, "until {high}")?,
                (false, true) if whole_days => write!(formatter, "from {}", low.day())?,
                (false, true) => write!(formatter, "from {low}")?,
                _ if whole_days && low.day() == high.day() => write!(formatter, "{}", low.day())?,
                _ if whole_days => write!(formatter, "{} … {}", low.day(), high.day())?,
                _ if low.seconds().div_euclid(60) == high.seconds().div_euclid(60) => write!(formatter, "{low}")?,
                _ => write!(formatter, "{low} … {high}")?,
            }
        }
        Ok(())
    }
}
