//! The number of the quoted sentence, with another unit.

use super::finding;
use super::stray::{Fault, strays};
use crate::codes::lint::UNIT_DIFFERS_FROM_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        for (written, limits) in strays(quotes, quoted, Fault::Unit) {
            out.push(finding::of(&UNIT_DIFFERS_FROM_QUOTE, quoted, written, &limits));
        }
    }
}
