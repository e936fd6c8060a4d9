//! `elig lint --fix` and `--diff`: edits that cannot be meant otherwise.

use std::fs;
use std::path::{Path, PathBuf};

use super::Linted;
use crate::cli::args::LintArgs;
use crate::cli::protocol::Given;
use crate::cli::{Exit, Stop, Streams, files, terminal};
use crate::lint::mend::mend;
use crate::report::{diff, text};

/// One edit can make way for another; after so many rounds it is enough.
const ROUNDS: usize = 16;

/// Mends a file where it lies.
pub fn in_place(
    path: &Path,
    linted: Linted,
    args: &LintArgs,
    protocol: &Given,
    streams: &mut Streams<'_>,
) -> Result<Linted, Stop> {
    if files::is_stdin(path) {
        return Err(Stop::Unusable(
            "standard input cannot be mended in its place".to_owned(),
            Some("--diff shows what would be changed".to_owned()),
        ));
    }
    let (mended, count) = mended(linted, args, protocol)?;
    if count > 0
        && let Some(source) = mended.sources.get(mended.file)
    {
        fs::write(path, source.text.as_bytes()).map_err(|error| files::cannot_write(path, &error))?;
        let places = text::count(count, "place", "places");
        writeln!(streams.err, "elig: {places} mended in {}", mended.name)?;
    }
    Ok(mended)
}

/// Shows what would be changed, and changes nothing.
pub fn shown(paths: &[PathBuf], args: &LintArgs, protocol: &Given, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut exit = Exit::Fine;
    for path in paths {
        let linted = Linted::of(path, args, protocol, streams)?;
        let written = |linted: &Linted| linted.sources.get(linted.file).map(|source| source.text.clone());
        let before = written(&linted);
        let (mended, count) = mended(linted, args, protocol)?;
        let (Some(before), Some(after)) = (before, written(&mended)) else {
            continue;
        };
        if count > 0 {
            exit = Exit::Found;
            let shown = diff::unified(&mended.name, &before, &after, terminal::out(args.look));
            streams.out.write_all(shown.as_bytes())?;
        }
    }
    Ok(exit)
}

/// The file with all edits made, and how many those are.
fn mended(mut linted: Linted, args: &LintArgs, protocol: &Given) -> Result<(Linted, usize), Stop> {
    let mut total = 0;
    for _ in 0..ROUNDS {
        let source = linted.sources.get(linted.file);
        let Some((text, count)) = source.and_then(|source| mend(&source.text, linted.file, &linted.findings)) else {
            break;
        };
        total += count;
        linted = Linted::text(linted.name, &text, args, protocol)?;
    }
    Ok((linted, total))
}
