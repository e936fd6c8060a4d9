//! One interval of numbers, and arithmetic on two.

use std::cmp::Ordering;

use super::Number;

/// An end of an interval.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Bound {
    /// There is no end.
    Unbounded,
    /// The number itself does not belong to the interval.
    Open(Number),
    /// The number itself does.
    Closed(Number),
}

impl Bound {
    /// The number at the end.
    #[must_use]
    pub fn number(&self) -> Option<&Number> {
        match self {
            Self::Unbounded => None,
            Self::Open(number) | Self::Closed(number) => Some(number),
        }
    }

    /// Whether the number at the end belongs to the interval.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }

    /// The same kind of end at another number.
    pub(crate) fn map(&self, change: impl Fn(&Number) -> Number) -> Self {
        match self {
            Self::Unbounded => Self::Unbounded,
            Self::Open(number) => Self::Open(change(number)),
            Self::Closed(number) => Self::Closed(change(number)),
        }
    }

    /// An end at `number`.
    fn at(number: Number, closed: bool) -> Self {
        if closed {
            Self::Closed(number)
        } else {
            Self::Open(number)
        }
    }

    /// The end of everything that lies beyond this end.
    pub(crate) fn opposite(&self) -> Self {
        match self {
            Self::Unbounded => Self::Unbounded,
            Self::Open(number) => Self::Closed(number.clone()),
            Self::Closed(number) => Self::Open(number.clone()),
        }
    }
}

/// A place between numbers: where an interval begins or ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cut<'a> {
    /// Below all numbers.
    Bottom,
    /// Just before a number (false) or just after it (true).
    Beside(&'a Number, bool),
    /// Above all numbers.
    Top,
}

impl Ord for Cut<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Beside(a, after), Self::Beside(b, other_after)) => a.cmp(b).then(after.cmp(other_after)),
            (Self::Bottom, Self::Bottom) | (Self::Top, Self::Top) => Ordering::Equal,
            (Self::Bottom, _) | (_, Self::Top) => Ordering::Less,
            _ => Ordering::Greater,
        }
    }
}

impl PartialOrd for Cut<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An interval of numbers.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Interval {
    /// Where it begins.
    pub low: Bound,
    /// Where it ends.
    pub high: Bound,
}

impl Interval {
    /// Every number.
    pub(crate) fn all() -> Self {
        Self {
            low: Bound::Unbounded,
            high: Bound::Unbounded,
        }
    }

    /// One number.
    pub(crate) fn point(number: Number) -> Self {
        Self {
            low: Bound::Closed(number.clone()),
            high: Bound::Closed(number),
        }
    }

