//! Our own cases: changes to a base patient, reasoned by hand. Together they pass, fail and leave open every criterion.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{TRIALS, json as read, root, shipped};
use crate::vignettes::differences;

pub fn cases(id: &str) -> (Value, Vec<Value>) {
    let file = read(&root().join(format!("tests/cases/{id}.json")));
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

/// The visits of the base participant, each changed as the case says; what is `null` is left out.
pub fn changed_visits(base: &Value, case: &Value) -> Value {
    let mut patient = base.clone();
    for visit in patient["visits"].as_array_mut().into_iter().flatten() {
        let name = visit["visit"].as_str().unwrap_or_default().to_owned();
        for (field, value) in case[&name].as_object().into_iter().flatten() {
            visit[field] = value.clone();
        }
        visit.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    }
    patient
}

#[test]
fn the_endpoint_cases_come_out_right() {
    let trial = shipped(TRIALS[1]);
    let (base, cases) = cases("CHT101-SLE.endpoints");
    assert_eq!(cases.len(), 57);
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in &cases {
        let about = case["about"].as_str().unwrap_or_default();
        let expected = case["expected"]["endpoints"].as_object().unwrap();
        let at_visit = |(id, outcome): (&String, &Value)| json!({"id": id, "visit": "month_1", "outcome": outcome});
        let expected_at = json!({
            "endpoints": expected.iter().map(at_visit).collect::<Vec<_>>(),
            "endpoint_needs": case["expected"]["endpoint_needs"],
        });
        wrong.extend(differences(&trial, about, &changed_visits(&base, case), &expected_at));
        for (id, outcome) in expected {
            seen.entry(id).or_default().insert(outcome.as_str().unwrap_or_default());
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
    for endpoint in &trial.endpoints {
        for outcome in ["yes", "no", "unknown"] {
            assert!(
                seen[endpoint.id.as_str()].contains(outcome),
                "no case has {} {outcome}",
                endpoint.id
            );
        }
    }
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
            note(&read(&entry.unwrap().path())["expected"]["criteria"]);
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
