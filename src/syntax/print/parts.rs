//! The parts of a file.

use super::super::ast::{
    AggregateSource, Attribute, Define, DefineBody, Expr, File, Node, Part, Relation, SectionKind, Set, Text, Trial,
    TrialEntry,
};
use super::layout::{Column, Group, Token};
use super::{Printer, end, start};

impl Printer<'_> {
    /// Everything, with the comments that are left at its end.
    pub(super) fn file(&mut self, file: &File) {
        for part in &file.parts {
            let place = match part {
                Part::Use(name) => self.behind(start(name.span), &["use"]),
                Part::Trial(trial) => start(trial.span),
                Part::Facts(facts) => start(facts.span),
                Part::Define(define) => start(define.span),
                Part::Section(section) => start(section.kind.span),
                Part::Endpoint(endpoint) => start(endpoint.span),
                Part::Example(example) => start(example.span),
            };
            self.entry_at(place);
            self.part(part);
        }
        self.comments_below();
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Use(name) => self.put(&format!("use {}", name.node)),
            Part::Trial(trial) => self.trial(trial),
            Part::Facts(facts) => {
                self.put("facts ");
                self.fields(&facts.node);
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
    }

    /// The place of the words in front of a byte, where they stand there.
    pub(super) fn behind(&self, at: usize, words: &[&str]) -> usize {
        let mut place = at;
        for word in words {
            let before = self.text.and_then(|text| text.get(..place)).unwrap_or("").trim_end();
            match before.strip_suffix(word) {
                Some(rest) => place = rest.len(),
                None => return at,
            }
        }
        place
    }

    /// A text with a space behind it, where there is one.
    pub(super) fn text_before(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.quote(&text.text, text.span);
            self.put(" ");
        }
    }

    /// A text with a space in front of it, where there is one.
    pub(super) fn text_after(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.put(" ");
            self.quote(&text.text, text.span);
        }
    }

    fn trial(&mut self, trial: &Trial) {
        self.put(&format!("trial {} ", trial.id.node));
        self.text_before(trial.title.as_ref());
        let place = |printer: &Self, entry: &TrialEntry| match entry {
            TrialEntry::Dates(dates) => match dates.first() {
                Some((first, _)) => printer.behind(start(first.span), &["dates"]),
                None => 0,
            },
            TrialEntry::Assessed(name) => printer.behind(start(name.span), &["at", "assessed"]),
            TrialEntry::Readings(window) => printer.behind(start(window.span), &["readings"]),
            TrialEntry::Setting(word, _) => start(word.span),
            TrialEntry::Reading(reading) => start(reading.span),
        };
        let close = end(trial.span).saturating_sub(1);
        self.braces(&trial.entries, place, close, Self::entry);
    }

    fn entry(&mut self, entry: &TrialEntry) {
        match entry {
            TrialEntry::Dates(dates) => {
                self.put("dates");
                let asked = dates.iter().filter(|(_, question)| question.is_some()).count() > 1;
                self.begin(Group::Fill);
                for (at, (name, question)) in dates.iter().enumerate() {
                    if at > 0 {
                        self.put(",");
                    }
                    if at > 0 && asked {
                        self.entry_at(start(name.span));
                    }
                    if at == 0 || asked {
                        self.tokens.push(Token::Tab(Column::Word));
                        self.put(" ");
                    } else {
                        self.soft_at(start(name.span), " ");
                    }
                    self.put(&name.node);
                    if question.is_some() {
                        self.tokens.push(Token::Tab(Column::Date));
                    }
                    self.text_after(question.as_ref());
                }
                self.end();
            }
            TrialEntry::Assessed(name) => self.put(&format!("assessed at {}", name.node)),
            TrialEntry::Readings(window) => {
                self.put("readings ");
                self.window(window);
            }
            TrialEntry::Setting(word, text) => {
                self.put(&word.node);
                self.tokens.push(Token::Tab(Column::Word));
                self.text_after(Some(text));
            }
            TrialEntry::Reading(reading) => self.reading(reading),
        }
    }

    fn define(&mut self, define: &Define) {
        // With its source it stands on one line, or each part on its own.
        let sourced = !define.attributes.is_empty();
        self.begin(if sourced { Group::Braces } else { Group::Together });
        self.put(&format!("define {}", define.name.node));
        if !define.params.is_empty() {
            self.put("(");
            self.begin(Group::Fill);
            for (at, name) in define.params.iter().enumerate() {
                if at > 0 {
                    self.put(",");
                    self.soft_at(start(name.span), " ");
                }
                self.put(&name.node);
            }
            self.end();
            self.put(")");
        }
        self.text_after(define.title.as_ref());
        for attribute in &define.attributes {
            self.soft_before(attribute, " ");
            self.attribute(attribute);
        }
        let body = match &define.body {
            DefineBody::Expr(body) => body.span,
            DefineBody::Kind(kind) => kind.span,
        };
        if !sourced && ends_in_brackets(&define.body) {
            self.put(" ");
        } else {
            self.soft_at(start(body), " ");
        }
        self.put("= ");
        match &define.body {
            DefineBody::Expr(body) => self.expr(body),
            DefineBody::Kind(kind) => self.kind(kind),
        }
        self.end();
    }

    /// A line may end in front of an attribute that the next can begin with.
    pub(super) fn soft_before(&mut self, attribute: &Attribute, flat: &'static str) {
        let word = attribute.word.node.split(' ').next().unwrap_or("");
        if super::super::lines::CLAUSES_OF_DECLARATIONS.contains(&word) {
            self.soft_at(start(attribute.word.span), flat);
        } else {
            self.put(flat);
        }
    }
}

/// Whether what is defined closes with brackets that may hold lines of their own.
fn ends_in_brackets(body: &DefineBody) -> bool {
    let list = |expr: &Expr| matches!(&*expr.node, Node::Brackets(brackets) if brackets.items.len() > 1);
    let DefineBody::Expr(body) = body else { return true };
    match &*body.node {
        Node::Test(test) => matches!(
            test.relation,
            Some(Relation::In {
                set: Set::Options(..),
                ..
            })
        ),
        Node::Aggregate(aggregate) => match &aggregate.over {
            AggregateSource::Rows(..) => true,
            AggregateSource::Of(of) => list(of),
            AggregateSource::Over(..) => false,
        },
        Node::CountOf(_) | Node::Block(_) => true,
        _ => list(body),
    }
}
