//! One thing compared in two units, with limits so far apart that one of the units is most likely wrong.

use super::limits::Limits;
use super::mixed_units::in_two_units;
use crate::codes::lint::{LIMIT_IMPLAUSIBLE, LIMITS_FAR_APART};
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::told::Told;
use crate::value::Number;

/// No two limits that protocols set on one lab are so many times apart, but for the counts of viruses and markers.
const FAR: i64 = 100;

pub(super) fn check(context: &Context<'_>, limits: &Limits<'_>, out: &mut Diagnostics) {
    let told = Told::by(LIMIT_IMPLAUSIBLE.id, out);
    for (first, other) in in_two_units(context, limits) {
        let Some(times) = times(&first.limit.number, &other.limit.number).filter(|times| *times >= Number::from(FAR))
        else {
            continue;
        };
        // Where the range of the lab tells which of them is wrong, that was said.
        if told.at(other.limit.place) || told.at(first.limit.place) {
            continue;
        }
        out.push(
            LIMITS_FAR_APART
                .at(
                    other.limit.place,
                    format!(
                        "two limits of {} are {} times apart: {} here, {} elsewhere",
                        other.limit.fact.name,
                        times.floor(),
                        other.written,
                        first.written
                    ),
                )
                .label(first.limit.place, "elsewhere")
                .about([other.written.as_str(), first.written.as_str()])
                .help(format!(
                    "check the units; if both are right:\nreading \"{} is meant: …\"",
                    other.written
                )),
        );
    }
}

/// How many times the larger of two is the smaller.
pub(super) fn times(a: &Number, b: &Number) -> Option<Number> {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    high.checked_div(low)
}
