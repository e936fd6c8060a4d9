//! Windows, moments and visits.

use super::names::{Meaning, Wanted};
use super::{Checker, invalid, make, truth};
use crate::codes::check::{CONDITION_EXPECTED, DATE_EXPECTED, UNKNOWN_MOMENT};
use crate::model::expr::{Length, Moment, Window};
use crate::model::{BASELINE, Expr, Kind, Node, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast;

impl<'a> Checker<'a> {
    /// A date or a period in all of the windows.
    pub(super) fn in_windows(&mut self, subject: &'a ast::Expr, windows: &'a [ast::Window], span: Span) -> Expr {
        if let Some((_, source)) = self.lab(subject) {
            let name = self
                .trial
                .facts
                .get(source.lab.index())
                .map(|f| f.name.clone())
                .unwrap_or_default();
            self.out.push(
                CONDITION_EXPECTED
                    .at(span, format!("`{name}` in a window is a reading, not yet a condition"))
                    .help(format!("any {name} within … where …    or    date of {name} within …")),
            );
            return invalid(span);
        }
        let checked = match subject.node.as_ref() {
            ast::Node::Name(name) if matches!(self.meaning(name), Meaning::Unknown) => {
                self.unknown_name(name, subject.span, Wanted::Date)
            }
            _ => self.any(subject),
        };
        if !matches!(checked.ty, Type::Date | Type::Period) {
            if !matches!(checked.ty, Type::Invalid) {
                let words = super::units::kind_words(&checked.ty);
                let finding = DATE_EXPECTED
                    .at(
                        subject.span,
                        format!("only a date or a period lies in a window; this is {words}"),
                    )
                    .label(windows.first().map_or(span, |w| w.span), "the window");
                self.out.push(match subject.node.as_ref() {
                    ast::Node::Name(name) if matches!(checked.ty, Type::Truth) => {
                        finding.help(format!("ask for the day:  {name}_date : date \"…?\""))
                    }
                    _ => finding,
                });
            }
            for window in windows {
                let _ = self.window(window);
            }
            return invalid(span);
        }
        let mut parts = Vec::new();
        for window in windows {
            match self.window(window) {
                Some(window) => parts.push(truth(Node::InWindow(checked.clone(), window), span)),
                None => return invalid(span),
            }
        }
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            truth(Node::And(parts), span)
        }
    }

    pub(super) fn window(&mut self, window: &'a ast::Window) -> Option<Window> {
        match &window.node {
            ast::WindowNode::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let length = self.length(length);
                let anchor = self.moment(anchor);
                Some(Window::Bounded {
                    bound: bound.node,
                    length: length?,
                    direction: direction.node,
                    anchor: anchor?,
                })
            }
            ast::WindowNode::Side(direction, moment) => {
                let moment = self.moment(moment)?;
                Some(Window::Side(direction.node == ast::Direction::Before, moment))
            }
            ast::WindowNode::Between(from, to) => {
                let from = self.moment(from);
                let to = self.moment(to);
                Some(Window::Between(from?, to?))
            }
        }
    }

    fn length(&mut self, expr: &'a ast::Expr) -> Option<Length> {
        match expr.node.as_ref() {
            ast::Node::Aggregate(aggregate)
                if matches!(aggregate.op.node, ast::AggregateOp::Shorter | ast::AggregateOp::Longer) =>
            {
                let ast::AggregateSource::Of(list) = &aggregate.over else {
                    return Some(Length::Value(self.duration(expr)));
                };
                let ast::Node::Brackets(brackets) = list.node.as_ref() else {
                    return Some(Length::Value(self.duration(expr)));
                };
                let lengths: Vec<Option<Length>> = brackets.items.iter().map(|item| self.length(item)).collect();
                let lengths: Option<Vec<Length>> = lengths.into_iter().collect();
                Some(if aggregate.op.node == ast::AggregateOp::Shorter {
                    Length::Shorter(lengths?)
                } else {
                    Length::Longer(lengths?)
                })
            }
            ast::Node::Exception { value, clauses } => {
                let base = self.length(value);
                let mut cases = Vec::new();
                for (condition, length) in clauses {
                    let condition = self.waiver(condition);
                    cases.push((condition, self.length(length)?));
                }
                Some(Length::Cases(cases, Box::new(base?)))
            }
            ast::Node::Brackets(brackets) if brackets.filter.is_none() && brackets.items.len() == 1 => {
                self.length(brackets.items.first()?)
            }
            _ => {
                let checked = self.duration(expr);
                if matches!(checked.ty, Type::Invalid) {
                    None
                } else {
                    Some(Length::Value(checked))
                }
            }
        }
    }

    fn moment(&mut self, moment: &'a ast::Moment) -> Option<Expr> {
        let anchor = self.anchor(&moment.anchor);
        let Some((shift, direction)) = &moment.shift else {
            return Some(anchor).filter(|a| !matches!(a.ty, Type::Invalid));
        };
        let shift = self.duration(shift);
        if matches!(anchor.ty, Type::Invalid) || matches!(shift.ty, Type::Invalid) {
            return None;
        }
        Some(make(
            Node::Shift(anchor, shift, direction.node == ast::Direction::Before),
            Type::Date,
            moment.span,
        ))
    }

    /// A date; an unknown name is told together with the dates that there are.
    fn anchor(&mut self, expr: &'a ast::Expr) -> Expr {
        if let ast::Node::Name(name) = expr.node.as_ref()
            && matches!(self.meaning(name), super::names::Meaning::Unknown)
        {
            self.unknown_moment(name, expr.span);
            return invalid(expr.span);
        }
        self.date(expr)
    }

    fn unknown_moment(&mut self, name: &str, span: Span) {
        if self.is_unread(name) {
            return;
        }
        let dates: Vec<String> = self
            .declared
            .values()
            .filter(|f| matches!(f.kind, Kind::Date))
            .map(|f| f.name.clone())
            .collect();
        let trial_dates: Vec<&str> = self
            .declared
            .values()
            .filter(|f| f.trial_date)
            .map(|f| f.name.as_str())
            .collect();
        let nearest = crate::suggest::nearest(name, dates.iter().map(String::as_str));
        let finding = UNKNOWN_MOMENT.at(span, format!("there is no date `{name}`"));
        self.out.push(finding.help(if !nearest.is_empty() {
            format!("{}?", crate::suggest::or_list(&nearest))
        } else if trial_dates.is_empty() {
            format!("name it in the trial's header:  dates {name}")
        } else {
            format!(
                "the trial's dates are {}; another is added in its header:  dates {}, {name}",
                trial_dates.join(", "),
                trial_dates.join(", ")
            )
        }));
    }

    /// What stands after `at`: a date, or a visit.
    pub(super) fn moment_name(&mut self, name: &Spanned<String>) -> Option<Moment> {
        if self.declared.contains_key(&name.node) || self.params.contains_key(&name.node) {
            let checked = self.name(&name.node, name.span);
            return match checked.ty {
                Type::Date => Some(Moment::Date(checked)),
                Type::Invalid => None,
                other => {
                    let words = super::units::kind_words(&other);
                    self.out
                        .push(DATE_EXPECTED.at(name.span, format!("a date or a visit is expected; this is {words}")));
                    None
                }
            };
        }
        if self.trial.knows_visit(&name.node) {
            if !self.trial.visits.contains(&name.node) {
                self.trial.visits.push(name.node.clone());
            }
            return Some(Moment::Visit(name.node.clone()));
        }
        let dates: Vec<String> = self
            .declared
            .values()
            .filter(|f| matches!(f.kind, Kind::Date))
            .map(|f| f.name.clone())
            .chain(std::iter::once(BASELINE.to_owned()))
            .collect();
        let nearest = crate::suggest::nearest(&name.node, dates.iter().map(String::as_str));
        if self.is_unread(&name.node) {
            return None;
        }
        let finding = UNKNOWN_MOMENT.at(name.span, format!("there is no date or visit `{}`", name.node));
        self.out.push(finding.help(if nearest.is_empty() {
            "visits are `baseline`, `month_3`, `week_12`; others are named in the header:  visits \"screening_2, follow_up\"".to_owned()
        } else {
            format!("{}?", crate::suggest::or_list(&nearest))
        }));
        None
    }
}
