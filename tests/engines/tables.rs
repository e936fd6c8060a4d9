//! Random records of a trial that its tables can hold: exact values and absent ones, on and around every limit and every
//! edge of a window that the rules name.
//!
//! `cargo run --example tables -- trial.elig 20000 [SEED [KNOWN,…]]` writes them as NDJSON. What is named behind the seed
//! is in every record.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use elig::library::Modules;
use elig::model::{Fact, Kind, Node, Trial, walk};
use elig::value::{Day, Number, TimeScale, Value as Possible};
use serde_json::{Map, Value, json};

struct Beside(PathBuf);

impl Modules for Beside {
    fn load(&self, name: &str, _beside: &str) -> Option<(String, String)> {
        self.text(&format!("{name}.elig"), "")
    }

    fn text(&self, file: &str, _beside: &str) -> Option<(String, String)> {
        let text = std::fs::read_to_string(self.0.join(file)).ok()?;
        Some((file.to_owned(), text))
    }
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [path, count] = [1, 2].map(|at| args.get(at).cloned().unwrap_or_default());
    let seed = args.get(3).and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let known = args
        .get(4)
        .map(|names| names.split(',').map(str::to_owned).collect())
        .unwrap_or_default();
    let text = std::fs::read_to_string(&path)?;
    let folder = Path::new(&path).parent().unwrap_or(Path::new(".")).to_owned();
    let mut sources = elig::source::Sources::default();
    let file = sources.add(path.clone(), text);
    let mut found = elig::diagnostic::Diagnostics::default();
    let Some(trial) = elig::compile(&mut sources, file, &Beside(folder), &mut found) else {
        return Err(std::io::Error::other("no trial"));
    };
    let mut generator = Generator::new(&trial, seed, known);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for at in 0..count.parse().unwrap_or(1000) {
        writeln!(out, "{}", generator.record(at))?;
    }
    out.flush()
}

struct Generator<'a> {
    trial: &'a Trial,
    state: u64,
    known: BTreeSet<String>,
    /// The totals and results that a record may give.
    given: BTreeSet<usize>,
    rounded: BTreeSet<usize>,
    numbers: Vec<Number>,
    lengths: Vec<(TimeScale, i64)>,
    /// How many percent are absent in this record.
    absent: u64,
    days: Vec<Day>,
}

impl<'a> Generator<'a> {
    fn new(trial: &'a Trial, seed: u64, known: BTreeSet<String>) -> Self {
        let mut numbers: BTreeSet<Number> = ["0", "1", "2", "50", "100"]
            .iter()
            .filter_map(|n| Number::parse(n))
            .collect();
        let mut lengths: BTreeSet<(TimeScale, i64)> = BTreeSet::from([(TimeScale::Days, 0), (TimeScale::Days, 10)]);
        let (mut given, mut rounded) = (BTreeSet::new(), BTreeSet::new());
        for criterion in &trial.criteria {
            walk::all(&criterion.rule, &mut |expr| match expr.node.as_ref() {
                Node::Constant(Possible::Number(set)) => numbers.extend(set.as_point().cloned()),
                Node::Among(_, set) => {
                    let ends = set.pieces().iter().flat_map(|piece| [&piece.low, &piece.high]);
                    numbers.extend(ends.filter_map(|end| end.number().cloned()));
                }
                Node::Constant(Possible::Duration(length)) => {
                    let amount = length.amount.as_point().and_then(|n| n.floor().to_i64());
                    lengths.extend(amount.map(|amount| (length.scale, amount)));
                }
                Node::Named { given: Some(total), .. } => {
                    given.insert(total.fact.index());
                    if total.rounded {
                        rounded.insert(total.fact.index());
                    }
                }
                _ => {}
            });
        }
        Self {
            trial,
            state: seed,
            known,
            given,
            rounded,
            numbers: numbers.into_iter().collect(),
            lengths: lengths.into_iter().collect(),
            absent: 0,
            days: Vec::new(),
        }
    }

    fn below(&mut self, n: usize) -> usize {
        // xorshift64*
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let high = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap_or(0) % n.max(1)
    }

    fn chance(&mut self, percent: u64) -> bool {
        (self.below(100) as u64) < percent
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let at = self.below(all.len());
        all.get(at).cloned()
    }

