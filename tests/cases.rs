//! Our own cases: changes to a base patient, reasoned by hand. Together they pass, fail and leave open every criterion.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{TRIALS, json, root, shipped};
use crate::vignettes::differences;

fn cases(id: &str) -> (Value, Vec<Value>) {
    let file = json(&root().join(format!("tests/cases/{id}.json")));
    let cases = file["cases"].as_array().cloned().unwrap_or_default();
    (file["base"].clone(), cases)
}

fn changed(base: &Value, case: &Value) -> Value {
    let mut patient = base.clone();
    for (field, value) in case["change"].as_object().into_iter().flatten() {
        patient[field] = value.clone();
    }
    patient
}

fn come_out_right(id: &str) {
    let trial = shipped(id);
    let (base, cases) = cases(id);
    let mut wrong = Vec::new();
    for case in &cases {
        let about = case["about"].as_str().unwrap_or_default();
        let mut expected = case["expected"].clone();
        // What a case does not name passes; a parent follows its parts, and parts of a record are not judged.
        for criterion in trial.criteria.iter().filter(|c| !c.part) {
            let named = expected["criteria"].as_object().is_some_and(|all| {
                all.keys()
                    .any(|id| *id == criterion.id || id.starts_with(&format!("{}.", criterion.id)))
            });
            if !named {
                expected["criteria"][&criterion.id] = Value::from("pass");
            }
        }
        wrong.extend(differences(&trial, about, &changed(&base, case), &expected));
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_car_t_cases_come_out_right() {
    come_out_right(TRIALS[0]);
}

#[test]
fn the_lupus_cases_come_out_right() {
    come_out_right(TRIALS[1]);
}

/// Each criterion and part that is no part of a record passes, fails and stays unknown at least once.
#[test]
fn every_criterion_passes_fails_and_stays_unknown() {
    let mut missing = Vec::new();
    for id in TRIALS {
        let trial = shipped(id);
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut note = |criteria: &Value| {
            for (criterion, outcome) in criteria.as_object().into_iter().flatten() {
                seen.entry(criterion.clone())
                    .or_default()
                    .insert(outcome.as_str().unwrap_or_default().to_owned());
            }
        };
        for case in cases(id).1 {
            note(&case["expected"]["criteria"]);
        }
        for entry in std::fs::read_dir(root().join("tests/vignettes").join(id)).unwrap() {
            note(&json(&entry.unwrap().path())["expected"]["criteria"]);
        }
        for criterion in &trial.criteria {
            for outcome in ["pass", "fail", "unknown"] {
                if !seen
                    .get(&criterion.id)
                    .is_some_and(|outcomes| outcomes.contains(outcome))
                {
                    missing.push(format!("{id} {} {outcome}", criterion.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
