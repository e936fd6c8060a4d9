//! Numbers as sums of columns, and limits on them as ranges of whole numbers.

use super::super::columns::{Cell, LARGEST};
use super::super::program::{Elapsed, Operation, Register, Source};
use super::reads::Direction;
use super::{Lowering, plain};
use crate::eval;
use crate::model::expr::Arithmetic;
use crate::model::{Expr, FactId, Node};
use crate::value::{Bound, Comparison, Number, Numbers, TimeScale, Truths, Value};

/// A sum of columns with their factors.
#[derive(Debug, Clone, Default)]
pub(super) struct Linear {
    terms: Vec<Term>,
    constant: Number,
    scale: Option<TimeScale>,
}

#[derive(Debug, Clone)]
struct Term {
    source: Source,
    facts: Vec<FactId>,
    factor: Number,
    /// The law of the fact, which may decide what is not known.
    ranged: bool,
}

impl Linear {
    fn constant(constant: Number, scale: Option<TimeScale>) -> Self {
        Self {
            terms: Vec::new(),
            constant,
            scale,
        }
    }

    pub(super) fn of(source: Source, facts: Vec<FactId>, scale: Option<TimeScale>) -> Self {
        let factor = Number::one();
        Self {
            terms: vec![Term {
                source,
                facts,
                factor,
                ranged: false,
            }],
            constant: Number::zero(),
            scale,
        }
    }

    fn times(mut self, factor: &Number) -> Self {
        // Nought times anything is nought, known or not.
        if factor.is_zero() {
            self.terms.clear();
        }
        for term in &mut self.terms {
            term.factor = &term.factor * factor;
        }
        self.constant = &self.constant * factor;
        self
    }

    /// A day moved by so many days.
    pub(super) fn plus_days(mut self, days: i64) -> Self {
        self.constant = &self.constant + &Number::from(days);
        self
    }

    /// Nothing where one column stands on both sides: the sets of what is not known do not cancel each other.
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.times(&Number::from(-1)))
    }

    fn plus(mut self, other: Self) -> Option<Self> {
        if self.scale != other.scale {
            return None;
        }
        for term in other.terms {
            if self
                .terms
                .iter()
                .any(|own| own.facts.iter().any(|fact| term.facts.contains(fact)))
            {
                return None;
            }
            self.terms.push(term);
        }
        self.constant = &self.constant + &other.constant;
        Some(self)
    }
}

