//! Worked cases: each is a patient, evaluated like any other, and held against what it expects.

mod coverage;
mod record;
mod run;

pub use coverage::{Branch, Coverage, CriterionReached};
pub use record::DAY;
pub use run::{Case, Met, Run, check, run};
