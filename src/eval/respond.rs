//! Endpoints, and conditions of their own: what came out at each visit that is asked for.

use super::needs;
use super::screen::{Decided, Detail, Screening, Visits, blank_visit};
use super::verdict::{EndpointResult, Explanation, Need, Response};
use crate::model::{BASELINE, Endpoint, Expr, Trial};
use crate::records::Patient;
use crate::value::Truths;

/// What comes of one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Whether it holds.
    pub outcome: Response,
    /// What would settle it, where it is unknown.
    pub needs: Vec<Need>,
    /// Why.
    pub explanation: Explanation,
}

/// A condition of its own, asked of a patient, at a visit or at the moment of assessment.
#[must_use]
pub fn ask(trial: &Trial, patient: &Patient, condition: &Expr, visit: Option<&str>) -> Answer {
    let blank = blank_visit(trial, patient);
    let screening = Screening::new(trial, patient, &blank, Detail::Full);
    screening.answer(screening.decide(condition, &[], None, visit))
}

impl<'a> Screening<'a> {
    /// Every endpoint at each of these visits, visit by visit.
    pub(super) fn endpoints(&mut self, visits: Visits<'a>) -> Vec<EndpointResult> {
        let (trial, patient) = (self.trial, self.patient);
        let names: Vec<&'a str> = match visits {
            Visits::None => Vec::new(),
            Visits::At(name) => vec![name],
            Visits::All => patient.visits.iter().map(|visit| visit.name.as_str()).collect(),
        };
        let after = names.into_iter().filter(|name| *name != BASELINE);
        let each = after.flat_map(|name| trial.endpoints.iter().enumerate().map(move |endpoint| (name, endpoint)));
        let mut results = Vec::new();
        for (name, (index, endpoint)) in each {
            results.push(self.endpoint(index, endpoint, name));
        }
        results
    }

    fn endpoint(&mut self, index: usize, endpoint: &'a Endpoint, visit: &'a str) -> EndpointResult {
        let mut decided = self.decide(&endpoint.rule, &[], None, Some(visit));
        for mut warning in std::mem::take(&mut decided.tree.warnings) {
            warning.message = format!("{visit}: {}", warning.message);
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
        let answer = self.answer(decided);
        EndpointResult {
            endpoint: index,
            id: endpoint.id.clone(),
            visit: visit.to_owned(),
            recorded: self.patient.has_visit(visit),
            outcome: answer.outcome,
            needs: answer.needs,
            explanation: answer.explanation,
        }
    }

    /// What a rule came to, in the words of an endpoint.
    fn answer(&self, decided: Decided) -> Answer {
        let outcome = match decided.truths {
            Truths::YES => Response::Yes,
            Truths::NO => Response::No,
            Truths::NOT_APPLICABLE => Response::NotApplicable,
            _ => Response::Unknown,
        };
        let needs = match outcome {
            Response::Unknown => needs::of(&decided.explanation, &|part| self.needs_of(part)),
            _ => Vec::new(),
        };
        Answer {
            outcome,
            needs,
            explanation: decided.explanation,
        }
    }
}
