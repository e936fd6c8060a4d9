//! A few lines of a source, made ready for the terminal: long ones cut, tabs and signs replaced, places mapped.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

use super::{Placed, label_text};
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::source::Source;

/// Some lines and the marks under them.
pub(super) struct Excerpt {
    name: String,
    /// The number of the first line, from 0.
    first_line: usize,
    lines: usize,
    text: String,
    marks: Vec<Marked>,
}

/// A mark whose place is one of the excerpt's text.
struct Marked {
    start: usize,
    end: usize,
    text: Option<String>,
    paint: Paint,
    primary: bool,
    /// In the source, from 1.
    position: (usize, usize),
    /// Which of the given marks it is.
    given: usize,
}

impl Excerpt {
    /// The lines of `range` with as many of the marks, in their order, as can stand beside each other.
    pub(super) fn new(source: &Source, range: std::ops::Range<usize>, placed: &[Placed<'_>], style: Style) -> Self {
        let mut excerpt = Self {
            name: style.plain(&source.name).into_owned(),
            first_line: (range.start + source.first_line).saturating_sub(1),
            lines: range.len(),
            text: String::new(),
            marks: Vec::new(),
        };
        let gutter = (range.end + source.first_line).to_string().len() + 4;
        for line in range {
            excerpt.line(source, line, placed, gutter, style);
        }
        excerpt
    }

    fn line(&mut self, source: &Source, line: usize, placed: &[Placed<'_>], gutter: usize, style: Style) {
        let mut chosen: Vec<(usize, &Placed)> = Vec::new();
        for (given, one) in placed.iter().enumerate().filter(|(_, one)| one.line == line) {
            let free = chosen
                .iter()
                .all(|(_, other)| one.start >= other.end && (one.start, one.end) != (other.start, other.end));
            if free {
                chosen.push((given, one));
            }
        }
        let room = style.width.saturating_sub(gutter + 1).max(40);
        let range = source.line(line);
        let window = window(source, range.clone(), &mut chosen, room, style);
        if window.start > range.start {
            self.text.push_str(style.ellipsis());
            self.text.push(' ');
        }
        let line_start = self.text.rfind('\n').map_or(0, |at| at + 1);
        let words = source.text.get(window.clone()).unwrap_or("");
        let mut ends: Vec<(usize, usize)> = Vec::with_capacity(words.len() + 1);
        for (at, c) in words.char_indices() {
            ends.push((window.start + at, self.text.len()));
            style.push(c, &mut self.text);
        }
        ends.push((window.end, self.text.len()));
        let mapped = |byte: usize| match ends.binary_search_by_key(&byte, |(from, _)| *from) {
            Ok(at) => ends.get(at).map_or(line_start, |(_, to)| *to),
            Err(_) => self.text.len(),
        };
        for (given, one) in chosen {
            let (start, end) = (mapped(one.start), mapped(one.end.min(window.end)));
            let before = self.text.get(line_start..start).map_or(0, text::width);
            let middle = before + self.text.get(start..end).map_or(0, text::width) / 2;
            self.marks.push(Marked {
                start,
                end,
                text: label_text(&one.mark.text, gutter + middle, style),
                paint: one.mark.paint,
                primary: one.primary,
                position: source.position(one.start),
                given,
            });
        }
        if window.end < range.end {
            self.text.push(' ');
            self.text.push_str(style.ellipsis());
        }
        self.text.push('\n');
    }

    /// Those that found no room.
    pub(super) fn left_over<'a>(&self, placed: Vec<Placed<'a>>) -> Vec<Placed<'a>> {
        let taken: Vec<usize> = self.marks.iter().map(|mark| mark.given).collect();
        placed
            .into_iter()
            .enumerate()
            .filter(|(given, _)| !taken.contains(given))
            .map(|(_, one)| one)
            .collect()
    }

