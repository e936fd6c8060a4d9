//! Faults of signs, numbers and comparisons.

use super::super::grammar::Rule;
use super::context::{Context, is_comparison, is_name};
use crate::codes::syntax as codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Signs of other languages.
pub fn foreign(context: &Context<'_>) -> Option<Diagnostic> {
    let here = context.here();
    let next = context.layout.at(context.token.1);
    let found = |message: &str| codes::SYNTAX.at(context.place(), message);
    if context.last() == "/" && matches!(here.as_str(), "/" | "*") {
        let place = context.span((context.before.0, context.token.1));
        return Some(comment(context, place, context.token.1));
    }
    match here.as_str() {
        ";" => Some(
            found("a line ends without `;`")
                .help("delete it")
                .safe_fix(context.place(), ""),
        ),
        "/" if matches!(next, b'/' | b'*') => {
            let place = context.span((context.token.0, context.token.1 + 1));
            Some(comment(context, place, context.token.1 + 1))
        }
        "'" | "‘" | "’" | "`" => Some(found("a text stands in double quotes").help("\"…\"")),
        _ => None,
    }
}

/// A comment with the signs of another language.
fn comment(context: &Context<'_>, place: Span, from: usize) -> Diagnostic {
    let words = context.text((from, context.layout.back_over_blank(context.end).max(from)));
    let words = words.trim_end_matches("*/").trim_end();
    let words = if words.is_empty() { "…" } else { words };
    codes::SYNTAX
        .at(place, "a comment begins with `#`")
        .help(format!("# {words}"))
}

/// A comparison without a limit, or with two.
pub fn comparison(context: &Context<'_>) -> Option<Diagnostic> {
    let (last, here) = (context.last(), context.here());
    if is_comparison(&last) && is_comparison(&here) {
        let whole = (context.before.0, context.token.1);
        let right = format!("{last}{here}");
        let message = format!("`{last} {here}` is written `{right}`");
        let found = codes::OPERATOR_SPELLING.at(context.span(whole), message);
        let found = found.help(format!("`{right}`"));
        return Some(if matches!(right.as_str(), "<=" | ">=" | "!=") {
            found.safe_fix(context.span(whole), right)
        } else {
            found.fix(context.span(whole), right)
        });
    }
    if is_comparison(&last) && matches!(here.as_str(), "%" | "°" | "µ" | "‰") {
        let message = format!("a number is missing before `{here}`");
        let found = codes::UNIT_WITHOUT_NUMBER.at(context.place(), message);
        return Some(found.help(format!("{last} 50 {here}")));
    }
    let definition = context.layout.word_at(context.start) == "define";
    let defines = definition
        && !context
            .tokens()
            .iter()
            .rev()
            .skip(1)
            .any(|token| context.text(*token) == "=");
    if is_comparison(&last) && !defines && !context.was_tried(&[Rule::relation, Rule::stop]) {
        let message = format!("a limit is missing behind `{last}`");
        let place = context.span(context.before);
        let found = codes::LIMIT_MISSING.at(place, message);
        let subject = context.text((context.start, context.before.0));
        return Some(found.help(format!("{subject} {last} 3*ULN")));
    }
    if last == "is" || last == "not" && context.was_tried(&[Rule::option]) {
        let words = if last == "is" { "is" } else { "is not" };
        let message = format!("an option is missing behind `{words}`");
        let found = codes::OPTION_MISSING.at(context.span(context.before), message);
        return Some(found.help(format!("{words} positive")));
    }
    if is_comparison(&here) && context.was_tried(&[Rule::filter, Rule::kw_where]) {
        let head = context.text((context.start, context.before.1));
        let rest = context.text((context.token.0, context.layout.back_over_blank(context.end)));
        let message = "what is asked of each record stands behind `where`";
        let found = codes::SYNTAX.at(context.place(), message);
        return Some(found.help(format!("{head} where … {rest}")));
    }
    if is_comparison(&here) {
        let tokens = context.tokens();
        let first = tokens.iter().rposition(|token| is_comparison(&context.text(*token)))?;
        let (sign, from) = tokens.get(first).map(|sign| (context.text(*sign), sign.1))?;
        let between = context.text((from, context.token.0));
        let joined = [" and ", " or ", " unless ", " then ", " where "];
        if joined.iter().any(|word| format!(" {between} ").contains(word)) {
            return None;
        }
        let head = context.text((context.start, tokens.get(first).map_or(from, |sign| sign.0)));
        let rest = context.text((context.token.1, context.layout.back_over_blank(context.end)));
        let message = format!("`{between}` stands between two comparisons");
        let found = codes::COMPARISON_CHAIN.at(context.place(), message);
        return Some(found.help(format!("{head} {sign} {between} and {between} {here} {rest}")));
    }
    None
}

