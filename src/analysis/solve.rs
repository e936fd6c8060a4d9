//! Whether a patient can be such that some conditions hold.
//!
//! A SAT solver decides the conditions with one variable for each atom. Limits on one number are put in their order by
//! clauses; inequalities between several numbers are held against exact elimination whenever the solver proposes a
//! patient, and what contradicts itself is learnt. Both end: there are finitely many atoms.

use std::collections::{BTreeMap, BTreeSet};

use batsat::{BasicSolver, Lit, SolverInterface, Var, lbool};

use super::graph::{Atom, Gate, Literal};
use super::linear::{self, Inequality, Linear, Solution};
use super::lower::Lowering;
use super::term::TermId;
use crate::value::Number;

/// No more proposals than this are held against elimination; what is left then is not decided.
const MOST_PROPOSALS: usize = 200;

/// A patient: which atoms hold, and the numbers.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The truths.
    pub truths: BTreeMap<TermId, bool>,
    /// The numbers, options and days.
    pub numbers: BTreeMap<TermId, Number>,
}

/// Whether there can be such a patient.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Perhaps: this one, as far as the conditions were understood.
    Perhaps(Found),
    /// Certainly not; these of the conditions exclude each other.
    Never(Vec<Literal>),
}

impl Answer {
    /// Whether there certainly is none.
    #[must_use]
    pub fn is_never(&self) -> bool {
        matches!(self, Self::Never(_))
    }
}

/// The conditions of a question as clauses.
struct Clauses<'a, 'b> {
    lowering: &'a Lowering<'b>,
    solver: BasicSolver,
    variables: BTreeMap<usize, Var>,
    /// The limits of each term, in their order: (limit, included) and the node.
    cuts: BTreeMap<TermId, BTreeMap<(Number, bool), usize>>,
    /// The inequalities between several numbers.
    sums: Vec<(usize, Linear, Number, bool)>,
}

/// Whether a patient can be such that all of `wanted` hold. `calendar` adds inequalities that are to hold as well.
pub(super) fn ask(lowering: &Lowering<'_>, wanted: &[Literal], further: &[Inequality]) -> Answer {
    if wanted.contains(&Literal::NO) {
        return Answer::Never(vec![Literal::NO]);
    }
    let mut roots: Vec<Literal> = wanted.to_vec();
    let laws = lowering.laws.about(&lowering.graph, &roots);
    roots.extend(&laws);
    let mut clauses = Clauses {
        lowering,
        solver: BasicSolver::default(),
        variables: BTreeMap::new(),
        cuts: BTreeMap::new(),
        sums: Vec::new(),
    };
    clauses.add(&roots);
    for law in &laws {
        let literal = clauses.literal(*law);
        clauses.solver.add_clause_reuse(&mut vec![literal]);
    }
    clauses.order();
    clauses.solve(wanted, further)
}

impl Clauses<'_, '_> {
    fn literal(&self, literal: Literal) -> Lit {
        match self.variables.get(&literal.node()) {
            Some(variable) => Lit::new(*variable, !literal.negated()),
            None => Lit::UNDEF,
        }
    }

    fn add(&mut self, roots: &[Literal]) {
        for node in self.lowering.graph.cone(roots) {
            let variable = self.solver.new_var_default();
            self.variables.insert(node, variable);
            let here = Lit::new(variable, true);
            match self.lowering.graph.gate(node) {
                Gate::Constant => {
                    self.solver.add_clause_reuse(&mut vec![here]);
                }
                Gate::Atom(Atom::Truth(_)) => {}
                Gate::Atom(Atom::Cut(term, limit, included)) => {
                    self.cuts
                        .entry(*term)
                        .or_default()
                        .insert((limit.clone(), *included), node);
                }
                Gate::Atom(Atom::Sum(sum, limit, included)) => {
                    self.sums.push((node, sum.clone(), limit.clone(), *included));
                }
                Gate::And(parts) => {
                    let parts: Vec<Lit> = parts.iter().map(|part| self.literal(*part)).collect();
                    for part in &parts {
                        self.solver.add_clause_reuse(&mut vec![!here, *part]);
                    }
                    let mut all: Vec<Lit> = parts.iter().map(|part| !*part).collect();
                    all.push(here);
                    self.solver.add_clause_reuse(&mut all);
                }
            }
        }
    }

    /// Below 3 is at most 3 is below 5. What lies outside a term's own bounds was never made an atom.
    fn order(&mut self) {
        let mut orders = Vec::new();
        for cuts in self.cuts.values() {
            let nodes: Vec<usize> = cuts.values().copied().collect();
            for pair in nodes.windows(2) {
                if let [lower, higher] = pair
                    && let (Some(lower), Some(higher)) = (self.variables.get(lower), self.variables.get(higher))
                {
                    orders.push(vec![Lit::new(*lower, false), Lit::new(*higher, true)]);
                }
            }
        }
        for mut order in orders {
            self.solver.add_clause_reuse(&mut order);
        }
    }

