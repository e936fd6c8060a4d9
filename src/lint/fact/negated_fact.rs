//! A fact whose "yes" says that something is absent.

use super::own_facts;
use crate::codes::lint::NEGATED_FACT;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::words;
use crate::model::Kind;

/// How the names of such facts begin.
pub(super) const BEGINNINGS: [&str; 6] = ["no_", "not_", "non_", "without_", "absence_of_", "free_of_"];

/// How words of an agreement begin.
const AGREEING: [&str; 5] = ["agree", "willing", "commit", "promis", "undertak"];

/// Words for what is not to be done.
const LEAVING: [&str; 5] = ["not", "no", "never", "refrain", "abstain"];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for fact in own_facts(context).filter(|fact| matches!(fact.kind, Kind::YesNo)) {
        let Some(rest) = BEGINNINGS
            .iter()
            .find_map(|beginning| fact.name.strip_prefix(beginning))
        else {
            continue;
        };
        if agrees_not_to(fact.question.as_deref().unwrap_or_default()) {
            continue;
        }
        out.push(
            NEGATED_FACT
                .at(
                    fact.span,
                    format!("a yes to `{}` says that something is absent", fact.name),
                )
                .help(format!(
                    "ask for `{rest}`, and write `not {rest}` where it must be absent"
                )),
        );
    }
}

/// "Does she agree not to donate eggs?" Who agrees not to do something is not who does not agree to do it: the opposite of
/// the fact cannot be asked for in its place.
fn agrees_not_to(question: &str) -> bool {
    let lower = question.to_lowercase();
    let mut said = words::words(&lower).map(|(_, word)| word);
    said.any(|word| AGREEING.iter().any(|agreeing| word.starts_with(agreeing)))
        && said.any(|word| LEAVING.contains(&word))
}
