//! Criteria by what decides them.

use crate::lint::leaves_to_a_person;
use crate::model::{Criterion, Trial, reads};
use crate::protocol::ProtocolText;

/// The numbered items of a trial, each counted once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// The others of them: a person is asked, and no words say so. Of several trials with the trial's number in front.
    pub not_left: Vec<String>,
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
            match (judged.is_empty(), is_left(trial, criterion, protocol)) {
                (true, _) => {}
                (false, true) => found.left += 1,
                (false, false) => found.not_left.push(criterion.id.clone()),
            }
        }
        let of_criteria = trial.criteria.iter().flat_map(|criterion| &criterion.readings);
        let of_endpoints = trial.endpoints.iter().flat_map(|endpoint| &endpoint.readings);
        let notes = trial.readings.iter().chain(of_criteria).chain(of_endpoints);
        found.readings = notes.filter(|note| !note.damaged).count();
        found
    }

    pub(super) fn add(&mut self, trial: &str, other: &Self) {
        self.all += other.all;
        self.parts += other.parts;
        self.computed += other.computed;
        self.judged += other.judged;
        self.mixed += other.mixed;
        self.left += other.left;
        self.not_left
            .extend(other.not_left.iter().map(|id| format!("{trial} {id}")));
        self.damaged += other.damaged;
        self.readings += other.readings;
    }
}

/// Whether the words of a criterion, those of its item, of a criterion around it or of one in it leave it to a person. What
/// its readings say does not count: they are the author's.
fn is_left(trial: &Trial, criterion: &Criterion, protocol: Option<&ProtocolText>) -> bool {
    let within = |inner: &Criterion, outer: &Criterion| outer.span.contains(inner.span);
    let related = trial
        .criteria
        .iter()
        .filter(|other| within(other, criterion) || within(criterion, other));
    related.into_iter().any(|related| words_leave(related, protocol))
}

fn words_leave(criterion: &Criterion, protocol: Option<&ProtocolText>) -> bool {
    let text = criterion.text.iter().map(|(text, _)| text.as_str());
    let items = protocol.into_iter().flat_map(|protocol| &protocol.items);
    let item = items
        .filter(|item| item.id == criterion.id)
        .map(|item| item.text.as_str());
    text.chain(item).any(leaves_to_a_person)
}
