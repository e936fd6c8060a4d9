//! Exact rational numbers of unbounded size.

mod power;
mod text;

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::{BigRational, Ratio};
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, One, Signed, ToPrimitive};

/// Powers with more bits than this are refused.
const MAX_BITS: u64 = 1 << 17;
/// An exact rational number.
///
/// Always in lowest terms, and small whenever it fits, so that equal numbers have equal insides.
#[derive(Clone)]
pub struct Number(Inside);

/// Most numbers of a record fit 128 bits; products of many may not.
#[derive(Clone)]
enum Inside {
    /// Numerator above `i128::MIN`, so that its sign can be changed.
    Small(Ratio<i128>),
    /// Whatever does not fit.
    Big(Box<BigRational>),
}

impl Number {
    /// Nought.
    #[must_use]
    pub fn zero() -> Self {
        Self(Inside::Small(Ratio::new_raw(0, 1)))
    }

    /// One.
    #[must_use]
    pub fn one() -> Self {
        Self(Inside::Small(Ratio::new_raw(1, 1)))
    }

    /// `numerator / denominator`, unless the denominator is 0.
    #[must_use]
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Self(Inside::Small(Ratio::new(numerator.into(), denominator.into()))))
    }

    /// Numerator and denominator, in lowest terms; the denominator is above zero.
    #[must_use]
    pub fn parts(&self) -> (BigInt, BigInt) {
        match &self.0 {
            Inside::Small(ratio) => ((*ratio.numer()).into(), (*ratio.denom()).into()),
            Inside::Big(ratio) => (ratio.numer().clone(), ratio.denom().clone()),
        }
    }

    /// Makes a big one small where it fits.
    pub(crate) fn from_big(big: BigRational) -> Self {
        match (big.numer().to_i128(), big.denom().to_i128()) {
            (Some(numerator), Some(denominator)) if numerator > i128::MIN => {
                Self(Inside::Small(Ratio::new_raw(numerator, denominator)))
            }
            _ => Self(Inside::Big(Box::new(big))),
        }
    }

    /// Keeps a small result, unless its sign could not be changed.
    fn from_small(small: Option<Ratio<i128>>) -> Option<Self> {
        small
            .filter(|ratio| *ratio.numer() > i128::MIN)
            .map(|ratio| Self(Inside::Small(ratio)))
    }

    /// The same number in its big form.
    pub(crate) fn to_big(&self) -> BigRational {
        match &self.0 {
            Inside::Small(ratio) => BigRational::new_raw((*ratio.numer()).into(), (*ratio.denom()).into()),
            Inside::Big(big) => (**big).clone(),
        }
    }

    /// `self / other`, unless `other` is 0.
    #[must_use]
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        if let (Inside::Small(a), Inside::Small(b)) = (&self.0, &other.0)
            && let Some(quotient) = Self::from_small(a.checked_div(b))
        {
            return Some(quotient);
        }
        Some(Self::from_big(self.to_big() / other.to_big()))
    }

    /// `self` raised to a whole power; nothing for 0 to a negative power, or where the result would be enormous.
    #[must_use]
    pub fn pow(&self, exponent: i32) -> Option<Self> {
        if self.is_zero() && exponent < 0 {
            return None;
        }
        let times = exponent.unsigned_abs();
        let big = self.to_big();
        let bits = big.numer().bits().max(big.denom().bits());
        let trivial = big.denom().is_one() && big.numer().bits() <= 1;
        if !trivial && bits.saturating_mul(u64::from(times)) > MAX_BITS {
            return None;
        }
        let (mut numerator, mut denominator) = if trivial {
            let even = times.is_multiple_of(2);
            let one = if even { big.numer().abs() } else { big.numer().clone() };
            (if times == 0 { BigInt::one() } else { one }, BigInt::one())
        } else {
            (big.numer().pow(times), big.denom().pow(times))
        };
        if exponent < 0 {
            (numerator, denominator) = (denominator, numerator);
        }
        Some(Self::from_big(BigRational::new(numerator, denominator)))
    }

    /// The largest whole number that is no larger.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Inside::Small(ratio) => Self::whole(ratio.numer().div_floor(ratio.denom())),
            Inside::Big(big) => Self::from_big(BigRational::from_integer(big.numer().div_floor(big.denom()))),
        }
    }

    /// The smallest whole number that is no smaller.
    #[must_use]
    pub fn ceil(&self) -> Self {
        -(-self).floor()
    }

    /// A whole number above `i128::MIN`.
    fn whole(number: i128) -> Self {
        Self(Inside::Small(Ratio::new_raw(number, 1)))
    }

    /// Whether nothing stands behind the point.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Inside::Small(ratio) => *ratio.denom() == 1,
            Inside::Big(big) => big.denom().is_one(),
        }
    }

    /// The whole number that this is, where it fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Inside::Small(ratio) if *ratio.denom() == 1 => i64::try_from(*ratio.numer()).ok(),
            _ => None,
        }
    }

    /// Numerator and denominator, in lowest terms, where both fit.
    pub(crate) fn as_ratio(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Inside::Small(ratio) => Some((*ratio.numer(), *ratio.denom())),
            Inside::Big(_) => None,
        }
    }

    /// -1, 0 or 1.
    #[must_use]
    pub fn signum(&self) -> i32 {
        let order = match &self.0 {
            Inside::Small(ratio) => ratio.numer().cmp(&0),
            Inside::Big(big) => big.numer().sign().cmp(&Sign::NoSign),
        };
        order as i32
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.signum() < 0 { -self } else { self.clone() }
    }

    /// Whether this is nought.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.signum() == 0
    }

    /// The bits of the longer of numerator and denominator.
    pub(crate) fn bits(&self) -> u64 {
        match &self.0 {
            Inside::Small(_) => 128,
            Inside::Big(big) => big.numer().bits().max(big.denom().bits()),
        }
    }

    /// Whether it has more digits than any measurement or formula gives it, some twenty thousand.
    #[must_use]
    pub fn is_enormous(&self) -> bool {
        self.bits() > MAX_BITS / 2
    }
}

