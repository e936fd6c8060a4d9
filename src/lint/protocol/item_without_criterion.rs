//! Numbered items of the protocol without a criterion.

use crate::codes::lint::ITEM_WITHOUT_CRITERION;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::source::Span;

/// The item's words as a criterion quotes them; only their place where there are many.
fn quoted(text: &str) -> String {
    if text.is_empty() || text.chars().count() > 120 {
        "\"…\"".to_owned()
    } else if text.contains('"') {
        format!("\"\"\"{text}\"\"\"")
    } else {
        format!("\"{text}\"")
    }
}

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let Some(bound) = context.bound() else {
        return;
    };
    let trial = context.trial;
    if trial.criteria.is_empty() {
        return;
    }
    for item in bound.without_criterion() {
        let place = if trial.span == Span::default() {
            item.span
        } else {
            trial.span
        };
        let place = Span {
            end: place.start.saturating_add(5).min(place.end),
            ..place
        };
        out.push(
            ITEM_WITHOUT_CRITERION
                .at(place, format!("the protocol's item {} has no criterion", item.id))
                .label(item.span, "this item")
                .help(format!("{} {} {{ … }}", item.id, quoted(&item.text))),
        );
    }
}
