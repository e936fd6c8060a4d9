//! The limit that a value is held against, and by how much it is missed.

use crate::eval::{Explanation, LeafPart, Role};
use crate::model::Type;
use crate::report::verdict::atoms::{self, Choice};
use crate::report::words;
use crate::source::Sources;
use crate::value::{Durations, Number, TimeScale, TimeUnit, Unit, Value};

/// `4.2×ULN` and `upper limit 50 U/L`, where the limit is a multiple of one.
#[must_use]
pub fn ratio(sources: &Sources, left: &Explanation, right: &Explanation) -> Option<(String, String)> {
    let leaves = atoms::leaves(right);
    let (leaf, limit) = leaves
        .iter()
        .find(|(leaf, _)| matches!(leaf.part, LeafPart::High | LeafPart::Low))?;
    let (Value::Number(value), Value::Number(of)) = (&left.value, &limit.value) else {
        return None;
    };
    let quotient = value.nearly_point()?.checked_div(&of.nearly_point()?)?;
    let constants = multiples(right);
    let places = constants
        .iter()
        .map(|node| words::decimals(sources.slice(node.span)))
        .fold(1, u32::max);
    let (mut text, mut at) = (rounded(&quotient, places), places);
    // Rounded onto the limit it would look as if it stood on it.
    let on_limit = |text: &str| {
        constants.iter().any(|node| {
            let limit = match &node.value {
                Value::Number(set) => set.as_point().cloned(),
                _ => None,
            };
            limit.is_some() && limit == Number::parse(text) && limit.as_ref() != Some(&quotient)
        })
    };
    while at < places + 3 && on_limit(&text) {
        at += 1;
        text = rounded(&quotient, at);
    }
    let (name, word) = match leaf.part {
        LeafPart::High => ("ULN", "upper limit"),
        _ => ("LLN", "lower limit"),
    };
    let stand_in = if leaf.stand_in { ", the trial's stand-in" } else { "" };
    let own = words::value(&limit.value, &limit.ty, None);
    Some((format!("{text}×{name}"), format!("{word} {own}{stand_in}")))
}

/// The constants of a limit, those in conditions left out.
fn multiples(node: &Explanation) -> Vec<&Explanation> {
    match &node.role {
        Role::Constant => vec![node],
        Role::Cases => Choice::of(node).possible().0.into_iter().flat_map(multiples).collect(),
        _ => node.children.iter().flat_map(multiples).collect(),
    }
}

fn rounded(number: &Number, places: u32) -> String {
    let text = number.decimal(places);
    text.strip_prefix('≈').unwrap_or(&text).to_owned()
}

/// What the rule sets against the value: of a choice the values that may count.
#[must_use]
pub fn limit(sources: &Sources, node: &Explanation) -> String {
    let worth = |node: &Explanation| words::value(&node.value, &node.ty, Some(words::places(node, sources)));
    match &node.role {
        Role::Cases => {
            let (values, _) = Choice::of(node).possible();
            let texts: Vec<String> = values.iter().map(|value| limit(sources, value)).collect();
            between(&texts)
        }
        Role::Named(name) => format!("{} {}", words::spaced(name), worth(node)),
        _ => {
            let rule = words::printed(&words::rule_text(sources, node.span));
            if rule.is_empty() || rule.chars().count() > 40 {
                worth(node)
            } else {
                words::spaced(&rule)
            }
        }
    }
}

/// `3.0 and 5.0×ULN`
fn between(texts: &[String]) -> String {
    let [first, second] = texts else {
        return texts.join(" or ");
    };
    let tail = |text: &str| {
        text.find('×')
            .map(|at| text.split_at(at))
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
    };
    match (tail(first), tail(second)) {
        (Some((a, unit)), Some((b, other))) if unit == other => {
            let smaller = Number::parse(&a).zip(Number::parse(&b)).is_some_and(|(x, y)| x <= y);
            if smaller {
                format!("{a} and {b}{unit}")
            } else {
                format!("{b} and {a}{unit}")
            }
        }
        _ => format!("{first} and {second}"),
    }
}

/// On the limit.
pub const EXACTLY: &str = "exactly the limit";

/// `12 U/L over`, `1 day after`: by how much a value lies beyond its limit.
#[must_use]
pub fn difference(sources: &Sources, left: &Explanation, right: &Explanation) -> Option<String> {
    let (value, end, unit) = match (&left.value, &right.value) {
        (Value::Number(value), Value::Number(end)) => {
            let unit = match &left.ty {
                Type::Number(unit, _) => unit.clone(),
                Type::Titre => return None,
                _ => Unit::dimensionless(),
            };
            (value.nearly_point()?, end.nearly_point()?, unit)
        }
        (Value::Duration(value), Value::Duration(end)) if value.scale == end.scale => {
            let years = value.scale == TimeScale::Months && words::value(&left.value, &left.ty, None).contains("year");
            let unit = if years { TimeUnit::Years } else { value.scale.unit() };
            let amount = |duration: &Durations| duration.in_unit(unit).as_point().cloned();
            let name = Unit::parse(unit.singular()).ok()?;
            (amount(value)?, amount(end)?, name)
        }
        (Value::Date(value), Value::Date(end)) => {
            let days = i64::from(value.as_day()?.number()) - i64::from(end.as_day()?.number());
            let side = if days < 0 { "before" } else { "after" };
            return Some(if days == 0 {
                EXACTLY.to_owned()
            } else {
                format!("{} {side}", words::days(days.abs()))
            });
        }
        _ => return None,
    };
    let difference = &value - &end;
    if difference.is_zero() {
        return Some(EXACTLY.to_owned());
    }
    let (difference, unit) = in_authors_unit(difference, unit, sources, right);
    let mut places = words::places(left, sources).max(words::places(right, sources));
    let amount = difference.abs();
    while places < 12 && Number::parse(&rounded(&amount, places)).is_some_and(|shown| shown.is_zero()) {
        places += 1;
    }
    let side = if difference.signum() > 0 { "over" } else { "below" };
    Some(format!("{} {side}", words::measured(&amount, &unit, Some(places))))
}

/// The difference in the unit that stands behind the rule's number.
fn in_authors_unit(difference: Number, unit: Unit, sources: &Sources, right: &Explanation) -> (Number, Unit) {
    if right.role != Role::Constant {
        return (difference, unit);
    }
    let rule = words::rule_text(sources, right.span);
    let author = rule
        .find(|c: char| !(c.is_ascii_digit() || ".-+ ".contains(c)))
        .and_then(|at| rule.get(at..));
    let author = author.and_then(|text| Unit::parse(text.trim()).ok());
    match author.and_then(|author| Some((unit.factor_to(&author)?, author))) {
        Some((factor, author)) => (difference * factor, author),
        None => (difference, unit),
    }
}
