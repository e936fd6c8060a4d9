//! A definition of the author's own that nothing uses.

use super::has_rules;
use crate::codes::lint::DEFINITION_NEVER_USED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    if !has_rules(context) || !context.broken.is_empty() {
        return;
    }
    for definition in &context.trial.definitions {
        if !definition.used && context.is_own(definition.span) {
            out.push(
                DEFINITION_NEVER_USED
                    .at(
                        definition.span,
                        format!("`{}` is defined, and no rule uses it", definition.name),
                    )
                    .help("use it in the rule that it was written for, or delete it"),
            );
        }
    }
}
