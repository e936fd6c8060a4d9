//! Facts and values in words.

use crate::eval::{Explanation, Leaf, LeafPart, Why};
use crate::model::{Fact, Kind, Options, Trial, Type};
use crate::source::Sources;
use crate::value::{Bound, Choices, Dates, Day, Durations, Instant, Number, Numbers, Texts, TimeScale, TimeUnit, Truths, Unit, Value};

/// Questions longer than this are not a name.
const LONG: usize = 60;
/// A set with more members is not told one by one.
const FEW: usize = 4;

/// The question without its mark; else the name.
#[must_use]
pub fn question(fact: &Fact) -> String {
    match &fact.question {
        Some(question) => unmarked(question),
        None => spaced(&fact.name),
    }
}

/// What a fact is called in a line: its abbreviation where the name is one (`ALT`, `SpO2`), else its question.
#[must_use]
pub fn label(fact: &Fact) -> String {
    if is_abbreviation(&fact.name) {
        return spaced(&fact.name);
    }
    let Some(question) = &fact.question else { return spaced(&fact.name) };
    // What stands behind the question itself explains it.
    let first = question.split(['?', ';', ':']).next().unwrap_or(question);
    let first = first.split(" (").next().unwrap_or(first).trim().trim_end_matches(',');
    if first.is_empty() {
        return spaced(&fact.name);
    }
    crate::report::text::cut(first, LONG, "…")
}

/// `disease_free_since` with spaces.
#[must_use]
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn unmarked(question: &str) -> String {
    question.trim().trim_end_matches('?').trim_end().to_owned()
}

/// Written as a laboratory prints it, with a capital in it.
fn is_abbreviation(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && name.len() <= 12
}

/// The declared fact or field that a path ends in: of `lesions[2].slice_thickness` the field, of `LVEF.method` too.
#[must_use]
pub fn declared<'a>(trial: &'a Trial, path: &str) -> Option<&'a Fact> {
    let mut steps = path.split('.').map(|step| step.split('[').next().unwrap_or(step));
    let first = steps.next()?;
    let mut fact = trial.facts.iter().find(|fact| fact.name == first)?;
    for step in steps {
        let fields = match &fact.kind {
            Kind::List(list) => &list.fields,
            _ => &fact.with,
        };
        match fields.iter().find(|field| field.name == step) {
            Some(field) => fact = field,
            None => break,
        }
    }
    Some(fact)
}

/// What a leaf is called.
#[must_use]
pub fn leaf_label(trial: &Trial, leaf: &Leaf) -> String {
    let fact = declared(trial, &leaf.path);
    let name = fact.map_or_else(|| spaced(&leaf.path), label);
    match leaf.part {
        LeafPart::High => format!("upper limit of {name}"),
        LeafPart::Low => format!("lower limit of {name}"),
        LeafPart::Date if fact.is_some_and(|fact| matches!(fact.kind, Kind::Lab(_))) => format!("date of {name}"),
        _ => name,
    }
}

/// A leaf's value, as the record has it; with the conversion where one was made.
#[must_use]
pub fn leaf_value(leaf: &Leaf, explanation: &Explanation) -> String {
    if let Some(conversion) = &leaf.conversion {
        return conversion.clone();
    }
    match (leaf.part, &leaf.original, &explanation.value) {
        (LeafPart::Value, Some(original), Value::Number(_) | Value::Duration(_)) => quantity(original),
        (LeafPart::Value | LeafPart::Date, Some(original), Value::Choice(_) | Value::Text(_)) => spaced(original),
        _ => value(&explanation.value, &explanation.ty, None),
    }
}

/// `3.1 10*9/L` as people write it: `3.1 ×10⁹/L`.
#[must_use]
pub fn quantity(text: &str) -> String {
    let text = text.trim();
    let (sign, rest) = match text.trim_start_matches(['<', '>', '=', '≤', '≥']) {
        rest if rest.len() < text.len() => (text.get(..text.len() - rest.len()).unwrap_or(""), rest.trim_start()),
        rest => ("", rest),
    };
    let sign = match sign {
        "<=" => "≤",
        ">=" => "≥",
        sign => sign,
    };
    let Some((number, unit)) = rest.split_once(' ') else { return format!("{sign}{rest}") };
    let pretty = Unit::parse(unit.trim()).map(|unit| unit.pretty());
    match pretty {
        Ok(unit) if number.starts_with(|c: char| c.is_ascii_digit() || c == '-') => format!("{sign}{number} {unit}"),
        _ => format!("{sign}{rest}"),
    }
}

/// Why something is open, without its name.
#[must_use]
pub fn why(why: Why) -> &'static str {
    match why {
        Why::Missing => "not recorded",
        Why::Expired => "too old",
        Why::Inadmissible => "no reading qualifies",
        Why::Imprecise => "not known precisely enough",
        Why::Partial => "the list may be incomplete",
        Why::Conflict => "the record contradicts itself",
        Why::Judgement => "needs a judgement",
    }
}

