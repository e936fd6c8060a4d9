//! Tables of many patients, on all processors.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::EvaluateArgs;
use super::records::Screen;
use super::{Stop, Streams, files, parallel};
use crate::batch::{Columns, Layout, LineReader, Program, Run, TableReader, lower};
use crate::eval::{Detail, Visits};
use crate::model::Trial;
use crate::records::{self, Line, Lines, Piece, Pieces, Raw};
use crate::report::verdict::cells::Cells;

/// So many records in error are kept of a piece, to be told.
const TOLD: usize = 20;

/// The table of all trials' criteria as CSV, a row a patient and trial as it comes.
pub fn table(
    args: &EvaluateArgs,
    trials: &[Trial],
    screen: &mut Screen<'_>,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let mut layout = Layout::default();
    // What a trial ignores is counted by the general way.
    let programs: Option<Vec<Program>> = match args.verbose {
        true => None,
        false => trials.iter().map(|trial| lower(trial, &mut layout)).collect(),
    };
    let cells = Cells::new(trials);
    let mut head = Vec::new();
    cells.head(&mut head);
    streams.out.write_all(&head)?;
    let work = Work {
        trials,
        screen: &*screen,
        layout: &layout,
        programs: programs.as_deref(),
        cells: &cells,
        id: &args.id,
    };
    let mut input = Inputs::new(&args.patients, streams);
    let threads = args.threads.map_or_else(
        || std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
        std::num::NonZeroUsize::get,
    );
    let mut seen = Vec::new();
    let room = Arc::clone(&input.room);
    parallel::ordered(
        threads,
        || input.next(),
        || Worker::new(&work),
        |worker, piece| work.piece(worker, piece),
        |done: Done| {
            streams.out.write_all(&done.rows)?;
            if let Some(bytes) = done.room
                && let Ok(mut room) = room.lock()
            {
                room.push(bytes);
            }
            seen.push((done.seen, done.ignored, done.in_error, done.broken));
            Ok(())
        },
    )?;
    for (records, ignored, in_error, broken) in seen {
        screen.seen += records;
        screen.ignored += ignored;
        screen.add_broken(in_error, &broken, streams)?;
    }
    Ok(())
}

/// The inputs one after the other, in pieces.
struct Inputs<'p> {
    paths: std::slice::Iter<'p, PathBuf>,
    stdin: Option<Box<dyn std::io::Read + Send>>,
    pieces: Option<Pieces>,
    /// Buffers to be used again.
    room: Arc<std::sync::Mutex<Vec<Vec<u8>>>>,
}

impl<'p> Inputs<'p> {
    fn new(paths: &'p [PathBuf], streams: &mut Streams<'_>) -> Self {
        Self {
            paths: paths.iter(),
            stdin: streams.input.take(),
            pieces: None,
            room: Arc::default(),
        }
    }

    fn next(&mut self) -> Result<Option<Piece>, Stop> {
        loop {
            if let Some(pieces) = &mut self.pieces {
                let room = self.room.lock().ok().and_then(|mut room| room.pop()).unwrap_or_default();
                if let Some(piece) = pieces.next(room) {
                    return Ok(Some(piece));
                }
            }
            let Some(path) = self.paths.next() else {
                return Ok(None);
            };
            let (name, input) = files::open_with(path, &mut self.stdin)?;
            self.pieces = Some(Pieces::new(records::open(&name, input, None)));
        }
    }
}

/// What became of a piece.
struct Done {
    rows: Vec<u8>,
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
    cells: &'a Cells,
    id: &'a str,
}

/// What each worker has for itself.
struct Worker {
    lines: LineReader,
    table: Option<(Vec<String>, TableReader)>,
    batch: Columns,
    runs: Vec<Run>,
}

impl Worker {
    fn new(work: &Work<'_>) -> Self {
        Self {
            lines: LineReader::new(work.layout, work.id),
            table: None,
            batch: Columns::new(work.layout),
            runs: work.programs.unwrap_or(&[]).iter().map(Run::new).collect(),
        }
    }

    /// The reader for the rows of a table, kept as long as its header stays the same.
    fn table_reader(&mut self, work: &Work<'_>, separator: u8, names: &[&str]) {
        let same = self.table.as_ref().is_some_and(|(known, _)| known == names);
        if !same {
            let reader = TableReader::new(work.layout, names.iter().copied(), separator, work.id);
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            self.table = Some((names, reader));
        }
    }
}

impl Work<'_> {
    fn piece(&self, worker: &mut Worker, piece: Piece) -> Done {
        let mut done = Done {
            rows: Vec::new(),
            room: None,
            seen: 0,
            ignored: 0,
            in_error: 0,
            broken: Vec::new(),
        };
        match piece {
            Piece::Records(records) => records.into_iter().for_each(|raw| self.general(raw, &mut done)),
            Piece::Lines(lines) => {
                match self.programs {
                    Some(programs) => self.fast(programs, worker, &lines, &mut done),
                    None => lines.each().for_each(|line| self.general(lines.raw(&line), &mut done)),
                }
                done.room = Some(lines.into_room());
            }
        }
        done
    }

    fn fast(&self, programs: &[Program], worker: &mut Worker, lines: &Lines, done: &mut Done) {
        let table = lines.table();
        if let Some((separator, names)) = &table {
            worker.table_reader(self, *separator, names);
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
                if !ascii && std::str::from_utf8(line.bytes).is_err() {
                    worker.batch.end_row(false);
                    continue;
                }
                match &worker.table {
                    Some((_, reader)) if table.is_some() => {
                        let bytes = line.bytes.strip_suffix(b"\r").unwrap_or(line.bytes);
                        reader.read(bytes, &mut worker.batch);
                    }
                    _ => worker.lines.read(line.bytes, &mut worker.batch),
                }
            }
            if rows.is_empty() {
                return;
            }
            for (run, program) in worker.runs.iter_mut().zip(programs) {
                run.run(program, &worker.batch);
            }
            for (row, line) in rows.iter().enumerate() {
                let again = |run: &Run| run.verdicts.again.get(row).copied().unwrap_or(true);
                if worker.runs.iter().any(again) {
                    self.general(lines.raw(line), done);
                    continue;
                }
                done.seen += 1;
                let numbered;
                let id = match worker.batch.id(row) {
                    [] => {
                        numbered = format!("record {}", lines.index(line) + 1);
                        numbered.as_bytes()
                    }
                    id => id,
                };
                for (trial, run) in worker.runs.iter().enumerate() {
                    self.cells.of_batch(&mut done.rows, id, trial, &run.verdicts, row);
                }
            }
        }
    }

    fn general(&self, raw: Raw, done: &mut Done) {
        let decoded = self.screen.decoded(&raw);
        done.seen += 1;
        done.ignored += decoded.iter().map(|decoded| decoded.ignored).min().unwrap_or(0);
        for (at, (trial, decoded)) in self.trials.iter().zip(&decoded).enumerate() {
            let verdict = self.screen.verdict(trial, decoded, Detail::Outcomes, Visits::None);
            self.cells.of_verdict(&mut done.rows, at, &verdict);
        }
        if decoded.iter().any(|decoded| !decoded.errors.is_empty()) {
            done.in_error += 1;
            if done.broken.len() < TOLD {
                done.broken.push(raw);
            }
        }
    }
}
