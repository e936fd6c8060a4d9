//! The facts of a trial as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::table::kind_word;
use crate::model::reads::{self, Read};
use crate::model::{Fact, FactId, Kind, Trial};

#[derive(Debug, Serialize)]
struct JsonFact<'a> {
    name: &'a str,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    codes: BTreeMap<&'a str, &'a [String]>,
    read_by: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<JsonFact<'a>>,
}

/// Writes an array with an object a fact.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, trial: &Trial) -> io::Result<()> {
    let readers = reads::readers(trial);
    let facts: Vec<JsonFact> = trial
        .facts
        .iter()
        .enumerate()
        .map(|(at, fact)| {
            let id = FactId(u32::try_from(at).unwrap_or(u32::MAX));
            let fields = match &fact.kind {
                Kind::List(list) => &list.fields,
                _ => &fact.with,
            };
            let fields = fields
                .iter()
                .enumerate()
                .map(|(at, field)| shape(field, &readers, (id, Some(at)), Vec::new()));
            shape(fact, &readers, (id, None), fields.collect())
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &facts).map_err(io::Error::from)?;
    writeln!(out)
}

fn shape<'a>(
    fact: &'a Fact,
    readers: &BTreeMap<Read, Vec<String>>,
    read: Read,
    fields: Vec<JsonFact<'a>>,
) -> JsonFact<'a> {
    let (unit, options) = detail(&fact.kind);
    JsonFact {
        name: &fact.name,
        kind: kind_word(fact),
        unit,
        options,
        question: fact.question.as_deref(),
        codes: fact
            .codes
            .iter()
            .map(|(system, codes)| (system.as_str(), codes.as_slice()))
            .collect(),
        read_by: readers.get(&read).cloned().unwrap_or_default(),
        fields,
    }
}

fn detail(kind: &Kind) -> (Option<&str>, Option<&[String]>) {
    match kind {
        Kind::Number(number) | Kind::Duration(number) => (Some(number.unit.code()), None),
        Kind::Choice(options) => (None, Some(&options.labels)),
        Kind::Lab(inner) => detail(inner),
        _ => (None, None),
    }
}
