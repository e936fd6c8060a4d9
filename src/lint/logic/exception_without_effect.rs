//! `unless C then M` that lets nobody in: M is no wider, or the other criteria keep out whoever has C.

use super::{Question, and_list};
use crate::analysis::{Answer, Literal};
use crate::codes::lint::{EXCEPTION_NARROWS, EXCEPTION_WITHOUT_EFFECT};
use crate::diagnostic::Diagnostics;
use crate::model::{Expr, Node, Type};

/// Words of a reading that knows that an exception changes nothing.
const ABOUT: [&str; 6] = [
    "changes nothing",
    "change nothing",
    "adds nothing",
    "no effect",
    "without effect",
    "vacuous",
];

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        let mut exceptions: Vec<(&Expr, usize)> = Vec::new();
        question.parts(index, &mut |_, expr, _| {
            if let Node::Cases {
                clauses,
                otherwise: Some(_),
            } = expr.node.as_ref()
            {
                exceptions.extend((0..clauses.len()).map(|clause| (expr, clause)));
            }
        });
        for (expr, clause) in exceptions {
            effect(question, index, expr, clause, out);
        }
    }
}

fn effect<'a>(question: &mut Question<'_, 'a>, index: usize, expr: &'a Expr, clause: usize, out: &mut Diagnostics) {
    let Node::Cases { clauses, .. } = expr.node.as_ref() else {
        return;
    };
    let Some((condition, limit)) = clauses.get(clause) else {
        return;
    };
    let with = question.passes(index);
    let without = question.analysis.passes_without(index, expr, Some(clause));
    let differs = question.analysis.differ(with, without);
    if question.analysis.is_never(differs) {
        let message = "this exception changes nothing: with it and without it the same patients pass";
        let mut finding = EXCEPTION_WITHOUT_EFFECT
            .at(condition.span, message)
            .here("whether or not this holds");
        if question.context.is_own(limit.span)
            && !condition.span.contains(limit.span)
            && !limit.span.contains(condition.span)
        {
            finding = finding.label(limit.span, "this limit is no other");
        }
        out.push(finding.about(ABOUT).help(
            "hold it against the protocol, or say that it is meant:\nreading \"The exception changes nothing: …\"",
        ));
        return;
    }
    let lets_in = question.analysis.and([with, !without]);
    if is_limit(question, expr) && question.analysis.is_never(lets_in) {
        let message = "this exception lets nobody in: its limit is stricter than the rule's";
        let finding = EXCEPTION_NARROWS
            .at(limit.span, message)
            .label(condition.span, "where this holds");
        out.push(
            finding.about(["stricter", "narrower"]).help(
                "hold it against the protocol, or say that it is meant:\nreading \"The exception is stricter: …\"",
            ),
        );
        return;
    }
    // Among those whom the other criteria let in.
    let others: Vec<usize> = question
        .neighbours(index)
        .into_iter()
        .filter(|other| !question.told.contains(other))
        .collect();
    let mut asked: Vec<Literal> = others.iter().map(|other| question.passes(*other)).collect();
    asked.push(differs);
    let Answer::Never(core) = question.analysis.ask(&asked) else {
        return;
    };
    let fewest = question.analysis.fewest(core);
    if !fewest.contains(&differs) {
        return;
    }
    let by: Vec<_> = others
        .iter()
        .filter(|other| fewest.contains(&question.passes(**other)))
        .filter_map(|other| question.criterion(*other))
        .collect();
    let names: Vec<String> = by.iter().map(|criterion| criterion.id.clone()).collect();
    let list = and_list(&names);
    let message = format!("this exception changes nothing: {list} lets nobody in for whom it would");
    let mut finding = EXCEPTION_WITHOUT_EFFECT
        .at(condition.span, message)
        .here("the exception");
    for criterion in by {
        finding = finding.label(criterion.rule.span, criterion.id.clone());
    }
    out.push(finding.about(names).about(ABOUT).help(format!(
        "hold both against the protocol, or say that it is meant:\nreading \"{list} leaves the exception without effect: …\""
    )));
}

/// Whether it is `L unless C then M`, rather than an `if` or a table.
fn is_limit(question: &Question<'_, '_>, expr: &Expr) -> bool {
    let text = question.context.written(expr.span);
    !matches!(expr.ty, Type::Truth) && text.contains("unless")
}
