//! Declarations of facts.

use super::super::ast::{Attribute, AttributeValue, Expr, Fact, Kind, KindNode, Node, Operator};
use super::super::grammar::{Matched, Rule, children, take};
use super::{Builder, expr};
use crate::codes::syntax as codes;
use crate::source::{Span, Spanned};

/// A grade has no more steps than this.
const MOST_STEPS: u32 = 1000;
const ROMAN: &[&str] = &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

impl Builder<'_> {
    /// The declarations in braces.
    pub(super) fn fields_in(&mut self, fields: Option<Matched<'_>>) -> Vec<Fact> {
        fields
            .into_iter()
            .flat_map(children)
            .filter(|pair| pair.as_rule() == Rule::fact)
            .map(|pair| self.fact(pair))
            .collect()
    }

    fn fact(&mut self, pair: Matched<'_>) -> Fact {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let name = self.name_in(inner.next());
        let kind = match inner.next() {
            Some(kind) => self.kind(kind),
            None => Kind {
                node: KindNode::YesNo,
                judgement: false,
                span,
            },
        };
        let question = take(&mut inner, Rule::string).map(|text| self.quoted(&text));
        let (mut with, mut attributes) = (Vec::new(), Vec::new());
        for pair in inner {
            match pair.as_rule() {
                Rule::with => with.extend(self.fields_in(children(pair).next())),
                Rule::attribute => attributes.extend(self.attribute(pair)),
                _ => {}
            }
        }
        Fact {
            name,
            kind,
            question,
            with,
            attributes,
            span,
        }
    }

    pub(super) fn attribute(&mut self, pair: Matched<'_>) -> Option<Attribute> {
        let mut inner = children(pair);
        let mut word = self.name_in(inner.next());
        if let Some(second) = take(&mut inner, Rule::name) {
            let span = word.span.to(self.span(&second));
            word = Spanned::new(format!("{} {}", word.node, second.as_str()), span);
        }
        let value = inner.next()?;
        let value = match value.as_rule() {
            Rule::texts => AttributeValue::Texts(children(value).map(|text| self.quoted(&text)).collect()),
            _ => match self.limits(value) {
                (low, Some(high)) => AttributeValue::Range(low, high),
                (value, None) => AttributeValue::Value(value),
            },
        };
        Some(Attribute {
            word,
            value,
            when_absent: inner.next().is_some(),
        })
    }

    fn kind(&mut self, pair: Matched<'_>) -> Kind {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let judgement = take(&mut inner, Rule::kw_judgement).is_some();
        let node = match inner.next() {
            Some(base) => self.base_kind(base),
            None => KindNode::YesNo,
        };
        Kind { node, judgement, span }
    }

    /// A kind that no `judgement` can stand before.
    pub(super) fn kind_of(&mut self, pair: Matched<'_>) -> Kind {
        let span = self.trimmed(&pair);
        Kind {
            node: self.base_kind(pair),
            judgement: false,
            span,
        }
    }

    fn base_kind(&mut self, pair: Matched<'_>) -> KindNode {
        let (rule, span) = (pair.as_rule(), self.trimmed(&pair));
        match rule {
            Rule::yes_no => KindNode::YesNo,
            Rule::plain_kind => match pair.as_str() {
                "date" => KindNode::Date,
                "period" => KindNode::Period,
                "titre" => KindNode::Titre,
                _ => KindNode::Text,
            },
            Rule::number_kind => self.number_kind(pair),
            Rule::lab => KindNode::Lab(Box::new(self.lab(pair, span))),
            Rule::grade => KindNode::Grade(self.grade(pair)),
            Rule::one_of => KindNode::OneOf(self.options_in(children(pair).next())),
            Rule::list_kind => {
                let mut inner = children(pair);
                let by = take(&mut inner, Rule::name).map(|name| self.spanned(&name));
                KindNode::List {
                    by,
                    fields: self.fields_in(inner.next()),
                }
            }
            _ => KindNode::Named(self.name_in(children(pair).next())),
        }
    }

    fn number_kind(&mut self, pair: Matched<'_>) -> KindNode {
        let Some(inner) = children(pair).next() else {
            return KindNode::Number {
                unit: None,
                range: None,
            };
        };
        if inner.as_rule() == Rule::kind_unit {
            return KindNode::Number {
                unit: self.unit_in(inner),
                range: None,
            };
        }
        let span = self.trimmed(&inner);
        let (low, Some(high)) = self.limits(inner) else {
            self.fault(&codes::VALUE_MISSING, span, "a range has two ends", "number 0..105");
            return KindNode::Number {
                unit: None,
                range: None,
            };
        };
        let unit = [&high, &low].into_iter().find_map(|end| match &*end.node {
            Node::Quantity(_, unit) => Some(unit.clone()),
            _ => None,
        });
        KindNode::Number {
            unit,
            range: Some((low, high)),
        }
    }

    fn unit_in(&self, pair: Matched<'_>) -> Option<Spanned<String>> {
        children(pair).next().map(|unit| self.unit(&unit))
    }

    fn lab(&mut self, pair: Matched<'_>, span: Span) -> Kind {
        let Some(inner) = children(pair).next() else {
            return Kind {
                node: KindNode::Number {
                    unit: None,
                    range: None,
                },
                judgement: false,
                span,
            };
        };
        match inner.as_rule() {
            Rule::kind_unit | Rule::number => {
                let span = self.trimmed(&inner);
                let unit = if inner.as_rule() == Rule::number {
                    Some(self.spanned(&inner))
                } else {
                    self.unit_in(inner)
                };
                Kind {
                    node: KindNode::Number { unit, range: None },
                    judgement: false,
                    span,
                }
            }
            _ => self.kind_of(inner),
        }
    }

    fn grade(&mut self, pair: Matched<'_>) -> Vec<Spanned<String>> {
        let span = self.trimmed(&pair);
        let mut inner = children(pair).peekable();
        let (low, high) = match inner.peek().map(|pair| pair.as_rule()) {
            Some(Rule::set) => return self.options_in(inner.next()),
            Some(Rule::limits) => match inner.next().map(|limits| self.limits(limits)) {
                Some((low, Some(high))) => (step(&low), step(&high)),
                _ => (None, None),
            },
            _ => {
                let mut ends = inner.filter(|pair| pair.as_rule() == Rule::option);
                let ends = (ends.next(), ends.next());
                (
                    ends.0.map(|end| end.as_str().to_owned()),
                    ends.1.map(|end| end.as_str().to_owned()),
                )
            }
        };
        let steps = low.zip(high).and_then(|(low, high)| steps(&low, &high));
        let Some(steps) = steps else {
            let message = "a grade is a range of whole numbers, or its steps in braces";
            self.fault(
                &codes::VALUE_MISSING,
                span,
                message,
                "grade 0..5\ngrade {0, 1+, 2+, 3+}",
            );
            return Vec::new();
        };
        steps.into_iter().map(|step| Spanned::new(step, span)).collect()
    }

    /// One value, or the two ends of a range.
    pub(super) fn limits(&mut self, pair: Matched<'_>) -> (Expr, Option<Expr>) {
        let (value, high) = self.limits_as_written(pair);
        if high.is_some() {
            return (value, high);
        }
        // `0-2` is no subtraction where a range may stand.
        match *value.node {
            Node::Binary(low, sign, high)
                if sign.node == Operator::Subtract && is_literal(&low) && is_literal(&high) =>
            {
                self.dashed_range(low.span.to(high.span), sign.span);
                (low, Some(high))
            }
            node => (expr(node, value.span), None),
        }
    }

    fn limits_as_written(&mut self, pair: Matched<'_>) -> (Expr, Option<Expr>) {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let low = self.sum_in(inner.next(), span);
        let Some(sign) = take(&mut inner, Rule::range_sign) else {
            return (low, None);
        };
        let high = self.sum_in(inner.next(), span);
        if sign.as_str() != ".." {
            self.dashed_range(low.span.to(high.span), self.span(&sign));
        }
        (low, Some(high))
    }

    fn dashed_range(&mut self, whole: Span, sign: Span) {
        let low = self.written(Span {
            end: sign.start,
            ..whole
        });
        let high = self.written(Span {
            start: sign.end,
            ..whole
        });
        let right = format!("{low}..{high}");
        let message = format!("a range is written `{right}`");
        let found = codes::RANGE_SPELLING.at(whole, message);
        self.tell(found.help(right.clone()).safe_fix(whole, right));
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(&*expr.node, Node::Number(_) | Node::Quantity(..))
}

fn step(end: &Expr) -> Option<String> {
    match &*end.node {
        Node::Number(text) | Node::Mark(text) => Some(text.clone()),
        _ => None,
    }
}

/// The steps of a grade from its first to its last.
fn steps(low: &str, high: &str) -> Option<Vec<String>> {
    let roman = |text: &str| ROMAN.iter().position(|step| *step == text);
    if let (Some(low), Some(high)) = (roman(low), roman(high)) {
        let steps = ROMAN.get(low..=high)?;
        return Some(steps.iter().map(|step| (*step).to_owned()).collect());
    }
    let sign = if high.ends_with('+') { "+" } else { "" };
    let low: u32 = low.trim_end_matches('+').parse().ok()?;
    let high: u32 = high.trim_end_matches('+').parse().ok()?;
    if high < low || high - low > MOST_STEPS {
        return None;
    }
    let show = |step: u32| {
        if step == 0 {
            "0".to_owned()
        } else {
            format!("{step}{sign}")
        }
    };
    Some((low..=high).map(show).collect())
}
