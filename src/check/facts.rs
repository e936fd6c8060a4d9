//! Declarations: what a fact holds, in which unit, with which codes.

use std::num::NonZeroU8;

use super::Checker;
use crate::codes::check::{DECLARED_TWICE, NUMBER_OUT_OF_RANGE, UNIT_MISMATCH, UNIT_UNKNOWN, UNKNOWN_NAME};
use crate::model::{Fact, Kind, List, NumberKind, Options};
use crate::source::{Span, Spanned};
use crate::syntax::ast;
use crate::value::{Number, Substance, TimeUnit, Unit};

/// No ion of a laboratory carries more charges.
const LARGEST_VALENCE: i64 = 9;

impl Checker<'_> {
    /// Takes up a declaration; the same name declared in another way is told.
    pub(super) fn declare(&mut self, fact: Fact) {
        if let Some(earlier) = self.declared.get_mut(&fact.name) {
            // A module's list or choice is said more of; within one file the two contradict each other.
            if earlier.span.source != fact.span.source
                && let Some(extended) = earlier.kind.extended(&fact.kind)
            {
                earlier.kind = extended;
            } else if !earlier.kind.same(&fact.kind) || earlier.judgement != fact.judgement {
                self.out.push(
                    DECLARED_TWICE
                        .at(fact.span, format!("`{}` is declared twice, in two ways", fact.name))
                        .label(earlier.span, "it was declared here before")
                        .help("keep one of the two, or give one another name"),
                );
                return;
            }
            // The file's own declaration comes after those of its modules and says more of the same fact.
            if fact.stand_in != (None, None) {
                earlier.stand_in = fact.stand_in;
            }
            if let (Some(earlier), Some(own)) = (number_kind_mut(&mut earlier.kind), number_kind(&fact.kind)) {
                earlier.substance = earlier.substance.filled_from(&own.substance);
            }
            earlier.plausible = fact.plausible.or(earlier.plausible.take());
            earlier.question = fact.question.or(earlier.question.take());
            for (system, codes) in fact.codes {
                match earlier.codes.iter_mut().find(|(known, _)| *known == system) {
                    Some((_, known)) => *known = codes,
                    None => earlier.codes.push((system, codes)),
                }
            }
            for field in fact.with {
                if !earlier.with.iter().any(|known| known.name == field.name) {
                    earlier.with.push(field);
                }
            }
            return;
        }
        self.declared.insert(fact.name.clone(), fact);
    }

    /// A declaration of the tree as a fact.
    pub(super) fn fact_from(&mut self, fact: &ast::Fact) -> Fact {
        self.broken_unit = false;
        let mut kind = self.kind_from(&fact.kind);
        if std::mem::take(&mut self.broken_unit) {
            self.broken_facts.insert(fact.name.node.clone());
        }
        let mut codes = Vec::new();
        let mut plausible = None;
        let mut stand_in = (None, None);
        let unit = number_kind(&kind).map(|n| n.unit.clone());
        for attribute in &fact.attributes {
            let word = attribute.word.node.split_whitespace().collect::<Vec<_>>().join(" ");
            match (word.as_str(), &attribute.value) {
                ("plausible", ast::AttributeValue::Range(low, high)) => {
                    plausible =
                        self.number_in(low, unit.as_ref(), Some(high))
                            .zip(self.number_in(high, unit.as_ref(), None));
                }
                ("molar mass", ast::AttributeValue::Value(value)) => {
                    let molar_mass = self.molar_mass(value);
                    if let Some(number) = number_kind_mut(&mut kind) {
                        number.substance.molar_mass = molar_mass.map(Box::new);
                    }
                }
                ("valence", ast::AttributeValue::Value(value)) => {
                    let valence = self.valence(value);
                    if let Some(number) = number_kind_mut(&mut kind) {
                        number.substance.valence = valence;
                    }
                }
                ("uln", ast::AttributeValue::Value(value)) => {
                    stand_in.1 = self.number_in(value, unit.as_ref(), None);
                }
                ("lln", ast::AttributeValue::Value(value)) => {
                    stand_in.0 = self.number_in(value, unit.as_ref(), None);
                }
                (_, ast::AttributeValue::Texts(texts)) => {
                    codes.push((word, texts.iter().map(|t| t.text.clone()).collect()));
                }
                _ => {
                    self.out.push(
                        UNKNOWN_NAME
                            .at(attribute.word.span, format!("a declaration knows no `{word}` with a number"))
                            .help("what may stand here: `plausible 1..100`, `molar mass 113.12 g/mol`, `valence 2`, `uln 40 U/L when absent`, or a code such as `loinc \"1742-6\"`"),
                    );
                }
            }
        }
        let name = fact.name.node.clone();
        Fact {
            personal: matches!(name.as_str(), "birth_date" | "sex"),
            name,
            kind,
            judgement: fact.kind.judgement,
            trial_date: false,
            question: fact.question.as_ref().map(|q| q.text.clone()),
            codes,
            plausible,
            with: fact.with.iter().map(|field| self.fact_from(field)).collect(),
            stand_in,
            span: fact.name.span,
        }
    }

    /// `molar mass 113.12 g/mol`
    fn molar_mass(&mut self, written: &ast::Expr) -> Option<Number> {
        let gram_per_mole = Unit::parse("g/mol").ok();
        let mass = self.number_in(written, gram_per_mole.as_ref(), None)?;
        if mass > Number::zero() {
            return Some(mass);
        }
        self.out
            .push(NUMBER_OUT_OF_RANGE.at(written.span, "a molar mass lies above 0 g/mol"));
        None
    }

    /// `valence 2`
    fn valence(&mut self, written: &ast::Expr) -> Option<NonZeroU8> {
        let charges = match written.node.as_ref() {
            ast::Node::Number(text) => Number::parse(text).and_then(|number| number.to_i64()),
            _ => None,
        };
        let charges = charges.filter(|charges| (1..=LARGEST_VALENCE).contains(charges));
        let valence = charges.and_then(|charges| NonZeroU8::new(u8::try_from(charges).ok()?));
        if valence.is_none() {
            self.out.push(
                NUMBER_OUT_OF_RANGE
                    .at(
                        written.span,
                        format!("a valence is a whole number from 1 to {LARGEST_VALENCE}, without a sign or a unit"),
                    )
                    .help("valence 2"),
            );
        }
        valence
    }

    fn kind_from(&mut self, kind: &ast::Kind) -> Kind {
        match &kind.node {
            ast::KindNode::YesNo => Kind::YesNo,
            ast::KindNode::Number { unit, range } => {
                let written = unit
                    .clone()
                    .or_else(|| range.as_ref().and_then(|(low, high)| range_unit(low, high)));
                let unit = written
                    .as_ref()
                    .map_or_else(Unit::dimensionless, |unit| self.unit(unit));
                let range = range.as_ref().and_then(|(low, high)| {
                    self.number_in(low, Some(&unit), Some(high))
                        .zip(self.number_in(high, Some(&unit), None))
                });
                if let Some((low, high)) = &range
                    && low > high
                {
                    self.out.push(
                        NUMBER_OUT_OF_RANGE
                            .at(kind.span, "the range ends before it begins")
                            .help(format!("{}..{}", high, low)),
                    );
                }
                let number = NumberKind {
                    unit,
                    range,
                    substance: Substance::unknown(),
                    signed: false,
                };
                if is_duration(&number.unit) {
                    Kind::Duration(number)
                } else {
                    Kind::Number(number)
                }
            }
            ast::KindNode::Lab(inner) => match self.kind_from(inner) {
                Kind::Duration(number) => Kind::Lab(Box::new(Kind::Number(number))),
                kind => Kind::Lab(Box::new(kind)),
            },
            ast::KindNode::Grade(labels) => Kind::Choice(self.options(labels, true)),
            ast::KindNode::OneOf(labels) => Kind::Choice(self.options(labels, false)),
            ast::KindNode::Date => Kind::Date,
            ast::KindNode::Period => Kind::Period,
            ast::KindNode::Titre => Kind::Titre,
            ast::KindNode::Text => Kind::Text,
            ast::KindNode::List { by, fields } => {
                let mut checked: Vec<Fact> = Vec::new();
                for field in fields {
                    let fact = self.fact_from(field);
                    if let Some(earlier) = checked.iter().find(|f| f.name == fact.name) {
                        self.out.push(
                            DECLARED_TWICE
                                .at(fact.span, format!("the record has two fields `{}`", fact.name))
                                .label(earlier.span, "the first"),
                        );
                    } else {
                        checked.push(fact);
                    }
                }
                let key = by.as_ref().and_then(|by| {
                    let found = checked
                        .iter()
                        .position(|f| f.name == by.node && matches!(f.kind, Kind::Choice(_)));
                    if found.is_none() {
                        self.out.push(
                            UNKNOWN_NAME
                                .at(by.span, format!("the record has no field `{}` with options", by.node))
                                .help(format!("add `{} : one of {{…}}` to its fields", by.node)),
                        );
                    }
                    found
                });
                Kind::List(List { key, fields: checked })
            }
            ast::KindNode::Named(name) => {
                if let Some(define) = self.defines.get(&name.node).copied()
                    && let ast::DefineBody::Kind(kind) = &define.body
                    && !matches!(kind.node, ast::KindNode::Named(_))
                {
                    return self.kind_from(kind);
                }
                let kinds = [
                    "yes/no",
                    "number",
                    "lab",
                    "grade",
                    "date",
                    "period",
                    "titre",
                    "text",
                    "list",
                    "judgement",
                ];
                let nearest = crate::suggest::nearest(&name.node, kinds);
                self.out.push(
                    UNKNOWN_NAME
                        .at(name.span, format!("there is no kind `{}`", name.node))
                        .help(if nearest.is_empty() {
                            "the kinds are yes/no, number, lab, grade, one of, date, period, titre, text, list"
                                .to_owned()
                        } else {
                            crate::suggest::or_list(&nearest)
                        }),
                );
                Kind::Text
            }
        }
    }

    fn options(&mut self, labels: &[Spanned<String>], ordered: bool) -> Options {
        let mut all: Vec<String> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        for label in labels {
            if !known.insert(&label.node) {
                self.out
                    .push(DECLARED_TWICE.at(label.span, format!("the option `{}` stands twice", label.node)));
            } else {
                all.push(label.node.clone());
            }
        }
        if all.len() > 128 {
            let span = labels.get(128).map_or_else(Span::default, |l| l.span);
            self.out.push(
                NUMBER_OUT_OF_RANGE
                    .at(span, "more than 128 options")
                    .help("use `text` where the options are not decided by rules"),
            );
            all.truncate(128);
        }
        Options { labels: all, ordered }
    }

    /// The unit an author wrote; an unknown one is told and counts as none.
    pub(super) fn unit(&mut self, written: &Spanned<String>) -> Unit {
        match Unit::parse(&written.node) {
            Ok(unit) => unit,
            Err(error) => {
                let mut finding = UNIT_UNKNOWN.at(written.span, error.to_string());
                finding = match suggestion_of(&error) {
                    Some(suggestion) => finding.help(format!("`{suggestion}`")),
                    None if written.node.contains(char::is_whitespace) || written.node.contains('_') => {
                        finding.help("a comma or a line break may be missing before it")
                    }
                    None => finding.help("units are UCUM's, in the spelling of laboratories: `U/L`, `×10⁹/L`, `mg/dL`, `mL/min/1.73m²`, `weeks`"),
                };
                self.out.push(finding);
                self.broken_unit = true;
                Unit::dimensionless()
            }
        }
    }

    /// A constant number in `unit`; its own unit is converted. `other` is the end of the range, whose unit a bare
    /// beginning takes.
    fn number_in(&mut self, expr: &ast::Expr, unit: Option<&Unit>, other: Option<&ast::Expr>) -> Option<Number> {
        let (negative, node) = match expr.node.as_ref() {
            ast::Node::Negative(inner) => (true, inner.node.as_ref()),
            node => (false, node),
        };
        let number = match node {
            ast::Node::Number(text) => {
                let number = Number::parse(text)?;
                match other.map(|other| other.node.as_ref()) {
                    Some(ast::Node::Quantity(_, written)) => self.in_unit(&number, written, unit, expr.span),
                    _ => Some(number),
                }
            }
            ast::Node::Quantity(text, written) => {
                let number = Number::parse(text)?;
                self.in_unit(&number, written, unit, expr.span)
            }
            _ => {
                self.out
                    .push(NUMBER_OUT_OF_RANGE.at(expr.span, "a number is expected here"));
                None
            }
        }?;
        Some(if negative { -number } else { number })
    }

    fn in_unit(
        &mut self,
        number: &Number,
        written: &Spanned<String>,
        unit: Option<&Unit>,
        span: Span,
    ) -> Option<Number> {
        let own = self.unit(written);
        let Some(unit) = unit else { return Some(number.clone()) };
        let converted = own.convert(number, unit);
        if converted.is_none() {
            self.out.push(
                UNIT_MISMATCH
                    .at(span, format!("`{}` cannot be read in {}", written.node, unit.pretty()))
                    .help(format!("give it in {}", unit.pretty())),
            );
        }
        converted
    }
}

