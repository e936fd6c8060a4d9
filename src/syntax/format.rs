//! The formatter: a text in the one layout, comments kept, with the promise that it means the same.

use super::ast::File;
use super::{parse, print};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;

/// What came of formatting a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formatted {
    /// The text in the one layout.
    Text(String),
    /// It has mistakes of syntax, which were told.
    Mistakes,
    /// What was laid out would not have read as the same; it is left as it is.
    Unsure,
}

/// Lays a text out anew. What comes out is read again and must say the same, with the same comments.
pub fn format(source: SourceId, text: &str, out: &mut Diagnostics) -> Formatted {
    let mut found = Diagnostics::default();
    let file = parse(source, text, &mut found);
    let mistakes = found.has_errors();
    for finding in found.sorted() {
        out.push(finding);
    }
    if mistakes {
        return Formatted::Mistakes;
    }
    let laid_out = print::lay_out(&file, text);
    let mut found = Diagnostics::default();
    let again = parse(source, &laid_out, &mut found);
    if found.has_errors() || !same(&file, &again) {
        return Formatted::Unsure;
    }
    Formatted::Text(laid_out)
}

fn same(one: &File, other: &File) -> bool {
    one.comments == other.comments && print::meaning(one) == print::meaning(other)
}
