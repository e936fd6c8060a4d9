//! The document on a terminal.

use std::io::{self, Write};

use super::document::{Document, Item, Note};
use super::prose::Prose;
use crate::report::style::{Paint, Style};
use crate::report::text;

/// Writes the document; with `whole` also what stands around the criteria.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, document: &Document, whole: bool, style: Style) -> io::Result<()> {
    if whole {
        head(out, document, style)?;
    }
    let mut first = !whole;
    for section in &document.sections {
        let gap = if first { "" } else { "\n" };
        writeln!(out, "{gap}{}", style.paint(Paint::Strong, section.title))?;
        first = false;
        for item in &section.items {
            criterion(out, item, style)?;
        }
    }
    if !document.definitions.is_empty() {
        writeln!(out, "\n{}", style.paint(Paint::Strong, "Definitions"))?;
    }
    for defined in &document.definitions {
        let title = style.plain(&defined.title).into_owned();
        let mark = style.paint(Paint::Strong, format!("\n{}", defined.mark));
        writeln!(out, "{mark} {title}")?;
        prose(out, &defined.prose, 2, style)?;
        let given = defined.given.iter().cloned();
        let sources = defined.sources.iter().map(|source| format!("source: {source}"));
        let unverified = defined.unverified.iter().map(|said| format!("not verified: {said}"));
        for line in given.chain(sources).chain(unverified) {
            faint(out, &line, style)?;
        }
    }
    if whole {
        writeln!(out)?;
        for (name, digest) in &document.fingerprints {
            faint(out, &format!("{digest}  {name}"), style)?;
        }
    }
    Ok(())
}

fn head(out: &mut dyn Write, document: &Document, style: Style) -> io::Result<()> {
    let title = document.title.as_deref().unwrap_or("");
    let title = format!("{} {title}", document.id);
    for line in text::wrap(&style.plain(&title), style.width) {
        writeln!(out, "{}", style.paint(Paint::Strong, line))?;
    }
    for (word, said) in &document.settings {
        writeln!(out, "  {word} {}", style.plain(said))?;
    }
    for (date, question) in &document.dates {
        let question = question.as_deref().unwrap_or("");
        let line = format!("{date}: {question}");
        write!(out, "{}", text::block(&style.plain(&line), "  ", "    ", style.width))?;
    }
    writeln!(out)?;
    for line in document.preface() {
        write!(out, "{}", text::block(&style.plain(&line), "  ", "  ", style.width))?;
    }
    notes(out, &document.notes, style)
}

fn criterion(out: &mut dyn Write, item: &Item, style: Style) -> io::Result<()> {
    let part = match &item.part_of {
        Some(parent) => format!("  (a part of {parent}, which alone decides)"),
        None => String::new(),
    };
    let id = style.paint(Paint::Strong, style.plain(&item.id));
    writeln!(out, "\n{id}{part}")?;
    if let Some(text) = &item.text {
        writeln!(out, "  {}", style.paint(Paint::Hint, "Protocol"))?;
        write!(out, "{}", text::block(&style.plain(text), "    ", "    ", style.width))?;
    }
    writeln!(out, "  {}", style.paint(Paint::Hint, "Rule"))?;
    prose(out, &item.prose, 4, style)?;
    notes(out, &item.notes, style)
}

fn prose(out: &mut dyn Write, prose: &Prose, indent: usize, style: Style) -> io::Result<()> {
    let first = " ".repeat(indent);
    write!(
        out,
        "{}",
        text::block(&style.plain(&prose.head()), &first, &first, style.width)
    )?;
    for item in prose.items() {
        bullet(out, item, indent, style)?;
    }
    Ok(())
}

fn bullet(out: &mut dyn Write, prose: &Prose, indent: usize, style: Style) -> io::Result<()> {
    let blanks = " ".repeat(indent);
    let (first, rest) = (format!("{blanks}- "), format!("{blanks}  "));
    write!(
        out,
        "{}",
        text::block(&style.plain(&prose.head()), &first, &rest, style.width)
    )?;
    for item in prose.items() {
        bullet(out, item, indent + 2, style)?;
    }
    Ok(())
}

fn notes(out: &mut dyn Write, notes: &[Note], style: Style) -> io::Result<()> {
    for note in notes {
        faint(out, &format!("{}: {}", note.kind(), note.text), style)?;
    }
    Ok(())
}

fn faint(out: &mut dyn Write, line: &str, style: Style) -> io::Result<()> {
    let block = text::block(&style.plain(line), "  ", "    ", style.width);
    for line in block.lines() {
        writeln!(out, "{}", style.paint(Paint::Faint, line))?;
    }
    Ok(())
}
