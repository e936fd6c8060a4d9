//! The formatter: what is laid out reads as what was read, keeps every comment, and is laid out already.

use std::fs;
use std::path::{Path, PathBuf};

use elig::diagnostic::Diagnostics;
use elig::eval::Detail;
use elig::examples;
use elig::model::{ReadingNote, Trial};
use elig::source::SourceId;
use elig::syntax::{Formatted, ast, format, parse};
use elig::value::Unit;

use crate::random::Random;
use crate::support::{Beside, PRACTICE, TRIALS, compile, json, lines, root, shipped, verdict_with};

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

/// Whether two lines of trees say the same: a unit may be spelled in two ways.
fn alike(one: &str, other: &str) -> bool {
    let unit = |line: &str| {
        let text = line.trim().strip_prefix("node: \"")?.strip_suffix("\",")?.to_owned();
        Unit::parse(&text).ok().map(|unit| unit.code().to_owned())
    };
    one == other || unit(one).is_some_and(|one| unit(other).is_some_and(|other| one == other))
}

fn comments(file: &ast::File) -> Vec<&str> {
    file.comments.iter().map(|comment| comment.node.as_str()).collect()
}

/// The text in the one layout; none where it has mistakes of syntax.
fn laid_out(name: &str, text: &str) -> Option<String> {
    match format(SourceId(0), text, &mut Diagnostics::default()) {
        Formatted::Text(laid_out) => Some(laid_out),
        Formatted::Mistakes => None,
        Formatted::Unsure => panic!("{name} cannot be laid out:\n{text}"),
    }
}

/// What is promised of every file: nothing is lost, nothing means something else, and once is enough.
fn holds(name: &str, text: &str) -> Option<String> {
    let once = laid_out(name, text)?;
    let (first, second) = (read(text).0, read(&once).0);
    let (before, after) = (shape(&first), shape(&second));
    assert_eq!(before.lines().count(), after.lines().count(), "{name}\n{once}");
    if let Some(lines) = before.lines().zip(after.lines()).find(|(a, b)| !alike(a, b)) {
        panic!("{name} comes back as something else: {lines:?}");
    }
    assert_eq!(comments(&first), comments(&second), "{name}");
    assert_eq!(laid_out(name, &once).as_ref(), Some(&once), "{name}");
    assert!(!once.contains("\n\n\n"), "{name}");
    Some(once)
}

/// Every rule file of the tree.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("trials"), root().join("src"), root().join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "elig") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_of_the_tree() {
    let files = files();
    let laid_out = files.iter().filter_map(|(name, text)| holds(name, text)).count();
    assert!(laid_out > 90 && laid_out < files.len(), "{laid_out} of {}", files.len());
}

#[test]
fn what_is_shipped_is_laid_out() {
    for (name, text) in files() {
        let shipped = [root().join("trials"), root().join("src/library")];
        if shipped.iter().any(|folder| Path::new(&name).starts_with(folder)) {
            let wanted = laid_out(&name, &text).unwrap();
            let line = text.lines().zip(wanted.lines()).find(|(a, b)| a != b);
            assert!(
                wanted == text,
                "{name} is not laid out (elig fmt trials src/library): {line:?}"
            );
        }
    }
}

/// No line is longer than 120 columns, but for what cannot be broken: a quote, a comment.
#[test]
fn lines_are_short() {
    for (name, text) in files() {
        let Some(laid_out) = laid_out(&name, &text) else {
            continue;
        };
        for line in laid_out.lines().filter(|line| line.chars().count() > 120) {
            assert!(line.contains(['"', '#']), "{name}: {line}");
        }
    }
}

