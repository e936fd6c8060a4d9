//! Model to advice: one rule, one file, in a folder for each family.

mod acknowledge;
pub mod allow;
mod context;
mod fact;
mod logic;
pub mod mend;
pub mod policy;
mod protocol;
mod quantity;
mod quote;
mod sentence;
mod time;
mod told;
mod wording;

use crate::codes::lint::{PROTOCOL_MISSING, QUOTE_NOT_IN_PROTOCOL};
use crate::codes::{self, Code, Level};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

pub use context::Context;
use policy::Policy;
pub use protocol::Bound;

/// A rule looks at a trial and tells what it finds.
type Rule = fn(&Context<'_>, &mut Diagnostics);

/// The families of rules, in the order in which they are told, and whether they look at a sentence and its rule
/// together: what a mistake leaves of a rule says nothing about its sentence.
const FAMILIES: [(&[Rule], bool); 7] = [
    (protocol::RULES, false),
    (quote::RULES, true),
    (logic::RULES, false),
    (quantity::RULES, false),
    (time::RULES, false),
    (fact::RULES, false),
    (wording::RULES, true),
];

/// Advice on a checked trial; what its readings speak of is set aside with them.
pub fn lint(context: &Context<'_>, out: &mut Diagnostics) {
    let broken = &context.broken;
    for (family, of_sentences) in FAMILIES {
        if !of_sentences || broken.is_empty() {
            family.iter().for_each(|rule| rule(context, out));
            continue;
        }
        let mut found = Diagnostics::default();
        family.iter().for_each(|rule| rule(context, &mut found));
        let whole = |finding: &&Diagnostic| {
            let mut items = finding
                .labels
                .iter()
                .filter_map(|label| context.item_around(label.span));
            !items.any(|item| broken.iter().any(|span| item.contains(*span)))
        };
        out.extend(found.iter().filter(whole).cloned());
    }
    acknowledge::apply(context, out);
}

/// Of the advice only what keeps a trial from being evaluated.
pub fn errors(context: &Context<'_>, policy: &Policy, out: &mut Diagnostics) {
    let is_error = |code: &&'static Code| policy.level(code) == Some(Level::Error);
    let mut advice = codes::all().filter(|code| code.is_advice()).filter(is_error).peekable();
    let quotes_alone = advice.peek().is_none_or(|code| *code == &QUOTE_NOT_IN_PROTOCOL);
    match advice.count() {
        0 => {}
        1 if quotes_alone => {
            protocol::quote_not_in_protocol::check(context, out);
            acknowledge::apply(context, out);
        }
        _ => lint(context, out),
    }
}

/// Whether a sentence leaves something to a person, by its words: an opinion, or what is adequate.
#[must_use]
pub fn leaves_to_a_person(text: &str) -> bool {
    sentence::leaves_to_a_person(text)
}

/// The protocol that a header names is not there.
#[must_use]
pub fn protocol_missing(path: &str, span: Span) -> Diagnostic {
    PROTOCOL_MISSING
        .at(span, format!("the protocol's text `{path}` cannot be read"))
        .help("put it beside this file; without it no quote can be held against it")
}

/// The folder of protocols has none of this trial.
#[must_use]
pub fn protocol_not_given(path: &str, trial: &str, span: Span) -> Diagnostic {
    PROTOCOL_MISSING
        .at(span, format!("the protocol's text `{path}` cannot be read"))
        .help(format!(
            "the folder is searched for a text named as the trial: {trial}.txt"
        ))
}

/// Names in a row: `I1, I2 and E3`.
fn and_list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
