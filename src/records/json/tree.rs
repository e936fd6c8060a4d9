//! A JSON value as a tree that knows the place of each part.

use std::borrow::Cow;
use std::ops::Range;

/// A value and its bytes in the record's text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node<'a> {
    /// Where it stands, quotes and brackets included.
    pub at: Range<usize>,
    /// What it is.
    pub json: Json<'a>,
}

/// The kinds of values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'a> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// As written: `1.0` stays `1.0`.
    Number(Cow<'a, str>),
    /// Without its quotes and escapes.
    String(Cow<'a, str>),
    /// `[…]`
    Array(Vec<Node<'a>>),
    /// `{…}`, in the order of the text.
    Object(Vec<Member<'a>>),
}

/// A name and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member<'a> {
    /// The name.
    pub key: Cow<'a, str>,
    /// Where the name stands, quotes included.
    pub key_at: Range<usize>,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// Its members, if it is an object.
    pub fn members(&self) -> Option<&[Member<'a>]> {
        match &self.json {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a member that is not `null`, if it is an object with one.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let members = self.members()?;
        members
            .iter()
            .find(|member| member.key == key)
            .map(|member| &member.value)
            .filter(|value| value.json != Json::Null)
    }

    /// The place of a part of its text, if that can be told.
    pub fn part(&self, part: Range<usize>) -> Range<usize> {
        match &self.json {
            // Without escapes the text stands in the record as it is, but for two quotes at most.
            Json::String(text) => match (self.at.len()).checked_sub(text.len()) {
                Some(quotes @ (0 | 2)) if part.end <= text.len() => {
                    let start = self.at.start + quotes / 2;
                    start + part.start..start + part.end
                }
                _ => self.at.clone(),
            },
            _ => self.at.clone(),
        }
    }

    /// What it is, in words.
    pub fn noun(&self) -> &'static str {
        match &self.json {
            Json::Null => "null",
            Json::Bool(_) => "a yes or no",
            Json::Number(_) => "a number",
            Json::String(_) => "a text",
            Json::Array(_) => "a list",
            Json::Object(_) => "an object",
        }
    }

    /// The same tree at other places.
    pub fn moved(mut self, place: &impl Fn(usize) -> usize) -> Self {
        self.shift(place);
        self
    }

    fn shift(&mut self, place: &impl Fn(usize) -> usize) {
        let range = |at: &Range<usize>| place(at.start)..place(at.end);
        self.at = range(&self.at);
        match &mut self.json {
            Json::Array(items) => items.iter_mut().for_each(|item| item.shift(place)),
            Json::Object(members) => {
                for member in members {
                    member.key_at = range(&member.key_at);
                    member.value.shift(place);
                }
            }
            _ => {}
        }
    }

    /// The same tree with a text of its own.
    pub fn into_owned(self) -> Node<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        let json = match self.json {
            Json::Null => Json::Null,
            Json::Bool(value) => Json::Bool(value),
            Json::Number(text) => Json::Number(own(text)),
            Json::String(text) => Json::String(own(text)),
            Json::Array(items) => Json::Array(items.into_iter().map(Node::into_owned).collect()),
            Json::Object(members) => Json::Object(
                members
                    .into_iter()
                    .map(|member| Member {
                        key: own(member.key),
                        key_at: member.key_at,
                        value: member.value.into_owned(),
                    })
                    .collect(),
            ),
        };
        Node { at: self.at, json }
    }
}
