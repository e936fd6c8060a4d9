//! Numbers: arithmetic without division, scores, and totals.

use super::super::build::{self, Sql, call, case, missing, not, null, number, or};
use super::super::compare;
use super::super::quantity::{Domain, Num, Quantity};
use super::super::tree::Tree;
use super::Lower;
use crate::model::expr::{Aggregate, Arithmetic, Given};
use crate::model::{Expr, Node, Type};
use crate::value::{Choices, Comparison, Number, Value};

/// Numbers that are one of more than so many are taken between their ends.
const MOST_WAYS: usize = 24;
/// Tables with more clauses than this are written as one, and not as a choice between comparisons.
const FEW: usize = 2;

impl<'a> Lower<'a> {
    /// A number.
    pub(super) fn number(&mut self, expr: &'a Expr) -> Tree<Num> {
        match expr.node.as_ref() {
            Node::Constant(Value::Number(numbers)) => match numbers.as_point() {
                Some(point) => Tree::One(Num::constant(point)),
                None => self.no_number(expr),
            },
            Node::Fact(_) | Node::Field(..) => match self.read(expr) {
                Some(read) => Tree::One(self.number_read(read)),
                None => self.no_number(expr),
            },
            Node::Convert(inner, factor) => self.number(inner).map(&mut |number: Num| number.scale(factor)),
            Node::DurationNumber(inner, scale, factor) => self.number_of(inner, *scale, factor, expr),
            Node::Negative(inner) => self
                .number(inner)
                .map(&mut |number: Num| number.scale(&Number::from(-1))),
            Node::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, expr),
            Node::Cases { clauses, otherwise } => {
                if clauses.len() > FEW
                    && let Some(number) = self.looked_up(clauses, otherwise.as_ref())
                {
                    return Tree::One(number);
                }
                self.branches(
                    clauses,
                    &mut |lower, value| lower.number(value),
                    &mut |lower| match otherwise {
                        Some(otherwise) => lower.number(otherwise),
                        None => Tree::One(Num::Exact(Quantity::column(null()), Domain::default())),
                    },
                )
            }
            Node::Named { body, given, .. } => {
                let tree = self.number(body);
                match given {
                    Some(given) if !given.rounded => self.meet(tree, *given, expr),
                    _ => tree,
                }
            }
            Node::Alternatives(body, _) => self.number(body),
            Node::Reading { source, body } => self.reading(source, &mut |lower| lower.number(body)),
            Node::At(moment, inner) => self.at(moment, expr, &mut |lower| lower.number(inner)),
            Node::Rows(op, rows) => self.rows(*op, rows, expr),
            Node::Several(op, parts) => self.several(*op, parts, expr),
            Node::Aggregate { op, source, body, .. } => self.total(*op, source, body, expr),
            _ => self.no_number(expr),
        }
    }

    pub(super) fn no_number(&mut self, expr: &Expr) -> Tree<Num> {
        self.refused(expr);
        Tree::One(compare::zero())
    }

    fn arithmetic(&mut self, op: Arithmetic, left: &'a Expr, right: &'a Expr, expr: &'a Expr) -> Tree<Num> {
        let a = self.number(left);
        let b = match op {
            Arithmetic::Power(exponent) => {
                let power = a.map(&mut |number: Num| number.as_constant().and_then(|n| n.pow(exponent)));
                return self.all_known(
                    power.map(&mut |power: Option<Number>| power.map(|n| Num::constant(&n))),
                    expr,
                );
            }
            _ => self.number(right),
        };
        if a.ways().saturating_mul(b.ways()) > super::MOST_WAYS {
            self.too_many(expr.span);
            return Tree::One(compare::zero());
        }
        let tree = a.zip(&b, &mut |a: Num, b: Num| match op {
            Arithmetic::Add => a.add(&b),
            Arithmetic::Subtract => a.add(&b.scale(&Number::from(-1))),
            Arithmetic::Multiply => product(a, b),
            Arithmetic::Divide => quotient(a, b),
            Arithmetic::Power(_) | Arithmetic::AnyPower => None,
        });
        self.all_known(tree, expr)
    }

    fn all_known(&mut self, tree: Tree<Option<Num>>, expr: &Expr) -> Tree<Num> {
        let mut known = true;
        let tree = tree.map(&mut |number: Option<Num>| {
            known &= number.is_some();
            number.unwrap_or_else(compare::zero)
        });
        if !known {
            let help = "only sums, multiples, products of two values and one quotient that is compared can be written";
            self.refuse(expr.span, "this formula", help);
        }
        tree
    }

    /// A table by the options of one fact: `first of { drug is prednisone : 1, … }`.
    fn looked_up(&mut self, clauses: &'a [(Expr, Expr)], otherwise: Option<&'a Expr>) -> Option<Num> {
        let of_table = |expr: &'a Expr| match expr.node.as_ref() {
            Node::Member(inner, options) => Some((inner, *options)),
            _ => None,
        };
        let (first, _) = of_table(&clauses.first()?.0)?;
        let Type::Choice(declared) = &first.ty else { return None };
        let mut left = Choices::all(declared.labels.len());
        let mut values: Vec<(usize, Number)> = Vec::new();
        for (condition, value) in clauses {
            let (inner, options) = of_table(condition)?;
            if inner.node != first.node {
                return None;
            }
            let value = constant(value)?;
            values.extend(left.intersect(options).iter().map(|index| (index, value.clone())));
            let rest = left.iter().filter(|index| !options.contains(*index));
            left = rest.fold(Choices::none(), |all, index| all.union(Choices::one(index)));
        }
        if let Some(otherwise) = otherwise {
            let value = constant(otherwise)?;
            values.extend(left.iter().map(|index| (index, value.clone())));
            left = Choices::none();
        }
        let read = self.read(first)?;
        let over = values.iter().fold(num_bigint::BigInt::from(1), |over, (_, value)| {
            num_integer::lcm(over, value.parts().1)
        });
        let whole = |value: &Number| (value.parts().0 * &over) / value.parts().1;
        let written = |value: &Number| {
            let whole = whole(value);
            match whole.to_string().strip_prefix('-') {
                Some(positive) => build::negative(number(positive)),
                None => number(whole.to_string()),
            }
        };
        if let Some(super::Assumed::Option(index)) = read.assumed {
            let found = values.iter().find(|(at, _)| *at == index);
            return Some(match found {
                Some((_, value)) => Num::constant(value),
                None => Num::Exact(Quantity::column(null()), Domain::default()),
            });
        }
        let mut groups: Vec<(Number, Vec<Sql>)> = Vec::new();
        for (index, value) in &values {
            let label = Self::label(&declared.labels, *index);
            match groups.iter_mut().find(|(earlier, _)| earlier == value) {
                Some((_, labels)) => labels.push(label),
                None => groups.push((value.clone(), vec![label])),
            }
        }
        let digits = super::super::quantity::Digits {
            whole: groups
                .iter()
                .map(|(value, _)| u32::try_from(whole(value).to_string().len()).unwrap_or(u32::MAX))
                .max()?,
            places: 0,
        };
        let clauses = groups
            .iter()
            .map(|(value, labels)| (build::among(read.sql.clone(), labels.clone()), written(value)));
        let quantity = Quantity {
            sql: if build::is_null(&read.sql) {
                null()
            } else {
                case(clauses, null())
            },
            over: over.clone(),
            digits,
            constant: None,
        };
        // An option without a value could be any number.
        let domain = match left.is_empty() {
            true => Domain {
                low: values
                    .iter()
                    .map(|(_, value)| value.clone())
                    .min()
                    .map(|low| (low, false)),
                high: values.iter().map(|(_, value)| value.clone()).max(),
            },
            false => Domain::default(),
        };
        Some(Num::Exact(quantity, domain))
    }

    /// One number between its ends, out of one of several.
    pub(super) fn hull(&mut self, tree: Tree<Num>, expr: &Expr) -> Num {
        match tree {
            Tree::One(number) => number,
            Tree::If(condition, yes, no) => {
                let (yes, no) = (self.hull(*yes, expr), self.hull(*no, expr));
                let (Some((a_low, a_high)), Some((b_low, b_high))) = (yes.ends(), no.ends()) else {
                    self.refused(expr);
                    return compare::zero();
                };
                let end = |a: &Quantity, b: &Quantity, lower: bool| either_end(&condition, a, b, lower);
                Num::between(end(&a_low.at, &b_low.at, true), end(&a_high.at, &b_high.at, false))
            }
            Tree::Each { .. } => {
                self.refuse(expr.span, "a total of readings", "compare each reading by itself");
                compare::zero()
            }
        }
    }

    /// A total that the record gives meets what comes of its parts; where they contradict each other, both are possible.
    fn meet(&mut self, tree: Tree<Num>, given: Given, expr: &'a Expr) -> Tree<Num> {
        let parts = self.hull(tree, expr);
        let Some((low, high)) = parts.ends() else {
            return self.no_number(expr);
        };
        let total = Quantity::column(self.column(given.fact));
        let end = |end: &Quantity, other: &Quantity, comparison: Comparison| {
            let sql = case(
                [(total.compare(comparison, other), total.scale_to(&end.over))],
                end.sql.clone(),
            );
            Quantity {
                sql,
                over: end.over.clone(),
                digits: super::super::quantity::COLUMN,
                constant: None,
            }
        };
        let low_end = end(&low.at, &high.at, Comparison::AtMost);
        let high_end = end(&high.at, &low.at, Comparison::AtLeast);
        Tree::One(Num::between(low_end, high_end))
    }

    fn rows(&mut self, op: Aggregate, rows: &'a [(Expr, Expr)], expr: &'a Expr) -> Tree<Num> {
        let (mut lows, mut highs): (Vec<Quantity>, Vec<Quantity>) = (Vec::new(), Vec::new());
        for (condition, value) in rows {
            let holds = self.holds(condition);
            let weight = match op {
                Aggregate::Count => Some(Number::one()),
                _ => constant(value),
            };
            let fits = |weight: &Number| match op {
                Aggregate::Sum | Aggregate::Count => true,
                Aggregate::Highest => weight.signum() >= 0,
                _ => false,
            };
            let Some(weight) = weight.filter(fits) else {
                return self.no_number(expr);
            };
            let written = Quantity::constant(&weight);
            let of = |sql: Sql| Quantity {
                sql,
                constant: None,
                ..written.clone()
            };
            let zero = || number("0");
            let certain = of(case([(holds.clone(), written.sql.clone())], zero()));
            let possible = of(case([(not(holds), zero())], written.sql.clone()));
            let (low, high) = if weight.signum() < 0 {
                (possible, certain)
            } else {
                (certain, possible)
            };
            lows.push(low);
            highs.push(high);
        }
        let joined = |all: Vec<Quantity>| match op {
            Aggregate::Highest => extreme(&all, "GREATEST"),
            _ => all
                .into_iter()
                .reduce(|a, b| a.add(&b))
                .unwrap_or_else(|| Quantity::constant(&Number::zero())),
        };
        Tree::One(Num::between(joined(lows), joined(highs)))
    }

    fn several(&mut self, op: Aggregate, parts: &'a [Expr], expr: &'a Expr) -> Tree<Num> {
        let trees: Vec<Tree<Num>> = parts.iter().map(|part| self.number(part)).collect();
        let ways = trees.iter().map(Tree::ways).fold(1, usize::saturating_mul);
        let trees: Vec<Tree<Num>> = match ways > MOST_WAYS {
            false => trees,
            true => trees.into_iter().map(|tree| Tree::One(self.hull(tree, expr))).collect(),
        };
        let count = i64::try_from(parts.len()).unwrap_or(1);
        let mut all = trees.into_iter();
        let Some(first) = all.next() else {
            return self.no_number(expr);
        };
        let mut sum = first.map(&mut Some);
        for tree in all {
            sum = sum.zip(&tree, &mut |a: Option<Num>, b: Num| match op {
                Aggregate::Sum | Aggregate::Mean => a?.add(&b),
                Aggregate::Highest => higher(&a?, &b, true),
                Aggregate::Lowest => higher(&a?, &b, false),
                _ => None,
            });
        }
        let sum = self.all_known(sum, expr);
        match (op, Number::ratio(1, count)) {
            (Aggregate::Mean, Some(share)) => sum.map(&mut |number: Num| number.scale(&share)),
            _ => sum,
        }
    }
}

