//! Days in windows.

use super::super::program::{Operation, Register, Source};
use super::linear::Linear;
use super::{Lowering, plain};
use crate::eval;
use crate::model::expr::{Direction, Length, Window, WindowBound};
use crate::model::{Expr, FactId, Kind, Node};
use crate::value::{Comparison, TimeScale, Truths, Value};

impl Lowering<'_> {
    /// A day in a window whose length is written in the rule, counted from a fact or the moment of assessment.
    pub(super) fn in_window(&mut self, date: &Expr, window: &Window, expr: &Expr) -> Option<Register> {
        // Where nothing is known a window is open; otherwise the general way knows more of it than a row does.
        if eval::of_nothing(self.trial, expr) != Truths::UNKNOWN {
            return None;
        }
        let subject = self.day(date)?;
        match window {
            Window::Side(before, anchor) => {
                let anchor = self.day(anchor)?;
                let op = if *before { Comparison::Less } else { Comparison::Greater };
                self.note_days(&[subject, anchor])?;
                self.days(subject, op, anchor, 0, expr)
            }
            Window::Between(from, to) => {
                let (from, to) = (self.day(from)?, self.day(to)?);
                self.note_days(&[subject, from, to])?;
                let begun = self.days(subject, Comparison::AtLeast, from, 0, expr)?;
                let not_over = self.days(subject, Comparison::AtMost, to, 0, expr)?;
                Some(self.emit(Operation::And(begun, not_over)))
            }
            Window::Bounded {
                bound,
                length: Length::Value(length),
                direction,
                anchor,
            } => {
                let anchor = self.day(anchor)?;
                self.note_days(&[subject, anchor])?;
                match direction {
                    Direction::Before => self.side(subject, *bound, length, anchor, true, expr),
                    Direction::After => self.side(subject, *bound, length, anchor, false, expr),
                    Direction::Around => None,
                }
            }
            Window::Bounded { .. } => None,
        }
    }

    /// A date that is a fact.
    fn day(&mut self, expr: &Expr) -> Option<FactId> {
        let fact = match plain(expr).node.as_ref() {
            Node::Fact(fact) => *fact,
            Node::Assessment => self.moment?,
            _ => return None,
        };
        (self.fact(fact)?.kind == Kind::Date).then_some(fact)
    }

    fn note_days(&mut self, facts: &[FactId]) -> Option<()> {
        for fact in facts {
            let column = self.column(*fact)?;
            self.note_either(&Linear::of(Source::Column(column), vec![*fact], None));
        }
        Some(())
    }

    /// Whether one day compares so with another one that is moved by so many days.
    fn days(&mut self, day: FactId, op: Comparison, other: FactId, moved: i64, expr: &Expr) -> Option<Register> {
        let (day_at, other_at) = (self.column(day)?, self.column(other)?);
        let day = Linear::of(Source::Column(day_at), vec![day], None);
        let other = Linear::of(Source::Column(other_at), vec![other], None).plus_days(moved);
        let difference = day.minus(other)?;
        self.limited(&difference, op, expr)
    }

    fn side(
        &mut self,
        day: FactId,
        bound: WindowBound,
        length: &Expr,
        anchor: FactId,
        before: bool,
        expr: &Expr,
    ) -> Option<Register> {
        let Node::Constant(Value::Duration(length)) = plain(length).node.as_ref() else {
            return None;
        };
        let amount = length.amount.as_point()?.to_i64()?;
        // How far from the anchor: the longer the distance before it, the earlier the day.
        let op = match bound {
            WindowBound::Within | WindowBound::AtMost => Comparison::AtMost,
            WindowBound::LessThan => Comparison::Less,
            WindowBound::AtLeast => Comparison::AtLeast,
            WindowBound::MoreThan => Comparison::Greater,
        };
        let op = if before { op.flip() } else { op };
        let signed = if before { amount.checked_neg()? } else { amount };
        let distance = match length.scale {
            TimeScale::Days => self.days(day, op, anchor, signed, expr)?,
            TimeScale::Months => {
                let (day_at, anchor_at) = (self.column(day)?, self.column(anchor)?);
                let boundary = Source::Shifted(anchor_at, i32::try_from(signed).ok()?);
                let boundary = Linear::of(boundary, vec![anchor], None);
                let difference = Linear::of(Source::Column(day_at), vec![day], None).minus(boundary)?;
                self.limited(&difference, op, expr)?
            }
            TimeScale::Hours => return None,
        };
        if matches!(bound, WindowBound::AtLeast | WindowBound::MoreThan) {
            return Some(distance);
        }
        let right_side = if before {
            Comparison::AtMost
        } else {
            Comparison::AtLeast
        };
        let right_side = self.days(day, right_side, anchor, 0, expr)?;
        Some(self.emit(Operation::And(distance, right_side)))
    }
}
