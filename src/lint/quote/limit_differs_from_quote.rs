//! A multiple of a reference limit in the rule that the quoted sentence does not have, though it has others.

use super::finding;
use super::stray::{Fault, strays};
use crate::codes::lint::LIMIT_DIFFERS_FROM_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        for (written, limits) in strays(quotes, quoted, Fault::Multiple) {
            out.push(finding::of(&LIMIT_DIFFERS_FROM_QUOTE, quoted, written, &limits));
        }
    }
}
