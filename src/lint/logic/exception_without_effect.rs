//! An exception that changes nothing: what holds then is the same, or the other criteria keep out whoever it is for.

use super::exceptions::{self, Exception};
use super::{Question, and_list};
use crate::codes::lint::EXCEPTION_WITHOUT_EFFECT;
use crate::diagnostic::Diagnostics;

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
        for exception in exceptions::of(question, index) {
            of_exception(question, index, exception, out);
        }
    }
}

fn of_exception<'a>(question: &mut Question<'_, 'a>, index: usize, exception: Exception<'a>, out: &mut Diagnostics) {
    let with = question.passes(index);
    let without = question
        .analysis
        .passes_without(index, exception.whole, Some(exception.clause));
    let differs = question.analysis.differ(with, without);
    let (condition, then) = (exception.condition.span, exception.then.span);
    let (what, whole) = if exception.guard {
        ("condition", "The condition")
    } else {
        ("exception", "The exception")
    };
    if question.analysis.is_never(differs) {
        let message = format!("this {what} changes nothing: with it and without it the same patients pass");
        let mut finding = EXCEPTION_WITHOUT_EFFECT
            .at(condition, message)
            .here("whether or not this holds");
        if exception.is_limit() && question.context.is_own(then) {
            finding = finding.label(then, "this limit is no other");
        }
        out.push(finding.about(ABOUT).help(format!(
            "hold it against the protocol, or say that it is meant:\nreading \"{whole} changes nothing: …\""
        )));
        return;
    }
    // Among those whom the other criteria let in.
    let Some(by) = question.excluding(&question.others(index), differs) else {
        return;
    };
    let by = question.criteria(&by);
    let names: Vec<String> = by.iter().map(|criterion| criterion.id.clone()).collect();
    let list = and_list(&names);
    let message = format!("this {what} changes nothing: {list} lets nobody in for whom it would");
    let mut finding = EXCEPTION_WITHOUT_EFFECT
        .at(condition, message)
        .here(format!("the {what}"));
    for criterion in by {
        finding = finding.label(criterion.rule.span, criterion.id.clone());
    }
    out.push(finding.about(names).about(ABOUT).help(format!(
        "hold both against the protocol, or say that it is meant:\nreading \"{list} leaves the {what} without effect: …\""
    )));
}
