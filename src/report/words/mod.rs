//! Facts and values in words.

mod value;

use crate::eval::{Explanation, Leaf, LeafPart, Why};
use crate::model::{Fact, Kind, Trial};
use crate::source::Sources;
use crate::value::{Unit, Value};
pub use value::{choice, dates, days, measured, number, numbers, time, truth, value};

/// Questions longer than this are not a name.
const LONG: usize = 60;

/// The question without its mark; else the name.
#[must_use]
pub fn question(fact: &Fact) -> String {
    match &fact.question {
        Some(question) => unmarked(question),
        None => spaced(&fact.name),
    }
}

/// What a fact is called in a line: its abbreviation where the name is one (`ALT`, `SpO2`), else its question.
#[must_use]
pub fn label(fact: &Fact) -> String {
    if is_abbreviation(&fact.name) {
        return spaced(&fact.name);
    }
    let Some(question) = &fact.question else {
        return spaced(&fact.name);
    };
    // What stands behind the question itself explains it.
    let first = question.split(['?', ';']).next().unwrap_or(question);
    let first = first.split(" (").next().unwrap_or(first).trim().trim_end_matches(',');
    if first.is_empty() {
        return spaced(&fact.name);
    }
    crate::report::text::cut(first, LONG, "…")
}

/// `disease_free_since` with spaces.
#[must_use]
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// What a definition is called in a line: its title; else its name.
#[must_use]
pub fn title(trial: &Trial, name: &str) -> String {
    let definition = trial.definitions.iter().find(|definition| definition.name == name);
    match definition.and_then(|definition| definition.title.as_deref()) {
        Some(title) if title.chars().count() <= LONG => title.to_owned(),
        _ => spaced(name),
    }
}

fn unmarked(question: &str) -> String {
    question.trim().trim_end_matches('?').trim_end().to_owned()
}

/// Written as a laboratory prints it, with a capital in it.
fn is_abbreviation(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && name.len() <= 12
}

/// The declared fact or field that a path ends in: of `lesions[2].slice_thickness` the field, of `LVEF.method` too.
#[must_use]
pub fn declared<'a>(trial: &'a Trial, path: &str) -> Option<&'a Fact> {
    let mut steps = path.split('.').map(|step| step.split('[').next().unwrap_or(step));
    let first = steps.next()?;
    let mut fact = trial.facts.iter().find(|fact| fact.name == first)?;
    for step in steps {
        let fields = match &fact.kind {
            Kind::List(list) => &list.fields,
            _ => &fact.with,
        };
        match fields.iter().find(|field| field.name == step) {
            Some(field) => fact = field,
            None => break,
        }
    }
    Some(fact)
}

/// What a leaf is called.
#[must_use]
pub fn leaf_label(trial: &Trial, leaf: &Leaf) -> String {
    let fact = declared(trial, &leaf.path);
    let name = fact.map_or_else(|| spaced(&leaf.path), label);
    match leaf.part {
        LeafPart::High => format!("upper limit of {name}"),
        LeafPart::Low => format!("lower limit of {name}"),
        LeafPart::Date if fact.is_some_and(|fact| matches!(fact.kind, Kind::Lab(_))) => format!("date of {name}"),
        _ => name,
    }
}

/// A leaf's value, as the record has it; with the conversion where one was made.
#[must_use]
pub fn leaf_value(leaf: &Leaf, explanation: &Explanation) -> String {
    if let Some(conversion) = &leaf.conversion {
        return conversion.clone();
    }
    match (leaf.part, &leaf.original, &explanation.value) {
        (LeafPart::Value, Some(original), Value::Number(_) | Value::Duration(_)) => quantity(original),
        (LeafPart::Value | LeafPart::Date, Some(original), Value::Choice(_) | Value::Text(_)) => spaced(original),
        _ => value(&explanation.value, &explanation.ty, None),
    }
}

/// `3.1 10*9/L` as people write it: `3.1 ×10⁹/L`.
#[must_use]
pub fn quantity(text: &str) -> String {
    let text = text.trim();
    let (sign, rest) = match text.trim_start_matches(['<', '>', '=', '≤', '≥']) {
        rest if rest.len() < text.len() => (text.get(..text.len() - rest.len()).unwrap_or(""), rest.trim_start()),
        rest => ("", rest),
    };
    let sign = match sign {
        "<=" => "≤",
        ">=" => "≥",
        sign => sign,
    };
    let Some((number, unit)) = rest.split_once(' ') else {
        return format!("{sign}{rest}");
    };
    let pretty = Unit::parse(unit.trim()).map(|unit| unit.pretty());
    match pretty {
        Ok(unit) if number.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            let space = if unit == "%" { "" } else { " " };
            format!("{sign}{number}{space}{unit}")
        }
        _ => format!("{sign}{rest}"),
    }
}

/// Why something is open, without its name.
#[must_use]
pub fn why(why: Why) -> &'static str {
    match why {
        Why::Missing => "not recorded",
        Why::Expired => "too old",
        Why::Inadmissible => "no reading qualifies",
        Why::Imprecise => "not known precisely enough",
        Why::Partial => "the list may be incomplete",
        Why::Conflict => "the record contradicts itself",
        Why::Judgement => "needs a judgement",
    }
}

/// The rule's own words at a place, on one line.
#[must_use]
pub fn rule_text(sources: &Sources, span: crate::source::Span) -> String {
    let words: Vec<&str> = sources.slice(span).split_whitespace().collect();
    words.join(" ")
}

/// The rule's words with the signs of print: `3.0*ULN` as `3.0×ULN`.
#[must_use]
pub fn printed(text: &str) -> String {
    let text = text.replace(" * ", "×").replace('*', "×");
    text.replace("<=", "≤")
        .replace(">=", "≥")
        .replace("10×9", "10⁹")
        .replace("10^9", "10⁹")
}

/// The most decimals that the record and the rule use below a node.
#[must_use]
pub fn places(explanation: &Explanation, sources: &Sources) -> u32 {
    use crate::eval::Role;
    let own = match &explanation.role {
        Role::Leaf(leaf) => leaf.original.as_deref().map_or(0, decimals),
        Role::Constant => decimals(sources.slice(explanation.span)),
        _ => 0,
    };
    explanation
        .children
        .iter()
        .map(|child| places(child, sources))
        .fold(own, u32::max)
}

/// The digits behind the first point.
#[must_use]
pub fn decimals(text: &str) -> u32 {
    let Some((_, behind)) = text.split_once('.') else {
        return 0;
    };
    u32::try_from(behind.chars().take_while(char::is_ascii_digit).count()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_as_people_write_them() {
        assert_eq!(quantity("3.1 10*9/L"), "3.1 ×10⁹/L");
        assert_eq!(quantity(">=55 %"), "≥55%");
        assert_eq!(quantity("positive"), "positive");
    }

    #[test]
    fn abbreviations_stay() {
        assert!(is_abbreviation("ALT") && is_abbreviation("SpO2") && is_abbreviation("HBsAg"));
        assert!(!is_abbreviation("hemoglobin"));
        assert_eq!(printed("3.0*ULN"), "3.0×ULN");
    }
}
