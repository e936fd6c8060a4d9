//! Lists: how many of their records, and what they add up to.

use super::super::build::{
    self, Sql, and, case, cast, compare, first_known, integer, missing, not, null, number, or, times, truth,
};
use super::super::compare as numbers;
use super::super::dialect::Fold;
use super::super::quantity::{Domain, Num, Quantity};
use super::super::tree::Tree;
use super::super::truth::Truth;
use super::truths::counted;
use super::{Assumed, Ends, Frame, Lower};
use crate::model::expr::{Aggregate, Direction, Length, Quantifier, Source, Window, WindowBound};
use crate::model::{Expr, FactId, Node};
use crate::value::{Comparison, Number, TimeScale};

/// Windows of more days than this are refused.
const MOST_DAYS: i64 = 400;

/// Records to look at.
struct Records {
    list: Sql,
    var: String,
    frame: Frame,
    further: Option<Frame>,
    /// Whether one counts.
    counts: Sql,
    /// Whether one of which nothing is known would.
    further_counts: Sql,
    /// Where nothing is known of the list.
    unknown: Sql,
    fact: Option<FactId>,
}

impl<'a> Lower<'a> {
    fn records(&mut self, source: &'a Source, expr: &'a Expr) -> Option<Records> {
        let var = self.new_name();
        match source {
            Source::List { fact, filter, .. } => {
                let list = self.column(*fact);
                let frame = Frame::Record(*fact, var.clone(), Vec::new());
                let further = Frame::Further(*fact);
                let counts = self.counts_in(frame.clone(), filter.as_ref());
                let further_counts = self.counts_in(further.clone(), filter.as_ref());
                Some(Records {
                    unknown: missing(list.clone()),
                    list,
                    var,
                    frame,
                    further: Some(further),
                    counts,
                    further_counts,
                    fact: Some(*fact),
                })
            }
            Source::Readings(readings) => {
                if readings.latest.is_some() {
                    self.refuse(
                        expr.span,
                        "the latest several readings",
                        "ask for any or all of the readings of a time",
                    );
                    return None;
                }
                let (list, counts, unknown) = self.all_readings(readings, &var);
                Some(Records {
                    list,
                    frame: Frame::Reading(readings.lab, var.clone()),
                    var,
                    further: Some(Frame::OpenReading(readings.lab)),
                    counts,
                    further_counts: truth(true),
                    unknown,
                    fact: None,
                })
            }
            Source::Days(window) => self.days(window, var, expr),
        }
    }

    fn counts_in(&mut self, frame: Frame, filter: Option<&'a Expr>) -> Sql {
        let Some(filter) = filter else { return truth(true) };
        self.within(frame, |lower| lower.holds(filter))
    }

    fn within<T>(&mut self, frame: Frame, f: impl FnOnce(&mut Self) -> T) -> T {
        self.frames.push(frame);
        let result = f(self);
        self.frames.pop();
        result
    }

    /// The days of a window that is so many days long, from or up to a day that is known.
    fn days(&mut self, window: &'a Window, var: String, expr: &'a Expr) -> Option<Records> {
        let span = expr.span;
        let Window::Bounded {
            bound: WindowBound::Within | WindowBound::AtMost,
            length: Length::Value(length),
            direction: direction @ (Direction::Before | Direction::After),
            anchor,
        } = window
        else {
            self.refuse(
                span,
                "the days of such a window",
                "only `within … before` or `after` a date can be looked at day by day",
            );
            return None;
        };
        let days = match Self::whole_length(length) {
            Some((TimeScale::Days, days)) if (0..=MOST_DAYS).contains(&days) => days,
            _ => {
                self.refuse(
                    length.span,
                    "the days of a window of this length",
                    "give it in days or weeks, at most 400 days",
                );
                return None;
            }
        };
        let from = match self.date(anchor) {
            Tree::One(Ends { first, last }) if first == last => first,
            _ => {
                self.refuse(
                    anchor.span,
                    "the days up to a date that is no plain fact",
                    "name a date",
                );
                return None;
            }
        };
        if !self.is_known(anchor) {
            self.must_be_known(anchor, "the days of a window");
        }
        let offset = build::identifier(self.dialect.name(&var));
        let day = match direction {
            Direction::Before => build::minus(from, offset),
            _ => build::plus(from, offset),
        };
        Some(Records {
            list: self.dialect.offsets(days),
            var,
            frame: Frame::Day(day),
            further: None,
            counts: truth(true),
            further_counts: truth(false),
            unknown: truth(false),
            fact: None,
        })
    }

