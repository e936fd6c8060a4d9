//! Parts of a file, declarations and criteria.

use super::super::ast::{
    AssignedValue, Assignment, Attribute, AttributeValue, Block, Define, DefineBody, Example, Expectation, Expected,
    Fact, Item, ItemBody, Kind, KindNode, Part, Reading, SectionKind, Statement, Text, Trial, TrialEntry,
};
use super::{Printer, quoted};
use crate::source::Spanned;

impl Printer {
    /// One part, with a line end behind it.
    pub(super) fn part(&mut self, part: &Part) {
        match part {
            Part::Use(name) => self.put(&format!("use {}", name.node)),
            Part::Trial(trial) => self.trial(trial),
            Part::Facts(facts) => {
                self.put("facts ");
                self.fields(facts);
            }
            Part::Define(define) => self.define(define),
            Part::Section(section) => {
                self.put(match section.kind.node {
                    SectionKind::Inclusion => "inclusion ",
                    SectionKind::Exclusion => "exclusion ",
                });
                self.block(&section.block);
            }
            Part::Endpoint(endpoint) => {
                self.put(&format!("endpoint {} ", endpoint.id.node));
                self.text_before(endpoint.text.as_ref());
                self.block(&endpoint.block);
            }
            Part::Example(example) => self.example(example),
        }
        self.put("\n");
    }

