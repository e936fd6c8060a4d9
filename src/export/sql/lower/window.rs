//! Windows of time.

use super::super::build::{Sql, and, case, minus, missing, null, number, or, plus, times};
use super::super::compare;
use super::super::quantity::{Digits, Num, Quantity};
use super::super::tree::Tree;
use super::super::truth::{Truth, either};
use super::duration::Length as Span;
use super::{Ends, Lower, date};
use crate::model::expr::{Direction, Length, Window, WindowBound};
use crate::model::{Expr, Type};
use crate::value::{Comparison, TimeScale};

/// Seconds of a day, and of an hour.
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
/// Digits of seconds between two days.
const SECONDS: Digits = Digits { whole: 24, places: 1 };

/// A date or a period beside an anchor.
struct Bounded {
    bound: WindowBound,
    direction: Direction,
    anchor: Ends,
    start: Ends,
    end: Ends,
}

impl<'a> Lower<'a> {
    /// Whether a date or a period lies in a window.
    pub(super) fn in_window(&mut self, subject: &'a Expr, window: &'a Window) -> Sql {
        let dates = match subject.ty {
            Type::Period => self.period(subject),
            _ => self.date(subject).map(&mut |date: Ends| (date.clone(), date)),
        };
        self.dates_in_window(dates, window)
    }

