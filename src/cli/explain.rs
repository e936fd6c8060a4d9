//! `elig explain`

use super::args::{ExplainArgs, ExplainFormat};
use super::{Exit, Stop, Streams, terminal};
use crate::codes::{self, Code};
use crate::report::explain::{human, json, markdown};

/// Lists what elig finds, or explains some of it.
pub fn run(args: &ExplainArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let style = terminal::out(args.look);
    let found: Vec<&'static Code> = match &args.code {
        None => codes::all().collect(),
        Some(word) => codes::named(word),
    };
    if let Some(word) = args.code.as_deref().filter(|_| found.is_empty()) {
        let help = match codes::nearest(word) {
            Some(near) => format!("did you mean {near}?"),
            None => "elig explain lists them all".to_owned(),
        };
        return Err(Stop::Unusable(
            format!("nothing that elig finds is called \"{word}\""),
            Some(help),
        ));
    }
    // The beginning of a number names several, and so does no word at all: those are listed.
    let whole = args.code.as_deref().is_some_and(|word| {
        let named = |code: &Code| code.id.eq_ignore_ascii_case(word) || code.name.eq_ignore_ascii_case(word);
        found.iter().any(|code| named(code))
    });
    match args.format {
        ExplainFormat::Human if whole => {
            for (at, code) in found.iter().enumerate() {
                if at > 0 {
                    writeln!(streams.out)?;
                }
                human::page(streams.out, code, style)?;
            }
        }
        ExplainFormat::Human => human::list(streams.out, &found, style)?,
        ExplainFormat::Json => {
            let shapes: Vec<json::JsonCode> = found.iter().map(|code| json::JsonCode::from(*code)).collect();
            serde_json::to_writer_pretty(&mut *streams.out, &shapes).map_err(std::io::Error::from)?;
            writeln!(streams.out)?;
        }
        ExplainFormat::Markdown if args.code.is_none() => markdown::all(streams.out, &found)?,
        ExplainFormat::Markdown => {
            for code in found {
                markdown::one(streams.out, code)?;
            }
        }
    }
    Ok(Exit::Fine)
}
