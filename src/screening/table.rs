//! Many records: trials lowered once, and asked of lines of JSON or of columns of Arrow.

use std::collections::HashSet;

use arrow_array::RecordBatch;

use super::outcomes::{Outcomes, Word};
use super::side_by_side;
use super::trial::Trial;
use crate::batch::{ArrowReader, Columns, Layout, LineReader, Program, ROWS, Run, lower, outcome};
use crate::eval::{Detail, Overall, Visits, judge};
use crate::model;
use crate::records::{Decoder, Raw, arrow_record};
use crate::source::SourceId;

/// The name of the text that a row becomes.
const RECORDS: &str = "records";

/// Trials, ready to be asked of tables of patients. What a program over columns decides it decides; every other row is
/// read and evaluated as a record of its own.
#[derive(Debug)]
pub struct Table<'t> {
    trials: Vec<OfTrial<'t>>,
    layout: Layout,
    /// The columns that are read, by the part of their name in front of a point.
    names: HashSet<&'t str>,
    id: &'t str,
}

#[derive(Debug)]
struct OfTrial<'t> {
    model: &'t model::Trial,
    program: Option<Program>,
    decoder: Decoder<'t>,
}

impl<'t> Table<'t> {
    /// Prepares. `id` is the name of the column, or the field, that holds the patient's id.
    #[must_use]
    pub fn new(trials: impl IntoIterator<Item = &'t Trial>, id: &'t str) -> Self {
        let mut layout = Layout::default();
        let mut names = HashSet::from([id, "visits"]);
        let trials = trials.into_iter().map(|trial| {
            let model = trial.model();
            names.extend(model.facts.iter().map(|fact| fact.name.as_str()));
            // A trial that columns do not hold leaves none behind for the others to read.
            let mut with_its_own = layout.clone();
            let program = lower(model, &mut with_its_own);
            if program.is_some() {
                layout = with_its_own;
            }
            OfTrial {
                model,
                program,
                decoder: Decoder::new(&model.facts).with_id(id),
            }
        });
        let trials = trials.collect();
        Self {
            trials,
            layout,
            names,
            id,
        }
    }

    /// Whether a column of this name is read: a fact, a part of one (`ALT.high`), the id or the visits.
    #[must_use]
    pub fn reads(&self, name: &str) -> bool {
        self.names.contains(name.split('.').next().unwrap_or(name))
    }

    /// No rows yet, a table for each trial.
    #[must_use]
    pub fn empty(&self) -> Vec<Outcomes> {
        self.trials.iter().map(|trial| Outcomes::new(trial.model)).collect()
    }

    /// What the trials say of records, one JSON object each. `first` is the number of the first among all, from 0: a
    /// record without an id is called by its place.
    #[must_use]
    pub fn json<'r>(&self, records: impl IntoIterator<Item = &'r str>, first: usize) -> Vec<Outcomes> {
        let records = records.into_iter().enumerate();
        self.records(records.map(|(at, record)| Raw::numbered(RECORDS, record, first + at)))
    }

    /// The same of records that have their places and names.
    #[must_use]
    pub fn records(&self, records: impl IntoIterator<Item = Raw>) -> Vec<Outcomes> {
        let mut pass = Pass::new(self);
        let mut reader = LineReader::new(&self.layout, self.id);
        let mut records = records.into_iter();
        loop {
            let mut some: Vec<Option<Raw>> = records.by_ref().take(ROWS).map(Some).collect();
            if some.is_empty() {
                return pass.outcomes;
            }
            pass.batch.clear();
            for record in some.iter().flatten() {
                if record.is_json() {
                    reader.read(record.source.text.as_bytes(), &mut pass.batch);
                } else {
                    pass.batch.end_row(false);
                }
            }
            let numbers: Vec<usize> = some.iter().flatten().map(|record| record.index).collect();
            pass.judge(&numbers, |row| some.get_mut(row).and_then(Option::take));
        }
    }

    /// What the trials say of the rows of a batch of Arrow. A column is a fact (`ecog`) or a part of one (`ALT.high`);
    /// others are passed over. `first` is the number of the first row among all, from 0.
    #[must_use]
    pub fn arrow(&self, rows: &RecordBatch, first: usize) -> Vec<Outcomes> {
        let mut pass = Pass::new(self);
        let reader = ArrowReader::new(&self.layout, self.id);
        let reads = |name: &str| self.reads(name);
        let mut from = 0;
        while from < rows.num_rows() {
            let some = rows.slice(from, ROWS.min(rows.num_rows() - from));
            pass.batch.clear();
            reader.read(&some, 0, &mut pass.batch);
            let numbers: Vec<usize> = (0..some.num_rows()).map(|row| first + from + row).collect();
            pass.judge(&numbers, |row| {
                let text = arrow_record(&some, row, &reads);
                Some(Raw::numbered(RECORDS, text, first + from + row))
            });
            from += some.num_rows();
        }
        pass.outcomes
    }

    /// The same of several batches, on all processors; the rows of the outcomes stand in their order.
    #[must_use]
    pub fn arrow_batches(&self, batches: &[RecordBatch], first: usize) -> Vec<Outcomes> {
        let mut pieces = Vec::new();
        let mut number = first;
        for rows in batches {
            let mut from = 0;
            while from < rows.num_rows() {
                let count = side_by_side::PIECE.min(rows.num_rows() - from);
                pieces.push((number, rows.slice(from, count)));
                from += count;
                number += count;
            }
        }
        let done = side_by_side::each(&pieces, |(first, piece)| self.arrow(piece, *first));
        let mut all = self.empty();
        for outcomes in done {
            for (all, more) in all.iter_mut().zip(outcomes) {
                all.append(more);
            }
        }
        all
    }
}

