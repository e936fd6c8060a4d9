//! Numbers with units.

use super::super::json::{Json, Node, shown};
use super::scalar::{Shape, shape};
use super::{Sink, likely};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::model::NumberKind;
use crate::value::{Bound, Comparison, Interval, Number, Numbers, Unit, UnitError, parse_censored};

/// A unit that stands beside a value.
#[derive(Clone)]
pub(super) struct Beside {
    pub unit: Unit,
    pub text: String,
}

/// A quantity with what the record wrote.
pub(super) struct Amount {
    /// In the unit of the declaration.
    pub numbers: Numbers,
    /// In the unit of the record.
    pub written: Numbers,
    /// The unit of the record, if it has one of its own.
    pub own: Option<Beside>,
    /// `<20 [IU]/mL`
    pub original: String,
    /// `9.0 g/dL = 90 g/L`
    pub conversion: Option<String>,
}

/// Numbers in one unit, in the unit of a declaration.
pub(super) fn converted(numbers: &Numbers, from: &Unit, kind: &NumberKind) -> Option<Numbers> {
    if *from == kind.unit {
        return Some(numbers.clone());
    }
    let one = |number: &Number| match &kind.molar_mass {
        _ if from.same_dimension(&kind.unit) => from.convert(number, &kind.unit),
        Some(mass) => from.convert_molar(number, &kind.unit, mass),
        None => None,
    };
    let bound = |bound: &Bound| match bound {
        Bound::Unbounded => one(&Number::one()).map(|_| Bound::Unbounded),
        Bound::Open(number) => one(number).map(Bound::Open),
        Bound::Closed(number) => one(number).map(Bound::Closed),
    };
    let mut all = Numbers::none();
    for Interval { low, high } in numbers.pieces() {
        all = all.union(&Numbers::interval(bound(low)?, bound(high)?));
    }
    Some(all)
}

/// The declared range.
pub(super) fn law(kind: &NumberKind) -> Option<Numbers> {
    kind.range
        .as_ref()
        .map(|(low, high)| Numbers::closed(low.clone(), high.clone()))
}

/// A number or an empty one, a sign before it and a unit behind, as a record has it.
pub(super) struct Written<'n> {
    pub comparison: Option<Comparison>,
    pub number: Number,
    /// The unit in the text, perhaps empty.
    pub unit: &'n str,
    /// The text without the unit.
    pub words: String,
}

impl Sink {
    /// A number of a record, or a set of them.
    pub(super) fn amounts(
        &self,
        name: &str,
        kind: &NumberKind,
        node: &Node<'_>,
        beside: Option<&Beside>,
    ) -> Result<Amount, Diagnostic> {
        let set = |amounts: Vec<Amount>, numbers: Numbers, between: &str| {
            let original = amounts
                .iter()
                .map(|amount| amount.original.as_str())
                .collect::<Vec<_>>()
                .join(between);
            let conversion = amounts.iter().any(|amount| amount.conversion.is_some());
            Amount {
                conversion: conversion
                    .then(|| format!("{original} = {}", display(&numbers, &kind.unit))),
                written: numbers.clone(),
                numbers,
                own: amounts.into_iter().next().and_then(|amount| amount.own),
                original,
            }
        };
        match shape(self, node)? {
            Shape::One(node) => self.amount(name, kind, node, beside),
            Shape::OneOf(nodes) => {
                let amounts = nodes
                    .iter()
                    .map(|node| self.amount(name, kind, node, beside))
                    .collect::<Result<Vec<_>, _>>()?;
                let numbers = amounts
                    .iter()
                    .fold(Numbers::none(), |all, amount| all.union(&amount.numbers));
                Ok(set(amounts, numbers, " or "))
            }
            Shape::Between(low, high) => {
                let (low, high) = (
                    self.amount(name, kind, low, beside)?,
                    self.amount(name, kind, high, beside)?,
                );
                let ends = (
                    low.numbers.as_point().cloned(),
                    high.numbers.as_point().cloned(),
                );
                let (Some(first), Some(last)) = ends else {
                    return Err(self.at(
                        &codes::WRONG_KIND,
                        &node.at,
                        format!("the ends of `{name}` are exact numbers"),
                    ));
                };
                if first > last {
                    return Err(self.reversed(node, &low.original, &high.original));
                }
                Ok(set(vec![low, high], Numbers::closed(first, last), " to "))
            }
        }
    }

