//! A number in the rule in the place of another one in the quoted sentence.

use super::finding;
use super::stray::{Fault, strays};
use crate::codes::lint::NUMBER_DIFFERS_FROM_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        for (written, limits) in strays(quotes, quoted, Fault::Number) {
            out.push(finding::of(&NUMBER_DIFFERS_FROM_QUOTE, quoted, written, &limits));
        }
    }
}
