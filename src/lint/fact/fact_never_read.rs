//! A fact that is declared and that nothing reads.

use super::has_rules;
use crate::codes::lint::FACT_NEVER_READ;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    // What could not be read may have been the rule that reads it.
    if !has_rules(context) || !context.broken.is_empty() {
        return;
    }
    for fact in &context.trial.unread {
        if context.is_own(fact.span) && !fact.trial_date {
            out.push(
                FACT_NEVER_READ
                    .at(fact.span, format!("`{}` is declared, and no rule reads it", fact.name))
                    .help("read it in the rule that it was declared for, or delete the declaration"),
            );
        }
    }
}
