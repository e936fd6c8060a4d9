//! Values in words, as a clinician says them.

use crate::model::{Options, Type};
use crate::value::{
    Bound, Choices, Dates, Day, Durations, Instant, Number, Numbers, Texts, TimeScale, TimeUnit, Truths, Unit, Value,
};

use super::spaced;

/// A set of so many members is not told one by one.
const FEW: usize = 4;
/// Numbers get no more decimals than this, however close they are.
const MOST_PLACES: u32 = 6;

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
    let nearly = |amount: &Number| match (amount.approximate(), unit.pretty()) {
        (text, unit) if unit.is_empty() => text,
        (text, unit) => format!("{text} {unit}"),
    };
    if set.pieces().len() >= FEW
        && let (Some(low), Some(high)) = (set.low().number(), set.high().number())
    {
        return apart(low, high, unit, places);
    }
    let pieces: Vec<String> = set
        .pieces()
        .iter()
        .map(|piece| match (piece.as_point(), &piece.low, &piece.high) {
            (Some(amount), ..) => one(amount),
            _ if piece.nearly_point().is_some() => {
                piece.nearly_point().map(|amount| nearly(&amount)).unwrap_or_default()
            }
            (_, Bound::Unbounded, Bound::Unbounded) => "any value".to_owned(),
            (_, Bound::Unbounded, Bound::Open(high)) => format!("below {}", one(high)),
            (_, Bound::Unbounded, Bound::Closed(high)) => format!("at most {}", one(high)),
            (_, Bound::Open(low), Bound::Unbounded) => format!("above {}", one(low)),
            (_, Bound::Closed(low), Bound::Unbounded) => format!("at least {}", one(low)),
            (_, low, high) => match (low.number(), high.number()) {
                (Some(low), Some(end)) if low.is_zero() && !high.is_closed() => format!("below {}", one(end)),
                (Some(low), Some(high)) => apart(low, high, unit, places),
                _ => "any value".to_owned(),
            },
        })
        .collect();
    pieces.join(" or ")
}

/// Two ends, with as many decimals as it takes to tell them apart.
fn apart(low: &Number, high: &Number, unit: &Unit, places: Option<u32>) -> String {
    let mut places = places;
    while let Some(few) = places.filter(|few| *few < MOST_PLACES && number(low, Some(*few)) == number(high, Some(*few)))
    {
        places = Some(few + 1);
    }
    format!("{} to {}", number(low, places), measured(high, unit, places))
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
        && set
            .amount
            .pieces()
            .iter()
            .all(|piece| [&piece.low, &piece.high].into_iter().all(in_years));
    let (amount, unit) = if whole_years {
        (set.in_unit(TimeUnit::Years), TimeUnit::Years)
    } else {
        (set.amount.clone(), set.scale.unit())
    };
    match amount.as_point() {
        Some(amount) => time(amount, unit),
        None => {
            let bare = numbers(&amount, &Unit::dimensionless(), Some(1));
            if bare == "any value" || bare == "at least 0" {
                "any length".to_owned()
            } else {
                format!("{bare} {}", unit.word())
            }
        }
    }
}

fn in_years(months: &Bound) -> bool {
    months
        .number()
        .and_then(Number::to_i64)
        .is_some_and(|months| months > 0 && months % 12 == 0)
}

/// A length of time: `1 day`, `13 days`.
#[must_use]
pub fn time(amount: &Number, unit: TimeUnit) -> String {
    let word = if *amount == Number::one() {
        unit.singular()
    } else {
        unit.word()
    };
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
    let name = |at: usize| {
        options
            .labels
            .get(at)
            .map_or_else(|| "?".to_owned(), |label| spaced(label))
    };
    if set.len() == options.labels.len() && set.len() > 1 {
        return "any".to_owned();
    }
    if set.len() > FEW
        && options.ordered
        && let (Some(low), Some(high)) = (set.lowest(), set.highest())
    {
        return format!("{} to {}", name(low), name(high));
    }
    let names: Vec<String> = set.iter().map(name).collect();
    if names.is_empty() {
        "contradictory".to_owned()
    } else {
        names.join(" or ")
    }
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
        assert_eq!(
            numbers(
                &Numbers::interval(Bound::Closed(n("0")), Bound::Open(n("20"))),
                &u,
                None
            ),
            "below 20 U/L"
        );
        assert_eq!(numbers(&Numbers::at_least(n("55")), &unit("%"), None), "at least 55%");
        assert_eq!(numbers(&Numbers::all(), &u, None), "any value");
        assert_eq!(number(&Number::ratio(1, 3).unwrap(), Some(1)), "≈0.3");
        assert_eq!(number(&n("4.20"), Some(1)), "4.2");
    }

    #[test]
    fn dates_as_precisely_as_they_are_known() {
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap();
        assert_eq!(dates(&Dates::day(day(2026, 3, 9))), "2026-03-09");
        assert_eq!(dates(&Dates::day_range(day(2026, 3, 1), day(2026, 3, 31))), "2026-03");
        assert_eq!(dates(&Dates::day_range(day(2026, 1, 1), day(2026, 12, 31))), "2026");
        assert_eq!(dates(&Dates::day_range(day(2026, 2, 1), day(2026, 2, 28))), "2026-02");
        assert_eq!(
            dates(&Dates::day_range(day(2026, 3, 2), day(2026, 4, 1))),
            "2026-03-02 to 2026-04-01"
        );
    }

    #[test]
    fn one_day() {
        assert_eq!(days(1), "1 day");
    }
}
