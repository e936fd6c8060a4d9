//! Numbers: what a record gives, counted exactly, or the ends of what it could still be.

use num_bigint::BigInt;

use super::build::{self, Sql, and, first_known, is_null, missing, null, or, plus, times, truth};
use super::dialect::Dialect;
use crate::value::{Comparison, Number};

/// Digits before and behind the point that a number may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    /// Before the point.
    pub whole: u32,
    /// Behind it.
    pub places: u32,
}

/// Of a column: `DECIMAL(18, 6)`.
pub const COLUMN: Digits = Digits { whole: 12, places: 6 };
/// Of a number of days, months or years.
pub const COUNT: Digits = Digits { whole: 10, places: 0 };

impl Digits {
    fn sum(self, other: Self) -> Self {
        Self {
            whole: self.whole.max(other.whole) + 1,
            places: self.places.max(other.places),
        }
    }

    fn product(self, other: Self) -> Self {
        Self {
            whole: self.whole + other.whole,
            places: self.places + other.places,
        }
    }
}

/// An exact number, over a whole number: nothing is divided.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What it is, times `over`; `NULL` where it is not known.
    pub sql: Sql,
    /// Above zero.
    pub over: BigInt,
    /// What is needed to write it.
    pub digits: Digits,
    /// The number, where it is written in the rule.
    pub constant: Option<Number>,
}

impl Quantity {
    /// A number of the rule.
    pub fn constant(number: &Number) -> Self {
        let (numerator, denominator) = number.parts();
        // Written out where it has an end, so that 0.8 reads as 0.8.
        let decimal = number.to_string();
        let written = decimal.trim_start_matches('-');
        let places = written.split_once('.').map_or(0, |(_, places)| places.len());
        let ends = Number::parse(&decimal).as_ref() == Some(number) && places <= 12;
        let (text, over) = match ends {
            true => (decimal, BigInt::from(1)),
            false => (numerator.to_string(), denominator),
        };
        let sql = match text.strip_prefix('-') {
            Some(positive) => build::negative(build::number(positive)),
            None => build::number(text.clone()),
        };
        let bare = text.trim_start_matches('-');
        let (whole, places) = bare.split_once('.').unwrap_or((bare, ""));
        let count = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        Self {
            sql,
            over,
            digits: Digits {
                whole: count(whole),
                places: count(places),
            },
            constant: Some(number.clone()),
        }
    }

    /// A column, or a field of a record.
    pub fn column(sql: Sql) -> Self {
        Self::of(sql, COLUMN)
    }

    /// A whole number that was counted.
    pub fn count(sql: Sql) -> Self {
        Self::of(sql, COUNT)
    }

    /// Anything with these digits.
    pub fn of(sql: Sql, digits: Digits) -> Self {
        Self {
            sql,
            over: BigInt::from(1),
            digits,
            constant: None,
        }
    }

    /// So many times it.
    pub fn scale(&self, factor: &Number) -> Self {
        if let Some(constant) = &self.constant {
            return Self::constant(&(constant * factor));
        }
        if *factor == Number::one() {
            return self.clone();
        }
        let factor = Self::constant(factor);
        let one =
            factor.constant.as_ref().is_some_and(|f| f.parts().0 == BigInt::from(1)) && factor.over != BigInt::from(1);
        Self {
            sql: if one {
                self.sql.clone()
            } else {
                times(factor.sql, self.sql.clone())
            },
            over: &self.over * &factor.over,
            digits: if one {
                self.digits
            } else {
                self.digits.product(factor.digits)
            },
            constant: None,
        }
    }

    /// What it is over another whole number: both sides of a comparison or a sum are brought to one.
    fn brought_to(&self, over: &BigInt) -> (Sql, Digits) {
        let factor = over / &self.over;
        if factor == BigInt::from(1) {
            return (self.sql.clone(), self.digits);
        }
        let text = factor.to_string();
        let digits = Digits {
            whole: u32::try_from(text.len()).unwrap_or(u32::MAX),
            places: 0,
        };
        (
            times(build::number(text), self.sql.clone()),
            self.digits.product(digits),
        )
    }

    /// What it is over another whole number, a multiple of its own.
    pub fn scale_to(&self, over: &BigInt) -> Sql {
        self.brought_to(over).0
    }

