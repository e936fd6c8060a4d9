//! Records: which of them count, how many, and what they add up to.

use super::days;
use super::domain::{self, union};
use super::evaluator::{Evaluator, Frame};
use super::recorder::Recorder;
use super::verdict::{LeafPart, Role, Why};
use crate::model::expr::{Aggregate, Extreme, Quantifier, Readings, Source};
use crate::model::{Expr, FactId, Type};
use crate::records::Slot;
use crate::source::Span;
use crate::value::{Comparison, Dates, Day, Number, Numbers, TimeScale, Truths, Value};

/// A record that counts, certainly or perhaps.
pub(super) struct Member<'a> {
    frame: Frame<'a>,
    counts: Truths,
    /// It stands for all of these days, and what the condition comes to on each of them.
    days: Option<(Day, Day, Truths)>,
}

/// The records of a source.
pub(super) struct Members<'a> {
    known: Vec<Member<'a>>,
    /// There may be further ones, of which nothing is known.
    further: Option<Frame<'a>>,
}

impl<'a, R: Recorder> Evaluator<'a, R> {
    /// The records of a list, the readings of a lab, the days of a window.
    fn members(&mut self, source: &'a Source, body: &'a Expr) -> Members<'a> {
        match source {
            Source::List { fact, filter, .. } => self.list_members(*fact, filter.as_ref()),
            Source::Readings(readings) => self.reading_members(readings),
            Source::Days(window) => match self.stretches(window, body) {
                Some(stretches) => Members {
                    known: stretches
                        .into_iter()
                        .map(|stretch| Member {
                            frame: Frame::Day(Dates::day_range(stretch.first, stretch.last)),
                            counts: stretch.counts,
                            days: Some((stretch.first, stretch.last, stretch.holds)),
                        })
                        .collect(),
                    further: None,
                },
                None => Members {
                    known: Vec::new(),
                    further: Some(Frame::Day(Dates::all())),
                },
            },
        }
    }

    fn list_members(&mut self, fact: FactId, filter: Option<&'a Expr>) -> Members<'a> {
        let facts = self.facts;
        let empty: &[crate::records::Record] = &[];
        let (records, open) = match facts.get(fact) {
            Slot::List(list) => (list.records.as_slice(), list.partial),
            _ => (empty, true),
        };
        let mut known = Vec::new();
        for (at, record) in records.iter().enumerate() {
            let frame = Frame::Record(fact, Some((at, record)));
            let counts = self.counts(&frame, filter);
            if counts.contains_yes() {
                known.push(Member {
                    frame,
                    counts,
                    days: None,
                });
            }
        }
        let mut further = None;
        if open {
            let frame = Frame::Record(fact, None);
            if self.counts(&frame, filter).contains_yes() {
                further = Some(frame);
            }
        }
        if R::ON {
            let name = self
                .trial
                .facts
                .get(fact.index())
                .map(|f| f.name.clone())
                .unwrap_or_default();
            let mut leaf = self.leaf(fact, name, None);
            leaf.part = LeafPart::List;
            if further.is_some() {
                leaf.open = Some(if matches!(facts.get(fact), Slot::Absent) {
                    Why::Missing
                } else {
                    Why::Partial
                });
            }
            let truths = if further.is_some() {
                Truths::UNKNOWN
            } else {
                Truths::YES
            };
            self.recorder.enter(Span::default());
            self.recorder
                .exit(Role::Leaf(Box::new(leaf)), &Value::Truth(truths), &Type::Truth);
        }
        Members { known, further }
    }

    fn counts(&mut self, frame: &Frame<'a>, filter: Option<&'a Expr>) -> Truths {
        let Some(filter) = filter else { return Truths::YES };
        self.with_frame(frame.clone(), |evaluator| evaluator.truth(filter).holds())
    }

    /// Runs `f` while a record is looked at.
    pub(super) fn with_frame<T>(&mut self, frame: Frame<'a>, f: impl FnOnce(&mut Self) -> T) -> T {
        if R::ON {
            let path = self.frame_path(&frame);
            self.recorder.enter(Span::default());
            self.frames.push(frame);
            let result = f(self);
            self.frames.pop();
            self.recorder
                .exit(Role::Record(path), &Value::Truth(Truths::UNKNOWN), &Type::Truth);
            result
        } else {
            self.frames.push(frame);
            let result = f(self);
            self.frames.pop();
            result
        }
    }

    /// Like [`Self::with_frame`] for a rule on the record, whose result is the record's own.
    fn value_with(&mut self, frame: Frame<'a>, body: &'a Expr) -> Value {
        if R::ON {
            let path = self.frame_path(&frame);
            self.recorder.enter(body.span);
            self.frames.push(frame);
            let value = self.eval(body);
            self.frames.pop();
            self.recorder.exit(Role::Record(path), &value, &body.ty);
            value
        } else {
            self.frames.push(frame);
            let value = self.eval(body);
            self.frames.pop();
            value
        }
    }

    fn frame_path(&self, frame: &Frame<'a>) -> String {
        let name = |fact: &FactId| {
            self.trial
                .facts
                .get(fact.index())
                .map(|f| f.name.clone())
                .unwrap_or_default()
        };
        match frame {
            Frame::Record(fact, Some((at, _))) | Frame::Reading(fact, at, _) => format!("{}[{at}]", name(fact)),
            Frame::Record(fact, None) | Frame::OpenReading(fact, ..) => name(fact),
            Frame::Day(dates) => match dates.days() {
                (first, last) if first == last => first.to_string(),
                (first, last) => format!("{first} to {last}"),
            },
        }
    }

    /// The body for each reading that may be the one that counts.
    pub(super) fn reading(&mut self, source: &'a Readings, body: &'a Expr) -> Value {
        let members = self.reading_members(source);
        let several = members.known.len() + usize::from(members.further.is_some()) > 1;
        let disagree = members.known.len() > 1;
        let mut result: Option<Value> = None;
        for frame in members
            .known
            .into_iter()
            .map(|member| member.frame)
            .chain(members.further)
        {
            let value = if several {
                self.value_with(frame, body)
            } else {
                self.frames.push(frame);
                let value = self.eval(body);
                self.frames.pop();
                value
            };
            result = Some(match result {
                Some(earlier) => union(earlier, value),
                None => value,
            });
        }
        let value = result.unwrap_or_else(|| domain::of_type(&body.ty));
        if R::ON && disagree && !domain::is_single(&value) {
            self.several_readings(source.lab, &value);
        }
        value
    }

    /// More than one reading may be the one that counts: that is told beside what each of them gives.
    fn several_readings(&mut self, lab: FactId, value: &Value) {
        let name = self
            .trial
            .facts
            .get(lab.index())
            .map(|f| f.name.clone())
            .unwrap_or_default();
        let mut leaf = self.leaf(lab, name.clone(), None);
        leaf.part = LeafPart::List;
        leaf.open = Some(Why::Conflict);
        self.recorder.enter(Span::default());
        self.recorder.exit(Role::Leaf(Box::new(leaf)), value, &Type::Truth);
        self.recorder.warn(super::verdict::Warning {
            code: "readings-disagree".to_owned(),
            message: format!("several readings of {name} may be the latest, and they disagree"),
            criterion: None,
            fact: Some(name),
        });
    }

    /// The readings that may count: all that qualify, or the latest of them.
    fn reading_members(&mut self, source: &'a Readings) -> Members<'a> {
        let facts = self.facts;
        let readings = match facts.get(source.lab) {
            Slot::Readings(readings) => readings.as_slice(),
            _ => &[],
        };
        let mut known: Vec<(Member<'a>, Option<Dates>)> = Vec::new();
        let mut expired = false;
        let mut inadmissible = false;
        for (at, reading) in readings.iter().enumerate() {
            let frame = Frame::Reading(source.lab, at, reading);
            let counts = self.qualifies(&frame, reading.date.as_ref(), source, &mut expired, &mut inadmissible);
            if counts.contains_yes() {
                let date = reading.date.clone().or_else(|| self.moment.clone());
                let member = Member {
                    frame,
                    counts,
                    days: None,
                };
                known.push((member, date));
            }
        }
        let judgement = self.trial.facts.get(source.lab.index()).is_some_and(|f| f.judgement);
        let why = match (readings.is_empty(), inadmissible, expired) {
            (true, ..) if judgement => Why::Judgement,
            (true, ..) => Why::Missing,
            (_, true, _) => Why::Inadmissible,
            (_, _, true) => Why::Expired,
            _ => Why::Imprecise,
        };
        let open = Frame::OpenReading(
            source.lab,
            why,
            source.filter.as_ref().map_or(Span::default(), |f| f.span),
        );
        match source.latest {
            None => Members {
                further: if readings.is_empty() { Some(open) } else { None },
                known: known.into_iter().map(|(member, _)| member).collect(),
            },
            Some(count) => latest(known, count.max(1) as usize, open),
        }
    }

    fn qualifies(
        &mut self,
        frame: &Frame<'a>,
        date: Option<&Dates>,
        source: &'a Readings,
        expired: &mut bool,
        inadmissible: &mut bool,
    ) -> Truths {
        let mut counts = Truths::YES;
        if let Some(date) = date {
            if let Some(moment) = &self.moment {
                counts = date.compare_days(Comparison::AtMost, moment);
            }
            if let Some(valid) = &source.valid
                && self.visit.is_none()
                && counts.contains_yes()
            {
                let valid = self.quietly(frame, valid);
                if valid == Truths::YES {
                    self.recorder.forget();
                }
                counts = counts.and(valid);
            }
        }
        if counts == Truths::NO {
            *expired = true;
            return counts;
        }
        if let Some(filter) = &source.filter {
            let qualifies = self.counts(frame, Some(filter));
            if qualifies != Truths::YES {
                *inadmissible = true;
            }
            counts = counts.and(qualifies);
        }
        counts
    }

    /// A condition on a reading whose parts are no reasons of the rule.
    fn quietly(&mut self, frame: &Frame<'a>, condition: &'a Expr) -> Truths {
        self.with_frame(frame.clone(), |evaluator| evaluator.truth(condition).holds())
    }

    /// So many records for which the body holds.
    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        source: &'a Source,
        body: &'a Expr,
        apart: Option<&'a (Expr, Expr)>,
    ) -> Truths {
        let members = self.members(source, body);
        let mut counted_out = Counted::default();
        let mut all = Truths::YES;
        for member in members.known {
            let frame = member.frame.clone();
            let holds = self.holds(&member, body);
            let left_out = if member.counts == Truths::YES {
                Truths::NONE
            } else {
                Truths::NOT_APPLICABLE
            };
            all = all.and(holds.union(left_out));
            if holds.contains_yes() {
                let certain = holds == Truths::YES && member.counts == Truths::YES;
                counted_out.take(
                    certain,
                    member.days.map_or(1, |(first, last, _)| days::count(first, last)),
                );
                if let Some((_, date)) = apart {
                    for frame in counted_out.frames(frame, &member.days, certain) {
                        self.frames.push(frame);
                        let date = self.dates(date);
                        self.frames.pop();
                        counted_out.date(certain, date);
                    }
                }
            }
        }
        let mut unlimited = counted_out.unlimited;
        if let Some(further) = members.further {
            let holds = match self.value_with(further, body) {
                Value::Truth(truths) => truths,
                _ => Truths::UNKNOWN,
            };
            unlimited |= holds.contains_yes();
            if holds.contains_no() {
                all = all.and(Truths::UNKNOWN);
            }
        }
        if quantifier == Quantifier::All {
            return all;
        }
        let (least, most) = match apart {
            None => (counted_out.least, counted_out.most),
            Some((distance, _)) => {
                let distance = self.durations(distance);
                let (least, most) = (&counted_out.least_dates, &counted_out.most_dates);
                (far_apart(least, &distance, true), far_apart(most, &distance, false))
            }
        };
        counted(quantifier, least, if unlimited { None } else { Some(most) })
    }

    /// What a condition comes to on a record; on many days what it comes to on each of them.
    fn holds(&mut self, member: &Member<'a>, body: &'a Expr) -> Truths {
        let ask = |evaluator: &mut Self| match evaluator.value_with(member.frame.clone(), body) {
            Value::Truth(truths) => truths,
            _ => Truths::UNKNOWN,
        };
        let holds = ask(self);
        let Some((first, last, looked)) = member.days else {
            return holds;
        };
        if R::ON && first < last && !holds.is_single() {
            // What is open is read on each of the days: by cases it is the same on all of them.
            ask(self);
            self.recorder.forget();
        }
        match holds.intersect(looked) {
            Truths::NONE => looked,
            both => both,
        }
    }

    /// One value out of many records.
    pub(super) fn aggregate(&mut self, op: Aggregate, source: &'a Source, body: &'a Expr, ty: &Type) -> Value {
        let members = self.members(source, body);
        let numeric = matches!(ty, Type::Number(..) | Type::Titre);
        if !numeric {
            return self.extreme_over(op, members, body, ty);
        }
        let mut gathered = Gathered::new(op);
        for member in members.known {
            let value = match self.value_with(member.frame, body) {
                Value::Number(numbers) => numbers,
                _ => Numbers::all(),
            };
            gathered.add(&value, member.counts == Truths::YES);
        }
        if let Some(further) = members.further {
            let value = match self.value_with(further, body) {
                Value::Number(numbers) => numbers,
                _ => Numbers::all(),
            };
            gathered.further(&value);
        }
        Value::Number(gathered.records())
    }

    fn extreme_over(&mut self, op: Aggregate, members: Members<'a>, body: &'a Expr, ty: &Type) -> Value {
        let extreme = if op == Aggregate::Highest {
            Extreme::Highest
        } else {
            Extreme::Lowest
        };
        let mut result: Option<Value> = None;
        let mut may_be_empty = true;
        for member in members.known {
            let value = self.value_with(member.frame, body);
            let with = match &result {
                Some(earlier) => extreme_of(extreme, earlier.clone(), value.clone()),
                None => value.clone(),
            };
            result = Some(if member.counts == Truths::YES {
                let alone = if may_be_empty { union(with, value) } else { with };
                may_be_empty = false;
                alone
            } else {
                let alone = if may_be_empty { union(with, value) } else { with };
                match result {
                    Some(earlier) => union(earlier, alone),
                    None => alone,
                }
            });
        }
        if let Some(further) = members.further {
            let value = self.value_with(further, body);
            result = Some(match result {
                Some(earlier) => union(extreme_of(extreme, earlier.clone(), value), earlier),
                None => value,
            });
        }
        match result {
            Some(value) if !may_be_empty => value,
            _ => domain::of_type(ty),
        }
    }
}

/// How many records meet a condition, certainly and at most.
#[derive(Debug, Default)]
struct Counted {
    least: usize,
    most: usize,
    /// Their dates, where they must lie apart.
    least_dates: Vec<Option<Dates>>,
    most_dates: Vec<Option<Dates>>,
    unlimited: bool,
}

impl Counted {
    fn take(&mut self, certain: bool, times: i64) {
        let times = usize::try_from(times).unwrap_or(0);
        self.most += times;
        self.least += if certain { times } else { 0 };
    }

    /// A record, or each of the days that it stands for. Of days beyond counting only the first is certain.
    fn frames<'a>(&mut self, frame: Frame<'a>, days: &Option<(Day, Day, Truths)>, certain: bool) -> Vec<Frame<'a>> {
        const MOST_DAYS: i64 = 40_000;
        let Some((first, last, _)) = *days else {
            return vec![frame];
        };
        let mut count = days::count(first, last);
        if count > MOST_DAYS {
            self.unlimited = true;
            count = i64::from(certain);
        }
        (0..count)
            .map(|day| Frame::Day(Dates::day(first.add_days(day))))
            .collect()
    }

    fn date(&mut self, certain: bool, date: Dates) {
        if certain {
            self.least_dates.push(Some(date.clone()));
        }
        self.most_dates.push(Some(date));
    }
}

