//! A window in hours where the day is asked for and not the hour.

use super::windows::{InWindow, Subject, anchors, fact_of, lengths};
use crate::codes::lint::HOURS_OF_DAYS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Fact;
use crate::value::TimeScale;

/// Words of a question that asks for more than the day.
const INSTANT: [&str; 5] = ["time", "hour", "instant", "moment", "clock"];

pub(super) fn check(context: &Context<'_>, windows: &[InWindow<'_>], out: &mut Diagnostics) {
    for window in windows {
        let Some((_, place)) = lengths(window.window)
            .into_iter()
            .find(|(length, place)| length.scale == TimeScale::Hours && context.is_own(*place))
        else {
            continue;
        };
        let anchor = anchors(window.window)
            .into_iter()
            .find_map(|anchor| fact_of(context, anchor));
        let anchor = anchor.map(|fact| Subject { fact, list: None });
        let Some(asked) = [window.subject, anchor]
            .into_iter()
            .flatten()
            .find(|subject| asks_the_day(subject.fact))
        else {
            continue;
        };
        let question = asked.fact.question.as_deref().unwrap_or_default();
        let length = context.written(place);
        out.push(
            HOURS_OF_DAYS
                .at(
                    place,
                    format!("{length} are counted from hour to hour, and of {} only the day is asked", asked.name()),
                )
                .label(asked.fact.span, format!("\"{question}\""))
                .about(["hour", "calendar day"])
                .help(format!(
                    "ask for the time too:  {} … \"Day and time …?\"\nor count in days, or say what is meant:\nreading \"Hours are known only as days: …\"",
                    asked.fact.name
                )),
        );
    }
}

fn asks_the_day(fact: &Fact) -> bool {
    let question = fact.question.as_deref().unwrap_or_default().to_lowercase();
    let words = || question.split(|c: char| !c.is_alphanumeric());
    words().any(|word| word == "day") && !words().any(|word| INSTANT.contains(&word))
}
