//! Powers of sets: what `x ^ y` could be where `x` is never negative.

use std::cmp::Ordering;

use super::{Bound, Interval, Number, Numbers};
use crate::value::interval::Cut;

impl Numbers {
    /// Every power of a pair; any number at all, if the base could be negative.
    ///
    /// A power that is irrational is an interval without its ends, as narrow as [`Number::power_bounds`] makes it. A
    /// base of 0, which no quantity has but a censored one may touch, is approached from above.
    #[must_use]
    pub fn power(&self, exponent: &Self) -> Self {
        if self.pieces().iter().any(may_be_negative) {
            return if self.is_empty() || exponent.is_empty() {
                Self::none()
            } else {
                Self::all()
            };
        }
        self.pairwise(exponent, raise)
    }

    /// The number, where the ends agree to so many digits that nobody could tell them apart: a power or root that is
    /// known by its bounds.
    #[must_use]
    pub fn nearly_point(&self) -> Option<Number> {
        match self.pieces() {
            [only] => only.nearly_point(),
            _ => None,
        }
    }
}

impl Interval {
    /// The number in the middle, where the ends agree to some twenty digits.
    #[must_use]
    pub fn nearly_point(&self) -> Option<Number> {
        let (low, high) = (self.low.number()?, self.high.number()?);
        if low == high {
            return Some(low.clone());
        }
        let width = &(high - low) * &Number::from(10).pow(20)?;
        (width <= low.abs() && width <= high.abs()).then(|| (low + high).checked_div(&Number::from(2)))?
    }
}

fn may_be_negative(piece: &Interval) -> bool {
    piece.start() < Cut::Beside(&Number::zero(), false)
}

/// `x ^ y` grows or falls with each of the two alone, so its extremes lie in the corners.
fn raise(base: &Interval, exponent: &Interval) -> Interval {
    // Of one number both ends are the same.
    let ends = |interval: &Interval| if interval.as_point().is_some() { 1 } else { 2 };
    let mut corners = Vec::with_capacity(4);
    for (x, x_end) in [(&base.low, End::Low), (&base.high, End::High)]
        .into_iter()
        .take(ends(base))
    {
        for (y, y_end) in [(&exponent.low, End::Low), (&exponent.high, End::High)]
            .into_iter()
            .take(ends(exponent))
        {
            corners.push(corner(x, x_end, y, y_end));
        }
    }
    let least = corners.iter().min_by(|a, b| a.low.cmp(&b.low));
    let most = corners.iter().max_by(|a, b| a.high.cmp(&b.high));
    let closed = |value: &Extended, end: fn(&Corner) -> &Extended| {
        corners.iter().any(|corner| end(corner) == value && corner.attained)
    };
    let bound = |value: &Extended, end: fn(&Corner) -> &Extended| match value {
        Extended::Number(number) if closed(value, end) => Bound::Closed(number.clone()),
        Extended::Number(number) => Bound::Open(number.clone()),
        Extended::Infinite => Bound::Unbounded,
    };
    let zero = Extended::Number(Number::zero());
    let low = least.map_or(&zero, |corner| &corner.low);
    let high = most.map_or(&Extended::Infinite, |corner| &corner.high);
    Interval {
        low: match low {
            // 0 to a negative power, as 1 divided by 0: beyond all that can be written.
            Extended::Infinite => Bound::Open(super::beyond_all_limits()),
            low => bound(low, |corner| &corner.low),
        },
        high: bound(high, |corner| &corner.high),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Low,
    High,
}

/// A number that is not negative, or beyond all numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Extended {
    Number(Number),
    Infinite,
}

/// What the power comes to in one corner: bounds, and whether they are reached.
struct Corner {
    low: Extended,
    high: Extended,
    attained: bool,
}

impl Corner {
    fn at(number: Number, attained: bool) -> Self {
        Self {
            low: Extended::Number(number.clone()),
            high: Extended::Number(number),
            attained,
        }
    }

    /// A limit that is approached: 0, 1 or infinity.
    fn limit(order: Ordering) -> Self {
        match order {
            Ordering::Less => Self::at(Number::zero(), false),
            Ordering::Equal => Self::at(Number::one(), true),
            Ordering::Greater => Self {
                low: Extended::Infinite,
                high: Extended::Infinite,
                attained: false,
            },
        }
    }

    /// Anything from 0 on: the power is too large or too small to be computed.
    fn anything() -> Self {
        Self {
            low: Extended::Number(Number::zero()),
            high: Extended::Infinite,
            attained: true,
        }
    }
}

fn corner(x: &Bound, x_end: End, y: &Bound, y_end: End) -> Corner {
    let sign_of_y = match (y.number(), y_end) {
        (Some(number), _) => number.signum().cmp(&0),
        (None, End::Low) => Ordering::Less,
        (None, End::High) => Ordering::Greater,
    };
    let Some(base) = x.number() else {
        // Only the high end of a base that is not negative is unbounded.
        debug_assert!(x_end == End::High);
        return Corner::limit(sign_of_y);
    };
    let Some(exponent) = y.number() else {
        let order = if base.is_zero() {
            Ordering::Less
        } else {
            base.cmp(&Number::one())
        };
        return Corner::limit(if y_end == End::High { order } else { order.reverse() });
    };
    if base.is_zero() && exponent.signum() < 0 {
        return Corner::limit(Ordering::Greater);
    }
    let Some((low, high)) = base.power_bounds(exponent) else {
        return Corner::anything();
    };
    // 1 is reached along a whole side: x^0 for every x, 1^y for every y.
    let attained = low == high && ((x.is_closed() && y.is_closed()) || low == Number::one());
    Corner {
        low: Extended::Number(low),
        high: Extended::Number(high),
        attained,
    }
}
