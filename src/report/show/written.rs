//! Amounts as the author wrote them: whoever compares with the protocol must find its numbers and its units again.

use crate::model::Type;
use crate::value::{Durations, Number, TimeScale, TimeUnit, Unit, Value};

/// The number and the unit that stand in the text of a constant, where they are worth exactly what the rule is evaluated
/// with; none where the text is anything else.
pub(super) fn amount(text: &str, value: &Value, ty: &Type) -> Option<String> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let (digits, unit) = (text.get(..end)?, text.get(end..)?.trim());
    let amount = Number::parse(digits)?;
    match (value, ty) {
        (Value::Number(set), Type::Number(..)) if unit.is_empty() => {
            (set.as_point()? == &amount && is_bare(ty)).then(|| digits.to_owned())
        }
        (Value::Number(set), Type::Number(evaluated, substance)) => {
            let unit = Unit::parse(unit).ok()?;
            let worth = match unit.same_dimension(evaluated) {
                true => unit.convert(&amount, evaluated),
                false => unit.convert_of(&amount, evaluated, substance),
            };
            (worth.as_ref() == set.as_point()).then(|| measured(digits, &amount, &unit))
        }
        (Value::Duration(length), _) => time(digits, &amount, Unit::parse(unit).ok()?.time()?, length),
        _ => None,
    }
}

fn is_bare(ty: &Type) -> bool {
    matches!(ty, Type::Number(unit, _) if unit.is_bare())
}

/// With all digits that were written: `1.50 mg/dL`.
fn measured(digits: &str, amount: &Number, unit: &Unit) -> String {
    let text = unit.quantity(amount);
    match text.strip_prefix(&amount.to_string()) {
        Some(unit) => format!("{digits}{unit}"),
        None => text,
    }
}

/// Months and years are those of the calendar.
fn time(digits: &str, amount: &Number, unit: TimeUnit, length: &Durations) -> Option<String> {
    let worth = unit.size() * amount.clone();
    if unit.scale() != length.scale || length.amount.as_point() != Some(&worth) {
        return None;
    }
    let word = if *amount == Number::one() {
        unit.singular()
    } else {
        unit.word()
    };
    let calendar = if unit.scale() == TimeScale::Months && unit == TimeUnit::Months {
        "calendar "
    } else {
        ""
    };
    Some(format!("{digits} {calendar}{word}"))
}
