//! Exceptions and conditions in a rule, each with what would be left of the rule without it.

use super::Question;
use crate::model::{Expr, Node, Type};

/// What is said where a condition holds: a clause of `L unless C then M`, of `X unless C` or of `if C then X otherwise Y`.
#[derive(Clone, Copy)]
pub(super) struct Exception<'a> {
    /// The whole of it.
    pub(super) whole: &'a Expr,
    /// Which clause.
    pub(super) clause: usize,
    /// Where it holds.
    pub(super) condition: &'a Expr,
    /// What holds then.
    pub(super) then: &'a Expr,
    /// `if` rather than `unless`.
    pub(super) guard: bool,
}

impl Exception<'_> {
    /// Whether it is another limit, rather than another condition.
    pub(super) fn is_limit(&self) -> bool {
        !self.guard && !matches!(self.whole.ty, Type::Truth)
    }
}

/// The exceptions that an author wrote in a rule. The rows of a table are none.
pub(super) fn of<'a>(question: &mut Question<'_, 'a>, index: usize) -> Vec<Exception<'a>> {
    let mut all = Vec::new();
    question.parts(index, &mut |_, whole, _| {
        let Node::Cases {
            clauses,
            otherwise: Some(otherwise),
        } = whole.node.as_ref()
        else {
            return;
        };
        // `unless` stands behind what holds otherwise, `if` and the rows of a table before it.
        let behind = |(condition, _): &(Expr, Expr)| otherwise.span.start <= condition.span.start;
        let guard = !clauses.iter().all(behind);
        if guard && clauses.len() > 1 {
            return;
        }
        // The condition of a group of criteria stands outside each of them: it says of whom they are asked at all.
        if clauses
            .iter()
            .any(|(condition, _)| !whole.span.contains(condition.span))
        {
            return;
        }
        all.extend(clauses.iter().enumerate().map(|(clause, (condition, then))| Exception {
            whole,
            clause,
            condition,
            then,
            guard,
        }));
    });
    all
}
