//! A criterion that whoever passes some others passes too.

use super::{Question, and_list};
use crate::analysis::{Answer, Literal};
use crate::codes::lint::IMPLIED_BY_ANOTHER;
use crate::diagnostic::Diagnostics;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    let mut implied: Vec<(usize, Vec<usize>)> = Vec::new();
    for index in question.units.clone().into_iter().rev() {
        let passes = question.passes(index);
        if question.told.contains(&index) || matches!(passes, Literal::YES | Literal::NO) {
            continue;
        }
        // What follows from this one is not what this one follows from.
        let others: Vec<usize> = question
            .neighbours(index)
            .into_iter()
            .filter(|other| !question.told.contains(other))
            .filter(|other| {
                !implied
                    .iter()
                    .any(|(earlier, by)| earlier == other && by.contains(&index))
            })
            .collect();
        if others.is_empty() {
            continue;
        }
        // The same rule once more.
        if let Some(same) = others.iter().find(|other| question.passes(**other) == passes) {
            implied.push((index, vec![*same]));
            continue;
        }
        let conditions: Vec<Literal> = others.iter().map(|other| question.passes(*other)).collect();
        let mut asked = conditions.clone();
        asked.push(!passes);
        let Answer::Never(core) = question.analysis.ask(&asked) else {
            continue;
        };
        let fewest = question.analysis.fewest(core);
        if !fewest.contains(&!passes) {
            continue;
        }
        let by: Vec<usize> = others
            .iter()
            .zip(&conditions)
            .filter(|(_, condition)| fewest.contains(condition))
            .map(|(other, _)| *other)
            .collect();
        implied.push((index, by));
    }
    for (index, by) in implied.into_iter().rev() {
        let Some(criterion) = question.criterion(index) else {
            continue;
        };
        let from: Vec<_> = by.iter().filter_map(|other| question.criterion(*other)).collect();
        let names: Vec<String> = from.iter().map(|criterion| criterion.id.clone()).collect();
        let list = and_list(&names);
        let message = format!("{} adds nothing: whoever passes {list} passes it too", criterion.id);
        let mut finding = IMPLIED_BY_ANOTHER.at(criterion.rule.span, message).here("follows");
        for other in &from {
            finding = finding.label(other.rule.span, format!("from {}", other.id));
        }
        out.push(finding.about(names).about([criterion.id.clone()]).help(format!(
            "hold the limits against the protocol, or say that it is meant:\nreading \"{list} asks for it already: …\""
        )));
    }
}
