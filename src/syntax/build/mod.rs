//! Matched text to syntax tree, one file for each section of the grammar.

mod conditions;
mod criteria;
mod facts;
mod file;
mod quantifiers;
mod values;

use super::ast::{Expr, Node, Operator, Text};
use super::grammar::{Matched, Rule};
use crate::codes::Code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span, Spanned};

/// Turns matched text into the tree, and tells what the grammar lets pass but the language does not.
pub struct Builder<'a> {
    /// The text as written.
    text: &'a str,
    source: SourceId,
    out: &'a mut Diagnostics,
    /// Inside the condition of an `unless`, where another one needs brackets.
    inside_unless: bool,
    /// Factors that stood behind an aggregate without `over`; the product around it takes them.
    spill: Vec<(Spanned<Operator>, Expr)>,
    /// The last test had an `apart` that was told.
    apart_told: bool,
}

/// An expression, with an `unless c` at its right edge that may cover more than itself.
struct Built {
    expr: Expr,
    unless: Option<Expr>,
}

impl From<Expr> for Built {
    fn from(expr: Expr) -> Self {
        Self { expr, unless: None }
    }
}

impl<'a> Builder<'a> {
    /// A builder for one text.
    pub fn new(source: SourceId, text: &'a str, out: &'a mut Diagnostics) -> Self {
        Self {
            text,
            source,
            out,
            inside_unless: false,
            spill: Vec::new(),
            apart_told: false,
        }
    }

    fn span(&self, pair: &Matched<'_>) -> Span {
        let span = pair.as_span();
        Span::new(self.source, span.start(), span.end())
    }

    /// The place of a node without the blanks at its end.
    fn trimmed(&self, pair: &Matched<'_>) -> Span {
        let start = pair.as_span().start();
        Span::new(self.source, start, start + pair.as_str().trim_end().len())
    }

    /// The text as written at a place, every run of blanks as one space.
    fn written(&self, span: Span) -> String {
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or("");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn spanned(&self, pair: &Matched<'_>) -> Spanned<String> {
        Spanned::new(pair.as_str().to_owned(), self.span(pair))
    }

    /// The name in the next child; empty where there is none, which the grammar does not let happen.
    fn name_in(&self, pair: Option<Matched<'_>>) -> Spanned<String> {
        pair.map_or_else(
            || Spanned::new(String::new(), Span::new(self.source, 0, 0)),
            |pair| self.spanned(&pair),
        )
    }

    fn quoted(&self, pair: &Matched<'_>) -> Text {
        let span = self.span(pair);
        let raw = pair.as_str();
        let text = if let Some(inside) = raw.strip_prefix("\"\"\"") {
            inside.strip_suffix("\"\"\"").unwrap_or(inside)
        } else if let Some(inside) = raw.strip_prefix('"') {
            inside.strip_suffix('"').unwrap_or(inside)
        } else {
            let rest = self.text.get(span.start as usize..).unwrap_or("");
            let line = rest.lines().next().unwrap_or("");
            line.trim_end_matches([' ', '{']).trim_matches('"')
        };
        Text {
            text: text.to_owned(),
            span,
        }
    }

    fn broken(&self, span: Span) -> Expr {
        expr(Node::Broken, span)
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }

    /// Tells of a sign that is spelled as in another language.
    fn spelling(&mut self, span: Span, written: &str, right: &str) {
        let message = format!("`{written}` is written `{right}`");
        let spaced = if right.starts_with(char::is_alphabetic) {
            format!(" {right} ")
        } else {
            right.to_owned()
        };
        let found = crate::codes::syntax::OPERATOR_SPELLING.at(span, message);
        self.tell(found.help(format!("`{right}`")).safe_fix(span, spaced));
    }

    /// A mistake at a place: told, and the place broken.
    fn fault(&mut self, code: &'static Code, span: Span, message: &str, help: &str) -> Expr {
        let found = code.at(span, message);
        self.tell(if help.is_empty() { found } else { found.help(help) });
        self.broken(span)
    }

    /// Reads something in brackets, braces or a `where`, where an `unless` belongs to what stands there.
    fn afresh<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.inside_unless, false);
        let spilled = std::mem::take(&mut self.spill);
        let result = read(self);
        self.inside_unless = before;
        self.spill = spilled;
        result
    }
}

/// Puts a node to its place.
fn expr(node: Node, span: Span) -> Expr {
    Expr {
        node: Box::new(node),
        span,
    }
}

/// An `unless` at the right edge covers all of what ends there.
fn covered(built: Built) -> Expr {
    match built.unless {
        None => built.expr,
        Some(condition) => {
            let span = built.expr.span.to(condition.span);
            expr(Node::Unless(built.expr, condition), span)
        }
    }
}

/// Whether a child is of one of the rules for a condition in words or in braces.
fn is_body(pair: &Matched<'_>) -> bool {
    matches!(pair.as_rule(), Rule::block | Rule::condition)
}
