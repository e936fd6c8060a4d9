//! What the rules of the linter look at.

use std::cell::OnceCell;

use super::protocol::Bound;
use super::quote::Quotes;
use crate::library::Module;
use crate::model::{Criterion, Trial};
use crate::protocol::ProtocolText;
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
    /// Whether every text is a quote of it; otherwise those that come near to its words are.
    verbatim: bool,
    /// What is quoted, each sentence beside its rule.
    quotes: OnceCell<Quotes<'a>>,
    /// Where something is wrong with the file, so that the model is not the whole trial.
    pub broken: Vec<Span>,
}

impl<'a> Context<'a> {
    /// Brings together what the rules look at.
    #[must_use]
    pub fn new(
        trial: &'a Trial,
        (file, tree, text): (SourceId, &'a ast::File, &'a str),
        modules: &'a [Module],
        (protocol, verbatim): (Option<(SourceId, &Source)>, bool),
        broken: Vec<Span>,
    ) -> Self {
        Self {
            trial,
            tree,
            file,
            text,
            modules,
            protocol: protocol.map(|(id, source)| ProtocolText::new(id, &source.text)),
            verbatim,
            quotes: OnceCell::new(),
            broken,
        }
    }

    /// The trial beside its protocol, where there is one.
    pub(super) fn bound(&self) -> Option<Bound<'_>> {
        let protocol = self.protocol.as_ref()?;
        Some(Bound::new(self.trial, protocol, self.verbatim))
    }

    /// What is quoted, each sentence beside its rule; read once.
    pub(super) fn quotes(&self) -> &Quotes<'a> {
        self.quotes.get_or_init(|| Quotes::new(self))
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

    /// The whole item of the protocol around a place, with all its parts.
    #[must_use]
    pub fn item_around(&self, span: Span) -> Option<Span> {
        let criteria = self.trial.criteria.iter().map(|criterion| criterion.span);
        let endpoints = self.trial.endpoints.iter().map(|endpoint| endpoint.span);
        criteria
            .chain(endpoints)
            .filter(|item| item.contains(span))
            .max_by_key(|item| item.len())
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
