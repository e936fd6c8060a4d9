//! Lengths of time.

use super::super::build::{self, Sql, case, null, number, part_of};
use super::super::compare;
use super::super::quantity::{Domain, Num, Quantity};
use super::super::tree::Tree;
use super::super::truth::Truth;
use super::{Ends, Lower};
use crate::model::{Expr, FactId, Kind, Node, NumberKind};
use crate::value::{Comparison, Durations, Number, TimeScale, Value};
use sqlparser::ast::DateTimeField;

/// So many hours, days or months.
#[derive(Debug, Clone)]
pub(super) struct Length {
    pub scale: TimeScale,
    pub amount: Num,
}

impl Length {
    /// Where a length that is not known could be any: what says that it is not, and any length there.
    pub fn anything(&self) -> Option<(Sql, Num)> {
        match &self.amount {
            Num::Exact(quantity, domain)
                if quantity.constant.is_none() && domain.low.is_some() && domain.high.is_none() =>
            {
                Some((
                    quantity.sql.clone(),
                    Num::Exact(Quantity::count(null()), domain.clone()),
                ))
            }
            _ => None,
        }
    }

    /// Counted otherwise; nothing where calendar months meet days and vary.
    fn to_scale(&self, scale: TimeScale) -> Option<Self> {
        let factor = match (self.scale, scale) {
            _ if self.scale == scale => return Some(self.clone()),
            (TimeScale::Days, TimeScale::Hours) => Number::from(24),
            (TimeScale::Hours, TimeScale::Days) => Number::ratio(1, 24)?,
            _ => {
                let amount = self.amount.as_constant()?;
                let durations = Durations {
                    scale: self.scale,
                    amount: crate::value::Numbers::point(amount.clone()),
                };
                return of_constant(&durations.to_scale(scale));
            }
        };
        Some(Self {
            scale,
            amount: self.amount.clone().scale(&factor),
        })
    }
}

fn of_constant(durations: &Durations) -> Option<Length> {
    let amount = match durations.amount.as_point() {
        Some(point) => Num::constant(point),
        None => {
            let (low, high) = (durations.amount.low(), durations.amount.high());
            let closed = low.is_closed() && high.is_closed();
            let ends = low.number().zip(high.number()).filter(|_| closed)?;
            Num::between(Quantity::constant(ends.0), Quantity::constant(ends.1))
        }
    };
    Some(Length {
        scale: durations.scale,
        amount,
    })
}

