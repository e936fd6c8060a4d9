//! Formulas and scores against figures that other people's published programs gave: `tests/figures/README.md` names them.

use std::collections::BTreeMap;

use elig::library::ShippedOnly;
use elig::model::Trial;
use elig::value::Number;
use serde_json::{Value, json};

use crate::support::{compile, lines, root, verdict};

type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let path = root().join(format!("tests/figures/{file}.csv"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows: Vec<Row> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1_000, "{file}");
    rows
}

fn trial(rules: &str) -> Trial {
    let text = format!("trial FIGURES \"Figures\" {{\n  dates screening\n  assessed at screening\n}}\n{rules}");
    let (trial, out, sources) = compile("figures.elig", &text, &ShippedOnly);
    assert!(!out.has_errors(), "{}", lines(&out, &sources).join("\n"));
    trial.unwrap()
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap_or_else(|| panic!("{text} is no number"))
}

/// How far two figures may lie apart.
enum Within {
    /// So much of the value: the figure was computed in binary floating point.
    Relative(&'static str),
    /// Half of the figure's last digit, and so much of the value.
    LastDigit(&'static str),
    /// Not at all.
    Nothing,
}

impl Within {
    fn holds(&self, exact: &Number, expected: &str) -> bool {
        let apart = (exact - &number(expected)).abs();
        let of_value = |part: &str| &exact.abs() * &number(part);
        match self {
            Self::Nothing => apart.is_zero(),
            Self::Relative(part) => apart <= of_value(part),
            Self::LastDigit(part) => {
                let places = expected.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let digit = Number::from(10).pow(-i32::try_from(places).unwrap()).unwrap();
                apart <= &digit * &number("0.5") + of_value(part)
            }
        }
    }
}

/// The definition `name` of `module` on every row of a file.
fn agree(file: &str, module: &str, name: &str, within: &Within, record: impl Fn(&Row) -> Value) {
    let trial = trial(&format!(
        "use {module}\ninclusion {{ I1 \"x\" {{ ({name}) = ({name}) }} }}\n"
    ));
    let mut wrong = Vec::new();
    for row in rows(file) {
        let mut patient = record(&row);
        patient["screening"] = json!("2026-06-01");
        let verdict = verdict(&trial, &patient.to_string());
        let value = verdict.values.iter().find(|value| value.name == name).unwrap();
        let exact = value.value.nearly_point();
        if !exact
            .as_ref()
            .is_some_and(|exact| within.holds(exact, &row["expected"]))
        {
            wrong.push(format!("{row:?}: {}", value.value));
        }
    }
    assert!(
        wrong.is_empty(),
        "{file}: {} of 1000\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
}

const FLOAT: Within = Within::Relative("0.000000000001");

/// Born so many whole years before the assessment.
fn born(row: &Row) -> Value {
    let age: i32 = row["age_years"].parse().unwrap();
    json!(format!("{}-03-01", 2026 - age))
}

fn person(row: &Row, creatinine: &str, unit: &str) -> Value {
    let mut person = json!({"birth_date": born(row), "sex": row["sex"],
        "creatinine": format!("{} {unit}", row[creatinine])});
    for (column, fact) in [("weight_kg", "weight"), ("height_cm", "height")] {
        if let Some(value) = row.get(column) {
            person[fact] = json!(value);
        }
    }
    person
}

#[test]
fn cockcroft_gault() {
    let mass = |row: &Row| person(row, "creatinine_mg_dl", "mg/dL");
    agree("cockcroft_gault", "renal", "cockcroft_gault", &FLOAT, mass);
    agree("cockcroft_gault_ideal", "renal", "cockcroft_gault_ideal", &FLOAT, mass);
    agree(
        "cockcroft_gault_adjusted",
        "renal",
        "cockcroft_gault_adjusted",
        &FLOAT,
        mass,
    );
    // That program divides µmol/L by 88.4 where the molar mass gives 88.4017.
    let moles = |row: &Row| person(row, "creatinine_umol_l", "umol/L");
    agree(
        "cockcroft_gault_umol",
        "renal",
        "cockcroft_gault",
        &Within::LastDigit("0.00002"),
        moles,
    );
}

#[test]
fn filtration() {
    let mass = |row: &Row| person(row, "creatinine_mg_dl", "mg/dL");
    agree("ckd_epi_2021", "renal", "ckd_epi_2021", &FLOAT, mass);
    agree("mdrd_175", "renal", "mdrd", &FLOAT, mass);
    let moles = |row: &Row| person(row, "creatinine_umol_l", "umol/L");
    agree(
        "ckd_epi_2021_umol",
        "renal",
        "ckd_epi_2021",
        &Within::LastDigit("0.00003"),
        moles,
    );
}

#[test]
fn body_size() {
    let body = |row: &Row| json!({"weight": row["weight_kg"], "height": row["height_cm"]});
    agree("bmi", "body_size", "bmi", &FLOAT, body);
    agree("bsa_mosteller", "body_size", "bsa_mosteller", &FLOAT, body);
    agree("bsa_du_bois", "body_size", "bsa_du_bois", &FLOAT, body);
}

#[test]
fn corrected_qt() {
    let ecg = |row: &Row| json!({"qt_interval": {"value": row["qt_ms"], "rate": row["heart_rate_per_min"]}});
    agree("qtcf", "qtc", "qtcf", &FLOAT, ecg);
    agree("qtcb", "qtc", "qtcb", &FLOAT, ecg);
}

#[test]
fn corrected_calcium() {
    agree(
        "corrected_calcium",
        "corrected_calcium",
        "corrected_calcium",
        &Within::Nothing,
        |row| json!({"calcium": format!("{} mg/dL", row["calcium_mg_dl"]), "albumin": format!("{} g/dL", row["albumin_g_dl"])}),
    );
    agree(
        "corrected_calcium_si",
        "corrected_calcium",
        "corrected_calcium_si",
        &Within::Nothing,
        |row| json!({"calcium": format!("{} mmol/L", row["calcium_mmol_l"]), "albumin": format!("{} g/L", row["albumin_g_l"])}),
    );
}

#[test]
fn neutrophils_of_a_differential() {
    agree("anc", "blood_count", "anc_from_bands", &Within::Nothing, |row| {
        json!({"WBC": row["wbc_10e9_l"], "segmented_percent": row["segmented_percent"],
            "band_percent": row["band_percent"]})
    });
}

#[test]
fn child_pugh() {
    let signs = |row: &Row, bilirubin: String, albumin: String| {
        json!({"total_bilirubin": bilirubin, "albumin": albumin, "INR": row["inr"], "ascites": row["ascites"],
            "encephalopathy": row["encephalopathy_grade"]})
    };
    agree("child_pugh", "child_pugh", "child_pugh", &Within::Nothing, |row| {
        signs(
            row,
            format!("{} mg/dL", row["bilirubin_mg_dl"]),
            format!("{} g/dL", row["albumin_g_dl"]),
        )
    });
    agree("child_pugh_umol", "child_pugh", "child_pugh", &Within::Nothing, |row| {
        signs(
            row,
            format!("{} umol/L", row["bilirubin_umol_l"]),
            format!("{} g/L", row["albumin_g_l"]),
        )
    });
}

#[test]
fn prednisone_equivalents() {
    let taken = |row: &Row| json!({"steroids": [{"drug": row["drug"], "daily_dose": row["dose_mg"], "route": "oral"}]});
    agree(
        "prednisone_equivalent",
        "steroids",
        "prednisone_taken",
        &Within::LastDigit("0"),
        taken,
    );
    agree(
        "prednisone_equivalent_exact",
        "steroids",
        "prednisone_taken",
        &Within::LastDigit("0"),
        taken,
    );
}

#[test]
fn scores_of_lupus() {
    for (file, prefix) in [("sledai_2k", "sledai_"), ("eular_acr_2019", "eular_")] {
        agree(file, file, file, &Within::Nothing, |row| {
            let items = row.iter().filter(|(name, _)| *name != "expected");
            let items = items.map(|(name, present)| (format!("{prefix}{name}"), json!(present == "1")));
            Value::Object(items.collect())
        });
    }
}

#[test]
fn ctcae_grades_of_what_is_decreased() {
    let of = |row: &Row| match row["test"].as_str() {
        "white_cells" => ("WBC", "ctcae_wbc_decreased"),
        "neutrophils" => ("ANC", "ctcae_neutrophils_decreased"),
        "lymphocytes" => ("lymphocytes", "ctcae_lymphocytes_decreased"),
        "platelets" => ("platelets", "ctcae_platelets_decreased"),
        _ => ("hemoglobin", "ctcae_anemia_by_hemoglobin"),
    };
    let names: Vec<&str> = rows("ctcae_5_decreased").iter().map(|row| of(row).1).collect();
    let mut distinct = names.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let rules: String = distinct.iter().map(|name| format!("({name}) = ({name})\n")).collect();
    let trial = trial(&format!("use ctcae_5\ninclusion {{ I1 \"x\" {{\n{rules}}} }}\n"));
    for row in rows("ctcae_5_decreased") {
        let (lab, name) = of(&row);
        let mut patient = json!({"screening": "2026-06-01"});
        patient[lab] = json!({"value": row["value"], "low": row["lln"]});
        let verdict = verdict(&trial, &patient.to_string());
        let value = verdict.values.iter().find(|value| value.name == name).unwrap();
        assert_eq!(value.value.as_point(), Some(&number(&row["expected"])), "{row:?}");
    }
}

#[test]
fn ctcae_grades_of_what_is_increased() {
    let of = |row: &Row| match row["test"].as_str() {
        "ALT" => ("ALT", "alt", "U/L"),
        "AST" => ("AST", "ast", "U/L"),
        "bilirubin" => ("total_bilirubin", "bilirubin", "mg/dL"),
        _ => ("creatinine", "creatinine", "mg/dL"),
    };
    let endpoints: String = ["alt", "ast", "bilirubin", "creatinine"]
        .iter()
        .flat_map(|test| {
            (1..=4).map(move |grade| {
                format!("endpoint {test}-{grade} \"x\" {{ ctcae_{test}_since_baseline >= {grade} }}\n")
            })
        })
        .collect();
    let trial = trial(&format!("use ctcae_5\n{endpoints}"));
    for row in rows("ctcae_5_increased") {
        let (lab, test, unit) = of(&row);
        let reading = |value: &str| json!({"value": value, "unit": unit, "high": row["uln"]});
        let mut patient = json!({"screening": "2026-06-01", "visits": [
            {"visit": "baseline", "date": "2026-06-01"}, {"visit": "month_1", "date": "2026-07-01"}]});
        patient["visits"][0][lab] = reading(&row["baseline"]);
        patient["visits"][1][lab] = reading(&row["value"]);
        let verdict = verdict(&trial, &patient.to_string());
        let grade = (1..=4)
            .filter(|grade| {
                let id = format!("{test}-{grade}");
                verdict
                    .endpoints
                    .iter()
                    .any(|result| result.id == id && result.outcome.word() == "yes")
            })
            .max()
            .unwrap_or(0);
        assert_eq!(grade.to_string(), row["expected"], "{row:?}");
    }
}
