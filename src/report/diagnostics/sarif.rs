//! Findings as SARIF 2.1.0, which code hosts and editors read. What a remark allows is there too, with its reason.

use std::io::{self, Write};

use serde::Serialize;

use super::json::Place;
use super::sarif_shape::{
    Artifact, Change, Configuration, Driver, Edit, Location, Log, Physical, Region, Replacement, Rule, Run, SarifFix,
    SarifResult, Suppression, Text, Tool,
};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};

/// Where the shape is described.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Collects the results of a run.
#[derive(Debug, Default)]
pub struct Results {
    all: Vec<SarifResult>,
}

impl Results {
    /// Adds a finding, with the reason why it may stand where a remark gives one.
    pub fn add(&mut self, finding: &Diagnostic, allowed: Option<&str>, sources: &Sources) {
        let message = match &finding.help {
            Some(help) => format!("{}\nhelp: {help}", finding.message),
            None => finding.message.clone(),
        };
        let mut labels = finding.labels.iter();
        let first = labels
            .next()
            .and_then(|label| location(label.span, None, None, sources));
        let related = labels.zip(1..);
        self.all.push(SarifResult {
            rule_id: finding.code.id,
            rule_index: of_rules().position(|code| code == finding.code).unwrap_or(0),
            level: finding.level().word(),
            message: Text::plain(message),
            locations: first.into_iter().collect(),
            related_locations: related
                .filter_map(|(label, id)| location(label.span, Some(id), Some(&label.text), sources))
                .collect(),
            fixes: fix(finding, sources).into_iter().collect(),
            suppressions: allowed.map_or_else(Vec::new, |reason| {
                vec![Suppression {
                    kind: "inSource",
                    justification: reason.to_owned(),
                }]
            }),
        });
    }

    /// Writes the whole log.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let driver = Driver {
            name: "elig",
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: of_rules().map(rule).collect(),
        };
        let log = Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool { driver },
                column_kind: "unicodeCodePoints",
                results: self.all,
            }],
        };
        let mut writer = serde_json::Serializer::pretty(&mut *out);
        log.serialize(&mut writer)?;
        writeln!(out)
    }
}

fn of_rules() -> impl Iterator<Item = &'static Code> {
    codes::all().filter(|code| !code.is_of_records())
}

fn rule(code: &'static Code) -> Rule {
    Rule {
        id: code.id,
        name: code.name,
        short_description: Text::plain(code.summary),
        help: Text {
            text: format!("elig explain {}", code.id),
            markdown: Some(code.page()),
        },
        default_configuration: Configuration {
            level: code.level.word(),
        },
    }
}

fn location(span: Span, id: Option<usize>, words: Option<&str>, sources: &Sources) -> Option<Location> {
    let place = Place::of(span, sources)?;
    Some(Location {
        id,
        physical_location: Physical {
            artifact_location: Artifact { uri: uri(&place.file) },
            region: Region::from(&place),
        },
        message: words.filter(|words| !words.is_empty()).map(Text::plain),
    })
}

fn fix(finding: &Diagnostic, sources: &Sources) -> Option<SarifFix> {
    let fix = finding.fix.as_deref()?;
    let place = Place::of(fix.span, sources)?;
    Some(SarifFix {
        description: Text::plain(finding.help.as_deref().unwrap_or("the cure")),
        artifact_changes: [Change {
            artifact_location: Artifact { uri: uri(&place.file) },
            replacements: [Replacement {
                deleted_region: Region::from(&place),
                inserted_content: Edit {
                    text: fix.replacement.clone(),
                },
            }],
        }],
    })
}

/// A path as a reference that may stand in a log.
fn uri(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut uri = String::from(if absolute { "file://" } else { "" });
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::syntax::OPERATOR_SPELLING;

    #[test]
    fn a_result_with_everything() {
        let mut sources = Sources::default();
        let id = sources.add("my trials/a.elig", "ALT =< 3*ULN\n");
        let place = Span::new(id, 4, 6);
        let finding = OPERATOR_SPELLING
            .at(place, "x")
            .label(Span::new(id, 0, 3), "y")
            .safe_fix(place, "<=");
        let mut results = Results::default();
        results.add(&finding, Some("why"), &sources);
        let mut out = Vec::new();
        results.write(&mut out).unwrap();
        let log: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let run = &log["runs"][0];
        let result = &run["results"][0];
        let index = result["ruleIndex"].as_u64().unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][usize::try_from(index).unwrap()]["id"],
            "E0122"
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20trials/a.elig");
        assert_eq!(place["region"]["startColumn"], 5);
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "y");
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["insertedContent"]["text"], "<=");
        assert_eq!(result["suppressions"][0]["justification"], "why");
    }

    #[test]
    fn paths() {
        assert_eq!(uri("/rules/ä.elig"), "file:///rules/%C3%A4.elig");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
