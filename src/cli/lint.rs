//! `elig lint`

use super::args::{FindingFormat, LintArgs};
use super::{Exit, Stop, Streams, files, terminal};
use crate::codes::Level;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::report::diagnostics::{concise, human, json};
use crate::report::{Paint, Style, text};
use crate::source::Sources;

/// Looks for mistakes in all files, then tells them.
pub fn run(args: &LintArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let style = terminal::out(args.look);
    let paths = files::rules(&args.paths)?;
    let mut writer = Writer::new(args.format, style);
    for path in &paths {
        let (name, rules) = files::text(path, streams)?;
        let mut sources = Sources::default();
        let file = sources.add(name, rules.as_str());
        let mut found = Diagnostics::default();
        let _ = crate::compile(&mut sources, file, &files::BesideTrial, &mut found);
        for finding in found.sorted() {
            writer.write(streams, &finding, &sources)?;
        }
    }
    writer.finish(streams, paths.len())?;
    let wanted: Level = args.level.into();
    Ok(if writer.levels.iter().any(|level| *level >= wanted) {
        Exit::Found
    } else {
        Exit::Fine
    })
}

/// Writes findings as they come, each once: a module that two trials use has its own only once.
struct Writer {
    format: FindingFormat,
    style: Style,
    told: std::collections::BTreeSet<(String, &'static str, usize, usize, String)>,
    levels: Vec<Level>,
}

impl Writer {
    fn new(format: FindingFormat, style: Style) -> Self {
        Self {
            format,
            style,
            told: std::collections::BTreeSet::new(),
            levels: Vec::new(),
        }
    }

    fn write(&mut self, streams: &mut Streams<'_>, finding: &Diagnostic, sources: &Sources) -> Result<(), Stop> {
        let place = finding.span().and_then(|span| {
            let source = sources.get(span.source)?;
            let (line, column) = source.position(span.start as usize);
            Some((source.name.clone(), line, column))
        });
        if let Some((name, line, column)) = place
            && !self
                .told
                .insert((name, finding.code.id, line, column, finding.message.clone()))
        {
            return Ok(());
        }
        match self.format {
            FindingFormat::Human => human::write(streams.out, finding, sources, self.style)?,
            FindingFormat::Concise => concise::write(streams.out, finding, sources, self.style)?,
            FindingFormat::Json => {
                streams
                    .out
                    .write_all(if self.levels.is_empty() { b"[\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *streams.out, &json::JsonFinding::of(finding, sources))
                    .map_err(std::io::Error::from)?;
            }
        }
        self.levels.push(finding.level());
        Ok(())
    }

    fn finish(&self, streams: &mut Streams<'_>, files: usize) -> Result<(), Stop> {
        let files = text::count(files, "file", "files");
        match self.format {
            FindingFormat::Json if self.levels.is_empty() => writeln!(streams.out, "[]")?,
            FindingFormat::Json => streams.out.write_all(b"\n]\n")?,
            FindingFormat::Concise => {}
            FindingFormat::Human if self.levels.is_empty() => {
                writeln!(
                    streams.out,
                    "{}",
                    self.style.paint(Paint::Good, format!("{files}, nothing found"))
                )?;
            }
            FindingFormat::Human => {
                let count = |level| self.levels.iter().filter(|found| **found == level).count();
                let words = [
                    (count(Level::Error), "error", "errors"),
                    (count(Level::Warning), "warning", "warnings"),
                    (count(Level::Note), "note", "notes"),
                ];
                let words = words.into_iter().filter(|(count, ..)| *count > 0);
                let words: Vec<String> = words.map(|(count, one, many)| text::count(count, one, many)).collect();
                writeln!(streams.out, "{} in {files}", text::list(&words, "and"))?;
            }
        }
        Ok(())
    }
}
