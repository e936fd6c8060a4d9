//! A finding: what is wrong, where, and how to mend it.

use std::collections::BTreeSet;

use crate::codes::{Code, Level};
use crate::source::Span;

/// A place and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words under it; may be empty.
    pub text: String,
}

/// A replacement of some text that mends the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// What stands there instead.
    pub replacement: String,
}

/// One finding. Built where the fault is found, keyed by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding it is.
    pub code: &'static Code,
    /// The first line; it stands alone in a list.
    pub message: String,
    /// The first label is the place of the finding.
    pub labels: Vec<Label>,
    /// The cure, as text to paste where there is one. May have several lines.
    pub help: Option<String>,
    /// The cure as an edit, where it is certain.
    pub fix: Option<Fix>,
}

impl Code {
    /// Starts a finding with its place.
    pub fn at(&'static self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self,
            message: message.into(),
            labels: vec![Label {
                span,
                text: String::new(),
            }],
            help: None,
            fix: None,
        }
    }

    /// Starts a finding that has no place in any text.
    pub fn without_place(&'static self, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }
}

impl Diagnostic {
    /// Words under the place of the finding itself.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// A further place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// The cure.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The cure as an edit.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// The place of the finding, if it has one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// How much it weighs.
    #[must_use]
    pub fn level(&self) -> Level {
        self.code.level
    }
}

/// Where the stages put their findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    /// What was told already: place, code and words.
    told: BTreeSet<(Option<Span>, &'static str, String)>,
}

impl Diagnostics {
    /// Adds a finding, unless the very same one is there.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self
            .told
            .insert((diagnostic.span(), diagnostic.code.id, diagnostic.message.clone()))
        {
            self.all.push(diagnostic);
        }
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|d| d.level() == Level::Error)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// All of them, as they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// All of them in the order of their places.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.all.sort_by_key(|d| d.span());
        self.all
    }
}
