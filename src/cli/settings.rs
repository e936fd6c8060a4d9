//! `elig.toml`, beside the rules or above them: what is told of them, and how much it weighs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::args::LintArgs;
use super::{Stop, files};
use crate::codes::Level;
use crate::lint::policy::{Policy, Refused};

/// The name of the file.
const NAME: &str = "elig.toml";

/// What holds for one file of rules.
#[derive(Debug, Default)]
pub struct Settings {
    /// What is told, and at which level.
    pub policy: Policy,
    /// From which level on findings count for the exit status.
    pub level: Option<Level>,
}

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    #[serde(default)]
    lint: Lint,
}

/// `[lint]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lint {
    #[serde(default)]
    select: Vec<String>,
    #[serde(default)]
    ignore: Vec<String>,
    level: Option<Word>,
    #[serde(default)]
    levels: BTreeMap<String, Word>,
}

/// A level as it is written.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Note,
    Warning,
    Error,
}

impl From<Word> for Level {
    fn from(word: Word) -> Self {
        match word {
            Word::Note => Self::Note,
            Word::Warning => Self::Warning,
            Word::Error => Self::Error,
        }
    }
}

impl Settings {
    /// Those of a file of rules by its shown name: of the nearest `elig.toml`, if there is one.
    pub fn of(name: &str) -> Result<Self, Stop> {
        Self::read(name, true)
    }

    /// Those of a file of rules where the call has its own. A selection of the call stands in place of that of the
    /// file and of what the file ignores; what the call ignores and weighs is added.
    pub fn with(name: &str, args: &LintArgs) -> Result<Self, Stop> {
        let mut settings = Self::read(name, args.select.is_empty())?;
        let refused = |option: &str, refused: Refused| {
            Stop::Unusable(format!("{option}: {}", refused.message), Some(refused.help))
        };
        let policy = &mut settings.policy;
        if !args.select.is_empty() {
            policy.select(&args.select).map_err(|told| refused("--select", told))?;
        }
        policy.ignore(&args.ignore).map_err(|told| refused("--ignore", told))?;
        for (word, level) in &args.weigh {
            let weighed = policy.weigh(word, (*level).into());
            weighed.map_err(|told| refused("--weigh", told))?;
        }
        settings.level = args.level.map(Level::from).or(settings.level);
        Ok(settings)
    }

    fn read(name: &str, selection: bool) -> Result<Self, Stop> {
        let Some(path) = find(name) else {
            return Ok(Self::default());
        };
        let text = fs::read_to_string(&path).map_err(|error| files::cannot_read(&path, &error))?;
        let shape: Shape = toml::from_str(&text).map_err(|error| {
            let line = error
                .span()
                .map_or(1, |span| text.get(..span.start).unwrap_or("").matches('\n').count() + 1);
            let message = format!(
                "{}:{line}: {}",
                path.display(),
                error.message().lines().next().unwrap_or("")
            );
            Stop::Unusable(
                message,
                Some("[lint] holds select, ignore, level and levels".to_owned()),
            )
        })?;
        let refused =
            |refused: Refused| Stop::Unusable(format!("{}: {}", path.display(), refused.message), Some(refused.help));
        let mut policy = Policy::default();
        if selection {
            policy.select(&shape.lint.select).map_err(refused)?;
            policy.ignore(&shape.lint.ignore).map_err(refused)?;
        }
        for (word, level) in shape.lint.levels {
            policy.weigh(&word, level.into()).map_err(refused)?;
        }
        let level = shape.lint.level.map(Level::from);
        Ok(Self { policy, level })
    }
}

/// The nearest settings: beside the file, or in a folder above it. Standard input lies in this folder.
fn find(name: &str) -> Option<PathBuf> {
    let folder = match Path::new(name).parent() {
        Some(folder) if name != files::STDIN && !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(folder).ok()?;
    let found = folder.ancestors().map(|folder| folder.join(NAME));
    let found = found.into_iter().find(|path| path.is_file())?;
    // As near as it can be named, for whoever reads of it.
    let here = std::env::current_dir().ok();
    let short = here.and_then(|here| found.strip_prefix(here).map(Path::to_path_buf).ok());
    Some(short.unwrap_or(found))
}
