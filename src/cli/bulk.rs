//! Tables of many patients, on all processors.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;

use super::args::EvaluateArgs;
use super::inputs::{self, Opened};
use super::progress::{self, Progress};
use super::records::Screen;
use super::{Stop, Streams, parallel};
use crate::batch::{ArrowReader, Columns, Layout, LineReader, Program, Run, TableReader, lower};
use crate::eval::{Detail, Verdict, Visits};
use crate::model::Trial;
use crate::records::parquet::Part;
use crate::records::{self, Decoded, Line, Lines, Piece, Pieces, Raw};
use crate::report::verdict::because::{self, Reasons};
use crate::report::verdict::cells::Cells;
use crate::report::verdict::columns::{Gathered, Parquet, Shape};
use crate::report::verdict::json;
use crate::report::verdict::reason::{Page, Windows};
use crate::report::verdict::summary::{Counter, Summary};
use crate::source::Sources;

/// Buffers of at most so many bytes are used again.
const KEPT: usize = 1 << 20;

/// So many records in error are kept of a piece, to be told.
const TOLD: usize = 20;

/// The table of all trials' criteria as CSV, a row a patient and trial as it comes.
pub fn table(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let cells = Cells::new(trials);
    let mut head = Vec::new();
    cells.head(&mut head, args.reasons);
    streams.out.write_all(&head)?;
    run(args, trials, sources, &Wanted::Rows(cells), screen, streams)?;
    Ok(())
}

/// The same table as a Parquet file.
pub fn parquet(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    run(
        args,
        trials,
        sources,
        &Wanted::Columns(Shape::new(trials)),
        screen,
        streams,
    )?;
    Ok(())
}

/// Verdicts with all reasons, one a line, as they come.
pub fn objects(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    run(args, trials, sources, &Wanted::Objects, screen, streams)?;
    Ok(())
}

/// What the criteria do to all patients, trial by trial.
pub fn summaries(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    screen: &mut Screen<'_>,
    streams: &mut Streams<'_>,
) -> Result<Vec<Summary>, Stop> {
    run(args, trials, sources, &Wanted::Counts, screen, streams)
}

/// What is to come of the records.
enum Wanted {
    /// Rows of a table.
    Rows(Cells),
    /// Rows of a Parquet file.
    Columns(Shape),
    /// Verdicts as JSON, with everything that leads to them.
    Objects,
    /// What the criteria do to all of them.
    Counts,
}

/// Every record of all inputs.
fn run(
    args: &EvaluateArgs,
    trials: &[Trial],
    sources: &Sources,
    wanted: &Wanted,
    screen: &mut Screen<'_>,
    streams: &mut Streams<'_>,
) -> Result<Vec<Summary>, Stop> {
    let mut layout = Layout::default();
    // What a trial ignores is counted by the general way.
    let programs: Option<Vec<Program>> = match args.verbose || matches!(wanted, Wanted::Objects) {
        true => None,
        false => trials.iter().map(|trial| lower(trial, &mut layout)).collect(),
    };
    let work = Work {
        trials,
        screen: &*screen,
        layout: &layout,
        programs: programs.as_deref(),
        wanted,
        sources,
        windows: trials.iter().map(Windows::of).collect(),
        reasons: match wanted {
            Wanted::Rows(_) if args.reasons => Some(Reasons::new(trials, sources, programs.as_deref(), &layout)),
            _ => None,
        },
        id: &args.id,
        room: Arc::default(),
        counted: Mutex::new(trials.iter().map(Summary::new).collect()),
    };
    let paths = inputs::patients(&args.patients)?;
    let progress = Progress::new(&paths, args.look.ascii);
    let mut input = Inputs::new(&paths, Arc::clone(&work.room), progress.clone(), streams);
    let threads = args.threads.map_or_else(
        || std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
        std::num::NonZeroUsize::get,
    );
    let room = &work.room;
    let mut total = Done::default();
    let mut columns = match wanted {
        Wanted::Columns(shape) => Some((shape, Parquet::new(shape)?)),
        _ => None,
    };
    let is_parquet = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "parquet");
    // The parts of a Parquet file are longer: a worker may be so far ahead that none waits for another.
    let ahead = if paths.iter().any(is_parquet) { 24 } else { 4 };
    parallel::ordered(
        (threads, ahead),
        || input.next(),
        || Worker::new(&work),
        |worker, piece, hand_over| work.piece(worker, piece, hand_over),
        |done: Option<Done>| {
            let Some(done) = done else {
                progress::end_if_interrupted(streams.out, streams.err, total.seen);
                return Ok(());
            };
            streams.out.write_all(&done.rows)?;
            if let Some((shape, file)) = &mut columns {
                let rows = shape.batch(done.columns).map_err(std::io::Error::other)?;
                file.add(streams.out, &rows)?;
            }
            if let Ok(mut room) = room.lock() {
                // One that a very long line took is not kept.
                room.bytes.extend(done.room.filter(|bytes| bytes.len() <= KEPT));
                room.rows.push(done.rows);
            }
            total.seen += done.seen;
            total.ignored += done.ignored;
            total.in_error += done.in_error;
            let wanted = TOLD.saturating_sub(total.broken.len());
            total.broken.extend(done.broken.into_iter().take(wanted));
            progress.records(total.seen);
            progress::end_if_interrupted(streams.out, streams.err, total.seen);
            Ok(())
        },
    )?;
    progress.end();
    if let Some((_, file)) = columns {
        file.end(streams.out)?;
    }
    let counted = work.counted.into_inner().unwrap_or_else(PoisonError::into_inner);
    screen.seen += total.seen;
    screen.ignored += total.ignored;
    screen.add_broken(total.in_error, &total.broken, streams)?;
    Ok(counted)
}

