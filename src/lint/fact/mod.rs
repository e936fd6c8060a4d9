//! Rules on facts and definitions.

mod bare_fact_with_limits;
mod code_mistyped;
mod definition_never_used;
mod fact_by_two_names;
mod fact_never_read;
mod fact_without_question;
mod judgement_for_data;
mod lab_without_code;
mod negated_fact;
mod negation_asked;
mod unverified_definition;

use super::{Context, Rule};
use crate::model::{Fact, Kind};

pub(super) const RULES: &[Rule] = &[
    unverified_definition::check,
    fact_never_read::check,
    fact_by_two_names::check,
    judgement_for_data::check,
    fact_without_question::check,
    lab_without_code::check,
    bare_fact_with_limits::check,
    definition_never_used::check,
    negated_fact::check,
    code_mistyped::check,
    negation_asked::check,
];

/// Whether the file is a trial, rather than a module that others use.
fn has_rules(context: &Context<'_>) -> bool {
    !(context.trial.criteria.is_empty() && context.trial.endpoints.is_empty())
}

/// The facts that rules read and that the author's own file declares.
fn own_facts<'a>(context: &'a Context<'_>) -> impl Iterator<Item = &'a Fact> {
    let facts = context.trial.facts.iter();
    facts.filter(|fact| context.is_own(fact.span) && !fact.trial_date)
}

/// A fact with all its fields, and theirs.
fn with_fields<'a>(fact: &'a Fact, f: &mut dyn FnMut(&'a Fact)) {
    f(fact);
    fact.with.iter().for_each(|field| with_fields(field, f));
    if let Kind::List(list) = &fact.kind {
        list.fields.iter().for_each(|field| with_fields(field, f));
    }
}

/// The limit of a number that a sentence states: `≥ 12 weeks` out of "Expected survival ≥ 12 weeks".
fn stated_limit(text: &str) -> Option<&str> {
    let at = text.find(['≥', '≤', '<', '>', '⩾', '⩽'])?;
    let limit = text.get(at..)?;
    let after = limit.trim_start_matches(['≥', '≤', '<', '>', '⩾', '⩽', '=', '\\', ' ', '\u{A0}']);
    if !after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = after
        .char_indices()
        .find(|(at, c)| {
            matches!(c, ';' | ',' | '(' | ')')
                || *c == '.'
                    && !after
                        .get(at + 1..)
                        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        })
        .map_or(after.len(), |(at, _)| at);
    let whole = limit.get(..limit.len() - after.len() + end)?.trim_end();
    let short = whole.char_indices().nth(40).map_or(whole.len(), |(at, _)| at);
    whole.get(..short)
}

#[cfg(test)]
mod tests {
    use super::stated_limit;

    #[test]
    fn a_sentence_states_a_limit() {
        assert_eq!(stated_limit("Expected survival ≥12 weeks;"), Some("≥12 weeks"));
        assert_eq!(stated_limit("LVEF > 1.5 units (by echo)"), Some("> 1.5 units"));
        assert_eq!(stated_limit("a <b"), None);
        assert_eq!(stated_limit("History of epilepsy"), None);
    }
}
