//! What a trial says of a table, as a stream of Arrow and as lists.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, DictionaryArray, Int8Array, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::ArrowError;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::eval::Overall;
use crate::screening::{self, InError, Trial, Word};

/// So many bytes of ids are one batch: their places must fit 32 bits.
const IDS: usize = 1 << 30;

const OVERALL: [Overall; 4] = [
    Overall::Eligible,
    Overall::Ineligible,
    Overall::Undetermined,
    Overall::Error,
];

/// The columns `patient`, `trial`, `verdict` and one for each criterion.
#[pyclass(frozen, module = "elig._elig")]
pub struct Outcomes {
    batches: Vec<RecordBatch>,
    in_error: usize,
    errors: Vec<InError>,
}

impl Outcomes {
    /// Of what came out for one trial.
    pub fn of(trial: &Trial, outcomes: Option<screening::Outcomes>) -> PyResult<Self> {
        let outcomes = outcomes.unwrap_or_else(|| screening::Outcomes::new(trial.model()));
        let batches = batches(trial, &outcomes).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self {
            batches,
            in_error: outcomes.in_error,
            errors: outcomes.errors,
        })
    }
}

#[pymethods]
impl Outcomes {
    /// How many records could not be read.
    #[getter]
    fn in_error(&self) -> usize {
        self.in_error
    }

    /// The first of them: row, patient, what is wrong.
    #[getter]
    fn errors(&self) -> Vec<(usize, &str, Vec<&str>)> {
        let errors = self.errors.iter();
        errors
            .map(|error| {
                let messages = error.messages.iter().map(String::as_str);
                (error.row, error.patient.as_str(), messages.collect())
            })
            .collect()
    }

    /// The columns by name, each as a list of words; `None` where a cell is empty.
    fn columns(&self) -> Vec<(String, Vec<Option<&str>>)> {
        let Some(first) = self.batches.first() else {
            return Vec::new();
        };
        let columns = first.schema_ref().fields().iter().enumerate();
        columns
            .map(|(at, field)| {
                let cells = self.batches.iter().flat_map(|batch| words(batch.column(at)));
                (field.name().clone(), cells.collect())
            })
            .collect()
    }

    /// The Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A request that cannot be met may be passed over.
        let _ = requested_schema;
        let schema = match self.batches.first() {
            Some(batch) => batch.schema(),
            None => Arc::new(arrow_schema::Schema::empty()),
        };
        let batches: Vec<Result<RecordBatch, ArrowError>> = self.batches.iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, schema);
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }
}

fn words(column: &ArrayRef) -> Vec<Option<&str>> {
    let any = column.as_any();
    if let Some(texts) = any.downcast_ref::<StringArray>() {
        return texts.iter().collect();
    }
    let dictionary = any.downcast_ref::<DictionaryArray<Int8Type>>();
    let typed = dictionary.and_then(|dictionary| dictionary.downcast_dict::<StringArray>());
    typed.map(|typed| typed.into_iter().collect()).unwrap_or_default()
}

fn batches(trial: &Trial, outcomes: &screening::Outcomes) -> Result<Vec<RecordBatch>, ArrowError> {
    let mut batches = Vec::new();
    let mut from = 0;
    // One batch at least, which says what the columns are.
    while from < outcomes.rows() || batches.is_empty() {
        let mut bytes = 0;
        let rest = outcomes.patients.get(from..).unwrap_or_default();
        let fits = rest.iter().take_while(|id| {
            bytes += id.len();
            bytes <= IDS
        });
        let count = fits.count().max(1).min(rest.len());
        batches.push(batch(trial, outcomes, from, from + count)?);
        from += count;
    }
    Ok(batches)
}

fn batch(trial: &Trial, outcomes: &screening::Outcomes, from: usize, to: usize) -> Result<RecordBatch, ArrowError> {
    let part = |cells: &[Option<Word>]| -> Vec<Option<Word>> {
        let cells = (from..to).map(|row| cells.get(row).copied().flatten());
        cells.collect()
    };
    let model = trial.model();
    let patients = outcomes.patients.get(from..to).unwrap_or_default();
    let verdicts = outcomes.verdicts.get(from..to).unwrap_or_default();
    let place = |overall: &Overall| OVERALL.iter().position(|other| other == overall);
    let verdicts = verdicts.iter().map(|overall| number(place(overall)));
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("patient".to_owned(), Arc::new(StringArray::from_iter_values(patients))),
        (
            "trial".to_owned(),
            dictionary([model.id.as_str()], (from..to).map(|_| Some(0)))?,
        ),
        ("verdict".to_owned(), dictionary(OVERALL.map(Overall::word), verdicts)?),
    ];
    for (criterion, cells) in model.criteria.iter().zip(&outcomes.criteria) {
        columns.push((criterion.id.clone(), cells_of(&part(cells))?));
    }
    for (endpoint, visit, cells) in outcomes.at_visits() {
        let id = model.endpoints.get(endpoint).map_or("", |endpoint| &endpoint.id);
        columns.push((format!("{id}@{visit}"), cells_of(&part(cells))?));
    }
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
}

fn cells_of(cells: &[Option<Word>]) -> Result<ArrayRef, ArrowError> {
    let place = |word: &Word| Word::ALL.iter().position(|other| other == word);
    let keys = cells.iter().map(|cell| number(cell.as_ref().and_then(place)));
    dictionary(Word::ALL.map(Word::word), keys)
}

fn number(place: Option<usize>) -> Option<i8> {
    place.and_then(|place| i8::try_from(place).ok())
}

fn dictionary<'a>(
    words: impl IntoIterator<Item = &'a str>,
    keys: impl Iterator<Item = Option<i8>>,
) -> Result<ArrayRef, ArrowError> {
    let words = StringArray::from_iter_values(words);
    Ok(Arc::new(DictionaryArray::<Int8Type>::try_new(
        keys.collect::<Int8Array>(),
        Arc::new(words),
    )?))
}
