//! What the rules of the linter look at.

use super::protocol::ProtocolText;
use crate::library::Module;
use crate::model::{Criterion, Trial};
use crate::source::{Source, SourceId, Span};
use crate::syntax::ast;

/// A checked trial with the texts that it came from.
pub struct Context<'a> {
    /// The model.
    pub trial: &'a Trial,
    /// The author's own file.
    pub tree: &'a ast::File,
    /// Which text that is.
    pub file: SourceId,
    /// The text.
    pub text: &'a str,
    /// The modules that the file uses.
    pub modules: &'a [Module],
    /// The protocol's text, where there is one.
    pub(super) protocol: Option<ProtocolText>,
    /// Something is wrong with the file, so that the model is not the whole trial.
    pub incomplete: bool,
}

impl<'a> Context<'a> {
    /// Brings together what the rules look at.
    #[must_use]
    pub fn new(
        trial: &'a Trial,
        (file, tree, text): (SourceId, &'a ast::File, &'a str),
        modules: &'a [Module],
        protocol: Option<(SourceId, &Source)>,
        incomplete: bool,
    ) -> Self {
        Self {
            trial,
            tree,
            file,
            text,
            modules,
            protocol: protocol.map(|(id, source)| ProtocolText::new(id, &source.text)),
            incomplete,
        }
    }

    /// Whether a place is in the author's own file rather than in a module.
    #[must_use]
    pub fn is_own(&self, span: Span) -> bool {
        span.source == self.file
    }

    /// What an author wrote at a place, on one line.
    #[must_use]
    pub fn written(&self, span: Span) -> String {
        let text = self
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The innermost criterion around a place, by its place in the trial.
    #[must_use]
    pub fn criterion_at(&self, span: Span) -> Option<usize> {
        let around = |(_, criterion): &(usize, &Criterion)| criterion.span.contains(span);
        let criteria = self.trial.criteria.iter().enumerate().filter(around);
        criteria
            .min_by_key(|(_, criterion)| criterion.span.len())
            .map(|(index, _)| index)
    }
}
