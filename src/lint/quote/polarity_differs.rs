//! Something that the quoted sentence negates, and the rule asks for.

use crate::codes::lint::POLARITY_DIFFERS;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{exceptions, inside, negations, shown, words};

/// Words of a fact that is a negation itself: its yes is the sentence's no.
const NEGATED: [&str; 16] = [
    "no", "not", "without", "free", "absence", "absent", "never", "un", "non", "negative", "excluded", "agree",
    "agreed", "agrees", "refrain", "abstain",
];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in quotes.all.iter().filter(|quoted| !quoted.said.asks) {
        let excepted = exceptions(quoted.text);
        for (word, negated) in negations(quoted.text) {
            let stems = words::stems(&shown(quoted.text, &negated));
            let needed = stems.len().min(2);
            let within = excepted.iter().any(|place| place.contains(&word.start));
            let reads = quoted.said.names.iter().filter(|read| {
                let name = read.name.replace('_', " ");
                let text = format!("{name} {}", quotes.vocabulary.question(read.name)).to_lowercase();
                quotes.vocabulary.is_truth(read.name)
                    && needed > 0
                    && quotes.vocabulary.in_common(read.name, &stems) >= needed
                    && !words::words(&text).any(|(_, word)| NEGATED.contains(&word))
            });
            let reads: Vec<_> = reads.collect();
            let asked = |read: &&super::rule::Read<'_>| !read.negated && (!read.conditional || within);
            let Some(first) = reads.first().filter(|_| reads.iter().all(asked)) else {
                continue;
            };
            let cited = shown(quoted.text, &(word.start..negated.end));
            let cited = cited.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
            let message = format!("the protocol says \"{cited}\", the rule asks for `{}`", first.name);
            out.push(
                POLARITY_DIFFERS
                    .at(first.place, message)
                    .here("the rule")
                    .label(inside(quoted.text, quoted.span, &word), "the protocol negates it")
                    .help(format!(
                        "not {}\nor say why it is asked for:\nreading \"'{cited}': …\"",
                        first.name
                    ))
                    .about([cited.clone()]),
            );
        }
    }
}
