//! A program over a batch: a byte a row and operation.

use super::columns::{Columns, PRESENT, ROWS, Values};
use super::program::{Elapsed, Operation, Program, Source};
use crate::eval;
use crate::value::{Dates, Day, Truths, completed_days, completed_months, completed_years};

const YES: u8 = Truths::YES.bits();
const NO: u8 = Truths::NO.bits();
const NOT_APPLICABLE: u8 = Truths::NOT_APPLICABLE.bits();
const OPEN: u8 = Truths::UNKNOWN.bits();

/// What a cell of the table says, in the direction of eligibility.
pub mod outcome {
    /// The patient fails it.
    pub const FAIL: u8 = 0;
    /// It is open.
    pub const UNKNOWN: u8 = 1;
    /// The patient passes.
    pub const PASS: u8 = 2;
    /// It does not apply, and is passed.
    pub const NOT_APPLICABLE: u8 = 3;
}

type Bytes = [u8; ROWS];

/// What a program made of a batch.
#[derive(Debug)]
pub struct Verdicts {
    /// By criterion, a byte of [`outcome`] a row.
    pub criteria: Vec<Bytes>,
    /// [`outcome::FAIL`] (ineligible), [`outcome::UNKNOWN`] (undetermined) or [`outcome::PASS`] (eligible), a row.
    pub overall: Bytes,
    /// Rows that the general way has to decide.
    pub again: [bool; ROWS],
}

/// Room for one batch.
#[derive(Debug)]
pub struct Run {
    registers: Vec<Bytes>,
    numbers: Vec<i64>,
    /// What came out last.
    pub verdicts: Verdicts,
}

impl Run {
    /// For one program.
    #[must_use]
    pub fn new(program: &Program) -> Self {
        Self {
            registers: vec![[0; ROWS]; program.operations.len()],
            numbers: vec![0; ROWS],
            verdicts: Verdicts {
                criteria: vec![[0; ROWS]; program.criteria.len()],
                overall: [outcome::PASS; ROWS],
                again: [false; ROWS],
            },
        }
    }

    /// What an operation came to for a row.
    pub(super) fn truths(&self, at: usize, row: usize) -> u8 {
        let register = self.registers.get(at);
        register.and_then(|register| register.get(row)).copied().unwrap_or(OPEN)
    }

    /// Judges every row of the batch. Wide rows come out as if nothing were known of them.
    pub fn run(&mut self, program: &Program, batch: &Columns) {
        self.verdicts.again.copy_from_slice(&batch.wide);
        for (at, operation) in program.operations.iter().enumerate() {
            let (earlier, rest) = self.registers.split_at_mut(at);
            if let Some(result) = rest.first_mut() {
                let again = &mut self.verdicts.again;
                operate(operation, batch, earlier, result, &mut self.numbers, again);
            }
        }
        self.verdicts.overall.fill(outcome::PASS);
        for (judged, cells) in program.criteria.iter().zip(&mut self.verdicts.criteria) {
            let Some(truths) = self.registers.get(judged.rule) else {
                continue;
            };
            for (cell, truths) in cells.iter_mut().zip(truths) {
                *cell = judge(*truths, judged.in_favour);
            }
            if judged.decides {
                for (overall, cell) in self.verdicts.overall.iter_mut().zip(cells.iter()) {
                    *overall = (*overall).min(*cell);
                }
            }
            if judged.again {
                for (again, cell) in self.verdicts.again.iter_mut().zip(cells.iter()) {
                    *again |= *cell == outcome::UNKNOWN;
                }
            }
        }
    }
}

/// The outcome of a truth in the direction of eligibility.
#[inline]
fn judge(truths: u8, in_favour: bool) -> u8 {
    let fails = if in_favour { truths & NO != 0 } else { truths & YES != 0 };
    let passes = truths
        & if in_favour {
            YES | NOT_APPLICABLE
        } else {
            NO | NOT_APPLICABLE
        }
        != 0;
    let alone = u8::from(truths == NOT_APPLICABLE);
    match (passes, fails) {
        (true, false) => outcome::PASS + alone,
        (false, true) => outcome::FAIL,
        _ => outcome::UNKNOWN,
    }
}

