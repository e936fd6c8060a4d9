//! What is compared with a number that the author wrote, everywhere in a trial.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::Context;
use crate::model::expr::{Aggregate, Arithmetic, Level, Source, reading_field};
use crate::model::{Expr, Fact, Kind, Node, NumberKind, walk};
use crate::source::Span;
use crate::value::{Comparison, Number, Numbers, Value};

/// A measured value against a number.
pub(super) struct Limit<'a> {
    /// The fact, or the field of a record.
    pub(super) fact: &'a Fact,
    /// Its unit and its law.
    pub(super) kind: &'a NumberKind,
    /// How it is compared; none where it is an end of a range.
    pub(super) comparison: Option<Comparison>,
    /// The number, in the unit of the fact.
    pub(super) number: Number,
    /// Where the number stands, or the range with its subject.
    pub(super) place: Span,
}

/// A lab against a multiple of its own limit of normal.
pub(super) struct OfNormal<'a> {
    /// The lab.
    pub(super) fact: &'a Fact,
    /// The upper limit rather than the lower.
    pub(super) upper: bool,
    /// Where it stands.
    pub(super) place: Span,
}

/// Everything of that kind that the author's own file says.
#[derive(Default)]
pub(super) struct Limits<'a> {
    pub(super) numbers: Vec<Limit<'a>>,
    pub(super) of_normal: Vec<OfNormal<'a>>,
    known: BTreeSet<(Span, &'a str, Option<Number>)>,
    /// What is looked at on each level.
    scopes: BTreeMap<Level, &'a Fact>,
}

impl<'a> Limits<'a> {
    pub(super) fn of(context: &Context<'a>) -> Self {
        let trial = context.trial;
        let mut limits = Self::default();
        let rules = trial.criteria.iter().map(|criterion| &criterion.rule);
        for rule in rules.chain(trial.endpoints.iter().map(|endpoint| &endpoint.rule)) {
            limits.scopes.clear();
            walk::all(rule, &mut |expr| limits.look(context, expr));
        }
        limits
    }

    fn look(&mut self, context: &Context<'a>, expr: &'a Expr) {
        self.bind(context, expr);
        match expr.node.as_ref() {
            Node::Compare(comparison, left, right) => {
                self.compared(context, left, *comparison, right);
                self.compared(context, right, comparison.flip(), left);
            }
            Node::Among(subject, numbers) => {
                if let Some((fact, kind)) = self.subject(context, subject) {
                    self.ends(context, fact, kind, numbers, expr.span);
                }
            }
            _ => {}
        }
    }

    /// A condition that looks at records has those of the levels below it in view.
    fn bind(&mut self, context: &Context<'a>, expr: &'a Expr) {
        let readings = match expr.node.as_ref() {
            Node::Reading { source, .. } => source,
            Node::Quantified { source, level, .. } | Node::Aggregate { source, level, .. } => match source {
                Source::List { fact, level: own, .. } => {
                    if let Some(fact) = context.trial.facts.get(fact.index()) {
                        self.scopes.insert(*level, fact);
                        self.scopes.insert(*own, fact);
                    }
                    return;
                }
                Source::Readings(readings) => {
                    if let Some(fact) = context.trial.facts.get(readings.lab.index()) {
                        self.scopes.insert(*level, fact);
                    }
                    readings
                }
                Source::Days(_) => return,
            },
            _ => return,
        };
        if let Some(fact) = context.trial.facts.get(readings.lab.index()) {
            self.scopes.insert(readings.level, fact);
        }
    }

    fn compared(&mut self, context: &Context<'a>, subject: &'a Expr, comparison: Comparison, limit: &'a Expr) {
        let Some((fact, kind)) = self.subject(context, subject) else {
            return;
        };
        let mut leaves = Vec::new();
        alternatives(limit, &mut leaves);
        for leaf in leaves {
            if !context.is_own(leaf.span) {
                continue;
            }
            match leaf.node.as_ref() {
                Node::Constant(Value::Number(numbers)) => {
                    if let Some(number) = numbers.as_point()
                        && self.known.insert((leaf.span, &fact.name, Some(number.clone())))
                    {
                        self.numbers.push(Limit {
                            fact,
                            kind,
                            comparison: Some(comparison),
                            number: number.clone(),
                            place: leaf.span,
                        });
                    }
                }
                Node::Arithmetic(Arithmetic::Multiply, a, b) => {
                    for side in [a, b] {
                        self.of_normal(side, leaf.span);
                    }
                }
                _ => self.of_normal(leaf, leaf.span),
            }
        }
    }

