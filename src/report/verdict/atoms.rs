//! Which nodes of an explanation carry its result.

use crate::eval::{Explanation, Leaf, LeafPart, Role};
use crate::model::expr::Quantifier;
use crate::value::{Truths, Value};

/// How a condition came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It does not apply.
    Not,
    /// Open.
    Open,
}

/// How a node came out; none where it is no condition.
#[must_use]
pub fn class(node: &Explanation) -> Option<Class> {
    match node.value {
        Value::Truth(Truths::YES) => Some(Class::Yes),
        Value::Truth(Truths::NO) => Some(Class::No),
        Value::Truth(Truths::NOT_APPLICABLE) => Some(Class::Not),
        Value::Truth(_) => Some(Class::Open),
        _ => None,
    }
}

/// A condition that carries the result, and whether it must hold for the whole to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Atom<'a> {
    /// The condition.
    pub node: &'a Explanation,
    /// Not under an odd number of negations.
    pub positive: bool,
}

/// The smallest conditions that decided a node, or that leave it open, in the order of the rule.
#[must_use]
pub fn deciding(node: &Explanation) -> Vec<&Explanation> {
    atoms(node).into_iter().map(|atom| atom.node).collect()
}

/// The same, each with its direction.
#[must_use]
pub fn atoms(node: &Explanation) -> Vec<Atom<'_>> {
    let mut found = Vec::new();
    collect(node, true, &mut found);
    found
}

fn collect<'a>(node: &'a Explanation, positive: bool, found: &mut Vec<Atom<'a>>) {
    match &node.role {
        Role::And | Role::Or | Role::Count(_) => {
            let positive = positive != few_wanted(node);
            for child in decisive(node) {
                collect(child, positive, found);
            }
        }
        Role::Not | Role::Part(_) | Role::Named(_) | Role::Alternatives | Role::ByCases(_)
            if node.children.first().and_then(class).is_some() =>
        {
            if let Some(child) = node.children.first() {
                collect(child, positive != (node.role == Role::Not), found);
            }
        }
        Role::Cases if class(node).is_some() => {
            for child in branches(node) {
                collect(child, positive, found);
            }
        }
        Role::Computed if class(node).is_some() => {
            let parts = conditions(node);
            if parts.is_empty() {
                found.push(Atom { node, positive });
            }
            for child in parts {
                collect(child, positive, found);
            }
        }
        _ => found.push(Atom { node, positive }),
    }
}

/// What a condition without a sign of its own is made of: the rule on the reading that counts, or on each that may.
fn conditions(node: &Explanation) -> Vec<&Explanation> {
    let parts: Vec<&Explanation> = parts(node).into_iter().filter(|child| class(child).is_some()).collect();
    let lists = |child: &&&Explanation| !matches!(&child.role, Role::Leaf(leaf) if leaf.part == LeafPart::List);
    let rules: Vec<&Explanation> = parts.iter().filter(lists).copied().collect();
    if rules.is_empty() { parts } else { rules }
}

/// Whether a node only tells if a record is one of those looked at.
#[must_use]
pub fn is_filter(node: &Explanation) -> bool {
    matches!(node.role, Role::Record(_)) && node.span.is_empty()
}

/// The children that matter: those that only sort records out are left out, unless they are open too.
#[must_use]
pub fn parts(node: &Explanation) -> Vec<&Explanation> {
    let open = |child: &&Explanation| !is_filter(child) || child.children.iter().any(|c| class(c) == Some(Class::Open));
    let all = node.children.iter().filter(open).collect::<Vec<_>>();
    let undecided = class(node).is_none_or(|class| class == Class::Open);
    if undecided {
        all
    } else {
        all.into_iter().filter(|child| !is_filter(child)).collect()
    }
}

/// Whether a node holds where its children do not: `none of`, `at most 1 of`.
fn few_wanted(node: &Explanation) -> bool {
    matches!(node.role, Role::Count(Quantifier::None | Quantifier::AtMost(_)))
}

