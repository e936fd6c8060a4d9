//! Spans of time: what a duration could still be.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use super::{Bound, Comparison, Number, Numbers, TimeUnit, Truths, Unit, parse_censored};

/// How a span is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TimeScale {
    /// Seconds, minutes and hours, between moments.
    Hours,
    /// Days and weeks, between calendar dates.
    Days,
    /// Calendar months and years.
    Months,
}

impl TimeScale {
    /// The unit that amounts on this scale are in.
    #[must_use]
    pub fn unit(self) -> TimeUnit {
        match self {
            Self::Hours => TimeUnit::Hours,
            Self::Days => TimeUnit::Days,
            Self::Months => TimeUnit::Months,
        }
    }
}

/// A span of time that is known up to a set of amounts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Durations {
    /// How it is counted.
    pub scale: TimeScale,
    /// How many hours, days or months.
    pub amount: Numbers,
}

impl Durations {
    /// So many of a unit of time.
    #[must_use]
    pub fn new(amount: &Numbers, unit: TimeUnit) -> Self {
        Self {
            scale: unit.scale(),
            amount: amount.scale(&unit.size()),
        }
    }

    /// Reads `110 h`, `26 wk`, `3 months`, `>=12 d`, `<5 d`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (comparison, number, unit) = parse_censored(text)?;
        let unit = Unit::parse(unit).ok()?.time()?;
        let amount = Numbers::that(comparison.unwrap_or(Comparison::Equal), number);
        let bounded = match comparison {
            Some(Comparison::Less | Comparison::AtMost) => amount.intersect(&Numbers::at_least(Number::zero())),
            _ => amount,
        };
        Some(Self::new(&bounded, unit))
    }

    /// So many times as long.
    #[must_use]
    pub fn scale_by(&self, factor: &Number) -> Self {
        Self {
            scale: self.scale,
            amount: self.amount.scale(factor),
        }
    }

    /// Any of so many times as long.
    #[must_use]
    pub fn mul_numbers(&self, factors: &Numbers) -> Self {
        Self {
            scale: self.scale,
            amount: self.amount.mul(factors),
        }
    }

    /// The amounts in another unit; outwards where calendar months meet days.
    #[must_use]
    pub fn in_unit(&self, unit: TimeUnit) -> Numbers {
        self.to_scale(unit.scale()).amount.div(&Numbers::point(unit.size()))
    }

    /// The same spans counted otherwise: months are any number of days that such a span can have, a day is 24 hours.
    #[must_use]
    pub fn to_scale(&self, scale: TimeScale) -> Self {
        let day = Number::from(24);
        let amount = match (self.scale, scale) {
            (TimeScale::Hours, TimeScale::Days) => self.amount.div(&Numbers::point(day)),
            (TimeScale::Days, TimeScale::Hours) => self.amount.scale(&day),
            (TimeScale::Months, TimeScale::Days) => days_of_months(&self.amount),
            (TimeScale::Days, TimeScale::Months) => months_of_days(&self.amount),
            (TimeScale::Months, TimeScale::Hours) => days_of_months(&self.amount).scale(&day),
            (TimeScale::Hours, TimeScale::Months) => months_of_days(&self.amount.div(&Numbers::point(day))),
            _ => self.amount.clone(),
        };
        Self { scale, amount }
    }

    /// What a comparison can give: on one scale exactly, otherwise in days.
    #[must_use]
    pub fn compare(&self, comparison: Comparison, other: &Self) -> Truths {
        if self.scale == other.scale {
            return self.amount.compare(comparison, &other.amount);
        }
        let (left, right) = (self.to_scale(TimeScale::Days), other.to_scale(TimeScale::Days));
        left.amount.compare(comparison, &right.amount)
    }
}

impl fmt::Display for Durations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whole years and weeks as such: 60 months are 5 years to a reader.
        let (unit, size) = match self.scale {
            TimeScale::Months => (TimeUnit::Years, 12),
            TimeScale::Days => (TimeUnit::Weeks, 7),
            TimeScale::Hours => (TimeUnit::Hours, 1),
        };
        let whole = Number::ratio(1, size).and_then(|size| self.amount.as_point().map(|amount| amount * &size));
        match whole.filter(|whole| whole.is_integer() && !whole.is_zero()) {
            Some(whole) if whole == Number::one() => write!(formatter, "1 {}", unit.singular()),
            Some(whole) => write!(formatter, "{whole} {}", unit.word()),
            None => write!(formatter, "{} {}", self.amount, self.scale.unit().word()),
        }
    }
}

