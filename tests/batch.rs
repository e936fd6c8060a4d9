//! The flat program against the evaluator: on random trials and records they agree cell by cell.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};
use elig::batch::{Columns, Layout, LineReader, Run, lower, outcome};
use elig::eval::{Detail, Outcome, Overall, evaluate_in};
use elig::model::Trial;
use elig::records::{Decoder, Raw};
use elig::source::SourceId;
use parquet::arrow::ArrowWriter;
use serde_json::Value;

use crate::random::Random;
use crate::support::{Beside, compile, lines, root};

const HEADER: &str = "\
trial T-1 \"Random\" {
  dates    screening, consent
  assessed at screening
}
use demographics
facts {
  a : number 0..4  \"A?\"
  b : number 0..4  \"B?\"
  x : number  \"X?\"
  u : number  \"U?\"
  c : number mmol/L  \"C?\"
  p : yes/no  \"P?\"
  q : yes/no  \"Q?\"
  r : yes/no  \"R?\"
  g : grade 0..3  \"G?\"
  s : one of {red, green, blue}  \"S?\"
  operation : date  \"Operation?\"
}
";

const COMPARISONS: [&str; 6] = ["<", "<=", ">", ">=", "=", "!="];

fn atom(random: &mut Random) -> String {
    let op = *random.pick(&COMPARISONS);
    let n = random.below(5);
    match random.below(25) {
        0 => "p".to_owned(),
        1 => "q".to_owned(),
        2 => "not r".to_owned(),
        3 => format!("a {op} {n}"),
        4 => format!("a + b {op} {n}"),
        5 => format!("a - b {op} {n} / 3"),
        6 => format!("x {op} {n}.05"),
        7 => format!("x {op} {}.5 * u", random.below(3)),
        8 => format!("x {op} {n} * u + 1 / 7"),
        9 => format!("2 * x - u / 3 {op} 0.{n}"),
        10 => format!("x in {n}..{}", n + 2),
        11 => format!("c {op} {n} mmol/L"),
        12 => format!("g {op} {}", random.below(4)),
        13 => format!("g in {}..3", random.below(4)),
        14 => "s is red".to_owned(),
        15 => "s in {red, blue}".to_owned(),
        16 => format!("age {op} {} years", 17 + random.below(4)),
        17 => format!(
            "operation within {} before screening",
            random.pick(&["28 days", "3 months", "0 days"])
        ),
        18 => format!(
            "operation at least {} before screening",
            random.pick(&["28 days", "1 month", "1 year"])
        ),
        19 => format!(
            "operation less than {} after consent",
            random.pick(&["14 days", "2 months"])
        ),
        20 => format!("x {op} {n} * u unless q then {} * u", n + 1),
        21 => format!("g {op} {} unless s is red then {}", random.below(4), random.below(4)),
        22 => format!("age at consent {op} {} years", 17 + random.below(4)),
        23 => format!(
            "a {op} {n} unless p and q then {} unless r then {}",
            random.below(5),
            random.below(5)
        ),
        _ => format!("operation {} screening", random.pick(&["before", "after"])),
    }
}

fn condition(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return atom(random);
    }
    let mut inner = || condition(random, depth - 1);
    let (left, right, third) = (inner(), inner(), inner());
    let block = |word: &str| format!("{word} {{\n{left}\n{right}\n{third}\n}}");
    match random.below(9) {
        0 => block("all of"),
        1 | 2 => block("any of"),
        3 => block("at least 2 of"),
        4 => format!("not all of {{\n{left}\n{right}\n}}"),
        5 => format!("if all of {{\n{left}\n}} then all of {{\n{right}\n}}"),
        6 => format!("if all of {{\n{left}\n}} then all of {{\n{right}\n}} otherwise all of {{\n{third}\n}}"),
        7 => format!("all of {{\n{left}\n}} unless all of {{\n{right}\n}}"),
        _ => left,
    }
}

