//! What a unit does not say of a substance: how heavy a mole of it is, and how many charges a particle carries.

use std::fmt;
use std::num::NonZeroU8;

use super::{Measure, Unit, evaluate};
use crate::value::Number;

/// What is known of the substance that a fact measures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Substance {
    /// In g/mol: between mass and amount. Of a ratio of two masses (`g/g`), that of what stands below the line.
    /// In a box, since the type of every number carries it.
    pub molar_mass: Option<Box<Number>>,
    /// The charges of one particle: between equivalents and amount.
    pub valence: Option<NonZeroU8>,
}

impl Substance {
    /// One of which nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self::default()
    }

    /// Whether nothing is known of it.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.molar_mass.is_none() && self.valence.is_none()
    }

    /// This one, or another where nothing is known of it.
    #[must_use]
    pub fn or<'s>(&'s self, other: &'s Self) -> &'s Self {
        if self.is_unknown() { other } else { self }
    }

    /// Whether nothing that is known of both differs.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        self.filled_from(other) == other.filled_from(self)
    }

    /// This one, and what only the other knows.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        Self {
            molar_mass: self.molar_mass.clone().or_else(|| other.molar_mass.clone()),
            valence: self.valence.or(other.valence),
        }
    }

    /// What holds of both.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        Self {
            molar_mass: self.molar_mass.clone().filter(|_| self.molar_mass == other.molar_mass),
            valence: self.valence.filter(|_| self.valence == other.valence),
        }
    }
}

/// What a conversion would need to know of the substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// How heavy a mole is.
    MolarMass,
    /// How heavy a mole of what stands below the line is.
    MolarMassBelow,
    /// How many charges a particle carries.
    Valence,
    /// Both.
    MolarMassAndValence,
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::MolarMass => {
                "amount and mass convert only with a molar mass in the declaration: `molar mass … g/mol`"
            }
            Self::MolarMassBelow => {
                "mass and amount below the line convert only with the molar mass of what stands there in the \
                 declaration: `molar mass … g/mol`"
            }
            Self::Valence => "equivalents and moles convert only with a charge in the declaration: `valence …`",
            Self::MolarMassAndValence => {
                "equivalents and mass convert only with a molar mass and a charge in the declaration: `molar mass … g/mol`, \
                 `valence …`"
            }
        })
    }
}

/// Which powers of a substance's molar mass and valence lead from one unit to another.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Bridge {
    molar_mass: i32,
    valence: i32,
}

/// The exponents of mass, amount and equivalents, each of which can tell how much of a substance there is.
#[derive(Clone, Copy)]
struct Matter {
    mass: i32,
    amount: i32,
    equivalents: i32,
}

impl Matter {
    fn of(measure: &Measure) -> Self {
        Self {
            mass: measure.base[evaluate::MASS],
            amount: measure.base[evaluate::AMOUNT],
            equivalents: measure.base[evaluate::EQUIVALENTS],
        }
    }

    /// Particles, counted by themselves or by their charges.
    fn particles(self) -> i32 {
        self.amount.saturating_add(self.equivalents)
    }

    fn all(self) -> i32 {
        self.mass.saturating_add(self.particles())
    }

    /// Whether one substance alone is counted by its charges, or by its particles.
    ///
    /// In `mEq/mmol` there are two, and one valence would not do for both.
    fn has_one_charge(self) -> bool {
        lies_within(self.equivalents, self.particles())
    }

    /// Whether one substance alone is counted by its particles.
    ///
    /// Where masses stand above and below the line (`g/g`, `mg/mmol`), there are two, and what is known is known of
    /// the one below. So `mmol/g`, whose moles are of the one above, is not bridged.
    fn has_one_mass(self) -> bool {
        match self.all() {
            0 => self.particles() <= 0,
            all => lies_within(self.particles(), all),
        }
    }
}

/// Whether a part of an exponent has its sign and is not larger.
fn lies_within(part: i32, whole: i32) -> bool {
    (whole.min(0)..=whole.max(0)).contains(&part)
}

impl Unit {
    /// A value in this unit, in the other, of a substance: amount, mass and equivalents convert where it is known how.
    #[must_use]
    pub fn convert_of(&self, value: &Number, to: &Self, substance: &Substance) -> Option<Number> {
        if self.same_dimension(to) {
            return self.convert(value, to);
        }
        let Bridge { molar_mass, valence } = self.bridge(to)?;
        let mut value = value * &self.0.measure.factor;
        if molar_mass != 0 {
            value = value * substance.molar_mass.as_deref()?.pow(molar_mass)?;
        }
        if valence != 0 {
            value = value * Number::from(i64::from(substance.valence?.get())).pow(valence)?;
        }
        value.checked_div(&to.0.measure.factor)
    }

    /// What is not known of a substance without which its values do not convert to the other unit.
    ///
    /// Nothing where they convert, and where no knowledge would help.
    #[must_use]
    pub fn missing(&self, to: &Self, substance: &Substance) -> Option<Missing> {
        let bridge = self.bridge(to).filter(|_| !self.same_dimension(to))?;
        let mass = bridge.molar_mass != 0 && substance.molar_mass.is_none();
        let valence = bridge.valence != 0 && substance.valence.is_none();
        let below = Matter::of(&self.0.measure).all() <= 0;
        match (mass, valence) {
            (true, true) => Some(Missing::MolarMassAndValence),
            (true, false) if below => Some(Missing::MolarMassBelow),
            (true, false) => Some(Missing::MolarMass),
            (false, true) => Some(Missing::Valence),
            (false, false) => None,
        }
    }

    /// Whether it tells how much of a substance there is, by mass, amount or equivalents.
    #[must_use]
    pub fn measures_matter(&self) -> bool {
        let matter = Matter::of(&self.0.measure);
        (matter.mass, matter.amount, matter.equivalents) != (0, 0, 0)
    }

    fn bridge(&self, to: &Self) -> Option<Bridge> {
        let (from, to) = (&self.0.measure, &to.0.measure);
        let besides = |measure: &Measure| {
            let mut base = measure.base;
            for matter in [evaluate::MASS, evaluate::AMOUNT, evaluate::EQUIVALENTS] {
                base[matter] = 0;
            }
            base
        };
        let sized = !from.factor.is_zero() && !to.factor.is_zero();
        if !sized || besides(from) != besides(to) || from.extra != to.extra {
            return None;
        }
        let (from, to) = (Matter::of(from), Matter::of(to));
        let bridge = Bridge {
            molar_mass: to.mass.saturating_sub(from.mass),
            valence: to.equivalents.saturating_sub(from.equivalents),
        };
        let both = |holds: fn(Matter) -> bool| holds(from) && holds(to);
        (from.all() == to.all()
            && (bridge.molar_mass == 0 || both(Matter::has_one_mass))
            && (bridge.valence == 0 || both(Matter::has_one_charge)))
        .then_some(bridge)
    }
}
