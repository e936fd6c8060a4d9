//! The answer, and what to do next.

use std::io::{self, Write};

use super::Sheet;
use crate::eval::{Need, Outcome, Overall};
use crate::report::style::Paint;
use crate::report::text;
use crate::report::verdict::{next, rows};

/// How many facts to ask for next are listed.
pub(super) const NEXT: usize = 5;

impl Sheet<'_> {
    pub(super) fn overall(&self) -> String {
        let word = self.verdict.overall.word().to_uppercase();
        self.style.paint(Paint::of_overall(self.verdict.overall), word)
    }

    /// The answer and what to do next.
    pub(super) fn answer(&self, out: &mut dyn Write) -> io::Result<()> {
        let indent = text::width(self.verdict.overall.word()) + 5;
        let room = self.style.width.saturating_sub(indent);
        let (first, rest) = match self.verdict.overall {
            Overall::Eligible => ("nothing stands in the way".to_owned(), Vec::new()),
            Overall::Ineligible => (self.standing(), Vec::new()),
            _ => self.next(),
        };
        let mut lines = text::wrap(&self.style.plain(&first), room).into_iter();
        writeln!(out, "  {}   {}", self.overall(), lines.next().unwrap_or_default())?;
        for line in lines {
            writeln!(out, "{}{line}", " ".repeat(indent))?;
        }
        self.facts(out, indent, &rest)?;
        writeln!(out)
    }

    /// Facts to find out, each with what it would settle.
    pub(super) fn facts(&self, out: &mut dyn Write, indent: usize, facts: &[(String, String)]) -> io::Result<()> {
        let room = self.style.width.saturating_sub(indent);
        let widest = facts.iter().map(|(name, _)| text::width(&self.style.plain(name))).max();
        let wide = widest.unwrap_or(0).min(room * 2 / 3);
        for (name, settles) in facts {
            let name = text::pad(&text::cut(&self.style.plain(name), wide, self.style.ellipsis()), wide);
            let settles = text::cut(settles, room.saturating_sub(wide + 2).max(8), self.style.ellipsis());
            let settles = self.style.paint(Paint::Faint, settles);
            writeln!(out, "{}{name}  {settles}", " ".repeat(indent))?;
        }
        Ok(())
    }

    /// Which criteria stand in the way.
    fn standing(&self) -> String {
        let failing = rows::deciders(self.page.trial, self.verdict, Outcome::Fail);
        let ids: Vec<&str> = failing.iter().map(|result| result.id.as_str()).collect();
        match ids.as_slice() {
            [] => "a criterion fails".to_owned(),
            [one] => format!("only {one} stands in the way"),
            many => format!("{} stand in the way", text::list(many, "and")),
        }
    }

    /// The one fact that decides, or those that settle most.
    fn next(&self) -> (String, Vec<(String, String)>) {
        let needs = next::wanted(self.page.trial, self.verdict);
        let called = |need: &Need| next::called(&need.fact, need);
        match needs.as_slice() {
            [] => ("some criteria stay open".to_owned(), Vec::new()),
            [(only, _)] => (format!("one answer decides: {}", called(only)), Vec::new()),
            _ => {
                let head = match needs.len().checked_sub(NEXT) {
                    Some(more) if more > 0 => format!("{} answers are open; ask first for", needs.len()),
                    _ => format!("{} answers are open", needs.len()),
                };
                let rest = needs.iter().take(NEXT);
                (head, rest.map(|(need, ids)| (called(need), ids.join(", "))).collect())
            }
        }
    }
}
