//! A text by its lines.

/// How far a tab goes.
const TAB: usize = 4;

/// A line of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Where its words begin in the text.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// How many columns it is indented.
    pub indent: usize,
    /// The line without the white space around it.
    pub words: &'a str,
}

impl Line<'_> {
    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.words.is_empty()
    }
}

/// The lines of a text, blank ones too.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let blank = |c: char| c.is_whitespace() || c == '\u{FEFF}';
        let words = line.trim_matches(blank);
        let before = line.len() - line.trim_start_matches(blank).len();
        let before = if words.is_empty() { 0 } else { before };
        let signs = line.get(..before).unwrap_or_default().chars();
        lines.push(Line {
            start: offset + before,
            end: offset + before + words.len(),
            indent: signs.map(|sign| if sign == '\t' { TAB } else { 1 }).sum(),
            words,
        });
        offset += line.len();
    }
    lines
}