fn operate(
    operation: &Operation,
    batch: &Columns,
    earlier: &[Bytes],
    result: &mut Bytes,
    numbers: &mut [i64],
    again: &mut [bool; ROWS],
) {
    let register = |at: &usize| earlier.get(*at).unwrap_or(&[OPEN; ROWS]);
    match operation {
        Operation::Constant(truths) => result.fill(*truths),
        Operation::Truth(column) => {
            let Some(column) = batch.columns.get(*column) else {
                return;
            };
            for ((result, value), state) in result.iter_mut().zip(&column.values).zip(&column.states) {
                let known = if *value != 0 { YES } else { NO };
                *result = if *state == PRESENT { known } else { OPEN };
            }
        }
        Operation::Within { number, ranges, absent } => {
            within(*number, ranges, *absent, batch, result, numbers);
        }
        Operation::Sum {
            terms,
            range,
            outside,
            ranged,
        } => {
            sum(terms, *range, *outside, batch, result, numbers);
            if *ranged {
                open_in_part(terms, batch, again);
            }
        }
        Operation::Member {
            column,
            options,
            absent,
        } => {
            let Some(column) = batch.columns.get(*column) else {
                return;
            };
            for ((result, value), state) in result.iter_mut().zip(&column.values).zip(&column.states) {
                let inside = options >> (*value & 127) & 1 == 1;
                *result = if *state != PRESENT {
                    *absent
                } else if inside {
                    YES
                } else {
                    NO
                };
            }
        }
        Operation::Not(inner) => {
            for (result, a) in result.iter_mut().zip(register(inner)) {
                *result = (a & YES) << 1 | (a & NO) >> 1 | a & NOT_APPLICABLE;
            }
        }
        Operation::And(left, right) => {
            for ((result, a), b) in result.iter_mut().zip(register(left)).zip(register(right)) {
                *result = and(*a, *b);
            }
        }
        Operation::Or(left, right) => {
            for ((result, a), b) in result.iter_mut().zip(register(left)).zip(register(right)) {
                *result = or(*a, *b);
            }
        }
        Operation::Count(quantifier, parts) => {
            for row in 0..batch.rows() {
                let truths = parts
                    .iter()
                    .map(|part| register(part).get(row).copied().unwrap_or(OPEN));
                let truths: Vec<Truths> = truths.map(Truths::of_bits).collect();
                if let Some(result) = result.get_mut(row) {
                    *result = eval::count(*quantifier, &truths).bits();
                }
            }
        }
        Operation::Holds(inner) => {
            for (result, a) in result.iter_mut().zip(register(inner)) {
                // What does not apply does not hold.
                *result = a & OPEN | (a & NOT_APPLICABLE) >> 1;
            }
        }
        Operation::Choose {
            condition,
            then,
            otherwise,
        } => {
            let branches = register(then).iter().zip(register(otherwise));
            for ((result, c), (a, b)) in result.iter_mut().zip(register(condition)).zip(branches) {
                *result = a & mask(c & YES) | b & mask(c & NO);
            }
        }
        Operation::Reported { taken, part, otherwise } => {
            for ((result, taken), part) in result.iter_mut().zip(register(taken)).zip(register(part)) {
                *result = match *taken {
                    YES => *part,
                    NO => *otherwise,
                    _ => *part | NOT_APPLICABLE,
                };
            }
        }
    }
}

/// All ones where any bit is set.
#[inline]
fn mask(bit: u8) -> u8 {
    if bit != 0 { u8::MAX } else { 0 }
}

/// As [`Truths::and`], bit by bit.
#[inline]
fn and(a: u8, b: u8) -> u8 {
    let (na_a, na_b) = (a >> 2 & 1, b >> 2 & 1);
    let yes = a & b & YES | a & na_b | b & na_a;
    yes & YES | (a | b) & NO | a & b & NOT_APPLICABLE
}

/// As [`Truths::or`], bit by bit.
#[inline]
fn or(a: u8, b: u8) -> u8 {
    let (na_a, na_b) = (a >> 1 & NO, b >> 1 & NO);
    let no = a & b & NO | a & na_b | b & na_a;
    no & NO | (a | b) & YES | a & b & NOT_APPLICABLE
}

fn within(number: Source, ranges: &[(i64, i64)], absent: u8, batch: &Columns, result: &mut Bytes, numbers: &mut [i64]) {
    let (values, states): (&[i64], Bytes) = match number {
        Source::Column(column) => {
            let Some(column) = batch.columns.get(column) else {
                return;
            };
            if let [(low, high)] = ranges {
                let cells = column.values.iter().zip(&column.states);
                for (result, (value, state)) in result.iter_mut().zip(cells) {
                    let inside = u8::from(*value >= *low) & u8::from(*value <= *high);
                    *result = if *state == PRESENT { NO - inside } else { absent };
                }
                return;
            }
            (&column.values, states_of(column))
        }
        Source::Elapsed { .. } | Source::Shifted(..) => {
            let states = fill(number, batch, numbers);
            (numbers, states)
        }
    };
    for ((result, value), state) in result.iter_mut().zip(values).zip(states) {
        let inside = ranges.iter().any(|(low, high)| low <= value && value <= high);
        *result = if state != PRESENT {
            absent
        } else if inside {
            YES
        } else {
            NO
        };
    }
}

