//! Declarations of facts.

use super::super::ast::{Attribute, AttributeValue, Fact, Kind, KindNode};
use super::layout::{Column, Group, Token};
use super::units::unit;
use super::{Printer, end, start};
use crate::source::Spanned;

impl Printer<'_> {
    /// Declarations in braces: on one line where the author wrote them so and they fit.
    pub(super) fn fields(&mut self, facts: &[Fact]) {
        let close = facts.last().map_or(0, |last| self.closing(end(last.span)));
        let first = facts.first().map_or(0, |first| start(first.name.span));
        if !self.on_one_line(first) || self.has_comment(first, close) {
            return self.braces(facts, |_, fact| start(fact.name.span), close, Self::fact);
        }
        self.begin(Group::Braces);
        self.put("{");
        for (at, fact) in facts.iter().enumerate() {
            self.soft_at(start(fact.name.span), if at == 0 { " " } else { ", " });
            self.fact(fact);
        }
        self.soft_back(close, " ");
        self.put("}");
        self.end();
    }

    fn fact(&mut self, fact: &Fact) {
        self.begin(Group::Fill);
        self.put(&fact.name.node);
        self.tokens.push(Token::Tab(Column::Name));
        self.put(" : ");
        self.kind(&fact.kind);
        self.tokens.push(Token::Tab(Column::Kind));
        if let Some(question) = &fact.question {
            self.soft_at(start(question.span), "  ");
            self.quote(&question.text, question.span);
        }
        if let Some(first) = fact.with.first() {
            self.soft_at(start(first.name.span), "  ");
            self.put("with ");
            self.fields(&fact.with);
        }
        for attribute in &fact.attributes {
            self.soft_before(attribute, "  ");
            self.attribute(attribute);
        }
        self.end();
    }

    pub(super) fn attribute(&mut self, attribute: &Attribute) {
        self.put(&attribute.word.node);
        self.put(" ");
        match &attribute.value {
            AttributeValue::Texts(texts) => {
                self.begin(Group::Fill);
                for (at, text) in texts.iter().enumerate() {
                    if at > 0 {
                        self.put(",");
                        self.soft_at(start(text.span), " ");
                    }
                    self.quote(&text.text, text.span);
                }
                self.end();
            }
            AttributeValue::Range(low, high) => self.range(low, high),
            AttributeValue::Value(value) => self.expr(value),
        }
        if attribute.when_absent {
            self.put(" when absent");
        }
    }

    pub(super) fn kind(&mut self, kind: &Kind) {
        if kind.judgement {
            self.put("judgement");
        }
        let bare = kind.judgement && matches!(kind.node, KindNode::YesNo);
        if kind.judgement && !bare {
            self.put(" ");
        }
        match &kind.node {
            KindNode::YesNo => self.put(if bare { "" } else { "yes/no" }),
            KindNode::Number { unit: of, range } => {
                self.put("number");
                if let Some((low, high)) = range {
                    self.put(" ");
                    self.range(low, high);
                } else if let Some(of) = of {
                    self.put(&format!(" {}", unit(&of.node)));
                }
            }
            KindNode::Lab(inner) => {
                self.put("lab");
                match &inner.node {
                    KindNode::Number {
                        unit: Some(of),
                        range: None,
                    } => self.put(&format!(" {}", unit(&of.node))),
                    KindNode::Number {
                        unit: None,
                        range: None,
                    } => {}
                    _ => {
                        self.put(" ");
                        self.kind(inner);
                    }
                }
            }
            KindNode::Grade(steps) => {
                self.put("grade ");
                match steps.as_slice() {
                    // Steps that stand in one place were written as a range.
                    [first, .., last] if first.span == last.span => {
                        self.put(&format!("{}..{}", first.node, last.node));
                    }
                    steps => self.options(steps),
                }
            }
            KindNode::OneOf(options) => {
                self.put("one of ");
                self.options(options);
            }
            KindNode::Date => self.put("date"),
            KindNode::Period => self.put("period"),
            KindNode::Titre => self.put("titre"),
            KindNode::Text => self.put("text"),
            KindNode::List { by, fields } => {
                self.put("list ");
                if let Some(by) = by {
                    self.put(&format!("by {} ", by.node));
                }
                self.put("of ");
                self.fields(fields);
            }
            KindNode::Named(name) => self.put(&name.node),
        }
    }

    /// `{a, b}`, or as many to a line as fit.
    pub(super) fn options(&mut self, options: &[Spanned<String>]) {
        let close = options.last().map_or(0, |last| self.closing(end(last.span)));
        self.put("{");
        self.begin(Group::Together);
        for (at, option) in options.iter().enumerate() {
            if at == 0 {
                self.soft_at(start(option.span), "");
                self.begin(Group::Flow);
            } else {
                self.put(",");
                self.soft_at(start(option.span), " ");
            }
            self.put(&option.node);
        }
        if !options.is_empty() {
            self.end();
        }
        self.soft_back(close, "");
        self.put("}");
        self.end();
    }
}
