//! Options and grades.

use super::super::build::{Sql, among, null, truth};
use super::super::compare;
use super::super::quantity::{Domain, Num, Quantity};
use super::super::tree::Tree;
use super::super::truth::Truth;
use super::{Assumed, Lower};
use crate::model::fact::Options;
use crate::model::{Expr, Node, Type};
use crate::value::{Choices, Comparison, Number, Value};

/// An option: a column with its labels, or one that is settled.
#[expect(clippy::large_enum_variant, reason = "a handful at a time, on the way to a query")]
#[derive(Debug, Clone)]
pub(super) enum Picked {
    /// `NULL` is any of them.
    Column(Sql),
    /// One of these.
    Known(Choices),
}

impl<'a> Lower<'a> {
    fn option(&mut self, expr: &'a Expr) -> Tree<Picked> {
        match expr.node.as_ref() {
            Node::Constant(Value::Choice(choices)) => Tree::One(Picked::Known(*choices)),
            Node::Fact(_) | Node::Field(..) => match self.read(expr) {
                Some(read) => Tree::One(match read.assumed {
                    Some(Assumed::Option(index)) => Picked::Known(Choices::one(index)),
                    _ => Picked::Column(read.sql),
                }),
                None => Tree::One(Picked::Column(null())),
            },
            Node::Named { body, .. } | Node::Alternatives(body, _) => self.option(body),
            Node::Reading { source, body } => self.reading(source, &mut |lower| lower.option(body)),
            Node::At(moment, inner) => self.at(moment, expr, &mut |lower| lower.option(inner)),
            Node::Cases { clauses, otherwise } => self.branches(
                clauses,
                &mut |lower, value| lower.option(value),
                &mut |lower| match otherwise {
                    Some(otherwise) => lower.option(otherwise),
                    None => Tree::One(Picked::Column(null())),
                },
            ),
            _ => Tree::One(Picked::Column(self.refused(expr))),
        }
    }

    /// Whether an option is one of these.
    pub(super) fn member(&mut self, inner: &'a Expr, options: Choices) -> Tree<Sql> {
        let Type::Choice(declared) = &inner.ty else {
            return Tree::One(self.refused(inner));
        };
        let all = Choices::all(declared.labels.len());
        self.option(inner).map(&mut |picked| match picked {
            Picked::Known(known) if known.is_subset(options) => truth(true),
            Picked::Known(known) if known.intersect(options).is_empty() => truth(false),
            Picked::Known(_) => null(),
            Picked::Column(_) if all.is_subset(options) => truth(true),
            Picked::Column(_) if all.intersect(options).is_empty() => truth(false),
            Picked::Column(sql) => {
                let labels = options.iter().map(|index| Self::label(&declared.labels, index));
                among(sql, labels.collect())
            }
        })
    }

    /// Two grades by their order, or two options by whether they are one.
    pub(super) fn options_compared(
        &mut self,
        (left, a): (&'a Expr, &'a Options),
        comparison: Comparison,
        (right, b): (&'a Expr, &'a Options),
    ) -> Tree<Truth> {
        let ranks = |tree: Tree<Picked>, options: &'a Options| {
            tree.map(&mut |picked: Picked| -> Num {
                let index = |index: usize| Number::from(i64::try_from(index).unwrap_or(i64::MAX));
                match picked {
                    Picked::Known(known) => match (known.lowest(), known.highest()) {
                        (Some(low), Some(high)) if low == high => Num::constant(&index(low)),
                        (low, high) => Num::between(
                            Quantity::constant(&index(low.unwrap_or(0))),
                            Quantity::constant(&index(high.unwrap_or(0))),
                        ),
                    },
                    Picked::Column(sql) => {
                        let domain = Domain {
                            low: Some((Number::zero(), false)),
                            high: Some(index(options.labels.len().saturating_sub(1))),
                        };
                        Num::Exact(Quantity::count(Self::rank(&sql, &options.labels)), domain)
                    }
                }
            })
        };
        let (a, b) = (ranks(self.option(left), a), ranks(self.option(right), b));
        a.zip(&b, &mut |a: Num, b: Num| {
            Truth::from(compare::compare(&a, comparison, &b).unwrap_or_else(null))
        })
    }
}
