//! What a worked case says of a patient, as a record: so it comes in by the patients' door, with all its checks.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use crate::codes::check::EXAMPLE_VALUE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::eval;
use crate::model::{Example, Kind, Trial};
use crate::records::A_PERIOD;
use crate::source::Span;
use crate::syntax::ast::{AssignedValue, Assignment, Direction, Expr, Limit, Moment, Node, Operator};
use crate::syntax::print_expr;
use crate::value::{Dates, Durations, TimeScale, parse_date};

/// The day of assessment, and of any date that a case counts from without giving it.
pub const DAY: &str = "2026-06-01";
/// The same where hours are counted.
const INSTANT: &str = "2026-06-01T12:00";

/// A case's record and where each of its values was written.
pub struct Written {
    /// JSON.
    pub text: String,
    /// Stretches of the text with their places in the rules, inner ones first.
    places: Vec<(Range<usize>, Span)>,
}

impl Written {
    /// The record of a case; values that no record can hold are told.
    pub fn of(trial: &Trial, example: &Example, out: &mut Diagnostics) -> Self {
        let mut writer = Writer {
            out,
            written: Self {
                text: String::new(),
                places: Vec::new(),
            },
            dates: dates_of(trial, example),
            known: known_dates(trial),
        };
        writer.written.text.push_str("{\"id\":\"example\"");
        let unsaid: Vec<(String, String)> = writer
            .dates
            .iter()
            .filter(|(name, _)| !example.facts.iter().any(|fact| fact.name.node == **name))
            .map(|(name, date)| (name.clone(), date.clone()))
            .collect();
        for (name, date) in unsaid {
            let _ = write!(writer.written.text, ",{}:{}", quoted(&name), quoted(&date));
        }
        for assignment in &example.facts {
            writer.written.text.push(',');
            writer.member(assignment);
        }
        writer.written.text.push('}');
        writer.written
    }

    /// A finding about the record as one about the rules.
    pub fn back(&self, mut finding: Diagnostic, whole: Span) -> Diagnostic {
        for label in &mut finding.labels {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            let place = self.places.iter().find(|(at, _)| at.start <= start && end <= at.end);
            label.span = place.map_or(whole, |(_, span)| *span);
        }
        finding.fix = None;
        if finding.help.as_deref() == Some(A_PERIOD) {
            finding.help = Some("from 2026-03-01 to 2026-04-15    from 3 weeks before screening".to_owned());
        }
        finding
    }
}

struct Writer<'a> {
    out: &'a mut Diagnostics,
    written: Written,
    /// The dates of the case: given, or counted from.
    dates: BTreeMap<String, String>,
    /// The dates that there are.
    known: Vec<String>,
}