/// The latest readings. Readings of one day are all possible, whatever the time.
fn latest<'a>(known: Vec<(Member<'a>, Option<Dates>)>, count: usize, open: Frame<'a>) -> Members<'a> {
    let certain = known.iter().filter(|(member, _)| member.counts == Truths::YES).count();
    let days: Vec<(Truths, Option<(crate::value::Day, crate::value::Day)>)> = known
        .iter()
        .map(|(member, date)| (member.counts, date.as_ref().map(Dates::days)))
        .collect();
    let mut kept = Vec::new();
    for (at, (member, _)) in known.into_iter().enumerate() {
        let last = days.get(at).and_then(|(_, days)| *days).map(|(_, high)| high);
        // So many certain readings are later, whatever the days turn out to be.
        let later = days
            .iter()
            .enumerate()
            .filter(|(other, (counts, days))| {
                *other != at && *counts == Truths::YES && days.zip(last).is_some_and(|((low, _), last)| low > last)
            })
            .count();
        if later < count {
            kept.push(member);
        }
    }
    let exact = kept.len() == count;
    if count > 1 && !exact {
        for member in &mut kept {
            member.counts = Truths::UNKNOWN;
        }
    }
    Members {
        known: kept,
        further: if certain < count { Some(open) } else { None },
    }
}

