//! Verdicts as columns: the table of [`super::cells`] as Parquet holds it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, DictionaryArray, Int8Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::batch::{Verdicts, outcome};
use crate::eval::{Outcome, Overall, Verdict};
use crate::model::Trial;

/// The words of a criterion's column, by the numbers of [`outcome`].
const OUTCOMES: [&str; 4] = ["fail", "unknown", "pass", "not_applicable"];
/// The words of the verdict's column, by the numbers of [`outcome`]; the last is that of a record in error.
const OVERALL: [&str; 4] = ["ineligible", "undetermined", "eligible", "error"];
const ERROR: i8 = 3;

/// The columns of some trials: `patient`, `trial`, `verdict`, and the criteria of all, each id once.
#[derive(Debug)]
pub struct Shape {
    schema: SchemaRef,
    ids: Vec<String>,
    /// For each trial, for each column the criterion.
    criteria: Vec<Vec<Option<usize>>>,
    columns: usize,
}

/// Rows that are gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    patients: Vec<String>,
    trials: Vec<usize>,
    overall: Vec<i8>,
    cells: Vec<Vec<Option<i8>>>,
}

impl Shape {
    /// For these trials.
    #[must_use]
    pub fn new(trials: &[Trial]) -> Self {
        let mut names: Vec<String> = Vec::new();
        for criterion in trials.iter().flat_map(|trial| &trial.criteria) {
            if !names.contains(&criterion.id) {
                names.push(criterion.id.clone());
            }
        }
        let place = |trial: &Trial, name: &String| trial.criteria.iter().position(|criterion| criterion.id == *name);
        let criteria = trials
            .iter()
            .map(|trial| names.iter().map(|name| place(trial, name)).collect());
        let words = || DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
        let mut fields = vec![
            Field::new("patient", DataType::Utf8, false),
            Field::new("trial", DataType::Utf8, false),
            Field::new("verdict", words(), false),
        ];
        fields.extend(names.iter().map(|name| Field::new(name, words(), true)));
        Self {
            schema: Arc::new(Schema::new(fields)),
            ids: trials.iter().map(|trial| trial.id.clone()).collect(),
            criteria: criteria.collect(),
            columns: names.len(),
        }
    }

    /// A row of a batch.
    pub fn of_batch(&self, into: &mut Gathered, id: &[u8], trial: usize, verdicts: &Verdicts, row: usize) {
        let of = |cells: &[u8]| cells.get(row).and_then(|cell| i8::try_from(*cell).ok());
        let overall = of(&verdicts.overall).unwrap_or(ERROR);
        let id = String::from_utf8_lossy(id).into_owned();
        self.add(into, id, trial, overall, |criterion| {
            of(verdicts.criteria.get(criterion)?)
        });
    }

    /// A row of one verdict.
    pub fn of_verdict(&self, into: &mut Gathered, trial: usize, verdict: &Verdict) {
        let overall = match verdict.overall {
            Overall::Ineligible => outcome::FAIL,
            Overall::Undetermined => outcome::UNKNOWN,
            Overall::Eligible => outcome::PASS,
            Overall::Error => ERROR.unsigned_abs(),
        };
        let cell = |criterion: usize| {
            let result = verdict.criteria.get(criterion)?;
            let cell = match (result.outcome, result.not_applicable) {
                (_, true) => outcome::NOT_APPLICABLE,
                (Outcome::Pass, _) => outcome::PASS,
                (Outcome::Fail, _) => outcome::FAIL,
                (Outcome::Unknown, _) => outcome::UNKNOWN,
            };
            i8::try_from(cell).ok()
        };
        self.add(
            into,
            verdict.patient.clone(),
            trial,
            i8::try_from(overall).unwrap_or(ERROR),
            cell,
        );
    }

    fn add(&self, into: &mut Gathered, patient: String, trial: usize, overall: i8, cell: impl Fn(usize) -> Option<i8>) {
        into.patients.push(patient);
        into.trials.push(trial);
        into.overall.push(overall);
        into.cells.resize_with(self.columns, Vec::new);
        let criteria = self.criteria.get(trial).map_or(&[][..], Vec::as_slice);
        for (column, criterion) in into.cells.iter_mut().zip(criteria) {
            column.push(criterion.and_then(&cell));
        }
    }

    /// The rows as a batch.
    ///
    /// # Errors
    /// None that rows of this shape could cause.
    pub fn batch(&self, gathered: Gathered) -> Result<RecordBatch, ArrowError> {
        let words = |keys: Int8Array, words: [&str; 4]| -> Result<ArrayRef, ArrowError> {
            let values = Arc::new(StringArray::from(words.to_vec()));
            Ok(Arc::new(DictionaryArray::<Int8Type>::try_new(keys, values)?))
        };
        let name = |trial: &usize| self.ids.get(*trial).map_or("", String::as_str);
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from(gathered.patients)),
            Arc::new(
                gathered
                    .trials
                    .iter()
                    .map(|trial| Some(name(trial)))
                    .collect::<StringArray>(),
            ),
            words(Int8Array::from(gathered.overall), OVERALL)?,
        ];
        let mut cells = gathered.cells;
        cells.resize_with(self.columns, Vec::new);
        for keys in cells {
            columns.push(words(Int8Array::from(keys), OUTCOMES)?);
        }
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }
}

/// Writes batches as one Parquet file to an output that is handed over bit by bit.
pub struct Parquet {
    writer: ArrowWriter<Pending>,
    pending: Pending,
}

/// Bytes that wait to be written.
#[derive(Debug, Clone, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Pending {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn as_io(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

impl Parquet {
    /// Begins a file of this shape.
    ///
    /// # Errors
    /// None that such a shape could cause.
    pub fn new(shape: &Shape) -> io::Result<Self> {
        let pending = Pending::default();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(1 << 17))
            .build();
        let schema = Arc::clone(&shape.schema);
        let writer = ArrowWriter::try_new(pending.clone(), schema, Some(properties)).map_err(as_io)?;
        Ok(Self { writer, pending })
    }

    /// Adds rows and writes what is complete.
    ///
    /// # Errors
    /// Those of the output.
    pub fn add(&mut self, out: &mut dyn Write, rows: &RecordBatch) -> io::Result<()> {
        self.writer.write(rows).map_err(as_io)?;
        out.write_all(&self.pending.take())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of the output.
    pub fn end(self, out: &mut dyn Write) -> io::Result<()> {
        self.writer.close().map_err(as_io)?;
        out.write_all(&self.pending.take())
    }
}
