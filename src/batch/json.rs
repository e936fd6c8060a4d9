//! Lines of JSON straight into columns: the trial says what is read, the file in which order.

use std::collections::HashMap;

use super::columns::{Cell, Columns, Layout};
use super::number::{day, decimal};

/// So many different names are expected in the order of the file.
const MOST_EXPECTED: usize = 4096;
/// Names that may be passed over before one is looked up.
const LOOK_AHEAD: usize = 4;
/// Values that are not read may nest so deep; deeper ones are for the general reader.
const DEEP: usize = 32;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// The patient's id.
    Id,
    /// A fact: its place in [`LineReader::facts`].
    Fact(usize),
    /// Nothing that is read.
    Nothing,
    /// Something that no column holds.
    Wide,
}

/// A name as the file writes it, from behind the first quote up to the colon.
#[derive(Debug)]
struct Expected {
    bytes: Box<[u8]>,
    target: Target,
}

/// A fact with its columns: trials may declare it differently.
#[derive(Debug)]
struct Fact {
    columns: Vec<(usize, Cell)>,
    /// The record that had it last.
    seen: u64,
}

/// Reads records that stand one a line.
#[derive(Debug)]
pub struct LineReader {
    names: HashMap<Vec<u8>, Target>,
    facts: Vec<Fact>,
    expected: Vec<Expected>,
    /// How many records there were.
    record: u64,
    id_seen: u64,
}

impl LineReader {
    /// For the columns of a layout; `id` is the name of the field that holds the patient's id.
    #[must_use]
    pub fn new(layout: &Layout, id: &str) -> Self {
        let mut names = HashMap::from([(b"visits".to_vec(), Target::Wide)]);
        let mut facts: Vec<Fact> = Vec::new();
        for (at, column) in layout.columns.iter().enumerate() {
            let name = column.name.as_bytes().to_vec();
            match names.get(&name) {
                Some(Target::Fact(fact)) => {
                    if let Some(fact) = facts.get_mut(*fact) {
                        fact.columns.push((at, column.cell.clone()));
                    }
                }
                Some(_) => {}
                None => {
                    names.insert(name, Target::Fact(facts.len()));
                    facts.push(Fact {
                        columns: vec![(at, column.cell.clone())],
                        seen: 0,
                    });
                }
            }
        }
        names.insert(id.as_bytes().to_vec(), Target::Id);
        Self {
            names,
            facts,
            expected: Vec::new(),
            record: 0,
            id_seen: 0,
        }
    }

    /// Adds a row: one line without its break, which is known to be UTF-8.
    pub fn read(&mut self, line: &[u8], batch: &mut Columns) {
        self.record += 1;
        let fits = self.object(line, batch).is_some();
        batch.end_row(fits);
    }

    fn object(&mut self, line: &[u8], batch: &mut Columns) -> Option<()> {
        let mut at = space(line, 0);
        at = expect(line, at, b'{')?;
        at = space(line, at);
        let mut next = 0;
        if byte(line, at) == b'}' {
            return end(line, at + 1);
        }
        loop {
            at = expect(line, at, b'"')?;
            let target;
            (target, at) = self.name(line, at, &mut next)?;
            at = space(line, at);
            at = match target {
                Target::Fact(fact) => self.fact(fact, line, at, batch)?,
                Target::Nothing => skip(line, at, 0)?,
                Target::Id => self.id(line, at, batch)?,
                Target::Wide => return None,
            };
            at = space(line, at);
            match byte(line, at) {
                b',' => at = space(line, at + 1),
                b'}' => return end(line, at + 1),
                _ => return None,
            }
        }
    }

    /// What a name stands for, and the place behind the colon.
    #[inline]
    fn name(&mut self, line: &[u8], at: usize, next: &mut usize) -> Option<(Target, usize)> {
        let rest = line.get(at..)?;
        for (ahead, expected) in self.expected.iter().skip(*next).take(LOOK_AHEAD).enumerate() {
            if rest.starts_with(&expected.bytes) {
                *next += ahead + 1;
                return Some((expected.target, at + expected.bytes.len()));
            }
        }
        self.look_up(line, at, next)
    }

    #[cold]
    fn look_up(&mut self, line: &[u8], at: usize, next: &mut usize) -> Option<(Target, usize)> {
        let (name, behind) = text(line, at)?;
        let behind = expect(line, space(line, behind), b':')?;
        let target = self.names.get(name).copied().unwrap_or(Target::Nothing);
        let bytes = line.get(at..behind)?;
        match self.expected.iter().position(|expected| *expected.bytes == *bytes) {
            Some(known) => *next = known + 1,
            None if self.expected.len() < MOST_EXPECTED => {
                let place = (*next).min(self.expected.len());
                let bytes = bytes.into();
                self.expected.insert(place, Expected { bytes, target });
                *next = place + 1;
            }
            None => {}
        }
        Some((target, behind))
    }

    fn id(&mut self, line: &[u8], at: usize, batch: &mut Columns) -> Option<usize> {
        if std::mem::replace(&mut self.id_seen, self.record) == self.record {
            return None;
        }
        match byte(line, at) {
            b'"' => {
                let (id, behind) = text(line, at + 1)?;
                let blank = id.iter().all(u8::is_ascii_whitespace);
                batch.name(if blank { &[] } else { id });
                Some(behind)
            }
            b'-' | b'0'..=b'9' => {
                let behind = number(line, at)?;
                batch.name(line.get(at..behind)?);
                Some(behind)
            }
            _ => word(line, at, b"null"),
        }
    }

