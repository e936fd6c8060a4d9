//! How near a text comes to words of the protocol: a quote with a slip, or a heading in the author's own words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ProtocolText;
use super::text::signs;

/// Fewer words are a heading: they are like many a place by chance.
pub const LEAST: usize = 8;
/// How many words in a hundred must agree, of the quote and of the protocol.
const AGREE: usize = 85;

/// A word, a number or a sign of comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// The signs that it comes from.
    pub signs: Range<usize>,
}

/// The words of some signs, each with its place in the text: without punctuation, in small letters.
pub(super) fn words(signs: &[(char, usize, usize)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before: Option<(char, usize)> = None;
    for (at, (sign, start, end)) in signs.iter().enumerate() {
        let compares = |sign: char| matches!(sign, '<' | '>' | '=');
        let next = signs.get(at + 1).filter(|(_, next, _)| next == end);
        let point = matches!(sign, '.' | ',')
            && before.is_some_and(|(sign, _)| sign.is_ascii_digit())
            && next.is_some_and(|(sign, ..)| sign.is_ascii_digit());
        let inner = sign.is_alphanumeric() || point;
        if inner || compares(*sign) || *sign == '%' {
            let joined = before.is_some_and(|(last, until)| {
                until >= *start && compares(last) == compares(*sign) && last != '%' && *sign != '%'
            });
            match words.last_mut().filter(|_| joined) {
                Some(word) => {
                    word.text.extend(sign.to_lowercase());
                    word.signs.end = at + 1;
                }
                None => words.push(Word {
                    text: sign.to_lowercase().collect(),
                    signs: at..at + 1,
                }),
            }
            before = Some((*sign, *end));
        } else {
            before = None;
        }
    }
    words
}

/// How many words a text has.
#[must_use]
pub fn count(text: &str) -> usize {
    words(&signs(text)).len()
}

/// Where each stretch of a quote comes near to the protocol, as signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// In the order of the stretches between `…`.
    pub stretches: Vec<Range<usize>>,
}

/// Where a quote of some length nearly stands among some signs: almost all words agree, in their order, and of the
/// protocol's words there almost all.
#[must_use]
pub fn near(quote: &str, protocol: &ProtocolText, among: Range<usize>) -> Option<Near> {
    let from = protocol.words.partition_point(|word| word.signs.start < among.start);
    let to = protocol.words.partition_point(|word| word.signs.start < among.end);
    let there = protocol.words.get(from..to)?;
    let (mut agree, mut here, mut of_protocol) = (0, 0, 0);
    let mut stretches = Vec::new();
    for stretch in quote.split('…').filter(|stretch| !stretch.trim().is_empty()) {
        let wanted = words(&signs(stretch));
        here += wanted.len();
        if let Some((matches, place)) = best(&wanted, there) {
            agree += matches;
            of_protocol += place.len();
            let found = there.get(place).unwrap_or_default();
            let (first, last) = (found.first()?, found.last()?);
            stretches.push(first.signs.start..last.signs.end);
        } else {
            stretches.push(among.start..among.start);
        }
    }
    let enough = |all: usize| agree * 100 >= all * AGREE;
    (here >= LEAST && enough(here) && enough(of_protocol)).then_some(Near { stretches })
}

/// The stretch of some words that agrees best with others: how many words do, and where it stands.
fn best(wanted: &[Word], there: &[Word]) -> Option<(usize, Range<usize>)> {
    let around = likely(wanted, there)?;
    let text = there.get(around.clone())?;
    // Of each place the best way to come there: what it is worth, how many words agree, where it began.
    let mut row: Vec<(i64, usize, usize)> = (0..=text.len()).map(|at| (0, 0, at)).collect();
    for word in wanted {
        let mut diagonal = row.first().copied()?;
        let first = row.first_mut()?;
        first.0 -= 1;
        let mut left = *first;
        for (at, other) in text.iter().enumerate() {
            let cell = row.get_mut(at + 1)?;
            let same = other.text == word.text;
            let through = if same {
                (diagonal.0 + 2, diagonal.1 + 1, diagonal.2)
            } else {
                (diagonal.0 - 1, diagonal.1, diagonal.2)
            };
            let skip = |(worth, matches, from): (i64, usize, usize)| (worth - 1, matches, from);
            let most = [skip(*cell), skip(left)].into_iter().fold(
                through,
                |most, other| {
                    if other.0 > most.0 { other } else { most }
                },
            );
            diagonal = *cell;
            *cell = most;
            left = most;
        }
    }
    let mut most: Option<(usize, (i64, usize, usize))> = None;
    for (end, cell) in row.into_iter().enumerate() {
        if most.is_none_or(|(_, (worth, ..))| cell.0 > worth) {
            most = Some((end, cell));
        }
    }
    let (end, (_, matches, start)) = most?;
    (start < end).then_some((matches, around.start + start..around.start + end))
}

