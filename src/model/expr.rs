//! Rules as the evaluator reads them: every name resolved, every unit settled.

use super::fact::{FactId, Options};
use crate::source::Span;
use crate::value::{Choices, Comparison, Number, Numbers, Substance, TimeScale, Unit, Value};

/// A condition or a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What is computed.
    pub node: Box<Node>,
    /// What comes out.
    pub ty: Type,
    /// Where it is written.
    pub span: Span,
}

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Yes, no or not applicable.
    Truth,
    /// A number in this unit, of this substance.
    Number(Unit, Substance),
    /// The denominator of a titre.
    Titre,
    /// A length of time.
    Duration,
    /// One of these.
    Choice(Options),
    /// A date or an instant.
    Date,
    /// A first and a last day.
    Period,
    /// Words.
    Text,
    /// A mistake stood here and was told; it fits everywhere.
    Invalid,
}

/// The record that a field is read from, counted from the outermost.
pub type Level = usize;

/// Field numbers of a reading seen as a record.
pub mod reading_field {
    /// The value.
    pub const VALUE: usize = 0;
    /// The lower reference limit.
    pub const LOW: usize = 1;
    /// The upper reference limit.
    pub const HIGH: usize = 2;
    /// The date.
    pub const DATE: usize = 3;
    /// The first of the further fields of the declaration.
    pub const FURTHER: usize = 4;
}

/// The shapes of rules.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A value written in the rule.
    Constant(Value),
    /// A fact that is no lab and no list.
    Fact(FactId),
    /// A field of a record that is being looked at.
    Field(Level, usize),
    /// Completed years, months or days since birth.
    Age {
        /// The date of birth.
        birth: FactId,
        /// In which unit it is counted.
        scale: TimeScale,
        /// In years rather than months, where the scale is months.
        years: bool,
    },
    /// The moment of assessment.
    Assessment,
    /// The body for each reading that may be the one that counts.
    Reading {
        /// Which readings.
        source: Readings,
        /// Looks at the reading as a record.
        body: Expr,
    },
    /// A number in another unit: times the factor.
    Convert(Expr, Number),
    /// A duration as a number of this many hours, days or months.
    DurationNumber(Expr, TimeScale, Number),
    /// A number of hours, days or months as a duration.
    NumberDuration(Expr, TimeScale, Number),
    /// `-x`
    Negative(Expr),
    /// Numbers in units that were brought together.
    Arithmetic(Arithmetic, Expr, Expr),
    /// A number times a duration.
    Scale(Expr, Expr),
    /// Two durations: sum or difference.
    DurationSum(bool, Expr, Expr),
    /// A date moved by a duration, into the past where `true`.
    Shift(Expr, Expr, bool),
    /// Days from the second date to the first.
    DaysBetween(Expr, Expr),
    /// A period from two dates.
    Period(Expr, Expr),
    /// The first or last day of a period.
    Edge(Expr, Edge),
    /// How long a period lasts.
    PeriodLength(Expr),
    /// Two values of one kind compared.
    Compare(Comparison, Expr, Expr),
    /// A number among numbers.
    Among(Expr, Numbers),
    /// A choice among options.
    Member(Expr, Choices),
    /// A text compared with a text.
    SameText(Expr, String),
    /// A date or a period in a window.
    InWindow(Expr, Window),
    /// Yes turned to no.
    Not(Expr),
    /// All of them, those left out that do not apply.
    And(Vec<Expr>),
    /// One of them, those left out that do not apply.
    Or(Vec<Expr>),
    /// So many of them, those left out that do not apply.
    Count(Quantifier, Vec<Expr>),
    /// The value of the first clause whose condition holds.
    Cases {
        /// Conditions and values in order.
        clauses: Vec<(Expr, Expr)>,
        /// What holds otherwise. None: a truth does not apply, a value stays open.
        otherwise: Option<Expr>,
    },
    /// So many records.
    Quantified {
        /// How many.
        quantifier: Quantifier,
        /// Of what.
        source: Source,
        /// The condition on each, which sees the record at `level`.
        body: Expr,
        /// The record's level.
        level: Level,
        /// The least distance between those counted, and the record's date.
        apart: Option<(Expr, Expr)>,
    },
    /// One number out of many records.
    Aggregate {
        /// How.
        op: Aggregate,
        /// Of what.
        source: Source,
        /// The value of each, which sees the record at `level`.
        body: Expr,
        /// The record's level.
        level: Level,
    },
    /// The earliest or latest of several dates, the shortest or longest of several durations.
    Extreme(Extreme, Vec<Expr>),
    /// One number out of several: `sum of (a, b)`.
    Several(Aggregate, Vec<Expr>),
    /// Rows of a score: the values of those that hold.
    Rows(Aggregate, Vec<(Expr, Expr)>),
    /// As of a date, or of a visit.
    At(Moment, Expr),
    /// A definition under its name.
    Named {
        /// The name.
        name: String,
        /// What it stands for.
        body: Expr,
        /// What the record may give in its place.
        given: Option<Given>,
    },
    /// A numbered part, which reports its own outcome.
    Part(usize, Expr),
    /// The rule of another criterion.
    Criterion(usize),
    /// The reading in force, and the others by name.
    Alternatives(Expr, Vec<(String, Expr)>),
    /// A mistake stood here.
    Invalid,
}