    /// `ULN` and `LLN` of the lab that is looked at.
    fn of_normal(&mut self, limit: &'a Expr, place: Span) {
        let upper = match limit.node.as_ref() {
            Node::Field(_, reading_field::LOW) => false,
            Node::Field(_, reading_field::HIGH) => true,
            _ => return,
        };
        let Node::Field(level, _) = limit.node.as_ref() else {
            return;
        };
        if let Some(fact) = self.scopes.get(level).copied()
            && matches!(fact.kind, Kind::Lab(_))
            && self.known.insert((place, &fact.name, None))
        {
            self.of_normal.push(OfNormal { fact, upper, place });
        }
    }

    fn ends(&mut self, context: &Context<'a>, fact: &'a Fact, kind: &'a NumberKind, numbers: &Numbers, place: Span) {
        if !context.is_own(place) {
            return;
        }
        for piece in numbers.pieces() {
            for number in [piece.low.number(), piece.high.number()].into_iter().flatten() {
                if self.known.insert((place, &fact.name, Some(number.clone()))) {
                    self.numbers.push(Limit {
                        fact,
                        kind,
                        comparison: None,
                        number: number.clone(),
                        place,
                    });
                }
            }
        }
    }

    /// The fact or the field that a value is, or that it is the highest, the lowest, the mean of.
    fn subject(&mut self, context: &Context<'a>, expr: &'a Expr) -> Option<(&'a Fact, &'a NumberKind)> {
        let fact = match expr.node.as_ref() {
            Node::Fact(id) => context.trial.facts.get(id.index())?,
            Node::Field(level, field) => {
                let scope = *self.scopes.get(level)?;
                match &scope.kind {
                    Kind::List(list) => list.fields.get(*field)?,
                    Kind::Lab(_) if *field == reading_field::VALUE => scope,
                    Kind::Lab(_) => scope.with.get(field.checked_sub(reading_field::FURTHER)?)?,
                    _ => return None,
                }
            }
            Node::Reading { body, .. } => {
                self.bind(context, expr);
                return self.subject(context, body);
            }
            Node::Aggregate { op, body, .. } if !matches!(op, Aggregate::Sum | Aggregate::Count) => {
                self.bind(context, expr);
                return self.subject(context, body);
            }
            Node::At(_, inner) => return self.subject(context, inner),
            _ => return None,
        };
        let kind = match &fact.kind {
            Kind::Number(number) => number,
            Kind::Lab(inner) => match inner.as_ref() {
                Kind::Number(number) => number,
                _ => return None,
            },
            _ => return None,
        };
        Some((fact, kind))
    }
}

/// A limit, or each of those that exceptions choose from.
fn alternatives<'a>(limit: &'a Expr, leaves: &mut Vec<&'a Expr>) {
    match limit.node.as_ref() {
        Node::Cases { clauses, otherwise } => {
            clauses.iter().for_each(|(_, value)| alternatives(value, leaves));
            otherwise.iter().for_each(|value| alternatives(value, leaves));
        }
        Node::Named { body, .. } => alternatives(body, leaves),
        _ => leaves.push(limit),
    }
}

/// The number and the unit of a limit as its author wrote it: `90` and `g/dL`.
pub(super) fn number_and_unit(written: &str) -> Option<(Number, &str)> {
    let end = written
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(written.len());
    let (number, unit) = written.split_at_checked(end)?;
    Some((Number::parse(number)?, unit.trim()))
}

/// A spelling in which two ways to write a unit or a sentence compare: no blanks, no powers, no signs of multiplication.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '⁰' => plain.push('0'),
            '¹' => plain.push('1'),
            '²' => plain.push('2'),
            '³' => plain.push('3'),
            '⁴'..='⁹' => plain.extend(char::from_digit(u32::from(sign) - u32::from('⁰'), 10)),
            'µ' | 'μ' => plain.push('u'),
            '×' | '*' | '^' | '·' | '[' | ']' | '\\' => {}
            _ if sign.is_whitespace() => {}
            _ => plain.extend(sign.to_lowercase()),
        }
    }
    plain
}

/// Whether the sentence that the criterion around a place quotes has a word.
pub(super) fn is_quoted(context: &Context<'_>, place: Span, word: &str) -> bool {
    let criterion = context
        .criterion_at(place)
        .and_then(|index| context.trial.criteria.get(index));
    let quote = criterion.and_then(|criterion| criterion.text.as_ref());
    quote.is_some_and(|(text, _)| plain(text).contains(&plain(word)))
}
