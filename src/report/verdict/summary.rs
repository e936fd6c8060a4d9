//! Many verdicts in numbers: counters only, so that any number of patients fits.

use std::collections::BTreeMap;

use crate::eval::{Outcome, Overall, Verdict};
use crate::model::Trial;

/// What is counted of a criterion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Patients on whom it fails.
    pub fails: usize,
    /// Those on whom nothing else fails.
    pub alone: usize,
    /// Patients on whom it is unknown.
    pub unknown: usize,
}

/// What is counted of one trial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The verdicts.
    pub overall: BTreeMap<Overall, usize>,
    /// By the criterion's place in the trial.
    pub criteria: Vec<Tally>,
    /// Undetermined patients by the fact that they need.
    pub needs: BTreeMap<String, usize>,
}

impl Summary {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(trial: &Trial) -> Self {
        Self {
            criteria: vec![Tally::default(); trial.criteria.len()],
            ..Self::default()
        }
    }

    /// Counts one verdict. Only criteria at the top and those directly counted, no parts.
    pub fn add(&mut self, trial: &Trial, verdict: &Verdict) {
        *self.overall.entry(verdict.overall).or_default() += 1;
        let failing = super::rows::deciders(trial, verdict, Outcome::Fail);
        for result in &failing {
            if let Some(tally) = self.criteria.get_mut(result.criterion) {
                tally.fails += 1;
                tally.alone += usize::from(failing.len() == 1);
            }
        }
        let open = super::rows::deciders(trial, verdict, Outcome::Unknown);
        for result in &open {
            if let Some(tally) = self.criteria.get_mut(result.criterion) {
                tally.unknown += 1;
            }
        }
        if verdict.overall == Overall::Undetermined {
            let mut last: Option<&str> = None;
            // What only parts of decided criteria leave open changes nothing.
            let settles = |id: &String| open.iter().any(|result| result.id == *id);
            for need in verdict.needs.iter().filter(|need| need.criteria.iter().any(settles)) {
                // Places in lists differ from patient to patient: `lesions[2].site` counts for `lesions`.
                let fact = need.fact.split('[').next().unwrap_or(&need.fact);
                if last != Some(fact) {
                    *self.needs.entry(fact.to_owned()).or_default() += 1;
                }
                last = Some(fact);
            }
        }
    }

    /// Nothing fails and nothing is open.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.criteria.iter().all(|tally| tally.fails + tally.unknown == 0)
    }

    /// All verdicts.
    #[must_use]
    pub fn total(&self) -> usize {
        self.overall.values().sum()
    }

    /// The verdicts of one kind.
    #[must_use]
    pub fn count(&self, overall: Overall) -> usize {
        self.overall.get(&overall).copied().unwrap_or(0)
    }
}
