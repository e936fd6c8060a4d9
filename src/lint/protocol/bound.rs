//! A trial beside its protocol: which texts are quotes, which items have a criterion, what the quotes cover.
//!
//! Where the header names the protocol, every text is a quote. Where the protocol is only given from outside, a text may be a
//! heading in the author's own words: a quote is what stands in the protocol, or nearly does.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::model::{Criterion, Trial};
use crate::protocol::{Item, LEAST, Near, ProtocolText, Regions, count, near};
use crate::source::Span;

/// A trial and the text that it is held against.
pub struct Bound<'a> {
    pub(super) trial: &'a Trial,
    pub(super) protocol: &'a ProtocolText,
    pub(super) regions: Regions<'a>,
    verbatim: bool,
}

/// How a text stands to the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lint) enum Quoting {
    /// It stands there.
    Stands,
    /// It is a quote that does not; where it nearly does.
    Slip(Option<Near>),
    /// The author's own words.
    Heading,
}

/// What the quotes of an item cover, as signs of the protocol.
#[derive(Debug, Default)]
pub(super) struct Covered {
    pub ranges: Vec<Range<usize>>,
    /// What `…` leaves out, for all to see.
    pub left_out: Vec<Range<usize>>,
    /// The first quote.
    pub quote: Option<Span>,
    /// A text of the item's own criterion that is no quote of it: a heading, or another item's words.
    pub other: bool,
}

impl<'a> Bound<'a> {
    /// `verbatim`: every text of the trial is a quote.
    #[must_use]
    pub fn new(trial: &'a Trial, protocol: &'a ProtocolText, verbatim: bool) -> Self {
        Self {
            trial,
            protocol,
            regions: Regions::new(protocol),
            verbatim,
        }
    }

    /// How a text of a criterion or an endpoint stands to the protocol.
    pub(in crate::lint) fn quoting(&self, id: &str, text: &str) -> Quoting {
        if self.protocol.has(text) {
            return Quoting::Stands;
        }
        let own = self.regions.item(id).and_then(|at| {
            // Its number is not among its words.
            let words = self.protocol.signs_of(self.protocol.items.get(at)?.words);
            Some(words.start..self.regions.whole(at).end)
        });
        let close = own.and_then(|own| near(text, self.protocol, own));
        let close = close.or_else(|| near(text, self.protocol, 0..usize::MAX));
        if close.is_none() && !self.verbatim {
            return Quoting::Heading;
        }
        Quoting::Slip(close)
    }

    /// Whether a text that stands in the protocol is meant as a quote.
    fn is_quote(&self, text: &str) -> bool {
        self.verbatim || count(text) >= LEAST
    }

    /// The other item that a criterion quotes. A heading stands in many an item by chance.
    pub(super) fn other_item(&self, criterion: &Criterion) -> Option<(usize, Span)> {
        let (text, _) = criterion.text.as_ref()?;
        let found = self.is_quote(text).then(|| self.regions.other(&criterion.id, text));
        found.flatten()
    }

    /// The items without a number of their own whose criterion has no parts: it asks for all of them.
    pub(super) fn taken_together(&self) -> BTreeSet<&'a str> {
        let mut whole: BTreeSet<&str> = BTreeSet::new();
        let mut divided: BTreeSet<&str> = BTreeSet::new();
        for criterion in &self.trial.criteria {
            whole.insert(&criterion.id);
            let mut id = criterion.id.as_str();
            while let Some((above, _)) = id.rsplit_once('.') {
                divided.insert(above);
                id = above;
            }
        }
        let mut together: BTreeSet<&str> = BTreeSet::new();
        let of = |item: &'a Item| Some((item.id.as_str(), item.above.as_deref()?)).filter(|_| !item.numbered);
        for (id, above) in self.protocol.items.iter().filter_map(of) {
            if !whole.contains(id) && !divided.contains(above) && (whole.contains(above) || together.contains(above)) {
                together.insert(id);
            }
        }
        together
    }

    /// The items that no criterion carries.
    pub fn without_criterion(&self) -> impl Iterator<Item = &'a Item> {
        let criteria = self.trial.criteria.iter().map(|criterion| criterion.id.as_str());
        let mut carried = self.taken_together();
        carried.extend(criteria);
        self.protocol
            .items
            .iter()
            .filter(move |item| !carried.contains(item.id.as_str()))
    }

    /// What the quotes cover of each item that any criterion has a text for.
    pub(super) fn covered(&self) -> BTreeMap<usize, Covered> {
        let mut items: BTreeMap<usize, Covered> = BTreeMap::new();
        for criterion in &self.trial.criteria {
            let (Some((text, span)), Some(at)) = (&criterion.text, self.regions.item_of(&criterion.id)) else {
                continue;
            };
            let covered = items.entry(at).or_default();
            let own = self.regions.item(&criterion.id) == Some(at);
            let Some(found) = self.regions.inside(text, at) else {
                // That the quote is not this item's is told by itself; of a heading nothing is.
                let heading = self.quoting(&criterion.id, text) == Quoting::Heading;
                covered.other |= own || !heading;
                continue;
            };
            if own && !self.is_quote(text) {
                covered.other = true;
                continue;
            }
            covered.quote.get_or_insert(*span);
            for pair in found.windows(2) {
                if let [before, behind] = pair {
                    covered.left_out.push(before.end..behind.start);
                }
            }
            let words = self.regions.own(at);
            if let (Some(first), true) = (found.first(), text.trim_start().starts_with('…')) {
                covered.left_out.push(words.start..first.start);
            }
            if let (Some(last), true) = (found.last(), text.trim_end().ends_with('…')) {
                covered.left_out.push(last.end..words.end.max(last.end));
            }
            covered.ranges.extend(found);
        }
        items
    }

    /// How many signs the items have, and how many of them stand in quotes; nothing where no text is a quote.
    #[must_use]
    pub fn quoted(&self) -> Option<(usize, usize)> {
        let items = self.protocol.items.iter();
        let mut left: BTreeSet<usize> = items.flat_map(|item| self.protocol.signs_of(item.words)).collect();
        let all = left.len();
        let mut any = false;
        for covered in self.covered().into_values() {
            any |= covered.quote.is_some();
            for sign in covered.ranges.into_iter().flatten() {
                left.remove(&sign);
            }
        }
        any.then_some((all, all - left.len()))
    }
}
