//! "≤10-15%": a limit that is itself a range.

use crate::codes::lint::OPEN_LIMIT;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{inside, shown};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let Some(limit) = quoted.limits.iter().find(|limit| limit.open) else {
            continue;
        };
        let said = shown(quoted.text, &limit.place);
        let range = said.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
        out.push(
            OPEN_LIMIT
                .at(
                    inside(quoted.text, quoted.span, &limit.place),
                    format!("\"{said}\" names no one limit"),
                )
                .help(format!("ask which is meant, and say so:\nreading \"'{said}': …\""))
                .about([range]),
        );
    }
}
