//! Sets of numbers: what a quantity could still be.

mod power;
mod show;

use super::comparison::Pairs;
use super::interval::{Cut, Interval};
use super::{Bound, Comparison, Number, Truths};

/// How many pieces a set keeps; beyond that the closest neighbours are joined, outwards.
const MAX_PIECES: usize = 16;

/// A set of numbers: sorted intervals with a gap between neighbours.
///
/// Arithmetic is exact on single numbers and never leaves out a possible result on sets. An end that has grown
/// [enormous](Number::is_enormous) is dropped, outwards, so that no chain of products exhausts the memory.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Numbers(Vec<Interval>);

impl Numbers {
    /// Every number.
    #[must_use]
    pub fn all() -> Self {
        Self(vec![Interval::all()])
    }

    /// No number.
    #[must_use]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// One number.
    #[must_use]
    pub fn point(number: Number) -> Self {
        Self(vec![Interval::point(number)])
    }

    /// Both ends included; nothing if they are the wrong way round.
    #[must_use]
    pub fn closed(low: Number, high: Number) -> Self {
        Self::interval(Bound::Closed(low), Bound::Closed(high))
    }

    /// From one end to the other.
    #[must_use]
    pub fn interval(low: Bound, high: Bound) -> Self {
        Self::normal(vec![Interval { low, high }])
    }

    /// Every number above 0.
    #[must_use]
    pub fn positive() -> Self {
        Self::greater_than(Number::zero())
    }

    /// `number` and everything above.
    #[must_use]
    pub fn at_least(number: Number) -> Self {
        Self::interval(Bound::Closed(number), Bound::Unbounded)
    }

    /// `number` and everything below.
    #[must_use]
    pub fn at_most(number: Number) -> Self {
        Self::interval(Bound::Unbounded, Bound::Closed(number))
    }

    /// Everything above `number`.
    #[must_use]
    pub fn greater_than(number: Number) -> Self {
        Self::interval(Bound::Open(number), Bound::Unbounded)
    }

    /// Everything below `number`.
    #[must_use]
    pub fn less_than(number: Number) -> Self {
        Self::interval(Bound::Unbounded, Bound::Open(number))
    }

    /// The numbers that compare so with `number`.
    #[must_use]
    pub fn that(comparison: Comparison, number: Number) -> Self {
        match comparison {
            Comparison::Less => Self::less_than(number),
            Comparison::AtMost => Self::at_most(number),
            Comparison::Greater => Self::greater_than(number),
            Comparison::AtLeast => Self::at_least(number),
            Comparison::Equal => Self::point(number),
            Comparison::NotEqual => Self::point(number).complement(),
        }
    }

    /// Sorts, joins what touches, drops what is empty, and caps the number of pieces.
    fn normal(mut pieces: Vec<Interval>) -> Self {
        for piece in &mut pieces {
            // A single number stays exact however long it is.
            let single = piece.as_point().is_some();
            for (bound, down) in [(&mut piece.low, true), (&mut piece.high, false)] {
                let Some(number) = bound.number() else { continue };
                if number.is_enormous() {
                    *bound = Bound::Unbounded;
                } else if let Some(short) = number.shortened(down).filter(|_| !single) {
                    *bound = Bound::Open(short);
                }
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        if pieces.len() > 1 {
            pieces.sort_by(|a, b| a.start().cmp(&b.start()));
            let mut joined: Vec<Interval> = Vec::with_capacity(pieces.len());
            for piece in pieces {
                match joined.last_mut() {
                    Some(last) if last.end() >= piece.start() => {
                        if last.end() < piece.end() {
                            last.high = piece.high;
                        }
                    }
                    _ => joined.push(piece),
                }
            }
            pieces = joined;
        }
        while pieces.len() > MAX_PIECES {
            let gap = |index: &usize| match (pieces[*index].high.number(), pieces[*index + 1].low.number()) {
                (Some(high), Some(low)) => low - high,
                _ => Number::zero(),
            };
            let Some(closest) = (0..pieces.len() - 1).min_by_key(gap) else {
                break;
            };
            let next = pieces.remove(closest + 1);
            pieces[closest].high = next.high;
        }
        Self(pieces)
    }

    /// Whether no number is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number, where one is left.
    #[must_use]
    pub fn as_point(&self) -> Option<&Number> {
        match self.0.as_slice() {
            [only] => only.as_point(),
            _ => None,
        }
    }

    /// Whether one number is left.
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.as_point().is_some()
    }

    /// Whether this number is possible.
    #[must_use]
    pub fn contains(&self, number: &Number) -> bool {
        self.0.iter().any(|piece| piece.contains(number))
    }

    /// The intervals, in order, with a gap between neighbours.
    #[must_use]
    pub fn pieces(&self) -> &[Interval] {
        &self.0
    }

    /// Where the lowest piece begins (unbounded if there is none).
    #[must_use]
    pub fn low(&self) -> Bound {
        self.0.first().map_or(Bound::Unbounded, |piece| piece.low.clone())
    }

    /// Where the highest piece ends (unbounded if there is none).
    #[must_use]
    pub fn high(&self) -> Bound {
        self.0.last().map_or(Bound::Unbounded, |piece| piece.high.clone())
    }

    /// What either of them may be.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::normal(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// What both of them may be.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        self.pairwise(other, Interval::intersect)
    }

