//! Rules on what follows from the rules: contradictions, what adds nothing, what never happens.
//!
//! They ask [`Analysis`], which decides for every patient there could be, and say "no patient" only where it does.

mod adds_nothing;
mod always_passes;
mod criteria_contradict;
mod double_negative;
mod exception_without_effect;
mod exceptions_overlap;
mod holds;
mod implied_by_another;
mod never_applies;
mod never_passes;
mod ranges;

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Rule};
use crate::analysis::{Analysis, Literal};
use crate::diagnostic::Diagnostics;
use crate::model::{Criterion, Expr, Node, walk};

pub(super) const RULES: &[Rule] = &[check, double_negative::check];

/// The rules that ask about the same analysis, in the order in which a finding of one makes another needless.
const QUESTIONS: [fn(&mut Question<'_>, &mut Diagnostics); 10] = [
    holds::check,
    never_passes::check,
    always_passes::check,
    criteria_contradict::check,
    never_applies::check,
    implied_by_another::check,
    exception_without_effect::check,
    exceptions_overlap::check,
    adds_nothing::check,
    ranges::check,
];

/// No more neighbours of a criterion than these are looked at together with it.
const MOST_NEIGHBOURS: usize = 24;

/// A trial with what can be asked about it.
struct Question<'a> {
    context: &'a Context<'a>,
    analysis: Analysis<'a>,
    /// The criteria that decide by themselves: no parts, and none that only gathers others.
    units: Vec<usize>,
    /// When each of them passes.
    passes: BTreeMap<usize, Literal>,
    /// Criteria of which a finding already says why they are as they are.
    told: BTreeSet<usize>,
}

fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let trial = context.trial;
    let parents: BTreeSet<usize> = trial
        .criteria
        .iter()
        .filter(|criterion| !criterion.part)
        .filter_map(|criterion| criterion.parent)
        .collect();
    let units: Vec<usize> = trial
        .criteria
        .iter()
        .enumerate()
        .filter(|(index, criterion)| !criterion.part && !parents.contains(index))
        .map(|(index, _)| index)
        .collect();
    let mut analysis = Analysis::new(trial);
    let passes = units.iter().map(|index| (*index, analysis.passes(*index))).collect();
    let mut question = Question {
        context,
        analysis,
        units,
        passes,
        told: BTreeSet::new(),
    };
    question.told = wrong(context, &question.units, out);
    for rule in QUESTIONS {
        rule(&mut question, out);
    }
}

/// The criteria in which something is wrong: their rules are not what was meant.
fn wrong(context: &Context<'_>, units: &[usize], out: &Diagnostics) -> BTreeSet<usize> {
    let errors = out.iter().filter(|finding| !finding.code.is_advice());
    let places: Vec<_> = errors.filter_map(crate::diagnostic::Diagnostic::span).collect();
    if places.is_empty() {
        return BTreeSet::new();
    }
    let is_wrong = |index: &usize| {
        let criterion = context.trial.criteria.get(*index);
        criterion.is_some_and(|criterion| {
            let mut invalid = false;
            walk::all(&criterion.rule, &mut |expr| {
                invalid |= matches!(expr.node.as_ref(), Node::Invalid)
            });
            invalid || places.iter().any(|place| criterion.span.contains(*place))
        })
    };
    units.iter().copied().filter(is_wrong).collect()
}

impl<'a> Question<'a> {
    fn criterion(&self, index: usize) -> Option<&'a Criterion> {
        self.context.trial.criteria.get(index)
    }

    fn passes(&self, index: usize) -> Literal {
        self.passes.get(&index).copied().unwrap_or(Literal::YES)
    }

    /// The criteria that do not decide what a condition is about, but share something with it.
    fn neighbours(&self, index: usize) -> Vec<usize> {
        let terms = self.analysis.terms(self.passes(index));
        let shares = |other: &usize| *other != index && !self.analysis.terms(self.passes(*other)).is_disjoint(&terms);
        self.units
            .iter()
            .copied()
            .filter(shares)
            .take(MOST_NEIGHBOURS)
            .collect()
    }

    /// Calls `f` on each part of a criterion's rule that its author wrote there.
    fn parts(&mut self, index: usize, f: &mut dyn FnMut(&mut Analysis<'a>, &'a Expr, &crate::analysis::Place)) {
        let Some(criterion) = self.criterion(index) else { return };
        let context = self.context;
        let into = move |expr: &'a Expr| {
            context.is_own(expr.span) && !matches!(expr.node.as_ref(), Node::Named { .. } | Node::Criterion(_))
        };
        self.analysis.visit(&criterion.rule, &into, f);
    }
}

/// Names in a row: `I1, I2 and E3`.
fn and_list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A condition short enough for a message, else none.
fn short(context: &Context<'_>, expr: &Expr) -> Option<String> {
    let text = context.written(expr.span);
    (!text.is_empty() && text.chars().count() <= 60).then_some(text)
}
