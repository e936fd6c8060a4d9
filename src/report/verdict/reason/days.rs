//! So many days of a window.

use super::{Telling, open};
use crate::eval::{Explanation, Outcome, Role};
use crate::model::expr::Quantifier;
use crate::report::text;
use crate::report::verdict::atoms::{self, Class};
use crate::report::words;
use crate::value::{Dates, Value};

/// Whether a condition is asked of days rather than of records.
#[must_use]
pub fn of_days(node: &Explanation) -> bool {
    stretches(node).next().is_some()
}

/// The days of a window, as they were looked at together: how many, the first and the last, and what came out on each.
fn stretches(node: &Explanation) -> impl Iterator<Item = (Dates, &Explanation)> {
    node.children.iter().filter_map(|child| match &child.role {
        Role::Record(path) => Some((of_path(path)?, child)),
        _ => None,
    })
}

fn of_path(path: &str) -> Option<Dates> {
    let (first, last) = path.split_once(" to ").unwrap_or((path, path));
    let day = |text: &str| crate::value::parse_date(text).ok()?.as_day();
    Some(Dates::day_range(day(first)?, day(last)?))
}

fn count(dates: &Dates) -> i64 {
    let (first, last) = dates.days();
    i64::from(last.number()) - i64::from(first.number()) + 1
}

/// `380 of 672 days, 2024-07-29 to 2025-08-12; limit 14`
pub(super) fn tell(telling: Telling<'_>, node: &Explanation) -> String {
    let all: i64 = stretches(node).map(|(days, _)| count(&days)).sum();
    let met: Vec<Dates> = stretches(node)
        .filter(|(_, child)| atoms::class(child) == Some(Class::Yes))
        .map(|(days, _)| days)
        .collect();
    let so_many: i64 = met.iter().map(count).sum();
    if stretches(node).any(|(days, _)| days == Dates::all()) {
        return "the window has no end".to_owned();
    }
    if atoms::class(node) == Some(Class::Open) {
        let open = open::below(telling.page, node).unwrap_or_else(|| "not known".to_owned());
        return match so_many {
            0 => open,
            so_many => format!("{open}; so far {}", of_all(so_many, all)),
        };
    }
    let told = match when(&met, so_many) {
        Some(when) => format!("{}, {when}", of_all(so_many, all)),
        None => format!("none of {}", words::days(all)),
    };
    match asked(telling, node) {
        Some(asked) if telling.outcome == Outcome::Fail => format!("{told}; {asked}"),
        _ => told,
    }
}

/// `380 of 672 days`
fn of_all(so_many: i64, all: i64) -> String {
    let thousands = |days: i64| text::thousands(usize::try_from(days).unwrap_or(0));
    match so_many == all {
        true => format!("all {} days", thousands(all)),
        false => format!("{} of {} days", thousands(so_many), thousands(all)),
    }
}

/// The first and the last of some days; a dash between them only where they leave none out.
fn when(met: &[Dates], so_many: i64) -> Option<String> {
    let first = met.iter().map(|days| days.days().0).min()?;
    let last = met.iter().map(|days| days.days().1).max()?;
    let between = count(&Dates::day_range(first, last));
    Some(match so_many {
        1 => format!("{first}"),
        _ if so_many == between => format!("{first} to {last}"),
        _ => format!("the first {first}, the last {last}"),
    })
}

/// How many days the rule has as its limit, or asks for.
fn asked(telling: Telling<'_>, node: &Explanation) -> Option<String> {
    let holds = node.value == Value::Truth(crate::value::Truths::YES);
    match (telling.page.windows.quantifier(node)?, holds) {
        (Quantifier::AtLeast(number), true) => Some(format!("limit {}", number.saturating_sub(1))),
        (Quantifier::AtLeast(number), false) => Some(format!("asked: at least {number}")),
        (Quantifier::AtMost(number), false) => Some(format!("limit {number}")),
        (Quantifier::AtMost(number), true) => Some(format!("asked: more than {number}")),
        (Quantifier::Exactly(number), false) => Some(format!("asked: exactly {number}")),
        (Quantifier::Exactly(number), true) => Some(format!("asked: not {number}")),
        (Quantifier::Any | Quantifier::All | Quantifier::None, _) => None,
    }
}
