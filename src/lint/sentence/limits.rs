//! The numbers of a sentence, with their signs and units.

use std::ops::Range;

use super::measure::{self, Measure};
use super::pressures::{self, Pressure};
use super::times::{self, Side, Time};
use super::{Limit, signs, words};
use crate::value::{Comparison, Number};

/// Words before a limit that negate what it is a limit of.
const NEGATING: [&str; 12] = [
    "no",
    "not",
    "without",
    "absence",
    "unless",
    "except",
    "exception",
    "excluding",
    "free",
    "never",
    "nor",
    "cannot",
];

/// Words of a clause that says what must be, which in an exclusion is the opposite of what excludes.
const NORMATIVE: [&str; 14] = [
    "must",
    "should",
    "shall",
    "eligible",
    "permitted",
    "allowed",
    "allow",
    "required",
    "provided",
    "acceptable",
    "adequate",
    "unless",
    "except",
    "need",
];

/// A number as it stands, or the two of a range.
struct Figure {
    low: Number,
    high: Option<Number>,
    /// "0 or 1": these, and nothing between.
    listed: bool,
    place: Range<usize>,
}

pub(super) fn read(text: &str) -> Vec<Limit> {
    let lower = text.to_ascii_lowercase();
    let mut limits: Vec<Limit> = Vec::new();
    let (mut from, mut clause) = (0, 0);
    let mut at = 0;
    while let Some(figure) = figure(text, &lower, at) {
        at = figure.place.end;
        let start = figure.place.start;
        let mut head = lower.get(..start).unwrap_or_default();
        // "≤grade 1": the sign stands before the word.
        let trimmed = head.trim_end();
        for word in ["grade", "grades", "class", "a", "ctcae grade"] {
            if let Some(rest) = trimmed.strip_suffix(word)
                && !rest.ends_with(char::is_alphanumeric)
            {
                head = rest;
            }
        }
        let graded = head.len() < trimmed.len() && !trimmed.ends_with(" a");
        let window = times::head(head);
        let (mut sign, mut rest) = match &window {
            Some((Side::After, rest)) => (None, *rest),
            Some((_, rest)) => (Some(Comparison::AtMost), *rest),
            None => match signs::before(head) {
                Some((sign, rest)) => (Some(sign), rest),
                None => (None, head),
            },
        };
        // "within no more than 3 days"
        let mut window = window;
        if window.is_none()
            && sign.is_some()
            && let Some((side, before)) = times::head(rest)
        {
            window = Some((side, before));
            rest = before;
        }
        let pair = pressures::second(text, figure.place.end).filter(|_| figure.high.is_none());
        let (measure, mut end) = match &pair {
            Some((_, measure, end)) => (measure.clone(), *end),
            None => measure::at(text, figure.place.end),
        };
        if sign.is_none()
            && let Some((found, length)) = signs::behind(lower.get(end..).unwrap_or_default())
        {
            sign = Some(found);
            end += length;
        }
        let begin = rest.trim_end().len().max(from);
        // The clause began behind the last full stop or semicolon.
        let between = lower.get(clause..begin).unwrap_or_default();
        let mut boundary = between.match_indices([';', '.']).filter(|(at, sign)| {
            *sign == ";"
                || between
                    .get(at + 1..)
                    .is_some_and(|after| after.starts_with(char::is_whitespace))
        });
        let goes_on = match boundary.next_back() {
            Some((at, _)) => {
                clause += at + 1;
                false
            }
            None => !limits.is_empty(),
        };
        let before = from.max(clause)..(if graded { start } else { begin }).max(from.max(clause));
        let clause_text = lower.get(clause..).unwrap_or_default();
        let clause_end = clause_text.find(';').unwrap_or(clause_text.len());
        let clause_text = clause_text.get(..clause_end).unwrap_or_default();
        let normative = words::words(clause_text).any(|(_, word)| NORMATIVE.contains(&word));
        let ahead = lower.get(clause..begin.max(clause)).unwrap_or_default();
        let turned = words::words(ahead).any(|(_, word)| NEGATING.contains(&word));
        let tail = if measure.is_time() || measure == Measure::HalfLives {
            times::tail(&lower, end)
        } else {
            None
        };
        let time = time(window.map(|(side, _)| side), tail, &measure, sign);
        let certain = sign.is_some()
            || time.is_some()
            || (figure.high.is_some() && (!figure.listed || graded || measure == Measure::Bare))
            || matches!(measure, Measure::Multiple { .. } | Measure::Mark)
            || graded;
        let place = begin_of(&lower, begin)..end;
        let ranged = figure.high.is_some() && !figure.listed;
        let signed = sign.is_some();
        let mut push = |number: Number, sign: Option<Comparison>, certain: bool, goes_on: bool| {
            limits.push(Limit {
                number,
                measure: measure.clone(),
                pressure: None,
                sign,
                turned,
                normative,
                open: ranged && signed,
                certain,
                time: time.clone(),
                place: place.clone(),
                before: before.clone(),
                goes_on,
            });
        };
        match figure.high {
            // "≤10-15%" names no limit.
            Some(high) if ranged && sign.is_some() => {
                push(figure.low, None, false, goes_on);
                push(high, None, false, true);
            }
            Some(high) if ranged => {
                push(figure.low, Some(Comparison::AtLeast), certain, goes_on);
                push(high, Some(Comparison::AtMost), certain, true);
            }
            Some(high) => {
                push(figure.low, None, certain, goes_on);
                push(high, None, certain, true);
            }
            None => push(figure.low, sign, certain, goes_on),
        }
        if let Some((number, ..)) = pair
            && let Some(first) = limits.last_mut()
        {
            first.pressure = Some(Pressure::Systolic);
            let second = Limit {
                number,
                pressure: Some(Pressure::Diastolic),
                goes_on: true,
                ..first.clone()
            };
            limits.push(second);
        }
        from = end;
        at = at.max(end);
    }
    limits
}

