//! The part of SARIF 2.1.0 that is written.
//!
//! The crate `serde-sarif` has all of it, by builders of generated types that bring more code than these few shapes.

use serde::Serialize;

use super::json::Place;

/// The whole file.
#[derive(Debug, Serialize)]
pub struct Log {
    /// Where the shape is described.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// `2.1.0`
    pub version: &'static str,
    /// One.
    pub runs: [Run; 1],
}

/// A run of a tool.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Which tool.
    pub tool: Tool,
    /// What a column counts.
    pub column_kind: &'static str,
    /// What it found.
    pub results: Vec<SarifResult>,
}

/// A tool.
#[derive(Debug, Serialize)]
pub struct Tool {
    /// Its program.
    pub driver: Driver,
}

/// A program with its rules.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver {
    /// `elig`
    pub name: &'static str,
    /// `0.1.0`
    pub semantic_version: &'static str,
    /// What it may find.
    pub rules: Vec<Rule>,
}

/// Something that may be found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// `E0301`
    pub id: &'static str,
    /// `unit-missing`
    pub name: &'static str,
    /// One sentence.
    pub short_description: Text,
    /// Its page.
    pub help: Text,
    /// Its level where no settings say otherwise.
    pub default_configuration: Configuration,
}

/// A level.
#[derive(Debug, Serialize)]
pub struct Configuration {
    /// `error`, `warning` or `note`
    pub level: &'static str,
}

/// Words.
#[derive(Debug, Serialize)]
pub struct Text {
    /// As they are.
    pub text: String,
    /// As Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<&'static str>,
}

impl Text {
    /// Words without markup.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            markdown: None,
        }
    }
}

/// One finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SarifResult {
    /// `E0301`
    pub rule_id: &'static str,
    /// Its number among the rules.
    pub rule_index: usize,
    /// `error`, `warning` or `note`
    pub level: &'static str,
    /// The message and the cure.
    pub message: Text,
    /// Its place.
    pub locations: Vec<Location>,
    /// Further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    /// The cure as an edit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<SarifFix>,
    /// Why it may stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressions: Vec<Suppression>,
}

/// A place.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Its number among the further places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    /// Where.
    pub physical_location: Physical,
    /// The words under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
}

/// A stretch of a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Physical {
    /// The file.
    pub artifact_location: Artifact,
    /// The stretch.
    pub region: Region,
}

/// A file.
#[derive(Debug, Serialize)]
pub struct Artifact {
    /// Its path as a reference.
    pub uri: String,
}

/// Lines and columns from 1, the last column not included.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl From<&Place> for Region {
    fn from(place: &Place) -> Self {
        Self {
            start_line: place.line,
            start_column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
        }
    }
}

/// A cure.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SarifFix {
    /// In words.
    pub description: Text,
    /// As edits.
    pub artifact_changes: [Change; 1],
}

/// What changes in a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The file.
    pub artifact_location: Artifact,
    /// The edits.
    pub replacements: [Replacement; 1],
}

/// An edit.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replacement {
    /// What goes.
    pub deleted_region: Region,
    /// What comes.
    pub inserted_content: Edit,
}

/// What comes.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// The text.
    pub text: String,
}

/// Why a finding may stand.
#[derive(Debug, Serialize)]
pub struct Suppression {
    /// `inSource`
    pub kind: &'static str,
    /// The reason.
    pub justification: String,
}
