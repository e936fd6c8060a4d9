//! What a reason says of waiting comes true.

use elig::records::{Format, decode, open};
use elig::report::verdict::reason::{Page, Windows, of_criterion};
use elig::source::{SourceId, Sources};
use elig::value::parse_date;
use elig::{eval, model::Trial};
use serde_json::{Value, json};

use crate::completions::{Generator, partial};
use crate::support::{Beside, TRIALS, compile, lines, root, verdict};

const RECORDS: usize = 400;

fn trials() -> Vec<(Trial, Sources)> {
    let shipped = TRIALS.iter().map(|id| root().join(format!("trials/{id}.elig")));
    let practice = std::fs::read_dir(root().join("trials/practice")).unwrap();
    let practice = practice.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = shipped
        .chain(practice.filter(|path| path.extension().is_some_and(|e| e == "elig")))
        .collect();
    paths.sort();
    let of = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (trial, out, sources) = compile(&name, &text, &Beside(path.parent().unwrap().to_owned()));
        assert!(!out.has_errors(), "{}", lines(&out, &sources).join("\n"));
        (trial.unwrap(), sources)
    };
    paths.into_iter().map(of).collect()
}

/// The reasons of the criteria that fail, by their place.
fn reasons(trial: &Trial, sources: &Sources, windows: &Windows<'_>, record: &str) -> Vec<(usize, String)> {
    let input = Box::new(std::io::Cursor::new(record.as_bytes().to_vec()));
    let raw = open("p.json", input, Some(Format::Json)).next().unwrap();
    let decoded = decode(&raw, &trial.facts, SourceId(99));
    if !decoded.errors.is_empty() {
        return Vec::new();
    }
    let found = eval::evaluate(trial, &decoded.patient);
    let page = Page {
        trial,
        windows,
        sources,
        patient: Some(&decoded.patient),
        record: None,
        visit: None,
    };
    let failing = found
        .criteria
        .iter()
        .filter(|result| result.outcome == eval::Outcome::Fail);
    failing
        .map(|result| (result.criterion, of_criterion(page, result)))
        .collect()
}

#[test]
fn waiting_helps_where_it_is_promised() {
    let (mut kept, mut held_back) = (0, 0);
    for (trial, sources) in trials() {
        let windows = Windows::of(&trial);
        let mut generator = Generator::new(&trial, 11);
        for _ in 0..RECORDS {
            let record = generator.record();
            let mut record = partial(&record);
            for (criterion, reason) in reasons(&trial, &sources, &windows, &record.to_string()) {
                held_back += usize::from(reason.contains("too early") && !reason.contains("passes with"));
                for promise in reason.split("passes with ").skip(1) {
                    let (name, rest) = promise.split_once(" on ").unwrap();
                    let date = trial
                        .dates
                        .iter()
                        .find(|date| date.replace('_', " ") == name)
                        .unwrap()
                        .clone();
                    let day = parse_date(&rest[..10]).unwrap().as_day().unwrap();
                    let before = record[&date].take();
                    for later in [0, 1, 13, 400, 3000] {
                        record[&date] = json!(day.add_days(later).to_string());
                        let after = verdict(&trial, &record.to_string());
                        let outcome = after.criteria[criterion].outcome;
                        assert_eq!(
                            outcome,
                            eval::Outcome::Pass,
                            "{} {reason}\n{record}",
                            after.criteria[criterion].id
                        );
                        kept += 1;
                    }
                    record[&date] = before;
                    if record[&date] == Value::Null {
                        record.as_object_mut().unwrap().remove(&date);
                    }
                }
            }
        }
    }
    assert!(
        kept > 300 && held_back > 50,
        "{kept} promises kept, {held_back} held back"
    );
}