/// Whether so many hold, where at least `least` and at most `most` of them do.
pub(super) fn counted(quantifier: Quantifier, least: usize, most: Option<usize>) -> Truths {
    let reaches = |n: usize| most.is_none_or(|most| most >= n);
    let (yes, no) = match quantifier {
        Quantifier::Any => (reaches(1), least < 1),
        Quantifier::None => (least == 0, reaches(1)),
        Quantifier::AtLeast(n) => (reaches(n as usize), least < n as usize),
        Quantifier::AtMost(n) => (least <= n as usize, reaches(n as usize + 1)),
        Quantifier::Exactly(n) => {
            let n = n as usize;
            (least <= n && reaches(n), !(least == n && most == Some(n)))
        }
        Quantifier::All => (true, true),
    };
    match (yes, no) {
        (true, false) => Truths::YES,
        (false, true) => Truths::NO,
        _ => Truths::UNKNOWN,
    }
}

/// How many of the dates lie so far apart from each other: at least (`certain`) or at most.
fn far_apart(dates: &[Option<Dates>], distance: &crate::value::Durations, certain: bool) -> usize {
    let mut days: Vec<crate::value::Day> = Vec::new();
    for date in dates {
        match date.as_ref().and_then(Dates::as_day) {
            Some(day) => days.push(day),
            None if certain => {}
            None => return dates.len(),
        }
    }
    days.sort_unstable();
    let mut count = 0;
    let mut next: Option<Dates> = None;
    for day in days {
        let day = Dates::day(day);
        let free = next
            .as_ref()
            .map_or(Truths::YES, |next| day.compare_days(Comparison::AtLeast, next));
        if free == Truths::YES || (!certain && free.contains_yes()) {
            count += 1;
            next = Some(super::time::shift(&day, distance, false));
        }
    }
    if certain && count == 0 {
        usize::from(!dates.is_empty())
    } else {
        count
    }
}

