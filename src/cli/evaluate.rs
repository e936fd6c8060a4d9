//! `elig evaluate`

use std::io::{self, Write};
use std::path::Path;

use super::args::{EvaluateArgs, VerdictFormat};
use super::records::Screen;
use super::settings::Settings;
use super::{Exit, Stop, Streams, bulk, files, people, terminal, visit};
use crate::codes::Level;
use crate::diagnostic::Diagnostics;
use crate::eval::{Detail, Visits};
use crate::model::Trial;
use crate::report::diagnostics::human;
use crate::report::verdict::reason::{Page, Windows};
use crate::report::verdict::{attrition, json, matrix, table};
use crate::report::{Style, text};
use crate::source::Sources;

/// Asks the criteria of all trials of all patients.
pub fn run(args: &EvaluateArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let Some(path) = &args.output else {
        return written(args, streams);
    };
    let unwritable = |error: &io::Error| files::cannot_write(path, error);
    let mut file = io::BufWriter::new(std::fs::File::create(path).map_err(|error| unwritable(&error))?);
    let mut into_file = Streams {
        input: streams.input.take(),
        out: &mut file,
        err: &mut *streams.err,
    };
    let exit = written(args, &mut into_file).map_err(|stop| match stop {
        Stop::Output(error) => unwritable(&error),
        stop => stop,
    })?;
    file.flush().map_err(|error| unwritable(&error))?;
    Ok(exit)
}

fn written(args: &EvaluateArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let (out, err) = (terminal::out(args.look), terminal::err(args.look));
    let mut sources = Sources::default();
    let mut trials = Vec::new();
    let mut usable = true;
    let paths = files::rules(&args.trials)?;
    for path in &paths {
        match load(path, &mut sources, err, streams)? {
            Some(trial) if has_rules(&trial) => trials.push(trial),
            // A folder may hold modules beside the trials.
            Some(_) if args.trials.contains(path) => {
                return Err(Stop::Unusable(format!("\"{}\" has no criteria", path.display()), None));
            }
            Some(_) => {}
            None => usable = false,
        }
    }
    if !usable {
        return Ok(Exit::Unusable);
    }
    if trials.is_empty() {
        return Err(Stop::Unusable(
            "no trial with criteria among the files".to_owned(),
            None,
        ));
    }
    if args.reasons && args.format() != VerdictFormat::Csv {
        let help = Some("add --format csv; the other formats give reasons as they are".to_owned());
        return Err(Stop::Unusable("--reasons is a column of --format csv".to_owned(), help));
    }
    let detail = match args.format() {
        VerdictFormat::Human | VerdictFormat::Csv | VerdictFormat::Parquet => Detail::Outcomes,
        VerdictFormat::Json | VerdictFormat::Ndjson => Detail::Full,
    };
    let visits = match (&args.at, args.format()) {
        (Some(asked), _) => Visits::At(asked),
        // The table of many patients does not tell of them; the sheet of one asks again.
        (None, VerdictFormat::Human) => Visits::None,
        (None, _) => Visits::All,
    };
    if let Some(asked) = &args.at {
        visit::check(asked, &trials)?;
        if matches!(args.format(), VerdictFormat::Human | VerdictFormat::Csv) {
            visit::keep_those_with_endpoints(&mut trials, streams)?;
        }
    }
    let mut screen = Screen::new(&trials, &sources, detail, visits, &args.id, err);
    match args.format() {
        _ if args.summary => attrition(args, &trials, &sources, &mut screen, out, streams)?,
        VerdictFormat::Human => people::write(args, &trials, &sources, &mut screen, out, streams)?,
        VerdictFormat::Json => programs(args, &trials, &sources, &mut screen, true, streams)?,
        VerdictFormat::Ndjson => programs(args, &trials, &sources, &mut screen, false, streams)?,
        VerdictFormat::Csv if args.at.is_none() && args.patient.is_none() && !has_endpoints(&trials) => {
            bulk::table(args, &trials, &sources, &mut screen, streams)?;
        }
        VerdictFormat::Csv => columns(args, &trials, &mut screen, streams)?,
        VerdictFormat::Parquet if args.at.is_some() || args.patient.is_some() => {
            let help = Some("--format csv writes the responses at a visit, and one patient".to_owned());
            return Err(Stop::Unusable(
                "--format parquet holds the criteria of all patients".to_owned(),
                help,
            ));
        }
        VerdictFormat::Parquet => bulk::parquet(args, &trials, &sources, &mut screen, streams)?,
    }
    streams.out.flush()?;
    screen.close(args.verbose, streams)?;
    Ok(if screen.broken > 0 { Exit::Found } else { Exit::Fine })
}

