//! Worked cases for a person: each with a mark, what failed from near, and what no case reaches.

use std::io::{self, Write};

use super::CasesPage;
use crate::examples::Case;
use crate::report::snippet::{self, Mark};
use crate::report::style::{Paint, Style};
use crate::report::{text, words};

/// Writes the cases of one file.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, page: CasesPage<'_>, style: Style) -> io::Result<()> {
    let count = text::count(page.run.cases.len(), "case", "cases");
    writeln!(out, "{}  {count}", style.paint(Paint::Strong, page.file))?;
    for case in &page.run.cases {
        let (mark, paint) = match (case.passed(), style.ascii) {
            (true, false) => ("✓", Paint::Good),
            (true, true) => ("+", Paint::Good),
            (false, false) => ("✗", Paint::Bad),
            (false, true) => ("x", Paint::Bad),
        };
        let title = text::block(&style.plain(&case.title), "    ", "    ", style.width);
        writeln!(out, "  {} {}", style.paint(paint, mark), title.trim_start().trim_end())?;
        if !case.passed() {
            failed(out, page, case, style)?;
        }
    }
    coverage(out, page, style)
}

/// What did not come out as expected, at its place.
fn failed(out: &mut dyn Write, page: CasesPage<'_>, case: &Case, style: Style) -> io::Result<()> {
    let unmet = case.expectations.iter().filter(|met| !met.is_met());
    let marks: Vec<Mark> = unmet
        .clone()
        .map(|met| Mark {
            span: met.span,
            text: CasesPage::told(met),
            paint: Paint::Bad,
        })
        .collect();
    write!(
        out,
        "{}",
        snippet::draw(page.sources, &marks, &[], style).trim_start_matches('\n')
    )?;
    for met in unmet {
        let reason = page.reason(met);
        if !reason.is_empty() {
            let line = format!("{} came out {}: {reason}", page.about(met), words::spaced(&met.got));
            let line = text::block(&style.plain(&line), "    ", "      ", style.width);
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    Ok(())
}

fn coverage(out: &mut dyn Write, page: CasesPage<'_>, style: Style) -> io::Result<()> {
    let coverage = &page.run.coverage;
    if coverage.criteria.is_empty() && coverage.branches.is_empty() {
        return writeln!(out);
    }
    let mut lines = Vec::new();
    let unreached: Vec<&str> = coverage
        .unreached_criteria()
        .map(|criterion| criterion.id.as_str())
        .collect();
    if !unreached.is_empty() {
        lines.push(format!("no case reaches {}", unreached.join(", ")));
    }
    for (only, other) in [("pass", "fail"), ("fail", "pass"), ("yes", "no"), ("no", "yes")] {
        let one_sided: Vec<&str> = coverage
            .criteria
            .iter()
            .filter(|criterion| {
                let undecided = criterion.outcomes.iter().all(|outcome| outcome == "unknown");
                let asked = criterion.outcomes.contains(only) || (undecided && !criterion.outcomes.is_empty());
                asked && criterion.words.contains(&other) && !criterion.outcomes.contains(other)
            })
            .map(|criterion| criterion.id.as_str())
            .collect();
        if !one_sided.is_empty() {
            lines.push(format!("never `{other}`: {}", one_sided.join(", ")));
        }
    }
    for branch in coverage.unreached_branches() {
        let condition = page.sources.slice(branch.condition);
        let condition: Vec<&str> = condition.split_whitespace().collect();
        let condition = text::cut(&condition.join(" "), 50, if style.ascii { "..." } else { "…" });
        let line = page.line(branch.condition);
        lines.push(match (branch.holds, branch.of) {
            (true, _) => format!("no case where {condition} holds (line {line})"),
            (false, 1) => format!("no case where {condition} does not hold (line {line})"),
            (false, several) => format!("no case where none of {several} conditions holds (from line {line} on)"),
        });
    }
    for line in lines {
        let line = text::block(&style.plain(&line), "  ", "    ", style.width);
        writeln!(out, "{}", style.paint(Paint::Faint, line.trim_end()))?;
    }
    let reached = coverage.criteria.len() - unreached.len();
    let taken = coverage.branches.len() - coverage.unreached_branches().count();
    let mut parts = Vec::new();
    if !coverage.criteria.is_empty() {
        parts.push(format!(
            "{reached} of {} criteria and endpoints",
            coverage.criteria.len()
        ));
    }
    if !coverage.branches.is_empty() {
        parts.push(format!("{taken} of {} branches", coverage.branches.len()));
    }
    writeln!(out, "  reached: {}\n", parts.join(", "))
}
