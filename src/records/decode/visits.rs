//! A record's visits.

use super::super::json::{Json, Member, Node, shown};
use super::super::patient::{Facts, Slot, Visit};
use super::{Decoder, Sink, Step};
use crate::codes::record as codes;
use crate::source::Span;
use crate::value::{Dates, Value};

impl<'f> Decoder<'f> {
    /// The visits, each with what belongs to the person.
    pub(super) fn visits(&self, sink: &mut Sink<'f>, node: &Node<'_>, person: &Facts) -> Vec<Visit> {
        let items = match &node.json {
            Json::Null => return Vec::new(),
            Json::Array(items) => items,
            _ => {
                let message = format!("`visits` is a list; this is {}", node.noun());
                sink.error(sink.at(&codes::WRONG_KIND, &node.at, message));
                return Vec::new();
            }
        };
        let mut visits = Vec::with_capacity(items.len());
        let mut names: Vec<(String, Span)> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Json::Object(members) = &item.json else {
                let message = format!("a visit is an object in braces; this is {}", item.noun());
                sink.error(sink.at(&codes::NOT_AN_OBJECT, &item.at, message));
                continue;
            };
            let step = (Step::Name("visits"), Step::Index(index));
            let visit = sink.within(step.0, |sink| {
                sink.within(step.1, |sink| self.visit(sink, item, members, person))
            });
            let Some((visit, place)) = visit else {
                continue;
            };
            if let Some((_, first)) = names.iter().find(|(name, _)| *name == visit.name) {
                let message = format!("two visits are named `{}`", shown(&visit.name));
                let error = codes::DUPLICATE_VISIT.at(place, message).label(*first, "first here");
                sink.error(error);
                continue;
            }
            names.push((visit.name.clone(), place));
            visits.push(visit);
        }
        visits
    }

    /// One visit and the place of its name.
    fn visit(
        &self,
        sink: &mut Sink<'f>,
        item: &Node<'_>,
        members: &[Member<'_>],
        person: &Facts,
    ) -> Option<(Visit, Span)> {
        let mut facts = self.facts(sink, members, &["visit", "date"]);
        for ((fact, slot), own) in self.facts.iter().zip(&mut facts.slots).zip(&person.slots) {
            if (fact.personal || fact.trial_date) && *slot == Slot::Absent {
                *slot = own.clone();
            }
        }
        sink.only(members, "visit");
        sink.only(members, "date");
        let date = item.get("date").and_then(|date| {
            let result = sink.dates("date", date);
            sink.keep(result)
        });
        let date = match date {
            Some((Value::Date(dates), _)) => dates,
            _ => Dates::all(),
        };
        let name = match item.get("visit") {
            Some(
                node @ Node {
                    json: Json::String(text) | Json::Number(text),
                    ..
                },
            ) if !text.trim().is_empty() => (text.trim().to_owned(), sink.span(&node.at)),
            other => {
                let at = other.map_or(item.at.start..item.at.start + 1, |node| node.at.clone());
                let error = sink
                    .at(&codes::BAD_VISIT, &at, "this visit has no name")
                    .help("\"visit\": \"month_1\"");
                sink.error(error);
                return None;
            }
        };
        Some((
            Visit {
                name: name.0,
                date,
                facts,
            },
            name.1,
        ))
    }
}
