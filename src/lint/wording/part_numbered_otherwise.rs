//! A part whose number does not go on from that of the item around it.

use crate::codes::lint::PART_NUMBERED_OTHERWISE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    // What a brace that is not closed swallows is no part.
    if !context.broken.is_empty() {
        return;
    }
    let criteria = &context.trial.criteria;
    for criterion in criteria {
        let Some(parent) = criterion.parent.and_then(|parent| criteria.get(parent)) else {
            continue;
        };
        if criterion
            .id
            .strip_prefix(parent.id.as_str())
            .is_some_and(|rest| rest.starts_with('.'))
        {
            continue;
        }
        let last = criterion.id.rsplit('.').next().unwrap_or_default();
        let last = last.trim_start_matches(|c: char| c.is_ascii_uppercase());
        out.push(
            PART_NUMBERED_OTHERWISE
                .at(
                    criterion.id_span,
                    format!("{} stands inside {}", criterion.id, parent.id),
                )
                .label(parent.id_span, "around it")
                .help(format!("{}.{last}", parent.id)),
        );
    }
}
