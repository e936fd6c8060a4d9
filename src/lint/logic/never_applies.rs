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
        let others: Vec<usize> = question
            .neighbours(index)
            .into_iter()
            .filter(|other| !question.told.contains(other))
            .collect();
        for (condition, holds) in conditions {
            // What never holds of anybody is told by itself.
            if holds == Literal::NO || question.analysis.is_never(holds) {
                continue;
            }
            let mut asked: Vec<Literal> = others.iter().map(|other| question.passes(*other)).collect();
            asked.push(holds);
            let crate::analysis::Answer::Never(core) = question.analysis.ask(&asked) else {
                continue;
            };
            let fewest = question.analysis.fewest(core);
            if !fewest.contains(&holds) {
                continue;
            }
            let by: Vec<_> = others
                .iter()
                .filter(|other| fewest.contains(&question.passes(**other)))
                .filter_map(|other| question.criterion(*other))
                .collect();
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
