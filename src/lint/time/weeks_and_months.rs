//! One window in weeks or days in one place and in months in another: 28 days, or 28 to 31.

use std::collections::BTreeMap;

use super::windows::{InWindow, anchors, fact_of, lengths};
use crate::codes::lint::WEEKS_AND_MONTHS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::expr::{Direction, Window};
use crate::source::Span;
use crate::value::{Durations, Number, TimeScale};

/// The windows of one date counted from one day: in days, in months.
type Lengths<'a> = (Vec<(&'a Durations, Span)>, Vec<(&'a Durations, Span)>);

pub(super) fn check(context: &Context<'_>, windows: &[InWindow<'_>], out: &mut Diagnostics) {
    let mut of: BTreeMap<(String, &str, bool), Lengths<'_>> = BTreeMap::new();
    for window in windows {
        let Window::Bounded { direction, .. } = window.window else {
            continue;
        };
        let Some(subject) = window.subject else { continue };
        let Some(anchor) = anchors(window.window)
            .into_iter()
            .find_map(|anchor| fact_of(context, anchor))
        else {
            continue;
        };
        let before = matches!(direction, Direction::Before);
        let (days, months) = of.entry((subject.name(), &anchor.name, before)).or_default();
        let own = |length: &(&Durations, Span)| context.is_own(length.1);
        for length in lengths(window.window).into_iter().filter(own) {
            match length.0.scale {
                TimeScale::Days => days.push(length),
                TimeScale::Months => months.push(length),
                TimeScale::Hours => {}
            }
        }
    }
    for ((subject, ..), (days, months)) in &of {
        // The first pair is enough: whoever mends it sees the others.
        let pair = months.iter().find_map(|month| {
            let day = days.iter().find(|day| nearly_equal(day.0, month.0))?;
            Some((day, month))
        });
        let Some((day, month)) = pair else { continue };
        let (weeks, months) = (context.written(day.1), context.written(month.1));
        out.push(
            WEEKS_AND_MONTHS
                .at(month.1, format!("{months} here and {weeks} elsewhere for {subject}: not the same days"))
                .label(day.1, weeks.clone())
                .about([months.clone(), weeks.clone()])
                .help(format!(
                    "write {weeks} or {months} in both places, or say that they differ:\nreading \"{months}, and not {weeks}: …\""
                )),
        );
    }
}

/// So near that the same span may be meant: a month is 28 to 31 days.
fn nearly_equal(days: &Durations, months: &Durations) -> bool {
    let (Some(days), Some(months)) = (days.amount.as_point(), months.amount.as_point()) else {
        return false;
    };
    let (low, high) = (months.clone() * Number::from(28), months.clone() * Number::from(31));
    !months.is_zero() && *days >= low && *days <= high
}