/// A window out of what stands before and behind a length of time.
fn time(
    head: Option<Side>,
    tail: Option<(Side, Range<usize>)>,
    measure: &Measure,
    sign: Option<Comparison>,
) -> Option<Time> {
    let lasts = measure.is_time() || *measure == Measure::HalfLives;
    if !lasts {
        return None;
    }
    match (head, tail) {
        (None, None) => None,
        // "≥18 years of age" is counted from nothing.
        (None, Some((Side::Unsaid, _))) => None,
        (None, Some((side, anchor))) => Some(Time {
            side,
            anchor,
            within: false,
        }),
        (Some(side), None) => Some(Time {
            side,
            anchor: 0..0,
            within: sign == Some(Comparison::AtMost),
        }),
        (Some(head), Some((tail, anchor))) => Some(Time {
            side: if head == Side::Unsaid { tail } else { head },
            anchor,
            within: sign == Some(Comparison::AtMost),
        }),
    }
}

/// The first byte behind blanks.
fn begin_of(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '[' | ':'))
            .len()
}

/// The next number that counts or measures something, from a byte on.
fn figure(text: &str, lower: &str, from: usize) -> Option<Figure> {
    let mut at = from;
    loop {
        let start = next(text, lower, at)?;
        let Some((low, end)) = number(text, lower, start) else {
            at = start + 1;
            while lower
                .get(at..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            {
                at += 1;
            }
            while !lower.is_char_boundary(at) {
                at += 1;
            }
            continue;
        };
        let rest = text.get(end..).unwrap_or_default();
        // A power, a ratio, an ordinal, a date, a part of a name.
        let first = rest.chars().next();
        let powers = ['^', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁻'];
        let ordinal = ["st ", "nd ", "rd ", "th "].iter().any(|end| rest.starts_with(end));
        let ratio = rest.starts_with(':')
            && rest
                .get(1..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if ordinal || ratio || first.is_some_and(|c| powers.contains(&c)) {
            at = end + first.map_or(0, char::len_utf8);
            continue;
        }
        let (high, listed, end) = range(text, lower, start, end);
        return Some(Figure {
            low,
            high,
            listed,
            place: start..end,
        });
    }
}

/// Where the next number in digits, or a length in words, begins.
fn next(text: &str, lower: &str, from: usize) -> Option<usize> {
    let mut before = text.get(..from)?.chars().next_back();
    let mut before_that = None;
    for (at, sign) in text.get(from..)?.char_indices() {
        let at = from + at;
        let inside = before.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '_')
            || before.is_some_and(|c| matches!(c, '-' | '/' | '+')) && before_that.is_some_and(char::is_alphanumeric);
        // "3.0x" and "(CrCl)<40" begin a number, "CD70" and "PD-1" do not.
        if sign.is_ascii_digit()
            && (!inside || before == Some('/') && lower.get(..at).is_some_and(|b| b.ends_with("=/")))
        {
            return Some(at);
        }
        if sign.is_ascii_alphabetic() && !before.is_some_and(char::is_alphanumeric) {
            let rest = lower.get(at..)?;
            let word = rest.get(..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len()))?;
            if words::small(word).is_some() && word.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let behind = rest.get(word.len()..)?.trim_start_matches([' ', '-', '\n']);
                let lasts = ["day", "week", "month", "year", "hour", "half-li", "half li"];
                if lasts.iter().any(|unit| behind.starts_with(unit)) {
                    return Some(at);
                }
            }
        }
        before_that = before;
        before = Some(sign);
    }
    None
}

