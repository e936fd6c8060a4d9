//! Files by name, and what to say of those that cannot be read.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Stop, Streams};
use crate::library::Modules;

/// The name of standard input.
pub const STDIN: &str = "<stdin>";
/// Folders deeper than this are not searched.
const DEEP: usize = 32;
/// Rules longer than this are refused.
const LONG: u64 = 64 << 20;

/// Modules beside the file that uses them.
#[derive(Debug, Clone, Copy)]
pub struct BesideTrial;

impl Modules for BesideTrial {
    fn load(&self, name: &str, beside: &str) -> Option<(String, String)> {
        let folder = Path::new(beside)
            .parent()
            .filter(|_| beside != STDIN)
            .unwrap_or(Path::new(""));
        let path = folder.join(format!("{name}.elig"));
        let text = fs::read_to_string(&path).ok()?;
        Some((path.display().to_string(), text))
    }

    fn text(&self, file: &str, beside: &str) -> Option<(String, String)> {
        let folder = Path::new(beside)
            .parent()
            .filter(|_| beside != STDIN)
            .unwrap_or(Path::new(""));
        let path = folder.join(file);
        let text = fs::read_to_string(&path).ok()?;
        Some((path.display().to_string(), text))
    }
}

/// The rule files that some paths name: files as they are, folders searched, in order of their names.
pub fn rules(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        search(path, DEEP, &mut found)?;
        if found.len() == before {
            return Err(Stop::Unusable(format!("no *.elig files in {}", quoted(path)), None));
        }
    }
    let mut seen: Vec<PathBuf> = Vec::new();
    found.retain(|path| {
        let new = !seen.contains(path);
        if new {
            seen.push(path.clone());
        }
        new
    });
    Ok(found)
}

fn search(folder: &Path, deep: usize, found: &mut Vec<PathBuf>) -> Result<(), Stop> {
    let entries = fs::read_dir(folder).map_err(|error| cannot_read(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    for path in paths {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let is_link = path.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink());
        if path.is_dir() {
            if deep > 0 && !hidden && !is_link {
                search(&path, deep - 1, found)?;
            }
        } else if path.extension().is_some_and(|ending| ending == "elig") {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The shown name and the text of a rule file.
pub fn text(path: &Path, streams: &mut Streams<'_>) -> Result<(String, String), Stop> {
    let (name, input) = open(path, streams)?;
    let mut bytes = Vec::new();
    let read = input
        .take(LONG + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(path, &error))?;
    if read as u64 > LONG {
        return Err(Stop::Unusable(
            format!("{} is longer than {} MB", quoted(path), LONG >> 20),
            None,
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        let help = Some("save it as UTF-8".to_owned());
        Stop::Unusable(format!("{} is no UTF-8 text (line {line})", quoted(path)), help)
    })?;
    Ok((name, text))
}

/// The shown name and the bytes of a file.
pub fn open(path: &Path, streams: &mut Streams<'_>) -> Result<(String, Box<dyn Read + Send>), Stop> {
    open_with(path, &mut streams.input)
}

/// The same where standard input, if it is not taken yet, is at hand alone.
pub fn open_with(
    path: &Path,
    stdin: &mut Option<Box<dyn Read + Send>>,
) -> Result<(String, Box<dyn Read + Send>), Stop> {
    if is_stdin(path) {
        let input = stdin.take();
        let twice = || Stop::Unusable("standard input can stand for one file only".to_owned(), None);
        return Ok((STDIN.to_owned(), input.ok_or_else(twice)?));
    }
    if path.is_dir() {
        return Err(Stop::Unusable(format!("{} is a folder", quoted(path)), None));
    }
    let file = fs::File::open(path).map_err(|error| cannot_read(path, &error))?;
    Ok((path.display().to_string(), Box::new(file)))
}

fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display())
}

/// What to say of a file that cannot be read.
pub fn cannot_read(path: &Path, error: &io::Error) -> Stop {
    let message = format!("cannot read {}: {}", quoted(path), plain_error(error));
    let help = (error.kind() == io::ErrorKind::NotFound)
        .then(|| nearest(path))
        .flatten();
    Stop::Unusable(message, help.map(|name| format!("did you mean {name}?")))
}

/// What to say of a file that cannot be written.
pub fn cannot_write(path: &Path, error: &io::Error) -> Stop {
    Stop::Unusable(format!("cannot write {}: {}", quoted(path), plain_error(error)), None)
}

/// An error in words, without the system's number.
pub fn plain_error(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => text.to_owned(),
    }
}

/// The file beside it whose name is most alike.
fn nearest(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let names = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    let best = names
        .filter(|name| !name.starts_with('.'))
        .map(|name| {
            (
                strsim::damerau_levenshtein(&name.to_lowercase(), &wanted.to_lowercase()),
                name,
            )
        })
        .min()?;
    let close = best.0 <= 2.max(wanted.chars().count() / 4);
    close.then(|| path.with_file_name(best.1).display().to_string())
}