/// The higher or the lower of two values of one kind.
pub(super) fn extreme_of(extreme: Extreme, a: Value, b: Value) -> Value {
    let highest = extreme == Extreme::Highest;
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(if highest { a.highest_of(&b) } else { a.lowest_of(&b) }),
        (Value::Choice(a), Value::Choice(b)) => Value::Choice(if highest { a.highest_of(b) } else { a.lowest_of(b) }),
        (Value::Date(a), Value::Date(b)) => Value::Date(if highest {
            Dates::range(a.low().max(b.low()), a.high().max(b.high()))
        } else {
            Dates::range(a.low().min(b.low()), a.high().min(b.high()))
        }),
        (Value::Duration(a), Value::Duration(b)) => {
            let (a, b) = if a.scale == b.scale {
                (a, b)
            } else {
                (a.to_scale(TimeScale::Days), b.to_scale(TimeScale::Days))
            };
            let amount = if highest {
                a.amount.highest_of(&b.amount)
            } else {
                a.amount.lowest_of(&b.amount)
            };
            Value::Duration(crate::value::Durations { scale: a.scale, amount })
        }
        (a, b) => union(a, b),
    }
}

/// One number out of several, all of which count.
pub(super) fn several(op: Aggregate, values: &[Numbers]) -> Numbers {
    let mut gathered = Gathered::new(op);
    for value in values {
        gathered.add(value, true);
    }
    gathered.records()
}

