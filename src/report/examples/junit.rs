//! Worked cases as JUnit XML, which build servers read: a suite a file, a test a case.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::CasesPage;
use crate::examples::Case;

/// The suite of one file.
#[must_use]
pub fn suite(page: CasesPage<'_>) -> TestSuite {
    let mut suite = TestSuite::new(page.file);
    for case in &page.run.cases {
        suite.add_test_case(test_case(page, case));
    }
    suite
}

/// The suite of a file whose rules have mistakes.
#[must_use]
pub fn unusable(file: &str) -> TestSuite {
    let mut suite = TestSuite::new(file);
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message("the file has mistakes; elig lint tells them");
    let mut test = TestCase::new(file, status);
    test.set_classname(file);
    suite.add_test_case(test);
    suite
}

fn test_case(page: CasesPage<'_>, case: &Case) -> TestCase {
    let status = if case.passed() {
        TestCaseStatus::success()
    } else {
        let unmet: Vec<String> = case
            .expectations
            .iter()
            .filter(|met| !met.is_met())
            .map(|met| {
                let told = format!(
                    "line {}: {}: {}",
                    page.line(met.span),
                    page.written(met),
                    CasesPage::told(met)
                );
                match page.reason(met) {
                    reason if reason.is_empty() => told,
                    reason => format!("{told} ({reason})"),
                }
            })
            .collect();
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(unmet.join("\n"));
        status.set_type("expectation");
        status
    };
    let mut test = TestCase::new(case.title.as_str(), status);
    test.set_classname(page.file);
    test
}

/// Writes all suites.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, suites: Vec<TestSuite>) -> io::Result<()> {
    let mut report = Report::new("elig");
    report.add_test_suites(suites);
    report.serialize(out).map_err(io::Error::other)
}
