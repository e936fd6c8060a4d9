//! Verdicts as JSON; the shape is that of `docs/verdict.schema.json`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::explanation::JsonExplanation;
use super::reason::Page;
use crate::eval::{CriterionResult, EndpointResult, Need, Verdict};
use crate::report::diagnostics::json::JsonFinding;
use crate::source::Sources;
use crate::value::{Number, Numbers};

/// A verdict.
#[derive(Debug, Serialize)]
pub struct JsonVerdict<'a> {
    patient: &'a str,
    trial: &'a str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    assessed: Option<String>,
    criteria: Vec<JsonCriterion<'a>>,
    needs: Vec<JsonNeed<'a>>,
    warnings: Vec<JsonWarning<'a>>,
    values: BTreeMap<&'a str, JsonValue<'a>>,
    endpoints: Vec<JsonEndpoint<'a>>,
    errors: Vec<JsonFinding>,
}

#[derive(Debug, Serialize)]
struct JsonCriterion<'a> {
    id: &'a str,
    kind: &'static str,
    outcome: &'static str,
    not_applicable: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    part: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    reason: String,
    needs: Vec<JsonNeed<'a>>,
    explanation: JsonExplanation,
}

#[derive(Debug, Serialize)]
struct JsonNeed<'a> {
    fact: &'a str,
    why: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    criteria: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visit: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonWarning<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonValue<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Box<RawValue>>,
    unit: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonEndpoint<'a> {
    id: &'a str,
    visit: &'a str,
    outcome: &'static str,
    reason: String,
    needs: Vec<JsonNeed<'a>>,
    explanation: JsonExplanation,
}

impl<'a> JsonVerdict<'a> {
    /// The shape of a verdict. `sources` holds the record's text too, where there are errors.
    #[must_use]
    pub fn of(page: Page<'a>, verdict: &'a Verdict, sources: &Sources) -> Self {
        Self {
            patient: &verdict.patient,
            trial: &verdict.trial,
            verdict: verdict.overall.word(),
            assessed: verdict.assessed.as_ref().map(crate::report::words::dates),
            criteria: verdict.criteria.iter().map(|result| criterion(page, result)).collect(),
            needs: verdict.needs.iter().map(|one| need(one, true)).collect(),
            warnings: verdict
                .warnings
                .iter()
                .map(|warning| JsonWarning {
                    code: &warning.code,
                    message: &warning.message,
                    criterion: warning.criterion.as_deref(),
                    fact: warning.fact.as_deref(),
                })
                .collect(),
            values: verdict
                .values
                .iter()
                .map(|value| (value.name.as_str(), computed(&value.value, &value.unit)))
                .collect(),
            endpoints: verdict.endpoints.iter().map(|result| endpoint(page, result)).collect(),
            errors: verdict
                .errors
                .iter()
                .map(|error| JsonFinding::of(error, sources))
                .collect(),
        }
    }
}

fn criterion<'a>(page: Page<'a>, result: &'a CriterionResult) -> JsonCriterion<'a> {
    let declared = page.trial.criteria.get(result.criterion);
    JsonCriterion {
        id: &result.id,
        kind: result.kind.word(),
        outcome: result.outcome.word(),
        not_applicable: result.not_applicable,
        part: result.part,
        text: declared
            .and_then(|criterion| criterion.text.as_ref())
            .map(|(text, _)| text.as_str()),
        reason: super::reason::of_criterion(page, result),
        needs: result.needs.iter().map(|one| need(one, false)).collect(),
        explanation: JsonExplanation::of(page, &result.explanation),
    }
}

fn endpoint<'a>(page: Page<'a>, result: &'a EndpointResult) -> JsonEndpoint<'a> {
    JsonEndpoint {
        id: &result.id,
        visit: &result.visit,
        outcome: result.outcome.word(),
        reason: super::reason::of_endpoint(page, result),
        needs: result.needs.iter().map(|one| need(one, false)).collect(),
        explanation: JsonExplanation::of(page.at(&result.visit), &result.explanation),
    }
}

fn need(need: &Need, with_criteria: bool) -> JsonNeed<'_> {
    JsonNeed {
        fact: &need.fact,
        why: need.why.word(),
        question: need.question.as_deref(),
        criteria: with_criteria.then_some(need.criteria.as_slice()),
        visit: need.visit.as_deref(),
    }
}

fn computed<'a>(value: &Numbers, unit: &'a str) -> JsonValue<'a> {
    let end = |bound: crate::value::Bound| bound.number().and_then(number);
    match (value.as_point(), value.nearly_point()) {
        (Some(point), _) => JsonValue {
            value: number(point),
            low: None,
            high: None,
            unit,
        },
        // A root or power that is known by its bounds.
        (None, Some(nearly)) => JsonValue {
            value: rounded(&nearly),
            low: None,
            high: None,
            unit,
        },
        (None, None) => JsonValue {
            value: None,
            low: end(value.low()),
            high: end(value.high()),
            unit,
        },
    }
}

/// A number with all its digits; one that has no end with twelve decimals.
fn number(number: &Number) -> Option<Box<RawValue>> {
    let exact = number.to_string();
    if exact.starts_with('≈') {
        return rounded(number);
    }
    RawValue::from_string(exact).ok()
}

/// A number with twelve decimals.
fn rounded(number: &Number) -> Option<Box<RawValue>> {
    let text = number.decimal(12);
    RawValue::from_string(text.strip_prefix('≈').unwrap_or(&text).to_owned()).ok()
}

/// Writes verdicts one after the other, as an array or one a line.
#[derive(Debug)]
pub struct Writer {
    array: bool,
    count: usize,
}

impl Writer {
    /// For an array, or for one verdict a line.
    #[must_use]
    pub fn new(array: bool) -> Self {
        Self { array, count: 0 }
    }

    /// Writes one.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&mut self, out: &mut dyn Write, verdict: &JsonVerdict<'_>) -> io::Result<()> {
        if self.array {
            out.write_all(if self.count == 0 { b"[\n" } else { b",\n" })?;
        }
        serde_json::to_writer(&mut *out, verdict).map_err(io::Error::from)?;
        if !self.array {
            out.write_all(b"\n")?;
        }
        self.count += 1;
        Ok(())
    }

    /// Closes the array.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        if self.array {
            out.write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        out.flush()
    }
}
