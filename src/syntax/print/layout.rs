//! Where lines break: a stream of words, of places where a line may end and of places where it must.

use unicode_width::UnicodeWidthStr;

/// No line is longer where it can be broken.
pub const WIDTH: usize = 120;
/// Columns of one step.
const STEP: usize = 2;

/// What is printed, before its lines are settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Words that stay together.
    Text(String),
    /// A place where the line may end, and what stands there where it does not. The next line is a step deeper than
    /// the group's first, or as deep as that where `back` is set.
    Soft { flat: &'static str, back: bool },
    /// Softs up to its end belong together.
    Begin(Group),
    /// The end of a group.
    End,
    /// The end of a line, and the next one so many steps deeper or higher.
    Newline(i8),
    /// An empty line.
    Blank,
    /// A comment at the end of the line.
    Suffix(String),
    /// A comment on a line of its own inside something that goes on.
    Own(String),
    /// A column, aligned with that of the lines above and below.
    Tab(Column),
}

/// How the softs of a group break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// All or none, looking as far as its first line end.
    Together,
    /// Each where what follows it does not fit.
    Fill,
    /// As [`Group::Together`], all lines as deep as the first where that begins with the group.
    Stack,
    /// As [`Group::Fill`], all lines as deep as the first where that begins with the group.
    Flow,
    /// All or none; all if a line ends inside it.
    Braces,
    /// The same, with all that follows up to the end of the line.
    Whole,
}

/// What is aligned with its like only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Behind the name of a fact.
    Name,
    /// Behind what it holds.
    Kind,
    /// Behind a word of the header.
    Word,
    /// Behind the name of a date.
    Date,
    /// In front of a sign that compares.
    Sign,
    /// Behind the name that a row declares.
    Declared,
    /// In front of the colon of a row.
    Points,
}

/// A line as it is settled.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Columns in front of it.
    pub indent: usize,
    /// Its words.
    pub text: String,
    /// The comment behind them.
    pub comment: Option<String>,
    /// Where its columns end, in bytes.
    pub tabs: Vec<(usize, Column)>,
    /// It begins an entry: a fact, a row, a line of a rule.
    pub begins: bool,
    /// It ends one.
    pub ends: bool,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.comment.is_none()
    }
}

/// The columns of a text.
pub fn width(text: &str) -> usize {
    // A text in long quotes may hold line breaks: its last line counts.
    text.rsplit('\n').next().unwrap_or(text).width()
}

/// Tokens to lines.
pub fn lines(tokens: &[Token]) -> Vec<Line> {
    let mut settler = Settler {
        tokens,
        lines: Vec::new(),
        line: Line {
            begins: true,
            ..Line::default()
        },
        indent: Vec::new(),
        groups: Vec::new(),
    };
    for at in 0..tokens.len() {
        settler.token(at);
    }
    settler.end_line(0, true);
    settler.lines
}

/// The same on one line.
pub fn flat(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Text(words) => text.push_str(words),
            Token::Soft { flat, .. } => text.push_str(flat),
            Token::Newline(_) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An open group.
#[derive(Debug, Clone, Copy)]
struct Open {
    group: Group,
    /// It fits: its softs are no line ends.
    fits: bool,
    /// The indent of the line that it began on.
    indent: usize,
    /// So many lines were settled when it began.
    line: usize,
}

struct Settler<'a> {
    tokens: &'a [Token],
    lines: Vec<Line>,
    line: Line,
    /// The indents of the lines whose braces are open.
    indent: Vec<usize>,
    groups: Vec<Open>,
}

