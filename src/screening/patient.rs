//! One patient after another.

use super::trial::Trial;
use crate::diagnostic::Diagnostic;
use crate::eval::{CriterionResult, Detail, Verdict, Visits, judge};
use crate::records::{self, Decoded, Decoder, Raw};
use crate::report::verdict::json::JsonVerdict;
use crate::report::verdict::reason::{self, Page, Windows};
use crate::source::{SourceId, Sources};

/// The name of a record's text that is no part of a file.
const RECORD: &str = "record";

/// A record as one trial reads it.
#[derive(Debug, Clone)]
pub struct Patient {
    raw: Raw,
    decoded: Decoded,
}

impl Patient {
    /// The record's `id`; its place among the records where it has none.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.decoded.id
    }

    /// What cannot be used. A record with errors is not evaluated.
    #[must_use]
    pub fn errors(&self) -> &[Diagnostic] {
        &self.decoded.errors
    }

    /// What a person should look at.
    #[must_use]
    pub fn warnings(&self) -> &[records::Warning] {
        &self.decoded.warnings
    }

    /// What the record says of the trial's facts.
    #[must_use]
    pub fn facts(&self) -> &records::Patient {
        &self.decoded.patient
    }

    pub(super) fn verdict(&self, trial: &Trial) -> Verdict {
        judge(trial.model(), &self.decoded, Detail::Full, Visits::All)
    }
}

/// A trial that is prepared for patients one after another.
#[derive(Debug)]
pub struct Screening<'t> {
    trial: &'t Trial,
    decoder: Decoder<'t>,
    windows: Windows<'t>,
    text: SourceId,
}

impl<'t> Screening<'t> {
    /// Prepares. `id` is the name of the field that holds the patient's id.
    #[must_use]
    pub fn new(trial: &'t Trial, id: &'t str) -> Self {
        let texts = trial.sources().iter().count();
        Self {
            trial,
            decoder: Decoder::new(&trial.model().facts).with_id(id),
            windows: Windows::of(trial.model()),
            // The record's own text stands behind those of the rules.
            text: SourceId(u32::try_from(texts).unwrap_or(u32::MAX)),
        }
    }

    /// A record, one JSON object.
    #[must_use]
    pub fn patient(&self, json: &str) -> Patient {
        self.read(Raw::json(RECORD, json))
    }

    /// A record as it came out of a file, or with its place among others.
    #[must_use]
    pub fn read(&self, raw: Raw) -> Patient {
        let decoded = self.decoder.decode(&raw, self.text);
        Patient { raw, decoded }
    }

    /// What the trial says of a patient, with all reasons.
    #[must_use]
    pub fn evaluate(&self, patient: &Patient) -> Verdict {
        patient.verdict(self.trial)
    }

    /// Why a criterion came out as it did, in one line.
    #[must_use]
    pub fn reason(&self, patient: &Patient, result: &CriterionResult) -> String {
        reason::of_criterion(self.page(patient), result)
    }

    /// A verdict as JSON, as `docs/verdict.schema.json` describes it.
    #[must_use]
    pub fn json(&self, patient: &Patient, verdict: &Verdict) -> String {
        let with_record: Sources;
        let sources = if verdict.errors.is_empty() {
            self.trial.sources()
        } else {
            let mut sources = self.trial.sources().clone();
            sources.add_source(patient.raw.source.clone());
            with_record = sources;
            &with_record
        };
        let shape = JsonVerdict::of(self.page(patient), verdict, sources);
        // Texts, numbers and lists of them: there is nothing that JSON could not hold.
        serde_json::to_string(&shape).unwrap_or_default()
    }

    fn page<'a>(&'a self, patient: &'a Patient) -> Page<'a> {
        Page {
            trial: self.trial.model(),
            windows: &self.windows,
            sources: self.trial.sources(),
            patient: Some(&patient.decoded.patient),
            record: Some((self.text, &patient.raw.source)),
            visit: None,
        }
    }
}
