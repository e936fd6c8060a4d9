//! Why, in one cell: for each criterion that fails the conditions that carry it with the patient's values, for each that is
//! open the facts that would settle it.
//!
//! `I11 fails: creatinine <= 2.0 * creatinine_uln (creatinine 2.5, creatinine_uln 1.1); E6 needs hbv_dna`

use std::io::Write;

use super::summary::Branches;
use crate::batch::{Cell, Columns, Layout, Program, Run};
use crate::eval::{Explanation, Leaf, LeafPart, Outcome, Role, Verdict};
use crate::model::{Kind, Trial, Type};
use crate::report::words;
use crate::source::Sources;
use crate::value::{Truths, Value};

/// The reasons of many patients on some trials.
#[derive(Debug)]
pub struct Reasons<'a> {
    trials: &'a [Trial],
    sources: &'a Sources,
    short: Vec<Short>,
}

/// What the short way needs of a trial.
#[derive(Debug)]
struct Short {
    branches: Branches,
    /// By operation the condition in the rule's own words.
    atoms: Vec<Vec<u8>>,
    /// By column the fact's name and its unit.
    columns: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Room that is used again.
#[derive(Debug, Default)]
pub struct Room {
    failing: Vec<usize>,
    open: Vec<usize>,
    atoms: Vec<usize>,
    columns: Vec<usize>,
}

impl<'a> Reasons<'a> {
    /// For these trials; `programs` are theirs, where they have any.
    #[must_use]
    pub fn new(trials: &'a [Trial], sources: &'a Sources, programs: Option<&[Program]>, layout: &Layout) -> Self {
        let short = |(trial, program): (&Trial, &Program)| Short {
            branches: Branches::of(trial),
            atoms: program
                .atoms()
                .iter()
                .map(|atom| match atom {
                    Some(atom) => escaped(&words::rule_text(sources, atom.span)),
                    None => Vec::new(),
                })
                .collect(),
            columns: layout
                .columns
                .iter()
                .map(|column| {
                    let unit = trial
                        .facts
                        .iter()
                        .find(|fact| fact.name == column.name)
                        .map(|fact| unit(&fact.kind));
                    (escaped(&column.name), escaped(&unit.unwrap_or_default()))
                })
                .collect(),
        };
        Self {
            trials,
            sources,
            short: trials.iter().zip(programs.unwrap_or(&[])).map(short).collect(),
        }
    }

