//! Cuts JSON records out of a file: one value after another, whatever is wrong with each.

use super::input::{Input, MAX_RECORD};
use super::stream::{Frame, fault, too_long};
use crate::codes::record as codes;

/// How the records lie in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Layout {
    /// Not known before the first record has been seen.
    Open,
    /// One a line.
    Lines,
    /// One value after another.
    Values,
}

/// Where one record ends and the next begins.
pub(crate) struct Frames {
    layout: Layout,
    /// One a line is expected.
    lines_expected: bool,
    /// Inside the brackets of a list of records.
    in_list: bool,
    /// After a record without an end: pass over lines until one begins with `{` no further right than here.
    lost: Option<usize>,
    /// That the list does not end need not be told: its last record did not either.
    told: bool,
}

/// How the cutting of one value ended.
enum End {
    /// With its last bracket or quote.
    Complete,
    /// Before it was complete, but another record begins here.
    Next,
    /// Inside a text, at the end of a line.
    OpenText,
    /// With the end of the line, where one record a line is the rule.
    Line,
    /// With the end of the file.
    File,
    /// It is too long.
    TooLong,
}

impl Frames {
    pub fn new(lines_expected: bool) -> Self {
        Self {
            layout: Layout::Open,
            lines_expected,
            in_list: false,
            lost: None,
            told: false,
        }
    }

    /// Whether each of the following lines holds a record.
    pub fn are_lines(&self) -> bool {
        self.layout == Layout::Lines && self.lost.is_none()
    }

    /// The next record.
    pub fn next(&mut self, input: &mut Input) -> Option<Frame> {
        loop {
            skip_space(input);
            let Some(byte) = input.peek() else {
                return self.at_end(input);
            };
            if let Some(column) = self.lost {
                let list_ends = self.in_list && byte == b']' && input.column < column.max(2);
                if !list_ends && (byte != b'{' || input.column > column) {
                    input.skip_line();
                    continue;
                }
                self.lost = None;
            }
            match byte {
                b',' if self.in_list => input.consume(1),
                b']' if self.in_list => {
                    input.consume(1);
                    self.in_list = false;
                }
                b'[' if !self.in_list && self.layout != Layout::Lines => {
                    input.consume(1);
                    self.in_list = true;
                    self.layout = Layout::Values;
                }
                _ if self.layout == Layout::Lines => {
                    let frame = line(input);
                    if frame.bytes != b"{" {
                        return Some(frame);
                    }
                    // From here on records are spread over lines.
                    self.layout = Layout::Values;
                    input.put_back(b"{\n", frame.line, frame.column);
                }
                b'{' | b'[' | b'"' => return Some(self.value(input)),
                _ => return Some(self.word(input)),
            }
        }
    }

    /// A list that was not closed is told once.
    fn at_end(&mut self, input: &Input) -> Option<Frame> {
        if !std::mem::take(&mut self.in_list) || self.told || input.failed.is_some() {
            return None;
        }
        let message = "the file is cut off: its list of records has no closing `]`";
        let frame = Frame::new(Vec::new(), input.line, input.column);
        Some(frame.broken(fault(&codes::CUT_OFF, 0..0, message)))
    }

    /// A value with brackets or quotes.
    fn value(&mut self, input: &mut Input) -> Frame {
        let mut frame = Frame::new(Vec::new(), input.line, input.column);
        let mut scan = Scan {
            column: input.column,
            ..Scan::default()
        };
        let end = self.scan(input, &mut scan, &mut frame);
        if self.layout == Layout::Open {
            self.layout = match end {
                End::Complete if frame.line == input.line && rest_is_blank(input) => Layout::Lines,
                End::Line => Layout::Lines,
                End::Next => Layout::Open,
                End::OpenText | End::TooLong if self.lines_expected => Layout::Lines,
                _ => Layout::Values,
            };
        }
        match end {
            End::OpenText if self.layout == Layout::Values => self.lost = Some(frame.column),
            End::File => self.told = true,
            End::TooLong => {
                self.told = true;
                input.skip_line();
                return too_long(frame);
            }
            _ => {}
        }
        trim(&mut frame.bytes);
        frame
    }

    fn scan(&self, input: &mut Input, scan: &mut Scan, frame: &mut Frame) -> End {
        // One record a line is expected and more than an opening bracket stands on this one.
        let by_line = self.lines_expected && self.layout == Layout::Open;
        loop {
            let bytes = input.fill();
            if bytes.is_empty() {
                return End::File;
            }
            let stop = bytes
                .iter()
                .enumerate()
                .find_map(|(at, byte)| Some((at, scan.step(*byte)?)));
            let count = match stop {
                None => bytes.len(),
                Some((at, Step::Last)) => at + 1,
                Some((at, _)) => at,
            };
            if frame.bytes.len() + count > MAX_RECORD {
                return End::TooLong;
            }
            input.take(count, &mut frame.bytes);
            match stop.map(|(_, step)| step) {
                None => {}
                Some(Step::Last) => return End::Complete,
                Some(Step::Next) => return End::Next,
                Some(Step::OpenText) => return End::OpenText,
                Some(Step::Line) => {
                    if by_line && frame.bytes.trim_ascii() != b"{" {
                        return End::Line;
                    }
                    scan.by_line = false;
                    input.take(1, &mut frame.bytes);
                    scan.line_start();
                }
            }
        }
    }

