//! A condition inside a rule that no patient can fulfil, or that every patient fulfils.

use super::Question;
use crate::analysis::{Literal, Place};
use crate::codes::lint::{ALWAYS_HOLDS, NEVER_HOLDS};
use crate::diagnostic::Diagnostics;
use crate::model::{Expr, Node, Type};
use crate::source::Span;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        let rule = question.criterion(index).map(|criterion| criterion.rule.span);
        let mut conditions: Vec<(&Expr, Literal, Literal)> = Vec::new();
        question.parts(index, &mut |analysis, expr, place: &Place| {
            // A whole rule is told as a criterion that every patient passes, or none.
            if matches!(expr.ty, Type::Truth) && may_be_constant(expr) && Some(expr.span) != rule {
                let outcome = analysis.truth_at(expr, place);
                if !analysis.is_free(outcome.yes) {
                    conditions.push((expr, outcome.yes, outcome.no));
                }
            }
        });
        let mut told: Vec<Span> = Vec::new();
        // What is inside is the reason for what is around it.
        for (expr, yes, no) in conditions.into_iter().rev() {
            if told.iter().any(|inner| expr.span.contains(*inner)) {
                continue;
            }
            let never = question.analysis.is_never(yes);
            if !never && !question.analysis.is_never(no) {
                continue;
            }
            told.push(expr.span);
            question.told.insert(index);
            let text = super::short(question.context, expr);
            let text = text.map_or_else(|| "this condition".to_owned(), |text| format!("`{text}`"));
            let finding = if never {
                NEVER_HOLDS.at(expr.span, format!("no patient can fulfil {text}"))
            } else {
                ALWAYS_HOLDS.at(expr.span, format!("every patient fulfils {text}"))
            };
            let finding = finding.about(["every patient", "no patient"]);
            let words = if never {
                "No patient fulfils it"
            } else {
                "Every patient fulfils it"
            };
            out.push(finding.help(format!(
                "hold the limits against the protocol, or say that it is meant:\nreading \"{words}: …\""
            )));
        }
    }
}

/// Shapes that can be the same for every patient though their author did not write so.
fn may_be_constant(expr: &Expr) -> bool {
    match expr.node.as_ref() {
        Node::Compare(..)
        | Node::Among(..)
        | Node::Member(..)
        | Node::InWindow(..)
        | Node::Quantified { .. }
        | Node::Count(..) => true,
        Node::And(parts) | Node::Or(parts) => parts.len() > 1,
        _ => false,
    }
}