    /// One number.
    fn amount(
        &self,
        name: &str,
        kind: &NumberKind,
        node: &Node<'_>,
        beside: Option<&Beside>,
    ) -> Result<Amount, Diagnostic> {
        let expected = || number_of(&kind.unit);
        let written = self.written(name, node, &expected)?;
        let own = self.unit(name, node, &written, beside)?;
        let range = law(kind);
        let exact =
            !matches!(written.comparison, Some(comparison) if comparison != Comparison::Equal);
        let numbers = Numbers::that(
            written.comparison.unwrap_or(Comparison::Equal),
            written.number.clone(),
        );
        let in_declared = match &own {
            None => Some(numbers.clone()),
            Some(own) => converted(&numbers, &own.unit, kind),
        };
        let unit = own
            .as_ref()
            .map_or_else(|| kind.unit.pretty(), |own| own.text.clone());
        let original = with_unit(&written.words, &unit);
        let Some(in_declared) = in_declared else {
            let place = if written.unit.is_empty() {
                node.at.clone()
            } else {
                unit_place(node, written.unit)
            };
            return Err(self.cannot_convert(name, kind, &unit, &place));
        };
        let below = matches!(
            written.comparison,
            Some(Comparison::Less | Comparison::AtMost)
        );
        let possible = match &range {
            // What has a sign lies within the declared range; without one, amounts do not lie below zero.
            Some(range) if !exact => in_declared.intersect(range),
            None if below => in_declared.intersect(&Numbers::at_least(Number::zero())),
            _ => in_declared.clone(),
        };
        if possible.is_empty() && range.is_none() {
            return Err(self.at(
                &codes::NOTHING_LEFT,
                &node.at,
                format!("no value of `{name}` is {original}"),
            ));
        }
        if let Some(range) = &range
            && (possible.is_empty() || !possible.is_subset(range))
        {
            let message = format!(
                "`{name}` lies in {}; {original} does not",
                display(range, &kind.unit)
            );
            return Err(self.at(&codes::OUTSIDE_RANGE, &node.at, message));
        }
        let conversion = own
            .as_ref()
            .filter(|own| own.unit != kind.unit)
            .map(|_| format!("{original} = {}", display(&in_declared, &kind.unit)));
        Ok(Amount {
            numbers: possible,
            written: numbers,
            own,
            original,
            conversion,
        })
    }

