//! Units in rules: what is known of a substance goes as far as it holds, and every part of a rule is in one unit.

use elig::examples;
use elig::library::ShippedOnly;

use crate::support::{compile, lines};

const FACTS: &str = r#"
facts {
  sodium     : lab mmol/L  "Sodium?"  molar mass 22.99 g/mol  valence 1
  chloride   : lab mmol/L  "Chloride?"  molar mass 35.45 g/mol  valence 1
  magnesium  : lab mmol/L  "Magnesium?"  molar mass 24.305 g/mol  valence 2
  phosphate  : lab mmol/L  "Phosphate?"  molar mass 30.974 g/mol
  creatinine : lab umol/L  "Creatinine?"  molar mass 113.12 g/mol
  urine      : number L/d  "Urine of a day?"
  UPCR       : number g/g  "Protein to creatinine?"  molar mass 113.12 g/mol
  weight     : number kg   "Weight?"
  smoker     : yes/no      "Smoker?"
  pregnant   : yes/no      "Pregnant?"
}
"#;

fn trial(criteria: &str) -> String {
    format!("trial T {{\n  dates screening\n  assessed at screening\n}}\n{FACTS}{criteria}")
}

/// What each condition is for a patient.
fn holds(patient: &str, conditions: &[(&str, &str)]) {
    let expected: Vec<String> = conditions
        .iter()
        .map(|(condition, outcome)| format!("({condition}) {outcome}"))
        .collect();
    let text = trial(&format!(
        "example \"a patient\" {{ {patient} }} expect {}\n",
        expected.join(",\n  ")
    ));
    let (trial, out, sources) = compile("units.elig", &text, &ShippedOnly);
    assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
    for case in examples::run(&trial.unwrap()).cases {
        for met in &case.expectations {
            assert!(met.is_met(), "{} came out {}", sources.slice(met.span), met.got);
        }
    }
}

/// What no patient could answer is refused when the rule is read.
fn refused(condition: &str) {
    let text = trial(&format!("inclusion {{ I1 \"a criterion\" {{ {condition} }} }}\n"));
    let (_, out, sources) = compile("units.elig", &text, &ShippedOnly);
    let found = lines(&out, &sources).join("\n");
    assert!(found.contains("E0303"), "{condition}: {found}");
}

#[test]
fn equivalents_of_rules_and_records() {
    holds(
        "magnesium: 2 mEq/L  sodium: 140 mEq/L",
        &[
            ("magnesium = 1 mmol/L", "yes"),
            ("magnesium >= 1.5 mmol/L", "no"),
            ("magnesium >= 2 mEq/L", "yes"),
            ("magnesium[mEq/L] = 2", "yes"),
            ("magnesium in 1.9..2 mEq/L", "yes"),
            ("magnesium = 2.4305 mg/dL", "yes"),
            ("sodium = 140 mmol/L", "yes"),
        ],
    );
    refused("phosphate >= 2 mEq/L");
    refused("urine * phosphate >= 2 mEq/d");
}

#[test]
fn ratios_below_the_line() {
    holds(
        "UPCR: 113.12 mg/mmol  creatinine: 1000 umol/L",
        &[
            ("UPCR = 1 g/g", "yes"),
            ("UPCR <= 113.12 mg/mmol", "yes"),
            ("UPCR < 113.12 mg/mmol", "no"),
            ("UPCR[mg/mmol] = 113.12", "yes"),
        ],
    );
    refused("UPCR < 1 mmol/g");
}

#[test]
fn a_sum_is_of_what_its_parts_have_in_common() {
    holds(
        "sodium: 140 mmol/L  chloride: 100 mmol/L",
        &[
            ("sodium - chloride = 40 mEq/L", "yes"),
            ("sodium - 40 mEq/L = 100 mmol/L", "yes"),
            ("sodium + 2.299 mg/dL = 141 mmol/L", "yes"),
            ("(sodium + 1 mmol/L) * 2 = 282 mEq/L", "yes"),
            ("mean of (sodium, chloride) = 120 mEq/L", "yes"),
        ],
    );
    refused("sodium + chloride > 500 mg/dL");
    refused("sodium + magnesium > 140 mEq/L");
    refused("highest of (sodium, magnesium) > 140 mEq/L");
    refused("sum of { smoker : sodium, pregnant : magnesium } > 140 mEq/L");
    refused("(if smoker then sodium otherwise magnesium) > 140 mEq/L");
}

#[test]
fn a_product_is_of_its_one_substance() {
    holds(
        "creatinine: 1000 umol/L  urine: 2 L/d",
        &[
            ("urine * creatinine = 226.24 mg/d", "yes"),
            ("creatinine * urine = 226.24 mg/d", "yes"),
            ("creatinine / 2 = 5.656 mg/dL", "yes"),
        ],
    );
    refused("UPCR * creatinine > 3 mg/L");
    refused("weight * creatinine > 3 g.mg/L");
    refused("creatinine / weight > 3 mg/L/kg");
}

/// A number of the rule that stands first does not leave what follows it in a unit of its own.
#[test]
fn a_number_before_what_is_measured() {
    holds(
        "creatinine: 100 umol/L  sodium: 140 mmol/L  chloride: 100 mmol/L  smoker: yes  pregnant: no",
        &[
            ("highest of (2 mg/dL, creatinine) = 2 mg/dL", "yes"),
            ("lowest of (1 mg/L, creatinine) = 1 mg/L", "yes"),
            ("sum of (1.1312 mg/dL, creatinine) = 200 umol/L", "yes"),
            (
                "first of { pregnant : 1 mg/dL, otherwise : creatinine } = 100 umol/L",
                "yes",
            ),
            (
                "sodium <= 1 mol/L unless smoker then 0.1 mol/L unless pregnant then chloride",
                "no",
            ),
            (
                "chloride <= 1 mol/L unless smoker then 0.1 mol/L unless pregnant then sodium",
                "yes",
            ),
        ],
    );
}

#[test]
fn a_declaration_may_leave_out_the_substance_and_not_contradict_it() {
    let again = |attributes: &str| {
        let text = format!(
            "trial T {{\n  dates screening\n  assessed at screening\n}}\nuse labs\n\
             facts {{ magnesium : lab mmol/L {attributes} }}\n\
             inclusion {{ I1 \"a criterion\" {{ magnesium >= 2 mEq/L or magnesium > 2 mg/dL }} }}\n"
        );
        let (_, out, sources) = compile("units.elig", &text, &ShippedOnly);
        lines(&out, &sources)
            .into_iter()
            .filter(|line| line.contains(" E"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(again(""), "");
    assert_eq!(again("valence 2"), "");
    assert!(again("valence 1").contains("is declared twice, in two ways"));
    assert!(again("molar mass 24 g/mol").contains("is declared twice, in two ways"));
}
