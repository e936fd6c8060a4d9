//! An input in pieces that can be worked on side by side: many lines at once where a record is a line, else records.

use std::sync::Arc;

use super::input::MAX_RECORD;
use super::rows::goes_on;
use super::stream::{Frame, Raw, RecordStream};
use super::table::Header;

/// Bytes that are read at a time.
const BLOCK: usize = 1 << 17;
/// Records that are taken one by one make a piece at this number or size.
const FEW: usize = 64;

/// A piece of an input.
pub enum Piece {
    /// Lines that each hold a record, or nothing.
    Lines(Lines),
    /// Records, taken out one by one.
    Records(Vec<Raw>),
}

/// Whole lines.
pub struct Lines {
    bytes: Vec<u8>,
    length: usize,
    /// The number of the first line, from 1.
    line: usize,
    /// The number of the first record, from 0.
    index: usize,
    name: Arc<str>,
    header: Option<Arc<Header>>,
}

impl Lines {
    /// The lines with a record, each with its number among the lines and among the records of the piece.
    pub fn each(&self) -> impl Iterator<Item = Line<'_>> {
        let bytes = self.bytes.get(..self.length).unwrap_or(&[]);
        let table = self.header.is_some();
        let last = (!bytes.ends_with(b"\n")).then_some(bytes.len());
        let mut at = 0;
        let mut record = 0;
        let ends = memchr::memchr_iter(b'\n', bytes).chain(last).enumerate();
        ends.filter_map(move |(number, end)| {
            let line = bytes.get(at..end).unwrap_or(&[]);
            at = end + 1;
            if is_blank(line, table) {
                return None;
            }
            record += 1;
            Some(Line {
                bytes: line,
                number,
                record: record - 1,
            })
        })
    }

    /// Whether all is ASCII.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.bytes.get(..self.length).is_some_and(<[u8]>::is_ascii)
    }

    /// A table's separator and the names of its columns; none where the lines are JSON.
    #[must_use]
    pub fn table(&self) -> Option<(u8, Vec<&str>)> {
        let header = self.header.as_deref()?;
        Some((header.separator, header.names().collect()))
    }

    /// The record's number in its input, from 0.
    #[must_use]
    pub fn index(&self, line: &Line<'_>) -> usize {
        self.index + line.record
    }

    /// A line as a record to be read in the general way.
    #[must_use]
    pub fn raw(&self, line: &Line<'_>) -> Raw {
        let text = line.bytes;
        let (column, bytes) = match self.header {
            // A row keeps its spaces.
            Some(_) => (1, text.strip_suffix(b"\r").unwrap_or(text)),
            None => {
                let space = text
                    .iter()
                    .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
                    .count();
                (space + 1, text.get(space..).unwrap_or(&[]).trim_ascii_end())
            }
        };
        let frame = Frame::new(bytes.to_vec(), self.line + line.number, column);
        let frame = match frame.bytes.len() > MAX_RECORD {
            true => super::stream::too_long(frame),
            false => frame,
        };
        super::stream::raw(&self.name, self.index(line), frame, self.header.clone())
    }

    /// Gives its room back.
    #[must_use]
    pub fn into_room(self) -> Vec<u8> {
        self.bytes
    }
}

impl Line<'_> {
    /// Whether it is longer than a record may be.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        self.bytes.len() > MAX_RECORD
    }
}

/// A line with a record.
#[derive(Debug, Clone, Copy)]
pub struct Line<'b> {
    /// Without its break.
    pub bytes: &'b [u8],
    /// Its number in the piece.
    number: usize,
    /// The number of its record in the piece.
    record: usize,
}

/// Whether a line has nothing; what is blank in a table is more than what JSON passes over.
fn is_blank(line: &[u8], table: bool) -> bool {
    line.iter()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\r') || (table && *byte == 0x0c))
}

/// Takes an input to pieces.
pub struct Pieces {
    stream: RecordStream,
    /// Records of several lines were seen: from there on they are taken out one by one.
    one_by_one: bool,
}

impl Pieces {
    /// Of an input that was [opened](super::open).
    #[must_use]
    pub fn new(stream: RecordStream) -> Self {
        Self {
            stream,
            one_by_one: false,
        }
    }

    /// The next piece. `room` is used for its bytes.
    pub fn next(&mut self, room: Vec<u8>) -> Option<Piece> {
        if !self.one_by_one
            && let Some(header) = self.stream.layout_of_lines()
            && let Some(lines) = self.lines(room, header)
        {
            return Some(Piece::Lines(lines));
        }
        let mut records = Vec::new();
        let mut size = 0;
        while records.len() < FEW && size < BLOCK {
            let Some(raw) = self.stream.next() else { break };
            size += raw.source.text.len();
            records.push(raw);
            if !self.one_by_one && self.stream.layout_of_lines().is_some() {
                break;
            }
        }
        (!records.is_empty()).then_some(Piece::Records(records))
    }

    /// Whole lines; nothing at the end of the input, or where a record goes on beyond its line.
    fn lines(&mut self, mut bytes: Vec<u8>, header: Option<Arc<Header>>) -> Option<Lines> {
        let input = &mut self.stream.input;
        let mut length = input.read_into(&mut bytes, 0, BLOCK);
        let mut searched = 0;
        let whole = loop {
            let new = bytes.get(searched..length).unwrap_or(&[]);
            match new.iter().rposition(|byte| *byte == b'\n') {
                Some(end) => break searched + end + 1,
                None if length > MAX_RECORD => break 0,
                None => {}
            }
            searched = length;
            let more = input.read_into(&mut bytes, length, BLOCK);
            if more == 0 {
                break length;
            }
            length += more;
        };
        let separator = header.as_ref().map(|header| header.separator);
        let (fit, lines, records) = measure(bytes.get(..whole).unwrap_or(&[]), separator);
        self.one_by_one = fit < whole || (whole == 0 && length > 0);
        let line = input.line;
        let rest = bytes.get(fit..length).unwrap_or(&[]).to_vec();
        input.give_back(rest, line + lines);
        if fit == 0 {
            return None;
        }
        let index = self.stream.index;
        self.stream.index += records;
        Some(Lines {
            bytes,
            length: fit,
            line,
            index,
            name: Arc::clone(&self.stream.name),
            header,
        })
    }
}

/// How many bytes are lines of one record each, how many lines those are and how many records.
fn measure(bytes: &[u8], separator: Option<u8>) -> (usize, usize, usize) {
    let (mut at, mut lines, mut records) = (0, 0, 0);
    let quotes = separator.filter(|_| bytes.contains(&b'"'));
    for end in memchr::memchr_iter(b'\n', bytes).chain((!bytes.ends_with(b"\n")).then_some(bytes.len())) {
        let line = bytes.get(at..end).unwrap_or(&[]);
        let goes_on = match (separator, quotes) {
            (None, _) => line.last().is_some_and(|last| !matches!(last, b'}')) && line.trim_ascii() == b"{",
            (Some(_), None) => false,
            (Some(_), Some(separator)) => goes_on(line, separator, false),
        };
        if goes_on {
            return (at, lines, records);
        }
        if end > at || end < bytes.len() {
            lines += usize::from(end < bytes.len());
            records += usize::from(!is_blank(line, separator.is_some()));
        }
        at = (end + 1).min(bytes.len());
    }
    (bytes.len(), lines, records)
}
