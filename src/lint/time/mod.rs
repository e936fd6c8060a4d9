//! Rules on windows and the dates that they are counted from.

mod anchor_after_assessment;
mod anchor_not_of_the_trial;
mod hours_of_days;
mod weeks_and_months;
mod window_without_days;
mod windows;

use super::told::Told;
use super::{Context, Rule};
use crate::diagnostic::Diagnostics;
use windows::InWindow;

pub(super) const RULES: &[Rule] = &[check];

/// The rules that look at the windows, in the order in which they are told.
const OF_WINDOWS: [fn(&Context<'_>, &[InWindow<'_>], &mut Diagnostics); 5] = [
    anchor_not_of_the_trial::check,
    anchor_after_assessment::check,
    weeks_and_months::check,
    window_without_days::check,
    hours_of_days::check,
];

fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let mut windows = windows::of(context);
    // What differs from the sentence is told so.
    let told = Told::by("W02", out);
    windows.retain(|window| !told.at(window.place));
    for rule in OF_WINDOWS {
        rule(context, &windows, out);
    }
}
