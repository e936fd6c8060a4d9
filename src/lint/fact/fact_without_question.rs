//! Facts that nobody can be asked for: they have no question.

use std::collections::BTreeSet;

use super::{has_rules, own_facts, with_fields};
use crate::codes::lint::FACT_WITHOUT_QUESTION;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    if !has_rules(context) || !context.broken.is_empty() {
        return;
    }
    let mut without: Vec<(&str, Span)> = Vec::new();
    // The result of a score or of a formula is asked for by its title.
    let results: BTreeSet<&str> = context
        .trial
        .definitions
        .iter()
        .map(|definition| definition.name.as_str())
        .collect();
    for fact in own_facts(context).filter(|fact| !results.contains(fact.name.as_str())) {
        with_fields(fact, &mut |fact| {
            if fact.question.is_none() && context.is_own(fact.span) {
                without.push((&fact.name, fact.span));
            }
        });
    }
    let Some(((name, span), others)) = without.split_first() else {
        return;
    };
    let message = match others.len() {
        0 => format!("`{name}` has no question"),
        1 => format!("`{name}` and one more fact have no question"),
        more => format!("`{name}` and {more} more facts have no question"),
    };
    let mut finding = FACT_WITHOUT_QUESTION
        .at(*span, message)
        .here("what would a coordinator be asked?");
    for (_, span) in others.iter().take(4) {
        finding = finding.label(*span, "and here");
    }
    out.push(finding.help(format!("{name} : …  \"What is asked?\"")));
}
