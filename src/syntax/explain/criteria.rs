//! Faults of criteria, conditions and declarations.

use super::super::grammar::Rule;
use super::super::lines::{TOP_WORDS, item_head};
use super::context::{Context, RESERVED, is_name};
use crate::codes::syntax as codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Something at the top of the file that begins none of its parts.
pub fn at_top(context: &Context<'_>) -> Option<Diagnostic> {
    let layout = context.layout;
    let mut depth = 0usize;
    for at in 0..context.start {
        match layout.at(at) {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            super::super::scan::CLOSE_ALL => depth = 0,
            _ => {}
        }
    }
    let word = layout.word_at(context.start);
    if depth > 0 || TOP_WORDS.contains(&word) {
        return None;
    }
    let after = layout.skip_spaces(item_head(layout, context.start).unwrap_or(context.start + word.len()));
    let place = context.span((context.start, context.start + word.len().max(1)));
    if item_head(layout, context.start).is_some() && matches!(layout.at(after), b'"' | b'{') {
        let message = "a criterion stands in `inclusion { … }` or `exclusion { … }`";
        let written = context.text((context.start, layout.back_over_blank(context.end)));
        let help = format!("inclusion {{ {written} {{ … }} }}");
        return Some(codes::OUTSIDE_SECTION.at(place, message).help(help));
    }
    let nearest = TOP_WORDS
        .iter()
        .map(|top| (strsim::damerau_levenshtein(word, top), top))
        .min()
        .filter(|(distance, _)| *distance <= word.len() / 3);
    if let Some((_, top)) = nearest {
        let found = codes::UNKNOWN_PART.at(place, format!("`{word}` begins no part of a file"));
        return Some(found.help(format!("`{top}`")).fix(place, (*top).to_owned()));
    }
    let rest = context.tokens_between(context.start, context.end);
    let condition = rest.iter().any(|token| {
        let text = context.text(*token);
        super::context::is_comparison(&text) || RESERVED.contains(&text.as_str())
    });
    if condition {
        let message = "a condition stands in a criterion, in `inclusion { … }` or `exclusion { … }`";
        let written = context.text((context.start, layout.back_over_blank(context.end)));
        let help = format!("inclusion {{ I1 \"the protocol's words\" {{ {written} }} }}");
        return Some(codes::OUTSIDE_SECTION.at(place, message).help(help));
    }
    let shown = context.text((context.start, context.start + word.len().max(1)));
    let found = codes::UNKNOWN_PART.at(place, format!("`{shown}` begins no part of a file"));
    Some(found.help("a file holds use, trial, facts, define, inclusion, exclusion, endpoint and example"))
}

/// A criterion without quotes around its text, or without a rule.
pub fn item(context: &Context<'_>) -> Option<Diagnostic> {
    let layout = context.layout;
    let head_end = item_head(layout, context.start)?;
    if !context.was_tried(&[Rule::asks, Rule::judged, Rule::block, Rule::open]) {
        return None;
    }
    let head = (context.start, head_end);
    let id = context.text(head);
    let after = layout.skip_spaces(head_end);
    if layout.at(after) == b'"' || layout.at(after) == super::super::scan::BROKEN_TEXT {
        if layout.at(context.before.0) != b'"' {
            return None;
        }
        let message = format!("criterion {id} has no rule behind its text");
        let help = format!("{id} \"…\" {{ … }}\n{id} \"…\" asks …\n{id} \"…\" judged …");
        return Some(codes::ITEM_WITHOUT_RULE.at(context.span(head), message).help(help));
    }
    let tokens = context.tokens_between(after, context.end);
    let words = tokens.iter().filter(|token| is_name(&context.text(**token))).count();
    let text_end = layout.back_over_blank(context.end);
    if after != context.token.0 || words < 2 && layout.at(context.end) != b'{' || text_end <= after {
        return None;
    }
    let text = context.text((after, text_end));
    let message = "the text of a criterion stands in quotes";
    let help = format!("{id} \"{text}\" {{");
    let place = context.span((after, text_end));
    Some(codes::ITEM_TEXT_UNQUOTED.at(place, message).help(help))
}