impl Settler<'_> {
    fn token(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at) else { return };
        match token {
            Token::Text(text) => self.line.text.push_str(text),
            Token::Begin(group) => self.groups.push(Open {
                group: *group,
                fits: self.fits(at + 1, *group),
                indent: match group {
                    Group::Stack | Group::Flow if self.line.text.is_empty() => self.line.indent.saturating_sub(STEP),
                    _ => self.line.indent,
                },
                line: self.lines.len(),
            }),
            Token::End => drop(self.groups.pop()),
            Token::Soft { flat, back } => self.soft(at, flat, *back),
            Token::Newline(step) => self.newline(*step),
            Token::Blank => {
                if !self.lines.is_empty() {
                    self.lines.push(Line::default());
                }
            }
            Token::Suffix(comment) if self.line.comment.is_none() && !self.line.text.is_empty() => {
                self.line.comment = Some(comment.clone());
            }
            Token::Suffix(comment) | Token::Own(comment) => {
                let indent = self.deeper();
                self.end_line(indent, false);
                self.line.text.push_str(comment);
                self.end_line(indent, false);
            }
            Token::Tab(column) => {
                let inline = |open: &Open| matches!(open.group, Group::Braces | Group::Whole) && open.fits;
                if !self.groups.iter().any(inline) {
                    self.line.tabs.push((self.line.text.len(), *column));
                }
            }
        }
    }

    /// The indent of what goes on in the innermost group.
    fn deeper(&self) -> usize {
        self.groups.last().map_or(self.line.indent, |open| open.indent + STEP)
    }

    fn newline(&mut self, step: i8) {
        let indent = match step {
            1.. => {
                self.indent.push(self.line.indent);
                self.line.indent + STEP
            }
            0 => self.indent.last().map_or(0, |indent| indent + STEP),
            _ => self.indent.pop().unwrap_or(0),
        };
        self.end_line(indent, step == 0);
        self.line.begins = step >= 0;
        if step < 0
            && let Some(last) = self.lines.last_mut()
        {
            last.ends = true;
        }
    }

    fn soft(&mut self, at: usize, flat: &str, back: bool) {
        let Some(open) = self.groups.last().copied() else {
            self.line.text.push_str(flat);
            return;
        };
        let passed = self.lines.len() > open.line;
        let stays = match open.group {
            Group::Braces | Group::Whole => open.fits,
            Group::Together | Group::Stack if open.fits && !passed => true,
            Group::Together | Group::Stack if !open.fits => false,
            _ => self.segment_fits(at, flat),
        };
        if self.line.comment.is_none() && stays && !self.line.text.is_empty() {
            self.line.text.push_str(flat);
            return;
        }
        let indent = if back { open.indent } else { open.indent + STEP };
        self.end_line(indent, false);
    }

    /// Ends a line; an empty one only changes its indent.
    fn end_line(&mut self, indent: usize, ends: bool) {
        if !self.line.is_empty() {
            self.line.ends = ends;
            let trimmed = self.line.text.trim_end().len();
            self.line.text.truncate(trimmed);
            let line = std::mem::take(&mut self.line);
            self.lines.push(line);
        }
        self.line.indent = indent;
    }

    fn column(&self) -> usize {
        let text = width(&self.line.text);
        if self.line.text.contains('\n') {
            text
        } else {
            self.line.indent + text
        }
    }

    /// Whether a group that begins here fits on the line, with the words that follow it at once.
    fn fits(&self, from: usize, group: Group) -> bool {
        let mut column = self.column();
        let mut depth = 1usize;
        let whole = group == Group::Whole;
        let braces = whole || group == Group::Braces;
        for token in self.tokens.iter().skip(from) {
            match token {
                Token::Text(text) if depth > 0 && braces && text.contains('\n') => return false,
                Token::Text(text) => {
                    let first = text.split('\n').next().unwrap_or(text);
                    column += first.width();
                    if first.len() < text.len() {
                        return column <= WIDTH;
                    }
                }
                Token::Soft { flat, .. } if depth > 0 || whole => column += flat.len(),
                Token::Soft { .. } => break,
                Token::Begin(_) => depth += usize::from(depth > 0),
                Token::End => depth = depth.saturating_sub(1),
                Token::Suffix(_) | Token::Own(_) if depth > 0 => return false,
                Token::Newline(_) if depth > 0 && braces => return false,
                Token::Newline(_) => break,
                _ => {}
            }
            if column > WIDTH {
                return false;
            }
        }
        true
    }

    /// Whether what stands between this soft and the next of its group fits on the line.
    fn segment_fits(&self, at: usize, flat: &str) -> bool {
        let mut column = self.column() + flat.len();
        let mut depth = 0isize;
        for token in self.tokens.iter().skip(at + 1) {
            match token {
                Token::Text(text) => {
                    let first = text.split('\n').next().unwrap_or(text);
                    column += first.width();
                    if first.len() < text.len() {
                        break;
                    }
                }
                Token::Soft { flat, .. } if depth > 0 => column += flat.len(),
                Token::Begin(_) => depth += 1,
                Token::End => depth -= 1,
                Token::Soft { .. } | Token::Newline(_) => break,
                _ => {}
            }
            if column > WIDTH {
                return false;
            }
        }
        column <= WIDTH
    }
}
