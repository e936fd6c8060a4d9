//! Single values, yes or no, texts; and what is known of them in part.

use std::ops::Range;

use super::super::json::{Json, Member, Node, shown};
use super::super::patient::{Known, Slot};
use super::Sink;
use super::choice::one_of;
use super::quantity::{Amount, number_of};
use super::units::Beside;
use crate::codes::record as codes;
use crate::diagnostic::{Diagnostic, Label};
use crate::model::{Fact, Kind};
use crate::source::Span;
use crate::value::{Texts, Truths, Value};

/// A value with what the record wrote.
pub(super) struct Possible {
    pub value: Value,
    pub original: String,
    pub conversion: Option<String>,
}

impl Possible {
    /// With its place.
    pub fn known(self, span: Span) -> Known {
        Known {
            value: self.value,
            original: self.original,
            conversion: self.conversion,
            span,
        }
    }
}

impl From<Amount> for Possible {
    fn from(amount: Amount) -> Self {
        Self {
            value: Value::Number(amount.numbers),
            original: amount.original,
            conversion: amount.conversion,
        }
    }
}

/// What a value says: one thing, some, or a range.
pub(super) enum Shape<'n, 'a> {
    One(&'n Node<'a>),
    OneOf(&'n [Node<'a>]),
    Between(&'n Node<'a>, &'n Node<'a>),
}

/// `{"one_of": […]}`, `{"between": [a, b]}`, or anything else.
pub(super) fn shape<'n, 'a>(sink: &Sink<'_>, node: &'n Node<'a>) -> Result<Shape<'n, 'a>, Diagnostic> {
    if let Some(options) = node.get("one_of") {
        return match &options.json {
            Json::Array(items) if !items.is_empty() => Ok(Shape::OneOf(items)),
            Json::Array(_) => Err(sink.at(&codes::NOTHING_LEFT, &options.at, "`one_of` names no possibility")),
            _ => Err(sink.at(
                &codes::WRONG_KIND,
                &options.at,
                format!("`one_of` is a list; this is {}", options.noun()),
            )),
        };
    }
    if let Some(ends) = node.get("between") {
        if let Json::Array(items) = &ends.json
            && let [low, high] = items.as_slice()
        {
            return Ok(Shape::Between(low, high));
        }
        let message = "`between` is a list of two ends";
        return Err(sink
            .at(&codes::WRONG_KIND, &ends.at, message)
            .help("{\"between\": [10, 15]}"));
    }
    Ok(Shape::One(node))
}

/// The members of an observation that is not a lab's.
pub(super) const OBSERVATION: [&str; 10] = [
    "value", "unit", "low", "high", "date", "by", "one_of", "between", "from", "to",
];

/// The parts of an observation.
pub(super) struct Observed<'n, 'a> {
    pub value: &'n Node<'a>,
    pub unit: Option<&'n Node<'a>>,
    pub members: &'n [Member<'a>],
}