    /// Whether `other` may be whatever this may be.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().all(|piece| {
            other
                .0
                .iter()
                .any(|whole| whole.start() <= piece.start() && piece.end() <= whole.end())
        })
    }

    /// Every other number. (Seventeen pieces are joined to sixteen, outwards.)
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut pieces = Vec::with_capacity(self.0.len() + 1);
        let mut low = Bound::Unbounded;
        for piece in &self.0 {
            if piece.start() > Cut::Bottom {
                pieces.push(Interval {
                    low,
                    high: piece.low.opposite(),
                });
            }
            low = piece.high.opposite();
            if piece.end() == Cut::Top {
                return Self::normal(pieces);
            }
        }
        pieces.push(Interval {
            low,
            high: Bound::Unbounded,
        });
        Self::normal(pieces)
    }

    /// `operation` on each pair of pieces.
    fn pairwise(&self, other: &Self, operation: impl Fn(&Interval, &Interval) -> Interval) -> Self {
        let mut pieces = Vec::with_capacity(self.0.len() * other.0.len());
        for left in &self.0 {
            pieces.extend(other.0.iter().map(|right| operation(left, right)));
        }
        Self::normal(pieces)
    }

    /// `operation` on each piece.
    fn each(&self, operation: impl Fn(&Interval) -> Interval) -> Self {
        Self::normal(self.0.iter().map(operation).collect())
    }

    /// Every sum of a pair.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        self.pairwise(other, Interval::add)
    }

    /// Every difference of a pair.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        self.add(&other.neg())
    }

    /// Every product of a pair.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        self.pairwise(other, Interval::mul)
    }

    /// Every opposite.
    #[must_use]
    pub fn neg(&self) -> Self {
        self.each(Interval::neg)
    }

    /// Every quotient of a pair; any number at all, if the divisor could be 0. A divisor that is never negative is
    /// taken as approached from above: a creatinine below any limit gives a clearance above any limit, and 0 itself,
    /// which no quantity has but a censored one may touch, gives one beyond all that can be written.
    #[must_use]
    pub fn div(&self, other: &Self) -> Self {
        let zero = Number::zero();
        if self.is_empty() || other.is_empty() {
            Self::none()
        } else if other.contains(&zero) {
            let divided = !self.contains(&zero) && other.is_subset(&Self::at_least(zero));
            if !divided {
                return Self::all();
            }
            let beyond = self.mul(&Self::greater_than(beyond_all_limits()));
            let others = other.intersect(&Self::positive());
            if others.is_empty() {
                beyond
            } else {
                self.mul(&others.each(Interval::reciprocal)).union(&beyond)
            }
        } else {
            self.mul(&other.each(Interval::reciprocal))
        }
    }

    /// Every whole power; any number at all, if 0 could be raised to a negative one.
    #[must_use]
    pub fn pow(&self, exponent: i32) -> Self {
        if self.is_empty() {
            return Self::none();
        }
        match exponent {
            0 => Self::point(Number::one()),
            1.. => self.each(|piece| piece.power(exponent)),
            _ => match exponent.checked_neg() {
                Some(positive) => Self::point(Number::one()).div(&self.pow(positive)),
                None => Self::all(),
            },
        }
    }

    /// Every absolute value.
    #[must_use]
    pub fn abs(&self) -> Self {
        self.each(Interval::magnitude)
    }

    /// Every multiple by one number.
    #[must_use]
    pub fn scale(&self, factor: &Number) -> Self {
        self.mul(&Self::point(factor.clone()))
    }

    /// The smaller of each pair.
    #[must_use]
    pub fn lowest_of(&self, other: &Self) -> Self {
        self.pairwise(other, |a, b| Interval {
            low: if a.start() <= b.start() { &a.low } else { &b.low }.clone(),
            high: if a.end() <= b.end() { &a.high } else { &b.high }.clone(),
        })
    }

    /// The larger of each pair.
    #[must_use]
    pub fn highest_of(&self, other: &Self) -> Self {
        self.neg().lowest_of(&other.neg()).neg()
    }

    /// What a comparison of a pair can give, each side any of its numbers.
    #[must_use]
    pub fn compare(&self, comparison: Comparison, other: &Self) -> Truths {
        if self.is_empty() || other.is_empty() {
            return Truths::NONE;
        }
        let (low, high, other_low, other_high) = (self.low(), self.high(), other.low(), other.high());
        let overlap = || {
            self.0
                .iter()
                .any(|a| other.0.iter().any(|b| !a.intersect(b).is_empty()))
        };
        comparison.truths(Pairs {
            less: reaches(&low, &other_high, false),
            at_most: reaches(&low, &other_high, true),
            greater: reaches(&other_low, &high, false),
            at_least: reaches(&other_low, &high, true),
            equal: matches!(comparison, Comparison::Equal | Comparison::NotEqual) && overlap(),
            different: self.as_point().is_none() || self != other,
        })
    }

    /// What lies below a number, exactly on it and above it, where there is anything.
    #[must_use]
    pub fn split_at(&self, number: &Number) -> Vec<Self> {
        let parts = [
            Self::less_than(number.clone()),
            Self::point(number.clone()),
            Self::greater_than(number.clone()),
        ];
        parts
            .iter()
            .map(|part| self.intersect(part))
            .filter(|part| !part.is_empty())
            .collect()
    }
}

/// Whether something above `low` is less than something below `high`, or equal to it where that counts.
fn reaches(low: &Bound, high: &Bound, equal: bool) -> bool {
    match (low.number(), high.number()) {
        (Some(a), Some(b)) => a < b || (equal && a == b && low.is_closed() && high.is_closed()),
        _ => true,
    }
}

impl From<Number> for Numbers {
    fn from(number: Number) -> Self {
        Self::point(number)
    }
}

impl From<Interval> for Numbers {
    fn from(interval: Interval) -> Self {
        Self::interval(interval.low, interval.high)
    }
}

#[cfg(test)]
mod tests;

/// Larger than any number a rule or a record can be about.
fn beyond_all_limits() -> Number {
    Number::from(10).pow(60).unwrap_or_default()
}