/// The result of a definition that a record may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Under which name.
    pub fact: FactId,
    /// The total of a score, rather than the result of a formula.
    pub score: bool,
    /// The formula divides or takes roots: a figure of it is rounded at its last digit.
    pub rounded: bool,
}

/// `+ - * / ^`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient.
    Divide,
    /// Whole power.
    Power(i32),
    /// Any power of a bare number.
    AnyPower,
}

/// The first or the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// `start of`
    Start,
    /// `end of`
    End,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Every one.
    All,
    /// Not one.
    None,
    /// At least so many.
    AtLeast(u32),
    /// At most so many.
    AtMost(u32),
    /// Exactly so many.
    Exactly(u32),
}

/// What an aggregate gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum.
    Sum,
    /// The mean.
    Mean,
    /// The median.
    Median,
    /// How many.
    Count,
    /// The highest.
    Highest,
    /// The lowest.
    Lowest,
}

/// The highest or the lowest of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extreme {
    /// Highest, latest, longest.
    Highest,
    /// Lowest, earliest, shortest.
    Lowest,
}

/// Records to look at.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A list of the patient.
    List {
        /// Which.
        fact: FactId,
        /// Only those for which it holds; it sees the record at its level.
        filter: Option<Expr>,
        /// The records' level.
        level: Level,
    },
    /// The readings of a lab.
    Readings(Readings),
    /// The days of a window; a day is a record with one field.
    Days(Box<Window>),
}

/// Which readings of a lab.
#[derive(Debug, Clone, PartialEq)]
pub struct Readings {
    /// The lab.
    pub lab: FactId,
    /// Those that count, seen at `level`.
    pub valid: Option<Expr>,
    /// Those that qualify, seen at `level`.
    pub filter: Option<Expr>,
    /// The level at which a reading is seen.
    pub level: Level,
    /// Only the latest so many; 1 where the lab is read plainly.
    pub latest: Option<u32>,
}

/// As of when.
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// A date.
    Date(Expr),
    /// A visit of the record.
    Visit(String),
}

/// A window of time.
#[derive(Debug, Clone, PartialEq)]
pub enum Window {
    /// So far from the anchor.
    Bounded {
        /// How the length binds.
        bound: WindowBound,
        /// The length, or the lengths to choose from.
        length: Length,
        /// On which side.
        direction: Direction,
        /// The anchor.
        anchor: Expr,
    },
    /// Before the date (`true`) or after it, that day left out.
    Side(bool, Expr),
    /// From one date to another, both included.
    Between(Expr, Expr),
}

/// The length of a window.
#[derive(Debug, Clone, PartialEq)]
pub enum Length {
    /// A duration.
    Value(Expr),
    /// The shorter of the windows.
    Shorter(Vec<Length>),
    /// The longer of the windows.
    Longer(Vec<Length>),
    /// The first whose condition holds.
    Cases(Vec<(Expr, Length)>, Box<Length>),
}

pub use crate::syntax::ast::{Direction, WindowBound};
