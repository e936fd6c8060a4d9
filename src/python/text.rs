//! A Python object as the JSON of a record.

use std::fmt::Write;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PySequence, PyString, PyTuple, PyType,
};

/// Records nest less deep; the reader refuses what does not.
const DEEP: usize = 130;

/// Why an object is no record.
pub struct NotJson(pub String);

type Written = Result<(), NotJson>;

/// An object as JSON. Numbers keep their digits, dates are written as ISO, what is not known (`None`, NaN, `NA`, `NaT`) is
/// null. `reads` says which fields are: of the others nothing need be understood.
pub fn of(object: &Bound<'_, PyAny>, reads: &dyn Fn(&str) -> bool) -> Result<String, NotJson> {
    let mut out = String::new();
    match object.cast::<PyDict>() {
        Ok(record) => fields(&mut out, record, Some(reads), 0)?,
        Err(_) => any(&mut out, object, 0)?,
    }
    Ok(out)
}

/// A row of a table as the JSON of a record: as [`of`], with `ALT`, `ALT.unit` and `ALT.high` as one observation.
pub fn of_row(row: &Bound<'_, PyAny>, reads: &dyn Fn(&str) -> bool) -> Result<String, NotJson> {
    let row = row.cast::<PyDict>().map_err(|_| unknown("row"))?;
    let mut fields: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for (key, value) in row.iter() {
        let column = words(&key)?;
        if !reads(&column) {
            continue;
        }
        let mut json = String::new();
        any(&mut json, &value, 1).map_err(|NotJson(why)| NotJson(format!("`{column}`: {why}")))?;
        if json == "null" {
            continue;
        }
        let (name, part) = column.split_once('.').unwrap_or((&column, ""));
        let part = (part.to_owned(), json);
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, parts)) => parts.push(part),
            None => fields.push((name.to_owned(), vec![part])),
        }
    }
    let mut out = String::from("{");
    for (at, (name, parts)) in fields.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        quoted(&mut out, name);
        out.push(':');
        if let [(part, json)] = parts.as_slice()
            && part.is_empty()
        {
            out.push_str(json);
            continue;
        }
        for (at, (part, json)) in parts.iter().enumerate() {
            out.push(if at > 0 { ',' } else { '{' });
            quoted(&mut out, if part.is_empty() { "value" } else { part });
            out.push(':');
            out.push_str(json);
        }
        out.push('}');
    }
    out.push('}');
    Ok(out)
}

fn any(out: &mut String, object: &Bound<'_, PyAny>, deep: usize) -> Written {
    if deep > DEEP {
        // The reader says that it is too deep.
        out.push_str(&"[".repeat(DEEP));
        return Ok(());
    }
    if object.is_none() {
        out.push_str("null");
    } else if let Ok(truth) = object.cast::<PyBool>() {
        out.push_str(if truth.is_true() { "true" } else { "false" });
    } else if let Ok(text) = object.cast::<PyString>() {
        quoted(
            out,
            &text
                .to_cow()
                .map_err(|_| NotJson("a text holds what is no character".to_owned()))?,
        );
    } else if object.is_instance_of::<PyInt>() {
        out.push_str(&words(object)?);
    } else if let Ok(number) = object.cast::<PyFloat>() {
        float(out, number.value());
    } else if let Ok(record) = object.cast::<PyDict>() {
        fields(out, record, None, deep)?;
    } else if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        list(out, object, deep)?;
    } else if object.is_instance_of::<PyDateTime>() {
        moment(out, &words_of(object, "isoformat")?);
    } else if object.is_instance_of::<PyDate>() {
        quoted(out, &words_of(object, "isoformat")?);
    } else {
        other(out, object, deep)?;
    }
    Ok(())
}

