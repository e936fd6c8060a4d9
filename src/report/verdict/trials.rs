//! Patients and several trials in one table: patients in rows while the trials fit beside each other; else few patients
//! in columns and a row a trial; else patients in rows and a narrow column a trial, which a legend names.

use std::io::{self, Write};
use std::ops::Range;

use crate::eval::{Outcome, Overall, Verdict};
use crate::model::Trial;
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::verdict::rows;

/// More patients than this do not stand in columns.
const COLUMNS: usize = 6;
/// Between two columns.
const GAP: usize = 2;
/// No column of words is narrower, or wider.
const CELL: Range<usize> = 10..24;
/// No trial's id takes more.
const ID: usize = 24;
/// With less room a title says nothing.
const TITLE: usize = 12;

/// A verdict in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The verdict.
    pub overall: Overall,
    /// The criteria that make it so: those that fail, or those that are open.
    count: usize,
}

impl Cell {
    /// Of a verdict.
    #[must_use]
    pub fn of(trial: &Trial, verdict: &Verdict) -> Self {
        let count = |outcome| rows::deciders(trial, verdict, outcome).len();
        Self {
            overall: verdict.overall,
            count: match verdict.overall {
                Overall::Ineligible => count(Outcome::Fail),
                Overall::Undetermined => count(Outcome::Unknown),
                Overall::Eligible | Overall::Error => 0,
            },
        }
    }

    /// `✗ 3 fail`
    fn words(self, style: Style) -> String {
        let mark = style.mark(self.overall);
        match (self.overall, self.count) {
            (Overall::Ineligible, 1) => format!("{mark} 1 fails"),
            (Overall::Ineligible, count) => format!("{mark} {count} fail"),
            (Overall::Undetermined, count) => format!("{mark} {count} open"),
            (overall, _) => format!("{mark} {}", overall.word()),
        }
    }

    fn painted(self, style: Style, words: &str, width: usize) -> String {
        style.paint(Paint::of_overall(self.overall), text::pad(words, width))
    }
}

/// A table of verdicts.
#[derive(Debug)]
pub struct ByTrials<'a> {
    /// The columns, or the rows where the table is turned.
    pub trials: &'a [&'a Trial],
    /// Each patient with a cell for each trial.
    pub patients: Vec<(&'a str, &'a [Cell])>,
    /// The terminal.
    pub style: Style,
}