    /// The product with a factor that is never `NULL`: nothing need be said of zero.
    pub fn times_known(&self, factor: &Self, product: &Self) -> Self {
        Self {
            sql: times(self.sql.clone(), factor.sql.clone()),
            constant: None,
            ..product.clone()
        }
    }

    /// Digits that hold either.
    pub fn widest(&self, other: &Self) -> Digits {
        Digits {
            whole: self.digits.whole.max(other.digits.whole),
            places: self.digits.places.max(other.digits.places),
        }
    }

    fn common(&self, other: &Self) -> ((Sql, Digits), (Sql, Digits), BigInt) {
        let over = num_integer::lcm(self.over.clone(), other.over.clone());
        (self.brought_to(&over), other.brought_to(&over), over)
    }

    /// The sum.
    pub fn add(&self, other: &Self) -> Self {
        if let (Some(a), Some(b)) = (&self.constant, &other.constant) {
            return Self::constant(&(a + b));
        }
        if self.constant.as_ref().is_some_and(Number::is_zero) {
            return other.clone();
        }
        if other.constant.as_ref().is_some_and(Number::is_zero) {
            return self.clone();
        }
        let ((a, a_digits), (b, b_digits), over) = self.common(other);
        Self {
            sql: plus(a, b),
            over,
            digits: a_digits.sum(b_digits),
            constant: None,
        }
    }

    /// The product; what is not known times zero is zero.
    pub fn mul(&self, other: &Self) -> Self {
        match (&self.constant, &other.constant) {
            (Some(factor), _) => return other.scale(factor),
            (_, Some(factor)) => return self.scale(factor),
            _ => {}
        }
        let zero = |sql: &Sql| build::compare(sql.clone(), Comparison::Equal, build::number("0"));
        let product = times(self.sql.clone(), other.sql.clone());
        Self {
            sql: build::case([(or([zero(&self.sql), zero(&other.sql)]), build::number("0"))], product),
            over: &self.over * &other.over,
            digits: self.digits.product(other.digits),
            constant: None,
        }
    }

    /// Compared exactly.
    pub fn compare(&self, comparison: Comparison, other: &Self) -> Sql {
        if let (Some(a), Some(b)) = (&self.constant, &other.constant) {
            return truth(comparison.holds(a, b));
        }
        let ((a, _), (b, _), _) = self.common(other);
        build::compare(a, comparison, b)
    }

    /// Whether an engine keeps every digit of a comparison.
    pub fn fits(&self, other: &Self, dialect: Dialect) -> bool {
        let ((_, a), (_, b), _) = self.common(other);
        let needed = a.whole.max(b.whole).saturating_add(a.places.max(b.places));
        dialect.most_digits().is_none_or(|most| needed <= most)
    }
}

/// What a number that is not known could be.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Domain {
    /// No lower, and whether that is left out.
    pub low: Option<(Number, bool)>,
    /// No higher.
    pub high: Option<Number>,
}

/// An end of what a number could be.
#[derive(Debug, Clone)]
pub struct End {
    /// `NULL` where there is no end.
    pub at: Quantity,
    /// Where the end itself is left out.
    pub open: Sql,
}

/// A number, exact or between two ends.
#[expect(clippy::large_enum_variant, reason = "a handful at a time, on the way to a query")]
#[derive(Debug, Clone)]
pub enum Num {
    /// Exact; where it is `NULL`, anything in the domain.
    Exact(Quantity, Domain),
    /// From one end to another.
    Between(Box<End>, Box<End>),
    /// A quotient of two numbers that may be anything.
    Ratio(Quantity, Quantity),
}

impl Num {
    /// A number of the rule.
    pub fn constant(number: &Number) -> Self {
        Self::Exact(Quantity::constant(number), Domain::default())
    }

    /// Two closed ends.
    pub fn between(low: Quantity, high: Quantity) -> Self {
        let closed = |at| Box::new(End { at, open: truth(false) });
        Self::Between(closed(low), closed(high))
    }

