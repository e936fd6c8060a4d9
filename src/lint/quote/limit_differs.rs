//! A multiple of a reference limit in the rule that the quoted sentence does not have, though it has others.

use std::ops::Range;

use crate::codes::lint::LIMIT_DIFFERS_FROM_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::expr::{Arithmetic, reading_field};
use crate::model::{Expr, Node, walk};
use crate::source::Span;
use crate::value::{Number, Value};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let trial = context.trial;
    for criterion in &trial.criteria {
        let Some((text, text_span)) = &criterion.text else {
            continue;
        };
        let places = multiples(text);
        let quoted: Vec<&Number> = places.iter().map(|(number, _)| number).collect();
        if quoted.is_empty() {
            continue;
        }
        let mut used: Vec<(Number, Span)> = Vec::new();
        walk::all(&criterion.rule, &mut |expr| {
            if let Some(multiple) = multiple_of_limit(expr) {
                used.push((multiple, expr.span));
            }
        });
        used.dedup();
        // What the rule has is not what it should have had instead.
        let unmet: Vec<&(Number, Range<usize>)> = places
            .iter()
            .filter(|(number, _)| !used.iter().any(|(multiple, _)| multiple == number))
            .collect();
        let unmet = if unmet.is_empty() {
            places.iter().collect()
        } else {
            unmet
        };
        for (multiple, span) in &used {
            if !quoted.contains(&multiple) {
                let mut said: Vec<String> = unmet.iter().map(|(number, _)| format!("{number}×")).collect();
                said.dedup();
                let message = format!("the protocol says {}, the rule says {multiple}×", said.join(" and "));
                let mut finding = LIMIT_DIFFERS_FROM_QUOTE.at(*span, message).here("the rule");
                for (_, place) in &unmet {
                    finding = finding.label(inside(text, *text_span, place), "the protocol");
                }
                let help = format!("change one of them, or say why they differ:\nreading \"… {multiple} …\"");
                out.push(finding.about([multiple.to_string()]).help(help));
            }
        }
    }
}

/// `3.0*ULN` as 3.
fn multiple_of_limit(expr: &Expr) -> Option<Number> {
    let Node::Arithmetic(Arithmetic::Multiply, left, right) = expr.node.as_ref() else {
        return None;
    };
    let limit = |e: &Expr| {
        matches!(
            e.node.as_ref(),
            Node::Field(_, reading_field::LOW | reading_field::HIGH)
        )
    };
    let number = |e: &Expr| match e.node.as_ref() {
        Node::Constant(Value::Number(numbers)) => numbers.as_point().cloned(),
        _ => None,
    };
    if limit(right) {
        number(left)
    } else if limit(left) {
        number(right)
    } else {
        None
    }
}

/// A stretch of a text as a place; the text stands in one or three quotes.
fn inside(text: &str, span: Span, place: &Range<usize>) -> Span {
    let quotes = span.len().saturating_sub(text.len()) / 2;
    let start = span.start as usize + quotes;
    Span::new(span.source, start + place.start, start + place.end)
}

/// The numbers before `ULN`, `LLN` or `upper limit` in a sentence, each once, with their places: `≤3.0×ULN` gives 3.
fn multiples(text: &str) -> Vec<(Number, Range<usize>)> {
    let mut found: Vec<(Number, Range<usize>)> = Vec::new();
    for word in ["ULN", "LLN", "upper limit", "lower limit of normal"] {
        for (at, _) in text.match_indices(word) {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let before = before.trim_end_matches(['×', 'x', 'X', '*', '·']).trim_end();
            let digits: String = before
                .chars()
                .rev()
                .take_while(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            let digits: String = digits.chars().rev().collect();
            if let Some(number) = Number::parse(&digits)
                && !found.iter().any(|(known, _)| *known == number)
            {
                found.push((number, before.len() - digits.len()..at + word.len()));
            }
        }
    }
    found.sort_by_key(|(_, place)| place.start);
    found
}
