//! Windows of time over sets of dates.

use super::domain;
use super::evaluator::Evaluator;
use super::recorder::{Cut, Recorder};
use super::verdict::Warning;
use crate::model::expr::{Direction, Length, Window, WindowBound};
use crate::model::{Expr, Node};
use crate::value::{Bound, Comparison, Dates, Day, Durations, Instant, Number, Numbers, TimeScale, Truths, Value};

const SECONDS_PER_HOUR: i64 = 3600;

/// Days from each possible earlier date to each possible later one.
pub(super) fn days_between(earlier: &Dates, later: &Dates) -> Numbers {
    let mut all = Numbers::none();
    for (a_low, a_high) in earlier.pieces() {
        for (b_low, b_high) in later.pieces() {
            let least = i64::from(b_low.day().number()) - i64::from(a_high.day().number());
            let most = i64::from(b_high.day().number()) - i64::from(a_low.day().number());
            all = all.union(&Numbers::closed(Number::from(least), Number::from(most)));
        }
    }
    all
}

/// Hours from each possible earlier instant to each possible later one.
fn hours_between(earlier: &Dates, later: &Dates) -> Numbers {
    let hours = |seconds: i64| Number::ratio(seconds, SECONDS_PER_HOUR).unwrap_or_default();
    let mut all = Numbers::none();
    for (a_low, a_high) in earlier.pieces() {
        for (b_low, b_high) in later.pieces() {
            let least = b_low.seconds().saturating_sub(a_high.seconds());
            let most = b_high.seconds().saturating_sub(a_low.seconds());
            all = all.union(&Numbers::closed(hours(least), hours(most)));
        }
    }
    all
}

/// The least and the most whole amount of a duration; none where it has no end.
fn whole(duration: &Durations) -> (Option<i64>, Option<i64>) {
    let low = match duration.amount.low() {
        Bound::Open(number) | Bound::Closed(number) => number.floor().to_i64(),
        Bound::Unbounded => None,
    };
    let high = match duration.amount.high() {
        Bound::Open(number) | Bound::Closed(number) => number.ceil().to_i64(),
        Bound::Unbounded => None,
    };
    (low, high)
}

/// Dates moved by a duration, outward where either is imprecise.
pub fn shift(dates: &Dates, duration: &Durations, past: bool) -> Dates {
    let exact = |amount: i64| {
        let amount = if past { amount.saturating_neg() } else { amount };
        match duration.scale {
            TimeScale::Hours => dates.shift_seconds(amount),
            TimeScale::Days => dates.shift_days(amount),
            TimeScale::Months => dates.shift_months(amount),
        }
    };
    let (low, high) = if duration.scale == TimeScale::Hours {
        let seconds = Durations {
            scale: TimeScale::Hours,
            amount: duration.amount.scale(&Number::from(SECONDS_PER_HOUR)),
        };
        whole(&seconds)
    } else {
        whole(duration)
    };
    let near = low.map(&exact);
    let far = high.map(&exact);
    let hull = |a: &Dates, b: &Dates| Dates::range(a.low().min(b.low()), a.high().max(b.high()));
    match (near, far) {
        (Some(a), Some(b)) if low == high => a.union(&b),
        (Some(a), Some(b)) => hull(&a, &b),
        (Some(a), None) if past => Dates::range(Instant::FIRST, a.high()),
        (Some(a), None) => Dates::range(a.low(), Instant::LAST),
        (None, Some(b)) if past => Dates::range(b.low(), Instant::LAST),
        (None, Some(b)) => Dates::range(Instant::FIRST, b.high()),
        (None, None) => Dates::all(),
    }
}

impl<'a, R: Recorder> Evaluator<'a, R> {
    /// Whether a date or a period lies in a window.
    pub(super) fn in_window(&mut self, subject: &'a Expr, window: &'a Window) -> Truths {
        let value = self.eval(subject);
        let truths = self.value_in_window(&value, window, Some(subject));
        if R::ON {
            self.edge_warning(subject, &value, window);
        }
        truths
    }

