//! The six comparisons.

use super::Truths;

/// How two values are compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `≠`
    NotEqual,
}

/// Which pairs of possibilities two sets of values have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs {
    /// One where the left is smaller.
    pub less: bool,
    /// One where the left is no larger.
    pub at_most: bool,
    /// One where the left is larger.
    pub greater: bool,
    /// One where the left is no smaller.
    pub at_least: bool,
    /// One of equals.
    pub equal: bool,
    /// One of different values.
    pub different: bool,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Self; 6] = [
        Self::Less,
        Self::AtMost,
        Self::Greater,
        Self::AtLeast,
        Self::Equal,
        Self::NotEqual,
    ];

    /// The comparison that holds when the sides are swapped: `<` becomes `>`.
    #[must_use]
    pub fn flip(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            Self::Equal | Self::NotEqual => self,
        }
    }

    /// The comparison that holds exactly when this one does not: `<` becomes `>=`.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
        }
    }

    /// The sign shown to a person.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Greater => ">",
            Self::AtLeast => "≥",
            Self::Equal => "=",
            Self::NotEqual => "≠",
        }
    }

    /// Whether it holds of two values.
    pub fn holds<T: Ord + ?Sized>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
            Self::Equal => left == right,
            Self::NotEqual => left != right,
        }
    }

    /// What it can give over all pairs.
    pub(crate) fn truths(self, pairs: Pairs) -> Truths {
        let (yes, no) = match self {
            Self::Less => (pairs.less, pairs.at_least),
            Self::AtMost => (pairs.at_most, pairs.greater),
            Self::Greater => (pairs.greater, pairs.at_most),
            Self::AtLeast => (pairs.at_least, pairs.less),
            Self::Equal => (pairs.equal, pairs.different),
            Self::NotEqual => (pairs.different, pairs.equal),
        };
        let part = |possible: bool, truth: Truths| if possible { truth } else { Truths::NONE };
        part(yes, Truths::YES).union(part(no, Truths::NO))
    }

    /// Takes a comparison off the front of a text: `<`, `<=`, `≤`, `=<`, `>`, `>=`, `≥`, `=>`, `=`.
    pub(crate) fn strip(text: &str) -> (Option<Self>, &str) {
        let text = text.trim();
        let signs = [
            ("<=", Self::AtMost),
            ("=<", Self::AtMost),
            ("≤", Self::AtMost),
            (">=", Self::AtLeast),
            ("=>", Self::AtLeast),
            ("≥", Self::AtLeast),
            ("<", Self::Less),
            (">", Self::Greater),
            ("=", Self::Equal),
        ];
        for (sign, comparison) in signs {
            if let Some(rest) = text.strip_prefix(sign) {
                return (Some(comparison), rest.trim_start());
            }
        }
        (None, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flip_and_negate() {
        for comparison in Comparison::ALL {
            for (left, right) in [(1, 2), (2, 2), (3, 2)] {
                assert_eq!(comparison.holds(&left, &right), comparison.flip().holds(&right, &left));
                assert_eq!(
                    comparison.holds(&left, &right),
                    !comparison.negate().holds(&left, &right)
                );
            }
        }
    }

    #[test]
    fn strips_signs() {
        assert_eq!(Comparison::strip(" ≤ 5"), (Some(Comparison::AtMost), "5"));
        assert_eq!(Comparison::strip(">=1:80"), (Some(Comparison::AtLeast), "1:80"));
        assert_eq!(Comparison::strip("20"), (None, "20"));
    }
}
