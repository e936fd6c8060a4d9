//! Who writes a rule out: the names of its facts, the records it stands among, the definitions it needs.

use std::collections::BTreeMap;

use super::names::{self, Names};
use super::prose::Prose;
use super::{values, written};
use crate::model::expr::{Given, Node, Source, reading_field};
use crate::model::{Expr, FactId, Kind, Trial, Type, walk};
use crate::source::Sources;

/// A definition that a rule needs, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defined {
    /// `D3`
    pub mark: String,
    /// Its name.
    pub name: String,
    /// Its title, or its name with spaces.
    pub title: String,
    /// Where it was published.
    pub sources: Vec<String>,
    /// What of it was not checked against a source.
    pub unverified: Option<String>,
    /// What it means.
    pub prose: Prose,
    /// That a record may give its result, where it may.
    pub given: Option<String>,
}

impl Defined {
    /// How a rule names it.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("“{}” ({})", self.title, self.mark)
    }
}

/// What a field is read from.
#[derive(Debug, Clone)]
pub(super) enum Frame {
    /// An entry of a list; named by a letter where an inner one is looked at too.
    Entry(FactId, bool),
    /// A reading of a lab, by what it is called.
    Reading(FactId, String),
    /// A day.
    Day,
}

/// Writes rules out.
pub(super) struct Writer<'a> {
    pub(super) trial: &'a Trial,
    pub(super) sources: &'a Sources,
    pub(super) names: Names,
    pub(super) frames: Vec<Frame>,
    /// The definitions that were needed so far.
    pub(super) defined: Vec<Defined>,
    /// The definitions that were written in place, with where they were published.
    pub(super) in_place: Vec<(String, Vec<String>)>,
    /// The parts of criteria that were written so far.
    pub(super) parts: BTreeMap<usize, Prose>,
    /// The validity of readings that most criteria have and that is told once for all.
    pub(super) validity: Option<String>,
    /// An endpoint is written: readings are valid whenever they are from.
    pub(super) visit: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(trial: &'a Trial, sources: &'a Sources) -> Self {
        let mut writer = Self {
            trial,
            sources,
            names: Names::of(trial),
            frames: Vec::new(),
            defined: Vec::new(),
            in_place: Vec::new(),
            parts: BTreeMap::new(),
            validity: None,
            visit: false,
        };
        writer.validity = writer.usual_validity();
        writer
    }

    /// The validity that most readings in criteria have; none where most have none.
    fn usual_validity(&mut self) -> Option<String> {
        let mut found: Vec<(Option<String>, usize)> = Vec::new();
        let trial = self.trial;
        let mut readings = Vec::new();
        for criterion in trial.criteria.iter().filter(|criterion| !criterion.part) {
            walk::all(&criterion.rule, &mut |expr| match expr.node.as_ref() {
                Node::Reading { source, .. } => readings.push(source),
                Node::Quantified { source, .. } | Node::Aggregate { source, .. } => {
                    if let Source::Readings(source) = source {
                        readings.push(source);
                    }
                }
                _ => {}
            });
        }
        for source in readings {
            // Dates are read the same wherever the readings stand.
            self.frames = vec![Frame::Day; source.level];
            let words = source.valid.as_ref().map(|valid| self.validity_words(source, valid));
            match found.iter_mut().find(|(known, _)| *known == words) {
                Some((_, count)) => *count += 1,
                None => found.push((words, 1)),
            }
        }
        self.frames.clear();
        // Of several as frequent the first.
        let most = found.iter().map(|(_, count)| *count).max()?;
        found.into_iter().find(|(_, count)| *count == most)?.0
    }

    pub(super) fn fact_kind(&self, id: FactId) -> Option<&'a Kind> {
        self.trial.facts.get(id.index()).map(|fact| &fact.kind)
    }

    /// Writes something that sees one record more.
    pub(super) fn among<T>(&mut self, frame: Frame, write: impl FnOnce(&mut Self) -> T) -> T {
        self.frames.push(frame);
        let written = write(self);
        self.frames.pop();
        written
    }

    /// A field of a record, of a reading, or a day.
    pub(super) fn field(&self, level: usize, index: usize) -> String {
        let Some(frame) = self.frames.get(level) else {
            return format!("field {index} of record {level}");
        };
        match frame {
            Frame::Entry(list, lettered) => {
                let field = match self.fact_kind(*list) {
                    Some(Kind::List(list)) => list.fields.get(index).map(names::field),
                    _ => None,
                };
                let field = field.unwrap_or_else(|| format!("field {index}"));
                if *lettered {
                    format!("{field} of {}", self.letter(level))
                } else {
                    field
                }
            }
            Frame::Day if self.frames.iter().filter(|frame| matches!(frame, Frame::Day)).count() > 1 => {
                format!("day {}", level + 1)
            }
            Frame::Day => "that day".to_owned(),
            Frame::Reading(lab, noun) => match index {
                reading_field::VALUE => noun.clone(),
                reading_field::LOW => self.limit("LLN", noun),
                reading_field::HIGH => self.limit("ULN", noun),
                reading_field::DATE => format!("the date of {noun}"),
                further => {
                    let fact = self.trial.facts.get(lab.index());
                    let field = fact.and_then(|fact| fact.with.get(further - reading_field::FURTHER));
                    let field = field.map_or_else(|| format!("field {further}"), names::field);
                    format!("{field} of {noun}")
                }
            },
        }
    }

    /// Whose limit it is need not be said where only one reading is looked at.
    fn limit(&self, word: &str, noun: &str) -> String {
        let readings = self.frames.iter().filter(|frame| matches!(frame, Frame::Reading(..)));
        if readings.count() == 1 {
            word.to_owned()
        } else {
            format!("the {word} of {noun}")
        }
    }

    /// `entry A`
    pub(super) fn letter(&self, level: usize) -> String {
        let letter = u8::try_from(level)
            .ok()
            .filter(|level| *level < 26)
            .map(|level| char::from(b'A' + level));
        match letter {
            Some(letter) => format!("entry {letter}"),
            None => format!("entry {}", level + 1),
        }
    }

    /// The definition behind a name, taken up where it is new; none where it says nothing of itself.
    pub(super) fn defined(&mut self, name: &str, prose: &Prose, given: Option<Given>, ty: &Type) -> Option<Defined> {
        if let Some(known) = self
            .defined
            .iter()
            .find(|known| known.name == name && known.prose == *prose)
        {
            return Some(known.clone());
        }
        let definition = self.trial.definitions.iter().find(|definition| definition.name == name);
        let titled = definition.is_some_and(|definition| definition.title.is_some());
        if !titled && prose.length() <= super::conditions::LONG && matches!(ty, Type::Truth) {
            if let Some(definition) = definition.filter(|definition| !definition.sources.is_empty())
                && !self.in_place.iter().any(|(known, _)| known == name)
            {
                self.in_place.push((name.to_owned(), definition.sources.clone()));
            }
            return None;
        }
        let defined = Defined {
            mark: format!("D{}", self.defined.len() + 1),
            name: name.to_owned(),
            title: definition
                .and_then(|definition| definition.title.clone())
                .unwrap_or_else(|| crate::report::words::spaced(name)),
            sources: definition
                .map(|definition| definition.sources.clone())
                .unwrap_or_default(),
            unverified: definition.and_then(|definition| definition.unverified.as_ref().map(|(said, _)| said.clone())),
            prose: prose.clone(),
            given: given.map(|given| self.given(given)),
        };
        self.defined.push(defined.clone());
        Some(defined)
    }

    fn given(&self, given: Given) -> String {
        let name = self
            .trial
            .facts
            .get(given.fact.index())
            .map_or("", |fact| fact.name.as_str());
        let what = if given.score { "total" } else { "result" };
        let rounded = if given.rounded {
            " It is taken as rounded at its last digit."
        } else {
            ""
        };
        format!(
            "A record may give the {what} itself, as {name}: then both that and what its parts allow must be so.{rounded}"
        )
    }
}

