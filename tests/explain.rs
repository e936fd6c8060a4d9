//! What `elig explain` says of each code: its example gives that code and no other, what to write instead gives none.

use std::collections::BTreeSet;

use elig::codes::page::{Block, Part, parts};
use elig::codes::{Code, all, check, export, lint, record, syntax};
use elig::diagnostic::Diagnostics;
use elig::export::sql::{self, Dialect, Wanted};
use elig::library::Modules;
use elig::records::{Decoder, Format, open};
use elig::source::SourceId;

use crate::docs::{Hidden, whole_of};
use crate::support::{Beside, compile, lines, root};

/// What no small example can show, what one file cannot, and what nothing reports yet.
const WITHOUT_AN_EXAMPLE: [&Code; 8] = [
    &syntax::NESTED_TOO_DEEP,
    &syntax::FILE_TOO_LARGE,
    &syntax::CONTROL_CHARACTER,
    &check::CIRCULAR_USE,
    &record::TOO_LONG,
    &record::NOT_UTF8,
    &record::TOO_DEEP,
    &record::UNREADABLE,
];

/// The modules of the pages in `docs/`, and the protocol of the page.
struct WithProtocol<'a>(&'a str);

impl Modules for WithProtocol<'_> {
    fn load(&self, name: &str, beside: &str) -> Option<(String, String)> {
        Hidden.load(name, beside)
    }

    fn text(&self, file: &str, _beside: &str) -> Option<(String, String)> {
        (file == "protocol.txt").then(|| (file.to_owned(), self.0.to_owned()))
    }
}

fn blocks(code: &Code) -> Vec<Block> {
    let block = |part| match part {
        Part::Block(block) => Some(block),
        Part::Words(_) => None,
    };
    parts(code.page()).into_iter().filter_map(block).collect()
}

/// The codes that an example gives, and the findings in words.
fn found(code: &Code, block: &Block, protocol: &str) -> (Vec<&'static str>, Vec<String>) {
    if block.kind == "elig" {
        let text = whole_of(&block.text, block.exclusion);
        let (trial, mut out, sources) = compile("example.elig", &text, &WithProtocol(protocol));
        if export::ALL.contains(&code)
            && let Some(trial) = trial
        {
            // What another language cannot say is told when it is asked for.
            out = Diagnostics::default();
            let wanted = Wanted {
                dialect: Dialect::Duckdb,
                table: "patients".to_owned(),
                criteria: Vec::new(),
                known: BTreeSet::new(),
            };
            out.extend(sql::compile(&trial, &wanted).err().unwrap_or_default());
        }
        return (
            out.iter().map(|finding| finding.code.id).collect(),
            lines(&out, &sources),
        );
    }
    let folder = root().join("tests/messages/records");
    let trial = std::fs::read_to_string(folder.join("trial.elig")).unwrap();
    let (trial, ..) = compile("trial.elig", &trial, &Beside(folder));
    let facts = trial.unwrap().facts;
    let format = if block.kind == "csv" { Format::Csv } else { Format::Json };
    let text = block.text.trim_end().to_owned();
    let input = Box::new(std::io::Cursor::new(text.into_bytes()));
    let mut findings = Vec::new();
    for raw in open("record", input, Some(format)) {
        let decoded = Decoder::new(&facts).decode(&raw, SourceId(0));
        findings.extend(decoded.errors);
        findings.extend(decoded.warnings.into_iter().map(|warning| warning.diagnostic));
    }
    (
        findings.iter().map(|finding| finding.code.id).collect(),
        findings
            .iter()
            .map(|finding| format!("{} {}", finding.code.id, finding.message))
            .collect(),
    )
}

#[test]
fn every_example_gives_its_code_and_what_to_write_instead_none() {
    let mut wrong = Vec::new();
    for code in all() {
        let blocks = blocks(code);
        let protocol = blocks.iter().find(|block| block.kind == "protocol");
        let protocol = protocol.map_or("Inclusion criteria\n1. Adults.\n", |block| block.text.as_str());
        let run = || blocks.iter().filter(|block| !matches!(block.kind, "protocol" | "text"));
        for block in run() {
            let (codes, told) = found(code, block, protocol);
            let mut distinct = codes.clone();
            distinct.dedup();
            if code == &lint::ALLOW_WITHOUT_REASON {
                // What it fails to silence is told beside it.
                distinct.retain(|found| *found != lint::LIMIT_DIFFERS_FROM_QUOTE.id);
            }
            let expected: &[&str] = if block.instead { &[] } else { &[code.id] };
            if distinct != expected {
                wrong.push(format!(
                    "{} instead={}\n  {}",
                    code.id,
                    block.instead,
                    told.join("\n  ")
                ));
            }
        }
        let shown = run().any(|block| !block.instead) != WITHOUT_AN_EXAMPLE.contains(&code);
        if !shown || !run().any(|block| block.instead) {
            wrong.push(format!("{} lacks an example, or what to write instead", code.id));
        }
    }
    assert!(wrong.is_empty(), "{} pages\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pages_speak_to_nobody_and_fit_the_screen() {
    for code in all() {
        for line in code.page().lines() {
            assert!(line.chars().count() <= 128, "{}: {line}", code.id);
            let words = line.to_lowercase();
            for word in words.split(|c: char| !c.is_alphanumeric()) {
                assert!(
                    !matches!(word, "you" | "your" | "please" | "sorry"),
                    "{}: {line}",
                    code.id
                );
            }
        }
    }
}
