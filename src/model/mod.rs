//! What a trial means: resolved, typed, in canonical units. Data only.

pub mod definition;
pub mod example;
pub mod expr;
pub mod fact;
pub mod monotone;
pub mod reads;
pub mod trial;
pub mod walk;

pub use definition::Definition;
pub use example::{Example, Expectation, Expected};
pub use expr::{Expr, Node, Type};
pub use fact::{Fact, FactId, Kind, List, NumberKind, Options};
pub use trial::{BASELINE, Criterion, CriterionKind, Endpoint, ReadingNote, Trial};
