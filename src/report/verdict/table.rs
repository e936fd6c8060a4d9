//! Many patients: a line each while they are few, then what the criteria do to all of them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::rows;
use super::summary::Summary;
use super::trials::{ByTrials, Cell};
use crate::eval::{Outcome, Overall, Verdict};
use crate::model::Trial;
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::words;

/// So many patients get a line; the others are counted.
pub const LINES: usize = 50;
/// The facts asked for most, at the end.
pub const NEEDS: usize = 5;

/// A patient's line, kept until the widths are known.
#[derive(Debug, Clone)]
struct Line {
    patient: String,
    cells: Vec<Cell>,
    /// Of a single trial.
    reasons: String,
}

/// Collects the lines of the first patients and counts all.
#[derive(Debug)]
pub struct Table<'a> {
    trials: Vec<&'a Trial>,
    summaries: Vec<Summary>,
    lines: Vec<Line>,
    patients: usize,
    style: Style,
}

impl<'a> Table<'a> {
    /// A table for these trials.
    #[must_use]
    pub fn new(trials: Vec<&'a Trial>, style: Style) -> Self {
        let summaries = trials.iter().map(|trial| Summary::new(trial)).collect();
        Self {
            trials,
            summaries,
            lines: Vec::new(),
            patients: 0,
            style,
        }
    }

    /// Adds a patient with a verdict for each trial.
    pub fn add(&mut self, patient: &str, verdicts: &[Verdict]) {
        self.patients += 1;
        let answers = || verdicts.iter().zip(&self.trials);
        if self.lines.len() < LINES {
            let reasons = match (self.trials.as_slice(), verdicts) {
                ([trial], [verdict]) => reasons(trial, verdict),
                _ => String::new(),
            };
            self.lines.push(Line {
                patient: self.style.plain(patient).into_owned(),
                cells: answers().map(|(verdict, trial)| Cell::of(trial, verdict)).collect(),
                reasons,
            });
        }
        for ((verdict, trial), summary) in answers().zip(&mut self.summaries) {
            summary.add(trial, verdict);
        }
    }

    /// Writes the verdicts, then what the criteria do to all patients.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.verdicts(out)?;
        let mut dense = false;
        for (trial, summary) in self.trials.iter().zip(&self.summaries) {
            // Trials of which there is no more to say than how many are eligible stand close to each other.
            if !(dense && summary.is_clear()) {
                writeln!(out)?;
            }
            dense = summary.is_clear();
            self.summary(out, trial, summary)?;
        }
        Ok(())
    }

    /// Writes the verdicts alone.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn verdicts(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.trials.len() == 1 {
            self.lines(out)?
        } else {
            let patients = self.lines.iter();
            let table = ByTrials {
                trials: &self.trials,
                patients: patients
                    .map(|line| (line.patient.as_str(), line.cells.as_slice()))
                    .collect(),
                style: self.style,
            };
            table.write(out)?;
        }
        if self.patients > self.lines.len() {
            let more = self.patients - self.lines.len();
            writeln!(
                out,
                "  and {} more; --format csv has a row for each",
                text::thousands(more)
            )?;
        }
        Ok(())
    }

    /// Writes what the criteria do to all patients alone, with everything that is asked for.
    fn attrition(&self, out: &mut dyn Write) -> io::Result<()> {
        for (at, (trial, summary)) in self.trials.iter().zip(&self.summaries).enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            self.head(out, trial, summary)?;
            if !summary.is_clear() {
                self.criteria(out, trial, summary)?;
                let head = "asked for of those undetermined";
                asked_most(out, trial, &summary.needs, (head, usize::MAX), self.style)?;
            }
        }
        Ok(())
    }

    fn name_width(&self) -> usize {
        let widest = self
            .lines
            .iter()
            .map(|line| text::width(&line.patient))
            .max()
            .unwrap_or(0);
        widest.clamp(7, self.style.width / 3)
    }

    fn name(&self, name: &str, columns: usize) -> String {
        text::pad(&text::cut(name, columns, self.style.ellipsis()), columns)
    }

    /// One trial: the criteria that fail or are open behind each verdict.
    fn lines(&self, out: &mut dyn Write) -> io::Result<()> {
        let columns = self.name_width();
        let room = self.style.width.saturating_sub(columns + 2 + 12 + 2 + 2);
        for line in &self.lines {
            let Some(Cell { overall, .. }) = line.cells.first() else {
                continue;
            };
            let word = self
                .style
                .paint(Paint::of_overall(*overall), text::pad(overall.word(), 12));
            let reasons = text::cut(&self.style.plain(&line.reasons), room, self.style.ellipsis());
            let name = self.name(&line.patient, columns);
            writeln!(out, "{}", format!("  {name}  {word}  {reasons}").trim_end())?;
        }
        Ok(())
    }

    fn summary(&self, out: &mut dyn Write, trial: &Trial, summary: &Summary) -> io::Result<()> {
        self.head(out, trial, summary)?;
        if summary.is_clear() {
            return Ok(());
        }
        self.criteria(out, trial, summary)?;
        let head = "most asked for of those undetermined";
        asked_most(out, trial, &summary.needs, (head, NEEDS), self.style)
    }

    fn head(&self, out: &mut dyn Write, trial: &Trial, summary: &Summary) -> io::Result<()> {
        let dot = self.style.dot();
        let mut counts: Vec<String> = [Overall::Eligible, Overall::Ineligible, Overall::Undetermined]
            .into_iter()
            .map(|overall| format!("{} {}", text::thousands(summary.count(overall)), overall.word()))
            .collect();
        if summary.count(Overall::Error) > 0 {
            counts.push(format!("{} in error", text::thousands(summary.count(Overall::Error))));
        }
        let patients = text::count(summary.total(), "patient", "patients");
        let head = format!("{} {dot} {patients}: {}", trial.id, counts.join(&format!(" {dot} ")));
        writeln!(out, "{}", self.style.paint(Paint::Strong, self.style.plain(&head)))
    }

    fn criteria(&self, out: &mut dyn Write, trial: &Trial, summary: &Summary) -> io::Result<()> {
        let shown = || {
            let pairs = trial.criteria.iter().zip(&summary.criteria);
            pairs.filter(|(_, tally)| tally.fails + tally.unknown > 0)
        };
        let id = shown()
            .map(|(criterion, _)| text::width(&criterion.id))
            .max()
            .unwrap_or(2)
            .clamp(2, 20);
        let numbers = ["fails", "fails alone", "unknown"];
        let room = self
            .style
            .width
            .saturating_sub(2 + id + 2 + numbers.iter().map(|n| n.len() + 2).sum::<usize>());
        let words = |text: &str| self.name(text, room.min(90));
        let head = format!("  {}  {}  {}", text::pad("", id), words(""), numbers.join("  "));
        writeln!(out, "{}", self.style.paint(Paint::Faint, head))?;
        for (criterion, tally) in shown() {
            let text = criterion.text.as_ref().map_or("", |(text, _)| text.as_str());
            let text = super::sheet::unescaped(&text.split_whitespace().collect::<Vec<_>>().join(" "));
            let cells = [tally.fails, tally.alone, tally.unknown];
            let cells = cells.iter().zip(numbers).map(|(count, head)| {
                let shown = if *count == 0 {
                    self.style.dot().to_owned()
                } else {
                    text::thousands(*count)
                };
                text::pad_left(&shown, head.len())
            });
            let cells: Vec<String> = cells.collect();
            writeln!(
                out,
                "  {}  {}  {}",
                text::pad(&self.style.plain(&criterion.id), id),
                words(&self.style.plain(text.trim_end_matches([';', ',', ' ']))),
                cells.join("  ")
            )?;
        }
        Ok(())
    }
}

