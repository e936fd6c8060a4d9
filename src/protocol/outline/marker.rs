//! What stands in front of an item: `3.`, `(b)`, `iv)`, `3.1`, `•`.

/// In which way items are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `3.`
    Number,
    /// `b)`
    Letter,
    /// `B)`
    Capital,
    /// `iv)`
    Roman,
    /// `3.1`
    Path,
    /// `•`
    Bullet,
}

/// A kind, and which sign closes or is it: items that look alike stand on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub kind: Kind,
    pub sign: char,
}

/// What a line begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker<'a> {
    /// The ways to read it: `i)` is a letter, or the first of the Roman numbers. Of bullets there is no number.
    pub ways: Vec<(Style, u32)>,
    /// The number or the letter as it is printed; nothing for a bullet.
    pub printed: &'a str,
    /// The numbers of `3.1`.
    pub path: Vec<u32>,
    /// The bytes in front of the item's words.
    pub len: usize,
}

impl Marker<'_> {
    /// Whether it may as well be a number of the sentence that goes on: "… at least / 9.1 g/dL".
    pub fn is_a_number(&self, line: &str) -> bool {
        let open = self.ways.iter().any(|(style, _)| style.sign == ' ');
        let words = line.get(self.len..).unwrap_or_default();
        open && !words.starts_with(char::is_uppercase)
    }
}

/// What a line begins with, if that is the mark of an item.
pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    bullet(line).or_else(|| numbered(line))
}

/// The bytes up to the words behind a mark; a mark has words, and a blank in front of them.
fn up_to_words(line: &str, mark: usize) -> Option<usize> {
    let rest = line.get(mark..)?;
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then(|| line.len() - words.len())
}

fn bullet(line: &str) -> Option<Marker<'_>> {
    let sign = line.chars().next()?;
    let same = match sign {
        '-' | '–' | '—' | '‒' | '−' | '⁃' => '-',
        '•' | '·' | '∙' | '●' | '‣' => '•',
        '▪' | '■' | '□' | '➢' | '►' | '✓' | '*' => sign,
        'o' | '○' | '◦' => 'o',
        _ => return None,
    };
    let style = Style {
        kind: Kind::Bullet,
        sign: same,
    };
    Some(Marker {
        ways: vec![(style, 0)],
        printed: "",
        path: Vec::new(),
        len: up_to_words(line, sign.len_utf8())?,
    })
}

fn numbered(line: &str) -> Option<Marker<'_>> {
    let (open, rest) = match line.strip_prefix('(') {
        Some(rest) => (1, rest),
        None => (0, line),
    };
    let digits = rest.starts_with(|c: char| c.is_ascii_digit());
    let inner = |(at, c): (usize, char)| {
        let next = rest.get(at + 1..).unwrap_or_default();
        let part = digits && c == '.' && next.starts_with(|c: char| c.is_ascii_digit());
        part || (if digits {
            c.is_ascii_digit()
        } else {
            c.is_ascii_alphabetic()
        })
    };
    let long = rest
        .char_indices()
        .find(|at| !inner(*at))
        .map_or(rest.len(), |(at, _)| at);
    let printed = rest.get(..long)?;
    let behind = rest.get(printed.len()..)?;
    let sign = match (open, behind.chars().next()) {
        (0, Some(sign @ ('.' | ')'))) => sign,
        (1, Some(')')) => '(',
        // Only a number of several parts needs nothing behind it.
        (0, Some(sign)) if sign.is_whitespace() && printed.contains('.') => ' ',
        _ => return None,
    };
    let closed = open + printed.len() + usize::from(sign != ' ');
    let ways = ways(printed, sign);
    let glued = || {
        // "1.Adults", as texts have it that were copied out of a document.
        let words = line.get(closed..)?;
        let capital = words.chars().next()?.is_uppercase() && words.chars().nth(1)?.is_lowercase();
        let number = ways.iter().all(|(style, _)| style.kind == Kind::Number);
        (capital && number).then_some(closed)
    };
    let len = up_to_words(line, closed).or_else(glued)?;
    let path = printed.split('.').map_while(|part| part.parse().ok()).collect();
    (!ways.is_empty()).then_some(Marker {
        ways,
        printed,
        path,
        len,
    })
}

/// How a number or a letter can be read.
fn ways(printed: &str, sign: char) -> Vec<(Style, u32)> {
    let mut ways = Vec::new();
    let mut way = |kind, number| ways.push((Style { kind, sign }, number));
    if printed.contains('.') {
        let parts: Option<Vec<u32>> = printed.split('.').map(number).collect();
        if let Some(last) = parts.as_ref().and_then(|parts| parts.last()) {
            way(Kind::Path, *last);
        }
        return ways;
    }
    if let Some(number) = number(printed) {
        way(Kind::Number, number);
        return ways;
    }
    let mut letters = printed.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        let place = |first: char| (letter as u32).saturating_sub(first as u32) + 1;
        if letter.is_ascii_lowercase() {
            way(Kind::Letter, place('a'));
        } else if letter.is_ascii_uppercase() {
            way(Kind::Capital, place('A'));
        }
    }
    if let Some(number) = roman(printed) {
        way(Kind::Roman, number);
    }
    ways
}

/// A number that an item can have.
fn number(digits: &str) -> Option<u32> {
    (digits.len() <= 3).then(|| digits.parse().ok()).flatten()
}

/// Small Roman numbers, as they are written.
fn roman(text: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    (1..40).find(|number: &u32| {
        let ones = usize::try_from(number % 10).ok().and_then(|place| ONES.get(place));
        let tens = usize::try_from(number / 10).unwrap_or_default();
        ones.is_some_and(|ones| text == format!("{}{ones}", "x".repeat(tens)))
    })
}
