//! Modules as pages of the documentation.

use std::io::{self, Write};

use crate::library::Description;

/// Every module, one section each.
///
/// # Errors
/// Those of `out`.
pub fn all(out: &mut dyn Write, modules: &[Description]) -> io::Result<()> {
    writeln!(out, "# The library\n")?;
    writeln!(
        out,
        "What `use NAME` brings: scores, formulas, definitions and facts, with where they were published. This page is what\n\
         `elig library --format markdown` writes; `elig library NAME` shows one module, `elig library NAME --format text` its\n\
         text, with `--format cases` its worked cases, and `elig test --library` runs those. A fact that no rule reads is not asked for: using\n\
         a module costs nothing.\n"
    )?;
    for module in modules {
        writeln!(
            out,
            "- [`{}`](#{}): {}",
            module.name,
            module.name,
            escaped(&module.about)
        )?;
    }
    for module in modules {
        writeln!(out)?;
        one(out, module)?;
    }
    Ok(())
}

/// One module.
///
/// # Errors
/// Those of `out`.
pub fn one(out: &mut dyn Write, module: &Description) -> io::Result<()> {
    writeln!(out, "## {}\n\n{}", module.name, escaped(&module.about))?;
    for line in &module.remarks {
        writeln!(out, "{}", escaped(line))?;
    }
    if !module.uses.is_empty() {
        let uses: Vec<String> = module.uses.iter().map(|name| format!("[`{name}`](#{name})")).collect();
        writeln!(out, "\nUses {}.", uses.join(", "))?;
    }
    if !module.definitions.is_empty() {
        writeln!(out, "\n| definition | what | published |\n| --- | --- | --- |")?;
        for definition in &module.definitions {
            let title = definition.title.as_deref().unwrap_or("");
            let mut published = definition.sources.join("; ");
            if let Some(said) = &definition.unverified {
                published = format!("{published} **Not verified:** {said}");
            }
            let (title, published) = (escaped(title), escaped(&published));
            writeln!(out, "| `{}` | {title} | {} |", definition.name, published.trim())?;
        }
    }
    if !module.facts.is_empty() {
        writeln!(out, "\n| fact | holds | question | codes |\n| --- | --- | --- | --- |")?;
        for fact in &module.facts {
            let question = escaped(fact.question.as_deref().unwrap_or(""));
            let codes = fact.codes.join(", ");
            writeln!(out, "| `{}` | `{}` | {question} | {codes} |", fact.name, fact.kind)?;
        }
    }
    Ok(())
}

/// Text in a table: a bar would end its cell, an angle bracket begin a tag.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
