//! What stands behind the criteria: the facts, the worked cases, the texts that decide.

use sha2::{Digest, Sha256};

use super::names::{self, Names};
use super::values;
use crate::model::reads;
use crate::model::{Example, Fact, FactId, Kind, Trial};
use crate::report::facts::table;
use crate::report::words;
use crate::source::{SourceId, Sources, Span};

/// A fact that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// Its name in records, of a field with that of its list.
    pub name: String,
    /// What sentences call it.
    pub called: String,
    /// The question.
    pub question: String,
    /// What it holds, its unit or its options.
    pub holds: String,
    /// Codes.
    pub codes: String,
    /// Who asks for it.
    pub read_by: String,
}

/// A worked case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it shows.
    pub title: String,
    /// What is said of the patient, as it is written.
    pub given: String,
    /// What must come out.
    pub expected: String,
}

pub(super) fn stand_ins(trial: &Trial, called: &Names) -> Vec<String> {
    let mut found = Vec::new();
    for (at, fact) in trial.facts.iter().enumerate() {
        let name = called.fact(FactId(u32::try_from(at).unwrap_or(u32::MAX)));
        let unit = match &fact.kind {
            Kind::Lab(inner) => match inner.as_ref() {
                Kind::Number(number) => number.unit.clone(),
                _ => continue,
            },
            _ => continue,
        };
        let limits = [("LLN", &fact.stand_in.0), ("ULN", &fact.stand_in.1)];
        for (word, limit) in limits {
            found.extend(
                limit
                    .iter()
                    .map(|limit| format!("{word} of {name} {}", values::measured(limit, &unit))),
            );
        }
    }
    found
}

pub(super) fn dates(trial: &Trial) -> Vec<(String, Option<String>)> {
    let question = |name: &str| {
        let fact = trial.facts.iter().find(|fact| fact.name == name);
        fact.and_then(|fact| fact.question.clone())
    };
    let dates = trial.dates.iter();
    dates.map(|name| (words::spaced(name), question(name))).collect()
}

pub(super) fn facts(trial: &Trial, called: &Names) -> Vec<FactRow> {
    let readers = reads::readers(trial);
    let mut rows = Vec::new();
    for (at, fact) in trial.facts.iter().enumerate() {
        let id = FactId(u32::try_from(at).unwrap_or(u32::MAX));
        let read_by = |field| readers.get(&(id, field)).map(|ids| ids.join(", ")).unwrap_or_default();
        rows.push(row(fact, fact.name.clone(), called.fact(id), read_by(None)));
        let fields = match &fact.kind {
            Kind::List(list) => &list.fields,
            _ => &fact.with,
        };
        for (at, field) in fields.iter().enumerate() {
            let name = format!("{}.{}", fact.name, field.name);
            rows.push(row(field, name, names::field(field), read_by(Some(at))));
        }
    }
    rows.retain(|row| !row.read_by.is_empty());
    rows
}

fn row(fact: &Fact, name: String, called: String, read_by: String) -> FactRow {
    let codes = fact
        .codes
        .iter()
        .map(|(system, codes)| format!("{system} {}", codes.join(", ")));
    let detail = table::detail(&fact.kind);
    let kind = table::kind_word(fact);
    FactRow {
        name,
        called,
        question: fact.question.clone().unwrap_or_default(),
        holds: if detail.is_empty() {
            kind
        } else {
            format!("{kind}: {detail}")
        },
        codes: codes.collect::<Vec<_>>().join("; "),
        read_by,
    }
}

pub(super) fn cases(trial: &Trial, sources: &Sources) -> Vec<Case> {
    let cases = trial.examples.iter().map(|example| {
        let expected = example
            .expectations
            .iter()
            .map(|met| words::rule_text(sources, met.span));
        Case {
            title: example.title.clone(),
            given: given(example, sources),
            expected: expected.collect::<Vec<_>>().join(", "),
        }
    });
    cases.collect()
}

/// What stands between the title and the first expectation.
fn given(example: &Example, sources: &Sources) -> String {
    let Some(first) = example.expectations.first() else {
        return String::new();
    };
    let between = Span {
        start: example.title_span.end,
        end: first.span.start.max(example.title_span.end),
        ..example.title_span
    };
    let text = words::rule_text(sources, between);
    let text = text.trim_end_matches("expect").trim_end();
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    text.unwrap_or_default().trim().to_owned()
}

/// The texts that decide what is evaluated: the rules, the modules, the protocol that is quoted.
pub(super) fn fingerprints(sources: &Sources, file: SourceId) -> Vec<(String, String)> {
    let mut all: Vec<(SourceId, String, String)> = sources
        .iter()
        .map(|(id, source)| {
            let digest = Sha256::digest(source.text.as_bytes());
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let name = source.name.rsplit(['/', '\\']).next().unwrap_or(&source.name);
            (id, name.to_owned(), digest)
        })
        .collect();
    all.sort_by_key(|(id, ..)| *id != file);
    all.into_iter().map(|(_, name, digest)| (name, digest)).collect()
}
