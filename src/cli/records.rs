//! Patients one after another, decoded for each trial and evaluated.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::inputs::{self, Opened};
use super::progress::{self, Progress};
use super::{Stop, Streams};
use crate::diagnostic::Diagnostic;
use crate::eval::{self, Detail, Verdict, Visits};
use crate::model::Trial;
use crate::records::{self, Decoded, Decoder, Raw};
use crate::report::diagnostics::human;
use crate::report::{Style, text};
use crate::source::{SourceId, Sources};

/// The errors of so many records are told from near; the others are counted.
const TOLD: usize = 20;

/// So many names of visits are kept.
const NAMES: usize = 1_000;

/// A patient with the verdicts of all trials, in their order.
pub struct Screened {
    /// The record's id.
    pub id: String,
    /// The record as it was read.
    pub raw: Raw,
    /// What each trial could make of it.
    pub decoded: Vec<Decoded>,
    /// What each trial says.
    pub verdicts: Vec<Verdict>,
}

impl Screened {
    /// Whether the record could not be read for one of the trials.
    pub fn in_error(&self) -> bool {
        self.decoded.iter().any(|decoded| !decoded.errors.is_empty())
    }
}

/// Whether facts of these names, the id or the visits are read from a column.
fn reads(facts: &[&str], id: &str, column: &str) -> bool {
    let base = column.split('.').next().unwrap_or(column);
    base == id || base == "visits" || facts.contains(&base)
}

/// The records of an input; `reads` says of which columns of a Parquet file.
pub fn one_by_one<'r>(input: Opened, reads: &'r dyn Fn(&str) -> bool) -> Box<dyn Iterator<Item = Raw> + 'r> {
    match input {
        Opened::Stream(name, input) => Box::new(records::open(&name, input, None)),
        Opened::Parquet(file) => Box::new(file.records(reads)),
    }
}

/// The trials with what is needed to ask them of many patients.
pub struct Screen<'a> {
    trials: &'a [Trial],
    decoders: Vec<Decoder<'a>>,
    sources: &'a Sources,
    detail: Detail,
    visits: Visits<'a>,
    id: &'a str,
    /// The visits that records have, as many as are worth telling; noted where one is asked for.
    pub recorded: BTreeSet<String>,
    /// Records so far.
    pub seen: usize,
    /// Records in error so far.
    pub broken: usize,
    /// Fields that no trial reads.
    pub ignored: usize,
    style: Style,
}

impl<'a> Screen<'a> {
    /// Prepares. `visits`: where endpoints are evaluated; `id`: the field of the patients' ids; `style` is that of standard
    /// error.
    pub fn new(
        trials: &'a [Trial],
        sources: &'a Sources,
        detail: Detail,
        visits: Visits<'a>,
        id: &'a str,
        style: Style,
    ) -> Self {
        let decoder = |trial: &'a Trial| Decoder::new(&trial.facts).with_id(id);
        let decoders = trials.iter().map(decoder).collect();
        Self {
            trials,
            decoders,
            sources,
            detail,
            visits,
            id,
            recorded: BTreeSet::new(),
            seen: 0,
            broken: 0,
            ignored: 0,
            style,
        }
    }

    /// The number of the record's own text, behind those of the rules.
    pub fn record_id(&self) -> SourceId {
        SourceId(u32::try_from(self.sources.iter().count()).unwrap_or(u32::MAX))
    }

    /// The texts of the rules and that of a record.
    pub fn sources_with(&self, raw: &Raw) -> Sources {
        let mut sources = self.sources.clone();
        sources.add_source(raw.source.clone());
        sources
    }

