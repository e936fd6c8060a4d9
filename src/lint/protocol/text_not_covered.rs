//! Words of a protocol's item that no quote covers.

use std::ops::Range;

use crate::codes::lint::TEXT_NOT_COVERED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let Some(bound) = context.bound() else {
        return;
    };
    let (protocol, regions) = (bound.protocol, &bound.regions);
    let together = bound.taken_together();
    for (item, covered) in bound.covered() {
        if covered.other {
            continue;
        }
        let mut ranges = covered.ranges;
        ranges.extend(covered.left_out);
        ranges.sort_by_key(|range| range.start);
        let mut own = regions.own(item);
        // Points that the criterion takes together with the item are its words.
        for (below, point) in protocol.items.iter().enumerate().skip(item + 1) {
            if !together.contains(point.id.as_str()) {
                break;
            }
            own.end = regions.own(below).end;
        }
        let words = protocol.items.get(item).map(|item| protocol.signs_of(item.words));
        let mut at = words.map_or(own.start, |words| words.start);
        let mut open: Option<Range<usize>> = None;
        for range in ranges.iter().cloned().chain(std::iter::once(own.end..own.end)) {
            let gap = at..range.start.min(own.end);
            let says = gap
                .clone()
                .any(|sign| protocol.sign(sign).is_some_and(char::is_alphanumeric));
            if !gap.is_empty() && says && open.is_none() {
                open = Some(gap);
            }
            at = at.max(range.end);
        }
        let (Some(gap), Some(item), Some(span)) = (open, protocol.items.get(item), covered.quote) else {
            continue;
        };
        let Some(place) = protocol.place(gap.start, gap.end) else {
            continue;
        };
        let words = protocol.words(place);
        let words: Vec<&str> = words
            .trim_matches(|c: char| !c.is_alphanumeric())
            .split_whitespace()
            .collect();
        let cited = words.get(..words.len().min(6)).unwrap_or_default().join(" ");
        let more = if words.len() > 6 { " …" } else { "" };
        out.push(
            TEXT_NOT_COVERED
                .at(span, format!("\"{cited}{more}\" of item {} is quoted nowhere", item.id))
                .here("the quote")
                .label(place, "these words")
                .help(format!(
                    "quote them, leave them out by `…`, or say why:\nreading \"'{cited}': …\""
                ))
                .about([cited.clone()]),
        );
    }
}
