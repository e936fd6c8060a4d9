//! Codes as a person reads them.

use std::io::{self, Write};

use crate::codes::Code;
use crate::codes::page::{Part, parts};
use crate::report::style::{Paint, Style};
use crate::report::text;

/// A line for each code.
///
/// # Errors
/// Those of `out`.
pub fn list(out: &mut dyn Write, codes: &[&'static Code], style: Style) -> io::Result<()> {
    let widest = codes.iter().map(|code| code.name.len()).max().unwrap_or(0);
    for code in codes {
        let head = format!("{} {}", code.id, text::pad(code.name, widest));
        let left = style.width.saturating_sub(text::width(&head) + 2);
        let summary = text::cut(&style.plain(code.summary), left, style.ellipsis());
        writeln!(out, "{}  {summary}", style.paint(Paint::of_level(code.level), head))?;
    }
    Ok(())
}

/// The page of a code.
///
/// # Errors
/// Those of `out`.
pub fn page(out: &mut dyn Write, code: &'static Code, style: Style) -> io::Result<()> {
    let head = format!("{} {}", code.id, code.name);
    let paint = Paint::of_level(code.level);
    writeln!(out, "{}  {}", style.paint(paint, head), code.level.word())?;
    let words = |text: &str| text::block(&style.plain(text), "  ", "  ", style.width);
    write!(out, "{}", words(code.summary))?;
    for part in parts(code.page()) {
        writeln!(out)?;
        match part {
            Part::Words(text) => write!(out, "{}", words(&text))?,
            Part::Block(block) => {
                for line in block.text.lines() {
                    let line = format!("      {}", style.plain(line));
                    writeln!(out, "{}", line.trim_end())?;
                }
            }
        }
    }
    Ok(())
}
