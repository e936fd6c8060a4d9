//! `elig library`

use super::args::{LibraryArgs, LibraryFormat};
use super::{Exit, Stop, Streams, terminal};
use crate::library::{self, Description};
use crate::report::library::{human, json, markdown};

/// Lists the shipped modules, or shows one.
pub fn run(args: &LibraryArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let style = terminal::out(args.look);
    let modules = match &args.name {
        None => library::SHIPPED,
        Some(name) => {
            let found = library::SHIPPED.iter().position(|(module, _)| module == name);
            let Some(module) = found.and_then(|at| library::SHIPPED.get(at..=at)) else {
                let nearest = crate::suggest::nearest(name, library::SHIPPED.iter().map(|(module, _)| *module));
                let help = match nearest.first() {
                    Some(near) => format!("did you mean {near}?"),
                    None => "elig library lists them all".to_owned(),
                };
                return Err(Stop::Unusable(
                    format!("no shipped module is called \"{name}\""),
                    Some(help),
                ));
            };
            module
        }
    };
    let described = || -> Vec<Description> {
        let described = modules
            .iter()
            .map(|(name, text)| library::describe(name, text, library::cases_of(name)));
        described.collect()
    };
    match args.format {
        LibraryFormat::Human => match (described().as_slice(), &args.name) {
            ([one], Some(_)) => human::one(streams.out, one, style)?,
            (all, _) => human::all(streams.out, all, style)?,
        },
        LibraryFormat::Json => {
            let described = described();
            let shapes: Vec<json::JsonModule<'_>> = described.iter().map(json::JsonModule::from).collect();
            match (shapes.as_slice(), &args.name) {
                ([one], Some(_)) => serde_json::to_writer_pretty(&mut *streams.out, one),
                (all, _) => serde_json::to_writer_pretty(&mut *streams.out, all),
            }
            .map_err(std::io::Error::from)?;
            writeln!(streams.out)?;
        }
        LibraryFormat::Markdown => match (described().as_slice(), &args.name) {
            ([one], Some(_)) => markdown::one(streams.out, one)?,
            (all, _) => markdown::all(streams.out, all)?,
        },
        LibraryFormat::Text => {
            let texts = modules.iter().map(|(_, text)| *text);
            write_all(texts, streams)?;
        }
        LibraryFormat::Cases => {
            let texts = modules.iter().flat_map(|(name, _)| library::cases_of(name));
            write_all(texts, streams)?;
        }
    }
    Ok(Exit::Fine)
}

/// Texts with an empty line between them.
fn write_all<'a>(texts: impl Iterator<Item = &'a str>, streams: &mut Streams<'_>) -> Result<(), Stop> {
    for (at, text) in texts.enumerate() {
        if at > 0 {
            writeln!(streams.out)?;
        }
        streams.out.write_all(text.as_bytes())?;
    }
    Ok(())
}
