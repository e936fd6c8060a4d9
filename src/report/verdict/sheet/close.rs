//! The few criteria and endpoints that need a look: the rule with the patient's values in it, and what follows.

use std::io::{self, Write};

use super::Sheet;
use crate::eval::{CriterionResult, EndpointResult, Explanation, Need, Outcome, Overall, Response, Role};
use crate::report::snippet::{self, Mark};
use crate::report::style::Paint;
use crate::report::text;
use crate::report::verdict::atoms::{self, Class};
use crate::report::verdict::{labels, next, reason, rows};
use crate::report::words;
use crate::source::Span;

/// So much of what is open is shown from near, unless all is asked for.
const MANY: usize = 5;

/// So many steps are told of one criterion.
const STEPS: usize = 3;

/// Writes a block for each criterion that fails or is open.
pub(super) fn criteria(out: &mut dyn Write, sheet: &Sheet<'_>) -> io::Result<()> {
    let trial = sheet.page.trial;
    for result in rows::carriers(trial, sheet.verdict, Outcome::Fail) {
        criterion(out, sheet, result)?;
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
        criterion(out, sheet, result)?;
    }
    let left = open.len().saturating_sub(shown);
    if left > 0 && !decided {
        more(out, left)?;
    }
    Ok(())
}

/// Writes a block for each endpoint that is not reached or open at a visit that the record has.
pub(super) fn endpoints(out: &mut dyn Write, sheet: &Sheet<'_>) -> io::Result<()> {
    let of = |response| {
        let results = sheet.verdict.endpoints.iter();
        results.filter(move |result| result.recorded && result.outcome == response)
    };
    for result in of(Response::No) {
        endpoint(out, sheet, result)?;
    }
    let shown = if sheet.verbose { usize::MAX } else { MANY };
    for result in of(Response::Unknown).take(shown) {
        endpoint(out, sheet, result)?;
    }
    match of(Response::Unknown).count().saturating_sub(shown) {
        0 => Ok(()),
        left => more(out, left),
    }
}

fn more(out: &mut dyn Write, left: usize) -> io::Result<()> {
    let more = text::count(left, "more is", "more are");
    writeln!(out, "\n{more} open; --verbose shows them")
}

fn criterion(out: &mut dyn Write, sheet: &Sheet<'_>, result: &CriterionResult) -> io::Result<()> {
    let word = match result.outcome {
        Outcome::Fail => "fails",
        outcome => outcome.word(),
    };
    let head = format!("{} {word}", result.id);
    let marks = labels::of_criterion(sheet.page, result);
    let declared = sheet.page.trial.criteria.get(result.criterion);
    let mut sentences = either_way(sheet, result);
    if result.outcome == Outcome::Unknown {
        sentences.extend(steps(&result.needs, |need| next_step(sheet, result, need)));
    } else if marks.is_empty() {
        sentences.push(reason::of_criterion(sheet.page, result));
    }
    let head = (head, Paint::of_outcome(result.outcome));
    block(
        out,
        sheet,
        head,
        &marks,
        declared.map(|criterion| criterion.id_span),
        sentences,
    )
}

fn endpoint(out: &mut dyn Write, sheet: &Sheet<'_>, result: &EndpointResult) -> io::Result<()> {
    let page = sheet.page.at(&result.visit);
    let outcome = match result.outcome {
        Response::Unknown => Outcome::Unknown,
        Response::No => Outcome::Fail,
        Response::Yes | Response::NotApplicable => Outcome::Pass,
    };
    let marks = labels::of_rule(page, &result.explanation, outcome, true);
    let declared = page.trial.endpoints.get(result.endpoint);
    let sentences = match result.outcome {
        Response::Unknown => steps(&result.needs, |need| next_response(sheet, result, need)),
        _ if marks.is_empty() => vec![reason::of_endpoint(page, result)],
        _ => Vec::new(),
    };
    let head = format!(
        "{} {} at {}",
        result.id,
        words::spaced(result.outcome.word()),
        result.visit
    );
    let head = (head, Paint::of_response(result.outcome));
    let begins = declared.map(|endpoint| Span {
        end: endpoint.span.start,
        ..endpoint.span
    });
    block(out, sheet, head, &marks, begins, sentences)
}

