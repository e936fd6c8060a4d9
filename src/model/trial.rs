//! A trial: its facts, its criteria, its endpoints.

use super::definition::Definition;
use super::example::Example;
use super::expr::Expr;
use super::fact::{Fact, FactId};
use crate::source::Span;

/// A trial as the evaluator, the linter and the exporters read it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trial {
    /// The registry's number, or the file's name where a file has no header.
    pub id: String,
    /// The title.
    pub title: Option<String>,
    /// The header's other words: `version`, `protocol`.
    pub settings: Vec<(String, String, Span)>,
    /// The facts it reads.
    pub facts: Vec<Fact>,
    /// The dates that the header declares, read by a rule or not.
    pub dates: Vec<String>,
    /// The date of the moment of assessment.
    pub assessed_at: Option<FactId>,
    /// Every criterion and part, in the order of the file; a parent before its parts.
    pub criteria: Vec<Criterion>,
    /// The response definitions.
    pub endpoints: Vec<Endpoint>,
    /// The visits that rules name (`pga at baseline`), each once.
    pub visits: Vec<String>,
    /// The numbers and scores that it computes, by name.
    pub values: Vec<(String, Expr)>,
    /// Notes on how the protocol was read that concern the whole trial.
    pub readings: Vec<ReadingNote>,
    /// The definitions of the file and of the modules it uses.
    pub definitions: Vec<Definition>,
    /// The worked cases.
    pub examples: Vec<Example>,
    /// The facts that only worked cases read; their numbers go on behind those of `facts`.
    pub example_facts: Vec<Fact>,
    /// The facts that are declared and that nothing reads.
    pub unread: Vec<Fact>,
    /// The header's place.
    pub span: Span,
}

/// The visit that the others are compared with.
pub const BASELINE: &str = "baseline";

/// What a visit may be called before a number or a word: `month_3`, `end_of_study`.
const VISIT_WORDS: [&str; 7] = ["day", "week", "month", "year", "visit", "cycle", "end"];

impl Trial {
    /// Whether a visit may be called so, whatever the records hold: by its words, or because the header lists it.
    #[must_use]
    pub fn knows_visit(&self, name: &str) -> bool {
        let by_words = |name: &str| {
            name.split_once('_')
                .is_some_and(|(first, _)| VISIT_WORDS.contains(&first))
        };
        name == BASELINE || by_words(name) || self.listed_visits().any(|listed| listed == name)
    }

    /// The visits of the header: `visits "day_28, unscheduled"`.
    pub fn listed_visits(&self) -> impl Iterator<Item = &str> {
        let lines = self.settings.iter().filter(|(word, ..)| word == "visits");
        lines
            .flat_map(|(_, text, _)| text.split([',', ' ']))
            .filter(|name| !name.is_empty())
    }
}

/// Inclusion or exclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CriterionKind {
    /// Must hold.
    Inclusion,
    /// Must not.
    Exclusion,
}

impl CriterionKind {
    /// The word in a verdict.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inclusion => "inclusion",
            Self::Exclusion => "exclusion",
        }
    }
}

/// A criterion or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// The protocol's number: `I8.4`.
    pub id: String,
    /// Where the number stands.
    pub id_span: Span,
    /// The section it stands in.
    pub kind: CriterionKind,
    /// The protocol's words.
    pub text: Option<(String, Span)>,
    /// The whole item.
    pub span: Span,
    /// Its parent's place in [`Trial::criteria`].
    pub parent: Option<usize>,
    /// Its outcome is reported, but only its parent decides.
    pub part: bool,
    /// The part is judged on one record at a time.
    pub per_record: bool,
    /// What its rule says is in favour of the patient where it holds, rather than where it does not.
    pub in_favour: bool,
    /// The part stands in an exception, or in the condition under which a rule applies: the rule has a reason of its own.
    pub aside: bool,
    /// What must hold (inclusion) or must not (exclusion).
    pub rule: Expr,
    /// How it was read.
    pub readings: Vec<ReadingNote>,
}

/// A note on how a sentence was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingNote {
    /// The source text is damaged.
    pub damaged: bool,
    /// The name of the reading, where there are several.
    pub name: Option<String>,
    /// The reading in force, where there are several.
    pub in_force: bool,
    /// Why.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A response definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Its label.
    pub id: String,
    /// The protocol's words.
    pub text: Option<(String, Span)>,
    /// The whole endpoint.
    pub span: Span,
    /// What a responder fulfils.
    pub rule: Expr,
    /// How it was read.
    pub readings: Vec<ReadingNote>,
}
