//! `ULN` or `LLN` of something for which no report gives limits of normal.

use std::collections::BTreeSet;

use super::limits::Limits;
use crate::codes::lint::LIMIT_OF_NORMAL_NOWHERE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::{Fact, Kind};

/// What is measured in these is measured at the bedside or computed, and reported without limits. Times of coagulation are
/// given in seconds, so seconds are not among them.
const UNITS: [&str; 11] = [
    "mm[Hg]",
    "ms",
    "kg",
    "cm",
    "m",
    "mm",
    "Cel",
    "[degF]",
    "L",
    "mL/min",
    "mL/min/{1.73_m2}",
];

/// Percentages of something that is itself the normal.
const WORDS: [&str; 4] = ["predicted", "ejection", "saturation", "expected"];

pub(super) fn check(_: &Context<'_>, limits: &Limits<'_>, out: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for limit in &limits.of_normal {
        let (low, high) = &limit.fact.stand_in;
        let stands_in = if limit.upper { high } else { low };
        if stands_in.is_some() || !is_without_limits(limit.fact) || !told.insert((&limit.fact.name, limit.upper)) {
            continue;
        }
        let (name, word, attribute) = if limit.upper {
            (&limit.fact.name, "ULN", "uln")
        } else {
            (&limit.fact.name, "LLN", "lln")
        };
        let message = format!("no report gives limits of normal for {name}, so `{word}` stays open for every patient");
        out.push(
            LIMIT_OF_NORMAL_NOWHERE
                .at(limit.place, message)
                .label(limit.fact.span, "declared here")
                .about(["limit of normal", "limits of normal", word])
                .help(format!(
                    "write the limit itself, or name one for readings that carry none:\n{name} : lab {}  {attribute} … when absent\nIf the records carry it:\nreading \"The {word} of {name} is that of …\"",
                    unit_of(limit.fact)
                )),
        );
    }
}

fn is_without_limits(fact: &Fact) -> bool {
    let Kind::Lab(inner) = &fact.kind else { return false };
    let Kind::Number(number) = inner.as_ref() else {
        return false;
    };
    let question = fact.question.as_deref().unwrap_or_default().to_lowercase();
    UNITS.contains(&number.unit.code()) || WORDS.iter().any(|word| question.contains(word))
}

fn unit_of(fact: &Fact) -> String {
    match &fact.kind {
        Kind::Lab(inner) => match inner.as_ref() {
            Kind::Number(number) => number.unit.pretty(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}
