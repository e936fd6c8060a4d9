//! One patient and one trial on a sheet: the answer, what to do next, each criterion with its reason, and the few that
//! need a look; then the endpoints. On the page of a visit only what the endpoints come to at it.

mod answer;
mod close;
mod list;
mod responses;

use std::io::{self, Write};

use crate::eval::{Outcome, Overall, Verdict};
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::verdict::reason::Page;
use crate::report::verdict::rows;
use crate::report::words;

/// Writes the sheet, or where the page is of a visit, the sheet of that visit. `verbose`: no reason is cut and
/// everything open is shown from near.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, page: Page<'_>, verdict: &Verdict, style: Style, verbose: bool) -> io::Result<()> {
    let sheet = Sheet {
        page,
        verdict,
        style,
        verbose,
    };
    sheet.heading(out)?;
    if verdict.overall == Overall::Error {
        return writeln!(out, "  {}   the record could not be read", sheet.overall());
    }
    if let Some(visit) = page.visit {
        return sheet.visit(out, visit);
    }
    sheet.answer(out)?;
    sheet.criteria(out)?;
    sheet.tally(out)?;
    sheet.visits(out)?;
    close::criteria(out, &sheet)?;
    if verbose {
        close::endpoints(out, &sheet)?;
    }
    sheet.warnings(out)
}

/// What a sheet is made of.
struct Sheet<'a> {
    page: Page<'a>,
    verdict: &'a Verdict,
    style: Style,
    verbose: bool,
}

impl Sheet<'_> {
    fn heading(&self, out: &mut dyn Write) -> io::Result<()> {
        let dot = self.style.dot();
        let title = self
            .page
            .trial
            .title
            .as_deref()
            .map(|title| format!(" {title}"))
            .unwrap_or_default();
        let assessed = self.verdict.assessed.as_ref().filter(|dates| dates.as_day().is_some());
        let assessed = match (self.page.visit, assessed) {
            (Some(visit), _) => format!(" {dot} {}", self.style.plain(&self.dated(visit))),
            (None, Some(dates)) => format!(" {dot} assessed {}", words::dates(dates)),
            (None, None) => String::new(),
        };
        let patient = self.style.plain(&self.verdict.patient).into_owned();
        let room = self
            .style
            .width
            .saturating_sub(text::width(&assessed) + text::width(&patient) + 3);
        let trial = self.style.plain(&format!("{}{title}", self.verdict.trial)).into_owned();
        let trial = text::cut(&trial, room, self.style.ellipsis());
        writeln!(
            out,
            "{} {dot} {trial}{assessed}\n",
            self.style.paint(Paint::Strong, patient)
        )
    }

    fn tally(&self, out: &mut dyn Write) -> io::Result<()> {
        let count = |outcome| {
            rows::counted(self.page.trial, self.verdict)
                .filter(|r| r.outcome == outcome)
                .count()
        };
        let dot = self.style.dot();
        writeln!(
            out,
            "  {} pass {dot} {} fail {dot} {} unknown",
            count(Outcome::Pass),
            count(Outcome::Fail),
            count(Outcome::Unknown)
        )?;
        if self.verdict.values.is_empty() || !self.verbose {
            return Ok(());
        }
        let values: Vec<String> = self
            .verdict
            .values
            .iter()
            .map(|value| {
                let unit = crate::value::Unit::parse(&value.unit).unwrap_or_default();
                format!(
                    "{} {}",
                    words::spaced(&value.name),
                    words::numbers(&value.value, &unit, Some(2))
                )
            })
            .collect();
        let line = self
            .style
            .plain(&format!("computed: {}", values.join(", ")))
            .into_owned();
        write!(out, "{}", text::block(&line, "  ", "            ", self.style.width))
    }

    fn warnings(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.verdict.warnings.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        for warning in &self.verdict.warnings {
            let about = warning
                .criterion
                .as_deref()
                .map(|id| format!("{id}: "))
                .unwrap_or_default();
            let line = self.style.plain(&format!("{about}{}", warning.message)).into_owned();
            let line = text::block(&line, "    ", "    ", self.style.width);
            let sign = if self.style.ascii { "!" } else { "⚠" };
            write!(
                out,
                "  {} {}",
                self.style.paint(Paint::Open, sign),
                line.get(4..).unwrap_or("")
            )?;
        }
        Ok(())
    }
}

/// Without the backslashes of texts that were taken from Markdown: `\>2.0`.
pub(crate) fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            result.push(c);
        }
    }
    result
}
