//! A trial as Python holds it.

use std::path::PathBuf;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::TrialError;
use super::outcomes::Outcomes;
use super::text::{self, NotJson};
use crate::library::ShippedOnly;
use crate::records::Raw;
use crate::report::facts;
use crate::screening::{self, Screening, Table};

/// The name of a record's text.
const RECORD: &str = "record";
/// So many rows are read before they are evaluated, on all processors.
const ROUND: usize = 1 << 18;

/// A compiled trial.
#[pyclass(frozen, module = "elig._elig")]
pub struct Trial(screening::Trial);

/// A trial out of a file, with the modules and the protocol beside it.
#[pyfunction]
pub fn load(path: PathBuf) -> PyResult<Trial> {
    let trial = crate::cli::trial(&path).map_err(TrialError::new_err)?;
    usable(trial, &path.display().to_string())
}

/// A trial out of its text; the modules that come with elig are there, and no others.
#[pyfunction]
pub fn loads(text: &str, name: &str) -> PyResult<Trial> {
    let trial = screening::Trial::compile(name, text, &ShippedOnly);
    let trial = trial.map_err(|refused| TrialError::new_err(refused.to_string()))?;
    usable(trial, name)
}

fn usable(trial: screening::Trial, name: &str) -> PyResult<Trial> {
    let model = trial.model();
    if model.criteria.is_empty() && model.endpoints.is_empty() {
        return Err(TrialError::new_err(format!("\"{name}\" has no criteria")));
    }
    Ok(Trial(trial))
}

/// A record as it can be read: one that cannot be written as JSON is in error, with the reason.
fn raw(json: Result<String, NotJson>, index: usize) -> Raw {
    match json {
        Ok(json) => Raw::numbered(RECORD, json, index),
        Err(NotJson(why)) => Raw::refused(RECORD, why, index),
    }
}

#[pymethods]
impl Trial {
    /// The registry's number.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// The title.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.0.title()
    }

    /// The numbers of the criteria and their parts, in the order of the trial.
    #[getter]
    fn criteria(&self) -> Vec<&str> {
        let criteria = self.0.model().criteria.iter();
        criteria.map(|criterion| criterion.id.as_str()).collect()
    }

    /// What `elig facts --format json` writes.
    fn facts(&self) -> PyResult<String> {
        let mut out = Vec::new();
        facts::list::write(&mut out, self.0.model())?;
        Ok(String::from_utf8(out)?)
    }

    /// The verdicts on some records, each as JSON. `first` is the number of the first among all.
    fn verdicts(&self, py: Python<'_>, records: Vec<Bound<'_, PyAny>>, id: &str, first: usize) -> Vec<String> {
        let table = Table::new([&self.0], id);
        let reads = |name: &str| table.reads(name);
        let records = records.iter().enumerate();
        let records: Vec<Raw> = records
            .map(|(at, record)| raw(text::of(record, &reads), first + at))
            .collect();
        py.detach(|| {
            let screening = Screening::new(&self.0, id);
            let verdict = |record| {
                let patient = screening.read(record);
                screening.json(&patient, &screening.evaluate(&patient))
            };
            records.into_iter().map(verdict).collect()
        })
    }

    /// What the criteria say of records, as a table.
    fn rows(&self, py: Python<'_>, records: Vec<Bound<'_, PyAny>>, id: &str) -> PyResult<Outcomes> {
        let table = Table::new([&self.0], id);
        let reads = |name: &str| table.reads(name);
        let records = records.iter().enumerate();
        let records: Vec<Raw> = records
            .map(|(at, record)| raw(text::of_row(record, &reads), at))
            .collect();
        let outcomes = py.detach(|| table.records(records));
        Outcomes::of(&self.0, outcomes.into_iter().next())
    }

    /// What the criteria say of the rows of a stream of Arrow, as a table.
    fn table(
        &self,
        py: Python<'_>,
        stream: PyArrowType<arrow_array::ffi_stream::RecordBatchStreamReader>,
        id: &str,
    ) -> PyResult<Outcomes> {
        let table = Table::new([&self.0], id);
        let mut stream = stream.0;
        let schema = stream.schema();
        for (at, field) in schema.fields().iter().enumerate() {
            let earlier = schema.fields().iter().take(at);
            if table.reads(field.name()) && earlier.into_iter().any(|other| other.name() == field.name()) {
                let message = format!("the table has two columns `{}`", field.name());
                return Err(PyValueError::new_err(message));
            }
        }
        // The stream may run Python of its own, and evaluating needs none.
        let outcomes = py.detach(|| {
            let mut all = table.empty();
            let mut first = 0;
            loop {
                let mut round: Vec<RecordBatch> = Vec::new();
                let mut rows = 0;
                while rows < ROUND
                    && let Some(batch) = stream.next().transpose()?
                {
                    rows += batch.num_rows();
                    round.push(batch);
                }
                if round.is_empty() {
                    return Ok(all);
                }
                let outcomes = table.arrow_batches(&round, first);
                all.iter_mut().zip(outcomes).for_each(|(all, more)| all.append(more));
                first += rows;
            }
        });
        let outcomes = outcomes.map_err(|error: arrow_schema::ArrowError| PyValueError::new_err(error.to_string()))?;
        Outcomes::of(&self.0, outcomes.into_iter().next())
    }
}
