//! What a number counts: a unit, multiples of a reference limit, half-lives, the mark of a test, or nothing that is said.

use crate::value::{Number, TimeScale, Unit};

/// What a number counts.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::lint) enum Measure {
    /// Nothing that is said: a score, a grade, or a unit that cannot be read.
    Bare,
    /// `3+`
    Mark,
    /// Times the upper limit of normal, or the lower one.
    Multiple {
        /// The upper one.
        upper: bool,
    },
    /// Half-lives of a drug.
    HalfLives,
    /// A unit.
    Unit(Unit),
}

impl Measure {
    /// Whether it is a length of time.
    pub(in crate::lint) fn is_time(&self) -> bool {
        matches!(self, Self::Unit(unit) if unit.time().is_some())
    }

    /// Whether a number of this may stand in the place of a number of the other: only then one differs from the other.
    pub(in crate::lint) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unit(a), Self::Unit(b)) => a.same_dimension(b),
            (a, b) => a == b,
        }
    }
}

/// Whether two quantities are the same, however they are written: 9 g/dL and 90 g/L, 4 weeks and 28 days.
pub(in crate::lint) fn same(a: (&Number, &Measure), b: (&Number, &Measure)) -> bool {
    let (Measure::Unit(from), Measure::Unit(to)) = (a.1, b.1) else {
        return a.0 == b.0 && a.1 == b.1;
    };
    match (from.time(), to.time()) {
        (Some(from), Some(to)) => {
            let scaled = |number: &Number, unit: crate::value::TimeUnit| {
                let amount = number * &unit.size();
                match unit.scale() {
                    TimeScale::Days => (TimeScale::Hours, &amount * &Number::from(24)),
                    scale => (scale, amount),
                }
            };
            scaled(a.0, from) == scaled(b.0, to)
        }
        (None, None) => from.convert(a.0, to).is_some_and(|converted| converted == *b.0),
        _ => false,
    }
}

/// The words behind which a times sign may hide, before the limit itself.
const WHOSE: [&str; 8] = [
    "the ",
    "institutional ",
    "institution's ",
    "laboratory ",
    "local ",
    "laboratory's ",
    "age-adjusted ",
    "of ",
];

/// Units that are one word without a slash.
const SIMPLE: [&str; 44] = [
    "mm",
    "cm",
    "kg",
    "g",
    "mg",
    "µg",
    "μg",
    "mcg",
    "ug",
    "ng",
    "ml",
    "dl",
    "mmhg",
    "ms",
    "msec",
    "milliseconds",
    "second",
    "seconds",
    "sec",
    "minute",
    "minutes",
    "min",
    "hour",
    "hours",
    "hr",
    "hrs",
    "h",
    "day",
    "days",
    "week",
    "weeks",
    "wk",
    "wks",
    "month",
    "months",
    "mo",
    "year",
    "years",
    "yr",
    "yrs",
    "percent",
    "kpa",
    "°c",
    "iu",
];

/// What the number before byte `at` counts, and where that ends.
pub(super) fn at(text: &str, at: usize) -> (Measure, usize) {
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with('+') {
        return (Measure::Mark, at + 1);
    }
    let skipped = rest.trim_start();
    let skipped = skipped.strip_prefix(['-', '‑', '‐']).unwrap_or(skipped);
    let start = text.len() - skipped.len();
    if let Some((measure, length)) = multiple(skipped) {
        return (measure, start + length);
    }
    let lower: String = skipped.chars().take(12).collect::<String>().to_lowercase();
    if lower.starts_with("half-li") || lower.starts_with("half li") || lower.starts_with("half‑li") {
        let length = skipped.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '‑' | ' '));
        let word = skipped.get(..length.unwrap_or(skipped.len())).unwrap_or_default();
        let end = word
            .match_indices(' ')
            .nth(usize::from(lower.starts_with("half li")))
            .map_or(word.len(), |(at, _)| at);
        return (Measure::HalfLives, start + end);
    }
    match unit(skipped) {
        Some((unit, length)) => (Measure::Unit(unit), start + length),
        None => (Measure::Bare, at),
    }
}

/// `×ULN`, `X upper limit of normal`, `times the institutional ULN`.
fn multiple(rest: &str) -> Option<(Measure, usize)> {
    let after = ["×", "✕", "x", "X", "*", "·", "times", "fold"]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign))
        .unwrap_or(rest)
        .trim_start();
    let mut limit = after;
    for _ in 0..3 {
        let lower: String = limit.chars().take(16).collect::<String>().to_lowercase();
        if let Some(word) = WHOSE.iter().find(|word| lower.starts_with(**word)) {
            limit = limit.get(word.len()..).unwrap_or_default().trim_start();
        }
    }
    let lower: String = limit.chars().take(24).collect::<String>().to_lowercase();
    let names = [
        ("uln", true),
        ("unl", true),
        ("upper limit of normal", true),
        ("upper limit of the nor", true),
        ("upper limit", true),
        ("upper normal limit", true),
        ("lln", false),
        ("lower limit of normal", false),
        ("lower limit", false),
    ];
    let (name, upper) = names.iter().find(|(name, _)| lower.starts_with(name))?;
    let end = limit.get(name.len()..)?;
    if end.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some((Measure::Multiple { upper: *upper }, rest.len() - end.len()))
}

