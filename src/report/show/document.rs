//! What there is to be signed: the criteria of a trial, its definitions, its facts.

use sha2::{Digest, Sha256};

use super::names::Names;
use super::prose::Prose;
use super::writer::{Defined, Writer};
use super::{names, rules, values};
use crate::model::{Criterion, CriterionKind, Fact, FactId, Kind, ReadingNote, Trial};
use crate::report::facts::{reads, table};
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
    /// What must come out.
    pub expected: String,
}

impl Document {
    /// A trial that was read from `file`; it must have no errors.
    #[must_use]
    pub fn of(trial: &Trial, sources: &Sources, file: SourceId) -> Self {
        let text = sources.get(file).map_or("", |source| source.text.as_ref());
        let written = rules::written(text);
        let mut writer = Writer::new(trial);
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
            dates: dates(trial),
            assessed: trial.assessed_at.map(|fact| writer.names.fact(fact)),
            validity: writer.validity.clone(),
            stand_ins: stand_ins(trial, &writer.names),
            notes: trial.readings.iter().map(note).collect(),
            sections,
            facts: facts(trial, &writer.names),
            definitions: writer.defined,
            in_place: writer.in_place,
            cases: cases(trial, sources),
            fingerprints: fingerprints(sources, file),
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

    /// What must be known to read the sentences, one thought each.
    #[must_use]
    pub fn preface(&self) -> Vec<String> {
        let mut lines = vec![
            "A criterion passes if it does not stand in the way: what an inclusion criterion requires holds, and what an \
             exclusion criterion describes does not. Otherwise it fails."
                .to_owned(),
            "It is unknown if the record leaves open which of the two it is; the facts that would settle it are then \
             named, and nothing is guessed. A pass or a fail holds whatever is found out later about what is open now."
                .to_owned(),
            "What does not apply is left out of whatever it stands in; a criterion of which nothing applies passes. As a \
             condition for something else, what does not apply does not hold."
                .to_owned(),
            "Days, weeks, months and years are those of the calendar, whatever the time of day; a month before the 31st \
             ends on the last day of a shorter month. Hours are counted between instants."
                .to_owned(),
            "A value on its limit is on its limit: “at most” and “at least” include it, “below” and “above” do not. \
             Nothing is rounded."
                .to_owned(),
        ];
        if let Some(assessed) = &self.assessed {
            let validity = match &self.validity {
                Some(validity) => format!(" and dated {validity}"),
                None => String::new(),
            };
            lines.push(format!(
                "The day of assessment is {assessed}. Age is that on this day, and a laboratory value is the latest \
                 reading on or before it{validity}, unless something else is said. At a visit it is the latest reading \
                 on or before the visit's day."
            ));
        }
        let limits = "ULN and LLN are the upper and the lower limit of normal that this same reading carries";
        lines.push(if self.stand_ins.is_empty() {
            format!("{limits}; none is assumed.")
        } else {
            format!(
                "{limits}. Where it carries none, these stand in: {}.",
                self.stand_ins.join("; ")
            )
        });
        lines.push(
            "Questions in quotes are asked of whoever fills in the record; “(a judgement)” marks what only a person can \
             say. D1, D2, … are definitions, I… and E… criteria."
                .to_owned(),
        );
        lines
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

fn note(note: &ReadingNote) -> Note {
    Note {
        damaged: note.damaged,
        alternative: note.name.clone().map(|name| (name, note.in_force)),
        text: note.text.clone(),
    }
}

fn stand_ins(trial: &Trial, called: &Names) -> Vec<String> {
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

fn dates(trial: &Trial) -> Vec<(String, Option<String>)> {
    let question = |name: &str| {
        let fact = trial.facts.iter().find(|fact| fact.name == name);
        fact.and_then(|fact| fact.question.clone())
    };
    let dates = trial.dates.iter();
    dates.map(|name| (words::spaced(name), question(name))).collect()
}

fn facts(trial: &Trial, called: &Names) -> Vec<FactRow> {
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

fn cases(trial: &Trial, sources: &Sources) -> Vec<Case> {
    let cases = trial.examples.iter().map(|example| {
        let expected = example
            .expectations
            .iter()
            .map(|met| words::rule_text(sources, met.span));
        Case {
            title: example.title.clone(),
            expected: expected.collect::<Vec<_>>().join(", "),
        }
    });
    cases.collect()
}

/// The texts that decide what is evaluated: the rules, the modules, the protocol that is quoted.
fn fingerprints(sources: &Sources, file: SourceId) -> Vec<(String, String)> {
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
