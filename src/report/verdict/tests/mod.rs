//! Whole ways from a trial and a record to a page.

mod exceptions;
mod shipped;
mod visits;
mod windows;

use crate::diagnostic::Diagnostics;
use crate::eval::{self, Detail, Verdict, Visits};
use crate::library::ShippedOnly;
use crate::model::Trial;
use crate::records::{self, Decoded};
use crate::report::style::Style;
use crate::report::verdict::json::JsonVerdict;
use crate::report::verdict::reason::{self, Page, Windows};
use crate::report::verdict::{json, matrix, sheet, table};
use crate::source::{SourceId, Sources};

const TRIAL: &str = r#"trial T1 "A trial" {
  dates screening "Day of screening?", collection "Day of collection?"
  assessed at screening
  readings within 28 days before screening
}
facts {
  birth_date : date "Date of birth?"
  sex : one of {female, male} "Sex?"
  ALT : lab U/L "Alanine aminotransferase?"
  hemoglobin : lab g/L "Haemoglobin?"
  liver_infiltration : yes/no "Tumour infiltration of the liver?"
  contraception_agreed : yes/no "Does she agree to contraception?"
  ecog : grade 0..5 "ECOG performance status?"
  treatments : list of {
    agent : text "Agent?"
    last_dose : date "Last dose?"
  } "Treatments?"
}
inclusion {
  I1 "Age 18 or older" { age at screening >= 18 years }
  I2 "ALT of at most 3×ULN" {
    ALT <= 3.0*ULN unless liver_infiltration then 5.0*ULN
  }
  I3 "Haemoglobin above 9 g/dL" { hemoglobin > 9 g/dL }
  I4 "Contraception" { if sex is female then contraception_agreed }
  I5 "ECOG 0 to 2" { ecog in 0..2 }
}
exclusion {
  E1 "A dose within 2 weeks before collection" {
    any treatments where last_dose within 2 weeks before collection
  }
}
"#;

const PATIENT: &str = r#"{"id": "p1", "birth_date": "1968-03-14", "sex": "male", "screening": "2026-06-01",
  "collection": "2026-06-20", "ALT": {"value": 210, "unit": "U/L", "high": 50, "date": "2026-06-01"},
  "hemoglobin": {"value": 9.8, "unit": "g/dL", "date": "2026-05-30"}, "ecog": 1,
  "treatments": [{"agent": "imatinib", "last_dose": "2025-01-02"}, {"agent": "cabozantinib", "last_dose": "2026-04-30"}]}"#;

struct Case {
    trial: Trial,
    sources: Sources,
    decoded: Decoded,
    verdict: Verdict,
}

fn case(trial: &str, record: &str) -> Case {
    let mut sources = Sources::default();
    let file = sources.add("t.elig", trial);
    let mut found = Diagnostics::default();
    let trial = crate::compile(&mut sources, file, &ShippedOnly, &mut found).unwrap();
    assert!(!found.has_errors(), "{found:?}");
    screen(trial, sources, record)
}

fn screen(trial: Trial, sources: Sources, record: &str) -> Case {
    let input = Box::new(std::io::Cursor::new(record.to_owned().into_bytes()));
    let raw = records::open("p.json", input, None).next().unwrap();
    let id = SourceId(u32::try_from(sources.iter().count()).unwrap());
    let decoded = records::decode(&raw, &trial.facts, id);
    assert_eq!(decoded.errors, [], "{record}");
    let verdict = eval::evaluate(&trial, &decoded.patient);
    Case {
        trial,
        sources,
        decoded,
        verdict,
    }
}