    /// Puts the cell behind a row that ends with its line.
    pub fn of_batch(
        &self,
        out: &mut Vec<u8>,
        trial: usize,
        (program, layout): (&Program, &Layout),
        (run, batch, row): (&Run, &Columns, usize),
        room: &mut Room,
    ) {
        begin(out);
        let (Some(short), Some(declared)) = (self.short.get(trial), self.trials.get(trial)) else {
            return end(out, 0);
        };
        let from = out.len();
        short.branches.deciders(run, row, &mut room.failing, &mut room.open);
        let (mut failing, mut open) = (room.failing.iter().peekable(), room.open.iter().peekable());
        // In the protocol's order.
        loop {
            let fails = match (failing.peek(), open.peek()) {
                (Some(fails), Some(open)) => fails < open,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            let next = if fails { failing.next() } else { open.next() };
            let Some(at) = next.copied() else { break };
            if out.len() > from {
                out.extend_from_slice(b"; ");
            }
            out.extend_from_slice(
                declared
                    .criteria
                    .get(at)
                    .map_or(b"", |criterion| criterion.id.as_bytes()),
            );
            if fails {
                out.extend_from_slice(b" fails: ");
                room.atoms.clear();
                program.carriers(at, run, row, &mut room.atoms);
                short.fails(
                    out,
                    (program, layout),
                    (run, batch, row),
                    &room.atoms,
                    &mut room.columns,
                );
            } else {
                out.extend_from_slice(b" needs ");
                room.columns.clear();
                program.needs(at, run, batch, row, &mut room.columns);
                for (place, column) in room.columns.iter().enumerate() {
                    if place > 0 {
                        out.extend_from_slice(b", ");
                    }
                    out.extend_from_slice(short.columns.get(*column).map_or(b"", |(name, _)| name));
                }
            }
        }
        end(out, from);
    }

    /// The same of one verdict.
    pub fn of_verdict(&self, out: &mut Vec<u8>, trial: usize, verdict: &Verdict) {
        begin(out);
        let from = out.len();
        let Some(trial) = self.trials.get(trial) else {
            return end(out, 0);
        };
        let mut deciders = super::rows::deciders(trial, verdict, Outcome::Fail);
        deciders.extend(super::rows::deciders(trial, verdict, Outcome::Unknown));
        deciders.sort_by_key(|result| result.criterion);
        let mut told: Vec<String> = Vec::new();
        for result in deciders {
            told.push(match result.outcome {
                Outcome::Fail => {
                    let mut atoms = Vec::new();
                    self.carriers(&result.explanation, &mut atoms);
                    format!("{} fails: {}", result.id, atoms.join(", "))
                }
                _ => {
                    let facts: Vec<&str> = result.needs.iter().map(|need| need.fact.as_str()).collect();
                    format!("{} needs {}", result.id, facts.join(", "))
                }
            });
        }
        if let Some(error) = verdict.errors.first() {
            told.push(error.message.clone());
        }
        out.extend_from_slice(&escaped(&told.join("; ")));
        end(out, from);
    }

    /// The conditions that carry what came out, with their values.
    fn carriers(&self, explanation: &Explanation, into: &mut Vec<String>) {
        let children = &explanation.children;
        match &explanation.role {
            Role::And | Role::Or => {
                let alike = children.iter().filter(|child| child.value == explanation.value);
                alike.for_each(|child| self.carriers(child, into));
            }
            Role::Not | Role::Count(_) | Role::Cases | Role::Named(_) | Role::Part(_) | Role::ByCases(_) => {
                // Names of numbers are told as they are written.
                let truths = children.iter().filter(|child| child.ty == Type::Truth);
                truths.for_each(|child| self.carriers(child, into));
            }
            Role::Alternatives => children.iter().take(1).for_each(|child| self.carriers(child, into)),
            Role::Constant => {}
            _ => {
                let told = self.atom(explanation);
                if !told.is_empty() && !into.contains(&told) {
                    into.push(told);
                }
            }
        }
    }

    fn atom(&self, explanation: &Explanation) -> String {
        if let Role::Leaf(leaf) = &explanation.role {
            return format!("{} {}", leaf.path, value(leaf, &explanation.value, &explanation.ty));
        }
        let mut values: Vec<String> = Vec::new();
        leaves(explanation, &mut |leaf, of, ty| {
            let told = format!("{} {}", leaf.path, value(leaf, of, ty));
            if !values.contains(&told) {
                values.push(told);
            }
        });
        let text = words::rule_text(self.sources, explanation.span);
        match values.is_empty() {
            true => text,
            false => format!("{text} ({})", values.join(", ")),
        }
    }
}

impl Short {
    fn fails(
        &self,
        out: &mut Vec<u8>,
        (program, layout): (&Program, &Layout),
        (run, batch, row): (&Run, &Columns, usize),
        atoms: &[usize],
        columns: &mut Vec<usize>,
    ) {
        for (place, at) in atoms.iter().enumerate() {
            let Some(text) = self.atoms.get(*at) else { continue };
            columns.clear();
            program.columns(*at, run, row, columns);
            // A window is several operations and told once.
            let same = |other: &usize| self.atoms.get(*other) == Some(text);
            if atoms.iter().take(place).any(same) {
                continue;
            }
            if place > 0 {
                out.extend_from_slice(b", ");
            }
            let alone = matches!(columns.as_slice(), [column] if self.name(*column) == text);
            if !alone {
                out.extend_from_slice(text);
                out.extend_from_slice(b" (");
            }
            for (place, column) in columns.iter().enumerate() {
                if place > 0 {
                    out.extend_from_slice(b", ");
                }
                out.extend_from_slice(self.name(*column));
                out.push(b' ');
                self.value(out, layout, batch, row, *column);
            }
            if !alone {
                out.push(b')');
            }
        }
    }

