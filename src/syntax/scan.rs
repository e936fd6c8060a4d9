//! Characters to a layout: comments, quotes and every kind of blank are settled before the grammar reads.
//!
//! The layout has the length of the text, byte for byte, so that every place stays what it was.

use std::collections::BTreeSet;

use crate::codes::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span, Spanned};

/// Stands for a line that was told and taken out.
pub const BROKEN: u8 = 1;
/// Stands for a text that has no end and was told.
pub const BROKEN_TEXT: u8 = 2;
/// Closes whatever is still open.
pub const CLOSE_ALL: u8 = 3;

/// So many faults of quotes and signs are told.
const MOST_FAULTS: usize = 50;
/// Longer texts are not read.
const LARGEST: usize = 16 << 20;

/// What the grammar reads.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The text with comments blank and lines joined.
    pub bytes: Vec<u8>,
    /// The same with the inside of texts hidden, to look for signs in.
    pub bare: Vec<u8>,
    /// Every comment.
    pub comments: Vec<Spanned<String>>,
    /// Places where something was told already.
    pub told: Vec<usize>,
    /// The words of what was taken out.
    pub unread: BTreeSet<String>,
    /// The text it was made from.
    pub source: SourceId,
}

impl Layout {
    /// The bytes as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or("")
    }

    /// Keeps the words of a stretch that is taken out.
    pub fn forget(&mut self, start: usize, end: usize) {
        let bare = self.bare.get(start..end).unwrap_or(b"");
        let words = bare
            .split(|byte| !is_word(*byte))
            .filter(|word| word.first().is_some_and(u8::is_ascii_alphabetic));
        let words: Vec<String> = words.map(|word| String::from_utf8_lossy(word).into_owned()).collect();
        self.unread.extend(words);
    }

    /// One byte with texts hidden; a space where there is none.
    pub fn at(&self, at: usize) -> u8 {
        self.bare.get(at).copied().unwrap_or(b' ')
    }

    /// Writes one byte.
    pub fn put(&mut self, at: usize, byte: u8) {
        for buffer in [&mut self.bytes, &mut self.bare] {
            if let Some(slot) = buffer.get_mut(at) {
                *slot = byte;
            }
        }
    }

    /// Makes a stretch blank.
    pub fn blank(&mut self, start: usize, end: usize) {
        for buffer in [&mut self.bytes, &mut self.bare] {
            let end = end.min(buffer.len());
            if let Some(slots) = buffer.get_mut(start.min(end)..end) {
                slots.fill(b' ');
            }
        }
    }

    /// The bytes `start..end` as a place.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    /// The word that begins at a byte; empty where none does.
    pub fn word_at(&self, start: usize) -> &str {
        let mut end = start;
        while is_word(self.at(end)) {
            end += 1;
        }
        self.bare
            .get(start..end)
            .and_then(|word| std::str::from_utf8(word).ok())
            .unwrap_or("")
    }

    /// The word that ends in front of a byte; empty where none does.
    pub fn word_before(&self, end: usize) -> &str {
        let mut start = end;
        while start > 0 && is_word(self.at(start - 1)) {
            start -= 1;
        }
        self.bare
            .get(start..end)
            .and_then(|word| std::str::from_utf8(word).ok())
            .unwrap_or("")
    }

    /// The first byte from `at` on that is no space; a line break counts as one that is not.
    pub fn skip_spaces(&self, mut at: usize) -> usize {
        while at < self.bare.len() && matches!(self.at(at), b' ' | b'\t') {
            at += 1;
        }
        at
    }

    /// One past the last byte before `at` that is neither space nor line break.
    pub fn back_over_blank(&self, mut at: usize) -> usize {
        while at > 0 && matches!(self.at(at - 1), b' ' | b'\t' | b'\n') {
            at -= 1;
        }
        at
    }
}

/// Whether a byte may stand in a word.
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Settles comments, quotes and blanks.
pub fn lay_out(source: SourceId, text: &str, out: &mut Diagnostics) -> Layout {
    let mut layout = Layout {
        source,
        ..Layout::default()
    };
    if text.len() > LARGEST {
        let message = "a file of more than 16 MB is not read";
        out.push(codes::FILE_TOO_LARGE.at(layout.span(0, 0), message));
        return layout;
    }
    let mut scanner = Scanner {
        text,
        at: 0,
        layout: &mut layout,
        faults: 0,
        out,
    };
    scanner.run();
    layout
}

