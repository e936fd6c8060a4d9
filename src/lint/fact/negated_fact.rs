//! A fact whose "yes" says that something is absent.

use super::own_facts;
use crate::codes::lint::NEGATED_FACT;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Kind;

/// How the names of such facts begin.
pub(super) const BEGINNINGS: [&str; 6] = ["no_", "not_", "non_", "without_", "absence_of_", "free_of_"];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for fact in own_facts(context).filter(|fact| matches!(fact.kind, Kind::YesNo)) {
        let Some(rest) = BEGINNINGS
            .iter()
            .find_map(|beginning| fact.name.strip_prefix(beginning))
        else {
            continue;
        };
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
