//! Text to syntax tree.
//!
//! [`scan`] lays the text out, [`lines`] and [`brackets`] settle what belongs together, the grammar in
//! `grammar/elig.pest` matches it, [`build`] makes the tree, [`explain`] says what is wrong. A line that cannot be
//! read is told, taken out, and the rest is read as if it had not been there.

pub mod ast;

mod braces;
mod brackets;
mod build;
mod explain;
mod format;
mod grammar;
pub mod inside;
mod lines;
mod print;
mod scan;

#[cfg(test)]
mod tests;

use crate::codes::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::SourceId;
pub use format::{Formatted, format};
pub use print::{print_expr, print_kind, print_relation};
use scan::Layout;

/// So many mistakes are told in one run.
const MOST_FAULTS: usize = 50;
/// So many bytes are matched in one run, times read again after a mistake included.
const MOST_BYTES: usize = 128 << 20;

/// Reads a file. Never fails: what cannot be read is told and left out.
pub fn parse(source: SourceId, text: &str, out: &mut Diagnostics) -> ast::File {
    let mut layout = scan::lay_out(source, text, out);
    lines::join(&mut layout);
    brackets::settle(&mut layout, out);
    let mut file = match_and_build(&mut layout, text, out);
    file.comments = std::mem::take(&mut layout.comments);
    file.unread = std::mem::take(&mut layout.unread);
    file
}

/// Matches until everything is read or told.
fn match_and_build(layout: &mut Layout, text: &str, out: &mut Diagnostics) -> ast::File {
    let mut told = 0;
    let mut astray = None;
    let rounds = (MOST_BYTES / layout.bytes.len().max(1)).clamp(2, 4 * MOST_FAULTS);
    for _ in 0..rounds {
        let stop = match grammar::match_file(layout.text()) {
            Ok(pairs) => return build::Builder::new(layout.source, text, out).file(pairs),
            Err(stop) => stop,
        };
        let place = lines::place(layout, stop.at);
        let (start, end) = lines::fault(layout, place);
        let known = layout.told.iter().any(|at| (start..end.max(start + 1)).contains(at));
        if told >= MOST_FAULTS {
            break;
        }
        if !known {
            let found = explain::explain(layout, &stop, (start, end));
            if !follows(layout, &found, &mut astray) {
                out.push(found);
                told += 1;
            }
        }
        layout.forget(start, end);
        if lines::take_out(layout, start, end) {
            continue;
        }
        let (start, end) = lines::part(layout, place);
        layout.forget(start, end);
        if !lines::take_out(layout, start, end) {
            layout.blank(start, end);
        }
    }
    ast::File::default()
}

/// Whether a finding at the top of the file only follows from the one before it: lines that lost their part.
fn follows(layout: &Layout, found: &Diagnostic, astray: &mut Option<usize>) -> bool {
    let at_top = [codes::UNKNOWN_PART.id, codes::OUTSIDE_SECTION.id].contains(&found.code.id);
    let Some(here) = found.span().filter(|_| at_top).map(|span| span.start as usize) else {
        return false;
    };
    let before = astray.replace(here);
    found.fix.is_none() && before.is_some_and(|before| !lines::part_between(layout, before, here))
}
