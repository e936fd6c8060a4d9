//! Days taken together come out as each of them does by itself.

use std::time::{Duration, Instant};

use super::super::evaluator::{Evaluator, Frame};
use super::super::recorder::Silent;
use super::super::screen::blank_visit;
use crate::diagnostic::Diagnostics;
use crate::library::ShippedOnly;
use crate::model::expr::Source;
use crate::model::{Node, Trial, walk};
use crate::records::{self, Patient};
use crate::source::{SourceId, Sources};
use crate::value::{Dates, Truths, Value};

const HEAD: &str = "trial T {
  dates screening
  assessed at screening
}
facts {
  a : yes/no \"a?\"
  onset : date \"onset?\"
  stay : period \"stay?\"
  drugs : list of { taken : period \"When?\", agent : one of {x, y} \"Which?\" } \"Drugs?\"
  ANC : lab 10*9/L \"Neutrophils?\"
}
inclusion {
  I1 \"x\" { RULE }
}
";

/// What is asked of a day.
const CONDITIONS: [&str; 14] = [
    "any drugs where day in taken",
    "any drugs where day in taken and agent is x",
    "no drugs where day in taken",
    "at least 2 drugs where day in taken",
    "day in stay or a",
    "day >= onset and day <= screening",
    "day within 3 months after onset",
    "onset within 2 months before day",
    "onset at least 1 month before day",
    "day before onset",
    "any ANC where date within 2 weeks before day and value < 1 10*9/L",
    "any ANC where date within 1 month before day",
    "any day within 3 days before day where day in stay",
    "day + 1 week <= onset",
];

const WINDOWS: [&str; 6] = [
    "within 3 weeks before screening",
    "within 14 months before screening",
    "within 4 years before screening",
    "within 40 days around screening",
    "within 90 days before onset",
    "less than 2 months before screening",
];

fn trial(rule: &str) -> Trial {
    let mut sources = Sources::default();
    let file = sources.add("t.elig", HEAD.replace("RULE", rule));
    let mut found = Diagnostics::default();
    let trial = crate::compile(&mut sources, file, &ShippedOnly, &mut found).unwrap();
    assert!(!found.has_errors(), "{rule}: {found:?}");
    trial
}

fn patient(trial: &Trial, record: &str) -> Patient {
    let input = Box::new(std::io::Cursor::new(record.to_owned().into_bytes()));
    let raw = records::open("p.json", input, None).next().unwrap();
    let decoded = records::decode(&raw, &trial.facts, SourceId(1));
    assert_eq!(decoded.errors, [], "{record}");
    decoded.patient
}

/// The next of some numbers that look random.
fn next(seed: &mut u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

fn date(seed: &mut u64) -> String {
    let day = crate::value::Day::from_ymd(2026, 6, 1).unwrap();
    let reach = [40, 500, 1600][(next(seed) % 3) as usize];
    let day = day.add_days(20 - (next(seed) % reach) as i64).to_string();
    match next(seed) % 8 {
        0 => day[..7].to_owned(),
        1 => day[..4].to_owned(),
        _ => day,
    }
}

fn period(seed: &mut u64) -> String {
    let (a, b) = (date(seed), date(seed));
    let (a, b) = if a[..4] < b[..4] || a < b { (a, b) } else { (b, a) };
    match next(seed) % 6 {
        0 => format!(r#"{{"from": "{a}"}}"#),
        1 => "null".to_owned(),
        _ => format!(r#"{{"from": "{a}", "to": "{b}"}}"#),
    }
}

fn record(seed: &mut u64) -> String {
    let drugs: Vec<String> = (0..next(seed) % 4)
        .map(|_| {
            let agent = ["x", "y"][(next(seed) % 2) as usize];
            format!(r#"{{"taken": {}, "agent": "{agent}"}}"#, period(seed))
        })
        .collect();
    let drugs = format!("[{}]", drugs.join(", "));
    let drugs = match next(seed) % 5 {
        0 => format!(r#"{{"partial": {drugs}}}"#),
        _ => drugs,
    };
    let readings: Vec<String> = (0..next(seed) % 3)
        .map(|_| format!(r#"{{"value": 0.{}, "date": "{}"}}"#, 3 + next(seed) % 7, date(seed)))
        .collect();
    let a = ["true", "false", "null"][(next(seed) % 3) as usize];
    format!(
        r#"{{"id": "p", "screening": "2026-06-01", "a": {a}, "onset": "{}", "stay": {}, "drugs": {drugs}, "ANC": [{}]}}"#,
        date(seed),
        period(seed),
        readings.join(", ")
    )
}

#[test]
fn as_day_by_day() {
    let mut seed = 7;
    let mut looked = 0_usize;
    for condition in CONDITIONS {
        for window in WINDOWS {
            let trial = trial(&format!("any day {window} where {{ {condition} }}"));
            let mut found = None;
            walk::all(&trial.criteria[0].rule, &mut |expr| {
                if let (
                    Node::Quantified {
                        source: Source::Days(window),
                        body,
                        ..
                    },
                    None,
                ) = (expr.node.as_ref(), found)
                {
                    found = Some((window.as_ref(), body));
                }
            });
            let (window, body) = found.unwrap();
            for _ in 0..12 {
                let record = record(&mut seed);
                let patient = patient(&trial, &record);
                let blank = blank_visit(&trial, &patient);
                let mut evaluator = Evaluator::new(&trial, &patient, &blank, Silent);
                let stretches = evaluator.stretches(window, body).unwrap();
                let (first, last) = evaluator.hull(window).unwrap().days();
                let mut at = 0;
                let days = super::count(first, last);
                for day in (0..days.min(1600)).map(|day| first.add_days(day)) {
                    let counts = evaluator.value_in_window(&Value::Date(Dates::day(day)), window, None);
                    evaluator.frames.push(Frame::Day(Dates::day(day)));
                    let holds = evaluator.truth(body);
                    evaluator.frames.pop();
                    while stretches.get(at).is_some_and(|stretch| stretch.last < day) {
                        at += 1;
                    }
                    let together = stretches.get(at).filter(|stretch| stretch.first <= day);
                    let together = together.map_or((Truths::NO, None), |s| (s.counts, Some(s.holds)));
                    let alone = (counts, (counts != Truths::NO).then_some(holds));
                    assert_eq!(together, alone, "{condition}, {window:?}, {day}\n{record}");
                    looked += 1;
                }
            }
        }
    }
    assert!(looked > 100_000, "{looked}");
}

/// A hundred years take no longer than a few, whatever is open, and come out exactly.
#[test]
fn a_hundred_years() {
    for (rule, known, outcome) in [
        (
            "at least 15 day within 100 years before screening where { any drugs where day in taken }",
            true,
            "pass",
        ),
        (
            "at least 382 day within 100 years before screening where { any drugs where day in taken }",
            true,
            "fail",
        ),
        (
            "at least 15 day within 100 years before screening where { any drugs where day in taken }",
            false,
            "unknown",
        ),
        (
            "exactly 381 day within 100 years before screening where { any drugs where day in taken }",
            true,
            "pass",
        ),
        (
            "no day within 100 years before screening where { day + 1 week <= onset }",
            false,
            "unknown",
        ),
        (
            "any day within 100 years before screening where {
               at least 3 day within 1 week before day where { any drugs where day in taken }
             }",
            false,
            "unknown",
        ),
    ] {
        let trial = trial(rule);
        let record = match known {
            true => {
                r#"{"id": "p", "screening": "2026-06-01", "drugs": [
                {"taken": {"from": "1950-01-01", "to": "1951-01-10"}, "agent": "x"},
                {"taken": {"from": "1951-01-01", "to": "1951-01-16"}, "agent": "y"}]}"#
            }
            false => r#"{"id": "p", "screening": "2026-06-01"}"#,
        };
        let patient = patient(&trial, record);
        let began = Instant::now();
        let verdict = crate::eval::evaluate(&trial, &patient);
        assert_eq!(verdict.criteria[0].outcome.word(), outcome, "{rule}");
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{rule}: {:?}",
            began.elapsed()
        );
    }
}