/// Where most of the words are, in whatever order: only there it is looked closely.
fn likely(wanted: &[Word], there: &[Word]) -> Option<Range<usize>> {
    let long = wanted.len();
    let mut left: BTreeMap<&str, i64> = BTreeMap::new();
    for word in wanted {
        *left.entry(word.text.as_str()).or_default() += 1;
    }
    let (mut inside, mut most, mut place) = (0_i64, 0, 0);
    for (at, word) in there.iter().enumerate() {
        if let Some(count) = left.get_mut(word.text.as_str()) {
            inside += i64::from(*count > 0);
            *count -= 1;
        }
        let gone = at.checked_sub(long).and_then(|at| there.get(at));
        if let Some(count) = gone.and_then(|word| left.get_mut(word.text.as_str())) {
            *count += 1;
            inside -= i64::from(*count > 0);
        }
        if inside > most {
            (most, place) = (inside, at + 1);
        }
    }
    let reach = long / 2 + 2;
    (most > 0).then(|| place.saturating_sub(long + reach)..(place + reach).min(there.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    const TEXT: &str = "Inclusion criteria\n1. Adults of 18 to 70 years who live at home and can come to every visit.\n2. \
                        A haemoglobin of ≥9.0 g/dL at screening, without a transfusion in the 4 weeks before it.\n";

    fn place(quote: &str) -> Option<String> {
        let protocol = ProtocolText::new(SourceId(0), TEXT);
        let near = near(quote, &protocol, 0..usize::MAX)?;
        let places = near.stretches.iter();
        let words = places.map(|place| protocol.words(protocol.place(place.start, place.end).unwrap_or_default()));
        Some(words.collect::<Vec<_>>().join(" | "))
    }

    #[test]
    fn a_slip_is_near() {
        let whole = Some("Adults of 18 to 70 years who live at home and can come to every visit".to_owned());
        assert_eq!(
            place("Adults of 18 to 75 years who live at home and can come to every visit."),
            whole
        );
        assert_eq!(
            place("A haemoglobin of ≥10.0 g/dL at screening, without a transfusion in the 4 weeks").as_deref(),
            Some("A haemoglobin of ≥9.0 g/dL at screening, without a transfusion in the 4 weeks")
        );
        assert_eq!(
            place("haemoglobin of ≥9.0 g/dL … without transfusion in the 4 weeks before").as_deref(),
            Some("haemoglobin of ≥9.0 g/dL | without a transfusion in the 4 weeks before")
        );
    }

    #[test]
    fn a_heading_is_not() {
        assert_eq!(place("Adults of 18 to 75"), None);
        assert_eq!(
            place("Age between 18 and 70 years, able to attend all visits from home"),
            None
        );
        assert_eq!(
            place("Haemoglobin at screening at least 9.0 g/dL and no transfusion shortly before"),
            None
        );
        assert_eq!(place(""), None);
    }

    #[test]
    fn words_are_told_apart() {
        let text = |text: &str| {
            words(&signs(text))
                .into_iter()
                .map(|word| word.text)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(text("ALT ≤3.0×ULN (5 %), “Gilbert’s”"), "alt <= 3.0xuln 5 % gilbert s");
        assert_eq!(text("50,000/µL."), "50,000 μl");
    }
}
