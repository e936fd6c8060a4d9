//! What a condition may still turn out to be.

use std::fmt;

/// A subset of yes, no and not applicable: the truths a condition could still have.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Truths(u8);

impl Truths {
    /// Certainly true.
    pub const YES: Self = Self(1);
    /// Certainly false.
    pub const NO: Self = Self(2);
    /// It has no truth here.
    pub const NOT_APPLICABLE: Self = Self(4);
    /// True or false.
    pub const UNKNOWN: Self = Self(3);
    /// Any of the three.
    pub const ANY: Self = Self(7);
    /// No possibility is left: the facts contradict each other.
    pub const NONE: Self = Self(0);

    /// A bit for each possibility: yes, no, not applicable.
    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    /// From [`Self::bits`].
    pub(crate) const fn of_bits(bits: u8) -> Self {
        Self(bits & 7)
    }

    /// Whether it may be true.
    #[must_use]
    pub fn contains_yes(self) -> bool {
        self.0 & Self::YES.0 != 0
    }

    /// Whether it may be false.
    #[must_use]
    pub fn contains_no(self) -> bool {
        self.0 & Self::NO.0 != 0
    }

    /// Whether it may have no truth.
    #[must_use]
    pub fn contains_not_applicable(self) -> bool {
        self.0 & Self::NOT_APPLICABLE.0 != 0
    }

    /// Whether one possibility is left.
    #[must_use]
    pub fn is_single(self) -> bool {
        self.0.count_ones() == 1
    }

    /// Whether no possibility is left.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The truth, where it is certain.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self {
            Self::YES => Some(true),
            Self::NO => Some(false),
            _ => None,
        }
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

    /// The possibilities one by one, each a single.
    pub fn members(self) -> impl Iterator<Item = Self> {
        [Self::YES, Self::NO, Self::NOT_APPLICABLE]
            .into_iter()
            .filter(move |member| member.is_subset(self))
    }

    /// What `operation` can give over every pair of possibilities; what is not applicable leaves the other as it is.
    fn lift(self, other: Self, operation: fn(bool, bool) -> bool) -> Self {
        let mut result = Self::NONE;
        for left in self.members() {
            for right in other.members() {
                result = result.union(match (left.as_bool(), right.as_bool()) {
                    (Some(left), Some(right)) => Self::from(operation(left, right)),
                    (None, _) => right,
                    (_, None) => left,
                });
            }
        }
        result
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.lift(other, |left, right| left && right)
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.lift(other, |left, right| left || right)
    }

    /// The opposite; what is not applicable stays so.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "stands beside `and` and `or`, which are no operators"
    )]
    pub fn not(self) -> Self {
        let swapped = (self.0 & Self::YES.0) << 1 | (self.0 & Self::NO.0) >> 1;
        Self(swapped | self.0 & Self::NOT_APPLICABLE.0)
    }

    /// As a condition: what is not applicable does not hold.
    #[must_use]
    pub fn holds(self) -> Self {
        if self.contains_not_applicable() {
            self.intersect(Self::UNKNOWN).union(Self::NO)
        } else {
            self
        }
    }
}

impl From<bool> for Truths {
    fn from(truth: bool) -> Self {
        if truth { Self::YES } else { Self::NO }
    }
}

impl fmt::Display for Truths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match *self {
            Self::YES => "yes",
            Self::NO => "no",
            Self::NOT_APPLICABLE => "not applicable",
            Self::NONE => "contradictory",
            _ => "unknown",
        })
    }
}

impl fmt::Debug for Truths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: Vec<String> = self.members().map(|member| member.to_string()).collect();
        write!(formatter, "{{{}}}", members.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> impl Iterator<Item = Truths> {
        (0..8).map(Truths)
    }

    fn brute(left: Truths, right: Truths, operation: fn(bool, bool) -> bool) -> Truths {
        let mut result = 0;
        for a in [1, 2, 4] {
            for b in [1, 2, 4] {
                if left.0 & a == 0 || right.0 & b == 0 {
                    continue;
                }
                result |= match (a, b) {
                    (4, b) => b,
                    (a, 4) => a,
                    (a, b) => Truths::from(operation(a == 1, b == 1)).0,
                };
            }
        }
        Truths(result)
    }

    #[test]
    fn and_or_over_every_pair() {
        for left in every() {
            for right in every() {
                assert_eq!(left.and(right), brute(left, right, |a, b| a && b));
                assert_eq!(left.or(right), brute(left, right, |a, b| a || b));
                assert_eq!(left.and(right), right.and(left));
                assert_eq!(left.and(right).not(), left.not().or(right.not()), "De Morgan");
                assert_eq!(left.is_subset(right), left.union(right) == right);
                assert!(left.intersect(right).is_subset(left));
                for third in every() {
                    assert_eq!(left.and(right).and(third), left.and(right.and(third)));
                    if left.is_subset(right) {
                        assert!(left.and(third).is_subset(right.and(third)), "monotone");
                    }
                }
            }
        }
    }

    #[test]
    fn not_applicable_is_neutral() {
        for truths in every() {
            assert_eq!(truths.and(Truths::NOT_APPLICABLE), truths);
            assert_eq!(truths.or(Truths::NOT_APPLICABLE), truths);
            assert_eq!(truths.not().not(), truths);
            assert!(!truths.holds().contains_not_applicable());
        }
        assert_eq!(Truths::NOT_APPLICABLE.not(), Truths::NOT_APPLICABLE);
        assert_eq!(Truths::NOT_APPLICABLE.holds(), Truths::NO);
        assert_eq!(Truths::YES.union(Truths::NOT_APPLICABLE).holds(), Truths::UNKNOWN);
    }

    #[test]
    fn kleene() {
        assert_eq!(Truths::NO.and(Truths::UNKNOWN), Truths::NO);
        assert_eq!(Truths::YES.and(Truths::UNKNOWN), Truths::UNKNOWN);
        assert_eq!(Truths::YES.or(Truths::UNKNOWN), Truths::YES);
        assert_eq!(Truths::NO.or(Truths::UNKNOWN), Truths::UNKNOWN);
        assert_eq!(Truths::UNKNOWN.not(), Truths::UNKNOWN);
        assert_eq!(Truths::UNKNOWN.as_bool(), None);
        assert_eq!(Truths::ANY.to_string(), "unknown");
        assert!(Truths::NO.is_single() && !Truths::ANY.is_single());
    }
}