/// Months after which the calendar repeats, and their days.
const CYCLE: i64 = 4800;
const CYCLE_DAYS: i64 = 146_097;

/// The days before each month of two cycles and one more.
static MONTH_STARTS: LazyLock<Vec<i64>> = LazyLock::new(|| {
    let mut starts = Vec::with_capacity(2 * 4800 + 2);
    let mut days = 0;
    for month in 0..2 * CYCLE + 2 {
        starts.push(days);
        let year = month / 12;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        days += match month % 12 {
            1 if leap => 29,
            1 => 28,
            3 | 5 | 8 | 10 => 30,
            _ => 31,
        };
    }
    starts
});

/// The fewest and the most days of each number of months, computed when first asked for.
static SPANS: LazyLock<Vec<OnceLock<(i64, i64)>>> = LazyLock::new(|| (0..CYCLE).map(|_| OnceLock::new()).collect());

/// The fewest and the most days from a date to the date so many months (less than a cycle) later, counted forwards or
/// backwards, the day clamped.
fn span_in_cycle(months: usize) -> (i64, i64) {
    let compute = || {
        let starts = &*MONTH_STARTS;
        let length = |month: usize| starts[month + 1] - starts[month];
        let (mut fewest, mut most) = (i64::MAX, i64::MIN);
        for first in 0..usize::try_from(CYCLE).unwrap_or(0) {
            let last = first + months;
            let whole = starts[last] - starts[first];
            // Forwards the 31st may be clamped and lose days; backwards it may gain them.
            fewest = fewest.min(whole - (length(first) - length(last)).max(0));
            most = most.max(whole + (length(last) - length(first)).max(0));
        }
        (fewest, most)
    };
    SPANS
        .get(months)
        .map_or_else(compute, |cell| *cell.get_or_init(compute))
}

/// The fewest and the most days that a whole number of months can have.
fn span(months: i64) -> (Number, Number) {
    if months < 0 {
        let (fewest, most) = span(months.saturating_neg());
        return (-most, -fewest);
    }
    let (fewest, most) = span_in_cycle(usize::try_from(months % CYCLE).unwrap_or(0));
    let cycles = Number::from(months / CYCLE) * Number::from(CYCLE_DAYS);
    (&cycles + Number::from(fewest), cycles + Number::from(most))
}

/// The days that so many months can have. Between whole numbers of months lie spans strictly between theirs.
fn days_of_months(months: &Numbers) -> Numbers {
    months.pieces().iter().fold(Numbers::none(), |days, piece| {
        let low = end(&piece.low, |number| {
            let whole = number.floor();
            Some((span(whole.to_i64()?).0, &whole == number))
        });
        let high = end(&piece.high, |number| {
            let whole = number.ceil();
            Some((span(whole.to_i64()?).1, &whole == number))
        });
        days.union(&Numbers::interval(low, high))
    })
}

/// The months that so many days can be.
fn months_of_days(days: &Numbers) -> Numbers {
    days.pieces().iter().fold(Numbers::none(), |months, piece| {
        // The first number of months that can have as many days, the last that can have as few.
        let low = end(&piece.low, |number| {
            let first = nearest(number, |months| span(months).1 >= *number)?;
            Some(if span(first).1 == *number {
                (first, true)
            } else {
                (first - 1, false)
            })
            .map(|(months, exact)| (Number::from(months), exact))
        });
        let high = end(&piece.high, |number| {
            let last = nearest(number, |months| span(months).0 > *number)? - 1;
            Some(if span(last).0 == *number {
                (last, true)
            } else {
                (last + 1, false)
            })
            .map(|(months, exact)| (Number::from(months), exact))
        });
        months.union(&Numbers::interval(low, high))
    })
}

/// The end of a converted piece: where `convert` met its number exactly it stays as it is, else it is open.
fn end(bound: &Bound, convert: impl Fn(&Number) -> Option<(Number, bool)>) -> Bound {
    match bound.number().and_then(convert) {
        None => Bound::Unbounded,
        Some((number, exact)) if exact && bound.is_closed() => Bound::Closed(number),
        Some((number, _)) => Bound::Open(number),
    }
}

/// The first number of months near so many days of which `reached` holds, as it does of all later ones.
fn nearest(days: &Number, reached: impl Fn(i64) -> bool) -> Option<i64> {
    let guess = (days * Number::ratio(CYCLE, CYCLE_DAYS)?)
        .floor()
        .to_i64()
        .filter(|guess| guess.abs() < i64::MAX / 4)?;
    let mut months = guess - 4;
    while !reached(months) && months < guess + 8 {
        months += 1;
    }
    Some(months)
}

#[cfg(test)]
mod tests;
