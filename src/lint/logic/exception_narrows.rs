//! An exception that lets nobody in whom the rule without it would keep out: `unless C then M` with an M that is stricter,
//! or `unless C` behind one of several lines that exclude together.

use super::exceptions::Exception;
use super::{Question, exceptions};
use crate::codes::lint::EXCEPTION_NARROWS;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Criterion, Node};

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        for exception in exceptions::of(question, index) {
            let Some(criterion) = question.criterion(index) else {
                continue;
            };
            if !exception.is_limit() && !exception.is_of_one_line() {
                continue;
            }
            let with = question.passes(index);
            let without = question
                .analysis
                .passes_without(index, exception.whole, Some(exception.clause));
            let lets_in = question.analysis.and([with, !without]);
            let keeps_out = question.analysis.and([!with, without]);
            // What does neither is told as an exception without effect.
            if question.analysis.is_never(keeps_out) || !question.analysis.is_never(lets_in) {
                continue;
            }
            if !exception.is_limit() {
                out.push(of_one_line(question, exception));
            } else if !is_quoted(question, criterion, exception) {
                out.push(stricter(exception));
            }
        }
    }
}

fn stricter(exception: Exception<'_>) -> Diagnostic {
    let message = "this exception lets nobody in: its limit is stricter than the rule's";
    EXCEPTION_NARROWS
        .at(exception.then.span, message)
        .label(exception.condition.span, "where this holds")
        .about(["stricter", "narrower"])
        .help("hold it against the protocol, or say that it is meant:\nreading \"The exception is stricter: …\"")
}

/// Two limits that the protocol gives, each for its own group, are a choice and no exception to either.
fn is_quoted(question: &Question<'_, '_>, criterion: &Criterion, exception: Exception<'_>) -> bool {
    let Node::Cases {
        otherwise: Some(otherwise),
        ..
    } = exception.whole.node.as_ref()
    else {
        return false;
    };
    let places = [otherwise.span, exception.then.span];
    question.context.quotes().states(&criterion.id, &places)
}

/// Left out where the exception holds, the line no longer keeps the others from excluding.
fn of_one_line(question: &Question<'_, '_>, exception: Exception<'_>) -> Diagnostic {
    let context = question.context;
    let condition = super::short(context, exception.condition).unwrap_or_else(|| "…".to_owned());
    let mut finding = EXCEPTION_NARROWS
        .at(
            exception.condition.span,
            "this exception lets nobody in: it leaves out its own line, and the others exclude without it",
        )
        .here("where this holds");
    if let Node::Cases {
        otherwise: Some(line), ..
    } = exception.whole.node.as_ref()
    {
        finding = finding.label(line.span, "this is not asked for");
    }
    finding.about(["stricter", "narrower"]).help(format!(
        "as an exception to all of the lines:  all of {{ … }} unless {condition}\nor say that it is meant:\nreading \"The exception is stricter: …\""
    ))
}
