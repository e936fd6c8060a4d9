//! Dates and periods.

use super::super::json::{Json, Node};
use super::Sink;
use super::scalar::{Possible, Shape, says_nothing, shape};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::value::{Dates, Instant, Value, parse_date};

/// How a record writes a period.
pub(crate) const A_PERIOD: &str = "{\"from\": \"2026-03-01\", \"to\": \"2026-04-15\"}";

impl Sink<'_> {
    /// A date, or what is known of it.
    pub(super) fn dates(&self, name: &str, node: &Node<'_>) -> Result<(Value, String), Diagnostic> {
        let one = |node: &Node<'_>| match &node.json {
            Json::String(text) => match parse_date(text.trim()) {
                Ok(dates) => Ok((dates, text.trim().to_owned())),
                Err(_) if says_nothing(text) => Err(self.wrong_kind(name, "a date, such as 2026-03-09", node)),
                Err(error) => {
                    let message = format!("`{name}` is a date: {error}");
                    let error = self.at(&codes::IMPOSSIBLE_DATE, &node.at, message);
                    Err(match readings(text.trim()) {
                        Some(help) => error.help(help),
                        None => error,
                    })
                }
            },
            Json::Number(text) if text.len() == 4 => Err(self
                .wrong_kind(name, "a date", node)
                .help(format!("a year is written in quotes: \"{text}\""))),
            _ => Err(self.wrong_kind(name, "a date, such as 2026-03-09", node)),
        };
        match shape(self, node)? {
            Shape::One(node) => one(node).map(|(dates, words)| (Value::Date(dates), words)),
            Shape::OneOf(nodes) => {
                let all = nodes.iter().map(one).collect::<Result<Vec<_>, _>>()?;
                let words = all
                    .iter()
                    .map(|(_, words)| words.as_str())
                    .collect::<Vec<_>>()
                    .join(" or ");
                Ok((
                    Value::Date(all.iter().fold(Dates::none(), |sum, (dates, _)| sum.union(dates))),
                    words,
                ))
            }
            Shape::Between(low, high) => {
                let ((low, first), (high, last)) = (one(low)?, one(high)?);
                let dates = Dates::range(low.low(), high.high());
                if dates.is_empty() {
                    return Err(self.reversed(node, &first, &last));
                }
                Ok((Value::Date(dates), format!("{first} to {last}")))
            }
        }
    }

    /// A period. What is not said of its ends may be anything.
    pub(super) fn period(&self, name: &str, node: &Node<'_>) -> Result<Possible, Diagnostic> {
        let (from, to) = (node.get("from"), node.get("to"));
        if from.is_none() && to.is_none() {
            let error = self.wrong_kind(name, "a period", node);
            return Err(error.help(A_PERIOD));
        }
        let end = |end: Option<&Node<'_>>| match end {
            None => Ok((Dates::all(), "…".to_owned())),
            Some(end) => match self.dates(name, end)? {
                (Value::Date(dates), words) => Ok((dates, words)),
                (_, words) => Ok((Dates::all(), words)),
            },
        };
        let ((first, start), (last, stop)) = (end(from)?, end(to)?);
        // It does not end before it begins; without an end it may still be going on. Days are what counts.
        let (first_day, last_day) = (first.days().0, last.days().1);
        let last = last.intersect(&Dates::range(first_day.start(), Instant::LAST));
        let first = first.intersect(&Dates::range(Instant::FIRST, last_day.end()));
        if first.is_empty() || last.is_empty() {
            let message = format!("`{name}` ends before it begins: {start} to {stop}");
            let error = self.at(&codes::NOTHING_LEFT, &node.at, message);
            return Err(error.help("`from` is the earlier day"));
        }
        Ok(Possible {
            value: Value::Period(first, last),
            original: format!("{start} to {stop}"),
            conversion: None,
        })
    }
}

/// `02/03/2026` in the two ways it may be meant.
fn readings(text: &str) -> Option<String> {
    let mut parts = text.split(['/', '.', '-']);
    let (Some(first), Some(second), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !short(first) || !short(second) {
        return None;
    }
    let both = [
        format!("{year}-{second:0>2}-{first:0>2}"),
        format!("{year}-{first:0>2}-{second:0>2}"),
    ];
    let mut possible: Vec<String> = both.into_iter().filter(|date| parse_date(date).is_ok()).collect();
    possible.dedup();
    let possible: Vec<String> = possible.into_iter().map(|date| format!("`{date}`")).collect();
    (!possible.is_empty()).then(|| possible.join(" or "))
}
