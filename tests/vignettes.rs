//! The worked cases: each file one patient with the verdict that is right.

use serde_json::Value;

use crate::support::{TRIALS, json, root, shipped, verdict};

/// What a case expects and did not get.
pub fn differences(trial: &elig::model::Trial, name: &str, patient: &Value, expected: &Value) -> Vec<String> {
    let verdict = verdict(trial, &patient.to_string());
    let mut wrong = Vec::new();
    if let Some(overall) = expected["verdict"].as_str()
        && overall != verdict.overall.word()
    {
        wrong.push(format!(
            "{name}: the verdict is {}, not {overall}",
            verdict.overall.word()
        ));
    }
    for (id, outcome) in expected["criteria"].as_object().into_iter().flatten() {
        let Some(result) = verdict.criteria.iter().find(|result| result.id == *id) else {
            wrong.push(format!("{name}: there is no criterion {id}"));
            continue;
        };
        let expected = outcome.as_str().unwrap_or_default();
        let got = if expected == "not_applicable" && result.not_applicable {
            "not_applicable"
        } else {
            result.outcome.word()
        };
        if got != expected {
            let needs: Vec<&str> = result.needs.iter().map(|need| need.fact.as_str()).collect();
            wrong.push(format!("{name}: {id} is {got}, not {expected} {needs:?}"));
        }
    }
    for need in expected["needs"].as_array().into_iter().flatten() {
        let fact = need.as_str().unwrap_or_default();
        let met = verdict.needs.iter().any(|need| matches_fact(&need.fact, fact));
        if !met {
            let needs: Vec<&str> = verdict.needs.iter().map(|need| need.fact.as_str()).collect();
            wrong.push(format!("{name}: {fact} is not among the needs {needs:?}"));
        }
    }
    for endpoint in expected["endpoints"].as_array().into_iter().flatten() {
        let (id, visit) = (
            endpoint["id"].as_str().unwrap_or_default(),
            endpoint["visit"].as_str().unwrap_or_default(),
        );
        let got = verdict
            .endpoints
            .iter()
            .find(|e| e.id == id && e.visit == visit)
            .map_or("missing", |e| e.outcome.word());
        if Some(got) != endpoint["outcome"].as_str() {
            wrong.push(format!("{name}: {id} at {visit} is {got}, not {}", endpoint["outcome"]));
        }
    }
    for need in expected["endpoint_needs"].as_array().into_iter().flatten() {
        let fact = need.as_str().unwrap_or_default();
        let needs = || verdict.endpoints.iter().flat_map(|result| &result.needs);
        if !needs().any(|need| matches_fact(&need.fact, fact) && need.visit.is_some()) {
            let needs: Vec<&str> = needs().map(|need| need.fact.as_str()).collect();
            wrong.push(format!(
                "{name}: {fact} is not among the needs of the endpoints {needs:?}"
            ));
        }
    }
    wrong
}

pub fn matches_fact(need: &str, fact: &str) -> bool {
    need.strip_prefix(fact)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('[') || rest.starts_with('.'))
}

fn all_of(folder: &str, id: &str) {
    let trial = shipped(id);
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut files: Vec<_> = std::fs::read_dir(root().join("tests/vignettes").join(folder))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        let case = json(&path);
        let name = format!("{folder}/{}", path.file_stem().unwrap().to_string_lossy());
        wrong.extend(differences(&trial, &name, &case["patient"], &case["expected"]));
        count += 1;
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_car_t_vignettes_come_out_right() {
    all_of(TRIALS[0], TRIALS[0]);
}

#[test]
fn the_lupus_vignettes_come_out_right() {
    all_of(TRIALS[1], TRIALS[1]);
}

#[test]
fn the_endpoint_vignettes_come_out_right() {
    all_of("endpoints", TRIALS[1]);
}