/// Walks through the characters once.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    layout: &'a mut Layout,
    faults: usize,
    out: &'a mut Diagnostics,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// What is left of the line.
    fn line(&self) -> &'a str {
        let rest = self.rest();
        rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or("")
    }

    fn span(&self, length: usize) -> Span {
        self.layout.span(self.at, self.at + length)
    }

    fn tell(&mut self, found: Diagnostic) {
        if self.faults < MOST_FAULTS {
            self.out.push(found);
        }
        self.faults += 1;
    }

    /// Takes `length` bytes as they are.
    fn copy(&mut self, length: usize) {
        let taken = self.rest().as_bytes().get(..length).unwrap_or(b"");
        self.layout.bytes.extend_from_slice(taken);
        self.layout.bare.extend_from_slice(taken);
        self.at += length;
    }

    /// Takes a text: as it is, its inside hidden.
    fn copy_text(&mut self, length: usize) {
        let taken = self.rest().as_bytes().get(..length).unwrap_or(b"");
        self.layout.bytes.extend_from_slice(taken);
        self.layout.bare.extend(std::iter::repeat_n(b'"', taken.len()));
        self.at += length;
    }

    /// Writes `with` for `length` bytes of the text, spaces for what is left.
    fn replace(&mut self, length: usize, with: &[u8]) {
        for buffer in [&mut self.layout.bytes, &mut self.layout.bare] {
            buffer.extend_from_slice(with);
            buffer.extend(std::iter::repeat_n(b' ', length.saturating_sub(with.len())));
        }
        self.at += length;
    }

    fn run(&mut self) {
        while let Some(char) = self.rest().chars().next() {
            match char {
                '#' => self.comment(),
                '"' => self.text(),
                '“' | '”' | '„' | '«' | '»' => self.curly(char),
                '\n' | '\t' => self.copy(1),
                '\r' if self.rest().starts_with("\r\n") => self.replace(1, b""),
                '\r' => self.replace(1, b"\n"),
                '−' => self.replace(char.len_utf8(), b"-"),
                '\u{feff}' | '\u{200b}' | '\u{2060}' => self.replace(char.len_utf8(), b""),
                _ if char.is_whitespace() => self.replace(char.len_utf8(), b""),
                _ if char.is_control() => {
                    let code = u32::from(char);
                    let message = format!("a control character, U+{code:04X}, stands here");
                    let found = codes::CONTROL_CHARACTER.at(self.span(char.len_utf8()), message);
                    let found = found.help("delete it").safe_fix(self.span(char.len_utf8()), "");
                    self.tell(found);
                    self.layout.told.push(self.at);
                    self.replace(char.len_utf8(), b"");
                }
                _ => self.copy(char.len_utf8()),
            }
        }
    }

    fn comment(&mut self) {
        let line = self.line();
        let comment = Spanned::new(line.trim_end().to_owned(), self.span(line.trim_end().len()));
        self.layout.comments.push(comment);
        self.replace(line.len(), b"");
    }

    fn text(&mut self) {
        let rest = self.rest();
        if let Some(inside) = rest.strip_prefix("\"\"\"") {
            return match inside.find("\"\"\"") {
                Some(length) => self.copy_text(length + 6),
                None => self.unclosed("\"\"\""),
            };
        }
        let line = self.line().get(1..).unwrap_or("");
        if let Some(length) = line.find('"') {
            return self.copy_text(length + 2);
        }
        match line.find(['”', '“']) {
            Some(length) => self.straighten(1, length, '”'.len_utf8(), false),
            None => self.unclosed("\""),
        }
    }

    fn curly(&mut self, open: char) {
        let line = self.line().get(open.len_utf8()..).unwrap_or("");
        match line.find(['”', '“', '»']).or_else(|| line.find('"')) {
            Some(length) => {
                let close = line.get(length..).and_then(|rest| rest.chars().next()).unwrap_or('"');
                // Quotes within quotes may end elsewhere.
                let pair = matches!((open, close), ('“', '”') | ('„', '“' | '”') | ('«', '»'));
                self.straighten(open.len_utf8(), length, close.len_utf8(), pair);
            }
            None => self.unclosed("\""),
        }
    }

    /// A text in curly quotes: told, and read as if they were straight.
    fn straighten(&mut self, open: usize, length: usize, close: usize, pair: bool) {
        let span = self.span(open + length + close);
        let inside = self.rest().get(open..open + length).unwrap_or("");
        let message = "a text stands in straight quotes, not in curly ones";
        let found = codes::CURLY_QUOTES.at(span, message);
        let found = found.help(format!("\"{inside}\""));
        let straight = format!("\"{inside}\"");
        let certain = pair && !inside.contains(['"', '“', '„', '«']);
        self.tell(if certain {
            found.safe_fix(span, straight)
        } else {
            found.fix(span, straight)
        });
        let mut quoted = vec![b' '; open - 1];
        quoted.push(b'"');
        quoted.extend(inside.bytes().map(|b| if b == b'"' { b'\'' } else { b }));
        quoted.push(b'"');
        let whole = open + length + close;
        quoted.resize(whole, b' ');
        self.layout.bytes.extend_from_slice(&quoted);
        self.layout.bare.extend(std::iter::repeat_n(b'"', whole));
        self.at += whole;
    }

    /// A text without its closing quote: told, and taken to end with its line or in front of its `{`.
    fn unclosed(&mut self, quote: &str) {
        let line = self.line().trim_end();
        let inside = line.strip_suffix('{').map_or(line, str::trim_end);
        let length = inside.len().max(1);
        let message = "a text begins here and has no closing quote";
        let found = codes::TEXT_NOT_CLOSED.at(self.span(length), message);
        // The quote most likely belongs in front of a brace.
        let (words, rest) = match inside.find(" {") {
            Some(brace) => inside.split_at(brace),
            None => (inside, ""),
        };
        let short = |text: &str, most: usize| {
            let mut shown: String = text.chars().take(most).collect();
            if shown.len() < text.len() {
                shown.push('…');
            }
            shown
        };
        let words = short(words, 60);
        self.tell(found.help(format!("{words}{quote}{}", short(rest, 40))));
        self.layout.told.push(self.at);
        self.replace(length, &[BROKEN_TEXT]);
    }
}
