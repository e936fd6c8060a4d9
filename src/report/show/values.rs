//! Values that a rule has written in it, exactly: nothing is rounded, nothing left out.

use crate::model::{Options, Type};
use crate::report::{text, words};
use crate::value::{
    Bound, Choices, Comparison, Durations, Interval, Number, Numbers, Texts, TimeScale, TimeUnit, Truths, Unit, Value,
};

/// A number as it is: a fraction where it has no end as a decimal.
#[must_use]
pub fn number(number: &Number) -> String {
    format!("{number:?}")
}

/// A number and its unit.
#[must_use]
pub fn measured(amount: &Number, unit: &Unit) -> String {
    let (shown, exact) = (amount.to_string(), number(amount));
    if shown == exact {
        return unit.quantity(amount);
    }
    match unit.pretty().as_str() {
        "" => exact,
        unit => format!("{exact} {unit}"),
    }
}

/// A value of the rule.
#[must_use]
pub fn constant(value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Truth(truths), _) => match *truths {
            Truths::YES => "true in any case",
            Truths::NO => "true in no case",
            Truths::NOT_APPLICABLE => "not applicable",
            _ => "open in any case",
        }
        .to_owned(),
        (Value::Number(set), Type::Number(unit, _)) => one(set, &|amount| measured(amount, unit)),
        (Value::Number(set), Type::Titre) => one(set, &|amount| format!("1:{}", number(amount))),
        (Value::Number(set), _) => one(set, &number),
        (Value::Duration(duration), _) => length(duration),
        (Value::Choice(set), Type::Choice(options)) => text::list(&labels(*set, options), "or"),
        (Value::Choice(set), _) => format!("option {:?}", set.iter().collect::<Vec<_>>()),
        (Value::Date(set), _) => words::dates(set),
        (Value::Period(from, to), _) => format!("{} to {}", words::dates(from), words::dates(to)),
        (Value::Text(Texts::Any), _) => "any words".to_owned(),
        (Value::Text(Texts::OneOf(texts)), _) => {
            let quoted: Vec<String> = texts.iter().map(|text| format!("“{text}”")).collect();
            text::list(&quoted, "or")
        }
    }
}

fn one(set: &Numbers, amount: &dyn Fn(&Number) -> String) -> String {
    match set.as_point() {
        Some(point) => amount(point),
        None => pieces(set, amount),
    }
}

/// What is said of a number that lies in a set: `from 18 to 65 years (both included)`.
#[must_use]
pub fn range(set: &Numbers, ty: &Type) -> String {
    match ty {
        Type::Number(unit, _) => pieces(set, &|amount| measured(amount, unit)),
        Type::Titre => pieces(set, &|amount| format!("1:{}", number(amount))),
        // Ages are compared in months.
        Type::Duration => pieces(set, &|amount| time(amount, TimeScale::Months)),
        _ => pieces(set, &number),
    }
}

fn pieces(set: &Numbers, amount: &dyn Fn(&Number) -> String) -> String {
    let all: Vec<String> = set.pieces().iter().map(|piece| interval(piece, amount)).collect();
    if all.is_empty() {
        return "no number".to_owned();
    }
    all.join(" or ")
}

fn interval(piece: &Interval, amount: &dyn Fn(&Number) -> String) -> String {
    if let Some(point) = piece.as_point() {
        return amount(point);
    }
    let low = match &piece.low {
        Bound::Unbounded => None,
        Bound::Open(low) => Some(format!("above {}", amount(low))),
        Bound::Closed(low) => Some(format!("at least {}", amount(low))),
    };
    let high = match &piece.high {
        Bound::Unbounded => None,
        Bound::Open(high) => Some(format!("below {}", amount(high))),
        Bound::Closed(high) => Some(format!("at most {}", amount(high))),
    };
    match (&piece.low, &piece.high, low, high) {
        (Bound::Closed(from), Bound::Closed(to), ..) => {
            format!("from {} to {} (both included)", amount(from), amount(to))
        }
        (.., Some(low), Some(high)) => format!("{low} and {high}"),
        (.., Some(one), None) | (.., None, Some(one)) => one,
        (.., None, None) => "any number".to_owned(),
    }
}

/// A length of time: `28 days (4 weeks)`, `6 calendar months`, `3 years`.
#[must_use]
pub fn length(duration: &Durations) -> String {
    one(&duration.amount, &|amount| time(amount, duration.scale))
}

fn time(amount: &Number, scale: TimeScale) -> String {
    let counted = |amount: &Number, unit: TimeUnit| {
        let word = if *amount == Number::one() {
            unit.singular()
        } else {
            unit.word()
        };
        format!("{} {word}", number(amount))
    };
    let whole = |size: i64| {
        let size = Number::from(size);
        amount
            .checked_div(&size)
            .filter(|times| times.is_integer() && !times.is_zero())
    };
    match scale {
        TimeScale::Hours => counted(amount, TimeUnit::Hours),
        TimeScale::Days => {
            let days = counted(amount, TimeUnit::Days);
            match whole(7) {
                Some(weeks) => format!("{} ({days})", counted(&weeks, TimeUnit::Weeks)),
                None => days,
            }
        }
        TimeScale::Months => match whole(12) {
            Some(years) => counted(&years, TimeUnit::Years),
            None => format!(
                "{} calendar {}",
                number(amount),
                if *amount == Number::one() { "month" } else { "months" }
            ),
        },
    }
}

/// The options of a set, each by name; in quotes where the name is of several words, which could be taken apart.
#[must_use]
pub fn labels(set: Choices, options: &Options) -> Vec<String> {
    let label = |at: usize| match options.labels.get(at).map(|label| words::spaced(label)) {
        Some(label) if label.contains(' ') => format!("“{label}”"),
        Some(label) => label,
        None => format!("option {at}"),
    };
    set.iter().map(label).collect()
}

/// What is said of a value that compares so with another.
#[must_use]
pub fn comparison(op: Comparison, ty: &Type) -> &'static str {
    if matches!(ty, Type::Date) {
        return match op {
            Comparison::Less => "is before",
            Comparison::AtMost => "is on or before",
            Comparison::Greater => "is after",
            Comparison::AtLeast => "is on or after",
            Comparison::Equal => "is the same day as",
            Comparison::NotEqual => "is another day than",
        };
    }
    match op {
        Comparison::Less => "is below",
        Comparison::AtMost => "is at most",
        Comparison::Greater => "is above",
        Comparison::AtLeast => "is at least",
        Comparison::Equal => "is exactly",
        Comparison::NotEqual => "is other than",
    }
}
