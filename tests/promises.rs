//! What a reason says of waiting comes true.

use elig::records::{Format, decode, open};
use elig::report::verdict::reason::{Page, Windows, of_criterion};
use elig::source::{SourceId, Sources};
use elig::value::{Day, parse_date};
use elig::{eval, model::Trial};
use serde_json::json;

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

/// What came of trying the promises of a trial.
#[derive(Debug, Default)]
struct Tally {
    /// Promises that were found; each was kept.
    promised: usize,
    /// Of the earliest of each reason, those whose criterion passes a day sooner as well.
    late: usize,
    /// Reasons with a day that is too early and no promise.
    held_back: usize,
    /// Of these, those whose criterion passes once years have gone by.
    passes_at_last: usize,
}

/// The one trial of which nothing is promised: its one window that looks back asks for a reading, which only grows older.
const PROMISES_NOTHING: &str = "NCT02970669";

#[test]
fn waiting_helps_where_it_is_promised() {
    let (mut held_back, mut passes_at_last) = (0, 0);
    for (trial, sources) in trials() {
        let tally = tried(&trial, &sources);
        let id = &trial.id;
        if id == PROMISES_NOTHING {
            assert_eq!((tally.promised, tally.held_back), (0, 0), "{id}: {tally:?}");
            continue;
        }
        assert!(tally.promised >= 60, "{id}: {tally:?}");
        // A rule with several conditions may pass sooner, by another of them.
        assert!(tally.late <= 1, "{id}: {tally:?}");
        assert!(tally.held_back >= 20, "{id}: {tally:?}");
        held_back += tally.held_back;
        passes_at_last += tally.passes_at_last;
    }
    // Most of what is held back never comes true: other conditions stand, a list is partial, a lab grows old.
    assert!(
        passes_at_last * 10 <= held_back,
        "{passes_at_last} of {held_back} could have been promised"
    );
}

fn tried(trial: &Trial, sources: &Sources) -> Tally {
    let windows = Windows::of(trial);
    let mut generator = Generator::new(trial, 11);
    let mut tally = Tally::default();
    for _ in 0..RECORDS {
        let record = partial(&generator.record());
        for (criterion, reason) in reasons(trial, sources, &windows, &record.to_string()) {
            let passes = |date: &str, day: Day| {
                let mut waited = record.clone();
                waited[date] = json!(day.to_string());
                verdict(trial, &waited.to_string()).criteria[criterion].outcome == eval::Outcome::Pass
            };
            let promises = promises(trial, &reason);
            for (date, day) in &promises {
                for later in [0, 1, 13, 400, 3000] {
                    assert!(
                        passes(date, day.add_days(later)),
                        "{} {}: {later} days later it does not: {reason}\n{record}",
                        trial.id,
                        trial.criteria[criterion].id
                    );
                }
            }
            tally.promised += promises.len();
            if let Some((date, day)) = promises.iter().min_by_key(|(_, day)| *day) {
                tally.late += usize::from(passes(date, day.add_days(-1)));
            } else if reason.contains("too early") {
                tally.held_back += 1;
                let recorded = trial.dates.iter().filter(|date| record.get(date.as_str()).is_some());
                let mut at_last = recorded.map(|date| passes(date, Day::from_ymd(2036, 1, 1).unwrap()));
                tally.passes_at_last += usize::from(at_last.any(|passes| passes));
            }
        }
    }
    tally
}

/// The dates of the trial that a reason names, each with the day from which on the criterion is said to pass.
fn promises(trial: &Trial, reason: &str) -> Vec<(String, Day)> {
    let promise = |words: &str| {
        let (name, rest) = words.split_once(" on ").unwrap();
        let date = trial.dates.iter().find(|date| date.replace('_', " ") == name).unwrap();
        (date.clone(), parse_date(&rest[..10]).unwrap().as_day().unwrap())
    };
    reason.split("passes with ").skip(1).map(promise).collect()
}
