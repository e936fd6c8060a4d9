//! What several tests share: the shipped trials, and records from JSON.

use std::path::{Path, PathBuf};

use elig::diagnostic::Diagnostics;
use elig::eval::{Detail, Verdict, Visits, evaluate_at};
use elig::library::Modules;
use elig::model::Trial;
use elig::records::{Format, decode, open};
use elig::source::{SourceId, Sources};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files beside a trial, as the command reads them.
pub struct Beside(pub PathBuf);

impl Modules for Beside {
    fn load(&self, name: &str, _beside: &str) -> Option<(String, String)> {
        self.text(&format!("{name}.elig"), "")
    }

    fn text(&self, file: &str, _beside: &str) -> Option<(String, String)> {
        std::fs::read_to_string(self.0.join(file))
            .ok()
            .map(|text| (file.to_owned(), text))
    }
}

/// Compiles a text; the findings are rendered one a line.
pub fn compile(name: &str, text: &str, modules: &dyn Modules) -> (Option<Trial>, Diagnostics, Sources) {
    let mut sources = Sources::default();
    let id = sources.add(name, text);
    let mut out = Diagnostics::default();
    let trial = elig::compile(&mut sources, id, modules, &mut out);
    (trial, out, sources)
}

/// A finding as `line:column code message`.
pub fn lines(out: &Diagnostics, sources: &Sources) -> Vec<String> {
    out.clone()
        .sorted()
        .iter()
        .map(|finding| {
            let place = finding.span().and_then(|span| {
                sources
                    .get(span.source)
                    .map(|s| (s.name.clone(), s.position(span.start as usize)))
            });
            match place {
                Some((name, (line, column))) => {
                    format!("{name}:{line}:{column} {} {}", finding.code.id, finding.message)
                }
                None => format!("{} {}", finding.code.id, finding.message),
            }
        })
        .collect()
}

/// A shipped trial, by its path below `trials`; it must compile without a single finding.
pub fn shipped(id: &str) -> Trial {
    let path = root().join("trials").join(format!("{id}.elig"));
    let text = std::fs::read_to_string(&path).unwrap();
    let folder = path.parent().unwrap().to_owned();
    let (trial, out, sources) = compile(&format!("trials/{id}.elig"), &text, &Beside(folder));
    assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
    trial.unwrap()
}

/// The trials that quote their protocols.
pub const TRIALS: [&str; 2] = ["NCT07181720", "CHT101-SLE"];

/// Trials of other sponsors, their criteria headed in other words than the protocols'.
pub const PRACTICE: [&str; 12] = [
    "practice/NCT01029262",
    "practice/NCT01207388",
    "practice/NCT01380080",
    "practice/NCT01642004",
    "practice/NCT01841593",
    "practice/NCT02438137",
    "practice/NCT02679963",
    "practice/NCT02970669",
    "practice/NCT03147742",
    "practice/NCT03424005",
    "practice/NCT03599518",
    "practice/NCT04452435",
];

/// A record out of JSON against a trial.
pub fn verdict(trial: &Trial, record: &str) -> Verdict {
    verdict_with(trial, record, Detail::Full)
}

pub fn verdict_with(trial: &Trial, record: &str, detail: Detail) -> Verdict {
    verdict_at(trial, record, detail, Visits::All)
}

pub fn verdict_at(trial: &Trial, record: &str, detail: Detail, visits: Visits<'_>) -> Verdict {
    let mut stream = open(
        "record.json",
        Box::new(std::io::Cursor::new(record.to_owned().into_bytes())),
        Some(Format::Json),
    );
    let raw = stream.next().expect("one record");
    let decoded = decode(&raw, &trial.facts, SourceId(0));
    if !decoded.errors.is_empty() {
        let mut sources = Sources::default();
        sources.add("record.json", record);
        let mut out = Diagnostics::default();
        out.extend(decoded.errors);
        panic!("{}\n{record}", lines(&out, &sources).join("\n"));
    }
    evaluate_at(trial, &decoded.patient, detail, visits)
}

pub fn json(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
