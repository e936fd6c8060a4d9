//! What trials are made of, as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::stats::{Construct, Stats, uses};

#[derive(Debug, Serialize)]
struct JsonStats<'a> {
    trials: Vec<JsonTrial<'a>>,
    total: JsonTrial<'a>,
    constructs: Vec<JsonUses>,
}

#[derive(Debug, Serialize)]
struct JsonTrial<'a> {
    trial: &'a str,
    criteria: JsonCriteria<'a>,
    facts: JsonFacts,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<JsonBinding>,
    constructs: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize)]
struct JsonCriteria<'a> {
    all: usize,
    parts: usize,
    computed: usize,
    judged: usize,
    mixed: usize,
    left_to_a_person: usize,
    not_left: &'a [String],
    damaged: usize,
    readings: usize,
}

#[derive(Debug, Serialize)]
struct JsonFacts {
    all: usize,
    shipped: usize,
    beside: usize,
    dates: usize,
    declared: usize,
    asked: usize,
    judged: usize,
    judgements: usize,
}

#[derive(Debug, Serialize)]
struct JsonBinding {
    items: usize,
    with_criterion: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    signs: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signs_quoted: Option<usize>,
}

#[derive(Debug, Serialize)]
struct JsonUses {
    construct: &'static str,
    trials: usize,
    uses: usize,
}

/// Writes an object: each trial, all together, and each construct.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, all: &[Stats]) -> io::Result<()> {
    let total = Stats::total(all);
    let shape = JsonStats {
        trials: all.iter().map(shape).collect(),
        total: self::shape(&total),
        constructs: uses(all)
            .into_iter()
            .map(|(construct, trials, uses)| JsonUses {
                construct: construct.name(),
                trials,
                uses,
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &shape).map_err(io::Error::from)?;
    writeln!(out)
}

fn shape(one: &Stats) -> JsonTrial<'_> {
    let (criteria, facts) = (&one.criteria, one.facts);
    let named = Construct::ALL.iter().map(|construct| construct.name());
    JsonTrial {
        trial: &one.id,
        criteria: JsonCriteria {
            all: criteria.all,
            parts: criteria.parts,
            computed: criteria.computed,
            judged: criteria.judged,
            mixed: criteria.mixed,
            left_to_a_person: criteria.left,
            not_left: &criteria.not_left,
            damaged: criteria.damaged,
            readings: criteria.readings,
        },
        facts: JsonFacts {
            all: facts.all,
            shipped: facts.shipped,
            beside: facts.beside,
            dates: facts.dates,
            declared: facts.declared,
            asked: facts.asked,
            judged: facts.judged,
            judgements: facts.judgements,
        },
        protocol: one.protocol.map(|binding| JsonBinding {
            items: binding.items,
            with_criterion: binding.with_criterion,
            signs: binding.quoted.map(|(all, _)| all),
            signs_quoted: binding.quoted.map(|(_, quoted)| quoted),
        }),
        constructs: named
            .zip(one.constructs.iter().copied())
            .filter(|(_, count)| *count > 0)
            .collect(),
    }
}
