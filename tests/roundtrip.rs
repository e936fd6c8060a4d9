//! What is printed reads as what was read: parse, print, parse gives the same tree, and the same verdicts.

use std::fs;
use std::path::{Path, PathBuf};

use elig::diagnostic::Diagnostics;
use elig::eval::Detail;
use elig::library::SHIPPED;
use elig::model::Trial;
use elig::source::SourceId;
use elig::syntax::{ast, parse, print};

use crate::support::{Beside, TRIALS, compile, json, lines, root, shipped, verdict_with};

fn read(text: &str) -> (ast::File, Diagnostics) {
    let mut out = Diagnostics::default();
    let file = parse(SourceId(0), text, &mut out);
    (file, out)
}

/// A tree without its places.
fn shape(file: &ast::File) -> String {
    let parts = format!("{:#?}", file.parts);
    let is_place = |line: &str| {
        let place = line.trim().trim_start_matches("span: ");
        place.starts_with("0:") && place.contains("..") && place.ends_with(',')
    };
    parts
        .lines()
        .filter(|line| !is_place(line))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What does not come back, if anything. Comments are not printed.
fn difference(name: &str, text: &str) -> Option<String> {
    let (first, out) = read(text);
    if out.has_errors() {
        return Some(format!("{name} cannot be read"));
    }
    let printed = print(&first);
    let (second, out) = read(&printed);
    if let Some(finding) = out.iter().next() {
        let at = finding.span().map_or(0, |span| span.start as usize);
        let line = printed[..at].lines().count();
        let line = printed.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        return Some(format!(
            "{name} is printed as what cannot be read: {}: {line}",
            finding.message
        ));
    }
    let (before, after) = (shape(&first), shape(&second));
    if let Some(lines) = before.lines().zip(after.lines()).find(|(a, b)| a != b) {
        return Some(format!("{name} comes back as something else: {lines:?}"));
    }
    if first.parts.len() != second.parts.len() {
        return Some(format!(
            "{name} comes back in {} parts, not {}",
            second.parts.len(),
            first.parts.len()
        ));
    }
    let again = print(&second);
    (again != printed).then(|| {
        let lines = printed.lines().zip(again.lines()).find(|(a, b)| a != b);
        format!("{name} is printed otherwise the second time: {lines:?}")
    })
}

fn path(id: &str) -> PathBuf {
    root().join("trials").join(format!("{id}.elig"))
}

#[test]
fn trials_and_modules_come_back() {
    let trials = TRIALS
        .iter()
        .map(|id| ((*id).to_owned(), fs::read_to_string(path(id)).unwrap()));
    let modules = SHIPPED
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let wrong: Vec<String> = trials
        .chain(modules)
        .filter_map(|(name, text)| difference(&name, &text))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_with_mistakes_of_meaning_come_back() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(root().join("tests/messages")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "elig") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        if read(&text).1.has_errors() {
            continue;
        }
        count += 1;
        wrong.extend(difference(&path.file_name().unwrap().to_string_lossy(), &text));
    }
    assert!(count > 30, "{count}");
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
}

/// Every patient of a folder, with what a trial says: the verdict and each outcome.
fn verdicts(trial: &Trial, folder: &Path) -> Vec<(PathBuf, Vec<String>)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let verdict = verdict_with(trial, &json(&path)["patient"].to_string(), Detail::Outcomes);
            let criteria = verdict
                .criteria
                .iter()
                .map(|result| format!("{} {} {}", result.id, result.outcome.word(), result.not_applicable));
            let endpoints = verdict
                .endpoints
                .iter()
                .map(|result| format!("{} {} {}", result.id, result.visit, result.outcome.word()));
            let said = std::iter::once(verdict.overall.word().to_owned())
                .chain(criteria)
                .chain(endpoints)
                .collect();
            (path, said)
        })
        .collect()
}

#[test]
fn a_printed_trial_says_the_same() {
    for (id, folders) in [(TRIALS[0], vec![TRIALS[0]]), (TRIALS[1], vec![TRIALS[1], "endpoints"])] {
        let text = print(&read(&fs::read_to_string(path(id)).unwrap()).0);
        let (printed, out, sources) = compile(&format!("trials/{id}.elig"), &text, &Beside(root().join("trials")));
        assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
        let (printed, written) = (printed.unwrap(), shipped(id));
        for folder in folders {
            let folder = root().join("tests/vignettes").join(folder);
            let (printed, written) = (verdicts(&printed, &folder), verdicts(&written, &folder));
            assert!(!written.is_empty());
            for (printed, written) in printed.iter().zip(&written) {
                assert_eq!(printed, written);
            }
        }
    }
}
