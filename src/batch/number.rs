//! Decimal digits straight to a scaled whole number.

use super::columns::LARGEST;
use crate::value::Day;

/// A number of more signs is for the general reader, which may refuse it.
const LONGEST: usize = 64;

/// A number as JSON writes it, without an exponent, at the beginning of some bytes: times `10^places`, and its length.
/// Nothing where it has more digits than that or is too large: then the general reader is asked.
#[inline]
#[must_use]
pub fn decimal(bytes: &[u8], places: u32) -> Option<(i64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let mut at = usize::from(negative);
    let start = at;
    let mut value: i64 = 0;
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
        at += 1;
    }
    let whole = at - start;
    // Twelve digits cannot overflow; a leading zero is no number of JSON.
    if whole == 0 || whole > 12 || (whole > 1 && bytes.get(start) == Some(&b'0')) {
        return None;
    }
    let mut left = places;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        let point = at;
        while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0'))
            && digit < 10
        {
            if left == 0 {
                if digit != 0 {
                    return None;
                }
            } else {
                value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
                left -= 1;
            }
            at += 1;
        }
        if at == point {
            return None;
        }
    }
    if at > LONGEST || matches!(bytes.get(at), Some(b'e' | b'E')) {
        return None;
    }
    value = value.checked_mul(POWERS.get(left as usize).copied()?)?;
    (value <= LARGEST).then_some((if negative { -value } else { value }, at))
}

pub(super) const POWERS: [i64; 10] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
];

/// `2026-03-09` as days since 1970-01-01; nothing for anything else.
#[must_use]
pub fn day(bytes: &[u8]) -> Option<i64> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = bytes else {
        return None;
    };
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    let year = digit(a)? * 1000 + digit(b)? * 100 + digit(c)? * 10 + digit(d)?;
    let (month, day) = (digit(e)? * 10 + digit(f)?, digit(g)? * 10 + digit(h)?);
    if year < 1000 {
        return None;
    }
    Day::from_ymd(i32::try_from(year).ok()?, month, day).map(|day| day.number().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    #[test]
    fn decimals_are_those_of_the_exact_reader() {
        let texts = [
            "0",
            "-0",
            "7",
            "1.8",
            "0.05",
            "130",
            "-12.5",
            "9999999",
            "1.0000",
            "1.00000",
            "1.00001",
            "007",
            "1.",
            ".5",
            "1e3",
            "-",
            "",
            "+1",
            "123456789012",
            "999999999999",
            "1.8x",
            "0.1,",
            "12 ",
        ];
        let mut refused = 0;
        for text in texts {
            let Some((value, length)) = decimal(text.as_bytes(), 4) else {
                refused += 1;
                continue;
            };
            let read = Number::parse(text.get(..length).unwrap()).unwrap();
            assert_eq!(read * Number::from(10_000), Number::from(value), "{text}");
        }
        assert_eq!(refused, 10);
        let zeros = format!("7.{}", "0".repeat(100));
        assert_eq!(decimal(zeros.as_bytes(), 4), None);
        for (text, expected) in [
            ("1.8,", Some((18_000, 3))),
            ("-12.5}", Some((-125_000, 5))),
            ("1.00000", Some((10_000, 7))),
            ("1.00001", None),
            ("007", None),
            ("1.", None),
            (".5", None),
            ("1e3", None),
            ("999999999999", None),
            ("", None),
        ] {
            assert_eq!(decimal(text.as_bytes(), 4), expected, "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(b"1970-01-01"), Some(0));
        assert_eq!(day(b"2026-03-09"), Some(20_521));
        for text in [
            "2026-02-29",
            "2026-3-9",
            "2026-03",
            "20260309",
            "2026-03-09T10:00",
            "2026-13-01",
        ] {
            assert_eq!(day(text.as_bytes()), None, "{text}");
        }
    }
}