    /// Every record of all files, in order, or the one with an id. `each` gets them one by one.
    pub fn run(
        &mut self,
        paths: &[PathBuf],
        wanted: Option<&str>,
        streams: &mut Streams<'_>,
        each: &mut dyn FnMut(&mut Self, Screened, &mut Streams<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let text = self.record_id();
        let mut others: Vec<String> = Vec::new();
        let names: Vec<&str> = self
            .trials
            .iter()
            .flat_map(|trial| trial.facts.iter().map(|fact| fact.name.as_str()))
            .collect();
        let id = self.id;
        let reads = move |name: &str| reads(&names, id, name);
        let paths = inputs::patients(paths)?;
        let progress = Progress::new(&paths, self.style.ascii);
        for path in &paths {
            for raw in one_by_one(inputs::open(path, &mut streams.input, &progress)?, &reads) {
                progress::end_if_interrupted(streams.out, streams.err, self.seen);
                let Some(first) = self.decoders.first() else {
                    return Ok(());
                };
                let first = first.decode(&raw, text);
                self.note_visits(&first);
                if let Some(wanted) = wanted
                    && first.id != wanted
                {
                    if others.len() < 10_000 {
                        others.push(first.id);
                    }
                    continue;
                }
                let mut decoded = vec![first];
                decoded.extend(self.decoders.iter().skip(1).map(|decoder| decoder.decode(&raw, text)));
                let screened = self.screen(raw, decoded);
                self.count(&screened, streams)?;
                progress.records(self.seen);
                each(self, screened, streams)?;
            }
        }
        progress.end();
        match wanted {
            Some(wanted) if self.seen == 0 => {
                let nearest = crate::suggest::nearest(wanted, others.iter().map(String::as_str));
                let help = nearest.first().map(|near| format!("did you mean {near}?"));
                Err(Stop::Unusable(format!("no record has the id \"{wanted}\""), help))
            }
            _ => Ok(()),
        }
    }

    /// Whether a trial reads a column of this name.
    pub fn reads(&self, name: &str) -> bool {
        let facts = self.trials.iter().flat_map(|trial| &trial.facts);
        let names: Vec<&str> = facts.map(|fact| fact.name.as_str()).collect();
        reads(&names, self.id, name)
    }

    fn note_visits(&mut self, decoded: &Decoded) {
        let Visits::At(asked) = self.visits else { return };
        for visit in &decoded.patient.visits {
            let new = !self.recorded.contains(&visit.name);
            if new && (self.recorded.len() < NAMES || visit.name == asked) {
                self.recorded.insert(visit.name.clone());
            }
        }
    }

    fn screen(&self, raw: Raw, decoded: Vec<Decoded>) -> Screened {
        let verdicts = self
            .trials
            .iter()
            .zip(&decoded)
            .map(|(trial, decoded)| self.verdict(trial, decoded, self.detail, self.visits));
        let verdicts = verdicts.collect();
        Screened {
            id: decoded.first().map(|decoded| decoded.id.clone()).unwrap_or_default(),
            raw,
            decoded,
            verdicts,
        }
    }

    /// What a trial says of a record.
    pub fn verdict(&self, trial: &Trial, decoded: &Decoded, detail: Detail, visits: Visits<'_>) -> Verdict {
        eval::judge(trial, decoded, detail, visits)
    }

    /// What each trial can make of a record.
    pub fn decoded(&self, raw: &Raw) -> Vec<Decoded> {
        let text = self.record_id();
        self.decoders.iter().map(|decoder| decoder.decode(raw, text)).collect()
    }

    /// Counts records in error and tells of those that are given.
    pub fn add_broken(&mut self, in_error: usize, broken: &[Raw], streams: &mut Streams<'_>) -> Result<(), Stop> {
        let told = TOLD.saturating_sub(self.broken);
        self.broken += in_error;
        for raw in broken.iter().take(told) {
            self.tell(raw, &self.decoded(raw), streams)?;
        }
        Ok(())
    }

    /// Counts a record and tells its errors.
    fn count(&mut self, screened: &Screened, streams: &mut Streams<'_>) -> Result<(), Stop> {
        self.seen += 1;
        self.ignored += screened
            .decoded
            .iter()
            .map(|decoded| decoded.ignored)
            .min()
            .unwrap_or(0);
        if !screened.in_error() {
            return Ok(());
        }
        self.broken += 1;
        if self.broken > TOLD {
            return Ok(());
        }
        self.tell(&screened.raw, &screened.decoded, streams)
    }

    fn tell(&self, raw: &Raw, decoded: &[Decoded], streams: &mut Streams<'_>) -> Result<(), Stop> {
        let sources = self.sources_with(raw);
        let mut told: Vec<&Diagnostic> = Vec::new();
        for error in decoded.iter().flat_map(|decoded| &decoded.errors) {
            if told.contains(&error) {
                continue;
            }
            told.push(error);
            write!(streams.err, "{}", human::render(error, &sources, self.style))?;
        }
        let id = decoded.first().map_or("", |decoded| decoded.id.as_str());
        writeln!(streams.err, "  patient {} is not evaluated\n", self.style.plain(id))?;
        Ok(())
    }

    /// What is said at the end.
    pub fn close(&self, verbose: bool, streams: &mut Streams<'_>) -> Result<(), Stop> {
        if self.broken > 0 {
            let (broken, seen) = (
                text::thousands(self.broken),
                text::count(self.seen, "record", "records"),
            );
            writeln!(streams.err, "elig: {broken} of {seen} could not be read")?;
        }
        if self.seen == 0 {
            writeln!(streams.err, "elig: there are no records in the input")?;
        }
        if verbose && self.ignored > 0 {
            let fields = text::count(self.ignored, "field", "fields");
            writeln!(streams.err, "elig: {fields} that no rule reads, ignored")?;
        }
        Ok(())
    }
}
