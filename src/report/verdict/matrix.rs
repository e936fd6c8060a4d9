//! Verdicts as CSV: a row a patient, a column a criterion.

use std::io::{self, Write};

use crate::eval::Verdict;
use crate::model::Trial;

/// Writes rows as they come.
pub struct Writer<W: Write> {
    out: csv::Writer<W>,
    columns: Vec<String>,
}

impl<W: Write> Writer<W> {
    /// Writes the heading: the criteria of all trials, each id once.
    ///
    /// # Errors
    /// Those of the output.
    pub fn new(out: W, trials: &[&Trial]) -> io::Result<Self> {
        let mut columns: Vec<String> = Vec::new();
        for criterion in trials.iter().flat_map(|trial| &trial.criteria) {
            if !columns.contains(&criterion.id) {
                columns.push(criterion.id.clone());
            }
        }
        let mut out = csv::Writer::from_writer(out);
        out.write_record(["patient", "trial", "verdict"].into_iter().chain(columns.iter().map(String::as_str)))?;
        Ok(Self { out, columns })
    }

    /// Writes one row: `pass`, `fail`, `unknown` or `not_applicable` under each criterion; nothing where the trial has no
    /// such criterion or the record could not be read.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&mut self, verdict: &Verdict) -> io::Result<()> {
        let outcome = |id: &String| match verdict.criteria.iter().find(|result| result.id == *id) {
            Some(result) if result.not_applicable => "not_applicable",
            Some(result) => result.outcome.word(),
            None => "",
        };
        let head = [verdict.patient.as_str(), verdict.trial.as_str(), verdict.overall.word()];
        self.out.write_record(head.into_iter().chain(self.columns.iter().map(outcome)))?;
        Ok(())
    }

    /// Empties what is held back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
