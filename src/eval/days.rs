//! The days of a window, taken together as long as nothing changes from one to the next.
//!
//! A condition is asked of all days at once: of an answer that is certain each of them has a share. Where it is not, the
//! days are divided, first at those days that the condition compares its day with, since between them nothing changes;
//! where a condition reads its day in other ways, in halves.

use std::collections::{BTreeSet, BinaryHeap};

use super::evaluator::{Evaluator, Frame};
use super::recorder::{Recorder, Silent};
use crate::model::expr::{Source, Window};
use crate::model::{Expr, Node, walk};
use crate::value::{Dates, Day, Durations, TimeScale, Truths, Value};

/// Halvings of one window: more than it takes to look at each day of four years.
const MOST_HALVINGS: usize = 4096;
/// Looks at days within one outermost window, those of windows inside it counted. What is left then stays together, and
/// is open unless the answer is the same on all of its days.
pub(super) const MOST_LOOKS: usize = 60_000;

/// Days that follow each other, on which a condition comes out the same.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    /// The first of them.
    pub(super) first: Day,
    /// The last of them.
    pub(super) last: Day,
    /// Whether they lie in the window.
    pub(super) counts: Truths,
    /// What the condition comes to on each of them.
    pub(super) holds: Truths,
}

/// The days that a condition compares its own day with: from one of them to the next nothing changes.
#[derive(Debug)]
pub(super) struct Cuts {
    /// Where the day of the condition stands.
    level: usize,
    /// Whether that day lies in its window is asked, rather than the condition itself.
    of_window: bool,
    /// Days with which something new may begin.
    days: BTreeSet<Day>,
}

impl Cuts {
    /// Whether an expression is the day itself; without one the window of the days is looked at.
    fn is_day(&self, expr: Option<&Expr>) -> bool {
        match expr {
            Some(expr) => is_day(expr, self.level),
            None => self.of_window,
        }
    }

    /// Something may change beside each end of these dates.
    fn at(&mut self, dates: &Dates, around: i64) {
        for (low, high) in dates.pieces() {
            for end in [low.day(), high.day()] {
                self.days.extend((-around..=around + 1).map(|days| end.add_days(days)));
            }
        }
    }

    /// The day is compared with dates.
    pub(super) fn compared(&mut self, left: (&Expr, &Value), right: (&Expr, &Value)) {
        for ((expr, _), (_, other)) in [(left, right), (right, left)] {
            if let (true, Value::Date(dates)) = (self.is_day(Some(expr)), other) {
                self.at(dates, 1);
            }
        }
    }

    /// A window that begins or ends with `anchor`; the day may be what lies in it, or the anchor.
    pub(super) fn window(&mut self, subject: Option<&Expr>, times: [&Dates; 2], anchor: &Expr, dates: &Dates) {
        if self.is_day(subject) {
            self.at(dates, 1);
        }
        if is_day(anchor, self.level) {
            times.into_iter().for_each(|time| self.at(time, 1));
        }
    }

    /// A window of some length from `anchor`.
    pub(super) fn length(
        &mut self,
        subject: Option<&Expr>,
        times: [&Dates; 2],
        (anchor, dates): (&Expr, &Dates),
        length: &Durations,
    ) {
        // Months of different lengths end within a few days of each other.
        let around = if length.scale == TimeScale::Months { 4 } else { 1 };
        self.window(subject, times, anchor, dates);
        for past in [true, false] {
            if self.is_day(subject) {
                self.at(&super::time::shift(dates, length, past), around);
            }
            if is_day(anchor, self.level) {
                times
                    .into_iter()
                    .for_each(|time| self.at(&super::time::shift(time, length, past), around));
            }
        }
    }

    /// The cut nearest to the middle of some days; none where nothing changes within them.
    fn within(&self, first: Day, last: Day) -> Option<Day> {
        let middle = middle(first, last);
        let before = self.days.range(..=middle).next_back().filter(|day| **day > first);
        let behind = self.days.range(middle.add_days(1)..).next().filter(|day| **day <= last);
        let far = |day: &&Day| (i64::from(day.number()) - i64::from(middle.number())).abs();
        before.into_iter().chain(behind).min_by_key(far).copied()
    }
}

/// A day in the middle, which is not the last.
fn middle(first: Day, last: Day) -> Day {
    first.add_days((count(first, last) - 1) / 2)
}

/// How many days they are.
pub(super) fn count(first: Day, last: Day) -> i64 {
    i64::from(last.number()) - i64::from(first.number()) + 1
}

fn is_day(expr: &Expr, level: usize) -> bool {
    matches!(expr.node.as_ref(), Node::Field(at, _) if *at == level)
}