/// A long line ends where it goes on best: in front of the sign that compares, in front of what answers a text.
#[test]
fn where_long_lines_end() {
    let text = r#"facts { treatments : list of { line : number "Line?", platinum_doublet : yes/no "A platinum doublet?" } "Treatments?" }

inclusion {
  I1 "x" {
    highest of line over (treatments where platinum_doublet) >= lowest of line over (treatments where not platinum_doublet)
    highest of line over (treatments where platinum_doublet and line > 1) >= lowest of line over (treatments where not platinum_doublet)
  }
  I2 "Exposed to known tuberculosis of any kind, at home or at work, within 12 weeks before entry" asks any exposures within 12 weeks before entry
  I3 "Exposed to known tuberculosis, resistant to isoniazid and to rifampicin, at home or at work before entry" asks exposed
  I4 "Exposed to known tuberculosis, resistant to isoniazid and to rifampicin, at home or at work before entry" judged unfit
}
"#;
    let laid_out = laid_out("long.elig", text).unwrap();
    insta::assert_snapshot!(laid_out);
    let signs = laid_out.replace("\n      >=", "\n≥");
    assert_eq!(holds("long.elig", &signs), Some(laid_out));
}

/// The same file by another hand: other blanks, other signs, other ends of lines, more empty lines.
fn by_another_hand(text: &str, random: &mut Random) -> String {
    let mut other = String::new();
    for line in text.lines() {
        if line.contains("\"\"\"") {
            return text.to_owned();
        }
        let indent = random.below(12);
        other.push_str(&" ".repeat(if line.trim().is_empty() { 0 } else { indent }));
        let mut comment = false;
        for (at, part) in line.trim().split('"').enumerate() {
            other.push_str(if at == 0 { "" } else { "\"" });
            if at % 2 == 1 || comment {
                other.push_str(part);
                continue;
            }
            let (code, rest) = part.split_at(part.find('#').unwrap_or(part.len()));
            comment = !rest.is_empty();
            for word in code.split_inclusive(' ') {
                let word = match word {
                    "<= " => *random.pick(&["<= ", "≤ "]),
                    ">= " => *random.pick(&[">= ", "≥  "]),
                    "!= " => "≠ ",
                    word => word,
                };
                other.push_str(word);
                if word.ends_with(' ') {
                    other.push_str(&" ".repeat(random.below(3)));
                }
            }
            other.push_str(rest);
        }
        let end = *random.pick(&["\n", " \n", "\t\n"]);
        other.push_str(end);
        if line.trim().is_empty() && random.chance(50) {
            other.push_str("  \n\n");
        }
    }
    other
}

#[test]
fn whoever_wrote_it_the_layout_is_one() {
    let mut random = Random(120);
    for (name, text) in files() {
        let Some(wanted) = laid_out(&name, &text) else { continue };
        for _ in 0..5 {
            let other = by_another_hand(&wanted, &mut random);
            assert_eq!(holds(&name, &other).as_ref(), Some(&wanted), "{other}");
        }
        let windows = wanted.replace('\n', "\r\n");
        assert_eq!(laid_out(&name, &windows), Some(windows), "{name}");
    }
}

/// Comments and line ends wherever a blank stands.
fn scattered(text: &str, random: &mut Random) -> String {
    let (mut other, mut quoted, mut comment, mut count) = (String::new(), false, false, 0);
    for letter in text.chars() {
        match letter {
            '"' if !comment => quoted = !quoted,
            '#' if !quoted => comment = true,
            '\n' => comment = false,
            _ => {}
        }
        let free = letter == ' ' && !quoted && !comment;
        if free && random.chance(4) {
            count += 1;
            let before = *random.pick(&[" ", "\n", "\n\n"]);
            other.push_str(before);
            other.push_str(&format!("# note {count}\n"));
        } else if free && random.chance(4) {
            other.push('\n');
        } else {
            other.push(letter);
        }
        if letter == '\n' && !quoted && random.chance(8) {
            count += 1;
            other.push_str(&format!("# line {count}{}\n", random.pick(&["", "\n"])));
        }
    }
    other
}

