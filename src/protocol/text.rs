//! The protocol's text made comparable: white space and typography aside.

use super::outline::{self, Item};
use super::words::{Word, words};
use crate::source::{SourceId, Span};

/// A text without white space, one spelling for each sign, with the way back to its bytes.
pub struct ProtocolText {
    /// Which text.
    pub source: SourceId,
    /// The text as it is.
    text: String,
    /// The signs in a row.
    plain: String,
    /// Of each sign: where it begins in `plain`, and the bytes it comes from.
    signs: Vec<(usize, usize, usize)>,
    /// Its words.
    pub(super) words: Vec<Word>,
    /// Its items.
    pub items: Vec<Item>,
}

/// Of a quote that does not stand whole, how much of its beginning stands somewhere.
const LEAST: usize = 12;

impl ProtocolText {
    /// Reads a text.
    #[must_use]
    pub fn new(source: SourceId, text: &str) -> Self {
        let mut plain = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len());
        for (sign, start, end) in signs(text) {
            places.push((plain.len(), start, end));
            plain.push(sign);
        }
        Self {
            source,
            text: text.to_owned(),
            plain,
            signs: places,
            words: words(&signs(text)),
            items: outline::items(source, text),
        }
    }

    /// The sign that begins at a byte of `plain`, or the number of signs.
    fn sign_at(&self, byte: usize) -> usize {
        self.signs.partition_point(|(at, ..)| *at < byte)
    }

    /// Where a quote stands, from sign `from` on: the signs, and the place.
    #[must_use]
    pub fn find(&self, quote: &str, from: usize) -> Option<(usize, usize, Span)> {
        let wanted: String = signs(quote).into_iter().map(|(sign, ..)| sign).collect();
        if wanted.is_empty() {
            return Some((from, from, Span::new(self.source, 0, 0)));
        }
        let begin = self.signs.get(from)?.0;
        let at = begin + self.plain.get(begin..)?.find(&wanted)?;
        let (start, end) = (self.sign_at(at), self.sign_at(at + wanted.len()));
        Some((start, end, self.place(start, end)?))
    }

    /// Where a stretch of a quote stands among some signs.
    #[must_use]
    pub fn find_in(&self, stretch: &str, among: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        let wanted: String = signs(stretch).into_iter().map(|(sign, ..)| sign).collect();
        let begin = self.signs.get(among.start)?.0;
        let end = self.signs.get(among.end).map_or(self.plain.len(), |(at, ..)| *at);
        let at = begin + self.plain.get(begin..end)?.find(&wanted)?;
        Some(self.sign_at(at)..self.sign_at(at + wanted.len()))
    }

    /// Whether all stretches of a quote stand in the text.
    #[must_use]
    pub fn has(&self, quote: &str) -> bool {
        quote.split('…').all(|stretch| self.find(stretch, 0).is_some())
    }

    /// The place of some signs.
    #[must_use]
    pub fn place(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.signs.get(start)?;
        let last = self.signs.get(end.checked_sub(1)?)?;
        Some(Span::new(self.source, first.1, last.2))
    }

    /// The words of a place.
    #[must_use]
    pub fn words(&self, place: Span) -> &str {
        let words = self.text.get(place.start as usize..place.end as usize);
        words.unwrap_or_default().trim()
    }

    /// The signs that come from a place.
    #[must_use]
    pub fn signs_of(&self, place: Span) -> std::ops::Range<usize> {
        let start = self
            .signs
            .partition_point(|(_, start, _)| *start < place.start as usize);
        let end = self.signs.partition_point(|(_, start, _)| *start < place.end as usize);
        start..end
    }

    /// One sign.
    #[must_use]
    pub fn sign(&self, at: usize) -> Option<char> {
        let (byte, ..) = self.signs.get(at)?;
        self.plain.get(*byte..)?.chars().next()
    }

    /// The place where most of the beginning of a quote stands, for a quote that does not stand whole: how many
    /// signs of the quote agree, and where in the text they do.
    #[must_use]
    pub fn nearest(&self, quote: &str) -> Option<(usize, usize)> {
        let wanted: Vec<char> = signs(quote).into_iter().map(|(sign, ..)| sign).collect();
        let head: String = wanted.iter().take(LEAST).collect();
        let mut best: Option<(usize, usize)> = None;
        for (at, _) in self
            .plain
            .match_indices(head.as_str())
            .filter(|_| wanted.len() >= LEAST)
        {
            let rest = self.plain.get(at..).unwrap_or_default();
            let agree = rest.chars().zip(&wanted).take_while(|(a, b)| a == *b).count();
            if best.is_none_or(|(most, _)| agree > most) {
                best = Some((agree, self.sign_at(at)));
            }
        }
        best
    }
}

/// The signs of a text: no white space, no escapes, one spelling for each.
#[must_use]
pub fn signs(text: &str) -> Vec<(char, usize, usize)> {
    let mut signs = Vec::with_capacity(text.len());
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        let mut push = |sign: char| signs.push((sign, at, end));
        match sign {
            _ if sign.is_whitespace() || matches!(sign, '\\' | '\u{FEFF}' | '\u{200B}' | '\u{AD}') => {}
            '’' | '‘' | '′' => push('\''),
            '“' | '”' => push('"'),
            '–' | '—' | '−' | '‐' | '‑' => push('-'),
            'µ' => push('μ'),
            '≤' | '⩽' => {
                push('<');
                push('=');
            }
            '≥' | '⩾' => {
                push('>');
                push('=');
            }
            '×' | '✕' => push('x'),
            '⁰' => push('0'),
            '¹' => push('1'),
            '²' => push('2'),
            '³' => push('3'),
            '⁴'..='⁹' => push(char::from_digit(u32::from(sign) - u32::from('⁰'), 10).unwrap_or(sign)),
            _ => push(sign),
        }
    }
    signs
}
