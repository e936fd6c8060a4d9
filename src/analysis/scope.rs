//! Where an expression is evaluated: at which moment or visit, and which records are looked at.

use super::term::TermId;
use crate::model::FactId;

/// A record that is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Frame {
    /// A record of a list, by its place.
    Record(FactId, usize),
    /// One of several readings of a lab, by its place.
    OneReading(FactId, usize),
    /// The latest reading, under the key of what it is the latest of.
    Latest(FactId, String),
    /// A record, a reading or a day that could be any.
    Any(String),
}

/// Where an expression is evaluated.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// The visit; none at the moment of assessment.
    pub(super) visit: Option<String>,
    /// The day, where another than that of assessment is named.
    pub(super) moment: Option<TermId>,
    /// The records, outermost first.
    pub(super) frames: Vec<Frame>,
}

impl Scope {
    /// The visit and the moment as text.
    pub(super) fn moment_key(&self) -> String {
        let mut key = String::new();
        if let Some(visit) = &self.visit {
            key = format!("@{visit} ");
        }
        if let Some(moment) = self.moment {
            key = format!("{key}@{} ", moment.0);
        }
        key
    }

    /// The record at a level as text; one whose quantifier stands inside the expression is known by its level.
    pub(super) fn frame_key(&self, level: usize) -> String {
        match self.frames.get(level) {
            Some(Frame::Record(list, at)) => format!("{}[{at}]", list.0),
            Some(Frame::OneReading(lab, at)) => format!("reading {}[{at}]", lab.0),
            Some(Frame::Latest(_, key) | Frame::Any(key)) => format!("<{key}>"),
            None => format!("level {}", level - self.frames.len()),
        }
    }

    /// The same with one more record at a level.
    pub(super) fn with(&self, level: usize, frame: Frame) -> Self {
        let mut scope = self.clone();
        scope.frames.truncate(level);
        while scope.frames.len() < level {
            scope.frames.push(Frame::Any("none".to_owned()));
        }
        scope.frames.push(frame);
        scope
    }
}