    /// A known date against a window. A period lies in a bounded window if the two overlap; it lies so far before
    /// or after a date only as a whole.
    pub(super) fn value_in_window(&mut self, value: &Value, window: &'a Window, subject: Option<&'a Expr>) -> Truths {
        let (start, end) = match value {
            Value::Date(dates) => (dates.clone(), dates.clone()),
            Value::Period(start, end) => (start.clone(), end.clone()),
            _ => return Truths::UNKNOWN,
        };
        match window {
            Window::Side(before, date) => {
                let anchor = self.dates(date);
                self.cut_days(subject, &anchor);
                self.cut_window(subject, [&start, &end], date, &anchor);
                if *before {
                    end.compare_days(Comparison::Less, &anchor)
                } else {
                    start.compare_days(Comparison::Greater, &anchor)
                }
            }
            Window::Between(from, to) => {
                let (begins, ends) = (from, to);
                let (from, to) = (self.dates(begins), self.dates(ends));
                self.cut_days(subject, &from);
                self.cut_days(subject, &to);
                self.cut_window(subject, [&start, &end], begins, &from);
                self.cut_window(subject, [&start, &end], ends, &to);
                end.compare_days(Comparison::AtLeast, &from)
                    .and(start.compare_days(Comparison::AtMost, &to))
            }
            Window::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let counted_from = anchor;
                let anchor = self.dates(anchor);
                let bounded = Bounded {
                    bound: *bound,
                    direction: *direction,
                    counted_from,
                    anchor,
                    start,
                    end,
                };
                self.bounded(&bounded, length, subject)
            }
        }
    }

    fn bounded(&mut self, bounded: &Bounded<'_>, length: &'a Length, subject: Option<&'a Expr>) -> Truths {
        // The nearer edge of several windows: inside means inside all, beyond means beyond one.
        let inside = !matches!(bounded.bound, WindowBound::AtLeast | WindowBound::MoreThan);
        match length {
            Length::Value(duration) => {
                let duration = self.durations(duration);
                if let Some(cuts) = &mut self.cuts {
                    let times = [&bounded.start, &bounded.end];
                    cuts.length(subject, times, (bounded.counted_from, &bounded.anchor), &duration);
                }
                if R::ON
                    && let Some(subject) = subject
                    && let Some((address, _)) = self.address(subject)
                {
                    let edge = shift(&bounded.anchor, &duration, bounded.direction != Direction::After);
                    for day in super::recorder::ends(&edge) {
                        self.recorder.cut(address, Cut::Day(day));
                    }
                    self.cut_days(Some(subject), &bounded.anchor);
                }
                let truths = bounded.holds(&duration);
                if R::ON && truths == Truths::UNKNOWN && duration.scale == TimeScale::Hours {
                    self.hours_open(bounded, subject);
                }
                truths
            }
            Length::Shorter(lengths) | Length::Longer(lengths) => {
                let all = matches!(length, Length::Shorter(_)) == inside;
                let mut truths = if all { Truths::YES } else { Truths::NO };
                for length in lengths {
                    let next = self.bounded(bounded, length, subject);
                    truths = if all { truths.and(next) } else { truths.or(next) };
                }
                truths
            }
            Length::Cases(cases, otherwise) => {
                let mut truths = Truths::NONE;
                for (condition, length) in cases {
                    let holds = self.truth(condition).holds();
                    if holds.contains_yes() {
                        truths = truths.union(self.bounded(bounded, length, subject));
                    }
                    if holds == Truths::YES {
                        return truths;
                    }
                }
                truths.union(self.bounded(bounded, otherwise, subject))
            }
        }
    }

    /// Where hours decide, a date that is known to the day is open.
    fn hours_open(&mut self, bounded: &Bounded<'_>, subject: Option<&'a Expr>) {
        let dates = &bounded.end;
        let Some((path, question)) = subject.and_then(|subject| self.read_directly(subject)) else {
            return;
        };
        if dates.as_day().is_some() && dates.as_instant().is_none() {
            let mut leaf = self.leaf(crate::model::FactId(u32::MAX), path, None);
            leaf.open = Some(super::verdict::Why::Imprecise);
            leaf.original = Some(dates.to_string());
            leaf.question = question;
            self.recorder
                .enter(subject.map_or_else(Default::default, |subject| subject.span));
            let value = Value::Date(dates.clone());
            self.recorder.exit(
                super::verdict::Role::Leaf(Box::new(leaf)),
                &value,
                &crate::model::Type::Date,
            );
        }
    }

    /// The name and place of a fact or field that is read directly, and its question.
    fn read_directly(&self, subject: &Expr) -> Option<(String, Option<String>)> {
        let path = self.path_of(subject)?;
        let facts = &self.trial.facts;
        match subject.node.as_ref() {
            Node::Fact(fact) => Some((path, facts.get(fact.index())?.question.clone())),
            Node::Field(level, index) => {
                let super::evaluator::Frame::Record(list, _) = self.frames.get(*level)? else {
                    return Some((path, None));
                };
                let crate::model::Kind::List(list) = &facts.get(list.index())?.kind else {
                    return Some((path, None));
                };
                let field = list.fields.get(*index)?;
                Some((format!("{path}.{}", field.name), field.question.clone()))
            }
            _ => Some((path, None)),
        }
    }

    fn cut_window(&mut self, subject: Option<&'a Expr>, times: [&Dates; 2], anchor: &'a Expr, dates: &Dates) {
        if let Some(cuts) = &mut self.cuts {
            cuts.window(subject, times, anchor, dates);
        }
    }

    fn cut_days(&mut self, subject: Option<&'a Expr>, dates: &Dates) {
        if R::ON
            && let Some((address, _)) = subject.and_then(|subject| self.address(subject))
        {
            for day in super::recorder::ends(dates) {
                self.recorder.cut(address, Cut::Day(day));
            }
        }
    }

    /// A date on the very edge of a window is worth a look: was the day meant to count?
    fn edge_warning(&mut self, subject: &'a Expr, value: &Value, window: &'a Window) {
        let Window::Bounded {
            length: Length::Value(length),
            direction,
            anchor,
            ..
        } = window
        else {
            return;
        };
        if matches!(direction, Direction::Around) {
            return;
        }
        let (Value::Date(dates), Node::Constant(Value::Duration(length))) = (value, length.node.as_ref()) else {
            return;
        };
        let Some(day) = dates.as_day() else { return };
        // The anchor was evaluated and recorded before; here only its value is wanted.
        let anchor = match self.quiet_date(anchor) {
            Some(anchor) => anchor,
            None => return,
        };
        let edge = shift(&Dates::day(anchor), length, *direction == Direction::Before);
        if length.scale != TimeScale::Hours
            && edge.as_day() == Some(day)
            && length.amount.as_point().is_some_and(|n| !n.is_zero())
        {
            let path = self.path_of(subject);
            self.recorder.warn(Warning {
                code: "window-edge".to_owned(),
                message: format!("{day} is the very edge of the window of {length}"),
                criterion: None,
                fact: path,
            });
        }
    }

    /// The day of an anchor that is a plain fact.
    fn quiet_date(&self, anchor: &Expr) -> Option<Day> {
        match anchor.node.as_ref() {
            Node::Fact(fact) => match self.facts.get(*fact) {
                crate::records::Slot::Value(known) => match &known.value {
                    Value::Date(dates) => dates.as_day(),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    fn path_of(&self, subject: &Expr) -> Option<String> {
        match subject.node.as_ref() {
            Node::Fact(fact) => self.trial.facts.get(fact.index()).map(|f| f.name.clone()),
            Node::Field(level, _) => match self.frames.get(*level)? {
                super::evaluator::Frame::Record(fact, Some((at, _)))
                | super::evaluator::Frame::Reading(fact, at, _) => {
                    self.trial.facts.get(fact.index()).map(|f| format!("{}[{at}]", f.name))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Every day that may be in a window lies in this range.
    pub(super) fn hull(&mut self, window: &'a Window) -> Option<Dates> {
        match window {
            Window::Side(before, anchor) => {
                let direction = if *before { Direction::Before } else { Direction::After };
                Some(open_ended(&self.dates(anchor), direction))
            }
            Window::Between(from, to) => {
                let (from, to) = (self.dates(from), self.dates(to));
                Some(Dates::range(from.low(), to.high().max(from.low())))
            }
            Window::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let anchor = self.dates(anchor);
                if matches!(bound, WindowBound::AtLeast | WindowBound::MoreThan) {
                    return Some(open_ended(&anchor, *direction));
                }
                let mut hull = anchor.clone();
                let mut lengths = vec![length];
                while let Some(length) = lengths.pop() {
                    match length {
                        Length::Value(duration) => {
                            let duration = self.durations(duration);
                            let both = matches!(direction, Direction::Around);
                            if both || matches!(direction, Direction::Before) {
                                hull = hull.union(&shift(&anchor, &duration, true));
                            }
                            if both || matches!(direction, Direction::After) {
                                hull = hull.union(&shift(&anchor, &duration, false));
                            }
                        }
                        Length::Shorter(all) | Length::Longer(all) => lengths.extend(all),
                        Length::Cases(cases, otherwise) => {
                            lengths.extend(cases.iter().map(|(_, length)| length));
                            lengths.push(otherwise);
                        }
                    }
                }
                Some(Dates::range(hull.low(), hull.high()))
            }
        }
    }
}

/// A date or a period beside an anchor.
struct Bounded<'a> {
    bound: WindowBound,
    direction: Direction,
    counted_from: &'a Expr,
    anchor: Dates,
    start: Dates,
    end: Dates,
}

impl Bounded<'_> {
    fn holds(&self, duration: &Durations) -> Truths {
        if domain::is_any_duration(duration) {
            // Neither the length nor how it would be written is known.
            let hours = Durations {
                scale: TimeScale::Hours,
                amount: duration.amount.clone(),
            };
            let days = Durations {
                scale: TimeScale::Days,
                amount: duration.amount.clone(),
            };
            return self.by_pieces(&hours).union(self.by_pieces(&days));
        }
        self.by_pieces(duration)
    }

    /// Each possible stretch of the anchor by itself, since it is one and the same on both edges of the window.
    fn by_pieces(&self, duration: &Durations) -> Truths {
        let mut truths = Truths::NONE;
        for (low, high) in self.anchor.pieces() {
            let anchor = Dates::range(*low, *high);
            truths = truths.union(match self.direction {
                Direction::Before => self.side(&anchor, duration, true),
                Direction::After => self.side(&anchor, duration, false),
                Direction::Around => {
                    let (before, after) = (self.side(&anchor, duration, true), self.side(&anchor, duration, false));
                    before.or(after)
                }
            });
        }
        truths
    }

    fn side(&self, anchor: &Dates, duration: &Durations, before: bool) -> Truths {
        // The end of a period that faces away from the anchor, and the one that faces it.
        let (far, near) = if before {
            (&self.end, &self.start)
        } else {
            (&self.start, &self.end)
        };
        let inside = |op| {
            let not_beyond = self.distance(far, anchor, duration, before, op);
            let right_side = if before {
                near.compare_days(Comparison::AtMost, anchor)
            } else {
                near.compare_days(Comparison::AtLeast, anchor)
            };
            not_beyond.and(right_side)
        };
        match self.bound {
            WindowBound::Within | WindowBound::AtMost => inside(Comparison::AtMost),
            WindowBound::LessThan => inside(Comparison::Less),
            WindowBound::AtLeast => self.distance(far, anchor, duration, before, Comparison::AtLeast),
            WindowBound::MoreThan => self.distance(far, anchor, duration, before, Comparison::Greater),
        }
    }

    /// The distance from a date to the anchor against the length of the window.
    fn distance(&self, date: &Dates, anchor: &Dates, duration: &Durations, before: bool, op: Comparison) -> Truths {
        let (earlier, later) = if before { (date, anchor) } else { (anchor, date) };
        match duration.scale {
            TimeScale::Hours => hours_between(earlier, later).compare(op, &duration.amount),
            TimeScale::Days => days_between(earlier, later).compare(op, &duration.amount),
            TimeScale::Months => {
                // A calendar boundary: so many months from the anchor, the day clamped.
                let boundary = shift(anchor, duration, before);
                let op = if before { op.flip() } else { op };
                date.compare_days(op, &boundary)
            }
        }
    }
}

/// From the calendar's first day up to a date, or from it to the last.
fn open_ended(anchor: &Dates, direction: Direction) -> Dates {
    let all = Dates::all();
    match direction {
        Direction::Before => Dates::range(all.low(), anchor.high()),
        Direction::After => Dates::range(anchor.low(), all.high()),
        Direction::Around => all,
    }
}
