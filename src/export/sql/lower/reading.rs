//! Readings of labs: which of them count, and what each of those gives.

use super::super::build::{self, Sql, and, case, compare, first_known, missing, null, or, truth};
use super::super::dialect::Fold;
use super::super::tree::Tree;
use super::{Ends, Frame, Lower, PATIENT};
use crate::model::FactId;
use crate::model::expr::Readings;
use crate::value::{Comparison, Day};

/// The readings of a lab that count, chosen once for all criteria.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Whose and which: the lab and the conditions.
    key: (FactId, String),
    /// What stands before it.
    pub depth: usize,
    /// The column of the latest day, and what it is.
    pub day: (String, Sql),
    /// The column of the readings, and what it is.
    pub kept: (String, Sql),
    /// Whether it is certain which readings count.
    certain: bool,
}

/// Conditions on one reading.
struct Counts {
    /// Whether it counts.
    counts: Sql,
    /// Its day at the earliest, and at the latest.
    first: Sql,
    last: Sql,
}

impl<'a> Lower<'a> {
    /// What each reading gives that may be the one that counts, or the one that there is not.
    pub(super) fn reading<T: Clone>(
        &mut self,
        source: &'a Readings,
        body: &mut dyn FnMut(&mut Self) -> Tree<T>,
    ) -> Tree<T> {
        let met = self.parts.len();
        let (list, day, certain) = self.latest(source);
        let var = self.new_name();
        self.frames.push(Frame::Reading(source.lab, var.clone()));
        let given = body(self);
        self.frames.pop();
        self.frames.push(Frame::OpenReading(source.lab));
        let without = body(self);
        self.frames.pop();
        if self.parts.len() > met {
            let span = self.fact(source.lab).map(|fact| fact.span).unwrap_or_default();
            self.refuse(span, "a numbered part within one reading", "number the whole condition");
        }
        Tree::Each {
            list,
            var,
            body: Box::new(given),
            without: Box::new(without),
            perhaps_without: (!certain).then(|| missing(day)),
        }
    }

    /// The readings of the latest day, that day, and whether it is certain which they are.
    fn latest(&mut self, source: &'a Readings) -> (Sql, Sql, bool) {
        if source.latest != Some(1) {
            let span = source
                .filter
                .as_ref()
                .or(source.valid.as_ref())
                .map(|e| e.span)
                .unwrap_or_default();
            self.refuse(
                span,
                "the latest several readings",
                "ask for any or all of the readings of a time",
            );
            return (null(), null(), true);
        }
        let staged = self.frames.is_empty() && self.assumed.is_empty();
        let key = (
            source.lab,
            format!("{:?} {:?} {:?}", source.valid, source.filter, self.moment),
        );
        if staged && let Some(stage) = self.stages.iter().find(|stage| stage.key == key) {
            let column = |name: &str| self.dialect.field(PATIENT, name);
            return (column(&stage.kept.0), column(&stage.day.0), stage.certain);
        }
        let before = self.stages.len();
        let list = self.column(source.lab);
        let var = self.new_name();
        let one = self.counts(source, &var);
        let certain = source.filter.is_none() && self.moment_is_known();
        let days = case([(one.counts.clone(), one.first.clone())], null());
        let day = self.dialect.fold(Fold::Highest, list.clone(), &var, days);
        let kept_var = self.new_name();
        let kept_one = self.counts(source, &kept_var);
        let keep = |day: Sql| match certain {
            true => and([
                kept_one.counts.clone(),
                compare(kept_one.last.clone(), Comparison::Equal, day),
            ]),
            false => and([
                first_known([kept_one.counts.clone(), truth(true)]),
                or([
                    missing(day.clone()),
                    compare(kept_one.last.clone(), Comparison::AtLeast, day),
                ]),
            ]),
        };
        if !staged {
            let kept = self.dialect.filter(list, &kept_var, keep(day.clone()));
            return (kept, day, certain);
        }
        let name = self.fact(source.lab).map(|fact| fact.name.clone()).unwrap_or_default();
        let of_lab = self.stages.iter().filter(|stage| stage.key.0 == source.lab).count();
        let number = if of_lab == 0 {
            String::new()
        } else {
            format!(" {}", of_lab + 1)
        };
        let (day_name, kept_name) = (format!("{name} latest day{number}"), format!("{name} latest{number}"));
        let day_column = self.dialect.field(PATIENT, &day_name);
        let kept = self.dialect.filter(list, &kept_var, keep(day_column.clone()));
        let depth = self.stages.iter().skip(before).map(|stage| stage.depth + 1).max();
        // Other readings that its conditions read are chosen before it.
        let used = self.stages.iter().take(before).filter(|stage| {
            let names = format!("{day} {kept}");
            names.contains(&stage.kept.0)
        });
        let depth = used.map(|stage| stage.depth + 1).max().max(depth).unwrap_or(0);
        self.stages.push(Stage {
            key,
            depth,
            day: (day_name, day),
            kept: (kept_name.clone(), kept),
            certain,
        });
        (self.dialect.field(PATIENT, &kept_name), day_column, certain)
    }

    fn moment_is_known(&self) -> bool {
        self.moment.is_none() && self.trial.assessed_at.is_some()
    }

    /// Whether a reading counts, and its day. One without a date counts as of the moment that is looked at.
    fn counts(&mut self, source: &'a Readings, var: &str) -> Counts {
        let date = self.dialect.field(var, "date");
        let moment = match self.moment() {
            Tree::One(Ends { first, last }) if first == last => first,
            _ => {
                let span = source.valid.as_ref().map(|valid| valid.span).unwrap_or_default();
                self.refuse(span, "a reading as of one of several dates", "name one date");
                null()
            }
        };
        self.frames.push(Frame::Reading(source.lab, var.to_owned()));
        let outer = self.moment.clone();
        let in_time = match &source.valid {
            Some(valid) => {
                self.undated(true);
                let valid = self.holds(valid);
                self.undated(false);
                valid
            }
            None => truth(true),
        };
        let qualifies = match &source.filter {
            Some(filter) => self.holds(filter),
            None => truth(true),
        };
        self.moment = outer;
        self.frames.pop();
        let dated = and([compare(date.clone(), Comparison::AtMost, moment.clone()), in_time]);
        let known = self.moment_is_known();
        let end = |day: Day| if known { null() } else { build::date(day) };
        Counts {
            counts: and([or([missing(date.clone()), dated]), qualifies]),
            first: first_known([date.clone(), moment.clone(), end(Day::FIRST)]),
            last: first_known([date, moment, end(Day::LAST)]),
        }
    }

    /// The readings of a lab as a list: whether one counts, and whether there are none at all.
    pub(super) fn all_readings(&mut self, source: &'a Readings, var: &str) -> (Sql, Sql, Sql) {
        let list = self.column(source.lab);
        let counts = self.counts(source, var).counts;
        let none = or([missing(list.clone()), self.dialect.is_empty(list.clone())]);
        (list, counts, none)
    }
}
