//! One patient and one trial on a sheet: the answer, what to do next, each criterion with its reason, and the few that
//! need a look.

mod close;

use std::io::{self, Write};

use crate::eval::{CriterionResult, Need, Outcome, Overall, Response, Verdict};
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::verdict::reason::{self, Page};
use crate::report::verdict::rows;
use crate::report::words;

/// How many facts to ask for next are listed.
const NEXT: usize = 5;

/// Lines that a reason may take.
const LINES: usize = 5;

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

/// Where the columns of the list stand.
struct Columns {
    id: usize,
    text: usize,
    reason: usize,
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

    fn criteria(&self, out: &mut dyn Write) -> io::Result<()> {
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
        let criterion = trial.criteria.get(result.criterion);
        let words = match criterion.and_then(|criterion| criterion.text.as_ref()) {
            Some((text, _)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            None => words::printed(&words::rule_text(self.page.sources, result.explanation.span)),
        };
        let words = unescaped(&words);
        let words = words.trim_end_matches([';', ',', ' ']);
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
            self.few_lines(&reason, columns.reason)
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
        let words = text::cut(&self.style.plain(words), columns.text, self.style.ellipsis());
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
    fn few_lines(&self, reason: &str, columns: usize) -> Vec<String> {
        let mut lines = text::wrap(reason, columns);
        if lines.len() > LINES {
            let rest = lines.split_off(LINES - 1).join(" ");
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
