//! Reads one JSON value and keeps its numbers as they are written.

mod tree;

use std::borrow::Cow;
use std::ops::Range;

use crate::codes::{Code, record as codes};
pub(crate) use tree::{Json, Member, Node};

/// Deeper than this a record is refused.
pub(crate) const MAX_DEPTH: usize = 128;

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Which finding.
    pub code: &'static Code,
    /// The place.
    pub at: Range<usize>,
    /// In words.
    pub message: String,
    /// The cure.
    pub help: Option<String>,
}

/// Reads one value that fills the text, white space aside.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, Fault> {
    let mut reader = Reader { text, at: 0 };
    reader.space();
    let node = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.fault("nothing more after the record"));
    }
    Ok(node)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Whether the last sign in front of here is a comma.
    fn behind_a_comma(&self) -> bool {
        self.text
            .get(..self.at)
            .is_some_and(|before| before.trim_end().ends_with(','))
    }

    /// What was expected here and is not.
    fn fault(&self, expected: &str) -> Fault {
        let rest = self.text.get(self.at..).unwrap_or("");
        if rest.trim_end().is_empty() {
            let whole = self.text.trim_end();
            let last = whole.chars().next_back().map_or(0, char::len_utf8);
            return Fault {
                code: &codes::CUT_OFF,
                at: whole.len() - last..whole.len(),
                message: format!("the record is cut off; here should be {expected}"),
                help: None,
            };
        }
        let ends = |c: char| c.is_ascii_punctuation() || c.is_whitespace();
        let len = match rest.find(ends) {
            Some(0) | None => rest.chars().next().map_or(0, char::len_utf8),
            Some(len) => len,
        };
        let found = rest.get(..len).unwrap_or("");
        Fault {
            code: &codes::NOT_JSON,
            at: self.at..self.at + len,
            message: format!(
                "the record is not JSON: `{}` where there should be {expected}",
                shown(found)
            ),
            help: if matches!(found, "}" | "]") && self.behind_a_comma() {
                Some("delete the comma in front of it".to_owned())
            } else {
                advice(found)
            },
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>, Fault> {
        let start = self.at;
        let json = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Json::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Json::Number(Cow::Borrowed(self.number()?)),
            Some(b't') if self.word("true") => Json::Bool(true),
            Some(b'f') if self.word("false") => Json::Bool(false),
            Some(b'n') if self.word("null") => Json::Null,
            _ => return Err(self.fault("a value")),
        };
        Ok(Node {
            at: start..self.at,
            json,
        })
    }

    fn word(&mut self, word: &str) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        let Some(after) = rest.strip_prefix(word) else {
            return false;
        };
        if after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return false;
        }
        self.at += word.len();
        true
    }

    fn deeper(&self, depth: usize) -> Result<usize, Fault> {
        if depth < MAX_DEPTH {
            return Ok(depth + 1);
        }
        Err(Fault {
            code: &codes::TOO_DEEP,
            at: self.at..self.at + 1,
            message: format!("the record nests deeper than {MAX_DEPTH} brackets"),
            help: None,
        })
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, Fault> {
        let depth = self.deeper(depth)?;
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::Array(items));
        }
        loop {
            self.space();
            items.push(self.value(depth)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Json::Array(items));
                }
                _ => return Err(self.fault("a comma or `]`")),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, Fault> {
        let depth = self.deeper(depth)?;
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fault("a name in double quotes"));
            }
            let key = self.string()?;
            let key_at = start..self.at;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.fault("a colon"));
            }
            self.at += 1;
            self.space();
            let value = self.value(depth)?;
            members.push(Member { key, key_at, value });
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Json::Object(members));
                }
                _ => return Err(self.fault("a comma or `}`")),
            }
        }
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> Result<&'a str, Fault> {
        let start = self.at;
        let whole = |reader: &Self, expected: &str| {
            let mut fault = reader.fault(expected);
            fault.at.start = start.min(fault.at.start);
            fault
        };
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if matches!(self.peek(), Some(b'0'..=b'9')) {
                return Err(whole(self, "a number without leading zeros"));
            }
        } else if !self.digits() {
            return Err(whole(self, "a digit"));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.digits() {
                return Err(whole(self, "a digit after the point"));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.digits() {
                return Err(whole(self, "an exponent"));
            }
        }
        Ok(self.text.get(start..self.at).unwrap_or(""))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.at += 1;
        let mut from = self.at;
        let mut owned = String::new();
        loop {
            match self.peek() {
                Some(b'"') => {
                    let last = self.text.get(from..self.at).unwrap_or("");
                    self.at += 1;
                    if owned.is_empty() {
                        return Ok(Cow::Borrowed(last));
                    }
                    owned.push_str(last);
                    return Ok(Cow::Owned(owned));
                }
                Some(b'\\') => {
                    owned.push_str(self.text.get(from..self.at).unwrap_or(""));
                    owned.push(self.escape()?);
                    from = self.at;
                }
                Some(b'\n' | b'\r') => {
                    return Err(self.text_fault("a closing quote before the end of the line"));
                }
                Some(0..=0x1f) => return Err(self.text_fault("no control character inside a text")),
                Some(_) => self.at += 1,
                None => return Err(self.fault("a closing quote")),
            }
        }
    }

    /// A fault at one byte of a text.
    fn text_fault(&self, expected: &str) -> Fault {
        Fault {
            code: &codes::NOT_JSON,
            at: self.at..self.at + 1,
            message: format!("the record is not JSON: there should be {expected}"),
            help: None,
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at;
        self.at += 1;
        let simple = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode(start);
            }
            None => return Err(self.fault("a closing quote")),
            Some(_) => return Err(self.bad_escape(start)),
        };
        self.at += 1;
        Ok(simple)
    }

    fn bad_escape(&self, start: usize) -> Fault {
        let mut end = (self.at + 1).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Fault {
            code: &codes::NOT_JSON,
            at: start..end,
            message: "the record is not JSON: this escape is none that JSON knows".to_owned(),
            help: None,
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(value)
    }

    fn unicode(&mut self, start: usize) -> Result<char, Fault> {
        let first = self.hex().ok_or_else(|| self.bad_escape(start))?;
        let code = if (0xd800..0xdc00).contains(&first) && self.text.get(self.at..self.at + 2) == Some("\\u") {
            self.at += 2;
            let second = self.hex().filter(|low| (0xdc00..0xe000).contains(low));
            let second = second.ok_or_else(|| self.bad_escape(start))?;
            0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| self.bad_escape(start))
    }
}

/// A text of the record in a message: not too long, and without what a terminal would obey.
pub(crate) fn shown(text: &str) -> String {
    let plain = |c: char| {
        if c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            '\u{fffd}'
        } else {
            c
        }
    };
    let mut short: String = text.chars().take(40).map(plain).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

/// How a frequent slip is mended.
fn advice(found: &str) -> Option<String> {
    let text = match found {
        "True" => "`true`",
        "False" => "`false`",
        "None" | "NA" | "NaN" | "nan" | "undefined" => "`null`, or leave the field out",
        "'" => "double quotes",
        "“" | "”" | "„" => "straight double quotes",
        // A word without its quotes.
        word if word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') => {
            return Some(format!("\"{word}\""));
        }
        _ => return None,
    };
    Some(text.to_owned())
}
