//! The few criteria that need a look: the rule with the patient's values in it, and what follows.

use std::io::{self, Write};

use super::Sheet;
use crate::eval::{CriterionResult, Explanation, Need, Outcome, Overall, Role};
use crate::model::CriterionKind;
use crate::report::snippet;
use crate::report::style::Paint;
use crate::report::text;
use crate::report::verdict::atoms::{self, Class};
use crate::report::verdict::{labels, next, reason, rows};
use crate::report::words;

/// So many open criteria are shown from near, unless all are asked for.
const MANY: usize = 5;

/// So many steps are told of one criterion.
const STEPS: usize = 3;

/// Writes a block for each criterion that fails or is open.
pub(super) fn write(out: &mut dyn Write, sheet: &Sheet<'_>) -> io::Result<()> {
    let trial = sheet.page.trial;
    for result in rows::carriers(trial, sheet.verdict, Outcome::Fail) {
        block(out, sheet, result)?;
    }
    let open = rows::carriers(trial, sheet.verdict, Outcome::Unknown);
    // Of a patient who cannot take part what is open matters less.
    let decided = sheet.verdict.overall == Overall::Ineligible;
    let shown = match (sheet.verbose, decided) {
        (true, _) => open.len(),
        (false, true) => 0,
        (false, false) => MANY,
    };
    for result in open.iter().take(shown) {
        block(out, sheet, result)?;
    }
    let left = open.len().saturating_sub(shown);
    if left > 0 && !decided {
        writeln!(
            out,
            "\n{} open; --verbose shows them",
            text::count(left, "more is", "more are")
        )?;
    }
    Ok(())
}

fn block(out: &mut dyn Write, sheet: &Sheet<'_>, result: &CriterionResult) -> io::Result<()> {
    let word = match result.outcome {
        Outcome::Fail => "fails",
        outcome => outcome.word(),
    };
    let head = sheet
        .style
        .paint(Paint::of_outcome(result.outcome), format!("{} {word}", result.id));
    writeln!(out, "\n{head}")?;
    let marks = labels::of_criterion(sheet.page, result);
    let shown: Vec<_> = sheet
        .page
        .trial
        .criteria
        .get(result.criterion)
        .map(|criterion| criterion.id_span)
        .into_iter()
        .collect();
    write!(
        out,
        "{}",
        snippet::draw(sheet.page.sources, &marks, &shown, sheet.style)
    )?;
    let mut sentences = either_way(sheet, result);
    if result.outcome == Outcome::Unknown {
        sentences.extend(
            result
                .needs
                .iter()
                .take(STEPS)
                .map(|need| next_step(sheet, result, need)),
        );
        let more = result.needs.len().saturating_sub(STEPS);
        if more > 0 {
            sentences.push(format!("{} open", text::count(more, "more fact is", "more facts are")));
        }
    } else if marks.is_empty() {
        sentences.push(reason::of_criterion(sheet.page, result));
    }
    for sentence in sentences {
        write!(
            out,
            "{}",
            text::block(&sheet.style.plain(&sentence), "  ", "    ", sheet.style.width)
        )?;
    }
    Ok(())
}

/// `next: liver_infiltration. yes → I8.4 passes and the patient is eligible; no → I8.4 fails.`
fn next_step(sheet: &Sheet<'_>, result: &CriterionResult, need: &Need) -> String {
    let page = sheet.page;
    // Of many answers one changes little, and trying each takes long.
    let patient = page.patient.filter(|_| result.needs.len() <= MANY);
    let answers = patient
        .map(|patient| next::answers(page, patient, need))
        .unwrap_or_default();
    if let Some(consequences) = next::consequences(sheet.verdict, result.criterion, &answers) {
        return format!("next: {}. {consequences}.", need.fact);
    }
    let question = need
        .question
        .as_deref()
        .map(|question| format!(" ({})", question.trim().trim_end_matches('?')));
    format!(
        "next: {}{}: {}.",
        need.fact,
        question.unwrap_or_default(),
        words::why(need.why)
    )
}

/// `AST passes either way: 100 U/L is 2.5×ULN.`
fn either_way(sheet: &Sheet<'_>, result: &CriterionResult) -> Vec<String> {
    let mut open: Vec<&Explanation> = Vec::new();
    let mut decided: Vec<&Explanation> = Vec::new();
    compares(&result.explanation, &mut open, &mut decided);
    let mut told = Vec::new();
    let wanted = if result.kind == CriterionKind::Inclusion {
        Class::Yes
    } else {
        Class::No
    };
    for node in decided {
        let ([left, right], Some(class)) = (node.children.as_slice(), atoms::class(node)) else {
            continue;
        };
        // The same choice, as one line sets it against several values.
        let shared = open
            .iter()
            .any(|other| other.children.get(1).is_some_and(|limit| limit.span == right.span));
        let Role::Leaf(leaf) = &left.role else { continue };
        if !shared || right.role != Role::Cases {
            continue;
        }
        let name = words::leaf_label(sheet.page.trial, leaf);
        let fares = if class == wanted { "passes" } else { "fails" };
        let value = words::leaf_value(leaf, left);
        told.push(match reason::ratio(sheet.page.sources, left, right) {
            Some((times, _)) => format!("{name} {fares} either way: {value} is {times}."),
            None => format!("{name} {fares} either way: {value}."),
        });
    }
    told
}

fn compares<'a>(node: &'a Explanation, open: &mut Vec<&'a Explanation>, decided: &mut Vec<&'a Explanation>) {
    if let (Role::Compare(_), Some(class)) = (&node.role, atoms::class(node)) {
        if class == Class::Open {
            open.push(node)
        } else {
            decided.push(node)
        }
        return;
    }
    for child in &node.children {
        compares(child, open, decided);
    }
}
