//! Whether a length of time is a window, and on which side of what.

use std::ops::Range;

/// A length of time that is counted from something.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lint) struct Time {
    /// On which side of it.
    pub side: Side,
    /// What it is counted from; empty where the sentence does not say.
    pub anchor: Range<usize>,
    /// "within", "in the past": the whole of it counts, not only its far end.
    pub within: bool,
}

/// Before or after what a length of time is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Side {
    /// Before.
    Before,
    /// After.
    After,
    /// Either, or it is not said.
    Unsaid,
}

/// What may stand before the length, with the side where that says it.
const HEADS: [(&str, Side); 28] = [
    ("within the past", Side::Before),
    ("within the last", Side::Before),
    ("within the previous", Side::Before),
    ("within the preceding", Side::Before),
    ("within past", Side::Before),
    ("within last", Side::Before),
    ("within the", Side::Unsaid),
    ("within", Side::Unsaid),
    ("in the past", Side::Before),
    ("in the last", Side::Before),
    ("in the previous", Side::Before),
    ("in the preceding", Side::Before),
    ("in past", Side::Before),
    ("in last", Side::Before),
    ("over the past", Side::Before),
    ("over the last", Side::Before),
    ("over the previous", Side::Before),
    ("during the past", Side::Before),
    ("during the last", Side::Before),
    ("during the previous", Side::Before),
    ("for the past", Side::Before),
    ("for the last", Side::Before),
    ("the past", Side::Before),
    ("the last", Side::Before),
    ("the previous", Side::Before),
    ("within approximately", Side::Unsaid),
    ("after", Side::After),
    ("following", Side::After),
];

/// What may stand behind the length.
const TAILS: [(&str, Side); 15] = [
    ("prior to", Side::Before),
    ("before", Side::Before),
    ("preceding", Side::Before),
    ("previous to", Side::Before),
    ("prior", Side::Before),
    ("ago", Side::Before),
    ("earlier", Side::Before),
    ("after", Side::After),
    ("following", Side::After),
    ("post", Side::After),
    ("of", Side::Unsaid),
    ("from", Side::Unsaid),
    ("since", Side::Unsaid),
    ("around", Side::Unsaid),
    ("at", Side::Unsaid),
];

/// How a text in lower case that ends before a length leads to a window, and the text before that.
pub(super) fn head(lower: &str) -> Option<(Side, &str)> {
    let text = lower.trim_end();
    let (word, side) = HEADS.iter().find(|(word, _)| text.ends_with(word))?;
    let rest = text.strip_suffix(word)?;
    (!rest.ends_with(char::is_alphanumeric)).then_some((*side, rest))
}

/// Which side a text that begins behind a length says, and the stretch of what it is counted from.
pub(super) fn tail(lower: &str, at: usize) -> Option<(Side, Range<usize>)> {
    let rest = lower.get(at..)?;
    let text = rest
        .trim_start()
        .trim_start_matches(['-', '‑'])
        .trim_start_matches("(s)")
        .trim_start();
    let (word, side) = TAILS.iter().find(|(word, _)| text.starts_with(word))?;
    let behind = text.strip_prefix(word)?;
    if behind.starts_with(char::is_alphanumeric) {
        return None;
    }
    let start = lower.len() - behind.len();
    let end = behind
        .find([';', ',', '.', '(', ')', ':', '\n'])
        .unwrap_or(behind.len());
    let mut anchor = start..start + end.min(60);
    while lower.get(anchor.clone()).is_none() && anchor.end > start {
        anchor.end -= 1;
    }
    Some((*side, anchor))
}
