//! A date against a window.

use super::{Telling, open_leaves};
use crate::eval::{Explanation, Outcome, WindowShown};
use crate::report::verdict::atoms::{self, Class};
use crate::report::words;
use crate::value::{Dates, Day, Instant, Value};

/// A window's reason.
pub fn tell(
    telling: Telling<'_>,
    node: &Explanation,
    shown: &WindowShown,
    date: &Explanation,
    rest: &[Explanation],
) -> String {
    let inside = atoms::class(node);
    if inside == Some(Class::Open) {
        return open(telling, shown, date, rest);
    }
    let name = super::compare::operand(telling, date).name;
    let name = name.filter(|_| telling.outcome != Outcome::Pass || !telling.alone);
    let place = distance(&date.value, shown.anchor.as_ref()).unwrap_or_else(|| words::value(&date.value, &date.ty, None));
    let place = match name {
        Some(name) => format!("{name} {place}"),
        None => place,
    };
    let window = extent(shown);
    if telling.outcome == Outcome::Fail {
        return match miss(shown, &date.value, inside == Some(Class::Yes)) {
            Some(miss) => format!("{place}; {miss}"),
            None => format!("{place}; {window}"),
        };
    }
    format!("{place}; {window}")
}

/// `51 days before`: how far a date lies from the anchor.
#[must_use]
pub fn distance(date: &Value, anchor: Option<&Dates>) -> Option<String> {
    let (first, last) = span_of(date)?;
    let anchor = anchor?.as_day()?;
    let days = |day: Day| i64::from(anchor.number()) - i64::from(day.number());
    let (most, least) = (days(first), days(last));
    let open_start = first <= Day::FIRST;
    let open_end = last >= Day::LAST;
    Some(match (open_start, open_end) {
        (true, true) => return None,
        (true, false) if least > 0 => format!("at least {} before", words::days(least)),
        (false, true) if most < 0 => format!("at least {} after", words::days(-most)),
        (true, _) | (_, true) => return None,
        _ if most == least && most == 0 => "on the day".to_owned(),
        _ if most == least && most > 0 => format!("{} before", words::days(most)),
        _ if most == least => format!("{} after", words::days(-most)),
        _ if least > 0 => format!("{least} to {} before", words::days(most)),
        _ if most < 0 => format!("{} to {} after", -most, words::days(-least)),
        _ => return None,
    })
}

/// The first and the last day that a date or a period may touch.
fn span_of(value: &Value) -> Option<(Day, Day)> {
    match value {
        Value::Date(dates) if !dates.is_empty() => Some(dates.days()),
        Value::Period(from, to) if !from.is_empty() && !to.is_empty() => Some((from.days().0, to.days().1)),
        _ => None,
    }
}

/// `window 14 days`, or its first and last day.
fn extent(shown: &WindowShown) -> String {
    let bounded = |dates: &Option<Dates>| -> Option<Day> {
        dates.as_ref().filter(|dates| dates.low() > Instant::FIRST && dates.high() < Instant::LAST)?.as_day()
    };
    let (from, to, anchor) = (bounded(&shown.from), bounded(&shown.to), shown.anchor.as_ref().and_then(Dates::as_day));
    let days = |a: Day, b: Day| words::days((i64::from(a.number()) - i64::from(b.number())).abs());
    match (from, to, anchor) {
        (Some(from), Some(to), Some(anchor)) if to == anchor || to == anchor.add_days(-1) => {
            format!("window {}", days(anchor, from))
        }
        (Some(from), Some(to), Some(anchor)) if from == anchor || from == anchor.add_days(1) => {
            format!("window {}", days(to, anchor))
        }
        (Some(from), Some(to), _) => format!("window {from} to {to}"),
        (Some(from), None, _) => format!("window from {from} on"),
        (None, Some(to), _) => format!("window up to {to}"),
        _ => {
            let known = |dates: &Option<Dates>| dates.as_ref().map(words::dates);
            match (known(&shown.from), known(&shown.to)) {
                (Some(from), Some(to)) => format!("window from {from} up to {to}"),
                _ => "window not known".to_owned(),
            }
        }
    }
}

/// By how much a date misses, and from when on it would not. `inside` where it lies in a window that it must not lie in.
fn miss(shown: &WindowShown, date: &Value, inside: bool) -> Option<String> {
    let (first, last) = span_of(date)?;
    let anchor = shown.anchor.as_ref().and_then(Dates::as_day);
    let from = shown.from.as_ref().map(|from| from.days().0);
    let to = shown.to.as_ref().map(|to| to.days().1);
    let gap = |a: Day, b: Day| i64::from(a.number()) - i64::from(b.number());
    let later = |days: i64| {
        anchor.map_or_else(String::new, |anchor| format!("; from {} on it passes", anchor.add_days(days)))
    };
    let bounded = |day: Day| day > Day::FIRST && day < Day::LAST;
    if inside {
        let from = from.filter(|from| bounded(*from))?;
        let days = gap(last, from) + 1;
        // Only where the window reaches back from its anchor does waiting help.
        let before = anchor.is_some_and(|anchor| from < anchor);
        return (days > 0 && before && bounded(last)).then(|| format!("{} too early{}", words::days(days), later(days)));
    }
    if let Some(to) = to.filter(|to| bounded(*to))
        && last > to
        && bounded(last)
    {
        let days = gap(last, to);
        let before = anchor.is_some_and(|anchor| to < anchor);
        let hint = if before { later(days) } else { String::new() };
        let word = if before { "too early" } else { "too late" };
        return Some(format!("{} {word}{hint}", words::days(days)));
    }
    if let Some(from) = from.filter(|from| bounded(*from))
        && first < from
        && bounded(first)
    {
        return Some(format!("{} outside the window, which began on {from}", words::days(gap(from, last))));
    }
    None
}

/// What leaves a window open.
fn open(telling: Telling<'_>, shown: &WindowShown, date: &Explanation, rest: &[Explanation]) -> String {
    let mut told: Vec<String> = open_leaves(telling, date).into_iter().collect();
    told.extend(rest.iter().filter_map(|node| open_leaves(telling, node)));
    if told.is_empty() {
        told.push(super::compare::operand(telling, date).named());
    }
    let imprecise = span_of(&date.value).is_some_and(|(first, last)| first > Day::FIRST && last < Day::LAST);
    if imprecise {
        told.push(extent(shown));
    }
    told.dedup();
    told.join("; ")
}
