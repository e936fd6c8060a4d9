use proptest::prelude::*;

use super::{MAX_PIECES, Numbers};
use crate::value::{Bound, Comparison, Interval, Number, Truths};

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn from(low: &str, high: &str) -> Numbers {
    let end = |text: &str| match text.chars().last() {
        None => Bound::Unbounded,
        Some('o') => Bound::Open(n(text.trim_end_matches('o'))),
        _ => Bound::Closed(n(text)),
    };
    Numbers::interval(end(low), end(high))
}

#[test]
fn open_ends_decide() {
    assert_eq!(from("0", "20o").compare(Comparison::Less, &n("20").into()), Truths::YES);
    assert_eq!(
        from("0", "20").compare(Comparison::Less, &n("20").into()),
        Truths::UNKNOWN
    );
    assert_eq!(
        Numbers::positive().compare(Comparison::Greater, &n("0").into()),
        Truths::YES
    );
    assert_eq!(
        Numbers::positive().compare(Comparison::Equal, &n("0").into()),
        Truths::NO
    );
    assert_eq!(Numbers::none().compare(Comparison::Less, &Numbers::all()), Truths::NONE);
    assert_eq!(
        Numbers::point(n("1.8")).compare(Comparison::AtMost, &n("1.8").into()),
        Truths::YES
    );
    assert_eq!(
        from("0", "1").compare(Comparison::NotEqual, &from("2", "3")),
        Truths::YES
    );
}

#[test]
fn quotients() {
    let one = Numbers::point(n("1"));
    assert_eq!(one.div(&from("0o", "4")), from("0.25", ""));
    // Approached from above; with 0 in both it could be anything.
    assert_eq!(one.div(&from("0", "4")), from("0.25", ""));
    assert_eq!(from("0", "1").div(&from("0", "4")), Numbers::all());
    assert_eq!(one.div(&from("-1", "4")), Numbers::all());
    assert!(one.div(&from("0", "0")).is_subset(&one.div(&from("0", "4"))));
    assert_eq!(one.div(&from("-4", "0o")), from("", "-0.25"));
    assert_eq!(one.div(&from("2", "")), from("0o", "0.5"));
    assert_eq!(from("0", "1").div(&Numbers::positive()), from("0", ""));
    assert_eq!(Numbers::point(n("0")).div(&Numbers::positive()), Numbers::point(n("0")));
    assert_eq!(Numbers::all().mul(&Numbers::point(n("0"))), Numbers::point(n("0")));
    assert_eq!(
        n("120").checked_div(&n("40")).map(Numbers::from),
        Some(Numbers::point(n("3")))
    );
    let split = Numbers::point(n("0")).complement();
    assert_eq!(one.div(&split), split);
}

#[test]
fn powers() {
    assert_eq!(from("-2", "3").pow(2), from("0", "9"));
    assert_eq!(from("-3o", "1").pow(2), from("0", "9o"));
    assert_eq!(from("-3", "3o").pow(2), from("0", "9"));
    assert_eq!(from("-2", "3").pow(3), from("-8", "27"));
    assert_eq!(from("2", "").pow(-1), from("0o", "0.5"));
    assert_eq!(from("-1", "1").pow(-2), from("1", ""));
    assert_eq!(from("-1", "1").pow(-1), Numbers::all());
    assert_eq!(from("2", "3").pow(i32::MAX).low(), Bound::Unbounded);
    assert_eq!(from("2", "3").pow(i32::MIN), Numbers::all());
    assert_eq!(from("2", "3").pow(0), Numbers::point(n("1")));
    assert_eq!(from("-2", "1o").abs(), from("0", "2"));
}

#[test]
fn endless_squaring_is_survived() {
    let (mut large, mut small, mut spread) = (Numbers::point(n("-3")), Numbers::point(n("0.1")), from("2", "3"));
    for _ in 0..100 {
        (large, small, spread) = (large.mul(&large), small.mul(&small), spread.pow(2));
    }
    assert_eq!((large.is_point(), small.is_point()), (false, false));
    assert!(spread.compare(Comparison::AtLeast, &n("0").into()) != Truths::NO);
}

#[test]
fn shows() {
    assert_eq!(from("0", "20o").union(&n("30").into()).to_string(), "[0, 20) or 30");
    assert_eq!(Numbers::positive().to_string(), "> 0");
    assert_eq!(Numbers::all().to_string(), "any number");
    assert_eq!(Numbers::none().to_string(), "nothing");
}

#[test]
fn splits_at_a_number() {
    assert_eq!(
        from("0", "2").split_at(&n("1")),
        [from("0", "1o"), Numbers::point(n("1")), from("1o", "2")]
    );
    assert_eq!(
        from("0", "2").split_at(&n("2")),
        [from("0", "2o"), Numbers::point(n("2"))]
    );
    assert_eq!(from("0", "2").split_at(&n("5")), [from("0", "2")]);
}

#[test]
fn many_pieces_are_joined_outwards() {
    let points: Vec<Numbers> = (0..40)
        .map(|index| Numbers::point(Number::from(index * index)))
        .collect();
    let all = points.iter().fold(Numbers::none(), |set, point| set.union(point));
    assert_eq!(all.pieces().len(), MAX_PIECES);
    assert!(points.iter().all(|point| point.is_subset(&all)));
    assert!(!all.contains(&n("1500")));
}

