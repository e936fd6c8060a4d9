//! What there is to be signed: the criteria of a trial, its definitions, its facts.

use super::glossary::{self, Case, FactRow};
use super::prose::Prose;
use super::rules;
use super::writer::{Defined, Writer};
use crate::model::{Criterion, CriterionKind, Kind, Node, ReadingNote, Trial};
use crate::report::words;
use crate::source::{SourceId, Sources};

/// A trial, to be read and signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The registry's number.
    pub id: String,
    /// The title.
    pub title: Option<String>,
    /// The header's other words: `version`, `protocol`.
    pub settings: Vec<(String, String)>,
    /// The dates of the trial and their questions.
    pub dates: Vec<(String, Option<String>)>,
    /// The date of the moment of assessment.
    pub assessed: Option<String>,
    /// How old readings may be, where that holds for most criteria.
    pub validity: Option<String>,
    /// The limits of normal that stand in where a reading carries none.
    pub stand_ins: Vec<String>,
    /// How the protocol was read as a whole.
    pub notes: Vec<Note>,
    /// Inclusion, exclusion, endpoints.
    pub sections: Vec<Section>,
    /// The definitions that they need.
    pub definitions: Vec<Defined>,
    /// The definitions that are written out wherever they are used, and where they were published.
    pub in_place: Vec<(String, Vec<String>)>,
    /// The facts that are asked for.
    pub facts: Vec<FactRow>,
    /// The worked cases.
    pub cases: Vec<Case>,
    /// The files whose texts decide, each with its SHA-256; the rules first.
    pub fingerprints: Vec<(String, String)>,
}

/// Criteria under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `Inclusion criteria`
    pub title: &'static str,
    /// Criteria, each behind the one it is nested in.
    pub items: Vec<Item>,
}

/// A criterion, a part of one, or an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The protocol's number.
    pub id: String,
    /// The protocol's words.
    pub text: Option<String>,
    /// The criterion that alone decides, where this is a part of one.
    pub part_of: Option<String>,
    /// The rule in words.
    pub prose: Prose,
    /// The rule as it is written; empty where it only gathers nested criteria.
    pub rule: String,
    /// How it was read.
    pub notes: Vec<Note>,
}

/// How a sentence of the protocol was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The source text is damaged.
    pub damaged: bool,
    /// The name of the reading and whether it is in force, where there are several.
    pub alternative: Option<(String, bool)>,
    /// Why.
    pub text: String,
}

impl Note {
    /// What it is: `reading`, `damaged text`, `reading “strict”, not in force`.
    #[must_use]
    pub fn kind(&self) -> String {
        match &self.alternative {
            Some((name, true)) => format!("reading “{}”, in force", words::spaced(name)),
            Some((name, false)) => format!("reading “{}”, not in force", words::spaced(name)),
            None if self.damaged => "damaged text".to_owned(),
            None => "reading".to_owned(),
        }
    }
}

impl Document {
    /// A trial that was read from `file`; it must have no errors.
    #[must_use]
    pub fn of(trial: &Trial, sources: &Sources, file: SourceId) -> Self {
        let text = sources.get(file).map_or("", |source| source.text.as_ref());
        let written = rules::written(text);
        let mut writer = Writer::new(trial, sources);
        let mut sections = Vec::new();
        for (kind, title) in [
            (CriterionKind::Inclusion, "Inclusion criteria"),
            (CriterionKind::Exclusion, "Exclusion criteria"),
        ] {
            let criteria = trial.criteria.iter().enumerate();
            let criteria = criteria.filter(|(_, criterion)| criterion.kind == kind);
            let items = criteria.map(|(at, criterion)| {
                let rule = written.get(&criterion.id).cloned().unwrap_or_default();
                of_criterion(&mut writer, at, criterion, rule)
            });
            sections.push(Section {
                title,
                items: items.collect(),
            });
        }
        writer.visit = true;
        let endpoints = trial.endpoints.iter().map(|endpoint| Item {
            id: endpoint.id.clone(),
            text: endpoint.text.as_ref().map(|(text, _)| text.clone()),
            part_of: None,
            prose: writer.condition(&endpoint.rule).introduced("Met at a visit if"),
            rule: written.get(&endpoint.id).cloned().unwrap_or_default(),
            notes: endpoint.readings.iter().map(note).collect(),
        });
        let endpoints = endpoints.collect();
        sections.push(Section {
            title: "Endpoints",
            items: endpoints,
        });
        sections.retain(|section| !section.items.is_empty());
        let settings = trial.settings.iter().filter(|(word, ..)| word != "visits");
        Self {
            id: trial.id.clone(),
            title: trial.title.clone(),
            settings: settings.map(|(word, text, _)| (word.clone(), text.clone())).collect(),
            dates: glossary::dates(trial),
            assessed: trial.assessed_at.map(|fact| writer.names.fact(fact)),
            validity: writer.validity.clone(),
            stand_ins: glossary::stand_ins(trial, &writer.names),
            notes: trial.readings.iter().map(note).collect(),
            sections,
            facts: glossary::facts(trial, &writer.names),
            definitions: writer.defined,
            in_place: writer.in_place,
            cases: glossary::cases(trial, sources),
            fingerprints: glossary::fingerprints(sources, file),
        }
    }

