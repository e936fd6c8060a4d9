//! A value against a limit.

use super::{Telling, open};
use crate::eval::{Explanation, LeafPart, Outcome, Role};
use crate::model::Type;
use crate::report::verdict::atoms::{self, Choice, Class};
use crate::report::words;
use crate::source::Sources;
use crate::value::{Comparison, Durations, Number, TimeScale, TimeUnit, Unit, Value};

/// One side of a comparison in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// What it is, where that can be said shortly.
    pub name: Option<String>,
    /// What it is worth.
    pub value: String,
}

impl Operand {
    /// Both.
    #[must_use]
    pub fn named(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} {}", self.value),
            None => self.value.clone(),
        }
    }
}

/// A side in words.
#[must_use]
pub fn operand(telling: Telling<'_>, node: &Explanation) -> Operand {
    let page = telling.page;
    let own = words::value(&node.value, &node.ty, Some(words::places(node, page.sources)));
    let rule = words::rule_text(page.sources, node.span);
    match (&node.role, node.children.as_slice()) {
        (Role::Leaf(leaf), _) => Operand {
            name: Some(words::leaf_label(page.trial, leaf)),
            value: words::leaf_value(leaf, node),
        },
        (Role::Constant, _) => Operand {
            name: None,
            value: if rule.is_empty() { own } else { words::printed(&rule) },
        },
        (Role::Named(name), _) => Operand {
            name: Some(words::spaced(name)),
            value: own,
        },
        _ if is_age(&rule) => {
            let when = rule.get(3..).unwrap_or("").split('[').next().unwrap_or("").trim();
            let value = if when.is_empty() { own } else { format!("{own} {when}") };
            Operand { name: None, value }
        }
        (_, [child]) if matches!(child.role, Role::Leaf(_) | Role::Named(_)) => {
            let inner = operand(telling, child);
            let same = inner.value == own || inner.value.ends_with(&own);
            let value = if same {
                inner.value
            } else {
                format!("{} = {own}", inner.value)
            };
            Operand {
                name: inner.name,
                value,
            }
        }
        _ => Operand {
            name: short_name(&rule),
            value: own,
        },
    }
}

fn is_age(rule: &str) -> bool {
    rule == "age" || rule.starts_with("age ") || rule.starts_with("age[")
}

/// The rule's words, where they are few.
fn short_name(rule: &str) -> Option<String> {
    (!rule.is_empty() && rule.chars().count() <= 24).then(|| words::spaced(&words::printed(rule)))
}

/// A comparison's reason.
pub fn tell(
    telling: Telling<'_>,
    node: &Explanation,
    comparison: Comparison,
    left: &Explanation,
    right: &Explanation,
) -> String {
    // The patient's value goes first.
    if is_limit(left) && !is_limit(right) {
        return tell(telling, node, comparison.flip(), right, left);
    }
    if atoms::class(node) == Some(Class::Open) {
        return undecided(telling, left, right);
    }
    let shown = shown(telling, left, right);
    let named = telling.outcome != Outcome::Pass || !telling.alone;
    let line = if named { shown.named() } else { shown.value };
    match excess(telling, left, right) {
        Some(excess) if telling.outcome == Outcome::Fail => format!("{line}, {excess}"),
        None if telling.outcome == Outcome::Fail => {
            format!(
                "{line}; asked: {} {}",
                comparison.symbol(),
                limit(telling.page.sources, right)
            )
        }
        _ => line,
    }
}

/// Made of the rule's own numbers and of reference limits only.
fn is_limit(node: &Explanation) -> bool {
    match &node.role {
        Role::Constant => true,
        Role::Leaf(leaf) => matches!(leaf.part, LeafPart::High | LeafPart::Low),
        Role::Cases => {
            let (values, _) = Choice::of(node).possible();
            !values.is_empty() && values.iter().all(|value| is_limit(value))
        }
        _ => !node.children.is_empty() && node.children.iter().all(is_limit),
    }
}

