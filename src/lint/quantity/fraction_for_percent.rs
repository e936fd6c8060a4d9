//! A fraction where a percentage is meant: 0.55 % for 55 %.

use super::limits::{Limits, is_quoted, number_and_unit};
use crate::codes::lint::FRACTION_FOR_PERCENT;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::value::Number;

pub(super) fn check(context: &Context<'_>, limits: &Limits<'_>, out: &mut Diagnostics) {
    for limit in &limits.numbers {
        if limit.kind.unit.text() != "%" || limit.comparison.is_none() {
            continue;
        }
        let written = context.written(limit.place);
        let Some((number, unit)) = number_and_unit(&written) else {
            continue;
        };
        // A share of cells may well lie below one in a hundred; then the sentence says it.
        let digits = written.trim_end_matches('%').trim();
        if unit != "%" || number.is_zero() || number >= Number::one() || is_quoted(context, limit.place, digits) {
            continue;
        }
        // Shares that small are measured; fractions that are meant as percentages are tenths.
        let reaches = limit.kind.range.as_ref().or(limit.fact.plausible.as_ref());
        let far = reaches.is_none_or(|(_, high)| *high >= Number::from(50));
        if !far || number.clone() * Number::from(10) < Number::one() {
            continue;
        }
        let percent = format!("{} %", number * Number::from(100));
        out.push(
            FRACTION_FOR_PERCENT
                .at(
                    limit.place,
                    format!(
                        "{} is compared with {written}, less than one in a hundred",
                        limit.fact.name
                    ),
                )
                .about([digits.to_owned()])
                .help(format!(
                    "{percent}?\nIf it is right:\nreading \"{written} is meant: …\""
                ))
                .fix(limit.place, percent),
        );
    }
}
