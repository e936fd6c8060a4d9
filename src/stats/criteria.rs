//! Criteria by what decides them.

use crate::lint::leaves_to_a_person;
use crate::model::{Criterion, Trial, reads};
use crate::protocol::ProtocolText;

/// The numbered items of a trial, each counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Criteria {
    /// All of them.
    pub all: usize,
    /// Those that stand in another.
    pub parts: usize,
    /// Those that read no judgement.
    pub computed: usize,
    /// Those that read judgements and nothing else.
    pub judged: usize,
    /// Those that read judgements and data.
    pub mixed: usize,
    /// Of the last two, those whose words leave it to a person.
    pub left: usize,
    /// Those of which a note says that the protocol's text is damaged.
    pub damaged: usize,
    /// The readings of the trial, of its criteria and of its endpoints.
    pub readings: usize,
}

impl Criteria {
    pub(super) fn of(trial: &Trial, protocol: Option<&ProtocolText>) -> Self {
        let mut found = Self::default();
        for criterion in &trial.criteria {
            found.all += 1;
            found.parts += usize::from(criterion.parent.is_some());
            found.damaged += usize::from(criterion.readings.iter().any(|note| note.damaged));
            let reads = reads::of_rule(trial, &criterion.rule);
            let facts = reads.iter().filter_map(|read| reads::fact_of(trial, *read));
            let (judged, data): (Vec<_>, Vec<_>) = facts.partition(|fact| fact.judgement);
            match (judged.is_empty(), data.is_empty()) {
                (true, _) => found.computed += 1,
                (false, true) => found.judged += 1,
                (false, false) => found.mixed += 1,
            }
            found.left += usize::from(!judged.is_empty() && is_left(criterion, protocol));
        }
        let of_criteria = trial.criteria.iter().flat_map(|criterion| &criterion.readings);
        let of_endpoints = trial.endpoints.iter().flat_map(|endpoint| &endpoint.readings);
        let notes = trial.readings.iter().chain(of_criteria).chain(of_endpoints);
        found.readings = notes.filter(|note| !note.damaged).count();
        found
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.parts += other.parts;
        self.computed += other.computed;
        self.judged += other.judged;
        self.mixed += other.mixed;
        self.left += other.left;
        self.damaged += other.damaged;
        self.readings += other.readings;
    }
}

/// Whether the words of a criterion, those of its item, or a reading of it leave it to a person.
fn is_left(criterion: &Criterion, protocol: Option<&ProtocolText>) -> bool {
    let text = criterion.text.iter().map(|(text, _)| text.as_str());
    let readings = criterion.readings.iter().map(|note| note.text.as_str());
    let items = protocol.into_iter().flat_map(|protocol| &protocol.items);
    let item = items
        .filter(|item| item.id == criterion.id)
        .map(|item| item.text.as_str());
    text.chain(readings).chain(item).any(leaves_to_a_person)
}
