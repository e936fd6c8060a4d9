//! One spelling of units: `×10⁹/L`, `µmol/L`, `mL/min/1.73m²`, `mg/day`. The words stay those of the author.

use crate::value::Unit;

/// The spelling of a unit; as it was written where another could mean something else.
pub fn unit(written: &str) -> String {
    let spelled = spell(written);
    let same = |one: &str, other: &str| match (Unit::parse(one), Unit::parse(other)) {
        (Ok(one), Ok(other)) => one.code() == other.code(),
        _ => false,
    };
    if spelled != written && same(&spelled, written) {
        spelled
    } else {
        written.to_owned()
    }
}

/// A number with its unit.
pub fn quantity(number: &str, written: &str) -> String {
    let unit = unit(written);
    if unit.starts_with("10") && unit.chars().nth(2).is_some_and(|letter| "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".contains(letter))
    {
        format!("{number}×{unit}")
    } else {
        format!("{number} {unit}")
    }
}

fn spell(written: &str) -> String {
    let text = written.replace("{1.73_m2}", "1.73m2");
    let (ten, rest) = power_of_ten(&text);
    let parts: Vec<String> = rest
        .split('/')
        .enumerate()
        .map(|(at, part)| one(part, at > 0))
        .collect();
    ten + &parts.join("/")
}

/// `×10^9` or `10*9` in front of a unit as `10⁹`, and what follows.
fn power_of_ten(text: &str) -> (String, &str) {
    let ten = text.trim_start_matches(['×', '*', '·', 'x', ' ']);
    let Some(exponent) = ten.strip_prefix("10") else {
        return (String::new(), text);
    };
    let (head, rest) = exponent.split_at(exponent.find('/').unwrap_or(exponent.len()));
    let head = head.trim_end().trim_start_matches(['^', '*']);
    if head.is_empty() {
        return (String::new(), text);
    }
    (format!("10{}", raised(head)), rest)
}

/// One part of a unit; below the line a day is a word.
fn one(part: &str, below: bool) -> String {
    let part = part.trim();
    match part {
        "d" if below => return "day".to_owned(),
        "wk" if below => return "week".to_owned(),
        "24h" if below => return "24 h".to_owned(),
        _ => {}
    }
    let part = part
        .strip_prefix("1.73")
        .map_or_else(|| part.to_owned(), |surface| format!("1.73{}", surface.trim_start()));
    let part = match part.strip_prefix(['u', 'μ']) {
        Some(rest) if !rest.is_empty() => format!("µ{rest}"),
        _ => part,
    };
    let base = part.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '-' || letter == '^');
    let exponent = part.get(base.len()..).unwrap_or("");
    if exponent.is_empty() || base.is_empty() || base.ends_with(['[', '{', '.']) {
        return part;
    }
    format!("{base}{}", raised(exponent))
}

/// Digits above the line.
fn raised(digits: &str) -> String {
    let raise = |digit: char| match digit.to_digit(10) {
        Some(digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize),
        None if digit == '-' => Some('⁻'),
        None if digit == '^' => None,
        None => Some(digit),
    };
    digits.chars().filter_map(raise).collect()
}
