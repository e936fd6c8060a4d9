//! Verdicts for people: one patient's sheets, or a table of many.

use std::io::{self, Write};

use super::args::EvaluateArgs;
use super::records::{Screen, Screened};
use super::{Stop, Streams, visit};
use crate::eval::{Detail, Verdict, Visits};
use crate::model::Trial;
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::report::verdict::reason::{Page, Windows};
use crate::report::verdict::{endpoints, overview, sheet, table};
use crate::source::Sources;

/// One patient gets a sheet for each of so many trials; for more a table.
const SHEETS: usize = 3;
/// Of so many patients the table of several trials is followed by the reasons, patient by patient.
const FEW: usize = 4;

/// One patient: a sheet for each trial. Many: a table. Few patients and several trials: a table and the reasons.
pub fn write(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    style: Style,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    // The first are kept until it is known whether there are more.
    let mut few: Vec<Screened> = Vec::new();
    let mut many: Option<Many> = None;
    let at = args.at.as_deref();
    screen.run(
        &args.patients,
        args.patient.as_deref(),
        streams,
        &mut |_, screened, _| {
            match &mut many {
                Some(many) => many.add(&screened),
                None if few.len() < FEW => few.push(screened),
                None => {
                    let many = many.insert(Many::new(trials, at, style));
                    few.drain(..).chain([screened]).for_each(|screened| many.add(&screened));
                }
            }
            Ok(())
        },
    )?;
    // Of one patient the sheet says which visits there are.
    visit::found(args, trials, screen, many.is_some() || few.len() > 1, streams)?;
    let by_trial = trials.len() > 1 && at.is_none();
    if let Some(many) = many {
        many.write(streams.out)?;
        if by_trial {
            hint(None, style, streams.out)?;
        }
        return Ok(());
    }
    let windows: Vec<Windows> = trials.iter().map(Windows::of).collect();
    let shown = Shown {
        trials,
        windows: &windows,
        sources,
        screen,
        at,
    };
    match few.as_slice() {
        [] => {}
        [only] if trials.len() <= SHEETS || args.verbose => {
            for (number, (page, verdict)) in shown.answers(only).into_iter().enumerate() {
                if number > 0 {
                    writeln!(streams.out)?;
                }
                sheet::write(streams.out, page, &verdict, style, args.verbose)?;
            }
        }
        few => {
            let mut table = Many::new(trials, at, style);
            few.iter().for_each(|screened| table.add(screened));
            match table {
                Many::Criteria(table) if by_trial => {
                    table.verdicts(streams.out)?;
                    for screened in few {
                        writeln!(streams.out)?;
                        overview::write(streams.out, &shown.answers(screened), style, args.verbose)?;
                    }
                    let adds = match few {
                        _ if args.verbose => None,
                        [_] => Some("the sheet of each trial"),
                        _ => Some("each open criterion with what it needs"),
                    };
                    hint(adds, style, streams.out)?;
                }
                table => table.write(streams.out)?,
            }
        }
    }
    Ok(())
}

/// How to see one patient and one trial from near, and what `--verbose` would add, if anything.
fn hint(verbose: Option<&str>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let sheet = "one sheet: elig evaluate TRIAL -p FILE --patient ID".to_owned();
    let verbose = verbose.map(|adds| format!("--verbose: {adds}"));
    writeln!(out)?;
    for line in [Some(sheet), verbose].into_iter().flatten() {
        for line in text::wrap(&line, style.width) {
            writeln!(out, "{}", style.paint(Paint::Faint, line))?;
        }
    }
    Ok(())
}

/// What is needed to tell of the verdicts of a patient from near.
struct Shown<'a> {
    trials: &'a [Trial],
    windows: &'a [Windows<'a>],
    sources: &'a Sources,
    screen: &'a Screen<'a>,
    at: Option<&'a str>,
}

impl Shown<'_> {
    /// Each trial's page with the verdict and its reasons.
    fn answers<'s>(&'s self, screened: &'s Screened) -> Vec<(Page<'s>, Verdict)> {
        let each = self.trials.iter().zip(self.windows).zip(&screened.decoded);
        let answers = each.map(|((trial, windows), decoded)| {
            let visits = self.at.map_or(Visits::All, Visits::At);
            let page = Page {
                trial,
                windows,
                sources: self.sources,
                patient: Some(&decoded.patient),
                record: Some((self.screen.record_id(), &screened.raw.source)),
                visit: self.at,
            };
            (page, self.screen.verdict(trial, decoded, Detail::Full, visits))
        });
        answers.collect()
    }
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
