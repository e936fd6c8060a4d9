//! Endpoints: what came out at each visit that is asked for.

use super::needs;
use super::screen::{Detail, Screening, Visits, blank_visit};
use super::verdict::{EndpointResult, Response};
use crate::model::{BASELINE, Endpoint, Trial};
use crate::records::Patient;
use crate::value::Truths;

/// One endpoint at one visit, whether or not the record has it; none where the trial has no such endpoint.
#[must_use]
pub fn respond(trial: &Trial, patient: &Patient, endpoint: usize, visit: &str) -> Option<Response> {
    let blank = blank_visit(trial, patient);
    let screening = Screening::new(trial, patient, &blank, Detail::Outcomes);
    let rule = &trial.endpoints.get(endpoint)?.rule;
    Some(response(screening.decide(rule, &[], None, Some(visit)).truths))
}

impl<'a> Screening<'a> {
    /// Every endpoint at each of these visits, visit by visit.
    pub(super) fn endpoints(&self, visits: Visits<'a>) -> Vec<EndpointResult> {
        let (trial, patient) = (self.trial, self.patient);
        let names: Vec<&'a str> = match visits {
            Visits::None => Vec::new(),
            Visits::At(name) => vec![name],
            Visits::All => patient.visits.iter().map(|visit| visit.name.as_str()).collect(),
        };
        let after = names.into_iter().filter(|name| *name != BASELINE);
        let each = after.flat_map(|name| trial.endpoints.iter().enumerate().map(move |endpoint| (name, endpoint)));
        each.map(|(name, (index, endpoint))| self.endpoint(index, endpoint, name))
            .collect()
    }

    fn endpoint(&self, index: usize, endpoint: &'a Endpoint, visit: &'a str) -> EndpointResult {
        let decided = self.decide(&endpoint.rule, &[], None, Some(visit));
        let outcome = response(decided.truths);
        let needs = match outcome {
            Response::Unknown => needs::of(&decided.explanation, &|part| self.needs_of(part)),
            _ => Vec::new(),
        };
        EndpointResult {
            endpoint: index,
            id: endpoint.id.clone(),
            visit: visit.to_owned(),
            recorded: self.patient.has_visit(visit),
            outcome,
            needs,
            explanation: decided.explanation,
        }
    }
}

fn response(truths: Truths) -> Response {
    match truths {
        Truths::YES => Response::Yes,
        Truths::NO => Response::No,
        Truths::NOT_APPLICABLE => Response::NotApplicable,
        _ => Response::Unknown,
    }
}
