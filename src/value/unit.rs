//! Units of measurement: UCUM, and the typography of protocols and laboratories.

mod evaluate;
mod pretty;
mod substance;
mod time;
mod typography;
mod words;

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock, RwLock};

use super::Number;
pub use substance::{Missing, Substance};
pub use time::TimeUnit;

/// The longest text that is read as a unit.
const MAX_LENGTH: usize = 200;
/// The longest code of a derived unit.
const MAX_CODE: usize = 400;
/// How many units are remembered.
const MAX_REMEMBERED: usize = 4096;

/// A unit of measurement. Two are equal if they measure the same in the same size, however they are written.
#[derive(Clone)]
pub struct Unit(Arc<Inside>);

/// What a unit is made of.
#[derive(Clone)]
struct Inside {
    /// As its author wrote it.
    text: String,
    /// In UCUM.
    code: String,
    /// What it measures.
    measure: Measure,
    /// Which unit of calendar or clock it is, if one alone.
    time: Option<TimeUnit>,
}

/// How large a unit is and of what.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Measure {
    /// Its size in base units.
    factor: Number,
    /// Kelvins at 0, for a scale of temperature.
    offset: Number,
    /// Exponents of the base units, see [`evaluate::BASE`].
    base: [i32; evaluate::BASE],
    /// Arbitrary units and the distinguishing annotations with their exponents, sorted.
    extra: Vec<(String, i32)>,
}

/// Why a text is no unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UnitError {
    /// Not a unit, perhaps a slip for one.
    Unknown {
        /// What was written.
        text: String,
        /// What may have been meant.
        suggestion: Option<String>,
    },
    /// `K` per volume is kelvin in UCUM, and hardly meant.
    Kelvin {
        /// What was written.
        text: String,
        /// With thousands instead.
        suggestion: String,
    },
    /// Longer than any unit.
    TooLong,
}

impl fmt::Display for UnitError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { text, suggestion: None } => write!(formatter, "`{text}` is not a known unit"),
            Self::Unknown {
                text,
                suggestion: Some(suggestion),
            } => {
                write!(formatter, "`{text}` is not a known unit; `{suggestion}` is")
            }
            Self::Kelvin { text, suggestion } => {
                write!(
                    formatter,
                    "`{text}` would be kelvins per volume; for thousands write `{suggestion}`"
                )
            }
            Self::TooLong => write!(formatter, "a unit has at most {MAX_LENGTH} characters"),
        }
    }
}

impl std::error::Error for UnitError {}

/// Units that were read before.
static REMEMBERED: LazyLock<RwLock<HashMap<String, Unit>>> = LazyLock::new(RwLock::default);

