//! Comparisons of numbers that may not be known.

use super::build::{self, Sql, and, case, decided, first_known, null, number, or, truth};
use super::quantity::{Domain, Num, Quantity};
use crate::value::{Comparison, Interval, Number, Numbers, Truths};

/// Two numbers compared; nothing where the two are not made to be compared with each other.
pub fn compare(left: &Num, comparison: Comparison, right: &Num) -> Option<Sql> {
    match (left, right) {
        (Num::Ratio(above, below), Num::Exact(limit, domain)) if free(limit, domain) => {
            Some(quotient(above, below, comparison, limit))
        }
        (Num::Exact(..), Num::Ratio(..)) => compare(right, comparison.flip(), left),
        (Num::Exact(quantity, domain), Num::Exact(limit, other)) if limit.constant.is_some() => {
            let _ = other;
            Some(with_limit(quantity, domain, comparison, limit))
        }
        (Num::Exact(limit, _), Num::Exact(..)) if limit.constant.is_some() => compare(right, comparison.flip(), left),
        (Num::Exact(a, a_domain), Num::Exact(b, b_domain)) if free(a, a_domain) && free(b, b_domain) => {
            Some(a.compare(comparison, b))
        }
        _ => between(left, comparison, right),
    }
}

fn free(quantity: &Quantity, domain: &Domain) -> bool {
    quantity.constant.is_some() || *domain == Domain::default()
}

/// A number against one of the rule: where it is not known, what its law says.
fn with_limit(quantity: &Quantity, domain: &Domain, comparison: Comparison, limit: &Quantity) -> Sql {
    let known = quantity.compare(comparison, limit);
    let Some(constant) = &limit.constant else { return known };
    if quantity.constant.is_some() {
        return known;
    }
    let possible = numbers(domain);
    match possible.compare(comparison, &Numbers::point(constant.clone())) {
        Truths::YES => first_known([known, truth(true)]),
        Truths::NO => first_known([known, truth(false)]),
        _ => known,
    }
}

fn numbers(domain: &Domain) -> Numbers {
    use crate::value::Bound;
    let low = match &domain.low {
        None => Bound::Unbounded,
        Some((low, true)) => Bound::Open(low.clone()),
        Some((low, false)) => Bound::Closed(low.clone()),
    };
    let high = domain.high.clone().map_or(Bound::Unbounded, Bound::Closed);
    Numbers::interval(low, high)
}

/// The ends of two numbers.
fn between(left: &Num, comparison: Comparison, right: &Num) -> Option<Sql> {
    let ((a_low, a_high), (b_low, b_high)) = (left.ends()?, right.ends()?);
    let less = || a_high.below(&b_low, true);
    let at_most = || a_high.below(&b_low, false);
    let greater = || b_high.below(&a_low, true);
    let at_least = || b_high.below(&a_low, false);
    let equal = || {
        and([
            a_low.at.compare(Comparison::Equal, &a_high.at),
            b_low.at.compare(Comparison::Equal, &b_high.at),
            a_low.at.compare(Comparison::Equal, &b_low.at),
        ])
    };
    Some(match comparison {
        Comparison::Less => decided(less(), at_least()),
        Comparison::AtMost => decided(at_most(), greater()),
        Comparison::Greater => decided(greater(), at_most()),
        Comparison::AtLeast => decided(at_least(), less()),
        Comparison::Equal => decided(equal(), or([less(), greater()])),
        Comparison::NotEqual => decided(or([less(), greater()]), equal()),
    })
}

/// A quotient against a limit, multiplied out: the sign of the divisor says in which direction. What is divided by
/// zero lies beyond every limit, above or below as its sign says.
fn quotient(above: &Quantity, below: &Quantity, comparison: Comparison, limit: &Quantity) -> Sql {
    let sign = |quantity: &Quantity, comparison| build::compare(quantity.sql.clone(), comparison, number("0"));
    let product = below.mul(limit);
    let beyond = |up: bool| match comparison {
        Comparison::Less | Comparison::AtMost => truth(!up),
        Comparison::Greater | Comparison::AtLeast => truth(up),
        Comparison::Equal => truth(false),
        Comparison::NotEqual => truth(true),
    };
    let zero = || sign(below, Comparison::Equal);
    case(
        [
            (sign(below, Comparison::Greater), above.compare(comparison, &product)),
            (
                sign(below, Comparison::Less),
                above.compare(comparison.flip(), &product),
            ),
            (and([zero(), sign(above, Comparison::Greater)]), beyond(true)),
            (and([zero(), sign(above, Comparison::Less)]), beyond(false)),
        ],
        null(),
    )
}

/// Whether a number lies in an interval.
pub fn within(number: &Num, interval: &Interval) -> Option<Sql> {
    use crate::value::Bound;
    let side = |bound: &Bound, closed: Comparison, open: Comparison| {
        let (limit, comparison) = match bound {
            Bound::Unbounded => return Some(truth(true)),
            Bound::Closed(limit) => (limit, closed),
            Bound::Open(limit) => (limit, open),
        };
        compare(number, comparison, &Num::constant(limit))
    };
    Some(and([
        side(&interval.low, Comparison::AtLeast, Comparison::Greater)?,
        side(&interval.high, Comparison::AtMost, Comparison::Less)?,
    ]))
}

/// Every pair of quantities that a comparison multiplies out.
pub fn multiplied(left: &Num, right: &Num) -> Vec<(Quantity, Quantity)> {
    match (left, right) {
        (Num::Ratio(above, below), Num::Exact(limit, _)) | (Num::Exact(limit, _), Num::Ratio(above, below)) => {
            vec![(above.clone(), below.mul(limit))]
        }
        _ => match (left.ends(), right.ends()) {
            (Some((a_low, a_high)), Some((b_low, b_high))) => vec![(a_low.at, b_high.at), (a_high.at, b_low.at)],
            _ => Vec::new(),
        },
    }
}

/// The number as one of the rule.
pub fn zero() -> Num {
    Num::constant(&Number::zero())
}
