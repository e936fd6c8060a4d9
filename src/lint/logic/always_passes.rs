//! A criterion that every patient passes.

use super::Question;
use crate::codes::lint::ALWAYS_PASSES;
use crate::diagnostic::Diagnostics;
use crate::model::CriterionKind;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        let passes = question.passes(index);
        if question.told.contains(&index) || question.analysis.is_free(passes) || !question.analysis.is_never(!passes) {
            continue;
        }
        let Some(criterion) = question.criterion(index) else {
            continue;
        };
        question.told.insert(index);
        let message = match criterion.kind {
            CriterionKind::Inclusion => format!("every patient passes {}", criterion.id),
            CriterionKind::Exclusion => format!("{} excludes no patient", criterion.id),
        };
        out.push(
            ALWAYS_PASSES
                .at(criterion.rule.span, message)
                .about(["every patient", "no patient"])
                .help("hold the limit against the protocol, or say that it is meant:\nreading \"Every patient passes: …\""),
        );
    }
}
