//! Columns of Arrow, as Parquet holds them, into columns of cells.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, RecordBatch};
use arrow_schema::DataType;

use super::columns::{Cell, Columns, LARGEST, Layout, PRESENT, ROWS, Values};
use super::json::option;
use super::number::{POWERS, day};
use crate::records::{arrow_key, arrow_seconds};

/// Reads rows of record batches.
#[derive(Debug)]
pub struct ArrowReader {
    /// For each column of the layout its name, what it holds and whether the batches hold parts of it beside.
    columns: Vec<(String, Cell)>,
    id: String,
}

impl ArrowReader {
    /// For the columns of a layout; `id` is the name of the column that holds the patient's id.
    #[must_use]
    pub fn new(layout: &Layout, id: &str) -> Self {
        let columns = layout.columns.iter();
        Self {
            columns: columns
                .map(|column| (column.name.clone(), column.cell.clone()))
                .collect(),
            id: id.to_owned(),
        }
    }

    /// Whether a batch reads a column of this name: a fact, a part of one (`ALT.high`), the id or the visits.
    #[must_use]
    pub fn reads(&self, name: &str) -> bool {
        let base = name.split('.').next().unwrap_or(name);
        base == self.id || base == "visits" || self.columns.iter().any(|(column, _)| column == base)
    }

    /// The rows from `from` on, as many as a batch has room for. What no cell holds makes its row wide.
    pub fn read(&self, rows: &RecordBatch, from: usize, batch: &mut Columns) {
        let count = ROWS.min(rows.num_rows().saturating_sub(from));
        let mut wide = [false; ROWS];
        let schema = rows.schema_ref();
        let twice = |name: &String| schema.fields().iter().filter(|field| field.name() == name).count() > 1;
        for (place, field) in schema.fields().iter().enumerate() {
            if self.reads(field.name()) && twice(field.name()) {
                // A mistake, which the general way tells.
                wide.fill(true);
            }
            let array = rows.column(place).slice(from, count);
            let name = field.name();
            let known = *name == self.id || self.columns.iter().any(|(column, _)| column == name);
            // A part of a fact, or a visit: the general way puts them together.
            if !known && self.reads(name) {
                mark_present(&array, &mut wide);
            }
        }
        for (place, (name, cell)) in self.columns.iter().enumerate() {
            let Some(column) = batch.columns.get_mut(place) else {
                continue;
            };
            // The column of the ids is none of a fact, whatever its name.
            let Some(array) = rows.column_by_name(name).filter(|_| *name != self.id) else {
                continue;
            };
            fill(cell, &array.slice(from, count), column, &mut wide);
        }
        let ids = rows.column_by_name(&self.id).map(|ids| ids.slice(from, count));
        for (row, wide) in wide.iter().enumerate().take(count) {
            let named = match &ids {
                None => true,
                Some(ids) if ids.is_null(row) || *ids.data_type() == DataType::Null => true,
                Some(ids) => name_row(ids, row, batch),
            };
            batch.end_row(!wide && named);
        }
    }
}

/// Gives the row that is being filled its id; false where it is neither text nor a whole number.
fn name_row(ids: &ArrayRef, row: usize, batch: &mut Columns) -> bool {
    if let Some(ids) = ids.as_string_opt::<i32>() {
        let id = ids.value(row);
        batch.name(if id.trim().is_empty() { "" } else { id }.as_bytes());
        return true;
    }
    match text(ids, row) {
        Some(id) if id.trim().is_empty() => true,
        Some(id) => {
            batch.name(id.as_bytes());
            true
        }
        None => match whole(ids, row) {
            Some(number) => {
                batch.name(number.to_string().as_bytes());
                true
            }
            None => false,
        },
    }
}

