//! Conditions.

use super::super::build::{
    Sql, and, case, cast, compare, decided, first_known, integer, not, null, number, or, plus, truth,
};
use super::super::compare;
use super::super::tree::Tree;
use super::super::truth::Truth;
use super::{Ends, Lower};
use crate::model::expr::{Moment, Quantifier};
use crate::model::{Expr, Node, Type};
use crate::value::{Comparison, Numbers, Truths, Value};

/// Each clause doubles what follows it.
const MOST_CLAUSES: usize = 8;

impl<'a> Lower<'a> {
    /// A condition.
    pub(super) fn truth(&mut self, expr: &'a Expr) -> Truth {
        if !self.one_more(expr.span) {
            return null().into();
        }
        let tree = self.truth_tree(expr);
        if tree.leaves_open_what_applies() {
            self.refuse(
                expr.span,
                "a condition on a reading that may not apply",
                "put `if` in front of the whole line, so that it does not depend on the reading",
            );
        }
        let truth = tree.decide(self.dialect);
        self.in_bounds(truth)
    }

    /// As a condition: what does not apply does not hold.
    pub(super) fn holds(&mut self, expr: &'a Expr) -> Sql {
        self.truth(expr).holds()
    }

    fn truth_tree(&mut self, expr: &'a Expr) -> Tree<Truth> {
        let one = |sql: Sql| Tree::One(Truth::from(sql));
        match expr.node.as_ref() {
            Node::Constant(Value::Truth(truths)) => Tree::One(match *truths {
                Truths::YES => truth(true).into(),
                Truths::NO => truth(false).into(),
                Truths::NOT_APPLICABLE => Truth::not_applicable(),
                _ => null().into(),
            }),
            Node::Fact(_) | Node::Field(..) => match self.read(expr) {
                Some(read) => one(self.truth_read(read)),
                None => one(null()),
            },
            Node::Not(inner) => Tree::One(self.truth(inner).not()),
            Node::And(parts) => Tree::One(Truth::all(parts.iter().map(|part| self.truth(part)).collect())),
            Node::Or(parts) => Tree::One(Truth::any(parts.iter().map(|part| self.truth(part)).collect())),
            Node::Count(quantifier, parts) => one(self.count(*quantifier, parts, expr)),
            Node::Cases { clauses, otherwise } => self.branches(
                clauses,
                &mut |lower, value| Tree::One(lower.truth(value)),
                &mut |lower| match otherwise {
                    Some(otherwise) => Tree::One(lower.truth(otherwise)),
                    None => Tree::One(Truth::not_applicable()),
                },
            ),
            Node::Compare(comparison, left, right) => self.comparison(*comparison, left, right, expr),
            Node::Among(inner, numbers) => self.range(inner, numbers, expr),
            Node::Member(inner, options) => self.member(inner, *options).map(&mut Truth::from),
            Node::InWindow(subject, window) => one(self.in_window(subject, window)),
            Node::Quantified {
                quantifier,
                source,
                body,
                apart,
                ..
            } => {
                if let Some((distance, _)) = apart {
                    self.refuse(
                        distance.span,
                        "records that lie apart",
                        "no SQL counts them exactly; leave the criterion out",
                    );
                    return one(null());
                }
                Tree::One(self.quantified(*quantifier, source, body, expr))
            }
            Node::Reading { source, body } => self.reading(source, &mut |lower| Tree::One(lower.truth(body))),
            Node::At(moment, inner) => self.at(moment, expr, &mut |lower| Tree::One(lower.truth(inner))),
            Node::Named { body, .. } | Node::Alternatives(body, _) => {
                if let Node::Alternatives(_, others) = expr.node.as_ref() {
                    // What they come to is told of numbered parts that stand in them.
                    others.iter().for_each(|(_, other)| {
                        self.truth(other);
                    });
                }
                Tree::One(self.truth(body))
            }
            Node::Part(index, inner) => {
                let inner = self.truth(inner);
                self.met_part(*index, &inner);
                Tree::One(inner)
            }
            Node::Criterion(index) => Tree::One(self.other_criterion(*index)),
            Node::SameText(inner, _) => {
                self.refuse(
                    inner.span,
                    "a comparison of words",
                    "declare the fact as `one of` with the words that matter",
                );
                one(null())
            }
            _ => one(self.refused(expr)),
        }
    }

