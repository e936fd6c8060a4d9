//! Findings to standard output, file by file, in the form that is wanted.

use std::collections::BTreeSet;

use quick_junit::TestSuite;

use super::Linted;
use crate::cli::args::FindingFormat;
use crate::cli::{Exit, Stop, Streams};
use crate::codes::Level;
use crate::diagnostic::Diagnostic;
use crate::report::diagnostics::{concise, github, human, json, junit, sarif};
use crate::report::{Paint, Style, text};
use crate::source::Sources;

/// Writes findings as they come, each once: a module that two trials use has its own only once.
pub struct Writer {
    format: FindingFormat,
    style: Style,
    /// What may stand is told too.
    verbose: bool,
    told: BTreeSet<(String, &'static str, usize, usize, String)>,
    levels: Vec<Level>,
    allowed: usize,
    /// Whether a finding counts for the exit status.
    counts: bool,
    suites: Vec<TestSuite>,
    results: sarif::Results,
}

impl Writer {
    pub fn new(format: FindingFormat, style: Style, verbose: bool) -> Self {
        Self {
            format,
            style,
            verbose,
            told: BTreeSet::new(),
            levels: Vec::new(),
            allowed: 0,
            counts: false,
            suites: Vec::new(),
            results: sarif::Results::default(),
        }
    }

    /// All of one file.
    pub fn file(&mut self, streams: &mut Streams<'_>, linted: &Linted) -> Result<(), Stop> {
        let sources = &linted.sources;
        let mut findings = linted.findings.clone();
        findings.retain(|finding| self.is_new(finding, sources));
        for finding in &findings {
            self.write(streams, finding, sources)?;
            self.levels.push(finding.level());
            self.counts |= finding.level() >= linted.level;
        }
        for (finding, reason) in &linted.allowed {
            if self.is_new(finding, sources) {
                self.allowed += 1;
                self.results.add(finding, Some(reason), sources);
                if self.verbose && matches!(self.format, FindingFormat::Human | FindingFormat::Concise) {
                    concise::write_allowed(streams.out, (finding, reason), sources, self.style)?;
                }
            }
        }
        if self.format == FindingFormat::Junit {
            self.suites
                .push(junit::suite(&linted.name, &findings, sources, linted.level));
        }
        Ok(())
    }

    fn is_new(&mut self, finding: &Diagnostic, sources: &Sources) -> bool {
        let place = finding.span().and_then(|span| {
            let source = sources.get(span.source)?;
            let (line, column) = source.position(span.start as usize);
            Some((source.name.clone(), line, column))
        });
        place.is_none_or(|(name, line, column)| {
            self.told
                .insert((name, finding.code.id, line, column, finding.message.clone()))
        })
    }

    fn write(&mut self, streams: &mut Streams<'_>, finding: &Diagnostic, sources: &Sources) -> Result<(), Stop> {
        match self.format {
            FindingFormat::Human => human::write(streams.out, finding, sources, self.style)?,
            FindingFormat::Concise => concise::write(streams.out, finding, sources, self.style)?,
            FindingFormat::Github => github::write(streams.out, finding, sources)?,
            FindingFormat::Sarif => self.results.add(finding, None, sources),
            FindingFormat::Junit => {}
            FindingFormat::Json => {
                streams
                    .out
                    .write_all(if self.levels.is_empty() { b"[\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *streams.out, &json::JsonFinding::of(finding, sources))
                    .map_err(std::io::Error::from)?;
            }
        }
        Ok(())
    }

    /// What is left to be written, and how the run ends.
    pub fn finish(self, streams: &mut Streams<'_>, files: usize) -> Result<Exit, Stop> {
        match self.format {
            FindingFormat::Json if self.levels.is_empty() => writeln!(streams.out, "[]")?,
            FindingFormat::Json => streams.out.write_all(b"\n]\n")?,
            FindingFormat::Concise | FindingFormat::Github => {}
            FindingFormat::Sarif => self.results.write(streams.out)?,
            FindingFormat::Junit => junit::write(streams.out, self.suites)?,
            FindingFormat::Human => writeln!(streams.out, "{}", self.summary(files))?,
        }
        Ok(if self.counts { Exit::Found } else { Exit::Fine })
    }

    fn summary(&self, files: usize) -> String {
        let files = text::count(files, "file", "files");
        let allowed = match self.allowed {
            0 => String::new(),
            count => format!(", {count} allowed with a reason"),
        };
        if self.levels.is_empty() {
            let words = format!("{files}, nothing found{allowed}");
            return self.style.paint(Paint::Good, words);
        }
        let count = |level| self.levels.iter().filter(|found| **found == level).count();
        let words = [
            (count(Level::Error), "error", "errors"),
            (count(Level::Warning), "warning", "warnings"),
            (count(Level::Note), "note", "notes"),
        ];
        let words = words.into_iter().filter(|(count, ..)| *count > 0);
        let words: Vec<String> = words.map(|(count, one, many)| text::count(count, one, many)).collect();
        format!("{} in {files}{allowed}", text::list(&words, "and"))
    }
}
