use super::*;

fn print(cases: &[(&str, &str)]) -> String {
    cases
        .iter()
        .map(|(name, value)| format!("{}\n", error(name, value)))
        .collect()
}

#[test]
fn units() {
    insta::assert_snapshot!(print(&[
        ("total_bilirubin", r#"{"value": 0.9, "unit": "mg", "high": 1.2}"#),
        ("hemoglobin", r#""5.6 mmol/L""#),
        ("hemoglobin", r#"{"value": 9, "unit": "g/dLx"}"#),
        ("hemoglobin", r#""9 gdl""#),
        ("WBC", r#"{"value": 4.5, "unit": "thousand apples"}"#),
        ("ALT", r#"{"value": "130 U/L", "unit": "mg/dL"}"#),
        ("ALT", r#"{"value": 130, "high": "40 mg"}"#),
        ("pga", r#""1 mg""#),
        ("expected_survival", r#""3 kg""#),
        ("expected_survival", r#"{"value": 3, "unit": "kg"}"#),
        ("ALT", r#"{"value": 130, "unit": 5}"#),
    ]));
}

#[test]
fn kinds() {
    insta::assert_snapshot!(print(&[
        ("liver_infiltration", "1"),
        ("liver_infiltration", "\"maybe\""),
        ("liver_infiltration", "[true]"),
        ("SpO2", "true"),
        ("SpO2", "\"high\""),
        ("SpO2", "\"97,5 %\""),
        ("SpO2", "[97]"),
        ("SpO2", "{}"),
        ("SpO2", r#"{"saturation": 97}"#),
        ("ALT", "\"n/a\""),
        ("ALT", r#"{"value": [1, 2]}"#),
        ("ecog", "7"),
        ("ecog", "[1]"),
        ("sex", "\"Female\""),
        ("sex", "\"femal\""),
        ("sex", "\"x\""),
        ("sex", "\"unknown\""),
        ("birth_date", "\"\""),
        ("sex", "true"),
        ("birth_date", "1964"),
        ("birth_date", "19640302"),
        ("ana_titer", "320"),
        ("ana_titer", "\"320\""),
        ("stay", "\"2026-03-01\""),
        ("stay", r#"{"from": 3}"#),
        ("remark", "5"),
        ("treatments", "{\"class\": \"chemotherapy\"}"),
        ("treatments", "\"none\""),
        ("treatments", "false"),
        ("treatments", "[5]"),
        ("treatments", r#"{"partial": 5}"#),
        ("visits", "{}"),
    ]));
}

#[test]
fn values() {
    insta::assert_snapshot!(print(&[
        ("SpO2", "101"),
        ("SpO2", "\"-1 %\""),
        ("SpO2", "\">100 %\""),
        ("pga", "3.0000001"),
        ("weight", "\"<0 kg\""),
        ("LVEF", r#"{"value": 2, "unit": "1"}"#),
        ("SpO2", r#"{"one_of": [97, 101]}"#),
        ("SpO2", r#"{"one_of": []}"#),
        ("SpO2", r#"{"one_of": 97}"#),
        ("SpO2", r#"{"between": [97, 95]}"#),
        ("SpO2", r#"{"between": [97]}"#),
        ("SpO2", r#"{"between": ["<5", 7]}"#),
        ("SpO2", r#"{"value": 97, "one_of": [97]}"#),
        ("SpO2", "1e500"),
        ("SpO2", r#"{"one_of": [97], "between": [1, 2]}"#),
        ("weight", r#"{"value": {"one_of": [7], "unit": "g"}, "unit": "kg"}"#),
        ("visits", "[], \"visits\": []"),
        ("ecog", r#"{"between": [3, 1]}"#),
        ("sex", r#"{"between": ["female", "male"]}"#),
        ("birth_date", "\"1964-02-30\""),
        ("birth_date", "\"1964-13\""),
        ("birth_date", "\"02/03/1964\""),
        ("birth_date", r#"{"between": ["1965", "1964"]}"#),
        ("birth_date", "\"1964-03-02T25:00\""),
        ("stay", r#"{"from": "2026-04-15", "to": "2026-03-01"}"#),
        ("ALT", r#"{"value": 5, "date": "2026-02-30"}"#),
        ("urine_protein", r#"{"value": "trace", "high": 5}"#),
        ("bilag", r#"[{"grade": "A"}]"#),
        ("bilag", r#"[{"system": "renal"}, {"system": "renal"}]"#),
        ("treatments", r#"[{"last_dose": "2026-03-32"}]"#),
        ("treatments", r#"[{"agent": "a", "agent": "b"}]"#),
        ("id", "[]"),
        ("visits", "[5]"),
        ("visits", r#"[{"date": "2026-03-01"}]"#),
        ("visits", r#"[{"visit": "a"}, {"visit": "a"}]"#),
        ("visits", r#"[{"visit": "a", "date": "2026-13"}]"#),
    ]));
}

fn warned(text: &str) -> String {
    let record = decoded("a.json", text).remove(0);
    assert_eq!(record.errors, []);
    let lines = record.warnings.iter().map(|warning| {
        let found = &warning.diagnostic;
        let label = found.labels.first().unwrap();
        let place = text.get(label.span.start as usize..label.span.end as usize).unwrap();
        let help = found.help.as_deref().unwrap_or_default();
        let fact = warning.fact.as_deref().unwrap_or_default();
        format!(
            "{fact}: {} at {place}: {}; {}; {help}\n",
            found.code.name, found.message, label.text
        )
    });
    lines.collect()
}

#[test]
fn warnings() {
    insta::assert_snapshot!(warned(
        r#"{"creatinine": {"value": 80, "unit": "mg/dL"}, "total_bilirubin": "12 g/L"}"#
    ));
    insta::assert_snapshot!(warned(
        r#"{"Alt": 5, "liver_infiltraton": true, "ca125": 7, "weight": {"value": 5, "unti": "g", "date_": 1, "data": 2, "by": "x"}, "ex-pected survival": 3}"#
    ));
    insta::assert_snapshot!(warned(
        r#"{"ALT": [{"value": 5, "low": 40, "high": 5, "dat": "2026-01-01"}, {"value": 5, "metod": 1}]}"#
    ));
    insta::assert_snapshot!(warned(
        r#"{"treatments": [{}, {"halflife": "5 h", "lastdose": 1, "comment": ""}]}"#
    ));
    insta::assert_snapshot!(warned(r#"{"visits": [{"visit": "a", "Pga": 1}]}"#));
    // Short names and numbers differ from each other by little, and what is there was not misspelt.
    assert_eq!(warned(r#"{"AST": 5, "PTT": 7, "height": 170, "ecog": 1, "ecoq": 2, "weight": 70, "weights": 3, "LVEF": null, "LVEF_": 5}"#).lines().count(), 1);
}

#[test]
fn ignored_fields() {
    let record = decoded("a.json", r#"{"id": 3, "a": 1, "b": {"c": [1, {"a": 5, "a": 6}]}, "treatments": [{"d": 1}], "ALT": {"value": 3, "note": ""}}"#).remove(0);
    assert_eq!(
        (
            record.id.as_str(),
            record.errors.len(),
            record.warnings.len(),
            record.ignored
        ),
        ("3", 0, 0, 4)
    );
    assert_eq!(outcome("a.json", r#"{"ALT": 5, "ALT": 6}"#), ["record 1 duplicate-key"]);
    assert_eq!(
        outcome("a.json", r#"{"ALT": {"value": 5, "value": 6}}"#),
        ["record 1 duplicate-key"]
    );
}

#[test]
fn errors_are_bounded() {
    let text = format!("{{\"treatments\": [{}]}}", vec!["5"; 5000].join(","));
    assert_eq!(decoded("a.json", text).remove(0).errors.len(), 100);
}
