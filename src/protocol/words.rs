//! How near a text comes to words of the protocol: a quote with a slip, or a heading in the author's own words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ProtocolText;
use super::text::signs;

/// Fewer words are a heading: they are like many a place by chance.
pub const LEAST: usize = 8;
/// How many words in a hundred must agree, of the quote and of the protocol.
const AGREE: usize = 85;
/// A slip is at one place. Whoever writes in words of their own departs at many: more than one in so many words.
const APART: usize = 8;

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

/// How many words a text has, as they are counted by people.
#[must_use]
pub fn count(text: &str) -> usize {
    let has_word = |word: &&str| word.contains(char::is_alphanumeric);
    text.split_whitespace().filter(has_word).count()
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
    let (mut agree, mut here, mut of_protocol, mut apart) = (0, 0, 0, 0);
    let mut stretches = Vec::new();
    for stretch in quote.split('…').filter(|stretch| !stretch.trim().is_empty()) {
        let wanted = words(&signs(stretch));
        here += wanted.len();
        if let Some((way, place)) = best(&wanted, there) {
            agree += way.agree;
            apart += way.apart;
            of_protocol += place.len();
            let found = there.get(place).unwrap_or_default();
            let (first, last) = (found.first()?, found.last()?);
            stretches.push(first.signs.start..last.signs.end);
        } else {
            stretches.push(among.start..among.start);
        }
    }
    let enough = |all: usize| agree * 100 >= all * AGREE;
    let long = count(quote) >= LEAST;
    let at_few_places = apart <= (here / APART).max(1);
    (long && at_few_places && enough(here) && enough(of_protocol)).then_some(Near { stretches })
}

/// A way to go through some words of the protocol and some of a quote, side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    worth: i64,
    /// How many words agree.
    agree: usize,
    /// At how many places the two differ.
    apart: usize,
    /// Whether they do at its end.
    differs: bool,
    /// The protocol's word that it began at.
    from: usize,
}

impl Way {
    fn same(self) -> Self {
        Self {
            worth: self.worth + 2,
            agree: self.agree + 1,
            differs: false,
            ..self
        }
    }

    fn differs(self) -> Self {
        Self {
            worth: self.worth - 1,
            apart: self.apart + usize::from(!self.differs),
            differs: true,
            ..self
        }
    }
}

/// The stretch of some words that agrees best with others, and where it stands.
fn best(wanted: &[Word], there: &[Word]) -> Option<(Way, Range<usize>)> {
    let around = likely(wanted, there)?;
    let text = there.get(around.clone())?;
    let begin = |from| Way {
        worth: 0,
        agree: 0,
        apart: 0,
        differs: false,
        from,
    };
    // Of each place the best way to come there.
    let mut row: Vec<Way> = (0..=text.len()).map(begin).collect();
    for word in wanted {
        let first = row.first_mut()?;
        let mut diagonal = *first;
        *first = first.differs();
        let mut left = *first;
        for (other, cell) in text.iter().zip(row.iter_mut().skip(1)) {
            let through = if other.text == word.text {
                diagonal.same()
            } else {
                diagonal.differs()
            };
            let mut most = through;
            for way in [cell.differs(), left.differs()] {
                if way.worth > most.worth {
                    most = way;
                }
            }
            diagonal = *cell;
            *cell = most;
            left = most;
        }
    }
    let mut most: Option<(usize, Way)> = None;
    for (end, way) in row.into_iter().enumerate() {
        if most.is_none_or(|(_, best)| way.worth > best.worth) {
            most = Some((end, way));
        }
    }
    let (end, way) = most?;
    (way.from < end).then_some((way, around.start + way.from..around.start + end))
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
        // Almost the same words, but put otherwise at place after place; and a few words with many signs.
        assert_eq!(
            place("A haemoglobin ≥9.0 g/dL on screening, without any transfusion in the 4 weeks before it"),
            None
        );
        assert_eq!(place("haemoglobin of ≥ 9.1 g/dL at screening"), None);
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
