//! Evaluates worked cases.

use super::coverage::{Coverage, Tracker};
use super::record::Written;
use crate::diagnostic::Diagnostics;
use crate::eval::{self, Explanation, Need, Verdict};
use crate::model::{Example, Expectation, Expected, Trial};
use crate::records::{Decoder, Patient, Raw};
use crate::source::{SourceId, Span};

/// What came of all worked cases of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Each case, in the order of the file.
    pub cases: Vec<Case>,
    /// What the cases reach of the rules.
    pub coverage: Coverage,
}

impl Run {
    /// How many cases came out otherwise than expected.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.cases.iter().filter(|case| !case.passed()).count()
    }
}

/// What came of one worked case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it shows.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// What was expected, and came.
    pub expectations: Vec<Met>,
}

impl Case {
    /// Whether everything came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.expectations.iter().all(Met::is_met)
    }
}

/// An expectation and what came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// Where it is written.
    pub span: Span,
    /// Where what it is about is written, for a condition.
    pub condition: Option<Span>,
    /// Of what: `I8.4`, `SRI-4`; none for a condition and for the verdict.
    pub id: Option<String>,
    /// The visit.
    pub visit: Option<String>,
    /// The word expected.
    pub expected: String,
    /// The word that came out.
    pub got: String,
    /// What would settle it, where it is unknown.
    pub needs: Vec<Need>,
    /// Why; none for the verdict on the patient.
    pub explanation: Option<Explanation>,
}

impl Met {
    /// Whether it came out as expected.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.expected == self.got
    }
}

/// The records of all worked cases: what in them no record can hold is told at its place.
pub fn check(trial: &Trial, out: &mut Diagnostics) {
    if trial.examples.is_empty() {
        return;
    }
    let trial = trial.with_example_facts();
    let decoder = Decoder::new(&trial.facts);
    for example in &trial.examples {
        let _ = patient(&trial, &decoder, example, out);
    }
}

/// Evaluates every worked case of a trial without errors.
#[must_use]
pub fn run(trial: &Trial) -> Run {
    let trial = trial.with_example_facts();
    let decoder = Decoder::new(&trial.facts);
    let mut tracker = Tracker::new(&trial);
    let cases = trial.examples.iter().map(|example| {
        let patient = patient(&trial, &decoder, example, &mut Diagnostics::default());
        case(&trial, example, &patient, &mut tracker)
    });
    let cases = cases.collect();
    Run {
        cases,
        coverage: tracker.coverage(),
    }
}

/// The patient of a case. What cannot be read is told.
fn patient(trial: &Trial, decoder: &Decoder<'_>, example: &Example, out: &mut Diagnostics) -> Patient {
    let written = Written::of(trial, example, out);
    let raw = Raw::json(example.title.as_str(), written.text.as_str());
    let decoded = decoder.decode(&raw, SourceId(u32::MAX));
    for error in decoded.errors {
        out.push(written.back(error, example.title_span));
    }
    decoded.patient
}

fn case(trial: &Trial, example: &Example, patient: &Patient, tracker: &mut Tracker<'_>) -> Case {
    let whole = example
        .expectations
        .iter()
        .any(|expectation| !matches!(expectation.of, Expected::Condition(_)));
    let verdict = whole.then(|| eval::evaluate(trial, patient));
    let expectations = example.expectations.iter().map(|expectation| {
        let met = met(trial, expectation, patient, verdict.as_ref());
        tracker.note(expectation, &met, verdict.as_ref());
        met
    });
    Case {
        title: example.title.clone(),
        span: example.span,
        expectations: expectations.collect(),
    }
}

fn met(trial: &Trial, expectation: &Expectation, patient: &Patient, verdict: Option<&Verdict>) -> Met {
    let mut met = Met {
        span: expectation.span,
        condition: match &expectation.of {
            Expected::Condition(condition) => Some(condition.span),
            _ => None,
        },
        id: None,
        visit: expectation.visit.clone(),
        expected: expectation.outcome.clone(),
        got: String::new(),
        needs: Vec::new(),
        explanation: None,
    };
    match (&expectation.of, verdict) {
        (Expected::Verdict, Some(verdict)) => {
            met.got = verdict.overall.word().to_owned();
            met.needs.clone_from(&verdict.needs);
        }
        (Expected::Criterion(index), Some(verdict)) => {
            if let Some(result) = verdict.criteria.get(*index) {
                // A criterion that does not apply passes; a case may say either.
                let precise = expectation.outcome == "not_applicable" && result.not_applicable;
                met.id = Some(result.id.clone());
                met.got = if precise {
                    "not_applicable"
                } else {
                    result.outcome.word()
                }
                .to_owned();
                met.needs.clone_from(&result.needs);
                met.explanation = Some(result.explanation.clone());
            }
        }
        (Expected::Endpoint(index), Some(verdict)) => {
            met.id = trial.endpoints.get(*index).map(|endpoint| endpoint.id.clone());
            let result = verdict
                .endpoints
                .iter()
                .find(|result| result.endpoint == *index && Some(&result.visit) == met.visit.as_ref());
            match result {
                Some(result) => {
                    met.got = result.outcome.word().to_owned();
                    met.needs.clone_from(&result.needs);
                    met.explanation = Some(result.explanation.clone());
                }
                None => met.got = "no such visit".to_owned(),
            }
        }
        (Expected::Condition(condition), _) => {
            let answer = eval::ask(trial, patient, condition, expectation.visit.as_deref());
            met.got = answer.outcome.word().to_owned();
            met.needs = answer.needs;
            met.explanation = Some(answer.explanation);
        }
        (_, None) => {}
    }
    met
}
