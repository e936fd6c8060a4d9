//! A quote that stands in the protocol, but under another number.

use crate::codes::lint::QUOTE_OF_ANOTHER_ITEM;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let Some(bound) = context.bound() else {
        return;
    };
    for criterion in &context.trial.criteria {
        let Some((at, place)) = bound.other_item(criterion) else {
            continue;
        };
        let (Some(item), Some((_, span))) = (bound.protocol.items.get(at), &criterion.text) else {
            continue;
        };
        out.push(
            QUOTE_OF_ANOTHER_ITEM
                .at(
                    *span,
                    format!("{} quotes the protocol's item {}", criterion.id, item.id),
                )
                .label(place, format!("stands in {}", item.id))
                .help(format!(
                    "number it {0}, or quote item {1}; where both are meant:\nreading \"As {0}: …\"",
                    item.id, criterion.id
                ))
                .about([item.id.as_str()]),
        );
    }
}
