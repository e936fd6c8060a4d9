//! Lists of records.

use super::super::json::{Json, Member, Node};
use super::super::patient::{Known, Record, Records, Slot};
use super::{Sink, Step};
use crate::codes::record as codes;
use crate::diagnostic::Diagnostic;
use crate::model::{Fact, Kind, List, Options};
use crate::source::Span;
use crate::value::{Choices, Value};

impl<'p> Sink<'p> {
    /// The records of a list.
    pub(super) fn list(&mut self, fact: &'p Fact, list: &'p List, node: &Node<'_>) -> Slot {
        let Some((items, partial)) = self.items(fact, node) else {
            return Slot::Absent;
        };
        let mut records = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let Json::Object(members) = &item.json else {
                let message = format!(
                    "a record of `{}` is an object in braces; this is {}",
                    fact.name,
                    item.noun()
                );
                self.error(self.at(&codes::NOT_AN_OBJECT, &item.at, message));
                continue;
            };
            let fields = self.within(Step::Index(index), |sink| sink.fields(&list.fields, members, &[]));
            records.push(Record {
                fields,
                span: self.span(&item.at),
            });
        }
        let key = list.key.and_then(|key| Some((key, list.fields.get(key)?)));
        if let Some((key, field)) = key
            && let Kind::Choice(options) = &field.kind
        {
            let records = self.by_key(fact, list, (key, field), options, &records, node);
            return Slot::List(Records {
                records,
                partial: false,
            });
        }
        Slot::List(Records { records, partial })
    }

    /// The array of a list, and whether there may be others.
    fn items<'n, 'a>(&mut self, fact: &Fact, node: &'n Node<'a>) -> Option<(&'n [Node<'a>], bool)> {
        match &node.json {
            Json::Array(items) => return Some((items, false)),
            Json::Object(members) => {
                let partial = members.iter().find(|member| member.key == "partial");
                if let Some(Member {
                    value:
                        Node {
                            json: Json::Array(items),
                            ..
                        },
                    ..
                }) = partial
                {
                    return Some((items, true));
                }
                if let Some(member) = partial {
                    let error = self.not_a_list(fact, &member.value);
                    self.error(error);
                    return None;
                }
            }
            _ => {}
        }
        let error = self.not_a_list(fact, node);
        self.error(error);
        None
    }

    fn not_a_list(&self, fact: &Fact, node: &Node<'_>) -> Diagnostic {
        let error = self.wrong_kind(&fact.name, "a list", node);
        match &node.json {
            Json::Object(_) => error.help("put `[` and `]` around it, even around one record alone"),
            Json::Bool(false) => error.help("write `[]` for none"),
            Json::String(text) if text.eq_ignore_ascii_case("none") => error.help("write `[]` for none"),
            _ => error,
        }
    }

    /// One record for each option of the key, in the order of the options.
    fn by_key(
        &mut self,
        fact: &Fact,
        list: &List,
        (key, field): (usize, &Fact),
        options: &Options,
        records: &[Record],
        node: &Node<'_>,
    ) -> Vec<Record> {
        let mut places: Vec<Option<&Record>> = vec![None; options.labels.len()];
        for record in records {
            let option = match record.fields.get(key) {
                Some(Slot::Value(Known {
                    value: Value::Choice(choices),
                    ..
                })) => choices.as_one(),
                _ => None,
            };
            let Some(option) = option else {
                let message = format!(
                    "this record of `{}` does not say which `{}` it is of",
                    fact.name, field.name
                );
                self.error(codes::KEY_MISSING.at(record.span, message));
                continue;
            };
            let Some(place) = places.get_mut(option) else {
                continue;
            };
            if let Some(first) = place {
                let label = options.labels.get(option).map_or("", String::as_str);
                let message = format!("`{}` has two records of `{label}`", fact.name);
                let error = codes::DUPLICATE_RECORD
                    .at(record.span, message)
                    .label(first.span, "first here");
                self.error(error);
                continue;
            }
            *place = Some(record);
        }
        let span = self.span(&node.at);
        let places = places.into_iter().zip(&options.labels).enumerate();
        places
            .map(|(option, (record, label))| {
                record
                    .cloned()
                    .unwrap_or_else(|| unknown(list, key, option, label, span))
            })
            .collect()
    }
}

/// A record that says nothing but which option it is of.
fn unknown(list: &List, key: usize, option: usize, label: &str, span: Span) -> Record {
    let mut fields = vec![Slot::Absent; list.fields.len()];
    if let Some(slot) = fields.get_mut(key) {
        *slot = Slot::Value(Known {
            value: Value::Choice(Choices::one(option)),
            original: label.to_owned(),
            conversion: None,
            span,
        });
    }
    Record { fields, span }
}
