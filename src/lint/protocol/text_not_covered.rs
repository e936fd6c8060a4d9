//! Words of a protocol's item that no quote covers.

use std::collections::BTreeMap;
use std::ops::Range;

use super::regions::Regions;
use crate::codes::lint::TEXT_NOT_COVERED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let (trial, Some(protocol)) = (context.trial, &context.protocol) else {
        return;
    };
    let regions = Regions::new(protocol);
    // The signs that each item's quotes cover.
    let mut covered: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    let mut places: BTreeMap<usize, Span> = BTreeMap::new();
    for criterion in &trial.criteria {
        let (Some((text, span)), Some(item)) = (&criterion.text, regions.item_of(&criterion.id)) else {
            continue;
        };
        let Some(found) = regions.inside(text, item) else {
            // The quote is not this item's: that is told by itself.
            covered.entry(item).or_default().push(regions.whole(item));
            continue;
        };
        let ranges = covered.entry(item).or_default();
        ranges.extend(found.iter().cloned());
        places.entry(item).or_insert(*span);
        // What `…` leaves out is left out for all to see.
        for pair in found.windows(2) {
            if let [before, behind] = pair {
                ranges.push(before.end..behind.start);
            }
        }
        let own = regions.own(item);
        if let (Some(first), true) = (found.first(), text.trim_start().starts_with('…')) {
            ranges.push(own.start..first.start);
        }
        if let (Some(last), true) = (found.last(), text.trim_end().ends_with('…')) {
            ranges.push(last.end..own.end.max(last.end));
        }
    }
    for (item, mut ranges) in covered {
        ranges.sort_by_key(|range| range.start);
        let own = regions.own(item);
        let mut at = own.start + number(protocol.items.get(item).map_or("", |item| item.id.as_str()));
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
        let (Some(gap), Some(item), Some(span)) = (open, protocol.items.get(item), places.get(&item)) else {
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
                .at(
                    *span,
                    format!("\"{cited}{more}\" of item {} is quoted nowhere", item.id),
                )
                .here("the quote")
                .label(place, "these words")
                .help(format!(
                    "quote them, leave them out by `…`, or say why:\nreading \"'{cited}': …\""
                ))
                .about([cited.clone()]),
        );
    }
}

/// How many signs the number of an item has in front of its words: "12." in front of E12.
fn number(id: &str) -> usize {
    let last = id.rsplit('.').next().unwrap_or_default();
    last.chars().filter(char::is_ascii_digit).count() + 1
}