/// `3 ULN`
pub fn times(context: &Context<'_>) -> Option<Diagnostic> {
    let (last, here) = (context.last(), context.here());
    let number = last.bytes().all(|byte| byte.is_ascii_digit()) && !last.is_empty();
    let glued = here.strip_suffix("ULN").or_else(|| here.strip_suffix("LLN"));
    if matches!(here.as_str(), "ULN" | "LLN") && number {
        let start = number_start(context);
        let place = context.span((start, context.token.1));
        let right = format!("{}*{here}", context.text((start, context.before.1)));
        let found = codes::TIMES_MISSING.at(place, format!("a multiple is written `{right}`"));
        return Some(found.help(right.clone()).safe_fix(place, right));
    }
    let digits = glued.filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let limit = here.get(digits.len()..)?;
    let right = format!("{digits}*{limit}");
    let found = codes::TIMES_MISSING.at(context.place(), format!("a multiple is written `{right}`"));
    Some(found.help(right.clone()).safe_fix(context.place(), right))
}

/// Where the number in front of the fault begins, its point included.
fn number_start(context: &Context<'_>) -> usize {
    let mut start = context.before.0;
    while start > 0 && matches!(context.layout.at(start - 1), b'0'..=b'9' | b'.') {
        start -= 1;
    }
    start
}

/// `age 18-65`, `ecog 0`, `2,500`
pub fn range(context: &Context<'_>) -> Option<Diagnostic> {
    let (last, here) = (context.last(), context.here());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(&last) && matches!(here.as_str(), "–" | "—") {
        let next = context.layout.skip_spaces(context.token.1);
        let high = context.layout.word_at(next);
        let place = (number_start(context), next + high.len());
        let right = format!("{}..{high}", context.text((place.0, context.before.1)));
        let found = codes::RANGE_SPELLING.at(context.span(place), format!("a range is written `{right}`"));
        return Some(found.help(format!("in {right}")).safe_fix(context.span(place), right));
    }
    if is_name(&last) && digits(&here) && context.was_tried(&[Rule::relation, Rule::comparison]) {
        let rest = context.tokens_between(context.token.1, context.end);
        let dash = rest.first().map(|dash| context.text(*dash));
        if let (Some("–" | "—" | "-"), Some(high)) = (dash.as_deref(), rest.get(1)) {
            let right = format!("in {here}..{}", context.text(*high));
            let place = context.span((context.token.0, high.1));
            let found = codes::RANGE_SPELLING.at(place, format!("a range is written `{right}`"));
            return Some(found.help(format!("{last} {right}")).fix(place, right));
        }
        let message = format!("a comparison is missing between `{last}` and `{here}`");
        let found = codes::SYNTAX.at(context.place(), message);
        return Some(found.help(format!("{last} >= {here}\n{last} in 0..{here}")));
    }
    None
}

/// `ALT less than 3`, `ALT greater than 3`
pub fn in_words(context: &Context<'_>) -> Option<Diagnostic> {
    let here = context.here();
    let sign = match here.as_str() {
        "greater" | "above" | "over" | "exceeds" | "higher" | "larger" => ">",
        "below" | "under" | "lower" | "smaller" => "<",
        "equals" | "equal" => "=",
        _ => "",
    };
    if !sign.is_empty() && is_name(&context.last()) {
        let mut end = context.token.1;
        let mut rest = context.tokens_between(end, context.end).into_iter().peekable();
        if let Some(small) = rest.next_if(|token| matches!(context.text(*token).as_str(), "than" | "to")) {
            end = small.1;
        }
        let words = context.text((context.token.0, end));
        let limit = match rest.peek() {
            Some(first) => context.text((first.0, context.layout.back_over_blank(context.end))),
            None => "…".to_owned(),
        };
        let place = context.span((context.token.0, end));
        let found = codes::WORDS_FOR_SIGN.at(place, format!("`{words}` is written `{sign}`"));
        return Some(
            found
                .help(format!("{} {sign} {limit}", context.last()))
                .fix(place, sign),
        );
    }
    if !context.was_tried(&[Rule::direction, Rule::kw_before]) {
        return None;
    }
    let tokens = context.tokens();
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    let bound = pairs.rev().find_map(|(first, second)| {
        let words = context.text((first.0, second.1));
        let sign = match words.as_str() {
            "less than" => "<",
            "more than" => ">",
            "at least" => ">=",
            "at most" => "<=",
            _ => return None,
        };
        Some(((first.0, second.1), words, sign))
    });
    let (place, words, sign) = bound?;
    let end = if context.ended {
        context.before.1
    } else {
        context.token.0
    };
    let limit = context.text((place.1, end));
    let subject = context.text((context.start, place.0));
    let message = format!("`{words}` begins a window of time; a comparison is written `{sign}`");
    let found = codes::WORDS_FOR_SIGN.at(context.span(place), message);
    Some(found.help(format!("{subject} {sign} {limit}\n{subject} {words} {limit} before …")))
}
