//! Conditions as a graph of conjunctions over atoms, each shape once.

use std::collections::BTreeMap;

use super::linear::Linear;
use super::term::TermId;
use crate::value::Number;

/// A node of the graph, or its opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal(u32);

impl Literal {
    /// Always so.
    pub const YES: Self = Self(0);
    /// Never so.
    pub const NO: Self = Self(1);

    fn of(node: usize) -> Self {
        Self(u32::try_from(node << 1).unwrap_or(0))
    }

    /// The node's number.
    #[must_use]
    pub fn node(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it is the node's opposite.
    #[must_use]
    pub fn negated(self) -> bool {
        self.0 & 1 == 1
    }

    /// The opposite where `negate`.
    #[must_use]
    pub fn xor(self, negate: bool) -> Self {
        Self(self.0 ^ u32::from(negate))
    }
}

impl std::ops::Not for Literal {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// What is decided by the patient.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// A truth that nothing else in the graph determines.
    Truth(TermId),
    /// A number at most (`true`) or below (`false`) a limit.
    Cut(TermId, Number, bool),
    /// A sum of multiples of numbers at most (`true`) or below (`false`) a limit.
    Sum(Linear, Number, bool),
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Always so.
    Constant,
    /// Decided by the patient.
    Atom(Atom),
    /// All of them.
    And(Vec<Literal>),
}

/// The graph.
#[derive(Debug, Clone)]
pub struct Graph {
    gates: Vec<Gate>,
    known: BTreeMap<Gate, usize>,
}

impl Default for Graph {
    fn default() -> Self {
        Self {
            gates: vec![Gate::Constant],
            known: BTreeMap::from([(Gate::Constant, 0)]),
        }
    }
}

impl Graph {
    /// A node by its number.
    #[must_use]
    pub fn gate(&self, node: usize) -> &Gate {
        self.gates.get(node).unwrap_or(&Gate::Constant)
    }

    fn add(&mut self, gate: Gate) -> Literal {
        if let Some(known) = self.known.get(&gate) {
            return Literal::of(*known);
        }
        let node = self.gates.len();
        self.gates.push(gate.clone());
        self.known.insert(gate, node);
        Literal::of(node)
    }

    /// Decided by the patient.
    pub fn atom(&mut self, atom: Atom) -> Literal {
        self.add(Gate::Atom(atom))
    }

    /// All of them.
    pub fn and(&mut self, parts: impl IntoIterator<Item = Literal>) -> Literal {
        let mut all: Vec<Literal> = Vec::new();
        for part in parts {
            match part {
                Literal::YES => {}
                Literal::NO => return Literal::NO,
                part => all.push(part),
            }
        }
        all.sort_unstable();
        all.dedup();
        // A node and its opposite stand side by side.
        if all.windows(2).any(|pair| matches!(pair, [a, b] if *a == !*b)) {
            return Literal::NO;
        }
        match all.as_slice() {
            [] => Literal::YES,
            [only] => *only,
            _ => self.add(Gate::And(all)),
        }
    }

    /// At least one of them.
    pub fn or(&mut self, parts: impl IntoIterator<Item = Literal>) -> Literal {
        let parts: Vec<Literal> = parts.into_iter().map(|part| !part).collect();
        !self.and(parts)
    }

    /// `then` where `condition` holds, else `otherwise`.
    pub fn choose(&mut self, condition: Literal, then: Literal, otherwise: Literal) -> Literal {
        if then == otherwise {
            return then;
        }
        let with = self.and([condition, then]);
        let without = self.and([!condition, otherwise]);
        self.or([with, without])
    }

    /// Exactly one of the two.
    pub fn differ(&mut self, left: Literal, right: Literal) -> Literal {
        self.choose(left, !right, right)
    }

    /// At least so many of them.
    pub fn at_least(&mut self, count: usize, parts: &[Literal]) -> Literal {
        if count > parts.len() {
            return Literal::NO;
        }
        // reached[n]: n of the parts so far.
        let mut reached = vec![Literal::NO; count + 1];
        if let Some(first) = reached.first_mut() {
            *first = Literal::YES;
        }
        for part in parts {
            for n in (1..=count).rev() {
                let (Some(before), Some(here)) = (reached.get(n - 1).copied(), reached.get(n).copied()) else {
                    continue;
                };
                let more = self.and([before, *part]);
                let either = self.or([here, more]);
                if let Some(slot) = reached.get_mut(n) {
                    *slot = either;
                }
            }
        }
        reached.last().copied().unwrap_or(Literal::YES)
    }

    /// Every node that some literals rest on, themselves included, lowest first.
    #[must_use]
    pub fn cone(&self, roots: &[Literal]) -> Vec<usize> {
        let mut seen = std::collections::BTreeSet::new();
        let mut open: Vec<usize> = roots.iter().map(|root| root.node()).collect();
        while let Some(node) = open.pop() {
            if seen.insert(node)
                && let Gate::And(parts) = self.gate(node)
            {
                open.extend(parts.iter().map(|part| part.node()));
            }
        }
        seen.into_iter().collect()
    }
}
