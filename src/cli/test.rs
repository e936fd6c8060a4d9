//! `elig test`

use super::args::{TestArgs, TestFormat};
use super::{Exit, Stop, Streams, evaluate, files, terminal};
use crate::examples;
use crate::library;
use crate::report::examples::{CasesPage, human, json, junit};
use crate::report::{Paint, text};
use crate::source::Sources;

/// Runs the worked cases of all files.
pub fn run(args: &TestArgs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let (out, err) = (terminal::out(args.look), terminal::err(args.look));
    let mut totals = Totals::default();
    let mut shapes = Vec::new();
    let mut suites = Vec::new();
    for (name, rules) in texts(args, streams)? {
        let mut sources = Sources::default();
        let Some(trial) = evaluate::compiled(&name, &rules, &mut sources, err, streams)? else {
            totals.unusable += 1;
            match args.format {
                TestFormat::Human => {}
                TestFormat::Json => shapes.push(json::JsonFile::unusable(&name)),
                TestFormat::Junit => suites.push(junit::unusable(&name)),
            }
            continue;
        };
        let mut trial = trial;
        if let Some(wanted) = &args.case {
            let wanted = wanted.to_lowercase();
            trial
                .examples
                .retain(|example| example.title.to_lowercase().contains(&wanted));
        }
        if trial.examples.is_empty() {
            continue;
        }
        let run = examples::run(&trial);
        totals.passed += run.cases.len() - run.failed();
        totals.failed += run.failed();
        let shown = trial.with_example_facts();
        let page = CasesPage {
            file: &name,
            trial: &shown,
            sources: &sources,
            run: &run,
        };
        match args.format {
            TestFormat::Human => human::write(streams.out, page, out)?,
            TestFormat::Json => shapes.push(json::JsonFile::of(page)),
            TestFormat::Junit => suites.push(junit::suite(page)),
        }
    }
    match args.format {
        TestFormat::Human => {
            let words = format!("{} passed, {} failed", totals.passed, totals.failed);
            let paint = if totals.failed > 0 { Paint::Bad } else { Paint::Good };
            writeln!(streams.out, "{}", out.paint(paint, words))?;
        }
        TestFormat::Json => {
            serde_json::to_writer_pretty(&mut *streams.out, &shapes).map_err(std::io::Error::from)?;
            writeln!(streams.out)?;
        }
        TestFormat::Junit => junit::write(streams.out, suites)?,
    }
    if totals.passed + totals.failed == 0 && totals.unusable == 0 {
        streams.out.flush()?;
        match &args.case {
            Some(wanted) => writeln!(streams.err, "elig: no worked case has \"{wanted}\" in its title")?,
            None => writeln!(
                streams.err,
                "elig: no worked cases; one is written  example \"…\" {{ ALT: 130 U/L }} expect I1 fail"
            )?,
        }
    }
    if totals.unusable > 0 {
        streams.out.flush()?;
        let files = text::count(totals.unusable, "file", "files");
        writeln!(streams.err, "elig: {files} could not be used")?;
    }
    Ok(match totals {
        Totals { unusable: 1.., .. } => Exit::Unusable,
        Totals { failed: 1.., .. } => Exit::Found,
        Totals { .. } => Exit::Fine,
    })
}

#[derive(Debug, Default)]
struct Totals {
    passed: usize,
    failed: usize,
    unusable: usize,
}

/// The files to test, by shown name: those that were named, or the cases of the shipped modules.
fn texts(args: &TestArgs, streams: &mut Streams<'_>) -> Result<Vec<(String, String)>, Stop> {
    if args.library {
        let cases = library::CASES.iter();
        return Ok(cases
            .map(|(_, file, text)| (library::cases_name(file), (*text).to_owned()))
            .collect());
    }
    files::rules(&args.paths)?
        .iter()
        .map(|path| files::text(path, streams))
        .collect()
}
