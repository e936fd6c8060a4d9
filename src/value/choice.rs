//! Sets of options: what a grade or a `one of` could still be.

use super::comparison::Pairs;
use super::{Comparison, Truths};

/// A subset of up to 128 options, by their index; the order of a grade is that of its indices.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Choices(u128);

impl Choices {
    /// How many options a fact may have.
    pub const MAX: usize = 128;

    /// The first `count` options (no more than [`Self::MAX`]).
    #[must_use]
    pub fn all(count: usize) -> Self {
        match u32::try_from(count) {
            Ok(count) if count < u128::BITS => Self((1 << count) - 1),
            _ => Self(u128::MAX),
        }
    }

    /// No option.
    #[must_use]
    pub fn none() -> Self {
        Self(0)
    }

    /// One option; none for an index that no fact can have.
    #[must_use]
    pub fn one(index: usize) -> Self {
        Self(
            u32::try_from(index)
                .ok()
                .and_then(|index| 1_u128.checked_shl(index))
                .unwrap_or(0),
        )
    }

    /// Whether this option is possible.
    #[must_use]
    pub fn contains(self, index: usize) -> bool {
        self.0 & Self::one(index).0 != 0
    }

    /// The indices, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::MAX).filter(move |index| self.contains(*index))
    }

    /// How many options are possible.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether no option is left.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The option, where one is left.
    #[must_use]
    pub fn as_one(self) -> Option<usize> {
        if self.len() == 1 { self.lowest() } else { None }
    }

    /// The first possible option.
    #[must_use]
    pub fn lowest(self) -> Option<usize> {
        (!self.is_empty()).then(|| self.0.trailing_zeros() as usize)
    }

    /// The last possible option.
    #[must_use]
    pub fn highest(self) -> Option<usize> {
        (!self.is_empty()).then(|| (u128::BITS - 1 - self.0.leading_zeros()) as usize)
    }

    /// What either of them may be.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both of them may be.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether `other` may be whatever this may be.
    #[must_use]
    pub fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The larger of each pair of possibilities, by index.
    #[must_use]
    pub fn highest_of(self, other: Self) -> Self {
        let (Some(left), Some(right)) = (self.lowest(), other.lowest()) else {
            return Self::none();
        };
        Self((self.0 | other.0) & !Self::all(left.max(right)).0)
    }

    /// The smaller of each pair of possibilities, by index.
    #[must_use]
    pub fn lowest_of(self, other: Self) -> Self {
        let (Some(left), Some(right)) = (self.highest(), other.highest()) else {
            return Self::none();
        };
        Self((self.0 | other.0) & Self::all(left.min(right) + 1).0)
    }

    /// What a comparison by index can give.
    #[must_use]
    pub fn compare(self, comparison: Comparison, other: Self) -> Truths {
        let ends = (self.lowest(), self.highest(), other.lowest(), other.highest());
        let (Some(low), Some(high), Some(other_low), Some(other_high)) = ends else {
            return Truths::NONE;
        };
        let same = self == other && self.len() == 1;
        let overlap = !self.intersect(other).is_empty();
        comparison.truths(Pairs {
            less: low < other_high,
            at_most: low <= other_high,
            greater: other_low < high,
            at_least: other_low <= high,
            equal: overlap,
            different: !same,
        })
    }
}

impl FromIterator<usize> for Choices {
    fn from_iter<I: IntoIterator<Item = usize>>(indices: I) -> Self {
        indices
            .into_iter()
            .fold(Self::none(), |set, index| set.union(Self::one(index)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_every_pair() {
        for left in 0..32_u128 {
            for right in 0..32_u128 {
                let (left, right) = (Choices(left), Choices(right));
                for comparison in Comparison::ALL {
                    let mut truths = Truths::NONE;
                    let (mut low, mut high) = (Choices::none(), Choices::none());
                    for a in left.iter() {
                        for b in right.iter() {
                            truths = truths.union(Truths::from(comparison.holds(&a, &b)));
                            low = low.union(Choices::one(a.min(b)));
                            high = high.union(Choices::one(a.max(b)));
                        }
                    }
                    assert_eq!(
                        left.compare(comparison, right),
                        truths,
                        "{left:?} {comparison:?} {right:?}"
                    );
                    assert_eq!((left.lowest_of(right), left.highest_of(right)), (low, high));
                }
            }
        }
    }

    #[test]
    fn indices_beyond_the_last() {
        assert_eq!(Choices::all(128).len(), 128);
        assert_eq!(Choices::all(500).len(), 128);
        assert_eq!(Choices::one(127).as_one(), Some(127));
        assert!(Choices::one(128).is_empty());
        assert!(!Choices::all(128).contains(128));
        assert_eq!(
            [1, 3].into_iter().collect::<Choices>().iter().collect::<Vec<_>>(),
            [1, 3]
        );
    }
}