    /// Only the criteria and endpoints with these numbers, and those nested in them.
    #[must_use]
    pub fn only(mut self, ids: &[String]) -> Self {
        let wanted = |id: &str| {
            ids.iter().any(|wanted| {
                id == wanted
                    || id
                        .strip_prefix(wanted.as_str())
                        .is_some_and(|rest| rest.starts_with('.'))
            })
        };
        for section in &mut self.sections {
            section.items.retain(|item| wanted(&item.id));
        }
        self.sections.retain(|section| !section.items.is_empty());
        let needed: Vec<Defined> = self
            .definitions
            .iter()
            .filter(|defined| self.needs(defined))
            .cloned()
            .collect();
        self.definitions = needed;
        let left: Vec<String> = self.ids().map(str::to_owned).collect();
        let names = |text: &str| {
            text.split(", ")
                .any(|one| left.iter().any(|id| one.split(' ').next() == Some(id)))
        };
        self.facts.retain(|fact| names(&fact.read_by));
        self.cases.retain(|case| names(&case.expected));
        self
    }

    /// Whether the criteria that are left name a definition, themselves or by way of another one.
    #[must_use]
    pub fn needs(&self, defined: &Defined) -> bool {
        let mark = format!("({})", defined.mark);
        let items = self.sections.iter().flat_map(|section| &section.items);
        if items.map(|item| item.prose.flat()).any(|prose| prose.contains(&mark)) {
            return true;
        }
        let others = self
            .definitions
            .iter()
            .filter(|other| other.prose.flat().contains(&mark));
        others.filter(|other| *other != defined).any(|other| self.needs(other))
    }

    /// The numbers of all criteria and endpoints.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.sections
            .iter()
            .flat_map(|section| section.items.iter().map(|item| item.id.as_str()))
    }
}

fn of_criterion(writer: &mut Writer<'_>, at: usize, criterion: &Criterion, rule: String) -> Item {
    // A part was written with the criterion around it, which stands before it: there its entry is known.
    let prose = match writer.parts.get(&at) {
        Some(prose) => prose.clone(),
        None => writer.condition(&criterion.rule),
    };
    let direction = match (criterion.part, criterion.kind) {
        (true, _) => "Holds if",
        (false, CriterionKind::Inclusion) => "Required:",
        (false, CriterionKind::Exclusion) => "Excludes if",
    };
    let prose = answer(writer.trial, criterion).unwrap_or(prose);
    let parent = criterion.parent.filter(|_| criterion.part);
    let parent = parent.and_then(|parent| writer.trial.criteria.get(parent));
    Item {
        id: criterion.id.clone(),
        text: criterion.text.as_ref().map(|(text, _)| text.clone()),
        part_of: parent.map(|parent| parent.id.clone()),
        prose: prose.introduced(direction),
        rule,
        notes: criterion.readings.iter().map(note).collect(),
    }
}

/// A criterion whose own words are the question: they need not be said again.
fn answer(trial: &Trial, criterion: &Criterion) -> Option<Prose> {
    let Node::Fact(fact) = criterion.rule.node.as_ref() else {
        return None;
    };
    let fact = trial.facts.get(fact.index())?;
    let (text, _) = criterion.text.as_ref()?;
    let same = fact.question.as_ref() == Some(text) && matches!(fact.kind, Kind::YesNo);
    let judged = if fact.judgement { " (a judgement)" } else { "" };
    same.then(|| Prose::line(format!("the answer to this question{judged} is yes")))
}

fn note(note: &ReadingNote) -> Note {
    Note {
        damaged: note.damaged,
        alternative: note.name.clone().map(|name| (name, note.in_force)),
        text: note.text.clone(),
    }
}
