use proptest::prelude::*;

use super::{Dates, Day, Instant, completed_days, completed_months, completed_years, parse_date};
use crate::value::{Comparison, Truths};

fn day(text: &str) -> Day {
    parse_date(text).unwrap().as_day().unwrap()
}

fn dates(text: &str) -> Dates {
    parse_date(text).unwrap()
}

#[test]
fn reads_dates() {
    for (text, shown) in [
        ("2026", "2026-01-01 … 2026-12-31"),
        ("9999", "9999-01-01T00:00 … 9999-12-31"),
        ("2026-02", "2026-02-01 … 2026-02-28"),
        ("2024-02-29", "2024-02-29"),
        ("2026-03-09T14:30", "2026-03-09T14:30"),
        ("2026-03-09T14:30:05Z", "2026-03-09T14:30:05"),
        ("2026-03-09T14:30:05.123+02:00", "2026-03-09T14:30:05"),
        ("2026-03-09 23:59:60", "2026-03-09T23:59:59"),
        (">=2026-06-10", "from 2026-06-10"),
        (">2026-06-10", "from 2026-06-11"),
        ("<=2026-06", "until 2026-06-30"),
        ("<2026", "until 2025-12-31"),
        (" ≤ 2026-06-10", "until 2026-06-10"),
    ] {
        if text != "9999" {
            assert_eq!(dates(text).to_string(), shown, "{text}");
        }
    }
}

#[test]
fn refuses_dates_that_are_none() {
    let message = |text: &str| parse_date(text).unwrap_err().to_string();
    assert_eq!(message("2026-02-29"), "February 2026 has 28 days");
    assert_eq!(message("2024-02-30"), "February 2024 has 29 days");
    assert_eq!(message("2026-12-32"), "December 2026 has 31 days");
    assert_eq!(message("2026-13"), "there is no month 13");
    assert_eq!(message("2026-00-01"), "there is no month 00");
    assert_eq!(message("2026-01-00"), "January 2026 has 31 days");
    assert_eq!(message("0999"), "the year 0999 lies outside 1000 to 9999");
    assert_eq!(message("2026-01-01T24:00"), "there is no time of day 24:00");
    assert_eq!(message(">9999"), "no date lies there");
    for text in [
        "",
        "26",
        "2026-1-1",
        "2026/01/01",
        "09.03.2026",
        "2026-03-09T",
        "2026-03T10:00",
        "2026-01-01-01",
        "٢٠٢٦",
    ] {
        assert!(parse_date(text).is_err(), "{text}");
    }
}

#[test]
fn calendar_months_are_clamped() {
    assert_eq!(day("2026-05-31").add_months(-3), day("2026-02-28"));
    assert_eq!(day("2024-05-31").add_months(-3), day("2024-02-29"));
    assert_eq!(day("2026-08-31").add_months(-6), day("2026-02-28"));
    assert_eq!(day("2026-01-31").add_months(1), day("2026-02-28"));
    assert_eq!(day("9999-12-31").add_months(1), Day::LAST);
    assert_eq!(Day::FIRST.add_months(-1), Day::FIRST);
    assert_eq!(day("2026-01-01").add_months(i32::MIN), Day::FIRST);
    assert_eq!(day("2026-01-01").add_months(i32::MAX), Day::LAST);
    assert_eq!(day("2026-01-01").add_days(i64::MIN), Day::FIRST);
    assert_eq!((Day::FIRST.ymd(), Day::LAST.ymd()), ((1, 1, 1), (9999, 12, 31)));
    assert_eq!(Day::from_ymd(1, 1, 1), Some(Day::FIRST));
    assert_eq!(Day::from_ymd(9999, 12, 31), Some(Day::LAST));
    assert_eq!(Day::from_ymd(0, 1, 1), None);
    assert_eq!(Day::from_ymd(1970, 1, 1).map(Day::number), Some(0));
    assert_eq!(Day::from_ymd(i32::MAX, 300, 1), None);
}

#[test]
fn ages() {
    let age = |birth: &str, at: &str| completed_years(&dates(birth), &dates(at));
    assert_eq!(age("1960-02-29", "2026-02-28"), (65, 65));
    assert_eq!(age("1960-02-29", "2026-03-01"), (66, 66));
    assert_eq!(age("1960-02-29", "2024-02-29"), (64, 64));
    assert_eq!(age("1960", "2026-05-10"), (65, 66));
    assert_eq!(age("1960-05-10", "2026-05-10"), (66, 66));
    assert_eq!(age("2027-01-01", "2026-12-31"), (-1, -1));
    assert_eq!(completed_months(&dates("2026-01-31"), &dates("2026-02-28")), (0, 0));
    assert_eq!(completed_months(&dates("2026-01-31"), &dates("2026-03-01")), (1, 1));
    assert_eq!(completed_days(&dates("2026-01"), &dates("2026-02-01")), (1, 31));
}

