//! Which facts a rule reads in one direction only.
//!
//! Where every reader of a fact becomes true as the fact grows, or every one becomes false, whatever is known of the
//! rest, the rule is decided by the two ends of what the fact could still be: sub-expression by sub-expression, as
//! Kleene's logic does it, is then as much as can be said. A fact that is read in both directions may leave a rule
//! open although every value that it could have decides it alike: `smoker or not smoker`.
//!
//! What is told is on the safe side: a place that is not named is read in one direction, or once. One that is named
//! may still turn out harmless.

use std::collections::{BTreeMap, BTreeSet};

use super::expr::{
    Aggregate, Arithmetic, Direction, Length, Moment, Quantifier, Readings, Source, Window, WindowBound,
};
use super::{Expr, FactId, Node, Trial, Type};
use crate::value::{Bound, Choices, Comparison, Number, Numbers, Value};

/// A fact; or the field of its records; or, of a lab, the field of its readings, by [`super::expr::reading_field`].
pub type Place = (FactId, Option<usize>);

/// How a rule reads a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// In one place, whatever its direction.
    Once,
    /// In several places, of which all become true as it grows, or all false; of options that are not ordered, all are
    /// true of the same options or of more and more of them.
    OneWay,
    /// In several places that point in both directions, or may.
    BothWays,
}

/// How a rule reads each fact, with the definitions that it uses, its parts, and the criteria that it refers to.
#[must_use]
pub fn readings(trial: &Trial, rule: &Expr) -> BTreeMap<Place, Reading> {
    let atoms = atoms(trial, rule, true).into_iter();
    atoms.map(|(place, atoms)| (place, summary(&atoms))).collect()
}

/// The places that a rule reads in both directions itself, the criteria that it refers to left out.
#[must_use]
pub fn own_both_ways(trial: &Trial, rule: &Expr) -> BTreeSet<Place> {
    let atoms = atoms(trial, rule, false).into_iter();
    atoms
        .filter(|(_, atoms)| summary(atoms) == Reading::BothWays)
        .map(|(place, _)| place)
        .collect()
}

/// For each reader of a place with options: of which it has to be one for the rule to be the more true. Nothing where a
/// reader asks something else of it.
#[must_use]
pub fn wanted_options(trial: &Trial, rule: &Expr, place: Place) -> Option<Vec<Choices>> {
    let atoms = atoms(trial, rule, false).remove(&place)?;
    let one = |atom: Atom| match atom {
        Atom::Options(options, _) => Some(options),
        Atom::Way(_) => None,
    };
    atoms.into_iter().map(one).collect()
}

fn atoms(trial: &Trial, rule: &Expr, with_references: bool) -> BTreeMap<Place, Vec<Atom>> {
    let mut walk = Walk {
        trial,
        lists: Vec::new(),
        atoms: BTreeMap::new(),
        repeated: 0,
        at_assessment: true,
        with_references,
    };
    walk.expr(rule, Way::Up);
    walk.atoms
}

/// The places that a rule reads in both directions.
#[must_use]
pub fn both_ways(trial: &Trial, rule: &Expr) -> BTreeSet<Place> {
    let all = readings(trial, rule).into_iter();
    all.filter(|(_, reading)| *reading == Reading::BothWays)
        .map(|(place, _)| place)
        .collect()
}

/// Whether what is computed rises or falls with a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    Both,
}

impl Way {
    fn flip(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Both => Self::Both,
        }
    }

    fn turned(self, by: &Number) -> Self {
        if by.signum() < 0 { self.flip() } else { self }
    }
}

/// One reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    /// It rises or falls with the place.
    Way(Way),
    /// It is true of these options.
    Options(Choices, usize),
}

fn summary(atoms: &[Atom]) -> Reading {
    if atoms.len() < 2 {
        return Reading::Once;
    }
    let options: Option<Vec<Choices>> = atoms
        .iter()
        .map(|atom| match atom {
            Atom::Options(options, _) => Some(*options),
            Atom::Way(_) => None,
        })
        .collect();
    // True of more and more options: then there is an order in which all of them rise.
    if let Some(mut chain) = options {
        chain.sort_by_key(|options| options.len());
        if chain.windows(2).all(|pair| matches!(pair, [a, b] if a.is_subset(*b))) {
            return Reading::OneWay;
        }
    }
    let mut ways = atoms.iter().map(|atom| match atom {
        Atom::Way(way) => *way,
        Atom::Options(options, count) => way_of(*options, *count),
    });
    let first = ways.next().unwrap_or(Way::Both);
    if first != Way::Both && ways.all(|way| way == first) {
        Reading::OneWay
    } else {
        Reading::BothWays
    }
}

