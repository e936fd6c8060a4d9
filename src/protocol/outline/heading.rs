//! The lines above criteria: `Key inclusion criteria:`, and those above what is no criteria any more.

use super::marker::marker;

/// What may stand in front of the two words of a heading.
const BEFORE: [&str; 16] = [
    "key",
    "main",
    "major",
    "principal",
    "general",
    "additional",
    "specific",
    "study",
    "trial",
    "patient",
    "patients",
    "subject",
    "participant",
    "primary",
    "other",
    "detailed",
];
/// How a heading goes on that has no colon.
const BEHIND: [&str; 16] = [
    "for",
    "of",
    "in",
    "to",
    "at",
    "stage",
    "part",
    "phase",
    "cohort",
    "group",
    "arm",
    "step",
    "period",
    "continued",
    "-",
    "–",
];
/// What other chapters of a protocol begin with.
const CHAPTERS: [&str; 31] = [
    "outcome",
    "primary outcome",
    "secondary outcome",
    "other outcome",
    "endpoint",
    "primary endpoint",
    "secondary endpoint",
    "primary objective",
    "secondary objective",
    "objective",
    "arms",
    "arm group",
    "intervention",
    "study plan",
    "study design",
    "study overview",
    "study procedures",
    "study contact",
    "study location",
    "study record",
    "study treatment",
    "trial design",
    "design",
    "contacts",
    "locations",
    "where this",
    "how to",
    "sponsor",
    "collaborator",
    "statistical",
    "more information",
];
/// Headings are short.
const LONG: usize = 12;

/// A heading of criteria.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// `I` or `E`.
    pub letter: char,
    /// Its own number: `5.1 Inclusion criteria`.
    pub number: Vec<u32>,
    /// It is nothing but the name of the section.
    pub bare: bool,
}

/// The heading that a line is; `alone` says that no further words of the same paragraph follow.
pub(super) fn heading(line: &str, alone: bool) -> Option<Heading> {
    let mark = marker(line);
    let number = mark.as_ref().map(|mark| mark.path.clone()).unwrap_or_default();
    let plain = bare(line.get(mark.as_ref().map_or(0, |mark| mark.len)..)?);
    let colon = plain.ends_with(':');
    let lower = plain.trim_end_matches([':', '*', '_', ' ']).to_lowercase();
    let lower = lower
        .replace("non-inclusion", "noninclusion")
        .replace("non inclusion", "noninclusion");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let found = |letter, bare| Heading { letter, number, bare };
    let Some((letter, rest)) = named(&words) else {
        let letter = sentence(&words).filter(|_| alone && colon && mark.is_none())?;
        return Some(found(letter, false));
    };
    let Some(first) = rest.first() else {
        return Some(found(letter, true));
    };
    // An item may be about criteria: "inclusion criteria 13 is only for …".
    if mark.is_some_and(|mark| mark.path.len() < 2) || !alone || words.len() > LONG || plain.ends_with(['.', ';', ','])
    {
        return None;
    }
    let digit = first.starts_with(|c: char| c.is_ascii_digit());
    let goes_on = BEHIND.contains(first) || first.starts_with('(') || (colon && !digit);
    goes_on.then(|| found(letter, false))
}

/// A line without the marks of Markdown.
fn bare(line: &str) -> &str {
    line.trim_start_matches('#').trim().trim_matches(['*', '_']).trim()
}

/// `key inclusion criteria …`, `criteria for exclusion …`, `exclusions`: which, and what follows.
fn named<'a, 'b>(words: &'b [&'a str]) -> Option<(char, &'b [&'a str])> {
    let skipped = words.iter().take_while(|word| BEFORE.contains(word)).count();
    let words = words.get(skipped..)?;
    let criteria = |word: &&str| matches!(word.trim_end_matches(':'), "criteria" | "criterion");
    match words {
        [only] => Some((either(only)?, &[])),
        [which, second, rest @ ..] if criteria(second) => Some((either(which)?, rest)),
        [first, "for", which, rest @ ..] if criteria(first) => Some((either(which)?, rest)),
        _ => None,
    }
}

/// The letter of a section by the one word for it.
fn either(word: &str) -> Option<char> {
    match word {
        "inclusion" | "inclusions" => Some('I'),
        "exclusion" | "exclusions" | "noninclusion" => Some('E'),
        _ => None,
    }
}

/// `for inclusion in the study subjects should fulfil the following criteria:`
fn sentence(words: &[&str]) -> Option<char> {
    let says = |stems: &[&str]| {
        let begins = |word: &&str| stems.iter().any(|stem| word.starts_with(stem));
        words.iter().any(begins)
    };
    let of_whom = says(&["subject", "patient", "participant", "volunteer", "individual", "person"]);
    let of_what = says(&["criteria", "criterion"]) || says(&["following"]);
    let turned_away = says(&["exclu", "noninclusion", "ineligible"]);
    let taken = says(&["inclusion", "included", "eligible", "enrolled"]);
    let negated = words.contains(&"not");
    if words.len() > 20 || !of_whom || !of_what || !(turned_away || taken) || (turned_away && negated) {
        return None;
    }
    Some(if turned_away || negated { 'E' } else { 'I' })
}

/// Whether a line is the heading of a chapter that holds no criteria.
pub(super) fn is_chapter(line: &str) -> bool {
    let lower = bare(line).to_lowercase();
    CHAPTERS.iter().any(|chapter| lower.starts_with(chapter))
}

/// Whether a line that stands alone looks like a heading of anything.
pub(super) fn is_title(line: &str) -> bool {
    let words = bare(line);
    let connective = matches!(words.to_lowercase().as_str(), "or" | "and" | "and/or");
    words.starts_with(char::is_uppercase)
        && words.split_whitespace().count() <= 8
        && !words.ends_with(['.', ';', ',', ')'])
        && !connective
}
