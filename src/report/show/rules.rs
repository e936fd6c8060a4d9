//! The rules as they are written, in the one layout.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Span};
use crate::syntax::inside::{self, Inside};
use crate::syntax::{self, Formatted, ast};

/// The rule of each criterion and endpoint, by its number; notes and nested criteria left out.
#[must_use]
pub fn written(text: &str) -> BTreeMap<String, String> {
    let mut out = Diagnostics::default();
    let laid_out = match syntax::format(SourceId(0), text, &mut out) {
        Formatted::Text(laid_out) => laid_out,
        Formatted::Mistakes | Formatted::Unsure => text.to_owned(),
    };
    let file = syntax::parse(SourceId(0), &laid_out, &mut out);
    let mut found = BTreeMap::new();
    for part in &file.parts {
        match part {
            ast::Part::Section(section) => inside::block(&section.block, &mut |inside| {
                if let Inside::Item(item) = inside {
                    found.insert(item.id.node.clone(), of_item(&laid_out, item));
                }
            }),
            ast::Part::Endpoint(endpoint) => {
                found.insert(endpoint.id.node.clone(), of_block(&laid_out, &endpoint.block));
            }
            _ => {}
        }
    }
    found
}

fn of_item(text: &str, item: &ast::Item) -> String {
    match &item.body {
        ast::ItemBody::Block(block) => of_block(text, block),
        ast::ItemBody::Asks(name) => format!("asks {}", name.node),
        ast::ItemBody::AsksWhen(_, block) => format!("asks {}", of_block(text, block)),
        ast::ItemBody::Judged(name) => format!("judged {}", name.node),
        ast::ItemBody::Broken => String::new(),
    }
}

fn of_block(text: &str, block: &ast::Block) -> String {
    let spans = block.statements.iter().filter_map(|statement| match statement {
        ast::Statement::Condition(condition) => Some(condition.span),
        ast::Statement::Readings(window) => Some(window.span),
        ast::Statement::Reading(reading) => reading.block.as_ref().map(|_| reading.span),
        ast::Statement::Item(_) | ast::Statement::Broken(_) => None,
    });
    let lines: Vec<String> = spans.map(|span| at_margin(text, span)).collect();
    lines.join("\n")
}

/// The lines of a place, as if the first began at the margin.
fn at_margin(text: &str, span: Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let words = text.get(start..end).unwrap_or("");
    let before = text.get(..start).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let indent = line.len() - line.trim_start_matches(' ').len();
    let lines: Vec<&str> = words
        .lines()
        .map(|line| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            line.get(blanks.min(indent)..).unwrap_or(line)
        })
        .collect();
    lines.join("\n")
}
