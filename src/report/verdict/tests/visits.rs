//! Endpoints by visit: the sheet of one patient, the table of many, and their columns.

use super::{Case, case};
use crate::eval::{self, Detail, Verdict, Visits};
use crate::report::style::Style;
use crate::report::verdict::json::JsonVerdict;
use crate::report::verdict::{endpoints, matrix, reason};

const TRIAL: &str = r#"trial T2 "A trial" {
  dates screening
  assessed at screening
}
facts {
  score  : number 0..100 "Score of activity?"
  pga    : number 0..3 "Physician's assessment?"
  kidney : yes/no "Is the kidney affected?"
  rescue : yes/no "Any rescue medication?"
  UPCR   : lab g/g "Protein to creatinine?"
}
inclusion {
  I1 "Active" { score > 6 }
}
endpoint FALL "A fall by 4" { score at baseline - score >= 4 }
endpoint PGA "No worsening" { pga - pga at baseline < 0.3 }
endpoint KIDNEY "Of those with kidney disease" {
  if kidney then {
    UPCR < 0.5 g/g
    not rescue
  }
}
"#;

const BASELINE: &str = r#"{"visit": "baseline", "date": "2026-06-10", "score": 12, "pga": 1.5}"#;
const MONTH_1: &str =
    r#"{"visit": "month_1", "date": "2026-07-15", "score": 9, "pga": 1.6, "kidney": true, "UPCR": 0.4}"#;
const MONTH_3: &str = r#"{"visit": "month_3", "date": "2026-09-15", "score": 8, "kidney": false}"#;
const NARROW: Style = Style {
    color: false,
    ascii: true,
    width: 80,
};

