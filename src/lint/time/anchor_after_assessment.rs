//! Windows before a day of the trial that comes after the assessment.

use std::collections::BTreeMap;

use super::windows::{InWindow, anchors, fact_of, lies_before};
use crate::codes::lint::ANCHOR_AFTER_ASSESSMENT;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Fact;
use crate::model::expr::Window;
use crate::source::Span;

/// Words of a question that say that the day may lie ahead.
const AHEAD: [&str; 4] = ["planned", "expected", "intended", "scheduled"];

/// No more places than these are shown of one day.
const MOST_PLACES: usize = 5;

pub(super) fn check(context: &Context<'_>, windows: &[InWindow<'_>], out: &mut Diagnostics) {
    let trial = context.trial;
    let Some(assessed) = trial.assessed_at.and_then(|fact| trial.facts.get(fact.index())) else {
        return;
    };
    let Some(now) = trial.dates.iter().position(|date| *date == assessed.name) else {
        return;
    };
    let later = trial.dates.get(now + 1..).unwrap_or_default();
    let mut places: BTreeMap<&str, (&Fact, Vec<Span>)> = BTreeMap::new();
    for window in windows.iter().filter(|window| lies_before(window.window)) {
        let end = match window.window {
            Window::Between(_, to) => Some(to),
            window => anchors(window).into_iter().next(),
        };
        let Some((fact, end)) = end.and_then(|end| Some((fact_of(context, end)?, end))) else {
            continue;
        };
        if fact.trial_date && later.contains(&fact.name) && !says_ahead(fact) {
            let place = if context.is_own(end.span) {
                end.span
            } else {
                window.place
            };
            places
                .entry(&fact.name)
                .or_insert_with(|| (fact, Vec::new()))
                .1
                .push(place);
        }
    }
    for date in later {
        let Some((name, (fact, places))) = places.get_key_value(date.as_str()) else {
            continue;
        };
        let Some((first, others)) = places.split_first() else {
            continue;
        };
        let message = match places.len() {
            1 => format!(
                "a window lies before `{name}`, which comes after the assessment at `{}`",
                assessed.name
            ),
            many => format!(
                "{many} windows lie before `{name}`, which comes after the assessment at `{}`",
                assessed.name
            ),
        };
        let mut finding = ANCHOR_AFTER_ASSESSMENT
            .at(*first, message)
            .here("what happens until then is not known yet");
        for other in others.iter().take(MOST_PLACES - 1) {
            finding = finding.label(*other, "and here");
        }
        let question = fact.question.as_deref().unwrap_or("Day of …?").trim_end_matches('?');
        out.push(
            finding
                .about([format!("planned {name}"), "planned day".to_owned(), "planned date".to_owned()])
                .help(format!(
                    "ask for the planned day:  dates … {name} \"{question}, planned or done?\"\nor list the dates in the order in which they come:  dates {name}, {}\nor say how it is read:\nreading \"Until the planned {name}: …\"",
                    assessed.name
                )),
        );
    }
}

fn says_ahead(fact: &Fact) -> bool {
    let question = fact.question.as_deref().unwrap_or_default().to_lowercase();
    AHEAD.iter().any(|word| question.contains(word))
}
