//! A limit that no patient is near: its unit is most likely another one.

use super::limits::{Limit, Limits, is_quoted, number_and_unit, plain};
use crate::codes::lint::LIMIT_IMPLAUSIBLE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::value::{Number, Unit};

/// Units in which laboratories and protocols give one thing or another.
const OTHERS: [&str; 19] = [
    "g/L",
    "g/dL",
    "mg/dL",
    "mg/L",
    "mmol/L",
    "µmol/L",
    "×10⁹/L",
    "/µL",
    "ng/mL",
    "µg/L",
    "U/L",
    "mm[Hg]",
    "kPa",
    "ms",
    "s",
    "kg",
    "g",
    "cm",
    "m",
];

pub(super) fn check(context: &Context<'_>, limits: &Limits<'_>, out: &mut Diagnostics) {
    for limit in &limits.numbers {
        let Some((low, high)) = &limit.fact.plausible else {
            continue;
        };
        if is_plausible(&limit.number, low, high) {
            continue;
        }
        let (name, unit) = (&limit.fact.name, &limit.kind.unit);
        let canonical = unit.quantity(&limit.number);
        // Of a range, the end that is meant.
        let written = match limit.comparison {
            Some(_) => context.written(limit.place),
            None => canonical.clone(),
        };
        let shown = if plain(&written) == plain(&canonical) {
            written.clone()
        } else {
            format!("{written} ({canonical})")
        };
        let outside = limit.number < *low || limit.number > *high;
        // The lowest limits of detection lie as far below: where the protocol has the number, it is meant.
        let number = number_and_unit(&written).map_or_else(|| written.clone(), |(number, _)| number.to_string());
        if !outside && (is_quoted(context, limit.place, &number) || other_unit(limit, &written, low, high).is_none()) {
            continue;
        }
        let message = if outside {
            format!("{shown} is not plausible for {name}: {low} to {}", unit.quantity(high))
        } else {
            format!(
                "{shown} is far below what is plausible for {name}: up to {}",
                unit.quantity(high)
            )
        };
        let finding = LIMIT_IMPLAUSIBLE
            .at(limit.place, message)
            .label(limit.fact.span, format!("plausible: {low}..{high} {}", unit.pretty()))
            .about([written.clone()]);
        let kept = format!("reading \"{written} is meant: …\"");
        out.push(match other_unit(limit, &written, low, high) {
            Some(other) => finding.help(format!("{other}?\nIf it is right:\n{kept}")),
            None => finding.help(format!("if it is right, say so:\n{kept}")),
        });
    }
}

/// Zero asks whether there is any. Far below the highest value is where nothing is measured, whatever the range says.
fn is_plausible(number: &Number, low: &Number, high: &Number) -> bool {
    let far_below = low.is_zero() && number.clone() * Number::from(10_000) < *high;
    number.is_zero() || !(number < low || number > high || far_below)
}

/// The same number with a unit that fits.
fn other_unit(limit: &Limit<'_>, written: &str, low: &Number, high: &Number) -> Option<String> {
    limit.comparison?;
    let (number, _) = number_and_unit(written)?;
    let fits = |unit: &Unit| {
        unit.convert_of(&number, &limit.kind.unit, &limit.kind.substance)
            .is_some_and(|number| is_plausible(&number, low, high))
    };
    let own = std::iter::once(limit.kind.unit.clone());
    let mut units = own.chain(OTHERS.iter().filter_map(|text| Unit::parse(text).ok()));
    units.find(fits).map(|unit| spelled(&number, &unit))
}

/// `100×10⁹/L`, `90 g/L`.
pub(super) fn spelled(number: &Number, unit: &Unit) -> String {
    unit.quantity(number).replace(" ×", "×")
}