/// Buffers to be used again.
#[derive(Default)]
struct Room {
    /// Of what is read.
    bytes: Vec<Vec<u8>>,
    /// Of what is written.
    rows: Vec<Vec<u8>>,
}

/// What there is to be done.
enum Job {
    Piece(Piece),
    Part(Box<Part>),
}

/// The inputs one after the other, in pieces.
struct Inputs<'p> {
    paths: std::slice::Iter<'p, PathBuf>,
    stdin: Option<Box<dyn std::io::Read + Send>>,
    pieces: Option<Pieces>,
    parts: std::vec::IntoIter<Part>,
    room: Arc<Mutex<Room>>,
    progress: Progress,
}

impl<'p> Inputs<'p> {
    fn new(paths: &'p [PathBuf], room: Arc<Mutex<Room>>, progress: Progress, streams: &mut Streams<'_>) -> Self {
        Self {
            paths: paths.iter(),
            stdin: streams.input.take(),
            pieces: None,
            parts: Vec::new().into_iter(),
            room,
            progress,
        }
    }

    fn next(&mut self) -> Result<Option<Job>, Stop> {
        loop {
            if let Some(part) = self.parts.next() {
                self.progress.share(Path::new(&**part.name()), part.share());
                return Ok(Some(Job::Part(Box::new(part))));
            }
            if let Some(pieces) = &mut self.pieces {
                let room = self
                    .room
                    .lock()
                    .ok()
                    .and_then(|mut room| room.bytes.pop())
                    .unwrap_or_default();
                if let Some(piece) = pieces.next(room) {
                    return Ok(Some(Job::Piece(piece)));
                }
                self.pieces = None;
            }
            let Some(path) = self.paths.next() else {
                return Ok(None);
            };
            match inputs::open(path, &mut self.stdin, &self.progress)? {
                Opened::Stream(name, input) => self.pieces = Some(Pieces::new(records::open(&name, input, None))),
                Opened::Parquet(file) => self.parts = file.parts().into_iter(),
            }
        }
    }
}

/// What became of a piece.
#[derive(Default)]
struct Done {
    rows: Vec<u8>,
    columns: Gathered,
    room: Option<Vec<u8>>,
    seen: usize,
    ignored: usize,
    in_error: usize,
    broken: Vec<Raw>,
}

/// What all workers share.
struct Work<'a> {
    trials: &'a [Trial],
    screen: &'a Screen<'a>,
    layout: &'a Layout,
    programs: Option<&'a [Program]>,
    wanted: &'a Wanted,
    sources: &'a Sources,
    windows: Vec<Windows<'a>>,
    reasons: Option<Reasons<'a>>,
    id: &'a str,
    room: Arc<Mutex<Room>>,
    /// What the workers counted.
    counted: Mutex<Vec<Summary>>,
}

/// What each worker has for itself.
struct Worker<'w, 'a> {
    work: &'w Work<'a>,
    lines: LineReader,
    arrow: ArrowReader,
    table: Option<(u8, Vec<String>, TableReader)>,
    batch: Columns,
    runs: Vec<Run>,
    counters: Vec<Counter>,
    /// Of rows that the general way decided.
    summaries: Vec<Summary>,
    reasons: because::Room,
}

impl Drop for Worker<'_, '_> {
    fn drop(&mut self) {
        let mut counted = self.work.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let short = self.counters.iter().map(|counter| counter.summary(self.work.layout));
        for (counted, summary) in counted.iter_mut().zip(short) {
            counted.merge(summary);
        }
        for (counted, summary) in counted.iter_mut().zip(self.summaries.drain(..)) {
            counted.merge(summary);
        }
    }
}

