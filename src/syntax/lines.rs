//! Lines: which go on in the next, and how one that cannot be read is taken out.

use super::scan::{BROKEN, CLOSE_ALL, Layout, is_word};

/// A line that ends with one of these goes on.
const GO_ON_AFTER: &[&str] = &["and", "or", "not", "unless", "then", "otherwise", "where", "over", "if"];
/// A line that begins with one of these continues the one before it.
const GO_ON_BEFORE: &[&str] = &["and", "or", "unless", "then", "otherwise", "where", "over"];
/// Signs that compare, as they are printed.
const SIGNS: &[&str] = &["≤", "≥", "≠"];
/// A line that begins with one of these continues a declaration or an item, unless it declares a fact of that name.
pub const CLAUSES_OF_DECLARATIONS: &[&str] = &[
    "asks",
    "judged",
    "with",
    "plausible",
    "molar",
    "uln",
    "lln",
    "valence",
    "loinc",
    "snomed",
    "rxnorm",
    "atc",
    "icd10",
    "meddra",
    "mesh",
    "ucum",
    "cpt",
    "ndc",
    "omop",
    "source",
    "unverified",
];
/// The words at the top of a file.
pub const TOP_WORDS: &[&str] = &[
    "use",
    "trial",
    "facts",
    "define",
    "inclusion",
    "exclusion",
    "endpoint",
    "example",
];

/// Joins the lines that go on, by their last and first words.
pub fn join(layout: &mut Layout) {
    let mut at = 0;
    while at < layout.bare.len() {
        if layout.at(at) != b'\n' {
            at += 1;
            continue;
        }
        let before = layout.back_over_blank(at);
        let mut next = at;
        while next < layout.bare.len() && matches!(layout.at(next), b' ' | b'\t' | b'\n') {
            next += 1;
        }
        if goes_on(layout, before, next) {
            join_between(layout, at, next);
        }
        at = next;
    }
}

/// Replaces the line breaks of a stretch by spaces.
fn join_between(layout: &mut Layout, start: usize, end: usize) {
    for at in start..end {
        if layout.at(at) == b'\n' {
            layout.put(at, b' ');
        }
    }
}

fn goes_on(layout: &Layout, before: usize, next: usize) -> bool {
    if before == 0 || next >= layout.bare.len() || begins_anew(layout, next) {
        return false;
    }
    let last = layout.word_before(before);
    if GO_ON_AFTER.contains(&last) || layout.at(before - 1) == b',' {
        return layout.at(next) != b'}';
    }
    // No line begins with `=` but the body of a definition whose title and source stand above it, and none with an
    // operator or a sign that compares; `-` alone could be the sign of a number.
    let operator = matches!(layout.at(next), b'+' | b'*' | b'^' | b'<' | b'>')
        || (layout.at(next) == b'/' && layout.at(next + 1) == b' ')
        || (layout.at(next) == b'!' && layout.at(next + 1) == b'=')
        || SIGNS
            .iter()
            .any(|sign| sign.bytes().enumerate().all(|(at, byte)| layout.at(next + at) == byte));
    if operator || (layout.at(next) == b'=' && layout.at(next + 1) != b'=') {
        return true;
    }
    let inside = layout.at(before - 1) != b'{';
    if layout.at(next) == b'"' && inside {
        return true;
    }
    let first = layout.word_at(next);
    let after = layout.skip_spaces(next + first.len());
    if CLAUSES_OF_DECLARATIONS.contains(&first) && inside && layout.at(after) != b':' {
        return true;
    }
    GO_ON_BEFORE.contains(&first) && !(first == "otherwise" && layout.at(after) == b':')
}

/// Whether a line that begins here can only be a new one: an item with its text, or a word of the top.
pub fn begins_anew(layout: &Layout, start: usize) -> bool {
    let line_start = start == 0 || layout.at(start - 1) == b'\n';
    if line_start && TOP_WORDS.contains(&layout.word_at(start)) {
        return true;
    }
    // `icd10 "I21"` has the shape of a criterion with its text.
    if CLAUSES_OF_DECLARATIONS.contains(&layout.word_at(start)) {
        return false;
    }
    item_head(layout, start).is_some_and(|end| {
        let next = layout.skip_spaces(end);
        layout.at(next) == b'"'
    })
}

/// The end of a criterion's number that begins here.
pub fn item_head(layout: &Layout, start: usize) -> Option<usize> {
    let mut end = start;
    while is_word(layout.at(end)) || (matches!(layout.at(end), b'.' | b'-') && is_word(layout.at(end + 1))) {
        end += 1;
    }
    let head = layout.bare.get(start..end)?;
    let letter = head.first()?.is_ascii_alphabetic();
    let short = head.iter().position(u8::is_ascii_digit).is_some_and(|digit| digit <= 4);
    (letter && short).then_some(end)
}

/// The smallest stretch that stands for itself around a byte: between line ends, braces of blocks, or both.
pub fn segment(layout: &Layout, at: usize) -> (usize, usize) {
    let mut start = 0;
    for end in Boundaries::new(layout) {
        if end >= at {
            return (start, end);
        }
        start = end + 1;
    }
    (start, layout.bare.len())
}

/// Where segments end: line ends and braces that stand in no round or square brackets and hold no options.
struct Boundaries<'a> {
    layout: &'a Layout,
    at: usize,
    depth: usize,
}

impl<'a> Boundaries<'a> {
    fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            at: 0,
            depth: 0,
        }
    }
}

