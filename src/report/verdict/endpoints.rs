//! Many patients at one visit: a line each with a column for each endpoint, then what came out of all of them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::grid::{self, Cell, Grid};
use super::table::{LINES, asked_most};
use crate::eval::{Overall, Response, Verdict};
use crate::model::Trial;
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::words;

/// In the order of the summary.
const RESPONSES: [Response; 4] = [Response::Yes, Response::No, Response::Unknown, Response::NotApplicable];

/// Keeps the first patients and counts all.
#[derive(Debug)]
pub struct Table<'a> {
    trial: &'a Trial,
    visit: &'a str,
    style: Style,
    rows: Vec<(String, Vec<Cell>)>,
    patients: usize,
    /// Those without the visit, and those whose record could not be read.
    absent: usize,
    broken: usize,
    /// By the endpoint's place in the trial, in the order of [`RESPONSES`].
    counts: Vec<[usize; 4]>,
    /// Patients by the fact that would settle an endpoint.
    needs: BTreeMap<String, usize>,
}

impl<'a> Table<'a> {
    /// Of a trial at a visit.
    #[must_use]
    pub fn new(trial: &'a Trial, visit: &'a str, style: Style) -> Self {
        Self {
            trial,
            visit,
            style,
            rows: Vec::new(),
            patients: 0,
            absent: 0,
            broken: 0,
            counts: vec![[0; 4]; trial.endpoints.len()],
            needs: BTreeMap::new(),
        }
    }

    /// Adds a patient, whose endpoints were evaluated at the visit.
    pub fn add(&mut self, patient: &str, verdict: &Verdict) {
        self.patients += 1;
        let broken = verdict.overall == Overall::Error;
        let absent = verdict.endpoints.iter().any(|result| !result.recorded);
        self.broken += usize::from(broken);
        self.absent += usize::from(absent);
        for result in &verdict.endpoints {
            let counts = self.counts.get_mut(result.endpoint).into_iter().flatten();
            for (count, response) in counts.zip(RESPONSES) {
                *count += usize::from(result.outcome == response);
            }
        }
        if !absent {
            self.ask(verdict);
        }
        if self.rows.len() < LINES {
            let remark = match (broken, absent) {
                (true, _) => Cell::Words("in error".to_owned()),
                (_, true) => Cell::Words("no visit".to_owned()),
                _ => Cell::Empty,
            };
            let found = |at: usize| verdict.endpoints.iter().find(|result| result.endpoint == at);
            let cell = |at: usize| found(at).map_or(Cell::Empty, |result| Cell::Response(result.outcome));
            let cells = (0..self.trial.endpoints.len()).map(cell);
            self.rows.push((patient.to_owned(), cells.chain([remark]).collect()));
        }
    }

    /// Counts what would settle something, each fact once. Of a visit that is not there everything is open.
    fn ask(&mut self, verdict: &Verdict) {
        let mut asked: Vec<String> = Vec::new();
        for need in verdict.endpoints.iter().flat_map(|result| &result.needs) {
            // Places in lists differ from patient to patient: `lesions[2].site` counts for `lesions`.
            let fact = need.fact.split('[').next().unwrap_or(&need.fact);
            let fact = match &need.visit {
                Some(visit) if visit != self.visit => format!("{fact} at {visit}"),
                _ => fact.to_owned(),
            };
            if !asked.contains(&fact) {
                asked.push(fact);
            }
        }
        for fact in asked {
            *self.needs.entry(fact).or_default() += 1;
        }
    }

    /// Writes the whole.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let ids = self.trial.endpoints.iter().map(|endpoint| endpoint.id.clone());
        let grid = Grid {
            heads: ids.chain([String::new()]).collect(),
            rows: self.rows.clone(),
        };
        write!(out, "{}", grid.draw(self.style))?;
        writeln!(out, "  {}", grid::legend(self.style))?;
        if self.patients > self.rows.len() {
            let more = text::thousands(self.patients - self.rows.len());
            writeln!(out, "  and {more} more; --format csv has a row for each")?;
        }
        writeln!(out)?;
        self.summary(out)?;
        asked_most(
            out,
            self.trial,
            &self.needs,
            ("most asked for of what is open", super::table::NEEDS),
            self.style,
        )
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        let dot = self.style.dot();
        let patients = text::count(self.patients, "patient", "patients");
        let mut head = format!("{} at {} {dot} {patients}", self.trial.id, self.visit);
        for (count, words) in [(self.absent, "without the visit"), (self.broken, "in error")] {
            if count > 0 {
                head.push_str(&format!(" {dot} {} {words}", text::thousands(count)));
            }
        }
        writeln!(out, "{}", self.style.paint(Paint::Strong, self.style.plain(&head)))?;
        let ids = self.trial.endpoints.iter().map(|endpoint| text::width(&endpoint.id));
        let id = ids.max().unwrap_or(2).clamp(2, 24);
        let heads = RESPONSES.map(|response| text::pad_left(&words::spaced(response.word()), 3));
        let line = format!("  {}  {}", text::pad("", id), heads.join("  "));
        writeln!(out, "{}", self.style.paint(Paint::Faint, line))?;
        for (endpoint, counts) in self.trial.endpoints.iter().zip(&self.counts) {
            let cells = counts.iter().zip(&heads).map(|(count, head)| {
                let shown = match count {
                    0 => dot.to_owned(),
                    count => text::thousands(*count),
                };
                text::pad_left(&shown, text::width(head))
            });
            let name = text::cut(&self.style.plain(&endpoint.id), id, self.style.ellipsis());
            let cells: Vec<String> = cells.collect();
            writeln!(out, "  {}  {}", text::pad(&name, id), cells.join("  "))?;
        }
        Ok(())
    }
}
