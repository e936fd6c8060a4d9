//! Rows of Arrow, as Parquet holds them, as records.

use crate::value::{Day, Instant};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};

/// A field of a record while its columns are gathered: the value, and the parts that stand in columns of their own.
struct Field<'a> {
    name: &'a str,
    value: Option<String>,
    parts: Vec<(&'a str, String)>,
}

/// A row as the JSON of a record: `ALT`, `ALT.unit` and `ALT.high` are one observation, what is null is left out.
/// `reads` says which columns are wanted.
#[must_use]
pub fn record(rows: &RecordBatch, row: usize, reads: &dyn Fn(&str) -> bool) -> String {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let schema = rows.schema_ref();
    for (column, array) in schema.fields().iter().zip(rows.columns()) {
        if !reads(column.name()) {
            continue;
        }
        let Some(value) = value(array, row) else { continue };
        let (name, part) = match column.name().split_once('.') {
            Some((name, part)) => (name, Some(part)),
            None => (column.name().as_str(), None),
        };
        // A name that the table has twice is in the record twice, which its reader tells.
        let free = |field: &Field<'_>| match part {
            None => field.value.is_none(),
            Some(part) => field.parts.iter().all(|(other, _)| *other != part),
        };
        let known = fields.iter().position(|field| field.name == name && free(field));
        let at = known.unwrap_or_else(|| {
            fields.push(Field {
                name,
                value: None,
                parts: Vec::new(),
            });
            fields.len() - 1
        });
        let Some(field) = fields.get_mut(at) else { continue };
        match part {
            Some(part) => field.parts.push((part, value)),
            None => field.value = Some(value),
        }
    }
    let members = fields.into_iter().map(|field| {
        let value = match (field.value, field.parts.is_empty()) {
            (Some(value), true) => value,
            (value, _) => {
                let whole = value.map(|value| ("value", value));
                object(whole.into_iter().chain(field.parts))
            }
        };
        (field.name, value)
    });
    object(members)
}

/// The number of a word of a dictionary.
pub(crate) fn key(keys: &dyn Array, row: usize) -> Option<usize> {
    macro_rules! of {
        ($type:ty) => {
            usize::try_from(keys.as_primitive::<$type>().value(row)).ok()
        };
    }
    match keys.data_type() {
        DataType::Int8 => of!(Int8Type),
        DataType::Int16 => of!(Int16Type),
        DataType::Int32 => of!(Int32Type),
        DataType::Int64 => of!(Int64Type),
        DataType::UInt8 => of!(UInt8Type),
        DataType::UInt16 => of!(UInt16Type),
        DataType::UInt32 => of!(UInt32Type),
        DataType::UInt64 => of!(UInt64Type),
        _ => None,
    }
}

fn object<'a>(members: impl Iterator<Item = (&'a str, String)>) -> String {
    let members: Vec<String> = members
        .map(|(name, value)| format!("{}:{value}", quoted(name)))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A cell as JSON; none where nothing is known. A float is the shortest decimal that prints it; a cell of a kind that no
/// record knows is its kind in words, which the fact refuses.
fn value(array: &ArrayRef, row: usize) -> Option<String> {
    if array.is_null(row) {
        return None;
    }
    macro_rules! number {
        ($type:ty) => {
            number(array.as_primitive::<$type>().value(row).to_string())?
        };
    }
    Some(match array.data_type() {
        DataType::Null => return None,
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float32 => number!(Float32Type),
        DataType::Float64 => number!(Float64Type),
        DataType::Decimal32(..) => array.as_primitive::<Decimal32Type>().value_as_string(row),
        DataType::Decimal64(..) => array.as_primitive::<Decimal64Type>().value_as_string(row),
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Decimal256(..) => array.as_primitive::<Decimal256Type>().value_as_string(row),
        DataType::Utf8 => quoted(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => quoted(array.as_string::<i64>().value(row)),
        DataType::Utf8View => quoted(array.as_string_view().value(row)),
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>().value(row);
            quoted(&Day::from_number(days.into()).to_string())
        }
        DataType::Date64 | DataType::Timestamp(..) => match seconds(array, row) {
            Some(seconds) => moment(seconds),
            None => foreign(array),
        },
        DataType::List(_) => list(&array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => list(&array.as_fixed_size_list().value(row)),
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(array.as_struct().columns());
            object(columns.filter_map(|(field, column)| Some((field.name().as_str(), value(column, row)?))))
        }
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let key = key(dictionary.keys(), row)?;
            return value(dictionary.values(), key);
        }
        _ => foreign(array),
    })
}

/// What stands for a cell that no record holds.
fn foreign(array: &ArrayRef) -> String {
    quoted(&format!("a column of {}", array.data_type()))
}

/// The seconds of a cell that holds a moment, by the clock of its own zone: the day that it was there. None where that
/// zone is known by its name alone.
pub(crate) fn seconds(array: &ArrayRef, row: usize) -> Option<i64> {
    let DataType::Timestamp(unit, zone) = array.data_type() else {
        let milliseconds = array.as_primitive_opt::<Date64Type>()?;
        return Some(milliseconds.value(row).div_euclid(1_000));
    };
    let seconds = match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row),
        TimeUnit::Millisecond => array
            .as_primitive::<TimestampMillisecondType>()
            .value(row)
            .div_euclid(1_000),
        TimeUnit::Microsecond => array
            .as_primitive::<TimestampMicrosecondType>()
            .value(row)
            .div_euclid(1_000_000),
        TimeUnit::Nanosecond => array
            .as_primitive::<TimestampNanosecondType>()
            .value(row)
            .div_euclid(1_000_000_000),
    };
    seconds.checked_add(offset(zone.as_deref())?)
}

/// How far a zone's clock is ahead, in seconds.
fn offset(zone: Option<&str>) -> Option<i64> {
    let zone = match zone {
        None | Some("" | "Z" | "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT") => return Some(0),
        Some(zone) => zone,
    };
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60))
}

/// A number as it is printed; NaN is how tables of floats write that nothing is known.
fn number(text: String) -> Option<String> {
    match text.as_str() {
        "NaN" => None,
        "inf" | "-inf" => Some(quoted(&text)),
        _ => Some(text),
    }
}

fn list(items: &ArrayRef) -> String {
    let items: Vec<String> = (0..items.len())
        .map(|item| value(items, item).unwrap_or_else(|| "null".to_owned()))
        .collect();
    format!("[{}]", items.join(","))
}

/// A moment to the minute, as a date where it is midnight: tables hold dates as moments too.
fn moment(seconds: i64) -> String {
    let instant = Instant::from_seconds(seconds);
    quoted(&match instant.second_of_day() {
        0 => instant.day().to_string(),
        _ => instant.to_string(),
    })
}
