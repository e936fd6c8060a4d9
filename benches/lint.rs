//! How long a large file takes to be linted, and how much memory: `cargo bench --bench lint`.
//!
//! Two kinds of files, each in four sizes: the criteria of a shipped trial over and over, which all speak of the same
//! facts, and criteria with facts of their own. Each size runs in a process of its own, which tells the median of five
//! runs and its peak of resident memory. The command fails where 10,000 lines take half a second or more, or where
//! memory grows faster than the file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a benchmark says what went wrong by panicking

use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use elig::diagnostic::Diagnostics;
use elig::library::Modules;
use elig::source::Sources;

const SIZES: [usize; 4] = [1_250, 2_500, 5_000, 10_000];
const RUNS: usize = 5;
const LIMIT: Duration = Duration::from_millis(500);

struct Nothing;

impl Modules for Nothing {
    fn load(&self, _name: &str, _beside: &str) -> Option<(String, String)> {
        None
    }

    fn text(&self, _file: &str, _beside: &str) -> Option<(String, String)> {
        None
    }
}

/// The sections of a shipped trial again and again, each time under other numbers.
fn same_facts(lines: usize) -> String {
    let trial = include_str!("../trials/NCT07181720.elig");
    let (head, rest) = trial.split_once("inclusion {").unwrap();
    let (inclusion, rest) = rest.split_once("\nexclusion {").unwrap();
    let exclusion = rest.split_once("\n# ---").unwrap().0.trim_end();
    let head: String = head
        .lines()
        .filter(|line| !line.trim_start().starts_with("protocol"))
        .map(|line| format!("{line}\n"))
        .collect();
    let (mut all_in, mut all_out) = (String::new(), String::new());
    let mut round = 0;
    while all_in.lines().count() + all_out.lines().count() < lines {
        round += 1;
        all_in.push_str(&renumbered(inclusion.trim_end().trim_end_matches('}'), 'I', round));
        all_out.push_str(&renumbered(exclusion.trim_end_matches('}'), 'E', round));
    }
    format!("{head}inclusion {{{all_in}}}\n\nexclusion {{{all_out}}}\n")
}

/// `I8.4 "` as `I308.4 "` in the third round.
fn renumbered(section: &str, letter: char, round: usize) -> String {
    let mut text = String::new();
    for line in section.split_inclusive('\n') {
        let words = line.trim_start();
        let indent = line.get(..line.len() - words.len()).unwrap();
        let digits: String = words.chars().skip(1).take_while(char::is_ascii_digit).collect();
        if words.starts_with(letter) && !digits.is_empty() {
            let number: usize = digits.parse().unwrap();
            let rest = words.get(1 + digits.len()..).unwrap();
            write!(text, "{indent}{letter}{}{rest}", number + 100 * round).unwrap();
        } else {
            text.push_str(line);
        }
    }
    text
}

/// Criteria that share nothing but the days of the trial.
fn own_facts(lines: usize) -> String {
    let mut facts = String::new();
    let mut criteria = String::new();
    let mut written = 0;
    let mut at = 0;
    while written < lines {
        at += 1;
        written += 10;
        writeln!(facts, "  lab{at} : lab U/L \"Laboratory value {at}?\"").unwrap();
        writeln!(facts, "  disease{at} : yes/no \"Disease {at}?\"").unwrap();
        writeln!(facts, "  operation{at} : date \"Day of operation {at}?\"").unwrap();
        writeln!(
            criteria,
            "  I{}.1 \"Value {at} ≤3×ULN (≤5×ULN in case of disease {at})\" {{",
            at
        )
        .unwrap();
        writeln!(criteria, "    lab{at} <= 3*ULN unless disease{at} then 5*ULN").unwrap();
        writeln!(criteria, "  }}").unwrap();
        writeln!(
            criteria,
            "  I{at}.2 \"Operation {at} at least 4 weeks before screening\" {{"
        )
        .unwrap();
        writeln!(criteria, "    operation{at} at least 4 weeks before screening").unwrap();
        writeln!(criteria, "  }}").unwrap();
        writeln!(
            criteria,
            "  I{at}.3 \"With disease {at} at least 10 U/L\" {{ if disease{at} then lab{at} >= 10 U/L }}"
        )
        .unwrap();
    }
    format!(
        "trial LARGE \"Large\" {{\n  dates    screening\n  assessed at screening\n}}\nfacts {{\n{facts}}}\ninclusion {{\n{criteria}}}\n"
    )
}

fn lint(text: &str) -> usize {
    let mut sources = Sources::default();
    let file = sources.add("large.elig", text);
    let mut out = Diagnostics::default();
    elig::compile(&mut sources, file, &Nothing, &mut out).unwrap();
    assert!(!out.has_errors());
    out.len()
}

fn peak_kilobytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn of_kind(kind: &str, lines: usize) -> String {
    if kind == "same" {
        same_facts(lines)
    } else {
        own_facts(lines)
    }
}

/// In a process of its own: lines, findings, median microseconds, peak kilobytes.
fn measure(kind: &str, lines: usize) {
    let text = of_kind(kind, lines);
    let mut times: Vec<Duration> = Vec::new();
    let mut findings = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        findings = lint(&text);
        times.push(start.elapsed());
    }
    times.sort();
    println!(
        "{} {findings} {} {}",
        text.lines().count(),
        times[RUNS / 2].as_micros(),
        peak_kilobytes()
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, kind, lines] = arguments.as_slice()
        && word == "measure"
    {
        return measure(kind, lines.parse().unwrap());
    }
    println!(
        "{:<12} {:>7} {:>9} {:>9} {:>10}",
        "facts", "lines", "findings", "median", "peak"
    );
    for kind in ["same", "own"] {
        let mut peaks: Vec<(f64, f64)> = Vec::new();
        for lines in SIZES {
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["measure", kind, &lines.to_string()])
                .output()
                .unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let numbers: Vec<u64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
            let [lines, findings, micros, kilobytes] = numbers.as_slice() else {
                panic!("{}", String::from_utf8_lossy(&output.stderr));
            };
            println!(
                "{kind:<12} {lines:>7} {findings:>9} {:>6} ms {:>6} MiB",
                micros / 1000,
                kilobytes / 1024
            );
            peaks.push((*lines as f64, *kilobytes as f64));
            assert!(Duration::from_micros(*micros) < LIMIT, "{lines} lines took {micros} µs");
        }
        // From the half to the whole memory may no more than double.
        if let [.., half, whole] = peaks.as_slice() {
            assert!(
                whole.1 / half.1 <= 1.1 * whole.0 / half.0,
                "memory grows faster than the file"
            );
        }
    }
}