    pub(super) fn refused(&mut self, expr: &Expr) -> Sql {
        self.refuse(
            expr.span,
            Self::kind_of(expr),
            "leave the criterion out with --criteria",
        );
        null()
    }

    /// The first clause whose condition holds, each where it may.
    pub(super) fn branches<T: Clone>(
        &mut self,
        clauses: &'a [(Expr, Expr)],
        value_of: &mut dyn FnMut(&mut Self, &'a Expr) -> Tree<T>,
        otherwise: &mut dyn FnMut(&mut Self) -> Tree<T>,
    ) -> Tree<T> {
        if clauses.len() > MOST_CLAUSES {
            let span = clauses.first().map(|(condition, _)| condition.span).unwrap_or_default();
            self.too_many(span);
            return otherwise(self);
        }
        let outer = self.reached.clone();
        let mut found = Vec::new();
        for (condition, value) in clauses {
            let holds = self.holds(condition);
            let before = self.reached.clone();
            self.reached = and([before.clone(), holds.clone()]);
            found.push((holds.clone(), value_of(self, value)));
            self.reached = and([before, not(holds)]);
        }
        let mut tree = otherwise(self);
        self.reached = outer;
        while let Some((condition, value)) = found.pop() {
            tree = Tree::If(condition, Box::new(value), Box::new(tree));
        }
        tree
    }

    /// As of another moment.
    pub(super) fn at<T: Clone>(
        &mut self,
        moment: &'a Moment,
        expr: &'a Expr,
        inner: &mut dyn FnMut(&mut Self) -> Tree<T>,
    ) -> Tree<T> {
        match moment {
            Moment::Date(date) => {
                let date: Tree<Ends> = self.date(date);
                let outer = self.moment.replace(date);
                let tree = inner(self);
                self.moment = outer;
                tree
            }
            Moment::Visit(name) => {
                let what = format!("a value at the visit {name}");
                self.refuse(
                    expr.span,
                    &what,
                    "visits are no part of the tables; leave the criterion out",
                );
                inner(self)
            }
        }
    }

    fn count(&mut self, quantifier: Quantifier, parts: &'a [Expr], expr: &'a Expr) -> Sql {
        let parts: Vec<Truth> = parts.iter().map(|part| self.truth(part)).collect();
        if parts.iter().any(|part| part.applies.is_some()) {
            self.refuse(
                expr.span,
                "a number of conditions that may not apply",
                "write `and`, `or`, or conditions that always apply",
            );
        }
        let values: Vec<Sql> = parts.into_iter().map(|part| part.value).collect();
        // Those that hold certainly, and those that may.
        let sum = |open: &str| {
            let ones = values.iter().map(|value| match super::super::build::constant(value) {
                Some(known) => number(if known { "1" } else { "0" }),
                None => first_known([cast(value.clone(), integer()), number(open)]),
            });
            ones.reduce(plus).unwrap_or_else(|| number("0"))
        };
        let (least, most) = (sum("0"), sum("1"));
        match quantifier {
            Quantifier::Any => or(values),
            Quantifier::All => and(values),
            Quantifier::None => not(or(values)),
            _ => counted(quantifier, least, most),
        }
    }

    fn comparison(&mut self, comparison: Comparison, left: &'a Expr, right: &'a Expr, expr: &'a Expr) -> Tree<Truth> {
        match (&left.ty, &right.ty) {
            (Type::Number(..) | Type::Titre, Type::Number(..) | Type::Titre) => {
                let (a, b) = (self.number(left), self.number(right));
                self.compared(a, comparison, &b, expr)
            }
            (Type::Duration, Type::Duration) => self.durations_compared(left, comparison, right, expr),
            (Type::Choice(a), Type::Choice(b)) => self.options_compared((left, a), comparison, (right, b)),
            (Type::Date, Type::Date) => {
                let (a, b) = (self.date(left), self.date(right));
                a.zip(&b, &mut |a: Ends, b: Ends| {
                    Truth::from(super::date::compare(&a, comparison, &b))
                })
            }
            _ => Tree::One(self.refused(expr).into()),
        }
    }

    /// Two numbers, each of which may be one of several.
    pub(super) fn compared(
        &mut self,
        left: Tree<super::super::quantity::Num>,
        comparison: Comparison,
        right: &Tree<super::super::quantity::Num>,
        expr: &'a Expr,
    ) -> Tree<Truth> {
        let dialect = self.dialect;
        let (mut strange, mut long) = (false, false);
        if left.ways().saturating_mul(right.ways()) > super::MOST_WAYS {
            self.too_many(expr.span);
            return Tree::One(null().into());
        }
        let tree = left.zip(right, &mut |a, b| {
            long |= compare::multiplied(&a, &b).iter().any(|(a, b)| !a.fits(b, dialect));
            let sql = compare::compare(&a, comparison, &b);
            strange |= sql.is_none();
            Truth::from(sql.unwrap_or_else(null))
        });
        if strange {
            self.refuse(
                expr.span,
                "this comparison of a quotient",
                "compare the quotient with a limit that is no quotient",
            );
        }
        if long {
            self.too_long(expr);
        }
        tree
    }

    pub(super) fn too_long(&mut self, expr: &Expr) {
        let message = "this comparison needs more than the 38 digits that the engine keeps";
        let finding = crate::codes::export::TOO_MANY_DIGITS.at(expr.span, message);
        self.told(finding.help("PostgreSQL keeps every digit: --dialect postgres"));
    }

    fn range(&mut self, inner: &'a Expr, numbers: &'a Numbers, expr: &'a Expr) -> Tree<Truth> {
        let [piece] = numbers.pieces() else {
            return Tree::One(self.refused(expr).into());
        };
        let tree = match &inner.ty {
            Type::Duration => self.amount(inner),
            _ => self.number(inner),
        };
        let mut strange = false;
        let found = tree.map(&mut |number| {
            let sql = compare::within(&number, piece);
            strange |= sql.is_none();
            Truth::from(sql.unwrap_or_else(null))
        });
        if strange {
            self.refused(expr);
        }
        found
    }

    /// The rule of another criterion: decided before, or decided here.
    fn other_criterion(&mut self, index: usize) -> Truth {
        let trial = self.trial;
        let Some(criterion) = trial.criteria.get(index) else {
            return null().into();
        };
        match self.decided.get(index) {
            Some(Some(may_not_apply)) if index > self.criterion => {
                let column = |name: &str| self.dialect.field(super::PATIENT, name);
                Truth {
                    value: column(&criterion.id),
                    applies: may_not_apply.then(|| column(&super::super::applies(&criterion.id))),
                }
            }
            _ => self.truth(&criterion.rule),
        }
    }
}

/// So many of them, where at least `least` and at most `most` do.
pub(super) fn counted(quantifier: Quantifier, least: Sql, most: Sql) -> Sql {
    let is = |count: Sql, comparison, n: u32| compare(count, comparison, number(n.to_string()));
    match quantifier {
        Quantifier::AtLeast(n) => decided(is(least, Comparison::AtLeast, n), is(most, Comparison::Less, n)),
        Quantifier::AtMost(n) => decided(is(most, Comparison::AtMost, n), is(least, Comparison::Greater, n)),
        Quantifier::Exactly(n) => decided(
            and([
                is(least.clone(), Comparison::Equal, n),
                is(most.clone(), Comparison::Equal, n),
            ]),
            or([is(least, Comparison::Greater, n), is(most, Comparison::Less, n)]),
        ),
        _ => case([], null()),
    }
}