impl<'a> Lower<'a> {
    /// A length of time.
    pub(super) fn length(&mut self, expr: &'a Expr) -> Tree<Length> {
        let days = |amount: Num| Length {
            scale: TimeScale::Days,
            amount,
        };
        let exact = |sql: Sql| Num::Exact(Quantity::count(sql), Domain::default());
        match expr.node.as_ref() {
            Node::Constant(Value::Duration(durations)) => match of_constant(durations) {
                Some(length) => Tree::One(length),
                None => self.no_length(expr),
            },
            Node::Fact(_) | Node::Field(..) => match self.read(expr) {
                Some(read) => match read.kind {
                    Some(Kind::Duration(kind)) => self.length_read(read.sql, kind, expr),
                    _ => self.no_length(expr),
                },
                None => self.no_length(expr),
            },
            Node::Age { birth, scale, years } => self.age(*birth, *scale, *years),
            Node::NumberDuration(inner, scale, factor) => {
                let scale = *scale;
                self.number(inner).map(&mut |number: Num| Length {
                    scale,
                    amount: number.scale(factor),
                })
            }
            Node::Scale(factor, duration) => {
                let (factors, lengths) = (self.number(factor), self.length(duration));
                let mut known = true;
                let tree = lengths.zip(
                    &factors,
                    &mut |length: Length, factor: Num| match factor.as_constant() {
                        Some(factor) => Length {
                            scale: length.scale,
                            amount: length.amount.scale(factor),
                        },
                        None => {
                            known = false;
                            length
                        }
                    },
                );
                if known { tree } else { self.no_length(expr) }
            }
            Node::DurationSum(subtract, left, right) => {
                let (a, b) = (self.length(left), self.length(right));
                let sign = Number::from(if *subtract { -1 } else { 1 });
                let mut known = true;
                let tree = a.zip(&b, &mut |a: Length, b: Length| {
                    let scale = if a.scale == b.scale { a.scale } else { TimeScale::Days };
                    let sum = a.to_scale(scale).zip(b.to_scale(scale));
                    let sum = sum.and_then(|(a, b)| a.amount.add(&b.amount.scale(&sign)));
                    known &= sum.is_some();
                    Length {
                        scale,
                        amount: sum.unwrap_or_else(compare::zero),
                    }
                });
                if known { tree } else { self.no_length(expr) }
            }
            Node::DaysBetween(later, earlier) => {
                let (later, earlier) = (self.date(later), self.date(earlier));
                let dialect = self.dialect;
                later.zip(&earlier, &mut |later: Ends, earlier: Ends| {
                    let between = |a: &Sql, b: &Sql| dialect.days_between(a.clone(), b.clone());
                    let (least, most) = (
                        between(&earlier.last, &later.first),
                        between(&earlier.first, &later.last),
                    );
                    days(match least == most {
                        true => exact(least),
                        false => Num::between(Quantity::count(least), Quantity::count(most)),
                    })
                })
            }
            Node::PeriodLength(inner) => {
                let dialect = self.dialect;
                self.period(inner).map(&mut |(first, last): (Ends, Ends)| {
                    let between = |a: &Sql, b: &Sql| dialect.days_between(a.clone(), b.clone());
                    days(Num::between(
                        Quantity::count(between(&first.last, &last.first)),
                        Quantity::count(between(&first.first, &last.last)),
                    ))
                })
            }
            Node::Named { body, .. } | Node::Alternatives(body, _) => self.length(body),
            Node::Reading { source, body } => self.reading(source, &mut |lower| lower.length(body)),
            Node::At(moment, inner) => self.at(moment, expr, &mut |lower| lower.length(inner)),
            Node::Cases {
                clauses,
                otherwise: Some(otherwise),
            } => self.branches(clauses, &mut |lower, value| lower.length(value), &mut |lower| {
                lower.length(otherwise)
            }),
            _ => self.no_length(expr),
        }
    }

    fn no_length(&mut self, expr: &Expr) -> Tree<Length> {
        self.refused(expr);
        Tree::One(Length {
            scale: TimeScale::Days,
            amount: compare::zero(),
        })
    }

    /// In the unit of the declaration, whatever was written in a record.
    fn length_read(&mut self, sql: Sql, kind: &NumberKind, expr: &Expr) -> Tree<Length> {
        let Some(unit) = kind.unit.time() else {
            return self.no_length(expr);
        };
        let domain = match &kind.range {
            None => Domain {
                low: Some((Number::zero(), false)),
                high: None,
            },
            Some(_) if unit.scale() == TimeScale::Months => {
                return self.no_length(expr);
            }
            Some((low, high)) => Domain {
                low: Some((low.clone(), false)),
                high: Some(high.clone()),
            },
        };
        Tree::One(Length {
            scale: unit.scale(),
            amount: Num::Exact(Quantity::column(sql), domain).scale(&unit.size()),
        })
    }

    /// Completed years, months or days since birth.
    fn age(&mut self, birth: FactId, scale: TimeScale, years: bool) -> Tree<Length> {
        let birth = self.column(birth);
        let dialect = self.dialect;
        self.moment().map(&mut |at: Ends| {
            let at = at.first;
            if build::is_null(&at) {
                return Length {
                    scale,
                    amount: Num::Exact(Quantity::count(null()), Domain::default()),
                };
            }
            let sql = match (scale, years) {
                (TimeScale::Months, true) => completed_years(&birth, &at),
                (TimeScale::Months, false) => completed_months(&birth, &at),
                _ => dialect.days_between(birth.clone(), at),
            };
            let amount = Num::Exact(Quantity::of(sql, AGE), Domain::default());
            Length {
                scale,
                amount: if years { amount.scale(&Number::from(12)) } else { amount },
            }
        })
    }