/// Options from one on rise with a grade, options up to one fall.
fn way_of(options: Choices, count: usize) -> Way {
    let len = options.len();
    if options == Choices::all(len) {
        Way::Down
    } else if (count - len.min(count)..count).all(|index| options.contains(index)) {
        Way::Up
    } else {
        Way::Both
    }
}

struct Walk<'a> {
    trial: &'a Trial,
    /// The list or the lab whose records are looked at, by level.
    lists: Vec<Option<FactId>>,
    atoms: BTreeMap<Place, Vec<Atom>>,
    /// How many lists deep.
    repeated: usize,
    /// Whether the moment is that of assessment.
    at_assessment: bool,
    /// Whether the criteria are looked into that the rule refers to.
    with_references: bool,
}

impl<'a> Walk<'a> {
    fn read(&mut self, place: Place, atom: Atom) {
        let own = self.lists.contains(&Some(place.0));
        let atoms = self.atoms.entry(place).or_default();
        atoms.push(atom);
        // What is read of each of some records is read more than once, unless it is theirs.
        if self.repeated > 0 && !(own && place.1.is_some()) {
            atoms.push(atom);
        }
    }

    /// Something that is asked of each of some records.
    fn repeatedly(&mut self, f: impl FnOnce(&mut Self)) {
        self.repeated += 1;
        f(self);
        self.repeated -= 1;
    }

    fn place(&self, expr: &Expr) -> Option<Place> {
        match expr.node.as_ref() {
            Node::Fact(fact) => Some((*fact, None)),
            Node::Field(level, field) => Some(((*self.lists.get(*level)?)?, Some(*field))),
            _ => None,
        }
    }

    fn both(&mut self, expr: &'a Expr) {
        self.expr(expr, Way::Both);
    }

