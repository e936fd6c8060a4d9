//! A line beside others, or an alternative among others, that changes nothing.

use super::Question;
use crate::codes::lint::ADDS_NOTHING;
use crate::diagnostic::Diagnostics;
use crate::model::{Expr, Node};
use crate::source::Span;

pub(super) fn check(question: &mut Question<'_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) || question.analysis.is_free(question.passes(index)) {
            continue;
        }
        let mut groups: Vec<&Expr> = Vec::new();
        question.parts(index, &mut |_, expr, _| {
            if let Node::And(parts) | Node::Or(parts) = expr.node.as_ref()
                && parts.len() > 1
            {
                groups.push(expr);
            }
        });
        let mut told: Vec<Span> = Vec::new();
        for expr in groups {
            if told.iter().any(|around| around.contains(expr.span)) {
                continue;
            }
            // Of two that say the same one is enough: the later is told.
            let (Node::And(parts) | Node::Or(parts)) = expr.node.as_ref() else {
                continue;
            };
            for (at, part) in parts.iter().enumerate().rev() {
                if adds_nothing(question, index, expr, at, out) {
                    told.push(part.span);
                    break;
                }
            }
        }
    }
}

fn adds_nothing<'a>(
    question: &mut Question<'a>,
    index: usize,
    expr: &'a Expr,
    at: usize,
    out: &mut Diagnostics,
) -> bool {
    let (parts, alternatives) = match expr.node.as_ref() {
        Node::And(parts) => (parts, false),
        Node::Or(parts) => (parts, true),
        _ => return false,
    };
    let Some(part) = parts.get(at).filter(|part| question.context.is_own(part.span)) else {
        return false;
    };
    let with = question.passes(index);
    let without = question.analysis.passes_without(index, expr, Some(at));
    let differs = question.analysis.differ(with, without);
    if !question.analysis.is_never(differs) {
        return false;
    }
    let what = if alternatives { "alternative" } else { "condition" };
    let message = match super::short(question.context, part) {
        Some(text) => format!("`{text}` adds nothing: with it and without it the same patients pass"),
        None => format!("this {what} adds nothing: with it and without it the same patients pass"),
    };
    let mut finding = ADDS_NOTHING.at(part.span, message);
    if let [other] = parts
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .collect::<Vec<_>>()
        .as_slice()
        && other.1.span != part.span
    {
        finding = finding.label(other.1.span, "beside this");
    }
    out.push(finding.about(["nothing", "redundant", "already", "follows"]).help(format!(
        "leave it out, hold it against the protocol, or say that it is meant:\nreading \"The {what} adds nothing: …\""
    )));
    true
}
