//! `elig lint --watch`: looks again whenever a file changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

use notify_debouncer_mini::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};

use crate::cli::args::LintArgs;
use crate::cli::{Exit, Stop, Streams, files};

/// Editors write a file in several steps; this long nothing must happen before it is read.
const QUIET: Duration = Duration::from_millis(150);

/// Folders deeper than this are not searched.
const DEEP: usize = 32;

/// Runs until it is interrupted.
pub fn run(args: &LintArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    // A change of the protocol's text is one of what it is held against.
    let paths: Vec<PathBuf> = args.paths.iter().chain(&args.protocol).cloned().collect();
    if paths.iter().any(|path| files::is_stdin(path)) {
        return Err(Stop::Unusable("standard input cannot be watched".to_owned(), None));
    }
    let (_watcher, changes) = watcher(&paths).map_err(|error| {
        let told = format!("the files cannot be watched: {error}");
        Stop::Unusable(told, Some("without --watch they are looked at once".to_owned()))
    })?;
    loop {
        let before = stamps(&paths);
        // A file that cannot be used now may be whole again a moment later.
        let told = match super::once(args, streams) {
            Err(Stop::Unusable(message, help)) => {
                let help = help.map(|help| format!("  help: {help}\n")).unwrap_or_default();
                format!("elig: {message}\n{help}")
            }
            Err(stop) => return Err(stop),
            Ok(_) => String::new(),
        };
        streams.out.flush()?;
        write!(streams.err, "{told}elig: waiting for a change\n\n")?;
        if !changed(&changes, &paths, &before) {
            return Ok(Exit::Fine);
        }
    }
}

type Changes = Receiver<DebounceEventResult>;

fn watcher(
    paths: &[PathBuf],
) -> Result<(Debouncer<RecommendedWatcher>, Changes), notify_debouncer_mini::notify::Error> {
    let (sender, changes) = channel();
    let mut watcher = new_debouncer(QUIET, sender)?;
    for path in paths {
        // A file is watched by its folder: editors put a new one in its place, and modules lie beside it.
        let (folder, mode) = if path.is_dir() {
            (path.as_path(), RecursiveMode::Recursive)
        } else {
            (beside(path), RecursiveMode::NonRecursive)
        };
        watcher.watcher().watch(folder, mode)?;
    }
    Ok((watcher, changes))
}

/// Waits until a file that matters is not what it was; no more where nothing can change any more. That a file was read
/// is a notice too, so the files themselves are asked.
fn changed(changes: &Changes, paths: &[PathBuf], before: &Stamps) -> bool {
    changes.iter().any(|_| stamps(paths) != *before)
}

/// When each file was written, and how long it is.
type Stamps = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

fn stamps(paths: &[PathBuf]) -> Stamps {
    let mut stamps = Stamps::new();
    for path in paths {
        let (folder, deep) = if path.is_dir() {
            (path.as_path(), DEEP)
        } else {
            (beside(path), 0)
        };
        stamp(folder, deep, &mut stamps);
        // A file that is named matters whatever its ending.
        if let Ok(data) = path.metadata()
            && data.is_file()
        {
            stamps.insert(path.clone(), (data.modified().ok(), data.len()));
        }
    }
    stamps
}

fn stamp(folder: &Path, deep: usize, stamps: &mut Stamps) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        match entry.metadata() {
            Ok(data) if data.is_dir() && deep > 0 && !hidden => stamp(&path, deep - 1, stamps),
            Ok(data) if matters(&path) => {
                stamps.insert(path, (data.modified().ok(), data.len()));
            }
            _ => {}
        }
    }
}

/// The folder of a file.
fn beside(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Rules, settings, and the protocol's text.
fn matters(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("elig" | "toml" | "txt" | "md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen() {
        let folder = std::env::temp_dir().join(format!("elig-watch-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let paths = [folder.clone()];
        let (watcher, changes) = watcher(&paths).unwrap();
        let before = stamps(&paths);
        std::fs::write(folder.join("a.ndjson"), "x").unwrap();
        assert_eq!(stamps(&paths), before);
        std::fs::write(folder.join("a.elig"), "x").unwrap();
        assert!(changed(&changes, &paths, &before));
        let before = stamps(&paths);
        std::fs::read(folder.join("a.elig")).unwrap();
        // A protocol's text is named and may have any ending.
        std::fs::write(folder.join("text.protocol"), "x").unwrap();
        assert_eq!(stamps(&paths), before);
        assert_ne!(stamps(&[folder.join("text.protocol")]), before);
        drop(watcher);
        assert!(!changed(&changes, &paths, &before));
        let _ = std::fs::remove_dir_all(&folder);
    }
}