    fn expr(&mut self, expr: &'a Expr, way: Way) {
        match expr.node.as_ref() {
            Node::Fact(_) | Node::Field(..) => {
                if let Some(place) = self.place(expr) {
                    self.read(place, Atom::Way(way));
                }
            }
            Node::Age { birth, .. } => {
                self.read((*birth, None), Atom::Way(way.flip()));
                self.assessment(way);
            }
            Node::Assessment => self.assessment(way),
            Node::Constant(_) | Node::Invalid => {}
            Node::Reading { source, body } => {
                self.readings(source);
                self.expr(body, way);
            }
            Node::Convert(inner, factor) | Node::DurationNumber(inner, _, factor) => {
                self.expr(inner, way.turned(factor));
            }
            Node::NumberDuration(inner, _, factor) => self.expr(inner, way.turned(factor)),
            Node::Negative(inner) | Node::Not(inner) => self.expr(inner, way.flip()),
            Node::Edge(inner, _) | Node::Part(_, inner) | Node::Alternatives(inner, _) => self.expr(inner, way),
            Node::PeriodLength(inner) => self.both(inner),
            Node::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, way),
            Node::Scale(number, duration) => {
                // No length of time is below zero.
                self.expr(number, way);
                self.product(number, duration, way);
            }
            Node::DurationSum(subtract, left, right) => {
                self.expr(left, way);
                self.expr(right, if *subtract { way.flip() } else { way });
            }
            Node::Shift(date, duration, past) => {
                self.expr(date, way);
                self.expr(duration, if *past { way.flip() } else { way });
            }
            Node::DaysBetween(later, earlier) => {
                self.expr(later, way);
                self.expr(earlier, way.flip());
            }
            Node::Period(start, end) => {
                self.expr(start, way);
                self.expr(end, way);
            }
            Node::Compare(op, left, right) => {
                let way = match op {
                    Comparison::Less | Comparison::AtMost => way.flip(),
                    Comparison::Greater | Comparison::AtLeast => way,
                    Comparison::Equal | Comparison::NotEqual => Way::Both,
                };
                self.expr(left, way);
                self.expr(right, way.flip());
            }
            Node::Among(inner, numbers) => self.expr(inner, among(numbers, way)),
            Node::Member(inner, options) => self.member(inner, *options, way),
            Node::SameText(inner, _) => self.both(inner),
            Node::InWindow(subject, window) => self.window(subject, window, way),
            Node::And(parts) | Node::Or(parts) | Node::Extreme(_, parts) => {
                parts.iter().for_each(|part| self.expr(part, way));
            }
            Node::Several(op, parts) => {
                let way = if *op == Aggregate::Count { Way::Both } else { way };
                parts.iter().for_each(|part| self.expr(part, way));
            }
            Node::Count(quantifier, parts) => {
                let way = of_records(*quantifier, way).1;
                parts.iter().for_each(|part| self.expr(part, way));
            }
            Node::Cases { clauses, otherwise } => {
                for (condition, value) in clauses {
                    self.both(condition);
                    self.expr(value, way);
                }
                if let Some(otherwise) = otherwise {
                    self.expr(otherwise, way);
                }
            }
            Node::Quantified {
                quantifier,
                source,
                body,
                apart,
                ..
            } => {
                let (filter, within) = of_records(*quantifier, way);
                self.source(source, filter);
                self.repeatedly(|walk| walk.expr(body, within));
                if let Some((distance, date)) = apart {
                    self.both(distance);
                    self.both(date);
                }
            }
            Node::Aggregate { op, source, body, .. } => {
                self.source(source, Way::Both);
                let way = if *op == Aggregate::Count { Way::Both } else { way };
                self.repeatedly(|walk| walk.expr(body, way));
            }
            Node::Rows(op, rows) => self.rows(*op, rows, way),
            Node::At(moment, inner) => {
                if let Moment::Date(date) = moment {
                    let alone = matches!(inner.node.as_ref(), Node::Age { .. });
                    self.expr(date, if alone { way } else { Way::Both });
                }
                let outer = std::mem::replace(&mut self.at_assessment, false);
                self.expr(inner, way);
                self.at_assessment = outer;
            }
            Node::Named { body, given, .. } => {
                if let Some(given) = given {
                    self.read((given.fact, None), Atom::Way(Way::Both));
                }
                self.expr(body, way);
            }
            Node::Criterion(index) => {
                if self.with_references
                    && let Some(criterion) = self.trial.criteria.get(*index)
                {
                    self.expr(&criterion.rule, way);
                }
            }
        }
    }

    fn assessment(&mut self, way: Way) {
        if self.at_assessment
            && let Some(fact) = self.trial.assessed_at
        {
            self.read((fact, None), Atom::Way(way));
        }
    }

    fn member(&mut self, inner: &'a Expr, options: Choices, way: Way) {
        let (Some(place), Type::Choice(declared)) = (self.place(inner), &inner.ty) else {
            return self.both(inner);
        };
        let count = declared.labels.len();
        let without = || {
            let all = Choices::all(count).iter().filter(|index| !options.contains(*index));
            all.fold(Choices::none(), |set, index| set.union(Choices::one(index)))
        };
        let atom = match way {
            Way::Up => Atom::Options(options, count),
            Way::Down => Atom::Options(without(), count),
            Way::Both => Atom::Way(Way::Both),
        };
        self.read(place, atom);
    }

    fn arithmetic(&mut self, op: Arithmetic, left: &'a Expr, right: &'a Expr, way: Way) {
        match op {
            Arithmetic::Add => {
                self.expr(left, way);
                self.expr(right, way);
            }
            Arithmetic::Subtract => {
                self.expr(left, way);
                self.expr(right, way.flip());
            }
            Arithmetic::Multiply => {
                self.product(left, right, way);
                self.product(right, left, way);
            }
            Arithmetic::Divide => {
                self.product(right, left, way);
                self.both(right);
            }
            Arithmetic::Power(_) | Arithmetic::AnyPower => {
                self.both(left);
                self.both(right);
            }
        }
    }

    /// A factor beside another: its direction is known where the other is written in the rule.
    fn product(&mut self, other: &Expr, factor: &'a Expr, way: Way) {
        match constant(other) {
            Some(number) => self.expr(factor, way.turned(&number)),
            None => self.both(factor),
        }
    }

    fn rows(&mut self, op: Aggregate, rows: &'a [(Expr, Expr)], way: Way) {
        for (condition, value) in rows {
            let weight = constant(value);
            let within = match (op, &weight) {
                (Aggregate::Sum, Some(weight)) => way.turned(weight),
                (Aggregate::Highest, Some(weight)) if weight.signum() >= 0 => way,
                (Aggregate::Count, _) => way,
                _ => Way::Both,
            };
            self.expr(condition, within);
            self.expr(value, way);
        }
    }

    fn source(&mut self, source: &'a Source, way: Way) {
        match source {
            Source::List { fact, filter, level } => {
                self.look_at(*level, *fact);
                self.read((*fact, None), Atom::Way(way));
                if let Some(filter) = filter {
                    self.repeatedly(|walk| walk.expr(filter, way));
                }
            }
            Source::Readings(source) => self.readings(source),
            Source::Days(window) => self.anchors(window, Way::Both),
        }
    }

    fn readings(&mut self, source: &'a Readings) {
        self.look_at(source.level, source.lab);
        if let Some(valid) = &source.valid {
            self.both(valid);
        }
        // Which reading counts depends on what is asked of all of them.
        if let Some(filter) = &source.filter {
            self.repeatedly(|walk| walk.both(filter));
            let lists: Vec<FactId> = lists_in(filter);
            for (place, atoms) in &mut self.atoms {
                if lists.contains(&place.0) {
                    atoms.extend([Atom::Way(Way::Both), Atom::Way(Way::Both)]);
                }
            }
        }
    }

    fn look_at(&mut self, level: usize, fact: FactId) {
        if self.lists.len() <= level {
            self.lists.resize(level + 1, None);
        }
        if let Some(list) = self.lists.get_mut(level) {
            *list = Some(fact);
        }
    }

    fn window(&mut self, subject: &'a Expr, window: &'a Window, way: Way) {
        let at = |before: bool| if before { way.flip() } else { way };
        match window {
            Window::Side(before, anchor) => {
                self.expr(subject, at(*before));
                self.expr(anchor, at(!before));
            }
            Window::Between(from, to) => {
                self.both(subject);
                self.expr(from, way.flip());
                self.expr(to, way);
            }
            Window::Bounded {
                bound: WindowBound::AtLeast | WindowBound::MoreThan,
                length,
                direction,
                anchor,
            } => {
                let (date, from) = match direction {
                    Direction::Before => (at(true), at(false)),
                    Direction::After => (at(false), at(true)),
                    Direction::Around => (Way::Both, Way::Both),
                };
                self.expr(subject, date);
                self.expr(anchor, from);
                self.length(length, way.flip());
            }
            Window::Bounded { length, anchor, .. } => {
                self.both(subject);
                self.both(anchor);
                self.length(length, way);
            }
        }
    }

    fn anchors(&mut self, window: &'a Window, way: Way) {
        match window {
            Window::Side(_, anchor) => self.expr(anchor, way),
            Window::Between(from, to) => {
                self.expr(from, way);
                self.expr(to, way);
            }
            Window::Bounded { length, anchor, .. } => {
                self.expr(anchor, way);
                self.length(length, way);
            }
        }
    }

    fn length(&mut self, length: &'a Length, way: Way) {
        match length {
            Length::Value(value) => self.expr(value, way),
            Length::Shorter(all) | Length::Longer(all) => all.iter().for_each(|length| self.length(length, way)),
            Length::Cases(cases, otherwise) => {
                for (condition, length) in cases {
                    self.both(condition);
                    self.length(length, way);
                }
                self.length(otherwise, way);
            }
        }
    }
}

