//! A total or result that the record gives itself meets what comes of its parts.

use super::domain;
use super::evaluator::Evaluator;
use super::recorder::Recorder;
use super::verdict::{Explanation, Leaf, LeafPart, Role, Warning, Why};
use crate::model::expr::Given;
use crate::model::{Expr, Type};
use crate::records::{Known, Slot};
use crate::value::{Number, Numbers, Value};

impl<'a, R: Recorder> Evaluator<'a, R> {
    /// What its parts leave open and what the record says are both known. Where they contradict each other both stay
    /// possible: a verdict is given only where the two agree on it.
    pub(super) fn meet(&mut self, value: Value, given: Given, place: &Expr) -> Value {
        let facts = self.facts;
        let Slot::Value(known) = facts.get(given.fact) else {
            if R::ON && given.score && self.recorder.last().is_some_and(nothing_recorded) {
                self.total(given, None, &value, place);
            }
            return value;
        };
        let (Value::Number(parts), Value::Number(total)) = (&value, &known.value) else {
            return value;
        };
        let total = &match given.rounded {
            true => unrounded(total, known),
            false => total.clone(),
        };
        let both = parts.intersect(total);
        if !both.is_empty() {
            let both = Value::Number(both);
            if R::ON && !parts.is_point() && (total.is_point() || !domain::is_single(&both)) {
                // What the record gives as a whole is not asked for in parts.
                // Of a rounded result the parts would say more.
                let in_whole = !given.rounded && self.recorder.last().is_some_and(nothing_recorded);
                if total.is_point() || in_whole {
                    self.recorder.forget();
                }
                self.total(given, Some(known), &Value::Number(total.clone()), place);
            }
            return both;
        }
        let either = Value::Number(parts.union(total));
        if R::ON {
            let name = self.name_of_fact(given);
            let made_of = if given.score { "items" } else { "parts" };
            self.recorder.warn(Warning {
                code: "total-contradicts-items".to_owned(),
                message: format!(
                    "the record gives {} for `{name}`, its {made_of} give {}",
                    known.original,
                    in_words(parts)
                ),
                criterion: None,
                fact: Some(name.clone()),
            });
            self.recorder.enter(known.span);
            let mut leaf = self.leaf(given.fact, name, Some(known));
            leaf.open = Some(Why::Conflict);
            self.recorder.exit(Role::Leaf(Box::new(leaf)), &either, &Type::Truth);
        }
        either
    }

    /// Notes the total itself, before its items: of a score of which nothing is known it would do as well as they.
    fn total(&mut self, given: Given, known: Option<&Known>, value: &Value, place: &Expr) {
        let name = self.name_of_fact(given);
        let mut leaf = self.leaf(given.fact, name, known);
        if given.rounded && !domain::is_single(value) {
            leaf.original = leaf.original.map(|original| format!("{original}, rounded"));
        }
        leaf.open = match known {
            None => Some(Why::Missing),
            Some(_) if domain::is_single(value) => None,
            Some(_) => Some(Why::Imprecise),
        };
        self.recorder.enter(place.span);
        self.recorder.exit(Role::Leaf(Box::new(leaf)), value, &place.ty);
        self.recorder.precede();
    }

    fn name_of_fact(&self, given: Given) -> String {
        let fact = self.trial.facts.get(given.fact.index());
        fact.map(|fact| fact.name.clone()).unwrap_or_default()
    }
}

/// Whether the record has nothing of what a sub-expression reads.
fn nothing_recorded(explanation: &Explanation) -> bool {
    let missing = |leaf: &Leaf| leaf.open == Some(Why::Missing) && leaf.part == LeafPart::Value;
    match &explanation.role {
        Role::Leaf(leaf) => missing(leaf),
        _ => explanation.children.iter().all(nothing_recorded),
    }
}

/// `14`, `8 to 101`, `at least 8`
fn in_words(numbers: &Numbers) -> String {
    if let Some(number) = numbers.nearly_point() {
        return if numbers.is_point() {
            number.to_string()
        } else {
            number.approximate()
        };
    }
    match (numbers.low().number(), numbers.high().number()) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => "anything".to_owned(),
    }
}

/// What a rounded figure may stand for: 60 is 59.5 to 60.5.
fn unrounded(total: &Numbers, known: &Known) -> Numbers {
    let figure: String = known
        .original
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let places = figure.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let half = i32::try_from(places)
        .ok()
        .and_then(|places| Number::from(10).pow(-places))
        .and_then(|unit| unit.checked_div(&Number::from(2)));
    let (Some(half), Some(value), Some(written)) = (half, total.as_point(), Number::parse(&figure)) else {
        return total.clone();
    };
    // The last digit in the unit that the value was converted to.
    let half = match value.abs().checked_div(&written) {
        Some(factor) if !factor.is_zero() => half * factor,
        _ => half,
    };
    Numbers::closed(value - &half, value + &half)
}
