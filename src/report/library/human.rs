//! Modules for a person: a table of all, or a page about one.

use std::io::{self, Write};

use crate::library::Description;
use crate::library::describe::{Declared, Defined};
use crate::report::style::{Paint, Style};
use crate::report::text;

/// Names get so many columns; longer ones a line of their own.
const NAMES: usize = 24;

/// Every module on its line.
///
/// # Errors
/// Those of `out`.
pub fn all(out: &mut dyn Write, modules: &[Description], style: Style) -> io::Result<()> {
    for module in modules {
        let counts = [
            (module.definitions.len(), "definition", "definitions"),
            (module.facts.len(), "fact", "facts"),
            (module.cases, "worked case", "worked cases"),
        ];
        let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, one, many)| text::count(count, one, many)).collect();
        entry(
            out,
            &module.name,
            &[(&module.about, None), (&counts.join(", "), Some(Paint::Faint))],
            style,
        )?;
    }
    writeln!(
        out,
        "\n{}",
        style.paint(Paint::Faint, "one from near:  elig library NAME")
    )
}

/// A page about one module.
///
/// # Errors
/// Those of `out`.
pub fn one(out: &mut dyn Write, module: &Description, style: Style) -> io::Result<()> {
    writeln!(out, "{}", style.paint(Paint::Strong, format!("use {}", module.name)))?;
    paragraph(out, &module.about, style)?;
    for line in &module.remarks {
        paragraph(out, line, style)?;
    }
    if !module.uses.is_empty() {
        writeln!(out, "\nuses {}", module.uses.join(", "))?;
    }
    if !module.definitions.is_empty() {
        writeln!(out, "\n{}", style.paint(Paint::Strong, "definitions"))?;
        for definition in &module.definitions {
            defined(out, definition, style)?;
        }
    }
    if !module.facts.is_empty() {
        writeln!(out, "\n{}", style.paint(Paint::Strong, "facts"))?;
        for fact in &module.facts {
            declared(out, fact, style)?;
        }
    }
    if module.cases > 0 {
        let cases = text::count(module.cases, "worked case", "worked cases");
        writeln!(out, "\n{cases}:  elig library {} --format cases", module.name)?;
    }
    Ok(())
}

fn defined(out: &mut dyn Write, definition: &Defined, style: Style) -> io::Result<()> {
    let sources: Vec<String> = definition
        .sources
        .iter()
        .map(|source| format!("source: {source}"))
        .collect();
    let unverified = definition
        .unverified
        .as_ref()
        .map(|said| format!("not verified: {said}"));
    let mut lines: Vec<(&str, Option<Paint>)> = Vec::new();
    lines.extend(definition.title.as_deref().map(|title| (title, None)));
    lines.extend(sources.iter().map(|source| (source.as_str(), Some(Paint::Faint))));
    lines.extend(unverified.as_deref().map(|said| (said, Some(Paint::Open))));
    entry(out, &definition.name, &lines, style)
}

fn declared(out: &mut dyn Write, fact: &Declared, style: Style) -> io::Result<()> {
    let mut kind = text::cut(&fact.kind, style.width.saturating_sub(NAMES + 4), style.ellipsis());
    if !fact.codes.is_empty() {
        kind = format!("{kind}  ({})", fact.codes.join(", "));
    }
    let mut lines: Vec<(&str, Option<Paint>)> = vec![(&kind, Some(Paint::Faint))];
    if let Some(question) = &fact.question {
        lines.insert(0, (question, None));
    }
    entry(out, &fact.name, &lines, style)
}

/// A name with lines beside it.
fn entry(out: &mut dyn Write, name: &str, lines: &[(&str, Option<Paint>)], style: Style) -> io::Result<()> {
    let indent = " ".repeat(NAMES + 2);
    let mut first = format!("  {}", text::pad(&style.plain(name), NAMES));
    if text::width(name) >= NAMES {
        writeln!(out, "  {}", style.plain(name))?;
        first.clone_from(&indent);
    }
    let mut rest = lines.iter();
    if lines.is_empty() {
        return writeln!(out, "{}", first.trim_end());
    }
    if let Some((line, paint)) = rest.next() {
        let block = text::block(&style.plain(line), &indent, &indent, style.width);
        let block = block.get(indent.len()..).unwrap_or("").trim_end().to_owned();
        writeln!(out, "{first}{}", painted(&block, *paint, style))?;
    }
    for (line, paint) in rest {
        let block = text::block(&style.plain(line), &indent, &indent, style.width);
        writeln!(out, "{}", painted(block.trim_end(), *paint, style))?;
    }
    Ok(())
}

fn painted(text: &str, paint: Option<Paint>, style: Style) -> String {
    match paint {
        Some(paint) => style.paint(paint, text).to_string(),
        None => text.to_owned(),
    }
}

fn paragraph(out: &mut dyn Write, line: &str, style: Style) -> io::Result<()> {
    let block = text::block(&style.plain(line), "", "", style.width);
    writeln!(out, "{}", block.trim_end())
}
