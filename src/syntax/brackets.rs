//! Brackets: what is open, how deep, and what is missing.

use super::lines::{TOP_WORDS, begins_anew, item_head};
use super::scan::{BROKEN, CLOSE_ALL, Layout, is_word};
use crate::codes::syntax as codes;
use crate::diagnostic::Diagnostics;

/// Deeper nesting is not read.
const DEEPEST: usize = 200;
/// After so many faults the rest is left alone.
const MOST_FAULTS: usize = 50;
/// Words that nest without brackets.
const NESTING: &[&str] = &[
    "if", "where", "unless", "any", "no", "not", "all", "of", "none", "otherwise", "then",
];

/// One open bracket.
#[derive(Debug, Clone, Copy)]
struct Frame {
    at: usize,
    byte: u8,
    /// Where the line began that is being read inside it.
    line: usize,
    /// Nesting words since then.
    words: usize,
}

/// A brace with no partner.
enum Unpaired {
    Open(usize),
    Close(usize),
}

/// Settles every bracket: joins lines inside round and square ones, tells what is missing or too deep, and leaves a
/// layout in which all of them pair.
pub fn settle(layout: &mut Layout, out: &mut Diagnostics) {
    for _ in 0..MOST_FAULTS {
        let unpaired = pair(layout, out);
        let Some(unpaired) = unpaired else { return };
        mend(layout, &unpaired, out);
    }
    let end = layout.bare.len();
    layout.blank(0, end);
}

/// Walks through the brackets once.
fn pair(layout: &mut Layout, out: &mut Diagnostics) -> Option<Unpaired> {
    let base = Frame {
        at: 0,
        byte: b'{',
        line: 0,
        words: 0,
    };
    let mut frames = vec![base];
    let mut joined: Vec<usize> = Vec::new();
    let mut words = 0;
    let mut faults = 0;
    let mut at = 0;
    while at <= layout.bare.len() {
        let byte = if at < layout.bare.len() {
            layout.at(at)
        } else {
            CLOSE_ALL
        };
        let top = frames.last().copied().unwrap_or(base);
        let round = top.byte != b'{';
        match byte {
            b'(' | b'[' | b'{' => frames.push(Frame {
                at,
                byte,
                line: at + 1,
                words: 0,
            }),
            b'\n' if round && !unclosed_by(layout, at) => {
                layout.put(at, b' ');
                joined.push(at);
            }
            b')' | b']' if partner(byte) == top.byte => words -= pop(&mut frames),
            b'}' if !round && frames.len() > 1 => words -= pop(&mut frames),
            b'}' | b'\n' | CLOSE_ALL if round => {
                let mut fault = top;
                while let Some(frame) = frames.last().copied().filter(|frame| frame.byte != b'{') {
                    words -= pop(&mut frames);
                    fault = frame;
                }
                if faults < MOST_FAULTS {
                    tell_open(layout, &fault, out);
                }
                faults += 1;
                let start = frames.last().map_or(0, |frame| frame.line);
                // The lines after its own are lines of their own again.
                let mut end = at;
                while let Some(line_end) = joined.pop_if(|joined| *joined > fault.at) {
                    layout.put(line_end, b'\n');
                    end = line_end;
                }
                break_off(layout, start, end);
                at = start;
                if let Some(frame) = frames.last_mut() {
                    words -= frame.words;
                    frame.words = 0;
                }
                continue;
            }
            b'\n' => {
                if let Some(frame) = frames.last_mut() {
                    frame.line = at + 1;
                    words -= frame.words;
                    frame.words = 0;
                }
            }
            b',' => {
                if let Some(frame) = frames.last_mut().filter(|frame| frame.byte != b'{') {
                    words -= frame.words;
                    frame.words = 0;
                }
            }
            b')' | b']' => {
                let shown = char::from(byte);
                let message = format!("nothing is open that this `{shown}` could close");
                let found = codes::BRACKET_NOT_OPEN.at(layout.span(at, at + 1), message);
                out.push(found.help(format!("delete it, or write `{}` where it begins", opener(byte))));
                layout.told.push(at);
                layout.put(at, b' ');
            }
            b'}' => return Some(Unpaired::Close(at)),
            CLOSE_ALL if at >= layout.bare.len() && frames.len() > 1 => {
                return Some(Unpaired::Open(top.at));
            }
            CLOSE_ALL => frames.truncate(1),
            _ if is_word(byte) && (at == 0 || !is_word(layout.at(at - 1))) => {
                let word = layout.word_at(at);
                let length = word.len();
                if NESTING.contains(&word) {
                    words += 1;
                    if let Some(frame) = frames.last_mut() {
                        frame.words += 1;
                    }
                }
                at += length.saturating_sub(1);
            }
            _ => {}
        }
        if frames.len() - 1 + words > DEEPEST {
            if faults < MOST_FAULTS {
                let found = codes::NESTED_TOO_DEEP.at(
                    layout.span(at, at + 1),
                    format!("this nests more than {DEEPEST} deep"),
                );
                out.push(found.help("give a part of it a name with `define`"));
            }
            faults += 1;
            at = too_deep(layout, &mut frames, at);
            words = frames.iter().map(|frame| frame.words).sum();
        }
        at += 1;
    }
    None
}

