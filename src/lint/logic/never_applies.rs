//! `if C then …` where the other criteria let in nobody with C.

use super::Question;
use crate::analysis::{Literal, Place};
use crate::codes::lint::NEVER_APPLIES;
use crate::diagnostic::Diagnostics;
use crate::model::{Expr, Node, Type};

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    for index in question.units.clone() {
        if question.told.contains(&index) {
            continue;
        }
        let mut conditions: Vec<(&Expr, Literal)> = Vec::new();
        question.parts(index, &mut |analysis, expr, place: &Place| {
            if let Node::Cases {
                clauses,
                otherwise: None,
            } = expr.node.as_ref()
                && matches!(expr.ty, Type::Truth)
                && place.is_of_the_patient()
                && let Some((condition, _)) = clauses.first()
            {
                conditions.push((condition, analysis.truth_at(condition, place).yes));
            }
        });
        if conditions.is_empty() {
            continue;
        }
        let others = question.others(index);
        for (condition, holds) in conditions {
            // What never holds of anybody is told by itself.
            if question.analysis.is_never(holds) {
                continue;
            }
            let Some(by) = question.excluding(&others, holds) else {
                continue;
            };
            let by = question.criteria(&by);
            let names: Vec<String> = by.iter().map(|criterion| criterion.id.clone()).collect();
            let list = super::and_list(&names);
            let mut finding = NEVER_APPLIES
                .at(
                    condition.span,
                    format!("this never applies: {list} lets nobody in with whom it would"),
                )
                .here("the condition");
            for criterion in by {
                finding = finding.label(criterion.rule.span, criterion.id.clone());
            }
            question.told.insert(index);
            out.push(finding.about(names).help(format!(
                "hold both against the protocol, or say that it is meant:\nreading \"{list} rules this out: …\""
            )));
        }
    }
}
