//! Rows of which two hold for one value, so that both count.

use super::{Question, rows};
use crate::codes::lint::RANGE_OVERLAP;
use crate::diagnostic::Diagnostics;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for table in rows::tables(question).iter().filter(|table| !table.first_decides) {
        let double = table.regions.iter().find_map(|region| match region.holding.as_slice() {
            [first, second, ..] => Some((region, table.rows.get(*first)?, table.rows.get(*second)?)),
            _ => None,
        });
        if let Some((region, first, second)) = double {
            out.push(
                RANGE_OVERLAP
                    .at(second.span, format!("two rows hold for {}, and both count", region.words))
                    .label(first.span, "this one too")
                    .about(["both rows", "both count"])
                    .help("let one range end where the next begins, or say that it is meant:\nreading \"Both rows count: …\""),
            );
        }
    }
}
