//! Tables for a document.

use std::io::{self, Write};

use super::tables;
use crate::stats::Stats;

/// Writes the tables.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, all: &[Stats]) -> io::Result<()> {
    for (at, table) in tables(all).iter().enumerate() {
        if table.rows.is_empty() {
            continue;
        }
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "| {} |", table.head.join(" | "))?;
        let rule: Vec<&str> = (0..table.head.len())
            .map(|column| if column == 0 { "---" } else { "---:" })
            .collect();
        writeln!(out, "| {} |", rule.join(" | "))?;
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
        if !table.not_left.is_empty() {
            writeln!(
                out,
                "\nNot left to a person by their words: {}.",
                table.not_left.join(", ")
            )?;
        }
    }
    Ok(())
}