fn random_trial(random: &mut Random) -> String {
    let mut text = HEADER.to_owned();
    for (section, letter) in [("inclusion", 'I'), ("exclusion", 'E')] {
        writeln!(text, "{section} {{").unwrap();
        for number in 1..=3 {
            let depth = random.below(3);
            let rule = condition(random, depth);
            match random.below(4) {
                0 => {
                    let branch = condition(random, 1);
                    writeln!(
                        text,
                        "{letter}{number} \"{letter}\" {{\nif all of {{\n{rule}\n}} then {{\n{letter}{number}.1 \"part\" {{\n{branch}\n}}\n}}\n}}"
                    )
                    .unwrap();
                }
                1 => {
                    let other = condition(random, 1);
                    writeln!(
                        text,
                        "{letter}{number} \"{letter}\" {{\n{letter}{number}.1 \"part\" {{\n{rule}\n}}\n{letter}{number}.2 \"part\" {{\n{other}\n}}\n}}"
                    )
                    .unwrap();
                }
                _ => writeln!(text, "{letter}{number} \"{letter}\" {{\n{rule}\n}}").unwrap(),
            }
        }
        text.push_str("}\n");
    }
    text
}

/// A record on and around the limits of such rules; `odd` ones hold what no column does.
fn record(random: &mut Random, odd: bool) -> String {
    let mut members = Vec::new();
    let mut add = |random: &mut Random, name: &str, value: String| match random.below(10) {
        0 => {}
        1 => members.push(format!("\"{name}\":null")),
        _ => members.push(format!("\"{name}\":{value}")),
    };
    let hundredths = |n: usize| format!("{}.{:02}", n / 100, n % 100);
    let number = |random: &mut Random, most: usize| match random.below(3) {
        0 => random.below(most + 1).to_string(),
        1 => hundredths(random.below(most * 100 + 1)),
        _ => format!(
            "{}.{}",
            random.below(most),
            random.pick(&["05", "5", "0", "3333", "10"])
        ),
    };
    let day = |random: &mut Random| {
        let days = [
            "2026-06-01",
            "2026-05-04",
            "2026-05-03",
            "2026-03-01",
            "2026-02-28",
            "2026-05-31",
            "2026-06-02",
        ];
        format!("\"{}\"", random.pick(&days))
    };
    let value = number(random, 4);
    add(random, "a", value);
    let value = number(random, 4);
    add(random, "b", value);
    let value = number(random, 6);
    add(random, "x", value);
    let value = number(random, 3);
    add(random, "u", value);
    let value = number(random, 5);
    add(random, "c", value);
    for name in ["p", "q", "r"] {
        let value = random.chance(50).to_string();
        add(random, name, value);
    }
    let value = random.pick(&["\"0\"", "1", "2", "\"3\""]).to_string();
    add(random, "g", value);
    let value = random.pick(&["\"red\"", "\"green\"", "\"blue\""]).to_string();
    add(random, "s", value);
    let value = day(random);
    add(random, "operation", value);
    let value = day(random);
    add(random, "consent", value);
    let value = random
        .pick(&["\"2006-06-01\"", "\"2008-06-02\"", "\"2008-02-29\"", "\"2007-06-01\""])
        .to_string();
    add(random, "birth_date", value);
    if random.chance(90) {
        members.push("\"screening\":\"2026-06-01\"".to_owned());
    }
    if odd {
        let odd = [
            "\"x\":\"<3\"",
            "\"a\":{\"between\":[1,3]}",
            "\"a\":9",
            "\"c\":\"2 mmol/L\"",
            "\"operation\":\"2026-05\"",
            "\"p\":\"perhaps\"",
            "\"s\":{\"one_of\":[\"red\",\"blue\"]}",
            "\"x\":1e0",
            "\"x\":0.00001",
            "\"note\":\"caf\\u00e9 \\\"quoted\\\"\"",
            "\"list\":[1,{\"deep\":[true,null]}]",
            "\"p\":true,\"p\":false",
        ];
        members.push((*random.pick(&odd)).to_owned());
    }
    members.push(format!("\"id\":\"{}\"", random.below(1000)));
    if random.chance(20) {
        let at = random.below(members.len());
        members.swap(0, at);
    }
    let space = if random.chance(10) { " " } else { "" };
    format!("{{{space}{}{space}}}", members.join(&format!("{space},{space}")))
}

