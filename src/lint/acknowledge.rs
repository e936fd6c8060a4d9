//! A `reading` that speaks of a finding acknowledges it.
//!
//! A finding says which words a reading of it would have ([`Diagnostic::about`]): the word without a definition, the
//! number that differs, the criterion that says the same. It is set aside with the first reading that has one of them,
//! among those of the criteria where the finding is, of the items around them, and of the trial's header. A reading of the
//! header speaks of many things: it counts where it has the word in quotes or names the criterion, or where the finding is
//! in none.

use super::Context;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::ReadingNote;

pub(super) fn apply(context: &Context<'_>, out: &mut Diagnostics) {
    out.allow(|finding| {
        let words: Vec<String> = finding.about.iter().map(|word| plain(word)).collect();
        if words.is_empty() {
            return None;
        }
        let speaks = |note: &&ReadingNote| words.iter().any(|word| speaks_of(&plain(&note.text), word));
        let (near, ids) = nearby(context, finding);
        let general = context.trial.readings.iter().filter(|note| {
            let text = plain(&note.text);
            ids.is_empty()
                || ids.iter().any(|id| speaks_of(&text, id))
                || words.iter().any(|word| quoted(&text).any(|part| speaks_of(part, word)))
        });
        let note = near.into_iter().chain(general).find(speaks);
        note.map(|note| note.text.clone())
    });
}

/// The readings of the criteria and endpoints where a finding is, those nearest to it first, and their numbers.
fn nearby<'a>(context: &Context<'a>, finding: &Diagnostic) -> (Vec<&'a ReadingNote>, Vec<String>) {
    let trial = context.trial;
    let (mut notes, mut ids) = (Vec::new(), Vec::new());
    for label in &finding.labels {
        let mut place = context.criterion_at(label.span);
        while let Some(criterion) = place.and_then(|index| trial.criteria.get(index)) {
            notes.extend(&criterion.readings);
            ids.push(plain(&criterion.id));
            place = criterion.parent;
        }
        for endpoint in trial
            .endpoints
            .iter()
            .filter(|endpoint| endpoint.span.contains(label.span))
        {
            notes.extend(&endpoint.readings);
            ids.push(plain(&endpoint.id));
        }
    }
    (notes, ids)
}

/// What stands in single quotes in a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('\'').skip(1).step_by(2)
}

/// Lower case, one spelling of signs and blanks.
fn plain(text: &str) -> String {
    let lower = text
        .to_lowercase()
        .replace(['’', '‘'], "'")
        .replace(['–', '—', '−'], "-");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word stands in a text as a word, or at the beginning of a longer one: "except" in "exceptions".
fn speaks_of(text: &str, word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric();
    let digit_ends = word.ends_with(|c: char| c.is_ascii_digit());
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let mut after = text.get(at + found.len()..).unwrap_or_default().chars();
        let next = after.next();
        // 2.5 does not speak of 2, nor E1 of E12 or E1.1.
        let goes_on = digit_ends && (next.is_some_and(inner) || next == Some('.') && after.next().is_some_and(inner));
        let begins = before.is_none_or(|c| !(inner(c) || c == '.' && word.starts_with(|c: char| c.is_ascii_digit())));
        begins && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_beginnings_of_words_count() {
        assert!(speaks_of("'severe' is not defined", "severe"));
        assert!(speaks_of("the exceptions change nothing", "except"));
        assert!(!speaks_of("unexceptional", "except"));
        assert!(speaks_of("2.5 as amended", "2.5"));
        assert!(!speaks_of("12.5 as amended", "2.5"));
        assert!(!speaks_of("2.5 as amended", "2"));
        assert!(!speaks_of("as e12 says", "e1"));
        assert!(!speaks_of("as e1.2 says", "e1"));
        assert!(speaks_of("as in e1.", "e1"));
    }
}
