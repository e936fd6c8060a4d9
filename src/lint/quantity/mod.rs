//! Rules on limits and units.

mod equality_of_measured;
mod fraction_for_percent;
mod limit_implausible;
mod limit_of_normal_nowhere;
mod limits;
mod limits_far_apart;
mod mixed_units;

use super::told::Told;
use super::{Context, Rule};
use crate::diagnostic::Diagnostics;
use limits::Limits;

pub(super) const RULES: &[Rule] = &[check];

/// The rules that look at the limits, in the order in which they are told.
const OF_LIMITS: [fn(&Context<'_>, &Limits<'_>, &mut Diagnostics); 6] = [
    limit_implausible::check,
    fraction_for_percent::check,
    limits_far_apart::check,
    mixed_units::check,
    limit_of_normal_nowhere::check,
    equality_of_measured::check,
];

fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let mut limits = Limits::of(context);
    // What differs from the sentence is told so.
    let told = Told::by("W02", out);
    limits.numbers.retain(|limit| !told.at(limit.place));
    limits.of_normal.retain(|limit| !told.at(limit.place));
    for rule in OF_LIMITS {
        rule(context, &limits, out);
    }
}
