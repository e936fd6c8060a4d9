//! What a trial says of the patients of a table, column by column.

use crate::eval::{EndpointResult, Outcome, Overall, Response, Verdict};
use crate::model;
use crate::report::verdict::visits;

/// The errors of so many records are kept; the others are counted.
const TOLD: usize = 20;

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The patient passes the criterion.
    Pass,
    /// The patient fails it.
    Fail,
    /// The record leaves it open.
    Unknown,
    /// It does not apply; a criterion is passed.
    NotApplicable,
    /// The endpoint is reached.
    Yes,
    /// It is not.
    No,
}

impl Word {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::Pass,
        Self::Fail,
        Self::Unknown,
        Self::NotApplicable,
        Self::Yes,
        Self::No,
    ];

    /// As it stands in a table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    fn of_outcome(outcome: Outcome, not_applicable: bool) -> Self {
        match outcome {
            _ if not_applicable => Self::NotApplicable,
            Outcome::Pass => Self::Pass,
            Outcome::Fail => Self::Fail,
            Outcome::Unknown => Self::Unknown,
        }
    }
}

impl From<Response> for Word {
    fn from(response: Response) -> Self {
        match response {
            Response::Yes => Self::Yes,
            Response::No => Self::No,
            Response::Unknown => Self::Unknown,
            Response::NotApplicable => Self::NotApplicable,
        }
    }
}

/// The endpoints at one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitOutcomes {
    /// The visit.
    pub visit: String,
    /// By endpoint a column, perhaps shorter than the table: then the rest is empty.
    pub endpoints: Vec<Vec<Option<Word>>>,
}

/// A record that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InError {
    /// Its row, from 0.
    pub row: usize,
    /// The patient's id.
    pub patient: String,
    /// What is wrong, a line each.
    pub messages: Vec<String>,
}

/// What one trial says of the patients of a table, in their order. A cell is empty where the record could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// The patients' ids.
    pub patients: Vec<String>,
    /// The answers.
    pub verdicts: Vec<Overall>,
    /// By the place of the criterion in [`model::Trial::criteria`] a column.
    pub criteria: Vec<Vec<Option<Word>>>,
    /// The endpoints at each visit that a record has.
    pub visits: Vec<VisitOutcomes>,
    /// How many records could not be read.
    pub in_error: usize,
    /// The first of them.
    pub errors: Vec<InError>,
    endpoints: usize,
}

impl Outcomes {
    /// Without rows.
    #[must_use]
    pub fn new(trial: &model::Trial) -> Self {
        Self {
            criteria: vec![Vec::new(); trial.criteria.len()],
            endpoints: trial.endpoints.len(),
            ..Self::default()
        }
    }

    /// How many patients there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.patients.len()
    }

    /// The columns behind the criteria, as `elig evaluate --format csv` has them: an endpoint's place in
    /// [`model::Trial::endpoints`], the visit, the cells. Visits stand in the order of time.
    #[must_use]
    pub fn at_visits(&self) -> Vec<(usize, &str, &[Option<Word>])> {
        let mut names: Vec<String> = self.visits.iter().map(|visit| visit.visit.clone()).collect();
        visits::sort_names(&mut names);
        let sorted = names
            .iter()
            .filter_map(|name| self.visits.iter().find(|visit| visit.visit == *name));
        let columns = sorted.flat_map(|visit| {
            let endpoints = visit.endpoints.iter().enumerate();
            endpoints.map(|(endpoint, cells)| (endpoint, visit.visit.as_str(), cells.as_slice()))
        });
        columns.collect()
    }

    /// Adds a row that the program judged.
    pub(super) fn add(&mut self, patient: String, overall: Overall, cell: impl Fn(usize) -> Option<Word>) {
        self.patients.push(patient);
        self.verdicts.push(overall);
        for (at, column) in self.criteria.iter_mut().enumerate() {
            column.push(cell(at));
        }
    }

    /// Adds a verdict.
    pub(super) fn add_verdict(&mut self, verdict: &Verdict) {
        let row = self.rows();
        if !verdict.errors.is_empty() {
            self.in_error += 1;
            if self.errors.len() < TOLD {
                self.errors.push(InError {
                    row,
                    patient: verdict.patient.clone(),
                    messages: verdict.errors.iter().map(|error| error.message.clone()).collect(),
                });
            }
        }
        for result in &verdict.endpoints {
            self.add_endpoint(result, row);
        }
        self.add(verdict.patient.clone(), verdict.overall, |at| {
            let result = verdict.criteria.get(at)?;
            Some(Word::of_outcome(result.outcome, result.not_applicable))
        });
    }

    fn add_endpoint(&mut self, result: &EndpointResult, row: usize) {
        let at = self.visit(&result.visit);
        let column = self
            .visits
            .get_mut(at)
            .and_then(|visit| visit.endpoints.get_mut(result.endpoint));
        if let Some(column) = column {
            column.resize(row, None);
            column.push(Some(result.outcome.into()));
        }
    }

    /// The place of a visit among those seen.
    fn visit(&mut self, name: &str) -> usize {
        let known = self.visits.iter().position(|visit| visit.visit == name);
        known.unwrap_or_else(|| {
            self.visits.push(VisitOutcomes {
                visit: name.to_owned(),
                endpoints: vec![Vec::new(); self.endpoints],
            });
            self.visits.len() - 1
        })
    }

    /// Adds the rows of another part of the table behind those that are there.
    pub fn append(&mut self, mut other: Self) {
        let rows = self.rows();
        for visit in other.visits {
            let at = self.visit(&visit.visit);
            let columns = self.visits.get_mut(at).map(|visit| &mut visit.endpoints);
            for (column, mut more) in columns.into_iter().flatten().zip(visit.endpoints) {
                column.resize(rows, None);
                column.append(&mut more);
            }
        }
        self.patients.append(&mut other.patients);
        self.verdicts.append(&mut other.verdicts);
        for (column, mut more) in self.criteria.iter_mut().zip(other.criteria) {
            column.append(&mut more);
        }
        self.in_error += other.in_error;
        let room = TOLD.saturating_sub(self.errors.len());
        let errors = other.errors.into_iter().take(room);
        self.errors.extend(errors.map(|error| InError {
            row: rows + error.row,
            ..error
        }));
    }
}