/// Whether a condition does nothing with its day but to compare it and to hold it against windows, so that its cuts are
/// all there are.
fn only_compares(body: &Expr, level: usize) -> bool {
    let mut reads = 0_usize;
    let mut plain = 0_usize;
    let mut days_within = false;
    let direct = |expr: &Expr| usize::from(is_day(expr, level));
    walk::all(body, &mut |expr| match expr.node.as_ref() {
        Node::Field(at, _) if *at == level => reads += 1,
        Node::Compare(_, left, right) => {
            let found = direct(left) + direct(right);
            // A day against itself is no cut.
            plain += if found == 1 { 1 } else { 0 };
        }
        Node::InWindow(subject, window) => {
            let anchors: Vec<&Expr> = match window {
                Window::Bounded { anchor, .. } | Window::Side(_, anchor) => vec![anchor],
                Window::Between(from, to) => vec![from, to],
            };
            let found = direct(subject) + anchors.into_iter().map(direct).sum::<usize>();
            let same_on_both = direct(subject) == 1 && found > 1;
            plain += if same_on_both { 0 } else { found };
        }
        Node::Quantified {
            source: Source::Days(_),
            ..
        } => days_within = true,
        _ => {}
    });
    reads == plain && !(days_within && reads > 0)
}

impl<'a, R: Recorder> Evaluator<'a, R> {
    /// The days that are, or may be, in a window, divided so that the condition comes out the same on all days of a
    /// stretch, in order; none where the window has no end.
    pub(super) fn stretches(&mut self, window: &'a Window, body: &'a Expr) -> Option<Vec<Stretch>> {
        let within_days = self.frames.iter().any(|frame| matches!(frame, Frame::Day(_)));
        if !within_days {
            self.looks_left = MOST_LOOKS;
        }
        let mut looking = self.silent();
        let (first, last) = looking.hull(window)?.days();
        if R::ON {
            // What the window is made of is told once.
            self.value_in_window(&Value::Date(Dates::day_range(first, last)), window, None);
        }
        let found = looking.divided_days(window, body, first, last);
        self.looks_left = looking.looks_left;
        Some(found)
    }

    /// The same, without taking note of anything.
    fn silent(&self) -> Evaluator<'a, Silent> {
        Evaluator {
            trial: self.trial,
            patient: self.patient,
            blank: self.blank,
            facts: self.facts,
            visit: self.visit,
            visit_name: self.visit_name,
            moment: self.moment.clone(),
            frames: self.frames.clone(),
            parts: vec![None; self.parts.len()],
            criteria: self.criteria.clone(),
            perhaps: self.perhaps,
            dated: self.dated,
            assumed: self.assumed.clone(),
            cuts: None,
            looks_left: self.looks_left,
            recorder: Silent,
        }
    }
}

impl<'a> Evaluator<'a, Silent> {
    fn divided_days(&mut self, window: &'a Window, body: &'a Expr, first: Day, last: Day) -> Vec<Stretch> {
        let level = self.frames.len();
        let cuts_are_all = only_compares(body, level);
        let mut cuts = Cuts {
            level,
            of_window: false,
            days: BTreeSet::new(),
        };
        let mut halvings = MOST_HALVINGS;
        // The longest first: what is left when no more may be divided is short.
        let mut open = BinaryHeap::from([(count(first, last), first, last)]);
        let mut found = Vec::new();
        while let Some((days, first, last)) = open.pop() {
            self.looks_left = self.looks_left.saturating_sub(1);
            let stretch = self.look(window, body, first, last, &mut cuts);
            if stretch.counts == Truths::NO {
                continue;
            }
            let certain = stretch.counts == Truths::YES && stretch.holds.is_single();
            if days <= 1 || certain || self.looks_left == 0 {
                found.push(stretch);
                continue;
            }
            let cut = cuts.within(first, last).or_else(|| {
                let halved = !cuts_are_all && !stretch.holds.is_single() && halvings > 0;
                halvings = halvings.saturating_sub(usize::from(halved));
                halved.then(|| middle(first, last).add_days(1))
            });
            match cut {
                Some(cut) => {
                    let before = cut.add_days(-1);
                    open.push((count(first, before), first, before));
                    open.push((count(cut, last), cut, last));
                }
                None => found.push(stretch),
            }
        }
        found.sort_by_key(|stretch| stretch.first);
        found
    }

    /// Whether days lie in the window, and what the condition comes to on them.
    fn look(&mut self, window: &'a Window, body: &'a Expr, first: Day, last: Day, cuts: &mut Cuts) -> Stretch {
        let dates = Dates::day_range(first, last);
        let mut noting = Cuts {
            days: std::mem::take(&mut cuts.days),
            level: cuts.level,
            of_window: true,
        };
        let outer = self.cuts.replace(noting);
        let counts = self.value_in_window(&Value::Date(dates.clone()), window, None);
        if let Some(cuts) = &mut self.cuts {
            cuts.of_window = false;
        }
        let holds = match counts {
            Truths::NO => Truths::NO,
            _ => {
                self.frames.push(Frame::Day(dates));
                let holds = self.truth(body);
                self.frames.pop();
                holds
            }
        };
        noting = std::mem::replace(&mut self.cuts, outer).unwrap_or(Cuts {
            level: cuts.level,
            of_window: false,
            days: BTreeSet::new(),
        });
        cuts.days = noting.days;
        Stretch {
            first,
            last,
            counts,
            holds,
        }
    }
}

#[cfg(test)]
mod tests;
