//! The patients' door.

pub mod patient;

pub use patient::{Facts, Known, Patient, Reading, Record, Records, Slot, Visit};