    /// The number, sign and unit of a value.
    pub(super) fn written<'n>(
        &self,
        name: &str,
        node: &'n Node<'_>,
        expected: &dyn Fn() -> String,
    ) -> Result<Written<'n>, Diagnostic> {
        let plain = |number: Number, words: &str| Written {
            comparison: None,
            number,
            unit: "",
            words: words.to_owned(),
        };
        match &node.json {
            Json::Number(text) => match Number::parse(text) {
                Some(number) => Ok(plain(number, text)),
                None => Err(self.at(
                    &codes::NUMBER_TOO_LONG,
                    &node.at,
                    format!("the number of `{name}` has too many digits"),
                )),
            },
            Json::String(text) => {
                let trimmed = text.trim();
                if trimmed.eq_ignore_ascii_case("not detected")
                    || trimmed.eq_ignore_ascii_case("not_detected")
                {
                    return Ok(plain(Number::zero(), trimmed));
                }
                if let Some((comparison, number, unit)) = parse_censored(trimmed) {
                    let words = trimmed
                        .get(..trimmed.len() - unit.len())
                        .unwrap_or(trimmed)
                        .trim()
                        .to_owned();
                    return Ok(Written {
                        comparison,
                        number,
                        unit,
                        words,
                    });
                }
                let error = self.wrong_kind(name, &expected(), node);
                let point = trimmed.replacen(',', ".", 1);
                Err(if point != trimmed && parse_censored(&point).is_some() {
                    error.help(format!(
                        "with a decimal point `{}`, as thousands `{}`",
                        shown(&point),
                        shown(&trimmed.replace(',', ""))
                    ))
                } else {
                    error
                })
            }
            _ => Err(self.wrong_kind(name, &expected(), node)),
        }
    }

    /// The unit that a value has in its text or beside it.
    pub(super) fn unit(
        &self,
        name: &str,
        node: &Node<'_>,
        written: &Written<'_>,
        beside: Option<&Beside>,
    ) -> Result<Option<Beside>, Diagnostic> {
        if written.unit.is_empty() {
            return Ok(beside.cloned());
        }
        let place = unit_place(node, written.unit);
        let unit =
            Unit::parse(written.unit).map_err(|error| self.bad_unit(name, &error, &place))?;
        if let Some(beside) = beside
            && beside.unit != unit
        {
            let message = format!(
                "`{name}` is in `{}` and beside that in `{}`",
                shown(written.unit),
                shown(&beside.text)
            );
            return Err(self
                .at(&codes::UNITS_DISAGREE, &place, message)
                .help("leave one of them out"));
        }
        Ok(Some(Beside {
            unit,
            text: written.unit.to_owned(),
        }))
    }

    /// A unit of its own member.
    pub(super) fn beside(&self, name: &str, node: &Node<'_>) -> Result<Option<Beside>, Diagnostic> {
        match &node.json {
            Json::String(text) if text.trim().is_empty() => Ok(None),
            Json::String(text) => match Unit::parse(text) {
                Ok(unit) => Ok(Some(Beside {
                    unit,
                    text: text.trim().to_owned(),
                })),
                Err(error) => Err(self.bad_unit(name, &error, &node.at)),
            },
            // `"unit": 1`, the unit of a bare number
            Json::Number(text) if text == "1" => Ok(Some(Beside {
                unit: Unit::dimensionless(),
                text: String::new(),
            })),
            _ => Err(self.at(
                &codes::WRONG_KIND,
                &node.at,
                format!("the unit of `{name}` is a text; this is {}", node.noun()),
            )),
        }
    }

    fn bad_unit(
        &self,
        name: &str,
        error: &UnitError,
        place: &std::ops::Range<usize>,
    ) -> Diagnostic {
        let (message, suggestion) = match error {
            UnitError::Unknown { text, suggestion } => (
                format!(
                    "`{name}` is given in `{}`, which is no known unit",
                    shown(text)
                ),
                suggestion.clone(),
            ),
            UnitError::Kelvin { text, suggestion } => (
                format!(
                    "`{name}` is given in `{}`, which would be kelvin",
                    shown(text)
                ),
                Some(suggestion.clone()),
            ),
            UnitError::TooLong => (format!("the unit of `{name}` is too long"), None),
        };
        let found = self.at(&codes::UNIT_UNKNOWN, place, message);
        match suggestion {
            Some(unit) => found
                .here(format!("{unit}?"))
                .help(format!("write `{unit}` if that is meant")),
            None => found,
        }
    }

    /// Points at a unit, or at a value without one, that does not measure what the fact does.
    pub(super) fn cannot_convert(
        &self,
        name: &str,
        kind: &NumberKind,
        unit: &str,
        place: &std::ops::Range<usize>,
    ) -> Diagnostic {
        let declared = if kind.unit.pretty().is_empty() {
            "bare numbers".to_owned()
        } else {
            kind.unit.pretty()
        };
        let message = format!(
            "`{name}` is read in {declared}; `{}` cannot be converted to that",
            shown(unit)
        );
        let found = self.at(&codes::UNIT_CANNOT_CONVERT, place, message);
        match likely::unit(unit, kind) {
            Some(likely) => found
                .here(format!("{likely}?"))
                .help(format!("write `{likely}` if that is meant")),
            None if kind.unit.is_dimensionless() => found,
            None => {
                let mut examples = kind.unit.same_dimension_examples();
                examples.truncate(4);
                found.help(format!(
                    "it may be given in {}",
                    if examples.is_empty() {
                        declared
                    } else {
                        examples.join(", ")
                    }
                ))
            }
        }
    }

    /// Two ends the wrong way round.
    pub(super) fn reversed(&self, node: &Node<'_>, low: &str, high: &str) -> Diagnostic {
        let message = format!("nothing lies between {} and {}", shown(low), shown(high));
        self.at(&codes::NOTHING_LEFT, &node.at, message)
            .help("the lower end comes first")
    }
}

/// The place of the unit behind a number.
pub(super) fn unit_place(node: &Node<'_>, unit: &str) -> std::ops::Range<usize> {
    match &node.json {
        Json::String(text) => {
            let end = text.trim_end().len();
            node.part(end.saturating_sub(unit.len())..end)
        }
        _ => node.at.clone(),
    }
}

/// `9.0 g/dL`; the unit of a bare number is not written.
pub(super) fn with_unit(words: &str, unit: &str) -> String {
    if unit.is_empty() || unit == "1" || words.starts_with(['n', 'N']) {
        words.to_owned()
    } else {
        format!("{words} {unit}")
    }
}

/// Numbers with their unit.
pub(super) fn display(numbers: &Numbers, unit: &Unit) -> String {
    match numbers.as_point() {
        Some(number) => unit.quantity(number),
        None => {
            let unit = unit.pretty();
            format!("{numbers} {unit}").trim_end().to_owned()
        }
    }
}

/// What a number in a unit is called.
pub(super) fn number_of(unit: &Unit) -> String {
    match unit.pretty().as_str() {
        "" => "a number".to_owned(),
        unit => format!("a number in {unit}"),
    }
}
