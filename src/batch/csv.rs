//! Rows of a table straight into columns.

use std::collections::HashMap;

use super::columns::{Cell, Columns, Layout};
use super::json::option;
use super::number::{day, decimal};

/// What a column of the table is for.
#[derive(Debug)]
enum Target {
    /// The patient's id.
    Id,
    /// A number that one column of the batch holds.
    Number(usize, u32, Option<(i64, i64)>),
    /// A fact, and the columns of the batch.
    Fact(Vec<(usize, Cell)>),
    /// Nothing that is read.
    Nothing,
    /// A row that has something here is for the general reader.
    Wide,
}

/// Reads rows under a header.
#[derive(Debug)]
pub struct TableReader {
    separator: u8,
    targets: Vec<Target>,
}

impl TableReader {
    /// For the columns of a layout; `names` are those of the table's header, `id` is the name of the column that holds the
    /// patient's id.
    #[must_use]
    pub fn new<'n>(layout: &Layout, names: impl Iterator<Item = &'n str>, separator: u8, id: &str) -> Self {
        let mut columns: HashMap<&str, Vec<(usize, Cell)>> = HashMap::new();
        for (at, column) in layout.columns.iter().enumerate() {
            let cells = columns.entry(column.name.as_str()).or_default();
            cells.push((at, column.cell.clone()));
        }
        let target = |name: &str| {
            let base = name.split('.').next().unwrap_or(name);
            match columns.get(name) {
                // A name with a point is taken apart before it is looked for.
                _ if name == id && base == id => Target::Id,
                Some(columns) => match columns.as_slice() {
                    [(column, Cell::Number { places, range })] => Target::Number(*column, *places, *range),
                    columns => Target::Fact(columns.to_vec()),
                },
                None if base == "visits" || columns.contains_key(base) || base == id => Target::Wide,
                None => Target::Nothing,
            }
        };
        Self {
            separator,
            targets: names.map(target).collect(),
        }
    }

    /// Adds a row: one line without its break, which is known to be UTF-8.
    pub fn read(&self, line: &[u8], batch: &mut Columns) {
        let fits = self.row(line, batch).is_some();
        batch.end_row(fits);
    }

    fn row(&self, line: &[u8], batch: &mut Columns) -> Option<()> {
        let mut at = 0;
        let last = self.targets.len().checked_sub(1)?;
        for (place, target) in self.targets.iter().enumerate() {
            let (cell, behind) = match (target, line.get(at)) {
                // The commonest cells: a number up to the separator.
                (Target::Number(column, places, range), Some(b'0'..=b'9' | b'-')) => {
                    let (value, length) = decimal(line.get(at..)?, *places)?;
                    if range.is_some_and(|(low, high)| value < low || value > high) {
                        return None;
                    }
                    batch.set(*column, value);
                    (&[][..], at + length)
                }
                _ => self.cell(line, at)?,
            };
            match line.get(behind) {
                Some(byte) if *byte == self.separator && place < last => at = behind + 1,
                None if place == last => at = behind,
                _ => return None,
            }
            self.take(target, cell, batch)?;
        }
        (at == line.len()).then_some(())
    }

    /// The text of a cell, and the place behind it.
    #[inline]
    fn cell<'l>(&self, line: &'l [u8], at: usize) -> Option<(&'l [u8], usize)> {
        let rest = line.get(at..)?;
        if rest.first() == Some(&b'"') {
            let inside = rest.get(1..)?;
            let length = inside.iter().position(|byte| *byte == b'"')?;
            return Some((inside.get(..length)?, at + length + 2));
        }
        let length = rest.iter().position(|byte| *byte == self.separator);
        let length = length.unwrap_or(rest.len());
        Some((rest.get(..length)?, at + length))
    }

    fn take(&self, target: &Target, cell: &[u8], batch: &mut Columns) -> Option<()> {
        let cell = cell.trim_ascii();
        if cell.is_empty() {
            return Some(());
        }
        // A cell of JSON is read even where nothing needs it, and other spaces are trimmed too.
        if matches!(cell.first(), Some(b'{' | b'[' | 0x0b | 0x80..)) || matches!(cell.last(), Some(0x0b | 0x80..)) {
            return None;
        }
        match target {
            Target::Nothing => {}
            Target::Wide => return None,
            Target::Id => batch.name(cell),
            Target::Number(column, places, range) => {
                let kind = Cell::Number {
                    places: *places,
                    range: *range,
                };
                batch.set(*column, value(&kind, cell)?);
            }
            Target::Fact(columns) => {
                for (column, kind) in columns {
                    batch.set(*column, value(kind, cell)?);
                }
            }
        }
        Some(())
    }
}

fn value(cell: &Cell, text: &[u8]) -> Option<i64> {
    match cell {
        Cell::Number { places, range } => {
            let (value, length) = decimal(text, *places)?;
            let inside = range.is_none_or(|(low, high)| low <= value && value <= high);
            (length == text.len() && inside).then_some(value)
        }
        Cell::Truth => match text {
            b"true" | b"yes" | b"True" | b"TRUE" => Some(1),
            b"false" | b"no" | b"False" | b"FALSE" => Some(0),
            _ => None,
        },
        Cell::Choice(labels) => option(labels, text),
        Cell::Day => day(text),
    }
}
