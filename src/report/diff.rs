//! What would change in a text, as a unified diff.

use similar::TextDiff;

use super::{Paint, Style};

/// The diff of one file; empty where nothing changes. Without colours it is byte for byte what `patch` reads.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str, style: Style) -> String {
    let diff = TextDiff::from_lines(before, after);
    let text = diff.unified_diff().context_radius(3).header(name, name).to_string();
    if !style.color && !style.ascii {
        return text;
    }
    let mut painted = String::with_capacity(text.len());
    for line in text.lines() {
        let plain = style.plain(line);
        let paint = match line.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => Some(Paint::Strong),
            [b'@', ..] => Some(Paint::Hint),
            [b'-', ..] => Some(Paint::Bad),
            [b'+', ..] => Some(Paint::Good),
            _ => None,
        };
        match paint {
            Some(paint) => painted.push_str(&style.paint(paint, plain)),
            None => painted.push_str(&plain),
        }
        painted.push('\n');
    }
    painted
}
