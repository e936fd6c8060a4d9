//! Tests of the syntax.

mod accepts;
mod bounded;
mod recovers;
mod refuses;

use super::ast::File;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources};

/// The tree and the findings of a text.
fn read(text: &str) -> (File, Vec<Diagnostic>) {
    let mut out = Diagnostics::default();
    let file = super::parse(SourceId(0), text, &mut out);
    (file, out.sorted())
}

/// The findings as lines `line:column code message`.
fn told(text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add("test.elig", text);
    let (_, found) = read(text);
    let source = sources.get(id).unwrap();
    found
        .iter()
        .map(|found| {
            let (line, column) = source.position(found.span().map_or(0, |span| span.start as usize));
            format!("{line}:{column} {} {}", found.code.name, found.message)
        })
        .collect()
}

/// The tree of a text that has no mistake.
#[track_caller]
fn good(text: &str) -> File {
    let (file, _) = read(text);
    assert_eq!(told(text), Vec::<String>::new(), "\n{text}");
    file
}
