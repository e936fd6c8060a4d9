//! Numbers as text: decimals read exactly, written plainly.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::{Inside, Number};

/// The longest text that is read as a number.
const MAX_LENGTH: usize = 4000;
/// The largest exponent in a number's text, in either direction.
const MAX_EXPONENT: i64 = 400;
/// Significant digits shown of a number whose decimals do not end.
const SIGNIFICANT: i64 = 6;

impl Number {
    /// Reads a decimal number exactly: `1.50`, `-3`, `+2`, `1e-3`. Digits stand before and after a point.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let (negative, body) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (body, exponent) = match body.split_once(['e', 'E']) {
            Some((body, exponent)) => (body, parse_exponent(exponent)?),
            None => (body, 0),
        };
        let (whole, fraction) = match body.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (body, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = BigUint::parse_bytes(format!("{whole}{fraction}").as_bytes(), 10)?;
        let sign = if negative { Sign::Minus } else { Sign::Plus };
        let power = exponent - i64::try_from(fraction.len()).ok()?;
        let ten = BigInt::from(10).pow(u32::try_from(power.unsigned_abs()).ok()?);
        let digits = BigInt::from_biguint(sign, digits);
        Some(Self::from_big(if power < 0 {
            BigRational::new(digits, ten)
        } else {
            BigRational::from_integer(digits * ten)
        }))
    }

    /// Rounded half to even at `places` decimals, with `≈` before it where that dropped something.
    #[must_use]
    pub fn decimal(&self, max_places: u32) -> String {
        let big = self.to_big();
        let places = max_places.min(4000);
        let (rounded, exact) = scaled(&big, i64::from(places));
        let text = place_point(&rounded, i64::from(places));
        if exact { text } else { format!("≈{text}") }
    }

    /// With a few significant digits, `≈` before them: a number whose decimals do not end, or that is known by its
    /// bounds only.
    #[must_use]
    pub fn approximate(&self) -> String {
        let big = self.to_big();
        let places = SIGNIFICANT - magnitude(&big);
        let (mut rounded, _) = scaled(&big, places);
        let mut places = places;
        if rounded.magnitude() < &BigUint::from(100_000_u32) {
            places += 1;
            rounded = scaled(&big, places).0;
        }
        format!("≈{}", place_point(&rounded, places))
    }
}

/// The exponent behind an `e`, if it is small enough.
fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse()
        .ok()
        .filter(|exponent: &i64| exponent.abs() <= MAX_EXPONENT)
}

/// `number * 10^places` rounded half to even, and whether nothing was dropped.
fn scaled(number: &BigRational, places: i64) -> (BigInt, bool) {
    let ten = BigInt::from(10).pow(u32::try_from(places.unsigned_abs()).unwrap_or(u32::MAX));
    let (numerator, denominator) = if places < 0 {
        (number.numer().clone(), number.denom() * ten)
    } else {
        (number.numer() * ten, number.denom().clone())
    };
    let (floor, rest) = numerator.div_mod_floor(&denominator);
    if rest.is_zero() {
        return (floor, true);
    }
    let up = match (&rest * BigInt::from(2)).cmp(&denominator) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => floor.is_odd(),
    };
    (if up { floor + 1 } else { floor }, false)
}

/// Writes `number / 10^places` without trailing zeros behind the point.
fn place_point(number: &BigInt, places: i64) -> String {
    let sign = if number.is_negative() { "-" } else { "" };
    let mut digits = number.magnitude().to_string();
    let Ok(places) = usize::try_from(places) else {
        let zeros = usize::try_from(places.unsigned_abs()).unwrap_or(0);
        return format!("{sign}{digits}{:0<zeros$}", "");
    };
    if digits.len() <= places {
        digits = format!("{digits:0>width$}", width = places + 1);
    }
    let (whole, fraction) = digits.split_at(digits.len() - places);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// How many decimals a denominator needs, if they end.
fn decimals(denominator: &BigInt) -> Option<i64> {
    let twos = denominator.trailing_zeros().unwrap_or(0);
    let mut rest = denominator >> twos;
    let five = BigInt::from(5);
    let mut fives = 0_u64;
    while !rest.is_one() {
        let (quotient, remainder) = rest.div_rem(&five);
        if !remainder.is_zero() {
            return None;
        }
        rest = quotient;
        fives += 1;
    }
    i64::try_from(twos.max(fives)).ok()
}

/// How many digits stand before the point (0 for 0.5, -1 for 0.05), or one more.
fn magnitude(number: &BigRational) -> i64 {
    let length = |part: &BigInt| i64::try_from(part.magnitude().to_string().len()).unwrap_or(i64::MAX);
    length(number.numer()) - length(number.denom()) + 1
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Inside::Small(ratio) = &self.0
            && *ratio.denom() == 1
        {
            return write!(formatter, "{}", ratio.numer());
        }
        let big = self.to_big();
        if let Some(places) = decimals(big.denom()) {
            return formatter.write_str(&place_point(&scaled(&big, places).0, places));
        }
        formatter.write_str(&self.approximate())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let big = self.to_big();
        match decimals(big.denom()) {
            Some(_) => write!(formatter, "{self}"),
            None => write!(formatter, "{}/{}", big.numer(), big.denom()),
        }
    }
}