impl<'p> Sink<'p> {
    /// Takes a value out of the object it may stand in. Nothing if it is not known, or in error.
    pub(super) fn observed<'n, 'a>(
        &mut self,
        fact: &Fact,
        kind: &Kind,
        node: &'n Node<'a>,
    ) -> Result<Option<Observed<'n, 'a>>, Diagnostic> {
        let Json::Object(members) = &node.json else {
            return Ok(Some(Observed {
                value: node,
                unit: None,
                members: &[],
            }));
        };
        let has = |node: &Node<'_>, name: &str| node.get(name).is_some();
        let found = |value: &'n Node<'a>, unit| Ok(Some(Observed { value, unit, members }));
        let unit = node.get("unit");
        let in_parts = ["one_of", "between"].into_iter().filter(|name| has(node, name));
        let ways: Vec<&str> = has(node, "value")
            .then_some("value")
            .into_iter()
            .chain(in_parts)
            .collect();
        if let [first, second, ..] = ways.as_slice() {
            return Err(self.both(fact, first, second, &node.at));
        }
        if let Some(value) = node.get("value") {
            return match value.get("unit") {
                Some(inner) if unit.is_some() => {
                    let message = format!("`{}` has two units", fact.name);
                    Err(self
                        .at(&codes::UNITS_DISAGREE, &inner.at, message)
                        .help("leave one of them out"))
                }
                inner => found(value, unit.or(inner)),
            };
        }
        if !ways.is_empty() || (matches!(kind, Kind::Period) && (has(node, "from") || has(node, "to"))) {
            return found(node, unit);
        }
        let ours = |member: &Member<'_>| {
            OBSERVATION.contains(&&*member.key) || fact.with.iter().any(|field| field.name == member.key)
        };
        if members.iter().any(ours) {
            return Ok(None);
        }
        let message = format!("`{}` is {}; this object has no `value`", fact.name, noun(kind));
        Err(self.at(&codes::NO_VALUE, &node.at, message))
    }

    fn both(&self, fact: &Fact, one: &str, other: &str, at: &Range<usize>) -> Diagnostic {
        let message = format!("`{}` has both a `{one}` and a `{other}`", fact.name);
        self.at(&codes::WRONG_KIND, at, message).help("leave one of them out")
    }

    /// A fact that has one value.
    pub(super) fn scalar(&mut self, fact: &'p Fact, kind: &Kind, node: &Node<'_>) -> Slot {
        if let Json::Object(members) = &node.json {
            self.fields(&fact.with, members, &OBSERVATION);
        }
        let observed = self.observed(fact, kind, node);
        let Some(Some(Observed { value, unit, .. })) = self.keep(observed) else {
            return Slot::Absent;
        };
        let known = self.known(fact, kind, value, unit);
        self.keep(known).map_or(Slot::Absent, |(known, _)| Slot::Value(known))
    }

    /// A value of any kind but a lab or a list, and the unit it is in if that is its own.
    pub(super) fn known(
        &mut self,
        fact: &Fact,
        kind: &Kind,
        node: &Node<'_>,
        unit: Option<&Node<'_>>,
    ) -> Result<(Known, Option<Beside>), Diagnostic> {
        let (name, span) = (fact.name.as_str(), self.span(&node.at));
        let numeric = matches!(kind, Kind::Number(_) | Kind::Duration(_));
        let beside = unit
            .filter(|_| numeric)
            .map(|unit| Ok((unit, self.beside(name, unit)?)))
            .transpose()?;
        let beside = beside.and_then(|(node, beside)| Some((node, beside?)));
        let unit = beside.as_ref().map(|(_, beside)| beside);
        let at_unit = |error: Diagnostic| match &beside {
            // What is wrong is the unit beside the value.
            Some((place, _)) if error.code == &codes::UNIT_CANNOT_CONVERT && error.span() == Some(span) => Diagnostic {
                labels: vec![Label {
                    span: self.span(&place.at),
                    text: error
                        .labels
                        .into_iter()
                        .next()
                        .map_or_else(String::new, |label| label.text),
                }],
                ..error
            },
            _ => error,
        };
        let possible = match kind {
            Kind::Number(number) => {
                let amounts = self.amounts(name, number, node, unit).map_err(at_unit)?;
                self.plausible(fact, number, &amounts, node);
                let own = amounts.own.clone();
                return Ok((Possible::from(amounts).known(span), own));
            }
            Kind::Duration(number) => {
                let (possible, own) = self.duration(name, number, node, unit).map_err(at_unit)?;
                return Ok((possible.known(span), own));
            }
            Kind::YesNo => self.truth(name, node)?,
            Kind::Choice(options) => self.choice(name, options, node)?,
            Kind::Titre => self.titre(name, node)?,
            Kind::Date => {
                let (value, original) = self.dates(name, node)?;
                Possible {
                    value,
                    original,
                    conversion: None,
                }
            }
            Kind::Period => self.period(name, node)?,
            Kind::Text => self.text(name, node)?,
            Kind::Lab(_) | Kind::List(_) => {
                return Err(self.wrong_kind(name, noun(kind).as_str(), node));
            }
        };
        Ok((possible.known(span), None))
    }

    /// A value of another kind than its fact.
    pub(super) fn wrong_kind(&self, name: &str, expected: &str, node: &Node<'_>) -> Diagnostic {
        let found = match &node.json {
            Json::String(text) | Json::Number(text) => format!("`{}`", shown(text)),
            Json::Bool(value) => format!("`{value}`"),
            _ => node.noun().to_owned(),
        };
        let message = format!("`{name}` is {expected}; this is {found}");
        let error = self.at(&codes::WRONG_KIND, &node.at, message);
        match &node.json {
            Json::String(text) if says_nothing(text) => error.help(LEAVE_OUT),
            Json::Null => error.help(LEAVE_OUT),
            _ => error,
        }
    }

    fn truth(&self, name: &str, node: &Node<'_>) -> Result<Possible, Diagnostic> {
        let one = |node: &Node<'_>| match &node.json {
            Json::Bool(value) => Ok(*value),
            Json::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "yes" | "true" => Ok(true),
                "no" | "false" => Ok(false),
                _ if says_nothing(text) => Err(self.wrong_kind(name, "yes or no", node)),
                _ => Err(self.wrong_kind(name, "yes or no", node).help("`true` or `false`")),
            },
            _ => Err(self.wrong_kind(name, "yes or no", node).help("`true` or `false`")),
        };
        let truths = match shape(self, node)? {
            Shape::One(node) => Truths::from(one(node)?),
            Shape::OneOf(nodes) => nodes
                .iter()
                .try_fold(Truths::NONE, |all, node| Ok(all.union(Truths::from(one(node)?))))?,
            Shape::Between(..) => return Err(self.wrong_kind(name, "yes or no", node)),
        };
        let original = match truths.as_bool() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "yes or no",
        };
        Ok(Possible {
            value: Value::Truth(truths),
            original: original.to_owned(),
            conversion: None,
        })
    }

    fn text(&self, name: &str, node: &Node<'_>) -> Result<Possible, Diagnostic> {
        let one = |node: &Node<'_>| match &node.json {
            Json::String(text) => Ok(text.to_string()),
            _ => Err(self.wrong_kind(name, "a text", node)),
        };
        let texts = match shape(self, node)? {
            Shape::One(node) => vec![one(node)?],
            Shape::OneOf(nodes) => nodes.iter().map(one).collect::<Result<Vec<_>, _>>()?,
            Shape::Between(..) => return Err(self.wrong_kind(name, "a text", node)),
        };
        let original = texts.join(" or ");
        Ok(Possible {
            value: Value::Text(Texts::OneOf(texts)),
            original,
            conversion: None,
        })
    }
}

/// What is written where nothing is known.
pub(super) const LEAVE_OUT: &str = "where it is not known, `null`, or leave the field out";

/// Whether a text says that nothing is known.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let words = [
        "",
        "-",
        "?",
        "n/a",
        "na",
        "nd",
        "nk",
        "null",
        "none",
        "unknown",
        "missing",
        "not done",
        "not known",
    ];
    words.contains(&text.as_str())
}

/// What a fact of a kind is called.
pub(super) fn noun(kind: &Kind) -> String {
    match kind {
        Kind::YesNo => "yes or no".to_owned(),
        Kind::Number(number) => number_of(&number.unit),
        Kind::Duration(_) => "a length of time".to_owned(),
        Kind::Choice(options) => one_of(&options.labels),
        Kind::Date => "a date".to_owned(),
        Kind::Period => "a period".to_owned(),
        Kind::Titre => "a titre".to_owned(),
        Kind::Text => "a text".to_owned(),
        Kind::Lab(kind) => noun(kind),
        Kind::List(_) => "a list".to_owned(),
    }
}
