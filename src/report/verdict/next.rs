//! What to find out next, and what each answer to it would lead to, by trying it.

use crate::eval::{self, EndpointResult, Need, Outcome, Overall, Response, Verdict};
use crate::model::{Kind, Options, Trial};
use crate::records::{Known, Patient, Reading, Slot};
use crate::report::verdict::reason::Page;
use crate::report::verdict::rows;
use crate::report::words;
use crate::source::Span;
use crate::value::{Choices, Truths, Value};

/// Questions with more answers are not tried.
const FEW: usize = 4;

/// What is to be found out, and the open criteria that it would settle: those that settle most first. What only parts of
/// decided criteria leave open changes nothing and is left out.
#[must_use]
pub fn wanted<'v>(trial: &Trial, verdict: &'v Verdict) -> Vec<(&'v Need, Vec<&'v str>)> {
    let open = rows::deciders(trial, verdict, Outcome::Unknown);
    let settles = |id: &&str| open.iter().any(|result| result.id == *id);
    let ids = |need: &'v Need| need.criteria.iter().map(String::as_str).filter(settles).collect();
    let mut needs: Vec<(&Need, Vec<&str>)> = verdict.needs.iter().map(|need| (need, ids(need))).collect();
    needs.retain(|(_, ids)| !ids.is_empty());
    // A stable sort: of equals the first of the trial stays first.
    needs.sort_by_key(|(_, ids)| std::cmp::Reverse(ids.len()));
    needs
}

/// `liver_infiltration (Tumour infiltration of the liver)`
#[must_use]
pub fn called(name: &str, need: &Need) -> String {
    match &need.question {
        Some(question) => format!("{name} ({})", question.trim().trim_end_matches('?')),
        None => name.to_owned(),
    }
}

/// An answer and the verdict that it would lead to.
pub type Answer = (String, Verdict);

/// Each answer to a need with few of them, and the verdict that it would lead to; none where it is not of that kind.
#[must_use]
pub fn answers(page: Page<'_>, patient: &Patient, need: &Need) -> Vec<Answer> {
    let Some((at, possible)) = possible(page, need) else {
        return Vec::new();
    };
    let try_one = |(word, slot): (String, Slot)| {
        let mut tried = patient.clone();
        *tried.facts.slots.get_mut(at)? = slot;
        let verdict = eval::evaluate_at(page.trial, &tried, eval::Detail::Outcomes, eval::Visits::None);
        Some((word, verdict))
    };
    possible.into_iter().filter_map(try_one).collect()
}

/// Each answer to an endpoint's need with few of them, and the response that it would lead to.
#[must_use]
pub fn responses(page: Page<'_>, patient: &Patient, result: &EndpointResult, need: &Need) -> Vec<(String, Response)> {
    let Some((at, possible)) = possible(page, need) else {
        return Vec::new();
    };
    let try_one = |(word, slot): (String, Slot)| {
        let mut tried = patient.clone();
        let mut visits = tried.visits.iter_mut();
        let visit = visits.find(|visit| Some(&visit.name) == need.visit.as_ref())?;
        *visit.facts.slots.get_mut(at)? = slot;
        let rule = &page.trial.endpoints.get(result.endpoint)?.rule;
        let answer = eval::ask(page.trial, &tried, rule, Some(&result.visit));
        Some((word, answer.outcome))
    };
    possible.into_iter().filter_map(try_one).collect()
}

/// The place of the fact that is needed, and the few ways in which it may be answered.
fn possible(page: Page<'_>, need: &Need) -> Option<(usize, Vec<(String, Slot)>)> {
    let at = page.trial.facts.iter().position(|fact| fact.name == need.fact)?;
    let (kind, lab) = match &page.trial.facts.get(at)?.kind {
        Kind::Lab(kind) => (kind.as_ref(), true),
        kind => (kind, false),
    };
    let values = match kind {
        Kind::YesNo => vec![
            ("yes".to_owned(), Value::Truth(Truths::YES)),
            ("no".to_owned(), Value::Truth(Truths::NO)),
        ],
        Kind::Choice(options) => choices(options),
        _ => Vec::new(),
    };
    let slot = |(word, value): (String, Value)| {
        let known = Known {
            value,
            original: word.clone(),
            conversion: None,
            span: Span::default(),
        };
        let slot = match lab {
            true => Slot::Readings(vec![Reading {
                known,
                low: None,
                high: None,
                date: None,
                fields: Vec::new(),
            }]),
            false => Slot::Value(known),
        };
        (word, slot)
    };
    Some((at, values.into_iter().map(slot).collect()))
}

fn choices(options: &Options) -> Vec<(String, Value)> {
    if options.labels.len() > FEW {
        return Vec::new();
    }
    let one = |(at, label): (usize, &String)| (words::spaced(label), Value::Choice(Choices::one(at)));
    options.labels.iter().enumerate().map(one).collect()
}

/// `yes → I8.4 passes and the patient is eligible; no → I8.4 fails`
#[must_use]
pub fn consequences(before: &Verdict, criterion: usize, answers: &[Answer]) -> Option<String> {
    let told: Vec<String> = answers
        .iter()
        .filter_map(|(word, after)| told(before, after, criterion, word))
        .collect();
    let differ = answers.windows(2).any(|pair| match pair {
        [(_, a), (_, b)] => outcome(a, criterion) != outcome(b, criterion),
        _ => false,
    });
    (differ && told.len() == answers.len()).then(|| told.join("; "))
}

fn outcome(verdict: &Verdict, criterion: usize) -> Option<Outcome> {
    verdict
        .criteria
        .iter()
        .find(|result| result.criterion == criterion)
        .map(|result| result.outcome)
}

fn told(before: &Verdict, after: &Verdict, criterion: usize, word: &str) -> Option<String> {
    let result = after.criteria.iter().find(|result| result.criterion == criterion)?;
    let id = &result.id;
    let fares = match result.outcome {
        Outcome::Pass => format!("{id} passes"),
        Outcome::Fail => format!("{id} fails"),
        Outcome::Unknown => format!("{id} stays open"),
    };
    let whole = match after.overall {
        Overall::Eligible if before.overall != Overall::Eligible => " and the patient is eligible",
        _ => "",
    };
    Some(format!("{word} → {fares}{whole}"))
}
