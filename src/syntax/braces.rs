//! Braces that do not pair: which one is most likely at fault, by how far its line is set in.

use super::lines::{TOP_WORDS, item_head};
use super::scan::{CLOSE_ALL, Layout};
use crate::codes::syntax as codes;
use crate::diagnostic::Diagnostics;

/// A brace with no partner.
pub enum Unpaired {
    /// `{`
    Open(usize),
    /// `}`
    Close(usize),
}

/// One brace, and the line it stands in.
#[derive(Debug, Clone, Copy)]
struct Brace {
    at: usize,
    opens: bool,
    /// How far its line is set in.
    indent: usize,
    /// It is the first sign of its line.
    first: bool,
    /// The number of its line.
    line: usize,
    /// A part of the file begins in its line, at the margin.
    part: bool,
}

/// Tells which brace is missing or one too many, and makes the others pair.
pub fn mend(layout: &mut Layout, unpaired: &Unpaired, out: &mut Diagnostics) {
    let braces = braces(layout);
    match unpaired {
        Unpaired::Open(at) => missing_close(layout, *at, &braces, out),
        Unpaired::Close(at) => {
            if let Some((head, end)) = header_without_brace(layout, *at) {
                let shown = layout.word_at(head).to_owned();
                let place = layout.span(head, head + shown.len());
                let found = codes::BRACKET_NOT_OPEN.at(place, format!("`{{` is missing behind `{shown}`"));
                out.push(found.help(format!("{shown} {{")).fix(layout.span(end, end), " {"));
                layout.put(end, b'{');
                return;
            }
            let close = likely_close(&braces, *at).unwrap_or(*at);
            if let Some((head, end)) = item_without_brace(layout, close) {
                let message = "`{` is missing behind the text of this criterion";
                let found = codes::ITEM_WITHOUT_RULE.at(layout.span(head.0, head.1), message);
                out.push(found.help("\"…\" {").fix(layout.span(end, end), " {"));
                layout.put(end, b'{');
                return;
            }
            let message = "nothing is open that this `}` could close";
            let found = codes::BRACKET_NOT_OPEN.at(layout.span(close, close + 1), message);
            out.push(found.help("delete it, or write `{` where it begins"));
            layout.told.push(close);
            layout.put(close, b' ');
        }
    }
}

fn missing_close(layout: &mut Layout, at: usize, braces: &[Brace], out: &mut Diagnostics) {
    let (open, close) = likely_open(layout, braces).unwrap_or((at, None));
    let found = codes::BRACKET_NOT_CLOSED.at(layout.span(open, open + 1), "this `{` is not closed");
    out.push(found.help("write `}` where it ends"));
    layout.told.push(open);
    match close {
        Some((at, byte)) => layout.put(at, byte),
        None => {
            layout.bytes.extend([b'\n', CLOSE_ALL]);
            layout.bare.extend([b'\n', CLOSE_ALL]);
        }
    }
}

/// Every brace with its line; a word at the margin that begins a part counts as one too.
fn braces(layout: &Layout) -> Vec<Brace> {
    let mut braces = Vec::new();
    let (mut start, mut first, mut line) = (0, layout.skip_spaces(0), 0);
    let begins = |at: usize| TOP_WORDS.contains(&layout.word_at(at));
    let mut part = begins(0);
    for at in 0..layout.bare.len() {
        let byte = layout.at(at);
        match byte {
            b'\n' => {
                start = at + 1;
                first = layout.skip_spaces(start);
                line += 1;
                part = begins(start);
            }
            b'{' | b'}' | CLOSE_ALL => braces.push(Brace {
                at,
                opens: byte == b'{',
                indent: first - start,
                first: first == at,
                line,
                part,
            }),
            _ => {}
        }
    }
    braces
}

/// The brace whose closing one is missing, and where that one may be put.
fn likely_open(layout: &Layout, braces: &[Brace]) -> Option<(usize, Option<(usize, u8)>)> {
    let mut open: Vec<Brace> = Vec::new();
    for brace in braces {
        if layout.at(brace.at) == CLOSE_ALL {
            open.clear();
        } else if brace.opens {
            let last = open.last().filter(|last| brace.part && last.line < brace.line);
            if let Some(last) = last {
                // A part begins while something is still open.
                let mut start = brace.at;
                while start > 0 && layout.at(start - 1) != b'\n' {
                    start -= 1;
                }
                return Some((last.at, start.checked_sub(1).map(|at| (at, CLOSE_ALL))));
            }
            open.push(*brace);
        } else {
            let last = open.pop()?;
            if brace.first && brace.indent < last.indent && brace.at > 0 {
                let end = set_back(layout, &last, brace.at).unwrap_or(brace.at - 1);
                return Some((last.at, Some((end, b'}'))));
            }
        }
    }
    None
}

/// The byte in front of the first line behind a brace that is set in no further than the brace's own.
fn set_back(layout: &Layout, open: &Brace, end: usize) -> Option<usize> {
    (open.at + 1..end)
        .filter(|at| layout.at(*at) == b'\n')
        .map(|at| (at, layout.skip_spaces(at + 1)))
        .find(|(at, first)| layout.at(*first) != b'\n' && first - at - 1 <= open.indent)
        .map(|(_, first)| first - 1)
}

/// A line at the top that begins a part with braces and has none: where it begins, and where `{` should stand.
fn header_without_brace(layout: &Layout, stray: usize) -> Option<(usize, usize)> {
    let mut depth = 0usize;
    let mut start = 0;
    let mut braced = false;
    for at in 0..stray {
        match layout.at(at) {
            b'{' => {
                depth += 1;
                braced = true;
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                braced = true;
            }
            b'\n' => {
                let word = layout.word_at(start);
                let opens = matches!(word, "facts" | "inclusion" | "exclusion" | "trial" | "endpoint");
                if depth == 0 && opens && !braced {
                    return Some((start, layout.back_over_blank(at)));
                }
                start = at + 1;
                braced = false;
            }
            _ => {}
        }
    }
    None
}

/// The criterion in front of a stray `}` whose text ends its line: its number, and where `{` should stand.
fn item_without_brace(layout: &Layout, close: usize) -> Option<((usize, usize), usize)> {
    let mut found = None;
    let mut start = 0;
    for at in 0..close {
        match layout.at(at) {
            b'{' | b'}' => found = None,
            b'\n' => {
                let head = layout.skip_spaces(start);
                let text_end = layout.back_over_blank(at);
                start = at + 1;
                let Some(head_end) = item_head(layout, head) else {
                    continue;
                };
                let text = layout.skip_spaces(head_end);
                if text < text_end && (text..text_end).all(|at| layout.at(at) == b'"') {
                    found = Some(((head, head_end), text_end));
                }
            }
            _ => {}
        }
    }
    found
}

/// The closing brace in front of `stray` that closes what it should not: the first that is set in further than what
/// it closes, in the part of the file that ends so.
fn likely_close(braces: &[Brace], stray: usize) -> Option<usize> {
    let mut open: Vec<Brace> = Vec::new();
    let mut found = None;
    for brace in braces.iter().take_while(|brace| brace.at < stray) {
        if brace.opens {
            open.push(*brace);
            continue;
        }
        let last = open.pop()?;
        // The first of its line, or in the middle of a line that it was not opened in.
        let further = brace.indent > last.indent && (brace.first || brace.line > last.line);
        if further {
            found = found.or(Some(brace.at));
        }
        if open.is_empty() {
            if further {
                return found;
            }
            found = None;
        }
    }
    None
}