impl Writer<'_> {
    fn member(&mut self, assignment: &Assignment) {
        let start = self.written.text.len();
        self.written.text.push_str(&quoted(&assignment.name.node));
        let at = start..self.written.text.len();
        self.written.text.push(':');
        self.value(&assignment.value);
        self.written.places.push((at, assignment.name.span));
    }

    fn value(&mut self, value: &AssignedValue) {
        let start = self.written.text.len();
        let span = match value {
            AssignedValue::Expr(expr) => {
                match json_of(expr) {
                    Some(json) => self.written.text.push_str(&json),
                    None => self.no_value(expr),
                }
                expr.span
            }
            AssignedValue::Moment(moment) => {
                match self.date_of(moment) {
                    Some(date) => self.written.text.push_str(&quoted(&date)),
                    None => self.written.text.push_str("null"),
                }
                moment.span
            }
            AssignedValue::OneOf(options, span) => {
                let options: Vec<String> = options.iter().map(|option| quoted(&option.node)).collect();
                let _ = write!(self.written.text, "{{\"one_of\":[{}]}}", options.join(","));
                *span
            }
            AssignedValue::Between(low, high) => {
                self.written.text.push_str("{\"between\":[");
                for (at, end) in [low, high].into_iter().enumerate() {
                    self.written.text.push_str(if at == 0 { "" } else { "," });
                    match json_of(end) {
                        Some(json) => self.written.text.push_str(&json),
                        None => self.no_value(end),
                    }
                }
                self.written.text.push_str("]}");
                low.span.to(high.span)
            }
            AssignedValue::Period(from, to, span) => {
                for (at, (word, end)) in [("from", Some(from)), ("to", to.as_ref())].into_iter().enumerate() {
                    let Some(end) = end else { continue };
                    let date = self.date_of(end).map_or("null".to_owned(), |date| quoted(&date));
                    let _ = write!(
                        self.written.text,
                        "{}\"{word}\":{date}",
                        if at == 0 { "{" } else { "," }
                    );
                }
                self.written.text.push('}');
                *span
            }
            AssignedValue::Records { partial, records, span } => {
                self.written
                    .text
                    .push_str(if *partial { "{\"partial\":[" } else { "[" });
                for (at, record) in records.iter().enumerate() {
                    self.written.text.push_str(if at == 0 { "{" } else { ",{" });
                    for (at, assignment) in record.iter().enumerate() {
                        self.written.text.push_str(if at == 0 { "" } else { "," });
                        self.member(assignment);
                    }
                    self.written.text.push('}');
                }
                self.written.text.push_str(if *partial { "]}" } else { "]" });
                *span
            }
        };
        self.written.places.push((start..self.written.text.len(), span));
    }

    fn no_value(&mut self, expr: &Expr) {
        self.written.text.push_str("null");
        let found = EXAMPLE_VALUE.at(expr.span, format!("`{}` is no value of a record", print_expr(expr)));
        self.out
            .push(found.help("130 U/L    4.2*ULN    \"<20 [IU]/mL\"    yes    2026-05-01    13 days before screening"));
    }

    /// A date, or one counted from another.
    fn date_of(&mut self, moment: &Moment) -> Option<String> {
        let anchor = match moment.anchor.node.as_ref() {
            Node::Date(text) => text.clone(),
            // `to ">=2026-06-01"`: still going on.
            Node::Text(text) if moment.shift.is_none() => text.clone(),
            Node::Name(name) => match self.dates.get(name) {
                Some(date) => date.clone(),
                None => {
                    let nearest = crate::suggest::nearest(name, self.known.iter().map(String::as_str));
                    let found =
                        EXAMPLE_VALUE.at(moment.anchor.span, format!("there is no date `{name}` to count from"));
                    self.out.push(match nearest.is_empty() {
                        true => found.help("a date of the trial, or a day such as 2026-06-01"),
                        false => found.help(format!("{}?", crate::suggest::or_list(&nearest))),
                    });
                    return None;
                }
            },
            _ => {
                self.no_value(&moment.anchor);
                return None;
            }
        };
        let Some((length, direction)) = moment.shift.as_ref() else {
            return Some(anchor);
        };
        let Some(duration) = duration_of(length) else {
            let found = EXAMPLE_VALUE.at(length.span, "a length of time is expected here");
            self.out.push(found.help("13 days    4 weeks    3 months    75 h"));
            return None;
        };
        let anchor = parse_date(&anchor).ok()?;
        let shifted = eval::shift(&anchor, &duration, direction.node == Direction::Before);
        let written = written_date(&shifted);
        if written.is_none() {
            let found = EXAMPLE_VALUE.at(moment.span, "hours are counted from an instant, not from a day");
            self.out
                .push(found.help("give the anchor with its time:  2026-06-10T09:30"));
        }
        written
    }
}

