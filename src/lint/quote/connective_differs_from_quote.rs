//! Two things that the quoted sentence joins by "or" and the rule by *and*, or the other way round.

use super::pair::Vocabulary;
use crate::codes::lint::CONNECTIVE_DIFFERS_FROM_QUOTE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::lint::sentence::{inside, words};
use crate::model::CriterionKind;
use crate::syntax::ast::{Expr, Node};

/// How many words beside the joining one are looked at.
const NEAR: usize = 4;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        for (all, parts) in &quoted.said.joints {
            let names: Vec<&str> = parts.iter().filter_map(|part| name(part)).collect();
            let [first, second] = names.as_slice() else { continue };
            if parts.len() != 2 {
                continue;
            }
            let Some((or, place)) = joint(quoted.text, first, second, &quotes.vocabulary) else {
                continue;
            };
            // "A and B" in a list of what excludes may mean either.
            let and_is_sure = quoted.kind == Some(CriterionKind::Inclusion);
            if or != *all || (!or && !and_is_sure) {
                continue;
            }
            let (said, written) = if or { ("or", "and") } else { ("and", "or") };
            let span = parts
                .iter()
                .map(|part| part.span)
                .reduce(|a, b| a.to(b))
                .unwrap_or(quoted.span);
            let cited = format!("{said} {}", second.replace('_', " "));
            out.push(
                CONNECTIVE_DIFFERS_FROM_QUOTE
                    .at(
                        span,
                        format!("the protocol joins the two by \"{said}\", the rule by *{written}*"),
                    )
                    .here("the rule")
                    .label(inside(quoted.text, quoted.span, &place), "the protocol")
                    .help(format!(
                        "{first} {said} {second}\nor say how it was read:\nreading \"'{cited}': …\""
                    ))
                    .about([cited.clone(), format!("'{said}'")]),
            );
        }
    }
}

/// The one fact that a condition is about.
fn name(expr: &Expr) -> Option<&str> {
    match expr.node.as_ref() {
        Node::Name(name) => Some(name),
        Node::Test(test) if test.windows.is_empty() => name(&test.subject),
        _ => None,
    }
}

/// The word that joins two facts in a sentence, whether it is "or", and its place.
fn joint(text: &str, first: &str, second: &str, vocabulary: &Vocabulary) -> Option<(bool, std::ops::Range<usize>)> {
    let lower = text.to_ascii_lowercase();
    let mut found = None;
    for (place, word) in words::words(&lower) {
        if !matches!(word, "or" | "and") {
            continue;
        }
        let before = lower.get(..place.start)?;
        let behind = lower.get(place.end..)?;
        // Joined directly, without punctuation, a negation or another joint between.
        let before = before.rsplit([',', ';', '.', '(', ')', '/', ':']).next()?;
        let behind = behind.split([',', ';', '.', '(', ')', '/', ':']).next()?;
        let near_before: Vec<&str> = words::words(before).map(|(_, word)| word).collect();
        let near_behind: Vec<&str> = words::words(behind).map(|(_, word)| word).collect();
        let skipped = near_before.len().saturating_sub(NEAR);
        let joins = |word: &&str| {
            matches!(
                *word,
                "or" | "and" | "no" | "not" | "without" | "either" | "both" | "nor" | "neither"
            )
        };
        if near_before.iter().any(joins) || near_behind.iter().take(NEAR).any(joins) {
            continue;
        }
        let stems = |words: &[&str]| {
            words
                .iter()
                .flat_map(|word| words::stems(word))
                .collect::<Vec<String>>()
        };
        let before = stems(near_before.get(skipped..)?);
        let behind = stems(near_behind.get(..NEAR.min(near_behind.len()))?);
        let (a, b) = ((first, second), (second, first));
        let joined = [a, b].iter().any(|(left, right)| {
            // What both are called by tells them not apart: "pregnant" and "planning pregnancy".
            let of_left = vocabulary.apart(left, right);
            let of_right = vocabulary.apart(right, left);
            let in_any = |stems: &[String], near: &[String]| stems.iter().any(|stem| near.contains(stem));
            vocabulary.is_said(left, &before)
                && !in_any(&of_right, &before)
                && in_any(&of_right, &behind)
                && !in_any(&of_left, &behind)
        });
        if joined {
            if found.is_some() {
                return None;
            }
            found = Some((word == "or", place));
        }
    }
    found
}
