//! Records stream: however many there are, no more than a few of them are held, and none is lost.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use elig::eval::{Detail, Overall, evaluate_in};
use elig::library::ShippedOnly;
use elig::records::{Decoder, Format, open};
use elig::source::SourceId;

use crate::support::{compile, lines};

const TRIAL: &str = r#"
use labs
facts { liver_infiltration : yes/no "Tumour infiltration of the liver?" }
inclusion {
  I1 "ALT ≤3.0×ULN (may be relaxed to ≤5.0×ULN)" {
    ALT <= 3.0*ULN unless liver_infiltration then 5.0*ULN
  }
}
"#;

/// What is read may be so far ahead of what was handed out.
const AHEAD: usize = 2 << 20;

/// What a record says and what must come of it.
fn record(index: usize) -> (&'static str, &'static str, &'static str) {
    match index % 5 {
        0 => ("100", "false", "eligible"),
        1 => ("200", "false", "ineligible"),
        2 => ("200", "true", "eligible"),
        3 => ("200", "", "undetermined"),
        // 250.0 is exactly five times the limit.
        _ => ("250.0", "true", "eligible"),
    }
}

/// Every so often one cannot be read.
fn broken(index: usize) -> bool {
    index % 1_000 == 999
}

fn written(index: usize, format: Format) -> String {
    let (alt, liver, _) = record(index);
    let unit = if broken(index) { "parrots" } else { "U/L" };
    if format == Format::Csv {
        return format!("P-{index},{alt},{unit},50,{liver}\n");
    }
    let liver = if liver.is_empty() {
        String::new()
    } else {
        format!(", \"liver_infiltration\": {liver}")
    };
    let alt = format!("{{\"value\": {alt}, \"unit\": \"{unit}\", \"high\": 50}}");
    let before = match (format, index) {
        (Format::Ndjson, _) => "",
        (_, 0) => "[",
        (_, _) => ",",
    };
    format!("{before}{{\"id\": \"P-{index}\", \"ALT\": {alt}{liver}, \"remark\": \"nobody reads this\"}}\n")
}

/// Records that do not exist before they are asked for.
struct Generated {
    format: Format,
    next: usize,
    count: usize,
    ready: Vec<u8>,
    from: usize,
    read: Arc<AtomicUsize>,
}

impl Read for Generated {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.from == self.ready.len() {
            self.from = 0;
            self.ready = match self.next {
                next if next < self.count => written(next, self.format).into_bytes(),
                next if next == self.count && self.format == Format::Json => b"]\n".to_vec(),
                _ => Vec::new(),
            };
            self.next += 1;
        }
        let count = into.len().min(self.ready.len() - self.from);
        into[..count].copy_from_slice(&self.ready[self.from..self.from + count]);
        self.from += count;
        self.read.fetch_add(count, Ordering::Relaxed);
        Ok(count)
    }
}

fn streams(format: Format, count: usize) {
    let (trial, out, sources) = compile("liver.elig", TRIAL, &ShippedOnly);
    assert!(out.is_empty(), "{}", lines(&out, &sources).join("\n"));
    let trial = trial.unwrap();
    let decoder = Decoder::new(&trial.facts);
    let read = Arc::new(AtomicUsize::new(0));
    let header = if format == Format::Csv {
        "id,ALT,ALT.unit,ALT.high,liver_infiltration\n"
    } else {
        ""
    };
    let input = Generated {
        format,
        next: 0,
        count,
        ready: header.as_bytes().to_vec(),
        from: 0,
        read: Arc::clone(&read),
    };
    let (mut handed_out, mut seen, mut errors) = (0, 0, 0);
    for raw in open("patients", Box::new(input), Some(format)) {
        handed_out += raw.source.text.len();
        let ahead = read
            .load(Ordering::Relaxed)
            .saturating_sub(handed_out + 4 * (seen + 1) + header.len());
        assert!(ahead < AHEAD, "record {seen}: {ahead} bytes were read ahead");
        let decoded = decoder.decode(&raw, SourceId(0));
        assert_eq!(decoded.id, format!("P-{seen}"));
        if broken(seen) {
            assert_eq!(decoded.errors.len(), 1, "P-{seen}");
            errors += 1;
        } else {
            assert!(decoded.errors.is_empty(), "P-{seen}: {:?}", decoded.errors);
            let verdict = evaluate_in(&trial, &decoded.patient, Detail::Outcomes);
            assert_ne!(verdict.overall, Overall::Error);
            assert_eq!(verdict.overall.word(), record(seen).2, "P-{seen}");
        }
        seen += 1;
    }
    assert_eq!((seen, errors), (count, count / 1_000));
}

#[test]
fn a_hundred_thousand_lines() {
    streams(Format::Ndjson, 100_000);
}

#[test]
fn a_long_list() {
    streams(Format::Json, 10_000);
}

#[test]
fn a_long_table() {
    streams(Format::Csv, 10_000);
}
