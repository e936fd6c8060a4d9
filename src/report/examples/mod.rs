//! What came of worked cases, as text, JSON and JUnit.

pub mod human;
pub mod json;
pub mod junit;

use crate::eval::Outcome;
use crate::examples::{Met, Run};
use crate::model::Trial;
use crate::report::verdict::reason::{self, Page, Windows};
use crate::report::words;
use crate::source::{Sources, Span};

/// The worked cases of one file with what came of them.
#[derive(Debug, Clone, Copy)]
pub struct CasesPage<'a> {
    /// The file's shown name.
    pub file: &'a str,
    /// The trial or module.
    pub trial: &'a Trial,
    /// All texts.
    pub sources: &'a Sources,
    /// What came of the cases.
    pub run: &'a Run,
}

impl CasesPage<'_> {
    /// The expectation as it was written.
    fn written(&self, met: &Met) -> String {
        words::printed(&words::rule_text(self.sources, met.span))
    }

    /// What an expectation is about: `I8.4`, `SRI-4 at month_1`, the condition as it was written.
    fn about(&self, met: &Met) -> String {
        let about = match (&met.id, met.condition) {
            (Some(id), _) => id.clone(),
            (None, Some(span)) => words::printed(&words::rule_text(self.sources, span)),
            (None, None) => "the patient".to_owned(),
        };
        match &met.visit {
            Some(visit) => format!("{about} at {visit}"),
            None => about,
        }
    }

    /// `expected pass, came out fail`
    fn told(met: &Met) -> String {
        format!(
            "expected {}, came out {}",
            words::spaced(&met.expected),
            words::spaced(&met.got)
        )
    }

    /// Why it came out as it did, in one line; empty where nothing is known.
    fn reason(&self, met: &Met) -> String {
        let Some(explanation) = &met.explanation else {
            return String::new();
        };
        let outcome = match met.got.as_str() {
            "pass" | "yes" | "not_applicable" => Outcome::Pass,
            "fail" | "no" => Outcome::Fail,
            _ => Outcome::Unknown,
        };
        let windows = Windows::of(self.trial);
        let page = Page {
            trial: self.trial,
            windows: &windows,
            sources: self.sources,
            patient: None,
            record: None,
            visit: met.visit.as_deref(),
        };
        reason::tell(page, explanation, outcome, None)
    }

    fn line(&self, span: Span) -> usize {
        self.sources
            .get(span.source)
            .map_or(0, |source| source.position(span.start as usize).0)
    }
}