/// A value in a sentence, and how tightly it holds together.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) text: String,
    /// 1 for sums, 2 for products, 3 for powers, 4 for what needs no brackets; 0 for what needs them everywhere.
    pub(super) bond: u8,
}

impl Words {
    pub(super) fn tight(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bond: 4,
        }
    }

    pub(super) fn bound(text: impl Into<String>, bond: u8) -> Self {
        Self {
            text: text.into(),
            bond,
        }
    }

    /// In brackets where it holds together less than it must.
    pub(super) fn within(&self, bond: u8) -> String {
        if self.bond < bond {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }
}

/// Whether a field of the record at `level` is read beside those of an inner record.
pub(super) fn read_within(body: &Expr, level: usize) -> bool {
    let mut found = false;
    walk::all(body, &mut |expr| {
        if let Node::Quantified { .. } | Node::Aggregate { .. } = expr.node.as_ref() {
            walk::all(expr, &mut |inner| {
                found |= matches!(inner.node.as_ref(), Node::Field(of, _) if *of == level);
            });
        }
    });
    found
}

/// A constant, where it is one: in the author's own number and unit where they are written there.
pub(super) fn constant(sources: &Sources, expr: &Expr) -> Option<String> {
    match expr.node.as_ref() {
        Node::Constant(value) => {
            let written = written::amount(sources.slice(expr.span), value, &expr.ty);
            Some(written.unwrap_or_else(|| values::constant(value, &expr.ty)))
        }
        _ => None,
    }
}
