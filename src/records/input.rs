//! Bytes of a file with the line and column they stand at.

use std::io::{BufRead, BufReader, ErrorKind, Read};

/// A record, or a row of a table, has at most so many bytes.
pub(crate) const MAX_RECORD: usize = 64 << 20;

/// A reader that knows where it is.
pub(crate) struct Input {
    reader: BufReader<Box<dyn Read + Send>>,
    /// Bytes put back; they are read before the others.
    returned: Vec<u8>,
    from: usize,
    /// Line of the next byte, from 1.
    pub line: usize,
    /// Column of the next byte in characters, from 1.
    pub column: usize,
    /// Why reading ended early.
    pub failed: Option<std::io::Error>,
}

impl Input {
    pub fn new(reader: Box<dyn Read + Send>) -> Self {
        Self {
            reader: BufReader::with_capacity(1 << 17, reader),
            returned: Vec::new(),
            from: 0,
            line: 1,
            column: 1,
            failed: None,
        }
    }

    /// The next bytes; none at the end.
    pub fn fill(&mut self) -> &[u8] {
        if self.from < self.returned.len() {
            return self.returned.get(self.from..).unwrap_or(&[]);
        }
        if self.failed.is_some() {
            return &[];
        }
        loop {
            match self.reader.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = Some(error);
                    return &[];
                }
            }
        }
        self.reader.buffer()
    }

    /// The next byte.
    pub fn peek(&mut self) -> Option<u8> {
        self.fill().first().copied()
    }

    /// Passes over bytes that [`Self::fill`] gave.
    pub fn consume(&mut self, count: usize) {
        let bytes = self.fill();
        let passed = bytes.get(..count.min(bytes.len())).unwrap_or(&[]);
        let count = passed.len();
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        let tail = passed.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let columns = passed
            .get(tail..)
            .unwrap_or(&[])
            .iter()
            .filter(|byte| !is_continuation(**byte))
            .count();
        if lines > 0 {
            self.line += lines;
            self.column = 1;
        }
        self.column += columns;
        self.skip(count);
    }

    /// Passes over bytes without counting them.
    fn skip(&mut self, count: usize) {
        if self.from < self.returned.len() {
            self.from += count;
            if self.from >= self.returned.len() {
                self.returned = Vec::new();
                self.from = 0;
            }
        } else {
            self.reader.consume(count);
        }
    }

    /// Passes over bytes and keeps them.
    pub fn take(&mut self, count: usize, kept: &mut Vec<u8>) {
        let bytes = self.fill();
        let count = count.min(bytes.len());
        kept.extend_from_slice(bytes.get(..count).unwrap_or(&[]));
        self.consume(count);
    }

    /// Keeps the rest of the line without its break, and passes over that too. False if it is longer than `limit`: then the
    /// rest is passed over and not kept.
    pub fn take_line(&mut self, kept: &mut Vec<u8>, limit: usize) -> bool {
        let mut fits = true;
        loop {
            let bytes = self.fill();
            if bytes.is_empty() {
                return fits;
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let count = end.unwrap_or(bytes.len());
            if fits && kept.len() + count <= limit {
                kept.extend_from_slice(bytes.get(..count).unwrap_or(&[]));
            } else {
                fits = false;
            }
            if end.is_some() {
                self.skip(count + 1);
                self.line += 1;
                self.column = 1;
                return fits;
            }
            self.consume(count);
        }
    }

    /// Passes over the rest of the line and its break.
    pub fn skip_line(&mut self) {
        self.take_line(&mut Vec::new(), 0);
    }

    /// Reads some bytes, at most `most`, behind the first `from` of a buffer; how many, 0 at the end. Lines are not counted.
    pub fn read_into(&mut self, buffer: &mut Vec<u8>, from: usize, most: usize) -> usize {
        if buffer.len() < from + most {
            buffer.resize(from + most, 0);
        }
        let Some(room) = buffer.get_mut(from..from + most) else {
            return 0;
        };
        let returned = self.returned.get(self.from..).unwrap_or(&[]);
        if !returned.is_empty() {
            let count = returned.len().min(most);
            if let (Some(room), Some(bytes)) = (room.get_mut(..count), returned.get(..count)) {
                room.copy_from_slice(bytes);
            }
            self.skip(count);
            return count;
        }
        while self.failed.is_none() {
            match self.reader.read(room) {
                Ok(count) => return count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
        0
    }

    /// Gives bytes back that were read last; they begin a line.
    pub fn give_back(&mut self, mut bytes: Vec<u8>, line: usize) {
        bytes.extend_from_slice(self.returned.get(self.from..).unwrap_or(&[]));
        self.returned = bytes;
        self.from = 0;
        self.line = line;
        self.column = 1;
    }

    /// Puts bytes back that were taken last, beginning at a line and column.
    pub fn put_back(&mut self, bytes: &[u8], line: usize, column: usize) {
        match self.from.checked_sub(bytes.len()) {
            Some(from) if self.returned.get(from..self.from) == Some(bytes) => self.from = from,
            _ => {
                let mut returned = bytes.to_vec();
                returned.extend_from_slice(self.returned.get(self.from..).unwrap_or(&[]));
                self.returned = returned;
                self.from = 0;
            }
        }
        self.line = line;
        self.column = column;
    }

    /// Passes over a byte order mark; true if the bytes say that this is UTF-16.
    pub fn skip_mark(&mut self) -> bool {
        let bytes = self.fill();
        if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
            self.skip(3);
            return false;
        }
        bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
    }
}

/// Whether a byte continues a character of UTF-8.
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}
