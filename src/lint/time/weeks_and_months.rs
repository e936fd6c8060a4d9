//! One window in weeks or days in one place and in months in another: 28 days, or 28 to 31.

use std::collections::BTreeMap;

use super::windows::{InWindow, anchors, fact_of, lengths};
use crate::codes::lint::WEEKS_AND_MONTHS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::expr::{Direction, Window};
use crate::source::Span;
use crate::value::{Number, TimeScale};

/// The windows of one date counted from one day, by their lengths: in days, in months.
type Lengths = (BTreeMap<Number, Span>, BTreeMap<Number, Span>);

pub(super) fn check(context: &Context<'_>, windows: &[InWindow<'_>], out: &mut Diagnostics) {
    let mut of: BTreeMap<(String, &str, bool), Lengths> = BTreeMap::new();
    for window in windows {
        let (Window::Bounded { direction, .. }, Some(subject)) = (window.window, window.subject) else {
            continue;
        };
        let mut dates = anchors(window.window).into_iter();
        let Some(anchor) = dates.find_map(|anchor| fact_of(context, anchor)) else {
            continue;
        };
        let before = matches!(direction, Direction::Before);
        let (days, months) = of.entry((subject.name(), &anchor.name, before)).or_default();
        for (length, place) in lengths(window.window) {
            let Some(amount) = length.amount.as_point().filter(|_| context.is_own(place)) else {
                continue;
            };
            let of_scale = match length.scale {
                TimeScale::Days => &mut *days,
                TimeScale::Months => &mut *months,
                TimeScale::Hours => continue,
            };
            of_scale.entry(amount.clone()).or_insert(place);
        }
    }
    for ((subject, ..), (days, months)) in &of {
        // The first pair is enough: whoever mends it sees the others.
        let pair = months
            .iter()
            .find_map(|(amount, month)| Some((nearly(amount, days)?, *month)));
        let Some((day, month)) = pair else { continue };
        let (weeks, months) = (context.written(day), context.written(month));
        out.push(
            WEEKS_AND_MONTHS
                .at(month, format!("{months} here and {weeks} elsewhere for {subject}: not the same days"))
                .label(day, weeks.clone())
                .about([months.clone(), weeks.clone()])
                .help(format!(
                    "write {weeks} or {months} in both places, or say that they differ:\nreading \"{months}, and not {weeks}: …\""
                )),
        );
    }
}

/// A length in days so near to one in months that the same span may be meant: a month is 28 to 31 days.
fn nearly(months: &Number, days: &BTreeMap<Number, Span>) -> Option<Span> {
    if months.signum() <= 0 {
        return None;
    }
    let (low, high) = (months.clone() * Number::from(28), months.clone() * Number::from(31));
    days.range(low..=high).next().map(|(_, place)| *place)
}
