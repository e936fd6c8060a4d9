//! Records one after another out of a file of any size.

use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use super::frame::Frames;
use super::input::{Input, MAX_RECORD};
use super::json::Fault;
use super::rows::Rows;
use super::table::Header;
use crate::codes::record as codes;
use crate::source::Source;

/// How patients' records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// An object, an array of objects, or objects one after another.
    Json,
    /// An object a line.
    Ndjson,
    /// A table with a header.
    Csv,
}

impl Format {
    /// What the ending of a file's name says; that of a compressed one in front of `.gz` or `.zst`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let packed = [".gz", ".zst"].into_iter().find_map(|ending| name.strip_suffix(ending));
        let name = packed.unwrap_or(name);
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "csv" | "tsv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// One record as it stands in its file, not yet decoded.
#[derive(Debug, Clone)]
pub struct Raw {
    /// Its number in the input, from 0.
    pub index: usize,
    /// Its own text and where that stands in the file.
    pub source: Source,
    /// How the text is to be read.
    pub(crate) body: Body,
}

impl Raw {
    /// One record that is no part of a file.
    #[must_use]
    pub fn json(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self {
            index: 0,
            source: Source::new(name, text),
            body: Body::Json,
        }
    }

    /// One record out of many that are not in a file; `index` is its number among them, from 0.
    #[must_use]
    pub fn numbered(name: impl Into<String>, text: impl Into<Arc<str>>, index: usize) -> Self {
        Self {
            index,
            source: Source::new(name, text).from_line(index + 1),
            body: Body::Json,
        }
    }

    /// A record of which something cannot be written as JSON, as `message` says.
    #[must_use]
    pub fn refused(name: impl Into<String>, message: impl Into<String>, index: usize) -> Self {
        Self {
            body: Body::Broken(fault(&codes::WRONG_KIND, 0..0, message)),
            ..Self::numbered(name, "", index)
        }
    }

    /// Whether its text is one JSON value, or is meant to be.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.body, Body::Json)
    }

    /// Whether it could not even be taken out of its file. [`super::decode()`] tells why.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(self.body, Body::Broken(_))
    }
}

/// How a record's text is to be read.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// As one JSON value.
    Json,
    /// As a row under a header.
    Row(Arc<Header>),
    /// Not at all.
    Broken(Fault),
}

/// A stretch of the file with its place.
pub(crate) struct Frame {
    pub bytes: Vec<u8>,
    pub line: usize,
    pub column: usize,
    /// What is already known to be wrong with it.
    pub fault: Option<Fault>,
}

impl Frame {
    pub fn new(bytes: Vec<u8>, line: usize, column: usize) -> Self {
        Self {
            bytes,
            line,
            column,
            fault: None,
        }
    }

    pub fn broken(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }
}

/// A fault with a message alone.
pub(crate) fn fault(code: &'static crate::codes::Code, at: Range<usize>, message: impl Into<String>) -> Fault {
    Fault {
        code,
        at,
        message: message.into(),
        help: None,
    }
}

/// A record that is longer than any may be; only its beginning is kept.
pub(crate) fn too_long(mut frame: Frame) -> Frame {
    frame.bytes.truncate(200);
    while std::str::from_utf8(&frame.bytes).is_err() && frame.bytes.pop().is_some() {}
    let message = format!("the record is longer than {} MB", MAX_RECORD >> 20);
    frame.broken(fault(&codes::TOO_LONG, 0..1, message))
}

/// The records of one input. It holds one record at a time.
pub struct RecordStream {
    pub(super) name: Arc<str>,
    pub(super) input: Input,
    frames: Option<Frames>,
    rows: Option<Rows>,
    pub(super) index: usize,
    ended: bool,
}

/// Begins to read records. Without a format the name's ending tells it, or else the first bytes do.
#[must_use]
pub fn open(name: &str, input: Box<dyn Read + Send>, format: Option<Format>) -> RecordStream {
    let mut stream = RecordStream {
        name: name.into(),
        input: Input::new(input),
        frames: None,
        rows: None,
        index: 0,
        ended: false,
    };
    stream.begin(format.or_else(|| Format::of_name(name)));
    stream
}

impl RecordStream {
    fn begin(&mut self, format: Option<Format>) {
        if self.input.skip_mark() {
            return;
        }
        match format.unwrap_or_else(|| self.guess()) {
            Format::Csv => self.rows = Some(Rows::default()),
            Format::Json => self.frames = Some(Frames::new(false)),
            Format::Ndjson => self.frames = Some(Frames::new(true)),
        }
    }

    /// Objects and arrays are JSON; a first line with commas, semicolons or tabs that is neither is a table.
    fn guess(&mut self) -> Format {
        loop {
            let bytes = self.input.fill();
            let space = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if space > 0 {
                self.input.consume(space);
                continue;
            }
            let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
            let json = matches!(line.first(), None | Some(b'{' | b'['));
            return if !json && line.iter().any(|byte| b",;\t".contains(byte)) {
                Format::Csv
            } else {
                Format::Json
            };
        }
    }

    fn frame(&mut self) -> Option<(Frame, Option<Arc<Header>>)> {
        if let Some(frames) = &mut self.frames {
            return frames.next(&mut self.input).map(|frame| (frame, None));
        }
        if let Some(rows) = &mut self.rows {
            return rows.next(&mut self.input);
        }
        self.ended = true;
        let message = "the file is written in UTF-16; records are read in UTF-8";
        let frame = Frame::new(Vec::new(), 1, 1).broken(fault(&codes::NOT_UTF8, 0..0, message));
        Some((frame, None))
    }

    /// Where each of the following lines holds a record: of a table its header.
    pub(super) fn layout_of_lines(&self) -> Option<Option<Arc<Header>>> {
        match (&self.frames, &self.rows) {
            _ if self.ended => None,
            (Some(frames), _) => frames.are_lines().then_some(None),
            (None, Some(rows)) => rows.header().cloned().map(Some),
            (None, None) => None,
        }
    }

    fn raw(&mut self, frame: Frame, header: Option<Arc<Header>>) -> Raw {
        let index = self.index;
        self.index += 1;
        raw(&self.name, index, frame, header)
    }
}

/// A stretch of a file as a record.
pub(super) fn raw(name: &Arc<str>, index: usize, frame: Frame, header: Option<Arc<Header>>) -> Raw {
    let (text, invalid) = match String::from_utf8(frame.bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let message = format!("the byte 0x{byte:02X} is no UTF-8 text");
            let mut fault = fault(&codes::NOT_UTF8, at..at + '\u{fffd}'.len_utf8(), message);
            fault.help = Some("save the file as UTF-8".to_owned());
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(fault))
        }
    };
    let source = Source::new(&**name, text)
        .from_line(frame.line)
        .from_column(frame.column);
    let body = match (frame.fault.or(invalid), header) {
        (Some(fault), _) => Body::Broken(fault),
        (None, Some(header)) => Body::Row(header),
        (None, None) => Body::Json,
    };
    Raw { index, source, body }
}

impl Iterator for RecordStream {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        if self.ended {
            return None;
        }
        if let Some((frame, header)) = self.frame() {
            return Some(self.raw(frame, header));
        }
        self.ended = true;
        let error = self.input.failed.take()?;
        let message = format!("the input could not be read to its end: {error}");
        let frame =
            Frame::new(Vec::new(), self.input.line, self.input.column).broken(fault(&codes::UNREADABLE, 0..0, message));
        Some(self.raw(frame, None))
    }
}
