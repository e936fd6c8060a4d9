//! Months and half-lives in one sentence, and not which of the two decides.

use crate::codes::lint::WINDOWS_CLASH;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{Measure, inside, shown, words};

/// Words that say which of two windows decides.
const DECIDING: [&str; 6] = [
    "whichever",
    "the shorter",
    "the longer",
    "shorter of",
    "longer of",
    "the earlier",
];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let lower = quoted.text.to_ascii_lowercase();
        if DECIDING.iter().any(|word| words::find(&lower, word).is_some()) {
            continue;
        }
        let Some(lives) = quoted
            .limits
            .iter()
            .find(|limit| limit.measure == Measure::HalfLives && limit.certain)
        else {
            continue;
        };
        let Some(calendar) = quoted
            .limits
            .iter()
            .find(|limit| limit.measure.is_time() && limit.time.is_some())
        else {
            continue;
        };
        let (first, second) = (shown(quoted.text, &calendar.place), shown(quoted.text, &lives.place));
        out.push(
            WINDOWS_CLASH
                .at(
                    inside(quoted.text, quoted.span, &lives.place),
                    format!("\"{first}\" and \"{second}\": which of the two decides is not said"),
                )
                .label(inside(quoted.text, quoted.span, &calendar.place), "the other window")
                .help(format!("say which:\nreading \"'{second}': …\""))
                .about([second.clone(), "half-lives".to_owned(), "half-life".to_owned()]),
        );
    }
}
