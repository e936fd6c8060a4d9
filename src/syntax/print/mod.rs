//! Syntax tree to text, in one layout and one spelling.
//!
//! The tree becomes a stream of words and of places where a line may end ([`layout`]); with the author's text at hand
//! the comments and blank lines go in between ([`comments`]), and adjacent lines are aligned ([`align`]).

mod align;
mod comments;
mod criteria;
mod examples;
mod expressions;
mod facts;
mod layout;
mod parts;
mod quantifiers;
mod times;
mod units;

use super::ast::{Expr, File, Kind, Test};
use crate::source::{Span, Spanned};
use layout::Token;

/// A file laid out anew, with the comments and blank lines of the text that it was read from.
pub fn lay_out(file: &File, text: &str) -> String {
    let mut printer = Printer {
        text: Some(text),
        comments: &file.comments,
        ..Printer::default()
    };
    printer.file(file);
    let mut lines = layout::lines(&printer.tokens);
    align::align(&mut lines);
    let end = match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|first| first.ends_with('\r')) => "\r\n",
        _ => "\n",
    };
    align::text(&lines, end)
}

/// What a file says, places, layout and spelling aside: every part in brackets of its own.
pub fn meaning(file: &File) -> String {
    let mut printer = Printer {
        marks: true,
        ..Printer::default()
    };
    printer.file(file);
    let words = printer.tokens.iter().map(|token| match token {
        Token::Text(text) => text.as_str(),
        Token::Newline(_) => "\n",
        _ => " ",
    });
    words.collect()
}

/// An expression as an author would write it, on one line.
#[must_use]
pub fn print_expr(expr: &Expr) -> String {
    on_one_line(|printer| printer.expr(expr))
}

/// A kind as an author would declare it, on one line.
#[must_use]
pub fn print_kind(kind: &Kind) -> String {
    on_one_line(|printer| printer.kind(kind))
}

/// What is asked of a subject, as an author would write it behind it: ` within … before … <= 3*ULN`.
#[must_use]
pub fn print_relation(test: &Test) -> String {
    on_one_line(|printer| printer.rest_of_test(test))
}

fn on_one_line(print: impl FnOnce(&mut Printer<'_>)) -> String {
    let mut printer = Printer::default();
    print(&mut printer);
    layout::flat(&printer.tokens)
}

/// Writes tokens.
#[derive(Default)]
struct Printer<'a> {
    tokens: Vec<Token>,
    /// The author's text, where it counts.
    text: Option<&'a str>,
    /// The comments that are still to come, in their order.
    comments: &'a [Spanned<String>],
    /// So much deeper the next entry stands: 1 for the first one in braces.
    step: i8,
    /// So many round brackets are open since the last brace.
    round: usize,
    /// The next sign is the column of its line.
    columns: bool,
    /// Every part is marked, for comparison.
    marks: bool,
}

impl Printer<'_> {
    fn put(&mut self, text: &str) {
        if let Some(Token::Text(last)) = self.tokens.last_mut() {
            last.push_str(text);
        } else if !text.is_empty() {
            self.tokens.push(Token::Text(text.to_owned()));
        }
    }

    /// A text in its quotes, byte for byte where the author's is at hand.
    fn quote(&mut self, text: &str, span: Span) {
        let written = self
            .text
            .and_then(|source| source.get(span.start as usize..span.end as usize));
        match written.filter(|written| written.starts_with('"') && written.ends_with('"')) {
            Some(written) => self.put(written),
            None => self.put(&quoted(text)),
        }
    }
}

/// A text in quotes: the long ones where it holds a quote or a line break.
fn quoted(text: &str) -> String {
    if text.contains(['"', '\n', '”', '“']) {
        format!("\"\"\"{text}\"\"\"")
    } else {
        format!("\"{text}\"")
    }
}

/// Where something begins.
fn start(span: Span) -> usize {
    span.start as usize
}

/// Where something ends.
fn end(span: Span) -> usize {
    span.end as usize
}