impl Unit {
    /// Reads a unit in UCUM or as protocols and laboratories write it.
    ///
    /// # Errors
    ///
    /// Where the text is no unit, with what may have been meant.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return Err(UnitError::TooLong);
        }
        if let Ok(remembered) = REMEMBERED.read()
            && let Some(unit) = remembered.get(text)
        {
            return Ok(unit.clone());
        }
        let unit = Self::read(text)?;
        if let Ok(mut remembered) = REMEMBERED.write()
            && remembered.len() < MAX_REMEMBERED
        {
            remembered.insert(text.to_owned(), unit.clone());
        }
        Ok(unit)
    }

    fn read(text: &str) -> Result<Self, UnitError> {
        let code = typography::to_ucum(text);
        let parsed = code.as_deref().and_then(|code| Some((code, evaluate::evaluate(code)?)));
        let Some((code, (measure, time))) = parsed else {
            return Err(UnitError::Unknown {
                text: text.to_owned(),
                suggestion: words::suggest(text),
            });
        };
        if measure.is_kelvin_per_volume() {
            let suggestion = code.replacen('K', "10*3", 1);
            return Err(UnitError::Kelvin {
                text: text.to_owned(),
                suggestion,
            });
        }
        Ok(Self(Arc::new(Inside {
            text: text.to_owned(),
            code: code.to_owned(),
            measure,
            time,
        })))
    }

    /// The unit of a bare number.
    #[must_use]
    pub fn dimensionless() -> Self {
        let measure = Measure::one();
        Self(Arc::new(Inside {
            text: String::new(),
            code: "1".to_owned(),
            measure,
            time: None,
        }))
    }

    /// As its author wrote it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// In UCUM.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// In the one spelling that is shown to people: `×10⁹/L`, `µmol/L`, `mL/min/1.73 m²`, `mg/day`, `IU/mL`; empty for
    /// a bare number.
    #[must_use]
    pub fn pretty(&self) -> String {
        if let Some(time) = self.0.time {
            return time.word().to_owned();
        }
        pretty::pretty(&self.0.code).unwrap_or_else(|| self.0.text.clone())
    }

    /// A number with this unit behind it: `3 ×10⁹/L`, `1 day`, `5`.
    #[must_use]
    pub fn quantity(&self, number: &Number) -> String {
        let unit = match self.0.time {
            Some(time) if *number == Number::one() => time.singular().to_owned(),
            _ => self.pretty(),
        };
        match unit.as_str() {
            "" => number.to_string(),
            "%" => format!("{number}%"),
            _ => format!("{number} {unit}"),
        }
    }

    /// Whether it is the unit of a bare number: neither written nor `1`.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.code() == "1"
    }

    /// Whether it is the unit of a bare number or a multiple (`%`, `mg/g`).
    #[must_use]
    pub fn is_dimensionless(&self) -> bool {
        self.0.measure.same_dimension(&Measure::one())
    }

    /// Which unit of calendar or clock it is, if one alone.
    #[must_use]
    pub fn time(&self) -> Option<TimeUnit> {
        self.0.time
    }

    /// Whether both measure the same: their values can be compared.
    ///
    /// Days and months do, although no factor leads from one to the other.
    #[must_use]
    pub fn same_dimension(&self, other: &Self) -> bool {
        self.0.measure.same_dimension(&other.0.measure) || (self.0.time.is_some() && other.0.time.is_some())
    }

    /// By what a value in this unit is multiplied to have it in the other.
    ///
    /// Nothing between different dimensions, between days and months, and where a scale has its own zero (°C and °F).
    #[must_use]
    pub fn factor_to(&self, other: &Self) -> Option<Number> {
        let (from, to) = (&self.0.measure, &other.0.measure);
        (from.same_dimension(to) && from.offset == to.offset).then(|| from.factor.checked_div(&to.factor))?
    }

    /// A value in this unit, in the other.
    #[must_use]
    pub fn convert(&self, value: &Number, to: &Self) -> Option<Number> {
        let (from, to) = (&self.0.measure, &to.0.measure);
        if !from.same_dimension(to) {
            return None;
        }
        let base = value * &from.factor + &from.offset;
        (base - &to.offset).checked_div(&to.factor)
    }

    /// The unit of a product.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        self.combine(other, ".", |a, b| a.mul(b))
    }

    /// The unit of a quotient.
    #[must_use]
    pub fn div(&self, other: &Self) -> Self {
        let inverse = other.0.measure.power(-1);
        self.combine(other, "/", |a, _| a.mul(&inverse))
    }

    fn combine(&self, other: &Self, sign: &str, join: impl Fn(&Measure, &Measure) -> Measure) -> Self {
        if other.0.measure == Measure::one() {
            return self.clone();
        }
        let measure = join(&self.0.measure, &other.0.measure);
        if measure == Measure::one() {
            return Self::dimensionless();
        }
        if sign == "." && self.0.measure == Measure::one() {
            return other.clone();
        }
        let brackets = |text: &str| {
            if text.contains(['.', '/']) {
                format!("({text})")
            } else {
                text.to_owned()
            }
        };
        let left = if self.0.measure == Measure::one() {
            ""
        } else {
            self.code()
        };
        let code = format!("{left}{sign}{}", brackets(other.code()));
        Self::derived(code, measure)
    }

    /// The unit of a whole power.
    #[must_use]
    pub fn pow(&self, exponent: i32) -> Self {
        match exponent {
            1 => return self.clone(),
            0 => return Self::dimensionless(),
            _ if self.0.measure == Measure::one() => return self.clone(),
            _ => {}
        }
        let measure = self.0.measure.power(exponent);
        let simple = self.code().chars().all(char::is_alphabetic);
        let code = match exponent {
            _ if simple => format!("{}{exponent}", self.code()),
            -1 => format!("/({})", self.code()),
            _ => format!("({}){exponent}", self.code()),
        };
        Self::derived(code, measure)
    }

    /// A unit that no author wrote; one that is too long has no spelling.
    fn derived(code: String, measure: Measure) -> Self {
        let code = if code.len() > MAX_CODE || code.contains('…') {
            "…".to_owned()
        } else {
            code
        };
        Self(Arc::new(Inside {
            text: code.clone(),
            code,
            measure,
            time: None,
        }))
    }

    /// Some common units that measure the same, as they are shown.
    #[must_use]
    pub fn same_dimension_examples(&self) -> Vec<&'static str> {
        let same = |text: &&&str| Self::parse(text).is_ok_and(|unit| self.same_dimension(&unit));
        words::COMMON.iter().filter(same).take(6).copied().collect()
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.0.measure == other.0.measure && self.0.time == other.0.time
    }
}

impl Eq for Unit {}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.0.measure, self.0.time).hash(state);
    }
}

impl Default for Unit {
    fn default() -> Self {
        Self::dimensionless()
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.pretty())
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Unit({})", self.code())
    }
}

#[cfg(test)]
mod tests;
