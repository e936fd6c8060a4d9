//! One sub-expression after the other: sets of possible values in, sets out.

use super::days::{Cuts, MOST_LOOKS};
use super::domain::{self, union};
use super::recorder::{Address, Cut, Recorder};
use super::verdict::{Leaf, LeafPart, Role, Why};
use crate::model::expr::{Aggregate, Arithmetic, Edge, Extreme, Moment, Quantifier, reading_field};
use crate::model::{Expr, Fact, FactId, Kind, Node, Trial, Type};
use crate::records::{Facts, Known, Patient, Reading, Record, Slot};
use crate::source::Span;
use crate::value::{
    Bound, Choices, Comparison, Dates, Durations, Number, Numbers, Texts, TimeScale, Truths, Value, completed_days,
    completed_months, completed_years,
};

/// A record whose fields are read.
#[derive(Debug, Clone)]
pub(super) enum Frame<'a> {
    /// A record of a list, by its place; none for a further record that there may be.
    Record(FactId, Option<(usize, &'a Record)>),
    /// A reading of a lab, by its place.
    Reading(FactId, usize, &'a Reading),
    /// The reading that a lab does not have, and why.
    OpenReading(FactId, Why, Span),
    /// A day, or any of several.
    Day(Dates),
}

/// What an evaluation looks at.
pub(super) struct Evaluator<'a, R> {
    pub(super) trial: &'a Trial,
    pub(super) patient: &'a Patient,
    /// A visit that the record does not have.
    pub(super) blank: &'a Facts,
    pub(super) facts: &'a Facts,
    /// The number of the visit that is looked at; none at the moment of assessment.
    pub(super) visit: Option<usize>,
    /// Its name.
    pub(super) visit_name: Option<&'a str>,
    /// The moment of assessment; none where the trial has none.
    pub(super) moment: Option<Dates>,
    pub(super) frames: Vec<Frame<'a>>,
    /// The truths of the numbered parts so far.
    pub(super) parts: Vec<Option<Truths>>,
    /// The truths of the criteria that were decided before.
    pub(super) criteria: Vec<Option<Truths>>,
    /// Whether a branch is looked at that may not be taken.
    pub(super) perhaps: bool,
    /// Whether the moment is a date that the rule names, which is asked for itself.
    pub(super) dated: bool,
    /// What is taken for granted while a rule is decided by cases.
    pub(super) assumed: Vec<(Address, Value)>,
    /// The days that a condition on a day compares it with, while they are looked for.
    pub(super) cuts: Option<Cuts>,
    /// How often days may still be looked at.
    pub(super) looks_left: usize,
    pub(super) recorder: R,
}

impl<'a, R: Recorder> Evaluator<'a, R> {
    pub(super) fn new(trial: &'a Trial, patient: &'a Patient, blank: &'a Facts, recorder: R) -> Self {
        let mut evaluator = Self {
            trial,
            patient,
            blank,
            facts: &patient.facts,
            visit: None,
            visit_name: None,
            moment: None,
            frames: Vec::new(),
            parts: vec![None; trial.criteria.len()],
            criteria: vec![None; trial.criteria.len()],
            perhaps: false,
            dated: false,
            assumed: Vec::new(),
            cuts: None,
            looks_left: MOST_LOOKS,
            recorder,
        };
        evaluator.moment = trial.assessed_at.map(|fact| match patient.facts.get(fact) {
            Slot::Value(Known {
                value: Value::Date(dates),
                ..
            }) => dates.clone(),
            _ => Dates::all(),
        });
        evaluator
    }

    /// Looks at a visit from now on.
    pub(super) fn at_visit(&mut self, name: &'a str) {
        let found = self.patient.visits.iter().position(|visit| visit.name == name);
        self.visit_name = Some(name);
        self.visit = Some(found.unwrap_or_else(|| self.absent_visit(name)));
        match found.and_then(|at| self.patient.visits.get(at)) {
            Some(visit) => {
                self.facts = &visit.facts;
                self.moment = Some(visit.date.clone());
            }
            None => {
                self.facts = self.blank;
                self.moment = Some(Dates::all());
            }
        }
    }

    pub(super) fn eval(&mut self, expr: &'a Expr) -> Value {
        if !R::ON {
            return self.node(expr).0;
        }
        self.recorder.enter(expr.span);
        let (value, leaf) = self.node(expr);
        let role = leaf.map_or_else(|| role_of(expr), |leaf| Role::Leaf(Box::new(leaf)));
        self.recorder.exit(role, &value, &expr.ty);
        value
    }

    pub(super) fn truth(&mut self, expr: &'a Expr) -> Truths {
        match self.eval(expr) {
            Value::Truth(truths) => truths,
            _ => Truths::UNKNOWN,
        }
    }

    pub(super) fn numbers(&mut self, expr: &'a Expr) -> Numbers {
        match self.eval(expr) {
            Value::Number(numbers) => numbers,
            _ => Numbers::all(),
        }
    }

    pub(super) fn dates(&mut self, expr: &'a Expr) -> Dates {
        match self.eval(expr) {
            Value::Date(dates) => dates,
            _ => Dates::all(),
        }
    }

    pub(super) fn durations(&mut self, expr: &'a Expr) -> Durations {
        match self.eval(expr) {
            Value::Duration(durations) => durations,
            _ => domain::any_duration(),
        }
    }

    fn node(&mut self, expr: &'a Expr) -> (Value, Option<Leaf>) {
        let value = match expr.node.as_ref() {
            Node::Constant(value) => value.clone(),
            Node::Fact(fact) => return self.fact(*fact),
            Node::Field(level, index) => return self.field(*level, *index),
            Node::Age { birth, scale, years } => return self.age(*birth, *scale, *years),
            Node::Assessment => Value::Date(self.moment.clone().unwrap_or_else(Dates::all)),
            Node::Reading { source, body } => self.reading(source, body),
            Node::Convert(inner, factor) => Value::Number(self.numbers(inner).scale(factor)),
            Node::DurationNumber(inner, scale, factor) => {
                Value::Number(self.durations(inner).to_scale(*scale).amount.scale(factor))
            }
            Node::NumberDuration(inner, scale, factor) => Value::Duration(Durations {
                scale: *scale,
                amount: self.numbers(inner).scale(factor),
            }),
            Node::Negative(inner) => Value::Number(self.numbers(inner).neg()),
            Node::Arithmetic(op, left, right) => Value::Number(self.arithmetic(*op, left, right)),
            Node::Scale(number, duration) => {
                let number = self.numbers(number);
                let duration = self.durations(duration);
                Value::Duration(duration.mul_numbers(&number))
            }
            Node::DurationSum(subtract, left, right) => {
                let (mut a, mut b) = (self.durations(left), self.durations(right));
                if a.scale != b.scale {
                    a = a.to_scale(TimeScale::Days);
                    b = b.to_scale(TimeScale::Days);
                }
                let amount = if *subtract {
                    a.amount.sub(&b.amount)
                } else {
                    a.amount.add(&b.amount)
                };
                Value::Duration(Durations { scale: a.scale, amount })
            }
            Node::Shift(date, duration, past) => {
                let date = self.dates(date);
                let duration = self.durations(duration);
                Value::Date(super::time::shift(&date, &duration, *past))
            }
            Node::DaysBetween(left, right) => {
                let (later, earlier) = (self.dates(left), self.dates(right));
                Value::Duration(Durations {
                    scale: TimeScale::Days,
                    amount: super::time::days_between(&earlier, &later),
                })
            }
            Node::Period(start, end) => {
                let start = self.dates(start);
                let end = self.dates(end);
                Value::Period(start, end)
            }
            Node::Edge(inner, edge) => match (self.eval(inner), edge) {
                (Value::Period(start, _), Edge::Start) => Value::Date(start),
                (Value::Period(_, end), Edge::End) => Value::Date(end),
                _ => Value::Date(Dates::all()),
            },
            Node::PeriodLength(inner) => match self.eval(inner) {
                Value::Period(start, end) => Value::Duration(Durations {
                    scale: TimeScale::Days,
                    amount: super::time::days_between(&start, &end),
                }),
                _ => Value::Duration(domain::any_duration()),
            },
            Node::Compare(op, left, right) => Value::Truth(self.compare(*op, left, right)),
            Node::Among(inner, set) => {
                let numbers = self.numbers_or_months(inner);
                let truths = membership(numbers.is_subset(set), numbers.intersect(set).is_empty());
                if R::ON && truths == Truths::UNKNOWN {
                    for piece in set.pieces() {
                        self.cut_numbers(inner, &piece.low);
                        self.cut_numbers(inner, &piece.high);
                    }
                }
                Value::Truth(truths)
            }
            Node::Member(inner, set) => match self.eval(inner) {
                Value::Choice(choices) => {
                    Value::Truth(membership(choices.is_subset(*set), choices.intersect(*set).is_empty()))
                }
                _ => Value::Truth(Truths::UNKNOWN),
            },
            Node::SameText(inner, word) => Value::Truth(match self.eval(inner) {
                Value::Text(Texts::OneOf(words)) => {
                    let same = words
                        .iter()
                        .filter(|w| w.trim().to_lowercase() == word.to_lowercase())
                        .count();
                    membership(same == words.len(), same == 0)
                }
                _ => Truths::UNKNOWN,
            }),
            Node::InWindow(date, window) => Value::Truth(self.in_window(date, window)),
            Node::Not(inner) => Value::Truth(self.truth(inner).not()),
            Node::And(parts) => {
                let mut truths = Truths::NOT_APPLICABLE;
                for part in parts {
                    truths = truths.and(self.truth(part));
                }
                Value::Truth(truths)
            }
            Node::Or(parts) => {
                let mut truths = Truths::NOT_APPLICABLE;
                for part in parts {
                    truths = truths.or(self.truth(part));
                }
                Value::Truth(truths)
            }
            Node::Count(quantifier, parts) => Value::Truth(self.count(*quantifier, parts)),
            Node::Cases { clauses, otherwise } => self.cases(clauses, otherwise.as_ref(), &expr.ty),
            Node::Quantified {
                quantifier,
                source,
                body,
                level: _,
                apart,
            } => Value::Truth(self.quantified(*quantifier, source, body, apart.as_ref())),
            Node::Aggregate {
                op,
                source,
                body,
                level: _,
            } => self.aggregate(*op, source, body, &expr.ty),
            Node::Extreme(extreme, parts) => self.extreme(*extreme, parts, &expr.ty),
            Node::Several(op, parts) => {
                let values: Vec<Numbers> = parts.iter().map(|part| self.numbers(part)).collect();
                Value::Number(super::records::several(*op, &values))
            }
            Node::Rows(op, rows) => Value::Number(self.rows(*op, rows)),
            Node::At(moment, inner) => self.at(moment, inner),
            Node::Named { body, given, .. } => {
                let value = self.eval(body);
                match given {
                    Some(given) => self.meet(value, *given, expr),
                    None => value,
                }
            }
            Node::Part(index, inner) => {
                let truths = self.truth(inner);
                // Where its branch may not be taken, the part may not apply.
                let reported = if self.perhaps {
                    truths.union(Truths::NOT_APPLICABLE)
                } else {
                    truths
                };
                if let Some(slot) = self.parts.get_mut(*index) {
                    *slot = Some(slot.map_or(reported, |earlier| earlier.or(reported)));
                }
                Value::Truth(truths)
            }
            Node::Criterion(index) => Value::Truth(self.criterion(*index)),
            Node::Alternatives(in_force, others) => {
                let value = self.eval(in_force);
                for (name, other) in others {
                    let divided = self.eval(other);
                    self.divided(&value, &divided, name, expr.span);
                }
                value
            }
            Node::Invalid => Value::Truth(Truths::UNKNOWN),
        };
        (value, None)
    }

    /// The rule of another criterion, decided once.
    fn criterion(&mut self, index: usize) -> Truths {
        if let Some(Some(truths)) = self.criteria.get(index) {
            return *truths;
        }
        let trial = self.trial;
        match trial.criteria.get(index) {
            Some(criterion) => self.truth(&criterion.rule),
            None => Truths::UNKNOWN,
        }
    }

    fn divided(&mut self, in_force: &Value, other: &Value, name: &str, _span: Span) {
        if R::ON && in_force != other {
            self.recorder.warn(super::verdict::Warning {
                code: "readings-divide".to_owned(),
                message: format!("the reading `{name}`, which is not in force, would decide otherwise"),
                criterion: None,
                fact: None,
            });
        }
    }

    fn at(&mut self, moment: &'a Moment, inner: &'a Expr) -> Value {
        match moment {
            Moment::Date(date) => {
                let date = self.dates(date);
                let saved = self.moment.replace(date);
                let dated = std::mem::replace(&mut self.dated, true);
                let value = self.eval(inner);
                self.dated = dated;
                self.moment = saved;
                value
            }
            Moment::Visit(name) => {
                let saved = (self.facts, self.visit, self.visit_name, self.moment.clone());
                self.at_visit(name);
                let value = self.eval(inner);
                (self.facts, self.visit, self.visit_name, self.moment) = saved;
                value
            }
        }
    }

    fn cases(&mut self, clauses: &'a [(Expr, Expr)], otherwise: Option<&'a Expr>, ty: &Type) -> Value {
        let mut result: Option<Value> = None;
        let mut add = |value: Value| {
            result = Some(match result.take() {
                Some(earlier) => union(earlier, value),
                None => value,
            });
        };
        let mut reached = true;
        let outer = self.perhaps;
        for (condition, value) in clauses {
            let holds = self.truth(condition).holds();
            let before = self.perhaps;
            if holds.contains_yes() {
                self.perhaps |= holds != Truths::YES;
                add(self.eval(value));
            }
            if holds == Truths::YES {
                reached = false;
                break;
            }
            self.perhaps = before || holds.contains_yes();
        }
        if reached {
            add(match otherwise {
                Some(otherwise) => self.eval(otherwise),
                None if matches!(ty, Type::Truth) => Value::Truth(Truths::NOT_APPLICABLE),
                None => domain::of_type(ty),
            });
        }
        self.perhaps = outer;
        result.unwrap_or_else(|| domain::of_type(ty))
    }

    fn arithmetic(&mut self, op: Arithmetic, left: &'a Expr, right: &'a Expr) -> Numbers {
        let a = self.numbers(left);
        if let Arithmetic::Power(exponent) = op {
            return a.pow(exponent);
        }
        let b = self.numbers(right);
        if R::ON && op == Arithmetic::Divide && b.as_point().is_some_and(Number::is_zero) {
            self.recorder.warn(super::verdict::Warning {
                code: "division-by-zero".to_owned(),
                message: "a value that others are divided by is 0: the result is taken to lie beyond every limit"
                    .to_owned(),
                criterion: None,
                fact: None,
            });
        }
        match op {
            Arithmetic::Add => a.add(&b),
            Arithmetic::Subtract => a.sub(&b),
            Arithmetic::Multiply => a.mul(&b),
            Arithmetic::Divide => a.div(&b),
            Arithmetic::AnyPower => a.power(&b),
            Arithmetic::Power(_) => a,
        }
    }

    fn numbers_or_months(&mut self, expr: &'a Expr) -> Numbers {
        match self.eval(expr) {
            Value::Number(numbers) => numbers,
            Value::Duration(durations) => durations.amount,
            _ => Numbers::all(),
        }
    }

    fn compare(&mut self, op: Comparison, left: &'a Expr, right: &'a Expr) -> Truths {
        let (a, b) = (self.eval(left), self.eval(right));
        if let Some(cuts) = &mut self.cuts {
            cuts.compared((left, &a), (right, &b));
        }
        let truths = match (&a, &b) {
            (Value::Number(a), Value::Number(b)) => a.compare(op, b),
            (Value::Duration(a), Value::Duration(b)) => a.compare(op, b),
            (Value::Choice(a), Value::Choice(b)) => a.compare(op, *b),
            (Value::Date(a), Value::Date(b)) => a.compare_days(op, b),
            _ => Truths::UNKNOWN,
        };
        if R::ON && truths == Truths::UNKNOWN {
            self.cuts_of_comparison(left, &a, right, &b);
        }
        truths
    }

    fn cuts_of_comparison(&mut self, left: &'a Expr, a: &Value, right: &'a Expr, b: &Value) {
        for (open, other) in [(left, b), (right, a)] {
            match other {
                Value::Number(numbers) => {
                    for piece in numbers.pieces().iter().take(4) {
                        self.cut_numbers(open, &piece.low);
                        self.cut_numbers(open, &piece.high);
                    }
                }
                Value::Date(dates) => {
                    if let Some((address, _)) = self.address(open) {
                        for day in super::recorder::ends(dates) {
                            self.recorder.cut(address, Cut::Day(day));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn cut_numbers(&mut self, open: &'a Expr, bound: &Bound) {
        let (Bound::Open(number) | Bound::Closed(number)) = bound else {
            return;
        };
        if let Some((address, factor)) = self.address(open)
            && let Some(number) = number.checked_div(&factor)
        {
            self.recorder.cut(address, Cut::Number(number));
        }
    }

    /// The place that an expression reads directly, and the factor between the two.
    pub(super) fn address(&self, expr: &Expr) -> Option<(Address, Number)> {
        match expr.node.as_ref() {
            Node::Fact(fact) => Some((Address::Fact(self.visit, *fact), Number::one())),
            Node::Field(level, index) => self
                .frame_address(self.frames.get(*level)?, *index)
                .map(|a| (a, Number::one())),
            Node::Convert(inner, factor) => {
                let (address, inner) = self.address(inner)?;
                Some((address, &inner * factor))
            }
            _ => None,
        }
    }

    fn frame_address(&self, frame: &Frame<'a>, index: usize) -> Option<Address> {
        match frame {
            Frame::Record(fact, Some((at, _))) => Some(Address::Field(self.visit, *fact, *at, index)),
            Frame::Reading(fact, at, _) => Some(Address::Reading(self.visit, *fact, *at, index)),
            Frame::OpenReading(fact, _, filter) => Some(Address::OpenReading(self.visit, *fact, *filter, index)),
            _ => None,
        }
    }

    fn count(&mut self, quantifier: Quantifier, parts: &'a [Expr]) -> Truths {
        let truths: Vec<Truths> = parts.iter().map(|part| self.truth(part)).collect();
        count(quantifier, &truths)
    }

    fn extreme(&mut self, extreme: Extreme, parts: &'a [Expr], ty: &Type) -> Value {
        let mut result: Option<Value> = None;
        for part in parts {
            let value = self.eval(part);
            result = Some(match result {
                Some(earlier) => super::records::extreme_of(extreme, earlier, value),
                None => value,
            });
        }
        result.unwrap_or_else(|| domain::of_type(ty))
    }

    fn rows(&mut self, op: Aggregate, rows: &'a [(Expr, Expr)]) -> Numbers {
        let mut gathered = super::records::Gathered::new(op);
        for (condition, value) in rows {
            let holds = self.truth(condition).holds();
            if holds == Truths::NO {
                continue;
            }
            let value = self.numbers(value);
            gathered.add(&value, holds == Truths::YES);
        }
        gathered.rows()
    }

    fn age(&mut self, birth: FactId, scale: TimeScale, years: bool) -> (Value, Option<Leaf>) {
        let (value, leaf) = self.fact(birth);
        let at = self.moment.clone().unwrap_or_else(Dates::all);
        let Value::Date(birth) = value else {
            return (Value::Duration(domain::any_duration()), leaf);
        };
        let (low, high) = match (scale, years) {
            (TimeScale::Months, true) => {
                let (low, high) = completed_years(&birth, &at);
                (low.saturating_mul(12), high.saturating_mul(12))
            }
            (TimeScale::Months, false) => completed_months(&birth, &at),
            _ => completed_days(&birth, &at),
        };
        let amount = if low == high {
            Numbers::point(Number::from(low))
        } else {
            Numbers::closed(Number::from(low), Number::from(high))
        };
        let mut leaf = leaf;
        if let Some(leaf) = &mut leaf
            && leaf.open.is_none()
            && !self.dated
            && at.as_day().is_none()
            && low != high
            && let Some(assessed) = self.trial.assessed_at
        {
            let moment = self.trial.facts.get(assessed.index());
            leaf.path = moment.map(|fact| fact.name.clone()).unwrap_or_default();
            leaf.question = moment.and_then(|fact| fact.question.clone());
            leaf.open = Some(Why::Missing);
            leaf.original = None;
        }
        (Value::Duration(Durations { scale, amount }), leaf)
    }

    /// The number of a visit that the record does not have. Two of them are two moments, of which nothing says that
    /// a fact is the same at both; only the one that is asked for need not be named by a rule.
    fn absent_visit(&self, name: &str) -> usize {
        let named = self.trial.visits.iter().position(|visit| visit == name);
        named.map_or(usize::MAX, |at| self.patient.visits.len() + at)
    }

    /// A fact that is no lab and no list.
    fn fact(&mut self, fact: FactId) -> (Value, Option<Leaf>) {
        let facts = self.facts;
        let Some(declared) = self.trial.facts.get(fact.index()) else {
            return (Value::Truth(Truths::UNKNOWN), None);
        };
        let slot = facts.get(fact);
        let address = Address::Fact(self.visit, fact);
        let value = self
            .assumed(address)
            .unwrap_or_else(|| domain::of_slot(slot, &declared.kind));
        if !R::ON {
            return (value, None);
        }
        self.recorder.read(address, &value);
        let known = match slot {
            Slot::Value(known) => Some(known),
            _ => None,
        };
        let mut leaf = self.leaf(fact, declared.name.clone(), known);
        leaf.open = open(&value, known.is_some(), declared);
        (value, Some(leaf))
    }

    pub(super) fn leaf(&self, fact: FactId, path: String, known: Option<&Known>) -> Leaf {
        Leaf {
            path,
            fact,
            question: self.trial.facts.get(fact.index()).and_then(|f| f.question.clone()),
            original: known.map(|known| known.original.clone()),
            conversion: known.and_then(|known| known.conversion.clone()),
            date: None,
            limits: (None, None),
            stand_in: false,
            part: LeafPart::Value,
            open: None,
            visit: self.visit_name.map(str::to_owned),
            source: known.map(|known| known.span),
        }
    }

    fn assumed(&self, address: Address) -> Option<Value> {
        self.assumed
            .iter()
            .find(|(assumed, _)| *assumed == address)
            .map(|(_, value)| value.clone())
    }

    /// A field of a record, of a reading, or a day.
    fn field(&mut self, level: usize, index: usize) -> (Value, Option<Leaf>) {
        let Some(frame) = self.frames.get(level).cloned() else {
            return (Value::Truth(Truths::UNKNOWN), None);
        };
        let assumed = if self.assumed.is_empty() {
            None
        } else {
            self.frame_address(&frame, index)
                .and_then(|address| self.assumed(address))
        };
        match frame {
            Frame::Day(dates) => (Value::Date(dates), None),
            Frame::Record(list, at) => self.record_field(list, at, index, assumed),
            Frame::Reading(lab, at, reading) => self.reading_field(lab, at, reading, index, assumed),
            Frame::OpenReading(lab, why, filter) => self.open_reading_field(lab, why, filter, index, assumed),
        }
    }

    fn record_field(
        &mut self,
        list: FactId,
        at: Option<(usize, &'a Record)>,
        index: usize,
        assumed: Option<Value>,
    ) -> (Value, Option<Leaf>) {
        let trial = self.trial;
        let Some((declared, field)) = trial.facts.get(list.index()).and_then(|declared| match &declared.kind {
            Kind::List(kind) => kind.fields.get(index).map(|field| (declared, field)),
            _ => None,
        }) else {
            return (Value::Truth(Truths::UNKNOWN), None);
        };
        let slot = at
            .and_then(|(_, record)| record.fields.get(index))
            .unwrap_or(&Slot::Absent);
        let value = assumed.unwrap_or_else(|| domain::of_slot(slot, &field.kind));
        if !R::ON {
            return (value, None);
        }
        let known = match slot {
            Slot::Value(known) => Some(known),
            _ => None,
        };
        let path = match at {
            Some((at, _)) => format!("{}[{at}].{}", declared.name, field.name),
            None => declared.name.clone(),
        };
        if let Some((at, _)) = at {
            self.recorder.read(Address::Field(self.visit, list, at, index), &value);
        }
        let mut leaf = self.leaf(list, path, known);
        leaf.open = open(&value, known.is_some(), field);
        if at.is_some() {
            leaf.question.clone_from(&field.question);
        } else {
            leaf.part = LeafPart::List;
            leaf.open = Some(if matches!(self.facts.get(list), Slot::Absent) {
                Why::Missing
            } else {
                Why::Partial
            });
        }
        (value, Some(leaf))
    }

    fn reading_field(
        &mut self,
        lab: FactId,
        at: usize,
        reading: &'a Reading,
        index: usize,
        assumed: Option<Value>,
    ) -> (Value, Option<Leaf>) {
        let trial = self.trial;
        let Some(declared) = trial.facts.get(lab.index()) else {
            return (Value::Truth(Truths::UNKNOWN), None);
        };
        let positive = Numbers::positive;
        let (own, part, given) = match index {
            reading_field::VALUE => (reading.known.value.clone(), LeafPart::Value, true),
            reading_field::LOW => {
                let limit = reading
                    .low
                    .clone()
                    .or_else(|| declared.stand_in.0.clone().map(Numbers::point));
                (
                    Value::Number(limit.clone().unwrap_or_else(positive)),
                    LeafPart::Low,
                    limit.is_some(),
                )
            }
            reading_field::HIGH => {
                let limit = reading
                    .high
                    .clone()
                    .or_else(|| declared.stand_in.1.clone().map(Numbers::point));
                (
                    Value::Number(limit.clone().unwrap_or_else(positive)),
                    LeafPart::High,
                    limit.is_some(),
                )
            }
            reading_field::DATE => {
                let date = reading.date.clone().or_else(|| self.moment.clone());
                (
                    Value::Date(date.clone().unwrap_or_else(Dates::all)),
                    LeafPart::Date,
                    true,
                )
            }
            further => {
                let at = further - reading_field::FURTHER;
                let slot = reading.fields.get(at).unwrap_or(&Slot::Absent);
                let kind = declared.with.get(at).map_or(&Kind::YesNo, |field| &field.kind);
                (
                    domain::of_slot(slot, kind),
                    LeafPart::Value,
                    !matches!(slot, Slot::Absent),
                )
            }
        };
        let value = assumed.unwrap_or(own);
        if !R::ON {
            return (value, None);
        }
        self.recorder.read(Address::Reading(self.visit, lab, at, index), &value);
        let several = matches!(self.facts.get(lab), Slot::Readings(all) if all.len() > 1);
        let mut path = if several {
            format!("{}[{at}]", declared.name)
        } else {
            declared.name.clone()
        };
        match index {
            reading_field::VALUE => {}
            reading_field::LOW => path.push_str(".low"),
            reading_field::HIGH => path.push_str(".high"),
            reading_field::DATE => path.push_str(".date"),
            further => {
                let name = declared
                    .with
                    .get(further - reading_field::FURTHER)
                    .map_or("", |f| f.name.as_str());
                path.push('.');
                path.push_str(name);
            }
        }
        let mut leaf = self.leaf(lab, path, Some(&reading.known));
        leaf.date = reading.date.clone().or_else(|| self.moment.clone());
        let low = reading
            .low
            .clone()
            .or_else(|| declared.stand_in.0.clone().map(Numbers::point));
        let high = reading
            .high
            .clone()
            .or_else(|| declared.stand_in.1.clone().map(Numbers::point));
        leaf.stand_in = (reading.high.is_none() && high.is_some()) || (reading.low.is_none() && low.is_some());
        leaf.limits = (low, high);
        leaf.part = part;
        leaf.open = open(&value, given, declared);
        (value, Some(leaf))
    }

    fn open_reading_field(
        &mut self,
        lab: FactId,
        why: Why,
        filter: Span,
        index: usize,
        assumed: Option<Value>,
    ) -> (Value, Option<Leaf>) {
        let Some(declared) = self.trial.facts.get(lab.index()) else {
            return (Value::Truth(Truths::UNKNOWN), None);
        };
        let (own, part) = match index {
            reading_field::VALUE => (domain::of_kind(&declared.kind), LeafPart::Value),
            reading_field::LOW => (Value::Number(Numbers::positive()), LeafPart::Low),
            reading_field::HIGH => (Value::Number(Numbers::positive()), LeafPart::High),
            reading_field::DATE => (Value::Date(Dates::all()), LeafPart::Date),
            further => (
                declared
                    .with
                    .get(further - reading_field::FURTHER)
                    .map_or(Value::Truth(Truths::UNKNOWN), |f| domain::of_kind(&f.kind)),
                LeafPart::Value,
            ),
        };
        let value = assumed.unwrap_or(own);
        if !R::ON {
            return (value, None);
        }
        self.recorder
            .read(Address::OpenReading(self.visit, lab, filter, index), &value);
        let mut leaf = self.leaf(lab, declared.name.clone(), None);
        leaf.part = part;
        leaf.open = Some(why);
        (value, Some(leaf))
    }
}

/// So many of some truths, those left out that do not apply.
pub(crate) fn count(quantifier: Quantifier, truths: &[Truths]) -> Truths {
    let may_apply = truths.iter().any(|t| t.contains_yes() || t.contains_no());
    let may_not = truths.iter().all(|t| t.contains_not_applicable());
    let least = truths.iter().filter(|t| **t == Truths::YES).count();
    let most = truths.iter().filter(|t| t.contains_yes()).count();
    let none_of = quantifier == Quantifier::None;
    let quantifier = if none_of { Quantifier::AtMost(0) } else { quantifier };
    let mut result = if may_apply {
        super::records::counted(quantifier, least, Some(most))
    } else {
        Truths::NONE
    };
    if may_not {
        result = result.union(Truths::NOT_APPLICABLE);
    }
    result
}

/// Why a value is open, if it is.
fn open(value: &Value, given: bool, declared: &Fact) -> Option<Why> {
    if domain::is_single(value) && given {
        None
    } else if given {
        Some(Why::Imprecise)
    } else if declared.judgement {
        Some(Why::Judgement)
    } else {
        Some(Why::Missing)
    }
}

/// In a set certainly, certainly not, or perhaps.
fn membership(inside: bool, outside: bool) -> Truths {
    match (inside, outside) {
        (true, false) => Truths::YES,
        (false, true) => Truths::NO,
        _ => Truths::UNKNOWN,
    }
}

fn role_of(expr: &Expr) -> Role {
    match expr.node.as_ref() {
        Node::Constant(_) => Role::Constant,
        Node::Compare(op, ..) => Role::Compare(*op),
        Node::Among(..) | Node::Member(..) | Node::SameText(..) => Role::Member,
        Node::InWindow(..) => Role::Window(Box::default()),
        Node::Not(_) => Role::Not,
        Node::And(_) => Role::And,
        Node::Or(_) => Role::Or,
        Node::Count(quantifier, _) => Role::Count(*quantifier),
        Node::Cases { .. } => Role::Cases,
        Node::Quantified { .. } => Role::Quantified,
        Node::Aggregate { .. } | Node::Rows(..) | Node::Several(..) | Node::Extreme(..) => Role::Aggregate,
        Node::Named { name, .. } => Role::Named(name.clone()),
        Node::Part(index, _) | Node::Criterion(index) => Role::Part(*index),
        Node::Alternatives(..) => Role::Alternatives,
        _ => Role::Computed,
    }
}

/// The options of a truth as a choice, for what is decided by cases.
pub(super) fn pieces(value: &Value, cuts: &[Cut]) -> Vec<Value> {
    match value {
        Value::Truth(truths) => truths.members().map(Value::Truth).collect(),
        Value::Choice(choices) => choices.iter().map(|index| Value::Choice(Choices::one(index))).collect(),
        Value::Number(numbers) => {
            let mut all = vec![numbers.clone()];
            for cut in cuts {
                if let Cut::Number(number) = cut {
                    all = all.iter().flat_map(|piece| piece.split_at(number)).collect();
                }
            }
            all.into_iter().map(Value::Number).collect()
        }
        Value::Date(dates) => {
            let mut all = vec![dates.clone()];
            for cut in cuts {
                if let Cut::Day(day) = cut {
                    all = all.iter().flat_map(|piece| piece.split_at_day(*day)).collect();
                }
            }
            all.into_iter().map(Value::Date).collect()
        }
        other => vec![other.clone()],
    }
}
