//! `elig stats`

use super::args::{StatsArgs, StatsFormat};
use super::protocol::Given;
use super::{Exit, Stop, Streams, evaluate, files, terminal};
use crate::diagnostic::Diagnostics;
use crate::protocol::ProtocolText;
use crate::report::diagnostics::human as finding;
use crate::report::stats::{human, json, markdown};
use crate::report::text;
use crate::source::{SourceId, Sources};
use crate::stats::Stats;
use crate::syntax;

/// Counts what trials are made of. Modules among the files are part of the trials that use them.
pub fn run(args: &StatsArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let paths = files::rules(&args.trials)?;
    let given = Given::read(args.protocol.as_deref(), &paths, streams)?;
    let err = terminal::err(args.look);
    let (mut all, mut unusable) = (Vec::new(), 0);
    for path in &paths {
        let (name, rules) = files::text(path, streams)?;
        let tree = syntax::parse(SourceId(0), &rules, &mut Diagnostics::default());
        if !tree.is_trial() {
            continue;
        }
        let mut sources = Sources::default();
        let Some(trial) = evaluate::compiled(&name, &rules, &mut sources, err, streams)? else {
            unusable += 1;
            continue;
        };
        let (protocol, verbatim) = crate::protocol_of(&trial, true, &name, &given);
        let protocol = protocol.unwrap_or_else(|missing| {
            // Nothing is left to be told if this fails.
            let _ = finding::write(streams.err, &missing, &sources, err);
            None
        });
        let protocol = protocol.map(|(_, text)| ProtocolText::new(SourceId(u32::MAX), &text));
        let protocol = protocol.as_ref().map(|text| (text, verbatim));
        all.push(Stats::of(&trial, (SourceId(0), &tree), &sources, protocol));
    }
    if all.is_empty() && unusable == 0 {
        return Err(Stop::Unusable("there is no trial in these files".to_owned(), None));
    }
    match args.format {
        StatsFormat::Human => human::write(streams.out, &all, terminal::out(args.look))?,
        StatsFormat::Json => json::write(streams.out, &all)?,
        StatsFormat::Markdown => markdown::write(streams.out, &all)?,
    }
    if unusable > 0 {
        streams.out.flush()?;
        let trials = text::count(unusable, "trial", "trials");
        writeln!(streams.err, "elig: {trials} could not be used")?;
        return Ok(Exit::Unusable);
    }
    Ok(Exit::Fine)
}
