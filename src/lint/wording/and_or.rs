//! "and/or": one of them, or all of them.

use crate::codes::lint::AND_OR;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{inside, words};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let lower = quoted.text.to_ascii_lowercase();
        let Some(at) = words::find(&lower, "and/or") else {
            continue;
        };
        let place = at..at + "and/or".len();
        let next = words::words(quoted.text.get(place.end..).unwrap_or_default()).map(|(_, word)| word.to_lowercase());
        let next = next.into_iter().next().unwrap_or_default();
        out.push(
            AND_OR
                .at(
                    inside(quoted.text, quoted.span, &place),
                    "\"and/or\" can be read as *and* and as *or*",
                )
                .help(format!("say which:\nreading \"'and/or {next}': …\""))
                .about(["and/or"]),
        );
    }
}
