//! One fact under two names: the same code or the same question.

use std::collections::BTreeMap;

use crate::codes::lint::FACT_BY_TWO_NAMES;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Fact;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let mut known: BTreeMap<String, &Fact> = BTreeMap::new();
    for fact in &context.trial.facts {
        let codes = fact
            .codes
            .iter()
            .flat_map(|(system, codes)| codes.iter().map(move |code| format!("{system} {code}")));
        // A question without words is the dots of an example.
        let question = fact.question.iter().map(|question| plain(question));
        let question = question
            .filter(|words| !words.is_empty())
            .map(|words| format!("question {words}"));
        for key in codes.chain(question) {
            let Some(earlier) = known.get(&key) else {
                known.insert(key, fact);
                continue;
            };
            if earlier.name == fact.name || !(context.is_own(fact.span) || context.is_own(earlier.span)) {
                continue;
            }
            let (later, first) = if context.is_own(fact.span) {
                (fact, *earlier)
            } else {
                (*earlier, fact)
            };
            let what = match key.strip_prefix("question ") {
                Some(_) => "ask the same question".to_owned(),
                None => format!("have the same code, {key}"),
            };
            out.push(
                FACT_BY_TWO_NAMES
                    .at(later.span, format!("`{}` and `{}` {what}", first.name, later.name))
                    .label(first.span, "the other")
                    .help(format!(
                        "read `{}` in both rules, or ask what tells them apart",
                        first.name
                    )),
            );
            break;
        }
    }
}

/// Lower case, letters and digits only.
fn plain(question: &str) -> String {
    question
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}
