//! Every message as its reader sees it: what a protocol author and a data manager get wrong, each in a file of its own.
//!
//! `messages/*.elig` are rules, `messages/records/*` patients' records; the message of each stands in
//! `messages/snapshots` under the file's name. A new file is a new case.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use elig::codes::{Code, all, export, record, syntax};
use elig::diagnostic::Diagnostic;
use elig::lint::mend::mend;
use elig::records::{Decoder, open};
use elig::report::Style;
use elig::report::diagnostics::{concise, human, json};
use elig::source::{SourceId, Sources};

use crate::support::{Beside, compile, lines, root};

/// What no small file can hold, and what nothing reports yet. What cannot be compiled is told in `sql.rs`.
const WITHOUT_A_FILE: [&Code; 3] = [&syntax::FILE_TOO_LARGE, &record::TOO_LONG, &record::UNREADABLE];

fn folder() -> PathBuf {
    root().join("tests/messages")
}

/// The files of a folder in the order of their names.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| endings.contains(&ending.to_str().unwrap()))
        })
        .collect();
    files.sort();
    files
}

fn rules() -> Vec<PathBuf> {
    files(&folder(), &["elig"])
}

fn records() -> Vec<PathBuf> {
    files(&folder().join("records"), &["json", "ndjson", "csv"])
}

/// What is wrong in a file of rules.
fn of_rules(path: &Path) -> (Vec<Diagnostic>, Sources) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(path).unwrap();
    let (_, out, sources) = compile(name, &text, &Beside(folder().join("beside")));
    (out.sorted(), sources)
}

/// What is wrong with the records of a file, record by record.
fn of_records(path: &Path) -> Vec<(Vec<Diagnostic>, Sources)> {
    let name = "trial.elig";
    let text = fs::read_to_string(folder().join("records").join(name)).unwrap();
    let (trial, out, sources) = compile(name, &text, &Beside(folder()));
    assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
    let trial = trial.unwrap();
    let decoder = Decoder::new(&trial.facts);
    let place = SourceId(u32::try_from(sources.iter().count()).unwrap());
    let file = fs::File::open(path).unwrap();
    open(path.file_name().unwrap().to_str().unwrap(), Box::new(file), None)
        .map(|raw| {
            let decoded = decoder.decode(&raw, place);
            let mut sources = sources.clone();
            sources.add_source(raw.source);
            let warnings = decoded.warnings.into_iter().map(|warning| warning.diagnostic);
            (decoded.errors.into_iter().chain(warnings).collect(), sources)
        })
        .collect()
}

/// As a terminal of 100 columns without colour shows them.
fn shown(findings: &[Diagnostic], sources: &Sources) -> String {
    findings
        .iter()
        .map(|finding| human::render(finding, sources, Style::default()) + "\n")
        .collect()
}

/// Holds a text against the snapshot of a name.
fn hold(folder_name: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("messages/snapshots/{folder_name}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Runs every case; the names of all that differ are told together.
fn each(paths: &[PathBuf], folder_name: &str, message: impl Fn(&Path) -> String) {
    let mut wrong = Vec::new();
    for path in paths {
        let name = path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".elig")
            .to_owned();
        let text = message(path);
        if text.is_empty() {
            wrong.push(format!("{name} (nothing is found)"));
            continue;
        }
        let held = std::panic::catch_unwind(|| hold(folder_name, &name, &text));
        if held.is_err() {
            wrong.push(name);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} messages differ: {}",
        wrong.len(),
        wrong.join(", ")
    );
    let kept = files(&folder().join("snapshots").join(folder_name), &["snap"]);
    let names: BTreeSet<&str> = paths
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().trim_end_matches(".elig"))
        .collect();
    for snapshot in kept {
        let name = snapshot.file_stem().unwrap().to_str().unwrap();
        assert!(names.contains(name), "{name} is no case any more");
    }
}

#[test]
fn mistakes_in_rules() {
    each(&rules(), "rules", |path| {
        let (findings, sources) = of_rules(path);
        shown(&findings, &sources)
    });
}

#[test]
fn mistakes_in_records() {
    each(&records(), "records", |path| {
        of_records(path)
            .iter()
            .map(|(findings, sources)| shown(findings, sources))
            .collect()
    });
}

#[test]
fn a_mistake_on_one_line_and_as_json() {
    let (findings, sources) = of_rules(&folder().join("several_at_once.elig"));
    let mut out = Vec::new();
    for finding in &findings {
        concise::write(&mut out, finding, &sources, Style::default()).unwrap();
    }
    hold("forms", "concise", &String::from_utf8(out).unwrap());
    let findings: Vec<_> = findings
        .iter()
        .map(|finding| json::JsonFinding::of(finding, &sources))
        .collect();
    hold("forms", "json", &serde_json::to_string_pretty(&findings).unwrap());
}

