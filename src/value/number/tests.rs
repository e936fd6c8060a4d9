use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

use super::Number;

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn hash(number: &Number) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn parses_decimals_exactly() {
    for (text, shown) in [
        ("1.50", "1.5"),
        ("-3", "-3"),
        ("1e-3", "0.001"),
        ("+2E2", "200"),
        ("0.0", "0"),
        ("-0", "0"),
        ("007", "7"),
        (
            "123456789012345678901234567890123456789012",
            "123456789012345678901234567890123456789012",
        ),
        (
            "1.0000000000000000000000000000000000000000001",
            "1.0000000000000000000000000000000000000000001",
        ),
    ] {
        assert_eq!(n(text).to_string(), shown, "{text}");
    }
    for text in [
        "",
        ".5",
        "5.",
        "-",
        "1e",
        "1e401",
        "1e-999999999999",
        "1e+-3",
        "0x1",
        "1,5",
        "١",
        "--1",
        "1 ",
        "NaN",
        "1e5.0",
    ] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
    assert_eq!(Number::parse(&"1".repeat(4001)), None);
    assert_eq!(Number::parse(&"1".repeat(4000)).unwrap().to_string(), "1".repeat(4000));
}

#[test]
fn compares_at_the_limit() {
    assert!(n("1.8") <= n("1.5") * n("1.2"));
    assert_eq!(Number::ratio(1, 3).unwrap() * Number::from(3), Number::one());
    assert_eq!(Number::ratio(1, 0), None);
    assert_eq!(Number::ratio(i64::MIN, -1).unwrap(), n("9223372036854775808"));
    assert_eq!(Number::default(), Number::zero());
}

#[test]
fn shows() {
    assert_eq!(Number::ratio(1, 3).unwrap().to_string(), "≈0.333333");
    assert_eq!(Number::ratio(-2, 3).unwrap().to_string(), "≈-0.666667");
    assert_eq!(Number::ratio(200_000_000, 3).unwrap().to_string(), "≈66666700");
    assert_eq!(Number::ratio(1, 30_000).unwrap().to_string(), "≈0.0000333333");
    assert_eq!(Number::ratio(1, 8).unwrap().to_string(), "0.125");
    assert_eq!(Number::ratio(2_999_999_999, 3000).unwrap().to_string(), "≈1000000");
    assert_eq!(n("2.5").decimal(0), "≈2");
    assert_eq!(n("3.5").decimal(0), "≈4");
    assert_eq!(n("-0.125").decimal(2), "≈-0.12");
    assert_eq!(n("1.5").decimal(2), "1.5");
    assert_eq!(Number::ratio(1, 3).unwrap().decimal(2), "≈0.33");
    assert_eq!(n("0.001").decimal(2), "≈0");
}

#[test]
fn at_the_edge_of_the_small_form() {
    let edge = n("170141183460469231731687303715884105727");
    let beyond = &edge + Number::one();
    assert_eq!(beyond.to_string(), "170141183460469231731687303715884105728");
    assert_eq!(&beyond - Number::one(), edge);
    assert_eq!(hash(&(&beyond - Number::one())), hash(&edge));
    let least = -&beyond;
    assert_eq!(-&least, beyond);
    assert_eq!(least.abs(), beyond);
    assert_eq!((&least + Number::one()).signum(), -1);
    assert!(least < -&edge && beyond > edge);
    let tiny = Number::one().checked_div(&beyond).unwrap();
    assert_eq!(tiny * beyond, Number::one());
    assert_eq!(edge.checked_div(&Number::zero()), None);
}

#[test]
fn whole_powers() {
    assert_eq!(n("1.5").pow(2), Some(n("2.25")));
    assert_eq!(n("2").pow(-2), Some(n("0.25")));
    assert_eq!(n("0").pow(-1), None);
    assert_eq!(n("0").pow(0), Some(Number::one()));
    assert_eq!(n("-1").pow(i32::MIN), Some(Number::one()));
    assert_eq!(n("-1").pow(i32::MAX), Some(n("-1")));
    assert_eq!(n("2").pow(i32::MAX), None);
}

#[test]
fn whole_numbers() {
    assert_eq!((n("-1.5").floor(), n("-1.5").ceil()), (n("-2"), n("-1")));
    assert_eq!((n("7").floor(), n("7").ceil()), (n("7"), n("7")));
    assert!(n("7").is_integer() && !n("7.1").is_integer() && n("1e300").is_integer());
    assert_eq!(n("7").to_i64(), Some(7));
    assert_eq!(n("7.5").to_i64(), None);
    assert_eq!(n("1e30").to_i64(), None);
}

fn any_part() -> impl Strategy<Value = BigInt> {
    prop_oneof![
        (-20_i64..20).prop_map(BigInt::from),
        any::<i64>().prop_map(BigInt::from),
        any::<i128>().prop_map(BigInt::from),
        (any::<i128>(), any::<i128>()).prop_map(|(a, b)| BigInt::from(a) * BigInt::from(b)),
        Just(BigInt::from(i128::MIN)),
        Just(BigInt::from(i128::MAX)),
    ]
}

fn any_rational() -> impl Strategy<Value = BigRational> {
    (any_part(), any_part()).prop_map(|(numerator, denominator)| {
        let denominator = if denominator == BigInt::from(0) {
            BigInt::from(1)
        } else {
            denominator
        };
        BigRational::new(numerator, denominator)
    })
}

proptest! {
    #[test]
    fn agrees_with_unbounded_rationals(a in any_rational(), b in any_rational()) {
        let (x, y) = (Number::from_big(a.clone()), Number::from_big(b.clone()));
        prop_assert_eq!(&x + &y, Number::from_big(&a + &b));
        prop_assert_eq!(&x - &y, Number::from_big(&a - &b));
        prop_assert_eq!(&x * &y, Number::from_big(&a * &b));
        if b != BigRational::from_integer(0.into()) {
            prop_assert_eq!(x.checked_div(&y), Some(Number::from_big(&a / &b)));
        }
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        prop_assert_eq!(x.floor(), Number::from_big(a.floor()));
        prop_assert_eq!(x.ceil(), Number::from_big(a.ceil()));
        prop_assert_eq!(hash(&(&x + &y - &y)), hash(&x));
        prop_assert_eq!(&x + &y - &y, x);
    }

    #[test]
    fn powers_enclose(a in any_rational(), p in -6_i64..7, q in 1_i64..8) {
        let number = Number::from_big(a).abs();
        let exponent = Number::ratio(p, q).unwrap();
        prop_assume!(!number.is_zero() || p >= 0);
        let (low, high) = number.power_bounds(&exponent).unwrap();
        // y = x^(p/q) where y^q = x^p.
        let (p, q) = (i32::try_from(p).unwrap(), i32::try_from(q).unwrap());
        let power = number.pow(p).unwrap();
        prop_assert!(low.pow(q).unwrap() <= power && power <= high.pow(q).unwrap());
        prop_assert!(low == high || (low.pow(q).unwrap() < power && power < high.pow(q).unwrap()));
    }

    #[test]
    fn text_reads_back(digits in "-?[0-9]{1,60}(\\.[0-9]{1,40})?(e-?[0-9]{1,2})?") {
        let number = n(&digits);
        prop_assert_eq!(n(&number.to_string()), number);
    }

    #[test]
    fn any_text_is_survived(text in ".*") {
        let _ = Number::parse(&text);
    }
}