/// An end that is the one or the other, and the farther one where that is open.
fn either_end(condition: &Sql, a: &Quantity, b: &Quantity, lower: bool) -> Quantity {
    let over = num_integer::lcm(a.over.clone(), b.over.clone());
    let (a_sql, b_sql) = (a.scale_to(&over), b.scale_to(&over));
    let farther = match (&a.constant, &b.constant) {
        (Some(x), Some(y)) => {
            if (x <= y) == lower {
                a_sql.clone()
            } else {
                b_sql.clone()
            }
        }
        _ if a_sql == b_sql => a_sql.clone(),
        _ => case(
            [(or([missing(a_sql.clone()), missing(b_sql.clone())]), null())],
            call(if lower { "LEAST" } else { "GREATEST" }, [a_sql.clone(), b_sql.clone()]),
        ),
    };
    let sql = match build::is_null(condition) {
        true => farther,
        false => case([(condition.clone(), a_sql), (not(condition.clone()), b_sql)], farther),
    };
    Quantity {
        sql,
        over,
        digits: a.widest(b),
        constant: None,
    }
}

fn extreme(all: &[Quantity], function: &str) -> Quantity {
    let over = all.iter().fold(num_bigint::BigInt::from(1), |over, one| {
        num_integer::lcm(over, one.over.clone())
    });
    let sql: Vec<Sql> = all.iter().map(|one| one.scale_to(&over)).collect();
    let digits = all.iter().skip(1).fold(
        all.first().map_or(super::super::quantity::COUNT, |one| one.digits),
        |digits, one| Quantity::of(null(), digits).widest(one),
    );
    let sql = match sql.as_slice() {
        [one] => one.clone(),
        _ => call(function, sql),
    };
    Quantity {
        sql,
        over,
        digits,
        constant: None,
    }
}

