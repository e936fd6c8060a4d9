//! What a careful reader finds in the two shipped protocols is found without any note of ours, and nothing beside it.

use crate::support::{Beside, TRIALS, compile, root};

/// The families that hold a trial against its protocol and its words.
const FAMILIES: [&str; 3] = ["W01", "W02", "W08"];

/// The trial as it would stand without its readings: their lines go, and so do the words of those that have a rule.
fn without_readings(text: &str) -> String {
    let mut plain = String::new();
    for line in text.lines() {
        let words = line.trim_start();
        if words.starts_with("reading \"") || words.starts_with("damaged \"") {
            continue;
        }
        match line.split_once('"') {
            Some((head, rest)) if words.starts_with("reading ") => {
                let tail = rest.rsplit_once('"').unwrap().1;
                plain.push_str(&format!("{head}\"-\"{tail}\n"));
            }
            _ => plain.push_str(&format!("{line}\n")),
        }
    }
    plain
}

/// The findings of these families in a trial, with the criterion or endpoint of each.
fn found(id: &str, strip: bool) -> Vec<(&'static str, String)> {
    let path = root().join("trials").join(format!("{id}.elig"));
    let mut text = std::fs::read_to_string(path).unwrap();
    if strip {
        text = without_readings(&text);
    }
    let (trial, out, _) = compile(&format!("trials/{id}.elig"), &text, &Beside(root().join("trials")));
    let trial = trial.unwrap();
    assert!(!out.has_errors());
    let of = |finding: &elig::diagnostic::Diagnostic| {
        let span = finding.span().unwrap();
        let criteria = trial.criteria.iter().map(|criterion| (criterion.span, &criterion.id));
        let endpoints = trial.endpoints.iter().map(|endpoint| (endpoint.span, &endpoint.id));
        let around = criteria.chain(endpoints).filter(|(around, _)| around.contains(span));
        around.min_by_key(|(around, _)| around.len()).unwrap().1.clone()
    };
    out.sorted()
        .iter()
        .filter(|finding| FAMILIES.iter().any(|family| finding.code.id.starts_with(family)))
        .map(|finding| (finding.code.id, of(finding)))
        .collect()
}

fn list(id: &str) -> Vec<(&'static str, String)> {
    let expected: &[(&str, &str)] = match id {
        "NCT07181720" => &[
            ("W0801", "I7"),   // severe
            ("W0801", "I10"),  // reliable
            ("W0810", "E3.1"), // 3 months and 5 half-lives
            ("W0801", "E4"),   // uncontrolled
            ("W0809", "E5"),   // the past 3 years
            ("W0811", "E5"),   // free for ≥3 years
            ("W0801", "E6.4"), // severe
            ("W0801", "E7"),   // uncontrolled
            ("W0806", "E8.hbv"),
        ],
        _ => &[
            ("W0807", "I3"), // or both
            ("W0802", "I4"), // and/or biologics
            ("W0801", "E3"), // severe
            ("W0801", "E4"), // uncontrolled
            ("W0807", "E5"), // ADs or non-ADs
            ("W0806", "E8"), // with disease-free survival >5 years
            ("W0808", "E9"), // I6.g
            ("W0806", "E10.hbv"),
            ("W0801", "E11"), // severe
            ("W0808", "E13"), // I7
            ("W0802", "DORIS"),
            ("W0805", "CRR"), // ≤10-15%
            ("W0805", "PRR"),
        ],
    };
    expected
        .iter()
        .map(|(code, id)| {
            let code = elig::codes::all().find(|known| known.id == *code).unwrap();
            (code.id, (*id).to_owned())
        })
        .collect()
}

#[test]
fn what_a_careful_reader_finds_is_found() {
    for id in TRIALS {
        assert_eq!(found(id, true), list(id), "{id}");
    }
}

/// No rule says the same of a finished trial again and again: what is acknowledged is not told.
#[test]
fn a_finished_trial_is_quiet() {
    for id in TRIALS {
        assert_eq!(found(id, false), [], "{id}");
    }
}