/// A number with such a unit is a length of time for the calendar; seconds and less are measured quantities.
pub(super) fn is_duration(unit: &Unit) -> bool {
    !matches!(unit.time(), None | Some(TimeUnit::Seconds))
}

fn range_unit(low: &ast::Expr, high: &ast::Expr) -> Option<Spanned<String>> {
    [high, low].into_iter().find_map(|end| match end.node.as_ref() {
        ast::Node::Quantity(_, unit) => Some(unit.clone()),
        _ => None,
    })
}

/// The unit of a number, a duration, or a lab of numbers.
pub(super) fn number_kind(kind: &Kind) -> Option<&NumberKind> {
    match kind {
        Kind::Number(number) | Kind::Duration(number) => Some(number),
        Kind::Lab(inner) => number_kind(inner),
        _ => None,
    }
}

fn number_kind_mut(kind: &mut Kind) -> Option<&mut NumberKind> {
    match kind {
        Kind::Number(number) | Kind::Duration(number) => Some(number),
        Kind::Lab(inner) => number_kind_mut(inner),
        _ => None,
    }
}

fn suggestion_of(error: &crate::value::UnitError) -> Option<String> {
    match error {
        crate::value::UnitError::Unknown { suggestion, .. } => suggestion.clone(),
        _ => None,
    }
}