fn states_of(column: &Values) -> Bytes {
    let mut states = [0; ROWS];
    for (state, of) in states.iter_mut().zip(&column.states) {
        *state = *of;
    }
    states
}

/// The numbers of a source, and where they are known.
fn fill(number: Source, batch: &Columns, numbers: &mut [i64]) -> Bytes {
    match number {
        Source::Column(column) => match batch.columns.get(column) {
            Some(column) => {
                for (number, value) in numbers.iter_mut().zip(&column.values) {
                    *number = *value;
                }
                states_of(column)
            }
            None => [0; ROWS],
        },
        Source::Shifted(column, months) => {
            let Some(column) = batch.columns.get(column) else {
                return [0; ROWS];
            };
            let known = numbers
                .iter_mut()
                .zip(&column.values)
                .zip(&column.states)
                .take(batch.rows());
            for ((number, value), state) in known {
                if *state == PRESENT {
                    *number = Day::from_number(*value).add_months(months).number().into();
                }
            }
            states_of(column)
        }
        Source::Elapsed { from, to, unit } => {
            let mut states = [0; ROWS];
            let (Some(from), Some(to)) = (batch.columns.get(from), batch.columns.get(to)) else {
                return states;
            };
            let days = from.values.iter().zip(&to.values);
            let known = from.states.iter().zip(&to.states).map(|(from, to)| from & to);
            let rows = numbers
                .iter_mut()
                .zip(&mut states)
                .zip(days.zip(known))
                .take(batch.rows());
            for ((number, state), ((from, to), known)) in rows {
                if known == PRESENT {
                    *number = elapsed(*from, *to, unit);
                    *state = PRESENT;
                }
            }
            states
        }
    }
}

fn elapsed(from: i64, to: i64, unit: Elapsed) -> i64 {
    let day = |number: i64| Dates::day(Day::from_number(number));
    let (from, to) = (day(from), day(to));
    match unit {
        Elapsed::Years => completed_years(&from, &to).0.saturating_mul(12),
        Elapsed::Months => completed_months(&from, &to).0,
        Elapsed::Days => completed_days(&from, &to).0,
    }
}

fn sum(
    terms: &[(Source, i64)],
    (low, high): (i64, i64),
    outside: bool,
    batch: &Columns,
    result: &mut Bytes,
    numbers: &mut [i64],
) {
    let (inside, beyond) = if outside { (NO, YES) } else { (YES, NO) };
    if let [(Source::Column(a), times_a), (Source::Column(b), times_b)] = terms
        && let (Some(a), Some(b)) = (batch.columns.get(*a), batch.columns.get(*b))
    {
        let values = a.values.iter().zip(&b.values);
        let states = a.states.iter().zip(&b.states);
        for (result, ((a, b), (known_a, known_b))) in result.iter_mut().zip(values.zip(states)) {
            let total = a.wrapping_mul(*times_a).wrapping_add(b.wrapping_mul(*times_b));
            let is = if total >= low && total <= high { inside } else { beyond };
            *result = if known_a & known_b == PRESENT { is } else { OPEN };
        }
        return;
    }
    let mut totals = [0_i64; ROWS];
    let mut known = [PRESENT; ROWS];
    for (number, times) in terms {
        let states = fill(*number, batch, numbers);
        for ((total, number), (known, state)) in totals.iter_mut().zip(numbers.iter()).zip(known.iter_mut().zip(states))
        {
            *total = total.wrapping_add(number.wrapping_mul(*times));
            *known &= state;
        }
    }
    for ((result, total), known) in result.iter_mut().zip(totals).zip(known) {
        let is = if total >= low && total <= high { inside } else { beyond };
        *result = if known == PRESENT { is } else { OPEN };
    }
}

/// Leaves rows to the general way in which some of the numbers are known and others are not.
fn open_in_part(terms: &[(Source, i64)], batch: &Columns, again: &mut [bool; ROWS]) {
    for (row, again) in again.iter_mut().enumerate().take(batch.rows()) {
        let known = |source: &Source| match source {
            Source::Column(column) | Source::Shifted(column, _) => {
                let column = batch.columns.get(*column);
                column.is_some_and(|column| column.states.get(row) == Some(&PRESENT))
            }
            Source::Elapsed { .. } => true,
        };
        *again |= !terms.iter().all(|(source, _)| known(source));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_the_sets() {
        for a in 0..8 {
            for b in 0..8 {
                let (left, right) = (Truths::of_bits(a), Truths::of_bits(b));
                // No set of a rule is empty.
                if left.is_none() || right.is_none() {
                    continue;
                }
                assert_eq!(Truths::of_bits(and(a, b)), left.and(right), "{left:?} and {right:?}");
                assert_eq!(Truths::of_bits(or(a, b)), left.or(right), "{left:?} or {right:?}");
            }
        }
    }
}
