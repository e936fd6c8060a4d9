//! Verdicts as CSV: a row a patient, a column a criterion.

use std::io::{self, Write};

use crate::eval::Verdict;
use crate::model::Trial;

/// The columns behind patient, trial and verdict: the criteria of all trials, each id once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<String>);

impl Columns {
    /// Of these trials.
    #[must_use]
    pub fn of(trials: &[Trial]) -> Self {
        let mut columns: Vec<String> = Vec::new();
        for criterion in trials.iter().flat_map(|trial| &trial.criteria) {
            if !columns.contains(&criterion.id) {
                columns.push(criterion.id.clone());
            }
        }
        Self(columns)
    }

    /// Writes the heading.
    ///
    /// # Errors
    /// Those of the output.
    pub fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let names = ["patient", "trial", "verdict"]
            .into_iter()
            .chain(self.0.iter().map(String::as_str));
        record(out, names)
    }

    /// Writes one row: `pass`, `fail`, `unknown` or `not_applicable` under each criterion; nothing where the trial has no
    /// such criterion or the record could not be read.
    ///
    /// # Errors
    /// Those of the output.
    pub fn row(&self, out: &mut dyn Write, verdict: &Verdict) -> io::Result<()> {
        let outcome = |id: &String| match verdict.criteria.iter().find(|result| result.id == *id) {
            Some(result) if result.not_applicable => "not_applicable",
            Some(result) => result.outcome.word(),
            None => "",
        };
        let head = [verdict.patient.as_str(), verdict.trial.as_str(), verdict.overall.word()];
        record(out, head.into_iter().chain(self.0.iter().map(outcome)))
    }
}

fn record<'a>(out: &mut dyn Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 12).from_writer(out);
    // As it is, since whoever asks wants to know a closed pipe from other errors.
    writer.write_record(cells).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })?;
    writer.flush()
}
