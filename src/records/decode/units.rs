//! Units of values: in their text, beside them, and of another kind than declared.

use std::ops::Range;

use super::super::json::{Json, Node, shown};
use super::quantity::Written;
use super::{Sink, likely};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::model::NumberKind;
use crate::value::{Bound, Interval, Number, Numbers, Unit, UnitError};

/// A unit that stands beside a value.
#[derive(Clone)]
pub(super) struct Beside {
    pub unit: Unit,
    pub text: String,
}

/// Numbers in one unit, in the unit of a declaration.
pub(super) fn converted(numbers: &Numbers, from: &Unit, kind: &NumberKind) -> Option<Numbers> {
    if *from == kind.unit {
        return Some(numbers.clone());
    }
    // What is declared without a unit is a count or an index, and no share: `INR` in `70 %` is a Quick value, not 0.7.
    if kind.unit.is_bare() {
        return None;
    }
    let one = |number: &Number| from.convert_of(number, &kind.unit, &kind.substance);
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

impl Sink<'_> {
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
        let unit = Unit::parse(written.unit).map_err(|error| self.bad_unit(name, &error, &place))?;
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

    fn bad_unit(&self, name: &str, error: &UnitError, place: &Range<usize>) -> Diagnostic {
        let (message, suggestion) = match error {
            UnitError::Unknown { text, suggestion } => (
                format!("`{name}` is given in `{}`, which is no known unit", shown(text)),
                suggestion.clone(),
            ),
            UnitError::Kelvin { text, suggestion } => (
                format!("`{name}` is given in `{}`, which would be kelvin", shown(text)),
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
    pub(super) fn cannot_convert(&self, name: &str, kind: &NumberKind, unit: &str, place: &Range<usize>) -> Diagnostic {
        let declared = if kind.unit.pretty().is_empty() {
            "bare numbers".to_owned()
        } else {
            kind.unit.pretty()
        };
        let message = format!(
            "`{name}` is read in {declared}, and `{}` cannot be converted to that",
            shown(unit)
        );
        let found = self.at(&codes::UNIT_CANNOT_CONVERT, place, message);
        if kind.unit.is_bare() {
            return found.help("it is declared without a unit: its value is a bare number");
        }
        let mut examples = kind.unit.same_dimension_examples();
        examples.truncate(4);
        let examples = if examples.is_empty() || kind.unit.is_dimensionless() {
            declared
        } else {
            examples.join(", ")
        };
        let missing = Unit::parse(unit)
            .ok()
            .and_then(|own| own.missing(&kind.unit, &kind.substance));
        let likely = likely::unit(unit, kind).filter(|_| !kind.unit.is_dimensionless());
        match (missing, likely) {
            (Some(missing), _) => found.help(format!("it may be given in {examples}; {missing}")),
            (None, Some(likely)) => found
                .here(format!("{likely}?"))
                .help(format!("write `{likely}` if that is meant")),
            (None, None) => found.help(format!("it may be given in {examples}")),
        }
    }
}

/// The place of the unit behind a number.
pub(super) fn unit_place(node: &Node<'_>, unit: &str) -> Range<usize> {
    match &node.json {
        Json::String(text) => {
            let end = text.trim_end().len();
            node.part(end.saturating_sub(unit.len())..end)
        }
        _ => node.at.clone(),
    }
}
