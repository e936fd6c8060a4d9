//! A milestone of the trial that is declared among the facts of the patient.

use std::collections::BTreeSet;

use super::windows::{InWindow, anchors, fact_of};
use crate::codes::lint::ANCHOR_NOT_OF_THE_TRIAL;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Kind;

/// What names of such dates have in them.
const MILESTONES: [&str; 14] = [
    "randomi",
    "enrol",
    "screening",
    "informed_consent",
    "consent_date",
    "baseline_visit",
    "first_dose_of_study",
    "study_entry",
    "study_drug",
    "study_treatment",
    "first_study_dose",
    "day_1",
    "c1d1",
    "trial_entry",
];

pub(super) fn check(context: &Context<'_>, windows: &[InWindow<'_>], out: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for window in windows {
        for anchor in anchors(window.window) {
            let Some(fact) = fact_of(context, anchor) else { continue };
            let name = fact.name.to_lowercase();
            let milestone = MILESTONES.iter().any(|word| name.contains(word));
            if fact.trial_date
                || !matches!(fact.kind, Kind::Date)
                || !context.is_own(fact.span)
                || !milestone
                || !told.insert(&fact.name)
            {
                continue;
            }
            let mut dates = context.trial.dates.clone();
            dates.push(fact.name.clone());
            out.push(
                ANCHOR_NOT_OF_THE_TRIAL
                    .at(
                        fact.span,
                        format!("`{}` is a date of the trial, and its header does not name it", fact.name),
                    )
                    .label(anchor.span, "a window is counted from it")
                    .about([format!("{} is", fact.name), "of the patient".to_owned()])
                    .help(format!(
                        "name it in the header instead:  dates {}\nIf it is a date of the patient:\nreading \"{} is …\"",
                        dates.join(", "),
                        fact.name
                    )),
            );
        }
    }
}
