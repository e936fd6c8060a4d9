//! A window of the rule of another length than the quoted one, on its other side, or counted from another day.

use super::finding;
use super::pair::{Quoted, Quotes, Vocabulary};
use super::rule::Written;
use super::stray::{Fault, strays};
use crate::codes::lint::WINDOW_DIFFERS_FROM_QUOTE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::Context;
use crate::lint::sentence::{Limit, Side, inside, same, shown, words};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        for (written, limits) in strays(quotes, quoted, Fault::Window) {
            out.push(finding::of(&WINDOW_DIFFERS_FROM_QUOTE, quoted, written, &limits));
        }
        for written in quoted.said.numbers.iter().filter(|written| written.own) {
            let Some((side, anchors)) = &written.window else {
                continue;
            };
            let answering: Vec<&Limit> = answering(quotes, quoted, written);
            let (names, dates) = (&quotes.vocabulary, &context.trial.dates);
            if !answering
                .iter()
                .any(|limit| of_event(names, dates, quoted, anchors, limit))
            {
                out.extend(other_side(quoted, written, *side, &answering));
            }
            out.extend(other_day(&context.trial.dates, quoted, written, anchors, &answering));
        }
    }
}

/// The windows of the sentence that a window of the rule stands for.
fn answering<'q>(quotes: &Quotes<'_>, quoted: &'q Quoted<'_>, written: &Written<'_>) -> Vec<&'q Limit> {
    let candidates = quotes.candidates(quoted, written);
    let limits = candidates.iter().filter_map(|at| quoted.limits.get(*at));
    limits
        .filter(|limit| limit.time.is_some())
        .filter(|limit| same((&limit.number, &limit.measure), (&written.number, &written.measure)))
        .collect()
}

fn other_side(quoted: &Quoted<'_>, written: &Written<'_>, side: Side, answering: &[&Limit]) -> Option<Diagnostic> {
    let opposite = |limit: &&&Limit| {
        let said = limit.time.as_ref().map(|time| time.side);
        matches!(
            (said, side),
            (Some(Side::Before), Side::After) | (Some(Side::After), Side::Before)
        )
    };
    let limit = answering
        .first()
        .filter(|_| answering.iter().all(|limit| opposite(&limit)))?;
    let (said, meant) = match side {
        Side::After => ("after", "before"),
        _ => ("before", "after"),
    };
    let length = finding::quantity(&written.number, &written.measure);
    let message = format!("the protocol's {length} lie {meant}, the rule's {said}");
    Some(told_of(quoted, written, limit, message, format!("{length} {said}")))
}

/// Words for the day that a trial counts from, whatever it is called in the rule.
const OF_THE_TRIAL: [&str; 14] = [
    "study",
    "trial",
    "dose",
    "dosing",
    "enrol",
    "random",
    "screen",
    "baseline",
    "consent",
    "entry",
    "registr",
    "inclusion",
    "visit",
    "infusion",
];

/// "2 weeks after radiotherapy" and `radiotherapy_end at least 2 weeks before enrolment`: the sentence counts from what the
/// rule asks the day of, so that the same time lies on the other side.
fn of_event(names: &Vocabulary, dates: &[String], quoted: &Quoted<'_>, anchors: &[&str], limit: &Limit) -> bool {
    let anchor = limit
        .time
        .as_ref()
        .and_then(|time| quoted.text.get(time.anchor.clone()));
    let Some(text) = anchor else { return false };
    let of_trial = words::words(text).any(|(_, word)| {
        let lower = word.to_lowercase();
        OF_THE_TRIAL.iter().any(|known| lower.starts_with(known))
    });
    let stems = words::stems(text);
    let called = |name: &str| {
        words::stems(&name.replace('_', " "))
            .iter()
            .any(|stem| stems.contains(stem))
    };
    let mut days = dates.iter().map(String::as_str).chain(anchors.iter().copied());
    if of_trial || days.any(called) {
        return false;
    }
    let mut asked = quoted.said.names.iter().map(|read| read.name);
    asked.any(|name| names.is_said(name, &stems)) || quoted.said.options.iter().any(|option| called(option))
}

fn other_day(
    dates: &[String],
    quoted: &Quoted<'_>,
    written: &Written<'_>,
    anchors: &[&str],
    answering: &[&Limit],
) -> Option<Diagnostic> {
    let [anchor] = anchors else { return None };
    if !dates.iter().any(|date| date == anchor) {
        return None;
    }
    let of_date = |date: &str| words::stems(&date.replace('_', " "));
    // All windows of this length must name another of the trial's days.
    let mut named: Option<(&Limit, &String)> = None;
    for limit in answering {
        let text = quoted.text.get(limit.time.as_ref()?.anchor.clone())?;
        let stems = words::stems(text);
        let says = |date: &str| {
            let of_date = of_date(date);
            !of_date.is_empty() && of_date.iter().all(|stem| stems.contains(stem))
        };
        if says(anchor) {
            return None;
        }
        named = Some((limit, dates.iter().find(|date| says(date))?));
    }
    let (limit, date) = named?;
    let length = finding::quantity(&written.number, &written.measure);
    let message = format!(
        "the protocol counts {length} from {}, the rule from {}",
        date.replace('_', " "),
        anchor.replace('_', " ")
    );
    Some(told_of(
        quoted,
        written,
        limit,
        message,
        format!("{length} before {}", anchor.replace('_', " ")),
    ))
}

fn told_of(quoted: &Quoted<'_>, written: &Written<'_>, limit: &Limit, message: String, said: String) -> Diagnostic {
    let end = limit
        .time
        .as_ref()
        .map_or(limit.place.end, |time| time.anchor.end.max(limit.place.end));
    let place = limit.place.start..end;
    let protocol = inside(quoted.text, quoted.span, &place);
    debug_assert!(!shown(quoted.text, &place).is_empty());
    WINDOW_DIFFERS_FROM_QUOTE
        .at(written.place, message)
        .here("the rule")
        .label(protocol, "the protocol")
        .help(format!(
            "change one of them, or say why they differ:\nreading \"… {said} …\""
        ))
        .about([said])
}
