//! "At least two" in the quoted sentence, and another count in the rule.

use std::ops::Range;

use crate::codes::lint::COUNT_DIFFERS_FROM_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{inside, shown, words};
use crate::value::Number;

/// Words behind a number with which it counts no things.
const MEASURES: [&str; 14] = [
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "half", "points", "point",
    "grade",
];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        let said = counts(quoted.text);
        let number = |count: u32| Number::from(i64::from(count));
        let kept = |count: u32| quotes.numbers(quoted).any(|written| written.number == number(count));
        let unkept = said.iter().find(|(count, _)| *count > 0 && !kept(*count)).cloned();
        let stands = |least: u32| words::words(quoted.text).any(|(_, word)| words::small(word) == Some(least));
        // A count that the sentence has nowhere; `any` only where it is the rule's one count.
        let other = quoted
            .said
            .counts
            .iter()
            .find(|counted| counted.least > 1 && !stands(counted.least));
        // Beside an explicit count, "two Grade B" is enough.
        let named = || {
            words::words(quoted.text).find_map(|(place, word)| {
                let count = words::small(word).filter(|_| word.starts_with(|c: char| c.is_ascii_alphabetic()))?;
                (!kept(count)).then_some((count, place))
            })
        };
        let Some((wanted, place)) = unkept.or_else(|| other.and_then(|_| named())) else {
            continue;
        };
        let only = quoted
            .said
            .counts
            .first()
            .filter(|counted| quoted.said.counts.len() == 1 && counted.least == 1 && wanted > 1 && !stands(1));
        let Some(counted) = other.or(only) else { continue };
        let least = counted.least;
        let message = format!(
            "the protocol says \"{}\", the rule asks for {least}",
            shown(quoted.text, &place)
        );
        out.push(
            COUNT_DIFFERS_FROM_QUOTE
                .at(counted.place, message)
                .here("the rule")
                .label(inside(quoted.text, quoted.span, &place), "the protocol")
                .help(format!(
                    "change one of them, or say why they differ:\nreading \"… at least {least} …\""
                ))
                .about([format!("at least {least}")]),
        );
    }
}

/// "at least two prior lines", "two or more": the count and its place.
fn counts(text: &str) -> Vec<(u32, Range<usize>)> {
    let lower = text.to_ascii_lowercase();
    let all: Vec<(Range<usize>, &str)> = words::words(&lower).collect();
    let mut found = Vec::new();
    for (at, (place, word)) in all.iter().enumerate() {
        let Some(count) = words::small(word) else { continue };
        let before = lower.get(..place.start).unwrap_or_default().trim_end();
        let behind = lower.get(place.end..).unwrap_or_default();
        let next = all.get(at + 1).map_or("", |(_, word)| *word);
        let things = behind.starts_with(' ')
            && !MEASURES.contains(&next)
            && behind.trim_start().starts_with(|c: char| c.is_alphabetic());
        let head = ["at least", "a minimum of", "minimum of", "≥"]
            .iter()
            .find(|head| before.ends_with(**head));
        if let Some(head) = head
            && things
        {
            found.push((count, before.len() - head.len()..place.end));
        } else if behind.starts_with(" or more ") {
            let then = all.get(at + 3).map_or("", |(_, word)| *word);
            if !MEASURES.contains(&then) {
                found.push((count, place.start..place.end + " or more".len()));
            }
        }
    }
    found
}
