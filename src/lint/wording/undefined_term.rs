//! Words of the protocol that every reader measures differently, where nothing in the criterion settles them.
//!
//! "Active" and "stable" are left out: they stand in every second sentence, beside the condition that they belong to.

use std::ops::Range;

use crate::codes::lint::UNDEFINED_TERM;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::quote::{Quoted, Quotes};
use crate::lint::sentence::{JUDGES, TERMS, inside, shown, words};

/// Behind a word, these say what it is.
const DEFINITIONS: [&str; 8] = [
    "defined",
    "definition",
    "i.e.",
    "ie,",
    "according to",
    "as per",
    "per protocol",
    "criteria",
];

/// How far behind the word its number may stand.
const NEAR: usize = 40;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in quotes.all.iter().filter(|quoted| !is_judged(quotes, quoted)) {
        let mut places = terms(quoted);
        // A definition of that name settles it.
        let defined = quoted
            .said
            .names
            .iter()
            .map(|read| read.name)
            .filter(|name| quotes.vocabulary.is_defined(name));
        // So does a grade of that name.
        let defined: Vec<&str> = defined
            .chain(quoted.said.options.iter().copied())
            .flat_map(|name| name.split('_'))
            .collect();
        places.retain(|place| !defined.contains(&shown(quoted.text, place).to_lowercase().as_str()));
        let [first, further @ ..] = places.as_slice() else {
            continue;
        };
        let said: Vec<String> = places
            .iter()
            .map(|place| shown(quoted.text, place).to_lowercase())
            .collect();
        let names: Vec<String> = said.iter().map(|term| format!("\"{term}\"")).collect();
        let verb = if names.len() > 1 { "are" } else { "is" };
        let message = format!("{} {verb} not defined", names.join(" and "));
        let mut finding = UNDEFINED_TERM.at(inside(quoted.text, quoted.span, first), message);
        for place in further {
            finding = finding.label(inside(quoted.text, quoted.span, place), "");
        }
        let term = said.first().map_or("", String::as_str);
        out.push(
            finding
                .help(format!(
                    "say how it was read:\nreading \"'{term}': …\"\nor leave it to the investigator, as a `judgement`"
                ))
                .about(said.iter().cloned()),
        );
    }
}

/// Whether a person is asked for a judgement in it.
fn is_judged(quotes: &Quotes<'_>, quoted: &Quoted<'_>) -> bool {
    quoted.said.judged
        || quoted
            .said
            .names
            .iter()
            .any(|read| quotes.vocabulary.is_judgement(read.name))
}

fn terms(quoted: &Quoted<'_>) -> Vec<Range<usize>> {
    let lower = quoted.text.to_ascii_lowercase();
    if JUDGES.iter().any(|word| words::find(&lower, word).is_some()) {
        return Vec::new();
    }
    // A heading is settled by its parts.
    if !quoted.parts.is_empty() && lower.trim_end().ends_with(':') {
        return Vec::new();
    }
    let mut places: Vec<Range<usize>> = Vec::new();
    for term in TERMS {
        for at in words::find_all(&lower, term) {
            let place = at..at + term.len();
            let behind = lower.get(place.end..).unwrap_or_default();
            let defined = DEFINITIONS.iter().any(|word| words::find(behind, word).is_some());
            let clause = behind.find(';').unwrap_or(behind.len()).min(NEAR);
            // A grade or a limit measures a word; a window measures only "recent".
            let measured = quoted.limits.iter().any(|limit| {
                let near = (place.end..place.end + clause).contains(&limit.place.start);
                near && (limit.time.is_none() || term == "recent")
            });
            let known = places
                .iter()
                .any(|known| known.start <= place.start && place.end <= known.end);
            let same = places.iter().any(|known| lower.get(known.clone()) == Some(term));
            if !defined && !measured && !known && !same {
                places.push(place);
            }
        }
    }
    places.sort_by_key(|place| place.start);
    places
}
