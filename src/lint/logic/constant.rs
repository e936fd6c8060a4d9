//! The conditions inside rules that are the same for every patient.

use std::collections::BTreeSet;

use super::Question;
use crate::analysis::{Outcome, Place};
use crate::model::{Expr, Node, Type};
use crate::source::Span;

/// A condition that every patient fulfils, or none.
pub(super) struct Constant<'a> {
    /// In the rule of which criterion.
    pub(super) criterion: usize,
    /// The condition.
    pub(super) condition: &'a Expr,
    /// No patient fulfils it; otherwise every one does.
    pub(super) never: bool,
}

/// All of them, the innermost only: what is inside is the reason for what is around it.
pub(super) fn find<'a>(question: &mut Question<'_, 'a>) -> Vec<Constant<'a>> {
    let mut all: Vec<Constant<'a>> = Vec::new();
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        let rule = question.criterion(index).map(|criterion| criterion.rule.span);
        let mut conditions: Vec<(&Expr, Outcome)> = Vec::new();
        question.parts(index, &mut |analysis, expr, place: &Place| {
            // A whole rule is told as a criterion that every patient passes, or none.
            if matches!(expr.ty, Type::Truth) && may_be_constant(expr) && Some(expr.span) != rule {
                let outcome = analysis.truth_at(expr, place);
                if !analysis.is_free(outcome.yes) {
                    conditions.push((expr, outcome));
                }
            }
        });
        // Stretches of a text nest or lie apart: the first that begins inside one tells whether any lies in it.
        let mut found: BTreeSet<Span> = BTreeSet::new();
        for (condition, outcome) in conditions.into_iter().rev() {
            let span = condition.span;
            let from = Span { end: 0, ..span };
            if found.range(from..).next().is_some_and(|inner| span.contains(*inner)) {
                continue;
            }
            let never = question.analysis.is_never(outcome.yes);
            if never || question.analysis.is_never(!outcome.yes) {
                found.insert(span);
                all.push(Constant {
                    criterion: index,
                    condition,
                    never,
                });
            }
        }
    }
    all
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
