//! `elig compile`

use std::fs;

use super::args::{CompileArgs, CompileTo};
use super::evaluate::load;
use super::{Exit, Stop, Streams, files, terminal};
use crate::diagnostic::Diagnostics;
use crate::export::sql::{self, Wanted, layout};
use crate::model::{Kind, Trial};
use crate::report::diagnostics::human;
use crate::report::text;
use crate::source::Sources;
use crate::suggest;

/// Writes the criteria of a trial in the language of a database.
pub fn run(args: &CompileArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut sources = Sources::default();
    let style = terminal::err(args.look);
    let Some(trial) = load(&args.trial, &mut sources, style, streams)? else {
        return Ok(Exit::Unusable);
    };
    let wanted = wanted(args, &trial)?;
    let written = match args.to {
        CompileTo::Schema => layout::schema(&trial, &wanted),
        CompileTo::Sql => match sql::compile(&trial, &wanted) {
            Ok(query) => query,
            Err(refused) => {
                let mut found = Diagnostics::default();
                found.extend(refused);
                let refused = found.sorted();
                for finding in &refused {
                    human::write(streams.err, finding, &sources, style)?;
                }
                let count = text::count(refused.len(), "construct", "constructs");
                let name = args.trial.display();
                writeln!(
                    streams.err,
                    "elig: {count} of \"{name}\" cannot be written in SQL exactly; nothing is written"
                )?;
                return Ok(Exit::Unusable);
            }
        },
    };
    match &args.output {
        Some(path) => fs::write(path, written).map_err(|error| files::cannot_write(path, &error))?,
        None => streams.out.write_all(written.as_bytes())?,
    }
    Ok(Exit::Fine)
}

fn wanted(args: &CompileArgs, trial: &Trial) -> Result<Wanted, Stop> {
    if trial.criteria.is_empty() {
        let message = format!("\"{}\" has no criteria", args.trial.display());
        return Err(Stop::Unusable(message, None));
    }
    if args.table.split('.').any(|name| name.trim().is_empty()) {
        return Err(Stop::Unusable(
            format!("\"{}\" is no name of a table", args.table),
            None,
        ));
    }
    let mut criteria = Vec::new();
    for id in &args.criteria {
        match trial.criteria.iter().position(|criterion| criterion.id == *id) {
            Some(index) => match trial.criteria.get(index).filter(|criterion| criterion.part) {
                None => criteria.push(index),
                Some(part) => {
                    let parent = part.parent.and_then(|parent| trial.criteria.get(parent));
                    let help = parent.map(|parent| format!("--criteria {}", parent.id));
                    let message = format!("{id} is a part, which only its criterion decides");
                    return Err(Stop::Unusable(message, help));
                }
            },
            None => {
                let ids = trial.criteria.iter().map(|criterion| criterion.id.as_str());
                return Err(unknown(&format!("the trial has no criterion \"{id}\""), id, ids));
            }
        }
    }
    let mut known = std::collections::BTreeSet::new();
    for name in &args.known {
        match sql::place_of(trial, name) {
            Some(place) => known.insert(place),
            None => {
                let names = names(trial);
                let names = names.iter().map(String::as_str);
                return Err(unknown(&format!("the trial reads no fact \"{name}\""), name, names));
            }
        };
    }
    Ok(Wanted {
        dialect: args.dialect.into(),
        table: args.table.clone(),
        criteria,
        known,
    })
}

fn unknown<'a>(message: &str, word: &str, names: impl Iterator<Item = &'a str>) -> Stop {
    let nearest = suggest::nearest(word, names);
    let help = nearest.first().map(|near| format!("did you mean {near}?"));
    Stop::Unusable(message.to_owned(), help)
}

/// Facts, and the fields of lists.
fn names(trial: &Trial) -> Vec<String> {
    let mut names = Vec::new();
    for fact in &trial.facts {
        names.push(fact.name.clone());
        if let Kind::List(list) = &fact.kind {
            names.extend(list.fields.iter().map(|field| format!("{}.{}", fact.name, field.name)));
        }
    }
    names
}
