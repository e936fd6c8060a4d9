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
    /// Whether it cannot be meant otherwise, so that it may be made without being read.
    pub safe: bool,
}

/// One finding. Built where the fault is found, keyed by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding it is.
    pub code: &'static Code,
    /// How much it weighs here; as its code says, unless a trial's settings say otherwise.
    pub level: Level,
    /// The first line; it stands alone in a list.
    pub message: String,
    /// The first label is the place of the finding.
    pub labels: Vec<Label>,
    /// The cure, as text to paste where there is one. May have several lines.
    pub help: Option<String>,
    /// The cure as an edit, where it is certain.
    pub fix: Option<Box<Fix>>,
    /// Words of which a `reading` that acknowledges the finding has one; none where no reading can.
    pub about: Vec<String>,
}

impl Code {
    /// Starts a finding with its place.
    pub fn at(&'static self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self,
            level: self.level,
            message: message.into(),
            labels: vec![Label {
                span,
                text: String::new(),
            }],
            help: None,
            fix: None,
            about: Vec::new(),
        }
    }

    /// Starts a finding that has no place in any text.
    pub fn without_place(&'static self, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self,
            level: self.level,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
            about: Vec::new(),
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

    /// A `reading` that has one of these words acknowledges the finding.
    #[must_use]
    pub fn about<T: Into<String>>(mut self, words: impl IntoIterator<Item = T>) -> Self {
        self.about.extend(words.into_iter().map(Into::into));
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
        self.fix = Some(Box::new(Fix {
            span,
            replacement: replacement.into(),
            safe: false,
        }));
        self
    }

    /// The cure as an edit that cannot be meant otherwise: it may be made without being read.
    #[must_use]
    pub fn safe_fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Fix {
            span,
            replacement: replacement.into(),
            safe: true,
        }));
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
        self.level
    }
}

/// Where the stages put their findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    /// Findings that a remark in the rules allows, with the reason that it gives.
    allowed: Vec<(Diagnostic, String)>,
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

    /// Takes out the findings for which there is a reason, and keeps them beside it.
    pub fn allow(&mut self, mut reason: impl FnMut(&Diagnostic) -> Option<String>) {
        for finding in std::mem::take(&mut self.all) {
            match reason(&finding) {
                Some(reason) => self.allowed.push((finding, reason)),
                None => self.all.push(finding),
            }
        }
    }

    /// What is allowed, and why.
    #[must_use]
    pub fn allowed(&self) -> &[(Diagnostic, String)] {
        &self.allowed
    }

    /// Gives each finding the level that is wanted of it, and drops those of which none is.
    pub fn weigh(&mut self, mut level: impl FnMut(&Diagnostic) -> Option<Level>) {
        self.all.retain_mut(|finding| match level(finding) {
            Some(level) => {
                finding.level = level;
                true
            }
            None => false,
        });
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
