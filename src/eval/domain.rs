//! The whole range of a kind, and unions and intersections of values.

use crate::model::{Kind, Type};
use crate::records::Slot;
use crate::value::{Choices, Dates, Durations, Number, Numbers, Texts, TimeScale, Truths, Value};

/// Everything that a fact of this kind could be.
pub(super) fn of_kind(kind: &Kind) -> Value {
    match kind {
        Kind::YesNo => Value::Truth(Truths::UNKNOWN),
        Kind::Number(number) => Value::Number(match &number.range {
            Some((low, high)) => Numbers::closed(low.clone(), high.clone()),
            None => Numbers::all(),
        }),
        Kind::Duration(number) => Value::Duration(match (&number.range, number.unit.time()) {
            // In days, whatever the unit: a record may give any.
            (Some((low, high)), Some(unit)) => {
                Durations::new(&Numbers::closed(low.clone(), high.clone()), unit).to_scale(TimeScale::Days)
            }
            _ => any_duration(),
        }),
        Kind::Choice(options) => Value::Choice(Choices::all(options.labels.len())),
        Kind::Date => Value::Date(Dates::all()),
        Kind::Period => Value::Period(Dates::all(), Dates::all()),
        Kind::Titre => Value::Number(Numbers::positive()),
        Kind::Text => Value::Text(Texts::Any),
        Kind::Lab(inner) => of_kind(inner),
        Kind::List(_) => Value::Truth(Truths::UNKNOWN),
    }
}

/// Everything that an expression of this type could give.
pub(super) fn of_type(ty: &Type) -> Value {
    match ty {
        Type::Truth | Type::Invalid => Value::Truth(Truths::UNKNOWN),
        Type::Number(..) => Value::Number(Numbers::all()),
        Type::Titre => Value::Number(Numbers::positive()),
        Type::Duration => Value::Duration(any_duration()),
        Type::Choice(options) => Value::Choice(Choices::all(options.labels.len())),
        Type::Date => Value::Date(Dates::all()),
        Type::Period => Value::Period(Dates::all(), Dates::all()),
        Type::Text => Value::Text(Texts::Any),
    }
}

/// No length of time is below zero.
pub(super) fn any_duration() -> Durations {
    Durations {
        scale: TimeScale::Days,
        amount: Numbers::at_least(Number::zero()),
    }
}

/// Whether a length of time is wholly open, its scale too.
pub(super) fn is_any_duration(duration: &Durations) -> bool {
    duration.amount.pieces().len() == 1
        && matches!(duration.amount.high(), crate::value::Bound::Unbounded)
        && match duration.amount.low() {
            crate::value::Bound::Closed(low) => low.is_zero(),
            crate::value::Bound::Unbounded => true,
            crate::value::Bound::Open(_) => false,
        }
}

/// Whether only one value is left.
pub(super) fn is_single(value: &Value) -> bool {
    match value {
        Value::Truth(truths) => truths.is_single(),
        Value::Number(numbers) => numbers.is_point(),
        Value::Duration(durations) => durations.amount.is_point(),
        Value::Choice(choices) => choices.len() <= 1,
        Value::Date(dates) => dates.as_day().is_some(),
        Value::Period(start, end) => start.as_day().is_some() && end.as_day().is_some(),
        Value::Text(Texts::OneOf(words)) => words.len() <= 1,
        Value::Text(Texts::Any) => false,
    }
}

/// Either of the two.
pub(super) fn union(a: Value, b: Value) -> Value {
    match (a, b) {
        (Value::Truth(a), Value::Truth(b)) => Value::Truth(a.union(b)),
        (Value::Number(a), Value::Number(b)) => Value::Number(a.union(&b)),
        (Value::Duration(a), Value::Duration(b)) => Value::Duration(if a.scale == b.scale {
            Durations {
                scale: a.scale,
                amount: a.amount.union(&b.amount),
            }
        } else {
            let (a, b) = (a.to_scale(TimeScale::Days), b.to_scale(TimeScale::Days));
            Durations {
                scale: TimeScale::Days,
                amount: a.amount.union(&b.amount),
            }
        }),
        (Value::Choice(a), Value::Choice(b)) => Value::Choice(a.union(b)),
        (Value::Date(a), Value::Date(b)) => Value::Date(a.union(&b)),
        (Value::Period(a, b), Value::Period(c, d)) => Value::Period(a.union(&c), b.union(&d)),
        (Value::Text(Texts::OneOf(mut a)), Value::Text(Texts::OneOf(b))) => {
            for word in b {
                if !a.contains(&word) {
                    a.push(word);
                }
            }
            Value::Text(Texts::OneOf(a))
        }
        (Value::Text(_), Value::Text(_)) => Value::Text(Texts::Any),
        // Two kinds never meet in a checked rule.
        (a, _) => a,
    }
}

/// What a record says of a fact, or its whole range.
pub(super) fn of_slot(slot: &Slot, kind: &Kind) -> Value {
    match slot {
        Slot::Value(known) => known.value.clone(),
        _ => of_kind(kind),
    }
}
