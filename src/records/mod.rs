//! The patients' door: records out of files, decoded into the facts of a trial.

mod blocks;
mod decode;
mod frame;
mod input;
mod json;
pub mod patient;
mod rows;
mod stream;
mod table;

pub(crate) use decode::dates::A_PERIOD;
pub use blocks::{Line, Lines, Piece, Pieces};
pub use decode::{Decoded, ID, Decoder, Warning, decode};
pub use patient::{Facts, Known, Patient, Reading, Record, Records, Slot, Visit};
pub use stream::{Format, Raw, RecordStream, open};

#[cfg(test)]
mod tests;