/// A value in words. `places` bounds the decimals of a number.
#[must_use]
pub fn value(value: &Value, ty: &Type, places: Option<u32>) -> String {
    match (value, ty) {
        (Value::Truth(truths), _) => truth(*truths).to_owned(),
        (Value::Number(set), Type::Number(unit, _)) => numbers(set, unit, places),
        (Value::Number(set), Type::Titre) => titre(set),
        (Value::Number(set), _) => numbers(set, &Unit::dimensionless(), places),
        (Value::Duration(set), _) => duration(set),
        (Value::Choice(set), Type::Choice(options)) => choice(*set, options),
        (Value::Choice(set), _) => format!("{} options", set.len()),
        (Value::Date(set), _) => dates(set),
        (Value::Period(from, to), _) => period(from, to),
        (Value::Text(Texts::Any), _) => "any".to_owned(),
        (Value::Text(Texts::OneOf(texts)), _) => texts.join(" or "),
    }
}

/// A truth in words.
#[must_use]
pub fn truth(truths: Truths) -> &'static str {
    match truths {
        Truths::YES => "yes",
        Truths::NO => "no",
        Truths::NOT_APPLICABLE => "not applicable",
        _ => "unknown",
    }
}

/// A number with at most so many decimals; `≈` where that drops something.
#[must_use]
pub fn number(number: &Number, places: Option<u32>) -> String {
    let exact = number.to_string();
    let has = exact.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match places {
        Some(places) if has > places as usize => number.decimal(places),
        _ => exact,
    }
}

/// A number and its unit.
#[must_use]
pub fn measured(amount: &Number, unit: &Unit, places: Option<u32>) -> String {
    let text = number(amount, places);
    if text == amount.to_string() {
        return unit.quantity(amount);
    }
    match unit.pretty() {
        unit if unit.is_empty() => text,
        unit => format!("{text} {unit}"),
    }
}

/// A set of numbers in a unit.
#[must_use]
pub fn numbers(set: &Numbers, unit: &Unit, places: Option<u32>) -> String {
    if set.is_empty() {
        return "contradictory".to_owned();
    }
    let one = |amount: &Number| measured(amount, unit, places);
    let bare = |amount: &Number| number(amount, places);
    let pieces: Vec<String> = set
        .pieces()
        .iter()
        .take(FEW)
        .map(|piece| match (piece.as_point(), &piece.low, &piece.high) {
            (Some(amount), ..) => one(amount),
            (_, Bound::Unbounded, Bound::Unbounded) => "any value".to_owned(),
            (_, Bound::Unbounded, Bound::Open(high)) => format!("below {}", one(high)),
            (_, Bound::Unbounded, Bound::Closed(high)) => format!("at most {}", one(high)),
            (_, Bound::Open(low), Bound::Unbounded) => format!("above {}", one(low)),
            (_, Bound::Closed(low), Bound::Unbounded) => format!("at least {}", one(low)),
            (_, low, high) => match (low.number(), high.number()) {
                (Some(low), Some(end)) if low.is_zero() && !high.is_closed() => format!("below {}", one(end)),
                (Some(low), Some(high)) => format!("{} to {}", bare(low), one(high)),
                _ => "any value".to_owned(),
            },
        })
        .collect();
    pieces.join(" or ")
}

fn titre(set: &Numbers) -> String {
    match (set.as_point(), set.low(), set.high()) {
        (Some(amount), ..) => format!("1:{amount}"),
        (_, Bound::Closed(low), Bound::Unbounded) => format!("at least 1:{low}"),
        (_, _, Bound::Open(high)) => format!("below 1:{high}"),
        (_, _, Bound::Closed(high)) => format!("at most 1:{high}"),
        _ => "any titre".to_owned(),
    }
}

fn duration(set: &Durations) -> String {
    let whole_years = set.scale == TimeScale::Months
        && set.amount.pieces().iter().all(|piece| [&piece.low, &piece.high].into_iter().all(|end| in_years(end)));
    let (amount, unit) = if whole_years {
        (set.in_unit(TimeUnit::Years), TimeUnit::Years)
    } else {
        (set.amount.clone(), set.scale.unit())
    };
    match amount.as_point() {
        Some(amount) => time(amount, unit),
        None => {
            let bare = numbers(&amount, &Unit::dimensionless(), Some(1));
            if bare == "any value" || bare == "at least 0" { "any length".to_owned() } else { format!("{bare} {}", unit.word()) }
        }
    }
}

fn in_years(months: &Bound) -> bool {
    months.number().and_then(Number::to_i64).is_some_and(|months| months > 0 && months % 12 == 0)
}

/// A length of time: `1 day`, `13 days`.
#[must_use]
pub fn time(amount: &Number, unit: TimeUnit) -> String {
    let word = if *amount == Number::one() { unit.singular() } else { unit.word() };
    format!("{} {word}", number(amount, Some(1)))
}

/// A number of days.
#[must_use]
pub fn days(count: i64) -> String {
    time(&Number::from(count), TimeUnit::Days)
}

