//! `elig show`

use super::args::{ShowArgs, ShowFormat};
use super::evaluate::load;
use super::{Exit, Stop, Streams, terminal};
use crate::report::show::{Document, json, markdown, text};
use crate::source::{SourceId, Sources};

/// Writes the rules of a trial out.
pub fn run(args: &ShowArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut sources = Sources::default();
    let Some(trial) = load(&args.trial, &mut sources, terminal::err(args.look), streams)? else {
        return Ok(Exit::Unusable);
    };
    let mut document = Document::of(&trial, &sources, SourceId(0));
    if document.sections.is_empty() {
        let message = format!("\"{}\" has no criteria", args.trial.display());
        return Err(Stop::Unusable(message, None));
    }
    for wanted in &args.criterion {
        if !document.ids().any(|id| id == wanted) {
            let nearest = crate::suggest::nearest(wanted, document.ids());
            let help = nearest.first().map(|near| format!("did you mean {near}?"));
            return Err(Stop::Unusable(format!("the trial has no criterion \"{wanted}\""), help));
        }
    }
    let whole = args.criterion.is_empty();
    if !whole {
        document = document.only(&args.criterion);
    }
    match args.format {
        ShowFormat::Text => text::write(streams.out, &document, whole, terminal::out(args.look))?,
        ShowFormat::Markdown => markdown::write(streams.out, &document)?,
        ShowFormat::Json => json::write(streams.out, &document)?,
    }
    Ok(Exit::Fine)
}
