//! Criteria whose number no item of the protocol has.

use std::collections::BTreeMap;

use crate::codes::lint::CRITERION_NOT_IN_PROTOCOL;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let (trial, Some(protocol)) = (context.trial, &context.protocol) else {
        return;
    };
    if protocol.items.is_empty() {
        return;
    }
    let items: BTreeMap<&str, bool> = protocol
        .items
        .iter()
        .map(|item| (item.id.as_str(), item.parent))
        .collect();
    for criterion in &trial.criteria {
        let known = items.contains_key(criterion.id.as_str());
        // Parts that the protocol does not number hang below an item that it does.
        let mut above = criterion.id.as_str();
        let mut below = false;
        while let Some((head, _)) = above.rsplit_once('.') {
            above = head;
            below |= items.get(head).is_some_and(|parent| !parent);
        }
        if !known && !below {
            out.push(
                CRITERION_NOT_IN_PROTOCOL
                    .at(criterion.id_span, format!("the protocol has no item {}", criterion.id))
                    .help("number criteria as the protocol does"),
            );
        }
    }
}
