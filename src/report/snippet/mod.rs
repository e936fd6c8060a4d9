//! Lines of a text with labels under them, drawn by `miette`.

mod excerpt;

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};

use super::style::{Paint, Style};
use super::text;
use crate::source::{SourceId, Sources, Span};
use excerpt::Excerpt;

/// Lines that lie no further apart are shown in one box.
const NEAR: usize = 3;
/// A label's text gets at least so many columns.
const LABEL_ROOM: usize = 28;

/// A place and the words under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The place. Of a place on several lines the first is marked.
    pub span: Span,
    /// The words; may be empty.
    pub text: String,
    /// How it is coloured.
    pub paint: Paint,
}

/// A mark with its place found.
#[derive(Debug, Clone)]
struct Placed<'a> {
    mark: &'a Mark,
    /// From 0.
    line: usize,
    start: usize,
    end: usize,
    primary: bool,
}

/// The boxes for some places, the one with the first of them before the others. `shown` lines stand in a box without a
/// mark, where they are near.
#[must_use]
pub fn draw(sources: &Sources, marks: &[Mark], shown: &[Span], style: Style) -> String {
    let mut result = String::new();
    let mut done: Vec<SourceId> = Vec::new();
    for mark in marks {
        let id = mark.span.source;
        if done.contains(&id) {
            continue;
        }
        done.push(id);
        let Some(source) = sources.get(id) else { continue };
        let mut placed: Vec<Placed> = Vec::new();
        for (at, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.span.source == id) {
            placed.push(place(source, mark, at == 0));
        }
        placed.sort_by_key(|p| (p.line, p.start, p.end));
        let mut boxes = cluster(placed);
        boxes.sort_by_key(|group| !group.iter().any(|p| p.primary));
        for group in boxes {
            let lines = lines_of(source, &group, shown);
            let mut rest = group;
            while !rest.is_empty() {
                let before = rest.len();
                let excerpt = Excerpt::new(source, lines.clone(), &rest, style);
                rest = excerpt.left_over(rest);
                result.push_str(&excerpt.draw(style));
                if rest.len() == before {
                    break;
                }
            }
        }
    }
    result
}

/// Finds the line of a mark and keeps it on that line.
fn place<'a>(source: &crate::source::Source, mark: &'a Mark, primary: bool) -> Placed<'a> {
    let start = floor(&source.text, mark.span.start as usize);
    let line = source.position(start).0.saturating_sub(source.first_line);
    let range = source.line(line);
    let start = start.clamp(range.start, range.end);
    let mut end = floor(&source.text, mark.span.end as usize);
    if end > range.end {
        let words = source
            .text
            .get(start..range.end)
            .map_or(0, |words| words.trim_end().len());
        end = start + words;
    }
    Placed {
        mark,
        line,
        start,
        end: end.max(start),
        primary,
    }
}

/// The nearest boundary of a character that is no later.
fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn cluster(placed: Vec<Placed<'_>>) -> Vec<Vec<Placed<'_>>> {
    let mut boxes: Vec<Vec<Placed>> = Vec::new();
    for one in placed {
        let last = boxes.last().and_then(|group| group.last()).map(|p| p.line);
        match boxes.last_mut() {
            Some(group) if last.is_some_and(|line| one.line <= line + NEAR) => group.push(one),
            _ => boxes.push(vec![one]),
        }
    }
    boxes
}

/// The lines of a box, the shown ones taken in where they are near.
fn lines_of(source: &crate::source::Source, group: &[Placed<'_>], shown: &[Span]) -> std::ops::Range<usize> {
    let mut first = group.iter().map(|p| p.line).min().unwrap_or(0);
    let mut last = group.iter().map(|p| p.line).max().unwrap_or(0);
    let id = group.first().map(|p| p.mark.span.source);
    for span in shown.iter().filter(|span| Some(span.source) == id) {
        let line = source.position(span.start as usize).0.saturating_sub(source.first_line);
        if line < first && first - line <= NEAR {
            first = line;
        } else if line > last && line - last <= NEAR {
            last = line;
        }
    }
    first..last + 1
}

impl Excerpt {
    fn draw(self, style: Style) -> String {
        let styles = if style.color {
            let highlights = self.marks().map(|(_, _, paint)| paint.to_style()).collect();
            ThemeStyles {
                highlights,
                link: Paint::Hint.to_style(),
                linum: Paint::Faint.to_style(),
                ..ThemeStyles::ansi()
            }
        } else {
            ThemeStyles::none()
        };
        let characters = if style.ascii {
            ThemeCharacters::ascii()
        } else {
            ThemeCharacters::unicode()
        };
        let mut out = String::new();
        let drawn = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_context_lines(1)
            .with_width(style.width)
            .with_wrap_lines(false)
            .without_syntax_highlighting()
            .render_report(&mut out, &Drawn(self));
        // The first line is the library's own heading, which is empty here.
        match (drawn, out.split_once('\n')) {
            (Ok(()), Some((_, boxes))) => boxes.to_owned(),
            _ => String::new(),
        }
    }
}

/// What is handed to the library: a finding with labels and no words.
struct Drawn(Excerpt);

impl fmt::Debug for Drawn {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawn {}

impl Diagnostic for Drawn {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.0.labels()))
    }
}

