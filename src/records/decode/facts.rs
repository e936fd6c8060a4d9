//! The members of an object, each to its fact or field.

use super::super::json::{Json, Member, shown};
use super::super::patient::{Facts, Slot};
use super::{Decoder, MAX_NAMES, MAX_STRANGERS, Sink, Step, likely};
use crate::codes::record as codes;
use crate::model::{Fact, Kind};

impl<'f> Decoder<'f> {
    /// One slot for each fact of the trial. Members named in `apart` are read elsewhere.
    pub(super) fn facts(&self, sink: &mut Sink<'f>, members: &[Member<'_>], apart: &[&str]) -> Facts {
        let mut slots = vec![Slot::Absent; self.facts.len()];
        let mut given: Vec<Option<&Member<'_>>> = vec![None; self.facts.len()];
        let mut strangers = Vec::new();
        for member in members {
            let index = self.names.get(&*member.key).copied();
            if apart.contains(&&*member.key) {
                continue;
            }
            let Some((fact, slot, seen)) =
                index.and_then(|at| Some((self.facts.get(at)?, slots.get_mut(at)?, given.get_mut(at)?)))
            else {
                sink.ignored += 1;
                strangers.push(member);
                continue;
            };
            if let Some(first) = seen {
                let twice = sink.twice(member, first);
                sink.error(twice);
                continue;
            }
            *seen = Some(member);
            *slot = sink.named(fact, member);
        }
        for member in strangers.into_iter().take(MAX_STRANGERS) {
            let Some((at, fact)) = self.resembles(&member.key) else {
                continue;
            };
            let free = given.get(at).is_none_or(Option::is_none);
            if free || likely::same_but_typography(&member.key, &fact.name) {
                sink.similar(member, &fact.name);
            }
        }
        Facts { slots }
    }

    /// The fact that a name resembles which is none.
    fn resembles(&self, name: &str) -> Option<(usize, &'f Fact)> {
        let known = self.strangers.read().ok().and_then(|names| names.get(name).copied());
        let at = match known {
            Some(at) => at,
            None => {
                let at = likely::similar(name, self.facts.iter().map(|fact| fact.name.as_str()));
                if let Ok(mut names) = self.strangers.write()
                    && names.len() < MAX_NAMES
                    && name.len() < 200
                {
                    names.insert(name.to_owned(), at);
                }
                at
            }
        }?;
        Some((at, self.facts.get(at)?))
    }
}

impl<'p> Sink<'p> {
    /// One slot for each field of a record or a reading; `others` are read elsewhere.
    pub(super) fn fields(&mut self, fields: &'p [Fact], members: &[Member<'_>], others: &[&'static str]) -> Vec<Slot> {
        let mut slots = vec![Slot::Absent; fields.len()];
        let mut given: Vec<Option<&Member<'_>>> = vec![None; fields.len() + others.len()];
        let mut strangers = Vec::new();
        for member in members {
            let field = fields.iter().position(|field| field.name == member.key);
            let other = || others.iter().position(|other| *other == member.key);
            let index = field.or_else(|| Some(fields.len() + other()?));
            let Some(seen) = index.and_then(|at| given.get_mut(at)) else {
                strangers.push(member);
                continue;
            };
            if let Some(first) = seen {
                let twice = self.twice(member, first);
                self.error(twice);
                continue;
            }
            *seen = Some(member);
            if let Some((field, slot)) = field.and_then(|at| Some((fields.get(at)?, slots.get_mut(at)?))) {
                *slot = self.named(field, member);
            }
        }
        self.ignored += strangers.len();
        if strangers.is_empty() {
            return slots;
        }
        let mut names: Vec<&'p str> = fields.iter().map(|field| field.name.as_str()).collect();
        names.extend(others);
        for member in strangers.into_iter().take(MAX_STRANGERS) {
            let near = likely::similar(&member.key, names.iter().copied())
                .or_else(|| likely::similar_part(&member.key, others).map(|at| fields.len() + at));
            if let Some(at) = near
                && given.get(at).is_some_and(Option::is_none)
                && let Some(name) = names.get(at)
            {
                self.similar(member, name);
            }
        }
        slots
    }

    /// A name that is not read and resembles one that is.
    fn similar(&mut self, member: &Member<'_>, name: &'p str) {
        let key = shown(&member.key);
        let warning = self
            .at(
                &codes::SIMILAR_NAME,
                &member.key_at,
                format!("`{key}` is not read; `{name}` is"),
            )
            .here(format!("{name}?"))
            .help(format!("write `{name}` if that is meant"));
        self.within(Step::Name(name), |sink| sink.warn(warning));
    }

    /// What a member says of its fact.
    fn named(&mut self, fact: &'p Fact, member: &Member<'_>) -> Slot {
        if member.value.json == Json::Null {
            return Slot::Absent;
        }
        self.within(Step::Name(&fact.name), |sink| match &fact.kind {
            Kind::List(list) => sink.list(fact, list, &member.value),
            Kind::Lab(kind) => sink.lab(fact, kind, &member.value),
            kind => sink.scalar(fact, kind, &member.value),
        })
    }
}
