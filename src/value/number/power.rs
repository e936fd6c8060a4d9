//! Powers with any rational exponent: exact where the result is rational, otherwise bounded on both sides.

use std::cell::RefCell;

use dashu_float::round::mode::Zero;
use dashu_float::{ConstCache, Context, Repr};
use dashu_int::{IBig, UBig};
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero as _};

use super::Number;

/// Exact powers with more bits than this are bounded instead, so that formulas stay small.
const EXACT_BITS: u64 = 512;
/// Powers below `2^-LARGEST` or above `2^LARGEST` are not computed.
const LARGEST: u64 = 1 << 14;
/// The bits that the library works with.
const WORKING_BITS: usize = 160;
/// The bits that are kept; the others, and with them every error of the library, lie inside the bounds.
const KEPT_BITS: usize = 128;

/// Ends of intervals with more bits than this are shortened.
const LONG: u64 = 512;

thread_local! {
    /// The library's constants, computed once a thread: half of the work of a power.
    static LOGARITHMS: RefCell<ConstCache> = const { RefCell::new(ConstCache::new()) };
}

impl Number {
    /// A number that differs in the thirty-eighth digit only, smaller (`down`) or larger, with a denominator that is
    /// cheap to compute with: for an end of an interval that has grown long in a chain of products. None for one that
    /// has not.
    #[must_use]
    pub(crate) fn shortened(&self, down: bool) -> Option<Self> {
        let long = self.bits();
        if long <= LONG {
            return None;
        }
        let big = self.to_big();
        let kept = i64::try_from(KEPT_BITS).ok()?;
        let bits = |part: &BigInt| i64::try_from(part.bits()).unwrap_or(i64::MAX);
        let shift = kept - (bits(big.numer()) - bits(big.denom()));
        let (numerator, denominator) = if shift >= 0 {
            (big.numer() << shift, big.denom().clone())
        } else {
            (big.numer().clone(), big.denom() << -shift)
        };
        let (floor, rest) = numerator.div_mod_floor(&denominator);
        let whole = match (down, rest.is_zero()) {
            (true, false) => floor,
            (true, true) => floor - 1,
            (false, _) => floor + 1,
        };
        times_two(whole, -shift)
    }

    /// Bounds of `self ^ exponent`, one number twice where the power is rational; otherwise the power lies strictly
    /// between them, and they agree to 38 digits.
    ///
    /// Nothing for a negative base, for 0 to a negative power, and where the result would be enormous or vanish.
    #[must_use]
    pub fn power_bounds(&self, exponent: &Self) -> Option<(Self, Self)> {
        match (self.signum(), exponent.signum()) {
            (_, 0) => return Some((Self::one(), Self::one())),
            (0, 1) => return Some((Self::zero(), Self::zero())),
            (1, _) => {}
            _ => return None,
        }
        if let Some(exact) = self.rational_power(exponent) {
            return Some((exact.clone(), exact));
        }
        self.irrational_power(exponent)
    }

    /// The power, if it is a rational number of a reasonable size: a fraction in lowest terms has a rational `q`-th
    /// root only if numerator and denominator are `q`-th powers.
    fn rational_power(&self, exponent: &Self) -> Option<Self> {
        let (base, exponent) = (self.to_big(), exponent.to_big());
        let numerator = exact_root(base.numer(), exponent.denom())?;
        let denominator = exact_root(base.denom(), exponent.denom())?;
        let root = Self::from_big(BigRational::new_raw(numerator, denominator));
        if root == Self::one() {
            return Some(root);
        }
        let times = exponent.numer().to_i32()?;
        let root_bits = root.to_big();
        let bits = root_bits.numer().bits().max(root_bits.denom().bits());
        if bits.saturating_mul(u64::from(times.unsigned_abs())) > EXACT_BITS {
            return None;
        }
        root.pow(times)
    }

    fn irrational_power(&self, exponent: &Self) -> Option<(Self, Self)> {
        let base = self.to_big();
        let bits = base.numer().bits().max(base.denom().bits());
        let times = exponent.abs().ceil().to_i64()?.unsigned_abs();
        if bits.saturating_mul(times) > LARGEST {
            return None;
        }
        let context = Context::<Zero>::new(WORKING_BITS);
        let (base, exponent) = (floating(&base), floating(&exponent.to_big()));
        let power = LOGARITHMS.with_borrow_mut(|cache| context.powf(&base, &exponent, Some(cache)));
        let power = power.ok()?.value().into_repr();
        let significand = power.significand();
        let bytes = significand.to_le_bytes();
        let significand = BigInt::from_signed_bytes_le(&bytes);
        let dropped = significand.bits().saturating_sub(u64::try_from(KEPT_BITS).ok()?);
        let kept = significand >> dropped;
        let exponent = i64::try_from(power.exponent()).ok()? + i64::try_from(dropped).ok()?;
        Some((times_two(&kept - 1, exponent)?, times_two(kept + 2, exponent)?))
    }
}