fn compiled(text: &str) -> Trial {
    let (trial, out, sources) = compile("random.elig", text, &Beside(root()));
    assert!(!out.has_errors(), "{text}\n{:?}", lines(&out, &sources));
    trial.unwrap()
}

/// What a run of both ways saw.
#[derive(Default, Debug)]
struct Tally {
    trials: usize,
    lowered: usize,
    rows: usize,
    short: usize,
    cells: usize,
    decided: usize,
}

fn agree(trial: &Trial, text: &str, records: &[String], tally: &mut Tally) {
    let mut layout = Layout::default();
    tally.trials += 1;
    let Some(program) = lower(trial, &mut layout) else {
        return;
    };
    tally.lowered += 1;
    let mut batch = Columns::new(&layout);
    let mut reader = LineReader::new(&layout, "id");
    let mut run = Run::new(&program);
    let decoder = Decoder::new(&trial.facts);
    for chunk in records.chunks(elig::batch::ROWS) {
        batch.clear();
        for record in chunk {
            reader.read(record.as_bytes(), &mut batch);
        }
        run.run(&program, &batch);
        for (row, record) in chunk.iter().enumerate() {
            tally.rows += 1;
            if run.verdicts.again[row] {
                continue;
            }
            tally.short += 1;
            let decoded = decoder.decode(&Raw::json("r", record.as_str()), SourceId(1));
            assert!(decoded.errors.is_empty(), "{record} is in error: {:?}", decoded.errors);
            assert_eq!(decoded.id.as_bytes(), batch.id(row), "{record}");
            let verdict = evaluate_in(trial, &decoded.patient, Detail::Outcomes);
            for (result, cells) in verdict.criteria.iter().zip(&run.verdicts.criteria) {
                let expected = match (result.outcome, result.not_applicable) {
                    (_, true) => outcome::NOT_APPLICABLE,
                    (Outcome::Pass, _) => outcome::PASS,
                    (Outcome::Fail, _) => outcome::FAIL,
                    (Outcome::Unknown, _) => outcome::UNKNOWN,
                };
                tally.cells += 1;
                tally.decided += usize::from(expected != outcome::UNKNOWN);
                assert_eq!(cells[row], expected, "{} of {record}\n{text}", result.id);
            }
            let overall = match verdict.overall {
                Overall::Eligible => outcome::PASS,
                Overall::Ineligible => outcome::FAIL,
                _ => outcome::UNKNOWN,
            };
            assert_eq!(run.verdicts.overall[row], overall, "{record}\n{text}");
        }
    }
}

#[test]
fn the_short_way_and_the_general_one_agree() {
    let mut random = Random(0x00e1_16ba_7c4e);
    let mut tally = Tally::default();
    for _ in 0..300 {
        let text = random_trial(&mut random);
        let trial = compiled(&text);
        let records: Vec<String> = (0..300)
            .map(|_| {
                let odd = random.chance(10);
                record(&mut random, odd)
            })
            .collect();
        agree(&trial, &text, &records, &mut tally);
    }
    eprintln!("{tally:?}");
    assert!(
        tally.lowered * 10 > tally.trials * 8,
        "most trials are lowered: {tally:?}"
    );
    // Half of the facts are missing somewhere, or stand on both sides.
    assert!(tally.short * 4 > tally.rows, "the program is of use: {tally:?}");
    assert!(tally.decided * 10 > tally.cells * 4, "cells are decided: {tally:?}");
    assert!(tally.cells > 200_000, "{tally:?}");
}

/// What the program writes of some patients: the rows, and what it says of errors.
fn told(trial: &Path, patients: &Path, more: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_elig"))
        .arg("evaluate")
        .arg(trial)
        .args(["--format", "csv", "--reasons", "--patients"])
        .arg(patients)
        .args(more)
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = errors
        .lines()
        .filter(|line| !line.ends_with("no rule reads, ignored"))
        .collect();
    (String::from_utf8(output.stdout).unwrap(), lines.join("\n"))
}

