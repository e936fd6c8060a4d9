use super::*;

fn print(name: &str, values: &[&str]) -> String {
    values
        .iter()
        .map(|value| format!("{value} → {}\n", read(name, value)))
        .collect()
}

#[test]
fn yes_and_no() {
    insta::assert_snapshot!(print(
        "liver_infiltration",
        &[
            "true",
            "false",
            "\"yes\"",
            "\"No\"",
            "null",
            r#"{"value": true, "by": "Dr. A", "date": "2026-06-01"}"#,
            r#"{"one_of": [true, false]}"#,
            r#"{"value": {"one_of": ["yes"]}}"#,
            r#"{"value": null, "by": "x"}"#,
        ]
    ));
}

#[test]
fn numbers() {
    insta::assert_snapshot!(print(
        "SpO2",
        &[
            "97",
            "97.50",
            "\"97 %\"",
            "\"97\"",
            "9.7e1",
            r#"{"value": 97, "unit": "%", "date": "2026-05-09"}"#,
            r#"{"value": "97 %", "unit": "%"}"#,
            "\">=55 %\"",
            "\"<20\"",
            "\"> 92%\"",
            "\"<=20 %\"",
            "\"=97 %\"",
            "0.970e2",
            r#"{"one_of": [95, "97 %"]}"#,
            r#"{"between": [95, 97]}"#,
            r#"{"value": {"between": ["95", "97 %"]}, "unit": "%"}"#,
            r#"{"between": [95, 97], "unit": "%"}"#,
            "\"not detected\"",
        ]
    ));
    insta::assert_snapshot!(print(
        "weight",
        &[
            "70",
            "\"154 [lb_av]\"",
            "\"70000 g\"",
            "\"0.01 g\"",
            "\">=70\"",
            "\"<70 kg\"",
            "\"<=70000 g\"",
            r#"{"one_of": ["70 kg", "71000 g"]}"#,
            r#"{"value": {"one_of": [70000, 71000], "unit": "g"}}"#,
            r#"{"between": ["70000 g", 71000], "unit": "g"}"#,
            "12345678901234567890.000000001",
        ]
    ));
    insta::assert_snapshot!(print(
        "temperature",
        &["36.6", "\"97.88 [degF]\"", "\"<36 Cel\"", "\"-2\""]
    ));
    insta::assert_snapshot!(print("base_excess", &["\"<2\"", "\"<=-2 mmol/L\"", "-2.0", "\">5\""]));
}