fn with(visits: &[&str]) -> Case {
    let visits = visits.join(", ");
    let record = format!(r#"{{"id": "p1", "screening": "2026-06-01", "score": 12, "visits": [{visits}]}}"#);
    case(TRIAL, &record)
}

/// What stands behind the criteria.
fn behind(sheet: &str) -> &str {
    sheet.split_once("unknown\n\n").map_or(sheet, |(_, rest)| rest)
}

#[test]
fn the_sheet_of_a_visit() {
    let expected = "\
p1 · T2 A trial · month_1, 2026-07-15

  1 yes · 1 no · 1 unknown
  one answer decides: rescue (Any rescue medication)

  endpoints at month_1
  ✗ FALL    no       Score of activity 12 at baseline, 9: 3, 1 below 4
  ✓ PGA     yes      Physician's assessment 1.6, 1.5 at baseline: 0.1
  ? KIDNEY  unknown  Any rescue medication: not recorded

FALL no at month_1
    ╭─[t.elig:15:31]
 15 │ endpoint FALL \"A fall by 4\" { score at baseline - score >= 4 }
    ·                               ────────────┬────────────    ┬
    ·                                           │                ╰── 1 below
    ·                                           ╰── 12 at baseline, 9: 3
    ╰────

KIDNEY unknown at month_1
    ╭─[t.elig:20:9]
 17 │ endpoint KIDNEY \"Of those with kidney disease\" {
 18 │   if kidney then {
 19 │     UPCR < 0.5 g/g
 20 │     not rescue
    ·         ───┬──
    ·            ╰── not recorded
    ╰────
  next: rescue. yes → KIDNEY no; no → KIDNEY yes.
";
    let case = with(&[BASELINE, MONTH_1, MONTH_3]);
    assert_eq!(case.sheet_at("month_1", Style::default()), expected);
}

#[test]
fn all_visits_in_one_table() {
    let expected = "  \
  endpoints
          month_1  month_3
  FALL    no       yes
  PGA     yes      ?
  KIDNEY  ?        -
  ? unknown   - not applicable   why: --at VISIT
  open at month_1
    rescue (Any rescue medication)  KIDNEY
  open at month_3
    pga (Physician's assessment)  PGA
";
    // In the order of their dates, not of the record.
    let sheet = with(&[MONTH_3, BASELINE, MONTH_1]).sheet(NARROW);
    assert_eq!(behind(&sheet), expected, "{sheet}");
    // Where one has no date, in that of their names.
    let undated = MONTH_3.replace(r#""date": "2026-09-15", "#, "");
    assert_eq!(with(&[&undated, BASELINE, MONTH_1]).sheet(NARROW), sheet);
}

#[test]
fn the_only_visit_with_its_reasons() {
    let expected = "  \
  endpoints at month_3, 2026-09-15
  + FALL    yes             Score of activity 12 at baseline, 8: 4
  ? PGA     unknown         Physician's assessment: not recorded
  - KIDNEY  not applicable  no (Is the kidney affected)
  open at month_3
    pga (Physician's assessment)  PGA
";
    assert_eq!(behind(&with(&[BASELINE, MONTH_3]).sheet(NARROW)), expected);
}

#[test]
fn visits_that_the_record_lacks_are_said() {
    let without_visit = with(&[BASELINE, MONTH_1]).sheet_at("month_3", NARROW);
    let expected = "\
p1 - T2 A trial - month_3

  0 yes - 0 no - 3 unknown
  the record has no visit month_3; it has baseline and month_1

  endpoints at month_3
  ? FALL    unknown  the record has no visit month_3
  ? PGA     unknown  the record has no visit month_3
  ? KIDNEY  unknown  the record has no visit month_3
";
    assert_eq!(without_visit, expected);
    let without_baseline = with(&[MONTH_1]);
    let sheet = without_baseline.sheet_at("month_1", NARROW);
    assert!(sheet.contains("\n  the record has no visit baseline\n"), "{sheet}");
    assert!(
        sheet.contains("? PGA     unknown  Physician's assessment at baseline: not recorded\n"),
        "{sheet}"
    );
    assert!(
        sheet.contains("\n    score at baseline (Score of activity)     FALL\n"),
        "{sheet}"
    );
    assert!(
        with(&[])
            .sheet_at("month_1", NARROW)
            .contains("\n  the record has no visits\n")
    );
    let sheet = without_baseline.sheet(NARROW);
    assert!(sheet.ends_with("  the record has no visit baseline\n"), "{sheet}");
}

#[test]
fn many_patients_at_a_visit() {
    let cases = [with(&[BASELINE, MONTH_1]), with(&[MONTH_1]), with(&[BASELINE, MONTH_3])];
    let mut table = endpoints::Table::new(&cases[0].trial, "month_1", NARROW);
    for (id, case) in ["p1", "p2", "p3"].into_iter().zip(&cases) {
        table.add(id, &case.at("month_1"));
    }
    let error = crate::codes::all()
        .next()
        .unwrap()
        .at(crate::source::Span::default(), "broken");
    table.add("p4", &eval::unreadable(&cases[0].trial, "p4", vec![error]));
    let mut out = Vec::new();
    table.write(&mut out).unwrap();
    let expected = "      \
      FALL  PGA  KIDNEY
  p1  no    yes  ?
  p2  ?     ?    ?
  p3  ?     ?    ?       no visit
  p4                     in error
  ? unknown   - not applicable

T2 at month_1 - 4 patients - 1 without the visit - 1 in error
          yes   no  unknown  not applicable
  FALL      -    1        2               -
  PGA       1    -        2               -
  KIDNEY    -    -        3               -
  most asked for of what is open
    2  rescue (Any rescue medication)
    1  pga at baseline (Physician's assessment)
    1  score at baseline (Score of activity)
";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

fn columns(case: &Case, at: Option<&str>, verdicts: &[Verdict]) -> String {
    let mut matrix = matrix::Matrix::new(std::slice::from_ref(&case.trial), at);
    let mut out = Vec::new();
    matrix.begin(&mut out).unwrap();
    for verdict in verdicts {
        matrix.add(&mut out, verdict).unwrap();
    }
    matrix.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_column_for_each_endpoint_at_each_visit() {
    let cases = [
        with(&[BASELINE, MONTH_3]),
        with(&[BASELINE, MONTH_1, MONTH_3]),
        with(&[]),
    ];
    let outcomes = |case: &Case| eval::evaluate_in(&case.trial, &case.decoded.patient, Detail::Outcomes);
    let verdicts: Vec<Verdict> = cases.iter().map(outcomes).collect();
    assert_eq!(
        columns(&cases[0], None, &verdicts),
        "patient,trial,verdict,I1,FALL@month_1,PGA@month_1,KIDNEY@month_1,FALL@month_3,PGA@month_3,KIDNEY@month_3\n\
         p1,T2,eligible,pass,,,,yes,unknown,not_applicable\n\
         p1,T2,eligible,pass,no,yes,unknown,yes,unknown,not_applicable\n\
         p1,T2,eligible,pass,,,,,,\n"
    );
    let at: Vec<Verdict> = cases.iter().map(|case| case.at("month_1")).collect();
    assert_eq!(
        columns(&cases[0], Some("month_1"), &at),
        "patient,trial,verdict,FALL@month_1,PGA@month_1,KIDNEY@month_1\n\
         p1,T2,eligible,unknown,unknown,unknown\n\
         p1,T2,eligible,no,yes,unknown\n\
         p1,T2,eligible,unknown,unknown,unknown\n"
    );
}

#[test]
fn verdicts_say_why() {
    let case = with(&[BASELINE, MONTH_1, MONTH_3]);
    let told = |verdict: &Verdict| {
        let json = case.on_page(|page| serde_json::to_value(JsonVerdict::of(page, verdict, page.sources)).unwrap());
        let endpoints = json["endpoints"].as_array().unwrap().clone();
        let line = |entry: &serde_json::Value| {
            let word = |field: &str| entry[field].as_str().unwrap().to_owned();
            format!(
                "{} {} {}: {}",
                word("id"),
                word("visit"),
                word("outcome"),
                word("reason")
            )
        };
        endpoints.iter().map(line).collect::<Vec<_>>()
    };
    let all = told(&case.verdict);
    assert_eq!(
        all,
        [
            "FALL month_1 no: Score of activity 12 at baseline, 9: 3, 1 below 4",
            "PGA month_1 yes: Physician's assessment 1.6, 1.5 at baseline: 0.1",
            "KIDNEY month_1 unknown: Any rescue medication: not recorded",
            "FALL month_3 yes: Score of activity 12 at baseline, 8: 4",
            "PGA month_3 unknown: Physician's assessment: not recorded",
            "KIDNEY month_3 not_applicable: no (Is the kidney affected)",
        ]
    );
    assert_eq!(told(&case.at("month_3")), all[3..]);
    let nothing = eval::evaluate_at(&case.trial, &case.decoded.patient, Detail::Full, Visits::None);
    assert_eq!(told(&nothing), Vec::<String>::new());
}

/// Of a score whose total the record keeps the items are not asked for.
#[test]
fn a_total_is_told_instead_of_its_items() {
    let trial = "trial T3 {\n  dates screening\n  assessed at screening\n}\nuse selena_sledai\nendpoint FALL \"A fall by \
                 4\" { selena_sledai at baseline - selena_sledai >= 4 }\n";
    let told = |before: &str, now: &str| {
        let visits = format!(r#"{{"visit": "baseline", {before}}}, {{"visit": "month_1", {now}}}"#);
        let case = case(trial, &format!(r#"{{"id": "p1", "visits": [{visits}]}}"#));
        let verdict = case.at("month_1");
        let result = verdict.endpoints.first().unwrap().clone();
        let needs: Vec<String> = result.needs.iter().map(|need| need.fact.clone()).collect();
        (case.on_page(|page| reason::of_endpoint(page, &result)), needs)
    };
    let total = |value: &str| format!(r#""selena_sledai": {value}"#);
    assert_eq!(
        told(&total("12"), &total("9")),
        (
            "Total of SELENA-SLEDAI 12 at baseline, 9: 3, 1 below 4".to_owned(),
            Vec::new()
        )
    );
    let (reason, needs) = told(&total(r#"{"one_of": [12, 14]}"#), &total("9"));
    assert_eq!(needs, ["selena_sledai"]);
    assert!(reason.contains("at baseline: known only as"), "{reason}");
    let (reason, needs) = told(&total("12"), r#""date": "2026-07-01""#);
    assert_eq!(
        (needs.first().map(String::as_str), needs.len()),
        (Some("selena_sledai"), 25)
    );
    assert!(reason.starts_with("not recorded: Total of SELENA-SLEDAI; "), "{reason}");
}
