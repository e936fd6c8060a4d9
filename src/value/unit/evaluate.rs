//! The exact size and the dimension of a UCUM expression.
//!
//! The library's own factors are rounded at 28 digits; here they are multiplied as rationals.

use octofhir_ucum::{Case, SpecialKind, UnitExpr, lookup_unit, parse_expression};

use super::{Measure, TimeUnit};
use crate::value::Number;

/// How many base units there are: UCUM's seven (m, s, g, rad, K, C, cd), then our mole, calendar month and equivalent.
///
/// In UCUM a mole is a number and `umol/L` the same as `10*9/L`: to us an amount of substance is its own dimension.
/// A calendar month is no number of days, so it is one too. Nor is an equivalent a mole, as UCUM has it: of what
/// carries two charges it is half a mole. An osmole is one, of particles in solution.
pub(super) const BASE: usize = 10;
const LENGTH: usize = 0;
const TIME: usize = 1;
pub(super) const MASS: usize = 2;
const KELVIN: usize = 4;
pub(super) const AMOUNT: usize = 7;
const MONTH: usize = 8;
pub(super) const EQUIVALENTS: usize = 9;

/// No exponent of a unit is larger.
const MAX_EXPONENT: i32 = 400;

impl Measure {
    /// Of a bare number.
    pub(super) fn one() -> Self {
        Self {
            factor: Number::one(),
            offset: Number::zero(),
            base: [0; BASE],
            extra: Vec::new(),
        }
    }

    /// Some multiple of one base unit.
    fn of(factor: Number, at: usize) -> Self {
        let mut one = Self::one();
        one.factor = factor;
        one.base[at] = 1;
        one
    }

    /// Of a product, without any zero of its own.
    pub(super) fn mul(&self, other: &Self) -> Self {
        let mut product = Self::one();
        product.factor = &self.factor * &other.factor;
        for (index, exponent) in product.base.iter_mut().enumerate() {
            *exponent = self.base[index].saturating_add(other.base[index]);
        }
        product.extra.clone_from(&self.extra);
        for (name, exponent) in &other.extra {
            match product.extra.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = known.saturating_add(*exponent),
                None => product.extra.push((name.clone(), *exponent)),
            }
        }
        product.extra.retain(|(_, exponent)| *exponent != 0);
        product.extra.sort_unstable();
        product.hold()
    }

    /// Of a power, without any zero of its own.
    pub(super) fn power(&self, exponent: i32) -> Self {
        let mut power = self.clone();
        power.offset = Number::zero();
        power.factor = self.factor.pow(exponent).unwrap_or_default();
        power.base = self.base.map(|base| base.saturating_mul(exponent));
        power.extra = self
            .extra
            .iter()
            .map(|(name, base)| (name.clone(), base.saturating_mul(exponent)))
            .collect();
        power.extra.retain(|(_, exponent)| *exponent != 0);
        power.hold()
    }

    /// A size beyond all bounds becomes 0, which nothing can be compared with.
    fn hold(mut self) -> Self {
        if self.factor.is_enormous() {
            self.factor = Number::zero();
        }
        self
    }

    /// Whether values can be compared.
    pub(super) fn same_dimension(&self, other: &Self) -> bool {
        let sized = !self.factor.is_zero() && !other.factor.is_zero();
        sized && self.base == other.base && self.extra == other.extra
    }

    /// Whether this is what `K/mL` says in UCUM.
    pub(super) fn is_kelvin_per_volume(&self) -> bool {
        let mut base = [0; BASE];
        (base[LENGTH], base[KELVIN]) = (-3, 1);
        self.base == base
    }
}

/// The size and dimension of a UCUM code, and which unit of time it is.
pub(super) fn evaluate(code: &str) -> Option<(Measure, Option<TimeUnit>)> {
    let tree = parse_expression(code).ok()?;
    // The library knows what is allowed (no algebra with scales, no overlong exponents); we only measure.
    octofhir_ucum::evaluate(&tree).ok()?;
    let time = if let UnitExpr::Symbol(symbol) = &tree {
        TimeUnit::of_code(symbol)
    } else {
        None
    };
    let measure = measure(&tree)?;
    (!measure.factor.is_zero()).then_some((measure, time))
}

/// Walks the tree, which the library's parser keeps shallow.
fn measure(tree: &UnitExpr) -> Option<Measure> {
    Some(match tree {
        UnitExpr::Symbol(symbol) => atom(symbol)?,
        UnitExpr::Numeric(number) => {
            let mut one = Measure::one();
            one.factor = exact(*number)?;
            one
        }
        UnitExpr::Power(base, exponent) => {
            let exponent = Some(*exponent).filter(|exponent| exponent.abs() <= MAX_EXPONENT)?;
            let base = measure(base)?;
            base.factor.pow(exponent)?;
            base.power(exponent)
        }
        UnitExpr::Annotation(text) => annotation(text),
        UnitExpr::Annotated(inner, text) => {
            let inner = measure(inner)?;
            let annotation = annotation(text);
            if annotation.extra.is_empty() {
                inner
            } else {
                inner.mul(&annotation)
            }
        }
        UnitExpr::Product(parts) => {
            let mut product = Measure::one();
            for part in parts {
                product = product.mul(&measure(part)?);
            }
            product
        }
        UnitExpr::Quotient(above, below) => quotient(&measure(above)?, &measure(below)?),
        UnitExpr::Reciprocal(below) => measure(below)?.power(-1),
    })
}

