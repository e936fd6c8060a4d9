//! `elig lint`

mod mending;
mod watch;
mod writer;

use std::path::Path;

use super::args::LintArgs;
use super::protocol::Given;
use super::settings::Settings;
use super::{Exit, Stop, Streams, files, terminal};
use crate::codes::Level;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources};
use writer::Writer;

/// Looks for mistakes in all files, then tells them; again and again where that is wanted.
pub fn run(args: &LintArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    if args.watch {
        return watch::run(args, streams);
    }
    once(args, streams)
}

/// Looks for mistakes in all files, then tells them.
fn once(args: &LintArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let paths = files::rules(&args.paths)?;
    let protocol = Given::read(args.protocol.as_deref(), &paths, streams)?;
    if args.diff {
        return mending::shown(&paths, args, &protocol, streams);
    }
    let mut writer = Writer::new(args.format, terminal::out(args.look));
    for path in &paths {
        let mut linted = Linted::of(path, args, &protocol, streams)?;
        if args.fix {
            linted = mending::in_place(path, linted, args, &protocol, streams)?;
        }
        writer.file(streams, &linted)?;
    }
    writer.finish(streams, paths.len())
}

/// A file with what was found in it.
struct Linted {
    /// As it is shown.
    name: String,
    file: SourceId,
    sources: Sources,
    findings: Vec<Diagnostic>,
    allowed: Vec<(Diagnostic, String)>,
    /// From which level on its findings count.
    level: Level,
}

impl Linted {
    fn of(path: &Path, args: &LintArgs, protocol: &Given, streams: &mut Streams<'_>) -> Result<Self, Stop> {
        let (name, text) = files::text(path, streams)?;
        Self::text(name, &text, args, protocol)
    }

    fn text(name: String, text: &str, args: &LintArgs, protocol: &Given) -> Result<Self, Stop> {
        let settings = Settings::with(&name, args)?;
        let mut sources = Sources::default();
        let file = sources.add(name.as_str(), text);
        let mut found = Diagnostics::default();
        let _ = crate::compile(&mut sources, file, protocol, &mut found);
        found.weigh(|finding| settings.policy.level(finding.code));
        Ok(Self {
            name,
            file,
            sources,
            allowed: found.allowed().to_vec(),
            findings: found.sorted(),
            level: settings.level.unwrap_or(Level::Error),
        })
    }
}