impl Lowering<'_> {
    /// A number, a length of time or a day as a sum of columns.
    pub(super) fn linear(&mut self, expr: &Expr) -> Option<Linear> {
        match plain(expr).node.as_ref() {
            Node::Constant(Value::Number(numbers)) => Some(Linear::constant(numbers.as_point()?.clone(), None)),
            Node::Constant(Value::Duration(duration)) => {
                let amount = duration.amount.as_point()?.clone();
                Some(Linear::constant(amount, Some(duration.scale)))
            }
            Node::Fact(fact) => {
                let column = self.column(*fact)?;
                match &self.layout.columns.get(column)?.cell {
                    Cell::Number { places, range } => {
                        let (ranged, unit) = (range.is_some(), Number::from(10).pow(-i32::try_from(*places).ok()?)?);
                        let mut linear = Linear::of(Source::Column(column), vec![*fact], None).times(&unit);
                        linear.terms.iter_mut().for_each(|term| term.ranged = ranged);
                        Some(linear)
                    }
                    Cell::Day => Some(Linear::of(Source::Column(column), vec![*fact], None)),
                    _ => None,
                }
            }
            Node::Assessment => {
                let fact = self.moment?;
                let column = self.column(fact)?;
                Some(Linear::of(Source::Column(column), vec![fact], None))
            }
            Node::Age { birth, scale, years } => {
                let moment = self.moment?;
                let (from, to) = (self.column(*birth)?, self.column(moment)?);
                let (unit, scale) = match (scale, years) {
                    (TimeScale::Months, true) => (Elapsed::Years, TimeScale::Months),
                    (TimeScale::Months, false) => (Elapsed::Months, TimeScale::Months),
                    (scale, _) => (Elapsed::Days, *scale),
                };
                let source = Source::Elapsed { from, to, unit };
                Some(Linear::of(source, vec![*birth, moment], Some(scale)))
            }
            Node::Convert(inner, factor) => Some(self.linear(inner)?.times(factor)),
            Node::NumberDuration(inner, scale, factor) => {
                let mut linear = self.linear(inner)?.times(factor);
                linear.scale = Some(*scale);
                Some(linear)
            }
            Node::Negative(inner) => Some(self.linear(inner)?.times(&Number::from(-1))),
            Node::Arithmetic(op, left, right) => {
                let (left, right) = (self.linear(left)?, self.linear(right)?);
                match op {
                    Arithmetic::Add => left.plus(right),
                    Arithmetic::Subtract => left.minus(right),
                    Arithmetic::Multiply if left.terms.is_empty() => Some(right.times(&left.constant)),
                    Arithmetic::Multiply if right.terms.is_empty() => Some(left.times(&right.constant)),
                    Arithmetic::Divide if right.terms.is_empty() => {
                        let factor = Number::one().checked_div(&right.constant)?;
                        Some(left.times(&factor))
                    }
                    _ => None,
                }
            }
            Node::DaysBetween(later, earlier) => {
                let mut linear = self.linear(later)?.minus(self.linear(earlier)?)?;
                linear.scale = Some(TimeScale::Days);
                Some(linear)
            }
            _ => None,
        }
    }

    /// Whether a sum compares so with 0.
    pub(super) fn limit(&mut self, sum: Linear, op: Comparison, expr: &Expr) -> Option<Register> {
        self.note(&sum, op);
        self.limited(&sum, op, expr)
    }

    /// The same without taking note of what is read: for the parts of one atom.
    pub(super) fn limited(&mut self, sum: &Linear, op: Comparison, expr: &Expr) -> Option<Register> {
        match sum.terms.as_slice() {
            [] => {
                let zero = Numbers::point(Number::zero());
                let truths = Numbers::point(sum.constant.clone()).compare(op, &zero);
                Some(self.emit(Operation::Constant(truths.bits())))
            }
            [term] => {
                let limit = (-&sum.constant).checked_div(&term.factor)?;
                let op = if term.factor.signum() < 0 { op.flip() } else { op };
                let ranges = ranges(op, &limit)?;
                let absent = eval::of_nothing(self.trial, expr).bits();
                {
                    let operation = Operation::Within {
                        number: term.source,
                        ranges,
                        absent,
                    };
                    Some(self.emit_atom(operation, expr))
                }
            }
            terms => self.several(terms, &sum.constant, op, expr),
        }
    }

    fn several(&mut self, terms: &[Term], constant: &Number, op: Comparison, expr: &Expr) -> Option<Register> {
        if eval::of_nothing(self.trial, expr) != Truths::UNKNOWN {
            return None;
        }
        // Whole factors without a common divisor.
        let mut multiple: i128 = constant.as_ratio()?.1;
        for term in terms {
            multiple = num_integer::lcm(multiple, term.factor.as_ratio()?.1);
        }
        let whole = |number: &Number| {
            let (numerator, denominator) = number.as_ratio()?;
            numerator.checked_mul(multiple / denominator)
        };
        let factors = terms
            .iter()
            .map(|term| whole(&term.factor))
            .collect::<Option<Vec<i128>>>()?;
        let constant = whole(constant)?;
        let divisor = factors
            .iter()
            .fold(constant, |all, factor| num_integer::gcd(all, *factor));
        let divisor = if divisor == 0 { 1 } else { divisor.abs() };
        let limit = i64::try_from(-(constant / divisor)).ok()?;
        let most = (i64::MAX / 2) / LARGEST / i64::try_from(terms.len()).ok()?;
        let mut summed = Vec::with_capacity(terms.len());
        for (term, factor) in terms.iter().zip(factors) {
            let factor = i64::try_from(factor / divisor)
                .ok()
                .filter(|factor| factor.abs() <= most)?;
            if matches!(term.source, Source::Elapsed { .. }) {
                return None;
            }
            summed.push((term.source, factor));
        }
        let (range, outside) = match op {
            Comparison::Less => ((i64::MIN, limit.checked_sub(1)?), false),
            Comparison::AtMost => ((i64::MIN, limit), false),
            Comparison::Greater => ((limit.checked_add(1)?, i64::MAX), false),
            Comparison::AtLeast => ((limit, i64::MAX), false),
            Comparison::Equal => ((limit, limit), false),
            Comparison::NotEqual => ((limit, limit), true),
        };
        {
            let operation = Operation::Sum {
                terms: summed,
                range,
                outside,
                ranged: terms.iter().any(|term| term.ranged),
            };
            Some(self.emit_atom(operation, expr))
        }
    }

    /// A number among numbers.
    pub(super) fn among(&mut self, inner: &Expr, numbers: &Numbers, expr: &Expr) -> Option<Register> {
        let sum = self.linear(inner)?;
        let [term] = sum.terms.as_slice() else { return None };
        let mut ranges = Vec::new();
        for piece in numbers.pieces() {
            let end = |bound: &Bound| {
                let number = bound.number().map(|number| number - &sum.constant);
                number.map(|number| number.checked_div(&term.factor)).transpose_all()
            };
            let (mut low, mut high) = (end(&piece.low)?, end(&piece.high)?);
            let (mut open_low, mut open_high) = (!piece.low.is_closed(), !piece.high.is_closed());
            if term.factor.signum() < 0 {
                std::mem::swap(&mut low, &mut high);
                std::mem::swap(&mut open_low, &mut open_high);
            }
            let low = match low {
                None => i64::MIN,
                Some(low) if open_low => low.floor().to_i64()?.checked_add(1)?,
                Some(low) => low.ceil().to_i64()?,
            };
            let high = match high {
                None => i64::MAX,
                Some(high) if open_high => high.ceil().to_i64()?.checked_sub(1)?,
                Some(high) => high.floor().to_i64()?,
            };
            ranges.push((low, high));
        }
        let absent = eval::of_nothing(self.trial, expr).bits();
        let source = term.source;
        self.note_either(&sum);
        {
            let operation = Operation::Within {
                number: source,
                ranges,
                absent,
            };
            Some(self.emit_atom(operation, expr))
        }
    }

    fn note(&mut self, sum: &Linear, op: Comparison) {
        for term in &sum.terms {
            let rises = (term.factor.signum() > 0) == matches!(op, Comparison::Greater | Comparison::AtLeast);
            let direction = match op {
                Comparison::Equal | Comparison::NotEqual => Direction::Either,
                _ if rises => self.direction,
                _ => self.direction.turned(),
            };
            for (place, fact) in term.facts.iter().enumerate() {
                // Of an age the birth pulls one way and the moment the other.
                let direction = if term.facts.len() == 2 && place == 0 {
                    direction.turned()
                } else {
                    direction
                };
                self.reads.add(*fact, direction, None);
            }
        }
    }

    /// Takes note of what an atom reads whose truth does not go one way with it.
    pub(super) fn note_either(&mut self, sum: &Linear) {
        for fact in sum.terms.iter().flat_map(|term| &term.facts) {
            self.reads.add(*fact, Direction::Either, None);
        }
    }
}

