//! A line beside others, or an alternative among others, that changes nothing.

use super::Question;
use crate::codes::lint::ADDS_NOTHING;
use crate::diagnostic::Diagnostics;
use crate::model::{Expr, Node};
use crate::source::Span;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) || question.analysis.is_free(question.passes(index)) {
            continue;
        }
        // Beside its own neighbours: that two ways of passing together say more than each is no fault.
        let mut found: Vec<(&Expr, usize)> = Vec::new();
        question.parts(index, &mut |analysis, expr, place| {
            if let Node::And(parts) | Node::Or(parts) = expr.node.as_ref()
                && parts.len() > 1
            {
                // Of two that say the same one is enough: the later is told.
                let idle = |at: &usize| analysis.is_same_without(expr, *at, place);
                found.extend((0..parts.len()).rev().find(idle).map(|at| (expr, at)));
            }
        });
        let mut told: Vec<Span> = Vec::new();
        for (expr, at) in found {
            if told.iter().any(|around| around.contains(expr.span)) {
                continue;
            }
            told.extend(tell(question, expr, at, out));
        }
    }
}

/// Tells of a part that adds nothing; its place.
fn tell(question: &Question<'_, '_>, expr: &Expr, at: usize, out: &mut Diagnostics) -> Option<Span> {
    let (parts, alternatives) = match expr.node.as_ref() {
        Node::And(parts) => (parts, false),
        Node::Or(parts) => (parts, true),
        _ => return None,
    };
    let part = parts.get(at).filter(|part| question.context.is_own(part.span))?;
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
    out.push(finding.about(["adds nothing", "add nothing", "changes nothing", "redundant"]).help(format!(
        "leave it out, hold it against the protocol, or say that it is meant:\nreading \"The {what} adds nothing: …\""
    )));
    Some(part.span)
}
