//! What a trial asks of a record.

pub mod blank;
pub mod list;
pub mod schema;
pub mod table;