/// The text of a row, where the column holds texts.
fn text(array: &ArrayRef, row: usize) -> Option<&str> {
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(array.as_string_view().value(row)),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary_opt()?;
            let key = arrow_key(dictionary.keys(), row)?;
            let values = dictionary.values();
            match values.data_type() {
                DataType::Utf8 => Some(values.as_string::<i32>().value(key)),
                DataType::LargeUtf8 => Some(values.as_string::<i64>().value(key)),
                DataType::Utf8View => Some(values.as_string_view().value(key)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The whole number of a row, where the column holds whole numbers.
fn whole(array: &ArrayRef, row: usize) -> Option<i64> {
    fn of<T: ArrowPrimitiveType>(array: &ArrayRef, row: usize) -> Option<i64>
    where
        T::Native: TryInto<i64>,
    {
        array.as_primitive::<T>().value(row).try_into().ok()
    }
    match array.data_type() {
        DataType::Int8 => of::<Int8Type>(array, row),
        DataType::Int16 => of::<Int16Type>(array, row),
        DataType::Int32 => of::<Int32Type>(array, row),
        DataType::Int64 => of::<Int64Type>(array, row),
        DataType::UInt8 => of::<UInt8Type>(array, row),
        DataType::UInt16 => of::<UInt16Type>(array, row),
        DataType::UInt32 => of::<UInt32Type>(array, row),
        DataType::UInt64 => of::<UInt64Type>(array, row),
        _ => None,
    }
}

fn mark_present(array: &ArrayRef, wide: &mut [bool; ROWS]) {
    if *array.data_type() == DataType::Null {
        return;
    }
    for (row, wide) in wide.iter_mut().enumerate().take(array.len()) {
        *wide |= !array.is_null(row);
    }
}

fn fill(cell: &Cell, array: &ArrayRef, column: &mut Values, wide: &mut [bool; ROWS]) {
    // A column without a type has no bits that say which rows are null: all are.
    if *array.data_type() == DataType::Null {
        return;
    }
    // Which rows hold anything; the value itself is set below.
    match array.nulls() {
        None => column
            .states
            .iter_mut()
            .take(array.len())
            .for_each(|state| *state = PRESENT),
        Some(nulls) => {
            for (state, valid) in column.states.iter_mut().zip(nulls.iter()) {
                *state = u8::from(valid);
            }
        }
    }
    match (cell, array.data_type()) {
        (Cell::Number { places, range }, of) => {
            match of {
                DataType::Float64 => floats(array.as_primitive::<Float64Type>().values(), *places, column, wide),
                DataType::Float32 => single(array, *places, column, wide),
                DataType::Int32 => {
                    let values = array.as_primitive::<Int32Type>().values();
                    let scale = POWERS.get(*places as usize).copied().unwrap_or(0);
                    let cells = column.values.iter_mut().zip(&column.states).zip(wide.iter_mut());
                    for (value, ((cell, state), wide)) in values.iter().zip(cells) {
                        // No 32 bits are too many to be scaled, though some to be kept.
                        *cell = i64::from(*value) * scale;
                        *wide |= (*cell > LARGEST || *cell < -LARGEST) & (*state == PRESENT);
                    }
                }
                DataType::Decimal128(_, digits) => decimals(array, *digits, *places, column, wide),
                _ => wholes(array, *places, column, wide),
            }
            if let Some((low, high)) = range {
                let cells = column.values.iter().zip(&column.states);
                for (wide, (value, state)) in wide.iter_mut().zip(cells) {
                    *wide |= *state == PRESENT && (value < low || value > high);
                }
            }
        }
        (Cell::Truth, DataType::Boolean) => {
            for (cell, value) in column.values.iter_mut().zip(array.as_boolean().values()) {
                *cell = i64::from(value);
            }
        }
        (Cell::Day, DataType::Date32) => {
            for (cell, value) in column
                .values
                .iter_mut()
                .zip(array.as_primitive::<Date32Type>().values())
            {
                *cell = i64::from(*value);
            }
            let cells = column.values.iter().zip(&column.states);
            for (wide, (value, state)) in wide.iter_mut().zip(cells) {
                *wide |= *state == PRESENT && !DAYS.contains(value);
            }
        }
        (Cell::Day, DataType::Timestamp(..) | DataType::Date64) => each(array, column, wide, |array, row| {
            // What is not midnight is known more exactly than a cell holds.
            let seconds = arrow_seconds(array, row)?;
            let day = seconds.div_euclid(86_400);
            (seconds.rem_euclid(86_400) == 0 && DAYS.contains(&day)).then_some(day)
        }),
        (Cell::Choice(labels), _) => each(array, column, wide, |array, row| {
            let label = text(array, row).map(str::trim);
            label.and_then(|label| option(labels, label.as_bytes()))
        }),
        (Cell::Day, _) => each(array, column, wide, |array, row| day(text(array, row)?.as_bytes())),
        (Cell::Truth, _) => each(array, column, wide, |array, row| match text(array, row)? {
            "true" | "yes" => Some(1),
            "false" | "no" => Some(0),
            _ => None,
        }),
    }
}

/// The days of the years 1000 to 9999.
const DAYS: std::ops::RangeInclusive<i64> = -354_285..=2_932_896;

/// A value a row; where there is none though the row has something, it is wide.
fn each(
    array: &ArrayRef,
    column: &mut Values,
    wide: &mut [bool; ROWS],
    value: impl Fn(&ArrayRef, usize) -> Option<i64>,
) {
    let cells = column.values.iter_mut().zip(&column.states).zip(wide).take(array.len());
    for (row, ((cell, state), wide)) in cells.enumerate() {
        if *state == PRESENT {
            match value(array, row) {
                Some(value) => *cell = value,
                None => *wide = true,
            }
        }
    }
}

fn wholes(array: &ArrayRef, places: u32, column: &mut Values, wide: &mut [bool; ROWS]) {
    let scale = POWERS.get(places as usize).copied().unwrap_or(0);
    each(array, column, wide, |array, row| {
        let value = whole(array, row)?.checked_mul(scale)?;
        (-LARGEST..=LARGEST).contains(&value).then_some(value)
    });
}

/// Exact decimals, `value / 10^digits`.
fn decimals(array: &ArrayRef, digits: i8, places: u32, column: &mut Values, wide: &mut [bool; ROWS]) {
    let more = i64::from(places) - i64::from(digits);
    let factor = u32::try_from(more.unsigned_abs())
        .ok()
        .and_then(|power| 10_i128.checked_pow(power));
    each(array, column, wide, |array, row| {
        let (value, factor) = (array.as_primitive::<Decimal128Type>().value(row), factor?);
        let value = match more >= 0 {
            true => value.checked_mul(factor)?,
            false if value % factor == 0 => value / factor,
            false => return None,
        };
        let value = i64::try_from(value).ok()?;
        (-LARGEST..=LARGEST).contains(&value).then_some(value)
    });
}

/// A float stands for the shortest decimal that prints it. With at most fifteen digits that is the only decimal so short
/// that reads as the float, and dividing the whole number by the power of ten, both exact, reads it.
fn floats(values: &[f64], places: u32, column: &mut Values, wide: &mut [bool; ROWS]) {
    let scale = f64::from(10_u32.saturating_pow(places));
    let cells = column.values.iter_mut().zip(&mut column.states).zip(wide);
    for (value, ((cell, state), wide)) in values.iter().zip(cells) {
        // How tables of floats write that nothing is known.
        *state &= u8::from(!value.is_nan());
        let rounded = (value * scale + ROUND) - ROUND;
        // The limit is below 2^40, so that the conversion is exact.
        let fits = rounded.abs() <= LARGEST as f64 && rounded / scale == *value;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^40, or not used")]
        let whole = rounded as i64;
        *cell = whole;
        *wide |= !fits & (*state == PRESENT);
    }
}

/// Adding and subtracting it rounds a number below 2^51 to a whole one.
const ROUND: f64 = 6_755_399_441_055_744.0;

fn single(array: &ArrayRef, places: u32, column: &mut Values, wide: &mut [bool; ROWS]) {
    each(array, column, wide, |array, row| {
        // The shortest decimal of 32 bits is not that of the same number in 64.
        let text = array.as_primitive::<Float32Type>().value(row).to_string();
        let (value, length) = super::number::decimal(text.as_bytes(), places)?;
        (length == text.len()).then_some(value)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use arrow_array::Float64Array;

    fn filled(array: ArrayRef, cell: &Cell) -> Vec<Option<Option<i64>>> {
        let mut column = Values {
            values: vec![0; ROWS],
            states: vec![0; ROWS],
        };
        let mut wide = [false; ROWS];
        let length = array.len();
        fill(cell, &array, &mut column, &mut wide);
        let rows = (0..length).map(|row| match (wide[row], column.states[row]) {
            (true, _) => None,
            (false, PRESENT) => Some(Some(column.values[row])),
            (false, _) => Some(None),
        });
        rows.collect()
    }

    #[test]
    fn a_float_is_its_shortest_decimal() {
        let number = Cell::Number { places: 4, range: None };
        let values = [
            1.8,
            0.1 + 0.2,
            3.0 * 1.2,
            1e-5,
            5e9,
            f64::NAN,
            f64::INFINITY,
            -0.0,
            117.17,
            1e8,
        ];
        let array: ArrayRef = Arc::new(Float64Array::from(values.to_vec()));
        let expected = [
            Some(Some(18_000)),
            // 0.30000000000000004
            None,
            // 3.5999999999999996
            None,
            None,
            None,
            Some(None),
            None,
            Some(Some(0)),
            Some(Some(1_171_700)),
            Some(Some(1_000_000_000_000)),
        ];
        assert_eq!(filled(array, &number), expected);
        // Every number of four places is read as itself.
        for step in 0..200_000_i64 {
            let whole = step * 7919 % 20_000_000;
            let text = format!("{}.{:04}", whole / 10_000, whole % 10_000);
            let array: ArrayRef = Arc::new(Float64Array::from(vec![text.parse::<f64>().unwrap()]));
            assert_eq!(filled(array, &number), [Some(Some(whole))], "{text}");
        }
    }
}