    /// Start, end and colour of each mark, in order of their places.
    pub(super) fn marks(&self) -> impl Iterator<Item = (usize, usize, Paint)> {
        self.marks.iter().map(|mark| (mark.start, mark.end, mark.paint))
    }

    /// As the drawing library wants them.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.marks.iter().map(|mark| {
            let span = SourceSpan::new(mark.start.into(), mark.end - mark.start);
            if mark.primary {
                LabeledSpan::new_primary_with_span(mark.text.clone(), span)
            } else {
                LabeledSpan::new_with_span(mark.text.clone(), span)
            }
        })
    }
}

/// The part of a line that fits: the whole of it, or what surrounds its marks. Marks that fall outside are dropped from
/// `chosen`.
fn window(
    source: &Source,
    line: std::ops::Range<usize>,
    chosen: &mut Vec<(usize, &Placed<'_>)>,
    room: usize,
    style: Style,
) -> std::ops::Range<usize> {
    let words = source.text.get(line.clone()).unwrap_or("");
    // As wide as it may become: a sign that ASCII must spell out takes up to five columns.
    let columns = |c: char| match c {
        '\t' => 4,
        c if c.is_ascii() => 1,
        _ if style.ascii => 5,
        c => c.width().unwrap_or(1),
    };
    let measure = |range: std::ops::Range<usize>| -> usize {
        source
            .text
            .get(range)
            .map_or(0, |words| words.chars().map(columns).sum())
    };
    // A line of a record may be very long: look no further than needed.
    let mut whole = 0;
    if words.chars().all(|c| {
        whole += columns(c);
        whole <= room
    }) {
        return line;
    }
    let side = text::width(style.ellipsis()) + 1;
    let inner = room.saturating_sub(2 * side);
    let focus = chosen
        .iter()
        .find(|(_, one)| one.primary)
        .or(chosen.first())
        .map(|(_, one)| (one.start, one.end));
    let Some((mut start, mut end)) = focus else {
        return line.start..line.start + taken(words.chars(), room - side, columns);
    };
    for (_, one) in chosen.iter() {
        let (low, high) = (start.min(one.start), end.max(one.end));
        if high - low <= 4 * room && measure(low..high) <= inner {
            (start, end) = (low, high);
        }
    }
    if end - start > 4 * room || measure(start..end) > inner {
        let words = source.text.get(start..end).unwrap_or("");
        end = start + taken(words.chars(), inner, columns);
    }
    if end - line.start <= 4 * room && measure(line.start..end) <= room - side {
        start = line.start;
    } else {
        let spare = inner.saturating_sub(measure(start..end)) / 2;
        let before = source.text.get(line.start..start).unwrap_or("");
        start -= taken(before.chars().rev(), spare, columns);
    }
    let spare = if start == line.start { room - side } else { inner }.saturating_sub(measure(start..end));
    let behind = source.text.get(end..line.end).unwrap_or("");
    end += taken(behind.chars(), spare, columns);
    chosen.retain(|(_, one)| one.start >= start && one.start < end.max(start + 1));
    start..end
}

/// The bytes of the first characters that fit into `room` columns.
fn taken(words: impl Iterator<Item = char>, room: usize, columns: impl Fn(char) -> usize) -> usize {
    let (mut bytes, mut used) = (0, 0);
    for c in words {
        used += columns(c);
        if used > room {
            break;
        }
        bytes += c.len_utf8();
    }
    bytes
}

impl SourceCode for Excerpt {
    /// The whole excerpt where context is asked for, else the place in the source.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (line, column) = if context_lines_before > 0 {
            (self.first_line, 0)
        } else {
            self.marks
                .iter()
                .find(|mark| mark.start == span.offset() && mark.end - mark.start == span.len())
                .map_or((self.first_line, 0), |mark| {
                    (mark.position.0.saturating_sub(1), mark.position.1.saturating_sub(1))
                })
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            SourceSpan::new(0.into(), self.text.len()),
            line,
            column,
            self.lines,
        )))
    }
}