#[test]
fn labs() {
    insta::assert_snapshot!(print(
        "ALT",
        &[
            "130",
            "\"130 U/L\"",
            r#"{"value": 130, "unit": "U/L", "high": 40, "date": "2026-05-09"}"#,
            r#"[{"value": 90, "high": 40, "date": "2026-04-01"}, {"value": 70, "low": 5, "high": "40 U/L", "date": "2026-05"}]"#,
            "[]",
            "[90, \"80 U/L\", null]",
            "null",
            r#"{"value": null, "unit": "U/L"}"#,
            r#"[{"value": null, "date": "2026-05-09"}]"#,
            r#"{"partial": [90]}"#,
            r#"{"value": "<20", "high": "<=35"}"#,
            r#"{"one_of": [90, 95], "high": 40}"#,
            r#"{"value": {"between": [90, 95]}, "high": 40}"#,
        ]
    ));
    insta::assert_snapshot!(print(
        "hemoglobin",
        &[
            r#"{"value": 9.0, "unit": "g/dL", "low": 12, "high": "160 g/L"}"#,
            "\"9.0 g/dL\"",
            r#"{"value": "9.0 g/dL", "low": 12}"#,
            "\"<9.0 g/dL\"",
        ]
    ));
    insta::assert_snapshot!(print(
        "WBC",
        &[
            r#"{"value": 4.5, "unit": "10*9/L"}"#,
            "\"4.5 K/uL\"",
            "\"4500 /uL\"",
            "\"4.5 ×10^9/L\"",
            "\"4.5 G/L\"",
        ]
    ));
    insta::assert_snapshot!(print(
        "creatinine",
        &[
            r#"{"value": 1.2, "unit": "mg/dL", "high": 1.2}"#,
            "96",
            "\"0.096 mmol/L\"",
        ]
    ));
    insta::assert_snapshot!(print(
        "hbv_dna",
        &[
            r#"{"value": "<20", "unit": "[IU]/mL", "high": 20}"#,
            "\"<=20 [IU]/mL\"",
            "\"not detected\"",
            "\"Not detected\"",
            r#"{"value": "not detected", "unit": "[IU]/mL"}"#,
            "\"20 IU/mL\"",
        ]
    ));
    insta::assert_snapshot!(print(
        "LVEF",
        &[
            r#"{"value": 55, "unit": "%", "method": "echo"}"#,
            "\">=55 %\"",
            r#"[{"value": 55, "method": {"one_of": ["echo", "MUGA"]}}]"#,
            r#"{"value": 0.55, "unit": "1"}"#,
        ]
    ));
    insta::assert_snapshot!(print(
        "urine_protein",
        &["\"trace\"", r#"{"value": "1+", "date": "2026-05-09"}"#]
    ));
    insta::assert_snapshot!(print(
        "PT",
        &[
            r#"{"value": 12, "unit": "s", "high": 13.5}"#,
            r#"{"value": "0.2 min", "high": 0.225}"#
        ]
    ));
}

#[test]
fn times() {
    insta::assert_snapshot!(print(
        "expected_survival",
        &[
            "26",
            "\"26 wk\"",
            "\"3 months\"",
            "\">=12 d\"",
            "\"<5 d\"",
            r#"{"value": 110, "unit": "h"}"#,
            "\"110 h\"",
            r#"{"one_of": ["3 months", "90 d"]}"#,
            r#"{"between": ["12 wk", "100 d"]}"#,
            "\"1 year\"",
        ]
    ));
    insta::assert_snapshot!(print(
        "birth_date",
        &[
            "\"1964\"",
            "\"1964-03\"",
            "\"1964-03-02\"",
            "\"1964-03-02T14:30\"",
            "\">=2026-06-10\"",
            "\"<=2026-06\"",
            r#"{"one_of": ["1964-03-02", "1964-02-03"]}"#,
            r#"{"between": ["1964", "1965-03"]}"#,
            r#"{"value": "1964-03-02"}"#,
        ]
    ));
    insta::assert_snapshot!(print(
        "stay",
        &[
            r#"{"from": "2026-03-01", "to": "2026-04-15"}"#,
            r#"{"from": "2026-03-01"}"#,
            r#"{"from": "2026-03-01", "to": null}"#,
            r#"{"from": "2026-03-01", "to": ">=2026-06-10"}"#,
            r#"{"to": "2026-04-15"}"#,
            r#"{"from": "2026-03", "to": "2026-03-10"}"#,
            r#"{"from": "2026-03-01T14:00", "to": "2026-03-01"}"#,
            r#"{"value": {"from": "2026-03-01"}}"#,
        ]
    ));
}

#[test]
fn options_titres_texts() {
    insta::assert_snapshot!(print(
        "ecog",
        &[
            "1",
            "\"1\"",
            "1.0",
            "\"1.0\"",
            r#"{"one_of": [1, 2]}"#,
            r#"{"between": [1, 3]}"#,
            r#"{"value": 1, "date": "2026-05-09"}"#,
        ]
    ));
    insta::assert_snapshot!(print(
        "ana_titer",
        &[
            "\"1:320\"",
            "\">=1:320\"",
            "\"<1:80\"",
            r#"{"one_of": ["1:80", "1:160"]}"#,
            r#"{"between": ["1:80", "1:320"]}"#,
        ]
    ));
    insta::assert_snapshot!(print(
        "remark",
        &["\"a \\\"b\\\" \\u00e9\"", r#"{"one_of": ["a", "b"]}"#]
    ));
}

#[test]
fn lists() {
    insta::assert_snapshot!(print(
        "treatments",
        &[
            "[]",
            "null",
            r#"{"partial": []}"#,
            r#"[{}]"#,
            r#"[{"class": "chemotherapy", "agent": "carboplatin", "last_dose": "2026-03", "half_life": "110 h", "daily_dose": "0.01 g/d"}]"#,
            r#"{"partial": [{"class": {"one_of": ["chemotherapy", "targeted"]}, "half_life": null, "daily_dose": {"value": 5, "unit": "mg/d"}}]}"#,
        ]
    ));
    insta::assert_snapshot!(print(
        "bilag",
        &[
            "[]",
            "null",
            r#"[{"system": "cardiac", "grade": "B"}]"#,
            r#"{"partial": [{"system": "renal", "grade": "A"}]}"#,
        ]
    ));
}

#[test]
fn places_and_originals() {
    let text = r#"{"id": "x", "SpO2": {"value": "97 %"}, "treatments": [{"agent": "a"}, {"agent": "b"}]}"#;
    let record = decoded("a.json", text).remove(0);
    let Slot::Value(known) = slot(&record, "SpO2") else {
        panic!()
    };
    assert_eq!(
        text.get(known.span.start as usize..known.span.end as usize),
        Some("\"97 %\"")
    );
    let Slot::List(records) = slot(&record, "treatments") else {
        panic!()
    };
    let span = records.records[1].span;
    assert_eq!(
        text.get(span.start as usize..span.end as usize),
        Some(r#"{"agent": "b"}"#)
    );
    assert_eq!(
        slot(&one("SpO2", "97"), "SpO2"),
        Slot::Value(Known {
            value: crate::value::Value::Number(Number::from(97).into()),
            original: "97 %".to_owned(),
            conversion: None,
            span: Span::new(SourceId(7), 9, 11),
        })
    );
}
