//! Values as sums of multiples of terms, one for each way that conditions inside them may turn out.

use std::collections::BTreeSet;

use super::graph::Literal;
use super::key;
use super::linear::{Inequality, Linear};
use super::lower::{Lowering, Outcome};
use super::scope::{Frame, Scope};
use super::term::{Origin, Term, TermId};
use crate::model::expr::{Aggregate, Arithmetic, Readings, reading_field};
use crate::model::{Expr, Fact, FactId, Kind, Node, NumberKind, Type};
use crate::value::{Choices, Comparison, Number, Numbers, TimeScale, Value};

/// A sum and a constant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Form {
    pub(super) sum: Linear,
    pub(super) constant: Number,
}

impl Form {
    pub(super) fn constant(constant: Number) -> Self {
        Self {
            sum: Linear::default(),
            constant,
        }
    }

    pub(super) fn term(term: TermId) -> Self {
        Self {
            sum: Linear::term(term),
            constant: Number::zero(),
        }
    }

    fn as_constant(&self) -> Option<&Number> {
        self.sum.0.is_empty().then_some(&self.constant)
    }

    pub(super) fn scale(&self, factor: &Number) -> Self {
        Self {
            sum: self.sum.scale(factor),
            constant: &self.constant * factor,
        }
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        Self {
            sum: self.sum.add(&other.sum),
            constant: &self.constant + &other.constant,
        }
    }

    /// That it is no more than a limit.
    pub(super) fn at_most(&self, limit: &Number) -> Inequality {
        Inequality {
            sum: self.sum.clone(),
            limit: limit - &self.constant,
            strict: false,
            from: BTreeSet::new(),
        }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.add(&other.scale(&-Number::one()))
    }
}

/// What a value is in each case; the cases exclude each other and leave nothing out.
pub(super) type Branches<T> = Vec<(Literal, T)>;

/// More cases than this make a value opaque.
const MOST_BRANCHES: usize = 16;

/// A length of time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Length {
    pub(super) scale: TimeScale,
    pub(super) amount: Form,
}