    fn record(&mut self, at: usize) -> Value {
        self.absent = self.pick(&[0, 2, 5, 12, 30]).unwrap_or(0);
        self.days = Vec::new();
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(format!("{at:06}")));
        // Totals are given where nothing is said of what they are made of.
        let given: Vec<usize> = self.given.iter().copied().collect();
        let total = self.pick(&given).filter(|_| self.chance(15));
        let totals_only = total.is_some();
        let trial = self.trial;
        let assessed = trial.assessed_at.map(|fact| fact.index());
        let (first, rest): (Vec<_>, Vec<_>) = trial.facts.iter().enumerate().partition(|(_, fact)| fact.trial_date);
        for (index, fact) in first.into_iter().chain(rest) {
            let is_given = self.given.contains(&index);
            if self.rounded.contains(&index) || (is_given && total != Some(index)) {
                continue;
            }
            if totals_only && !is_given && matches!(fact.kind, Kind::YesNo) {
                continue;
            }
            let must = assessed == Some(index) || self.known.contains(&fact.name);
            if !must && self.chance(self.absent) {
                continue;
            }
            let highest = match &fact.kind {
                Kind::Number(kind) => kind.range.as_ref().and_then(|(_, high)| high.floor().to_i64()),
                _ => None,
            };
            let most = highest
                .and_then(|high| usize::try_from(high).ok())
                .unwrap_or(30)
                .min(30);
            let value = if is_given {
                // Not every score can come to 1, and a total that no items give is outside of the layout.
                json!(match self.below(most + 1) {
                    1 => 0,
                    total => total,
                })
            } else {
                self.fact(fact)
            };
            if fact.trial_date
                && let Some(day) = value.as_str().and_then(day_of)
            {
                self.days.push(day);
            }
            record.insert(fact.name.clone(), value);
        }
        Value::Object(record)
    }

    fn fact(&mut self, fact: &Fact) -> Value {
        match &fact.kind {
            Kind::List(list) => {
                let options = list.key.and_then(|key| match &list.fields.get(key)?.kind {
                    Kind::Choice(options) => Some((key, options.labels.clone())),
                    _ => None,
                });
                let count = match &options {
                    Some((_, labels)) => labels.len(),
                    None => self.pick(&[0, 0, 1, 1, 1, 2, 3]).unwrap_or(0),
                };
                let records = (0..count).map(|at| {
                    let mut record = self.fields(&list.fields, &fact.name);
                    if let Some((key, labels)) = &options
                        && let (Some(field), Some(label)) = (list.fields.get(*key), labels.get(at))
                    {
                        record.insert(field.name.clone(), json!(label));
                    }
                    Value::Object(record)
                });
                Value::Array(records.collect())
            }
            Kind::Lab(inner) => {
                let count = self.pick(&[0, 1, 1, 1, 1, 2, 3]).unwrap_or(1);
                Value::Array((0..count).map(|_| self.reading(fact, inner)).collect())
            }
            kind => self.value(kind, &fact.name),
        }
    }

    fn fields(&mut self, fields: &[Fact], list: &str) -> Map<String, Value> {
        let mut record = Map::new();
        for field in fields {
            let must = self.known.contains(&format!("{list}.{}", field.name));
            if must || !self.chance(self.absent) {
                let value = self.value(&field.kind, &field.name);
                record.insert(field.name.clone(), value);
            }
        }
        record
    }

    fn reading(&mut self, fact: &Fact, inner: &Kind) -> Value {
        let mut reading = Map::new();
        let value = self.value(inner, &fact.name);
        reading.insert("value".to_owned(), value);
        if matches!(inner, Kind::Number(_)) && !self.chance(self.absent + 5) {
            let high = self.pick(&["1.2", "20", "40"]).unwrap_or("40");
            reading.insert("high".to_owned(), raw(high));
            if !self.chance(self.absent) {
                reading.insert("low".to_owned(), raw("0.4"));
            }
            let free = matches!(inner, Kind::Number(number) if number.range.is_none());
            let factors = ["0.5", "1", "1.5", "2", "2.5", "3", "4.2", "5", "6"];
            let factor = self.pick(&factors).and_then(Number::parse);
            if free
                && self.chance(60)
                && let (Some(factor), Some(high)) = (factor, Number::parse(high))
            {
                reading.insert("value".to_owned(), raw(&(&factor * &high).to_string()));
            }
        }
        for field in &fact.with {
            if !self.chance(self.absent) {
                let value = self.value(&field.kind, &field.name);
                reading.insert(field.name.clone(), value);
            }
        }
        if !self.chance(20) {
            let base = self.days.first().copied().unwrap_or(Day::FIRST);
            let offset = self.pick(&[-60, -29, -28, -27, -14, -3, 0, 0, 0, 1]).unwrap_or(0);
            reading.insert("date".to_owned(), json!(base.add_days(offset).to_string()));
        }
        Value::Object(reading)
    }

    fn number(&mut self, within: Option<&(Number, Number)>) -> Value {
        for _ in 0..20 {
            let shift = self
                .pick(&["0", "0", "0.001", "-0.001", "1", "-1"])
                .and_then(Number::parse);
            let numbers = std::mem::take(&mut self.numbers);
            let picked = self.pick(&numbers);
            self.numbers = numbers;
            let (Some(shift), Some(picked)) = (shift, picked) else {
                continue;
            };
            let number = &picked + &shift;
            let fits = match within {
                Some((low, high)) => *low <= number && number <= *high,
                None => number.signum() >= 0 && number < Number::from(1_000_000_000),
            };
            let text = number.to_string();
            let short = text.split_once('.').map_or(0, |(_, places)| places.len()) <= 6;
            if fits && short && Number::parse(&text).as_ref() == Some(&number) {
                return raw(&text);
            }
        }
        raw(&within.map_or_else(|| "1".to_owned(), |(low, _)| low.to_string()))
    }

    fn value(&mut self, kind: &Kind, name: &str) -> Value {
        match kind {
            Kind::YesNo => json!(self.chance(45)),
            Kind::Number(kind) => self.number(kind.range.as_ref()),
            Kind::Duration(kind) => {
                let amount = self.number(kind.range.as_ref());
                json!(format!("{} {}", amount.as_str().unwrap_or("1"), kind.unit.text()))
            }
            Kind::Choice(options) => json!(self.pick(&options.labels)),
            Kind::Date => json!(self.date(name).to_string()),
            Kind::Period => {
                let (a, b) = (self.date(name), self.date(name));
                match self.below(10) {
                    0 => json!({ "from": a.to_string() }),
                    1 => json!({ "to": a.to_string() }),
                    _ => json!({ "from": a.min(b).to_string(), "to": a.max(b).to_string() }),
                }
            }
            Kind::Titre => json!(self.pick(&["1:40", "1:80", "1:160"])),
            Kind::Text => json!("word"),
            Kind::Lab(inner) => self.value(inner, name),
            Kind::List(_) => json!([]),
        }
    }

    /// A day at a window's edge from one of the trial's dates, or beside it.
    fn date(&mut self, name: &str) -> Day {
        let firsts = [
            (2026, 6, 1),
            (2024, 2, 29),
            (2026, 3, 31),
            (2025, 8, 31),
            (2024, 3, 30),
            (2026, 11, 30),
        ];
        let first = self
            .pick(&firsts)
            .and_then(|(year, month, day)| Day::from_ymd(year, month, day));
        let days = self.days.clone();
        let base = match (self.pick(&days), name) {
            (Some(day), _) if !days.is_empty() => day,
            _ => first.unwrap_or(Day::FIRST),
        };
        let lengths = self.lengths.clone();
        let (scale, amount) = self.pick(&lengths).unwrap_or((TimeScale::Days, 0));
        let sign = if self.chance(80) { -1 } else { 1 };
        let beside = self.pick(&[0, 0, 1, -1, 2]).unwrap_or(0);
        let moved = match scale {
            TimeScale::Months => base.add_months(i32::try_from(sign * amount).unwrap_or(0)),
            TimeScale::Days => base.add_days(sign * amount),
            TimeScale::Hours => base.add_days(sign * amount / 24),
        };
        moved.add_days(beside)
    }
}

fn day_of(text: &str) -> Option<Day> {
    let mut parts = text.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Day::from_ymd(i32::try_from(year).ok()?, month, day)
}

/// A number as it is written, through no binary float.
fn raw(number: &str) -> Value {
    json!(number)
}
