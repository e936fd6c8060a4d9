//! Criteria that no patient can pass together, the fewest of them.

use super::{Question, and_list};
use crate::analysis::{Answer, Literal};
use crate::codes::lint::CRITERIA_CONTRADICT;
use crate::diagnostic::Diagnostics;

/// No more contradictions than these are told of criteria that share something.
const MOST: usize = 8;

pub(super) fn check(question: &mut Question<'_, '_>, out: &mut Diagnostics) {
    let decide = |index: &usize| !question.told.contains(index) && question.passes(*index) != Literal::YES;
    let criteria: Vec<usize> = question.units.iter().copied().filter(decide).collect();
    for group in question.groups(&criteria) {
        of_group(question, group, out);
    }
}

fn of_group(question: &mut Question<'_, '_>, mut left: Vec<usize>, out: &mut Diagnostics) {
    for _ in 0..MOST {
        let conditions: Vec<Literal> = left.iter().map(|index| question.passes(*index)).collect();
        // As one condition it is decided faster than as many; which of them exclude each other is asked only then.
        let all = question.analysis.and(conditions.iter().copied());
        if left.len() < 2 || !question.analysis.is_never(all) {
            return;
        }
        let Answer::Never(core) = question.analysis.ask(&conditions) else {
            return;
        };
        let fewest = question.analysis.fewest(core);
        // Of criteria with the same rule the first stands for all.
        let mut among: Vec<usize> = Vec::new();
        for literal in &fewest {
            among.extend(left.iter().copied().find(|index| question.passes(*index) == *literal));
        }
        among.sort_unstable();
        told(question, &among, out);
        question.told.extend(&among);
        left.retain(|index| !fewest.contains(&question.passes(*index)));
    }
}

fn told(question: &Question<'_, '_>, among: &[usize], out: &mut Diagnostics) {
    let criteria: Vec<_> = among.iter().filter_map(|index| question.criterion(*index)).collect();
    let Some((first, others)) = criteria.split_first() else {
        return;
    };
    let names: Vec<String> = criteria.iter().map(|criterion| criterion.id.clone()).collect();
    let together = if names.len() == 2 { "both" } else { "all of" };
    let message = format!("no patient can pass {together} {}", and_list(&names));
    let mut finding = CRITERIA_CONTRADICT
        .at(first.rule.span, message)
        .here(format!("who passes {}", first.id));
    for (at, other) in others.iter().enumerate() {
        let words = if at + 1 == others.len() {
            format!("cannot pass {}", other.id)
        } else {
            format!("and {}", other.id)
        };
        finding = finding.label(other.rule.span, words);
    }
    out.push(finding.help("the trial admits nobody as it stands; hold each of them against the protocol"));
}