impl Case {
    fn on_page<T>(&self, f: impl FnOnce(Page<'_>) -> T) -> T {
        let windows = Windows::of(&self.trial);
        f(Page {
            trial: &self.trial,
            windows: &windows,
            sources: &self.sources,
            patient: Some(&self.decoded.patient),
            record: None,
            visit: None,
        })
    }

    fn sheet(&self, style: Style) -> String {
        let mut out = Vec::new();
        self.on_page(|page| sheet::write(&mut out, page, &self.verdict, style, false))
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    fn at(&self, visit: &str) -> Verdict {
        eval::evaluate_at(&self.trial, &self.decoded.patient, Detail::Full, Visits::At(visit))
    }

    /// The sheet of one visit.
    fn sheet_at(&self, visit: &str, style: Style) -> String {
        let (verdict, mut out) = (self.at(visit), Vec::new());
        self.on_page(|page| sheet::write(&mut out, page.at(visit), &verdict, style, false))
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    fn reason(&self, id: &str) -> String {
        let result = self.verdict.criteria.iter().find(|result| result.id == id).unwrap();
        self.on_page(|page| reason::of_criterion(page, result))
    }
}

fn with(changes: &[(&str, &str)]) -> Case {
    let mut record: serde_json::Value = serde_json::from_str(PATIENT).unwrap();
    for (field, value) in changes {
        record[*field] = serde_json::from_str(value).unwrap();
    }
    case(TRIAL, &record.to_string())
}

#[test]
fn the_sheet() {
    let style = Style {
        width: 100,
        ..Style::default()
    };
    let expected = "\
p1 · T1 A trial · assessed 2026-06-01

  UNDETERMINED   one answer decides: liver_infiltration (Tumour infiltration of the liver)

  inclusion
  ✓ I1  Age 18 or older                           58 years at screening
  ? I2  ALT of at most 3×ULN                      ALT 4.2×ULN lies between 3.0 and 5.0×ULN
  ✓ I3  Haemoglobin above 9 g/dL                  9.8 g/dL = 98 g/L
  – I4  Contraception                             not applicable (male)
  ✓ I5  ECOG 0 to 2                               1
  exclusion
  ✓ E1  A dose within 2 weeks before collection   cabozantinib, 51 days before; window 14 days …
  5 pass · 0 fail · 1 unknown

I2 unknown
    ╭─[t.elig:22:5]
 21 │   I2 \"ALT of at most 3×ULN\" {
 22 │     ALT <= 3.0*ULN unless liver_infiltration then 5.0*ULN
    ·     ─┬─    ───┬───        ─────────┬────────      ───┬───
    ·      │        │                    │                 ╰── 250 U/L if it is: 210 passes
    ·      │        │                    ╰── not recorded
    ·      │        ╰── 150 U/L if it is not: 210 fails
    ·      ╰── 210 U/L, 4.2×ULN (upper limit 50 U/L) on 2026-06-01
    ╰────
  next: liver_infiltration. yes → I2 passes and the patient is eligible; no → I2 fails.
";
    assert_eq!(with(&[]).sheet(style), expected);
}

#[test]
fn a_fail_says_by_how_much() {
    let failing = with(&[
        ("liver_infiltration", "false"),
        ("hemoglobin", r#"{"value": 8.6, "unit": "g/dL", "date": "2026-05-30"}"#),
        ("ecog", "3"),
        ("birth_date", "\"2009-06-02\""),
        (
            "treatments",
            r#"[{"agent": "cabozantinib", "last_dose": "2026-06-07"}]"#,
        ),
    ]);
    assert_eq!(failing.reason("I1"), "16 years at screening, 2 years below 18 years");
    assert_eq!(
        failing.reason("I2"),
        "ALT 4.2×ULN (210 U/L, upper limit 50 U/L), 60 U/L over 3.0×ULN (150 U/L)"
    );
    assert_eq!(
        failing.reason("I3"),
        "Haemoglobin 8.6 g/dL = 86 g/L, 0.4 g/dL below 9 g/dL"
    );
    assert_eq!(failing.reason("I5"), "ECOG performance status 3; asked: 0..2");
    assert_eq!(
        failing.reason("E1"),
        "cabozantinib, 13 days before; 2 days too early; passes with collection on 2026-06-22 or later"
    );
    let sheet = failing.sheet(Style::default());
    assert!(
        sheet.contains("INELIGIBLE   I1, I2, I3, I5 and E1 stand in the way"),
        "{sheet}"
    );
}

#[test]
fn an_unknown_says_what_is_open() {
    let open = with(&[
        ("birth_date", "null"),
        ("hemoglobin", r#"{"value": 8.6, "unit": "g/dL", "date": "2026-02-01"}"#),
        ("ecog", r#"{"one_of": [2, 3]}"#),
        ("sex", "null"),
        (
            "treatments",
            r#"{"partial": [{"agent": "imatinib", "last_dose": "2026-06"}]}"#,
        ),
    ]);
    assert_eq!(open.reason("I1"), "Date of birth: not recorded");
    assert_eq!(open.reason("I3"), "Haemoglobin: 8.6 g/dL on 2026-02-01, too old");
    assert_eq!(open.reason("I5"), "ECOG performance status: known only as 2 or 3");
    assert_eq!(open.reason("I4"), "not recorded: Does she agree to contraception; Sex");
    assert_eq!(
        open.reason("E1"),
        "imatinib, Last dose: known only as 2026-06; window 14 days; Treatments: the list may be incomplete"
    );
    let none = with(&[("treatments", "[]")]);
    assert_eq!(none.reason("E1"), "no treatments recorded");
}

#[test]
fn no_name_of_ours_where_there_is_a_question() {
    let sheet =
        with(&[("ecog", "null"), ("liver_infiltration", "null"), ("sex", "\"female\"")]).sheet(Style::default());
    let list = sheet
        .split("inclusion")
        .nth(1)
        .and_then(|rest| rest.split("unknown\n").next())
        .unwrap();
    assert!(!list.contains('_'), "{list}");
}

#[test]
fn many_patients() {
    let (one, two) = (with(&[]), with(&[("liver_infiltration", "false")]));
    let style = Style {
        width: 80,
        ..Style::default()
    };
    let mut many = table::Table::new(vec![&one.trial], style);
    many.add("p1", std::slice::from_ref(&one.verdict));
    many.add("p2", std::slice::from_ref(&two.verdict));
    let mut out = Vec::new();
    many.write(&mut out).unwrap();
    let expected = "  p1       undetermined  I2 unknown
  p2       ineligible    I2 fails

T1 · 2 patients: 0 eligible · 1 ineligible · 1 undetermined
                                                     fails  fails alone  unknown
  I2  ALT of at most 3×ULN                               1            1        1
  most asked for of those undetermined
    1  liver_infiltration (Tumour infiltration of the liver)
";
    assert_eq!(String::from_utf8(out).unwrap(), expected);

    let mut columns = matrix::Matrix::new(std::slice::from_ref(&one.trial), None);
    let mut out = Vec::new();
    columns.begin(&mut out).unwrap();
    columns.add(&mut out, &two.verdict).unwrap();
    columns.finish(&mut out).unwrap();
    let expected =
        "patient,trial,verdict,I1,I2,I3,I4,I5,E1\np1,T1,ineligible,pass,fail,pass,not_applicable,pass,pass\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn arrays_and_lines() {
    let case = with(&[]);
    for (array, count) in [(true, 0), (true, 2), (false, 2)] {
        let mut out = Vec::new();
        let mut writer = json::Writer::new(array);
        for _ in 0..count {
            case.on_page(|page| writer.write(&mut out, &JsonVerdict::of(page, &case.verdict, page.sources)))
                .unwrap();
        }
        writer.finish(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let found = if array {
            serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap().len()
        } else {
            text.lines()
                .filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
                .count()
        };
        assert_eq!(found, count);
    }
}
