//! The document as Markdown, to be printed and signed.

use std::io::{self, Write};

use super::document::{Document, Item, Note, Section};
use super::prose::Prose;
use super::writer::Defined;

/// Writes the document.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    head(out, document)?;
    for section in &document.sections {
        criteria(out, section)?;
    }
    definitions(out, &document.definitions)?;
    in_place(out, document)?;
    facts(out, document)?;
    cases(out, document)?;
    signature(out, document)
}

fn head(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    writeln!(out, "# {}", escaped(&document.id))?;
    if let Some(title) = &document.title {
        writeln!(out, "\n{}", escaped(title))?;
    }
    writeln!(out, "\n| | |\n| --- | --- |")?;
    for (word, text) in &document.settings {
        writeln!(out, "| {word} | {} |", cell(text))?;
    }
    for (date, question) in &document.dates {
        let question = question.as_deref().unwrap_or("");
        writeln!(out, "| date: {} | {} |", cell(date), cell(question))?;
    }
    if let Some(assessed) = &document.assessed {
        writeln!(out, "| assessed at | {} |", cell(assessed))?;
    }
    if let Some(validity) = &document.validity {
        writeln!(out, "| laboratory readings | {} |", cell(validity))?;
    }
    writeln!(out, "\n## How to read this\n")?;
    writeln!(
        out,
        "Beside the protocol's words stands what the program asks, in sentences that are made of the very rules it \
         evaluates.\n"
    )?;
    for line in document.preface() {
        writeln!(out, "- {}", escaped(&line))?;
    }
    if !document.notes.is_empty() {
        writeln!(out, "\nHow the protocol was read as a whole:\n")?;
        notes(out, &document.notes)?;
    }
    Ok(())
}

fn criteria(out: &mut dyn Write, section: &Section) -> io::Result<()> {
    writeln!(out, "\n## {}", section.title)?;
    for item in &section.items {
        criterion(out, item)?;
    }
    Ok(())
}

fn criterion(out: &mut dyn Write, item: &Item) -> io::Result<()> {
    writeln!(out, "\n### {}\n", escaped(&item.id))?;
    if let Some(parent) = &item.part_of {
        writeln!(out, "A part of {}, which alone decides.\n", escaped(parent))?;
    }
    writeln!(out, "| Protocol | Rule |\n| --- | --- |")?;
    let text = item.text.as_deref().unwrap_or("");
    writeln!(out, "| {} | {} |", cell(text), in_cell(&item.prose))?;
    if !item.rule.is_empty() {
        writeln!(out, "\n```elig\n{}\n```", item.rule)?;
    }
    if !item.notes.is_empty() {
        writeln!(out)?;
        notes(out, &item.notes)?;
    }
    Ok(())
}

fn notes(out: &mut dyn Write, notes: &[Note]) -> io::Result<()> {
    for note in notes {
        writeln!(out, "- *{}:* {}", escaped(&note.kind()), escaped(&note.text))?;
    }
    Ok(())
}

fn definitions(out: &mut dyn Write, definitions: &[Defined]) -> io::Result<()> {
    if definitions.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Definitions")?;
    for defined in definitions {
        let (mark, name) = (&defined.mark, &defined.name);
        writeln!(out, "\n### {mark} {}\n\n`{name}`", escaped(&defined.title))?;
        writeln!(out)?;
        list(out, &defined.prose, 0)?;
        if let Some(given) = &defined.given {
            writeln!(out, "\n{}", escaped(given))?;
        }
        if !defined.sources.is_empty() {
            writeln!(out, "\nPublished: {}.", escaped(&defined.sources.join("; ")))?;
        }
        if let Some(said) = &defined.unverified {
            writeln!(out, "\n**Not verified:** {}", escaped(said))?;
        }
    }
    Ok(())
}

fn in_place(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    if document.in_place.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n### Written out where they are used\n\n| definition | published |\n| --- | --- |"
    )?;
    for (name, sources) in &document.in_place {
        writeln!(out, "| `{name}` | {} |", cell(&sources.join("; ")))?;
    }
    Ok(())
}

fn facts(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    if document.facts.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n## Facts that are asked for\n\n| fact | in sentences | question | holds | codes | asked for by |\n\
         | --- | --- | --- | --- | --- | --- |"
    )?;
    for fact in &document.facts {
        let texts = [&fact.called, &fact.question, &fact.holds, &fact.codes, &fact.read_by];
        let cells: Vec<String> = texts.into_iter().map(|text| cell(text)).collect();
        writeln!(out, "| `{}` | {} |", fact.name, cells.join(" | "))?;
    }
    Ok(())
}

fn cases(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    if document.cases.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n## Worked cases\n\n| case | given | what must come out |\n| --- | --- | --- |"
    )?;
    for case in &document.cases {
        let (title, given) = (cell(&case.title), cell(&case.given));
        writeln!(out, "| {title} | {given} | {} |", cell(&case.expected))?;
    }
    Ok(())
}

fn signature(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    writeln!(
        out,
        "\n## Signature\n\nThe rules above say what the protocol means.\n\n| name | role | date | signature |\n\
         | --- | --- | --- | --- |"
    )?;
    for _ in 0..2 {
        writeln!(out, "| &nbsp; | | | |")?;
    }
    let version = env!("CARGO_PKG_VERSION");
    writeln!(
        out,
        "\nWritten by elig {version} from these texts; whoever has the same has signed for the same rules.\n\n\
         | text | SHA-256 |\n| --- | --- |"
    )?;
    for (name, digest) in &document.fingerprints {
        writeln!(out, "| {} | `{digest}` |", cell(name))?;
    }
    Ok(())
}

/// A sentence and its list, each line a bullet.
fn list(out: &mut dyn Write, prose: &Prose, depth: usize) -> io::Result<()> {
    if depth == 0 {
        writeln!(out, "{}", escaped(&sentence(prose)))?;
        if !prose.is_line() {
            writeln!(out)?;
        }
    } else {
        writeln!(out, "{}- {}", "  ".repeat(depth - 1), escaped(&prose.head()))?;
    }
    for item in prose.items() {
        list(out, item, depth + 1)?;
    }
    Ok(())
}

/// The same in a cell of a table, where no list may stand.
fn in_cell(prose: &Prose) -> String {
    fn add(prose: &Prose, depth: usize, lines: &mut Vec<String>) {
        let sign = if depth % 2 == 1 { "•" } else { "◦" };
        let line = match depth {
            0 => cell(&sentence(prose)),
            _ => format!("{}{sign} {}", "&emsp;".repeat(depth - 1), cell(&prose.head())),
        };
        lines.push(line);
        prose.items().iter().for_each(|item| add(item, depth + 1, lines));
    }
    let mut lines = Vec::new();
    add(prose, 0, &mut lines);
    lines.join("<br>")
}

/// A whole sentence ends with a full stop, a head with its colon.
fn sentence(prose: &Prose) -> String {
    let head = prose.head();
    if prose.is_line() { format!("{head}.") } else { head }
}

/// Text of a cell: no line may end in it.
fn cell(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    lines.join("<br>")
}

/// Text as it is, none of its signs taken for one of the layout.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => result.push_str("&lt;"),
            '&' => result.push_str("&amp;"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '#' => {
                result.push('\\');
                result.push(c);
            }
            c if c.is_control() => result.push(' '),
            c => result.push(c),
        }
    }
    result
}
