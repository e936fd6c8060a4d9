//! Comments, blank lines and the author's choice of braces on one line: what only the text knows.

use super::Printer;
use super::layout::{Group, Token};

impl Printer<'_> {
    /// In front of an entry that begins at a byte of the text: the comments before it, and the end of a line.
    pub(super) fn entry_at(&mut self, start: usize) {
        let first = self.comments_above(start);
        if !first && self.blank_before(start) {
            self.tokens.push(Token::Blank);
        }
    }

    /// The comments up to a byte: the first may stand at the end of its line, the others on lines of their own.
    /// Whether nothing stands between an opening brace and what follows.
    fn comments_above(&mut self, start: usize) -> bool {
        let mut comment = self.next_comment(start);
        if let Some((first, _)) = comment.take_if(|(_, at)| self.stands_behind(*at)) {
            self.tokens.push(Token::Suffix(first));
            comment = self.next_comment(start);
        }
        let step = std::mem::take(&mut self.step);
        if !self.tokens.is_empty() {
            self.tokens.push(Token::Newline(step));
        }
        let mut first = step > 0;
        while let Some((text, at)) = comment {
            if !std::mem::take(&mut first) && self.blank_before(at) {
                self.tokens.push(Token::Blank);
            }
            self.tokens.push(Token::Text(text));
            self.tokens.push(Token::Newline(0));
            comment = self.next_comment(start);
        }
        first
    }

    /// Entries on lines of their own in braces; `place` says where one begins, `end` where the brace closes.
    pub(super) fn braces<T>(
        &mut self,
        entries: &[T],
        place: impl Fn(&Self, &T) -> usize,
        end: usize,
        print: impl Fn(&mut Self, &T),
    ) {
        self.put("{");
        if entries.is_empty() && !self.has_comment(0, end) {
            return self.put(" }");
        }
        let round = std::mem::take(&mut self.round);
        self.step = 1;
        for entry in entries {
            let start = place(self, entry);
            self.entry_at(start);
            print(self, entry);
        }
        if self.has_comment(0, end) {
            self.comments_above(end);
        }
        self.tokens.push(Token::Newline(-1));
        self.round = round;
        self.put("}");
    }

    /// The end of the file: what comments are left.
    pub(super) fn comments_below(&mut self) {
        if !self.comments.is_empty() {
            self.comments_above(usize::MAX);
        }
    }

    /// Comments in front of a byte inside something that goes on; a soft follows.
    fn comments_inside(&mut self, start: usize) {
        let mut first = true;
        while let Some((comment, at)) = self.next_comment(start) {
            let behind = std::mem::take(&mut first) && self.stands_behind(at);
            self.tokens.push(if behind {
                Token::Suffix(comment)
            } else {
                Token::Own(comment)
            });
        }
    }

    /// A place where the line may end, in front of what begins at a byte; comments before that end it.
    pub(super) fn soft_at(&mut self, start: usize, flat: &'static str) {
        self.comments_inside(start);
        self.tokens.push(Token::Soft { flat, back: false });
    }

    /// The same in front of a closing bracket.
    pub(super) fn soft_back(&mut self, start: usize, flat: &'static str) {
        self.comments_inside(start);
        self.tokens.push(Token::Soft { flat, back: true });
    }

    pub(super) fn begin(&mut self, group: Group) {
        self.tokens.push(Token::Begin(group));
    }

    pub(super) fn end(&mut self) {
        self.tokens.push(Token::End);
    }

    /// The next comment in front of a byte, with its place.
    fn next_comment(&mut self, before: usize) -> Option<(String, usize)> {
        let comment = self.comments.first()?;
        let at = comment.span.start as usize;
        if at >= before {
            return None;
        }
        self.comments = self.comments.get(1..).unwrap_or(&[]);
        Some((comment.node.clone(), at))
    }

    /// Whether a comment stands between two bytes.
    pub(super) fn has_comment(&self, start: usize, end: usize) -> bool {
        let comments = self.comments.iter().map(|comment| comment.span.start as usize);
        comments.take_while(|at| *at < end).any(|at| at >= start)
    }

    /// What stands before a byte, without blanks, and how many lines end between.
    fn before(&self, at: usize) -> (&str, usize) {
        let text = self.text.and_then(|text| text.get(..at)).unwrap_or("");
        let rest = text.trim_end();
        let blank = text.get(rest.len()..).unwrap_or("");
        let ends = blank.matches('\n').count() + blank.replace("\r\n", "").matches('\r').count();
        (rest, ends)
    }

    /// Whether words stand in front of a comment on its line.
    fn stands_behind(&self, at: usize) -> bool {
        let (rest, ends) = self.before(at);
        ends == 0 && !rest.is_empty()
    }

    pub(super) fn blank_before(&self, at: usize) -> bool {
        let (rest, ends) = self.before(at);
        ends > 1 && !rest.is_empty()
    }

    /// Whether the author ended no line behind the brace in front of a byte.
    pub(super) fn on_one_line(&self, start: usize) -> bool {
        let (rest, ends) = self.before(start);
        self.text.is_some() && ends == 0 && rest.ends_with(['{', '['])
    }

    /// The byte of the closing brace behind a byte: blanks, commas and comments may stand between.
    pub(super) fn closing(&self, from: usize) -> usize {
        let Some(text) = self.text else { return from };
        let mut at = from;
        while let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) {
            match next {
                '#' => {
                    let rest = text.get(at..).unwrap_or("");
                    at += rest.find('\n').unwrap_or(rest.len());
                }
                '}' | ']' | ')' => return at,
                ',' => at += 1,
                _ if next.is_whitespace() => at += next.len_utf8(),
                _ => return from,
            }
        }
        from
    }
}
