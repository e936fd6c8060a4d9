//! Going through a rule with the records and moments that each part of it sees.

use super::Analysis;
use super::scope::{Frame, Scope};
use crate::model::expr::{Moment, Source};
use crate::model::{Expr, Node, walk};

/// Where a part of a rule is evaluated.
#[derive(Debug, Clone)]
pub struct Place(Scope);

impl Place {
    pub(super) fn scope(&self) -> &Scope {
        &self.0
    }
}

impl<'a> Analysis<'a> {
    /// Calls `f` on an expression and on each part of it. A part that holds of records sees one that could be any.
    /// Definitions are gone into where `into` says so.
    pub fn visit(
        &mut self,
        rule: &'a Expr,
        into: &dyn Fn(&'a Expr) -> bool,
        f: &mut dyn FnMut(&mut Self, &'a Expr, &Place),
    ) {
        self.visit_in(rule, &Place(Scope::default()), into, f);
    }

    fn visit_in(
        &mut self,
        expr: &'a Expr,
        place: &Place,
        into: &dyn Fn(&'a Expr) -> bool,
        f: &mut dyn FnMut(&mut Self, &'a Expr, &Place),
    ) {
        if !into(expr) {
            return;
        }
        f(self, expr, place);
        let inner = match expr.node.as_ref() {
            Node::Quantified { source, level, .. } | Node::Aggregate { source, level, .. } => {
                let frame = match source {
                    Source::List { fact, .. } => Frame::Record(*fact, 0),
                    Source::Readings(readings) => Frame::OneReading(readings.lab, 0),
                    Source::Days(_) => Frame::Any("day".to_owned()),
                };
                Place(place.0.with(*level, frame))
            }
            Node::Reading { source, .. } => Place(self.lowering.latest(source, &place.0)),
            Node::At(moment, _) => {
                if let Moment::Date(date) = moment {
                    self.visit_in(date, place, into, f);
                }
                Place(self.lowering.at(moment, &place.0))
            }
            _ => place.clone(),
        };
        let mut parts = Vec::new();
        match expr.node.as_ref() {
            // What is not in force decides nothing.
            Node::Alternatives(in_force, _) => parts.push(in_force),
            _ => walk::children(expr, &mut |child| parts.push(child)),
        }
        if matches!(expr.node.as_ref(), Node::At(Moment::Date(_), _)) {
            parts.remove(0);
        }
        for part in parts {
            self.visit_in(part, &inner, into, f);
        }
    }
}

impl Place {
    /// Whether no record is looked at, but the patient.
    #[must_use]
    pub fn is_of_the_patient(&self) -> bool {
        self.0.frames.iter().all(|frame| matches!(frame, Frame::Latest(..)))
    }
}
