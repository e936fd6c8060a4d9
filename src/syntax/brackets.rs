//! Brackets: what is open, how deep, and what is missing.

use super::braces::{Unpaired, mend};
use super::lines::begins_anew;
use super::scan::{BROKEN, CLOSE_ALL, Layout, is_word};
use crate::codes::syntax as codes;
use crate::diagnostic::Diagnostics;

/// Deeper nesting is not read.
const DEEPEST: usize = 200;
/// After so many faults the rest is left alone.
const MOST_FAULTS: usize = 50;
/// Words that nest without brackets.
const NESTING: &[&str] = &["if", "where", "unless", "any", "no", "not", "all", "of", "none"];

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
                if faults < MOST_FAULTS {
                    tell_close(layout, at, byte, out);
                }
                faults += 1;
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
                let found =
                    codes::NESTED_TOO_DEEP.at(layout.span(at, at + 1), format!("this nests more than {DEEPEST} deep"));
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

fn tell_close(layout: &Layout, at: usize, byte: u8, out: &mut Diagnostics) {
    let (open, close) = (char::from(partner(byte)), char::from(byte));
    let message = format!("nothing is open that this `{close}` could close");
    let found = codes::BRACKET_NOT_OPEN.at(layout.span(at, at + 1), message);
    out.push(found.help(format!("delete it, or write `{open}` where it begins")));
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
