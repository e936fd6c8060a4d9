//! `elig facts`

use super::args::{FactsArgs, FactsFormat};
use super::evaluate::load;
use super::{Exit, Stop, Streams, terminal};
use crate::report::facts::{blank, list, schema, table};
use crate::source::Sources;

/// Writes what a trial asks of a record.
pub fn run(args: &FactsArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut sources = Sources::default();
    let Some(trial) = load(&args.trial, &mut sources, terminal::err(args.look), streams)? else {
        return Ok(Exit::Unusable);
    };
    match args.format {
        FactsFormat::Table => table::write(streams.out, &trial, terminal::out(args.look))?,
        FactsFormat::Json => list::write(streams.out, &trial)?,
        FactsFormat::Record => blank::write(streams.out, &trial)?,
        FactsFormat::Schema => schema::write(streams.out, &trial)?,
    }
    Ok(Exit::Fine)
}
