//! An exception in the rule, where the quoted sentence has no word of one.

use super::pair::{Quoted, Quotes};
use crate::codes::lint::EXCEPTION_NOT_IN_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{has_exception, words};
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        let Some(place) = place(quotes, quoted) else { continue };
        out.push(
            EXCEPTION_NOT_IN_QUOTE
                .at(
                    place,
                    format!("the quote of {} says nothing of an exception", quoted.id),
                )
                .here("the rule makes one here")
                .label(quoted.span, "the protocol")
                .help("take it out, or say where it comes from:\nreading \"The exception: …\"")
                .about(["the exception"]),
        );
    }
}

/// The exception of a rule of which its sentence has no word.
pub(super) fn place(quotes: &Quotes<'_>, quoted: &Quoted<'_>) -> Option<Span> {
    let place = quoted.said.exceptions.first()?;
    let near = || quotes.above(quoted).chain(quotes.below(quoted)).chain([quoted]);
    // What is left out of a quote may hold the exception.
    let said = |text: &str| has_exception(text) || text.contains('…') || text.trim().is_empty();
    if near().any(|quoted| said(quoted.text)) {
        return None;
    }
    // Nor is it a surprise where the sentence has a second limit, or names what the exception is about.
    let certain = quoted.limits.iter().filter(|limit| limit.certain).count();
    let stems = words::stems(quoted.text);
    let mut about = quoted
        .said
        .names
        .iter()
        .filter(|read| place.contains(read.place))
        .map(|read| read.name);
    let options = quoted
        .said
        .options
        .iter()
        .any(|option| stems.contains(&words::stem(option)));
    if certain > 1 || options || about.any(|name| quotes.vocabulary.is_said(name, &stems)) {
        return None;
    }
    Some(*place)
}
