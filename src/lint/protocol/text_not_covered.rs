//! Words of a protocol's item that no quote covers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::parts::taken_together;
use super::quoting::is_quote;
use super::{Quoting, quoting};
use crate::codes::lint::TEXT_NOT_COVERED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::protocol::Regions;
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let (trial, Some(protocol)) = (context.trial, &context.protocol) else {
        return;
    };
    let regions = Regions::new(protocol);
    // The signs that each item's quotes cover.
    let mut covered: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    let mut places: BTreeMap<usize, Span> = BTreeMap::new();
    // Items that their criterion does not quote, but gives a heading of its own.
    let mut headings: BTreeSet<usize> = BTreeSet::new();
    for criterion in &trial.criteria {
        let (Some((text, span)), Some(item)) = (&criterion.text, regions.item_of(&criterion.id)) else {
            continue;
        };
        let own = protocol.items.get(item);
        let Some(found) = regions.inside(text, item) else {
            if quoting(context, protocol, &criterion.id, text) == Quoting::Heading {
                headings.extend(own.filter(|own| own.id == criterion.id).map(|_| item));
                continue;
            }
            // The quote is not this item's: that is told by itself.
            covered.entry(item).or_default().push(regions.whole(item));
            continue;
        };
        if own.is_some_and(|own| own.id == criterion.id && !is_quote(context, text)) {
            headings.insert(item);
            continue;
        }
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
    let together = taken_together(context, protocol);
    covered.retain(|item, _| !headings.contains(item));
    for (item, mut ranges) in covered {
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
