//! Where a quote and the protocol part, and where they meet again.

use std::ops::Range;

use crate::protocol::{ProtocolText, signs};
use crate::source::Span;

/// How many signs must agree for the two to have met again.
const MEET: usize = 8;
/// How far apart they are looked for.
const REACH: usize = 80;
/// How much is shown of two that do not meet again.
const LITTLE: usize = 24;

/// Where in the protocol a quote nearly stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Nearest {
    /// So many of its first signs are those of the protocol.
    pub agree: usize,
    /// The sign of the protocol that it begins at.
    pub at: usize,
    /// The one behind its last, where that is known.
    pub until: Option<usize>,
}

/// The first stretch in which they differ.
pub(super) struct Difference {
    /// The bytes of the quote.
    pub quote: Range<usize>,
    /// What stands there.
    pub says: String,
    /// The place in the protocol.
    pub place: Option<Span>,
    /// What stands there; empty where the quote has something more.
    pub instead: String,
}

/// The first difference of a quote from the place that it comes nearest to.
pub(super) fn first(quote: &str, nearest: Nearest, protocol: &ProtocolText) -> Difference {
    let Nearest { agree, at, until } = nearest;
    let of_quote = signs(quote);
    let there = |offset: usize| protocol.sign(at + agree + offset);
    let here = |offset: usize| of_quote.get(agree + offset).map(|(sign, ..)| *sign);
    let meets = |a: usize, b: usize| {
        let left = of_quote.len().saturating_sub(agree + a);
        let long = MEET.min(left).max(1);
        left > 0 && (0..long).all(|step| here(a + step).is_some() && here(a + step) == there(b + step))
    };
    let (mut a, mut b) = (0, 0);
    'found: for reach in 0..REACH {
        for other in 0..=reach {
            for (left, right) in [(reach, other), (other, reach)] {
                if meets(left, right) {
                    (a, b) = (left, right);
                    break 'found;
                }
            }
        }
    }
    if (a, b) == (0, 0) {
        let left = until.map_or(LITTLE, |until| until.saturating_sub(at + agree));
        (a, b) = (of_quote.len().saturating_sub(agree).min(LITTLE), left.min(LITTLE));
    }
    let byte = |sign: usize| of_quote.get(sign).map_or(quote.len(), |(_, start, _)| *start);
    let bytes = whole_words(quote, byte(agree)..byte(agree + a));
    // The words that are cut stand in the protocol too, as far as the two agree.
    let (more_before, more_behind) = (
        of_quote
            .iter()
            .filter(|(_, start, _)| (bytes.start..byte(agree)).contains(start))
            .count(),
        of_quote
            .iter()
            .filter(|(_, start, _)| (byte(agree + a)..bytes.end).contains(start))
            .count(),
    );
    let place = protocol.place((at + agree).saturating_sub(more_before), at + agree + b + more_behind);
    Difference {
        says: quote.get(bytes.clone()).unwrap_or_default().trim().to_owned(),
        quote: bytes,
        instead: place.map_or(String::new(), |place| protocol.words(place).to_owned()),
        place,
    }
}

/// A stretch widened to whole words.
fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    let start = before.len()
        - before
            .chars()
            .rev()
            .take_while(|c| !c.is_whitespace())
            .map(char::len_utf8)
            .sum::<usize>();
    let behind = text.get(range.end..).unwrap_or_default();
    let kept = text.get(..range.end).unwrap_or_default();
    let cut = !kept.ends_with(char::is_whitespace) && range.end > range.start;
    let more = if cut {
        behind.find(char::is_whitespace).unwrap_or(behind.len())
    } else {
        0
    };
    let end = range.end + more;
    let text = text.get(start..end).unwrap_or_default();
    start..start + text.trim_end().len()
}
