//! What a record gives as a whole: totals of scores, results of formulas.

use elig::eval::Verdict;
use elig::library::ShippedOnly;
use elig::model::Trial;
use elig::records::{Format, decode, open};
use elig::source::SourceId;

use crate::support::{compile, lines, verdict};

const RULES: &str = r#"trial TOTALS "Totals" {
  dates screening
  assessed at screening
}
use renal
use pga
define balance "Balance" source "by hand" = first of {
  for_it "For it?" : 2
  against "Against it?" : -2
  otherwise : 0
}
inclusion {
  I1 "Clearance" { cockcroft_gault >= 60 mL/min }
  I2 "Balance" { balance >= 0 }
  I3 "Change" { pga_change >= 0 }
}
"#;

fn trial() -> Trial {
    let (trial, out, sources) = compile("totals.elig", RULES, &ShippedOnly);
    assert!(!out.has_errors(), "{}", lines(&out, &sources).join("\n"));
    trial.unwrap()
}

fn outcome(verdict: &Verdict, id: &str) -> &'static str {
    verdict
        .criteria
        .iter()
        .find(|result| result.id == id)
        .unwrap()
        .outcome
        .word()
}

fn of(record: &str, id: &str) -> &'static str {
    let record = record.replacen('{', "{\"screening\": \"2026-06-01\", ", 1);
    outcome(&verdict(&trial(), &record), id)
}

#[test]
fn what_may_be_negative_is_not_taken_from_0() {
    assert_eq!(of(r#"{"balance": "<1"}"#, "I2"), "unknown");
    assert_eq!(
        of(r#"{"balance": "<1", "for_it": false, "against": true}"#, "I2"),
        "fail"
    );
    assert_eq!(of(r#"{"pga_change": "<0.3"}"#, "I3"), "unknown");
    assert_eq!(of(r#"{"pga_change": "<=-0.5"}"#, "I3"), "fail");
}

/// A creatinine of 1.26 gives 59.52, printed as 60: the figure alone must not pass what its parts fail.
#[test]
fn a_rounded_figure_is_as_precise_as_its_last_digit() {
    let parts = r#""birth_date": "1986-01-01", "sex": "male", "weight": 54, "creatinine": "1.26 mg/dL""#;
    assert_eq!(of(r#"{"cockcroft_gault": 60}"#, "I1"), "unknown");
    assert_eq!(of(r#"{"cockcroft_gault": 61}"#, "I1"), "pass");
    assert_eq!(of(r#"{"cockcroft_gault": "60.1"}"#, "I1"), "pass");
    assert_eq!(of(&format!(r#"{{"cockcroft_gault": 60, {parts}}}"#), "I1"), "fail");
    assert_eq!(of(&format!(r#"{{{parts}}}"#), "I1"), "fail");
    let record = format!(r#"{{"screening": "2026-06-01", "cockcroft_gault": 75, {parts}}}"#);
    let verdict = verdict(&trial(), &record);
    assert_eq!(outcome(&verdict, "I1"), "unknown");
    let told = verdict
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect::<Vec<_>>();
    assert_eq!(
        told,
        ["the record gives 75 mL/min for `cockcroft_gault`, its parts give ≈59.5238"]
    );
}

#[test]
fn a_total_beyond_the_rows_is_an_error_of_the_record() {
    let trial = trial();
    for (total, errors) in [("2", 0), ("-2", 0), ("3", 1), ("-3", 1)] {
        let record = format!(r#"{{"screening": "2026-06-01", "balance": {total}}}"#);
        let raw = open(
            "r.json",
            Box::new(std::io::Cursor::new(record.into_bytes())),
            Some(Format::Json),
        )
        .next()
        .unwrap();
        assert_eq!(decode(&raw, &trial.facts, SourceId(0)).errors.len(), errors, "{total}");
    }
}

/// An age is told in years, a rounded figure as what it is.
#[test]
fn reasons_tell_ages_and_rounded_figures() {
    use elig::report::verdict::reason::{Page, Windows, of_criterion};

    let rules = "trial T \"T\" {\n  dates screening\n  assessed at screening\n}\nuse renal\ninclusion {\n  I1 \"Adult\" { age \
                 >= 18 years }\n  I2 \"Clearance\" { cockcroft_gault >= 60 mL/min }\n}\n";
    let (trial, out, sources) = compile("t.elig", rules, &ShippedOnly);
    assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
    let trial = trial.unwrap();
    let verdict = verdict(
        &trial,
        r#"{"screening": "2026-06-01", "birth_date": "1980-01-01", "cockcroft_gault": 60}"#,
    );
    let windows = Windows::of(&trial);
    let page = Page {
        trial: &trial,
        windows: &windows,
        sources: &sources,
        patient: None,
        record: None,
        visit: None,
    };
    let reasons: Vec<String> = verdict
        .criteria
        .iter()
        .map(|result| of_criterion(page, result))
        .collect();
    assert_eq!(reasons[0], "46 years");
    assert!(
        reasons[1].contains("known only as 60 mL/min, rounded"),
        "{}",
        reasons[1]
    );
}
