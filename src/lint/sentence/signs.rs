//! Signs and words of comparison around a number.

use crate::value::Comparison;

use Comparison::{AtLeast, AtMost, Greater, Less};

/// What may stand before a number; longer words before those that they end with.
const BEFORE: [(&str, Comparison); 58] = [
    ("greater than or equal to", AtLeast),
    ("more than or equal to", AtLeast),
    ("less than or equal to", AtMost),
    ("equal to or greater than", AtLeast),
    ("equal to or less than", AtMost),
    ("no more than", AtMost),
    ("not more than", AtMost),
    ("no greater than", AtMost),
    ("not greater than", AtMost),
    ("no higher than", AtMost),
    ("not higher than", AtMost),
    ("not exceeding", AtMost),
    ("not exceed", AtMost),
    ("not above", AtMost),
    ("no longer than", AtMost),
    ("at most", AtMost),
    ("up to", AtMost),
    ("maximum of", AtMost),
    ("no less than", AtLeast),
    ("not less than", AtLeast),
    ("no fewer than", AtLeast),
    ("not below", AtLeast),
    ("at least", AtLeast),
    ("minimum of", AtLeast),
    ("more than", Greater),
    ("greater than", Greater),
    ("higher than", Greater),
    ("longer than", Greater),
    ("older than", Greater),
    ("in excess of", Greater),
    ("exceeding", Greater),
    ("exceeds", Greater),
    ("above", Greater),
    ("over", Greater),
    ("less than", Less),
    ("fewer than", Less),
    ("lower than", Less),
    ("shorter than", Less),
    ("younger than", Less),
    ("below", Less),
    ("under", Less),
    (">/=", AtLeast),
    ("=/>", AtLeast),
    ("</=", AtMost),
    ("=/<", AtMost),
    (">=", AtLeast),
    ("=>", AtLeast),
    ("<=", AtMost),
    ("=<", AtMost),
    ("≥", AtLeast),
    ("⩾", AtLeast),
    ("≧", AtLeast),
    ("≤", AtMost),
    ("⩽", AtMost),
    ("≦", AtMost),
    (">", Greater),
    ("<", Less),
    ("=", Comparison::Equal),
];

/// What may stand behind a number and its unit.
const BEHIND: [(&str, Comparison); 20] = [
    ("or more", AtLeast),
    ("or older", AtLeast),
    ("or greater", AtLeast),
    ("or above", AtLeast),
    ("or higher", AtLeast),
    ("or longer", AtLeast),
    ("or over", AtLeast),
    ("and older", AtLeast),
    ("and above", AtLeast),
    ("and over", AtLeast),
    ("and up", AtLeast),
    ("or less", AtMost),
    ("or fewer", AtMost),
    ("or below", AtMost),
    ("or lower", AtMost),
    ("or younger", AtMost),
    ("or shorter", AtMost),
    ("and below", AtMost),
    ("and younger", AtMost),
    ("at most", AtMost),
];

/// The sign that a text in lower case ends with, and the text before it.
pub(super) fn before(lower: &str) -> Option<(Comparison, &str)> {
    let text = lower.trim_end();
    let (word, sign) = BEFORE.iter().find(|(word, _)| text.ends_with(word))?;
    let rest = text.strip_suffix(word)?;
    let is_word = word.starts_with(char::is_alphabetic);
    if is_word && rest.ends_with(char::is_alphanumeric) {
        return None;
    }
    let rest = rest.trim_end().trim_end_matches('\\').trim_end();
    // "not > 3" is the opposite of "> 3".
    let negated = !is_word && (rest.ends_with(" not") || rest.ends_with(" no"));
    Some((if negated { sign.negate() } else { *sign }, rest))
}

/// The sign that a text in lower case begins with, "of age" aside, and where it ends.
pub(super) fn behind(lower: &str) -> Option<(Comparison, usize)> {
    let text = lower.trim_start();
    let text = text
        .strip_prefix("of age")
        .unwrap_or(text)
        .trim_start()
        .trim_start_matches(',')
        .trim_start();
    let (word, sign) = BEHIND.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = text.strip_prefix(word)?;
    (!rest.starts_with(char::is_alphanumeric)).then(|| (*sign, lower.len() - rest.len()))
}
