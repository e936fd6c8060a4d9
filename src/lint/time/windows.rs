//! The windows of a trial that its author's own file writes.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::Context;
use crate::model::expr::{Direction, Length, Level, Readings, Source, Window};
use crate::model::{Expr, Fact, Kind, Node, walk};
use crate::source::Span;
use crate::value::Value;

/// A window, with what lies in it.
pub(super) struct InWindow<'a> {
    /// The date or the period: a fact, or a field with its list.
    pub(super) subject: Option<Subject<'a>>,
    /// The window.
    pub(super) window: &'a Window,
    /// Where it is written, with its subject.
    pub(super) place: Span,
}

/// A date of the patient or of a record.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    /// The fact or the field.
    pub(super) fact: &'a Fact,
    /// The list that it is a field of.
    pub(super) list: Option<&'a Fact>,
}

impl Subject<'_> {
    /// `vaccines.date`, `surgery`
    pub(super) fn name(&self) -> String {
        match self.list {
            Some(list) => format!("{}.{}", list.name, self.fact.name),
            None => self.fact.name.clone(),
        }
    }
}

/// The windows in the order in which they are written, each once.
pub(super) fn of<'a>(context: &Context<'a>) -> Vec<InWindow<'a>> {
    let trial = context.trial;
    let mut walked = Walked {
        found: Vec::new(),
        known: BTreeSet::new(),
        scopes: BTreeMap::new(),
    };
    let rules = trial.criteria.iter().map(|criterion| &criterion.rule);
    for rule in rules.chain(trial.endpoints.iter().map(|endpoint| &endpoint.rule)) {
        walked.scopes.clear();
        walk::all(rule, &mut |expr| walked.look(context, expr));
    }
    walked.found.sort_by_key(|found| found.place);
    walked.found
}

struct Walked<'a> {
    found: Vec<InWindow<'a>>,
    known: BTreeSet<Span>,
    scopes: BTreeMap<Level, &'a Fact>,
}

impl<'a> Walked<'a> {
    fn look(&mut self, context: &Context<'a>, expr: &'a Expr) {
        match expr.node.as_ref() {
            Node::Reading { source, .. } => self.bind_readings(context, source),
            Node::Quantified { source, level, .. } | Node::Aggregate { source, level, .. } => match source {
                Source::List { fact, level: own, .. } => {
                    if let Some(fact) = context.trial.facts.get(fact.index()) {
                        self.scopes.insert(*level, fact);
                        self.scopes.insert(*own, fact);
                    }
                }
                Source::Readings(readings) => self.bind_readings(context, readings),
                Source::Days(window) => self.take(None, window, expr.span, context),
            },
            Node::InWindow(subject, window) => {
                let subject = self.subject(context, subject);
                self.take(subject, window, expr.span, context);
            }
            _ => {}
        }
    }

    fn bind_readings(&mut self, context: &Context<'a>, readings: &Readings) {
        if let Some(fact) = context.trial.facts.get(readings.lab.index()) {
            self.scopes.insert(readings.level, fact);
        }
    }

    /// A window counts as the author's own where its anchor is: a module's may be given the anchor.
    fn take(&mut self, subject: Option<Subject<'a>>, window: &'a Window, span: Span, context: &Context<'a>) {
        let Some(anchor) = anchors(window).into_iter().find(|anchor| context.is_own(anchor.span)) else {
            return;
        };
        let place = if context.is_own(span) && span.contains(anchor.span) {
            span
        } else {
            anchor.span
        };
        // `readings within …` stands in the header and holds for every lab.
        if self.known.insert(anchor.span) {
            self.found.push(InWindow { subject, window, place });
        }
    }

    fn subject(&self, context: &Context<'a>, expr: &Expr) -> Option<Subject<'a>> {
        match expr.node.as_ref() {
            Node::Fact(id) => Some(Subject {
                fact: context.trial.facts.get(id.index())?,
                list: None,
            }),
            Node::Field(level, field) => {
                let list = *self.scopes.get(level)?;
                let Kind::List(records) = &list.kind else { return None };
                Some(Subject {
                    fact: records.fields.get(*field)?,
                    list: Some(list),
                })
            }
            Node::Edge(inner, _) | Node::At(_, inner) => self.subject(context, inner),
            _ => None,
        }
    }
}

/// The dates that a window is counted from, as they are written.
pub(super) fn anchors(window: &Window) -> Vec<&Expr> {
    match window {
        Window::Bounded { anchor, .. } | Window::Side(_, anchor) => vec![anchor],
        Window::Between(from, to) => vec![from, to],
    }
}

/// The fact that a date is, a shift aside.
pub(super) fn fact_of<'a>(context: &Context<'a>, date: &Expr) -> Option<&'a Fact> {
    match date.node.as_ref() {
        Node::Fact(id) => context.trial.facts.get(id.index()),
        Node::Shift(inner, ..) => fact_of(context, inner),
        _ => None,
    }
}

/// The lengths of a window that the author wrote as numbers, with their places.
pub(super) fn lengths(window: &Window) -> Vec<(&crate::value::Durations, Span)> {
    let mut found = Vec::new();
    if let Window::Bounded { length, .. } = window {
        written(length, &mut found);
    }
    found
}

fn written<'a>(length: &'a Length, found: &mut Vec<(&'a crate::value::Durations, Span)>) {
    match length {
        Length::Value(value) => {
            if let Node::Constant(Value::Duration(durations)) = value.node.as_ref() {
                found.push((durations, value.span));
            }
        }
        Length::Shorter(all) | Length::Longer(all) => all.iter().for_each(|length| written(length, found)),
        Length::Cases(cases, otherwise) => {
            cases.iter().for_each(|(_, length)| written(length, found));
            written(otherwise, found);
        }
    }
}

/// Whether a window lies before its anchor, so that what happens up to it matters: also where it must be a while before.
pub(super) fn lies_before(window: &Window) -> bool {
    match window {
        Window::Bounded { direction, .. } => matches!(direction, Direction::Before | Direction::Around),
        // What was before a day, however long, asks nothing of the days between.
        Window::Side(..) => false,
        Window::Between(..) => true,
    }
}
