//! Parts whose numbers do not go on from that of the item around them.

use std::collections::BTreeMap;

use crate::codes::lint::PART_NUMBERED_OTHERWISE;
use crate::diagnostic::Diagnostics;
use crate::lint::{Context, and_list};
use crate::model::Criterion;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    // What a brace that is not closed swallows is no part.
    if !context.broken.is_empty() {
        return;
    }
    let criteria = &context.trial.criteria;
    let mut parts_of: BTreeMap<usize, Vec<&Criterion>> = BTreeMap::new();
    for part in criteria {
        if let Some(parent) = part.parent {
            parts_of.entry(parent).or_default().push(part);
        }
    }
    for (at, parts) in parts_of {
        let Some(parent) = criteria.get(at) else { continue };
        // One cause makes all of them: they are told together.
        let otherwise: Vec<(usize, &&Criterion)> = parts
            .iter()
            .enumerate()
            .filter(|(_, part)| !goes_on(&part.id, &parent.id))
            .collect();
        let [(_, first), others @ ..] = otherwise.as_slice() else {
            continue;
        };
        let ids: Vec<String> = otherwise.iter().map(|(_, part)| part.id.clone()).collect();
        let list = and_list(&ids);
        let (verb, plain) = if others.is_empty() {
            ("stands", "")
        } else {
            ("stand", "s")
        };
        let numbers: Vec<String> = otherwise
            .iter()
            .map(|(place, part)| format!("{}.{}", parent.id, number(part, *place)))
            .collect();
        let mut finding = PART_NUMBERED_OTHERWISE.at(first.id_span, format!("{list} {verb} inside {}", parent.id));
        for (_, other) in others {
            finding = finding.label(other.id_span, "");
        }
        out.push(finding.label(parent.id_span, "around it").about(ids).help(format!(
            "{}\nor, where the protocol has the number{plain}, say so:\nreading \"{list} {verb} inside {}: …\"",
            and_list(&numbers),
            parent.id
        )));
    }
}

fn goes_on(part: &str, parent: &str) -> bool {
    part.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}

/// The last step of a part's number; where it is numbered like an item, its place among the parts.
fn number(part: &Criterion, place: usize) -> String {
    match part.id.rsplit_once('.') {
        Some((_, last)) => last.to_owned(),
        None => (place + 1).to_string(),
    }
}
