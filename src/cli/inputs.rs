//! Patients' records by the names of files, folders and patterns; compressed ones as what is in them.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::progress::Progress;
use super::{Stop, files};
use crate::records::Format;
use crate::records::parquet::{self, ParquetFile};

/// Folders deeper than this are not searched.
const DEEP: usize = 32;

/// An input of records.
pub enum Opened {
    /// Its shown name and its bytes.
    Stream(String, Box<dyn Read + Send>),
    /// A Parquet file.
    Parquet(ParquetFile),
}

/// The files that some paths name: files as they are, the files with records in folders and those that fit a pattern
/// (`cohort/*.ndjson`), in order of their names.
pub fn patients(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        if path.is_dir() {
            search(path, DEEP, &mut found)?;
            if found.len() == before {
                let help = "records are in .json, .ndjson, .jsonl, .csv, .tsv and .parquet, also as .gz or .zst";
                let message = format!("no records in \"{}\"", path.display());
                return Err(Stop::Unusable(message, Some(help.to_owned())));
            }
        } else if let Some(pattern) = pattern(path) {
            let fitting = glob::glob(pattern)
                .map_err(|error| Stop::Unusable(format!("\"{pattern}\" is no pattern: {}", error.msg), None))?;
            found.extend(fitting.filter_map(Result::ok).filter(|path| path.is_file()));
            if found.len() == before {
                return Err(Stop::Unusable(format!("no file fits \"{pattern}\""), None));
            }
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

/// A path that names no file and holds signs of a pattern.
fn pattern(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    (text.contains(['*', '?', '[']) && !path.exists()).then_some(text)
}

fn search(folder: &Path, deep: usize, found: &mut Vec<PathBuf>) -> Result<(), Stop> {
    let entries = std::fs::read_dir(folder).map_err(|error| files::cannot_read(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let is_link = path.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink());
        if path.is_dir() {
            if deep > 0 && !name.starts_with('.') && !is_link {
                search(&path, deep - 1, found)?;
            }
        } else if !name.starts_with('.')
            && (Format::of_name(&name).is_some() || name.to_ascii_lowercase().ends_with(".parquet"))
        {
            found.push(path);
        }
    }
    Ok(())
}

/// Opens one of [`patients`]. What is compressed by gzip or zstd is unpacked, whatever it is called.
pub fn open(path: &Path, stdin: &mut Option<Box<dyn Read + Send>>, progress: &Progress) -> Result<Opened, Stop> {
    let (name, input) = files::open_with(path, stdin)?;
    let input = progress.counted(input);
    let unreadable = |error: &std::io::Error| files::cannot_read(path, error);
    let mut input = BufReader::with_capacity(1 << 16, input);
    let begins = |bytes: &[u8], input: &[u8]| input.starts_with(bytes);
    let head = input.fill_buf().map_err(|error| unreadable(&error))?;
    if begins(parquet::MARK, head) {
        let file = match files::is_stdin(path) {
            true => ParquetFile::read(&name, &mut input),
            false => ParquetFile::open(path),
        };
        let broken = |error| Stop::Unusable(format!("cannot read \"{name}\": {error}"), None);
        return Ok(Opened::Parquet(file.map_err(broken)?));
    }
    let input: Box<dyn Read + Send> = if begins(&[0x1f, 0x8b], head) {
        Box::new(flate2::read::MultiGzDecoder::new(input))
    } else if begins(&[0x28, 0xb5, 0x2f, 0xfd], head) {
        Box::new(zstd::stream::read::Decoder::with_buffer(input).map_err(|error| unreadable(&error))?)
    } else {
        Box::new(input)
    };
    Ok(Opened::Stream(name, input))
}