trait TransposeAll<T> {
    fn transpose_all(self) -> Option<Option<T>>;
}

impl<T> TransposeAll<T> for Option<Option<T>> {
    /// No end stays none; an end that cannot be computed is a failure.
    fn transpose_all(self) -> Option<Option<T>> {
        match self {
            None => Some(None),
            Some(inner) => inner.map(Some),
        }
    }
}

/// The whole numbers that compare so with a limit.
fn ranges(op: Comparison, limit: &Number) -> Option<Vec<(i64, i64)>> {
    let (floor, ceil) = (limit.floor().to_i64()?, limit.ceil().to_i64()?);
    Some(match op {
        Comparison::Less => vec![(i64::MIN, ceil.checked_sub(1)?)],
        Comparison::AtMost => vec![(i64::MIN, floor)],
        Comparison::Greater => vec![(floor.checked_add(1)?, i64::MAX)],
        Comparison::AtLeast => vec![(ceil, i64::MAX)],
        Comparison::Equal if floor == ceil => vec![(floor, floor)],
        Comparison::Equal => Vec::new(),
        Comparison::NotEqual if floor == ceil => {
            vec![(i64::MIN, floor.checked_sub(1)?), (floor.checked_add(1)?, i64::MAX)]
        }
        Comparison::NotEqual => vec![(i64::MIN, i64::MAX)],
    })
}