/// Numbers that count certainly or perhaps, on the way to one number.
pub(super) struct Gathered {
    op: Aggregate,
    /// The result if at least one counts.
    result: Option<Numbers>,
    may_be_empty: bool,
    certain: usize,
    exact: bool,
    values: Vec<Numbers>,
    perhaps: usize,
    unlimited: bool,
}

impl Gathered {
    pub(super) fn new(op: Aggregate) -> Self {
        Self {
            op,
            result: None,
            may_be_empty: true,
            certain: 0,
            exact: true,
            values: Vec::new(),
            perhaps: 0,
            unlimited: false,
        }
    }

    pub(super) fn add(&mut self, value: &Numbers, certain: bool) {
        self.values.push(value.clone());
        if certain {
            self.certain += 1;
        } else {
            self.perhaps += 1;
            self.exact = false;
        }
        let with = |earlier: &Numbers| match self.op {
            Aggregate::Highest => earlier.highest_of(value),
            Aggregate::Lowest => earlier.lowest_of(value),
            _ => earlier.add(value),
        };
        let joined = self.result.as_ref().map(with);
        let mut next = match (joined, self.may_be_empty) {
            (Some(joined), true) => joined.union(value),
            (Some(joined), false) => joined,
            (None, _) => value.clone(),
        };
        if certain {
            self.may_be_empty = false;
        } else if let Some(earlier) = &self.result {
            next = next.union(earlier);
        }
        self.result = Some(next);
    }