    fn dates_in_window(&mut self, dates: Tree<(Ends, Ends)>, window: &'a Window) -> Sql {
        let dialect = self.dialect;
        let tree: Tree<Truth> = match window {
            Window::Side(before, anchor) => {
                let anchor = self.date(anchor);
                dates.zip(&anchor, &mut |(start, end): (Ends, Ends), anchor: Ends| {
                    Truth::from(match before {
                        true => date::compare(&end, Comparison::Less, &anchor),
                        false => date::compare(&start, Comparison::Greater, &anchor),
                    })
                })
            }
            Window::Between(from, to) => {
                let (from, to) = (self.date(from), self.date(to));
                let both = from.zip(&to, &mut |from: Ends, to: Ends| (from, to));
                dates.zip(&both, &mut |(start, end): (Ends, Ends), (from, to): (Ends, Ends)| {
                    Truth::from(and([
                        date::compare(&end, Comparison::AtLeast, &from),
                        date::compare(&start, Comparison::AtMost, &to),
                    ]))
                })
            }
            Window::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let anchor = self.date(anchor);
                let both = dates.zip(&anchor, &mut |(start, end): (Ends, Ends), anchor: Ends| {
                    (start, end, anchor)
                });
                return self.bounded_trees(both, *bound, *direction, length);
            }
        };
        tree.decide(dialect).value
    }

    fn bounded_trees(
        &mut self,
        dates: Tree<(Ends, Ends, Ends)>,
        bound: WindowBound,
        direction: Direction,
        length: &'a Length,
    ) -> Sql {
        let dialect = self.dialect;
        let tree = dates.map(&mut |(start, end, anchor)| {
            let bounded = Bounded {
                bound,
                direction,
                anchor,
                start,
                end,
            };
            Truth::from(self.bounded(&bounded, length))
        });
        tree.decide(dialect).value
    }

    fn bounded(&mut self, bounded: &Bounded, length: &'a Length) -> Sql {
        let inside = !matches!(bounded.bound, WindowBound::AtLeast | WindowBound::MoreThan);
        match length {
            Length::Value(duration) => self.of_length(bounded, duration),
            Length::Shorter(lengths) | Length::Longer(lengths) => {
                let all = matches!(length, Length::Shorter(_)) == inside;
                let parts: Vec<Sql> = lengths.iter().map(|length| self.bounded(bounded, length)).collect();
                if all { and(parts) } else { or(parts) }
            }
            Length::Cases(cases, otherwise) => {
                let found: Vec<(Sql, Sql)> = cases
                    .iter()
                    .map(|(condition, length)| (self.holds(condition), self.bounded(bounded, length)))
                    .collect();
                let last = self.bounded(bounded, otherwise);
                found
                    .into_iter()
                    .rev()
                    .fold(last, |no, (condition, yes)| either(&condition, yes, no))
            }
        }
    }

    fn of_length(&mut self, bounded: &Bounded, duration: &'a Expr) -> Sql {
        match bounded.direction {
            Direction::Before => self.side(bounded, duration, true),
            Direction::After => self.side(bounded, duration, false),
            Direction::Around => {
                let before = self.side(bounded, duration, true);
                or([before, self.side(bounded, duration, false)])
            }
        }
    }

    fn side(&mut self, bounded: &Bounded, duration: &'a Expr, before: bool) -> Sql {
        // The end of a period that faces away from the anchor, and the one that faces it.
        let (far, near) = match before {
            true => (&bounded.end, &bounded.start),
            false => (&bounded.start, &bounded.end),
        };
        let op = match bounded.bound {
            WindowBound::Within | WindowBound::AtMost => Comparison::AtMost,
            WindowBound::LessThan => Comparison::Less,
            WindowBound::AtLeast => Comparison::AtLeast,
            WindowBound::MoreThan => Comparison::Greater,
        };
        let distance = self.distance(far, &bounded.anchor, duration, before, op);
        match op {
            Comparison::AtMost | Comparison::Less => {
                let right_side = if before {
                    Comparison::AtMost
                } else {
                    Comparison::AtLeast
                };
                and([distance, date::compare(near, right_side, &bounded.anchor)])
            }
            _ => distance,
        }
    }

    /// The distance from a date to the anchor against the length of the window.
    fn distance(&mut self, date: &Ends, anchor: &Ends, duration: &'a Expr, before: bool, op: Comparison) -> Sql {
        if let Some((scale, amount)) = Self::whole_length(duration) {
            let edge = date::moved(self.dialect, anchor, scale, if before { -amount } else { amount });
            let op = if before { op.flip() } else { op };
            return date::compare(date, op, &edge);
        }
        let (earlier, later) = if before { (date, anchor) } else { (anchor, date) };
        let dialect = self.dialect;
        let days = |a: &Sql, b: &Sql| match super::super::build::is_null(a) || super::super::build::is_null(b) {
            true => null(),
            false => dialect.days_between(a.clone(), b.clone()),
        };
        let (least, most) = (days(&earlier.last, &later.first), days(&earlier.first, &later.last));
        let lengths = self.length(duration);
        let mut refused = false;
        let tree = lengths.map(&mut |length: Span| {
            let in_days = || {
                let distance = match least == most {
                    true => Num::Exact(Quantity::count(least.clone()), Default::default()),
                    false => Num::between(Quantity::count(least.clone()), Quantity::count(most.clone())),
                };
                compare::compare(&distance, op, &length.amount)
            };
            let in_hours = |amount: &Num| compare::compare(&hours(&least, &most), op, amount);
            let sql = match (length.scale, length.anything()) {
                (TimeScale::Hours, _) => in_hours(&length.amount),
                (TimeScale::Days, None) => in_days(),
                // How a length that is not known would be written is not known either.
                (TimeScale::Days, Some((sql, unknown))) => match (in_days(), in_hours(&unknown)) {
                    (Some(days), Some(hours)) => Some(case([(missing(sql), hours)], days)),
                    _ => None,
                },
                (TimeScale::Months, _) => None,
            };
            refused |= sql.is_none();
            Truth::from(sql.unwrap_or_else(null))
        });
        if refused {
            self.refuse(
                duration.span,
                "a window of so many months that a fact gives",
                "no SQL counts calendar months that vary; leave the criterion out",
            );
        }
        tree.decide(dialect).value
    }
}

/// The hours between two days: each may be any moment of its day.
fn hours(least: &Sql, most: &Sql) -> Num {
    let seconds = |days: &Sql, more: bool| {
        // With a point: whole numbers of 32 bits would not hold the seconds of a century.
        let day = times(number(format!("{DAY}.0")), days.clone());
        let rest = number((DAY - 1).to_string());
        let sql = if more { plus(day, rest) } else { minus(day, rest) };
        Quantity {
            over: HOUR.into(),
            ..Quantity::of(sql, SECONDS)
        }
    };
    Num::between(seconds(least, false), seconds(most, true))
}