/// `number ^ (1 / degree)`, if that is a whole number.
fn exact_root(number: &BigInt, degree: &BigInt) -> Option<BigInt> {
    if number.is_one() {
        return Some(number.clone());
    }
    let degree = degree.to_u32()?;
    if u64::from(degree) > number.bits() {
        return None;
    }
    let root = number.nth_root(degree);
    (root.pow(degree) == *number).then_some(root)
}

/// A fraction with the bits that the library works with.
fn floating(number: &BigRational) -> Repr<2> {
    let bits = |part: &BigInt| i64::try_from(part.bits()).unwrap_or(i64::MAX);
    let working = i64::try_from(WORKING_BITS).unwrap_or(i64::MAX);
    let shift = (working - bits(number.numer()) + bits(number.denom())).max(0);
    let scaled = (number.numer() << shift) / number.denom();
    let magnitude = IBig::from(UBig::from_le_bytes(&scaled.magnitude().to_bytes_le()));
    let significand = if scaled.sign() == Sign::Minus {
        -magnitude
    } else {
        magnitude
    };
    Repr::new(significand, isize::try_from(-shift).unwrap_or(0))
}

/// `number * 2 ^ exponent`
fn times_two(number: BigInt, exponent: i64) -> Option<Number> {
    let power = BigInt::from(BigUint::one() << u32::try_from(exponent.unsigned_abs()).ok()?);
    Some(Number::from_big(if exponent < 0 {
        BigRational::new(number, power)
    } else {
        BigRational::from_integer(number * power)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn ratio(a: i64, b: i64) -> Number {
        Number::ratio(a, b).unwrap()
    }

    #[test]
    fn rational_powers_are_exact() {
        let exact = |base: &str, exponent: Number| {
            let (low, high) = n(base).power_bounds(&exponent).unwrap();
            assert_eq!(low, high, "{base} ^ {exponent}");
            low
        };
        assert_eq!(exact("4", ratio(1, 2)), n("2"));
        assert_eq!(exact("6.25", ratio(-1, 2)), n("0.4"));
        assert_eq!(exact("0.027", ratio(2, 3)), n("0.09"));
        assert_eq!(exact("1", n("-1.2")), n("1"));
        assert_eq!(exact("0", n("0.5")), n("0"));
        assert_eq!(exact("7.3", n("0")), n("1"));
        assert_eq!(exact("0.9938", n("2")), n("0.98763844"));
        assert_eq!(exact("32", n("-0.2")), n("0.5"));
    }

    #[test]
    fn irrational_powers_lie_strictly_between_their_bounds() {
        let (low, high) = n("2").power_bounds(&ratio(1, 2)).unwrap();
        assert!(low.pow(2).unwrap() < n("2") && n("2") < high.pow(2).unwrap());
        assert!((&high - &low) < Number::from(10).pow(-37).unwrap());
        let (low, high) = n("1.43").power_bounds(&n("-1.2")).unwrap();
        // y = x^(-6/5) where y^5 = x^-6.
        let sixth = n("1.43").pow(-6).unwrap();
        assert!(low.pow(5).unwrap() < sixth && sixth < high.pow(5).unwrap());
    }

    #[test]
    fn long_ends_are_shortened_outwards() {
        assert_eq!(n("1.5").shortened(true), None);
        for number in [n("1.0001").pow(90).unwrap(), -n("1.0001").pow(90).unwrap()] {
            let (low, high) = (number.shortened(true).unwrap(), number.shortened(false).unwrap());
            assert!(low < number && number < high);
            assert!(&high - &low < number.abs() * Number::from(10).pow(-37).unwrap());
        }
    }

    #[test]
    fn what_has_no_value_or_none_that_can_be_written() {
        assert_eq!(n("-4").power_bounds(&ratio(1, 2)), None);
        assert_eq!(n("0").power_bounds(&n("-0.5")), None);
        assert_eq!(n("3").power_bounds(&n("123456.5")), None);
        assert!(n("0.9938").power_bounds(&n("76")).is_some());
    }
}
