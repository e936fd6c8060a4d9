//! Many patients: tables, attrition, inputs of all kinds.

use std::fs;
use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{Exit, Folder, elig};

const TRIAL: &str = r#"
trial T2 "Liver" {
  dates screening "Day?"
  assessed at screening
}
facts {
  bilirubin     : number mg/dL "Bilirubin?"
  bilirubin_uln : number mg/dL "Upper limit of normal?"
  gilbert       : yes/no "Gilbert's syndrome?"
  sex           : one of {female, male} "Sex?"
  pregnant      : yes/no "Pregnant?"
}
inclusion {
  I1 "Bilirubin at most 1.5 times the upper limit, 3 times with Gilbert's syndrome" {
    I1.1 "in general" { bilirubin <= 1.5 * bilirubin_uln or gilbert }
    I1.2 "at any rate" { bilirubin <= 3 * bilirubin_uln }
  }
}
exclusion {
  E1 "Pregnant women" { sex is female and pregnant }
}
"#;

const PATIENTS: &str = r#"{"id": "fits", "bilirubin": 1.8, "bilirubin_uln": 1.2, "gilbert": false, "sex": "male"}
{"id": "above", "bilirubin": 1.81, "bilirubin_uln": 1.2, "gilbert": false, "sex": "male"}
{"id": "open", "bilirubin": 1.0, "sex": "female", "gilbert": false}
{"id": "both", "bilirubin": 9, "bilirubin_uln": 1.2, "gilbert": true, "sex": "female", "pregnant": true}
{"id": "censored", "bilirubin": "<1.5", "bilirubin_uln": 1, "gilbert": false, "sex": "male"}
{"id": "broken", "bilirubin": "much"}
"#;

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.put("trial.elig", TRIAL);
    folder.put("patients.ndjson", PATIENTS);
    folder
}

fn table(folder: &Folder, patients: &str, more: &[&str]) -> String {
    let (trial, patients) = (folder.path("trial.elig"), folder.path(patients));
    let mut args = vec!["evaluate", &trial, "--patients", &patients, "--format", "csv"];
    args.extend(more);
    let (exit, out, err) = elig(&args, "");
    assert_eq!(exit, Exit::Found, "{err}");
    assert!(err.contains("patient broken is not evaluated"), "{err}");
    out
}

#[test]
fn reasons_stand_beside_the_cells() {
    let folder = folder("reasons");
    let out = table(&folder, "patients.ndjson", &["--reasons"]);
    insta::assert_snapshot!(out);
    let without = table(&folder, "patients.ndjson", &[]);
    assert!(
        without
            .lines()
            .zip(out.lines())
            .all(|(short, long)| long.starts_with(short))
    );
}

#[test]
fn attrition_in_the_order_of_the_protocol() {
    let folder = folder("attrition");
    let (trial, patients) = (folder.path("trial.elig"), folder.path("patients.ndjson"));
    let (_, out, _) = elig(&["evaluate", &trial, "--patients", &patients, "--summary"], "");
    insta::assert_snapshot!(out);
    let (_, out, _) = elig(
        &["evaluate", &trial, "-p", &patients, "--summary", "--format", "json"],
        "",
    );
    insta::assert_snapshot!(out);
}

