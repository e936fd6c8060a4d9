//! What the worked cases reach: outcomes of criteria and endpoints, and branches of `unless` and `if`.

use std::collections::{BTreeMap, BTreeSet};

use super::run::Met;
use crate::eval::{Explanation, Role, Verdict};
use crate::model::{Expectation, Expected, Expr, Node, Trial, walk};
use crate::source::Span;
use crate::value::{Truths, Value};

/// What the worked cases of a file reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// Every criterion and endpoint.
    pub criteria: Vec<CriterionReached>,
    /// Every branch of `unless` and `if` in the file itself.
    pub branches: Vec<Branch>,
}

/// A criterion or an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionReached {
    /// Its number or label.
    pub id: String,
    /// Its place.
    pub span: Span,
    /// The two outcomes that a rule decides between: `pass` and `fail`, of an endpoint `yes` and `no`.
    pub words: [&'static str; 2],
    /// The outcomes that some case expects of it and gets.
    pub outcomes: BTreeSet<String>,
}

/// One branch of an `unless` or an `if`.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// The condition it hangs on.
    pub condition: Span,
    /// It is the one where the condition holds; else the one where none does.
    pub holds: bool,
    /// How many conditions the choice has.
    pub of: usize,
    /// Some case takes it for certain.
    pub reached: bool,
}

impl Coverage {
    /// Criteria and endpoints of which no case expects anything.
    pub fn unreached_criteria(&self) -> impl Iterator<Item = &CriterionReached> {
        self.criteria.iter().filter(|criterion| criterion.outcomes.is_empty())
    }

    /// Branches that no case takes.
    pub fn unreached_branches(&self) -> impl Iterator<Item = &Branch> {
        self.branches.iter().filter(|branch| !branch.reached)
    }
}

/// Takes note while cases are evaluated.
pub(super) struct Tracker<'a> {
    trial: &'a Trial,
    /// By the places of their conditions: the choices of the file.
    choices: BTreeMap<Vec<Span>, Vec<bool>>,
    outcomes: BTreeMap<(bool, usize), BTreeSet<String>>,
}

impl<'a> Tracker<'a> {
    pub(super) fn new(trial: &'a Trial) -> Self {
        let mut tracker = Self {
            trial,
            choices: BTreeMap::new(),
            outcomes: BTreeMap::new(),
        };
        let rules = trial.criteria.iter().map(|criterion| &criterion.rule);
        for rule in rules.chain(trial.endpoints.iter().map(|endpoint| &endpoint.rule)) {
            tracker.choices_in(rule);
        }
        for example in &trial.examples {
            for expectation in &example.expectations {
                if let Expected::Condition(condition) = &expectation.of {
                    tracker.choices_in(condition);
                }
            }
        }
        tracker
    }

    /// The file whose cases these are.
    fn is_own(&self, span: Span) -> bool {
        self.trial
            .examples
            .first()
            .is_some_and(|example| example.span.source == span.source)
    }

    fn choices_in(&mut self, rule: &Expr) {
        walk::all(rule, &mut |expr| {
            if let Node::Cases { clauses, .. } = expr.node.as_ref() {
                let conditions: Vec<Span> = clauses.iter().map(|(condition, _)| condition.span).collect();
                if conditions.iter().all(|span| self.is_own(*span)) {
                    let branches = conditions.len() + 1;
                    self.choices.entry(conditions).or_insert_with(|| vec![false; branches]);
                }
            }
        });
    }

    /// Takes note of an expectation that was met.
    pub(super) fn note(&mut self, expectation: &Expectation, met: &Met, verdict: Option<&Verdict>) {
        if !met.is_met() {
            return;
        }
        match (&expectation.of, verdict) {
            (Expected::Criterion(index), Some(verdict)) => {
                self.criterion(*index, verdict);
                // The parts of a criterion are reached with it, as far as they are decided.
                for (at, part) in self.trial.criteria.iter().enumerate() {
                    if part.parent == Some(*index) && part.part {
                        self.criterion(at, verdict);
                    }
                }
            }
            (Expected::Verdict, Some(verdict)) => {
                for (at, result) in verdict.criteria.iter().enumerate() {
                    let decides = match met.got.as_str() {
                        "ineligible" => result.outcome == crate::eval::Outcome::Fail,
                        "undetermined" => result.outcome == crate::eval::Outcome::Unknown,
                        _ => true,
                    };
                    if decides {
                        self.criterion(at, verdict);
                    }
                }
            }
            (Expected::Endpoint(index), _) => {
                self.outcomes.entry((true, *index)).or_default().insert(met.got.clone());
                met.explanation
                    .iter()
                    .for_each(|explanation| self.branches(explanation));
            }
            (Expected::Condition(_), _) => {
                met.explanation
                    .iter()
                    .for_each(|explanation| self.branches(explanation));
            }
            (_, None) => {}
        }
    }

    fn criterion(&mut self, index: usize, verdict: &Verdict) {
        let Some(result) = verdict.criteria.get(index) else {
            return;
        };
        let word = result.outcome.word().to_owned();
        self.outcomes.entry((false, index)).or_default().insert(word);
        self.branches(&result.explanation);
    }

    /// The branches that were taken for certain.
    fn branches(&mut self, explanation: &Explanation) {
        if explanation.role == Role::Cases {
            let mut truths: BTreeMap<Span, Truths> = BTreeMap::new();
            for child in &explanation.children {
                if let Value::Truth(truth) = &child.value {
                    truths.entry(child.span).or_insert(truth.holds());
                }
            }
            for (conditions, reached) in &mut self.choices {
                if conditions.iter().any(|span| truths.contains_key(span)) {
                    let open = conditions.iter().position(|span| truths.get(span) != Some(&Truths::NO));
                    let taken = match open {
                        None => conditions.len(),
                        Some(at) if conditions.get(at).and_then(|span| truths.get(span)) == Some(&Truths::YES) => at,
                        Some(_) => continue,
                    };
                    if let Some(branch) = reached.get_mut(taken) {
                        *branch = true;
                    }
                }
            }
        }
        explanation.children.iter().for_each(|child| self.branches(child));
    }

    pub(super) fn coverage(self) -> Coverage {
        let reached = |endpoint: bool, at: usize| self.outcomes.get(&(endpoint, at)).cloned().unwrap_or_default();
        let criteria = self
            .trial
            .criteria
            .iter()
            .enumerate()
            .map(|(at, criterion)| CriterionReached {
                id: criterion.id.clone(),
                span: criterion.id_span,
                words: ["pass", "fail"],
                outcomes: reached(false, at),
            });
        let endpoints = self
            .trial
            .endpoints
            .iter()
            .enumerate()
            .map(|(at, endpoint)| CriterionReached {
                id: endpoint.id.clone(),
                span: endpoint.span,
                words: ["yes", "no"],
                outcomes: reached(true, at),
            });
        let criteria = criteria.chain(endpoints).collect();
        let mut branches = Vec::new();
        for (conditions, reached) in &self.choices {
            for (at, reached) in reached.iter().enumerate() {
                let holds = at < conditions.len();
                let condition = conditions.get(at).or(conditions.first());
                branches.extend(condition.map(|condition| Branch {
                    condition: *condition,
                    holds,
                    of: conditions.len(),
                    reached: *reached,
                }));
            }
        }
        branches.sort_by_key(|branch| (branch.condition, !branch.holds));
        Coverage { criteria, branches }
    }
}