/// The value, as a multiple of the limit where the rule asks in those; with the value itself where it does not pass.
fn shown(telling: Telling<'_>, left: &Explanation, right: &Explanation) -> Operand {
    let plain = operand(telling, left);
    let Some((times, of)) = ratio(telling.page.sources, left, right) else {
        return plain;
    };
    if telling.outcome == Outcome::Pass {
        return Operand { value: times, ..plain };
    }
    Operand {
        value: format!("{times} ({}, {of})", plain.value),
        ..plain
    }
}

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
    let (value, of) = (value.as_point()?, of.as_point()?);
    let quotient = value.checked_div(of)?;
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

/// By how much a value lies beyond its limit, and what the limit is.
fn excess(telling: Telling<'_>, left: &Explanation, right: &Explanation) -> Option<String> {
    let sources = telling.page.sources;
    let difference = difference(sources, left, right)?;
    if difference == EXACTLY {
        return Some(difference);
    }
    let limit = limit(sources, right);
    match ratio(sources, left, right) {
        Some(_) => {
            let own = words::value(&right.value, &right.ty, Some(words::places(right, sources)));
            Some(format!("{difference} {limit} ({own})"))
        }
        None => Some(format!("{difference} {limit}")),
    }
}

/// On the limit.
const EXACTLY: &str = "exactly the limit";

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
            (value.as_point()?.clone(), end.as_point()?.clone(), unit)
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

/// What leaves a comparison open.
fn undecided(telling: Telling<'_>, left: &Explanation, right: &Explanation) -> String {
    let sources = telling.page.sources;
    let known = match &left.value {
        Value::Number(set) => set.is_point(),
        Value::Duration(set) => set.amount.is_point(),
        Value::Choice(set) => set.as_one().is_some(),
        Value::Date(set) => set.as_day().is_some(),
        _ => false,
    };
    if !known {
        if let Some(range) = so_far(telling, left) {
            let open = open::below(telling.page, left).unwrap_or_default();
            return format!("{range}, limit {}; {open}", limit(sources, right));
        }
        let open = open::below(telling.page, left).unwrap_or_else(|| operand(telling, left).named());
        let imprecise = atoms::leaves(left)
            .iter()
            .any(|(leaf, _)| leaf.open == Some(crate::eval::Why::Imprecise));
        return if imprecise {
            format!("{open}; limit {}", limit(sources, right))
        } else {
            open
        };
    }
    let shown = shown(telling, left, right);
    let cases = choice_below(right).map(Choice::of);
    if let Some((values, conditions)) = cases.map(|choice| choice.possible())
        && values.len() > 1
        && !conditions.is_empty()
    {
        let shown = match ratio(sources, left, right) {
            Some((times, _)) => Operand { value: times, ..shown },
            None => shown,
        };
        return format!("{} lies between {}", shown.named(), limit(sources, right));
    }
    match open::below(telling.page, right) {
        Some(open) => format!("{open}; {}", operand(telling, left).named()),
        None => format!("{}; limit {}", shown.named(), limit(sources, right)),
    }
}

/// `sledai 2k between 8 and 32`: a score or formula that several open facts leave open.
fn so_far(telling: Telling<'_>, node: &Explanation) -> Option<String> {
    let (Value::Number(set), Type::Number(unit, _)) = (&node.value, &node.ty) else {
        return None;
    };
    let open = atoms::leaves(node)
        .iter()
        .filter(|(leaf, _)| leaf.open.is_some())
        .count();
    let name = operand(telling, node).name.filter(|_| open > 1)?;
    let places = Some(words::places(node, telling.page.sources));
    let (low, high) = (set.low().number()?.clone(), set.high().number()?.clone());
    Some(format!(
        "{name} between {} and {}",
        words::number(&low, places),
        words::measured(&high, unit, places)
    ))
}

/// The choice that a limit is, or is made of.
fn choice_below(node: &Explanation) -> Option<&Explanation> {
    if node.role == Role::Cases {
        Some(node)
    } else {
        node.children.iter().find_map(choice_below)
    }
}
