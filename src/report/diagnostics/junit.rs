//! Findings as JUnit XML, which build servers read: a suite a file, a test a finding.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::human;
use crate::codes::Level;
use crate::diagnostic::Diagnostic;
use crate::report::style::Style;
use crate::source::Sources;

/// The suite of one file. Findings below the level pass, with their words kept; a file without findings is one test.
#[must_use]
pub fn suite(file: &str, findings: &[Diagnostic], sources: &Sources, level: Level) -> TestSuite {
    let mut suite = TestSuite::new(file);
    if findings.is_empty() {
        suite.add_test_case(TestCase::new("nothing found", TestCaseStatus::success()));
    }
    for finding in findings {
        suite.add_test_case(test_case(file, finding, sources, level));
    }
    suite
}

fn test_case(file: &str, finding: &Diagnostic, sources: &Sources, level: Level) -> TestCase {
    let place = finding.span().and_then(|span| {
        let source = sources.get(span.source)?;
        let (line, column) = source.position(span.start as usize);
        Some((source.name.as_str(), line, column))
    });
    let head = format!("{} {}", finding.code.id, finding.code.name);
    let name = match place {
        Some((name, line, column)) if name == file => format!("{line}:{column} {head}"),
        Some((name, line, column)) => format!("{name}:{line}:{column} {head}"),
        None => head,
    };
    let whole = human::render(finding, sources, Style::default());
    let counts = finding.level() >= level;
    let status = if counts {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(finding.message.as_str());
        status.set_type(finding.level().word());
        status.set_description(whole.as_str());
        status
    } else {
        TestCaseStatus::success()
    };
    let mut test = TestCase::new(name, status);
    test.set_classname(file);
    if !counts {
        test.set_system_out(whole.as_str());
    }
    test
}

/// Writes all suites.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, suites: Vec<TestSuite>) -> io::Result<()> {
    let mut report = Report::new("elig lint");
    report.add_test_suites(suites);
    report.serialize(out).map_err(io::Error::other)
}