impl ByTrials<'_> {
    /// Writes the table in the way that fits.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(widths) = self.beside() {
            self.wide(out, &widths)
        } else if self.patients.len() <= COLUMNS {
            self.turned(out)
        } else {
            self.marks(out)
        }
    }

    fn cut(&self, words: &str, width: usize) -> String {
        text::cut(&self.style.plain(words), width, self.style.ellipsis())
    }

    fn fitted(&self, words: &str, width: usize) -> String {
        text::pad(&self.cut(words, width), width)
    }

    fn strong(&self, out: &mut dyn Write, line: &str) -> io::Result<()> {
        writeln!(out, "{}", self.style.paint(Paint::Strong, line.trim_end()))
    }

    /// How wide the patients' names are.
    fn names(&self) -> usize {
        let widths = self.patients.iter().map(|(name, _)| text::width(name));
        widths.max().unwrap_or(0).clamp(7, self.style.width / 3)
    }

    /// The widths of the trials' columns, where all fit behind the patients' names.
    fn beside(&self) -> Option<Vec<usize>> {
        let widths = self.trials.iter().enumerate().map(|(at, trial)| {
            let cells = self.patients.iter().filter_map(|(_, cells)| cells.get(at));
            let cell = cells.map(|cell| text::width(&cell.words(self.style))).max();
            text::width(&self.style.plain(&trial.id)).clamp(cell.unwrap_or(0).max(CELL.start), CELL.end)
        });
        let widths: Vec<usize> = widths.collect();
        let all = GAP + self.names() + widths.iter().map(|width| width + GAP).sum::<usize>();
        (all <= self.style.width).then_some(widths)
    }

    fn wide(&self, out: &mut dyn Write, widths: &[usize]) -> io::Result<()> {
        let names = self.names();
        let heads = self.trials.iter().zip(widths);
        let heads: Vec<String> = heads.map(|(trial, width)| self.fitted(&trial.id, *width)).collect();
        self.strong(out, &format!("  {}  {}", text::pad("", names), heads.join("  ")))?;
        for (name, cells) in &self.patients {
            let cells = cells.iter().zip(widths);
            let cells = cells.map(|(cell, width)| cell.painted(self.style, &cell.words(self.style), *width));
            let line = format!(
                "  {}  {}",
                self.fitted(name, names),
                cells.collect::<Vec<_>>().join("  ")
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// A row a trial and a column a patient, in several tables where not all patients fit into one.
    fn turned(&self, out: &mut dyn Write) -> io::Result<()> {
        let id = self.ids();
        let widest = (self.style.width.saturating_sub(GAP + id + GAP)).clamp(CELL.start, CELL.end);
        let column = |(name, cells): &(&str, &[Cell])| {
            let words = cells.iter().map(|cell| text::width(&cell.words(self.style))).max();
            text::width(name).clamp(words.unwrap_or(0).max(CELL.start), widest.max(words.unwrap_or(0)))
        };
        let widths: Vec<usize> = self.patients.iter().map(column).collect();
        let mut from = 0;
        while from < widths.len() {
            let (to, room) = text::fitting(&widths, from, self.style.width.saturating_sub(GAP + id), GAP);
            if from > 0 {
                writeln!(out)?;
            }
            let columns: Vec<(usize, usize)> = (from..to).zip(widths.iter().skip(from).copied()).collect();
            self.some(out, id, room.saturating_sub(GAP), &columns)?;
            from = to;
        }
        Ok(())
    }

    /// One table of those patients, each with its place and width; `room` is left for titles.
    fn some(&self, out: &mut dyn Write, id: usize, room: usize, columns: &[(usize, usize)]) -> io::Result<()> {
        let title = |trial: &&Trial| trial.title.clone().unwrap_or_default();
        let longest = self
            .trials
            .iter()
            .map(|trial| text::width(&self.style.plain(&title(trial))));
        let room = room.min(longest.max().unwrap_or(0));
        let titled = |words: &str| match room {
            0..TITLE => String::new(),
            _ => format!("  {}", self.fitted(words, room)),
        };
        let heads = columns.iter().filter_map(|(at, width)| {
            let (name, _) = self.patients.get(*at)?;
            Some(self.fitted(name, *width))
        });
        let heads: Vec<String> = heads.collect();
        self.strong(
            out,
            &format!("  {}{}  {}", text::pad("", id), titled(""), heads.join("  ")),
        )?;
        for (row, trial) in self.trials.iter().enumerate() {
            let cells = columns.iter().filter_map(|(at, width)| {
                let cell = self.patients.get(*at)?.1.get(row)?;
                Some(cell.painted(self.style, &cell.words(self.style), *width))
            });
            let cells: Vec<String> = cells.collect();
            let line = format!(
                "  {}{}  {}",
                self.fitted(&trial.id, id),
                titled(&title(trial)),
                cells.join("  ")
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn ids(&self) -> usize {
        let widths = self
            .trials
            .iter()
            .map(|trial| text::width(&self.style.plain(&trial.id)));
        widths.max().unwrap_or(0).min(ID)
    }

    /// A legend of the trials, then patients in rows and a mark for each trial under its number.
    fn marks(&self, out: &mut dyn Write) -> io::Result<()> {
        let (names, id) = (self.names(), self.ids());
        let digits = self.trials.len().to_string().len();
        let room = self.style.width.saturating_sub(GAP + digits + GAP + id + GAP);
        for (at, trial) in self.trials.iter().enumerate() {
            let number = text::pad_left(&(at + 1).to_string(), digits);
            let title = self.cut(trial.title.as_deref().unwrap_or_default(), room);
            let line = format!("  {number}  {}  {title}", self.fitted(&trial.id, id));
            writeln!(out, "{}", line.trim_end())?;
        }
        let each = [Overall::Eligible, Overall::Ineligible, Overall::Undetermined];
        let each = each.map(|overall| (overall, format!("{} {}", self.style.mark(overall), overall.word())));
        let wide: usize = each.iter().map(|(_, words)| text::width(words) + 3).sum();
        let between = if wide > self.style.width { "\n  " } else { "   " };
        let each = each.map(|(overall, words)| self.style.paint(Paint::of_overall(overall), words));
        writeln!(out, "\n  {}", each.join(between))?;
        let fit = (self.style.width.saturating_sub(GAP + names + 1) / (digits + 1)).max(1);
        let all: Vec<usize> = (0..self.trials.len()).collect();
        for some in all.chunks(fit) {
            let numbers = some.iter().map(|at| text::pad_left(&(at + 1).to_string(), digits));
            let numbers: Vec<String> = numbers.collect();
            writeln!(out)?;
            self.strong(out, &format!("  {}  {}", text::pad("", names), numbers.join(" ")))?;
            for (name, cells) in &self.patients {
                let cells = some.iter().filter_map(|at| cells.get(*at)).map(|cell| {
                    let mark = text::pad_left(self.style.mark(cell.overall), digits);
                    self.style.paint(Paint::of_overall(cell.overall), mark)
                });
                let cells: Vec<String> = cells.collect();
                writeln!(out, "  {}  {}", self.fitted(name, names), cells.join(" "))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OK: Cell = Cell {
        overall: Overall::Eligible,
        count: 0,
    };
    const OPEN: Cell = Cell {
        overall: Overall::Undetermined,
        count: 12,
    };
    const FAILS: Cell = Cell {
        overall: Overall::Ineligible,
        count: 1,
    };

    fn drawn(trials: usize, patients: usize, style: Style) -> String {
        let trial = |at: usize| Trial {
            id: format!("NCT0000000{at}"),
            title: Some(format!("Drug {at} against placebo in a disease with a long name")),
            ..Trial::default()
        };
        let trials: Vec<Trial> = (0..trials).map(trial).collect();
        let trials: Vec<&Trial> = trials.iter().collect();
        let names: Vec<String> = (0..patients).map(|at| format!("patient-{at}")).collect();
        let cells: Vec<Cell> = [OK, OPEN, FAILS].into_iter().cycle().take(trials.len()).collect();
        let table = ByTrials {
            trials: &trials,
            patients: names.iter().map(|name| (name.as_str(), cells.as_slice())).collect(),
            style,
        };
        let mut out = Vec::new();
        table.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn style(width: usize) -> Style {
        Style {
            width,
            ..Style::default()
        }
    }

    #[test]
    fn patients_in_rows_where_the_trials_fit() {
        let expected = "             NCT00000000  NCT00000001  NCT00000002
  patient-0  ✓ eligible   ? 12 open    ✗ 1 fails
  patient-1  ✓ eligible   ? 12 open    ✗ 1 fails
";
        assert_eq!(drawn(3, 2, style(60)), expected);
    }

    #[test]
    fn trials_in_rows_where_few_patients_fit() {
        let expected = "                                      patient-0   patient-1
  NCT00000000  Drug 0 against …       ✓ eligible  ✓ eligible
  NCT00000001  Drug 1 against …       ? 12 open   ? 12 open
  NCT00000002  Drug 2 against …       ✗ 1 fails   ✗ 1 fails
  NCT00000003  Drug 3 against …       ✓ eligible  ✓ eligible
";
        assert_eq!(drawn(4, 2, style(60)), expected);
    }

    #[test]
    fn patients_that_find_no_room_stand_below() {
        let narrow = drawn(4, 5, style(60));
        let heads: Vec<&str> = narrow.lines().filter(|line| line.contains("patient")).collect();
        assert_eq!(
            heads
                .iter()
                .map(|head| head.split_whitespace().count())
                .collect::<Vec<_>>(),
            [3, 2],
            "{narrow}"
        );
        assert_eq!(narrow.matches("NCT00000003").count(), 2);
    }

    #[test]
    fn marks_where_there_are_many_of_both() {
        let ascii = Style {
            ascii: true,
            ..style(48)
        };
        let expected = "  1  NCT00000000  Drug 0 against placebo in a...
  2  NCT00000001  Drug 1 against placebo in a...
  3  NCT00000002  Drug 2 against placebo in a...
  4  NCT00000003  Drug 3 against placebo in a...

  + eligible   x ineligible   ? undetermined

             1 2 3 4
  patient-0  + ? x +
";
        let drawn = drawn(4, 7, ascii);
        assert!(drawn.starts_with(expected), "{drawn}");
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        for width in [40, 60, 80, 100, 160] {
            for (trials, patients) in [(2, 1), (9, 1), (9, 4), (9, 6), (9, 20), (60, 20), (60, 3)] {
                let drawn = drawn(trials, patients, style(width));
                let wide: Vec<&str> = drawn.lines().filter(|line| text::width(line) > width).collect();
                assert_eq!(wide, Vec::<&str>::new(), "{trials} trials, {patients} patients");
            }
        }
    }
}