/// The dates of the header, and facts that are dates.
fn known_dates(trial: &Trial) -> Vec<String> {
    let facts = trial.facts.iter().chain(&trial.example_facts);
    let facts = facts.filter(|fact| matches!(fact.kind, Kind::Date));
    let mut names: Vec<String> = facts
        .map(|fact| fact.name.clone())
        .chain(trial.dates.iter().cloned())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The dates that a case gives or counts from, by name.
fn dates_of(trial: &Trial, example: &Example) -> BTreeMap<String, String> {
    let mut dates = BTreeMap::new();
    let assessed = trial.assessed_at.and_then(|fact| trial.facts.get(fact.index()));
    if let Some(assessed) = assessed {
        dates.insert(assessed.name.clone(), DAY.to_owned());
    }
    let known = known_dates(trial);
    anchors(&example.facts, &mut |name, hours| {
        let date = if hours { INSTANT } else { DAY };
        if known.iter().any(|date| date == name) && (hours || !dates.contains_key(name)) {
            dates.insert(name.to_owned(), date.to_owned());
        }
    });
    for assignment in &example.facts {
        if let AssignedValue::Expr(expr) = &assignment.value
            && let Node::Date(text) = expr.node.as_ref()
        {
            dates.insert(assignment.name.node.clone(), text.clone());
        }
    }
    dates
}

/// Calls `f` on every name that is counted from, and whether hours are.
fn anchors(assignments: &[Assignment], f: &mut dyn FnMut(&str, bool)) {
    let moment = |moment: &Moment, f: &mut dyn FnMut(&str, bool)| {
        if let Node::Name(name) = moment.anchor.node.as_ref() {
            let length = moment.shift.as_ref().and_then(|(length, _)| duration_of(length));
            f(name, length.is_some_and(|length| length.scale == TimeScale::Hours));
        }
    };
    for assignment in assignments {
        match &assignment.value {
            AssignedValue::Moment(counted) => moment(counted, f),
            AssignedValue::Period(from, to, _) => {
                moment(from, f);
                to.iter().for_each(|to| moment(to, f));
            }
            AssignedValue::Records { records, .. } => records.iter().for_each(|record| anchors(record, f)),
            AssignedValue::Expr(_) | AssignedValue::OneOf(..) | AssignedValue::Between(..) => {}
        }
    }
}

fn duration_of(expr: &Expr) -> Option<Durations> {
    match expr.node.as_ref() {
        Node::Quantity(number, unit) => Durations::parse(&format!("{number} {}", unit.node)),
        _ => None,
    }
}

fn written_date(dates: &Dates) -> Option<String> {
    match (dates.as_instant(), dates.as_day()) {
        (Some(instant), _) => Some(instant.to_string()),
        (None, Some(day)) => Some(day.to_string()),
        _ => None,
    }
}

/// A value as a record writes it.
fn json_of(expr: &Expr) -> Option<String> {
    Some(match expr.node.as_ref() {
        Node::Number(text) => text.clone(),
        Node::Quantity(number, unit) => quoted(&format!("{number} {}", unit.node)),
        Node::Titre(denominator) => quoted(&format!("1:{denominator}")),
        Node::Date(text) | Node::Text(text) | Node::Mark(text) => quoted(text),
        Node::Name(word) => match word.as_str() {
            "yes" => "true".to_owned(),
            "no" => "false".to_owned(),
            word => quoted(word),
        },
        Node::Negative(inner) => match inner.node.as_ref() {
            Node::Number(text) => format!("-{text}"),
            Node::Quantity(number, unit) => quoted(&format!("-{number} {}", unit.node)),
            _ => return None,
        },
        // The value and its limit in the unit of the declaration, the limit being one of it.
        Node::Limit(limit, None) => reading("1", *limit),
        Node::Binary(factor, operator, limit) if operator.node == Operator::Multiply => {
            match (factor.node.as_ref(), limit.node.as_ref()) {
                (Node::Number(text), Node::Limit(limit, None)) => reading(text, *limit),
                _ => return None,
            }
        }
        _ => return None,
    })
}

fn reading(value: &str, limit: Limit) -> String {
    let limit = match limit {
        Limit::Upper => "high",
        Limit::Lower => "low",
    };
    format!("{{\"value\":{value},\"{limit}\":1}}")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
