//! Where a family of rules has told something already: what is wrong there is not told a second time by another.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};

/// Places of findings.
pub(super) struct Told(BTreeMap<(SourceId, u32), u32>);

impl Told {
    /// The places of the findings whose codes begin so: `W02`.
    pub(super) fn by(family: &str, out: &Diagnostics) -> Self {
        let mut places: BTreeMap<(SourceId, u32), u32> = BTreeMap::new();
        let findings = out.iter().filter(|finding| finding.code.id.starts_with(family));
        for span in findings.filter_map(Diagnostic::span) {
            let end = places.entry((span.source, span.start)).or_default();
            *end = span.end.max(*end);
        }
        Self(places)
    }

    /// Whether one of them is at a place, or at a part of it.
    pub(super) fn at(&self, place: Span) -> bool {
        let before = self.0.range(..(place.source, place.end)).next_back();
        before.is_some_and(|((source, _), end)| *source == place.source && *end > place.start)
    }
}
