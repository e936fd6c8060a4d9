//! How the terminal is to be written on: width, colour, Unicode.

use std::borrow::Cow;
use std::fmt;

use crate::codes::Level;
use crate::eval::{Outcome, Overall, Response};

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Colours may be used.
    pub color: bool,
    /// Only ASCII may be used.
    pub ascii: bool,
    /// Columns.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            ascii: false,
            width: 100,
        }
    }
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Nothing stands in the way.
    Good,
    /// A mistake, a criterion that fails.
    Bad,
    /// A warning, something open.
    Open,
    /// Of lesser weight.
    Faint,
    /// A heading.
    Strong,
    /// A cure, a further place.
    Hint,
}

impl Paint {
    /// The colour of a finding.
    #[must_use]
    pub fn of_level(level: Level) -> Self {
        match level {
            Level::Error => Self::Bad,
            Level::Warning => Self::Open,
            Level::Note => Self::Hint,
        }
    }

    /// The colour of an outcome.
    #[must_use]
    pub fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass => Self::Good,
            Outcome::Fail => Self::Bad,
            Outcome::Unknown => Self::Open,
        }
    }

    /// The colour of a response.
    #[must_use]
    pub fn of_response(response: Response) -> Self {
        match response {
            Response::Yes => Self::Good,
            Response::No => Self::Bad,
            Response::Unknown => Self::Open,
            Response::NotApplicable => Self::Faint,
        }
    }

    /// The colour of a verdict.
    #[must_use]
    pub fn of_overall(overall: Overall) -> Self {
        match overall {
            Overall::Eligible => Self::Good,
            Overall::Ineligible | Overall::Error => Self::Bad,
            Overall::Undetermined => Self::Open,
        }
    }

    /// As the terminal library knows it.
    #[must_use]
    pub fn to_style(self) -> owo_colors::Style {
        let style = owo_colors::Style::new();
        match self {
            Self::Good => style.green(),
            Self::Bad => style.red().bold(),
            Self::Open => style.yellow().bold(),
            Self::Faint => style.dimmed(),
            Self::Strong => style.bold(),
            Self::Hint => style.cyan(),
        }
    }
}

impl Style {
    /// Colours a text, where there are colours. The text itself must have been made [`Style::plain`].
    #[must_use]
    pub fn paint(self, paint: Paint, text: impl fmt::Display) -> String {
        if self.color {
            paint.to_style().style(text).to_string()
        } else {
            text.to_string()
        }
    }

    /// The text as this terminal can show it: no control characters, and ASCII signs where only those may be used.
    /// Letters of other scripts stay.
    #[must_use]
    pub fn plain(self, text: &str) -> Cow<'_, str> {
        let fine = |c: char| !c.is_control() && (c.is_ascii() || !self.ascii);
        if text.chars().all(fine) {
            return Cow::Borrowed(text);
        }
        let mut result = String::with_capacity(text.len());
        for c in text.chars() {
            self.push(c, &mut result);
        }
        Cow::Owned(result)
    }

    /// One character as this terminal can show it.
    pub fn push(self, c: char, out: &mut String) {
        match c {
            '\t' => out.push_str("    "),
            c if c.is_control() => out.push(' '),
            c if self.ascii => match ascii(c) {
                Some(text) => out.push_str(text),
                None => out.push(c),
            },
            c => out.push(c),
        }
    }

    /// The sign before a criterion.
    #[must_use]
    pub fn sign(self, outcome: Outcome, not_applicable: bool) -> String {
        let sign = match (outcome, not_applicable, self.ascii) {
            (_, true, false) => "–",
            (_, true, true) => "-",
            (Outcome::Pass, _, false) => "✓",
            (Outcome::Pass, _, true) => "+",
            (Outcome::Fail, _, false) => "✗",
            (Outcome::Fail, _, true) => "x",
            (Outcome::Unknown, ..) => "?",
        };
        let paint = if not_applicable {
            Paint::Faint
        } else {
            Paint::of_outcome(outcome)
        };
        self.paint(paint, sign)
    }

    /// The sign of a verdict, without colour.
    #[must_use]
    pub fn mark(self, overall: Overall) -> &'static str {
        match (overall, self.ascii) {
            (Overall::Eligible, false) => "✓",
            (Overall::Eligible, true) => "+",
            (Overall::Ineligible, false) => "✗",
            (Overall::Ineligible, true) => "x",
            (Overall::Undetermined, _) => "?",
            (Overall::Error, _) => "!",
        }
    }

    /// The sign before an endpoint.
    #[must_use]
    pub fn sign_of(self, response: Response) -> String {
        match response {
            Response::Yes => self.sign(Outcome::Pass, false),
            Response::No => self.sign(Outcome::Fail, false),
            Response::Unknown => self.sign(Outcome::Unknown, false),
            Response::NotApplicable => self.sign(Outcome::Pass, true),
        }
    }

    /// What stands for words left out.
    #[must_use]
    pub fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// What stands between two things on one line.
    #[must_use]
    pub fn dot(self) -> &'static str {
        if self.ascii { "-" } else { "·" }
    }
}

/// ASCII for the typography of protocols and of our own pages.
fn ascii(c: char) -> Option<&'static str> {
    Some(match c {
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '≈' => "~",
        '×' => "x",
        '·' => "*",
        '±' => "+-",
        '–' | '—' | '−' | '‐' | '‑' => "-",
        '…' => "...",
        '→' => "->",
        '“' | '”' | '„' => "\"",
        '‘' | '’' => "'",
        'µ' | 'μ' => "u",
        '°' => " deg ",
        '⁰' => "^0",
        '¹' => "^1",
        '²' => "^2",
        '³' => "^3",
        '⁴' => "^4",
        '⁵' => "^5",
        '⁶' => "^6",
        '⁷' => "^7",
        '⁸' => "^8",
        '⁹' => "^9",
        '⁺' => "+",
        '⁻' => "^-",
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_in_ascii() {
        let style = Style {
            ascii: true,
            ..Style::default()
        };
        assert_eq!(style.plain("ALT ≤3.0×ULN, 5×10⁹/L …"), "ALT <=3.0xULN, 5x10^9/L ...");
        assert_eq!(style.plain("Müller"), "Müller");
        assert_eq!(style.sign(Outcome::Pass, false), "+");
        assert_eq!(style.sign(Outcome::Pass, true), "-");
    }

    #[test]
    fn a_record_cannot_write_to_the_terminal() {
        assert_eq!(Style::default().plain("a\u{1b}[31mb\r\nc"), "a [31mb  c");
    }

    #[test]
    fn colours_only_where_they_are_wanted() {
        assert_eq!(Style::default().paint(Paint::Bad, "x"), "x");
        assert!(
            Style {
                color: true,
                ..Style::default()
            }
            .paint(Paint::Bad, "x")
            .contains("\u{1b}[")
        );
    }
}
