//! A protocol's text: its items, what stands where, and how near a quote comes to it.

pub mod outline;
mod regions;
mod text;
mod words;

pub use outline::Item;
pub use regions::Regions;
pub use text::{ProtocolText, signs};
pub use words::{LEAST, Near, count, near};
