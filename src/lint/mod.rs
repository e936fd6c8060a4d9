//! Model to advice: one rule, one file.

pub mod allow;
mod limit_differs;
pub mod mend;
pub mod policy;
mod protocol_items;
mod protocol_text;
mod quote;
mod unverified_definition;

use crate::codes::lint::PROTOCOL_MISSING;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Trial;
use crate::source::{Source, SourceId, Span};

/// Advice on a checked trial, held against its protocol's text where there is one.
pub fn lint(trial: &Trial, protocol: Option<(SourceId, &Source)>, out: &mut Diagnostics) {
    if let Some((id, source)) = protocol {
        let text = protocol_text::ProtocolText::new(id, &source.text);
        quote::check(trial, &text, out);
        protocol_items::check(trial, &text, out);
    }
    limit_differs::check(trial, out);
    unverified_definition::check(trial, out);
}

/// The protocol that a header names is not there.
#[must_use]
pub fn protocol_missing(path: &str, span: Span) -> Diagnostic {
    PROTOCOL_MISSING
        .at(span, format!("the protocol's text `{path}` cannot be read"))
        .help("put it beside this file; without it no quote can be held against it")
}
