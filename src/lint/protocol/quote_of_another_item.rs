//! A quote that stands in the protocol, but under another number.

use super::quoting::other_item;
use crate::codes::lint::QUOTE_OF_ANOTHER_ITEM;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::protocol::Regions;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let (trial, Some(protocol)) = (context.trial, &context.protocol) else {
        return;
    };
    let regions = Regions::new(protocol);
    for criterion in &trial.criteria {
        let Some((at, place)) = other_item(context, &regions, criterion) else {
            continue;
        };
        let (Some(item), Some((_, span))) = (protocol.items.get(at), &criterion.text) else {
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