impl Lowering<'_> {
    /// Every pair of cases of two values.
    pub(super) fn pairs<A: Clone, B: Clone, C>(
        &mut self,
        left: &Branches<A>,
        right: &Branches<B>,
        join: impl Fn(&A, &B) -> Option<C>,
    ) -> Option<Branches<C>> {
        if left.len() * right.len() > MOST_BRANCHES {
            return None;
        }
        let mut all = Vec::new();
        for (a_when, a) in left {
            for (b_when, b) in right {
                let when = self.graph.and([*a_when, *b_when]);
                if when != Literal::NO {
                    all.push((when, join(a, b)?));
                }
            }
        }
        Some(all)
    }

    /// The values of cases in order, each under what makes it the one.
    pub(super) fn branches<T>(
        &mut self,
        clauses: &[&(Expr, Expr)],
        otherwise: &Expr,
        scope: &Scope,
        value: &mut dyn FnMut(&mut Self, &Expr) -> Option<Branches<T>>,
    ) -> Option<Branches<T>> {
        let mut all = Vec::new();
        let mut before = Literal::YES;
        for (condition, body) in clauses.iter().copied() {
            let holds = self.truth(condition, scope).yes;
            let here = self.graph.and([before, holds]);
            before = self.graph.and([before, !holds]);
            let branches = value(self, body)?;
            self.under(here, branches, &mut all);
        }
        let rest = value(self, otherwise)?;
        self.under(before, rest, &mut all);
        (all.len() <= MOST_BRANCHES).then_some(all)
    }

    fn under<T>(&mut self, condition: Literal, branches: Branches<T>, all: &mut Branches<T>) {
        for (when, value) in branches {
            let when = self.graph.and([condition, when]);
            if when != Literal::NO {
                all.push((when, value));
            }
        }
    }

    /// Whether a condition on two values holds, case by case.
    fn in_each(&mut self, branches: Vec<(Literal, Literal)>) -> Literal {
        let parts: Vec<Literal> = branches
            .into_iter()
            .map(|(when, holds)| self.graph.and([when, holds]))
            .collect();
        self.graph.or(parts)
    }

    pub(super) fn compare(
        &mut self,
        whole: &Expr,
        op: Comparison,
        left: &Expr,
        right: &Expr,
        scope: &Scope,
    ) -> Outcome {
        let literal = match &left.ty {
            Type::Number(..) | Type::Titre => self.compare_numbers(op, left, right, scope),
            Type::Duration => self.compare_durations(op, left, right, scope),
            Type::Choice(_) => self.compare_choices(op, left, right, scope),
            Type::Date => self.compare_dates(op, left, right, scope),
            _ => None,
        };
        match literal {
            Some(literal) => Outcome::of(literal),
            None => self.open(whole, scope),
        }
    }

    fn compare_numbers(&mut self, op: Comparison, left: &Expr, right: &Expr, scope: &Scope) -> Option<Literal> {
        let (a, b) = (self.number(left, scope), self.number(right, scope));
        let branches = self.pairs(&a, &b, |a, b| Some(a.minus(b)))?;
        Some(self.each_form(op, &branches))
    }

    pub(super) fn each_form(&mut self, op: Comparison, branches: &Branches<Form>) -> Literal {
        let each = branches
            .iter()
            .map(|(when, form)| (*when, self.sum_compares(op, &form.sum, &form.constant)))
            .collect();
        self.in_each(each)
    }

    fn compare_durations(&mut self, op: Comparison, left: &Expr, right: &Expr, scope: &Scope) -> Option<Literal> {
        let (a, b) = (self.duration(left, scope)?, self.duration(right, scope)?);
        let branches = self.pairs(&a, &b, |a, b| {
            let (a, b) = on_one_scale(a, b)?;
            Some(a.minus(&b))
        })?;
        Some(self.each_form(op, &branches))
    }

    fn compare_choices(&mut self, op: Comparison, left: &Expr, right: &Expr, scope: &Scope) -> Option<Literal> {
        let (a, b) = (self.choice(left, scope)?, self.choice(right, scope)?);
        let branches = self.pairs(&a, &b, |a, b| Some(a.minus(b)))?;
        Some(self.each_form(op, &branches))
    }

    pub(super) fn among(&mut self, whole: &Expr, inner: &Expr, set: &Numbers, scope: &Scope) -> Outcome {
        let forms = match &inner.ty {
            Type::Duration => self.duration(inner, scope).map(|all| {
                all.into_iter()
                    .map(|(when, length)| (when, length.amount))
                    .collect::<Branches<Form>>()
            }),
            _ => Some(self.number(inner, scope)),
        };
        let Some(forms) = forms else {
            return self.open(whole, scope);
        };
        let mut pieces = Vec::new();
        for piece in set.pieces() {
            let mut ends = Vec::new();
            for (bound, closed, open) in [
                (&piece.low, Comparison::AtLeast, Comparison::Greater),
                (&piece.high, Comparison::AtMost, Comparison::Less),
            ] {
                if let Some(number) = bound.number() {
                    let op = if bound.is_closed() { closed } else { open };
                    let shifted: Branches<Form> = forms
                        .iter()
                        .map(|(when, form)| (*when, form.minus(&Form::constant(number.clone()))))
                        .collect();
                    ends.push(self.each_form(op, &shifted));
                }
            }
            pieces.push(self.graph.and(ends));
        }
        Outcome::of(self.graph.or(pieces))
    }

    pub(super) fn member(&mut self, whole: &Expr, inner: &Expr, set: Choices, scope: &Scope) -> Outcome {
        let Some(branches) = self.choice(inner, scope) else {
            return self.open(whole, scope);
        };
        let each = branches
            .iter()
            .map(|(when, form)| {
                let options: Vec<Literal> = set
                    .iter()
                    .map(|index| {
                        let index = i64::try_from(index).unwrap_or(i64::MAX);
                        let constant = &form.constant - &Number::from(index);
                        self.sum_compares(Comparison::Equal, &form.sum, &constant)
                    })
                    .collect();
                (*when, self.graph.or(options))
            })
            .collect();
        Outcome::of(self.in_each(each))
    }

    /// The place of an option among the options, lowest first.
    fn choice(&mut self, expr: &Expr, scope: &Scope) -> Option<Branches<Form>> {
        Some(match expr.node.as_ref() {
            Node::Constant(Value::Choice(choices)) if choices.len() == 1 => {
                let index = choices.iter().next().and_then(|index| i64::try_from(index).ok())?;
                vec![(Literal::YES, Form::constant(Number::from(index)))]
            }
            Node::Reading { source, body } => {
                let inner = self.latest(source, scope);
                return self.choice(body, &inner);
            }
            Node::At(moment, inner) => {
                let scope = self.at(moment, scope);
                return self.choice(inner, &scope);
            }
            Node::Named { body, .. } | Node::Alternatives(body, _) => return self.choice(body, scope),
            Node::Cases {
                clauses,
                otherwise: Some(otherwise),
            } => {
                return {
                    let clauses = self.clauses(expr, clauses);
                    self.branches(&clauses, otherwise, scope, &mut |lowering, body| {
                        lowering.choice(body, scope)
                    })
                };
            }
            _ => {
                let Type::Choice(options) = &expr.ty else { return None };
                let last = i64::try_from(options.labels.len()).ok()? - 1;
                let term = self.value_term(expr, scope, &|origin| {
                    Term::of(origin)
                        .whole()
                        .within(Some(Number::zero()), Some(Number::from(last)))
                });
                vec![(
                    Literal::YES,
                    self.fixed_key(expr, scope).unwrap_or_else(|| Form::term(term)),
                )]
            }
        })
    }

    /// In a list `by` a key each record has its own option.
    fn fixed_key(&self, expr: &Expr, scope: &Scope) -> Option<Form> {
        let Node::Field(level, index) = expr.node.as_ref() else {
            return None;
        };
        let Some(Frame::Record(list, at)) = scope.frames.get(*level) else {
            return None;
        };
        match &self.trial.facts.get(list.index())?.kind {
            Kind::List(list) if list.key == Some(*index) => {
                Some(Form::constant(Number::from(i64::try_from(*at).ok()?)))
            }
            _ => None,
        }
    }

    /// A number.
    pub(super) fn number(&mut self, expr: &Expr, scope: &Scope) -> Branches<Form> {
        match self.number_of(expr, scope) {
            Some(branches) if branches.len() <= MOST_BRANCHES && !branches.is_empty() => branches,
            _ => vec![(Literal::YES, self.opaque(expr, scope))],
        }
    }

    fn number_of(&mut self, expr: &Expr, scope: &Scope) -> Option<Branches<Form>> {
        let each = |branches: Branches<Form>, change: &dyn Fn(&Form) -> Form| {
            Some(branches.into_iter().map(|(when, form)| (when, change(&form))).collect())
        };
        match expr.node.as_ref() {
            Node::Constant(Value::Number(numbers)) => {
                Some(vec![(Literal::YES, Form::constant(numbers.as_point()?.clone()))])
            }
            Node::Fact(_) | Node::Field(..) => {
                let term = self.value_term(expr, scope, &Term::of);
                Some(vec![(Literal::YES, Form::term(term))])
            }
            Node::Reading { source, body } => {
                let inner = self.latest(source, scope);
                Some(self.number(body, &inner))
            }
            Node::Convert(inner, factor) => each(self.number(inner, scope), &|form| form.scale(factor)),
            Node::Negative(inner) => each(self.number(inner, scope), &|form| form.scale(&-Number::one())),
            Node::DurationNumber(inner, scale, factor) => {
                let branches = self.duration(inner, scope)?;
                let same = branches.iter().all(|(_, length)| length.scale == *scale);
                same.then(|| {
                    branches
                        .into_iter()
                        .map(|(when, length)| (when, length.amount.scale(factor)))
                        .collect()
                })
            }
            Node::Arithmetic(op, left, right) => {
                let (a, b) = (self.number(left, scope), self.number(right, scope));
                self.pairs(&a, &b, |a, b| match op {
                    Arithmetic::Add => Some(a.add(b)),
                    Arithmetic::Subtract => Some(a.minus(b)),
                    Arithmetic::Multiply => match (a.as_constant(), b.as_constant()) {
                        (Some(factor), _) => Some(b.scale(factor)),
                        (_, Some(factor)) => Some(a.scale(factor)),
                        _ => None,
                    },
                    Arithmetic::Divide => Number::one()
                        .checked_div(b.as_constant()?)
                        .map(|factor| a.scale(&factor)),
                    Arithmetic::Power(_) | Arithmetic::AnyPower => None,
                })
            }
            Node::Several(Aggregate::Sum, parts) => {
                let mut total = vec![(Literal::YES, Form::default())];
                for part in parts {
                    let part = self.number(part, scope);
                    total = self.pairs(&total, &part, |a, b| Some(a.add(b)))?;
                }
                Some(total)
            }
            Node::At(moment, inner) => {
                let scope = self.at(moment, scope);
                Some(self.number(inner, &scope))
            }
            Node::Named { body, .. } | Node::Alternatives(body, _) => Some(self.number(body, scope)),
            Node::Cases {
                clauses,
                otherwise: Some(otherwise),
            } => {
                let clauses = self.clauses(expr, clauses);
                self.branches(&clauses, otherwise, scope, &mut |lowering, body| {
                    Some(lowering.number(body, scope))
                })
            }
            _ => None,
        }
    }

    /// A number of which only its bounds are known.
    fn opaque(&mut self, expr: &Expr, scope: &Scope) -> Form {
        let key = format!("opaque {}", key::of(expr, scope, self.change.as_ref()));
        let (low, high, whole) = bounds(expr);
        let term = self.terms.get(&key, || {
            let term = Term::of(Origin::Derived).within(low, high);
            if whole { term.whole() } else { term }
        });
        Form::term(term)
    }

    /// A length of time; none where it cannot be said on which scale it is counted.
    pub(super) fn duration(&mut self, expr: &Expr, scope: &Scope) -> Option<Branches<Length>> {
        let only = |scale: TimeScale, amount: Form| Some(vec![(Literal::YES, Length { scale, amount })]);
        match expr.node.as_ref() {
            Node::Constant(Value::Duration(durations)) => {
                only(durations.scale, Form::constant(durations.amount.as_point()?.clone()))
            }
            Node::Age { birth, scale, years } => {
                let visit = self.visit_of(*birth, scope);
                let per = if *years { 12 } else { 1 };
                let unit = if *years {
                    "years".to_owned()
                } else {
                    format!("{scale:?}")
                };
                let moment = scope.moment;
                let key = format!("{}age {visit}{} in {unit}", scope.moment_key(), birth.0);
                let origin = match years {
                    true if visit.is_empty() => Origin::Years(*birth, moment),
                    _ => Origin::Derived,
                };
                let term = self.terms.get(&key, || Term::of(origin).whole());
                only(*scale, Form::term(term).scale(&Number::from(per)))
            }
            Node::Fact(_) | Node::Field(..) => {
                let Kind::Duration(kind) = self.kind_of(expr, scope)?.clone() else {
                    return None;
                };
                let unit = kind.unit.time()?;
                let term = self.value_term(expr, scope, &Term::of);
                // The term counts in the unit of the declaration, as a record does.
                only(unit.scale(), Form::term(term).scale(&unit.size()))
            }
            Node::NumberDuration(inner, scale, factor) => Some(
                self.number(inner, scope)
                    .into_iter()
                    .map(|(when, form)| {
                        let amount = form.scale(factor);
                        (when, Length { scale: *scale, amount })
                    })
                    .collect(),
            ),
            Node::Scale(number, duration) => {
                let (number, duration) = (self.number(number, scope), self.duration(duration, scope)?);
                self.pairs(&number, &duration, |number, length| {
                    let amount = match (number.as_constant(), length.amount.as_constant()) {
                        (Some(factor), _) => length.amount.scale(factor),
                        (_, Some(amount)) => number.scale(amount),
                        _ => return None,
                    };
                    Some(Length {
                        scale: length.scale,
                        amount,
                    })
                })
            }
            Node::DurationSum(subtract, left, right) => {
                let (a, b) = (self.duration(left, scope)?, self.duration(right, scope)?);
                self.pairs(&a, &b, |a, b| {
                    (a.scale == b.scale).then(|| Length {
                        scale: a.scale,
                        amount: if *subtract {
                            a.amount.minus(&b.amount)
                        } else {
                            a.amount.add(&b.amount)
                        },
                    })
                })
            }
            Node::DaysBetween(later, earlier) => {
                let (a, b) = (self.date(later, scope), self.date(earlier, scope));
                self.pairs(&a, &b, |a, b| {
                    Some(Length {
                        scale: TimeScale::Days,
                        amount: a.minus(b),
                    })
                })
            }
            Node::Reading { source, body } => {
                let inner = self.latest(source, scope);
                self.duration(body, &inner)
            }
            Node::At(moment, inner) => {
                let scope = self.at(moment, scope);
                self.duration(inner, &scope)
            }
            Node::Named { body, .. } | Node::Alternatives(body, _) => self.duration(body, scope),
            Node::Cases {
                clauses,
                otherwise: Some(otherwise),
            } => {
                let clauses = self.clauses(expr, clauses);
                self.branches(&clauses, otherwise, scope, &mut |lowering, body| {
                    lowering.duration(body, scope)
                })
            }
            _ => None,
        }
    }

    /// The declaration behind a fact or a field.
    pub(super) fn declared(&self, expr: &Expr, scope: &Scope) -> Option<&Fact> {
        match expr.node.as_ref() {
            Node::Fact(fact) => self.trial.facts.get(fact.index()),
            Node::Field(level, index) => match scope.frames.get(*level)? {
                Frame::Record(list, _) => match &self.trial.facts.get(list.index())?.kind {
                    Kind::List(list) => list.fields.get(*index),
                    _ => None,
                },
                Frame::Latest(lab, _) | Frame::OneReading(lab, _) => {
                    let lab = self.trial.facts.get(lab.index())?;
                    match index.checked_sub(reading_field::FURTHER) {
                        Some(further) => lab.with.get(further),
                        None => Some(lab),
                    }
                }
                Frame::Any(_) => None,
            },
            _ => None,
        }
    }

    fn kind_of(&self, expr: &Expr, scope: &Scope) -> Option<&Kind> {
        match &self.declared(expr, scope)?.kind {
            Kind::Lab(inner) => Some(inner),
            kind => Some(kind),
        }
    }

    /// The term of a fact, of a field or of anything opaque.
    pub(super) fn value_term(&mut self, expr: &Expr, scope: &Scope, make: &dyn Fn(Origin) -> Term) -> TermId {
        let (key, origin, limit) = self.place(expr, scope);
        let declared = self.declared(expr, scope);
        let kind = declared.map(|fact| match &fact.kind {
            Kind::Lab(inner) => inner.as_ref(),
            kind => kind,
        });
        let is_date = matches!(expr.ty, Type::Date);
        let number = match kind {
            Some(Kind::Number(number)) if !is_date => Some(number.clone()),
            _ => None,
        };
        let titre = matches!(kind, Some(Kind::Titre)) && !is_date;
        self.terms.get(&key, || {
            let mut term = make(origin);
            if limit || titre {
                term.positive = true;
            } else if let Some(number) = number {
                term = within_declaration(term, &number);
            }
            term
        })
    }

    /// The key of a fact or a field, where it stands in a record, and whether it is a reference limit.
    fn place(&self, expr: &Expr, scope: &Scope) -> (String, Origin, bool) {
        let here = scope.visit.is_none() && scope.moment.is_none();
        match expr.node.as_ref() {
            Node::Fact(fact) => {
                let visit = self.visit_of(*fact, scope);
                let origin = if visit.is_empty() {
                    Origin::Fact(*fact)
                } else {
                    Origin::Derived
                };
                (format!("{visit}fact {}", fact.0), origin, false)
            }
            Node::Field(level, index) => {
                let frame = scope.frames.get(*level);
                let limit = matches!(frame, Some(Frame::Latest(..) | Frame::OneReading(..)))
                    && matches!(*index, reading_field::LOW | reading_field::HIGH);
                let origin = match frame {
                    Some(Frame::Record(list, at)) if scope.visit.is_none() => Origin::Field(*list, *at, *index),
                    Some(Frame::Latest(lab, _)) if here => Origin::Reading(*lab, *index),
                    _ => Origin::Derived,
                };
                let visit = scope.visit.as_deref().unwrap_or_default();
                (
                    format!("@{visit} field {} {index}", scope.frame_key(*level)),
                    origin,
                    limit,
                )
            }
            _ => (
                format!("value {}", key::of(expr, scope, self.change.as_ref())),
                Origin::Derived,
                false,
            ),
        }
    }

    /// A fact or a field that is yes or no.
    pub(super) fn fact_truth(&mut self, expr: &Expr, scope: &Scope) -> Outcome {
        let (key, origin, _) = self.place(expr, scope);
        self.truth_term(&format!("truth {key}"), origin)
    }

    /// The scope in which the latest reading of a lab is the record that is looked at.
    pub(super) fn latest(&mut self, source: &Readings, scope: &Scope) -> Scope {
        let key = key::of_readings(source, scope, self.change.as_ref());
        scope.with(source.level, Frame::Latest(source.lab, key))
    }

    /// Whether a list has a record.
    pub(super) fn exists(&mut self, list: FactId, at: usize, scope: &Scope) -> Literal {
        let visit = self.visit_of(list, scope);
        let origin = if visit.is_empty() {
            Origin::Exists(list, at)
        } else {
            Origin::Derived
        };
        self.truth_term(&format!("{visit}exists {} {at}", list.0), origin).yes
    }
}

