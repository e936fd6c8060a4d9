//! Tables for a terminal.

use std::io::{self, Write};

use super::tables;
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::stats::Stats;

/// Writes the tables, each with what its columns count.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, all: &[Stats], style: Style) -> io::Result<()> {
    for (at, table) in tables(all).iter().enumerate() {
        if table.rows.is_empty() {
            continue;
        }
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", style.paint(Paint::Strong, table.title))?;
        let head: Vec<String> = table.head.iter().map(|name| (*name).to_owned()).collect();
        let lines = || std::iter::once(&head).chain(&table.rows);
        let plain = |cell: &str| style.plain(cell).into_owned();
        let widths: Vec<usize> = (0..head.len())
            .map(|column| {
                lines()
                    .filter_map(|line| line.get(column))
                    .map(|cell| text::width(&plain(cell)))
                    .max()
            })
            .map(Option::unwrap_or_default)
            .collect();
        for (at, line) in lines().enumerate() {
            let mut shown = String::new();
            for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
                let cell = plain(cell);
                let cell = if column == 0 {
                    text::pad(&cell, *width)
                } else {
                    format!("  {}", text::pad_left(&cell, *width))
                };
                shown.push_str(&cell);
            }
            let last = at == table.rows.len() && line.first().is_some_and(|name| name == "total");
            match (at, last) {
                (0, _) => writeln!(out, "{}", style.paint(Paint::Faint, shown))?,
                (_, true) => writeln!(out, "{}", style.paint(Paint::Strong, shown))?,
                _ => writeln!(out, "{shown}")?,
            }
        }
        if !table.notes.is_empty() {
            writeln!(out)?;
        }
        let not_left = match table.not_left.as_slice() {
            [] => None,
            ids => Some(format!("not left  {}", ids.join(", "))),
        };
        let notes = table.notes.iter().copied();
        for note in notes.chain(not_left.as_deref()) {
            for line in text::block(note, "  ", "            ", style.width).lines() {
                writeln!(out, "{}", style.paint(Paint::Faint, line.to_owned()))?;
            }
        }
    }
    Ok(())
}
