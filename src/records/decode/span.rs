//! Lengths of time, and titres.

use super::super::json::{Json, Node, shown};
use super::Sink;
use super::quantity::{bounds, law, with_unit};
use super::scalar::{Possible, Shape, shape};
use super::units::{Beside, unit_place};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::model::NumberKind;
use crate::value::{Comparison, Durations, Number, Numbers, TimeScale, Value, parse_titre};

impl Sink<'_> {
    /// A titre.
    pub(super) fn titre(&self, name: &str, node: &Node<'_>) -> Result<Possible, Diagnostic> {
        let one = |node: &Node<'_>| match &node.json {
            Json::String(text) => match parse_titre(text.trim()) {
                Some(numbers) if !numbers.is_empty() => Ok((numbers, text.trim().to_owned())),
                _ => Err(self.wrong_kind(name, "a titre such as 1:320", node)),
            },
            Json::Number(text) => Err(self
                .wrong_kind(name, "a titre", node)
                .help(format!("\"1:{}\"", shown(text)))),
            _ => Err(self.wrong_kind(name, "a titre such as 1:320", node)),
        };
        let (numbers, original) = match shape(self, node)? {
            Shape::One(node) => one(node)?,
            Shape::OneOf(nodes) => {
                let all = nodes.iter().map(one).collect::<Result<Vec<_>, _>>()?;
                let words = all
                    .iter()
                    .map(|(_, words)| words.as_str())
                    .collect::<Vec<_>>()
                    .join(" or ");
                (
                    all.iter().fold(Numbers::none(), |sum, (numbers, _)| sum.union(numbers)),
                    words,
                )
            }
            Shape::Between(low, high) => {
                let (low, high) = (one(low)?, one(high)?);
                let hull = Numbers::interval(low.0.low(), high.0.high());
                if hull.is_empty() || !low.0.is_subset(&hull) {
                    return Err(self.reversed(node, &low.1, &high.1));
                }
                (hull, format!("{} to {}", low.1, high.1))
            }
        };
        Ok(Possible {
            value: Value::Number(numbers),
            original,
            conversion: None,
        })
    }

    /// A length of time, in the scale that the record has it in.
    ///
    /// The unit beside it is that of the record, if it has one of its own.
    pub(super) fn duration(
        &self,
        name: &str,
        kind: &NumberKind,
        node: &Node<'_>,
        beside: Option<&Beside>,
    ) -> Result<(Possible, Option<Beside>), Diagnostic> {
        let one = |node: &Node<'_>| self.one_duration(name, kind, node, beside);
        let (durations, original, own) = match shape(self, node)? {
            Shape::One(node) => one(node)?,
            Shape::OneOf(nodes) => {
                let all = nodes.iter().map(one).collect::<Result<Vec<_>, _>>()?;
                let words = all
                    .iter()
                    .map(|(_, words, _)| words.as_str())
                    .collect::<Vec<_>>()
                    .join(" or ");
                let scale = common_scale(all.iter().map(|(durations, ..)| durations.scale));
                let amount = all
                    .iter()
                    .fold(Numbers::none(), |sum, (one, ..)| sum.union(&one.to_scale(scale).amount));
                (
                    Durations { scale, amount },
                    words,
                    all.into_iter().next().and_then(|(_, _, own)| own),
                )
            }
            Shape::Between(low, high) => {
                let (low, high) = (one(low)?, one(high)?);
                let scale = common_scale([low.0.scale, high.0.scale].into_iter());
                let (first, last) = (low.0.to_scale(scale).amount, high.0.to_scale(scale).amount);
                let amount = Numbers::interval(first.low(), last.high());
                if amount.is_empty() {
                    return Err(self.reversed(node, &low.1, &high.1));
                }
                (Durations { scale, amount }, format!("{} to {}", low.1, high.1), low.2)
            }
        };
        Ok((
            Possible {
                value: Value::Duration(durations),
                original,
                conversion: None,
            },
            own,
        ))
    }

    fn one_duration(
        &self,
        name: &str,
        kind: &NumberKind,
        node: &Node<'_>,
        beside: Option<&Beside>,
    ) -> Result<(Durations, String, Option<Beside>), Diagnostic> {
        let written = self.written(name, node, &|| "a length of time, such as 110 h".to_owned())?;
        let own = self.unit(name, node, &written, beside)?;
        let unit = own.as_ref().map_or(&kind.unit, |own| &own.unit);
        let text = own.as_ref().map_or_else(|| kind.unit.pretty(), |own| own.text.clone());
        let Some(time) = unit.time() else {
            let place = if written.unit.is_empty() {
                node.at.clone()
            } else {
                unit_place(node, written.unit)
            };
            let message = format!("`{name}` is a length of time; `{}` is no unit of time", shown(&text));
            return Err(self
                .at(&codes::UNIT_CANNOT_CONVERT, &place, message)
                .help("h, days, weeks, months or years"));
        };
        let original = with_unit(&written, &text);
        let numbers = Numbers::that(written.comparison.unwrap_or(Comparison::Equal), written.number);
        let signed = matches!(written.comparison, Some(comparison) if comparison != Comparison::Equal);
        let mut durations = Durations::new(&numbers, time);
        let range = match (law(kind), kind.unit.time()) {
            (Some(range), Some(declared)) => Some(Durations::new(&range, declared).to_scale(time.scale()).amount),
            _ => None,
        };
        match &range {
            None if signed => durations.amount = durations.amount.intersect(&Numbers::at_least(Number::zero())),
            None => {}
            Some(range) => {
                let inside = durations.amount.intersect(range);
                if inside.is_empty() {
                    let message = format!("`{name}` lies between {}; {original} does not", bounds(kind));
                    return Err(self.at(&codes::OUTSIDE_RANGE, &node.at, message));
                }
                durations.amount = inside;
            }
        }
        if durations.amount.is_empty() {
            return Err(self.at(
                &codes::NOTHING_LEFT,
                &node.at,
                format!("no length of time is {original}"),
            ));
        }
        Ok((durations, original, own))
    }
}

/// The scale of all, or days.
fn common_scale(mut scales: impl Iterator<Item = TimeScale>) -> TimeScale {
    let first = scales.next().unwrap_or(TimeScale::Days);
    if scales.all(|scale| scale == first) {
        first
    } else {
        TimeScale::Days
    }
}
