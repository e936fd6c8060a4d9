//! A value against a limit.

use super::limit::{EXACTLY, difference, limit, ratio};
use super::{Page, Telling, leaf_name, open};
use crate::eval::{Explanation, LeafPart, Outcome, Role};
use crate::model::Type;
use crate::report::verdict::atoms::{self, Choice, Class};
use crate::report::words;
use crate::value::{Comparison, Value};

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
        (Role::Constant, _) => Operand {
            name: None,
            value: if rule.is_empty() { own } else { words::printed(&rule) },
        },
        (Role::Named(name), _) => match between_visits(page, node, true) {
            Some(value) => Operand { name: None, value },
            None => Operand {
                name: Some(words::title(page.trial, name)),
                value: own,
            },
        },
        // Read from the date of birth, and told in years.
        (Role::Leaf(leaf), _) if is_age(&rule) && leaf.open.is_none() => Operand { name: None, value: own },
        (Role::Leaf(leaf), _) => Operand {
            name: Some(leaf_name(page, leaf)),
            value: words::leaf_value(leaf, node),
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
        _ => match between_visits(page, node, true) {
            Some(value) => Operand { name: None, value },
            None => Operand {
                name: short_name(&rule),
                value: own,
            },
        },
    }
}

/// `Score 12 at baseline, 9: 3`: what a value that compares visits is computed from, and what it comes to; none where
/// that would be long, or something is open. Without names the values alone, to stand beside the rule.
#[must_use]
pub fn between_visits(page: Page<'_>, node: &Explanation, names: bool) -> Option<String> {
    let mut values = Vec::new();
    let body = match (&node.role, node.children.as_slice()) {
        (Role::Named(_), [body]) => body,
        _ => node,
    };
    visited(page, body, &mut values)?;
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    let mut compared = false;
    for (name, visit, value) in values {
        let visit = visit.filter(|visit| page.visit != Some(*visit));
        compared |= visit.is_some();
        let value = visit.map_or(value.clone(), |visit| format!("{value} at {visit}"));
        match parts.iter_mut().find(|(other, _)| *other == name) {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => parts.push((name, vec![value])),
        }
    }
    if !compared || parts.len() > 2 {
        return None;
    }
    let told = parts.iter().map(|(name, values)| match names {
        true => format!("{name} {}", values.join(", ")),
        false => values.join(", "),
    });
    let told: Vec<String> = told.collect();
    let own = words::value(&node.value, &node.ty, Some(words::places(node, page.sources)));
    Some(format!("{}: {own}", told.join(", ")))
}

/// The name, visit and value of each fact and each score or formula below a node; none where one is open.
fn visited<'a>(
    page: Page<'_>,
    node: &'a Explanation,
    values: &mut Vec<(String, Option<&'a str>, String)>,
) -> Option<()> {
    match &node.role {
        Role::Leaf(leaf) if leaf.open.is_some() || leaf.part != LeafPart::Value => return None,
        Role::Leaf(leaf) => {
            let name = words::leaf_label(page.trial, leaf);
            values.push((name, leaf.visit.as_deref(), words::leaf_value(leaf, node)));
        }
        Role::Named(name) => {
            let leaves = atoms::leaves(node);
            let visit = leaves.first().and_then(|(leaf, _)| leaf.visit.as_deref());
            // One that compares visits itself is no value of one of them.
            let alike = leaves.iter().all(|(leaf, _)| leaf.visit.as_deref() == visit);
            if !alike || leaves.iter().any(|(leaf, _)| leaf.open.is_some()) {
                return None;
            }
            let own = words::value(&node.value, &node.ty, Some(words::places(node, page.sources)));
            values.push((super::fact_name(page, name), visit, own));
        }
        _ => node
            .children
            .iter()
            .try_for_each(|child| visited(page, child, values))?,
    }
    Some(())
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
    let plain = off_limit(telling, operand(telling, left), left, right);
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

/// A value that rounding would put on its limit, with as many decimals as it takes to tell them apart.
fn off_limit(telling: Telling<'_>, plain: Operand, left: &Explanation, right: &Explanation) -> Operand {
    let (Value::Number(value), Value::Number(limit)) = (&left.value, &right.value) else {
        return plain;
    };
    let (Some(value), Some(limit)) = (value.nearly_point(), limit.nearly_point()) else {
        return plain;
    };
    let few = words::places(left, telling.page.sources);
    let own = |places| words::value(&left.value, &left.ty, Some(places));
    let looks_like =
        |places| value != limit && words::number(&value, Some(places)).trim_start_matches('≈') == limit.to_string();
    match (few..few + 6).find(|places| !looks_like(*places)) {
        Some(places) if places > few && plain.value == own(few) => {
            let exact = words::number(&value, Some(places));
            let shown = plain.value.replacen(&words::number(&value, Some(few)), &exact, 1);
            Operand { value: shown, ..plain }
        }
        _ => plain,
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
        if let Some(score) = open::of_score(telling.page, left) {
            return format!("{score}; limit {}", limit(sources, right));
        }
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
    // A reading without its limit: which multiple of it is asked for does not matter.
    let limit_open = atoms::leaves(right).iter().any(|(leaf, _)| {
        leaf.open.is_some() && matches!(leaf.part, crate::eval::LeafPart::High | crate::eval::LeafPart::Low)
    });
    let cases = choice_below(right).map(Choice::of).filter(|_| !limit_open);
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
