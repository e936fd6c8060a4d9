//! A judgement where the sentence states a limit that data could decide.

use super::stated_limit;
use crate::codes::lint::JUDGEMENT_FOR_DATA;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::{Expr, Node, Trial, walk};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for criterion in &context.trial.criteria {
        let Some(limit) = criterion.text.as_ref().and_then(|(text, _)| stated_limit(text)) else {
            continue;
        };
        if compares(&criterion.rule) {
            continue;
        }
        let mut judgement = None;
        walk::all(&criterion.rule, &mut |expr| {
            if judgement.is_none() && context.is_own(expr.span) && is_judgement(context.trial, expr) {
                judgement = Some(expr.span);
            }
        });
        if let Some(span) = judgement {
            out.push(
                JUDGEMENT_FOR_DATA
                    .at(span, format!("{} states a limit, `{limit}`, and a person is asked to judge", criterion.id))
                    .about(["judge", "investigator", "estimate"])
                    .help("declare what is measured and compare it with the limit, or say why a person decides:\nreading \"The investigator judges: …\""),
            );
        }
    }
}

/// Whether a fact is read that only a person can say.
fn is_judgement(trial: &Trial, expr: &Expr) -> bool {
    matches!(expr.node.as_ref(), Node::Fact(fact) if trial.facts.get(fact.index()).is_some_and(|fact| fact.judgement))
}

/// Whether a rule compares anything with a limit.
pub(super) fn compares(rule: &Expr) -> bool {
    let mut compares = false;
    walk::all(rule, &mut |expr| {
        compares |= matches!(
            expr.node.as_ref(),
            Node::Compare(..)
                | Node::Among(..)
                | Node::InWindow(..)
                | Node::Member(..)
                | Node::Quantified { .. }
                | Node::Criterion(_)
                | Node::Part(..)
                | Node::Named { .. }
                | Node::Invalid
        );
    });
    compares
}
