//! What a trial means: resolved, typed, in canonical units. Data only.

pub mod expr;
pub mod fact;
pub mod trial;
pub mod walk;

pub use expr::{Expr, Node, Type};
pub use fact::{Fact, FactId, Kind, List, NumberKind, Options};
pub use trial::{BASELINE, Criterion, CriterionKind, Endpoint, ReadingNote, Trial};