/// What to do next of the first needs, and how many others there are.
fn steps(needs: &[Need], step: impl Fn(&Need) -> String) -> Vec<String> {
    let mut sentences: Vec<String> = needs.iter().take(STEPS).map(step).collect();
    let more = needs.len().saturating_sub(STEPS);
    if more > 0 {
        sentences.push(format!("{} open", text::count(more, "more fact is", "more facts are")));
    }
    sentences
}

/// A heading, the rule with its marks and the line at which it begins, and some sentences.
fn block(
    out: &mut dyn Write,
    sheet: &Sheet<'_>,
    (head, paint): (String, Paint),
    marks: &[Mark],
    begins: Option<Span>,
    sentences: Vec<String>,
) -> io::Result<()> {
    let style = sheet.style;
    writeln!(out, "\n{}", style.paint(paint, style.plain(&head)))?;
    let shown: Vec<Span> = begins.into_iter().collect();
    write!(out, "{}", snippet::draw(sheet.page.sources, marks, &shown, style))?;
    for sentence in sentences {
        let sentence = style.plain(&sentence);
        write!(out, "{}", text::block(&sentence, "  ", "    ", style.width))?;
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

/// The same of an endpoint: `next: rescue_medication. yes → ORR unknown; no → ORR yes.`
fn next_response(sheet: &Sheet<'_>, result: &EndpointResult, need: &Need) -> String {
    let patient = sheet.page.patient.filter(|_| result.needs.len() <= MANY);
    let answers = patient
        .map(|patient| next::responses(sheet.page, patient, result, need))
        .unwrap_or_default();
    let name = match &need.visit {
        Some(visit) if *visit != result.visit => format!("{} at {visit}", need.fact),
        _ => need.fact.clone(),
    };
    let differ = answers.iter().any(|(_, response)| *response != Response::Unknown);
    if differ {
        let told = answers.iter().map(|(answer, response)| {
            let word = words::spaced(response.word());
            format!("{answer} → {} {word}", result.id)
        });
        return format!("next: {name}. {}.", told.collect::<Vec<_>>().join("; "));
    }
    let question = need.question.as_deref();
    let question = question.map(|question| format!(" ({})", question.trim().trim_end_matches('?')));
    format!(
        "next: {name}{}: {}.",
        question.unwrap_or_default(),
        words::why(need.why)
    )
}

/// `AST passes either way: 100 U/L is 2.5×ULN.`
fn either_way(sheet: &Sheet<'_>, result: &CriterionResult) -> Vec<String> {
    let mut open: Vec<&Explanation> = Vec::new();
    let mut decided: Vec<(&Explanation, bool)> = Vec::new();
    compares(&result.explanation, true, &mut open, &mut decided);
    let mut told = Vec::new();
    let declared = sheet.page.trial.criteria.get(result.criterion);
    let in_favour = declared.is_none_or(|criterion| criterion.in_favour);
    for (node, positive) in decided {
        let wanted = if in_favour == positive { Class::Yes } else { Class::No };
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
        let name = reason::leaf_name(sheet.page, leaf);
        let fares = if class == wanted { "passes" } else { "fails" };
        let value = words::leaf_value(leaf, left);
        told.push(match reason::ratio(sheet.page.sources, left, right) {
            Some((times, _)) => format!("{name} {fares} either way: {value} is {times}."),
            None => format!("{name} {fares} either way: {value}."),
        });
    }
    told
}

/// The comparisons that are open, and those that are decided, each with whether it must hold for the whole to hold.
fn compares<'a>(
    node: &'a Explanation,
    positive: bool,
    open: &mut Vec<&'a Explanation>,
    decided: &mut Vec<(&'a Explanation, bool)>,
) {
    if let (Role::Compare(_), Some(class)) = (&node.role, atoms::class(node)) {
        if class == Class::Open {
            open.push(node)
        } else {
            decided.push((node, positive))
        }
        return;
    }
    for child in &node.children {
        compares(child, positive != (node.role == Role::Not), open, decided);
    }
}
