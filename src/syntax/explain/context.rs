//! The words around a fault.

use super::super::grammar::{Rule, Stop};
use super::super::scan::{CLOSE_ALL, Layout, is_word};
use crate::source::Span;

/// The words of the language that are no names.
pub const RESERVED: &[&str] = &[
    "and", "or", "not", "unless", "then", "otherwise", "if", "where", "over", "is", "in", "within", "before", "after",
    "around", "from", "any", "all", "none", "no", "at", "of", "ULN", "LLN",
];

/// A fault with the words around it.
pub struct Context<'a> {
    /// The text.
    pub layout: &'a Layout,
    /// What was tried.
    pub tried: &'a [Rule],
    /// The stretch that will be taken out.
    pub start: usize,
    /// Its end.
    pub end: usize,
    /// Where the token at fault begins and ends; the one before the end where the line ends too early.
    pub token: (usize, usize),
    /// The token in front of where reading stopped.
    pub before: (usize, usize),
    /// The line ends where something should stand.
    pub ended: bool,
}

impl<'a> Context<'a> {
    /// Looks around a fault.
    pub fn new(layout: &'a Layout, stop: &'a Stop, (start, end): (usize, usize)) -> Self {
        let at = layout.skip_spaces(stop.at);
        let ended = at >= layout.bare.len() || matches!(layout.at(at), b'\n' | b'}' | b'{' | CLOSE_ALL);
        let before = token_before(layout, layout.back_over_blank(at));
        let token = if ended { before } else { token_at(layout, at) };
        Self {
            layout,
            tried: &stop.tried,
            start: layout.skip_spaces(start),
            end,
            token,
            before,
            ended,
        }
    }

    /// The place to show.
    pub fn place(&self) -> Span {
        self.span(self.token)
    }

    /// A stretch as a place.
    pub fn span(&self, (start, end): (usize, usize)) -> Span {
        self.layout.span(start, end)
    }

    /// The text of a stretch, blanks as one space.
    pub fn text(&self, (start, end): (usize, usize)) -> String {
        let bytes = self.layout.bytes.get(start..end).unwrap_or(b"");
        let text = String::from_utf8_lossy(bytes);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The token at fault for a message.
    pub fn shown(&self) -> String {
        if self.layout.at(self.token.0) == b'"' {
            return "a text".to_owned();
        }
        format!("`{}`", self.text(self.token))
    }

    /// The word, number or sign at fault; empty where the line ends.
    pub fn here(&self) -> String {
        if self.ended {
            String::new()
        } else {
            self.text(self.token)
        }
    }

    /// The word, number or sign in front of the fault, in the same stretch.
    pub fn last(&self) -> String {
        if self.before.0 < self.start {
            String::new()
        } else {
            self.text(self.before)
        }
    }

    /// The tokens of the stretch up to where reading stopped.
    pub fn tokens(&self) -> Vec<(usize, usize)> {
        self.tokens_between(self.start, self.token.0)
    }

    /// Every token of a stretch.
    pub fn tokens_between(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let mut tokens = Vec::new();
        let mut at = start;
        while at < end {
            if matches!(self.layout.at(at), b' ' | b'\t' | b'\n') {
                at += 1;
                continue;
            }
            let token = token_at(self.layout, at);
            at = token.1.max(at + 1);
            tokens.push(token);
        }
        tokens
    }
}

/// Whether a token is a name: a word that is not reserved.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(is_word)
        && !RESERVED.contains(&text)
}

/// The signs that compare.
pub fn is_comparison(text: &str) -> bool {
    matches!(text, "<" | "<=" | ">" | ">=" | "=" | "!=" | "≤" | "≥" | "≠" | "==" | "=<" | "=>" | "<>")
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b'=' | b'!' | b'&' | b'|')
}

fn token_at(layout: &Layout, start: usize) -> (usize, usize) {
    let first = layout.at(start);
    let same: fn(u8) -> bool = if is_word(first) {
        is_word
    } else if is_sign(first) {
        is_sign
    } else if first == b'"' {
        |byte| byte == b'"'
    } else if first >= 0x80 {
        |byte| (0x80..0xc0).contains(&byte)
    } else {
        |_| false
    };
    let mut end = start + 1;
    while end < layout.bare.len() && same(layout.at(end)) {
        end += 1;
    }
    (start, end.min(layout.bare.len()).max(start))
}

fn token_before(layout: &Layout, end: usize) -> (usize, usize) {
    let Some(last) = end.checked_sub(1) else {
        return (0, 0);
    };
    let byte = layout.at(last);
    let same: fn(u8) -> bool = if is_word(byte) {
        is_word
    } else if is_sign(byte) {
        is_sign
    } else if byte == b'"' {
        |byte| byte == b'"'
    } else {
        |_| false
    };
    let mut start = last;
    if byte >= 0x80 {
        while start > 0 && (0x80..0xc0).contains(&layout.at(start)) {
            start -= 1;
        }
    } else {
        while start > 0 && same(layout.at(start - 1)) {
            start -= 1;
        }
    }
    (start, end)
}
