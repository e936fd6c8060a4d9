//! How far a long run has come, on a terminal; and its end when it is interrupted.

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// Whether the run was interrupted.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A bar on standard error, if that is a terminal and the rows do not go to one too.
#[derive(Debug, Clone)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Of the reading of some files.
    pub fn new(paths: &[PathBuf], ascii: bool) -> Self {
        if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let sizes = paths.iter().map(|path| std::fs::metadata(path).map(|data| data.len()));
        let bar = match sizes.sum::<Result<u64, _>>() {
            Ok(total) => ProgressBar::new(total),
            // The length of a pipe is not known.
            Err(_) => ProgressBar::no_length(),
        };
        let template = match bar.length() {
            Some(_) => "{bar:30} {percent:>3}%  {msg}  {eta} left",
            None => "{spinner} {bytes}  {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(match ascii {
                true => style.progress_chars("#>-").tick_chars("-\\|/ "),
                false => style,
            });
        }
        Self(bar)
    }

    /// An input whose bytes are counted.
    pub fn counted(&self, input: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        match self.0.is_hidden() {
            true => input,
            false => Box::new(self.0.wrap_read(input)),
        }
    }

    /// A share of a file that is not read from its beginning to its end.
    pub fn share(&self, path: &Path, share: f64) {
        if !self.0.is_hidden()
            && let Ok(data) = std::fs::metadata(path)
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a bar is drawn with it"
            )]
            self.0.inc((data.len() as f64 * share) as u64);
        }
    }

    /// So many records are done.
    pub fn records(&self, records: usize) {
        if !self.0.is_hidden() {
            self.0
                .set_message(format!("{} records", crate::report::text::thousands(records)));
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// From now on an interrupt ends the run behind a whole row; a second one ends it at once.
pub fn watch_for_interrupts() {
    // Where no handler can be set the system's own ends the program, perhaps inside a row.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            std::process::exit(INTERRUPT_STATUS);
        }
    });
}

/// What shells expect of a program that was interrupted.
const INTERRUPT_STATUS: i32 = 130;

/// Ends the program if it was interrupted: what was written so far are whole rows.
pub fn end_if_interrupted(out: &mut dyn Write, err: &mut dyn Write, records: usize) {
    if !INTERRUPTED.load(Ordering::SeqCst) {
        return;
    }
    // Nobody is left to be told of errors.
    let _ = out.flush();
    let records = crate::report::text::count(records, "record", "records");
    let _ = writeln!(err, "elig: interrupted; {records} written");
    std::process::exit(INTERRUPT_STATUS);
}