/// A word of the language where a name is needed.
pub fn reserved(context: &Context<'_>) -> Option<Diagnostic> {
    let word = context.here();
    if !RESERVED.contains(&word.as_str()) {
        return None;
    }
    let next = context.layout.skip_spaces(context.token.1);
    let behind = context.layout.at(next);
    let declared = behind == b':' || context.was_tried(&[Rule::name, Rule::fact, Rule::date_declared, Rule::params]);
    let compared = context.token.0 == context.start && matches!(behind, b'<' | b'>' | b'=');
    let asked = context.text(context.before) == "asks";
    if !declared && !compared && !asked || context.was_tried(&[Rule::kw_of]) {
        return None;
    }
    // Where a value may stand too, the word is more likely one too many.
    if behind != b':'
        && !compared
        && !asked
        && context.was_tried(&[Rule::condition, Rule::sum, Rule::product, Rule::primary])
    {
        return None;
    }
    let message = format!("`{word}` is a word of the language and no name");
    let found = codes::RESERVED_WORD.at(context.place(), message);
    Some(found.help(format!("call it `{word}_…`")))
}

/// Two declarations on one line: `a : date  b : date`
pub fn two_facts(context: &Context<'_>) -> Option<Diagnostic> {
    let layout = context.layout;
    if context.here() != ":" || !context.was_tried(&[Rule::string, Rule::name]) {
        return None;
    }
    let name = context.last();
    let tokens = context.tokens();
    let colons = tokens.iter().filter(|token| context.text(**token) == ":").count();
    if colons == 0 || !is_name(&name) {
        return None;
    }
    let second = context.text((context.before.0, layout.back_over_blank(context.end)));
    let found = codes::SYNTAX.at(
        context.span(context.before),
        format!("`{name}` needs a line of its own"),
    );
    let first = context.text((context.start, layout.back_over_blank(context.before.0)));
    Some(found.help(format!("{first}\n{second}")))
}

/// `taken: 2026-01-10 to 2026-02-01` in a worked case: a period without its `from`.
pub fn period(context: &Context<'_>) -> Option<Diagnostic> {
    let (to, layout) = (context.before, context.layout);
    if context.last() != "to" || context.ended || !context.was_tried(&[Rule::colon]) {
        return None;
    }
    let colon = context.tokens_between(context.start, to.0);
    let colon = colon.into_iter().rfind(|token| context.text(*token) == ":")?;
    let first = (layout.skip_spaces(colon.1), layout.back_over_blank(to.0));
    let start = context.text(first);
    let is_day = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-');
    let is_shifted = [" before ", " after "].iter().any(|side| start.contains(side));
    if !is_day(&start) && !is_shifted {
        return None;
    }
    let rest = context.text((context.token.0, layout.back_over_blank(context.end)));
    let end = rest.split([' ', ',', '}', ']']).next().unwrap_or_default();
    // What is more than one word goes on, nobody knows how far.
    let whole = is_day(end) || rest.trim_end_matches([' ', '}', ']']) == end;
    let end = if whole { end } else { "…" };
    let found = codes::SYNTAX.at(context.span((first.0, to.1)), "a period is written `from … to …`");
    let place = context.span(first);
    let before = Span {
        end: place.start,
        ..place
    };
    Some(found.help(format!("from {start} to {end}")).fix(before, "from "))
}

/// A declaration without its `:`.
pub fn declaration(context: &Context<'_>) -> Option<Diagnostic> {
    if !context.was_tried(&[Rule::colon]) || context.was_tried(&[Rule::relation, Rule::condition]) {
        return None;
    }
    let name = context.last();
    let here = context.here();
    if name.is_empty() {
        return None;
    }
    let next = context.layout.skip_spaces(context.token.1);
    if is_name(&here) && context.layout.at(next) == b':' {
        return two_words(context);
    }
    let message = format!("`:` is missing behind `{name}`");
    let rest = if here.is_empty() {
        "…".to_owned()
    } else {
        context.text((context.token.0, context.layout.back_over_blank(context.end)))
    };
    let found = codes::COLON_MISSING.at(context.span(context.before), message);
    Some(found.help(format!("{name} : {rest}")))
}

