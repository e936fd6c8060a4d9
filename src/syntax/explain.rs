//! What is wrong with a line, in an author's words.

mod context;
mod criteria;
mod signs;

use super::grammar::{Rule, Stop, words};
use super::scan::Layout;
use crate::codes::syntax as codes;
use crate::diagnostic::Diagnostic;
use context::Context;

/// What is named in a message where several things could stand, the likeliest first.
const LIKELIEST: &[&str] = &[
    "`expect`",
    "`=`",
    "`:`",
    "`then`",
    "`{`",
    "what it holds",
    "a limit",
    "a condition",
    "a date",
    "`before` or `after`",
    "an option",
    "a comparison",
    "a unit",
    "a name",
    "a label",
    "a text in quotes",
    "a number",
    "a value",
    "a row",
    "a fact",
    "a fact with its value",
    "a line of the header",
    "a criterion",
    "what must come out",
    "the end of the line",
];

/// Says what is wrong where reading stopped: the first explanation that fits.
pub fn explain(layout: &Layout, stop: &Stop, segment: (usize, usize)) -> Diagnostic {
    let context = Context::new(layout, stop, segment);
    let explanations: &[fn(&Context<'_>) -> Option<Diagnostic>] = &[
        criteria::at_top,
        signs::foreign,
        criteria::item,
        criteria::reserved,
        criteria::two_facts,
        criteria::period,
        criteria::declaration,
        signs::comparison,
        signs::times,
        criteria::then,
        signs::range,
        signs::in_words,
        criteria::defined_name,
        criteria::nothing_behind,
        criteria::two_words,
    ];
    explanations
        .iter()
        .find_map(|explain| explain(&context))
        .unwrap_or_else(|| expected(&context))
}

/// What could have stood here.
fn expected(context: &Context<'_>) -> Diagnostic {
    let tried: Vec<&str> = context.tried.iter().map(|rule| words(*rule)).collect();
    let mut likely: Vec<&str> = LIKELIEST
        .iter()
        .copied()
        .filter(|words| tried.contains(words))
        .collect();
    // What a criterion may hold need not be told twice.
    if likely.contains(&"a condition") {
        likely.retain(|words| !matches!(*words, "a criterion" | "a limit"));
    }
    if context.ended {
        likely.retain(|words| *words != "the end of the line");
    }
    likely.truncate(3);
    let wanted = match likely.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    };
    let shown = context.shown();
    let message = match (wanted.is_empty(), context.ended) {
        (true, _) => format!("{shown} does not belong here"),
        (false, true) => format!("{wanted} is missing behind {shown}"),
        (false, false) => format!("{shown} stands where {wanted} is expected"),
    };
    let found = codes::SYNTAX.at(context.place(), message);
    if likely.first() == Some(&"`before` or `after`") {
        let line = context.text((context.start, context.before.1));
        return found.help(format!("{line} before …"));
    }
    found
}

impl Context<'_> {
    /// Whether one of these was tried where reading stopped.
    fn was_tried(&self, rules: &[Rule]) -> bool {
        self.tried.iter().any(|rule| rules.contains(rule))
    }
}
