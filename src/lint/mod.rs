//! Model to advice: one rule, one file, in a folder for each family.

mod acknowledge;
pub mod allow;
mod context;
mod fact;
mod logic;
pub mod mend;
pub mod policy;
mod protocol;
mod quantity;
mod quote;
mod time;
mod told;
mod wording;

use crate::codes::lint::PROTOCOL_MISSING;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

pub use context::Context;

/// A rule looks at a trial and tells what it finds.
type Rule = fn(&Context<'_>, &mut Diagnostics);

/// The families of rules, in the order in which they are told.
const FAMILIES: [&[Rule]; 7] = [
    protocol::RULES,
    quote::RULES,
    logic::RULES,
    quantity::RULES,
    time::RULES,
    fact::RULES,
    wording::RULES,
];

/// Advice on a checked trial; what its readings speak of is set aside with them.
pub fn lint(context: &Context<'_>, out: &mut Diagnostics) {
    for rule in FAMILIES.into_iter().flatten() {
        rule(context, out);
    }
    acknowledge::apply(context, out);
}

/// The protocol that a header names is not there.
#[must_use]
pub fn protocol_missing(path: &str, span: Span) -> Diagnostic {
    PROTOCOL_MISSING
        .at(span, format!("the protocol's text `{path}` cannot be read"))
        .help("put it beside this file; without it no quote can be held against it")
}
