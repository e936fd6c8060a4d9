//! A measured quantity that must be exactly one number, or must not be it.

use super::limits::{Limit, Limits};
use crate::codes::lint::EQUALITY_OF_MEASURED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Kind;
use crate::value::Comparison;

pub(super) fn check(context: &Context<'_>, limits: &Limits<'_>, out: &mut Diagnostics) {
    for limit in &limits.numbers {
        let equality = matches!(limit.comparison, Some(Comparison::Equal | Comparison::NotEqual));
        if !equality || limit.number.is_zero() || !is_measured(limit) {
            continue;
        }
        let (name, written) = (&limit.fact.name, context.written(limit.place));
        let message = if limit.comparison == Some(Comparison::Equal) {
            format!("{name} is measured; hardly any patient has exactly {written}")
        } else {
            format!("{name} is measured; nearly every patient differs from {written}")
        };
        let (least, most) = if limit.comparison == Some(Comparison::Equal) {
            (">=", "<=")
        } else {
            ("<", ">")
        };
        out.push(
            EQUALITY_OF_MEASURED
                .at(limit.place, message)
                .about(["exact", "equal"])
                .help(format!(
                    "{name} {least} {written}    or    {name} {most} {written}\nIf it is meant so:\nreading \"Exactly {written}: …\""
                )),
        );
    }
}

/// A count or a score has no unit, and may well be exactly something.
fn is_measured(limit: &Limit<'_>) -> bool {
    let name = limit.fact.name.to_lowercase();
    // What is prescribed is exactly something too.
    let prescribed = name.split('_').any(|word| matches!(word, "dose" | "doses" | "dosage"));
    let measured = !limit.kind.unit.is_bare() && !matches!(limit.fact.kind, Kind::Duration(_));
    !prescribed && (matches!(limit.fact.kind, Kind::Lab(_)) || measured)
}