/// What comes from other packages: exact decimals, scalars and arrays of numpy, what pandas writes where nothing is known.
fn other(out: &mut String, object: &Bound<'_, PyAny>, deep: usize) -> Written {
    if is_decimal(object) {
        let text = words(object)?;
        match text.trim_start_matches(['-', '+', 's']) {
            "NaN" => out.push_str("null"),
            // What is no number is written as a text, which no quantity takes.
            "Infinity" => quoted(out, &text),
            _ => out.push_str(text.trim_start_matches('+')),
        }
        return Ok(());
    }
    let kind = object.get_type();
    let name = kind.name().map(|name| name.to_string()).unwrap_or_default();
    let module = kind.module().map(|module| module.to_string()).unwrap_or_default();
    match (module.split('.').next().unwrap_or_default(), name.as_str()) {
        ("pandas", "NAType" | "NaTType") => out.push_str("null"),
        ("numpy", "bool" | "bool_") => out.push_str(if object.is_truthy().unwrap_or(false) {
            "true"
        } else {
            "false"
        }),
        ("numpy", "datetime64") => moment(out, &words(object)?),
        ("numpy", "ndarray") => list(out, object, deep)?,
        ("numpy", name) if name.starts_with("int") || name.starts_with("uint") => out.push_str(&words(object)?),
        // The shortest decimal of 32 bits is not that of the same number in 64.
        ("numpy", name) if name.starts_with("float") || name == "longdouble" => match words(object)?.as_str() {
            "nan" => out.push_str("null"),
            text @ ("inf" | "-inf") => quoted(out, text),
            text => out.push_str(text.strip_suffix('.').unwrap_or(text)),
        },
        _ if object.cast::<PyMapping>().is_ok() => {
            let record = PyDict::new(object.py());
            let items = record.update(object.cast::<PyMapping>().map_err(|_| unknown(&name))?);
            items.map_err(|_| unknown(&name))?;
            fields(out, &record, None, deep)?;
        }
        _ if object.cast::<PySequence>().is_ok() && !matches!(name.as_str(), "bytes" | "bytearray" | "memoryview") => {
            list(out, object, deep)?;
        }
        _ => return Err(unknown(&name)),
    }
    Ok(())
}

fn unknown(kind: &str) -> NotJson {
    NotJson(format!("a record holds no value of the kind `{kind}`"))
}

fn is_decimal(object: &Bound<'_, PyAny>) -> bool {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let decimal = DECIMAL.import(object.py(), "decimal", "Decimal");
    decimal.and_then(|decimal| object.is_instance(decimal)).unwrap_or(false)
}

fn fields(out: &mut String, record: &Bound<'_, PyDict>, reads: Option<&dyn Fn(&str) -> bool>, deep: usize) -> Written {
    out.push('{');
    let mut first = true;
    for (key, value) in record.iter() {
        let name = words(&key)?;
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        quoted(out, &name);
        out.push(':');
        let before = out.len();
        match (any(out, &value, deep + 1), reads) {
            (Ok(()), _) => {}
            (Err(_), Some(reads)) if !reads(&name) => {
                out.truncate(before);
                out.push_str("null");
            }
            (Err(NotJson(why)), Some(_)) => return Err(NotJson(format!("`{name}`: {why}"))),
            (Err(why), None) => return Err(why),
        }
    }
    out.push('}');
    Ok(())
}

fn list(out: &mut String, items: &Bound<'_, PyAny>, deep: usize) -> Written {
    let items = items.try_iter().map_err(|_| unknown("list"))?;
    out.push('[');
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(',');
        }
        any(out, &item.map_err(|_| unknown("list"))?, deep + 1)?;
    }
    out.push(']');
    Ok(())
}

/// The shortest decimal that prints it, as a cell of Arrow is read; NaN is how tables write that nothing is known.
fn float(out: &mut String, value: f64) {
    if value.is_nan() {
        out.push_str("null");
    } else if value.is_infinite() {
        quoted(out, &value.to_string());
    } else if value == 0.0 || (1e-7..1e17).contains(&value.abs()) {
        // Writing to a text does not fail.
        let _ = write!(out, "{value}");
    } else {
        let _ = write!(out, "{value:e}");
    }
}

/// A moment, as a date where it is midnight: tables hold dates as moments too.
fn moment(out: &mut String, iso: &str) {
    if iso == "NaT" {
        out.push_str("null");
        return;
    }
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let clock = time.split(['+', '-', 'Z']).next().unwrap_or(time);
    let midnight = clock.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'));
    quoted(out, if midnight { day } else { iso });
}

fn words(object: &Bound<'_, PyAny>) -> Result<String, NotJson> {
    let text = object.str().and_then(|text| Ok(text.to_cow()?.into_owned()));
    text.map_err(|error| NotJson(error.to_string()))
}

fn words_of(object: &Bound<'_, PyAny>, method: &str) -> Result<String, NotJson> {
    let text = object
        .call_method0(method)
        .map_err(|error| NotJson(error.to_string()))?;
    words(&text)
}

fn quoted(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}
