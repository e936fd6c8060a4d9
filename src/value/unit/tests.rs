use proptest::prelude::*;

mod substance;

use super::{TimeUnit, Unit, UnitError, words};
use crate::value::Number;

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

/// The texts of each line are one unit, shown as its first.
const SAME: &[&[&str]] = &[
    &[
        "×10⁹/L",
        "10*9/L",
        "10⁹/L",
        "×10^9/L",
        "x10^9/L",
        "10^9/L",
        "x 10E9/L",
        "10E9/L",
        "x10(9)/L",
        "10**9/L",
        "× 10⁹ / L",
        "1e9/L",
        "10^9 per L",
        "10^9/l",
    ],
    &[
        "×10³/µL",
        "10*3/uL",
        "K/uL",
        "K/µL",
        "k/uL",
        "K/μL",
        "10³/µL",
        "Thousand/uL",
        "x10^3/uL",
        "K/mcL",
        "10^3/UL",
    ],
    &["µmol/L", "umol/L", "μmol/L", "umol/l", "mcmol/L", "UMOL/L", "uM"],
    &[
        "mL/min/1.73 m²",
        "mL/min/{1.73_m2}",
        "mL/min/1.73m²",
        "mL/min/1.73 m2",
        "ml/min/1.73m2",
        "mL/min/1.73m^2",
        "mL/min per 1.73 m²",
        "mL/min/(1.73 m2)",
        "mL/min/{1.73m2}",
        "mL/min/1.73 sq m",
    ],
    &["mL/min", "ml/min", "mL / min", "mL/minute"],
    &["mg/day", "mg/d", "mg per day", "MG/day", "milligrams/day"],
    &["mg/kg/day", "mg/kg/d", "mg/(kg.d)"],
    &["IU/mL", "[IU]/mL", "IU/ml", "iu/mL"],
    &["U/L", "units/L", "u/L", "IU/L", "[IU]/L", "U/l"],
    &["mmHg", "mm[Hg]", "mm Hg", "mmhg"],
    &["µg/mL", "mcg/mL", "ug/mL", "ng/uL", "mg/L"],
    &[
        "cells/µL",
        "cells/uL",
        "/uL",
        "/µL",
        "/mm³",
        "/mm3",
        "cells/mm^3",
        "/cu mm",
        "10*6/L",
        "G/L·0",
    ],
    &["copies/mL", "{copies}/mL", "/mL", "cp/mL"],
    &["%", "percent", "10*-2"],
    &["kg/m²", "kg/m2", "kg/m^2", "kg/m**2"],
    &["°C", "Cel", "degC", "deg C", "° C", "celsius"],
    &["g/24 h", "g/24h", "g/(24.h)", "g/24 hours", "g/{24h}", "g/d", "g/day"],
    &["/min", "bpm", "beats/min", "breaths/min"],
    &[
        "mEq/L", "meq/L", "MEQ/L", "mEQ/L", "Meq/L", "MEq/L", "mEquiv/L", "mval/L",
    ],
    &["µEq/L", "ueq/L", "uEq/L", "µeq/L"],
    &["mmol/L", "MMOL/L", "mM", "mosm/L"],
    &[
        "/HPF",
        "/hpf",
        "/[HPF]",
        "{cells}/hpf",
        "cells/HPF",
        "per HPF",
        "/{HPF}",
    ],
    &["/LPF", "/lpf", "/[LPF]"],
    &["g/dL", "g%", "G/dL", "GM/DL"],
    &["mg/dL", "mg%"],
    &["mg/100 mL", "mg/dL", "mg/dl", "MG/DL", "mg/100mL"],
    &["weeks", "week", "wk", "wks", "Weeks"],
    &["days", "d", "day"],
    &["months", "mo", "month"],
    &["years", "a", "yr", "year", "yrs"],
    &["hours", "h", "hr", "hrs", "hour"],
    &["minutes", "min", "minute"],
    &["seconds", "s", "sec", "second"],
    &["", "1", "ratio", "points", " "],
    &["mg/g creatinine", "mg/g", "mg/g{creat}"],
    &["mg/L FEU", "ug/mL FEU", "mg/L{FEU}"],
    &["pH", "[pH]"],
    &["×10¹²/L", "T/L", "10*12/L", "M/uL"],
];

