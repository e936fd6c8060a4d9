//! The tree of reasons as JSON.

use serde::Serialize;

use super::atoms::{self, Class};
use super::reason::{self, Page, Telling};
use crate::eval::{Explanation, Leaf, Outcome, Role};
use crate::report::words;
use crate::source::{Source, Span};

/// Longer rules are cut.
const LONG: usize = 200;
/// So many records with one result are shown.
const MOST_ALIKE: usize = 3;

/// One sub-expression.
#[derive(Debug, Serialize)]
pub struct JsonExplanation {
    /// The rule's words.
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace>,
    role: &'static str,
    /// Of a condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    /// Of a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<JsonFact>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<JsonExplanation>,
}

#[derive(Debug, Serialize)]
struct JsonPlace {
    file: String,
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct JsonFact {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limits: Option<JsonLimits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace>,
}

#[derive(Debug, Serialize)]
struct JsonLimits {
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<String>,
    stand_in: bool,
}

impl JsonExplanation {
    /// The tree below a node.
    #[must_use]
    pub fn of(page: Page<'_>, node: &Explanation) -> Self {
        let (outcome, value) = match atoms::class(node) {
            Some(Class::Yes) => (Some("yes"), None),
            Some(Class::No) => (Some("no"), None),
            Some(Class::Not) => (Some("not_applicable"), None),
            Some(Class::Open) => (Some("unknown"), None),
            None => (None, Some(words::value(&node.value, &node.ty, None))),
        };
        let told = matches!(
            node.role,
            Role::Compare(_) | Role::Member | Role::Window(_) | Role::Quantified
        );
        let reason = told.then(|| {
            let outcome = if outcome == Some("unknown") {
                Outcome::Unknown
            } else {
                Outcome::Pass
            };
            reason::atom_reason(
                Telling {
                    page,
                    outcome,
                    alone: false,
                    of_record: false,
                    text: None,
                    criterion: None,
                },
                node,
            )
        });
        let (role, name) = role(page, node);
        Self {
            text: crate::report::text::cut(&words::rule_text(page.sources, node.span), LONG, "…"),
            place: if node.span == Span::default() || matches!(node.role, Role::Leaf(_) | Role::Constant) {
                None
            } else {
                place(page, node.span)
            },
            role,
            outcome,
            value,
            name,
            reason: reason.filter(|reason| !reason.is_empty()),
            fact: match &node.role {
                Role::Leaf(leaf) => Some(fact(page, leaf, node)),
                _ => None,
            },
            children: Self::children(page, node),
        }
    }

    /// The parts; of many records that came out alike only the first few.
    fn children(page: Page<'_>, node: &Explanation) -> Vec<Self> {
        if matches!(node.role, Role::Leaf(_) | Role::Constant) {
            return Vec::new();
        }
        let mut alike: Vec<(&crate::value::Value, usize)> = Vec::new();
        let mut kept = Vec::new();
        for child in &node.children {
            if matches!(child.role, Role::Record(_)) {
                match alike.iter_mut().find(|(value, _)| **value == child.value) {
                    Some((_, count)) if *count >= MOST_ALIKE => continue,
                    Some((_, count)) => *count += 1,
                    None => alike.push((&child.value, 1)),
                }
            }
            kept.push(Self::of(page, child));
        }
        kept
    }
}

fn role(page: Page<'_>, node: &Explanation) -> (&'static str, Option<String>) {
    match &node.role {
        Role::Leaf(_) => ("fact", None),
        Role::Constant => ("constant", None),
        Role::Computed => ("computed", None),
        Role::Compare(comparison) => ("comparison", Some(comparison.symbol().to_owned())),
        Role::Member => ("member", None),
        Role::Window(_) => ("window", page.windows.frame(node).map(|frame| frame_words(&frame))),
        Role::Not => ("not", None),
        Role::And => ("all", None),
        Role::Or => ("any", None),
        Role::Count(_) => ("count", None),
        Role::Cases => ("choice", None),
        Role::Quantified => ("records", None),
        Role::Record(path) => ("record", Some(path.clone())),
        Role::Aggregate => ("aggregate", None),
        Role::Named(name) => ("definition", Some(name.clone())),
        Role::Part(at) => (
            "part",
            page.trial.criteria.get(*at).map(|criterion| criterion.id.clone()),
        ),
        Role::Alternatives => ("readings", None),
        Role::ByCases(facts) => ("by_cases", Some(facts.join(", "))),
    }
}

/// `2026-05-27 to 2026-06-10`
fn frame_words(frame: &reason::Frame) -> String {
    match (frame.from, frame.to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(to)) => format!("up to {to}"),
        (None, None) => "at any time".to_owned(),
    }
}

fn fact(page: Page<'_>, leaf: &Leaf, node: &Explanation) -> JsonFact {
    let limit = |limit: &Option<crate::value::Numbers>| {
        limit
            .as_ref()
            .map(|limit| words::value(&crate::value::Value::Number(limit.clone()), &node.ty, None))
    };
    let (low, high) = (limit(&leaf.limits.0), limit(&leaf.limits.1));
    JsonFact {
        path: leaf.path.clone(),
        original: leaf.original.clone(),
        value: words::value(&node.value, &node.ty, None),
        conversion: leaf.conversion.clone(),
        date: leaf.date.as_ref().map(words::dates),
        limits: (low.is_some() || high.is_some()).then_some(JsonLimits {
            low,
            high,
            stand_in: leaf.stand_in,
        }),
        visit: leaf.visit.clone(),
        why: leaf.open.map(crate::eval::Why::word),
        place: leaf.source.and_then(|span| place(page, span)),
    }
}

/// A place in the rules or in the patient's record.
fn place(page: Page<'_>, span: Span) -> Option<JsonPlace> {
    let of = |source: &Source| {
        let (line, column) = source.position(span.start as usize);
        JsonPlace {
            file: source.name.clone(),
            line,
            column,
        }
    };
    match page.record {
        Some((id, record)) if id == span.source => Some(of(record)),
        _ => page.sources.get(span.source).map(of),
    }
}
