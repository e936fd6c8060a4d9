//! Which facts a criterion reads, and which way its truth goes with each.
//!
//! Where every reader of a fact pulls the same way, the fact's best case for one is the best for all: sub-expressions
//! decide as much as all completions together. Otherwise a rule may be decided though its parts are open.

use std::collections::BTreeMap;

use crate::model::FactId;

/// Which way a truth goes with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// It becomes true with it.
    Up,
    /// It becomes false with it.
    Down,
    /// Either.
    Either,
}

impl Direction {
    /// The other way.
    pub fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Either => Self::Either,
        }
    }
}

/// How facts are read.
#[derive(Debug, Default)]
pub(super) struct Reads(BTreeMap<FactId, Reader>);

#[derive(Debug)]
struct Reader {
    direction: Direction,
    options: Option<u128>,
    conflict: bool,
}

impl Reads {
    /// A fact is read; of an option among which.
    pub fn add(&mut self, fact: FactId, direction: Direction, options: Option<u128>) {
        self.0
            .entry(fact)
            .and_modify(|reader| {
                let same = reader.direction == direction && reader.options == options;
                reader.conflict |= !same || direction == Direction::Either;
            })
            .or_insert(Reader {
                direction,
                options,
                conflict: false,
            });
    }

    /// Whether a fact is read in two ways.
    pub fn conflict(&self) -> bool {
        self.0.values().any(|reader| reader.conflict)
    }
}
