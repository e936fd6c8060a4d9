//! Columns: what adjacent lines have in common stands below each other.

use super::layout::{Column, Line, WIDTH, width};

/// So much wider than the narrowest some cells may be to be aligned with it.
const SPREAD: usize = 36;

/// Aligns the columns of adjacent entries of one line each.
pub fn align(lines: &mut [Line]) {
    let most = lines.iter().map(|line| line.tabs.len()).max().unwrap_or(0);
    for column in 0..most {
        let mut start = 0;
        while start < lines.len() {
            let end = start + run(lines, start, column);
            if let Some(run) = lines.get_mut(start..end) {
                pad(run, column);
            }
            start = end.max(start + 1);
        }
    }
}

/// So many lines from here on share a column.
fn run(lines: &[Line], start: usize, column: usize) -> usize {
    let key = |line: &Line| -> Option<(usize, Column)> {
        let whole = line.begins && line.ends && !line.text.contains('\n');
        let (_, kind) = line.tabs.get(column)?;
        whole.then_some((line.indent, *kind))
    };
    let Some(first) = lines.get(start).and_then(key) else {
        return 0;
    };
    let rest = lines.iter().skip(start);
    rest.take_while(|line| key(line) == Some(first)).count()
}

/// Widens a column of some lines to one width. What is wider than that, or would become too long, stays as it is.
fn pad(lines: &mut [Line], column: usize) {
    let target = target(lines, column);
    for line in lines {
        let missing = target.saturating_sub(before(line, column));
        let Some((at, _)) = line.tabs.get(column).copied() else {
            continue;
        };
        if length(line) + missing > WIDTH {
            continue;
        }
        line.text.insert_str(at, &" ".repeat(missing));
        for (later, _) in line.tabs.iter_mut().skip(column) {
            *later += missing;
        }
    }
}

/// The width of a column: that of the widest. What a fact holds may be a long list of options, and what is compared a
/// long formula: there it is the width that aligns the most lines, the smallest of these.
fn target(lines: &[Line], column: usize) -> usize {
    let cells: Vec<(usize, usize)> = lines.iter().map(|line| (before(line, column), length(line))).collect();
    let kind = lines.first().and_then(|line| line.tabs.get(column));
    if !matches!(kind, Some((_, Column::Kind | Column::Sign))) {
        return cells.iter().map(|(width, _)| *width).max().unwrap_or(0);
    }
    let narrowest = cells.iter().map(|(width, _)| *width).min().unwrap_or(0);
    let aligned = |target: usize| {
        let short = cells.iter().filter(|(width, _)| *width <= target);
        short.filter(|(width, length)| length + target - width <= WIDTH).count()
    };
    let targets = (narrowest..=narrowest + SPREAD).rev();
    targets.max_by_key(|target| aligned(*target)).unwrap_or(0)
}

/// The columns in front of a tab.
fn before(line: &Line, column: usize) -> usize {
    let end = line.tabs.get(column).map_or(0, |(at, _)| *at);
    width(line.text.get(..end).unwrap_or(""))
}

fn length(line: &Line) -> usize {
    line.indent + width(&line.text)
}

/// Lines to text.
pub fn text(lines: &[Line], end: &str) -> String {
    let mut text = String::new();
    for line in lines {
        if !line.text.is_empty() {
            text.push_str(&" ".repeat(line.indent));
        }
        text.push_str(line.text.trim_end());
        if let Some(comment) = &line.comment {
            text.push_str("  ");
            text.push_str(comment);
        }
        text.push_str(end);
    }
    text
}
