//! Days and windows: distances between days, exact in days; calendar months by the fewest and the most days they have.

use super::graph::Literal;
use super::key;
use super::laws::Shift;
use super::lower::{Lowering, Outcome};
use super::numbers::{Branches, Form, Length};
use super::scope::Scope;
use super::term::{Origin, Term};
use crate::model::expr::{self, Direction, Edge, Window, WindowBound};
use crate::model::{Expr, Node};
use crate::value::{Comparison, Durations, Number, Numbers, TimeScale, Value};

impl Lowering<'_> {
    /// A day.
    pub(super) fn date(&mut self, expr: &Expr, scope: &Scope) -> Branches<Form> {
        let only = |form: Form| vec![(Literal::YES, form)];
        match expr.node.as_ref() {
            Node::Constant(Value::Date(dates)) if dates.as_day().is_some() => {
                let day = dates.as_day().map_or(0, |day| i64::from(day.number()));
                only(Form::constant(Number::from(day)))
            }
            Node::Assessment => only(Form::term(self.moment(scope))),
            Node::Shift(date, duration, past) => self.shifted(expr, date, duration, *past, scope),
            Node::Edge(period, edge) => {
                let (start, end) = self.period(period, scope);
                match edge {
                    Edge::Start => start,
                    Edge::End => end,
                }
            }
            Node::Reading { source, body } => {
                let inner = self.latest(source, scope);
                self.date(body, &inner)
            }
            Node::At(moment, inner) => {
                let scope = self.at(moment, scope);
                self.date(inner, &scope)
            }
            Node::Named { body, .. } | Node::Alternatives(body, _) => self.date(body, scope),
            Node::Cases {
                clauses,
                otherwise: Some(otherwise),
            } => {
                let clauses = self.clauses(expr, clauses);
                let branches = self.branches(&clauses, otherwise, scope, &mut |lowering, body| {
                    Some(lowering.date(body, scope))
                });
                branches.unwrap_or_else(|| only(self.opaque_day(expr, scope)))
            }
            _ => only(Form::term(self.value_term(expr, scope, &Term::a_day))),
        }
    }

    fn opaque_day(&mut self, expr: &Expr, scope: &Scope) -> Form {
        let key = format!("day {}", key::of(expr, scope, self.change.as_ref()));
        Form::term(self.terms.get(&key, || Term::a_day(Origin::Derived)))
    }

    /// The day of assessment, of the visit, or the one that is named.
    fn moment(&mut self, scope: &Scope) -> super::term::TermId {
        if let Some(moment) = scope.moment {
            return moment;
        }
        match (&scope.visit, self.trial.assessed_at) {
            (None, Some(fact)) => self
                .terms
                .get(&format!("fact {}", fact.0), || Term::a_day(Origin::Fact(fact))),
            (visit, _) => {
                let key = format!("@{} moment", visit.as_deref().unwrap_or_default());
                self.terms.get(&key, || Term::a_day(Origin::Derived))
            }
        }
    }

    fn shifted(&mut self, whole: &Expr, date: &Expr, duration: &Expr, past: bool, scope: &Scope) -> Branches<Form> {
        let dates = self.date(date, scope);
        let lengths = self.duration(duration, scope);
        let mut all = Vec::new();
        let Some(lengths) = lengths.filter(|lengths| lengths.len() * dates.len() <= 16) else {
            return vec![(Literal::YES, self.opaque_day(whole, scope))];
        };
        for (date_when, date) in &dates {
            for (length_when, length) in &lengths {
                let when = self.graph.and([*date_when, *length_when]);
                match self.boundary(date, length, past) {
                    Some(form) => all.push((when, form)),
                    None => return vec![(Literal::YES, self.opaque_day(whole, scope))],
                }
            }
        }
        all
    }

    /// So far from a day; none for hours and for fractions of days.
    fn boundary(&mut self, anchor: &Form, length: &Length, past: bool) -> Option<Form> {
        let constant = length.amount.sum.0.is_empty().then_some(&length.amount.constant);
        match length.scale {
            TimeScale::Hours => None,
            TimeScale::Days => constant.filter(|days| days.is_integer()).map(|days| {
                let days = Form::constant(days.clone());
                if past { anchor.minus(&days) } else { anchor.add(&days) }
            }),
            TimeScale::Months => {
                let months = constant.filter(|months| months.is_integer())?.clone();
                if months.is_zero() {
                    return Some(anchor.clone());
                }
                Some(self.months_from(anchor, &months, past))
            }
        }
    }

    /// A day so many months away: a term of its own, as far away as so many months can be.
    fn months_from(&mut self, anchor: &Form, months: &Number, past: bool) -> Form {
        let key = format!("{anchor:?} {months:?} months {past}");
        let term = self.terms.get(&key, || Term::a_day(Origin::Derived));
        let far = Form::term(term);
        let distance = if past { anchor.minus(&far) } else { far.minus(anchor) };
        let days = Durations {
            scale: TimeScale::Months,
            amount: Numbers::point(months.clone()),
        }
        .to_scale(TimeScale::Days)
        .amount;
        if !self.laws.is_shift(term) {
            let most = days.high().number().map(|most| distance.at_most(most));
            let away = distance.scale(&-Number::one());
            let fewest = days.low().number().map(|fewest| away.at_most(&-fewest));
            self.laws.shift(Shift {
                anchor: anchor.clone(),
                months: months.clone(),
                past,
                day: term,
                bounds: most.into_iter().chain(fewest).collect(),
            });
        }
        far
    }

    pub(super) fn compare_dates(
        &mut self,
        op: Comparison,
        left: &Expr,
        right: &Expr,
        scope: &Scope,
    ) -> Option<Literal> {
        let (a, b) = (self.date(left, scope), self.date(right, scope));
        let branches = self.pairs(&a, &b, |a, b| Some(a.minus(b)))?;
        Some(self.each_form(op, &branches))
    }

    /// First and last day.
    fn period(&mut self, expr: &Expr, scope: &Scope) -> (Branches<Form>, Branches<Form>) {
        if let Node::Period(start, end) = expr.node.as_ref() {
            return (self.date(start, scope), self.date(end, scope));
        }
        let key = format!("period {}", key::of(expr, scope, self.change.as_ref()));
        let start = Form::term(self.terms.get(&format!("start {key}"), || Term::a_day(Origin::Derived)));
        let end = Form::term(self.terms.get(&format!("end {key}"), || Term::a_day(Origin::Derived)));
        (vec![(Literal::YES, start)], vec![(Literal::YES, end)])
    }

    pub(super) fn in_window(&mut self, whole: &Expr, subject: &Expr, window: &Window, scope: &Scope) -> Outcome {
        let (start, end) = if matches!(subject.ty, crate::model::Type::Period) {
            self.period(subject, scope)
        } else {
            let date = self.date(subject, scope);
            (date.clone(), date)
        };
        let literal = match window {
            Window::Side(before, date) => {
                let anchor = self.date(date, scope);
                if *before {
                    self.apart(Comparison::Less, &end, &anchor)
                } else {
                    self.apart(Comparison::Greater, &start, &anchor)
                }
            }
            Window::Between(from, to) => {
                let (from, to) = (self.date(from, scope), self.date(to, scope));
                let begun = self.apart(Comparison::AtLeast, &end, &from);
                let not_over = self.apart(Comparison::AtMost, &start, &to);
                begun.zip(not_over).map(|(a, b)| self.graph.and([a, b]))
            }
            Window::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let anchor = self.date(anchor, scope);
                let ends = Ends {
                    bound: *bound,
                    direction: *direction,
                    anchor,
                    start,
                    end,
                };
                self.bounded(&ends, length, scope)
            }
        };
        match literal {
            Some(literal) => Outcome::of(literal),
            None => self.open(whole, scope),
        }
    }

    fn apart(&mut self, op: Comparison, left: &Branches<Form>, right: &Branches<Form>) -> Option<Literal> {
        let branches = self.pairs(left, right, |a, b| Some(a.minus(b)))?;
        Some(self.each_form(op, &branches))
    }

    fn bounded(&mut self, ends: &Ends, length: &expr::Length, scope: &Scope) -> Option<Literal> {
        let inside = !matches!(ends.bound, WindowBound::AtLeast | WindowBound::MoreThan);
        match length {
            expr::Length::Value(duration) => {
                let lengths = self.duration(duration, scope)?;
                let mut each = Vec::new();
                for (when, length) in lengths {
                    let holds = match ends.direction {
                        Direction::Before => self.side(ends, &length, true)?,
                        Direction::After => self.side(ends, &length, false)?,
                        Direction::Around => {
                            let before = self.side(ends, &length, true)?;
                            let after = self.side(ends, &length, false)?;
                            self.graph.or([before, after])
                        }
                    };
                    each.push(self.graph.and([when, holds]));
                }
                Some(self.graph.or(each))
            }
            expr::Length::Shorter(lengths) | expr::Length::Longer(lengths) => {
                let all = matches!(length, expr::Length::Shorter(_)) == inside;
                let mut each = Vec::new();
                for length in lengths {
                    each.push(self.bounded(ends, length, scope)?);
                }
                Some(if all { self.graph.and(each) } else { self.graph.or(each) })
            }
            expr::Length::Cases(cases, otherwise) => {
                let mut result = self.bounded(ends, otherwise, scope)?;
                for (condition, length) in cases.iter().rev() {
                    let holds = self.truth(condition, scope).yes;
                    let here = self.bounded(ends, length, scope)?;
                    result = self.graph.choose(holds, here, result);
                }
                Some(result)
            }
        }
    }

    /// One side of the anchor, as the evaluator reads it.
    fn side(&mut self, ends: &Ends, length: &Length, before: bool) -> Option<Literal> {
        let (far, near) = if before {
            (&ends.end, &ends.start)
        } else {
            (&ends.start, &ends.end)
        };
        let op = match ends.bound {
            WindowBound::Within | WindowBound::AtMost => Comparison::AtMost,
            WindowBound::LessThan => Comparison::Less,
            WindowBound::AtLeast => Comparison::AtLeast,
            WindowBound::MoreThan => Comparison::Greater,
        };
        let distance = self.distance(far, &ends.anchor, length, before, op)?;
        if matches!(op, Comparison::AtLeast | Comparison::Greater) {
            return Some(distance);
        }
        let right_side = if before {
            Comparison::AtMost
        } else {
            Comparison::AtLeast
        };
        let right_side = self.apart(right_side, near, &ends.anchor)?;
        Some(self.graph.and([distance, right_side]))
    }

    fn distance(
        &mut self,
        date: &Branches<Form>,
        anchor: &Branches<Form>,
        length: &Length,
        before: bool,
        op: Comparison,
    ) -> Option<Literal> {
        match length.scale {
            TimeScale::Hours => None,
            TimeScale::Days => {
                let amount = length.amount.clone();
                let branches = self.pairs(date, anchor, |date, anchor| {
                    let distance = if before { anchor.minus(date) } else { date.minus(anchor) };
                    Some(distance.minus(&amount))
                })?;
                Some(self.each_form(op, &branches))
            }
            TimeScale::Months => {
                let mut edges = Vec::new();
                for (when, anchor) in anchor {
                    edges.push((*when, self.boundary(anchor, length, before)?));
                }
                let op = if before { op.flip() } else { op };
                self.apart(op, date, &edges)
            }
        }
    }
}

/// A subject against a window.
struct Ends {
    bound: WindowBound,
    direction: Direction,
    anchor: Branches<Form>,
    start: Branches<Form>,
    end: Branches<Form>,
}