    fn name(&self, column: usize) -> &[u8] {
        self.columns.get(column).map_or(b"", |(name, _)| name)
    }

    fn value(&self, out: &mut Vec<u8>, layout: &Layout, batch: &Columns, row: usize, column: usize) {
        let known = batch.value(column, row);
        match (known, layout.columns.get(column).map(|column| &column.cell)) {
            (Some(value), Some(Cell::Truth)) => out.extend_from_slice(if value != 0 { b"yes" } else { b"no" }),
            (Some(value), Some(Cell::Number { places, .. })) => {
                decimal(out, value, *places);
                out.extend_from_slice(self.columns.get(column).map_or(b"", |(_, unit)| unit));
            }
            (Some(value), Some(Cell::Choice(labels))) => {
                let label = usize::try_from(value).ok().and_then(|at| labels.get(at));
                out.extend_from_slice(&escaped(label.map_or("", String::as_str)));
            }
            (Some(value), Some(Cell::Day)) => {
                let _ = write!(out, "{}", crate::value::Day::from_number(value));
            }
            _ => out.push(b'?'),
        }
    }
}

fn begin(out: &mut Vec<u8>) {
    if out.last() == Some(&b'\n') {
        out.pop();
    }
    out.extend_from_slice(b",\"");
}

/// Ends the cell and the row; a cell without anything stands without quotes.
fn end(out: &mut Vec<u8>, from: usize) {
    if out.len() == from {
        out.truncate(from.saturating_sub(1));
        out.push(b'\n');
    } else {
        out.extend_from_slice(b"\"\n");
    }
}

/// As it stands in a cell between quotes.
fn escaped(text: &str) -> Vec<u8> {
    text.replace('"', "\"\"").into_bytes()
}

/// The unit of a number behind a space; none of a bare one.
fn unit(kind: &Kind) -> String {
    match kind {
        Kind::Number(number) => behind(&number.unit.pretty()),
        _ => String::new(),
    }
}

fn behind(unit: &str) -> String {
    match unit {
        "" | "1" => String::new(),
        unit => format!(" {unit}"),
    }
}

fn leaves(explanation: &Explanation, each: &mut dyn FnMut(&Leaf, &Value, &Type)) {
    if let Role::Leaf(leaf) = &explanation.role {
        if leaf.part != LeafPart::List {
            each(leaf, &explanation.value, &explanation.ty);
        }
        return;
    }
    explanation.children.iter().for_each(|child| leaves(child, each));
}

/// A value of the record: an exact number in the fact's unit, anything else as the record has it.
fn value(leaf: &Leaf, value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Number(numbers), Type::Number(unit, _)) if leaf.open.is_none() => {
            if let Some(number) = numbers.as_point() {
                return format!("{number}{}", behind(&unit.pretty()));
            }
        }
        (Value::Truth(truths), _) if *truths == Truths::YES => return "yes".to_owned(),
        (Value::Truth(truths), _) if *truths == Truths::NO => return "no".to_owned(),
        _ => {}
    }
    leaf.original.clone().unwrap_or_else(|| "?".to_owned())
}

/// A scaled number as a decimal.
fn decimal(out: &mut Vec<u8>, value: i64, places: u32) {
    if value < 0 {
        out.push(b'-');
    }
    let scale = 10_u64.saturating_pow(places);
    let (whole, mut rest) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut left = whole;
    loop {
        at -= 1;
        if let Some(digit) = digits.get_mut(at) {
            *digit = b'0' + u8::try_from(left % 10).unwrap_or(0);
        }
        left /= 10;
        if left == 0 || at == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(at..).unwrap_or(&[]));
    if rest == 0 {
        return;
    }
    out.push(b'.');
    let mut unit = scale / 10;
    while rest > 0 && unit > 0 {
        out.push(b'0' + u8::try_from(rest / unit).unwrap_or(0));
        rest %= unit;
        unit /= 10;
    }
}