    /// Anything else, up to a comma, a bracket or the end of the line.
    fn word(&mut self, input: &mut Input) -> Frame {
        let mut frame = Frame::new(Vec::new(), input.line, input.column);
        if !self.in_list {
            return line(input);
        }
        loop {
            let bytes = input.fill();
            let end = bytes
                .iter()
                .skip(usize::from(frame.bytes.is_empty()))
                .position(|byte| b",]\n{".contains(byte));
            let end = end.map(|at| at + usize::from(frame.bytes.is_empty()));
            let count = end.unwrap_or(bytes.len());
            if frame.bytes.len() + count > MAX_RECORD {
                input.skip_line();
                return too_long(frame);
            }
            input.take(count, &mut frame.bytes);
            if end.is_some() || count == 0 {
                trim(&mut frame.bytes);
                return frame;
            }
        }
    }
}

/// The rest of the line as one record.
fn line(input: &mut Input) -> Frame {
    let mut frame = Frame::new(Vec::new(), input.line, input.column);
    if !input.take_line(&mut frame.bytes, MAX_RECORD) {
        return too_long(frame);
    }
    trim(&mut frame.bytes);
    frame
}

fn trim(bytes: &mut Vec<u8>) {
    bytes.truncate(bytes.trim_ascii_end().len());
}

fn skip_space(input: &mut Input) {
    loop {
        let bytes = input.fill();
        let space = bytes.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        if space == 0 {
            return;
        }
        input.consume(space);
    }
}

/// Whether nothing but white space stands on the rest of the line.
fn rest_is_blank(input: &mut Input) -> bool {
    loop {
        let bytes = input.fill();
        let space = bytes.iter().take_while(|byte| b" \t\r".contains(byte)).count();
        match bytes.get(space) {
            Some(byte) => return *byte == b'\n',
            None if bytes.is_empty() => return true,
            None => input.consume(space),
        }
    }
}

/// What a byte means for the cutting.
enum Step {
    /// It is the last of the value.
    Last,
    /// It begins another record.
    Next,
    /// It ends a line inside a text.
    OpenText,
    /// It ends a line outside texts.
    Line,
}

/// What is open inside a value.
struct Scan {
    open: Vec<u8>,
    /// How many of them are `{`.
    braces: usize,
    in_text: bool,
    escaped: bool,
    /// The last byte that is no white space.
    last: u8,
    /// Only white space has stood on this line, so many bytes.
    indent: Option<usize>,
    /// Where the value began.
    column: usize,
    /// Ask at the first end of a line.
    by_line: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            open: Vec::new(),
            braces: 0,
            in_text: false,
            escaped: false,
            last: 0,
            indent: None,
            column: 1,
            by_line: true,
        }
    }
}

impl Scan {
    fn line_start(&mut self) {
        self.indent = Some(0);
    }

    fn step(&mut self, byte: u8) -> Option<Step> {
        if self.in_text {
            return self.text_step(byte);
        }
        match byte {
            b' ' | b'\t' | b'\r' => {
                if let Some(indent) = &mut self.indent {
                    *indent += 1;
                }
                return None;
            }
            b'\n' => {
                if self.by_line {
                    return Some(Step::Line);
                }
                self.line_start();
                return None;
            }
            b'{' if self.begins_another() => return Some(Step::Next),
            b'{' | b'[' => {
                self.braces += usize::from(byte == b'{');
                self.open.push(byte);
            }
            b'"' => self.in_text = true,
            b'}' | b']' => {
                let opening = if byte == b'}' { b'{' } else { b'[' };
                self.close(opening);
                if self.open.is_empty() {
                    return Some(Step::Last);
                }
            }
            _ => {}
        }
        self.last = byte;
        self.indent = None;
        None
    }

    /// Closes a bracket, and what was forgotten inside it.
    fn close(&mut self, opening: u8) {
        let count = if opening == b'{' {
            self.braces
        } else {
            self.open.len() - self.braces
        };
        if count == 0 {
            return;
        }
        while let Some(open) = self.open.pop() {
            self.braces -= usize::from(open == b'{');
            if open == opening {
                return;
            }
        }
    }

    fn text_step(&mut self, byte: u8) -> Option<Step> {
        match byte {
            b'\n' => return Some(Step::OpenText),
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => {
                self.in_text = false;
                self.last = byte;
                if self.open.is_empty() {
                    return Some(Step::Last);
                }
            }
            _ => {}
        }
        None
    }

    /// Whether a `{` here, at the beginning of a line, can only be that of the next record.
    fn begins_another(&self) -> bool {
        let fits = match self.last {
            b':' | b'[' => true,
            b',' => self.open.last() == Some(&b'['),
            _ => false,
        };
        !fits && !self.open.is_empty() && self.indent.is_some_and(|indent| indent < self.column)
    }
}
