//! An exception for what lies as far back as the sentence reaches anyway: "within the past 3 years, except … for ≥3 years".

use crate::codes::lint::EXCEPTION_REPEATS_WINDOW;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{exceptions, inside, same, shown};
use crate::value::Comparison;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let Some(exception) = exceptions(quoted.text).into_iter().next() else {
            continue;
        };
        let windows = quoted
            .limits
            .iter()
            .filter(|limit| limit.place.end <= exception.start && limit.time.as_ref().is_some_and(|time| time.within));
        for window in windows {
            let repeated = quoted.limits.iter().find(|limit| {
                limit.place.start >= exception.start
                    && matches!(limit.sign, Some(Comparison::AtLeast | Comparison::Greater))
                    && same((&limit.number, &limit.measure), (&window.number, &window.measure))
            });
            let Some(repeated) = repeated else { continue };
            let (first, second) = (shown(quoted.text, &window.place), shown(quoted.text, &repeated.place));
            out.push(
                EXCEPTION_REPEATS_WINDOW
                    .at(
                        inside(quoted.text, quoted.span, &repeated.place),
                        format!(
                            "the exception \"{second}\" begins where the window \"{first}\" ends: it may change nothing"
                        ),
                    )
                    .label(inside(quoted.text, quoted.span, &window.place), "the window")
                    .help("ask what it is for, and say how it was read:\nreading \"The exception changes nothing: …\"")
                    .about(["changes nothing", "adds nothing", "the exception"]),
            );
        }
    }
}
