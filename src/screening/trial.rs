//! A trial out of its text.

use std::fmt;

use super::patient::{Patient, Screening};
use crate::codes::Level;
use crate::diagnostic::Diagnostics;
use crate::eval::{CriterionResult, Verdict};
use crate::library::Modules;
use crate::lint::policy::Policy;
use crate::model;
use crate::records::ID;
use crate::report::Style;
use crate::report::diagnostics::human;
use crate::source::Sources;

/// A trial that patients can be asked of.
///
/// For one patient now and then its own methods do; for many see [`Screening`], which prepares once, and
/// [`Table`](super::Table), which evaluates whole columns.
#[derive(Debug, Clone)]
pub struct Trial {
    model: model::Trial,
    sources: Sources,
}

impl Trial {
    /// A trial from its text. `name` is what findings call the text; `modules` finds what stands beside it, and
    /// [`ShippedOnly`](crate::library::ShippedOnly) nothing: the modules that come with elig are always there.
    ///
    /// What could be written better is advice, and that of [`compile`](crate::compile()).
    ///
    /// # Errors
    /// Everything that is wrong with the rules.
    pub fn compile(name: &str, text: &str, modules: &dyn Modules) -> Result<Self, Refused> {
        let mut sources = Sources::default();
        let file = sources.add(name, text);
        let mut found = Diagnostics::default();
        let policy = Policy::default();
        match crate::compile_to_evaluate(&mut sources, file, modules, &policy, &mut found) {
            Some(model) if !found.has_errors() => Ok(Self { model, sources }),
            _ => Err(Refused { found, sources }),
        }
    }

    /// A trial that was compiled and has no errors, with the texts that it was compiled from.
    #[must_use]
    pub fn of(model: model::Trial, sources: Sources) -> Self {
        Self { model, sources }
    }

    /// The registry's number, or the text's name where it has no header.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.model.id
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.model.title.as_deref()
    }

    /// What it means: its facts, criteria and endpoints.
    #[must_use]
    pub fn model(&self) -> &model::Trial {
        &self.model
    }

    /// The texts that it was compiled from.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// A record, one JSON object, read for this trial. What is wrong with it is kept, and makes its verdict an error.
    #[must_use]
    pub fn patient(&self, json: &str) -> Patient {
        Screening::new(self, ID).patient(json)
    }

    /// What the trial says of a patient, with all reasons.
    #[must_use]
    pub fn evaluate(&self, patient: &Patient) -> Verdict {
        patient.verdict(self)
    }

    /// Why a criterion came out as it did, in one line.
    #[must_use]
    pub fn reason(&self, patient: &Patient, result: &CriterionResult) -> String {
        Screening::new(self, ID).reason(patient, result)
    }

    /// A verdict as JSON, as `docs/verdict.schema.json` describes it.
    #[must_use]
    pub fn json(&self, patient: &Patient, verdict: &Verdict) -> String {
        Screening::new(self, ID).json(patient, verdict)
    }
}

/// Why rules cannot be evaluated. Written out it is what `elig evaluate` says of them.
#[derive(Debug, Clone)]
pub struct Refused {
    /// All findings, the errors among them.
    pub found: Diagnostics,
    /// The texts that their places lie in.
    pub sources: Sources,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings = self.found.clone().sorted();
        let errors = findings.iter().filter(|finding| finding.level() == Level::Error);
        for (at, error) in errors.enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            f.write_str(&human::render(error, &self.sources, Style::default()))?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
