//! The endpoints: at one visit a line each with its reason, at several a table; and what is open at each.

use std::io::{self, Write};

use super::answer::NEXT;
use super::{Sheet, close};
use crate::eval::{EndpointResult, Response};
use crate::report::style::Paint;
use crate::report::text;
use crate::report::verdict::grid::{self, Cell, Grid};
use crate::report::verdict::next::called;
use crate::report::verdict::{reason, visits};
use crate::report::words;

/// Lines that the reason of a response other than yes may take.
const LINES: usize = 3;

impl Sheet<'_> {
    /// The sheet of one visit: what the endpoints come to, what to find out next, and what needs a look.
    pub(super) fn visit(&self, out: &mut dyn Write, visit: &str) -> io::Result<()> {
        let results: Vec<&EndpointResult> = self.verdict.endpoints.iter().collect();
        let counts = [Response::Yes, Response::No, Response::Unknown, Response::NotApplicable].map(|response| {
            let count = results.iter().filter(|result| result.outcome == response).count();
            (response, count)
        });
        let shown = counts
            .iter()
            .filter(|(response, count)| *count > 0 || *response != Response::NotApplicable);
        let shown = shown.map(|(response, count)| format!("{count} {}", words::spaced(response.word())));
        let dot = format!(" {} ", self.style.dot());
        writeln!(out, "  {}", shown.collect::<Vec<_>>().join(&dot))?;
        self.absent(out)?;
        if results.iter().all(|result| result.recorded) {
            let open = open_facts(&results);
            match open.as_slice() {
                [] => {}
                [(only, _)] => {
                    let line = format!("one answer decides: {only}");
                    write!(
                        out,
                        "{}",
                        text::block(&self.style.plain(&line), "  ", "    ", self.style.width)
                    )?;
                }
                _ => {
                    let more = if open.len() > NEXT && !self.verbose {
                        "; ask first for"
                    } else {
                        ""
                    };
                    writeln!(out, "  {} answers are open{more}", open.len())?;
                    self.facts(out, 4, self.first(&open))?;
                }
            }
        }
        writeln!(out)?;
        let head = format!("endpoints at {visit}");
        writeln!(out, "  {}", self.style.paint(Paint::Strong, self.style.plain(&head)))?;
        self.responses(out, &results)?;
        close::endpoints(out, self)
    }

    /// The endpoints at all visits of the record.
    pub(super) fn visits(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(patient) = self.page.patient.filter(|_| !self.verdict.endpoints.is_empty()) else {
            return Ok(());
        };
        let visits: Vec<&str> = visits::of_patient(patient)
            .into_iter()
            .map(|visit| visit.name.as_str())
            .collect();
        writeln!(out)?;
        let one = visits.len() == 1;
        if !one {
            writeln!(out, "  {}", self.style.paint(Paint::Strong, "endpoints"))?;
            write!(out, "{}", self.table(&visits).draw(self.style))?;
            let why = self.style.paint(Paint::Faint, "   why: --at VISIT");
            writeln!(out, "  {}{why}", grid::legend(self.style))?;
        }
        for visit in visits {
            let at = |result: &&EndpointResult| result.visit == visit;
            let results: Vec<&EndpointResult> = self.verdict.endpoints.iter().filter(at).collect();
            if one || self.verbose {
                let head = format!("endpoints at {}", self.dated(visit));
                writeln!(out, "  {}", self.style.paint(Paint::Strong, self.style.plain(&head)))?;
                self.responses(out, &results)?;
            }
            let open = open_facts(&results);
            if open.is_empty() {
                continue;
            }
            writeln!(out, "  {}", self.style.plain(&format!("open at {visit}")))?;
            let first = self.first(&open);
            self.facts(out, 4, first)?;
            if first.len() < open.len() {
                let line = format!("and {} more; --at {visit} tells why", open.len() - first.len());
                writeln!(out, "    {}", self.style.paint(Paint::Faint, self.style.plain(&line)))?;
            }
        }
        self.absent(out)
    }

    /// A visit with its day, where that is known.
    pub(super) fn dated(&self, visit: &str) -> String {
        let recorded = self.page.patient.into_iter().flat_map(|patient| &patient.visits);
        let day = recorded
            .filter(|recorded| recorded.name == visit)
            .find_map(|visit| visit.date.as_day());
        day.map_or_else(|| visit.to_owned(), |day| format!("{visit}, {day}"))
    }

    fn table(&self, visits: &[&str]) -> Grid {
        let row = |(at, endpoint): (usize, &crate::model::Endpoint)| {
            let cell = |visit: &&str| {
                let here = |result: &&EndpointResult| result.endpoint == at && result.visit == **visit;
                let found = self.verdict.endpoints.iter().find(here);
                found.map_or(Cell::Empty, |result| Cell::Response(result.outcome))
            };
            (endpoint.id.clone(), visits.iter().map(cell).collect())
        };
        Grid {
            heads: visits.iter().map(|visit| (*visit).to_owned()).collect(),
            rows: self.page.trial.endpoints.iter().enumerate().map(row).collect(),
        }
    }

    /// A line for each, with its reason.
    fn responses(&self, out: &mut dyn Write, results: &[&EndpointResult]) -> io::Result<()> {
        let id = results
            .iter()
            .map(|result| text::width(&self.style.plain(&result.id)))
            .max();
        let id = id.unwrap_or(0).min(self.style.width / 3);
        let word = results
            .iter()
            .map(|result| result.outcome.word().len())
            .max()
            .unwrap_or(0);
        let indent = 4 + id + 2 + word + 2;
        let room = self.style.width.saturating_sub(indent).max(20);
        for result in results {
            let reason = reason::of_endpoint(self.page, result);
            let reason = self.style.plain(&reason);
            let lines = match (self.verbose, result.outcome) {
                (true, _) => text::wrap(&reason, room),
                (false, Response::No | Response::Unknown) => self.few_lines(&reason, room, LINES),
                _ => vec![text::cut(&reason, room, self.style.ellipsis())],
            };
            let paint = |words: &str| match result.outcome {
                Response::No | Response::Unknown => self.style.paint(Paint::of_response(result.outcome), words),
                _ => words.to_owned(),
            };
            let name = text::cut(&self.style.plain(&result.id), id, self.style.ellipsis());
            let mut first = format!(
                "  {} {}  {}",
                self.style.sign_of(result.outcome),
                text::pad(&name, id),
                paint(&text::pad(&words::spaced(result.outcome.word()), word)),
            );
            for line in lines {
                writeln!(out, "{}", format!("{first}  {}", paint(&line)).trim_end())?;
                first = " ".repeat(indent - 2);
            }
        }
        Ok(())
    }

    /// Which visits the record lacks, of that asked for and those that are compared with.
    fn absent(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(patient) = self.page.patient else {
            return Ok(());
        };
        let needs = self.verdict.endpoints.iter().flat_map(|result| &result.needs);
        let read = needs.filter_map(|need| need.visit.as_deref());
        let mut absent: Vec<&str> = Vec::new();
        for name in self.page.visit.into_iter().chain(read) {
            if !patient.has_visit(name) && !absent.contains(&name) {
                absent.push(name);
            }
        }
        if absent.is_empty() {
            return Ok(());
        }
        let others: Vec<&str> = patient.visits.iter().map(|visit| visit.name.as_str()).collect();
        let line = match (self.page.visit, others.as_slice()) {
            (_, []) => "the record has no visits".to_owned(),
            (Some(asked), others) if absent.contains(&asked) => format!(
                "the record has no visit {}; it has {}",
                text::list(&absent, "and no"),
                text::list(others, "and")
            ),
            _ => format!("the record has no visit {}", text::list(&absent, "and no")),
        };
        write!(
            out,
            "{}",
            text::block(&self.style.plain(&line), "  ", "    ", self.style.width)
        )
    }

    /// The facts that are shown of those that are open.
    fn first<'f>(&self, open: &'f [(String, String)]) -> &'f [(String, String)] {
        match open.get(..NEXT) {
            Some(first) if !self.verbose => first,
            _ => open,
        }
    }
}

/// What is open at a visit, and the endpoints that it would settle; those that settle most first.
fn open_facts(results: &[&EndpointResult]) -> Vec<(String, String)> {
    let mut open: Vec<(String, Vec<&str>)> = Vec::new();
    for result in results {
        for need in &result.needs {
            let name = match &need.visit {
                Some(visit) if *visit != result.visit => format!("{} at {visit}", need.fact),
                _ => need.fact.clone(),
            };
            let name = called(&name, need);
            match open.iter_mut().find(|(other, _)| *other == name) {
                Some((_, ids)) => ids.push(&result.id),
                None => open.push((name, vec![&result.id])),
            }
        }
    }
    // A stable sort: of equals the first of the trial stays first.
    open.sort_by_key(|(_, ids)| std::cmp::Reverse(ids.len()));
    open.into_iter().map(|(name, ids)| (name, ids.join(", "))).collect()
}