fn pop(frames: &mut Vec<Frame>) -> usize {
    frames.pop().map_or(0, |frame| frame.words)
}

fn partner(close: u8) -> u8 {
    match close {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

fn opener(close: u8) -> char {
    char::from(partner(close))
}

fn closer(open: u8) -> char {
    match open {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}

/// Whether the line after this line break shows that a bracket was left open.
fn unclosed_by(layout: &Layout, at: usize) -> bool {
    begins_anew(layout, layout.skip_spaces(at + 1))
}

fn tell_open(layout: &mut Layout, frame: &Frame, out: &mut Diagnostics) {
    let (open, close) = (char::from(frame.byte), closer(frame.byte));
    let message = format!("this `{open}` is not closed");
    let found = codes::BRACKET_NOT_CLOSED.at(layout.span(frame.at, frame.at + 1), message);
    out.push(found.help(format!("write `{close}` where it ends")));
    layout.told.push(frame.at);
}

/// Takes out a stretch whose brackets do not pair; its braces stay.
fn break_off(layout: &mut Layout, start: usize, end: usize) {
    let mut first = None;
    for at in start..end {
        if !matches!(layout.at(at), b'{' | b'}' | b' ' | b'\n' | b'\t') {
            first = first.or(Some(at));
            layout.put(at, b' ');
        }
    }
    // What is left open by the line keeps its brace; a pair within it goes too.
    let mut open = Vec::new();
    for at in start..end {
        match layout.at(at) {
            b'{' => open.push(at),
            b'}' => {
                if let Some(from) = open.pop() {
                    layout.blank(from, at + 1);
                }
            }
            _ => {}
        }
    }
    if let Some(first) = first {
        layout.put(first, BROKEN);
    }
}

/// Takes out a line that nests too deep; gives the place to go on from.
fn too_deep(layout: &mut Layout, frames: &mut Vec<Frame>, at: usize) -> usize {
    let deep = frames.len();
    while frames.len() > 1 && frames.last().is_some_and(|frame| frame.byte != b'{') {
        frames.pop();
    }
    // A brace that is itself too deep goes with the line that it stands in.
    if deep == frames.len() && frames.len() > 1 && frames.last().is_some_and(|frame| frame.words == 0) {
        frames.pop();
    }
    let start = frames.last().map_or(0, |frame| frame.line);
    let mut end = start;
    let mut depth = 0usize;
    while end < layout.bare.len() {
        match layout.at(end) {
            b'(' | b'[' | b'{' => depth += 1,
            b'}' if depth == 0 => break,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth == 0 && end > at => break,
            _ => {}
        }
        end += 1;
    }
    layout.blank(start, end);
    layout.put(start, BROKEN);
    if let Some(frame) = frames.last_mut() {
        frame.words = 0;
    }
    end.saturating_sub(1)
}

/// Finds the brace that is most likely at fault, by how far its line is set in, and makes the others pair.
fn mend(layout: &mut Layout, unpaired: &Unpaired, out: &mut Diagnostics) {
    match unpaired {
        Unpaired::Open(at) => {
            let (open, close) = likely_open(layout).unwrap_or((*at, None));
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
        Unpaired::Close(at) => {
            let close = likely_close(layout, *at).unwrap_or(*at);
            if let Some((head, end)) = without_brace(layout, close) {
                let message = "`{` is missing behind the text of this criterion";
                let found = codes::ITEM_WITHOUT_RULE.at(layout.span(head.0, head.1), message);
                out.push(found.help("\"…\" {").fix(layout.span(end, end), " {"));
                layout.put(end, b'{');
                return;
            }
            let message = "nothing is open that this `}` could close";
            let found = codes::BRACKET_NOT_OPEN.at(layout.span(close, close + 1), message);
            out.push(found.help("delete it"));
            layout.told.push(close);
            layout.put(close, b' ');
        }
    }
}

/// How far the line of a byte is set in, and whether the byte is the first of its line.
fn indent(layout: &Layout, at: usize) -> (usize, bool) {
    let mut start = at;
    while start > 0 && !matches!(layout.at(start - 1), b'\n') {
        start -= 1;
    }
    let first = layout.skip_spaces(start);
    (first - start, first == at)
}

/// The brace whose closing one is missing, and where that one may be put.
fn likely_open(layout: &Layout) -> Option<(usize, Option<(usize, u8)>)> {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..layout.bare.len() {
        let line_start = at == 0 || layout.at(at - 1) == b'\n';
        match layout.at(at) {
            b'{' => open.push(at),
            b'}' => {
                let last = open.pop()?;
                let (inner, _) = indent(layout, last);
                let (outer, alone) = indent(layout, at);
                if alone && outer < inner && at > 0 {
                    let end = set_back(layout, last, at, inner).unwrap_or(at - 1);
                    return Some((last, Some((end, b'}'))));
                }
            }
            _ if line_start && !open.is_empty() && TOP_WORDS.contains(&layout.word_at(at)) => {
                let last = open.last().copied()?;
                return Some((last, at.checked_sub(1).map(|at| (at, CLOSE_ALL))));
            }
            CLOSE_ALL => open.clear(),
            _ => {}
        }
    }
    None
}

/// The byte in front of the first line behind a brace that is set in no further than the brace's own.
fn set_back(layout: &Layout, open: usize, end: usize, inner: usize) -> Option<usize> {
    (open + 1..end)
        .filter(|at| layout.at(*at) == b'\n')
        .map(|at| (at, layout.skip_spaces(at + 1)))
        .find(|(at, first)| layout.at(*first) != b'\n' && first - at - 1 <= inner)
        .map(|(_, first)| first - 1)
}

/// The criterion in front of a stray `}` whose text ends its line: its number, and where `{` should stand.
fn without_brace(layout: &Layout, close: usize) -> Option<((usize, usize), usize)> {
    let mut found = None;
    let mut start = 0;
    for at in 0..close {
        match layout.at(at) {
            b'{' | b'}' => found = None,
            b'\n' => {
                let head = layout.skip_spaces(start);
                let text_end = layout.back_over_blank(at);
                let text = item_head(layout, head).map(|end| layout.skip_spaces(end));
                if let (Some(head_end), Some(text)) = (item_head(layout, head), text)
                    && layout.at(text) == b'"'
                    && (text..text_end).all(|at| layout.at(at) == b'"')
                {
                    found = Some(((head, head_end), text_end));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The closing brace in front of `stray` that closes what it should not.
fn likely_close(layout: &Layout, stray: usize) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..stray {
        match layout.at(at) {
            b'{' => open.push(at),
            b'}' => {
                let (outer, _) = indent(layout, open.pop()?);
                let (inner, alone) = indent(layout, at);
                if alone && inner > outer {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
