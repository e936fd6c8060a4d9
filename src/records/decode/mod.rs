//! A record into the facts that a trial reads.

mod choice;
pub(crate) mod dates;
mod facts;
mod likely;
mod list;
mod quantity;
mod reading;
mod scalar;
mod span;
mod units;
mod visits;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::RwLock;

use super::json::{self, Fault, Json, Node, shown};
use super::patient::{Facts, Patient, Slot};
use super::stream::{Body, Raw};
use crate::codes::{Code, record as codes};
use crate::diagnostic::Diagnostic;
use crate::model::Fact;
use crate::source::{SourceId, Span};

/// No more errors, and no more warnings, are kept of one record.
const MAX_FINDINGS: usize = 100;
/// So many names of an object that no fact has are compared with those of facts.
const MAX_STRANGERS: usize = 500;
/// The name of the field that holds the patient's id.
pub const ID: &str = "id";
/// So many names that no fact has are remembered.
const MAX_NAMES: usize = 4096;

/// A record with what is wrong in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The record's `id`; its place in the input where it has none.
    pub id: String,
    /// What it says. Where it has errors they are left out, and the patient is not to be evaluated.
    pub patient: Patient,
    /// What cannot be used.
    pub errors: Vec<Diagnostic>,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
    /// How many fields the trial does not read.
    pub ignored: usize,
}

/// A warning about one fact of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The fact with its place: `lesions[2].slice_thickness`.
    pub fact: Option<String>,
}

/// Decodes records for one trial.
#[derive(Debug)]
pub struct Decoder<'f> {
    facts: &'f [Fact],
    /// Facts by name.
    names: HashMap<&'f str, usize>,
    /// The name of the field that holds the patient's id.
    id: &'f str,
    /// Names that records have and no fact has, with the fact that each resembles.
    strangers: RwLock<HashMap<String, Option<usize>>>,
}

/// Decodes one record. For many records of one trial a [`Decoder`] is quicker.
#[must_use]
pub fn decode(raw: &Raw, facts: &[Fact], text: SourceId) -> Decoded {
    Decoder::new(facts).decode(raw, text)
}

impl<'f> Decoder<'f> {
    /// Prepares for records that may hold `facts`.
    #[must_use]
    pub fn new(facts: &'f [Fact]) -> Self {
        let names = facts
            .iter()
            .enumerate()
            .map(|(at, fact)| (fact.name.as_str(), at))
            .collect();
        Self {
            facts,
            names,
            id: ID,
            strangers: RwLock::default(),
        }
    }

    /// The patient's id stands in the field of another name than `id`.
    #[must_use]
    pub fn with_id(mut self, name: &'f str) -> Self {
        self.id = name;
        self
    }

    /// One record, its places in the text `text`: one slot a fact, in their order.
    #[must_use]
    pub fn decode(&self, raw: &Raw, text: SourceId) -> Decoded {
        let mut sink = Sink::new(text);
        let words = &*raw.source.text;
        let node = match &raw.body {
            Body::Json => json::parse(words),
            Body::Row(header) => header.record(words),
            Body::Broken(fault) => Err(fault.clone()),
        };
        let place = || format!("record {}", raw.index + 1);
        let mut patient = Patient {
            id: String::new(),
            facts: Facts {
                slots: vec![Slot::Absent; self.facts.len()],
            },
            visits: Vec::new(),
        };
        match node {
            Ok(Node {
                json: Json::Object(members),
                ..
            }) => {
                patient.id = sink.id(&members, self.id).unwrap_or_else(place);
                patient.facts = self.facts(&mut sink, &members, &[self.id, "visits"]);
                if let Some(visits) = sink.only(&members, "visits") {
                    patient.visits = self.visits(&mut sink, &visits.value, &patient.facts);
                }
            }
            Ok(node) => {
                let message = format!("a record is an object in braces; this is {}", node.noun());
                sink.error(codes::NOT_AN_OBJECT.at(sink.span(&node.at), message));
                patient.id = place();
            }
            Err(Fault {
                code,
                at,
                message,
                help,
            }) => {
                let mut error = code.at(sink.span(&at), message);
                error.help = help;
                sink.error(error);
                patient.id = glimpse(words, self.id).map_or_else(place, |id| shown(&id));
            }
        }
        Decoded {
            id: patient.id.clone(),
            patient,
            errors: sink.errors,
            warnings: sink.warnings,
            ignored: sink.ignored,
        }
    }
}