/// A declared range is a law. Without one a record may give any number, one below zero included: base excess has them.
fn within_declaration(term: Term, number: &NumberKind) -> Term {
    match &number.range {
        // Ends the wrong way round were told.
        Some((low, high)) if low <= high => term.within(Some(low.clone()), Some(high.clone())),
        _ => term,
    }
}

/// Days and hours count each other exactly.
fn on_one_scale(a: &Length, b: &Length) -> Option<(Form, Form)> {
    let hours = |length: &Length| match length.scale {
        TimeScale::Days => Some(length.amount.scale(&Number::from(24))),
        TimeScale::Hours => Some(length.amount.clone()),
        TimeScale::Months => None,
    };
    if a.scale == b.scale {
        return Some((a.amount.clone(), b.amount.clone()));
    }
    Some((hours(a)?, hours(b)?))
}

/// The bounds of a score, and whether it is counted in whole points.
fn bounds(expr: &Expr) -> (Option<Number>, Option<Number>, bool) {
    match expr.node.as_ref() {
        Node::Named { body, .. } => bounds(body),
        Node::Rows(Aggregate::Sum, rows) => {
            let mut points = Vec::new();
            for (_, value) in rows {
                match value.node.as_ref() {
                    Node::Constant(Value::Number(numbers)) => match numbers.as_point() {
                        Some(point) => points.push(point.clone()),
                        None => return (None, None, false),
                    },
                    _ => return (None, None, false),
                }
            }
            let sum = |sign: i32| {
                let chosen = points.iter().filter(|point| point.signum() == sign);
                chosen.fold(Number::zero(), |sum, point| &sum + point)
            };
            (Some(sum(-1)), Some(sum(1)), points.iter().all(Number::is_integer))
        }
        Node::Aggregate {
            op: Aggregate::Count, ..
        } => (Some(Number::zero()), None, true),
        _ => (None, None, false),
    }
}
