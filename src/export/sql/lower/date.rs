//! Dates and periods.

use super::super::build::{self, Sql, and, decided, null, or};
use super::super::tree::Tree;
use super::{Ends, Lower};
use crate::model::expr::Edge;
use crate::model::{Expr, Node};
use crate::value::{Comparison, TimeScale, Value};

impl<'a> Lower<'a> {
    /// A date.
    pub(super) fn date(&mut self, expr: &'a Expr) -> Tree<Ends> {
        match expr.node.as_ref() {
            Node::Constant(Value::Date(dates)) => match dates.as_day() {
                Some(day) => Tree::One(Ends::exact(build::date(day))),
                None => Tree::One(Ends::exact(self.refused(expr))),
            },
            Node::Fact(_) | Node::Field(..) => match self.read(expr) {
                Some(read) => self.date_read(expr, read),
                None => Tree::One(Ends::exact(null())),
            },
            Node::Assessment => self.moment(),
            Node::Edge(inner, edge) => {
                let edge = *edge;
                self.period(inner).map(&mut |(first, last)| match edge {
                    Edge::Start => first,
                    Edge::End => last,
                })
            }
            Node::Shift(date, duration, past) => {
                let dates = self.date(date);
                self.shifted(dates, duration, *past)
            }
            Node::Named { body, .. } | Node::Alternatives(body, _) => self.date(body),
            Node::Reading { source, body } => self.reading(source, &mut |lower| lower.date(body)),
            Node::At(moment, inner) => self.at(moment, expr, &mut |lower| lower.date(inner)),
            Node::Cases { clauses, otherwise } => self.branches(
                clauses,
                &mut |lower, value| lower.date(value),
                &mut |lower| match otherwise {
                    Some(otherwise) => lower.date(otherwise),
                    None => Tree::One(Ends::exact(null())),
                },
            ),
            _ => Tree::One(Ends::exact(self.refused(expr))),
        }
    }

    /// The first and the last day of a period.
    pub(super) fn period(&mut self, expr: &'a Expr) -> Tree<(Ends, Ends)> {
        let open = || (Ends::exact(null()), Ends::exact(null()));
        match expr.node.as_ref() {
            Node::Fact(_) | Node::Field(..) => {
                let read = self.read(expr);
                let found = read.and_then(|read| self.period_read(&read, expr));
                Tree::One(found.unwrap_or_else(open))
            }
            Node::Period(start, end) => {
                let (start, end) = (self.date(start), self.date(end));
                start.zip(&end, &mut |start: Ends, end: Ends| (start, end))
            }
            Node::Named { body, .. } | Node::Alternatives(body, _) => self.period(body),
            _ => {
                self.refused(expr);
                Tree::One(open())
            }
        }
    }

    /// Dates moved by a length of time that is written in the rule.
    fn shifted(&mut self, dates: Tree<Ends>, duration: &'a Expr, past: bool) -> Tree<Ends> {
        let Some((scale, amount)) = Self::whole_length(duration) else {
            self.refuse(
                duration.span,
                "a date moved by a length of time that is no whole number of days or months of the rule",
                "compare the distance of the two dates instead",
            );
            return dates;
        };
        let dialect = self.dialect;
        dates.map(&mut |ends: Ends| moved(dialect, &ends, scale, if past { -amount } else { amount }))
    }

    /// A length that is written in the rule: so many whole days or months.
    pub fn whole_length(duration: &Expr) -> Option<(TimeScale, i64)> {
        match duration.node.as_ref() {
            Node::Constant(Value::Duration(length)) if length.scale != TimeScale::Hours => {
                let amount = length.amount.as_point()?;
                Some((length.scale, amount.is_integer().then(|| amount.to_i64())??))
            }
            Node::Named { body, .. } => Self::whole_length(body),
            _ => None,
        }
    }
}

/// Dates so many days or months later, or earlier.
pub(super) fn moved(dialect: super::Dialect, ends: &Ends, scale: TimeScale, amount: i64) -> Ends {
    let shift = |sql: &Sql| match scale {
        _ if build::is_null(sql) => null(),
        TimeScale::Months => dialect.add_months(sql.clone(), amount),
        _ => dialect.add_days(sql.clone(), amount),
    };
    Ends {
        first: shift(&ends.first),
        last: shift(&ends.last),
    }
}

/// Two dates compared by their days.
pub(super) fn compare(left: &Ends, comparison: Comparison, right: &Ends) -> Sql {
    if left.first == left.last && right.first == right.last {
        return build::compare(left.first.clone(), comparison, right.first.clone());
    }
    let is = |a: &Sql, comparison, b: &Sql| build::compare(a.clone(), comparison, b.clone());
    let less = || is(&left.last, Comparison::Less, &right.first);
    let at_most = || is(&left.last, Comparison::AtMost, &right.first);
    let greater = || is(&left.first, Comparison::Greater, &right.last);
    let at_least = || is(&left.first, Comparison::AtLeast, &right.last);
    let equal = || {
        and([
            is(&left.first, Comparison::Equal, &left.last),
            is(&right.first, Comparison::Equal, &right.last),
            is(&left.first, Comparison::Equal, &right.first),
        ])
    };
    match comparison {
        Comparison::Less => decided(less(), at_least()),
        Comparison::AtMost => decided(at_most(), greater()),
        Comparison::Greater => decided(greater(), at_most()),
        Comparison::AtLeast => decided(at_least(), less()),
        Comparison::Equal => decided(equal(), or([less(), greater()])),
        Comparison::NotEqual => decided(or([less(), greater()]), equal()),
    }
}
