//! What holds of every patient, found by what it speaks of.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Gate, Graph, Literal};
use super::linear::Inequality;
use super::numbers::Form;
use super::term::TermId;
use crate::value::Number;

/// Conditions and inequalities that hold of every patient.
#[derive(Debug, Clone, Default)]
pub(super) struct Laws {
    conditions: Vec<(Literal, Vec<usize>)>,
    known: BTreeSet<Literal>,
    by_atom: BTreeMap<usize, Vec<usize>>,
    shifts: Vec<Shift>,
    by_day: BTreeMap<TermId, usize>,
}

/// A day that lies so many months from another.
#[derive(Debug, Clone)]
pub(super) struct Shift {
    /// From which.
    pub(super) anchor: Form,
    /// How many months.
    pub(super) months: Number,
    /// Into the past.
    pub(super) past: bool,
    /// The day.
    pub(super) day: TermId,
    /// How far away it is, in days: the fewest and the most that so many months can have.
    pub(super) bounds: Vec<Inequality>,
}

impl Shift {
    /// More months lie further away: the other one has more.
    fn nearer_than(&self, other: &Self) -> Inequality {
        let (near, beyond) = (Form::term(self.day), Form::term(other.day));
        let gap = if self.past {
            beyond.minus(&near)
        } else {
            near.minus(&beyond)
        };
        gap.at_most(&-Number::one())
    }
}

fn atoms(graph: &Graph, roots: &[Literal]) -> Vec<usize> {
    let mut nodes = graph.cone(roots);
    nodes.retain(|node| matches!(graph.gate(*node), Gate::Atom(_)));
    nodes
}

impl Laws {
    /// A condition holds of every patient.
    pub(super) fn condition(&mut self, graph: &Graph, condition: Literal) {
        if condition == Literal::YES || !self.known.insert(condition) {
            return;
        }
        let about = atoms(graph, &[condition]);
        for atom in &about {
            self.by_atom.entry(*atom).or_default().push(self.conditions.len());
        }
        self.conditions.push((condition, about));
    }

    /// A day lies months from another.
    pub(super) fn shift(&mut self, shift: Shift) {
        self.by_day.insert(shift.day, self.shifts.len());
        self.shifts.push(shift);
    }

    /// Whether a day is known to lie months from another.
    pub(super) fn is_shift(&self, day: TermId) -> bool {
        self.by_day.contains_key(&day)
    }

    /// All of them.
    pub(super) fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// The conditions about what some others rest on, and about what these rest on.
    pub(super) fn about(&self, graph: &Graph, roots: &[Literal]) -> Vec<Literal> {
        if self.conditions.is_empty() {
            return Vec::new();
        }
        let mut open = atoms(graph, roots);
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        let mut found: BTreeSet<usize> = BTreeSet::new();
        while let Some(atom) = open.pop() {
            for law in self.by_atom.get(&atom).into_iter().flatten() {
                if found.insert(*law)
                    && let Some((_, about)) = self.conditions.get(*law)
                {
                    open.extend(about.iter().filter(|atom| seen.insert(**atom)));
                }
            }
        }
        let condition = |law: usize| self.conditions.get(law).map(|(condition, _)| *condition);
        found.into_iter().filter_map(condition).collect()
    }

    /// What the calendar says of some terms, and of the days that they are counted from; these are added. Of days that
    /// are not asked about it says nothing that matters.
    pub(super) fn about_terms(&self, terms: &mut BTreeSet<TermId>) -> Vec<Inequality> {
        let mut open: Vec<TermId> = terms.iter().copied().collect();
        let mut found: Vec<&Shift> = Vec::new();
        while let Some(term) = open.pop() {
            if let Some(shift) = self.by_day.get(&term).and_then(|at| self.shifts.get(*at)) {
                found.push(shift);
                open.extend(shift.anchor.sum.0.keys().filter(|term| terms.insert(**term)));
            }
        }
        let mut all: Vec<Inequality> = found.iter().flat_map(|shift| shift.bounds.iter().cloned()).collect();
        found.sort_by(|a, b| (a.past, &a.anchor, &a.months).cmp(&(b.past, &b.anchor, &b.months)));
        for pair in found.windows(2) {
            if let [near, beyond] = pair
                && (near.past, &near.anchor) == (beyond.past, &beyond.anchor)
            {
                all.push(near.nearer_than(beyond));
            }
        }
        all
    }
}