impl Default for Number {
    fn default() -> Self {
        Self::zero()
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self::whole(number.into())
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Inside::Small(a), Inside::Small(b)) => a.numer() == b.numer() && a.denom() == b.denom(),
            (Inside::Big(a), Inside::Big(b)) => a.numer() == b.numer() && a.denom() == b.denom(),
            _ => false,
        }
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Inside::Small(ratio) => (ratio.numer(), ratio.denom()).hash(state),
            Inside::Big(big) => (big.numer(), big.denom()).hash(state),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    // Cross-multiplied: the library compares by continued fractions, as deep as the numbers are long.
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Inside::Small(a), Inside::Small(b)) = (&self.0, &other.0) {
            if a.denom() == b.denom() {
                return a.numer().cmp(b.numer());
            }
            let left = a.numer().checked_mul(b.denom());
            let right = b.numer().checked_mul(a.denom());
            if let (Some(left), Some(right)) = (left, right) {
                return left.cmp(&right);
            }
        }
        let (a, b) = (self.to_big(), other.to_big());
        (a.numer() * b.denom()).cmp(&(b.numer() * a.denom()))
    }
}

impl Neg for &Number {
    type Output = Number;

    fn neg(self) -> Number {
        match &self.0 {
            Inside::Small(ratio) => Number(Inside::Small(Ratio::new_raw(-ratio.numer(), *ratio.denom()))),
            Inside::Big(big) => Number::from_big(-(**big).clone()),
        }
    }
}

impl Neg for Number {
    type Output = Self;

    fn neg(self) -> Self {
        -&self
    }
}

/// One operation for owned and borrowed operands.
macro_rules! operation {
    ($trait:ident $method:ident $checked:ident $sign:tt) => {
        impl $trait<&Number> for &Number {
            type Output = Number;

            fn $method(self, other: &Number) -> Number {
                if let (Inside::Small(a), Inside::Small(b)) = (&self.0, &other.0)
                    && let Some(result) = Number::from_small(a.$checked(b))
                {
                    return result;
                }
                Number::from_big(self.to_big() $sign other.to_big())
            }
        }

        operation!(forward $trait $method Number, &Number);
        operation!(forward $trait $method &Number, Number);
        operation!(forward $trait $method Number, Number);
    };
    (forward $trait:ident $method:ident $left:ty, $right:ty) => {
        impl $trait<$right> for $left {
            type Output = Number;

            fn $method(self, other: $right) -> Number {
                let (left, right): (&Number, &Number) = (&self, &other);
                left.$method(right)
            }
        }
    };
}

operation!(Add add checked_add +);
operation!(Sub sub checked_sub -);
operation!(Mul mul checked_mul *);

#[cfg(test)]
mod tests;
