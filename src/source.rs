//! The texts that elig reads, and places in them.

use std::fmt;
use std::sync::{Arc, OnceLock};

/// Which of the loaded texts a place lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A stretch of bytes in one source, `start..end`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.source.0, self.start, self.end)
    }
}

impl Span {
    /// The bytes `start..end` of `source`.
    #[must_use]
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            source,
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// The smallest span that covers both; `self` where they lie in different texts.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// Whether `other` lies inside it.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}

/// A value and the place it was written at. Equality looks at the value alone.
#[derive(Debug, Clone, Copy)]
pub struct Spanned<T> {
    /// What was written.
    pub node: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a place to a value.
    pub fn new(node: T, span: Span) -> Self {
        Self { node, span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// One loaded text with its lines found.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name shown to a person: a path, `<stdin>`, or `library/labs.elig`.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    /// The number of its first line: more than 1 for one record out of a longer file.
    pub first_line: usize,
    /// The number of its first column: more than 1 for a record that does not begin its line.
    pub first_column: usize,
    line_starts: Vec<u32>,
    /// How many characters begin before each [`STRIDE`] of bytes; counted once a line is longer than that.
    strides: OnceLock<Vec<usize>>,
}

/// Within so many bytes characters are counted one by one.
const STRIDE: usize = 4096;

impl Source {
    /// Finds the lines of a text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)),
        );
        Self {
            name: name.into(),
            text,
            first_line: 1,
            first_column: 1,
            line_starts,
            strides: OnceLock::new(),
        }
    }

    /// The same text, standing at line `first_line` of a longer one.
    #[must_use]
    pub fn from_line(mut self, first_line: usize) -> Self {
        self.first_line = first_line;
        self
    }

    /// The same text, its first line beginning at column `first_column` of a longer one.
    #[must_use]
    pub fn from_column(mut self, first_column: usize) -> Self {
        self.first_column = first_column;
        self
    }

    /// Line and column of a byte, both from 1; columns count characters.
    #[must_use]
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self
            .line_starts
            .partition_point(|start| *start as usize <= byte)
            .saturating_sub(1);
        let start = self.line_starts.get(line).map_or(0, |s| *s as usize);
        let column = if byte - start <= STRIDE {
            beginnings(self.text.as_bytes(), start, byte)
        } else {
            self.characters(byte) - self.characters(start)
        };
        let before = if line == 0 { self.first_column } else { 1 };
        (line + self.first_line, column + before)
    }

    /// How many characters begin before a byte. A long line with a finding at each of its words is not counted from its
    /// beginning for every one.
    fn characters(&self, byte: usize) -> usize {
        let text = self.text.as_bytes();
        let strides = self.strides.get_or_init(|| {
            let mut before = 0;
            let counted = text.chunks(STRIDE).map(|chunk| {
                let here = before;
                before += beginnings(chunk, 0, chunk.len());
                here
            });
            let mut strides: Vec<usize> = counted.collect();
            strides.push(before);
            strides
        });
        let stride = byte / STRIDE;
        let before = strides.get(stride).copied().unwrap_or_default();
        before + beginnings(text, stride * STRIDE, byte)
    }

    /// The byte range of a line (from 0), without its line break.
    #[must_use]
    pub fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.line_starts.get(line).map_or(self.text.len(), |s| *s as usize);
        let end = self
            .line_starts
            .get(line + 1)
            .map_or(self.text.len(), |s| (*s as usize).saturating_sub(1));
        let end = end.max(start);
        let end = if self.text.get(start..end).is_some_and(|t| t.ends_with('\r')) {
            end - 1
        } else {
            end
        };
        start..end
    }
}

/// How many characters begin in a stretch of UTF-8.
fn beginnings(text: &[u8], start: usize, end: usize) -> usize {
    let stretch = text.get(start..end).unwrap_or_default();
    stretch
        .iter()
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
}

/// Every text of a run, by number.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// Adds a text and gives its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(Source::new(name, text));
        id
    }

    /// Adds a text that is already prepared.
    pub fn add_source(&mut self, source: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(source);
        id
    }

    /// The text with that number, if there is one.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.all.get(id.0 as usize)
    }

    /// The words at a place; empty where there are none.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|s| s.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// All texts, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.all
            .iter()
            .enumerate()
            .map(|(at, source)| (SourceId(u32::try_from(at).unwrap_or(u32::MAX)), source))
    }
}

#[cfg(test)]
mod tests {
    use super::{STRIDE, Source};

    #[test]
    fn columns_count_characters_however_long_the_line() {
        let long = "≥µ1 x".repeat(STRIDE);
        let text = format!("first\n{long}\nlast ×");
        let source = Source::new("a", text.as_str());
        let begins = "first\n".len();
        for at in (0..=long.len())
            .step_by(7)
            .chain([STRIDE, STRIDE + 1, 2 * STRIDE, long.len()])
        {
            let Some(before) = long.get(..at) else { continue };
            let column = before.chars().count() + 1;
            assert_eq!(source.position(begins + at), (2, column), "byte {at}");
        }
        assert_eq!(source.position(text.len()), (3, 7));
        assert_eq!(source.position(3), (1, 4));
    }
}