#[test]
fn every_code_has_its_message() {
    let mut seen: BTreeSet<&str> = rules()
        .iter()
        .flat_map(|path| of_rules(path).0)
        .map(|finding| finding.code.id)
        .collect();
    for path in records() {
        seen.extend(
            of_records(&path)
                .iter()
                .flat_map(|(findings, _)| findings)
                .map(|finding| finding.code.id),
        );
    }
    let without: Vec<String> = all()
        .filter(|code| !seen.contains(code.id) && !WITHOUT_A_FILE.contains(code) && !export::ALL.contains(code))
        .map(|code| format!("{} {}", code.id, code.name))
        .collect();
    assert!(without.is_empty(), "{}", without.join(", "));
}

/// What is mended without being read is mended: nothing is left to mend, and no other mistake comes of it.
#[test]
fn safe_edits_mend() {
    let mut mended = 0;
    for path in rules() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let mut text = fs::read_to_string(&path).unwrap();
        let found = |text: &str| {
            let (_, out, _) = compile(name, text, &Beside(folder().join("beside")));
            out.sorted()
        };
        let before = found(&text);
        let mut after = before.clone();
        for _ in 0..16 {
            let Some((better, count)) = mend(&text, SourceId(0), &after) else {
                break;
            };
            mended += count;
            text = better;
            after = found(&text);
        }
        assert!(
            after
                .iter()
                .all(|finding| !finding.fix.as_ref().is_some_and(|fix| fix.safe)),
            "{name}"
        );
        let new = after
            .iter()
            .find(|finding| !before.iter().any(|known| known.code == finding.code));
        assert_eq!(new.map(|finding| &finding.message), None, "{name}\n{text}");
    }
    assert!(mended >= 8, "{mended}");
}

/// How elig speaks: lower case, no full stop, never to somebody, and every place inside its text.
#[test]
fn messages_are_worded_alike() {
    let mut all: Vec<(Vec<Diagnostic>, Sources)> = rules().iter().map(|path| of_rules(path)).collect();
    all.extend(records().iter().flat_map(|path| of_records(path)));
    let mut wrong = Vec::new();
    for (findings, sources) in &all {
        for finding in findings {
            let text = &finding.message;
            let label_texts = finding.labels.iter().map(|label| &label.text);
            for part in label_texts.chain([text]).chain(&finding.help) {
                let lower = part.to_lowercase();
                if lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
                    matches!(
                        word,
                        "you" | "your" | "please" | "sorry" | "unexpected" | "token" | "invalid"
                    )
                }) {
                    wrong.push(part.clone());
                }
            }
            let first: Vec<char> = text.chars().take(2).collect();
            let capital =
                first.first().is_some_and(|c| c.is_uppercase()) && first.get(1).is_some_and(|c| c.is_lowercase());
            if text.ends_with('.') || text.contains('\n') || text.is_empty() || capital {
                wrong.push(text.clone());
            }
            for label in &finding.labels {
                let text = &sources.get(label.span.source).unwrap().text;
                if text.get(label.span.start as usize..label.span.end as usize).is_none() {
                    wrong.push(format!("{}: {:?} is no place of its text", finding.message, label.span));
                }
            }
            if let Some(fix) = &finding.fix {
                let text = &sources.get(fix.span.source).unwrap().text;
                if text.get(fix.span.start as usize..fix.span.end as usize).is_none() {
                    wrong.push(format!("{}: the edit has no place", finding.message));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where a reading acknowledges a finding, the one that its help shows does: written into the criterion, the finding goes.
#[test]
fn the_reading_that_is_shown_acknowledges() {
    let beside = Beside(folder().join("beside"));
    let mut seen = 0;
    for path in rules() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let (trial, out, _) = compile(name, &text, &beside);
        let trial = trial.unwrap();
        for finding in out.iter().filter(|finding| !finding.about.is_empty()) {
            let help = finding.help.as_deref().unwrap_or_default();
            let Some((_, rest)) = help.split_once("reading \"") else {
                panic!("{name}: {} shows no reading", finding.code.id);
            };
            let reading = rest.split_once('"').unwrap().0;
            // Behind the last line of the innermost criterion, or in the header.
            let around = trial.criteria.iter().map(|criterion| criterion.span);
            let around = around.filter(|span| finding.labels.iter().any(|label| span.contains(label.span)));
            let Some(place) = around.min_by_key(|span| span.len()) else {
                continue;
            };
            let end = place.end as usize;
            let Some(block) = text[..end].strip_suffix('}') else {
                continue;
            };
            let with = format!("{block}\nreading \"{reading}\"\n}}{}", &text[end..]);
            let (_, after, _) = compile(name, &with, &beside);
            let same = |other: &&Diagnostic| other.code == finding.code && other.message == finding.message;
            let (before, left) = (out.iter().filter(same).count(), after.iter().filter(same).count());
            assert!(left < before, "{name}: {} stays with {reading:?}", finding.code.id);
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}