impl Iterator for Boundaries<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.at < self.layout.bare.len() {
            let at = self.at;
            self.at += 1;
            match self.layout.at(at) {
                b'(' | b'[' => self.depth += 1,
                b')' | b']' => self.depth = self.depth.saturating_sub(1),
                b'{' if self.depth == 0 && holds_options(self.layout, at) => {
                    self.at = matching(self.layout, at) + 1;
                }
                b'{' | b'}' | b'\n' | CLOSE_ALL if self.depth == 0 => return Some(at),
                _ => {}
            }
        }
        None
    }
}

/// Whether a brace opens a set of options.
fn holds_options(layout: &Layout, open: usize) -> bool {
    let before = layout.back_over_blank(open);
    match layout.word_before(before) {
        "in" | "grade" => true,
        "of" => {
            let before = layout.back_over_blank(before - 2);
            layout.word_before(before) == "one"
        }
        _ => false,
    }
}

/// The bracket that closes the one at `open`, or the end of the text.
pub fn matching(layout: &Layout, open: usize) -> usize {
    let mut depth = 0usize;
    for at in open..layout.bare.len() {
        match layout.at(at) {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            CLOSE_ALL => return at,
            _ => {}
        }
    }
    layout.bare.len()
}

/// The bracket that the one at `close` closes.
fn opening(layout: &Layout, close: usize) -> Option<usize> {
    let mut depth = 0usize;
    for at in (0..=close).rev() {
        match layout.at(at) {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The stretch at fault around a byte: its segment, with what it hangs on where it is empty by itself.
pub fn fault(layout: &Layout, at: usize) -> (usize, usize) {
    let (mut start, mut end) = segment(layout, at);
    for _ in 0..8 {
        let first = layout.skip_spaces(start);
        if first < end && layout.at(first) != BROKEN {
            break;
        }
        let Some(before) = start.checked_sub(1) else {
            break;
        };
        match layout.at(before) {
            b'}' => {
                let open = opening(layout, before).unwrap_or(before);
                start = segment(layout, open).0;
            }
            b'{' => (start, end) = segment(layout, before),
            _ => break,
        }
    }
    (start, end)
}

/// Takes a stretch out and puts a placeholder there. What its braces hold is kept where it may be lines.
/// False where nothing was left to take out.
pub fn take_out(layout: &mut Layout, start: usize, mut end: usize) -> bool {
    let mut first = layout.skip_spaces(start);
    while first < end && layout.at(first) == b'\n' {
        first = layout.skip_spaces(first + 1);
    }
    if first >= end || layout.at(first) == BROKEN {
        return false;
    }
    let keep = keeps_lines(layout, first, end);
    let mut body = None;
    while layout.at(end) == b'{' {
        let close = matching(layout, end);
        if keep && body.is_none() {
            body = Some((end, close));
        } else {
            layout.blank(end, (close + 1).min(layout.bare.len()));
        }
        let next = layout.skip_spaces(close + 1);
        if matches!(layout.at(next), b'\n' | b'}' | CLOSE_ALL) || begins_anew(layout, next) || next >= layout.bare.len()
        {
            break;
        }
        let (rest, rest_end) = segment(layout, next);
        layout.blank(rest.max(next), rest_end);
        if rest_end <= end {
            break;
        }
        end = rest_end;
    }
    let limit = body.map_or(end, |(open, _)| open);
    layout.blank(first, limit);
    layout.put(first, BROKEN);
    true
}

/// Whether the braces behind a line that cannot be read may hold lines of criteria.
fn keeps_lines(layout: &Layout, start: usize, end: usize) -> bool {
    let first = layout.word_at(start);
    if matches!(first, "inclusion" | "exclusion" | "endpoint") || item_head(layout, start).is_some() {
        return true;
    }
    if matches!(
        first,
        "trial" | "facts" | "define" | "example" | "use" | "first" | "sum" | "highest" | "lowest" | "count"
    ) {
        return false;
    }
    let before = layout.back_over_blank(end);
    let last = layout.word_before(before);
    match last {
        "where" | "unless" | "if" | "then" | "otherwise" => true,
        "of" => {
            let before = layout.back_over_blank(before - 2);
            let word = layout.word_before(before);
            matches!(word, "any" | "all" | "none" | "no") || word.bytes().all(|b| b.is_ascii_digit())
        }
        _ => false,
    }
}

/// The part at the top of the file around a byte.
pub fn part(layout: &Layout, at: usize) -> (usize, usize) {
    let mut depth = 0usize;
    let mut start = 0;
    for here in 0..layout.bare.len() {
        match layout.at(here) {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth == 0 => {
                if here >= at {
                    return (start, here);
                }
                start = here + 1;
            }
            CLOSE_ALL => {
                depth = 0;
                if here >= at {
                    return (start, here);
                }
                start = here + 1;
            }
            _ => {}
        }
    }
    (start, layout.bare.len())
}

/// Whether a part of the file begins between two bytes.
pub fn part_between(layout: &Layout, start: usize, end: usize) -> bool {
    (start..end).any(|at| layout.at(at) == b'\n' && TOP_WORDS.contains(&layout.word_at(at + 1)))
}

/// The byte at fault: where the text ends or a brace stands, the word in front of it.
pub fn place(layout: &Layout, at: usize) -> usize {
    let next = layout.skip_spaces(at);
    if next < layout.bare.len() && !matches!(layout.at(next), b'\n' | b'}' | b'{' | CLOSE_ALL) {
        return next;
    }
    layout.back_over_blank(at).saturating_sub(1)
}
