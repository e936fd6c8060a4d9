//! The rules of a trial as a physician reads and signs them: the protocol's words beside what is evaluated.
//!
//! Every sentence is made of the checked model that the evaluator reads, and of nothing else, so what is written is what
//! is done. Two rules that mean different things are never written alike: values are written exactly, what belongs
//! together stands in brackets or in a list of its own, and every shape of a rule has its words.

mod conditions;
mod document;
mod glossary;
pub mod json;
pub mod markdown;
mod names;
mod preface;
mod prose;
mod quantities;
mod records;
mod rules;
pub mod text;
mod values;
mod windows;
mod writer;
mod written;

pub use document::{Document, Item, Note, Section};
pub use glossary::{Case, FactRow};
pub use prose::Prose;
pub use writer::Defined;
