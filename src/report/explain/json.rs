//! Codes as JSON.

use serde::Serialize;

use crate::codes::Code;

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonCode {
    /// `E0301`
    pub code: &'static str,
    /// `unit-missing`
    pub name: &'static str,
    /// `error`, `warning` or `note`
    pub level: &'static str,
    /// Whether it may be ignored or allowed.
    pub advice: bool,
    /// What it finds.
    pub summary: &'static str,
    /// The page, as Markdown.
    pub page: &'static str,
}

impl From<&'static Code> for JsonCode {
    fn from(code: &'static Code) -> Self {
        Self {
            code: code.id,
            name: code.name,
            level: code.level.word(),
            advice: code.is_advice(),
            summary: code.summary,
            page: code.page(),
        }
    }
}
