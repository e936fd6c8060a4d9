//! Two exceptions that can hold together and give different limits, so that the first decides.

use super::Question;
use crate::analysis::{Literal, Place};
use crate::codes::lint::EXCEPTIONS_OVERLAP;
use crate::diagnostic::Diagnostics;
use crate::eval::Outcome;
use crate::model::{Expr, Node, Trial, walk};

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        let mut overlapping: Vec<(&Expr, Literal)> = Vec::new();
        question.parts(index, &mut |analysis, expr, place: &Place| {
            if let Node::Cases { clauses, .. } = expr.node.as_ref()
                && let [(first, _), (second, _), ..] = clauses.as_slice()
            {
                let (first, second) = (
                    analysis.truth_at(first, place).yes,
                    analysis.truth_at(second, place).yes,
                );
                let both = analysis.and([first, second]);
                overlapping.push((expr, both));
            }
        });
        for (expr, both) in overlapping {
            told(question, index, expr, both, out);
        }
    }
}

fn told<'a>(question: &mut Question<'_, 'a>, index: usize, expr: &'a Expr, both: Literal, out: &mut Diagnostics) {
    let (Node::Cases { clauses, .. }, Some(criterion)) = (expr.node.as_ref(), question.criterion(index)) else {
        return;
    };
    let [(first, limit), (second, other), ..] = clauses.as_slice() else {
        return;
    };
    let as_written = question.passes(index);
    let swapped = question.analysis.passes_without(index, expr, None);
    // Somebody with both exceptions passes in the one order and fails in the other.
    let wanted = [both, as_written, !swapped];
    let other_way = [both, !as_written, swapped];
    let other_order = in_other_order(question.context.trial, index, expr);
    let found = [
        (wanted, Outcome::Pass, Outcome::Fail),
        (other_way, Outcome::Fail, Outcome::Pass),
    ];
    let found = found.into_iter().find_map(|(wanted, outcome, otherwise)| {
        let witness = question.analysis.witness(&wanted)?;
        let comes_out = |trial: &Trial| witness.verdict(trial).criteria.get(index).map(|result| result.outcome);
        let as_asked = comes_out(question.context.trial) == Some(outcome) && comes_out(&other_order) == Some(otherwise);
        as_asked.then_some((witness, outcome))
    });
    let Some((witness, outcome)) = found else { return };
    let word = if outcome == Outcome::Pass { "passes" } else { "fails" };
    let context = question.context;
    let message = match (super::short(context, first), super::short(context, second)) {
        (Some(first), Some(second)) => {
            format!("`{first}` and `{second}` can hold together; then the first decides")
        }
        _ => "two exceptions can hold together; then the first decides".to_owned(),
    };
    let about = [context.written(limit.span), context.written(other.span)];
    out.push(
        EXCEPTIONS_OVERLAP
            .at(first.span, message)
            .here("where this holds, the next is not looked at")
            .label(second.span, "holds at the same time")
            .about(["both hold", "with both", "where both", "the first", "put first"])
            .about(about.into_iter().filter(|words| words.len() > 3))
            .help(format!(
                "with {}: {word} {}, in the other order not\nput first what is to decide, and say so:\nreading \"Where both hold, the first decides: …\"",
                witness.words, criterion.id
            )),
    );
}

/// The trial with the first two clauses of an exception in the other order.
fn in_other_order(trial: &Trial, index: usize, exception: &Expr) -> Trial {
    let mut other = trial.clone();
    let (Some(criterion), Some(changed)) = (trial.criteria.get(index), other.criteria.get_mut(index)) else {
        return other;
    };
    let (mut place, mut at) = (None, 0_usize);
    walk::all(&criterion.rule, &mut |expr| {
        if std::ptr::eq(expr, exception) {
            place = Some(at);
        }
        at += 1;
    });
    at = 0;
    walk::all_mut(&mut changed.rule, &mut |expr| {
        if let (true, Node::Cases { clauses, .. }) = (place == Some(at), expr.node.as_mut())
            && clauses.len() > 1
        {
            clauses.swap(0, 1);
        }
        at += 1;
    });
    other
}
