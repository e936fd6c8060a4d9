//! The protocol's text made comparable: white space and typography aside.

use crate::source::{SourceId, Span};

/// A text without white space, one spelling for each sign, with the way back to its bytes.
pub(in crate::lint) struct ProtocolText {
    /// Which text.
    pub(in crate::lint) source: SourceId,
    /// The text as it is.
    text: String,
    /// The signs in a row.
    plain: String,
    /// Of each sign: where it begins in `plain`, and the bytes it comes from.
    signs: Vec<(usize, usize, usize)>,
    /// Its numbered items.
    pub(in crate::lint) items: Vec<ProtocolItem>,
}

/// A numbered item of the protocol.
pub(in crate::lint) struct ProtocolItem {
    /// The number it has in rules: `I8.4`.
    pub(in crate::lint) id: String,
    /// The number and its text.
    pub(in crate::lint) span: Span,
    /// The text on its first line; empty where it goes on.
    pub(in crate::lint) text: String,
    /// Whether it has items of its own.
    pub(in crate::lint) parent: bool,
}

/// Of a quote that does not stand whole, how much of its beginning stands somewhere.
const LEAST: usize = 12;

impl ProtocolText {
    pub(in crate::lint) fn new(source: SourceId, text: &str) -> Self {
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
            items: items(source, text),
        }
    }

    /// The sign that begins at a byte of `plain`, or the number of signs.
    fn sign_at(&self, byte: usize) -> usize {
        self.signs.partition_point(|(at, ..)| *at < byte)
    }

    /// Where a quote stands, from sign `from` on: the signs, and the place.
    pub(in crate::lint) fn find(&self, quote: &str, from: usize) -> Option<(usize, usize, Span)> {
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
    pub(in crate::lint) fn find_in(
        &self,
        stretch: &str,
        among: std::ops::Range<usize>,
    ) -> Option<std::ops::Range<usize>> {
        let wanted: String = signs(stretch).into_iter().map(|(sign, ..)| sign).collect();
        let begin = self.signs.get(among.start)?.0;
        let end = self.signs.get(among.end).map_or(self.plain.len(), |(at, ..)| *at);
        let at = begin + self.plain.get(begin..end)?.find(&wanted)?;
        Some(self.sign_at(at)..self.sign_at(at + wanted.len()))
    }

    /// Whether all stretches of a quote stand in the text.
    pub(in crate::lint) fn has(&self, quote: &str) -> bool {
        quote.split('…').all(|stretch| self.find(stretch, 0).is_some())
    }

    /// The place of some signs.
    pub(in crate::lint) fn place(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.signs.get(start)?;
        let last = self.signs.get(end.checked_sub(1)?)?;
        Some(Span::new(self.source, first.1, last.2))
    }

    /// The words of a place.
    pub(in crate::lint) fn words(&self, place: Span) -> &str {
        let words = self.text.get(place.start as usize..place.end as usize);
        words.unwrap_or_default().trim()
    }

    /// The signs that come from a place.
    pub(in crate::lint) fn signs_of(&self, place: Span) -> std::ops::Range<usize> {
        let start = self
            .signs
            .partition_point(|(_, start, _)| *start < place.start as usize);
        let end = self.signs.partition_point(|(_, start, _)| *start < place.end as usize);
        start..end
    }

    /// One sign.
    pub(in crate::lint) fn sign(&self, at: usize) -> Option<char> {
        let (byte, ..) = self.signs.get(at)?;
        self.plain.get(*byte..)?.chars().next()
    }

    /// The place where most of the beginning of a quote stands, for a quote that does not stand whole: how many
    /// signs of the quote agree, and where in the text they do.
    pub(in crate::lint) fn nearest(&self, quote: &str) -> Option<(usize, usize)> {
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
pub(super) fn signs(text: &str) -> Vec<(char, usize, usize)> {
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

/// The numbered lines under the headings of the inclusion and the exclusion criteria.
fn items(source: SourceId, text: &str) -> Vec<ProtocolItem> {
    let mut items: Vec<ProtocolItem> = Vec::new();
    let mut section: Option<char> = None;
    // Indentation and id of the items that are open, outermost first.
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut started = false;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let words = line.trim();
        let lower = words.to_lowercase();
        if lower.starts_with("inclusion criteria") || lower.starts_with("key inclusion") {
            (section, started) = (Some('I'), false);
            open.clear();
            continue;
        }
        if lower.starts_with("exclusion criteria") || lower.starts_with("key exclusion") {
            (section, started) = (Some('E'), false);
            open.clear();
            continue;
        }
        let Some(letter) = section else { continue };
        let indent = line.len() - line.trim_start().len();
        let Some((number, rest)) = numbered(words) else {
            if words.is_empty() {
                continue;
            }
            // A line at the margin that is no item ends the criteria, once there was one.
            if started && indent == 0 {
                section = None;
            } else if let Some(last) = items.last_mut() {
                last.span.end = u32::try_from(start + line.trim_end().len()).unwrap_or(u32::MAX);
                last.text.clear();
            }
            continue;
        };
        started = true;
        while open.last().is_some_and(|(at, _)| *at >= indent) {
            open.pop();
        }
        let id = match open.last() {
            Some((_, parent)) => format!("{parent}.{number}"),
            None => format!("{letter}{number}"),
        };
        if let Some((_, parent)) = open.last()
            && let Some(parent) = items.iter_mut().rev().find(|item| item.id == *parent)
        {
            parent.parent = true;
        }
        open.push((indent, id.clone()));
        let span = Span::new(source, start + indent, start + line.trim_end().len());
        items.push(ProtocolItem {
            id,
            span,
            text: rest.to_owned(),
            parent: false,
        });
    }
    items
}

/// `8. Adequate …`, `8) …`: the number and the rest.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at_checked(digits)?;
    let rest = rest.strip_prefix(['.', ')'])?;
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    Some((number.parse().ok()?, rest.trim()))
}