/// The children that came out as their parent did, or where few of them are wanted the other way round; else the open
/// ones; else all.
#[must_use]
pub fn decisive(node: &Explanation) -> Vec<&Explanation> {
    let own = match class(node) {
        Some(Class::Yes) if few_wanted(node) => Some(Class::No),
        Some(Class::No) if few_wanted(node) => Some(Class::Yes),
        own => own,
    };
    let alike: Vec<&Explanation> = node.children.iter().filter(|child| class(child) == own).collect();
    if !alike.is_empty() {
        return alike;
    }
    let open: Vec<&Explanation> = node
        .children
        .iter()
        .filter(|child| class(child) == Some(Class::Open))
        .collect();
    if open.is_empty() {
        node.children.iter().collect()
    } else {
        open
    }
}

/// A choice taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<'a> {
    /// Conditions and values in order.
    pub clauses: Vec<(&'a Explanation, Option<&'a Explanation>)>,
    /// What holds otherwise.
    pub otherwise: Option<&'a Explanation>,
}

impl<'a> Choice<'a> {
    /// Of a node with [`Role::Cases`].
    #[must_use]
    pub fn of(node: &'a Explanation) -> Self {
        let whole = class(node);
        let (mut clauses, mut otherwise) = (Vec::new(), None);
        let mut children = node.children.iter().peekable();
        while let Some(child) = children.next() {
            let came_out = class(child);
            let last = children.peek().is_none();
            let is_value = match whole {
                // Of a value every condition can be told from every value.
                None => came_out.is_none(),
                Some(whole) => last && !clauses.is_empty() && (whole != Class::Not || came_out == Some(Class::Not)),
            };
            if is_value {
                otherwise = Some(child);
            } else if matches!(came_out, Some(Class::No | Class::Not)) {
                // What does not hold is not followed further.
                clauses.push((child, None));
            } else {
                clauses.push((child, children.next()));
            }
        }
        Self { clauses, otherwise }
    }

    /// The values that may be the one that counts, with the open conditions on the way to them.
    #[must_use]
    pub fn possible(&self) -> (Vec<&'a Explanation>, Vec<&'a Explanation>) {
        let (mut values, mut open) = (Vec::new(), Vec::new());
        for (condition, value) in &self.clauses {
            match class(condition) {
                Some(Class::Yes) => {
                    values.extend(*value);
                    return (values, open);
                }
                Some(Class::No | Class::Not) => {}
                _ => {
                    values.extend(*value);
                    open.push(*condition);
                }
            }
        }
        values.extend(self.otherwise);
        (values, open)
    }
}

/// What decided a choice between conditions: the one that counts, or what leaves it open, or why none applies.
fn branches(node: &Explanation) -> Vec<&Explanation> {
    let choice = Choice::of(node);
    let (values, open) = choice.possible();
    match (values.as_slice(), open.as_slice()) {
        ([], []) => choice.clauses.iter().map(|(condition, _)| *condition).collect(),
        (values, []) => values.to_vec(),
        (values, open) => values.iter().chain(open).copied().collect(),
    }
}

/// The conditions because of which nothing below a node applies.
#[must_use]
pub fn hindrances(node: &Explanation) -> Vec<&Explanation> {
    let mut found = Vec::new();
    if node.role == Role::Cases {
        for (condition, _) in Choice::of(node).clauses {
            found.extend(deciding(condition));
        }
    } else {
        for child in node.children.iter().filter(|child| class(child) == Some(Class::Not)) {
            found.extend(hindrances(child));
        }
    }
    found
}

/// Every leaf below a node that matters, in order.
#[must_use]
pub fn leaves(node: &Explanation) -> Vec<(&Leaf, &Explanation)> {
    let mut found = Vec::new();
    gather(node, &mut found);
    found
}

fn gather<'a>(node: &'a Explanation, found: &mut Vec<(&'a Leaf, &'a Explanation)>) {
    if let Role::Leaf(leaf) = &node.role
        && (leaf.part != LeafPart::List || leaf.open.is_some())
    {
        found.push((leaf, node));
    }
    for child in parts(node) {
        gather(child, found);
    }
}
