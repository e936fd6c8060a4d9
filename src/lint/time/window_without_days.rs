//! `from infusion to consent`: by the order of the header, the window ends before it begins.

use super::windows::{InWindow, fact_of};
use crate::codes::lint::WINDOW_WITHOUT_DAYS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::expr::Window;
use crate::model::{Expr, Node};

pub(super) fn check(context: &Context<'_>, windows: &[InWindow<'_>], out: &mut Diagnostics) {
    let place_of = |date: &Expr| {
        // A date that is shifted may lie anywhere.
        let fact = fact_of(context, date).filter(|_| matches!(date.node.as_ref(), Node::Fact(_)))?;
        let at = context.trial.dates.iter().position(|date| *date == fact.name)?;
        Some((at, &fact.name))
    };
    for window in windows {
        let Window::Between(from, to) = window.window else {
            continue;
        };
        let (Some((start, from_name)), Some((end, to_name))) = (place_of(from), place_of(to)) else {
            continue;
        };
        if start <= end {
            continue;
        }
        let header = context
            .trial
            .facts
            .iter()
            .find(|fact| fact.trial_date && fact.name == *from_name);
        let mut finding = WINDOW_WITHOUT_DAYS.at(
            from.span.to(to.span),
            format!("`{from_name}` comes after `{to_name}`, so no day lies from the one to the other"),
        );
        if let Some(header) = header {
            finding = finding.label(header.span, "later in the order of `dates`");
        }
        out.push(finding.help(format!(
            "from {to_name} to {from_name}\nor give the header the order in which the dates come:  dates … {from_name}, {to_name} …"
        )));
    }
}
