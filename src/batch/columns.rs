//! Some hundred records as columns of exact values.

use crate::model::{Fact, Kind};
use crate::value::Number;

/// So many records are evaluated together: their columns fit the processor's nearest memory.
pub const ROWS: usize = 256;

/// The largest scaled number that a cell holds, so that sums of products stay within 64 bits.
pub const LARGEST: i64 = 1 << 40;

/// A cell holds at least so many digits behind the point.
const PLACES: u32 = 4;

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Yes or no.
    Truth,
    /// A number times a power of ten, in the unit of the declaration; outside the range it is a mistake.
    Number {
        /// The power of ten.
        places: u32,
        /// The declared range, scaled.
        range: Option<(i64, i64)>,
    },
    /// The number of an option.
    Choice(Vec<String>),
    /// Days since 1970-01-01.
    Day,
}

impl Cell {
    /// The cell of a fact, if it has one.
    #[must_use]
    pub fn of(fact: &Fact) -> Option<Self> {
        match &fact.kind {
            Kind::YesNo => Some(Self::Truth),
            Kind::Number(number) => {
                let range = match &number.range {
                    None => None,
                    Some((low, high)) => Some((scaled(low, PLACES)?, scaled(high, PLACES)?)),
                };
                Some(Self::Number { places: PLACES, range })
            }
            Kind::Choice(options) => Some(Self::Choice(options.labels.clone())),
            Kind::Date => Some(Self::Day),
            _ => None,
        }
    }
}

/// A number times a power of ten, where that is whole and fits a cell.
#[must_use]
pub fn scaled(number: &Number, places: u32) -> Option<i64> {
    let scaled = (number * &Number::from(10_i64.checked_pow(places)?)).to_i64()?;
    (-LARGEST..=LARGEST).contains(&scaled).then_some(scaled)
}

/// A fact as a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name in records.
    pub name: String,
    /// What it holds.
    pub cell: Cell,
}

/// The columns that some trials read, each once.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// By number.
    pub columns: Vec<Column>,
}

impl Layout {
    /// The number of a fact's column, if a column can hold it.
    pub fn column(&mut self, fact: &Fact) -> Option<usize> {
        let cell = Cell::of(fact)?;
        let column = Column {
            name: fact.name.clone(),
            cell,
        };
        let known = self.columns.iter().position(|other| *other == column);
        Some(known.unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        }))
    }
}

/// Nothing is known, or yes or no is open.
pub const ABSENT: u8 = 0;
/// A value is there.
pub const PRESENT: u8 = 1;

/// One column of a batch.
#[derive(Debug, Clone)]
pub struct Values {
    /// Scaled numbers, options, days; of yes and no 1 and 0.
    pub values: Vec<i64>,
    /// [`PRESENT`] or [`ABSENT`].
    pub states: Vec<u8>,
}

/// Some records. A row that does not fit is wide: it is to be read by the general way.
#[derive(Debug)]
pub struct Columns {
    /// By the numbers of the layout.
    pub columns: Vec<Values>,
    /// The ids one behind the other.
    ids: Vec<u8>,
    /// Where each id ends; an empty one is none.
    ends: Vec<usize>,
    /// Which rows do not fit.
    pub wide: Vec<bool>,
    rows: usize,
}

impl Columns {
    /// Without rows.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        let column = || Values {
            values: vec![0; ROWS],
            states: vec![ABSENT; ROWS],
        };
        Self {
            columns: layout.columns.iter().map(|_| column()).collect(),
            ids: Vec::new(),
            ends: Vec::with_capacity(ROWS),
            wide: vec![false; ROWS],
            rows: 0,
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether no row can be added.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.rows == ROWS
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        for column in &mut self.columns {
            column.states.fill(ABSENT);
        }
        self.wide.fill(false);
        self.ids.clear();
        self.ends.clear();
        self.rows = 0;
    }

    /// Sets a cell of the row that is being filled.
    #[inline]
    pub fn set(&mut self, column: usize, value: i64) {
        let row = self.rows;
        if let Some(column) = self.columns.get_mut(column)
            && let (Some(cell), Some(state)) = (column.values.get_mut(row), column.states.get_mut(row))
        {
            *cell = value;
            *state = PRESENT;
        }
    }

    /// Gives the row that is being filled an id.
    #[inline]
    pub fn name(&mut self, id: &[u8]) {
        self.ids.extend_from_slice(id);
    }

    /// Ends the row. One that does not fit has no id.
    pub fn end_row(&mut self, fits: bool) {
        if let Some(wide) = self.wide.get_mut(self.rows) {
            *wide = !fits;
        }
        if !fits {
            let start = self.ends.last().copied().unwrap_or(0);
            self.ids.truncate(start);
        }
        self.ends.push(self.ids.len());
        self.rows += 1;
    }

    /// What a row has in a column.
    #[must_use]
    pub fn value(&self, column: usize, row: usize) -> Option<i64> {
        let column = self.columns.get(column)?;
        (column.states.get(row) == Some(&PRESENT)).then(|| column.values.get(row).copied())?
    }

    /// The id of a row; empty where it has none.
    #[must_use]
    pub fn id(&self, row: usize) -> &[u8] {
        let start = match row {
            0 => 0,
            row => self.ends.get(row - 1).copied().unwrap_or(0),
        };
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.ids.get(start..end).unwrap_or(&[])
    }
}
