//! elig: a small language for the eligibility criteria of clinical trials.
//!
//! The modules stand in the order of the pipeline; each knows only those before it.

pub mod source;

pub mod suggest;

pub mod codes;

pub mod diagnostic;

pub mod value;

pub mod syntax;

pub mod library;

pub mod model;

pub mod check;

pub mod records;

pub mod eval;

pub mod export;

pub mod analysis;

pub mod protocol;

pub mod lint;

pub mod stats;

pub mod examples;

pub mod report;

pub mod cli;

use diagnostic::{Diagnostic, Diagnostics};
use library::{Modules, Protocol};
use model::Trial;
use source::{SourceId, Sources};

/// Text to trial: parse, load what it uses, check, lint, read its worked cases. The trial may be evaluated only if `out` has no error.
pub fn compile(sources: &mut Sources, file: SourceId, modules: &dyn Modules, out: &mut Diagnostics) -> Option<Trial> {
    let source = sources.get(file)?;
    let (name, text) = (source.name.clone(), source.text.clone());
    let tree = syntax::parse(file, &text, out);
    let used = library::load(sources, &tree, file, modules, out);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(&name);
    let trial = check::check(&tree, &used, stem.strip_suffix(".elig").unwrap_or(stem), out);
    let (found, verbatim) = protocol_of(&trial, tree.is_trial(), &name, modules);
    let protocol = match found {
        Ok(text) => text.map(|(shown, text)| sources.add(shown, text)),
        Err(finding) => {
            out.push(finding);
            None
        }
    };
    let protocol = protocol.and_then(|id| sources.get(id).map(|source| (id, source)));
    let errors = out.iter().filter(|finding| !finding.code.is_advice());
    let broken = errors.map(|finding| finding.span().unwrap_or_default()).collect();
    let context = lint::Context::new(&trial, (file, &tree, &text), &used, (protocol, verbatim), broken);
    lint::lint(&context, out);
    examples::check(&trial, out);
    let modules = used
        .iter()
        .map(|module| (module.source, module.file.comments.as_slice()));
    lint::allow::apply(&trial, sources, (file, &tree.comments), modules, out);
    Some(trial)
}

/// The text of a trial's protocol with its shown name: the one that is given from outside, or the one that its header names.
/// And whether every text of the trial is a quote of it, as a header that names a protocol promises.
///
/// # Errors
/// The finding that it cannot be read.
pub fn protocol_of(
    trial: &Trial,
    is_trial: bool,
    name: &str,
    modules: &dyn Modules,
) -> (Result<Option<(String, String)>, Diagnostic>, bool) {
    let named = trial.settings.iter().find(|(word, ..)| word == "protocol");
    let given = is_trial.then(|| modules.protocol(&trial.id)).flatten();
    let verbatim = named.is_some() || given.is_none();
    let found = match (given, named) {
        (Some(Protocol::Text(shown, text)), _) => Ok(Some((shown, text))),
        (Some(Protocol::Missing(path)), None) => Err(lint::protocol_not_given(&path, &trial.id, trial.span)),
        // A folder that has none of this trial leaves it the text beside it.
        (None | Some(Protocol::Missing(_)), Some((_, path, span))) => {
            let text = modules.text(path, name);
            text.map(Some).ok_or_else(|| lint::protocol_missing(path, *span))
        }
        (None, None) => Ok(None),
    };
    (found, verbatim)
}
