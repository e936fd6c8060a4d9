//! `not` in front of what is a negation itself.

use crate::codes::lint::DOUBLE_NEGATIVE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::expr::Quantifier;
use crate::model::{CriterionKind, Expr, Node, walk};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for criterion in &context.trial.criteria {
        let exclusion = criterion.kind == CriterionKind::Exclusion && !criterion.part;
        if exclusion && is_negative(&criterion.rule) && quantified_none(&criterion.rule) {
            told(
                context,
                &criterion.rule,
                "two negations: this excludes whoever has none",
                out,
            );
        }
        walk::all(&criterion.rule, &mut |expr| {
            if let Node::Not(inner) = expr.node.as_ref()
                && context.is_own(expr.span)
                && is_negative(inner)
            {
                told(context, expr, "`not` stands in front of a negation", out);
            }
        });
    }
}

fn told(context: &Context<'_>, expr: &Expr, message: &str, out: &mut Diagnostics) {
    if !context.is_own(expr.span) {
        return;
    }
    let finding = DOUBLE_NEGATIVE
        .at(expr.span, message)
        .about(["has none", "two negations", "double negative"]);
    out.push(
        finding.help("say what is asked for:  any …\nor say how it is read:\nreading \"Excluded is who has none: …\""),
    );
}

fn quantified_none(expr: &Expr) -> bool {
    matches!(
        expr.node.as_ref(),
        Node::Quantified {
            quantifier: Quantifier::None,
            ..
        } | Node::Count(Quantifier::None, _)
    )
}

/// `not c`, `no lesions where …`, `none of (…)`.
fn is_negative(expr: &Expr) -> bool {
    matches!(expr.node.as_ref(), Node::Not(_)) || quantified_none(expr)
}