    #[inline]
    fn fact(&mut self, fact: usize, line: &[u8], at: usize, batch: &mut Columns) -> Option<usize> {
        let fact = self.facts.get_mut(fact)?;
        if std::mem::replace(&mut fact.seen, self.record) == self.record {
            return None;
        }
        let first = byte(line, at);
        if first == b'n' {
            return word(line, at, b"null");
        }
        let mut end = at;
        for (column, cell) in &fact.columns {
            let value;
            (value, end) = match cell {
                Cell::Number { places, range } => {
                    let (value, length) = decimal(line.get(at..)?, *places)?;
                    if range.is_some_and(|(low, high)| value < low || value > high) {
                        return None;
                    }
                    (value, at + length)
                }
                Cell::Truth => match first {
                    b't' => (1, word(line, at, b"true")?),
                    b'f' => (0, word(line, at, b"false")?),
                    _ => return None,
                },
                Cell::Choice(labels) => {
                    let (label, behind) = match first {
                        b'"' => text(line, at + 1)?,
                        b'0'..=b'9' => {
                            let behind = number(line, at)?;
                            (line.get(at..behind)?, behind)
                        }
                        _ => return None,
                    };
                    (option(labels, label)?, behind)
                }
                Cell::Day if first == b'"' => {
                    let (text, behind) = text(line, at + 1)?;
                    (day(text)?, behind)
                }
                Cell::Day => return None,
            };
            batch.set(*column, value);
        }
        Some(end)
    }
}

/// The number of an option that is written exactly so.
pub(super) fn option(labels: &[String], label: &[u8]) -> Option<i64> {
    let at = labels.iter().position(|known| known.as_bytes() == label)?;
    i64::try_from(at).ok()
}

#[inline]
fn byte(line: &[u8], at: usize) -> u8 {
    line.get(at).copied().unwrap_or(0)
}

#[inline]
fn space(line: &[u8], mut at: usize) -> usize {
    while matches!(byte(line, at), b' ' | b'\t' | b'\r') {
        at += 1;
    }
    at
}

#[inline]
fn expect(line: &[u8], at: usize, wanted: u8) -> Option<usize> {
    (byte(line, at) == wanted).then_some(at + 1)
}

/// Nothing but white space behind the record.
fn end(line: &[u8], at: usize) -> Option<()> {
    (space(line, at) == line.len()).then_some(())
}

/// `null`, `true` or `false`, and no longer word.
#[inline]
fn word(line: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    let behind = at + word.len();
    let ends =
        !(byte(line, behind).is_ascii_alphanumeric() || byte(line, behind) == b'_' || byte(line, behind) >= 0x80);
    (line.get(at..behind) == Some(word) && ends).then_some(behind)
}

/// A text without escapes, from behind its first quote, and the place behind its last.
#[inline]
fn text(line: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = line.get(at..)?;
    let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
    (byte(rest, length) == b'"').then(|| (rest.get(..length).unwrap_or(&[]), at + length + 1))
}

/// Behind a number as JSON writes it.
fn number(line: &[u8], at: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        let from = at;
        while byte(line, at).is_ascii_digit() {
            at += 1;
        }
        (at > from).then_some(at)
    };
    let start = at + usize::from(byte(line, at) == b'-');
    let mut behind = digits(start)?;
    if byte(line, start) == b'0' && behind > start + 1 {
        return None;
    }
    if byte(line, behind) == b'.' {
        behind = digits(behind + 1)?;
    }
    if matches!(byte(line, behind), b'e' | b'E') {
        let signed = usize::from(matches!(byte(line, behind + 1), b'+' | b'-'));
        behind = digits(behind + 1 + signed)?;
    }
    Some(behind)
}

/// Behind a value that is not read, if it is one.
fn skip(line: &[u8], at: usize, deep: usize) -> Option<usize> {
    match byte(line, at) {
        b'"' => skip_text(line, at + 1),
        b'-' | b'0'..=b'9' => number(line, at),
        b't' => word(line, at, b"true"),
        b'f' => word(line, at, b"false"),
        b'n' => word(line, at, b"null"),
        b'[' if deep < DEEP => {
            let mut at = space(line, at + 1);
            if byte(line, at) == b']' {
                return Some(at + 1);
            }
            loop {
                at = space(line, skip(line, at, deep + 1)?);
                match byte(line, at) {
                    b',' => at = space(line, at + 1),
                    b']' => return Some(at + 1),
                    _ => return None,
                }
            }
        }
        b'{' if deep < DEEP => {
            let mut at = space(line, at + 1);
            if byte(line, at) == b'}' {
                return Some(at + 1);
            }
            loop {
                at = skip_text(line, expect(line, at, b'"')?)?;
                at = space(line, expect(line, space(line, at), b':')?);
                at = space(line, skip(line, at, deep + 1)?);
                match byte(line, at) {
                    b',' => at = space(line, at + 1),
                    b'}' => return Some(at + 1),
                    _ => return None,
                }
            }
        }
        _ => None,
    }
}

/// Behind a text that is not read; one with numbers of characters is for the general reader.
fn skip_text(line: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = line.get(at..)?;
        at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        match byte(line, at) {
            b'"' => return Some(at + 1),
            b'\\'
                if matches!(
                    byte(line, at + 1),
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'
                ) =>
            {
                at += 2
            }
            _ => return None,
        }
    }
}
