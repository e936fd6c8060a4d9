//! Criteria in another order than the protocol's; without a protocol, numbers that do not rise.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::codes::lint::NUMBERING_OUT_OF_ORDER;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Criterion;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let criteria = &context.trial.criteria;
    let bound = context.bound().filter(|bound| !bound.protocol.items.is_empty());
    // The last one of each section or item.
    let mut last: BTreeMap<(char, Option<usize>), &Criterion> = BTreeMap::new();
    for criterion in criteria {
        let Some(letter) = criterion.id.chars().next() else {
            continue;
        };
        // A criterion under a wrong number is told as that.
        if bound
            .as_ref()
            .is_some_and(|bound| bound.regions.item(&criterion.id).is_none() || bound.other_item(criterion).is_some())
        {
            continue;
        }
        let Some(before) = last.insert((letter, criterion.parent), criterion) else {
            continue;
        };
        let order = match &bound {
            Some(bound) => bound.regions.item(&before.id).cmp(&bound.regions.item(&criterion.id)),
            None => numbers(&before.id, &criterion.id),
        };
        if order != Ordering::Greater {
            continue;
        }
        let message = match &bound {
            Some(_) => format!("{} stands before {} in the protocol", criterion.id, before.id),
            None => format!("{} stands behind {}", criterion.id, before.id),
        };
        out.push(
            NUMBERING_OUT_OF_ORDER
                .at(criterion.id_span, message)
                .label(before.id_span, "before it here")
                .help("keep the protocol's order: whoever compares the two reads them side by side"),
        );
        return;
    }
}

/// How two numbers follow each other; equal where their parts are no numbers.
fn numbers(a: &str, b: &str) -> Ordering {
    let parts = |id: &str| -> Vec<Option<u32>> {
        id.split('.')
            .map(|part| part.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse().ok())
            .collect()
    };
    for (a, b) in parts(a).into_iter().zip(parts(b)) {
        match (a, b) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => return a.cmp(&b),
            _ => return Ordering::Equal,
        }
    }
    Ordering::Equal
}