/// The number at a byte and where it ends: `1,500`, `3.0`, `two`.
fn number(text: &str, lower: &str, at: usize) -> Option<(Number, usize)> {
    let rest = text.get(at..)?;
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let number = words::small(lower.get(at..at + end)?)?;
        return Some((Number::from(i64::from(number)), at + end));
    }
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut end = digits(rest);
    let mut plain = rest.get(..end)?.to_owned();
    // Thousands: a comma, and three digits behind it.
    while let Some(group) = rest.get(end..).and_then(|rest| rest.strip_prefix(','))
        && digits(group) == 3
        && plain.len() <= 9
    {
        plain.push_str(group.get(..3)?);
        end += 4;
    }
    if let Some(fraction) = rest.get(end..).and_then(|rest| rest.strip_prefix('.')) {
        let length = digits(fraction);
        if length > 0 {
            plain.push('.');
            plain.push_str(fraction.get(..length)?);
            end += 1 + length;
            // 1.1.2 is a section.
            let next = fraction.get(length..).unwrap_or_default();
            if next.starts_with('.')
                && next
                    .get(1..)
                    .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
            {
                return None;
            }
        }
    }
    Some((Number::parse(&plain)?, at + end))
}

/// The far end of "18-65", "50 to 70", "between 18 and 65", the last of "0, 1 or 2"; whether they are listed; the end.
fn range(text: &str, lower: &str, start: usize, end: usize) -> (Option<Number>, bool, usize) {
    let none = (None, false, end);
    let rest = lower.get(end..).unwrap_or_default();
    let between = lower
        .get(..start)
        .is_some_and(|before| before.trim_end().ends_with("between"));
    let joins: [(&str, bool); 9] = [
        ("-", false),
        ("–", false),
        ("—", false),
        (" - ", false),
        (" – ", false),
        (" to ", false),
        (" and ", false),
        (" or ", true),
        ("‑", false),
    ];
    for (join, listed) in joins {
        let Some(behind) = rest.strip_prefix(join) else {
            continue;
        };
        if (join == " and " && !between) || !behind.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let at = lower.len() - behind.len();
        let Some((high, high_end)) = number(text, lower, at) else {
            return none;
        };
        let next = lower.get(high_end..).unwrap_or_default();
        // A date, or a name.
        if next.starts_with('-')
            && next
                .get(1..)
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
        {
            return none;
        }
        return (Some(high), listed, high_end);
    }
    none
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let lines = read(text).into_iter().map(|limit| {
            let unit = match &limit.measure {
                Measure::Unit(unit) => unit.code().to_owned(),
                other => format!("{other:?}"),
            };
            let time = limit.time.as_ref().map_or(String::new(), |time| {
                let anchor = text.get(time.anchor.clone()).unwrap_or_default();
                format!(
                    " {:?}{} {anchor:?}",
                    time.side,
                    if time.within { " within" } else { "" }
                )
            });
            format!(
                "    {} {} {unit}{}{}{}{time}  {:?} {:?}",
                limit.sign.map_or("·", Comparison::symbol),
                limit.number,
                limit
                    .pressure
                    .map_or(String::new(), |pressure| format!(" {}", pressure.word())),
                if limit.certain { "" } else { " ?" },
                if limit.turned { " turned" } else { "" },
                text.get(limit.place.clone()).unwrap_or_default(),
                text.get(limit.before.clone()).unwrap_or_default(),
            )
        });
        format!("{text}\n{}", lines.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn sentences_of_many_hands() {
        let sentences = [
            "Platelets ≥ 100,000/mcL and ANC ≥ 1,500/mcL (1.5 x 109/L)",
            "AST/ALT ≤ 1.5 x institutional ULN, or ≤ 5 × ULN with liver metastases",
            "Mean arterial pressure of 50 to 70 mmHg",
            "Surgery within 30 days of first dose",
            "No dose in the last 2 months; at least two weeks after transfusion",
            "Creatinine >/= 30 mL/min, life expectancy =/> 3 months, \\>10mg/day prednisone",
            "ECOG performance status 0 or 1; grade 3 or 4 bleeding; ≤grade 1; Current Grade ≥2 neuropathy",
            "Between 18 and 65 years of age, 12 years or older, aged 18-65 years; BMI of 18 to 35 kg/m2",
            "eGFR decline ≤10-15% from baseline or eGFR ≥60 mL/min/1.73 m²",
            "anti-PD-1, CD70, HIV-1 and/or 2, RECIST 1.1, section 5.3.1, 1:80, 10^-3, 2026-05-15, 2nd line, IHC 3+",
            "not more than 3 lines, no more than 10 mg daily, must not exceed 8 weeks",
            "≥5 half-lives prior to cell infusion; within 5 half-lives of the drug",
            "Blood pressure >140/90 mmHg or < 90 / 60 mm Hg; FEV1/FVC <70/80",
            "for >6 months: antimalarials; lasting for ≥30 days; three years ago",
        ];
        insta::assert_snapshot!(sentences.map(told).join("\n"));
    }
}
