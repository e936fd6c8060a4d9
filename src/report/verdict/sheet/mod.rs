//! One patient and one trial on a sheet: the answer, what to do next, each criterion with its reason, and the few that
//! need a look.

mod close;
mod list;

use std::io::{self, Write};

use crate::eval::{Need, Outcome, Overall, Response, Verdict};
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::verdict::reason::{self, Page};
use crate::report::verdict::rows;
use crate::report::words;

/// How many facts to ask for next are listed.
const NEXT: usize = 5;

/// Writes the sheet. `verbose`: no reason is cut and every open criterion is shown from near.
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
    sheet.answer(out)?;
    sheet.criteria(out)?;
    sheet.endpoints(out)?;
    sheet.tally(out)?;
    close::write(out, &sheet)?;
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
        let assessed = assessed
            .map(|dates| format!(" {dot} assessed {}", words::dates(dates)))
            .unwrap_or_default();
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

    fn overall(&self) -> String {
        let word = self.verdict.overall.word().to_uppercase();
        self.style.paint(Paint::of_overall(self.verdict.overall), word)
    }

    /// The answer and what to do next.
    fn answer(&self, out: &mut dyn Write) -> io::Result<()> {
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
        let names: Vec<String> = rest.iter().map(|(name, _)| name.clone()).collect();
        let wide = names
            .iter()
            .map(|name| text::width(name))
            .max()
            .unwrap_or(0)
            .min(room * 2 / 3);
        for (name, settles) in &rest {
            let name = text::pad(&text::cut(&self.style.plain(name), wide, self.style.ellipsis()), wide);
            let settles = text::cut(settles, room.saturating_sub(wide + 2).max(8), self.style.ellipsis());
            writeln!(
                out,
                "{}{name}  {}",
                " ".repeat(indent),
                self.style.paint(Paint::Faint, settles)
            )?;
        }
        writeln!(out)
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
        // What only parts of decided criteria leave open changes nothing.
        let open = rows::deciders(self.page.trial, self.verdict, Outcome::Unknown);
        let settles = |id: &&String| open.iter().any(|result| result.id == **id);
        let ids = self
            .verdict
            .needs
            .iter()
            .map(|need| need.criteria.iter().filter(settles).collect::<Vec<_>>());
        let mut needs: Vec<(&Need, Vec<&String>)> = self.verdict.needs.iter().zip(ids).collect();
        needs.retain(|(_, ids)| !ids.is_empty());
        let called = |need: &Need| match &need.question {
            Some(question) => format!("{} ({})", need.fact, question.trim().trim_end_matches('?')),
            None => need.fact.clone(),
        };
        match needs.as_slice() {
            [] => ("some criteria stay open".to_owned(), Vec::new()),
            [(only, _)] => (format!("one answer decides: {}", called(only)), Vec::new()),
            _ => {
                // A stable sort: of equals the first of the trial stays first.
                needs.sort_by_key(|(_, ids)| std::cmp::Reverse(ids.len()));
                let head = match needs.len().checked_sub(NEXT) {
                    Some(more) if more > 0 => format!("{} answers are open; ask first for", needs.len()),
                    _ => format!("{} answers are open", needs.len()),
                };
                let rest = needs.iter().take(NEXT).map(|(need, ids)| {
                    (
                        called(need),
                        ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", "),
                    )
                });
                (head, rest.collect())
            }
        }
    }

    fn endpoints(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.verdict.endpoints.is_empty() {
            return Ok(());
        }
        writeln!(out, "  {}", self.style.paint(Paint::Strong, "endpoints"))?;
        let wide = |of: fn(&crate::eval::EndpointResult) -> &str| {
            self.verdict
                .endpoints
                .iter()
                .map(|result| text::width(of(result)))
                .max()
                .unwrap_or(0)
        };
        let (id, visit) = (wide(|result| &result.id), wide(|result| &result.visit));
        let room = self.style.width.saturating_sub(4 + id + 2 + visit + 2 + 14 + 2).max(20);
        for result in &self.verdict.endpoints {
            let (outcome, not_applicable) = match result.outcome {
                Response::Yes => (Outcome::Pass, false),
                Response::No => (Outcome::Fail, false),
                Response::Unknown => (Outcome::Unknown, false),
                Response::NotApplicable => (Outcome::Pass, true),
            };
            let reason = match result.outcome {
                Response::NotApplicable => String::new(),
                _ => reason::tell(self.page, &result.explanation, outcome, None),
            };
            let line = format!(
                "  {} {}  {}  {}  {}",
                self.style.sign(outcome, not_applicable),
                text::pad(&self.style.plain(&result.id), id),
                text::pad(&self.style.plain(&result.visit), visit),
                text::pad(&words::spaced(result.outcome.word()), 14),
                text::cut(&self.style.plain(&reason), room, self.style.ellipsis()),
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
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