    /// There may be any number of further records with such a value.
    fn further(&mut self, value: &Numbers) {
        self.unlimited = true;
        self.exact = false;
        self.values.push(value.clone());
        let zero = Numbers::point(Number::zero());
        let open = match self.op {
            Aggregate::Sum => {
                let base = match (&self.result, self.may_be_empty) {
                    (Some(result), true) => result.union(&zero),
                    (Some(result), false) => result.clone(),
                    (None, _) => zero.clone(),
                };
                if value == &zero {
                    base
                } else if value.is_subset(&Numbers::at_least(Number::zero())) {
                    base.add(&Numbers::at_least(Number::zero()))
                } else {
                    Numbers::all()
                }
            }
            Aggregate::Highest => self
                .result
                .as_ref()
                .map_or_else(|| value.clone(), |r| r.union(&r.highest_of(value)).union(value)),
            Aggregate::Lowest => self
                .result
                .as_ref()
                .map_or_else(|| value.clone(), |r| r.union(&r.lowest_of(value)).union(value)),
            _ => Numbers::all(),
        };
        // An empty list has the sum zero, which is already in; highest and lowest of nothing stay open.
        self.result = Some(open);
    }

    /// Over rows of a score: where none holds the result is zero.
    pub(super) fn rows(self) -> Numbers {
        let zero = Numbers::point(Number::zero());
        if self.op == Aggregate::Count {
            return self.records();
        }
        match self.result {
            Some(result) if self.may_be_empty => result.union(&zero),
            Some(result) => result,
            None => zero,
        }
    }

    /// Over records: the sum of none is zero, the highest, lowest or mean of none is open.
    pub(super) fn records(self) -> Numbers {
        let count = |n: usize| Number::from(i64::try_from(n).unwrap_or(i64::MAX));
        match self.op {
            Aggregate::Count => {
                let least = count(self.certain);
                if self.unlimited {
                    Numbers::at_least(least)
                } else {
                    (self.certain..=self.certain + self.perhaps)
                        .take(64)
                        .fold(Numbers::none(), |all, n| all.union(&Numbers::point(count(n))))
                        .union(&Numbers::closed(
                            count(self.certain + self.perhaps.min(63)),
                            count(self.certain + self.perhaps),
                        ))
                }
            }
            Aggregate::Sum if self.unlimited => self.result.unwrap_or_else(Numbers::all),
            Aggregate::Sum => self.rows(),
            Aggregate::Highest | Aggregate::Lowest => match self.result {
                Some(result) if !self.may_be_empty => result,
                _ => Numbers::all(),
            },
            Aggregate::Mean | Aggregate::Median => self.middle(),
        }
    }

    fn middle(self) -> Numbers {
        if self.certain == 0 {
            return Numbers::all();
        }
        let points: Option<Vec<Number>> = self.values.iter().map(|v| v.as_point().cloned()).collect();
        if self.exact {
            let n = Number::from(i64::try_from(self.certain).unwrap_or(i64::MAX));
            if self.op == Aggregate::Mean {
                let sum = self
                    .values
                    .iter()
                    .fold(Numbers::point(Number::zero()), |sum, value| sum.add(value));
                return sum.div(&Numbers::point(n));
            }
            if let Some(mut points) = points {
                points.sort();
                let half = points.len() / 2;
                let upper = points.get(half).cloned().unwrap_or_default();
                if points.len() % 2 == 1 {
                    return Numbers::point(upper);
                }
                let lower = points.get(half.saturating_sub(1)).cloned().unwrap_or_default();
                return Numbers::point(&lower + &upper).div(&Numbers::point(Number::from(2)));
            }
        }
        // Between the lowest and the highest that may count.
        let all = self.values.iter().fold(Numbers::none(), |all, value| all.union(value));
        Numbers::interval(all.low(), all.high())
    }
}
