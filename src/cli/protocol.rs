//! `--protocol FILE|DIR`: a text that trials are held against, in the place of the one that their headers name.

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{self, BesideTrial};
use super::{Stop, Streams};
use crate::diagnostic::Diagnostics;
use crate::library::{Modules, Protocol};
use crate::source::SourceId;
use crate::syntax;

/// What the option names.
#[derive(Debug, Clone)]
pub enum Given {
    /// Nothing: the header's is used.
    Header,
    /// One text: its shown name, and what it says.
    Text(String, String),
    /// A folder with a text for each trial.
    Folder(PathBuf),
}

impl Given {
    /// Reads what the option names. One text is of one trial, so there must not be two among the files.
    pub fn read(option: Option<&Path>, rules: &[PathBuf], streams: &mut Streams<'_>) -> Result<Self, Stop> {
        let Some(path) = option else {
            return Ok(Self::Header);
        };
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let trials: Vec<&PathBuf> = rules.iter().filter(|path| is_trial(path)).collect();
        if let [first, second, ..] = trials.as_slice() {
            let message = format!(
                "--protocol names one text, and {} and {} are two trials",
                first.display(),
                second.display()
            );
            let help = "name a folder that holds the text of each trial as ID.txt";
            return Err(Stop::Unusable(message, Some(help.to_owned())));
        }
        let (name, text) = files::text(path, streams)?;
        Ok(Self::Text(name, text))
    }
}

/// Whether a file holds criteria. Of what cannot be read, the reason is told when its turn comes.
fn is_trial(path: &Path) -> bool {
    if files::is_stdin(path) {
        return true;
    }
    fs::read_to_string(path).is_ok_and(|text| syntax::parse(SourceId(0), &text, &mut Diagnostics::default()).is_trial())
}

impl Modules for Given {
    fn load(&self, name: &str, beside: &str) -> Option<(String, String)> {
        BesideTrial.load(name, beside)
    }

    fn text(&self, file: &str, beside: &str) -> Option<(String, String)> {
        BesideTrial.text(file, beside)
    }

    fn protocol(&self, trial: &str) -> Option<Protocol> {
        match self {
            Self::Header => None,
            Self::Text(name, text) => Some(Protocol::Text(name.clone(), text.clone())),
            Self::Folder(folder) => {
                let path = folder.join(format!("{trial}.txt"));
                let name = path.display().to_string();
                Some(match fs::read_to_string(&path) {
                    Ok(text) => Protocol::Text(name, text),
                    Err(_) => Protocol::Missing(name),
                })
            }
        }
    }
}
