//! A bare yes-or-no question where the sentence states a limit that data could decide.

use super::judgement_for_data::compares;
use super::stated_limit;
use crate::codes::lint::BARE_FACT_WITH_LIMITS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::{Expr, Kind, Node};

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for criterion in &context.trial.criteria {
        let Some(limit) = criterion.text.as_ref().and_then(|(text, _)| stated_limit(text)) else {
            continue;
        };
        if compares(&criterion.rule) || !only_bare_facts(context, &criterion.rule) {
            continue;
        }
        out.push(
            BARE_FACT_WITH_LIMITS
                .at(
                    criterion.rule.span,
                    format!("{} states a limit, `{limit}`, and the rule asks yes or no", criterion.id),
                )
                .about(["part of the question", "yes or no"])
                .help("declare what is measured and compare it with the limit, or say why not:\nreading \"The limit is part of the question: …\""),
        );
    }
}

/// Facts that are yes or no and no judgements, and nothing else.
fn only_bare_facts(context: &Context<'_>, rule: &Expr) -> bool {
    match rule.node.as_ref() {
        Node::Fact(fact) => context
            .trial
            .facts
            .get(fact.index())
            .is_some_and(|fact| matches!(fact.kind, Kind::YesNo) && !fact.judgement),
        Node::Not(inner) => only_bare_facts(context, inner),
        Node::And(parts) | Node::Or(parts) => parts.iter().all(|part| only_bare_facts(context, part)),
        _ => false,
    }
}
