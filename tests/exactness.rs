//! Numbers against rational arithmetic of unbounded size.

use elig::value::{Comparison, Number, Numbers, Truths};
use num_bigint::BigInt;
use num_rational::BigRational;

use crate::random::Random;

/// A decimal as text, as a [`Number`] and as a rational of the oracle.
fn decimal(random: &mut Random) -> (String, Number, BigRational) {
    let digits = 1 + random.below(20);
    let places = random.below(12);
    let mut whole = BigInt::from(0);
    for _ in 0..digits {
        whole = whole * 10 + random.below(10) as u32;
    }
    if random.chance(40) {
        whole = -whole;
    }
    let rational = BigRational::new(whole.clone(), BigInt::from(10).pow(places as u32));
    let sign = if whole < BigInt::from(0) { "-" } else { "" };
    let text = whole.magnitude().to_string();
    let padded = format!("{text:0>width$}", width = places + 1);
    let (front, back) = padded.split_at(padded.len() - places);
    let text = if places == 0 {
        format!("{sign}{front}")
    } else {
        format!("{sign}{front}.{back}")
    };
    let number = Number::parse(&text).unwrap();
    (text, number, rational)
}

#[test]
fn comparisons_and_arithmetic_equal_the_rational_oracle() {
    let mut random = Random(7);
    for _ in 0..200_000 {
        let (a_text, a, a_exact) = decimal(&mut random);
        let (b_text, b, b_exact) = decimal(&mut random);
        let (c_text, c, c_exact) = decimal(&mut random);
        let about = || format!("{a_text} {b_text} {c_text}");
        // a <= b * c, the shape of a limit
        assert_eq!(a <= &b * &c, a_exact <= &b_exact * &c_exact, "{}", about());
        assert_eq!(&a + &b == c.clone(), &a_exact + &b_exact == c_exact, "{}", about());
        assert_eq!((&a - &b).cmp(&c), (&a_exact - &b_exact).cmp(&c_exact), "{}", about());
        match a.checked_div(&b) {
            Some(quotient) => assert_eq!(quotient.cmp(&c), (&a_exact / &b_exact).cmp(&c_exact), "{}", about()),
            None => assert!(b_exact == BigRational::from_integer(BigInt::from(0))),
        }
        let (x, y) = (Numbers::point(a), Numbers::point(&b * &c));
        for op in [
            Comparison::Less,
            Comparison::AtMost,
            Comparison::Equal,
            Comparison::AtLeast,
            Comparison::Greater,
        ] {
            let (left, right) = (&a_exact, &b_exact * &c_exact);
            let expected = match op {
                Comparison::Less => *left < right,
                Comparison::AtMost => *left <= right,
                Comparison::Equal => *left == right,
                Comparison::AtLeast => *left >= right,
                Comparison::Greater => *left > right,
                Comparison::NotEqual => *left != right,
            };
            assert_eq!(x.compare(op, &y), Truths::from(expected), "{}", about());
        }
    }
}

/// In binary floating point 1.5 × 1.2 is less than 1.8.
#[test]
fn a_value_exactly_on_its_limit_passes() {
    let number = |text: &str| Number::parse(text).unwrap();
    assert!(number("1.8") <= &number("1.5") * &number("1.2"));
    let (limit, factor) = (std::hint::black_box(1.2), std::hint::black_box(1.5));
    assert!(1.8 > factor * limit);
}
