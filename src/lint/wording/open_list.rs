//! "Such as", "e.g.", "etc.": examples, and a rule that knows nothing but these.

use crate::codes::lint::OPEN_LIST;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{inside, words};

const OPENING: [&str; 7] = [
    "such as",
    "e.g.",
    "eg,",
    "for example",
    "including but not limited to",
    "including, but not limited to",
    "etc",
];

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let lower = quoted.text.to_ascii_lowercase();
        let found = OPENING
            .iter()
            .filter_map(|word| Some((words::find(&lower, word)?, *word)));
        let Some((at, word)) = found.min_by_key(|(at, _)| *at) else {
            continue;
        };
        let options = &quoted.said.options;
        // A rule that knows "other" is open itself.
        if options
            .iter()
            .any(|option| option.to_lowercase().split('_').any(|word| word == "other"))
        {
            continue;
        }
        let listed = words::stems(lower.get(at..).unwrap_or_default());
        let of_list = |option: &&&str| {
            let stems = words::stems(&option.replace('_', " "));
            !stems.is_empty() && stems.iter().all(|stem| listed.contains(stem))
        };
        let named: Vec<&str> = options.iter().filter(of_list).copied().collect();
        if named.len() < 2 {
            continue;
        }
        let place = at..at + word.len();
        out.push(
            OPEN_LIST
                .at(
                    inside(quoted.text, quoted.span, &place),
                    "the protocol gives examples, the rule knows no others",
                )
                .here("an open list")
                .help(format!(
                    "add an option for others, or say why not:\nreading \"'{word}': …\""
                ))
                .about([word, "examples", "open list", "closed list"]),
        );
    }
}
