//! Verdicts, findings and facts to text. Decides nothing.

pub mod diagnostics;
pub mod diff;
pub mod examples;
pub mod explain;
pub mod facts;
pub mod library;
pub mod show;
pub mod snippet;
pub mod stats;
pub mod style;
pub mod text;
pub mod verdict;
pub mod words;

pub use style::{Paint, Style};
