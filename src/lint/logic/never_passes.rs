//! A criterion that no patient can pass.

use super::Question;
use crate::codes::lint::NEVER_PASSES;
use crate::diagnostic::Diagnostics;
use crate::model::{CriterionKind, Expr, Node};
use crate::source::Span;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        let passes = question.passes(index);
        if question.told.contains(&index) || question.analysis.is_free(passes) {
            continue;
        }
        if !question.analysis.is_never(passes) {
            continue;
        }
        let Some(criterion) = question.criterion(index) else {
            continue;
        };
        question.told.insert(index);
        let message = match criterion.kind {
            CriterionKind::Inclusion => format!("no patient can fulfil {}", criterion.id),
            CriterionKind::Exclusion => format!("{} excludes every patient", criterion.id),
        };
        let mut finding = NEVER_PASSES.at(criterion.rule.span, message);
        // The fewest lines that exclude each other.
        if let (CriterionKind::Inclusion, Node::And(lines)) = (criterion.kind, inner(&criterion.rule).node.as_ref()) {
            let holds: Vec<_> = lines.iter().map(|line| !question.analysis.truth(line).no).collect();
            let fewest = question.analysis.fewest(holds.clone());
            let places: Vec<Span> = lines
                .iter()
                .zip(&holds)
                .filter(|(_, literal)| fewest.contains(literal))
                .map(|(line, _)| line.span)
                .collect();
            let mut places = places.into_iter();
            if let Some(first) = places.next() {
                finding = NEVER_PASSES
                    .at(first, format!("no patient can fulfil {}", criterion.id))
                    .here(if places.len() > 0 {
                        "who fulfils this"
                    } else {
                        "this no patient can fulfil"
                    });
                for place in places {
                    finding = finding.label(place, "cannot fulfil this");
                }
            }
        }
        out.push(finding.help("as it stands nobody enters the trial; hold each limit against the protocol"));
    }
}

/// The lines of a rule, whatever is looked at meanwhile.
fn inner(rule: &Expr) -> &Expr {
    match rule.node.as_ref() {
        Node::Reading { body, .. } => inner(body),
        _ => rule,
    }
}