/// The higher or the lower of two numbers. An end that there is not lies beyond every other.
fn higher(a: &Num, b: &Num, highest: bool) -> Option<Num> {
    let ((a_low, a_high), (b_low, b_high)) = (a.ends()?, b.ends()?);
    let function = if highest { "GREATEST" } else { "LEAST" };
    // The functions pass over what is NULL: on the side that they move to, that is right.
    let near = |a: &Quantity, b: &Quantity| extreme(&[a.clone(), b.clone()], function);
    let far = |a: &Quantity, b: &Quantity| {
        let both = extreme(&[a.clone(), b.clone()], function);
        Quantity {
            sql: case(
                [(or([missing(a.sql.clone()), missing(b.sql.clone())]), null())],
                both.sql.clone(),
            ),
            ..both
        }
    };
    Some(match highest {
        true => Num::between(near(&a_low.at, &b_low.at), far(&a_high.at, &b_high.at)),
        false => Num::between(far(&a_low.at, &b_low.at), near(&a_high.at, &b_high.at)),
    })
}

fn free(domain: &Domain) -> bool {
    *domain == Domain::default()
}

/// The product of two numbers: of a constant, of two that may be anything, or of one and a factor above zero.
fn product(a: Num, b: Num) -> Option<Num> {
    if let Some(factor) = a.as_constant() {
        return Some(b.scale(&factor.clone()));
    }
    if let Some(factor) = b.as_constant() {
        return Some(a.scale(&factor.clone()));
    }
    match (&a, &b) {
        (Num::Exact(x, x_domain), Num::Exact(y, y_domain)) => match (free(x_domain), free(y_domain)) {
            (true, true) => Some(Num::Exact(x.mul(y), Domain::default())),
            (true, false) => by_factor(x, &b, y_domain),
            (false, true) => by_factor(y, &a, x_domain),
            (false, false) => None,
        },
        _ => None,
    }
}

