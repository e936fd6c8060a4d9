//! `elig fmt`

use std::fs;

use super::args::FmtArgs;
use super::{Exit, Stop, Streams, files, terminal};
use crate::diagnostic::Diagnostics;
use crate::report::diagnostics::human;
use crate::report::{Paint, Style, diff, text};
use crate::source::Sources;
use crate::syntax::{self, Formatted};

/// Lays out every file anew, or tells which would change.
pub fn run(args: &FmtArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let style = terminal::out(args.look);
    let paths = files::rules(&args.paths)?;
    // All are read before the first is written: a slip of the hand in the call changes nothing.
    let texts = paths.iter().map(|path| files::text(path, streams));
    let texts = texts.collect::<Result<Vec<_>, _>>()?;
    let mut counts = Counts::default();
    for (path, (name, before)) in paths.iter().zip(&texts) {
        let Some(after) = laid_out(name, before, streams, args)? else {
            counts.unusable += 1;
            continue;
        };
        let changes = after != *before;
        *(if changes { &mut counts.changed } else { &mut counts.same }) += 1;
        if args.diff {
            if changes {
                streams
                    .out
                    .write_all(diff::unified(name, before, &after, style).as_bytes())?;
            }
        } else if args.check {
            if changes {
                writeln!(streams.out, "would change {}", style.plain(name))?;
            }
        } else if files::is_stdin(path) {
            streams.out.write_all(after.as_bytes())?;
        } else if changes {
            fs::write(path, &after).map_err(|error| files::cannot_write(path, &error))?;
            writeln!(streams.out, "formatted {}", style.plain(name))?;
        }
    }
    let quiet = args.diff || (!args.check && paths.iter().any(|path| files::is_stdin(path)));
    if !quiet {
        writeln!(streams.out, "{}", counts.summary(args.check, style))?;
    }
    Ok(match counts {
        Counts { unusable: 1.., .. } => Exit::Unusable,
        Counts { changed: 1.., .. } if args.check || args.diff => Exit::Found,
        Counts { .. } => Exit::Fine,
    })
}

/// The text in the one layout; none where it is to be left as it is, which is told.
fn laid_out(name: &str, before: &str, streams: &mut Streams<'_>, args: &FmtArgs) -> Result<Option<String>, Stop> {
    let mut sources = Sources::default();
    let source = sources.add(name, before);
    let mut found = Diagnostics::default();
    let style = terminal::err(args.look);
    let (why, told) = match syntax::format(source, before, &mut found) {
        Formatted::Text(after) => return Ok(Some(after)),
        Formatted::Mistakes => ("it has mistakes", found.sorted()),
        Formatted::Unsure => (
            "laid out anew it would not read as the same, which is a fault of elig",
            Vec::new(),
        ),
    };
    streams.out.flush()?;
    for finding in &told {
        human::write(streams.err, finding, &sources, style)?;
    }
    writeln!(streams.err, "elig: {} is left as it is: {why}", style.plain(name))?;
    Ok(None)
}

#[derive(Debug, Default)]
struct Counts {
    changed: usize,
    same: usize,
    unusable: usize,
}

impl Counts {
    fn summary(&self, check: bool, style: Style) -> String {
        let files = |count| text::count(count, "file", "files");
        let verb = if check { "would change" } else { "formatted" };
        let mut parts = Vec::new();
        if self.changed > 0 {
            parts.push(format!("{} {verb}", files(self.changed)));
        }
        if self.same > 0 {
            parts.push(format!("{} in the one layout already", files(self.same)));
        }
        if self.unusable > 0 {
            let were = if self.unusable == 1 { "it was" } else { "they were" };
            parts.push(format!("{} left as {were}", files(self.unusable)));
        }
        let paint = match self {
            Self { unusable: 1.., .. } => Paint::Bad,
            Self { changed: 1.., .. } if check => Paint::Open,
            _ => Paint::Good,
        };
        style.paint(paint, parts.join(", "))
    }
}