/// A share of substance (`mmol/mol`) is not the number that the same figure in `%` would be: HbA1c of 53 mmol/mol is
/// 7.0 %, not 5.3 %. It is comparable with itself only.
fn quotient(above: &Measure, below: &Measure) -> Measure {
    let amount = |measure: &Measure| {
        [AMOUNT, EQUIVALENTS]
            .iter()
            .any(|at| measure.base == Measure::of(Number::one(), *at).base)
    };
    let mut quotient = above.mul(&below.power(-1));
    if amount(above) && amount(below) {
        quotient.extra.push(("mol/mol".to_owned(), 1));
        quotient.extra.sort_unstable();
    }
    quotient
}

/// Which annotations are a dimension. UCUM ignores them all; most say what was counted (`{cells}`, `{copies}`,
/// `{creat}`) and change nothing.
fn annotation(text: &str) -> Measure {
    let mut one = Measure::one();
    if let Some(dimension) = distinguishing(text) {
        one.extra.push((dimension, 1));
    }
    one
}

/// The dimension of an annotation that has one.
fn distinguishing(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        // D-dimer units: about half as many as fibrinogen-equivalent ones, which D-dimer is mostly given in.
        "ddu" | "d-du" => Some("DDU".to_owned()),
        "hpf" | "lpf" => Some(format!("[{}]", text.to_ascii_uppercase())),
        // A quantity that the value was normalised to: `mL/min/{1.73_m2}` is another measure than `mL/min`.
        _ if lower.starts_with(|first: char| first.is_ascii_digit()) => Some(text.to_owned()),
        // A logarithm: 4.3 `{Log_copies}/mL` are not 4.3 copies/mL.
        _ if lower.starts_with("log") => Some(lower),
        _ => None,
    }
}

/// Enzyme laboratories print `U/L` and `IU/L` for one thing, micromoles a minute per litre; UCUM calls the international
/// unit arbitrary. Here they are the same.
fn enzyme_unit() -> Option<Measure> {
    let mut unit = Measure::of(Number::ratio(1, 60_000_000)?, AMOUNT);
    unit.base[TIME] = -1;
    Some(unit)
}

/// The units that UCUM derives from the mole or rounds, and those that we measure otherwise.
fn special_atom(code: &str) -> Option<Measure> {
    Some(match code {
        "mol" | "osm" => Measure::of(Number::one(), AMOUNT),
        "eq" => Measure::of(Number::one(), EQUIVALENTS),
        // What a microscope shows at once differs from one to the next; to UCUM they are 1 and 100.
        "[HPF]" | "[LPF]" | "[hnsf'U]" => Measure {
            extra: vec![(code.to_owned(), 1)],
            ..Measure::one()
        },
        "U" | "[IU]" | "[iU]" => enzyme_unit()?,
        "kat" => {
            let mut unit = Measure::of(Number::one(), AMOUNT);
            unit.base[TIME] = -1;
            unit
        }
        "mo" | "mo_g" | "mo_j" => Measure::of(Number::one(), MONTH),
        "a" | "a_g" | "a_j" => Measure::of(Number::from(12), MONTH),
        "Cel" => Measure {
            offset: Number::ratio(27_315, 100)?,
            ..Measure::of(Number::one(), KELVIN)
        },
        "[degF]" => {
            let fifth_ninths = Number::ratio(5, 9)?;
            let offset = &fifth_ninths * Number::ratio(45_967, 100)?;
            Measure {
                offset,
                ..Measure::of(fifth_ninths, KELVIN)
            }
        }
        _ => return None,
    })
}

/// One symbol with its prefix.
fn atom(symbol: &str) -> Option<Measure> {
    let (prefix, record) = lookup_unit(symbol, Case::Sensitive)?;
    let prefix = prefix.map_or(Some(Number::one()), |prefix| exact(prefix.factor))?;
    let mut unit = match special_atom(record.code) {
        Some(unit) => unit,
        None if record.special == SpecialKind::None || record.special == SpecialKind::Arbitrary => {
            let mut unit = Measure::one();
            unit.factor = exact(record.factor)?;
            for (base, exponent) in unit.base.iter_mut().zip(record.dim.0) {
                *base = exponent.into();
            }
            unit.extra = record
                .arbitrary
                .iter()
                .map(|(name, exponent)| ((*name).to_owned(), *exponent))
                .collect();
            unit
        }
        // A logarithm, such as pH: comparable with itself only.
        None => Measure {
            extra: vec![(record.code.to_owned(), 1)],
            ..Measure::one()
        },
    };
    unit.factor = unit.factor * prefix;
    Some(unit)
}

/// The library's decimal as our number.
fn exact(number: octofhir_ucum::Number) -> Option<Number> {
    let (digits, exponent) = number.to_integer_and_exponent();
    Number::parse(&format!("{digits}e{exponent}"))
}
