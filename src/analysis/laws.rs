//! What holds of every patient, found by what it speaks of.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Gate, Graph, Literal};
use super::linear::Inequality;
use super::term::TermId;

/// Conditions and inequalities that hold of every patient.
#[derive(Debug, Clone, Default)]
pub(super) struct Laws {
    conditions: Vec<(Literal, Vec<usize>)>,
    known: BTreeSet<Literal>,
    by_atom: BTreeMap<usize, Vec<usize>>,
    inequalities: Vec<Inequality>,
    by_term: BTreeMap<TermId, Vec<usize>>,
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

    /// An inequality does.
    pub(super) fn inequality(&mut self, inequality: Inequality) {
        for term in inequality.sum.0.keys() {
            self.by_term.entry(*term).or_default().push(self.inequalities.len());
        }
        self.inequalities.push(inequality);
    }

    /// Whether an inequality speaks of a term.
    pub(super) fn speaks_of(&self, term: TermId) -> bool {
        self.by_term.contains_key(&term)
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

    /// The inequalities about some terms, and about what these lead to; the terms are added.
    pub(super) fn about_terms(&self, terms: &mut BTreeSet<TermId>) -> Vec<&Inequality> {
        let mut open: Vec<TermId> = terms.iter().copied().collect();
        let mut found: BTreeSet<usize> = BTreeSet::new();
        while let Some(term) = open.pop() {
            for law in self.by_term.get(&term).into_iter().flatten() {
                if found.insert(*law)
                    && let Some(inequality) = self.inequalities.get(*law)
                {
                    open.extend(inequality.sum.0.keys().filter(|term| terms.insert(**term)));
                }
            }
        }
        found.into_iter().filter_map(|law| self.inequalities.get(law)).collect()
    }
}
