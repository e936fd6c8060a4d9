//! Worked cases.

use super::super::ast::{AssignedValue, Assignment, Example, Expectation, Expected};
use super::layout::Group;
use super::{Printer, end, start};

impl Printer<'_> {
    /// On one line where it fits; else what is given on the next where that fits, else one fact to a line.
    pub(super) fn example(&mut self, example: &Example) {
        self.put("example ");
        self.quote(&example.title.text, example.title.span);
        self.put(" ");
        self.given(&example.facts, self.expect_of(example));
        self.put(" expect ");
        self.begin(Group::Fill);
        for (at, expected) in example.expectations.iter().enumerate() {
            if at > 0 {
                self.put(",");
                self.soft_at(start(expected.span), " ");
            }
            self.expectation(expected);
        }
        self.end();
    }

    /// The byte up to which comments belong to what is given.
    fn expect_of(&self, example: &Example) -> usize {
        let Some(last) = example.facts.last() else {
            return self.closing(end(example.title.span) + 2);
        };
        self.closing(self.end_of(last))
    }

    fn end_of(&self, assignment: &Assignment) -> usize {
        match &assignment.value {
            AssignedValue::Expr(value) | AssignedValue::Between(_, value) => end(value.span),
            AssignedValue::Moment(moment) => end(moment.span),
            AssignedValue::OneOf(_, span) | AssignedValue::Period(.., span) | AssignedValue::Records { span, .. } => {
                end(*span)
            }
        }
    }

    fn given(&mut self, facts: &[Assignment], close: usize) {
        let place = |fact: &Assignment| start(fact.name.span);
        let first = facts.first().map_or(close, place);
        let apart = facts.iter().skip(1).any(|fact| self.blank_before(place(fact)));
        if facts.is_empty() || apart || self.has_comment(0, close.max(first)) {
            return self.braces(facts, |_, fact| place(fact), close, Self::assignment);
        }
        let lists = facts
            .iter()
            .any(|fact| matches!(&fact.value, AssignedValue::Records { records, .. } if !records.is_empty()));
        self.put("{");
        self.begin(Group::Whole);
        self.soft_at(first, " ");
        if !lists {
            self.begin(Group::Stack);
        }
        self.assignments(facts);
        if !lists {
            self.end();
        }
        self.soft_back(close, " ");
        self.end();
        self.put("}");
    }

    fn assignments(&mut self, facts: &[Assignment]) {
        for (at, fact) in facts.iter().enumerate() {
            if at > 0 {
                self.soft_at(start(fact.name.span), "  ");
            }
            self.assignment(fact);
        }
    }

    fn assignment(&mut self, assignment: &Assignment) {
        self.put(&format!("{}: ", assignment.name.node));
        match &assignment.value {
            AssignedValue::Expr(value) => self.expr(value),
            AssignedValue::Moment(moment) => self.moment(moment),
            AssignedValue::OneOf(options, _) => self.options(options),
            AssignedValue::Period(from, to, _) => {
                self.put("from ");
                self.moment(from);
                if let Some(to) = to {
                    self.put(" to ");
                    self.moment(to);
                }
            }
            AssignedValue::Between(low, high) => self.range(low, high),
            AssignedValue::Records { partial, records, span } => {
                self.put(if *partial { "partial [" } else { "[" });
                self.records(records, end(*span).saturating_sub(1));
                self.put("]");
            }
        }
    }

    /// Records on one line, or each on its own; a single one hugs its brackets.
    fn records(&mut self, records: &[Vec<Assignment>], close: usize) {
        if let [only] = records
            && let (Some(first), Some(last)) = (only.first(), only.last())
        {
            let first = start(first.name.span);
            let inner = self.closing(self.end_of(last));
            if !self.has_comment(0, first) && !self.has_comment(inner, close) {
                return self.record(only, first);
            }
        }
        self.begin(Group::Together);
        for (at, record) in records.iter().enumerate() {
            let first = record.first().map_or(0, |fact| start(fact.name.span));
            if at > 0 {
                self.put(",");
            }
            self.soft_at(first, if at == 0 { "" } else { " " });
            self.record(record, first);
        }
        self.soft_back(close, "");
        self.end();
    }

    /// `{date: 2026-05-01  value: 3}`, or as many fields to a line as fit.
    fn record(&mut self, record: &[Assignment], first: usize) {
        self.put("{");
        if let Some(last) = record.last() {
            self.begin(Group::Together);
            self.soft_at(first, "");
            self.begin(Group::Flow);
            self.assignments(record);
            self.end();
            self.soft_back(self.closing(self.end_of(last)), "");
            self.end();
        }
        self.put("}");
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
}
