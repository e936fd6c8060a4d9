//! The parts of a file.

use super::super::ast::{
    AssignedValue, Assignment, Define, DefineBody, Endpoint, Example, Expectation, Expected, File, Moment, Node, Part,
    Relation, Section, SectionKind, Text, Trial, TrialEntry,
};
use super::super::grammar::{Matched, Rule, children, take};
use super::{Builder, covered, expr};
use crate::source::Spanned;
use pest::iterators::Pairs;

impl Builder<'_> {
    /// The whole file.
    pub fn file(&mut self, pairs: Pairs<'_, Rule>) -> File {
        let mut file = File::default();
        for pair in pairs.flat_map(|pair| pair.into_inner()) {
            let part = match pair.as_rule() {
                Rule::use_line => Part::Use(self.name_in(children(pair).next())),
                Rule::trial => Part::Trial(self.trial(pair)),
                Rule::facts => {
                    let span = self.span(&pair);
                    Part::Facts(Spanned::new(self.fields_in(children(pair).next()), span))
                }
                Rule::define => Part::Define(self.define(pair)),
                Rule::section => Part::Section(self.section(pair)),
                Rule::endpoint => Part::Endpoint(self.endpoint(pair)),
                Rule::example => Part::Example(self.example(pair)),
                _ => continue,
            };
            file.parts.push(part);
        }
        file
    }

    fn title(&self, pair: Option<Matched<'_>>) -> Option<Text> {
        pair.map(|pair| self.quoted(&pair))
    }

    fn trial(&mut self, pair: Matched<'_>) -> Trial {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let id = self.name_in(inner.next());
        let title = take(&mut inner, Rule::string);
        Trial {
            id,
            title: self.title(title),
            entries: inner.filter_map(|line| self.trial_line(line)).collect(),
            span,
        }
    }

    fn trial_line(&mut self, pair: Matched<'_>) -> Option<TrialEntry> {
        let rule = pair.as_rule();
        if rule == Rule::reading {
            return Some(TrialEntry::Reading(self.reading(pair)));
        }
        let mut inner = children(pair);
        match rule {
            Rule::dates => {
                let dates = inner.map(|date| {
                    let mut inner = children(date);
                    let name = self.name_in(inner.next());
                    (name, self.title(inner.next()))
                });
                Some(TrialEntry::Dates(dates.collect()))
            }
            Rule::assessed => {
                let name = inner.find(|pair| pair.as_rule() == Rule::name);
                Some(TrialEntry::Assessed(self.name_in(name)))
            }
            Rule::readings => inner.next().map(|window| TrialEntry::Readings(self.window(window).0)),
            Rule::setting => {
                let word = self.name_in(inner.next());
                let text = self.title(inner.next())?;
                Some(TrialEntry::Setting(word, text))
            }
            _ => None,
        }
    }

    fn define(&mut self, pair: Matched<'_>) -> Define {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let name = self.name_in(inner.next());
        let params = take(&mut inner, Rule::params)
            .map(|params| children(params).map(|name| self.spanned(&name)).collect())
            .unwrap_or_default();
        let title = take(&mut inner, Rule::string);
        let title = self.title(title);
        let mut attributes = Vec::new();
        while let Some(attribute) = take(&mut inner, Rule::attribute) {
            attributes.extend(self.attribute(attribute));
        }
        let body = match inner.next() {
            Some(body) if matches!(body.as_rule(), Rule::one_of | Rule::grade) => DefineBody::Kind(self.kind_of(body)),
            Some(body) => DefineBody::Expr(self.body(body)),
            None => DefineBody::Expr(self.broken(span)),
        };
        Define {
            name,
            params,
            title,
            attributes,
            body,
            span,
        }
    }

    fn section(&mut self, pair: Matched<'_>) -> Section {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let kind = match take(&mut inner, Rule::kw_inclusion) {
            Some(word) => Spanned::new(SectionKind::Inclusion, self.span(&word)),
            None => {
                let word = take(&mut inner, Rule::kw_exclusion);
                Spanned::new(SectionKind::Exclusion, word.map_or(span, |word| self.span(&word)))
            }
        };
        Section {
            kind,
            block: self.block_in(inner.next(), span),
        }
    }

    fn endpoint(&mut self, pair: Matched<'_>) -> Endpoint {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let id = self.name_in(inner.next());
        let text = take(&mut inner, Rule::string);
        Endpoint {
            id,
            text: self.title(text),
            block: self.block_in(inner.next(), span),
            span,
        }
    }

    fn example(&mut self, pair: Matched<'_>) -> Example {
        let span = self.trimmed(&pair);
        self.slip(&pair, Rule::kw_expect, "expect");
        let mut inner = children(pair);
        let title = take(&mut inner, Rule::string);
        let title = self.title(title).unwrap_or(Text {
            text: String::new(),
            span,
        });
        let facts = take(&mut inner, Rule::assignments);
        Example {
            title,
            facts: facts.map(|facts| self.assignments(facts)).unwrap_or_default(),
            expectations: inner
                .filter(|pair| pair.as_rule() == Rule::expectation)
                .map(|pair| self.expectation(pair))
                .collect(),
            span,
        }
    }

    fn expectation(&mut self, pair: Matched<'_>) -> Expectation {
        let span = self.trimmed(&pair);
        let mut inner = children(pair).filter(|pair| pair.as_rule() != Rule::kw_at);
        let of = match inner.next() {
            Some(label) if label.as_rule() == Rule::label => Expected::Named(self.spanned(&label)),
            Some(condition) => Expected::Condition(covered(self.condition(condition))),
            None => Expected::Condition(self.broken(span)),
        };
        let (of, mut visit) = visit_of(of);
        let mut outcome = None;
        for pair in inner {
            match pair.as_rule() {
                Rule::outcome => outcome = Some(self.spanned(&pair)),
                _ => visit = Some(self.spanned(&pair)),
            }
        }
        Expectation {
            of,
            outcome,
            visit,
            span,
        }
    }

    fn assignments(&mut self, pair: Matched<'_>) -> Vec<Assignment> {
        children(pair)
            .filter(|pair| pair.as_rule() == Rule::assignment)
            .filter_map(|pair| self.assignment(pair))
            .collect()
    }

    /// A word or sign that is meant and written in another way.
    fn slip(&mut self, pair: &Matched<'_>, rule: Rule, right: &str) {
        let written = pair.clone().into_inner().find(|inner| inner.as_rule() == rule);
        if let Some(written) = written.filter(|written| written.as_str() != right) {
            let span = self.span(&written);
            self.spelling(span, written.as_str(), right);
        }
    }

    fn assignment(&mut self, pair: Matched<'_>) -> Option<Assignment> {
        self.slip(&pair, Rule::equals, ":");
        let mut inner = children(pair);
        let name = self.name_in(inner.next());
        let value = inner.next()?;
        let span = self.trimmed(&value);
        let value = match value.as_rule() {
            Rule::records => {
                let mut inner = children(value);
                AssignedValue::Records {
                    partial: take(&mut inner, Rule::kw_partial).is_some(),
                    records: inner.map(|record| self.assignments(record)).collect(),
                    span,
                }
            }
            Rule::set => AssignedValue::OneOf(self.options_in(Some(value)), span),
            Rule::before_next => {
                let text = value.as_str().trim_end().to_owned();
                let node = if text.ends_with('+') {
                    Node::Mark(text)
                } else {
                    Node::Number(text)
                };
                AssignedValue::Expr(expr(node, span))
            }
            Rule::from_to => {
                let ends = children(value).filter(|end| end.as_rule() == Rule::moment);
                let mut ends = ends.map(|end| self.moment(end));
                let from = ends.next()?;
                let to = ends.next();
                AssignedValue::Period(from, to, span)
            }
            Rule::lone_word => AssignedValue::Expr(expr(Node::Name(value.as_str().trim_end().to_owned()), span)),
            _ => {
                let mut inner = children(value);
                let value = self.sum_in(inner.next(), span);
                match (inner.next(), inner.next()) {
                    (Some(sign), Some(high)) if sign.as_rule() == Rule::range_sign => {
                        AssignedValue::Between(value, self.sum_in(Some(high), span))
                    }
                    (Some(direction), Some(anchor)) => AssignedValue::Moment(Moment {
                        shift: Some((value, self.direction(&direction))),
                        anchor: self.postfix(anchor),
                        span,
                    }),
                    _ => AssignedValue::Expr(value),
                }
            }
        };
        Some(Assignment { name, value })
    }
}

/// `pga <= 1 at baseline` asks the condition at baseline: a limit is the same at every visit.
fn visit_of(of: Expected) -> (Expected, Option<Spanned<String>>) {
    let Expected::Condition(mut condition) = of else {
        return (of, None);
    };
    let mut visit = None;
    if let Node::Test(test) = condition.node.as_mut()
        && let Some(Relation::Compare(_, limit)) = &mut test.relation
        && let Node::At(number, name) = limit.node.as_ref()
        && matches!(number.node.as_ref(), Node::Number(_) | Node::Quantity(..))
    {
        visit = Some(name.clone());
        *limit = number.clone();
    }
    (Expected::Condition(condition), visit)
}