/// The longest unit that a text begins with, and its length.
fn unit(rest: &str) -> Option<(Unit, usize)> {
    let ends = |c: char| {
        matches!(
            c,
            ';' | ',' | ')' | ']' | ':' | '"' | '“' | '”' | '\n' | '≥' | '≤' | '<' | '>'
        )
    };
    let mut candidate = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
    // A bracket in a unit stands close: `m[IU]/mL`, not `mL (calculated`.
    candidate = candidate.split(" (").next()?;
    let mut cuts: Vec<usize> = Vec::new();
    for (at, _) in candidate.match_indices(char::is_whitespace).take(4) {
        cuts.push(at);
    }
    cuts.push(candidate.len());
    for cut in cuts.into_iter().take(4).rev() {
        let words = candidate.get(..cut)?.trim_end().trim_end_matches(['.', '*']);
        if let Some(unit) = read(words) {
            return Some((unit, words.len()));
        }
    }
    None
}

/// A unit out of words; nothing where they could be prose.
fn read(words: &str) -> Option<Unit> {
    let mut parts = words.split_whitespace();
    let first = parts.next()?;
    let simple = |word: &str| SIMPLE.contains(&word.to_lowercase().as_str()) || word == "%";
    let times = matches!(first, "x" | "×" | "X");
    for word in parts {
        let joins = times
            || word.contains('/')
            || word.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                word,
                "h" | "hours" | "m²" | "m2" | "Hg" | "per" | "daily" | "day" | "min" | "week" | "kg"
            );
        if !joins {
            return None;
        }
    }
    let mut text = words.replace(" per ", "/");
    for (end, instead) in [(" daily", "/day"), ("/ day", "/day"), (" a day", "/day")] {
        if let Some(head) = text.strip_suffix(end) {
            text = format!("{head}{instead}");
        }
    }
    if times || first.starts_with(['x', '×', 'X']) {
        // The superscript is often lost: 10⁹ becomes 109.
        text = text
            .replace("109/", "10^9/")
            .replace("1012/", "10^12/")
            .replace("10 9/", "10^9/");
        text = text.split_whitespace().collect();
        if let Some(power) = text.strip_prefix(['x', 'X']) {
            text = format!("×{power}");
        }
        if !text.starts_with("×10") {
            return None;
        }
    } else if !text.contains(['/', '%']) && !simple(&text) && text != "mm Hg" {
        return None;
    }
    let cells = text.strip_prefix("cells");
    Unit::parse(cells.unwrap_or(&text).trim())
        .ok()
        .filter(|unit| !unit.is_bare())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_many_typographies() {
        let read = |text: &str| match at(text, 0) {
            (Measure::Unit(unit), end) => format!("{} {:?}", unit.code(), text.get(end..).unwrap_or_default()),
            (other, end) => format!("{other:?} {:?}", text.get(end..).unwrap_or_default()),
        };
        insta::assert_snapshot!(
            [
                "g/L;",
                " g/dL and more",
                "×10⁹/L, x",
                " x 109/L",
                " × 10^9/L for 3",
                "/mcL",
                "/uL",
                " cells/mm^3 obtained",
                " mL/min/1.73 m² or",
                "mm on CT",
                " mmHg at",
                " weeks prior",
                "-week",
                " K/μL at screening.",
                " mg/day",
                " mg daily prednisone",
                "%",
                " kg/m2, inclusive",
                " X ULN within",
                "x institutional ULN",
                " × upper limit of normal (ULN)",
                "X upper limit of",
                " half-lives of the drug",
                " half-lives",
                "+ score",
                " g/24 h or",
                " points from",
                " in the",
                " or 1",
                " mU/mL",
                " mg/kg/day)",
                " a day",
                " times the ULN",
            ]
            .map(|text| format!("{text:?} {}", read(text)))
            .join("\n")
        );
    }

    #[test]
    fn the_same_however_it_is_written() {
        let number = |text: &str| Number::parse(text).unwrap_or_default();
        let unit = |text: &str| Measure::Unit(Unit::parse(text).unwrap_or_default());
        let equal = |a: &str, u: &str, b: &str, v: &str| same((&number(a), &unit(u)), (&number(b), &unit(v)));
        assert!(equal("9", "g/dL", "90", "g/L"));
        assert!(equal("4", "weeks", "28", "days"));
        assert!(equal("1500", "/mcL", "1.5", "×10⁹/L"));
        assert!(equal("1", "year", "12", "months"));
        assert!(equal("24", "hours", "1", "day"));
        assert!(!equal("90", "g/dL", "90", "g/L"));
        assert!(!equal("3", "months", "90", "days"));
    }
}
