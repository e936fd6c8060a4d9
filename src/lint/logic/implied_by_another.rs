//! A criterion that whoever passes some others passes too.

use std::collections::BTreeMap;

use super::{Question, and_list};
use crate::analysis::Literal;
use crate::codes::lint::IMPLIED_BY_ANOTHER;
use crate::diagnostic::Diagnostics;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    let mut implied: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in question.units.clone().into_iter().rev() {
        let passes = question.passes(index);
        if question.told.contains(&index) || matches!(passes, Literal::YES | Literal::NO) {
            continue;
        }
        // What follows from this one is not what this one follows from.
        let mut others = question.others(index);
        others.retain(|other| !implied.get(other).is_some_and(|by| by.contains(&index)));
        // The same rule once more is found without asking.
        let same = others.iter().find(|other| question.passes(**other) == passes);
        let by = match same {
            Some(same) => Some(vec![*same]),
            None => question.excluding(&others, !passes),
        };
        implied.extend(by.map(|by| (index, by)));
    }
    for (index, by) in implied {
        let Some(criterion) = question.criterion(index) else {
            continue;
        };
        let from = question.criteria(&by);
        let names: Vec<String> = from.iter().map(|criterion| criterion.id.clone()).collect();
        let list = and_list(&names);
        let ask = if names.len() == 1 { "asks" } else { "ask" };
        let message = format!("{} adds nothing: whoever passes {list} passes it too", criterion.id);
        let mut finding = IMPLIED_BY_ANOTHER.at(criterion.rule.span, message).here("follows");
        for other in &from {
            finding = finding.label(other.rule.span, format!("from {}", other.id));
        }
        out.push(finding.about(names).about([criterion.id.clone()]).help(format!(
            "hold the limits against the protocol, or say that it is meant:\nreading \"{list} {ask} for it already: …\""
        )));
    }
}
