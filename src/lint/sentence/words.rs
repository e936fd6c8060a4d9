//! Words made comparable: what is said of a fact, and what a sentence says.

use std::ops::Range;

/// Letters that count of a word: "abnormality" and "abnormalities" agree.
const LETTERS: usize = 7;

/// Words that say nothing of what is meant.
const COMMON: [&str; 76] = [
    "a",
    "an",
    "the",
    "of",
    "or",
    "and",
    "to",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "is",
    "are",
    "was",
    "be",
    "been",
    "has",
    "have",
    "had",
    "does",
    "do",
    "did",
    "there",
    "any",
    "other",
    "that",
    "this",
    "it",
    "its",
    "as",
    "if",
    "than",
    "then",
    "more",
    "less",
    "least",
    "most",
    "ever",
    "now",
    "still",
    "last",
    "first",
    "every",
    "subject",
    "subjects",
    "patient",
    "patients",
    "participant",
    "date",
    "day",
    "days",
    "number",
    "count",
    "level",
    "total",
    "absolute",
    "serum",
    "value",
    "normal",
    "method",
    "test",
    "result",
    "investigator",
    "estimate",
    "opinion",
    "known",
    "measured",
    "current",
    "within",
    "prior",
    "who",
    "which",
    "what",
];

/// The words of a text with their places.
pub(in crate::lint) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let start = at;
        at += word.len();
        // The sign that ended the word.
        at += text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        (!word.is_empty()).then(|| (start..start + word.len(), word))
    })
}

/// What of a word counts: lower case, one spelling, its first letters.
pub(in crate::lint) fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let lower = lower
        .replace("ae", "e")
        .replace("oe", "e")
        .replace("our", "or")
        .replace("ll", "l");
    let singular = match lower.strip_suffix('s') {
        Some(singular) if lower.len() > 3 && !singular.ends_with(['s', 'u', 'i']) => singular,
        _ => lower.as_str(),
    };
    singular.chars().take(LETTERS).collect()
}

/// Whether a word in lower case says something of what is meant.
pub(in crate::lint) fn counts(word: &str) -> bool {
    word.len() > 1 && !COMMON.contains(&word.to_lowercase().as_str())
}

/// The stems of a text that count.
pub(in crate::lint) fn stems(text: &str) -> Vec<String> {
    words(text)
        .filter(|(_, word)| counts(word))
        .map(|(_, word)| stem(word))
        .collect()
}

/// Where a phrase in lower case stands in a text in lower case as whole words.
pub(in crate::lint) fn find(lower: &str, phrase: &str) -> Option<usize> {
    find_all(lower, phrase).next()
}

/// Every place where a phrase stands as whole words.
pub(in crate::lint) fn find_all<'a>(lower: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    lower.match_indices(phrase).map(|(at, _)| at).filter(move |at| {
        let before = lower.get(..*at).and_then(|before| before.chars().next_back());
        let after = lower.get(at + phrase.len()..).and_then(|after| after.chars().next());
        let open = phrase.starts_with(|c: char| !c.is_alphanumeric());
        let closed = phrase.ends_with(|c: char| !c.is_alphanumeric());
        (open || !before.is_some_and(char::is_alphanumeric)) && (closed || !after.is_some_and(char::is_alphanumeric))
    })
}

/// A whole number in words or digits, up to twelve.
pub(in crate::lint) fn small(word: &str) -> Option<u32> {
    const NAMES: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    let lower = word.to_lowercase();
    if let Some(at) = NAMES.iter().position(|name| *name == lower) {
        return u32::try_from(at).ok();
    }
    lower.parse().ok().filter(|number| *number <= 12)
}
