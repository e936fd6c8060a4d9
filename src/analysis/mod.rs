//! What follows from a trial's rules, for every patient there could be.
//!
//! Decided completely: conditions that compare one number, grade, option or day with limits, multiples of a reading's own
//! limits included; linear sums of several; any, none or so many records of a list for which such conditions hold. What
//! lies outside (products of two values, scores, totals over records, hours, windows whose length is a fact) is taken as a
//! value of its own that could be anything, the same wherever it is written the same. So "no patient" is always right, and
//! a patient that is found is evaluated before anybody is shown it.

mod choose;
mod graph;
mod key;
mod laws;
mod linear;
mod lower;
mod numbers;
mod records;
mod regions;
mod scope;
mod solve;
mod term;
mod time;
mod visit;
mod witness;

pub use graph::Literal;
pub use lower::Outcome;
pub use regions::Region;
pub use solve::{Answer, Found};
pub use term::TermId;
pub use visit::Place;
pub use witness::Witness;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CriterionKind, Expr, Trial};
use graph::{Atom, Gate};
use lower::{Change, Lowering};
use scope::Scope;

/// The rules of one trial, ready to be asked about.
pub struct Analysis<'a> {
    lowering: Lowering<'a>,
    /// Of single conditions, whether no patient has them: the same are asked for again and again.
    never: RefCell<BTreeMap<Literal, bool>>,
}

impl<'a> Analysis<'a> {
    /// Of a trial.
    #[must_use]
    pub fn new(trial: &'a Trial) -> Self {
        Self {
            lowering: Lowering::new(trial),
            never: RefCell::default(),
        }
    }

    /// When a condition holds that stands in no record.
    pub fn truth(&mut self, expr: &Expr) -> Outcome {
        self.lowering.truth(expr, &Scope::default())
    }

    /// When a condition holds at a place of a rule.
    pub fn truth_at(&mut self, expr: &Expr, place: &Place) -> Outcome {
        self.lowering.truth(expr, place.scope())
    }

    /// Whether a condition is the same for every patient if one of its lines or alternatives is left out.
    pub fn is_same_without(&mut self, of: &'a Expr, without: usize, place: &Place) -> bool {
        let with = self.truth_at(of, place);
        self.lowering.change = Some(Change {
            of,
            without: Some(without),
        });
        let rest = self.truth_at(of, place);
        self.lowering.change = None;
        let yes = self.differ(with.yes, rest.yes);
        let no = self.differ(with.no, rest.no);
        let differs = self.or([yes, no]);
        self.is_never(differs)
    }

    /// When a criterion does not stand in a patient's way.
    pub fn passes(&mut self, index: usize) -> Literal {
        let outcome = self.lowering.criterion(index);
        self.passing(index, outcome)
    }

    /// The same, were a clause, line or arm of an expression in its rule left out; with none, were the first two clauses
    /// in the other order.
    pub fn passes_without(&mut self, index: usize, of: &'a Expr, without: Option<usize>) -> Literal {
        let trial = self.lowering.trial;
        let Some(criterion) = trial.criteria.get(index) else {
            return Literal::YES;
        };
        self.lowering.change = Some(Change { of, without });
        let outcome = self.lowering.truth(&criterion.rule, &Scope::default());
        self.lowering.change = None;
        self.passing(index, outcome)
    }

    fn passing(&self, index: usize, outcome: Outcome) -> Literal {
        match self.lowering.trial.criteria.get(index).map(|criterion| criterion.kind) {
            Some(CriterionKind::Exclusion) => !outcome.yes,
            _ => !outcome.no,
        }
    }

    /// Whether a patient can be such that all of them hold.
    #[must_use]
    pub fn ask(&self, wanted: &[Literal]) -> Answer {
        solve::ask(&self.lowering, wanted, &[])
    }

    /// Whether no patient can be such that it holds.
    #[must_use]
    pub fn is_never(&self, condition: Literal) -> bool {
        if let Some(known) = self.never.borrow().get(&condition) {
            return *known;
        }
        let never = self.ask(&[condition]).is_never();
        self.never.borrow_mut().insert(condition, never);
        never
    }

    /// All of them.
    pub fn and(&mut self, parts: impl IntoIterator<Item = Literal>) -> Literal {
        self.lowering.graph.and(parts)
    }

    /// At least one of them.
    pub fn or(&mut self, parts: impl IntoIterator<Item = Literal>) -> Literal {
        self.lowering.graph.or(parts)
    }

    /// Exactly one of the two.
    pub fn differ(&mut self, left: Literal, right: Literal) -> Literal {
        self.lowering.graph.differ(left, right)
    }

    /// Whether a condition is one that no other decides: it can hold and can fail.
    #[must_use]
    pub fn is_free(&self, literal: Literal) -> bool {
        matches!(
            self.lowering.graph.gate(literal.node()),
            Gate::Atom(Atom::Truth(_) | Atom::Cut(..))
        )
    }

    /// The terms that a condition rests on.
    #[must_use]
    pub fn terms(&self, literal: Literal) -> BTreeSet<TermId> {
        let mut terms = BTreeSet::new();
        for node in self.lowering.graph.cone(&[literal]) {
            match self.lowering.graph.gate(node) {
                Gate::Atom(Atom::Truth(term) | Atom::Cut(term, ..)) => {
                    terms.insert(*term);
                }
                Gate::Atom(Atom::Sum(sum, ..)) => terms.extend(sum.0.keys()),
                Gate::Constant | Gate::And(_) => {}
            }
        }
        terms
    }

    /// The same, with what the calendar and the order of records tie to them.
    #[must_use]
    pub fn terms_with_laws(&self, literal: Literal) -> BTreeSet<TermId> {
        let mut terms = self.terms(literal);
        self.lowering.laws.about_terms(&mut terms);
        terms
    }

    /// The fewest of some conditions that exclude each other, given that they all together do: none can be left out.
    #[must_use]
    pub fn fewest(&self, mut conditions: Vec<Literal>) -> Vec<Literal> {
        let mut at = 0;
        while at < conditions.len() {
            let mut without = conditions.clone();
            without.remove(at);
            match self.ask(&without) {
                Answer::Never(core) => {
                    conditions = without.into_iter().filter(|literal| core.contains(literal)).collect();
                }
                Answer::Perhaps(_) => at += 1,
            }
        }
        conditions
    }
}