/// An `if` without `then`, an exception without it.
pub fn then(context: &Context<'_>) -> Option<Diagnostic> {
    if !context.was_tried(&[Rule::kw_then]) {
        return None;
    }
    let mut open: Vec<(usize, usize)> = Vec::new();
    for token in context.tokens() {
        match context.text(token).as_str() {
            "if" | "unless" => open.push(token),
            "then" => {
                open.pop();
            }
            _ => {}
        }
    }
    let last = open.pop()?;
    let condition = context.text((last.1, context.before.1));
    let word = context.text(last);
    if word == "unless" && (context.ended || is_name(&context.here())) {
        return None;
    }
    let behind = context.tokens_between(context.token.0, context.end);
    if behind.iter().any(|token| context.text(*token) == "then") {
        return None;
    }
    let rest = if context.ended {
        "…".to_owned()
    } else {
        context.text((context.token.0, context.layout.back_over_blank(context.end)))
    };
    let place = if context.ended { last } else { context.token };
    let message = format!("`then` is missing behind the condition of `{word}`");
    let found = codes::THEN_MISSING.at(context.span(place), message);
    let found = found.help(format!("{word} {condition} then {rest}"));
    if context.ended || rest.starts_with("otherwise") {
        return Some(found);
    }
    // What stands there may be the end of the condition: an edit to look at.
    let value = context.span(context.token);
    Some(found.fix(
        Span {
            end: value.start,
            ..value
        },
        "then ",
    ))
}

/// A word at the end of a line that needs something behind it.
pub fn nothing_behind(context: &Context<'_>) -> Option<Diagnostic> {
    let last = context.last();
    let uncounted = context.here() == "where" && matches!(last.as_str(), "any" | "all" | "no" | "none");
    if !context.ended && !uncounted {
        return None;
    }
    let wanted = match last.as_str() {
        "and" | "or" | "not" | "unless" | "if" | "where" => "a condition",
        "then" | "otherwise" => "a value or a condition",
        "+" | "-" | "*" | "/" | "^" | "×" | "x" | "of" | "over" | "in" | ".." => "a value",
        "within" => "a length of time",
        "before" | "after" | "around" | "from" | "to" => "a date",
        "any" | "all" | "no" | "none" => "what is counted",
        "," => "one more",
        ":" => "a kind or a value",
        "=" => "what it stands for",
        "asks" | "judged" => "a name",
        _ => return None,
    };
    let message = format!("{wanted} is missing behind `{last}`");
    let found = codes::VALUE_MISSING.at(context.span(context.before), message);
    let line = context.text((context.start, context.before.1));
    let rest = context.text((context.before.1, context.layout.back_over_blank(context.end)));
    Some(found.help(format!("{line} … {rest}").trim_end().to_owned()))
}

/// `define liver score = …`
pub fn defined_name(context: &Context<'_>) -> Option<Diagnostic> {
    if context.here() != "=" || context.layout.word_at(context.start) != "define" {
        return None;
    }
    let tokens = context.tokens();
    let words: Vec<String> = tokens.iter().skip(1).map(|token| context.text(*token)).collect();
    let (first, last) = (tokens.get(1)?, tokens.last()?);
    if words.len() < 2 || !words.iter().all(|word| is_name(word)) {
        return None;
    }
    let (place, name) = (context.span((first.0, last.1)), words.join("_"));
    let found = codes::TWO_WORDS.at(place, format!("the name `{}` is several words", words.join(" ")));
    Some(found.help(format!("`{name}`")).fix(place, name))
}

/// `liver infiltration`
pub fn two_words(context: &Context<'_>) -> Option<Diagnostic> {
    let (first, second) = (context.last(), context.here());
    let subject = [
        Rule::relation,
        Rule::comparison,
        Rule::stop,
        Rule::line_end,
        Rule::colon,
        Rule::kw_is,
        Rule::window,
        Rule::equals,
    ];
    if !is_name(&first) || !is_name(&second) || !context.was_tried(&subject) {
        return None;
    }
    // Three words and more are one name too.
    let mut words = vec![first];
    let tokens = context.tokens_between(context.token.0, context.end);
    let mut end = context.token.1;
    for token in tokens {
        let text = context.text(token);
        if !is_name(&text) {
            break;
        }
        words.push(text);
        end = token.1;
    }
    let place = context.span((context.before.0, end));
    let name = words.join("_");
    let count = match words.len() {
        2 => "two",
        3 => "three",
        _ => "several",
    };
    let message = format!("`{}` is {count} words", words.join(" "));
    let found = codes::TWO_WORDS.at(place, message);
    if context.was_tried(&[Rule::comma]) && !context.was_tried(&[Rule::relation]) {
        // Among options a comma may be missing as well.
        return Some(found.help(format!("`{name}`\n{}", words.join(", "))));
    }
    Some(found.help(format!("`{name}`")).fix(place, name))
}