#[test]
fn inputs_of_all_kinds_are_the_same() {
    let folder = folder("kinds");
    let expected = table(&folder, "patients.ndjson", &[]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(PATIENTS.as_bytes()).unwrap();
    fs::create_dir(folder.0.join("cohort")).unwrap();
    fs::write(folder.0.join("cohort/one.ndjson.gz"), packed.finish().unwrap()).unwrap();
    // Whatever it is called.
    fs::write(
        folder.0.join("two.zip"),
        zstd::encode_all(PATIENTS.as_bytes(), 1).unwrap(),
    )
    .unwrap();
    for input in ["cohort", "cohort/*.gz", "two.zip"] {
        assert_eq!(table(&folder, input, &["--threads", "2"]), expected, "{input}");
    }
    let trial = folder.path("trial.elig");
    let (_, out, _) = elig(&["evaluate", &trial, "-p", "-", "--format", "csv"], PATIENTS);
    assert_eq!(out, expected);
    let renamed = PATIENTS.replace("\"id\"", "\"mrn\"");
    let (_, out, _) = elig(
        &["evaluate", &trial, "-p", "-", "--format", "csv", "--id", "mrn"],
        &renamed,
    );
    assert_eq!(out, expected);
    let (_, out, _) = elig(&["evaluate", &trial, "-p", "-", "--format", "csv"], &renamed);
    assert!(out.contains("\nrecord 4,T2,ineligible"), "{out}");
}

#[test]
fn what_names_no_records_is_told() {
    let folder = folder("nothing");
    let trial = folder.path("trial.elig");
    fs::create_dir(folder.0.join("empty")).unwrap();
    let told = |args: &[&str]| {
        let (exit, out, err) = elig(&[&["evaluate", trial.as_str()], args].concat(), "");
        assert_eq!((exit, out.as_str()), (Exit::Unusable, ""), "{args:?}");
        err.replace(&folder.path(""), "")
    };
    let (empty, pattern, patients) = (
        folder.path("empty"),
        folder.path("*.parquet"),
        folder.path("patients.ndjson"),
    );
    let found = [
        told(&["-p", &empty]),
        told(&["-p", &pattern]),
        told(&["-p", &patients, "--reasons"]),
        told(&["-p", &patients, "--format", "parquet", "--patient", "fits"]),
    ];
    insta::assert_snapshot!(found.concat());
}

#[test]
fn the_name_of_the_output_says_the_format() {
    let folder = folder("output");
    let (trial, patients) = (folder.path("trial.elig"), folder.path("patients.ndjson"));
    for name in ["out.csv", "out.parquet", "out.ndjson"] {
        let path = folder.path(name);
        let (exit, out, _) = elig(&["evaluate", &trial, "-p", &patients, "-o", &path], "");
        assert_eq!((exit, out.as_str()), (Exit::Found, ""));
    }
    let csv = fs::read_to_string(folder.0.join("out.csv")).unwrap();
    assert_eq!(csv, table(&folder, "patients.ndjson", &[]));
    let ndjson = fs::read_to_string(folder.0.join("out.ndjson")).unwrap();
    assert_eq!(ndjson.lines().count(), 6);

    let file = fs::File::open(folder.0.join("out.parquet")).unwrap();
    let batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let mut rows = csv.lines();
    let head: Vec<&str> = rows.next().unwrap().split(',').collect();
    for batch in batches {
        let batch = batch.unwrap();
        let names: Vec<&str> = batch
            .schema_ref()
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        assert_eq!(names, head);
        for row in 0..batch.num_rows() {
            let cells = batch
                .columns()
                .iter()
                .map(|column| match column.as_dictionary_opt::<Int8Type>() {
                    Some(words) => words
                        .key(row)
                        .map_or("", |key| words.values().as_string::<i32>().value(key))
                        .to_owned(),
                    None => column.as_string::<i32>().value(row).to_owned(),
                });
            let cells: Vec<String> = cells.collect();
            assert_eq!(cells.join(","), rows.next().unwrap());
        }
    }
    assert_eq!(rows.next(), None);
}

#[test]
fn several_trials_read_an_input_once() {
    let folder = folder("several");
    folder.put(
        "other.elig",
        &TRIAL
            .replace("trial T2", "trial T3")
            .replace("1.5 *", "2 *")
            .replace("E1", "E2"),
    );
    let (one, other) = (folder.path("trial.elig"), folder.path("other.elig"));
    let patients = folder.path("patients.ndjson");
    let (_, out, _) = elig(&["evaluate", &one, &other, "-p", &patients, "--format", "csv"], "");
    insta::assert_snapshot!(out);
    let (_, general, _) = elig(
        &[
            "evaluate",
            &one,
            &other,
            "-p",
            &patients,
            "--format",
            "csv",
            "--verbose",
        ],
        "",
    );
    assert_eq!(out, general);
}

#[test]
fn a_line_holds_what_the_array_holds() {
    // With visits, and with all reasons.
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/trials");
    let (trial, patients) = (
        format!("{root}/CHT101-SLE.elig"),
        format!("{root}/patients/CHT101-SLE.ndjson"),
    );
    let told = |format: &str| elig(&["evaluate", &trial, "-p", &patients, "--format", format], "").1;
    let array: Vec<serde_json::Value> = serde_json::from_str(&told("json")).unwrap();
    let lines = told("ndjson");
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, array);
    assert!(
        lines
            .iter()
            .any(|verdict| verdict["endpoints"].as_array().is_some_and(|all| !all.is_empty()))
    );
}
