//! What a definition says of itself.

use crate::source::Span;

/// A definition as its users see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it was published.
    pub sources: Vec<String>,
    /// What of it was not checked against a source, and where that is said.
    pub unverified: Option<(String, Span)>,
    /// Whether a rule, an endpoint, a worked case or another definition that is used uses it.
    pub used: bool,
    /// Where its name stands.
    pub span: Span,
}
