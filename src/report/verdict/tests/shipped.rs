//! Every trial and patient that stands beside the program.

use std::fs;

use super::screen;
use crate::diagnostic::Diagnostics;
use crate::eval;
use crate::library::ShippedOnly;
use crate::model::Trial;
use crate::report::style::Style;
use crate::report::text;
use crate::report::verdict::json::JsonVerdict;
use crate::report::verdict::reason::{Page, Windows};
use crate::source::Sources;

/// The trials and patients that stand beside the program.
fn shipped() -> Vec<(Trial, Sources, Vec<String>)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/trials");
    let mut found = Vec::new();
    for name in ["NCT07181720", "CHT101-SLE"] {
        let rules = fs::read_to_string(format!("{root}/{name}.elig")).unwrap();
        let patients = fs::read_to_string(format!("{root}/patients/{name}.ndjson")).unwrap();
        let mut sources = Sources::default();
        let file = sources.add(format!("{name}.elig"), rules);
        let trial = crate::compile(&mut sources, file, &ShippedOnly, &mut Diagnostics::default()).unwrap();
        found.push((trial, sources, patients.lines().map(str::to_owned).collect()));
    }
    found
}

#[test]
fn sheets_fit_their_width() {
    for (trial, sources, patients) in shipped() {
        for patient in patients
            .iter()
            .map(String::as_str)
            .chain([r#"{"id": "nothing known"}"#])
        {
            let case = screen(trial.clone(), sources.clone(), patient);
            for (width, ascii) in [(80, true), (80, false), (160, false)] {
                let style = Style {
                    width,
                    ascii,
                    ..Style::default()
                };
                let sheet = case.sheet(style) + &case.sheet_at("month_6", style);
                let wide: Vec<&str> = sheet.lines().filter(|line| text::width(line) > width).collect();
                // A label under the end of a line may need more.
                let labels = |line: &&&str| !(line.contains("──") || line.contains(": ") || line.contains("│ "));
                assert_eq!(wide.iter().filter(labels).collect::<Vec<_>>(), Vec::<&&str>::new());
                if ascii {
                    assert!(sheet.is_ascii(), "{sheet}");
                }
            }
        }
    }
}

#[test]
fn verdicts_have_the_documented_shape() {
    let schema = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verdict.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let check = |verdict: &JsonVerdict<'_>| {
        let verdict = serde_json::to_value(verdict).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&verdict)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    };
    let mut visits = 0;
    for (trial, sources, patients) in shipped() {
        for patient in patients
            .iter()
            .map(String::as_str)
            .chain([r#"{"id": "nothing known"}"#])
        {
            let case = screen(trial.clone(), sources.clone(), patient);
            case.on_page(|page| check(&JsonVerdict::of(page, &case.verdict, page.sources)));
            let at = case.at("month_6");
            case.on_page(|page| check(&JsonVerdict::of(page, &at, page.sources)));
            visits += case.verdict.endpoints.len();
        }
        let error = crate::codes::all()
            .next()
            .unwrap()
            .at(crate::source::Span::default(), "broken");
        let broken = eval::unreadable(&trial, "x", vec![error]);
        let windows = Windows::of(&trial);
        let page = Page {
            trial: &trial,
            windows: &windows,
            sources: &sources,
            patient: None,
            record: None,
            visit: None,
        };
        check(&JsonVerdict::of(page, &broken, &sources));
    }
    assert!(visits >= 40, "{visits} endpoints at visits were looked at");
}

#[test]
fn records_fit_their_schema() {
    for (trial, _, patients) in shipped() {
        let schema = crate::report::facts::schema::schema(&trial);
        let schema = jsonschema::validator_for(&schema).unwrap();
        let blank = crate::report::facts::blank::record(&trial);
        let patients = patients.iter().map(|line| serde_json::from_str(line).unwrap());
        for patient in patients.chain([blank]) {
            let errors: Vec<String> = schema.iter_errors(&patient).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{patient}");
        }
        assert!(!schema.is_valid(&serde_json::json!({"id": "x", "birth_date": 5})));
        assert!(!schema.is_valid(&serde_json::json!({"id": "x", "sex": "sometimes"})));
    }
}
