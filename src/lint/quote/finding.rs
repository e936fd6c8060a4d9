//! What findings of this family say of a number, and which words of a reading acknowledge them.

use super::pair::Quoted;
use super::rule::Written;
use crate::codes::Code;
use crate::diagnostic::Diagnostic;
use crate::lint::sentence::{Limit, Measure, inside, shown};
use crate::value::Number;

/// A number with what it counts.
pub(super) fn quantity(number: &Number, measure: &Measure) -> String {
    match measure {
        Measure::Bare => number.to_string(),
        Measure::Mark => format!("{number}+"),
        Measure::Multiple { upper: true } => format!("{number}×ULN"),
        Measure::Multiple { upper: false } => format!("{number}×LLN"),
        Measure::HalfLives => format!("{number} half-lives"),
        Measure::Unit(unit) => unit.quantity(number),
    }
}

/// The ways in which a reading may write a quantity. The number alone would be found in readings of something else.
pub(super) fn spellings(number: &Number, measure: &Measure) -> Vec<String> {
    let shown = quantity(number, measure);
    match measure {
        Measure::Bare => Vec::new(),
        Measure::Mark => vec![shown],
        Measure::HalfLives => vec![shown, format!("{number} half lives")],
        Measure::Multiple { .. } => {
            let signs = ["×", " ×", "*", " *", "x", " x", " times", "-fold"];
            signs.map(|sign| format!("{number}{sign}")).to_vec()
        }
        Measure::Unit(unit) => {
            let texts = [unit.pretty(), unit.text().to_owned()];
            let spaced = texts.iter().map(|text| format!("{number} {text}"));
            let close = texts.iter().map(|text| format!("{number}{text}"));
            spaced.chain(close).chain([shown]).collect()
        }
    }
}

/// A number as it is told of, and the ways in which a reading may write it: a bare one with its sign or its subject.
fn said(written: &Written<'_>) -> (String, Vec<String>) {
    let said = quantity(&written.number, &written.measure);
    if written.measure != Measure::Bare {
        return (said, spellings(&written.number, &written.measure));
    }
    match (written.sign, written.subjects.first()) {
        (Some(sign), _) => {
            let close = format!("{}{said}", sign.symbol());
            (
                format!("{} {said}", sign.symbol()),
                vec![format!("{} {said}", sign.symbol()), close],
            )
        }
        (None, Some(subject)) => {
            let said = format!("{} {said}", subject.replace('_', " "));
            (said.clone(), vec![said])
        }
        (None, None) => (said.clone(), vec![said]),
    }
}

/// A finding at a number of a rule, with the limits of the sentence that stand against it.
pub(super) fn of(code: &'static Code, quoted: &Quoted<'_>, written: &Written<'_>, limits: &[&Limit]) -> Diagnostic {
    let (said, spellings) = said(written);
    let mut protocol: Vec<String> = limits.iter().map(|limit| shown(quoted.text, &limit.place)).collect();
    protocol.dedup();
    let message = format!("the protocol says {}, the rule says {said}", protocol.join(" and "));
    let mut finding = code.at(written.place, message).here("the rule");
    let mut places: Vec<_> = limits.iter().map(|limit| &limit.place).collect();
    places.dedup();
    for place in places {
        finding = finding.label(inside(quoted.text, quoted.span, place), "the protocol");
    }
    finding.about(spellings).help(format!(
        "change one of them, or say why they differ:\nreading \"… {said} …\""
    ))
}
