//! Endpoints by visit: what is certain of a record with its visits, with some of them and with none.

use elig::eval::{Detail, Verdict, Visits};
use elig::library::ShippedOnly;
use elig::model::Trial;

use crate::support::{compile, lines, verdict_at};

const TRIAL: &str = r#"trial T1 {
  dates screening, infusion
  assessed at screening
}
facts {
  sex  : one of {female, male} "Sex?"
  skin : grade {A, B, C} "Grade of the skin?"
  pga  : number 0..3 "Physician's assessment?"
}
endpoint NEW-A "No new A" { not (skin is A and not (skin at baseline is A)) }
endpoint EARLY "No A at week 2 that was none at week 1" { not (skin at week_2 is A and not (skin at week_1 is A)) }
endpoint PGA "No worsening" { pga - pga at baseline < 0.3 }
endpoint WOMEN "Of women only" { if sex is female then pga < 1 }
endpoint TREATED "Treated in June" { infusion before 2026-07-01 }
"#;

fn trial() -> Trial {
    let (trial, out, sources) = compile("t.elig", TRIAL, &ShippedOnly);
    assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
    trial.unwrap()
}

/// A person with these visits.
fn record(visits: &str) -> String {
    format!(
        r#"{{"id": "p", "sex": "male", "screening": "2026-06-01", "infusion": "2026-06-10", "visits": [{visits}]}}"#
    )
}

/// `ID visit outcome`, in the order of the verdict.
fn told(verdict: &Verdict) -> Vec<String> {
    let line =
        |result: &elig::eval::EndpointResult| format!("{} {} {}", result.id, result.visit, result.outcome.word());
    verdict.endpoints.iter().map(line).collect()
}

fn at(visits: &str, asked: Visits<'_>) -> Vec<String> {
    let (trial, record) = (trial(), record(visits));
    let answers = told(&verdict_at(&trial, &record, Detail::Full, asked));
    assert_eq!(answers, told(&verdict_at(&trial, &record, Detail::Outcomes, asked)));
    answers
}

const BASELINE: &str = r#"{"visit": "baseline", "date": "2026-06-05", "skin": "B", "pga": 1}"#;
const MONTH_1: &str = r#"{"visit": "month_1", "date": "2026-07-10", "skin": "A", "pga": 1.1}"#;
const MONTH_3: &str = r#"{"visit": "month_3", "date": "2026-09-10", "skin": "C", "pga": 2}"#;

#[test]
fn only_the_visit_that_is_asked_for() {
    let visits = [BASELINE, MONTH_1, MONTH_3].join(", ");
    let first = [
        "NEW-A month_1 no",
        "EARLY month_1 unknown",
        "PGA month_1 yes",
        "WOMEN month_1 not_applicable",
    ];
    let all = at(&visits, Visits::All);
    assert_eq!(all[..4], first);
    assert_eq!(all.len(), 10);
    assert_eq!(at(&visits, Visits::At("month_1")), all[..5]);
    assert_eq!(at(&visits, Visits::At("month_3")), all[5..]);
    assert_eq!(at(&visits, Visits::None), Vec::<String>::new());
}

/// Of two visits that a record lacks nothing says that a fact is the same at both.
#[test]
fn visits_that_are_not_there_are_two_moments() {
    let early = |outcome: &str| format!("EARLY month_1 {outcome}");
    assert!(at(MONTH_1, Visits::All).contains(&early("unknown")));
    let week_1 = r#"{"visit": "week_1", "skin": "A"}"#;
    assert!(at(&[week_1, MONTH_1].join(", "), Visits::All).contains(&early("yes")));
    assert_eq!(
        at("", Visits::At("month_6"))[..3],
        ["NEW-A month_6 unknown", "EARLY month_6 unknown", "PGA month_6 unknown"]
    );
}

#[test]
fn a_record_without_the_visit_still_says_what_is_certain() {
    let (trial, record) = (trial(), record(&[BASELINE, MONTH_1].join(", ")));
    let verdict = verdict_at(&trial, &record, Detail::Full, Visits::At("month_3"));
    assert_eq!(
        told(&verdict),
        [
            "NEW-A month_3 unknown",
            "EARLY month_3 unknown",
            "PGA month_3 unknown",
            "WOMEN month_3 not_applicable",
            "TREATED month_3 yes"
        ]
    );
    assert!(verdict.endpoints.iter().all(|result| !result.recorded));
    let needs: Vec<_> = verdict.endpoints[2]
        .needs
        .iter()
        .map(|need| (need.fact.as_str(), need.visit.as_deref()))
        .collect();
    assert_eq!(needs, [("pga", Some("month_3"))]);
}

#[test]
fn a_record_without_a_baseline_is_open_where_it_is_compared() {
    let (trial, record) = (trial(), record(MONTH_1));
    let verdict = verdict_at(&trial, &record, Detail::Full, Visits::All);
    assert_eq!(
        told(&verdict)[..3],
        ["NEW-A month_1 unknown", "EARLY month_1 unknown", "PGA month_1 unknown"]
    );
    let needs: Vec<_> = verdict.endpoints[2]
        .needs
        .iter()
        .map(|need| (need.fact.as_str(), need.visit.as_deref()))
        .collect();
    assert_eq!(needs, [("pga", Some("baseline"))]);
}

/// What a visit stands before or behind changes nothing.
#[test]
fn the_order_of_visits_does_not_matter() {
    let mut there = at(&[BASELINE, MONTH_1, MONTH_3].join(", "), Visits::All);
    let mut back = at(&[MONTH_3, MONTH_1, BASELINE].join(", "), Visits::All);
    assert_ne!(there, back);
    there.sort();
    back.sort();
    assert_eq!(there, back);
}
