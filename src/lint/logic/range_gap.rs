//! Rows whose ranges leave a value out between them.

use super::{Question, rows};
use crate::codes::lint::RANGE_GAP;
use crate::diagnostic::Diagnostics;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for table in rows::tables(question) {
        let covered = |region: &crate::analysis::Region| !region.holding.is_empty();
        let first = table.regions.iter().position(covered);
        let last = table.regions.iter().rposition(covered);
        let inner = first.zip(last).and_then(|(first, last)| table.regions.get(first..last));
        if let Some(gap) = inner.unwrap_or_default().iter().find(|region| !covered(region)) {
            out.push(
                RANGE_GAP
                    .at(table.whole.span, format!("no row holds for {}", gap.words))
                    .about(["gap"])
                    .help("let one range end where the next begins, or say that it is meant:\nreading \"The gap between the rows: …\""),
            );
        }
    }
}