/// Halves from -6 to 6, and a set with ends among the whole numbers of them.
fn grid() -> Vec<Number> {
    (-24..=24).map(|index| Number::ratio(index, 4).unwrap()).collect()
}

fn any_bound() -> impl Strategy<Value = Bound> {
    prop_oneof![
        1 => Just(Bound::Unbounded),
        3 => (-4_i64..=4).prop_map(|end| Bound::Open(Number::from(end))),
        3 => (-4_i64..=4).prop_map(|end| Bound::Closed(Number::from(end))),
    ]
}

fn any_numbers() -> impl Strategy<Value = Numbers> {
    let interval = (any_bound(), any_bound()).prop_map(|(low, high)| Numbers::interval(low, high));
    let point = (-4_i64..=4).prop_map(|number| Numbers::point(Number::from(number)));
    prop::collection::vec(prop_oneof![interval, point], 1..4)
        .prop_map(|parts| parts.iter().fold(Numbers::none(), |set, part| set.union(part)))
}

fn members(set: &Numbers) -> Vec<Number> {
    grid().into_iter().filter(|number| set.contains(number)).collect()
}

fn sorted_with_gaps(set: &Numbers) -> bool {
    set.pieces().iter().all(|piece| !Interval::is_empty(piece))
        && set.pieces().windows(2).all(|pair| pair[0].end() < pair[1].start())
}

/// What is done with two numbers.
type Operation = fn(&Number, &Number) -> Number;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn set_algebra(a in any_numbers(), b in any_numbers()) {
        let (union, both, other) = (a.union(&b), a.intersect(&b), a.complement());
        for number in grid() {
            prop_assert_eq!(union.contains(&number), a.contains(&number) || b.contains(&number));
            prop_assert_eq!(both.contains(&number), a.contains(&number) && b.contains(&number));
            prop_assert_eq!(other.contains(&number), !a.contains(&number));
        }
        prop_assert!(sorted_with_gaps(&union) && sorted_with_gaps(&both) && sorted_with_gaps(&other));
        prop_assert_eq!(other.complement(), a.clone());
        prop_assert_eq!(a.is_subset(&b), both == a);
    }

    #[test]
    fn arithmetic_leaves_nothing_out(a in any_numbers(), b in any_numbers()) {
        let (sum, difference, product, quotient) = (a.add(&b), a.sub(&b), a.mul(&b), a.div(&b));
        let (low, high) = (a.lowest_of(&b), a.highest_of(&b));
        for x in members(&a) {
            for y in members(&b) {
                prop_assert!(sum.contains(&(&x + &y)));
                prop_assert!(difference.contains(&(&x - &y)));
                prop_assert!(product.contains(&(&x * &y)), "{x} * {y} in {product}");
                if let Some(value) = x.checked_div(&y) {
                    prop_assert!(quotient.contains(&value), "{x} / {y} in {quotient}");
                }
                prop_assert!(low.contains((&x).min(&y)));
                prop_assert!(high.contains((&x).max(&y)));
            }
            for exponent in [-3, -2, -1, 1, 2, 3] {
                if let Some(power) = x.pow(exponent) {
                    prop_assert!(a.pow(exponent).contains(&power));
                }
            }
        }
        for set in [&sum, &difference, &product, &quotient, &low, &high] {
            prop_assert!(sorted_with_gaps(set));
        }
    }

    #[test]
    fn ends_are_attained(a in any_numbers(), b in any_numbers()) {
        // Every closed end of a result comes from a pair of members, so nothing is claimed too much there.
        let operations: [(Numbers, Operation); 4] = [
            (a.add(&b), |x, y| x + y),
            (a.mul(&b), |x, y| x * y),
            (a.lowest_of(&b), |x, y| x.min(y).clone()),
            (a.highest_of(&b), |x, y| x.max(y).clone()),
        ];
        for (set, operation) in operations {
            for piece in set.pieces() {
                for end in [&piece.low, &piece.high] {
                    if let Bound::Closed(end) = end {
                        let attained = members(&a).iter().any(|x| members(&b).iter().any(|y| operation(x, y) == *end));
                        prop_assert!(attained, "{end} of {set} from {a} and {b}");
                    }
                }
            }
        }
    }

    #[test]
    fn comparisons_are_exact(a in any_numbers(), b in any_numbers()) {
        for comparison in Comparison::ALL {
            let mut truths = Truths::NONE;
            for x in members(&a) {
                for y in members(&b) {
                    truths = truths.union(comparison.holds(&x, &y).into());
                }
            }
            prop_assert_eq!(a.compare(comparison, &b), truths, "{} {:?} {}", a, comparison, b);
        }
    }

    #[test]
    fn splitting_keeps_everything(a in any_numbers(), at in -4_i64..=4) {
        let parts = a.split_at(&Number::from(at));
        prop_assert!(parts.iter().all(|part| !part.is_empty()));
        prop_assert_eq!(parts.iter().fold(Numbers::none(), |set, part| set.union(part)), a);
    }
}