/// A number that may be anything times a factor between two ends above zero.
fn by_factor(number_of: &Quantity, factor: &Num, domain: &Domain) -> Option<Num> {
    let (low, high) = factor.ends()?;
    let positive = domain.low.as_ref().is_some_and(|(low, _)| low.signum() > 0) && domain.high.is_some();
    if !positive {
        return None;
    }
    let (least, most) = (number_of.mul(&low.at), number_of.mul(&high.at));
    let (least, most) = (
        number_of.times_known(&low.at, &least),
        number_of.times_known(&high.at, &most),
    );
    let above = build::compare(number_of.sql.clone(), Comparison::AtLeast, number("0"));
    let end = |yes: &Quantity, no: &Quantity| {
        let over = num_integer::lcm(yes.over.clone(), no.over.clone());
        Quantity {
            sql: case([(above.clone(), yes.scale_to(&over))], no.scale_to(&over)),
            over,
            digits: yes.widest(no),
            constant: None,
        }
    };
    Some(Num::between(end(&least, &most), end(&most, &least)))
}

fn quotient(a: Num, b: Num) -> Option<Num> {
    if let Some(divisor) = b.as_constant() {
        return Some(a.scale(&Number::one().checked_div(divisor)?));
    }
    let quantity = |number: Num| match number {
        Num::Exact(quantity, domain) if free(&domain) || quantity.constant.is_some() => Some(quantity),
        _ => None,
    };
    Some(Num::Ratio(quantity(a)?, quantity(b)?))
}

/// The number of the rule that an expression is.
fn constant(expr: &Expr) -> Option<Number> {
    match expr.node.as_ref() {
        Node::Constant(Value::Number(numbers)) => numbers.as_point().cloned(),
        Node::Arithmetic(Arithmetic::Divide, a, b) => constant(a)?.checked_div(&constant(b)?),
        Node::Arithmetic(Arithmetic::Multiply, a, b) => Some(&constant(a)? * &constant(b)?),
        Node::Arithmetic(Arithmetic::Add, a, b) => Some(&constant(a)? + &constant(b)?),
        Node::Convert(inner, factor) => Some(&constant(inner)? * factor),
        Node::Negative(inner) => Some(-constant(inner)?),
        _ => None,
    }
}
