//! A date against a window.

use super::frame::Frame;
use super::{Telling, compare, open, promise};
use crate::eval::{Explanation, Outcome};
use crate::report::verdict::atoms::{self, Class};
use crate::report::words;
use crate::value::{Dates, Day, Value};

/// A window's reason. `rest` is what the window was made of, the anchor first.
pub fn tell(telling: Telling<'_>, node: &Explanation, date: &Explanation, rest: &[Explanation]) -> String {
    let frame = telling.page.windows.frame(node);
    let inside = atoms::class(node);
    if inside == Some(Class::Open) {
        return undecided(telling, frame.as_ref(), date, rest);
    }
    let name = compare::operand(telling, date).name;
    let name = name.filter(|_| !telling.of_record && (telling.outcome != Outcome::Pass || !telling.alone));
    let place = anchor(rest).and_then(|anchor| distance(&date.value, anchor));
    let place = place.unwrap_or_else(|| words::value(&date.value, &date.ty, None));
    let place = match name {
        Some(name) => format!("{name} {place}"),
        None => place,
    };
    let Some(frame) = frame else { return place };
    if telling.outcome == Outcome::Fail
        && let Some(miss) = miss(telling, &frame, &date.value, inside == Some(Class::Yes))
    {
        return format!("{place}; {miss}");
    }
    format!("{place}; {}", extent(&frame))
}

/// The date that a window is counted from.
#[must_use]
pub fn anchor(rest: &[Explanation]) -> Option<&Dates> {
    rest.iter().find_map(|part| match &part.value {
        Value::Date(dates) => Some(dates),
        _ => None,
    })
}

/// `51 days before`: how far a date lies from the anchor.
#[must_use]
pub fn distance(date: &Value, anchor: &Dates) -> Option<String> {
    let (first, last) = span_of(date)?;
    let anchor = anchor.as_day()?;
    let (most, least) = (gap(anchor, first), gap(anchor, last));
    Some(match (first <= Day::FIRST, last >= Day::LAST) {
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

/// Days from the second to the first.
fn gap(later: Day, earlier: Day) -> i64 {
    i64::from(later.number()) - i64::from(earlier.number())
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
fn extent(frame: &Frame) -> String {
    if let Some(length) = &frame.length {
        let length = words::value(&Value::Duration(length.clone()), &crate::model::Type::Duration, None);
        return if frame.outward {
            format!("limit {length}")
        } else {
            format!("window {length}")
        };
    }
    match (frame.from, frame.to) {
        (Some(from), Some(to)) => format!("window {from} to {to}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(to)) => format!("up to {to}"),
        (None, None) => "at any time".to_owned(),
    }
}

/// By how much a date misses, and from when on the criterion would pass, if that alone stands in its way. `inside` where
/// it lies in a window that it must not lie in.
fn miss(telling: Telling<'_>, frame: &Frame, date: &Value, inside: bool) -> Option<String> {
    let (first, last) = span_of(date)?;
    let bounded = |day: Day| day > Day::FIRST && day < Day::LAST;
    // Only where the window reaches back from its anchor does waiting help.
    let waiting = |days: i64| {
        let early = format!("{} too early", words::days(days));
        match promise::made(telling, frame, frame.anchor.add_days(days)) {
            Some(promise) => format!("{early}; {promise}"),
            None => early,
        }
    };
    if inside {
        let from = frame.from?;
        let days = gap(last, from) + 1;
        return (days > 0 && from < frame.anchor && bounded(last)).then(|| waiting(days));
    }
    match (frame.from, frame.to) {
        (_, Some(to)) if last > to && bounded(last) => {
            let days = gap(last, to);
            Some(if to < frame.anchor && frame.outward {
                waiting(days)
            } else {
                format!("{} too late", words::days(days))
            })
        }
        (Some(from), _) if last < from && bounded(first) => {
            let days = words::days(gap(from, last));
            Some(if frame.outward {
                format!("{days} too early")
            } else {
                format!("{days} before the window, which began on {from}")
            })
        }
        _ => None,
    }
}

/// How many days a date is from coming out otherwise.
#[must_use]
pub fn margin(telling: Telling<'_>, node: &Explanation) -> Option<i64> {
    let frame = telling.page.windows.frame(node)?;
    let (first, last) = span_of(&node.children.first()?.value)?;
    let edges = [
        frame.from.map(|from| gap(first, from).abs()),
        frame.to.map(|to| gap(to, last).abs()),
    ];
    edges.into_iter().flatten().min()
}

/// What leaves a window open.
fn undecided(telling: Telling<'_>, frame: Option<&Frame>, date: &Explanation, rest: &[Explanation]) -> String {
    let mut told: Vec<String> = open::below(telling.page, date).into_iter().collect();
    let known = span_of(&date.value).is_some_and(|(first, last)| first > Day::FIRST && last < Day::LAST);
    if told.is_empty() {
        told.push(compare::operand(telling, date).named());
    }
    told.extend(rest.iter().filter_map(|node| open::below(telling.page, node)));
    if let Some(frame) = frame.filter(|_| known) {
        told.push(extent(frame));
    }
    told.dedup();
    told.join("; ")
}
