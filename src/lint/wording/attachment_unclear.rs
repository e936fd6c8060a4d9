//! "A or B with C", or a last "with … >5 years" behind a list: what it belongs to can be read in two ways.

use std::ops::Range;

use crate::codes::lint::ATTACHMENT_UNCLEAR;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::quote::Quoted;
use crate::lint::sentence::{inside, shown, words};

/// More words than this before or behind "or" are no plain pair.
const WORDS: usize = 5;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for quoted in &context.quotes().all {
        let Some((with, about)) = pair(quoted.text).or_else(|| list(quoted)) else {
            continue;
        };
        let said = shown(quoted.text, &with);
        let cited: Vec<&str> = said.split_whitespace().take(6).collect();
        let cited = cited.join(" ");
        out.push(
            ATTACHMENT_UNCLEAR
                .at(
                    inside(quoted.text, quoted.span, &with),
                    format!("\"{cited}\" can belong to the last, or to all before it"),
                )
                .help(format!("say what it belongs to:\nreading \"'{cited}': …\""))
                .about(about.into_iter().chain([cited.clone()])),
        );
    }
}

/// Words that "with" belongs to anyway, and those that stand for whoever it is about.
const VERBS: [&str; 11] = [
    "interfere",
    "comply",
    "consistent",
    "compatible",
    "agree",
    "patients",
    "subjects",
    "participants",
    "women",
    "men",
    "those",
];

/// "HBsAg or HBcAb with elevated DNA": the place of "with …", and words of a reading that speaks of it.
fn pair(text: &str) -> Option<(Range<usize>, Vec<String>)> {
    let lower = text.to_ascii_lowercase();
    for or in words::find_all(&lower, "or") {
        let before = lower.get(..or)?.rsplit([',', ';', '.', '(', ')', ':']).next()?;
        let behind_start = or + "or".len();
        let behind = lower.get(behind_start..)?;
        let behind = behind
            .get(..behind.find([',', ';', '.', '(', ')', ':']).unwrap_or(behind.len()))
            .map(|end| {
                // "hepatitis B core antibody (HBcAb)-positive with …": a name in brackets goes on.
                if lower
                    .get(behind_start + end.len()..)
                    .is_some_and(|rest| rest.starts_with('('))
                {
                    let rest = lower.get(behind_start..).unwrap_or_default();
                    let close = rest.find(')').unwrap_or(end.len());
                    let after = rest.get(close..).unwrap_or_default();
                    let stop = after
                        .get(1..)
                        .and_then(|after| after.find([',', ';', '.', '(', ')', ':']))
                        .map_or(after.len(), |at| at + 1);
                    rest.get(..close + stop).unwrap_or(end)
                } else {
                    end
                }
            })?;
        let Some(with) = words::find(behind, "with") else {
            continue;
        };
        let first = words::words(before).count();
        let between = words::words(behind.get(..with)?).count();
        let object: Vec<(Range<usize>, &str)> = words::words(behind.get(with..)?).skip(1).collect();
        let plain = (1..=WORDS + 3).contains(&first) && (1..=WORDS + 1).contains(&between) && !object.is_empty();
        // A plain pair: one word behind "or", or the same word at the end of both.
        let last_before = words::words(before).last().map(|(_, word)| word);
        let (_, last) = words::words(behind.get(..with)?).last()?;
        let pair = between == 1 || last_before == Some(last);
        // What begins with a verb goes on with it: "or treated with".
        let verb = goes_on_with(last);
        let number = last.starts_with(|c: char| c.is_ascii_digit()) || matches!(last, "ii" | "iii" | "iv");
        if !plain || verb || number || !pair {
            continue;
        }
        let end = object
            .get(WORDS - 1)
            .or(object.last())
            .map_or(with, |(place, _)| with + place.end);
        let about = object.iter().take(WORDS).map(|(_, word)| (*word).to_owned());
        let about =
            about.filter(|word| word.len() > 2 && words::counts(word) && word != "peripheral" && word != "blood");
        return Some((behind_start + with..behind_start + end, about.collect()));
    }
    None
}

/// Whether "with" behind a word belongs to it anyway.
fn goes_on_with(word: &str) -> bool {
    word.ends_with("ed") || word.ends_with("ing") || VERBS.contains(&word)
}

/// "skin cancer, carcinoma in situ with disease-free survival >5 years".
fn list(quoted: &Quoted<'_>) -> Option<(Range<usize>, Vec<String>)> {
    let lower = quoted.text.to_ascii_lowercase();
    for limit in quoted
        .limits
        .iter()
        .filter(|limit| limit.certain && limit.measure.is_time())
    {
        let before = lower.get(..limit.place.start)?;
        let segment = before.rsplit([';', '.', '(', ')', ':']).next()?;
        let start = before.len() - segment.len();
        let Some(with) = words::find_all(segment, "with").last() else {
            continue;
        };
        let listed = segment.get(..with)?;
        let between = segment.get(with..)?;
        // "… treated with curative intent for >5 years"
        if words::words(listed).last().is_some_and(|(_, word)| goes_on_with(word)) {
            continue;
        }
        let last = listed.rsplit(',').next().unwrap_or_default().trim_start();
        if listed.trim_end().ends_with(',') {
            continue;
        }
        let joined = last.starts_with("or ") || last.starts_with("and ");
        // "A, or B with C": the comma parts two conditions, and the last words are of the second.
        if listed.matches(',').count() < if joined { 2 } else { 1 }
            || between.contains(',')
            || words::words(between).count() > WORDS
        {
            continue;
        }
        let with = start + with..limit.place.end;
        return Some((with, vec![shown(quoted.text, &limit.place)]));
    }
    None
}
