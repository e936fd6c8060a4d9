//! `use NAME`: the shipped modules, written in the language, and files beside the trial.

pub mod describe;
mod shipped;

use std::collections::BTreeMap;

use crate::codes::check::{CIRCULAR_USE, UNKNOWN_MODULE};
use crate::diagnostic::Diagnostics;
use crate::source::{Source, SourceId, Sources, Spanned};
use crate::syntax::ast;

pub use describe::{Description, describe};
pub use shipped::{CASES, SHIPPED};

/// The shown name of a file of worked cases.
#[must_use]
pub fn cases_name(file: &str) -> String {
    format!("library/examples/{file}_cases.elig")
}

/// The worked cases of a shipped module.
pub fn cases_of(module: &str) -> impl Iterator<Item = &'static str> {
    CASES
        .iter()
        .filter(move |(of, ..)| *of == module)
        .map(|(_, _, text)| *text)
}

/// Whether a text is that of a shipped module.
#[must_use]
pub fn is_shipped(source: &Source) -> bool {
    SHIPPED.iter().any(|(_, text)| *text == &*source.text)
}

/// The only way in for files that stand beside a trial.
pub trait Modules {
    /// The shown name and the text of module `name`, used by the file shown as `beside`.
    fn load(&self, name: &str, beside: &str) -> Option<(String, String)>;

    /// The shown name and the text of a file that a header names, such as the protocol's.
    fn text(&self, file: &str, beside: &str) -> Option<(String, String)> {
        let _ = (file, beside);
        None
    }

    /// The protocol's text for a trial, where the header's is not to be used.
    fn protocol(&self, trial: &str) -> Option<Protocol> {
        let _ = trial;
        None
    }
}

/// A protocol's text that stands in for the one that a header names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protocol {
    /// Its shown name and the text.
    Text(String, String),
    /// It was looked for here, and cannot be read.
    Missing(String),
}

/// No files: shipped modules only.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShippedOnly;

impl Modules for ShippedOnly {
    fn load(&self, _name: &str, _beside: &str) -> Option<(String, String)> {
        None
    }
}

/// A module that was loaded.
#[derive(Debug, Clone)]
pub struct Module {
    /// As in `use NAME`.
    pub name: String,
    /// Its text.
    pub source: SourceId,
    /// Its tree.
    pub file: ast::File,
}

/// Loads what `file` uses, and what that uses, each once, a module after those that it uses.
/// A file beside the trial goes before a shipped module of the same name.
pub fn load(
    sources: &mut Sources,
    file: &ast::File,
    root: SourceId,
    modules: &dyn Modules,
    out: &mut Diagnostics,
) -> Vec<Module> {
    let mut loader = Loader {
        sources,
        modules,
        out,
        loaded: Vec::new(),
        known: BTreeMap::new(),
        open: Vec::new(),
    };
    loader.all(file, root);
    loader.loaded
}

struct Loader<'a> {
    sources: &'a mut Sources,
    modules: &'a dyn Modules,
    out: &'a mut Diagnostics,
    loaded: Vec<Module>,
    known: BTreeMap<String, ()>,
    open: Vec<Spanned<String>>,
}

impl Loader<'_> {
    fn all(&mut self, file: &ast::File, source: SourceId) {
        for part in &file.parts {
            if let ast::Part::Use(name) = part {
                self.one(name, source);
            }
        }
    }

    fn one(&mut self, name: &Spanned<String>, user: SourceId) {
        if let Some(first) = self.open.iter().position(|open| open.node == name.node) {
            let path: Vec<&str> = self.open.iter().skip(first).map(|open| open.node.as_str()).collect();
            let mut finding = CIRCULAR_USE
                .at(name.span, format!("`{}` uses itself", name.node))
                .here(format!("{} → {}", path.join(" → "), name.node))
                .help("move what both need into a module of its own");
            if let Some(open) = self.open.get(first) {
                finding = finding.label(open.span, "it was taken up here");
            }
            self.out.push(finding);
            return;
        }
        if self.known.contains_key(&name.node) {
            return;
        }
        let beside = self.sources.get(user).map(|s| s.name.clone()).unwrap_or_default();
        let text = self.modules.load(&name.node, &beside).or_else(|| {
            SHIPPED
                .iter()
                .find(|(shipped, _)| *shipped == name.node)
                .map(|(shipped, text)| (format!("library/{shipped}.elig"), (*text).to_owned()))
        });
        let Some((shown, text)) = text else {
            let nearest = crate::suggest::nearest(&name.node, SHIPPED.iter().map(|(shipped, _)| *shipped));
            let mut finding = UNKNOWN_MODULE.at(name.span, format!("there is no module `{}`", name.node));
            finding = match nearest.first() {
                Some(nearest) => finding.help(format!("use {nearest}")),
                None => finding.help(format!(
                    "put `{}.elig` beside this file, or use a shipped module: {}",
                    name.node,
                    SHIPPED
                        .iter()
                        .map(|(shipped, _)| *shipped)
                        .collect::<Vec<_>>()
                        .join(", ")
                )),
            };
            self.out.push(finding);
            return;
        };
        let source = self.sources.add(shown, text.as_str());
        let file = crate::syntax::parse(source, &text, self.out);
        self.open.push(name.clone());
        self.all(&file, source);
        self.open.pop();
        self.known.insert(name.node.clone(), ());
        self.loaded.push(Module {
            name: name.node.clone(),
            source,
            file,
        });
    }
}