    /// So many records for which the body holds.
    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        source: &'a Source,
        body: &'a Expr,
        expr: &'a Expr,
    ) -> Truth {
        let Some(records) = self.records(source, expr) else {
            return null().into();
        };
        let before = self.parts.len();
        let plain = self.within(records.frame.clone(), |lower| lower.truth(body));
        let parts = self.parts.split_off(before);
        let further = match records.further.clone() {
            Some(frame) => self.within(frame, |lower| lower.truth(body)),
            None => truth(false).into(),
        };
        let further_parts = self.parts.split_off(before);
        let of = |truth: Truth, counts: &Sql| match quantifier {
            Quantifier::All => or([truth.unless_left_out(), not(counts.clone())]),
            _ => and([counts.clone(), truth.holds()]),
        };
        let condition = of(plain, &records.counts);
        let condition = self.by_cases(condition, &records, source, body, &of);
        self.parts.truncate(before);
        let looked = super::part::Looked {
            list: &records.list,
            var: &records.var,
            counts: &records.counts,
            further_counts: &records.further_counts,
            unknown: &records.unknown,
        };
        self.parts_of(&looked, parts, further_parts);
        let unknown = match quantifier {
            Quantifier::All => or([of(further, &records.further_counts), null()]),
            Quantifier::None | Quantifier::AtMost(_) | Quantifier::Exactly(0) => {
                not(and([of(further, &records.further_counts), null()]))
            }
            _ => and([of(further, &records.further_counts), null()]),
        };
        let known = self.count_records(quantifier, &records, condition);
        Truth::from(case([(records.unknown.clone(), unknown)], known))
    }

    fn count_records(&self, quantifier: Quantifier, records: &Records, condition: Sql) -> Sql {
        let fold = |fold: Fold, value: Sql| self.dialect.fold(fold, records.list.clone(), &records.var, value);
        // False is 0, open 1, true 2.
        let code = || code(&condition);
        let open = |sql: Sql| build::call("NULLIF", [sql, number("1")]);
        let highest = || {
            let value = open(first_known([fold(Fold::Highest, code()), number("0")]));
            compare(value, Comparison::Equal, number("2"))
        };
        let count = |open: &str| {
            let one = first_known([cast(condition.clone(), integer()), number(open)]);
            let one = match build::constant(&condition) {
                Some(known) => number(if known { "1" } else { "0" }),
                None => one,
            };
            first_known([fold(Fold::Count, one), number("0")])
        };
        match quantifier {
            Quantifier::Any => highest(),
            Quantifier::None => not(highest()),
            Quantifier::All => {
                let value = open(first_known([fold(Fold::Lowest, code()), number("2")]));
                compare(value, Comparison::Equal, number("2"))
            }
            _ => counted(quantifier, count("0"), count("1")),
        }
    }

    /// Fields of a record that are read in both directions are taken value by value where they are not known.
    fn by_cases(
        &mut self,
        plain: Sql,
        records: &Records,
        source: &'a Source,
        body: &'a Expr,
        of: &dyn Fn(Truth, &Sql) -> Sql,
    ) -> Sql {
        let Some(fact) = records.fact else { return plain };
        let places: Vec<(usize, Vec<Assumed>)> = self
            .by_record
            .iter()
            .filter(|((list, _), _)| *list == fact)
            .filter_map(|((_, field), values)| field.map(|field| (field, values.clone())))
            .collect();
        self.by_fields(plain, &places, &[], records, source, body, of)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one more case is one more assumption; the rest goes along"
    )]
    fn by_fields(
        &mut self,
        plain: Sql,
        places: &[(usize, Vec<Assumed>)],
        assumed: &[(usize, Assumed)],
        records: &Records,
        source: &'a Source,
        body: &'a Expr,
        of: &dyn Fn(Truth, &Sql) -> Sql,
    ) -> Sql {
        let (Some(((field, values), rest)), Some(fact)) = (places.split_first(), records.fact) else {
            if assumed.is_empty() {
                return plain;
            }
            let frame = Frame::Record(fact_of(records), records.var.clone(), assumed.to_vec());
            let filter = match source {
                Source::List { filter, .. } => filter.as_ref(),
                _ => None,
            };
            let counts = self.counts_in(frame.clone(), filter);
            let truth = self.within(frame, |lower| lower.truth(body));
            return of(truth, &counts);
        };
        let known = self.by_fields(plain.clone(), rest, assumed, records, source, body, of);
        let mut each = Vec::new();
        for value in values {
            let mut assumed = assumed.to_vec();
            assumed.push((*field, value.clone()));
            let condition = self.by_fields(plain.clone(), rest, &assumed, records, source, body, of);
            each.push(Truth::from(condition));
        }
        let name = match self.fact(fact).map(|fact| &fact.kind) {
            Some(crate::model::Kind::List(list)) => list.fields.get(*field).map(|field| field.name.clone()),
            _ => None,
        };
        let open = missing(self.dialect.field(&records.var, &name.unwrap_or_default()));
        case([(open, Truth::union_of(each).value)], known)
    }

    /// One number out of many records.
    pub(super) fn total(&mut self, op: Aggregate, source: &'a Source, body: &'a Expr, expr: &'a Expr) -> Tree<Num> {
        if !matches!(op, Aggregate::Sum | Aggregate::Count) {
            let help = "only sums and numbers of records can be written";
            self.refuse(expr.span, "this value out of many records", help);
            return Tree::One(numbers::zero());
        }
        let Some(records) = self.records(source, expr) else {
            return Tree::One(numbers::zero());
        };
        let one = |lower: &mut Self, frame: Option<Frame>| match (op, frame) {
            (Aggregate::Count, _) | (_, None) => Some(Num::constant(&Number::one())),
            (_, Some(frame)) => {
                let tree = lower.within(frame, |lower| lower.number(body));
                Some(lower.hull(tree, expr))
            }
        };
        let ends = |num: Option<Num>| num.and_then(|num| num.ends());
        let (Some((low, high)), Some((further_low, further_high))) = (
            ends(one(self, Some(records.frame.clone()))),
            ends(one(self, records.further.clone())),
        ) else {
            return self.no_number(expr);
        };
        let zero = || number("0");
        let total = |lower: &Self, end: &Quantity, lowest: bool| {
            let beyond = if lowest { Comparison::Less } else { Comparison::Greater };
            let (kept, left) = (
                compare(end.sql.clone(), beyond, zero()),
                compare(end.sql.clone(), beyond.negate(), zero()),
            );
            // A record that perhaps counts adds what moves the end outwards.
            let perhaps = case([(kept, end.sql.clone()), (left, zero())], null());
            let term = case(
                [
                    (records.counts.clone(), end.sql.clone()),
                    (not(records.counts.clone()), zero()),
                ],
                perhaps,
            );
            let fold = |fold: Fold, value: Sql| lower.dialect.fold(fold, records.list.clone(), &records.var, value);
            let sum = first_known([fold(Fold::Sum(end.digits.places), term.clone()), zero()]);
            // A record without a number leaves the sum without an end.
            let sum = match term {
                _ if end.constant.is_some() => sum,
                _ => {
                    let open = case([(missing(term), number("1"))], zero());
                    let any = compare(fold(Fold::Highest, open), Comparison::Equal, number("1"));
                    case([(any, null())], sum)
                }
            };
            let further = if lowest { &further_low.at } else { &further_high.at };
            let unknown = match (&further.constant, lowest) {
                (Some(number_of), true) if number_of.signum() >= 0 => zero(),
                (Some(number_of), false) if number_of.signum() <= 0 => zero(),
                _ => null(),
            };
            let unknown = case([(not(records.further_counts.clone()), zero())], unknown);
            let digits = super::super::quantity::Digits {
                whole: 24,
                places: end.digits.places,
            };
            Quantity {
                sql: case([(records.unknown.clone(), unknown)], sum),
                over: end.over.clone(),
                digits,
                constant: None,
            }
        };
        let (low, high) = (total(self, &low.at, true), total(self, &high.at, false));
        Tree::One(match low == high {
            true => Num::Exact(low, Domain::default()),
            false => Num::between(low, high),
        })
    }

    /// Whether a date cannot be missing.
    pub(in crate::export::sql) fn is_known(&self, expr: &Expr) -> bool {
        match expr.node.as_ref() {
            // Every row has its day of assessment.
            Node::Fact(fact) => self.known.contains(&(*fact, None)) || self.trial.assessed_at == Some(*fact),
            Node::Assessment => self.moment.is_none(),
            Node::Constant(_) => true,
            Node::Named { body, .. } => self.is_known(body),
            _ => false,
        }
    }
}

fn fact_of(records: &Records) -> FactId {
    records.fact.unwrap_or(FactId(u32::MAX))
}

/// False is 0, open 1, true 2.
pub(super) fn code(condition: &Sql) -> Sql {
    match build::constant(condition) {
        Some(known) => number(if known { "2" } else { "0" }),
        None if build::is_null(condition) => number("1"),
        None => first_known([times(number("2"), cast(condition.clone(), integer())), number("1")]),
    }
}
