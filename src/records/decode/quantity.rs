//! Numbers with units.

use super::super::json::{Json, Node, shown};
use super::Sink;
use super::scalar::{Shape, shape};
use super::units::{Beside, converted, unit_place};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::model::NumberKind;
use crate::value::{Comparison, Number, Numbers, Unit, parse_censored};

/// A converted number is shown with so many digits.
const PLACES: usize = 4;

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
    /// Not if the record says `not detected`.
    pub detected: bool,
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
    /// Not if the record says `not detected`.
    pub detected: bool,
}

impl Sink<'_> {
    /// A number of a record, or a set of them.
    pub(super) fn amounts(
        &self,
        name: &str,
        kind: &NumberKind,
        node: &Node<'_>,
        beside: Option<&Beside>,
    ) -> Result<Amount, Diagnostic> {
        match shape(self, node)? {
            Shape::One(node) => self.amount(name, kind, node, beside),
            Shape::OneOf(nodes) => {
                let amounts = nodes
                    .iter()
                    .map(|node| self.amount(name, kind, node, beside))
                    .collect::<Result<Vec<_>, _>>()?;
                let all = |of: fn(&Amount) -> &Numbers| {
                    amounts
                        .iter()
                        .fold(Numbers::none(), |all, amount| all.union(of(amount)))
                };
                let (numbers, written) = (all(|amount| &amount.numbers), all(|amount| &amount.written));
                Ok(set(&amounts, numbers, written, " or ", kind))
            }
            Shape::Between(low, high) => {
                let (low, high) = (
                    self.amount(name, kind, low, beside)?,
                    self.amount(name, kind, high, beside)?,
                );
                let hull = |low: &Numbers, high: &Numbers| {
                    let (low, high) = (low.as_point()?, high.as_point()?);
                    Some(Numbers::closed(low.clone(), high.clone()))
                };
                let numbers = hull(&low.numbers, &high.numbers);
                let written = hull(&low.written, &high.written);
                let (Some(numbers), Some(written)) = (numbers, written) else {
                    return Err(self.at(
                        &codes::WRONG_KIND,
                        &node.at,
                        format!("the ends of `{name}` are exact numbers"),
                    ));
                };
                if numbers.is_empty() {
                    return Err(self.reversed(node, &low.original, &high.original));
                }
                Ok(set(&[low, high], numbers, written, " to ", kind))
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
        let exact = !matches!(written.comparison, Some(comparison) if comparison != Comparison::Equal);
        let numbers = Numbers::that(written.comparison.unwrap_or(Comparison::Equal), written.number.clone());
        let in_declared = match &own {
            None => Some(numbers.clone()),
            Some(own) => converted(&numbers, &own.unit, kind),
        };
        let unit = own.as_ref().map_or_else(|| kind.unit.pretty(), |own| own.text.clone());
        let original = with_unit(&written, &unit);
        let Some(in_declared) = in_declared else {
            let place = if written.unit.is_empty() {
                node.at.clone()
            } else {
                unit_place(node, written.unit)
            };
            return Err(self.cannot_convert(name, kind, &unit, &place));
        };
        let below = matches!(written.comparison, Some(Comparison::Less | Comparison::AtMost));
        let possible = match &range {
            // What has a sign lies within the declared range; without one, amounts do not lie below zero.
            Some(range) if !exact => in_declared.intersect(range),
            None if below && !kind.signed && written.number.signum() >= 0 => {
                in_declared.intersect(&Numbers::at_least(Number::zero()))
            }
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
            let message = format!("`{name}` lies between {}; {original} does not", bounds(kind));
            return Err(self.at(&codes::OUTSIDE_RANGE, &node.at, message));
        }
        let conversion = own
            .as_ref()
            .filter(|own| own.unit != kind.unit)
            .map(|_| equation(&original, &in_declared, &kind.unit));
        Ok(Amount {
            numbers: possible,
            written: numbers,
            own,
            original,
            conversion,
            detected: written.detected,
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
            detected: true,
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
                if trimmed.eq_ignore_ascii_case("not detected") || trimmed.eq_ignore_ascii_case("not_detected") {
                    return Ok(Written {
                        detected: false,
                        ..plain(Number::zero(), trimmed)
                    });
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
                        detected: true,
                    });
                }
                let error = self.wrong_kind(name, &expected(), node);
                let point = trimmed.replacen(',', ".", 1);
                let behind = trimmed.split_once(',').map_or("", |(_, behind)| behind);
                let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
                Err(if point != trimmed && parse_censored(&point).is_some() {
                    error.help(if digits != 3 {
                        format!("`{}`", shown(&point))
                    } else {
                        format!(
                            "with a decimal point `{}`, as thousands `{}`",
                            shown(&point),
                            shown(&trimmed.replace(',', ""))
                        )
                    })
                } else {
                    error
                })
            }
            _ => Err(self.wrong_kind(name, &expected(), node)),
        }
    }

    /// Two ends the wrong way round.
    pub(super) fn reversed(&self, node: &Node<'_>, low: &str, high: &str) -> Diagnostic {
        let message = format!("nothing lies between {} and {}", shown(low), shown(high));
        self.at(&codes::NOTHING_LEFT, &node.at, message)
            .help("the lower end comes first")
    }
}

/// `9.0 g/dL`; the unit of a bare number is not written.
pub(super) fn with_unit(written: &Written<'_>, unit: &str) -> String {
    if unit.is_empty() || unit == "1" || !written.detected {
        return written.words.clone();
    }
    format!("{} {unit}", written.words)
}

/// Some amounts as one. They keep a unit of their own if all have the same.
fn set(amounts: &[Amount], numbers: Numbers, written: Numbers, between: &str, kind: &NumberKind) -> Amount {
    let words: Vec<&str> = amounts.iter().map(|amount| amount.original.as_str()).collect();
    let original = words.join(between);
    let own = amounts.first().and_then(|amount| amount.own.clone());
    let unit = |amount: &Amount| amount.own.as_ref().map(|own| own.unit.clone());
    let same = amounts
        .iter()
        .all(|amount| unit(amount) == own.as_ref().map(|own| own.unit.clone()));
    let converted = amounts.iter().any(|amount| amount.conversion.is_some());
    Amount {
        conversion: converted.then(|| equation(&original, &numbers, &kind.unit)),
        written: if same { written } else { numbers.clone() },
        numbers,
        own: own.filter(|_| same),
        original,
        detected: amounts.iter().any(|amount| amount.detected),
    }
}

/// `9.0 g/dL = 90 g/L`, with no more digits than a person reads.
fn equation(original: &str, numbers: &Numbers, unit: &Unit) -> String {
    let Some(number) = numbers.as_point() else {
        return format!("{original} = {}", display(numbers, unit));
    };
    let whole = number.abs().floor().to_string();
    let digits = if whole == "0" { 0 } else { whole.len() };
    let places = u32::try_from(PLACES.saturating_sub(digits)).unwrap_or(0);
    let tiny = digits == 0 && number.abs() < Number::ratio(1, 10).unwrap_or_default();
    let short = number.decimal(places);
    match short.strip_prefix('≈').and_then(Number::parse) {
        Some(rounded) if !tiny => format!("{original} ≈ {}", unit.quantity(&rounded)),
        _ => format!("{original} = {}", unit.quantity(number)),
    }
}

/// `0 and 100 %`
pub(super) fn bounds(kind: &NumberKind) -> String {
    let Some((low, high)) = &kind.range else {
        return "any numbers".to_owned();
    };
    format!("{low} and {}", kind.unit.quantity(high))
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