/// What the criteria do to all patients, trial by trial.
///
/// # Errors
/// Those of `out`.
pub fn attrition(out: &mut dyn Write, trials: &[Trial], summaries: &[Summary], style: Style) -> io::Result<()> {
    let mut table = Table::new(trials.iter().collect(), style);
    table.summaries = summaries.to_vec();
    table.attrition(out)
}

/// The facts that are asked for most, each with the number of patients.
pub(super) fn asked_most(
    out: &mut dyn Write,
    trial: &Trial,
    needs: &BTreeMap<String, usize>,
    (head, most): (&str, usize),
    style: Style,
) -> io::Result<()> {
    let mut needs: Vec<(&String, &usize)> = needs.iter().collect();
    needs.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    if needs.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {head}")?;
    let widest = |count: usize| text::thousands(count).len();
    let columns = needs.iter().map(|(_, count)| widest(**count)).max().unwrap_or(1);
    for (fact, count) in needs.into_iter().take(most) {
        // Behind the name a visit may stand: `pga at baseline`.
        let name = fact.split(' ').next().unwrap_or(fact);
        let question = words::declared(trial, name).and_then(|fact| fact.question.as_ref());
        let question = question
            .map(|question| format!(" ({})", question.trim_end_matches('?')))
            .unwrap_or_default();
        let line = format!(
            "    {}  {fact}{question}",
            text::pad_left(&text::thousands(*count), columns)
        );
        writeln!(out, "{}", text::cut(&style.plain(&line), style.width, style.ellipsis()))?;
    }
    Ok(())
}

/// `I8.4, E2 fail; E8 unknown`
fn reasons(trial: &Trial, verdict: &Verdict) -> String {
    if let Some(error) = verdict.errors.first() {
        return error.message.clone();
    }
    let ids = |outcome| -> Vec<&str> {
        rows::deciders(trial, verdict, outcome)
            .into_iter()
            .map(|result| result.id.as_str())
            .collect()
    };
    let mut told = Vec::new();
    for (outcome, one, many) in [
        (Outcome::Fail, "fails", "fail"),
        (Outcome::Unknown, "unknown", "unknown"),
    ] {
        let ids = ids(outcome);
        match ids.as_slice() {
            [] => {}
            [only] => told.push(format!("{only} {one}")),
            several => told.push(format!("{} {many}", several.join(", "))),
        }
    }
    told.join("; ")
}
