//! Findings as JSON, with lines and columns from 1; columns count characters.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The text's shown name.
    pub file: String,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// One past the last column.
    pub end_column: usize,
}

impl Place {
    /// Finds a place.
    #[must_use]
    pub fn of(span: Span, sources: &Sources) -> Option<Self> {
        let source = sources.get(span.source)?;
        let (line, column) = source.position(span.start as usize);
        let (end_line, end_column) = source.position(span.end as usize);
        Some(Self {
            file: source.name.clone(),
            line,
            column,
            end_line,
            end_column,
        })
    }
}

/// A place and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonLabel {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The words under it.
    pub text: String,
}

/// An edit that mends the finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonFix {
    /// What is replaced.
    #[serde(flatten)]
    pub place: Place,
    /// By what.
    pub replacement: String,
    /// Whether `--fix` makes it.
    pub safe: bool,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonFinding {
    /// `E0301`
    pub code: &'static str,
    /// `unit-missing`
    pub name: &'static str,
    /// `error`, `warning` or `note`
    pub level: &'static str,
    /// The first line.
    pub message: String,
    /// The place of the first label.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// Every place.
    pub labels: Vec<JsonLabel>,
    /// The cure.
    pub help: Option<String>,
    /// The cure as an edit.
    pub fix: Option<JsonFix>,
}

impl JsonFinding {
    /// The shape of a finding.
    #[must_use]
    pub fn of(finding: &Diagnostic, sources: &Sources) -> Self {
        Self {
            code: finding.code.id,
            name: finding.code.name,
            level: finding.level().word(),
            message: finding.message.clone(),
            place: finding.span().and_then(|span| Place::of(span, sources)),
            labels: finding
                .labels
                .iter()
                .filter_map(|label| {
                    Some(JsonLabel {
                        place: Place::of(label.span, sources)?,
                        text: label.text.clone(),
                    })
                })
                .collect(),
            help: finding.help.clone(),
            fix: finding.fix.as_ref().and_then(|fix| {
                Some(JsonFix {
                    place: Place::of(fix.span, sources)?,
                    replacement: fix.replacement.clone(),
                    safe: fix.safe,
                })
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Code, Level};
    use serde_json::json;

    static CODE: Code = Code {
        id: "E0301",
        name: "unit-missing",
        level: Level::Error,
        summary: "",
    };

    #[test]
    fn every_field() {
        let mut sources = Sources::default();
        let id = sources.add("a.elig", "µ > 90\n");
        let finding = CODE
            .at(Span::new(id, 5, 7), "no unit")
            .here("of what?")
            .help("write it")
            .fix(Span::new(id, 7, 7), " g");
        let found = serde_json::to_value(JsonFinding::of(&finding, &sources)).unwrap();
        assert_eq!(
            found,
            json!({"code": "E0301", "name": "unit-missing", "level": "error", "message": "no unit",
                "file": "a.elig", "line": 1, "column": 5, "end_line": 1, "end_column": 7,
                "labels": [{"file": "a.elig", "line": 1, "column": 5, "end_line": 1, "end_column": 7, "text": "of what?"}],
                "help": "write it",
                "fix": {"file": "a.elig", "line": 1, "column": 7, "end_line": 1, "end_column": 7, "replacement": " g", "safe": false}})
        );
    }

    #[test]
    fn without_a_place() {
        let found = serde_json::to_value(JsonFinding::of(&CODE.without_place("x"), &Sources::default())).unwrap();
        assert_eq!(found.get("file"), None);
        assert_eq!(found["labels"], json!([]));
    }
}
