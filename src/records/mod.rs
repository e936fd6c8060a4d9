//! The patients' door: records out of files, decoded into the facts of a trial.

mod arrow;
mod blocks;
mod decode;
mod frame;
mod input;
mod json;
pub mod parquet;
pub mod patient;
mod rows;
mod stream;
mod table;

pub use arrow::record as arrow_record;
pub(crate) use arrow::{key as arrow_key, seconds as arrow_seconds};
pub use blocks::{Line, Lines, Piece, Pieces};
pub(crate) use decode::dates::A_PERIOD;
pub use decode::{Decoded, Decoder, ID, Warning, decode};
pub use patient::{Facts, Known, Patient, Reading, Record, Records, Slot, Visit};
pub use stream::{Format, Raw, RecordStream, open};

#[cfg(test)]
mod tests;