    fn solve(&mut self, wanted: &[Literal], further: &[Inequality]) -> Answer {
        let assumptions: Vec<Lit> = wanted.iter().map(|literal| self.literal(*literal)).collect();
        for _ in 0..MOST_PROPOSALS {
            if self.solver.solve_limited(&assumptions) != lbool::TRUE {
                let core = self.solver.unsat_core();
                let of_core = |literal: &&Literal| core.contains(&!self.literal(**literal));
                return Answer::Never(wanted.iter().filter(of_core).copied().collect());
            }
            match self.numbers(further) {
                Ok(numbers) => return Answer::Perhaps(self.found(numbers)),
                Err(mut clause) => {
                    self.solver.add_clause_reuse(&mut clause);
                }
            }
        }
        Answer::Perhaps(Found::default())
    }

    fn holds(&self, node: usize) -> bool {
        self.variables
            .get(&node)
            .is_some_and(|variable| self.solver.value_var(*variable) == lbool::TRUE)
    }

    fn found(&self, numbers: BTreeMap<TermId, Number>) -> Found {
        let truths = self
            .variables
            .keys()
            .filter_map(|node| match self.lowering.graph.gate(*node) {
                Gate::Atom(Atom::Truth(term)) => Some((*term, self.holds(*node))),
                _ => None,
            });
        Found {
            truths: truths.collect(),
            numbers,
        }
    }

    /// Numbers for the terms, or the clause that forbids what contradicts itself.
    fn numbers(&self, further: &[Inequality]) -> Result<BTreeMap<TermId, Number>, Vec<Lit>> {
        let mut given: Vec<Inequality> = Vec::new();
        let mut reasons: Vec<Option<Lit>> = Vec::new();
        let mut take = |sum: Linear, limit: Number, strict: bool, reason: Option<Lit>| {
            given.push(Inequality {
                sum,
                limit,
                strict,
                from: BTreeSet::from([reasons.len()]),
            });
            reasons.push(reason);
        };
        let minus = -Number::one();
        // Limits on a number that no inequality speaks of are in order already.
        let mut terms: BTreeSet<TermId> = BTreeSet::new();
        for (node, sum, limit, included) in &self.sums {
            terms.extend(sum.0.keys());
            if self.holds(*node) {
                take(sum.clone(), limit.clone(), !included, Some(self.told(*node)));
            } else {
                take(sum.scale(&minus), -limit, *included, Some(self.told(*node)));
            }
        }
        for law in further {
            terms.extend(law.sum.0.keys());
            take(law.sum.clone(), law.limit.clone(), law.strict, None);
        }
        for law in self.lowering.laws.about_terms(&mut terms) {
            take(law.sum, law.limit, law.strict, None);
        }
        for term in &terms {
            for (node, limit, included) in self.nearest(*term) {
                if self.holds(node) {
                    take(Linear::term(*term), limit, !included, Some(self.told(node)));
                } else {
                    take(
                        Linear::term(*term).scale(&minus),
                        -limit,
                        included,
                        Some(self.told(node)),
                    );
                }
            }
            if let Some(known) = self.lowering.terms.term(*term) {
                if let Some(low) = &known.low {
                    take(Linear::term(*term).scale(&minus), -low, false, None);
                }
                if let Some(high) = &known.high {
                    take(Linear::term(*term), high.clone(), false, None);
                }
                if known.positive {
                    take(Linear::term(*term).scale(&minus), Number::zero(), true, None);
                }
            }
        }
        let whole = |term: TermId| self.lowering.terms.term(term).is_some_and(|term| term.whole);
        let given = given
            .into_iter()
            .map(|given| linear::tightened(given, &whole))
            .collect();
        match linear::solve(given, &whole, &|term, low, high| {
            super::choose::number(whole(term), low, high)
        }) {
            Solution::Found(mut numbers) => {
                for term in self.cuts.keys().filter(|term| !terms.contains(term)) {
                    numbers.extend(self.number_of(*term).map(|number| (*term, number)));
                }
                Ok(numbers)
            }
            Solution::Unknown => Ok(BTreeMap::new()),
            Solution::Contradiction(from) => Err(from
                .iter()
                .filter_map(|index| reasons.get(*index).copied().flatten())
                .map(|reason| !reason)
                .collect()),
        }
    }

    /// A number for a term that only limits speak of.
    fn number_of(&self, term: TermId) -> Option<Number> {
        let known = self.lowering.terms.term(term)?;
        let zero = Number::zero();
        let mut low = known.low.as_ref().map(|low| (low, false));
        let mut high = known.high.as_ref().map(|high| (high, false));
        if known.positive {
            low = Some((&zero, true));
        }
        let nearest = self.nearest(term);
        for (node, limit, included) in &nearest {
            if self.holds(*node) {
                high = Some((limit, !included));
            } else {
                low = Some((limit, *included));
            }
        }
        super::choose::number(known.whole, low, high)
    }

    /// The highest limit of a term that it lies above, and the lowest that it does not.
    fn nearest(&self, term: TermId) -> Vec<(usize, Number, bool)> {
        let Some(cuts) = self.cuts.get(&term) else {
            return Vec::new();
        };
        let mut nearest = Vec::new();
        let mut above = None;
        for ((limit, included), node) in cuts {
            if self.holds(*node) {
                nearest.push((*node, limit.clone(), *included));
                break;
            }
            above = Some((*node, limit.clone(), *included));
        }
        nearest.extend(above);
        nearest
    }

    /// What the proposal says of a node.
    fn told(&self, node: usize) -> Lit {
        match self.variables.get(&node) {
            Some(variable) => Lit::new(*variable, self.holds(node)),
            None => Lit::UNDEF,
        }
    }
}
