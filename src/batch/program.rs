//! A trial as a flat list of operations on columns.

use crate::model::expr::Quantifier;
use crate::source::Span;

/// The place of an operation's result: its number in [`Program::operations`].
pub type Register = usize;

/// The trial's criteria over the columns of a [`super::Layout`].
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// In an order in which each reads results of earlier ones only.
    pub(super) operations: Vec<Operation>,
    /// Of those that read columns: where they are written.
    pub(super) atoms: Vec<Option<Atom>>,
    /// By the numbers of [`crate::model::Trial::criteria`].
    pub(super) criteria: Vec<Judged>,
}

impl Program {
    /// By operation, for those that read columns: where they are written.
    #[must_use]
    pub fn atoms(&self) -> &[Option<Atom>] {
        &self.atoms
    }

    /// How many criteria and parts it judges.
    #[must_use]
    pub fn criteria(&self) -> usize {
        self.criteria.len()
    }
}

/// A condition on columns as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atom {
    /// Where.
    pub span: Span,
    /// The columns that it names, in its order.
    pub columns: Vec<usize>,
}

/// A criterion's place in the program.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    /// Its truths.
    pub rule: Register,
    /// Its rule speaks for the patient where it holds.
    pub in_favour: bool,
    /// The verdict depends on it directly.
    pub decides: bool,
    /// Where it stays open the general way may still decide it: it reads a fact in both directions.
    pub again: bool,
}

/// Truths are the sets of [`crate::value::Truths`], a byte a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operation {
    /// The same for every patient.
    Constant(u8),
    /// A column of yes and no.
    Truth(usize),
    /// A scaled number, a day or an age within one of some closed ranges.
    Within {
        /// Where the number comes from.
        number: Source,
        /// The ranges.
        ranges: Vec<(i64, i64)>,
        /// What is true where it is not known.
        absent: u8,
    },
    /// A sum of scaled numbers within a closed range.
    Sum {
        /// Columns with their whole factors.
        terms: Vec<(Source, i64)>,
        /// The least and the most.
        range: (i64, i64),
        /// Whether the opposite is meant.
        outside: bool,
        /// A declared range may decide what is known in part: then the row is left to the general way.
        ranged: bool,
    },
    /// An option among some.
    Member {
        /// The column.
        column: usize,
        /// A bit for each option.
        options: u128,
        /// What is true where it is not known.
        absent: u8,
    },
    /// The opposite.
    Not(Register),
    /// Both.
    And(Register, Register),
    /// Either.
    Or(Register, Register),
    /// So many of them.
    Count(Quantifier, Vec<Register>),
    /// As a condition: what does not apply does not hold.
    Holds(Register),
    /// One where the condition holds, the other where it does not; either where that is open.
    Choose {
        /// A condition that holds or does not.
        condition: Register,
        /// Where it holds.
        then: Register,
        /// Where it does not.
        otherwise: Register,
    },
    /// What a numbered part reports: itself where its branch is taken, the default where it is not.
    Reported {
        /// Whether its branch is taken.
        taken: Register,
        /// The part.
        part: Register,
        /// What it is where the branch is not taken.
        otherwise: u8,
    },
}

/// A number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A column.
    Column(usize),
    /// A column's day moved by so many months, the day clamped to the month's last.
    Shifted(usize, i32),
    /// Completed months, or days, from the first column's day to the second's.
    Elapsed {
        /// The earlier day.
        from: usize,
        /// The later day.
        to: usize,
        /// How it is counted.
        unit: Elapsed,
    },
}

/// How elapsed time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elapsed {
    /// Completed years, times twelve.
    Years,
    /// Completed months.
    Months,
    /// Days.
    Days,
}
