//! elig: a small language for the eligibility criteria of clinical trials.
//!
//! A [`Trial`] is compiled from its text, a [`Patient`] decoded from JSON, and a [`Verdict`] is what the one says of the other.
//! None of this reads a file, a clock or an environment, and none of it fails on a patient: what a record leaves open is
//! *unknown*, with what would settle it.
//!
//! ```
//! use elig::{Outcome, Overall, ShippedOnly, Trial};
//!
//! let rules = r#"
//! trial EXAMPLE "An example" {
//!   dates    screening
//!   assessed at screening
//! }
//!
//! use demographics
//! use labs
//!
//! inclusion {
//!   I1 "Age ≥18 years;"        { age at screening >= 18 years }
//!   I2 "ALT ≤3×ULN;"           { ALT <= 3*ULN }
//!   I3 "Hemoglobin ≥90 g/L;"   { hemoglobin >= 90 g/L }
//! }
//! "#;
//! let trial = Trial::compile("example.elig", rules, &ShippedOnly)?;
//! assert_eq!(trial.id(), "EXAMPLE");
//!
//! let patient = trial.patient(
//!     r#"{"id": "07", "screening": "2026-05-10", "birth_date": "1964-03-02", "ALT": {"value": 130, "high": 40}}"#,
//! );
//! assert!(patient.errors().is_empty());
//!
//! let verdict = trial.evaluate(&patient);
//! assert_eq!(verdict.overall, Overall::Ineligible);
//! let outcomes: Vec<Outcome> = verdict.criteria.iter().map(|result| result.outcome).collect();
//! assert_eq!(outcomes, [Outcome::Pass, Outcome::Fail, Outcome::Unknown]);
//!
//! // Why, and what to find out next.
//! assert_eq!(
//!     trial.reason(&patient, &verdict.criteria[1]),
//!     "ALT 3.2×ULN (130 U/L, upper limit 40 U/L), 10 U/L over 3×ULN (120 U/L)"
//! );
//! assert_eq!(verdict.needs[0].fact, "hemoglobin");
//! assert_eq!(verdict.needs[0].why.word(), "missing");
//! assert!(trial.json(&patient, &verdict).starts_with(r#"{"patient":"07","trial":"EXAMPLE","verdict":"ineligible""#));
//! # Ok::<(), elig::Refused>(())
//! ```
//!
//! Rules with a mistake are refused, with all of them at once:
//!
//! ```
//! use elig::{ShippedOnly, Trial};
//!
//! let refused = Trial::compile("x.elig", "use labs\ninclusion { I1 \"…\" { hemoglobin >= 90 } }", &ShippedOnly).unwrap_err();
//! assert!(refused.to_string().contains("hemoglobin is measured in g/L"));
//! ```
//!
//! A record with a mistake is not: its verdict is an error that says what is wrong.
//!
//! ```
//! # use elig::{Overall, ShippedOnly, Trial};
//! # let trial = Trial::compile("x.elig", "use labs\ninclusion { I1 \"…\" { hemoglobin >= 90 g/L } }", &ShippedOnly)?;
//! let patient = trial.patient(r#"{"hemoglobin": {"value": 9, "unit": "kg"}}"#);
//! let verdict = trial.evaluate(&patient);
//! assert_eq!(verdict.overall, Overall::Error);
//! assert!(verdict.errors[0].message.contains("kg"));
//! # Ok::<(), elig::Refused>(())
//! ```
//!
//! **Modules beside a trial** enter by [`Modules`]: a map, a database, a folder.
//!
//! ```
//! use elig::{Modules, Trial};
//!
//! struct Site;
//!
//! impl Modules for Site {
//!     fn load(&self, name: &str, _beside: &str) -> Option<(String, String)> {
//!         let text = "facts { site_ready : yes/no \"Is the site ready?\" }";
//!         (name == "site").then(|| ("site.elig".to_owned(), text.to_owned()))
//!     }
//! }
//!
//! let trial = Trial::compile("x.elig", "use site\ninclusion { I1 \"Ready;\" { site_ready } }", &Site)?;
//! assert_eq!(trial.evaluate(&trial.patient(r#"{"site_ready": true}"#)).overall.word(), "eligible");
//! # Ok::<(), elig::Refused>(())
//! ```
//!
//! **Many patients** are asked by a [`Table`], which lowers trials once and evaluates records, or batches of Arrow, column by
//! column: `elig evaluate --format csv` as a library.
//!
//! ```
//! # use elig::{ShippedOnly, Table, Trial};
//! # let trial = Trial::compile("x.elig", "use labs\ninclusion { I1 \"…\" { hemoglobin >= 90 g/L } }", &ShippedOnly)?;
//! let table = Table::new([&trial], "id");
//! let outcomes = table.json([r#"{"id": 1, "hemoglobin": 91.5}"#, r#"{"id": 2}"#], 0);
//! let words: Vec<&str> = outcomes[0].verdicts.iter().map(|overall| overall.word()).collect();
//! assert_eq!(words, ["eligible", "undetermined"]);
//! # Ok::<(), elig::Refused>(())
//! ```
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

pub mod batch;
pub mod export;

pub mod analysis;

pub mod protocol;

pub mod lint;

pub mod stats;

pub mod examples;

pub mod report;

pub mod screening;

pub mod cli;

#[cfg(feature = "python")]
pub mod python;

pub use eval::{Outcome, Overall, Verdict, Why};
pub use library::{Modules, ShippedOnly};
pub use screening::{Outcomes, Patient, Refused, Screening, Table, Trial, Word};

use diagnostic::{Diagnostic, Diagnostics};
use library::Protocol;
use source::{SourceId, Sources};

/// Text to trial: parse, load what it uses, check, lint, read its worked cases. The trial may be evaluated only if `out` has no error.
pub fn compile(
    sources: &mut Sources,
    file: SourceId,
    modules: &dyn Modules,
    out: &mut Diagnostics,
) -> Option<model::Trial> {
    compile_with(sources, file, modules, lint::lint, out)
}

/// The same for a trial that is to be evaluated, not advised on: of the advice only what `policy` makes an error.
pub fn compile_to_evaluate(
    sources: &mut Sources,
    file: SourceId,
    modules: &dyn Modules,
    policy: &lint::policy::Policy,
    out: &mut Diagnostics,
) -> Option<model::Trial> {
    compile_with(
        sources,
        file,
        modules,
        |context, out| lint::errors(context, policy, out),
        out,
    )
}

fn compile_with(
    sources: &mut Sources,
    file: SourceId,
    modules: &dyn Modules,
    advise: impl FnOnce(&lint::Context<'_>, &mut Diagnostics),
    out: &mut Diagnostics,
) -> Option<model::Trial> {
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
    advise(&context, out);
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
    trial: &model::Trial,
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
