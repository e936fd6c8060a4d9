//! Why a row came out so: the operations that carry a criterion's truth, looked up only for rows that are told.

use super::columns::{Columns, PRESENT};
use super::program::{Operation, Program, Register, Source};
use super::run::Run;
use crate::value::Truths;

const YES: u8 = Truths::YES.bits();
const NO: u8 = Truths::NO.bits();

impl Program {
    /// The columns that a row lacks and that would settle an open criterion, each once, in the order of the rule.
    pub fn needs(&self, criterion: usize, run: &Run, batch: &Columns, row: usize, into: &mut Vec<usize>) {
        let trace = Trace {
            program: self,
            run,
            batch,
            row,
        };
        if let Some(judged) = self.criteria.get(criterion) {
            trace.open(judged.rule, into);
        }
    }

    /// The operations on columns that carry what came out for a criterion, in the order of the rule; those of other
    /// criteria that it names stand under their own.
    pub fn carriers(&self, criterion: usize, run: &Run, row: usize, into: &mut Vec<Register>) {
        if let Some(judged) = self.criteria.get(criterion) {
            self.carry(judged.rule, run, row, into);
        }
    }

    fn carry(&self, at: Register, run: &Run, row: usize, into: &mut Vec<Register>) {
        if self.is_atom(at) {
            if !into.contains(&at) {
                into.push(at);
            }
            return;
        }
        let Some(operation) = self.operations.get(at) else {
            return;
        };
        match operation {
            Operation::Constant(_) => {}
            Operation::And(a, b) | Operation::Or(a, b) => {
                let came_out = run.truths(at, row);
                for part in [*a, *b] {
                    if run.truths(part, row) == came_out {
                        self.carry(part, run, row, into);
                    }
                }
            }
            Operation::Not(inner) | Operation::Holds(inner) => self.carry(*inner, run, row, into),
            Operation::Count(_, parts) => parts.iter().for_each(|part| self.carry(*part, run, row, into)),
            Operation::Choose {
                condition,
                then,
                otherwise,
            } => {
                self.carry(*condition, run, row, into);
                let taken = run.truths(*condition, row);
                if taken & YES != 0 {
                    self.carry(*then, run, row, into);
                }
                if taken & NO != 0 {
                    self.carry(*otherwise, run, row, into);
                }
            }
            Operation::Reported { part, .. } => self.carry(*part, run, row, into),
            _ => {}
        }
    }

    fn is_atom(&self, at: Register) -> bool {
        self.atoms.get(at).is_some_and(Option::is_some)
    }

    /// The columns that decided a condition as it is written, each once, in its order.
    pub fn columns(&self, at: Register, run: &Run, row: usize, into: &mut Vec<usize>) {
        let own = self.atoms.get(at).and_then(Option::as_ref);
        for column in own.iter().flat_map(|atom| &atom.columns) {
            if !into.contains(column) {
                into.push(*column);
            }
        }
        match self.operations.get(at) {
            Some(Operation::And(a, b) | Operation::Or(a, b)) => {
                self.columns(*a, run, row, into);
                self.columns(*b, run, row, into);
            }
            Some(Operation::Not(inner) | Operation::Holds(inner)) => self.columns(*inner, run, row, into),
            Some(Operation::Count(_, parts)) => parts.iter().for_each(|part| self.columns(*part, run, row, into)),
            Some(Operation::Choose {
                condition,
                then,
                otherwise,
            }) => {
                self.columns(*condition, run, row, into);
                let taken = run.truths(*condition, row);
                if taken & YES != 0 {
                    self.columns(*then, run, row, into);
                }
                if taken & NO != 0 {
                    self.columns(*otherwise, run, row, into);
                }
            }
            _ => {}
        }
    }
}

struct Trace<'a> {
    program: &'a Program,
    run: &'a Run,
    batch: &'a Columns,
    row: usize,
}

impl Trace<'_> {
    fn open(&self, at: Register, into: &mut Vec<usize>) {
        let truths = self.run.truths(at, self.row);
        if truths.count_ones() <= 1 {
            return;
        }
        // What stands in front of several values.
        let own = self.program.atoms.get(at).and_then(Option::as_ref);
        let named = own
            .iter()
            .flat_map(|atom| &atom.columns)
            .filter(|column| self.is_open(**column));
        let lacks_one = named.clone().next().is_some();
        named.for_each(|column| self.lacks(*column, into));
        match self.program.operations.get(at) {
            None | Some(Operation::Constant(_)) => {}
            Some(Operation::And(a, b) | Operation::Or(a, b)) => {
                self.open(*a, into);
                self.open(*b, into);
            }
            Some(Operation::Not(inner) | Operation::Holds(inner)) => self.open(*inner, into),
            Some(Operation::Count(_, parts)) => parts.iter().for_each(|part| self.open(*part, into)),
            Some(Operation::Choose {
                condition,
                then,
                otherwise,
            }) => {
                self.open(*condition, into);
                let taken = self.run.truths(*condition, self.row);
                if taken & YES != 0 {
                    self.open(*then, into);
                }
                if taken & NO != 0 {
                    self.open(*otherwise, into);
                }
            }
            Some(Operation::Reported { part, .. }) => self.open(*part, into),
            // The day of assessment, for one, is asked for once what the condition names is there.
            Some(atom) if !lacks_one => atom.columns(&mut |column| self.lacks(column, into)),
            Some(_) => {}
        }
    }

    fn is_open(&self, column: usize) -> bool {
        let column = self.batch.columns.get(column);
        column.and_then(|column| column.states.get(self.row)) != Some(&PRESENT)
    }

    fn lacks(&self, column: usize, into: &mut Vec<usize>) {
        if self.is_open(column) && !into.contains(&column) {
            into.push(column);
        }
    }
}

impl Operation {
    /// The columns that an operation reads itself.
    pub(super) fn columns(&self, each: &mut dyn FnMut(usize)) {
        let mut source = |source: &Source| match source {
            Source::Column(column) | Source::Shifted(column, _) => each(*column),
            Source::Elapsed { from, to, .. } => {
                each(*from);
                each(*to);
            }
        };
        match self {
            Self::Truth(column) => source(&Source::Column(*column)),
            Self::Member { column, .. } => source(&Source::Column(*column)),
            Self::Within { number, .. } => source(number),
            Self::Sum { terms, .. } => terms.iter().for_each(|(number, _)| source(number)),
            _ => {}
        }
    }
}
