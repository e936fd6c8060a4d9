//! A patient, decoded into the facts that a trial reads.

use crate::model::FactId;
use crate::source::Span;
use crate::value::{Dates, Numbers, Value};

/// A record's facts by number, and its visits.
#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    /// The record's `id`; its place in the input where it has none.
    pub id: String,
    /// What holds at the trial's moment of assessment.
    pub facts: Facts,
    /// In the order of the record.
    pub visits: Vec<Visit>,
}

impl Patient {
    /// Whether the record has a visit of this name.
    #[must_use]
    pub fn has_visit(&self, name: &str) -> bool {
        self.visits.iter().any(|visit| visit.name == name)
    }
}

/// One visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// `baseline`, `month_1`
    pub name: String,
    /// Its day.
    pub date: Dates,
    /// What holds at it. Personal facts are copied from the patient.
    pub facts: Facts,
}

/// One slot for each fact of the trial.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// By [`FactId`].
    pub slots: Vec<Slot>,
}

impl Facts {
    /// What the record says of a fact.
    #[must_use]
    pub fn get(&self, fact: FactId) -> &Slot {
        self.slots.get(fact.index()).unwrap_or(&Slot::Absent)
    }
}

/// What a record says of one fact or field.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot {
    /// Nothing.
    Absent,
    /// A value, perhaps known only in part.
    Value(Known),
    /// The history of a lab.
    Readings(Vec<Reading>),
    /// Records of a list.
    List(Records),
}

/// A value with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What it could be.
    pub value: Value,
    /// As the record has it, unit included: `4.2 mg/dL`, `2026-03`, `positive`.
    pub original: String,
    /// The conversion that was made, if one was: `9.0 g/dL = 90 g/L`.
    pub conversion: Option<String>,
    /// Its place in the patient's file.
    pub span: Span,
}

/// One reading of a lab.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The value, in the unit of the declaration.
    pub known: Known,
    /// The lower reference limit it carries.
    pub low: Option<Numbers>,
    /// The upper reference limit it carries.
    pub high: Option<Numbers>,
    /// Its date; without one it counts as of the moment of assessment.
    pub date: Option<Dates>,
    /// The further fields of the declaration.
    pub fields: Vec<Slot>,
}

/// The records of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// Each with one slot a field.
    pub records: Vec<Record>,
    /// There may be others.
    pub partial: bool,
}

/// One record of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// By the number of the field in the declaration.
    pub fields: Vec<Slot>,
    /// Its place in the patient's file.
    pub span: Span,
}
