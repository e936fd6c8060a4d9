//! What a trial means: resolved, typed, in canonical units.

pub mod fact;

pub use fact::{Fact, FactId, Kind, List, NumberKind, Options};
