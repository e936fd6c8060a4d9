//! One patient and several trials: a line a trial, below it what fails and what to find out.

use std::io::{self, Write};

use super::reason::{self, Page};
use super::{next, rows};
use crate::eval::{CriterionResult, Outcome, Overall, Verdict};
use crate::report::style::{Paint, Style};
use crate::report::text;

/// So many facts are named.
const ASK: usize = 3;
/// Lines that a reason may take.
const LINES: usize = 2;
/// With fewer columns a reason stands below its criterion, not beside it.
const BESIDE: usize = 80;
/// Before the lines of a criterion, and before the reason below it.
const INDENT: usize = 6;

/// Writes what each trial says of a patient. `verbose`: what is open is told criterion by criterion, and no reason is cut.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, answers: &[(Page<'_>, Verdict)], style: Style, verbose: bool) -> io::Result<()> {
    let Some((_, first)) = answers.first() else {
        return Ok(());
    };
    let each = [
        Overall::Eligible,
        Overall::Undetermined,
        Overall::Ineligible,
        Overall::Error,
    ];
    let counts = each.into_iter().filter_map(|overall| {
        let count = answers.iter().filter(|(_, verdict)| verdict.overall == overall).count();
        (count > 0).then(|| format!("{count} {}", overall.word()))
    });
    let dot = format!(" {} ", style.dot());
    let counts = counts.collect::<Vec<_>>().join(&dot);
    let patient = style.plain(&first.patient);
    // Beside the patient, or below where that finds no room.
    let below = text::width(&patient) + text::width(&dot) + text::width(&counts) > style.width;
    let counts = match below {
        true => format!("\n{}", text::block(&counts, "  ", "  ", style.width)),
        false => format!("{dot}{counts}\n"),
    };
    writeln!(out, "{}{counts}", style.paint(Paint::Strong, &patient))?;
    let ids = answers
        .iter()
        .map(|(_, verdict)| text::width(&style.plain(&verdict.trial)));
    let overview = Overview {
        id: ids.max().unwrap_or(0).min(style.width / 3),
        style,
        verbose,
    };
    for (page, verdict) in answers {
        overview.heading(out, *page, verdict)?;
        overview.below(out, *page, verdict)?;
    }
    Ok(())
}

struct Overview {
    /// How wide the trials' ids are.
    id: usize,
    style: Style,
    verbose: bool,
}

impl Overview {
    fn cut(&self, words: &str, width: usize) -> String {
        text::cut(&self.style.plain(words), width, self.style.ellipsis())
    }

    /// `✗ NCT03599518  ineligible    DS-1205c and gefitinib …`
    fn heading(&self, out: &mut dyn Write, page: Page<'_>, verdict: &Verdict) -> io::Result<()> {
        let paint = Paint::of_overall(verdict.overall);
        let id = text::pad(&self.cut(&verdict.trial, self.id), self.id);
        let room = self.style.width.saturating_sub(4 + self.id + 2 + 12 + 2);
        let title = self.cut(page.trial.title.as_deref().unwrap_or_default(), room);
        let line = format!(
            "  {} {}  {}  {title}",
            self.style.paint(paint, self.style.mark(verdict.overall)),
            self.style.paint(Paint::Strong, id),
            self.style.paint(paint, text::pad(verdict.overall.word(), 12)),
        );
        writeln!(out, "{}", line.trim_end())
    }

    fn below(&self, out: &mut dyn Write, page: Page<'_>, verdict: &Verdict) -> io::Result<()> {
        if verdict.overall == Overall::Error {
            return self.line(out, Paint::Bad, "the record could not be read");
        }
        let failing = rows::deciders(page.trial, verdict, Outcome::Fail);
        let open = rows::deciders(page.trial, verdict, Outcome::Unknown);
        let told = || failing.iter().chain(open.iter().filter(|_| self.verbose));
        let id = told().map(|result| text::width(&result.id)).max().unwrap_or(0).min(20);
        for result in &failing {
            self.criterion(out, page, result, id)?;
        }
        match (open.len(), verdict.overall) {
            (0, _) => {}
            // Of a patient who cannot take part no answer changes that.
            (count, Overall::Ineligible) => self.line(out, Paint::Open, &format!("{count} open besides"))?,
            (count, _) => self.ask(out, page, verdict, count)?,
        }
        if self.verbose {
            for result in &open {
                self.criterion(out, page, result, id)?;
            }
        }
        Ok(())
    }

    /// `14 open; ask first:` and what would settle most of them.
    fn ask(&self, out: &mut dyn Write, page: Page<'_>, verdict: &Verdict, count: usize) -> io::Result<()> {
        let needs = next::wanted(page.trial, verdict);
        let first: Vec<String> = needs
            .iter()
            .take(ASK)
            .map(|(need, _)| next::called(&need.fact, need))
            .collect();
        let line = match needs.len() {
            0 => format!("{count} open"),
            1 => format!("{count} open; one answer decides: {}", first.join("")),
            2..=ASK => format!("{count} open; ask for: {}", first.join("; ")),
            _ => format!("{count} open; ask first for: {}", first.join("; ")),
        };
        self.line(out, Paint::Open, &line)
    }

    fn line(&self, out: &mut dyn Write, paint: Paint, line: &str) -> io::Result<()> {
        let room = self.style.width.saturating_sub(INDENT);
        for line in text::wrap(&self.style.plain(line), room) {
            let line = self.style.paint(paint, self.cut(&line, room));
            writeln!(out, "{}{line}", " ".repeat(INDENT))?;
        }
        Ok(())
    }

    /// A criterion with its heading and its reason.
    fn criterion(&self, out: &mut dyn Write, page: Page<'_>, result: &CriterionResult, id: usize) -> io::Result<()> {
        let paint = Paint::of_outcome(result.outcome);
        let sign = self.style.sign(result.outcome, result.not_applicable);
        let before = INDENT + 2 + id + 2;
        let room = self.style.width.saturating_sub(before);
        let reason = self.style.plain(&reason::of_criterion(page, result)).into_owned();
        let beside = self.style.width >= BESIDE;
        let words = if beside { room * 45 / 100 } else { room };
        let (indent, room) = match beside {
            true => (before + words + 2, room.saturating_sub(words + 2)),
            false => (before, room),
        };
        let first = format!(
            "{}{sign} {}  {}",
            " ".repeat(INDENT),
            text::pad(&self.cut(&result.id, id), id),
            text::pad(&self.cut(&rows::heading(page, result), words), words)
        );
        let mut lines = text::wrap(&reason, room);
        if !self.verbose && lines.len() > LINES {
            let rest = lines.split_off(LINES - 1).join(" ");
            lines.push(rest);
        }
        let painted = |line: &String| self.style.paint(paint, self.cut(line, room));
        let (behind, below) = match lines.split_first() {
            Some((first, rest)) if beside => (painted(first), rest),
            _ => (String::new(), lines.as_slice()),
        };
        writeln!(out, "{}", format!("{first}  {behind}").trim_end())?;
        for line in below.iter().filter(|line| !line.is_empty()) {
            writeln!(out, "{}{}", " ".repeat(indent), painted(line))?;
        }
        Ok(())
    }
}