/// The same records as a table, and as a Parquet file of floats, truths and texts.
fn tables(records: &[Value], folder: &Path) -> [PathBuf; 2] {
    let names = [
        "id",
        "a",
        "b",
        "x",
        "u",
        "c",
        "p",
        "q",
        "r",
        "g",
        "s",
        "operation",
        "consent",
        "birth_date",
        "screening",
    ];
    let mut table = names.join(",") + "\n";
    for record in records {
        let cells = names.map(|name| match &record[name] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        table += &(cells.join(",") + "\n");
    }
    let csv = folder.join("p.csv");
    std::fs::write(&csv, table).unwrap();

    let columns = names.map(|name| {
        let values = records.iter().map(|record| &record[name]);
        let array: ArrayRef = match name {
            "a" | "b" | "x" | "u" | "c" => Arc::new(values.map(Value::as_f64).collect::<Float64Array>()),
            "p" | "q" | "r" => Arc::new(values.map(Value::as_bool).collect::<BooleanArray>()),
            _ => Arc::new(
                values
                    .map(|value| match value {
                        Value::Null => None,
                        Value::String(text) => Some(text.clone()),
                        other => Some(other.to_string()),
                    })
                    .collect::<StringArray>(),
            ),
        };
        (name, array)
    });
    let rows = RecordBatch::try_from_iter(columns).unwrap();
    let parquet = folder.join("p.parquet");
    let file = std::fs::File::create(&parquet).unwrap();
    let mut writer = ArrowWriter::try_new(file, rows.schema(), None).unwrap();
    writer.write(&rows).unwrap();
    writer.close().unwrap();
    [csv, parquet]
}

#[test]
fn every_format_and_both_ways_write_the_same() {
    let folder = std::env::temp_dir().join(format!("elig-batch-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut random = Random(0x5eed);
    for round in 0..12 {
        let trial = folder.join("t.elig");
        std::fs::write(&trial, random_trial(&mut random)).unwrap();

        // Whatever a line holds, the short way and the general one tell the same, in one order.
        let mut text = String::new();
        for number in 0..700 {
            let odd = random.chance(15);
            text += &record(&mut random, odd);
            text += match number % 50 {
                7 => "\r\n\n",
                13 => "\n   \n{\"id\": \"cut\n",
                21 => "\n{\"id\":\"u\u{e9}\",\"a\":1,\"note\":\"\u{fc}ber\"}\n",
                29 => "  \n  \t{ \"a\" : 2 }\n",
                33 => " trailing\n",
                _ => "\n",
            };
        }
        let lines = folder.join("p.ndjson");
        std::fs::write(&lines, text).unwrap();
        let general = told(&trial, &lines, &["--verbose", "--threads", "1"]);
        assert!(general.1.contains("could not be read"), "{}", general.1);
        for threads in ["1", "2", "3"] {
            let short = told(&trial, &lines, &["--threads", threads]);
            assert_eq!(short.1, general.1, "round {round}");
            for (one, other) in short.0.lines().zip(general.0.lines()) {
                assert_eq!(one, other, "round {round}");
            }
            assert_eq!(short.0.len(), general.0.len());
        }

        // The same records in other formats.
        let records: Vec<String> = (0..600).map(|_| record(&mut random, false)).collect();
        std::fs::write(&lines, records.join("\n")).unwrap();
        let records: Vec<Value> = records
            .iter()
            .map(|record| serde_json::from_str(record).unwrap())
            .collect();
        let expected = told(&trial, &lines, &[]);
        for table in tables(&records, &folder) {
            for more in [&["--threads", "2"][..], &["--verbose"]] {
                let found = told(&trial, &table, more);
                assert_eq!(found.1, expected.1);
                for (one, other) in found.0.lines().zip(expected.0.lines()) {
                    assert_eq!(one, other, "{}, round {round}", table.display());
                }
                assert_eq!(found.0.len(), expected.0.len(), "{}", table.display());
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
