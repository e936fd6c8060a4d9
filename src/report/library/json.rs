//! Modules as JSON.

use serde::Serialize;

use crate::library::Description;

/// A module.
#[derive(Debug, Serialize)]
pub struct JsonModule<'a> {
    name: &'a str,
    about: &'a str,
    remarks: &'a [String],
    uses: &'a [String],
    definitions: Vec<JsonDefinition<'a>>,
    facts: Vec<JsonFact<'a>>,
    cases: usize,
}

#[derive(Debug, Serialize)]
struct JsonDefinition<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    sources: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    unverified: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonFact<'a> {
    name: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    codes: &'a [String],
}

impl<'a> From<&'a Description> for JsonModule<'a> {
    fn from(module: &'a Description) -> Self {
        Self {
            name: &module.name,
            about: &module.about,
            remarks: &module.remarks,
            uses: &module.uses,
            definitions: module
                .definitions
                .iter()
                .map(|definition| JsonDefinition {
                    name: &definition.name,
                    title: definition.title.as_deref(),
                    sources: &definition.sources,
                    unverified: definition.unverified.as_deref(),
                })
                .collect(),
            facts: module
                .facts
                .iter()
                .map(|fact| JsonFact {
                    name: &fact.name,
                    kind: &fact.kind,
                    question: fact.question.as_deref(),
                    codes: &fact.codes,
                })
                .collect(),
            cases: module.cases,
        }
    }
}