    /// A text with a space behind it, where there is one.
    fn text_before(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.put(&quoted(&text.text));
            self.put(" ");
        }
    }

    /// A text with a space in front of it, where there is one.
    fn text_after(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.put(" ");
            self.put(&quoted(&text.text));
        }
    }

    fn trial(&mut self, trial: &Trial) {
        self.put(&format!("trial {} ", trial.id.node));
        self.text_before(trial.title.as_ref());
        self.braces(|printer| {
            for entry in &trial.entries {
                printer.indent();
                printer.entry(entry);
                printer.put("\n");
            }
        });
    }

    fn entry(&mut self, entry: &TrialEntry) {
        match entry {
            TrialEntry::Dates(dates) => {
                self.put("dates ");
                for (at, (name, question)) in dates.iter().enumerate() {
                    self.put(if at == 0 { "" } else { ", " });
                    self.put(&name.node);
                    self.text_after(question.as_ref());
                }
            }
            TrialEntry::Assessed(name) => self.put(&format!("assessed at {}", name.node)),
            TrialEntry::Readings(window) => {
                self.put("readings ");
                self.window(window);
            }
            TrialEntry::Setting(word, text) => {
                self.put(&word.node);
                self.text_after(Some(text));
            }
            TrialEntry::Reading(reading) => self.reading(reading),
        }
    }

    fn fields(&mut self, facts: &[Fact]) {
        self.braces(|printer| {
            for fact in facts {
                printer.indent();
                printer.fact(fact);
                printer.put("\n");
            }
        });
    }

    fn fact(&mut self, fact: &Fact) {
        self.put(&format!("{} : ", fact.name.node));
        self.kind(&fact.kind);
        self.text_after(fact.question.as_ref());
        for attribute in &fact.attributes {
            self.put(" ");
            self.attribute(attribute);
        }
        if !fact.with.is_empty() {
            self.put(" with ");
            self.fields(&fact.with);
        }
    }

    fn attribute(&mut self, attribute: &Attribute) {
        self.put(&attribute.word.node);
        self.put(" ");
        match &attribute.value {
            AttributeValue::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(&text.text)).collect();
                self.put(&texts.join(", "));
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
            self.put("judgement ");
        }
        match &kind.node {
            KindNode::YesNo => self.put(if kind.judgement { "" } else { "yes/no" }),
            KindNode::Number { unit, range } => {
                self.put("number");
                if let Some((low, high)) = range {
                    self.put(" ");
                    self.range(low, high);
                } else if let Some(unit) = unit {
                    self.put(&format!(" {}", unit.node));
                }
            }
            KindNode::Lab(inner) => {
                self.put("lab");
                match &inner.node {
                    KindNode::Number {
                        unit: Some(unit),
                        range: None,
                    } => self.put(&format!(" {}", unit.node)),
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
                self.options(steps);
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

    /// `{a, b}`
    pub(super) fn options(&mut self, options: &[Spanned<String>]) {
        let options: Vec<&str> = options.iter().map(|option| option.node.as_str()).collect();
        self.put(&format!("{{{}}}", options.join(", ")));
    }

    fn define(&mut self, define: &Define) {
        self.put(&format!("define {}", define.name.node));
        if !define.params.is_empty() {
            let params: Vec<&str> = define.params.iter().map(|name| name.node.as_str()).collect();
            self.put(&format!("({})", params.join(", ")));
        }
        self.text_after(define.title.as_ref());
        for attribute in &define.attributes {
            self.put(" ");
            self.attribute(attribute);
        }
        self.put(" = ");
        match &define.body {
            DefineBody::Expr(body) => self.expr(body),
            DefineBody::Kind(kind) => self.kind(kind),
        }
    }

    /// Lines in braces.
    pub(super) fn block(&mut self, block: &Block) {
        self.braces(|printer| {
            for statement in &block.statements {
                printer.indent();
                printer.statement(statement);
                printer.put("\n");
            }
        });
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Item(item) => self.item(item),
            Statement::Reading(reading) => self.reading(reading),
            Statement::Readings(window) => {
                self.put("readings ");
                self.window(window);
            }
            Statement::Condition(condition) => self.expr(condition),
            Statement::Broken(_) => self.put("# a line that could not be read"),
        }
    }

    fn item(&mut self, item: &Item) {
        self.put(&item.id.node);
        self.put(" ");
        self.text_before(item.text.as_ref());
        match &item.body {
            ItemBody::Block(block) => self.block(block),
            ItemBody::Asks(name) => self.put(&format!("asks {}", name.node)),
            ItemBody::Judged(name) => self.put(&format!("judged {}", name.node)),
            ItemBody::Broken => self.put("{ }"),
        }
    }

    fn reading(&mut self, reading: &Reading) {
        self.put(if reading.damaged { "damaged" } else { "reading" });
        if let Some(name) = &reading.name {
            self.put(&format!(" {}", name.node));
        }
        self.text_after(reading.text.as_ref());
        if reading.in_force {
            self.put(" in force");
        }
        if let Some(block) = &reading.block {
            self.put(" ");
            self.block(block);
        }
    }

    fn example(&mut self, example: &Example) {
        self.put(&format!("example {} ", quoted(&example.title.text)));
        self.assignments(&example.facts);
        self.put(" expect ");
        for (at, expected) in example.expectations.iter().enumerate() {
            self.put(if at == 0 { "" } else { ", " });
            self.expectation(expected);
        }
    }

    fn expectation(&mut self, expected: &Expectation) {
        match &expected.of {
            Expected::Named(name) => self.put(&name.node),
            Expected::Condition(condition) => self.expr(condition),
        }
        if let Some(outcome) = &expected.outcome {
            self.put(&format!(" {}", outcome.node));
        }
        if let Some(visit) = &expected.visit {
            self.put(&format!(" at {}", visit.node));
        }
    }

    fn assignments(&mut self, assignments: &[Assignment]) {
        self.braces(|printer| {
            for assignment in assignments {
                printer.indent();
                printer.put(&format!("{}: ", assignment.name.node));
                printer.assigned(&assignment.value);
                printer.put("\n");
            }
        });
    }

    fn assigned(&mut self, value: &AssignedValue) {
        match value {
            AssignedValue::Expr(value) => self.expr(value),
            AssignedValue::Moment(moment) => self.moment(moment),
            AssignedValue::OneOf(options, _) => self.options(options),
            AssignedValue::Between(low, high) => self.range(low, high),
            AssignedValue::Records { partial, records, .. } => {
                self.put(if *partial { "partial [" } else { "[" });
                for (at, record) in records.iter().enumerate() {
                    self.put(if at == 0 { "" } else { ", " });
                    self.assignments(record);
                }
                self.put("]");
            }
        }
    }
}
