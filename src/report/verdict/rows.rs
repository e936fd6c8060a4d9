//! The criteria of a verdict as lines: which stands under which, and which carry the reason.

use crate::eval::{CriterionResult, Outcome, Verdict};
use crate::model::Trial;
use crate::report::verdict::reason::Page;
use crate::report::verdict::sheet::unescaped;
use crate::report::words;

/// The protocol's words on one line, or the rule where there are none.
#[must_use]
pub fn heading(page: Page<'_>, result: &CriterionResult) -> String {
    let criterion = page.trial.criteria.get(result.criterion);
    let words = match criterion.and_then(|criterion| criterion.text.as_ref()) {
        Some((text, _)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => words::printed(&words::rule_text(page.sources, result.explanation.span)),
    };
    unescaped(&words).trim_end_matches([';', ',', ' ']).to_owned()
}

/// How deep a criterion stands.
#[must_use]
pub fn depth(trial: &Trial, criterion: usize) -> usize {
    let mut depth = 0;
    let mut at = criterion;
    while let Some(parent) = trial.criteria.get(at).and_then(|criterion| criterion.parent) {
        if parent >= at {
            break;
        }
        at = parent;
        depth += 1;
    }
    depth
}

fn children<'a>(trial: &'a Trial, verdict: &'a Verdict, of: usize) -> impl Iterator<Item = &'a CriterionResult> {
    verdict.criteria.iter().filter(move |result| {
        trial
            .criteria
            .get(result.criterion)
            .and_then(|criterion| criterion.parent)
            == Some(of)
    })
}

/// Whether a criterion is made of criteria that are told on their own lines.
#[must_use]
pub fn is_heading(trial: &Trial, verdict: &Verdict, criterion: usize) -> bool {
    children(trial, verdict, criterion).any(|child| !child.part)
}

/// The criteria that are counted: no headings and no parts.
pub fn counted<'a>(trial: &'a Trial, verdict: &'a Verdict) -> impl Iterator<Item = &'a CriterionResult> {
    verdict
        .criteria
        .iter()
        .filter(move |result| !result.part && !is_heading(trial, verdict, result.criterion))
}

/// The deepest criteria that came out so, in the order of the trial: down to the parts that carry the reason.
#[must_use]
pub fn carriers<'a>(trial: &'a Trial, verdict: &'a Verdict, outcome: Outcome) -> Vec<&'a CriterionResult> {
    deepest(trial, verdict, outcome, true)
}

/// The deepest criteria that came out so, parts left out.
#[must_use]
pub fn deciders<'a>(trial: &'a Trial, verdict: &'a Verdict, outcome: Outcome) -> Vec<&'a CriterionResult> {
    deepest(trial, verdict, outcome, false)
}

fn deepest<'a>(trial: &'a Trial, verdict: &'a Verdict, outcome: Outcome, parts: bool) -> Vec<&'a CriterionResult> {
    let mut found = Vec::new();
    for result in &verdict.criteria {
        let top = trial
            .criteria
            .get(result.criterion)
            .is_none_or(|criterion| criterion.parent.is_none());
        if top && result.outcome == outcome {
            descend(trial, verdict, result, parts, &mut found);
        }
    }
    found
}

fn descend<'a>(
    trial: &'a Trial,
    verdict: &'a Verdict,
    result: &'a CriterionResult,
    parts: bool,
    found: &mut Vec<&'a CriterionResult>,
) {
    let alike: Vec<&CriterionResult> = children(trial, verdict, result.criterion)
        .filter(|child| child.outcome == result.outcome && child.criterion > result.criterion)
        .filter(|child| parts || !child.part)
        .filter(|child| !stands_aside(trial, result, child))
        .collect();
    if alike.is_empty() {
        found.push(result);
    }
    for child in alike {
        descend(trial, verdict, child, parts, found);
    }
}

/// Whether a part only says if a rule applies, which has a reason of its own.
fn stands_aside(trial: &Trial, rule: &CriterionResult, part: &CriterionResult) -> bool {
    let aside = |result: &CriterionResult| trial.criteria.get(result.criterion).is_some_and(|part| part.aside);
    aside(part) && !aside(rule)
}