    pub(super) fn durations_compared(
        &mut self,
        left: &'a Expr,
        comparison: Comparison,
        right: &'a Expr,
        expr: &'a Expr,
    ) -> Tree<Truth> {
        let (a, b) = (self.length(left), self.length(right));
        let (mut strange, mut long) = (false, false);
        let dialect = self.dialect;
        let tree = a.zip(&b, &mut |a: Length, b: Length| {
            let scale = if a.scale == b.scale { a.scale } else { TimeScale::Days };
            let both = a.to_scale(scale).zip(b.to_scale(scale));
            let sql = both.and_then(|(a, b)| {
                let (a, b) = (a.amount, b.amount);
                long |= compare::multiplied(&a, &b).iter().any(|(a, b)| !a.fits(b, dialect));
                compare::compare(&a, comparison, &b)
            });
            strange |= sql.is_none();
            Truth::from(sql.unwrap_or_else(null))
        });
        if strange {
            self.refuse(
                expr.span,
                "calendar months that vary, compared with days",
                "give both in months, or both in days",
            );
        }
        if long {
            self.too_long(expr);
        }
        tree
    }

    /// The amount alone, in its own scale.
    pub(super) fn amount(&mut self, expr: &'a Expr) -> Tree<Num> {
        self.length(expr).map(&mut |length: Length| length.amount)
    }

    /// An age that is computed with lies, where no birth is known, between the ends of the calendar: no SQL says so.
    fn births_are_known(&mut self, expr: &'a Expr) {
        let mut births = Vec::new();
        crate::model::walk::all(expr, &mut |part| {
            if let Node::Age { birth, .. } = part.node.as_ref() {
                births.push((*birth, part.span));
            }
        });
        for (birth, span) in births {
            if self.is_known_place((birth, None)) {
                continue;
            }
            let name = self.fact(birth).map(|fact| fact.name.clone()).unwrap_or_default();
            let message = format!("an age can be computed with in SQL only if `{name}` is in every row");
            let finding = crate::codes::export::OPEN_PLACE.at(span, message);
            self.told(finding.help(format!("if every row has it: --known {name}")));
        }
    }

    /// A length as a number of hours, days or months.
    pub(super) fn number_of(
        &mut self,
        inner: &'a Expr,
        scale: TimeScale,
        factor: &Number,
        expr: &'a Expr,
    ) -> Tree<Num> {
        self.births_are_known(inner);
        let mut known = true;
        let tree = self
            .length(inner)
            .map(&mut |length: Length| match length.to_scale(scale) {
                Some(length) => length.amount.scale(factor),
                None => {
                    known = false;
                    compare::zero()
                }
            });
        if !known {
            self.refused(expr);
        }
        tree
    }
}

/// Digits of an age.
const AGE: super::super::quantity::Digits = super::super::quantity::Digits { whole: 6, places: 0 };

/// Years that are completed on the day: who is born on 29 February completes one on 1 March.
fn completed_years(birth: &Sql, at: &Sql) -> Sql {
    let part = |field: DateTimeField, of: &Sql| part_of(field, of.clone());
    let (month, day) = (DateTimeField::Month, DateTimeField::Day);
    let of_year = |of: &Sql| {
        build::plus(
            build::times(number("100"), part(month.clone(), of)),
            part(day.clone(), of),
        )
    };
    let before = build::compare(of_year(at), Comparison::Less, of_year(birth));
    let years = build::minus(part(DateTimeField::Year, at), part(DateTimeField::Year, birth));
    build::minus(years, case([(before, number("1"))], number("0")))
}

/// Calendar months that are completed on the day.
fn completed_months(birth: &Sql, at: &Sql) -> Sql {
    let part = |field: DateTimeField, of: &Sql| part_of(field, of.clone());
    let between = |field: DateTimeField| build::minus(part(field.clone(), at), part(field, birth));
    let months = build::plus(
        build::times(number("12"), between(DateTimeField::Year)),
        between(DateTimeField::Month),
    );
    let before = build::compare(
        part(DateTimeField::Day, at),
        Comparison::Less,
        part(DateTimeField::Day, birth),
    );
    build::minus(months, case([(before, number("1"))], number("0")))
}
