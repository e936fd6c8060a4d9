//! Cuts the rows of a table out of a file.

use std::sync::Arc;

use super::input::{Input, MAX_RECORD};
use super::stream::{Frame, too_long};
use super::table::{Header, cells};

/// After a quote that was never closed, no cell over several lines is longer.
const CAUTIOUS: usize = 1 << 16;

/// The rows of a table.
#[derive(Default)]
pub(crate) struct Rows {
    header: Option<Arc<Header>>,
    separator: u8,
    cautious: bool,
    ended: bool,
}

impl Rows {
    /// The next row.
    pub fn next(&mut self, input: &mut Input) -> Option<(Frame, Option<Arc<Header>>)> {
        loop {
            if self.ended || input.fill().is_empty() {
                return None;
            }
            let frame = self.row(input);
            if frame.fault.is_none() && frame.bytes.trim_ascii().is_empty() {
                continue;
            }
            if let Some(header) = &self.header {
                return Some((frame, Some(Arc::clone(header))));
            }
            let header = match std::str::from_utf8(&frame.bytes) {
                _ if frame.fault.is_some() => None,
                Ok(text) => match Header::read(text) {
                    Ok(header) => Some(Ok(header)),
                    Err(fault) => Some(Err(fault)),
                },
                Err(_) => None,
            };
            match header {
                Some(Ok(header)) => {
                    self.separator = header.separator;
                    self.header = Some(Arc::new(header));
                }
                // Without a header there are no records.
                Some(Err(fault)) => {
                    self.ended = true;
                    return Some((frame.broken(fault), None));
                }
                None => {
                    self.ended = true;
                    return Some((frame, None));
                }
            }
        }
    }

    /// The header, once it was read and while rows follow it.
    pub fn header(&self) -> Option<&Arc<Header>> {
        // After a quote that was a mistake rows are cut with more care.
        self.header.as_ref().filter(|_| !self.ended && !self.cautious)
    }

    /// A line, and more where a quoted cell goes on.
    fn row(&mut self, input: &mut Input) -> Frame {
        let mut frame = Frame::new(Vec::new(), input.line, input.column);
        let limit = if self.cautious { CAUTIOUS } else { MAX_RECORD };
        let mut first = None;
        let mut open = false;
        let mut from = 0;
        loop {
            let ended = input.fill().is_empty();
            if !ended && !input.take_line(&mut frame.bytes, MAX_RECORD) {
                return too_long(frame);
            }
            let separator = if self.header.is_some() { self.separator } else { 0 };
            open = goes_on(frame.bytes.get(from..).unwrap_or(&[]), separator, open);
            if ended || !open || (first.is_some() && frame.bytes.len() > limit) {
                break;
            }
            first.get_or_insert(frame.bytes.len());
            frame.bytes.push(b'\n');
            from = frame.bytes.len();
        }
        if let Some(first) = first
            && (open || !self.reads(&frame.bytes))
        {
            // The quote was a mistake: only its own line is broken.
            self.cautious = true;
            frame.bytes.push(b'\n');
            let rest = frame.bytes.split_off(first);
            input.put_back(rest.get(1..).unwrap_or(&[]), frame.line + 1, 1);
        }
        trim_break(&mut frame.bytes);
        frame
    }

    /// Whether a row of several lines has cells.
    fn reads(&self, row: &[u8]) -> bool {
        let separator = if self.header.is_some() { self.separator } else { b',' };
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        std::str::from_utf8(row).is_ok_and(|text| cells(text, separator).is_ok())
    }
}

/// Takes away what is left of a line break.
fn trim_break(row: &mut Vec<u8>) {
    if row.last() == Some(&b'\r') {
        row.pop();
    }
}

/// Whether a quote is open at the end of a line. `separator` 0 is any of the three.
pub(super) fn goes_on(line: &[u8], separator: u8, mut open: bool) -> bool {
    let separates = |byte: u8| {
        if separator == 0 {
            b",;\t".contains(&byte)
        } else {
            byte == separator
        }
    };
    let mut before = None;
    for byte in line {
        if *byte == b'"' {
            // Inside a cell every quote turns; outside one it must begin the cell.
            let begins = open || before.is_none_or(separates) || before == Some(b'"');
            if begins {
                open = !open;
            }
        }
        before = Some(*byte);
    }
    open
}
