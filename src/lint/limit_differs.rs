//! A multiple of a reference limit in the rule that the quoted sentence does not have, though it has others.

use crate::codes::lint::LIMIT_DIFFERS_FROM_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::model::expr::{Arithmetic, reading_field};
use crate::model::{Expr, Node, Trial, walk};
use crate::value::{Number, Value};

pub(super) fn check(trial: &Trial, out: &mut Diagnostics) {
    for criterion in &trial.criteria {
        let Some((text, text_span)) = &criterion.text else { continue };
        let quoted = multiples(text);
        if quoted.is_empty() {
            continue;
        }
        let mut used: Vec<(Number, crate::source::Span)> = Vec::new();
        walk::all(&criterion.rule, &mut |expr| {
            if let Some(multiple) = multiple_of_limit(expr) {
                used.push((multiple, expr.span));
            }
        });
        used.dedup();
        for (multiple, span) in used {
            if !quoted.contains(&multiple) {
                let said: Vec<String> = quoted.iter().map(|n| format!("{n}×")).collect();
                out.push(
                    LIMIT_DIFFERS_FROM_QUOTE
                        .at(span, format!("the protocol says {}, the rule says {multiple}×", said.join(" and ")))
                        .here("the rule")
                        .label(*text_span, "the protocol")
                        .help("change one of them, or add `reading \"…\"` that says why they differ"),
                );
            }
        }
    }
}

/// `3.0*ULN` as 3.
fn multiple_of_limit(expr: &Expr) -> Option<Number> {
    let Node::Arithmetic(Arithmetic::Multiply, left, right) = expr.node.as_ref() else { return None };
    let limit = |e: &Expr| matches!(e.node.as_ref(), Node::Field(_, reading_field::LOW | reading_field::HIGH));
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

/// The numbers before `ULN`, `LLN` or `upper limit` in a sentence: `≤3.0×ULN` gives 3.
fn multiples(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let plain = text.replace("upper limit of normal", "ULN").replace("upper limit", "ULN").replace("lower limit of normal", "LLN");
    for word in ["ULN", "LLN"] {
        for (at, _) in plain.match_indices(word) {
            let before = plain.get(..at).unwrap_or_default().trim_end();
            let before = before.trim_end_matches(['×', 'x', 'X', '*', '·']).trim_end();
            let digits: String = before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let digits: String = digits.chars().rev().collect();
            if let Some(number) = Number::parse(&digits)
                && !found.contains(&number)
            {
                found.push(number);
            }
        }
    }
    found
}