fn has_rules(trial: &Trial) -> bool {
    !trial.criteria.is_empty() || !trial.endpoints.is_empty()
}

fn has_endpoints(trials: &[Trial]) -> bool {
    trials.iter().any(|trial| !trial.endpoints.is_empty())
}

/// A trial that may be evaluated; its mistakes are told otherwise.
pub fn load(
    path: &Path,
    sources: &mut Sources,
    style: Style,
    streams: &mut Streams<'_>,
) -> Result<Option<Trial>, Stop> {
    let (name, rules) = files::text(path, streams)?;
    compiled(&name, &rules, sources, style, streams)
}

/// A trial or a module by its text, if it has no errors; they are told otherwise.
pub fn compiled(
    name: &str,
    rules: &str,
    sources: &mut Sources,
    style: Style,
    streams: &mut Streams<'_>,
) -> Result<Option<Trial>, Stop> {
    let file = sources.add(name, rules);
    let mut found = Diagnostics::default();
    let policy = Settings::of(name)?.policy;
    let trial = crate::compile_to_evaluate(sources, file, &files::BesideTrial, &policy, &mut found);
    found.weigh(|finding| policy.level(finding.code));
    if !found.has_errors() {
        return Ok(trial);
    }
    let errors = found
        .sorted()
        .into_iter()
        .filter(|finding| finding.level() == Level::Error);
    let mut count = 0;
    for error in errors {
        human::write(streams.err, &error, sources, style)?;
        count += 1;
    }
    let errors = text::count(count, "error", "errors");
    writeln!(streams.err, "elig: \"{name}\" has {errors} and is not evaluated")?;
    Ok(None)
}

/// What the criteria do to all patients: a table, or JSON.
fn attrition(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    style: Style,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let summaries = bulk::summaries(args, trials, sources, screen, streams)?;
    match args.format() {
        VerdictFormat::Human => table::attrition(streams.out, trials, &summaries, style)?,
        _ => attrition::json(streams.out, trials.iter().zip(&summaries))?,
    }
    Ok(())
}

/// Verdicts as JSON.
fn programs(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    array: bool,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let windows: Vec<Windows> = trials.iter().map(Windows::of).collect();
    let mut writer = json::Writer::new(array);
    screen.run(
        &args.patients,
        args.patient.as_deref(),
        streams,
        &mut |screen, screened, streams| {
            let with_record = screened.in_error().then(|| screen.sources_with(&screened.raw));
            let answers = screened.verdicts.iter().zip(&screened.decoded);
            for ((trial, windows), (verdict, decoded)) in trials.iter().zip(&windows).zip(answers) {
                let page = Page {
                    trial,
                    windows,
                    sources,
                    patient: Some(&decoded.patient),
                    record: Some((screen.record_id(), &screened.raw.source)),
                    visit: None,
                };
                let shape = json::JsonVerdict::of(page, verdict, with_record.as_ref().unwrap_or(sources));
                writer.write(streams.out, &shape)?;
            }
            Ok(())
        },
    )?;
    writer.finish(streams.out)?;
    visit::found(args, trials, screen, true, streams)
}

/// Verdicts as CSV.
fn columns(
    args: &EvaluateArgs,
    trials: &[Trial],
    screen: &mut Screen<'_>,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let mut matrix = matrix::Matrix::new(trials, args.at.as_deref());
    matrix.begin(streams.out)?;
    screen.run(
        &args.patients,
        args.patient.as_deref(),
        streams,
        &mut |_, screened, streams| {
            for verdict in &screened.verdicts {
                matrix.add(streams.out, verdict)?;
            }
            Ok(())
        },
    )?;
    matrix.finish(streams.out)?;
    visit::found(args, trials, screen, true, streams)
}