/// The words of a label on the lines that they get.
fn label_text(words: &str, column: usize, style: Style) -> Option<String> {
    let words = words
        .split('\n')
        .map(|line| style.plain(line).into_owned())
        .collect::<Vec<_>>()
        .join("\n");
    let room = style.width.saturating_sub(column + 5).max(LABEL_ROOM);
    let lines: Vec<String> = words.split('\n').flat_map(|line| text::wrap(line, room)).collect();
    (!words.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: (usize, usize), text: &str) -> Mark {
        Mark {
            span: Span::new(SourceId(0), at.0, at.1),
            text: text.into(),
            paint: Paint::Bad,
        }
    }

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add("x.elig", text);
        sources
    }

    fn style(width: usize) -> Style {
        Style {
            width,
            ..Style::default()
        }
    }

    #[test]
    fn the_header_names_the_first_label() {
        let sources = sources("inclusion {\n    hemoglobin > 90\n}\n");
        let drawn = draw(
            &sources,
            &[mark((29, 31), "90 of what?"), mark((16, 26), "in g/L")],
            &[],
            style(80),
        );
        let expected = "   ╭─[x.elig:2:18]
 2 │     hemoglobin > 90
   ·     ─────┬────   ─┬
   ·          │        ╰── 90 of what?
   ·          ╰── in g/L
   ╰────
";
        assert_eq!(drawn, expected);
    }

    #[test]
    fn far_places_and_other_files_have_boxes_of_their_own() {
        let mut sources = sources(&"age >= 18\n".repeat(20));
        sources.add("labs.elig", "ALT : lab U/L\n");
        let other = Mark {
            span: Span::new(SourceId(1), 0, 3),
            text: "declared here".into(),
            paint: Paint::Hint,
        };
        let drawn = draw(
            &sources,
            &[mark((100, 103), "a"), mark((0, 3), "b"), other],
            &[],
            style(80),
        );
        let heads: Vec<&str> = drawn.lines().filter(|line| line.contains("─[")).collect();
        assert_eq!(
            heads,
            ["    ╭─[x.elig:11:1]", "   ╭─[x.elig:1:1]", "   ╭─[labs.elig:1:1]"]
        );
    }

    #[test]
    fn a_long_line_is_cut_around_its_label() {
        let long = format!(
            "{{\"id\": \"p\", {}\"total\": \"mg\", {}}}",
            "\"a\": 1, ".repeat(400),
            "\"b\": 2, ".repeat(400)
        );
        let at = long.find("mg").unwrap();
        let mut sources = Sources::default();
        sources.add_source(crate::source::Source::new("w.ndjson", long).from_line(4182));
        let drawn = draw(&sources, &[mark((at, at + 2), "mg/dL?")], &[], style(80));
        assert!(drawn.contains(&format!("[w.ndjson:4182:{}]", at + 1)), "{drawn}");
        assert!(
            drawn.contains(" 4182 │ … ") && drawn.contains("\"total\": \"mg\"") && drawn.contains(" …\n"),
            "{drawn}"
        );
        assert!(drawn.lines().all(|line| text::width(line) <= 80), "{drawn}");
        let lines: Vec<&str> = drawn.lines().collect();
        let column = |line: &str, what: &str| line.find(what).map(|at| text::width(&line[..at]));
        assert_eq!(column(lines[1], "mg"), column(lines[2], "─┬"), "{drawn}");
    }

    #[test]
    fn labels_on_each_other_do_not_mix() {
        let sources = sources("any lesions where site is brain\n");
        let drawn = draw(
            &sources,
            &[mark((4, 31), "outer"), mark((18, 22), "inner")],
            &[],
            style(80),
        );
        assert_eq!(drawn.matches("╭─[").count(), 2, "{drawn}");
    }

    #[test]
    fn places_out_of_the_text_do_no_harm() {
        let sources = sources("µ\n");
        for (start, end) in [(0, 1), (1, 2), (0, 99), (50, 99), (3, 3), (2, 2)] {
            let drawn = draw(&sources, &[mark((start, end), "x")], &[], style(80));
            assert!(drawn.contains("x.elig:"), "{start} {end} {drawn}");
        }
        assert_eq!(draw(&Sources::default(), &[mark((0, 1), "x")], &[], style(80)), "");
    }

    #[test]
    fn ascii_and_tabs_keep_the_labels_in_place() {
        let sources = sources("\tALT ≤ 3×ULN and AST");
        let at = "\tALT ≤ 3×ULN and ".len();
        let ascii = Style {
            ascii: true,
            ..style(80)
        };
        let drawn = draw(&sources, &[mark((at, at + 3), "this")], &[], ascii);
        let lines: Vec<&str> = drawn.lines().collect();
        assert!(drawn.is_ascii(), "{drawn}");
        assert_eq!(lines[1].find("AST"), lines[2].find("^|^"), "{drawn}");
    }
}
