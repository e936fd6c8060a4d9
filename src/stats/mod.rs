//! What a trial is made of, counted: criteria by what decides them, facts by where they come from, constructs, and how much of
//! the protocol is bound.

mod constructs;
mod criteria;
mod facts;

use crate::lint::Bound;
use crate::model::Trial;
use crate::protocol::ProtocolText;
use crate::source::{SourceId, Sources};
use crate::syntax::ast;

pub use constructs::Construct;
pub use criteria::Criteria;
pub use facts::Facts;

/// The figures of a trial, or of several together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stats {
    /// The registry's number.
    pub id: String,
    /// Its numbered items.
    pub criteria: Criteria,
    /// What it reads.
    pub facts: Facts,
    /// How often each construct stands in the author's file, in the order of [`Construct::ALL`].
    pub constructs: Vec<usize>,
    /// How much of the protocol is bound, where its text is there.
    pub protocol: Option<Binding>,
}

/// A protocol beside its trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Binding {
    /// Its items.
    pub items: usize,
    /// Those that have a criterion.
    pub with_criterion: usize,
    /// The signs of its items and those of them that stand in quotes; nothing where the trial quotes nothing.
    pub quoted: Option<(usize, usize)>,
}

impl Stats {
    /// Counts what a trial is made of. The protocol's text comes with whether every text of the trial is a quote of it.
    #[must_use]
    pub fn of(
        trial: &Trial,
        (file, tree): (SourceId, &ast::File),
        sources: &Sources,
        protocol: Option<(&ProtocolText, bool)>,
    ) -> Self {
        let (constructs, declared) = constructs::of(tree);
        let text = protocol.map(|(text, _)| text);
        Self {
            id: trial.id.clone(),
            criteria: Criteria::of(trial, text),
            facts: Facts::of(trial, file, sources, &declared),
            constructs,
            protocol: protocol.map(|(text, verbatim)| {
                let bound = Bound::new(trial, text, verbatim);
                Binding {
                    items: text.items.len(),
                    with_criterion: text.items.len() - bound.without_criterion().count(),
                    quoted: bound.quoted(),
                }
            }),
        }
    }

    /// All of several trials.
    #[must_use]
    pub fn total(all: &[Self]) -> Self {
        let mut total = Self {
            id: "total".to_owned(),
            ..Self::default()
        };
        for one in all {
            total.criteria.add(&one.id, &one.criteria);
            total.facts.add(&one.facts);
            total.constructs.resize(Construct::ALL.len(), 0);
            for (sum, count) in total.constructs.iter_mut().zip(&one.constructs) {
                *sum += count;
            }
            if let Some(binding) = one.protocol {
                let sum = total.protocol.get_or_insert_default();
                sum.items += binding.items;
                sum.with_criterion += binding.with_criterion;
                if let Some((all, quoted)) = binding.quoted {
                    let (sum_all, sum_quoted) = sum.quoted.get_or_insert((0, 0));
                    *sum_all += all;
                    *sum_quoted += quoted;
                }
            }
        }
        total
    }
}

/// Each construct with how many of the trials have it, and how often all of them do.
#[must_use]
pub fn uses(all: &[Stats]) -> Vec<(Construct, usize, usize)> {
    let counted = Construct::ALL.iter().enumerate().map(|(at, construct)| {
        let counts = all.iter().filter_map(|one| one.constructs.get(at));
        let trials = counts.clone().filter(|count| **count > 0).count();
        (*construct, trials, counts.sum())
    });
    counted.collect()
}
