//! An exception of the quoted sentence that nothing in the rule carries.

use std::ops::Range;

use super::pair::{Quoted, Quotes};
use super::rule::Said;
use crate::codes::lint::EXCEPTION_MISSING;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{Measure, exceptions, inside, words};

/// A name of fewer letters is found in too many sentences.
const LETTERS: usize = 7;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        if quoted.said.asks || quoted.parts.iter().any(|part| quotes.all.get(*part).is_none()) {
            continue;
        }
        let found = exceptions(quoted.text)
            .into_iter()
            .find(|place| is_missing(quotes, quoted, place));
        let Some(place) = found else { continue };
        let words = first_words(quoted.text, &place);
        out.push(
            EXCEPTION_MISSING
                .at(
                    inside(quoted.text, quoted.span, &place),
                    format!("an exception of the protocol is missing in the rule of {}", quoted.id),
                )
                .here("the exception")
                .help(format!(
                    "write `… unless … then …`, or `… unless …`\nwhere it changes nothing:\nreading \"'{words} …': …\""
                ))
                .about([words.clone()]),
        );
    }
}

/// The first words of a place, as an acknowledging reading would cite them.
fn first_words(text: &str, place: &Range<usize>) -> String {
    let clause = text.get(place.clone()).unwrap_or_default();
    let cited: Vec<&str> = clause.split_whitespace().take(4).collect();
    cited.join(" ").trim_end_matches([',', ';', ')']).to_owned()
}

fn is_missing(quotes: &Quotes<'_>, quoted: &Quoted<'_>, place: &Range<usize>) -> bool {
    // The exception's own limit is not in the rule.
    let own = quoted
        .limits
        .iter()
        .enumerate()
        .filter(|(_, limit)| place.contains(&limit.place.start) && limit.certain);
    let mut own = own.filter(|(_, limit)| limit.measure != Measure::Bare && limit.time.is_none());
    if own.any(|(at, _)| !quotes.is_kept(quoted, at)) {
        // Unless another limit stands in its place: that is told by itself.
        return quotes.strays(quoted).is_empty();
    }
    let clause = words::stems(quoted.text.get(place.clone()).unwrap_or_default());
    let all: Vec<&Quoted<'_>> = std::iter::once(quoted).chain(quotes.below(quoted)).collect();
    // Each exception of the sentences has one in the rules: whether it is the right one, no word can tell.
    let made: usize = all.iter().map(|quoted| quoted.said.exceptions.len()).sum();
    let said: usize = all.iter().map(|quoted| exceptions(quoted.text).len()).sum();
    if made >= said {
        return false;
    }
    // `design is interventional` leaves out the observational: naming some options makes an exception of the others.
    let chosen = |name: &str| {
        let mut options = all.iter().flat_map(|quoted| quotes.vocabulary.left_out(&quoted.said));
        options.any(|option| option == name)
    };
    let reads = |name: &str| {
        chosen(name)
            || all
                .iter()
                .any(|quoted| quoted.said.reads(name) || quoted.said.options.contains(&name))
    };
    // Facts and options that are called like it, none of which the rule reads.
    let rules: Vec<&Said<'_>> = all.iter().map(|quoted| &quoted.said).collect();
    let mut called = quotes.vocabulary.truths_and_options(&rules).filter(|name| {
        let parts = words::stems(&name.replace('_', " "));
        let long = parts.len() > 1 || name.len() >= LETTERS;
        long && !parts.is_empty() && parts.iter().all(|part| clause.contains(part))
    });
    let mut any_called = false;
    let read = called.any(|name| {
        any_called = true;
        reads(name)
    });
    if any_called && !read {
        return true;
    }
    // Nothing in the rule can carry an exception, nor speaks of one.
    let before = words::stems(quoted.text.get(..place.start).unwrap_or_default());
    let only: Vec<String> = clause.into_iter().filter(|stem| !before.contains(stem)).collect();
    let called_so = |option: &str| {
        words::stems(&option.replace('_', " "))
            .iter()
            .any(|stem| only.contains(stem))
    };
    let speaks = |quoted: &&Quoted<'_>| {
        let mut names = quoted.said.names.iter().map(|read| read.name);
        let mut options = quoted.said.options.iter().copied();
        names.any(|name| quotes.vocabulary.is_said(name, &only))
            || options.any(called_so)
            || quotes.vocabulary.left_out(&quoted.said).any(called_so)
    };
    !read && all.iter().all(|quoted| !quoted.said.carries && !quoted.said.asks) && !all.iter().any(speaks)
}
