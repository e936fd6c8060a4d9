//! Worked cases: what is said of a patient, and what must come out.

use super::expr::Expr;
use super::fact::{Fact, FactId, Kind};
use super::trial::Trial;
use crate::source::Span;
use crate::syntax::ast::Assignment;

/// A worked case.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// Where the title stands.
    pub title_span: Span,
    /// What is said of the patient, as it was written; names are known to exist.
    pub facts: Vec<Assignment>,
    /// What must come out.
    pub expectations: Vec<Expectation>,
    /// The whole case.
    pub span: Span,
}

/// What must come out of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Of what.
    pub of: Expected,
    /// The word in a verdict: `pass`, `yes`, `eligible`.
    pub outcome: String,
    /// The visit.
    pub visit: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// What an expectation is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// The verdict on the patient.
    Verdict,
    /// A criterion, by its place in [`Trial::criteria`].
    Criterion(usize),
    /// An endpoint, by its place in [`Trial::endpoints`].
    Endpoint(usize),
    /// A condition, which may read the facts of [`Trial::example_facts`] too.
    Condition(Box<Expr>),
}

impl Trial {
    /// The trial with the facts that only its worked cases read.
    #[must_use]
    pub fn with_example_facts(&self) -> Self {
        let mut trial = self.clone();
        let further: Vec<Fact> = trial.example_facts.drain(..).collect();
        trial.facts.extend(further);
        if trial.assessed_at.is_none() {
            trial.assessed_at = Some(trial.date_of_assessment());
        }
        trial
    }

    /// A file without a header has no day of assessment; its cases count from one that is called `screening`.
    fn date_of_assessment(&mut self) -> FactId {
        let known = self.facts.iter().position(|fact| fact.name == "screening");
        let at = known.unwrap_or_else(|| {
            self.facts.push(Fact {
                name: "screening".to_owned(),
                kind: Kind::Date,
                judgement: false,
                trial_date: true,
                personal: true,
                question: None,
                codes: Vec::new(),
                plausible: None,
                with: Vec::new(),
                stand_in: (None, None),
                span: self.span,
            });
            self.facts.len() - 1
        });
        FactId(u32::try_from(at).unwrap_or(u32::MAX))
    }
}
