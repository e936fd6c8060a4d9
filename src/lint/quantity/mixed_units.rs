//! One thing compared in two units in one trial.

use std::collections::BTreeMap;

use super::limit_implausible::spelled;
use super::limits::{Limit, Limits, is_quoted, number_and_unit};
use super::limits_far_apart::times;
use crate::codes::lint::MIXED_UNITS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::value::{Number, Unit};

/// A limit with what its author wrote.
pub(super) struct Written<'l, 'a> {
    pub(super) limit: &'l Limit<'a>,
    pub(super) written: String,
    unit: Unit,
}

pub(super) fn check(context: &Context<'_>, limits: &Limits<'_>, out: &mut Diagnostics) {
    for (first, other) in in_two_units(context, limits) {
        let quoted = |of: &Written<'_, '_>| {
            let unit = number_and_unit(&of.written).map(|(_, unit)| unit);
            unit.is_some_and(|unit| is_quoted(context, of.limit.place, unit))
        };
        let far = times(&first.limit.number, &other.limit.number).is_some_and(|times| times >= Number::from(100));
        if far || quoted(&first) && quoted(&other) {
            continue;
        }
        let same = other
            .limit
            .kind
            .unit
            .convert_of(&other.limit.number, &first.unit, &other.limit.kind.substance);
        let finding = MIXED_UNITS
            .at(
                other.limit.place,
                format!(
                    "{} is compared in {} here and in {} elsewhere",
                    other.limit.fact.name,
                    other.unit.pretty(),
                    first.unit.pretty()
                ),
            )
            .label(first.limit.place, "elsewhere")
            .about([other.unit.pretty(), "unit".to_owned()]);
        let kept = format!("reading \"The protocol gives {} here.\"", other.unit.pretty());
        out.push(match same {
            Some(number) => finding.help(format!("{}    or    {kept}", spelled(&number, &first.unit))),
            None => finding.help(kept),
        });
    }
}

/// The first limit of each fact with the first one that is written in another unit.
pub(super) fn in_two_units<'l, 'a>(
    context: &Context<'_>,
    limits: &'l Limits<'a>,
) -> Vec<(Written<'l, 'a>, Written<'l, 'a>)> {
    let mut first: BTreeMap<(&str, u32), Written<'l, 'a>> = BTreeMap::new();
    let mut pairs: BTreeMap<(&str, u32), (Written<'l, 'a>, Written<'l, 'a>)> = BTreeMap::new();
    for limit in &limits.numbers {
        if limit.comparison.is_none() || limit.number.is_zero() {
            continue;
        }
        let written = context.written(limit.place);
        let Some(unit) = number_and_unit(&written).and_then(|(_, unit)| Unit::parse(unit).ok()) else {
            continue;
        };
        let this = Written { limit, written, unit };
        // Fields of two lists may share a name.
        let key = (limit.fact.name.as_str(), limit.fact.span.start);
        match first.get(&key) {
            None => {
                first.insert(key, this);
            }
            Some(earlier) if !same_size(&earlier.unit, &this.unit) && !pairs.contains_key(&key) => {
                if let Some(earlier) = first.remove(&key) {
                    pairs.insert(key, (earlier, this));
                }
            }
            Some(_) => {}
        }
    }
    let mut pairs: Vec<(Written<'l, 'a>, Written<'l, 'a>)> = pairs.into_values().collect();
    pairs.sort_by_key(|(_, other)| other.limit.place);
    pairs
}

/// `K/µL` and `×10⁹/L` are one unit in two spellings.
fn same_size(a: &Unit, b: &Unit) -> bool {
    a.same_dimension(b) && a.factor_to(b).is_none_or(|factor| factor == Number::one())
}
