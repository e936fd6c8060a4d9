//! Two criteria that quote the very same words.

use std::collections::BTreeMap;

use crate::codes::lint::QUOTE_TWICE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::protocol::signs;

/// Shorter quotes are headings.
const LEAST: usize = 12;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let criteria = &context.trial.criteria;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (at, criterion) in criteria.iter().enumerate() {
        let Some((text, span)) = &criterion.text else { continue };
        let plain: String = signs(text).into_iter().map(|(sign, ..)| sign).collect();
        if plain.chars().count() < LEAST {
            continue;
        }
        let Some(first) = seen.insert(plain.clone(), at).and_then(|first| criteria.get(first)) else {
            continue;
        };
        let Some((_, first_span)) = &first.text else { continue };
        out.push(
            QUOTE_TWICE
                .at(*span, format!("{} and {} quote the same words", first.id, criterion.id))
                .label(*first_span, "the same words")
                .help(format!(
                    "quote item {}; where the protocol repeats itself:\nreading \"As {}: …\"",
                    criterion.id, first.id
                ))
                .about([first.id.as_str()]),
        );
    }
}
