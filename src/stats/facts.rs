//! Facts by where they are declared.

use super::constructs::Declared;
use crate::library::is_shipped;
use crate::model::Trial;
use crate::source::{SourceId, Sources};

/// What a trial reads: each fact once, a list with its fields as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// All of them.
    pub all: usize,
    /// Those of the shipped modules.
    pub shipped: usize,
    /// Those of modules beside the trial.
    pub beside: usize,
    /// The dates of the header.
    pub dates: usize,
    /// Those that the trial declares.
    pub declared: usize,
    /// Those that a criterion declares by `asks`.
    pub asked: usize,
    /// Those that a criterion declares by `judged`.
    pub judged: usize,
    /// Those of all these that only a person can say.
    pub judgements: usize,
}

impl Facts {
    pub(super) fn of(trial: &Trial, file: SourceId, sources: &Sources, declared: &Declared<'_>) -> Self {
        let mut found = Self::default();
        for fact in &trial.facts {
            found.all += 1;
            found.judgements += usize::from(fact.judgement);
            let place = if fact.span.source != file {
                let shipped = sources.get(fact.span.source).is_some_and(is_shipped);
                if shipped { &mut found.shipped } else { &mut found.beside }
            } else if fact.trial_date {
                &mut found.dates
            } else if declared.asked.contains(fact.name.as_str()) {
                &mut found.asked
            } else if declared.judged.contains(fact.name.as_str()) {
                &mut found.judged
            } else {
                &mut found.declared
            };
            *place += 1;
        }
        found
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.shipped += other.shipped;
        self.beside += other.beside;
        self.dates += other.dates;
        self.declared += other.declared;
        self.asked += other.asked;
        self.judged += other.judged;
        self.judgements += other.judgements;
    }
}
