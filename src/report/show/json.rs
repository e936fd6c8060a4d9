//! The document as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::document::{Document, Item, Note};
use super::prose::Prose;
use super::writer::Defined;

#[derive(Debug, Serialize)]
struct JsonDocument<'a> {
    trial: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    preface: Vec<String>,
    criteria: Vec<JsonItem<'a>>,
    definitions: Vec<JsonDefinition<'a>>,
    fingerprints: Vec<JsonFingerprint<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    section: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<&'a str>,
    prose: JsonProse,
    rule: &'a str,
    readings: Vec<JsonNote<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonProse {
    words: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<JsonProse>,
}

#[derive(Debug, Serialize)]
struct JsonNote<'a> {
    damaged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<bool>,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonDefinition<'a> {
    mark: &'a str,
    name: &'a str,
    title: &'a str,
    prose: JsonProse,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'a str>,
    sources: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    unverified: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonFingerprint<'a> {
    text: &'a str,
    sha256: &'a str,
}

/// Writes one object.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    let items = document.sections.iter().flat_map(|section| {
        let items = section.items.iter();
        items.map(|item| of_item(item, section.title))
    });
    let shape = JsonDocument {
        trial: &document.id,
        title: document.title.as_deref(),
        preface: document.preface(),
        criteria: items.collect(),
        definitions: document.definitions.iter().map(of_definition).collect(),
        fingerprints: document
            .fingerprints
            .iter()
            .map(|(text, sha256)| JsonFingerprint { text, sha256 })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &shape).map_err(io::Error::from)?;
    writeln!(out)
}

fn of_item<'a>(item: &'a Item, section: &'a str) -> JsonItem<'a> {
    JsonItem {
        id: &item.id,
        section,
        text: item.text.as_deref(),
        part_of: item.part_of.as_deref(),
        prose: of_prose(&item.prose),
        rule: &item.rule,
        readings: item.notes.iter().map(of_note).collect(),
    }
}

fn of_prose(prose: &Prose) -> JsonProse {
    JsonProse {
        words: prose.head(),
        items: prose.items().iter().map(of_prose).collect(),
    }
}

fn of_note(note: &Note) -> JsonNote<'_> {
    let (name, in_force) = match &note.alternative {
        Some((name, in_force)) => (Some(name.as_str()), Some(*in_force)),
        None => (None, None),
    };
    JsonNote {
        damaged: note.damaged,
        name,
        in_force,
        text: &note.text,
    }
}

fn of_definition(defined: &Defined) -> JsonDefinition<'_> {
    JsonDefinition {
        mark: &defined.mark,
        name: &defined.name,
        title: &defined.title,
        prose: of_prose(&defined.prose),
        given: defined.given.as_deref(),
        sources: &defined.sources,
        unverified: defined.unverified.as_deref(),
    }
}
