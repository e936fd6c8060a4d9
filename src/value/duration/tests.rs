use proptest::prelude::*;

use super::{Durations, TimeScale, days_of_months, months_of_days, span};
use crate::value::{Comparison, Day, Number, Numbers, TimeUnit, Truths};

fn d(text: &str) -> Durations {
    Durations::parse(text).unwrap()
}

#[test]
fn reads() {
    assert_eq!(
        d("110 h"),
        Durations {
            scale: TimeScale::Hours,
            amount: Numbers::point(Number::from(110))
        }
    );
    assert_eq!(d("26 wk"), d("182 days"));
    assert_eq!(d("1.5 years"), d("18 months"));
    assert_eq!(d("90 min"), d("1.5 hours"));
    assert_eq!(d("<5 d").to_string(), "[0, 5) days");
    assert_eq!(d(">=12 d").to_string(), "≥ 12 days");
    for text in ["", "5", "5 mg", "d", "5 ms", "five days"] {
        assert_eq!(Durations::parse(text), None, "{text}");
    }
}

#[test]
fn months_are_what_the_calendar_has() {
    // Every start within one cycle of the calendar, forwards and backwards.
    let start = Day::from_ymd(2000, 1, 1).unwrap();
    for months in 1..=24_i32 {
        let (mut fewest, mut most) = (i64::MAX, i64::MIN);
        for offset in 0..146_097 / 8 {
            // A part of the cycle with the uneven century, and one with the even one, is enough and fast.
            for day in [start.add_days(offset), start.add_days(36_000 + offset)] {
                for moved in [day.add_months(months), day.add_months(-months)] {
                    let days = i64::from(moved.number() - day.number()).abs();
                    (fewest, most) = (fewest.min(days), most.max(days));
                }
            }
        }
        assert_eq!(
            span(months.into()),
            (Number::from(fewest), Number::from(most)),
            "{months} months"
        );
    }
}

#[test]
fn compares_across_scales() {
    let compare = |left: &str, comparison, right: &str| d(left).compare(comparison, &d(right));
    assert_eq!(
        d("3 months").to_scale(TimeScale::Days),
        Durations {
            scale: TimeScale::Days,
            amount: Numbers::closed(Number::from(89), Number::from(92)),
        }
    );
    assert_eq!(compare("3 months", Comparison::AtLeast, "89 days"), Truths::YES);
    assert_eq!(compare("3 months", Comparison::AtLeast, "90 days"), Truths::UNKNOWN);
    assert_eq!(compare("3 months", Comparison::Greater, "92 days"), Truths::NO);
    assert_eq!(compare("6 months", Comparison::Greater, "26 wk"), Truths::UNKNOWN);
    assert_eq!(compare("12 months", Comparison::Equal, "1 year"), Truths::YES);
    assert_eq!(compare("48 h", Comparison::Equal, "2 days"), Truths::YES);
    assert_eq!(compare("75 h", Comparison::Less, "2 weeks"), Truths::YES);
    assert_eq!(compare("800 h", Comparison::Greater, "1 month"), Truths::YES);
    assert_eq!(compare("<3 months", Comparison::Less, "92 days"), Truths::YES);
    assert_eq!(d("110 h").scale_by(&Number::from(5)), d("550 h"));
    assert_eq!(d("14 days").in_unit(TimeUnit::Weeks), Numbers::point(Number::from(2)));
    assert_eq!(d("2 years").in_unit(TimeUnit::Months), Numbers::point(Number::from(24)));
}

#[test]
fn enormous_spans_are_left_open() {
    let huge = Numbers::point(Number::parse("1e300").unwrap());
    assert_eq!(days_of_months(&huge), Numbers::all());
    assert_eq!(months_of_days(&huge), Numbers::all());
    assert_eq!(
        days_of_months(&Numbers::point(Number::from(4800))),
        Numbers::point(Number::from(146_097))
    );
    let _ = days_of_months(&Numbers::closed(Number::from(i64::MIN), Number::from(i64::MAX)));
    let _ = months_of_days(&Numbers::closed(Number::from(i64::MIN), Number::from(i64::MAX)));
}

proptest! {
    #[test]
    fn conversions_enclose(start in 0_i64..146_097, months in 0_i32..200) {
        let day = Day::from_ymd(1900, 1, 1).unwrap().add_days(start);
        let days = Number::from(i64::from(day.add_months(months).number() - day.number()));
        let months = Number::from(i64::from(months));
        prop_assert!(days_of_months(&Numbers::point(months.clone())).contains(&days));
        prop_assert!(months_of_days(&Numbers::point(days)).contains(&months));
    }

    #[test]
    fn conversions_match(quarter_months in -400_i64..400, days in -4000_i64..4000) {
        let months = Number::ratio(quarter_months, 4).unwrap();
        let days = Number::from(days);
        prop_assert_eq!(
            days_of_months(&Numbers::point(months.clone())).contains(&days),
            months_of_days(&Numbers::point(days.clone())).contains(&months)
        );
    }
}
