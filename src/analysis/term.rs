//! What a patient can have: numbers, options, dates and truths, each under one key.

use std::collections::BTreeMap;

use crate::model::FactId;
use crate::value::Number;

/// The number of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

/// Where a term stands in a patient's record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A fact at the moment of assessment.
    Fact(FactId),
    /// A field of a record of a list: the list, the record, the field.
    Field(FactId, usize, usize),
    /// Whether a list has that record.
    Exists(FactId, usize),
    /// A field of the latest reading of a lab.
    Reading(FactId, usize),
    /// The value of a reading over one of its limits: `true` is the upper one.
    Ratio(FactId, bool),
    /// Completed years since birth, on the day of the term.
    Years(FactId, Option<TermId>),
    /// Nothing that a record gives by itself.
    Derived,
}

/// A number, an option, a date or a truth.
#[derive(Debug, Clone)]
pub struct Term {
    /// Where it comes from.
    pub origin: Origin,
    /// Only whole numbers: years of age, the places of options, days.
    pub whole: bool,
    /// It is no lower than this.
    pub low: Option<Number>,
    /// And no higher.
    pub high: Option<Number>,
    /// It lies above 0.
    pub positive: bool,
}

impl Term {
    /// A number of which nothing is known.
    #[must_use]
    pub fn of(origin: Origin) -> Self {
        Self {
            origin,
            whole: false,
            low: None,
            high: None,
            positive: false,
        }
    }

    /// A day, counted from 1970-01-01.
    #[must_use]
    pub fn a_day(origin: Origin) -> Self {
        Self::of(origin).whole()
    }

    /// Within bounds.
    #[must_use]
    pub fn within(self, low: Option<Number>, high: Option<Number>) -> Self {
        Self { low, high, ..self }
    }

    /// Whole numbers only.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { whole: true, ..self }
    }
}

/// All terms.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    all: Vec<Term>,
    known: BTreeMap<String, TermId>,
}

impl Terms {
    /// The term of a key; made where there is none.
    pub fn get(&mut self, key: &str, make: impl FnOnce() -> Term) -> TermId {
        if let Some(known) = self.known.get(key) {
            return *known;
        }
        let id = TermId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(make());
        self.known.insert(key.to_owned(), id);
        id
    }

    /// All of them.
    pub fn ids(&self) -> impl Iterator<Item = TermId> {
        (0..self.all.len()).filter_map(|at| u32::try_from(at).ok().map(TermId))
    }

    /// A term by its number.
    #[must_use]
    pub fn term(&self, id: TermId) -> Option<&Term> {
        self.all.get(id.0 as usize)
    }
}
