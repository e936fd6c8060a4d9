//! Text in columns: measured as a terminal shows it.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most `columns`, its end replaced by `ellipsis` where it is longer, after a word where that loses
/// little.
#[must_use]
pub fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(ellipsis));
    let mut taken = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        taken += c.width().unwrap_or(0);
        if taken > room {
            break;
        }
        end = at + c.len_utf8();
    }
    let head = text.get(..end).unwrap_or("");
    let whole_word = text.get(end..).is_some_and(|rest| rest.starts_with(' '));
    let head = match head.rfind(' ') {
        Some(space) if !whole_word && width(head) - width(head.get(..space).unwrap_or("")) < 8 => {
            head.get(..=space).unwrap_or(head)
        }
        _ => head,
    };
    let head = if whole_word {
        format!("{head} ")
    } else {
        head.to_owned()
    };
    let head = if width(&head) + width(ellipsis) > columns {
        head.trim_end().to_owned()
    } else {
        head
    };
    if columns < width(ellipsis) {
        head
    } else {
        format!("{head}{ellipsis}")
    }
}

/// The text with spaces behind it up to `columns`.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with spaces before it up to `columns`.
#[must_use]
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Behind which column a table ends that begins at `from` and has so much room, at least one column being in it, and the room
/// that is left. Each takes its width and a gap.
#[must_use]
pub fn fitting(widths: &[usize], from: usize, mut room: usize, gap: usize) -> (usize, usize) {
    let mut to = from;
    while let Some(width) = widths.get(to)
        && (to == from || width + gap <= room)
    {
        room = room.saturating_sub(width + gap);
        to += 1;
    }
    (to, room)
}

/// Lines of at most `columns`, broken at spaces; a word that is longer stays whole. Never empty.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = width(word);
        if used > 0 && used + 1 + length > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    if used > 0 || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Each line of the text behind an indent; lines that are too long are broken, those that fit keep their spaces.
#[must_use]
pub fn block(text: &str, first: &str, rest: &str, columns: usize) -> String {
    let mut result = String::new();
    let room = columns.saturating_sub(width(first)).max(20);
    for line in text.split('\n') {
        let pieces = if width(line) <= room {
            vec![line.to_owned()]
        } else {
            wrap(line, room)
        };
        for piece in pieces {
            let indent = if result.is_empty() { first } else { rest };
            result.push_str(format!("{indent}{piece}").trim_end());
            result.push('\n');
        }
    }
    result
}

/// A number with a comma between thousands.
#[must_use]
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut result = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

/// `1 criterion`, `2 criteria`
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`
#[must_use]
pub fn list<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [front @ .., end] => {
            let front: Vec<&str> = front.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", front.join(", "), end.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_a_word() {
        assert_eq!(cut("Hepatic: ALT and AST", 40, "…"), "Hepatic: ALT and AST");
        assert_eq!(cut("Hepatic: ALT and AST", 18, "…"), "Hepatic: ALT and …");
        assert_eq!(cut("Hepatic: ALT and AST", 17, "…"), "Hepatic: ALT and…");
        assert_eq!(cut("日本語日本語", 7, "…"), "日本語…");
        assert_eq!(cut("abc", 2, "..."), "");
        for columns in 0..30 {
            assert!(width(&cut("Histologically or cytologically 日本 confirmed", columns, "…")) <= columns);
        }
    }

    #[test]
    fn wraps_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(
            block("write `90 g/L`\n    or so", "help: ", "      ", 40),
            "help: write `90 g/L`\n          or so\n"
        );
    }

    #[test]
    fn counts_and_lists() {
        assert_eq!(thousands(1_040_212), "1,040,212");
        assert_eq!(count(1, "fact", "facts"), "1 fact");
        assert_eq!(list(&["a", "b", "c"], "and"), "a, b and c");
    }
}
