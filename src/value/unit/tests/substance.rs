//! Mass, amount and equivalents of a substance.

use std::num::NonZeroU8;

use proptest::prelude::*;

use super::{n, unit};
use crate::value::{Missing, Number, Substance};

fn of(molar_mass: &str, valence: u8) -> Substance {
    Substance {
        molar_mass: Number::parse(molar_mass).map(Box::new),
        valence: NonZeroU8::new(valence),
    }
}

/// A value, its unit, another unit, and the value there.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Both ways, exactly.
fn converts(substance: &Substance, lines: &[Line<'_>]) {
    for (value, from, to, result) in lines {
        let there = unit(from).convert_of(&n(value), &unit(to), substance);
        assert_eq!(there, Some(n(result)), "{value} {from}");
        let back = unit(to).convert_of(&n(result), &unit(from), substance);
        assert_eq!(back, Some(n(value)), "{result} {to}");
        assert_eq!(unit(from).missing(&unit(to), substance), None, "{from} {to}");
    }
}

#[test]
fn mass_and_amount() {
    converts(
        &of("113.12", 0),
        &[
            ("1.1312", "mg/dL", "umol/L", "100"),
            ("113.12", "mg/d", "mmol/d", "1"),
            ("113.12", "L/mol", "L/g", "1"),
            ("12796.1344", "g2/L2", "mol2/L2", "1"),
        ],
    );
}

#[test]
fn ratios_to_the_substance_below_the_line() {
    let creatinine = of("113.12", 0);
    converts(
        &creatinine,
        &[
            ("1", "g/g", "mg/mmol", "113.12"),
            ("113.12", "mg/mmol", "mg/mg", "1"),
            ("1000", "mg/g", "mg/mmol", "113.12"),
            ("1", "mg/mmol{creat}", "g/mol{creat}", "1"),
        ],
    );
    for (from, to) in [
        ("g/g", "mmol/g"),
        ("mg/mmol", "mmol/g"),
        ("g/g", "mmol/mol"),
        ("mg/kg/d", "mmol/kg/d"),
    ] {
        assert_eq!(
            unit(from).convert_of(&n("1"), &unit(to), &creatinine),
            None,
            "{from} to {to}"
        );
        assert_eq!(unit(from).missing(&unit(to), &Substance::unknown()), None);
    }
}

#[test]
fn equivalents() {
    converts(
        &of("", 2),
        &[
            ("2", "mEq/L", "mmol/L", "1"),
            ("4", "mEq/kg/d", "mmol/kg/d", "2"),
            ("1", "L/mmol", "L/mEq", "0.5"),
        ],
    );
    converts(&of("", 1), &[("140", "mEq/L", "mmol/L", "140")]);
    converts(
        &of("40.078", 2),
        &[
            ("1", "mEq/L", "mg/L", "20.039"),
            ("20.039", "mg/dL", "mEq/dL", "1"),
            ("2", "mEq/L", "mmol/L", "1"),
        ],
    );
    assert_eq!(
        unit("mEq/mmol").convert_of(&n("1"), &unit("mmol/mEq"), &of("40", 2)),
        None
    );
}

#[test]
fn what_is_missing() {
    for (from, to, substance, missing) in [
        ("mg/dL", "umol/L", of("", 0), Some(Missing::MolarMass)),
        ("mg/g", "mg/mmol", of("", 2), Some(Missing::MolarMassBelow)),
        ("mEq/L", "mmol/L", of("24.305", 0), Some(Missing::Valence)),
        ("mEq/L", "mg/dL", of("24.305", 0), Some(Missing::Valence)),
        ("mEq/L", "mg/dL", of("", 2), Some(Missing::MolarMass)),
        ("mEq/L", "mg/dL", of("", 0), Some(Missing::MolarMassAndValence)),
        ("mEq/L", "U/L", of("", 0), None),
        ("mg/dL", "umol", of("113.12", 0), None),
        ("U/L", "mg/L", of("113.12", 0), None),
        ("days", "months", of("", 0), None),
    ] {
        assert_eq!(unit(from).missing(&unit(to), &substance), missing, "{from} {to}");
        assert_eq!(
            unit(from).convert_of(&n("1"), &unit(to), &substance),
            None,
            "{from} {to}"
        );
    }
    assert_eq!(unit("mg").convert_of(&n("1"), &unit("mol"), &of("0", 0)), None);
}

#[test]
fn what_holds_of_two() {
    let (sodium, calcium, unknown) = (of("22.99", 1), of("40.078", 2), Substance::unknown());
    assert_eq!(sodium.common(&of("35.45", 1)), of("", 1));
    assert_eq!(sodium.common(&calcium), unknown);
    assert_eq!(sodium.common(&unknown), unknown);
    assert_eq!((unknown.or(&sodium), calcium.or(&sodium)), (&sodium, &calcium));
    assert!(of("22.99", 0).agrees(&of("", 1)) && !sodium.agrees(&calcium));
    assert_eq!(of("22.99", 0).filled_from(&of("", 1)), sodium);
}

proptest! {
    /// There and back is where one was, and the way over a third unit is no other.
    #[test]
    fn conversions_agree(
        value in 1_i64..1_000_000, mass in 1_i64..100_000, valence in 1_u8..9,
        kind in 0_usize..3, from in 0_usize..3, over in 0_usize..3, to in 0_usize..3,
    ) {
        let units = [["mg/dL", "umol/L", "mEq/L"], ["g/g", "mg/mmol", "mg/mEq"], ["L/g", "mL/mmol", "L/mEq"]][kind];
        let substance = Substance { molar_mass: Number::ratio(mass, 100).map(Box::new), valence: NonZeroU8::new(valence) };
        let convert = |value: &Number, from: usize, to: usize| {
            unit(units[from]).convert_of(value, &unit(units[to]), &substance).unwrap()
        };
        let value = Number::from(value);
        let direct = convert(&value, from, to);
        prop_assert_eq!(&convert(&convert(&value, from, over), over, to), &direct);
        prop_assert_eq!(convert(&direct, to, from), value);
    }
}
