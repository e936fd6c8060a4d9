//! Labs: readings with their reference limits.

use super::super::json::{Json, Member, Node};
use super::super::patient::{Known, Reading, Slot};
use super::quantity::{Amount, law};
use super::scalar::{OBSERVATION, Observed};
use super::units::Beside;
use super::{Sink, Step, likely};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::model::{Fact, Kind, NumberKind};
use crate::value::{Choices, Comparison, Dates, Durations, Numbers, Texts, Truths, Value};

impl<'p> Sink<'p> {
    /// The readings of a lab.
    pub(super) fn lab(&mut self, fact: &'p Fact, kind: &Kind, node: &Node<'_>) -> Slot {
        match &node.json {
            Json::Array(items) => {
                let mut readings = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    if item.json == Json::Null {
                        continue;
                    }
                    readings.extend(self.within(Step::Index(index), |sink| sink.reading(fact, kind, item, true)));
                }
                Slot::Readings(readings)
            }
            // Some of a history, with others that may say anything: no more is known than without it.
            Json::Object(members) if members.iter().any(|member| member.key == "partial") => {
                if let Some(some) = node.get("partial") {
                    self.lab(fact, kind, some);
                }
                Slot::Absent
            }
            _ => self
                .reading(fact, kind, node, false)
                .map_or(Slot::Absent, |reading| Slot::Readings(vec![reading])),
        }
    }

    /// One reading. In a history one without a value may have had any.
    fn reading(&mut self, fact: &'p Fact, kind: &Kind, node: &Node<'_>, in_history: bool) -> Option<Reading> {
        let fields = match &node.json {
            Json::Object(members) => self.fields(&fact.with, members, &OBSERVATION),
            _ => vec![Slot::Absent; fact.with.len()],
        };
        let observed = self.observed(fact, kind, node);
        let (known, own, members): (_, _, &[Member<'_>]) = match self.keep(observed)? {
            Some(Observed { value, unit, members }) => {
                let known = self.known(fact, kind, value, unit);
                let (known, own) = self.keep(known)?;
                (known, own, members)
            }
            None if in_history => {
                let span = self.span(&node.at);
                let known = Known {
                    value: any(kind),
                    original: String::new(),
                    conversion: None,
                    span,
                };
                (known, None, node.members().unwrap_or(&[]))
            }
            None => return None,
        };
        let part = |name: &str| {
            members
                .iter()
                .find(|member| member.key == name)
                .map(|member| &member.value)
        };
        let part = |name: &str| part(name).filter(|node| node.json != Json::Null);
        let date = part("date").and_then(|date| {
            let result = self.dates("date", date);
            self.keep(result)
        });
        let date = match date {
            Some((Value::Date(dates), _)) => Some(dates),
            _ => None,
        };
        let (low, high) = (
            self.limit(fact, kind, part("low"), own.as_ref()),
            self.limit(fact, kind, part("high"), own.as_ref()),
        );
        if let (Some(low), Some(high), Some(place)) = (&low, &high, part("low"))
            && low.compare(Comparison::Greater, high) == Truths::YES
        {
            let message = format!("the lower limit of `{}` lies above its upper one", fact.name);
            let warning = self.at(&codes::LIMITS_REVERSED, &place.at, message);
            self.warn(warning);
        }
        Some(Reading {
            known,
            low,
            high,
            date,
            fields,
        })
    }

    /// A reference limit, in the unit of the declaration.
    fn limit(&mut self, fact: &Fact, kind: &Kind, node: Option<&Node<'_>>, own: Option<&Beside>) -> Option<Numbers> {
        let node = node?;
        // A limit is no value: it may lie outside the declared range.
        let free = |kind: &NumberKind| NumberKind {
            range: None,
            ..kind.clone()
        };
        let result = match kind {
            Kind::Number(number) => self.limit_number(fact, &free(number), node, own),
            Kind::Duration(number) => self.limit_duration(fact, &free(number), node, own),
            Kind::Titre => self.titre(&fact.name, node).map(|possible| match possible.value {
                Value::Number(numbers) => numbers,
                _ => Numbers::all(),
            }),
            _ => {
                let message = format!("`{}` is no number and has no reference limits", fact.name);
                Err(self.at(&codes::WRONG_KIND, &node.at, message))
            }
        };
        self.keep(result)
    }

    /// A bare limit is in the unit of its value; one with a unit of its own in that.
    fn limit_number(
        &self,
        fact: &Fact,
        kind: &NumberKind,
        node: &Node<'_>,
        own: Option<&Beside>,
    ) -> Result<Numbers, Diagnostic> {
        let beside = own.filter(|_| !has_unit(node));
        self.amounts(&fact.name, kind, node, beside)
            .map(|amount| amount.numbers)
    }

    fn limit_duration(
        &self,
        fact: &Fact,
        kind: &NumberKind,
        node: &Node<'_>,
        own: Option<&Beside>,
    ) -> Result<Numbers, Diagnostic> {
        let beside = own.filter(|_| !has_unit(node));
        let (possible, _) = self.duration(&fact.name, kind, node, beside)?;
        match (possible.value, kind.unit.time()) {
            (Value::Duration(durations), Some(unit)) => Ok(durations.in_unit(unit)),
            _ => Ok(Numbers::all()),
        }
    }

    /// Warns of a value outside the plausible range.
    pub(super) fn plausible(&mut self, fact: &Fact, kind: &NumberKind, amount: &Amount, node: &Node<'_>) {
        let Some((low, high)) = &fact.plausible else {
            return;
        };
        let plausible = Numbers::closed(low.clone(), high.clone());
        if !amount.detected || !amount.numbers.intersect(&plausible).is_empty() {
            return;
        }
        let expected = format!("{low} to {}", kind.unit.quantity(high));
        let message = format!("`{}` is {}; plausible is {expected}", fact.name, amount.original);
        let mut warning = self.at(&codes::IMPLAUSIBLE, &node.at, message);
        let own = amount.own.as_ref().map_or(&kind.unit, |own| &own.unit);
        if let Some(unit) = likely::slip(&amount.written, own, kind, &plausible) {
            warning = warning
                .here(format!("{unit}?"))
                .help(format!("in {unit} it would be plausible"));
        }
        self.warn(warning);
    }
}

/// Whether a value has a unit in its own text.
fn has_unit(node: &Node<'_>) -> bool {
    match &node.json {
        Json::String(text) => crate::value::parse_censored(text).is_some_and(|(_, _, unit)| !unit.is_empty()),
        _ => false,
    }
}

/// Any value of a kind.
fn any(kind: &Kind) -> Value {
    match kind {
        Kind::YesNo => Value::Truth(Truths::UNKNOWN),
        Kind::Number(number) => Value::Number(law(number).unwrap_or_else(Numbers::all)),
        Kind::Duration(number) => Value::Duration(match number.unit.time() {
            Some(unit) => Durations::new(&law(number).unwrap_or_else(Numbers::all), unit),
            None => Durations {
                scale: crate::value::TimeScale::Days,
                amount: Numbers::all(),
            },
        }),
        Kind::Choice(options) => Value::Choice(Choices::all(options.labels.len())),
        Kind::Date => Value::Date(Dates::all()),
        Kind::Period => Value::Period(Dates::all(), Dates::all()),
        Kind::Titre => Value::Number(Numbers::positive()),
        Kind::Text | Kind::Lab(_) | Kind::List(_) => Value::Text(Texts::Any),
    }
}
