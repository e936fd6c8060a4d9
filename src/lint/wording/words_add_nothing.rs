//! "Or both" behind "or", "X or non-X": words that change nothing, and that somebody will read something into.

use std::ops::Range;

use crate::codes::lint::WORDS_ADD_NOTHING;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{inside, shown, words};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let lower = quoted.text.to_ascii_lowercase();
        let Some(place) = both(&lower).or_else(|| opposite(&lower)) else {
            continue;
        };
        let said = shown(quoted.text, &place);
        out.push(
            WORDS_ADD_NOTHING
                .at(
                    inside(quoted.text, quoted.span, &place),
                    format!("\"{said}\" adds nothing"),
                )
                .help(format!("where that is so, say it:\nreading \"'{said}' adds nothing.\""))
                .about([said.clone(), said.rsplit(' ').next().unwrap_or_default().to_owned()]),
        );
    }
}

/// "A or B, or both".
fn both(lower: &str) -> Option<Range<usize>> {
    let at = words::find(lower, "or both")?;
    let sentence = lower.get(..at)?.rsplit([';', '.']).next()?;
    words::find(sentence, "or").map(|_| at..at + "or both".len())
}

/// "autoimmune (ADs) or non-ADs".
fn opposite(lower: &str) -> Option<Range<usize>> {
    for at in words::find_all(lower, "or non") {
        let rest = lower.get(at + "or non".len()..)?.trim_start_matches(['-', '‑', ' ']);
        let (_, word) = words::words(rest).next()?;
        // "Invasive or non-invasive ventilation" is said for the sake of the ventilation.
        let behind = rest.get(word.len()..)?.trim_start();
        if behind.starts_with(char::is_alphanumeric) {
            continue;
        }
        let sentence = lower.get(..at)?.rsplit([';', '.']).next()?;
        let near: Vec<&str> = words::words(sentence).map(|(_, word)| word).collect();
        if near.iter().rev().take(4).any(|known| *known == word) {
            let end = lower.len() - rest.len() + word.len();
            return Some(at..end);
        }
    }
    None
}