    /// The ends, but for a quotient.
    pub fn ends(&self) -> Option<(End, End)> {
        match self {
            Self::Between(low, high) => Some((low.as_ref().clone(), high.as_ref().clone())),
            Self::Ratio(..) => None,
            Self::Exact(quantity, domain) => {
                let end = |number: Option<&Number>| {
                    let at = match number {
                        // Where the number is known it is the end, otherwise its law is.
                        Some(number) if quantity.constant.is_none() => {
                            let limit = Quantity::constant(number);
                            let ((sql, digits), (limit, _), over) = quantity.common(&limit);
                            Quantity {
                                sql: first_known([sql, limit]),
                                over,
                                digits,
                                constant: None,
                            }
                        }
                        _ => quantity.clone(),
                    };
                    End { at, open: truth(false) }
                };
                let (mut low, high) = (end(domain.low.as_ref().map(|(low, _)| low)), end(domain.high.as_ref()));
                if quantity.constant.is_none() && domain.low.as_ref().is_some_and(|(_, open)| *open) {
                    low.open = missing(quantity.sql.clone());
                }
                Some((low, high))
            }
        }
    }

    /// So many times it.
    pub fn scale(self, factor: &Number) -> Self {
        if factor.is_zero() {
            return Self::constant(&Number::zero());
        }
        let falls = factor.signum() < 0;
        match self {
            Self::Exact(quantity, domain) => {
                let times = |number: Number| &number * factor;
                let domain = match (falls, domain) {
                    (false, domain) => Domain {
                        low: domain.low.map(|(low, open)| (times(low), open)),
                        high: domain.high.map(times),
                    },
                    // An open end has no place above.
                    (true, Domain { low: None, high }) => Domain {
                        low: high.map(|high| (times(high), false)),
                        high: None,
                    },
                    (true, domain) => {
                        let exact = Self::Exact(quantity, domain);
                        return match exact.ends() {
                            Some((low, high)) => {
                                Self::Between(Box::new(high.scale(factor)), Box::new(low.scale(factor)))
                            }
                            None => exact,
                        };
                    }
                };
                Self::Exact(quantity.scale(factor), domain)
            }
            Self::Between(low, high) if falls => {
                Self::Between(Box::new(high.scale(factor)), Box::new(low.scale(factor)))
            }
            Self::Between(low, high) => Self::Between(Box::new(low.scale(factor)), Box::new(high.scale(factor))),
            Self::Ratio(above, below) => Self::Ratio(above.scale(factor), below),
        }
    }

    /// The sum; none of a quotient.
    pub fn add(&self, other: &Self) -> Option<Self> {
        let free =
            |num: &Self| matches!(num, Self::Exact(q, domain) if *domain == Domain::default() || q.constant.is_some());
        match (self, other) {
            (Self::Exact(a, _), Self::Exact(b, _)) if free(self) && free(other) => {
                Some(Self::Exact(a.add(b), Domain::default()))
            }
            _ => {
                let ((a_low, a_high), (b_low, b_high)) = (self.ends()?, other.ends()?);
                Some(Self::Between(
                    Box::new(a_low.add(&b_low)),
                    Box::new(a_high.add(&b_high)),
                ))
            }
        }
    }

    /// The number of the rule that it is.
    pub fn as_constant(&self) -> Option<&Number> {
        match self {
            Self::Exact(quantity, _) => quantity.constant.as_ref(),
            _ => None,
        }
    }
}

impl End {
    fn scale(&self, factor: &Number) -> Self {
        Self {
            at: self.at.scale(factor),
            open: self.open.clone(),
        }
    }

    fn add(&self, other: &Self) -> Self {
        Self {
            at: self.at.add(&other.at),
            open: or([self.open.clone(), other.open.clone()]),
        }
    }

    /// Whether this upper end lies below that lower one, or at most on it.
    pub fn below(&self, other: &Self, strictly: bool) -> Sql {
        if is_null(&self.at.sql) || is_null(&other.at.sql) {
            return null();
        }
        if !strictly {
            return self.at.compare(Comparison::AtMost, &other.at);
        }
        let less = self.at.compare(Comparison::Less, &other.at);
        let open = or([self.open.clone(), other.open.clone()]);
        match build::constant(&open) {
            Some(false) => less,
            _ => or([less, and([self.at.compare(Comparison::Equal, &other.at), open])]),
        }
    }
}