#[test]
fn spellings() {
    for line in SAME {
        let first = unit(line[0]);
        for text in line.iter().filter(|text| !text.ends_with("·0")) {
            assert_eq!(unit(text), first, "{text} = {}", line[0]);
            assert_eq!(
                unit(&unit(text).pretty()),
                first,
                "{text} is shown as {}",
                unit(text).pretty()
            );
        }
        assert_eq!(first.pretty(), line[0]);
    }
    assert_eq!(unit("10^9/L").pretty(), "×10⁹/L");
    assert_eq!(unit("G/L"), unit("10*9/L"));
    assert_eq!(unit("mcg").pretty(), "µg");
    assert_eq!(unit(" 10⁹/L ").text(), "10⁹/L");
    assert_eq!(unit("10⁹/L").code(), "10*9/L");
}

#[test]
fn common_units_are_shown_as_listed() {
    for text in words::COMMON {
        assert_eq!(unit(text).pretty(), *text);
    }
}

#[test]
fn what_differs() {
    for (left, right) in [
        ("mL/min", "mL/min/1.73m²"),
        ("mL/min/m2", "mL/min/1.73m²"),
        ("umol/L", "10*9/L"),
        ("mg/dL", "umol/L"),
        ("[arb'U]/mL", "IU/mL"),
        ("[CFU]/mL", "/mL"),
        ("mg/mo", "mg/d"),
        ("pH", "1"),
        ("U/L", "mg/L"),
        ("mmol/L", "L"),
        ("%", "mg"),
        ("mmol/mol", "%"),
        ("mEq/L", "mmol/L"),
        ("mEq/mmol", "%"),
        ("mOsm/kg", "mOsm/L"),
        ("/hpf", "1"),
        ("/hpf", "/lpf"),
        ("/hpf", "/uL"),
        ("mg/L DDU", "mg/L FEU"),
        ("mg/L{D-DU}", "mg/L"),
        ("{Log_copies}/mL", "copies/mL"),
        ("{log_IU}/mL", "IU/mL"),
        ("{log_IU}/mL", "{log_copies}/mL"),
    ] {
        assert!(!unit(left).same_dimension(&unit(right)), "{left} and {right}");
        assert_eq!(unit(left).factor_to(&unit(right)), None);
        assert_eq!(unit(left).convert(&n("1"), &unit(right)), None);
    }
    assert!(unit("days").same_dimension(&unit("months")), "both are times");
    assert_eq!(unit("days").factor_to(&unit("months")), None);
    assert!(unit("%").is_dimensionless() && unit("").is_dimensionless() && unit("mg/g").is_dimensionless());
    assert!(!unit("mL/min").is_dimensionless() && !unit("pH").is_dimensionless() && !unit("IU").is_dimensionless());
}

#[test]
fn converts_exactly() {
    for (value, from, to, result) in [
        ("1", "mg/dL", "g/L", "0.01"),
        ("1.5", "g/dL", "g/L", "15"),
        ("98.6", "[degF]", "Cel", "37"),
        ("38.3", "°C", "K", "311.45"),
        ("37", "°C", "°F", "98.6"),
        ("5", "[IU]/mL", "k[IU]/L", "5"),
        ("1", "mL/min", "mL/h", "60"),
        ("24", "mg/d", "mg/h", "1"),
        ("40", "U/L", "[IU]/L", "40"),
        ("60", "U/L", "ukat/L", "1"),
        ("2", "wk", "d", "14"),
        ("2", "years", "months", "24"),
        ("150", "K/uL", "10^9/L", "150"),
        ("1500", "/uL", "×10⁹/L", "1.5"),
        ("50", "%", "1", "0.5"),
        ("480", "ms", "s", "0.48"),
        ("1", "m", "cm", "100"),
        ("1", "lb", "kg", "0.45359237"),
    ] {
        assert_eq!(
            unit(from).convert(&n(value), &unit(to)),
            Some(n(result)),
            "{value} {from}"
        );
    }
    assert_eq!(unit("°C").factor_to(&unit("°F")), None);
    assert_eq!(unit("mg/d").factor_to(&unit("mg/h")), Number::ratio(1, 24));
}