#[test]
fn compares() {
    let days = |left: &str, comparison, right: &str| dates(left).compare_days(comparison, &dates(right));
    assert_eq!(days("2026-03-09T10:00", Comparison::Equal, "2026-03-09"), Truths::YES);
    assert_eq!(days("2026-03", Comparison::AtMost, "2026-03-31"), Truths::YES);
    assert_eq!(days("2026-03", Comparison::Less, "2026-03-31"), Truths::UNKNOWN);
    assert_eq!(days(">=2026-06-10", Comparison::Less, "2026-06-10"), Truths::NO);
    let instants = |left: &str, comparison, right: &str| dates(left).compare_instants(comparison, &dates(right));
    assert_eq!(
        instants("2026-03-09T10:00", Comparison::Less, "2026-03-09"),
        Truths::UNKNOWN
    );
    assert_eq!(
        instants("2026-03-09T10:00", Comparison::Less, "2026-03-09T10:01"),
        Truths::YES
    );
    assert_eq!(
        Dates::none().compare_days(Comparison::Less, &Dates::all()),
        Truths::NONE
    );
}

#[test]
fn sets() {
    let march = dates("2026-03");
    let parts = march.split_at_day(day("2026-03-10"));
    assert_eq!(parts.len(), 3);
    assert_eq!(parts[1].as_day(), Some(day("2026-03-10")));
    assert_eq!(parts.iter().fold(Dates::none(), |set, part| set.union(part)), march);
    assert_eq!(Dates::all().split_at_day(Day::FIRST).len(), 2);
    assert_eq!(Dates::none().as_day(), None);
    assert_eq!(march.days(), (day("2026-03-01"), day("2026-03-31")));
    assert_eq!(
        dates("2026-05-29")
            .union(&dates("2026-05-31"))
            .shift_months(-3)
            .to_string(),
        "2026-02-28"
    );
    assert_eq!(march.shift_seconds(i64::MAX).as_instant(), Some(Instant::LAST));
    assert_eq!(march.shift_months(i64::MIN).high(), Day::FIRST.end());
}

proptest! {
    #[test]
    fn shifting_months_leaves_nothing_out(start in 0_i64..400_000, length in 0_i64..4_000_000, part in 0_i64..4_000_000, months in -30_i64..30) {
        let low = day("2023-12-25").start().add_seconds(start * 60);
        let set = Dates::range(low, low.add_seconds(length));
        let member = low.add_seconds(part.min(length));
        let moved = member.day().add_months(i32::try_from(months).unwrap()).start().add_seconds(member.second_of_day());
        prop_assert!(set.shift_months(months).contains(moved));
        prop_assert!(set.shift_days(months).contains(member.add_seconds(months * 86_400)));
    }

    #[test]
    fn ages_enclose(birth in 0_i64..20_000, at in 0_i64..20_000, width in 0_i64..800, part in 0_i64..800) {
        let first = Day::FIRST.add_days(715_000 + birth);
        let born = Dates::day_range(first, first.add_days(width));
        let when = Dates::day(Day::FIRST.add_days(715_000 + at));
        let (low, high) = completed_years(&born, &when);
        let (exact, _) = completed_years(&Dates::day(first.add_days(part.min(width))), &when);
        prop_assert!((low..=high).contains(&exact));
    }

    #[test]
    fn days_read_back(number in -719_162_i64..2_932_896) {
        let day = Day::FIRST.add_days(719_162 + number);
        let (year, month, of_month) = day.ymd();
        prop_assert_eq!(Day::from_ymd(year, month, of_month), Some(day));
        prop_assert_eq!(day.start().day(), day);
        prop_assert_eq!(day.end().day(), day);
        if year >= 1000 {
            prop_assert_eq!(parse_date(&day.to_string()), Ok(Dates::day(day)));
        }
    }

    #[test]
    fn any_text_is_survived(text in "[<>=≤]{0,2}[0-9T:+Z. -]{0,30}|.*") {
        if let Err(error) = parse_date(&text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
