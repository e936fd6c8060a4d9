//! Trials and patients for other programs: rules from their text, records from theirs, what each trial says of each.
//!
//! Nothing here reads a file: texts come as texts, and what stands beside a trial through [`crate::library::Modules`].

mod outcomes;
mod patient;
mod side_by_side;
mod table;
mod trial;

pub use outcomes::{InError, Outcomes, VisitOutcomes, Word};
pub use patient::{Patient, Screening};
pub use table::Table;
pub use trial::{Refused, Trial};
