//! Which item of the protocol a quote stands in.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ProtocolText;
use crate::source::Span;

/// The items of a protocol by their numbers.
pub struct Regions<'a> {
    protocol: &'a ProtocolText,
    by_id: BTreeMap<&'a str, usize>,
    /// Of each item the signs of its own text, and the end of its last sub-item.
    signs: Vec<(Range<usize>, usize)>,
}

impl<'a> Regions<'a> {
    /// Reads the items of a protocol.
    #[must_use]
    pub fn new(protocol: &'a ProtocolText) -> Self {
        let items = &protocol.items;
        let mut signs: Vec<(Range<usize>, usize)> = Vec::with_capacity(items.len());
        for item in items {
            let range = protocol.signs_of(item.span);
            signs.push((range.clone(), range.end));
        }
        // An item ends with the last of those below it, which follow it.
        let mut open: Vec<usize> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            while open
                .last()
                .and_then(|last| items.get(*last))
                .is_some_and(|last| !is_below(&item.id, &last.id))
            {
                open.pop();
            }
            let end = signs.get(at).map_or(0, |(range, _)| range.end);
            for above in &open {
                if let Some((_, whole)) = signs.get_mut(*above) {
                    *whole = end.max(*whole);
                }
            }
            open.push(at);
        }
        Self {
            protocol,
            by_id: items
                .iter()
                .enumerate()
                .map(|(at, item)| (item.id.as_str(), at))
                .collect(),
            signs,
        }
    }

    /// The place of an item among those of the protocol, for a criterion: its own, or the one that it is a part of.
    #[must_use]
    pub fn item_of(&self, id: &str) -> Option<usize> {
        let mut id = id;
        loop {
            if let Some(at) = self.by_id.get(id) {
                return Some(*at);
            }
            id = id.rsplit_once('.')?.0;
        }
    }

    /// The place of an item of exactly this number.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The signs of an item with those below it.
    #[must_use]
    pub fn whole(&self, item: usize) -> Range<usize> {
        self.signs.get(item).map_or(0..0, |(own, end)| own.start..*end)
    }

    /// The signs of an item without those below it.
    #[must_use]
    pub fn own(&self, item: usize) -> Range<usize> {
        self.signs.get(item).map_or(0..0, |(own, _)| own.clone())
    }

    /// Where the stretches of a quote stand inside an item, in their order; nothing where one does not.
    #[must_use]
    pub fn inside(&self, quote: &str, item: usize) -> Option<Vec<Range<usize>>> {
        let whole = self.whole(item);
        let mut from = whole.start;
        let mut found = Vec::new();
        for stretch in quote.split('…').filter(|stretch| !stretch.trim().is_empty()) {
            let place = self.protocol.find_in(stretch, from..whole.end)?;
            from = place.end;
            found.push(place);
        }
        Some(found)
    }

    /// The other item that a criterion's quote stands in, where it does not stand in its own.
    #[must_use]
    pub fn other(&self, id: &str, text: &str) -> Option<(usize, Span)> {
        let own = self.item(id)?;
        if self.inside(text, own).is_some() {
            return None;
        }
        let first = text.split('…').find(|stretch| !stretch.trim().is_empty())?;
        let (start, _, place) = self.protocol.find(first, 0)?;
        let at = self
            .signs
            .partition_point(|(own, _)| own.start <= start)
            .checked_sub(1)?;
        let (range, _) = self.signs.get(at)?;
        (at != own && range.contains(&start)).then_some((at, place))
    }
}

/// Whether a number lies below another one.
fn is_below(id: &str, above: &str) -> bool {
    id.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}
