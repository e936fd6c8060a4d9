//! The criteria of a protocol's text, as it numbers them.
//!
//! A heading begins a section, a mark an item; what else stands there belongs to the item before it, until the heading of
//! something else comes. An item without a number of its own counts by its place among those on its level.

mod heading;
mod lines;
mod marker;
mod nesting;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::source::{SourceId, Span};
use heading::{Heading, heading, is_chapter, is_title};
use lines::{Line, lines};
use marker::{Kind, Marker, marker};
use nesting::Nesting;

/// An item of a protocol's criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The number it has in rules: `I8.4`.
    pub id: String,
    /// Its mark and its own words, without the items below it.
    pub span: Span,
    /// Its own words.
    pub words: Span,
    /// Its own words on one line.
    pub text: String,
    /// Whether it has items of its own.
    pub parent: bool,
    /// The item it is part of.
    pub above: Option<String>,
    /// Whether the protocol gives it a number or a letter; a bullet has none.
    pub numbered: bool,
}

/// The section that is read.
struct Section {
    /// How far its heading is indented, or its items, where that is less.
    margin: usize,
    /// Whether it has an item yet.
    started: bool,
    /// The mark of its first item, and how far that is indented.
    first: Option<(Kind, char, usize)>,
    /// The number of its last outermost item.
    last: u32,
}

/// The items under the headings of the inclusion and the exclusion criteria.
#[must_use]
pub fn items(source: SourceId, text: &str) -> Vec<Item> {
    let lines = lines(text);
    let mut items: Vec<Item> = Vec::new();
    let mut nesting = Nesting::default();
    let mut section: Option<Section> = None;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        if let Some(found) = heading_at(&lines, at, section.as_ref()) {
            nesting.section(found.letter, found.number);
            section = Some(Section {
                margin: line.indent,
                started: false,
                first: None,
                last: 0,
            });
            continue;
        }
        let Some(open) = &mut section else { continue };
        let marked = marker(line.words).filter(|mark| !(goes_on(&lines, at) && mark.is_a_number(line.words)));
        let placed = marked
            .as_ref()
            .and_then(|mark| Some((mark, nesting.item(mark, line.indent)?)));
        if let Some((mark, (id, above))) = placed {
            open.begins(mark, line, above.is_none());
            items.push(item(source, line, mark, id, above));
            continue;
        }
        match open.meets(&lines, at) {
            Meets::End => section = None,
            Meets::Group => {
                nesting.anew();
                extend(&mut items, line);
            }
            Meets::Words if open.started => extend(&mut items, line),
            Meets::Words => {}
        }
    }
    let above: BTreeSet<String> = items.iter().filter_map(|item| item.above.clone()).collect();
    for item in &mut items {
        item.parent = above.contains(&item.id);
        let words = text.get(item.words.start as usize..item.words.end as usize);
        item.text = words
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
    }
    items
}

fn item(source: SourceId, line: &Line<'_>, mark: &Marker<'_>, id: String, above: Option<String>) -> Item {
    Item {
        id,
        span: Span::new(source, line.start, line.end),
        words: Span::new(source, line.start + mark.len, line.end),
        text: String::new(),
        parent: false,
        above,
        numbered: !mark.printed.is_empty(),
    }
}

/// Words that go on belong to the item before them.
fn extend(items: &mut [Item], line: &Line<'_>) {
    if let Some(last) = items.last_mut() {
        let end = u32::try_from(line.end).unwrap_or(u32::MAX);
        (last.span.end, last.words.end) = (end, end);
    }
}

/// The next line with words.
fn next<'a, 'b>(lines: &'b [Line<'a>], at: usize) -> Option<&'b Line<'a>> {
    lines.iter().skip(at + 1).find(|line| !line.is_blank())
}

/// Whether no words of the same paragraph follow.
fn stands_alone(lines: &[Line<'_>], at: usize) -> bool {
    lines
        .get(at + 1)
        .is_none_or(|line| line.is_blank() || marker(line.words).is_some())
}

/// Whether words of the same paragraph stand before.
fn goes_on(lines: &[Line<'_>], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| lines.get(before))
        .is_some_and(|line| !line.is_blank())
}

fn heading_at(lines: &[Line<'_>], at: usize, section: Option<&Section>) -> Option<Heading> {
    let line = lines.get(at)?;
    let found = heading(line.words, stands_alone(lines, at))?;
    // "… meets none of the / exclusion criteria" is a sentence of an item.
    let inside = section.is_some_and(|section| section.started && line.indent > section.margin);
    let of_sentence = goes_on(lines, at) && (inside || line.words.starts_with(char::is_lowercase));
    (!of_sentence && (found.bare || !inside)).then_some(found)
}

/// What a line without a mark is.
enum Meets {
    /// Words of the item before it, or in front of all items.
    Words,
    /// The heading of a group of items, which may be numbered anew.
    Group,
    /// The heading of something else, or words behind the criteria.
    End,
}

impl Section {
    fn begins(&mut self, mark: &Marker<'_>, line: &Line<'_>, outermost: bool) {
        self.started = true;
        let Some((style, number)) = mark.ways.first() else {
            return;
        };
        if self.first.is_none() {
            self.first = Some((style.kind, style.sign, line.indent));
            self.margin = self.margin.min(line.indent);
        }
        if outermost {
            self.last = *number;
        }
    }

    fn meets(&self, lines: &[Line<'_>], at: usize) -> Meets {
        let Some(line) = lines.get(at) else { return Meets::Words };
        let title = is_title(line.words) && (stands_alone(lines, at) || line.words.ends_with(':'));
        if line.words.starts_with('#') || title && line.indent <= self.margin && is_chapter(line.words) {
            return Meets::End;
        }
        if !self.started || line.indent > self.margin {
            return Meets::Words;
        }
        let follows = next(lines, at).and_then(|line| Some((line, marker(line.words)?)));
        if title {
            let colon = line.words.ends_with(':');
            return match follows {
                Some((line, mark)) if self.continues(&mark, line) => Meets::Words,
                Some((_, mark)) if colon && mark.ways.iter().any(|(_, number)| *number == 1) => Meets::Group,
                _ if goes_on(lines, at) && !colon => Meets::Words,
                _ => Meets::End,
            };
        }
        // A paragraph at the edge of an indented text belongs to its item; at the edge of the page only between items.
        if goes_on(lines, at) || line.indent > 0 || self.goes_on_later(lines, at) {
            return Meets::Words;
        }
        Meets::End
    }

    /// Whether a marked line is the next outermost item.
    fn continues(&self, mark: &Marker<'_>, line: &Line<'_>) -> bool {
        mark.ways.iter().any(|(style, number)| {
            if style.kind != Kind::Bullet {
                return *number == self.last + 1;
            }
            let as_first = |(kind, sign, indent): (Kind, char, usize)| {
                kind == style.kind && sign == style.sign && indent.abs_diff(line.indent) <= 1
            };
            self.first.is_some_and(as_first)
        })
    }

    /// Whether the next outermost item comes before the next heading of anything.
    fn goes_on_later(&self, lines: &[Line<'_>], at: usize) -> bool {
        for (at, line) in lines
            .iter()
            .enumerate()
            .skip(at + 1)
            .filter(|(_, line)| !line.is_blank())
        {
            let mark = marker(line.words);
            if mark.as_ref().is_some_and(|mark| self.continues(mark, line)) {
                return true;
            }
            let title = is_title(line.words) && stands_alone(lines, at) && !goes_on(lines, at);
            if mark.is_none() && title {
                return false;
            }
        }
        false
    }
}
