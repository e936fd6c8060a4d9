//! Worked cases as JSON.

use serde::Serialize;

use super::CasesPage;
use crate::examples::{Case, Met};

/// The cases of one file.
#[derive(Debug, Serialize)]
pub struct JsonFile {
    file: String,
    /// Its rules have no mistakes.
    usable: bool,
    passed: usize,
    failed: usize,
    cases: Vec<JsonCase>,
    coverage: JsonCoverage,
}

#[derive(Debug, Serialize)]
struct JsonCase {
    title: String,
    line: usize,
    passed: bool,
    expectations: Vec<JsonExpectation>,
}

#[derive(Debug, Serialize)]
struct JsonExpectation {
    expect: String,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visit: Option<String>,
    expected: String,
    got: String,
    met: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
    needs: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonCoverage {
    criteria: Vec<JsonCriterion>,
    branches: Vec<JsonBranch>,
}

#[derive(Debug, Serialize)]
struct JsonCriterion {
    id: String,
    outcomes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonBranch {
    line: usize,
    condition: String,
    holds: bool,
    reached: bool,
}

impl JsonFile {
    /// The shape of a file whose rules have mistakes.
    #[must_use]
    pub fn unusable(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            usable: false,
            passed: 0,
            failed: 0,
            cases: Vec::new(),
            coverage: JsonCoverage {
                criteria: Vec::new(),
                branches: Vec::new(),
            },
        }
    }

    /// The shape of one file's cases.
    #[must_use]
    pub fn of(page: CasesPage<'_>) -> Self {
        let failed = page.run.failed();
        let coverage = &page.run.coverage;
        Self {
            file: page.file.to_owned(),
            usable: true,
            passed: page.run.cases.len() - failed,
            failed,
            cases: page.run.cases.iter().map(|case| json_case(page, case)).collect(),
            coverage: JsonCoverage {
                criteria: coverage
                    .criteria
                    .iter()
                    .map(|criterion| JsonCriterion {
                        id: criterion.id.clone(),
                        outcomes: criterion.outcomes.iter().cloned().collect(),
                    })
                    .collect(),
                branches: coverage
                    .branches
                    .iter()
                    .map(|branch| JsonBranch {
                        line: page.line(branch.condition),
                        condition: page.sources.slice(branch.condition).to_owned(),
                        holds: branch.holds,
                        reached: branch.reached,
                    })
                    .collect(),
            },
        }
    }
}

fn json_case(page: CasesPage<'_>, case: &Case) -> JsonCase {
    JsonCase {
        title: case.title.clone(),
        line: page.line(case.span),
        passed: case.passed(),
        expectations: case.expectations.iter().map(|met| expectation(page, met)).collect(),
    }
}

fn expectation(page: CasesPage<'_>, met: &Met) -> JsonExpectation {
    JsonExpectation {
        expect: page.written(met),
        line: page.line(met.span),
        id: met.id.clone(),
        visit: met.visit.clone(),
        expected: met.expected.clone(),
        got: met.got.clone(),
        met: met.is_met(),
        reason: if met.is_met() { String::new() } else { page.reason(met) },
        needs: met.needs.iter().map(|need| need.fact.clone()).collect(),
    }
}
