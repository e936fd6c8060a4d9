//! Entries of lists, readings of labs, days.

use super::conditions::is_certain;
use super::prose::Prose;
use super::quantities::aggregate_word;
use super::writer::{Frame, Writer, read_within};
use crate::model::expr::{Aggregate, Node, Quantifier, Readings, Source, reading_field};
use crate::model::{Expr, Type};

impl Writer<'_> {
    /// So many entries, readings or days for which something holds.
    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        source: &Source,
        body: &Expr,
        level: usize,
        apart: Option<&(Expr, Expr)>,
    ) -> Prose {
        let lettered = read_within(body, level);
        let (many, frame) = self.source(source, lettered);
        let one = quantifier == Quantifier::Any || quantifier == Quantifier::AtLeast(1);
        let noun = match (source, one || matches!(quantifier, Quantifier::All | Quantifier::None)) {
            (Source::List { .. }, true) => "entry",
            (Source::List { .. }, false) => "entries",
            (Source::Readings(_), true) => "reading",
            (Source::Readings(_), false) => "readings",
            (Source::Days(_), true) => "day",
            (Source::Days(_), false) => "days",
        };
        let count = match quantifier {
            Quantifier::Any => format!("there is at least one {noun}"),
            Quantifier::All => format!("every {noun}"),
            Quantifier::None => format!("there is no {noun}"),
            Quantifier::AtLeast(count) => format!("there are at least {count} {noun}"),
            Quantifier::AtMost(count) => format!("there are at most {count} {noun}"),
            Quantifier::Exactly(count) => format!("there are exactly {count} {noun}"),
        };
        let letter = if lettered && matches!(source, Source::List { .. }) {
            format!(" ({})", self.letter(level))
        } else {
            String::new()
        };
        let mut head = format!("{count}{letter} {many}");
        if let Some(filter) = self.filter(source, lettered) {
            head = format!("{head} (only those for which {})", filter.flat());
        }
        self.among(frame, |writer| {
            if let Some((least, date)) = apart {
                let (least, date) = (writer.value(least).text, writer.value(date).text);
                head = format!("{head}, those counted at least {least} apart by {date}");
            }
            if is_certain(body) {
                return Prose::line(head);
            }
            let body = writer.condition(body);
            body.introduced(&if quantifier == Quantifier::All {
                format!("for {head} (also where there is none)")
            } else {
                format!("{head} for which")
            })
        })
    }

    /// One value out of many.
    pub(super) fn aggregate(&mut self, op: Aggregate, source: &Source, body: &Expr, level: usize, ty: &Type) -> Prose {
        let word = aggregate_word(op, ty);
        let lettered = read_within(body, level);
        let (many, frame) = self.source(source, lettered);
        let noun = match source {
            Source::List { .. } => "entries",
            Source::Readings(_) => "readings",
            Source::Days(_) => "days",
        };
        let letter = if lettered {
            format!(" ({})", self.letter(level))
        } else {
            String::new()
        };
        let filter = self.filter(source, lettered);
        let plain =
            matches!(source, Source::Readings(_)) && matches!(body.node.as_ref(), Node::Field(of, 0) if *of == level);
        let value = self.among(frame, |writer| writer.value(body).text);
        let what = match op {
            Aggregate::Count => format!("the number of {noun}{letter} {many}"),
            _ if plain => format!("the {word} of the {noun} {many}"),
            _ => format!("the {word} of ({value}) over all {noun}{letter} {many}"),
        };
        match filter {
            Some(filter) => filter.introduced(&format!("{what} for which")),
            None => Prose::line(what),
        }
    }

    /// Where entries come from, with the condition on them where it is short; and how their fields are read.
    fn source(&mut self, source: &Source, lettered: bool) -> (String, Frame) {
        match source {
            Source::List { fact, .. } => (
                format!("under {}", self.names.fact(*fact)),
                Frame::Entry(*fact, lettered),
            ),
            Source::Readings(readings) => (self.many_readings(readings), self.anonymous(readings)),
            Source::Days(window) => (self.window(window), Frame::Day),
        }
    }

    /// The condition that entries must fulfil to be taken at all.
    fn filter(&mut self, source: &Source, lettered: bool) -> Option<Prose> {
        match source {
            Source::List {
                fact,
                filter: Some(filter),
                ..
            } => Some(self.among(Frame::Entry(*fact, lettered), |writer| writer.condition(filter))),
            _ => None,
        }
    }

    /// `of platelets (only those dated …)`
    fn many_readings(&mut self, readings: &Readings) -> String {
        let lab = self.names.fact(readings.lab);
        let latest = match readings.latest {
            Some(count) => format!("among the latest {count} "),
            None => String::new(),
        };
        let mut only = self.own_validity(readings).into_iter().collect::<Vec<_>>();
        if let Some(filter) = &readings.filter {
            only.push(self.reading_filter(readings, filter));
        }
        if only.is_empty() {
            format!("{latest}of {lab}")
        } else {
            format!("{latest}of {lab} (only those {})", only.join(", and "))
        }
    }

    /// Which readings qualify: `dated within …` where nothing but the date is asked for.
    fn reading_filter(&mut self, readings: &Readings, filter: &Expr) -> String {
        let alone = match filter.node.as_ref() {
            Node::And(parts) if parts.len() == 1 => parts.first().unwrap_or(filter),
            _ => filter,
        };
        let frame = self.anonymous(readings);
        self.among(frame, |writer| match alone.node.as_ref() {
            Node::InWindow(date, window)
                if matches!(date.node.as_ref(), Node::Field(level, reading_field::DATE) if *level == readings.level) =>
            {
                format!("dated {}", writer.window(window))
            }
            _ => format!("for which {}", writer.condition(filter).flat()),
        })
    }

    /// A reading that is looked at among others.
    fn anonymous(&self, readings: &Readings) -> Frame {
        let lab = self.names.fact(readings.lab);
        let same = |frame: &&Frame| matches!(frame, Frame::Reading(fact, _) if *fact == readings.lab);
        let inner = match self.frames.iter().filter(same).count() {
            0 => String::new(),
            depth => "inner ".repeat(depth),
        };
        Frame::Reading(readings.lab, format!("that {inner}reading of {lab}"))
    }

    /// Something about the reading of a lab that counts.
    pub(super) fn of_reading<T>(&mut self, readings: &Readings, write: impl FnOnce(&mut Self) -> T) -> T {
        let lab = self.names.fact(readings.lab);
        let mut which = Vec::new();
        if let Some(filter) = &readings.filter {
            which.push(self.reading_filter(readings, filter));
        }
        which.extend(self.own_validity(readings));
        if let Some(count) = readings.latest.filter(|count| *count != 1) {
            which.push(format!("among the latest {count}"));
        }
        let noun = if which.is_empty() {
            lab
        } else {
            format!("{lab} (the latest reading {})", which.join(", and "))
        };
        self.among(Frame::Reading(readings.lab, noun), write)
    }

    /// The window of `readings within …`, behind "dated".
    pub(super) fn validity_words(&mut self, readings: &Readings, valid: &Expr) -> String {
        let frame = self.anonymous(readings);
        self.among(frame, |writer| match valid.node.as_ref() {
            Node::InWindow(_, window) => writer.window(window),
            _ => format!("so that {}", writer.condition(valid).flat()),
        })
    }

    /// The validity of readings, where it is not the one told for all.
    fn own_validity(&mut self, readings: &Readings) -> Option<String> {
        let own = readings
            .valid
            .as_ref()
            .map(|valid| self.validity_words(readings, valid));
        match own {
            own if own == self.validity => None,
            Some(own) => Some(format!("dated {own}")),
            // A window of the rule's own stands in the filter; at visits none is asked for.
            None if self.visit || readings.filter.is_some() => None,
            None => Some("however old".to_owned()),
        }
    }
}
