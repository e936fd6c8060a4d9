//! A limit of the quoted sentence with another sign in the rule: `>` for `≥`, or the other way round.

use super::finding;
use super::pair::{Quoted, Quotes};
use super::rule::Written;
use crate::codes::lint::COMPARATOR_DIFFERS_FROM_QUOTE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::Context;
use crate::lint::sentence::{Limit, Measure, inside, same, shown};
use crate::model::CriterionKind;
use crate::value::Comparison;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let quotes = context.quotes();
    for quoted in &quotes.all {
        for written in quoted.said.numbers.iter().filter(|written| written.own) {
            out.extend(differs(quotes, quoted, written));
        }
    }
}

fn differs(quotes: &Quotes<'_>, quoted: &Quoted<'_>, written: &Written<'_>) -> Option<Diagnostic> {
    let sign = written.sign.filter(|sign| orders(*sign))?;
    let candidates = quotes.candidates(quoted, written);
    let answers = |limit: &&Limit| {
        same((&limit.number, &limit.measure), (&written.number, &written.measure))
            || (limit.number == written.number
                && limit.measure == Measure::Bare
                && quotes.is_of(quoted, limit, written))
    };
    let limits: Vec<&Limit> = candidates
        .iter()
        .filter_map(|at| quoted.limits.get(*at))
        .filter(answers)
        .collect();
    // A number that stands there without a sign may be this very limit.
    let first = *limits.first()?;
    let agrees = |limit: &&Limit| {
        let Some(said) = limit.sign.filter(|sign| orders(*sign)) else {
            return true;
        };
        let excludes = quoted.kind == Some(CriterionKind::Exclusion);
        let reversible = written.negated || limit.turned || (limit.normative && excludes);
        // Under a negation, the day or the value on the limit itself is a matter of style.
        said == sign || reversible && (sign.negate() == said || said == relaxed(sign.negate()))
    };
    if limits.iter().any(agrees) {
        return None;
    }
    let quantity = finding::quantity(&written.number, &written.measure);
    let said = format!("{} {quantity}", sign.symbol());
    let message = if written.window.is_some() {
        format!(
            "the protocol says {}, the rule {} {quantity}",
            shown(quoted.text, &first.place),
            word(sign)
        )
    } else {
        format!(
            "the protocol says {}, the rule {said}",
            shown(quoted.text, &first.place)
        )
    };
    let said = if written.window.is_some() {
        format!("{} {quantity}", word(sign))
    } else {
        said
    };
    let close = format!("{}{quantity}", sign.symbol());
    Some(
        COMPARATOR_DIFFERS_FROM_QUOTE
            .at(written.place, message)
            .here("the rule")
            .label(inside(quoted.text, quoted.span, &first.place), "the protocol")
            .help(format!(
                "change one of them, or say why they differ:\nreading \"… {said} …\""
            ))
            .about([said, close]),
    )
}

fn orders(sign: Comparison) -> bool {
    !matches!(sign, Comparison::Equal | Comparison::NotEqual)
}

/// The sign that differs on the limit itself only.
fn relaxed(sign: Comparison) -> Comparison {
    match sign {
        Comparison::Less => Comparison::AtMost,
        Comparison::AtMost => Comparison::Less,
        Comparison::Greater => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::Greater,
        other => other,
    }
}

fn word(sign: Comparison) -> &'static str {
    match sign {
        Comparison::Less => "less than",
        Comparison::AtMost => "within",
        Comparison::Greater => "more than",
        _ => "at least",
    }
}
