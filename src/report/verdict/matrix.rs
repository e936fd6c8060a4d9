//! Verdicts as CSV: a row a patient, a column a criterion, and one for each endpoint at each visit (`SRI-4@month_3`).

use std::io::{self, Write};

use super::visits;
use crate::eval::{EndpointResult, Verdict};
use crate::model::Trial;

/// The columns that every table has.
const HEAD: [&str; 3] = ["patient", "trial", "verdict"];

/// What a cell may say; nothing where a trial has no such column or the record could not be read.
const WORDS: [&str; 7] = ["", "pass", "fail", "unknown", "not_applicable", "yes", "no"];

/// The place of its word in [`WORDS`]: many rows may have to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell(u8);

impl Cell {
    const EMPTY: Self = Self(0);

    fn of(word: &str) -> Self {
        let at = WORDS.iter().position(|other| *other == word);
        at.and_then(|at| u8::try_from(at).ok()).map_or(Self::EMPTY, Self)
    }

    fn word(self) -> &'static str {
        WORDS.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

/// A row that waits until all visits are known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    patient: String,
    trial: String,
    verdict: &'static str,
    criteria: Vec<Cell>,
    /// Visit by visit: its place among the visits seen, and a cell for each endpoint.
    visits: Vec<(usize, Vec<Cell>)>,
}

/// Writes the table. Which visits there are is known once all records are: where a trial has endpoints the rows are
/// kept until then, unless one visit is asked for; then its endpoints are the columns, and each row is written as it
/// comes.
#[derive(Debug)]
pub struct Matrix {
    /// The criteria of all trials, each id once.
    criteria: Vec<String>,
    /// Their endpoints, each id once.
    endpoints: Vec<String>,
    /// As seen so far.
    visits: Vec<String>,
    /// None where rows are written as they come.
    kept: Option<Vec<Row>>,
}

impl Matrix {
    /// For these trials. `at`: the endpoints at this visit, and no criteria.
    #[must_use]
    pub fn new(trials: &[Trial], at: Option<&str>) -> Self {
        let criteria = trials
            .iter()
            .flat_map(|trial| trial.criteria.iter().map(|criterion| &criterion.id));
        let endpoints = trials
            .iter()
            .flat_map(|trial| trial.endpoints.iter().map(|endpoint| &endpoint.id));
        let endpoints = each_once(endpoints);
        Self {
            criteria: match at {
                Some(_) => Vec::new(),
                None => each_once(criteria),
            },
            kept: (at.is_none() && !endpoints.is_empty()).then(Vec::new),
            endpoints,
            visits: at.map(str::to_owned).into_iter().collect(),
        }
    }

    /// Writes the heading, where it is known.
    ///
    /// # Errors
    /// Those of the output.
    pub fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.kept {
            None => self.head(out, &[0]),
            Some(_) => Ok(()),
        }
    }

    /// Adds a row: `pass`, `fail`, `unknown` or `not_applicable` under each criterion, `yes`, `no`, `unknown` or
    /// `not_applicable` under each endpoint.
    ///
    /// # Errors
    /// Those of the output.
    pub fn add(&mut self, out: &mut dyn Write, verdict: &Verdict) -> io::Result<()> {
        let row = self.row(verdict);
        match &mut self.kept {
            Some(kept) => kept.push(row),
            None => self.write(out, &row, &[0])?,
        }
        Ok(())
    }

    /// Writes what was kept.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(kept) = self.kept.take() else {
            return Ok(());
        };
        let mut sorted = self.visits.clone();
        visits::sort_names(&mut sorted);
        let place = |name: &String| self.visits.iter().position(|seen| seen == name);
        let order: Vec<usize> = sorted.iter().filter_map(place).collect();
        self.head(out, &order)?;
        kept.iter().try_for_each(|row| self.write(out, row, &order))
    }

    fn row(&mut self, verdict: &Verdict) -> Row {
        let criterion = |id: &String| match verdict.criteria.iter().find(|result| result.id == *id) {
            Some(result) if result.not_applicable => Cell::of("not_applicable"),
            Some(result) => Cell::of(result.outcome.word()),
            None => Cell::EMPTY,
        };
        let mut visits: Vec<(usize, Vec<Cell>)> = Vec::new();
        for results in verdict.endpoints.chunk_by(|one, next| one.visit == next.visit) {
            let Some(EndpointResult { visit, .. }) = results.first() else {
                continue;
            };
            let at = self.visits.iter().position(|seen| seen == visit).unwrap_or_else(|| {
                self.visits.push(visit.clone());
                self.visits.len() - 1
            });
            let endpoint = |id: &String| {
                let found = results.iter().find(|result| result.id == *id);
                found.map_or(Cell::EMPTY, |result| Cell::of(result.outcome.word()))
            };
            visits.push((at, self.endpoints.iter().map(endpoint).collect()));
        }
        Row {
            patient: verdict.patient.clone(),
            trial: verdict.trial.clone(),
            verdict: verdict.overall.word(),
            criteria: self.criteria.iter().map(criterion).collect(),
            visits,
        }
    }

    /// The heading, with the visits in this order.
    fn head(&self, out: &mut dyn Write, order: &[usize]) -> io::Result<()> {
        let visits = order.iter().filter_map(|at| self.visits.get(*at));
        let columns = visits.flat_map(|visit| self.endpoints.iter().map(move |id| format!("{id}@{visit}")));
        let columns: Vec<String> = columns.collect();
        let criteria = self.criteria.iter().map(String::as_str);
        record(
            out,
            HEAD.into_iter()
                .chain(criteria)
                .chain(columns.iter().map(String::as_str)),
        )
    }

    fn write(&self, out: &mut dyn Write, row: &Row, order: &[usize]) -> io::Result<()> {
        let head = [row.patient.as_str(), row.trial.as_str(), row.verdict];
        let nothing = vec![Cell::EMPTY; self.endpoints.len()];
        let visits = order.iter().filter(|at| **at < self.visits.len()).flat_map(|at| {
            let found = row.visits.iter().find(|(visit, _)| visit == at);
            found.map_or(&nothing, |(_, cells)| cells)
        });
        let cells = row.criteria.iter().chain(visits).map(|cell| cell.word());
        record(out, head.into_iter().chain(cells))
    }
}

fn each_once<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for id in ids {
        if !once.contains(id) {
            once.push(id.clone());
        }
    }
    once
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