impl<'w, 'a> Worker<'w, 'a> {
    fn new(work: &'w Work<'a>) -> Self {
        Self {
            work,
            lines: LineReader::new(work.layout, work.id),
            arrow: ArrowReader::new(work.layout, work.id),
            table: None,
            batch: Columns::new(work.layout),
            runs: work.programs.unwrap_or(&[]).iter().map(Run::new).collect(),
            counters: match work.programs {
                Some(_) => work
                    .trials
                    .iter()
                    .map(|trial| Counter::new(trial, work.layout))
                    .collect(),
                None => Vec::new(),
            },
            summaries: work.trials.iter().map(Summary::new).collect(),
            reasons: because::Room::default(),
        }
    }

    fn judge(&mut self, programs: &[Program]) {
        for (run, program) in self.runs.iter_mut().zip(programs) {
            run.run(program, &self.batch);
        }
    }

    /// The reader for the rows of a table, kept as long as its header stays the same.
    fn table_reader(&mut self, separator: u8, names: &[&str]) {
        let same = self
            .table
            .as_ref()
            .is_some_and(|(other, known, _)| *other == separator && known == names);
        if !same {
            let reader = TableReader::new(self.work.layout, names.iter().copied(), separator, self.work.id);
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            self.table = Some((separator, names, reader));
        }
    }
}

