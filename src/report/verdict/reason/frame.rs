//! What the rule itself says of a condition: its window as it fell for a patient, its number of records.

use std::collections::BTreeMap;

use crate::eval::Explanation;
use crate::model::expr::{Direction, Length, Node, Quantifier, Window, WindowBound};
use crate::model::{Expr, FactId, Trial, walk};
use crate::source::Span;
use crate::value::{Day, Durations, Number, TimeScale, Value};

/// The windows and the numbers of records of a trial, by the place of the condition that they stand in.
#[derive(Debug, Default)]
pub struct Windows<'a> {
    by_place: BTreeMap<Span, &'a Window>,
    quantifiers: BTreeMap<Span, Quantifier>,
    assessed_at: Option<FactId>,
}

impl<'a> Windows<'a> {
    /// Of a trial.
    #[must_use]
    pub fn of(trial: &'a Trial) -> Self {
        let (mut windows, mut quantifiers) = (BTreeMap::new(), BTreeMap::new());
        let rules = trial.criteria.iter().map(|criterion| &criterion.rule);
        for rule in rules.chain(trial.endpoints.iter().map(|endpoint| &endpoint.rule)) {
            walk::all(rule, &mut |part: &'a Expr| match part.node.as_ref() {
                Node::InWindow(_, window) => {
                    windows.insert(part.span, window);
                }
                Node::Quantified { quantifier, .. } => {
                    quantifiers.insert(part.span, *quantifier);
                }
                _ => {}
            });
        }
        Self {
            by_place: windows,
            quantifiers,
            assessed_at: trial.assessed_at,
        }
    }

    /// Where the window of a condition fell.
    #[must_use]
    pub fn frame(&self, condition: &Explanation) -> Option<Frame> {
        let window = self.by_place.get(&condition.span)?;
        let parts = condition.children.get(1..)?;
        match window {
            Window::Side(before, date) => {
                let anchor = day(parts, date)?;
                let counted_from = self.date_of(date);
                let beside = |days| Some(anchor.add_days(days));
                let (from, to) = if *before { (None, beside(-1)) } else { (beside(1), None) };
                Some(Frame {
                    from,
                    to,
                    anchor,
                    counted_from,
                    length: None,
                    outward: true,
                })
            }
            Window::Between(from, to) => {
                let counted_from = self.date_of(to);
                let (from, to) = (day(parts, from)?, day(parts, to)?);
                Some(Frame {
                    from: Some(from),
                    to: Some(to),
                    anchor: to,
                    counted_from,
                    length: None,
                    outward: false,
                })
            }
            Window::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let counted_from = self.date_of(anchor);
                let anchor = day(parts, anchor)?;
                let frame = bounded(*bound, &chosen(parts, length)?, *direction, anchor)?;
                Some(Frame { counted_from, ..frame })
            }
        }
    }

    /// How many records a condition asks for.
    #[must_use]
    pub fn quantifier(&self, condition: &Explanation) -> Option<Quantifier> {
        self.quantifiers.get(&condition.span).copied()
    }

    /// The fact that holds a date, where a date is nothing but one.
    fn date_of(&self, date: &Expr) -> Option<FactId> {
        match date.node.as_ref() {
            Node::Fact(fact) => Some(*fact),
            Node::Assessment => self.assessed_at,
            _ => None,
        }
    }
}

/// Where a window fell.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Its first day; none where it reaches back without end.
    pub from: Option<Day>,
    /// Its last day; none where it has none.
    pub to: Option<Day>,
    /// The day it is counted from.
    pub anchor: Day,
    /// The fact that holds that day; none where it is computed or written in the rule.
    pub counted_from: Option<FactId>,
    /// Its length.
    pub length: Option<Durations>,
    /// Everything beyond the length, rather than within.
    pub outward: bool,
}

fn value<'a>(parts: &'a [Explanation], expr: &Expr) -> Option<&'a Value> {
    parts.iter().find(|part| part.span == expr.span).map(|part| &part.value)
}

fn day(parts: &[Explanation], expr: &Expr) -> Option<Day> {
    match value(parts, expr)? {
        Value::Date(dates) => dates.as_day(),
        _ => None,
    }
}

/// The length that counts. Lengths on different scales are told apart only where they clearly differ.
fn chosen(parts: &[Explanation], length: &Length) -> Option<Durations> {
    match length {
        Length::Value(expr) => match value(parts, expr)? {
            Value::Duration(duration) => duration.amount.is_point().then(|| duration.clone()),
            _ => None,
        },
        Length::Shorter(lengths) | Length::Longer(lengths) => {
            let shorter = matches!(length, Length::Shorter(_));
            let mut best: Option<Durations> = None;
            for length in lengths {
                let next = chosen(parts, length)?;
                best = match best {
                    None => Some(next),
                    Some(best) => {
                        let (a, b) = (days(&best)?, days(&next)?);
                        let (best_is_shorter, next_is_shorter) = (a.1 < b.0, b.1 < a.0);
                        if !best_is_shorter && !next_is_shorter && best != next {
                            return None;
                        }
                        Some(if best_is_shorter == shorter { best } else { next })
                    }
                };
            }
            best
        }
        Length::Cases(..) => None,
    }
}

/// The least and the most days.
fn days(duration: &Durations) -> Option<(Number, Number)> {
    let days = duration.to_scale(TimeScale::Days).amount;
    Some((days.low().number()?.clone(), days.high().number()?.clone()))
}

fn bounded(bound: WindowBound, length: &Durations, direction: Direction, anchor: Day) -> Option<Frame> {
    let count = length.amount.as_point()?.to_i64()?;
    let shifted = |back: bool| -> Option<Day> {
        let count = if back { -count } else { count };
        match length.scale {
            TimeScale::Days => Some(anchor.add_days(count)),
            TimeScale::Months => Some(anchor.add_months(i32::try_from(count).ok()?)),
            TimeScale::Hours => None,
        }
    };
    let outward = matches!(bound, WindowBound::AtLeast | WindowBound::MoreThan);
    // The day of the edge itself counts, unless the words say otherwise.
    let inner = match bound {
        WindowBound::LessThan => 1,
        WindowBound::MoreThan => -1,
        _ => 0,
    };
    let (from, to) = match (direction, outward) {
        (Direction::Before, false) => (Some(shifted(true)?.add_days(inner)), Some(anchor)),
        (Direction::After, false) => (Some(anchor), Some(shifted(false)?.add_days(-inner))),
        (Direction::Around, false) => (
            Some(shifted(true)?.add_days(inner)),
            Some(shifted(false)?.add_days(-inner)),
        ),
        (Direction::Before, true) => (None, Some(shifted(true)?.add_days(inner))),
        (Direction::After, true) => (Some(shifted(false)?.add_days(-inner)), None),
        (Direction::Around, true) => return None,
    };
    Some(Frame {
        from,
        to,
        anchor,
        counted_from: None,
        length: Some(length.clone()),
        outward,
    })
}
