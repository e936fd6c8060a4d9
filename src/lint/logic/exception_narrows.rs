//! `unless C then M` that lets nobody in whom the rule without it would keep out: M is stricter.

use super::{Question, exceptions};
use crate::codes::lint::EXCEPTION_NARROWS;
use crate::diagnostic::Diagnostics;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        for exception in exceptions::of(question, index) {
            let with = question.passes(index);
            let without = question
                .analysis
                .passes_without(index, exception.whole, Some(exception.clause));
            let lets_in = question.analysis.and([with, !without]);
            let keeps_out = question.analysis.and([!with, without]);
            // What does neither is told as an exception without effect.
            if !exception.is_limit() || question.analysis.is_never(keeps_out) || !question.analysis.is_never(lets_in) {
                continue;
            }
            let message = "this exception lets nobody in: its limit is stricter than the rule's";
            let finding = EXCEPTION_NARROWS
                .at(exception.then.span, message)
                .label(exception.condition.span, "where this holds");
            out.push(finding.about(["stricter", "narrower"]).help(
                "hold it against the protocol, or say that it is meant:\nreading \"The exception is stricter: …\"",
            ));
        }
    }
}
