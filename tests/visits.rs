//! Endpoints by visit: what is certain of a record with its visits, with some of them and with none.

use elig::eval::{Detail, Response, Verdict, Visits};
use elig::library::ShippedOnly;
use elig::model::Trial;

use crate::cases::{cases, changed_visits};
use crate::random::Random;
use crate::support::{TRIALS, compile, lines, shipped, verdict_at};

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

/// Every way in which four visits may be there, be there without the grade, or have one: what is certain of a record is
/// so of each of its completions, and nothing else is left open.
#[test]
fn a_response_is_certain_where_all_completions_agree() {
    const VISITS: [&str; 4] = ["baseline", "week_1", "week_2", "month_1"];
    const STATES: [Option<&str>; 5] = [None, Some(""), Some("A"), Some("B"), Some("C")];
    let trial = trial();
    let mut answers: Vec<([usize; 4], [Response; 2])> = Vec::new();
    for number in 0..STATES.len().pow(4) {
        let states = [0, 1, 2, 3].map(|at| number / STATES.len().pow(at) % STATES.len());
        let visits = VISITS
            .iter()
            .zip(states)
            .filter_map(|(visit, state)| match STATES[state] {
                None => None,
                Some("") => Some(format!(r#"{{"visit": "{visit}"}}"#)),
                Some(grade) => Some(format!(r#"{{"visit": "{visit}", "skin": "{grade}"}}"#)),
            });
        let record = record(&visits.collect::<Vec<_>>().join(", "));
        let verdict = verdict_at(&trial, &record, Detail::Outcomes, Visits::At("month_1"));
        answers.push((states, [verdict.endpoints[0].outcome, verdict.endpoints[1].outcome]));
    }
    let complete = |states: &[usize; 4]| {
        states
            .iter()
            .all(|state| STATES[*state].is_some_and(|grade| !grade.is_empty()))
    };
    let wholes: Vec<_> = answers.iter().filter(|(states, _)| complete(states)).collect();
    for (states, responses) in &answers {
        let completes = |whole: &&&([usize; 4], [Response; 2])| {
            let pairs = states.iter().zip(&whole.0);
            pairs.into_iter().all(|(state, whole)| *state < 2 || state == whole)
        };
        for (at, response) in responses.iter().enumerate() {
            let mut all: Vec<Response> = wholes
                .iter()
                .filter(completes)
                .map(|(_, responses)| responses[at])
                .collect();
            all.dedup();
            let right = if all.len() == 1 { all[0] } else { Response::Unknown };
            assert_eq!(*response, right, "endpoint {at} of {states:?}");
        }
    }
}

/// A response given on a record with gaps is that of the whole record: facts are left out at random, and whole visits.
#[test]
fn what_is_left_out_changes_no_response() {
    let trial = shipped(TRIALS[1]);
    let (base, cases) = cases("CHT101-SLE.endpoints");
    let asked = Visits::At("month_1");
    let mut random = Random(0x1515);
    let (mut certain, mut open) = (0, 0);
    for case in &cases {
        let whole = changed_visits(&base, case);
        let complete = verdict_at(&trial, &whole.to_string(), Detail::Outcomes, asked);
        for _ in 0..6 {
            let mut known = whole.clone();
            let percent = random.below(60);
            let visits = known["visits"].as_array_mut().unwrap();
            visits.retain(|_| !random.chance(20));
            for visit in visits {
                let fields = visit.as_object_mut().unwrap();
                fields.retain(|name, _| name == "visit" || !random.chance(percent));
            }
            let verdict = verdict_at(&trial, &known.to_string(), Detail::Outcomes, asked);
            for (before, after) in verdict.endpoints.iter().zip(&complete.endpoints) {
                let same = before.outcome == after.outcome;
                assert!(
                    same || before.outcome == Response::Unknown,
                    "{} was {}, is {}\n{known}\n{whole}",
                    before.id,
                    before.outcome.word(),
                    after.outcome.word()
                );
                match before.outcome {
                    Response::Unknown => open += 1,
                    _ => certain += 1,
                }
            }
        }
    }
    assert!(certain > 300 && open > 300, "{certain} certain, {open} open");
}

/// Of a score of many items the reason tells the range, of a list the one that decides; a contradiction at a visit is
/// told with it.
#[test]
fn reasons_of_scores_name_what_decides() {
    use elig::report::verdict::reason::{Page, Windows, of_endpoint};

    let trial = shipped(TRIALS[1]);
    let record = record(
        r#"{"visit": "baseline", "date": "2026-06-05"},
           {"visit": "month_1", "date": "2026-07-10", "sledai_seizure": true, "sledai_2k": 4, "pga": 0.4, "steroids": []}"#,
    );
    let verdict = verdict_at(&trial, &record, Detail::Full, Visits::All);
    let windows = Windows::of(&trial);
    let sources = elig::source::Sources::default();
    let page = Page {
        trial: &trial,
        windows: &windows,
        sources: &sources,
        patient: None,
        record: None,
        visit: None,
    };
    let reason = |id: &str| {
        let result = verdict.endpoints.iter().find(|result| result.id == id).unwrap();
        assert_eq!(result.outcome, Response::No, "{id}");
        of_endpoint(page, result)
    };
    assert!(
        reason("DORIS").starts_with("SLEDAI-2K without its two serological items 8 to 101"),
        "{}",
        reason("DORIS")
    );
    assert_eq!(reason("LLDAS"), "yes (SLEDAI-2K: seizure, present and due to SLE)");
    let told: Vec<&str> = verdict
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    assert!(
        told.contains(&"month_1: the record gives 4 for `sledai_2k`, its items give 8 to 105"),
        "{told:?}"
    );
}