#[test]
fn comments_anywhere() {
    let mut random = Random(0xC0);
    let (mut tried, mut read) = (0, 0);
    for (name, text) in files().iter().filter(|(name, _)| !name.contains("messages")) {
        if text.contains("\"\"\"") {
            continue;
        }
        // By parts, since a line end where none may stand is a mistake of the whole file.
        for part in text.split("\n\n") {
            for _ in 0..6 {
                tried += 1;
                read += usize::from(holds(name, &scattered(part, &mut random)).is_some());
            }
        }
    }
    assert!(read * 4 > tried, "{read} of {tried}");
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

/// What a trial says of how it was read: of itself, of its criteria, of its endpoints.
fn notes(trial: &Trial) -> Vec<String> {
    let of_trial = trial.readings.iter().map(|note| (trial.id.as_str(), note));
    let of_criteria = trial
        .criteria
        .iter()
        .flat_map(|criterion| criterion.readings.iter().map(|note| (criterion.id.as_str(), note)));
    let of_endpoints = trial
        .endpoints
        .iter()
        .flat_map(|endpoint| endpoint.readings.iter().map(|note| (endpoint.id.as_str(), note)));
    let all = of_trial.chain(of_criteria).chain(of_endpoints);
    all.map(|(id, note)| {
        let ReadingNote {
            damaged,
            name,
            in_force,
            text,
            span: _,
        } = note;
        format!("{id} {damaged} {name:?} {in_force} {text}")
    })
    .collect()
}

#[test]
fn a_trial_by_another_hand_says_the_same() {
    let mut random = Random(7);
    for (id, folders) in [(TRIALS[0], vec![TRIALS[0]]), (TRIALS[1], vec![TRIALS[1], "endpoints"])] {
        let path = root().join("trials").join(format!("{id}.elig"));
        let written = fs::read_to_string(path).unwrap();
        let text = by_another_hand(&written, &mut random);
        assert_ne!(text, written, "{id}");
        let (again, out, sources) = compile(&format!("trials/{id}.elig"), &text, &Beside(root().join("trials")));
        assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
        let (again, written) = (again.unwrap(), shipped(id));
        assert_eq!(notes(&again), notes(&written), "{id}");
        for folder in folders {
            let folder = root().join("tests/vignettes").join(folder);
            let (again, written) = (verdicts(&again, &folder), verdicts(&written, &folder));
            assert!(!written.is_empty());
            assert_eq!(again, written);
        }
    }
}

/// The same of the other sponsors' trials, whose patients are their worked cases, down to how they were read.
#[test]
fn another_sponsors_trial_by_another_hand_says_the_same() {
    let mut random = Random(11);
    for id in PRACTICE {
        let path = root().join("trials").join(format!("{id}.elig"));
        let written = fs::read_to_string(path).unwrap();
        let text = by_another_hand(&written, &mut random);
        assert_ne!(text, written, "{id}");
        let beside = Beside(root().join("trials/practice"));
        let (again, out, sources) = compile(&format!("trials/{id}.elig"), &text, &beside);
        assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
        let (again, written) = (again.unwrap(), shipped(id));
        assert_eq!(notes(&again), notes(&written), "{id}");
        assert!(notes(&written).len() >= 10, "{id}: {:?}", notes(&written));
        let texts = |trial: &Trial| -> Vec<(String, Option<String>)> {
            let criteria = trial.criteria.iter();
            criteria
                .map(|criterion| (criterion.id.clone(), criterion.text.clone().map(|(text, _)| text)))
                .collect()
        };
        assert_eq!(texts(&again), texts(&written), "{id}");
        let (again, written) = (examples::run(&again), examples::run(&written));
        assert_eq!(again.cases.len(), written.cases.len());
        for (again, written) in again.cases.iter().zip(&written.cases) {
            let came = |case: &examples::Case| -> Vec<String> {
                case.expectations
                    .iter()
                    .map(|met| format!("{:?} {} {}", met.id, met.expected, met.got))
                    .collect()
            };
            assert!(!came(written).is_empty(), "{id} {}", written.title);
            assert_eq!(came(again), came(written), "{id} {}", written.title);
        }
    }
}