impl Work<'_> {
    /// Nothing done yet.
    fn begun(&self) -> Done {
        let rows = self.room.lock().ok().and_then(|mut room| room.rows.pop());
        let mut rows = rows.unwrap_or_default();
        rows.clear();
        Done {
            rows,
            ..Done::default()
        }
    }

    fn piece(&self, worker: &mut Worker<'_, '_>, job: Job, hand_over: &mut dyn FnMut(Result<Done, Stop>) -> bool) {
        let mut done = self.begun();
        match job {
            Job::Piece(Piece::Records(records)) => records
                .into_iter()
                .for_each(|raw| self.general(raw, &mut worker.summaries, &mut done)),
            Job::Piece(Piece::Lines(lines)) => {
                match self.programs {
                    Some(programs) => self.fast(programs, worker, &lines, &mut done),
                    None => lines
                        .each()
                        .for_each(|line| self.general(lines.raw(&line), &mut worker.summaries, &mut done)),
                }
                done.room = Some(lines.into_room());
            }
            Job::Part(part) => return self.part(worker, &part, hand_over),
        }
        hand_over(Ok(done));
    }

    /// A part of a Parquet file, batch by batch.
    fn part(&self, worker: &mut Worker<'_, '_>, part: &Part, hand_over: &mut dyn FnMut(Result<Done, Stop>) -> bool) {
        let reads = |name: &str| self.screen.reads(name);
        let mut index = part.first;
        let batches = match part.batches(&reads) {
            Ok(batches) => batches,
            Err(error) => {
                let mut done = self.begun();
                self.general(part.damaged(&error, index), &mut worker.summaries, &mut done);
                hand_over(Ok(done));
                return;
            }
        };
        for batch in batches {
            let mut done = self.begun();
            match batch {
                Err(error) => self.general(part.damaged(&error, index), &mut worker.summaries, &mut done),
                Ok(rows) => {
                    self.arrow(worker, part, &rows, index, &mut done);
                    index += rows.num_rows();
                }
            }
            if !hand_over(Ok(done)) {
                return;
            }
        }
    }

    fn arrow(&self, worker: &mut Worker<'_, '_>, part: &Part, rows: &RecordBatch, index: usize, done: &mut Done) {
        let reads = |name: &str| self.screen.reads(name);
        let general = |row: usize| part.record(rows, row, index + row, &reads);
        let Some(programs) = self.programs else {
            (0..rows.num_rows()).for_each(|row| self.general(general(row), &mut worker.summaries, done));
            return;
        };
        let mut from = 0;
        while from < rows.num_rows() {
            worker.batch.clear();
            worker.arrow.read(rows, from, &mut worker.batch);
            worker.judge(programs);
            for row in 0..worker.batch.rows() {
                self.row(worker, programs, row, index + from + row, || general(from + row), done);
            }
            from += worker.batch.rows();
        }
    }

    fn fast(&self, programs: &[Program], worker: &mut Worker<'_, '_>, lines: &Lines, done: &mut Done) {
        let table = lines.table();
        if let Some((separator, names)) = &table {
            worker.table_reader(*separator, names);
        }
        let ascii = lines.is_ascii();
        let mut rows: Vec<Line<'_>> = Vec::with_capacity(crate::batch::ROWS);
        let mut each = lines.each();
        loop {
            worker.batch.clear();
            rows.clear();
            while !worker.batch.is_full()
                && let Some(line) = each.next()
            {
                rows.push(line);
                if line.is_too_long() || (!ascii && std::str::from_utf8(line.bytes).is_err()) {
                    worker.batch.end_row(false);
                    continue;
                }
                match &worker.table {
                    Some((_, _, reader)) if table.is_some() => {
                        let bytes = line.bytes.strip_suffix(b"\r").unwrap_or(line.bytes);
                        reader.read(bytes, &mut worker.batch);
                    }
                    _ => worker.lines.read(line.bytes, &mut worker.batch),
                }
            }
            if rows.is_empty() {
                return;
            }
            worker.judge(programs);
            for (row, line) in rows.iter().enumerate() {
                self.row(worker, programs, row, lines.index(line), || lines.raw(line), done);
            }
        }
    }

    /// A row of a batch that was judged; `index` is its number in its input.
    fn row(
        &self,
        worker: &mut Worker<'_, '_>,
        program: &[Program],
        row: usize,
        index: usize,
        raw: impl FnOnce() -> Raw,
        done: &mut Done,
    ) {
        let again = |run: &Run| run.verdicts.again.get(row).copied().unwrap_or(true);
        if worker.runs.iter().any(again) {
            self.general(raw(), &mut worker.summaries, done);
            return;
        }
        done.seen += 1;
        if let Wanted::Counts = self.wanted {
            let counted = worker.counters.iter_mut().zip(&worker.runs).zip(program);
            for ((counter, run), program) in counted {
                counter.add(program, run, &worker.batch, row);
            }
            return;
        }
        let numbered;
        let id = match worker.batch.id(row) {
            [] => {
                numbered = format!("record {}", index + 1);
                numbered.as_bytes()
            }
            id => id,
        };
        for (trial, run) in worker.runs.iter().enumerate() {
            match self.wanted {
                Wanted::Rows(cells) => cells.of_batch(&mut done.rows, id, trial, &run.verdicts, row),
                Wanted::Columns(shape) => shape.of_batch(&mut done.columns, id, trial, &run.verdicts, row),
                Wanted::Objects | Wanted::Counts => {}
            }
            if let (Some(reasons), Some(program)) = (&self.reasons, program.get(trial)) {
                let came_out = (run, &worker.batch, row);
                reasons.of_batch(
                    &mut done.rows,
                    trial,
                    (program, self.layout),
                    came_out,
                    &mut worker.reasons,
                );
            }
        }
    }

    fn general(&self, raw: Raw, summaries: &mut [Summary], done: &mut Done) {
        let decoded = self.screen.decoded(&raw);
        done.seen += 1;
        done.ignored += decoded.iter().map(|decoded| decoded.ignored).min().unwrap_or(0);
        for (at, (trial, decoded)) in self.trials.iter().zip(&decoded).enumerate() {
            let (detail, visits) = match self.wanted {
                Wanted::Objects => (Detail::Full, Visits::All),
                _ if self.reasons.is_some() => (Detail::Full, Visits::None),
                _ => (Detail::Outcomes, Visits::None),
            };
            let verdict = self.screen.verdict(trial, decoded, detail, visits);
            match self.wanted {
                Wanted::Rows(cells) => {
                    cells.of_verdict(&mut done.rows, at, &verdict);
                    if let Some(reasons) = &self.reasons {
                        reasons.of_verdict(&mut done.rows, at, &verdict);
                    }
                }
                Wanted::Columns(shape) => shape.of_verdict(&mut done.columns, at, &verdict),
                Wanted::Objects => self.object(at, trial, &verdict, decoded, &raw, &mut done.rows),
                Wanted::Counts => {
                    if let Some(summary) = summaries.get_mut(at) {
                        summary.add(trial, &verdict);
                    }
                }
            }
        }
        if decoded.iter().any(|decoded| !decoded.errors.is_empty()) {
            done.in_error += 1;
            if done.broken.len() < TOLD {
                done.broken.push(raw);
            }
        }
    }

    /// A verdict with all its reasons, on a line.
    fn object(&self, at: usize, trial: &Trial, verdict: &Verdict, decoded: &Decoded, raw: &Raw, out: &mut Vec<u8>) {
        let Some(windows) = self.windows.get(at) else { return };
        let with_record = (!decoded.errors.is_empty()).then(|| self.screen.sources_with(raw));
        let page = Page {
            trial,
            windows,
            sources: self.sources,
            patient: Some(&decoded.patient),
            record: Some((self.screen.record_id(), &raw.source)),
            visit: None,
        };
        let shape = json::JsonVerdict::of(page, verdict, with_record.as_ref().unwrap_or(self.sources));
        // Writing to memory does not fail.
        let _ = json::Writer::new(false).write(out, &shape);
    }
}
