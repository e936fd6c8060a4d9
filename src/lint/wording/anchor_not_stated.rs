//! "Within the past 3 years", and not from when they are counted.

use crate::codes::lint::ANCHOR_NOT_STATED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{Side, inside, same, shown};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let says = |place: &std::ops::Range<usize>| !shown(quoted.text, place).is_empty();
        let times = || {
            quoted
                .limits
                .iter()
                .filter_map(|limit| Some((limit, limit.time.as_ref()?)))
        };
        // Another window of the sentence may say it for both.
        if times().any(|(_, time)| says(&time.anchor)) {
            continue;
        }
        let Some((limit, _)) = times().find(|(_, time)| time.within && time.side == Side::Before) else {
            continue;
        };
        // Only where the rule had to choose.
        let chosen = quoted.said.numbers.iter().find_map(|written| {
            let (_, anchors) = written.window.as_ref()?;
            let is_it = same((&limit.number, &limit.measure), (&written.number, &written.measure));
            anchors.first().filter(|_| is_it && written.own)
        });
        let Some(anchor) = chosen else { continue };
        let said = shown(quoted.text, &limit.place);
        let date = anchor.replace('_', " ");
        out.push(
            ANCHOR_NOT_STATED
                .at(
                    inside(quoted.text, quoted.span, &limit.place),
                    format!("from when \"{said}\" is counted is not said"),
                )
                .here(format!("the rule counts from {date}"))
                .help(format!("say why from there:\nreading \"'{said}': up to {date}.\""))
                .about([
                    said,
                    format!("up to {date}"),
                    format!("from {date}"),
                    format!("before {date}"),
                ]),
        );
    }
}
