//! Syntax tree to text, in one spelling. Comments are not in the tree and are left out.

mod expressions;
mod parts;

use super::ast::{Expr, File, Kind, Test};

/// The text of a file.
#[must_use]
pub fn print(file: &File) -> String {
    let mut printer = Printer::default();
    for part in &file.parts {
        printer.part(part);
    }
    printer.text
}

/// An expression as an author would write it, on one line.
#[must_use]
pub fn print_expr(expr: &Expr) -> String {
    let mut printer = Printer::default();
    printer.expr(expr);
    printer.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A kind as an author would declare it, on one line.
#[must_use]
pub fn print_kind(kind: &Kind) -> String {
    let mut printer = Printer::default();
    printer.kind(kind);
    printer.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is asked of a subject, as an author would write it behind it: ` within … before … <= 3*ULN`.
#[must_use]
pub fn print_relation(test: &Test) -> String {
    let mut printer = Printer::default();
    printer.rest_of_test(test);
    printer.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes lines.
#[derive(Default)]
struct Printer {
    text: String,
    depth: usize,
}

impl Printer {
    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// `{`, the lines, `}` on a line of its own; nothing behind it.
    fn braces(&mut self, lines: impl FnOnce(&mut Self)) {
        self.put("{\n");
        self.depth += 1;
        lines(self);
        self.depth -= 1;
        self.indent();
        self.put("}");
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