/// One pass over some records: the room for a batch, what the programs made of it, what came of all.
struct Pass<'a, 't> {
    table: &'a Table<'t>,
    batch: Columns,
    runs: Vec<Option<Run>>,
    outcomes: Vec<Outcomes>,
}

impl<'a, 't> Pass<'a, 't> {
    fn new(table: &'a Table<'t>) -> Self {
        let runs = table.trials.iter().map(|trial| trial.program.as_ref().map(Run::new));
        Self {
            table,
            batch: Columns::new(&table.layout),
            runs: runs.collect(),
            outcomes: table.empty(),
        }
    }

    /// Judges the rows of the batch, by their numbers among all. `raw` gives a row as a record, once.
    fn judge(&mut self, numbers: &[usize], mut raw: impl FnMut(usize) -> Option<Raw>) {
        for (trial, run) in self.table.trials.iter().zip(&mut self.runs) {
            if let (Some(program), Some(run)) = (&trial.program, run) {
                run.run(program, &self.batch);
            }
        }
        for (row, index) in numbers.iter().enumerate() {
            let mut record: Option<Raw> = None;
            let trials = self.table.trials.iter().zip(&self.runs).zip(&mut self.outcomes);
            for ((trial, run), outcomes) in trials {
                match run {
                    Some(run) if run.verdicts.again.get(row) == Some(&false) => {
                        outcomes.add(name(&self.batch, row, *index), overall(run, row), |at| {
                            cell(run, at, row)
                        });
                    }
                    _ => {
                        record = record.or_else(|| raw(row));
                        let Some(record) = &record else { continue };
                        let decoded = trial.decoder.decode(record, SourceId::default());
                        let verdict = judge(trial.model, &decoded, Detail::Outcomes, Visits::All);
                        outcomes.add_verdict(&verdict);
                    }
                }
            }
        }
    }
}

fn name(batch: &Columns, row: usize, index: usize) -> String {
    match batch.id(row) {
        [] => format!("record {}", index + 1),
        // The readers take only what is UTF-8.
        id => String::from_utf8_lossy(id).into_owned(),
    }
}

fn overall(run: &Run, row: usize) -> Overall {
    match run.verdicts.overall.get(row) {
        Some(&outcome::FAIL) => Overall::Ineligible,
        Some(&outcome::UNKNOWN) | None => Overall::Undetermined,
        Some(_) => Overall::Eligible,
    }
}

fn cell(run: &Run, criterion: usize, row: usize) -> Option<Word> {
    let outcome = *run.verdicts.criteria.get(criterion)?.get(row)?;
    Some(match outcome {
        outcome::FAIL => Word::Fail,
        outcome::UNKNOWN => Word::Unknown,
        outcome::PASS => Word::Pass,
        _ => Word::NotApplicable,
    })
}