    /// Where it begins.
    pub(crate) fn start(&self) -> Cut<'_> {
        match &self.low {
            Bound::Unbounded => Cut::Bottom,
            Bound::Open(number) => Cut::Beside(number, true),
            Bound::Closed(number) => Cut::Beside(number, false),
        }
    }

    /// Where it ends.
    pub(crate) fn end(&self) -> Cut<'_> {
        match &self.high {
            Bound::Unbounded => Cut::Top,
            Bound::Open(number) => Cut::Beside(number, false),
            Bound::Closed(number) => Cut::Beside(number, true),
        }
    }

    /// Whether no number lies in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.start() >= self.end()
    }

    /// The number, where there is only one.
    #[must_use]
    pub fn as_point(&self) -> Option<&Number> {
        match (&self.low, &self.high) {
            (Bound::Closed(low), Bound::Closed(high)) if low == high => Some(low),
            _ => None,
        }
    }

    /// Whether a number lies in it.
    #[must_use]
    pub fn contains(&self, number: &Number) -> bool {
        self.start() <= Cut::Beside(number, false) && Cut::Beside(number, true) <= self.end()
    }

    /// What lies in both, perhaps nothing.
    pub(crate) fn intersect(&self, other: &Self) -> Self {
        let low = if self.start() >= other.start() {
            &self.low
        } else {
            &other.low
        };
        let high = if self.end() <= other.end() {
            &self.high
        } else {
            &other.high
        };
        Self {
            low: low.clone(),
            high: high.clone(),
        }
    }

    /// Every sum.
    pub(crate) fn add(&self, other: &Self) -> Self {
        let end = |left: &Bound, right: &Bound| match (left.number(), right.number()) {
            (Some(a), Some(b)) => Bound::at(a + b, left.is_closed() && right.is_closed()),
            _ => Bound::Unbounded,
        };
        Self {
            low: end(&self.low, &other.low),
            high: end(&self.high, &other.high),
        }
    }

    /// Every opposite.
    pub(crate) fn neg(&self) -> Self {
        Self {
            low: self.high.map(|number| -number),
            high: self.low.map(|number| -number),
        }
    }

    /// Every product.
    pub(crate) fn mul(&self, other: &Self) -> Self {
        if let (Some(a), Some(b)) = (self.as_point(), other.as_point()) {
            return Self::point(a * b);
        }
        let mut corners = Vec::with_capacity(4);
        for left in [Corner::low(self), Corner::high(self)] {
            for right in [Corner::low(other), Corner::high(other)] {
                corners.push(left.mul(&right));
            }
        }
        Corner::hull(&corners)
    }

    /// Every reciprocal, for an interval without 0.
    pub(crate) fn reciprocal(&self) -> Self {
        let positive = self.low.number().is_some_and(|low| low.signum() >= 0);
        let end = |bound: &Bound| match bound.number() {
            None => Bound::Open(Number::zero()),
            Some(number) => match Number::one().checked_div(number) {
                Some(reciprocal) => Bound::at(reciprocal, bound.is_closed()),
                None => Bound::Unbounded,
            },
        };
        let negative = self.high.number().is_some_and(|high| high.signum() <= 0);
        if positive || negative {
            Self {
                low: end(&self.high),
                high: end(&self.low),
            }
        } else {
            Self::all()
        }
    }

    /// Every value of a whole positive power.
    pub(crate) fn power(&self, exponent: i32) -> Self {
        // An end that is too large to compute is left open; 0 bounds an even power from below.
        let even = exponent % 2 == 0;
        let magnitude = if even { self.magnitude() } else { self.clone() };
        let end = |bound: &Bound| match bound.number() {
            None => Bound::Unbounded,
            Some(number) => match number.pow(exponent) {
                Some(power) => Bound::at(power, bound.is_closed()),
                None => Bound::Unbounded,
            },
        };
        let (low, high) = (end(&magnitude.low), end(&magnitude.high));
        let low = if even && low == Bound::Unbounded {
            Bound::Closed(Number::zero())
        } else {
            low
        };
        Self { low, high }
    }

    /// Every absolute value.
    pub(crate) fn magnitude(&self) -> Self {
        let mirrored = self.neg();
        if self.low.number().is_some_and(|low| low.signum() >= 0) {
            self.clone()
        } else if self.high.number().is_some_and(|high| high.signum() <= 0) {
            mirrored
        } else {
            let high = if self.end() >= mirrored.end() {
                self.high.clone()
            } else {
                mirrored.high
            };
            Self {
                low: Bound::Closed(Number::zero()),
                high,
            }
        }
    }
}

/// A corner of a product: infinities included, with whether it is attained.
#[derive(Clone)]
struct Corner {
    value: Extended,
    closed: bool,
}

/// A number or an infinity.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Extended {
    Below,
    Number(Number),
    Above,
}

impl Corner {
    fn low(interval: &Interval) -> Self {
        Self::new(&interval.low, Extended::Below)
    }

    fn high(interval: &Interval) -> Self {
        Self::new(&interval.high, Extended::Above)
    }

    fn new(bound: &Bound, unbounded: Extended) -> Self {
        match bound {
            Bound::Unbounded => Self {
                value: unbounded,
                closed: false,
            },
            Bound::Open(number) => Self {
                value: Extended::Number(number.clone()),
                closed: false,
            },
            Bound::Closed(number) => Self {
                value: Extended::Number(number.clone()),
                closed: true,
            },
        }
    }

    fn sign(&self) -> i32 {
        match &self.value {
            Extended::Below => -1,
            Extended::Number(number) => number.signum(),
            Extended::Above => 1,
        }
    }

    fn mul(&self, other: &Self) -> Self {
        let (a, b) = (self.sign(), other.sign());
        if a == 0 || b == 0 {
            // A 0 that is attained gives 0 with everything; one that is only approached is not reached.
            let closed = (a == 0 && self.closed) || (b == 0 && other.closed);
            return Self {
                value: Extended::Number(Number::zero()),
                closed,
            };
        }
        match (&self.value, &other.value) {
            (Extended::Number(x), Extended::Number(y)) => Self {
                value: Extended::Number(x * y),
                closed: self.closed && other.closed,
            },
            _ if a * b > 0 => Self {
                value: Extended::Above,
                closed: false,
            },
            _ => Self {
                value: Extended::Below,
                closed: false,
            },
        }
    }

    /// The interval from the lowest to the highest corner.
    fn hull(corners: &[Self]) -> Interval {
        let end = |extreme: Option<&Extended>| match extreme {
            Some(Extended::Number(number)) => {
                let closed = corners
                    .iter()
                    .any(|corner| corner.closed && matches!(&corner.value, Extended::Number(value) if value == number));
                Bound::at(number.clone(), closed)
            }
            _ => Bound::Unbounded,
        };
        let values = || corners.iter().map(|corner| &corner.value);
        Interval {
            low: end(values().min()),
            high: end(values().max()),
        }
    }
}
