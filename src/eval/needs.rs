//! What would settle something that is unknown: the open facts under its undecided parts.

use super::domain::is_single;
use super::verdict::{Explanation, Leaf, LeafPart, Need, Role, Why};
use crate::value::{Truths, Value};

/// The open facts of an undecided rule, each once, in the order of the rule. `of_part` gives those of a criterion
/// that was decided before.
pub(super) fn of(explanation: &Explanation, of_part: &dyn Fn(usize) -> Vec<Need>) -> Vec<Need> {
    let mut needs = Vec::new();
    walk(explanation, of_part, &mut needs);
    if needs.is_empty() {
        // Everything is recorded, but what it leads to is not defined: a steroid without an equivalent.
        undefined(explanation, &mut needs);
    }
    let mut unique: Vec<Need> = Vec::new();
    for need in needs {
        if !unique
            .iter()
            .any(|earlier| earlier.fact == need.fact && earlier.visit == need.visit)
        {
            unique.push(need);
        }
    }
    // The list itself is named only where none of its records is.
    let paths: Vec<String> = unique.iter().map(|need| need.fact.clone()).collect();
    unique.retain(|need| {
        need.why != Why::Conflict && need.why != Why::Imprecise
            || !paths
                .iter()
                .any(|path| path.strip_prefix(&need.fact).is_some_and(|rest| rest.starts_with('[')))
    });
    unique
}

fn walk(explanation: &Explanation, of_part: &dyn Fn(usize) -> Vec<Need>, into: &mut Vec<Need>) {
    if let Role::Leaf(leaf) = &explanation.role {
        if let Some(why) = leaf.open {
            into.push(need(leaf, why));
        }
        return;
    }
    if decided(&explanation.value) && !matches!(explanation.role, Role::Record(_)) {
        return;
    }
    if let Role::Part(index) = explanation.role
        && explanation.children.is_empty()
    {
        into.extend(of_part(index));
        return;
    }
    if matches!(explanation.role, Role::Alternatives) {
        if let Some(in_force) = explanation.children.first() {
            walk(in_force, of_part, into);
        }
        return;
    }
    for child in &explanation.children {
        walk(child, of_part, into);
    }
}

fn undefined(explanation: &Explanation, into: &mut Vec<Need>) {
    if let Role::Leaf(leaf) = &explanation.role {
        if leaf.part != LeafPart::List {
            into.push(need(leaf, Why::Inadmissible));
        }
        return;
    }
    if decided(&explanation.value) && !matches!(explanation.role, Role::Record(_)) {
        // The cases of a choice that none of them meets are what it lacks.
        return;
    }
    let choice = matches!(explanation.role, Role::Cases);
    for child in &explanation.children {
        if choice {
            leaves(child, into)
        } else {
            undefined(child, into)
        }
    }
}

fn leaves(explanation: &Explanation, into: &mut Vec<Need>) {
    if let Role::Leaf(leaf) = &explanation.role {
        into.push(need(leaf, Why::Inadmissible));
    }
    for child in &explanation.children {
        leaves(child, into);
    }
}

fn decided(value: &Value) -> bool {
    match value {
        Value::Truth(truths) => truths.is_single() || *truths == Truths::NONE,
        other => is_single(other),
    }
}

fn need(leaf: &Leaf, why: Why) -> Need {
    Need {
        fact: leaf.path.clone(),
        why,
        question: leaf.question.clone(),
        criteria: Vec::new(),
        visit: leaf.visit.clone(),
    }
}
