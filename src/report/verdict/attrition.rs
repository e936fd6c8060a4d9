//! What the criteria do to a population: how many fail each, how many fail it alone, how many are open and for want of what.

use std::io::{self, Write};

use serde::Serialize;

use super::summary::{Summary, Tally};
use crate::eval::Overall;
use crate::model::{Criterion, Trial};

/// The summaries as JSON, an object a trial.
///
/// # Errors
/// Those of the output.
pub fn json<'a>(out: &mut dyn Write, summaries: impl Iterator<Item = (&'a Trial, &'a Summary)>) -> io::Result<()> {
    let trials: Vec<OfTrial<'_>> = summaries.map(|(trial, summary)| OfTrial::of(trial, summary)).collect();
    serde_json::to_writer_pretty(&mut *out, &trials)?;
    writeln!(out)
}

#[derive(Serialize)]
struct OfTrial<'a> {
    trial: &'a str,
    patients: usize,
    eligible: usize,
    ineligible: usize,
    undetermined: usize,
    error: usize,
    criteria: Vec<OfCriterion<'a>>,
    needs: Vec<Need<'a>>,
}

#[derive(Serialize)]
struct OfCriterion<'a> {
    id: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    fail: usize,
    fail_alone: usize,
    unknown: usize,
    needs: Vec<Need<'a>>,
}

#[derive(Serialize)]
struct Need<'a> {
    fact: &'a str,
    patients: usize,
}

fn needs(needs: &std::collections::BTreeMap<String, usize>) -> Vec<Need<'_>> {
    let mut needs: Vec<Need<'_>> = needs
        .iter()
        .map(|(fact, patients)| Need {
            fact,
            patients: *patients,
        })
        .collect();
    // Those of most patients first; of equals the names decide.
    needs.sort_by_key(|need| std::cmp::Reverse(need.patients));
    needs
}

impl<'a> OfTrial<'a> {
    fn of(trial: &'a Trial, summary: &'a Summary) -> Self {
        // Of a criterion that others stand under, those carry the numbers.
        let is_heading = |at: usize| {
            trial
                .criteria
                .iter()
                .any(|other| other.parent == Some(at) && !other.part)
        };
        let told = |(at, (criterion, tally)): &(usize, (&Criterion, &Tally))| {
            !criterion.part && (tally.fails + tally.unknown > 0 || !is_heading(*at))
        };
        let criteria = trial.criteria.iter().zip(&summary.criteria).enumerate().filter(told);
        let criteria = criteria.map(|(_, (criterion, tally))| OfCriterion {
            id: &criterion.id,
            kind: criterion.kind.word(),
            text: criterion.text.as_ref().map(|(text, _)| text.as_str()),
            fail: tally.fails,
            fail_alone: tally.alone,
            unknown: tally.unknown,
            needs: needs(&tally.needs),
        });
        Self {
            trial: &trial.id,
            patients: summary.total(),
            eligible: summary.count(Overall::Eligible),
            ineligible: summary.count(Overall::Ineligible),
            undetermined: summary.count(Overall::Undetermined),
            error: summary.count(Overall::Error),
            criteria: criteria.collect(),
            needs: needs(&summary.needs),
        }
    }
}
