//! A record to fill in: every fact the trial reads, not yet known.

use std::io::{self, Write};

use serde_json::{Map, Value};

use crate::model::Trial;

/// Writes the record.
///
/// Everything is `null`, which says *not known*: a list left as `[]` would say that there is none.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, trial: &Trial) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &record(trial)).map_err(io::Error::from)?;
    writeln!(out)
}

/// The record as a value.
#[must_use]
pub fn record(trial: &Trial) -> Value {
    let mut fields = Map::new();
    fields.insert("id".to_owned(), Value::String(String::new()));
    for fact in &trial.facts {
        fields.insert(fact.name.clone(), Value::Null);
    }
    Value::Object(fields)
}