/// The `id` of a record that is not JSON, if it can be made out near its beginning.
fn glimpse(text: &str, name: &str) -> Option<String> {
    let (before, rest) = text.split_once(&format!("\"{name}\""))?;
    if before.len() > 4096 {
        return None;
    }
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    if let Some(rest) = rest.strip_prefix('"') {
        let (id, _) = rest.split_once('"')?;
        return (!id.is_empty() && !id.contains(['\n', '\\']) && id.len() <= 200).then(|| id.to_owned());
    }
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest.get(..length)
        .filter(|id| (1..=40).contains(&id.len()))
        .map(str::to_owned)
}

/// A step towards a value.
#[derive(Debug, Clone, Copy)]
enum Step<'p> {
    Name(&'p str),
    Index(usize),
}

/// Where findings go while one record is decoded, and where in the record that is.
struct Sink<'p> {
    source: SourceId,
    errors: Vec<Diagnostic>,
    warnings: Vec<Warning>,
    ignored: usize,
    path: Vec<Step<'p>>,
}

impl<'p> Sink<'p> {
    fn new(source: SourceId) -> Self {
        Self {
            source,
            errors: Vec::new(),
            warnings: Vec::new(),
            ignored: 0,
            path: Vec::new(),
        }
    }

    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.source, at.start, at.end)
    }

    fn error(&mut self, error: Diagnostic) {
        if self.errors.len() < MAX_FINDINGS {
            self.errors.push(error);
        }
    }

    /// An error at a place.
    fn at(&self, code: &'static Code, at: &Range<usize>, message: impl Into<String>) -> Diagnostic {
        code.at(self.span(at), message)
    }

    /// Keeps the value, or the error.
    fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(error);
                None
            }
        }
    }

    fn warn(&mut self, diagnostic: Diagnostic) {
        if self.warnings.len() < MAX_FINDINGS {
            let fact = Some(self.place()).filter(|place| !place.is_empty());
            self.warnings.push(Warning { diagnostic, fact });
        }
    }

    /// `lesions[2].slice_thickness`
    fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.path {
            match step {
                Step::Name(name) => {
                    if !place.is_empty() {
                        place.push('.');
                    }
                    place.push_str(name);
                }
                Step::Index(index) => place.push_str(&format!("[{index}]")),
            }
        }
        place
    }

    /// Does something one step further in.
    fn within<T>(&mut self, step: Step<'p>, act: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = act(self);
        self.path.pop();
        result
    }

    /// The member of a name; an error if there are two.
    fn only<'m, 'a>(&mut self, members: &'m [json::Member<'a>], name: &str) -> Option<&'m json::Member<'a>> {
        let mut all = members.iter().filter(|member| member.key == name);
        let first = all.next()?;
        if let Some(second) = all.next() {
            let twice = self.twice(second, first);
            self.error(twice);
        }
        Some(first)
    }

    /// The record's `id`.
    fn id(&mut self, members: &[json::Member<'_>], name: &str) -> Option<String> {
        let id = self.only(members, name)?;
        match &id.value.json {
            Json::String(text) | Json::Number(text) if !text.trim().is_empty() => Some(text.to_string()),
            Json::Null | Json::String(_) => None,
            _ => {
                let message = format!("an id is a text or a number; this is {}", id.value.noun());
                self.error(self.at(&codes::BAD_ID, &id.value.at, message));
                None
            }
        }
    }

    /// A name that an object has twice.
    fn twice(&self, second: &json::Member<'_>, first: &json::Member<'_>) -> Diagnostic {
        self.at(
            &codes::DUPLICATE_KEY,
            &second.key_at,
            format!("`{}` is given twice", shown(&second.key)),
        )
        .label(self.span(&first.key_at), "first here")
    }
}
