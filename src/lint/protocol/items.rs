//! Numbered items of the protocol without a criterion, and criteria without such an item.

use crate::codes::lint::{CRITERION_NOT_IN_PROTOCOL, ITEM_WITHOUT_CRITERION};
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
    let (trial, Some(protocol)) = (context.trial, &context.protocol) else {
        return;
    };
    if protocol.items.is_empty() || trial.criteria.is_empty() {
        return;
    }
    for item in &protocol.items {
        if trial.criteria.iter().any(|criterion| criterion.id == item.id) {
            continue;
        }
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
    for criterion in &trial.criteria {
        let known = protocol.items.iter().any(|item| item.id == criterion.id);
        // Parts that the protocol does not number hang below an item that it does.
        let below = protocol.items.iter().any(|item| {
            !item.parent
                && criterion
                    .id
                    .strip_prefix(item.id.as_str())
                    .is_some_and(|rest| rest.starts_with('.'))
        });
        if !known && !below {
            out.push(
                CRITERION_NOT_IN_PROTOCOL
                    .at(criterion.id_span, format!("the protocol has no item {}", criterion.id))
                    .help("number criteria as the protocol does"),
            );
        }
    }
}
