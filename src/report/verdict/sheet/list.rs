//! The list of criteria, a line each with its reason.

use std::io::{self, Write};

use super::Sheet;
use crate::eval::{CriterionResult, Outcome};
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::verdict::{reason, rows};

/// Lines that a reason may take.
const LINES: usize = 5;

/// Where the columns of the list stand.
struct Columns {
    id: usize,
    text: usize,
    reason: usize,
}
impl Sheet<'_> {
    fn columns(&self) -> Columns {
        let of =
            |result: &CriterionResult| 2 * rows::depth(self.page.trial, result.criterion) + text::width(&result.id);
        let id = self.verdict.criteria.iter().map(of).max().unwrap_or(2).min(20) + 2;
        let room = self.style.width.saturating_sub(4 + id + 2);
        let words = (room * 45 / 100).clamp(12, 90);
        Columns {
            id,
            text: words,
            reason: room.saturating_sub(words).max(20),
        }
    }

    /// Writes the list.
    pub(super) fn criteria(&self, out: &mut dyn Write) -> io::Result<()> {
        let columns = self.columns();
        let mut section = None;
        for result in &self.verdict.criteria {
            if section != Some(result.kind) {
                section = Some(result.kind);
                writeln!(out, "  {}", self.style.paint(Paint::Strong, result.kind.word()))?;
            }
            self.criterion(out, result, &columns)?;
        }
        Ok(())
    }

    fn criterion(&self, out: &mut dyn Write, result: &CriterionResult, columns: &Columns) -> io::Result<()> {
        let trial = self.page.trial;
        let words = rows::heading(self.page, result);
        let heading = rows::is_heading(trial, self.verdict, result.criterion);
        let reason = if heading {
            String::new()
        } else {
            reason::of_criterion(self.page, result)
        };
        let reason = self.style.plain(&reason).into_owned();
        let whole = self.verbose || (result.outcome != Outcome::Pass && !self.is_moot(result));
        let lines = if self.verbose {
            text::wrap(&reason, columns.reason)
        } else if whole {
            self.few_lines(&reason, columns.reason, LINES)
        } else {
            vec![text::cut(&reason, columns.reason, self.style.ellipsis())]
        };
        let id = format!("{}{}", "  ".repeat(rows::depth(trial, result.criterion)), result.id);
        let sign = match self.is_moot(result) {
            true => self.style.paint(
                Paint::Faint,
                Style {
                    color: false,
                    ..self.style
                }
                .sign(result.outcome, result.not_applicable),
            ),
            false => self.style.sign(result.outcome, result.not_applicable),
        };
        let words = text::cut(&self.style.plain(&words), columns.text, self.style.ellipsis());
        let first = format!(
            "  {sign} {} {}",
            text::pad(&id, columns.id - 1),
            text::pad(&words, columns.text)
        );
        let mut lines = lines.into_iter();
        match lines.next().filter(|line| !line.is_empty()) {
            Some(line) => writeln!(out, "{first}  {}", self.tinted(result, &line))?,
            None => writeln!(out, "{}", first.trim_end())?,
        }
        for line in lines {
            let indent = " ".repeat(4 + columns.id + columns.text + 2);
            writeln!(out, "{indent}{}", self.tinted(result, &line))?;
        }
        Ok(())
    }

    /// A text on no more than a few lines.
    pub(super) fn few_lines(&self, reason: &str, columns: usize, few: usize) -> Vec<String> {
        let mut lines = text::wrap(reason, columns);
        if lines.len() > few {
            let rest = lines.split_off(few.saturating_sub(1)).join(" ");
            lines.push(text::cut(&rest, columns, self.style.ellipsis()));
        }
        lines
    }

    /// A part that came out otherwise than the criterion that it only helps to decide.
    fn is_moot(&self, result: &CriterionResult) -> bool {
        let parent = self
            .page
            .trial
            .criteria
            .get(result.criterion)
            .and_then(|criterion| criterion.parent);
        let outcome = |at| {
            self.verdict
                .criteria
                .iter()
                .find(|other| other.criterion == at)
                .map(|other| other.outcome)
        };
        result.part
            && parent
                .and_then(outcome)
                .is_some_and(|outcome| outcome != result.outcome)
    }

    fn tinted(&self, result: &CriterionResult, line: &str) -> String {
        match result.outcome {
            Outcome::Pass => line.to_owned(),
            _ if self.is_moot(result) => self.style.paint(Paint::Faint, line),
            outcome => self.style.paint(Paint::of_outcome(outcome), line),
        }
    }
}
