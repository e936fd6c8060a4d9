//! Verdicts for people: one patient's sheets, or a table of many.

use std::io::{self, Write};

use super::args::EvaluateArgs;
use super::records::{Screen, Screened};
use super::{Stop, Streams, visit};
use crate::eval::{Detail, Visits};
use crate::model::Trial;
use crate::report::Style;
use crate::report::verdict::reason::{Page, Windows};
use crate::report::verdict::{endpoints, sheet, table};
use crate::source::Sources;

/// One patient gets a sheet for each of so many trials; for more a table.
const SHEETS: usize = 3;

/// One patient: a sheet for each trial. Many: a table.
pub fn write(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    style: Style,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    // The first is kept until it is known whether it is the only one.
    let mut first: Option<Screened> = None;
    let mut many: Option<Many> = None;
    let at = args.at.as_deref();
    screen.run(
        &args.patients,
        args.patient.as_deref(),
        streams,
        &mut |_, screened, _| {
            match (&mut many, first.take()) {
                (Some(many), _) => many.add(&screened),
                (None, None) => first = Some(screened),
                (none, Some(before)) => {
                    let many = none.insert(Many::new(trials, at, style));
                    many.add(&before);
                    many.add(&screened);
                }
            }
            Ok(())
        },
    )?;
    // Of one patient the sheet says which visits there are.
    visit::found(args, trials, screen, many.is_some(), streams)?;
    if let Some(many) = many {
        many.write(streams.out)?;
    }
    let Some(only) = first else { return Ok(()) };
    if trials.len() > SHEETS && !args.verbose {
        let mut many = Many::new(trials, at, style);
        many.add(&only);
        many.write(streams.out)?;
        return Ok(());
    }
    for (number, (trial, decoded)) in trials.iter().zip(&only.decoded).enumerate() {
        if number > 0 {
            writeln!(streams.out)?;
        }
        let verdict = screen.verdict(trial, decoded, Detail::Full, at.map_or(Visits::All, Visits::At));
        let windows = Windows::of(trial);
        let page = Page {
            trial,
            windows: &windows,
            sources,
            patient: Some(&decoded.patient),
            record: Some((screen.record_id(), &only.raw.source)),
            visit: at,
        };
        sheet::write(streams.out, page, &verdict, style, args.verbose)?;
    }
    Ok(())
}

/// A table of many patients.
enum Many<'a> {
    /// By their verdicts.
    Criteria(table::Table<'a>),
    /// By their responses at a visit, a table for each trial.
    Visit(Vec<endpoints::Table<'a>>),
}

impl<'a> Many<'a> {
    fn new(trials: &'a [Trial], at: Option<&'a str>, style: Style) -> Self {
        match at {
            None => Self::Criteria(table::Table::new(trials.iter().collect(), style)),
            Some(visit) => {
                let tables = trials.iter().map(|trial| endpoints::Table::new(trial, visit, style));
                Self::Visit(tables.collect())
            }
        }
    }

    fn add(&mut self, screened: &Screened) {
        match self {
            Self::Criteria(table) => table.add(&screened.id, &screened.verdicts),
            Self::Visit(tables) => {
                for (table, verdict) in tables.iter_mut().zip(&screened.verdicts) {
                    table.add(&screened.id, verdict);
                }
            }
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Criteria(table) => table.write(out),
            Self::Visit(tables) => {
                for (number, table) in tables.iter().enumerate() {
                    if number > 0 {
                        writeln!(out)?;
                    }
                    table.write(out)?;
                }
                Ok(())
            }
        }
    }
}