/// The lists that are looked at within an expression.
fn lists_in(expr: &Expr) -> Vec<FactId> {
    let mut lists = Vec::new();
    super::walk::all(expr, &mut |part| {
        if let Node::Quantified { source, .. } | Node::Aggregate { source, .. } = part.node.as_ref()
            && let Source::List { fact, .. } = source
        {
            lists.push(*fact);
        }
    });
    lists
}

/// How a quantifier rises with what is counted, and with the condition on each.
fn of_records(quantifier: Quantifier, way: Way) -> (Way, Way) {
    match quantifier {
        Quantifier::Any | Quantifier::AtLeast(_) => (way, way),
        Quantifier::None | Quantifier::AtMost(_) => (way.flip(), way.flip()),
        Quantifier::All => (way.flip(), way),
        Quantifier::Exactly(_) => (Way::Both, Way::Both),
    }
}

fn among(numbers: &Numbers, way: Way) -> Way {
    match (numbers.pieces().len(), numbers.low(), numbers.high()) {
        (1, Bound::Unbounded, _) => way.flip(),
        (1, _, Bound::Unbounded) => way,
        _ => Way::Both,
    }
}

/// The number that an expression is, where it reads nothing.
fn constant(expr: &Expr) -> Option<Number> {
    match expr.node.as_ref() {
        Node::Constant(Value::Number(numbers)) => numbers.as_point().cloned(),
        Node::Arithmetic(Arithmetic::Divide, a, b) => constant(a)?.checked_div(&constant(b)?),
        Node::Arithmetic(Arithmetic::Multiply, a, b) => Some(&constant(a)? * &constant(b)?),
        Node::Convert(inner, factor) => Some(&constant(inner)? * factor),
        Node::Negative(inner) => Some(-constant(inner)?),
        _ => None,
    }
}