#[test]
fn derived_units() {
    let clearance = unit("mL").div(&unit("min"));
    assert_eq!(clearance, unit("mL/min"));
    assert_eq!(clearance.pretty(), "mL/min");
    assert_eq!(clearance.div(&clearance), Unit::dimensionless());
    assert_eq!(unit("kg").div(&unit("m").pow(2)), unit("kg/m²"));
    assert_eq!(unit("kg").div(&unit("m").pow(2)).pretty(), "kg/m²");
    assert_eq!(unit("mg/dL").mul(&unit("")), unit("mg/dL"));
    assert_eq!(Unit::dimensionless().mul(&unit("mg")), unit("mg"));
    assert_eq!(Unit::dimensionless().div(&unit("min")).pretty(), "/min");
    assert_eq!(unit("mg/dL").div(&unit("mL/min")).pretty(), "mg/dL/(mL/min)");
    assert_eq!(
        unit("mg/dL").pow(2).pow(-1).mul(&unit("mg/dL").pow(2)),
        Unit::dimensionless()
    );
    assert_eq!(unit("m").pow(0), Unit::dimensionless());
    let mut long = unit("mg");
    for _ in 0..200 {
        long = long.mul(&unit("mg/dL")).pow(-1);
    }
    assert!(!long.pretty().is_empty());
    let mut squared = unit("mg/dL");
    for _ in 0..100 {
        squared = squared.mul(&squared);
    }
    assert!(!squared.same_dimension(&squared) && squared.pretty() == "…");
    let _ = unit("m").pow(i32::MAX).pow(i32::MIN);
}

#[test]
fn units_of_time() {
    assert_eq!(unit("weeks").time(), Some(TimeUnit::Weeks));
    assert_eq!(unit("a").time(), Some(TimeUnit::Years));
    assert_eq!(unit("ms").time(), None);
    assert_eq!(unit("mg/d").time(), None);
    assert_eq!(unit("day").quantity(&n("1")), "1 day");
    assert_eq!(unit("day").quantity(&n("2")), "2 days");
    assert_eq!(unit("%").quantity(&n("50")), "50%");
    assert_eq!(unit("").quantity(&n("3")), "3");
    assert_eq!(unit("10^9/L").quantity(&n("1.5")), "1.5 ×10⁹/L");
}

#[test]
fn errors_help() {
    let message = |text: &str| Unit::parse(text).unwrap_err().to_string();
    assert_eq!(message("109/L"), "`109/L` is not a known unit; `10^9/L` is");
    assert_eq!(message("103/uL"), "`103/uL` is not a known unit; `10^3/uL` is");
    assert_eq!(message("umil/L"), "`umil/L` is not a known unit; `µmol/L` is");
    assert_eq!(message("daays"), "`daays` is not a known unit; `days` is");
    assert_eq!(
        message("furlongs per fortnight"),
        "`furlongs per fortnight` is not a known unit"
    );
    assert_eq!(
        message("K/mL"),
        "`K/mL` would be kelvins per volume; for thousands write `10*3/mL`"
    );
    assert_eq!(Unit::parse(&"m".repeat(300)), Err(UnitError::TooLong));
    for text in [
        "mg//dL",
        "mg/",
        "(",
        ")",
        "{",
        "[",
        "x",
        "xULN",
        "5",
        "7 mg",
        "10^",
        "m^",
        "10^999999/L",
        "m999999999999",
        "mg-",
        "°",
        "Cel/h",
        "ULN",
        "a b",
        "€",
    ] {
        assert!(Unit::parse(text).is_err(), "{text}: {:?}", Unit::parse(text));
    }
    assert!(unit("mg/dL").same_dimension_examples().contains(&"g/L"));
    assert!(unit("days").same_dimension_examples().contains(&"months"));
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "[a-zA-Z0-9µ⁹²⁻/.*^(){}\\[\\] %×x]{0,30}|.{0,80}") {
        match Unit::parse(&text) {
            Ok(unit) => {
                let shown = unit.pretty();
                // The atomic mass unit alone, which a lone micro sign reads as, is taken for enzyme units when written `u`.
                let atomic_mass = unit.code().split(['/', '.']).any(|factor| {
                    factor.strip_prefix('u').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '-'))
                });
                if let Ok(again) = Unit::parse(&shown)
                    && !atomic_mass
                {
                    prop_assert_eq!(again, unit, "{} is shown as {}", text, shown);
                }
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
