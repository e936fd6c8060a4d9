//! A LOINC or SNOMED CT code whose check digit is wrong.
//!
//! LOINC: modulus 10 over the digits before the hyphen (LOINC Users' Guide, "Calculating mod 10 check digits").
//! SNOMED CT: Verhoeff's dihedral check over the whole identifier (SNOMED CT Release File Specification, "Check-digit").

use super::with_fields;
use crate::codes::lint::CODE_MISTYPED;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::model::Fact;
use crate::source::Span;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    for fact in context.trial.facts.iter().chain(&context.trial.unread) {
        with_fields(fact, &mut |fact| of_fact(context, fact, out));
    }
}

fn of_fact(context: &Context<'_>, fact: &Fact, out: &mut Diagnostics) {
    if !context.is_own(fact.span) {
        return;
    }
    for (system, codes) in &fact.codes {
        let name = match system.as_str() {
            "loinc" => "LOINC",
            "snomed" => "SNOMED CT",
            _ => continue,
        };
        for code in codes {
            let right = if system == "loinc" {
                is_loinc(code)
            } else {
                is_snomed(code)
            };
            if !right {
                let place = place_of(context, fact.span, code);
                out.push(
                    CODE_MISTYPED
                        .at(place, format!("\"{code}\" is no {name} code: its check digit is wrong"))
                        .help("copy it again from where it was published"),
                );
            }
        }
    }
}

/// Where a code stands in a declaration.
fn place_of(context: &Context<'_>, declaration: Span, code: &str) -> Span {
    let quoted = format!("\"{code}\"");
    let text = context.text.get(declaration.start as usize..).unwrap_or_default();
    match text.find(&quoted) {
        Some(at) => {
            let start = declaration.start as usize + at;
            Span::new(declaration.source, start, start + quoted.len())
        }
        None => declaration,
    }
}

fn is_loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else {
        return false;
    };
    let digits: Option<Vec<u32>> = number.chars().rev().map(|c| c.to_digit(10)).collect();
    let (Some(digits), Ok(check)) = (digits, check.parse::<u32>()) else {
        return false;
    };
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(at, digit)| {
            let weighted = if at % 2 == 0 { 2 * digit } else { *digit };
            weighted / 10 + weighted % 10
        })
        .sum();
    !digits.is_empty() && (10 - sum % 10) % 10 == check
}

/// Verhoeff: each digit is permuted by its place and multiplied in the group of a pentagon's symmetries.
fn is_snomed(code: &str) -> bool {
    let digits: Option<Vec<usize>> = code
        .chars()
        .rev()
        .map(|c| c.to_digit(10).map(|digit| digit as usize))
        .collect();
    let Some(digits) = digits.filter(|digits| digits.len() >= 6) else {
        return false;
    };
    let product = |a: usize, b: usize| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b) % 5,
        (false, true) => 5 + (a - 5 + 5 - b) % 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let permuted = |place: usize, digit: usize| {
        let step = |digit: usize| [1, 5, 7, 6, 2, 8, 3, 0, 9, 4].get(digit).copied().unwrap_or(0);
        (0..place % 8).fold(digit, |digit, _| step(digit))
    };
    let check = digits
        .iter()
        .enumerate()
        .fold(0, |check, (place, digit)| product(check, permuted(place, *digit)));
    check == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for code in ["1742-6", "6690-2", "10230-1", "718-7", "14682-9"] {
            assert!(is_loinc(code), "{code}");
        }
        assert!(!is_loinc("1742-5"));
        assert!(!is_loinc("1724-6"));
        assert!(!is_loinc("17426"));
        // Myocardial infarction, diabetes mellitus, asthma.
        for code in ["22298006", "73211009", "195967001"] {
            assert!(is_snomed(code), "{code}");
        }
        assert!(!is_snomed("22298007"));
        assert!(!is_snomed("22289006"));
    }
}
