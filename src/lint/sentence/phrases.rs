//! Words of exception and of negation in a sentence.

use std::ops::Range;

use super::words::{find, find_all, words};

/// Words that begin an exception that a rule must carry.
const EXCEPTIONS: [&str; 17] = [
    "unless",
    "except for",
    "except",
    "excepting",
    "with the exception of",
    "with the exceptions of",
    "excluding",
    "may be relaxed",
    "other than",
    "apart from",
    "not including",
    "does not include",
    "are eligible if",
    "is eligible if",
    "allowed if",
    "permitted if",
    "does not apply",
];

/// Further words beside which an exception in a rule surprises nobody.
const HINTS: [&str; 40] = [
    "exception",
    "exceptions",
    "if",
    "in case",
    "in cases",
    "in the case",
    "for patients",
    "for subjects",
    "for participants",
    "in patients",
    "in subjects",
    "in participants",
    "patients with",
    "subjects with",
    "participants with",
    "in the presence",
    "when",
    "where",
    "only",
    "but",
    "however",
    "allowed",
    "permitted",
    "acceptable",
    "eligible",
    "may",
    "can",
    "relaxed",
    "without",
    "not",
    "otherwise",
    "whichever",
    "waived",
    "regardless",
    "for those",
    "in those",
    "those with",
    "or",
    "no",
    "despite",
];

/// Where the exceptions of a sentence stand: from their word to the end of their clause.
pub(in crate::lint) fn exceptions(text: &str) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in EXCEPTIONS {
        for at in find_all(&lower, word) {
            if found
                .iter()
                .any(|known| known.start <= at && at < known.start + 24 && known.contains(&at))
            {
                continue;
            }
            found.push(at..clause_end(&lower, at));
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Where the clause around a byte ends: at a full stop or semicolon, or with the bracket that it stands in.
fn clause_end(text: &str, from: usize) -> usize {
    let mut depth = 0_i32;
    let rest = text.get(from..).unwrap_or_default();
    for (at, sign) in rest.char_indices() {
        let ends = match sign {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth -= 1;
                depth < 0
            }
            ';' => depth <= 0,
            '.' => {
                depth <= 0
                    && rest
                        .get(at + 1..)
                        .is_none_or(|after| after.is_empty() || after.starts_with(' '))
            }
            _ => false,
        };
        if ends {
            return from + at;
        }
    }
    text.len()
}

/// Whether a sentence has any word beside which an exception in its rule is no surprise.
pub(in crate::lint) fn has_exception(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    EXCEPTIONS.iter().chain(&HINTS).any(|word| find(&lower, word).is_some())
}

/// Words that negate what follows them.
const NEGATIONS: [&str; 12] = [
    "no history of",
    "no evidence of",
    "no known",
    "no prior",
    "no previous",
    "no",
    "absence of",
    "must not be",
    "must not have",
    "must not",
    "without",
    "free of",
];

/// "no more than", "not only": no negation of what follows.
const NOT_NEGATIONS: [&str; 10] = [
    "no more",
    "no less",
    "no later",
    "no fewer",
    "no greater",
    "no longer",
    "no higher",
    "no lower",
    "no matter",
    "no earlier",
];

/// Where a sentence negates something: from the negating word to the end of the words that it negates.
pub(in crate::lint) fn negations(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for word in NEGATIONS {
        for at in find_all(&lower, word) {
            let rest = lower.get(at..).unwrap_or_default();
            if NOT_NEGATIONS.iter().any(|other| rest.starts_with(other))
                || found.iter().any(|(known, _)| known.contains(&at))
            {
                continue;
            }
            let from = at + word.len();
            let behind = lower.get(from..).unwrap_or_default();
            let stop = behind.find([',', ';', '.', '(', ')', ':']).unwrap_or(behind.len());
            let clause = behind.get(..stop).unwrap_or_default();
            // What is negated ends where another thing is joined to it.
            let joint = [" and ", " but ", " who ", " unless ", " within ", " prior to "]
                .iter()
                .filter_map(|joint| clause.find(joint))
                .min();
            let end = from + joint.unwrap_or(clause.len());
            let last = words(lower.get(from..end).unwrap_or_default())
                .nth(7)
                .map_or(end, |(place, _)| from + place.start);
            found.push((at..from, from..last));
        }
    }
    found.sort_by_key(|(word, _)| word.start);
    found
}
