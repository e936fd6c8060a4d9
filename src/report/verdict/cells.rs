//! Verdicts as the rows of a table, one as it comes: the cells of [`super::matrix`] for many patients.

use crate::batch::{Verdicts, outcome};
use crate::eval::{Outcome, Verdict};
use crate::model::Trial;

/// Room for the longest cell.
const WIDTH: usize = 16;

/// A cell with the separator in front of it.
#[derive(Debug, Clone, Copy)]
struct Cell {
    text: [u8; WIDTH],
    length: usize,
}

impl Cell {
    const fn of(word: &[u8]) -> Self {
        let mut text = [b' '; WIDTH];
        let mut at = 0;
        while at < word.len() && at < WIDTH {
            text[at] = word[at];
            at += 1;
        }
        Self { text, length: at }
    }
}

/// By the numbers of [`outcome`].
const CELLS: [Cell; 4] = [
    Cell::of(b",fail"),
    Cell::of(b",unknown"),
    Cell::of(b",pass"),
    Cell::of(b",not_applicable"),
];

const NOTHING: Cell = Cell::of(b",");

/// The words for what a trial says of a patient, by the numbers of [`outcome`].
const OVERALL: [&str; 3] = ["ineligible", "undetermined", "eligible"];

/// The table of some trials.
#[derive(Debug)]
pub struct Cells {
    /// The criteria of all trials, each id once.
    columns: Vec<String>,
    trials: Vec<OfTrial>,
}

#[derive(Debug)]
struct OfTrial {
    /// `,NCT07181720,`
    id: Vec<u8>,
    /// For each column the trial's criterion.
    criteria: Vec<Option<usize>>,
}

impl Cells {
    /// For these trials.
    #[must_use]
    pub fn new(trials: &[Trial]) -> Self {
        let mut columns: Vec<String> = Vec::new();
        for criterion in trials.iter().flat_map(|trial| &trial.criteria) {
            if !columns.contains(&criterion.id) {
                columns.push(criterion.id.clone());
            }
        }
        let trials = trials.iter().map(|trial| {
            let mut id = vec![b','];
            quoted(&mut id, trial.id.as_bytes());
            id.push(b',');
            let place = |column: &String| trial.criteria.iter().position(|criterion| criterion.id == *column);
            OfTrial {
                id,
                criteria: columns.iter().map(place).collect(),
            }
        });
        let trials = trials.collect();
        Self { columns, trials }
    }

    /// The heading; `reasons` adds a column for them.
    pub fn head(&self, out: &mut Vec<u8>, reasons: bool) {
        out.extend_from_slice(b"patient,trial,verdict");
        for column in &self.columns {
            out.push(b',');
            quoted(out, column.as_bytes());
        }
        if reasons {
            out.extend_from_slice(b",reasons");
        }
        out.push(b'\n');
    }

    /// A row of a batch.
    pub fn of_batch(&self, out: &mut Vec<u8>, id: &[u8], trial: usize, verdicts: &Verdicts, row: usize) {
        let Some(of) = self.trials.get(trial) else { return };
        quoted(out, id);
        out.extend_from_slice(&of.id);
        let overall = verdicts.overall.get(row).map_or(1, |overall| usize::from(*overall));
        out.extend_from_slice(OVERALL.get(overall).unwrap_or(&"eligible").as_bytes());
        let mut at = out.len();
        out.resize(at + self.columns.len() * WIDTH + 1, b'\n');
        for criterion in &of.criteria {
            let cell = criterion
                .and_then(|criterion| verdicts.criteria.get(criterion)?.get(row))
                .and_then(|outcome| CELLS.get(usize::from(*outcome)))
                .unwrap_or(&NOTHING);
            if let Some(room) = out.get_mut(at..at + WIDTH) {
                room.copy_from_slice(&cell.text);
            }
            at += cell.length;
        }
        if let Some(end) = out.get_mut(at) {
            *end = b'\n';
        }
        out.truncate(at + 1);
    }

    /// A row of one verdict.
    pub fn of_verdict(&self, out: &mut Vec<u8>, trial: usize, verdict: &Verdict) {
        let Some(of) = self.trials.get(trial) else { return };
        quoted(out, verdict.patient.as_bytes());
        out.extend_from_slice(&of.id);
        out.extend_from_slice(verdict.overall.word().as_bytes());
        for criterion in &of.criteria {
            let result = criterion.and_then(|criterion| verdict.criteria.get(criterion));
            let cell = result.map_or(&NOTHING, |result| match (result.outcome, result.not_applicable) {
                (_, true) => cell(outcome::NOT_APPLICABLE),
                (Outcome::Pass, _) => cell(outcome::PASS),
                (Outcome::Fail, _) => cell(outcome::FAIL),
                (Outcome::Unknown, _) => cell(outcome::UNKNOWN),
            });
            out.extend_from_slice(cell.text.get(..cell.length).unwrap_or(b","));
        }
        out.push(b'\n');
    }
}

fn cell(outcome: u8) -> &'static Cell {
    CELLS.get(usize::from(outcome)).unwrap_or(&NOTHING)
}

/// A field, in quotes where it needs them.
fn quoted(out: &mut Vec<u8>, field: &[u8]) {
    if !field.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(field);
        return;
    }
    out.push(b'"');
    for byte in field {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}