/// Options in words.
#[must_use]
pub fn choice(set: Choices, options: &Options) -> String {
    let name = |at: usize| options.labels.get(at).map_or_else(|| "?".to_owned(), |label| spaced(label));
    if set.len() == options.labels.len() && set.len() > 1 {
        return "any".to_owned();
    }
    if set.len() > FEW && options.ordered
        && let (Some(low), Some(high)) = (set.lowest(), set.highest())
    {
        return format!("{} to {}", name(low), name(high));
    }
    let names: Vec<String> = set.iter().map(name).collect();
    if names.is_empty() { "contradictory".to_owned() } else { names.join(" or ") }
}

/// Dates in words, as precisely as they are known.
#[must_use]
pub fn dates(set: &Dates) -> String {
    if let [(low, high)] = set.pieces() {
        let (first, last) = (low.day(), high.day());
        let whole = *low == first.start() && *high == last.end();
        if whole && *low > Instant::FIRST && *high < Instant::LAST {
            let ((year, month, day), (_, last_month, last_day)) = (first.ymd(), last.ymd());
            let month_ends = |day: Day| day.add_days(1).ymd().2 == 1;
            if first.ymd().0 == last.ymd().0 && day == 1 && month_ends(last) && last_day > 27 {
                if month == last_month {
                    return format!("{year:04}-{month:02}");
                }
                if month == 1 && last_month == 12 {
                    return format!("{year:04}");
                }
            }
            if first != last {
                return format!("{first} to {last}");
            }
        }
    }
    set.to_string()
}

fn period(from: &Dates, to: &Dates) -> String {
    if to.high() >= Instant::LAST {
        return format!("{} on, perhaps still going on", dates(from));
    }
    format!("{} to {}", dates(from), dates(to))
}

/// The rule's own words at a place, on one line.
#[must_use]
pub fn rule_text(sources: &Sources, span: crate::source::Span) -> String {
    let words: Vec<&str> = sources.slice(span).split_whitespace().collect();
    words.join(" ")
}

/// The rule's words with the signs of print: `3.0*ULN` as `3.0×ULN`.
#[must_use]
pub fn printed(text: &str) -> String {
    let text = text.replace(" * ", "×").replace('*', "×");
    text.replace("<=", "≤").replace(">=", "≥").replace("10×9", "10⁹").replace("10^9", "10⁹")
}

/// The most decimals that the record and the rule use below a node.
#[must_use]
pub fn places(explanation: &Explanation, sources: &Sources) -> u32 {
    use crate::eval::Role;
    let own = match &explanation.role {
        Role::Leaf(leaf) => leaf.original.as_deref().map_or(0, decimals),
        Role::Constant => decimals(sources.slice(explanation.span)),
        _ => 0,
    };
    explanation.children.iter().map(|child| places(child, sources)).fold(own, u32::max)
}

/// The digits behind the first point.
#[must_use]
pub fn decimals(text: &str) -> u32 {
    let Some((_, behind)) = text.split_once('.') else { return 0 };
    u32::try_from(behind.chars().take_while(char::is_ascii_digit).count()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap()
    }

    #[test]
    fn numbers_as_a_clinician_says_them() {
        let n = |text: &str| Number::parse(text).unwrap();
        let u = unit("U/L");
        assert_eq!(numbers(&Numbers::point(n("210")), &u, None), "210 U/L");
        assert_eq!(numbers(&Numbers::closed(n("3"), n("5")), &u, None), "3 to 5 U/L");
        assert_eq!(numbers(&Numbers::interval(Bound::Closed(n("0")), Bound::Open(n("20"))), &u, None), "below 20 U/L");
        assert_eq!(numbers(&Numbers::at_least(n("55")), &unit("%"), None), "at least 55 %");
        assert_eq!(numbers(&Numbers::all(), &u, None), "any value");
        assert_eq!(number(&Number::ratio(1, 3).unwrap(), Some(1)), "≈0.3");
        assert_eq!(number(&n("4.20"), Some(1)), "4.2");
        assert_eq!(quantity("3.1 10*9/L"), "3.1 ×10⁹/L");
        assert_eq!(quantity(">=55 %"), "≥55 %");
        assert_eq!(quantity("positive"), "positive");
    }

    #[test]
    fn dates_as_precisely_as_they_are_known() {
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap();
        assert_eq!(dates(&Dates::day(day(2026, 3, 9))), "2026-03-09");
        assert_eq!(dates(&Dates::day_range(day(2026, 3, 1), day(2026, 3, 31))), "2026-03");
        assert_eq!(dates(&Dates::day_range(day(2026, 1, 1), day(2026, 12, 31))), "2026");
        assert_eq!(dates(&Dates::day_range(day(2026, 2, 1), day(2026, 2, 28))), "2026-02");
        assert_eq!(dates(&Dates::day_range(day(2026, 3, 2), day(2026, 4, 1))), "2026-03-02 to 2026-04-01");
    }

    #[test]
    fn abbreviations_stay() {
        assert!(is_abbreviation("ALT") && is_abbreviation("SpO2") && is_abbreviation("HBsAg"));
        assert!(!is_abbreviation("hemoglobin"));
        assert_eq!(printed("3.0*ULN"), "3.0×ULN");
        assert_eq!(days(1), "1 day");
    }
}
