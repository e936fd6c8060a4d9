//! Files, terminal, exit codes.

mod args;
mod bulk;
mod compile;
mod evaluate;
mod explain;
mod facts;
mod files;
mod fmt;
mod inputs;
mod library;
mod lint;
mod parallel;
mod people;
mod progress;
mod protocol;
mod records;
mod settings;
mod show;
mod stats;
mod terminal;
mod test;
mod visit;

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command};

use crate::report::Style;
use crate::screening::Trial;
use crate::source::Sources;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine,
    /// There were findings, or records in error.
    Found,
    /// The call or a file could not be used.
    Unusable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Found => Self::from(1),
            Exit::Unusable => Self::from(2),
        }
    }
}

/// Why a run could not go on.
#[derive(Debug)]
pub enum Stop {
    /// The call or a file could not be used: what to say, and perhaps the cure.
    Unusable(String, Option<String>),
    /// What is written could not be.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Where a run reads and writes.
pub struct Streams<'a> {
    /// Standard input; can be taken once.
    pub input: Option<Box<dyn io::Read + Send>>,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Findings about what was given, and progress.
    pub err: &'a mut dyn Write,
}

/// The command, from the process's own arguments and streams.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse();
    if matches!(args.command, Command::Evaluate(_)) {
        progress::watch_for_interrupts();
    }
    let mut out = BufWriter::new(io::stdout().lock());
    // Not locked: the bar of progress is drawn on it by whoever reads.
    let mut err = io::stderr();
    let mut streams = Streams {
        input: Some(Box::new(io::stdin())),
        out: &mut out,
        err: &mut err,
    };
    run(args, &mut streams).into()
}

/// A command on any streams.
pub fn run(args: Args, streams: &mut Streams<'_>) -> Exit {
    let done = command(args, streams).and_then(|exit| {
        streams.out.flush()?;
        Ok(exit)
    });
    match done {
        Ok(exit) => exit,
        // Whoever was reading has seen enough.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine,
        Err(stop) => {
            let (message, help) = match stop {
                Stop::Unusable(message, help) => (message, help),
                Stop::Output(error) => (format!("cannot write: {}", files::plain_error(&error)), None),
            };
            let help = help.map(|help| format!("  help: {help}\n")).unwrap_or_default();
            // Nothing is left to be told if this fails too.
            let _ = streams.out.flush();
            let _ = write!(streams.err, "elig: {message}\n{help}");
            Exit::Unusable
        }
    }
}

/// A trial out of a file, with what stands beside it, as `elig evaluate` compiles it.
///
/// # Errors
/// What `elig evaluate` says where it cannot.
pub fn trial(path: &Path) -> Result<Trial, String> {
    let mut sources = Sources::default();
    let (mut out, mut told) = (io::sink(), Vec::new());
    let mut streams = Streams {
        input: None,
        out: &mut out,
        err: &mut told,
    };
    match evaluate::load(path, &mut sources, Style::default(), &mut streams) {
        Ok(Some(model)) => Ok(Trial::of(model, sources)),
        Ok(None) => Err(String::from_utf8_lossy(&told).trim_end().to_owned()),
        Err(Stop::Unusable(message, help)) => Err(message + &help.map(|help| format!("; {help}")).unwrap_or_default()),
        Err(Stop::Output(error)) => Err(files::plain_error(&error)),
    }
}

fn command(args: Args, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    match args.command {
        Command::Lint(args) => lint::run(&args, streams),
        Command::Fmt(args) => fmt::run(&args, streams),
        Command::Evaluate(args) => evaluate::run(&args, streams),
        Command::Facts(args) => facts::run(&args, streams),
        Command::Show(args) => show::run(&args, streams),
        Command::Stats(args) => stats::run(&args, streams),
        Command::Test(args) => test::run(&args, streams),
        Command::Library(args) => library::run(&args, streams),
        Command::Compile(args) => compile::run(&args, streams),
        Command::Explain(args) => explain::run(&args, streams),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "elig", &mut script);
            streams.out.write_all(&script)?;
            Ok(Exit::Fine)
        }
    }
}

#[cfg(test)]
mod tests;
