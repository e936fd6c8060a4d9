//! Rules on what follows from the rules: contradictions, what adds nothing, what never happens.
//!
//! They ask [`Analysis`], which decides for every patient there could be, and say "no patient" only where it does.

mod adds_nothing;
mod always_holds;
mod always_passes;
mod constant;
mod criteria_contradict;
mod double_negative;
mod exception_narrows;
mod exception_without_effect;
mod exceptions;
mod exceptions_overlap;
mod implied_by_another;
mod never_applies;
mod never_holds;
mod never_passes;
mod range_gap;
mod range_overlap;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Rule, and_list};
use crate::analysis::{Analysis, Answer, Literal, TermId};
use crate::diagnostic::Diagnostics;
use crate::model::{Criterion, Expr, Node, walk};
use constant::Constant;

pub(super) const RULES: &[Rule] = &[check, double_negative::check];

/// The rules that ask about the same analysis, in the order in which a finding of one makes another needless.
const QUESTIONS: [fn(&mut Question<'_, '_>, &mut Diagnostics); 13] = [
    never_holds::check,
    always_holds::check,
    never_passes::check,
    always_passes::check,
    criteria_contradict::check,
    never_applies::check,
    implied_by_another::check,
    exception_without_effect::check,
    exception_narrows::check,
    exceptions_overlap::check,
    adds_nothing::check,
    range_gap::check,
    range_overlap::check,
];

/// No more neighbours of a criterion than these are looked at together with it.
const MOST_NEIGHBOURS: usize = 24;

/// A trial with what can be asked about it.
struct Question<'c, 'a> {
    context: &'c Context<'a>,
    analysis: Analysis<'a>,
    /// The criteria that decide by themselves: no parts, and none that only gathers others.
    units: Vec<usize>,
    /// When each of them passes.
    passes: BTreeMap<usize, Literal>,
    /// What each of them rests on.
    terms: BTreeMap<usize, BTreeSet<TermId>>,
    /// And which of them rest on a term.
    readers: BTreeMap<TermId, Vec<usize>>,
    /// The conditions that are the same for every patient.
    constants: Vec<Constant<'a>>,
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
    let passes: BTreeMap<usize, Literal> = units.iter().map(|index| (*index, analysis.passes(*index))).collect();
    let terms: BTreeMap<usize, BTreeSet<TermId>> = passes
        .iter()
        .map(|(index, passes)| (*index, analysis.terms(*passes)))
        .collect();
    let mut readers: BTreeMap<TermId, Vec<usize>> = BTreeMap::new();
    for (index, terms) in &terms {
        for term in terms {
            readers.entry(*term).or_default().push(*index);
        }
    }
    let mut question = Question {
        context,
        analysis,
        units,
        passes,
        terms,
        readers,
        constants: Vec::new(),
        told: BTreeSet::new(),
    };
    question.told = wrong(context, &question.units);
    question.constants = constant::find(&mut question);
    question
        .told
        .extend(question.constants.iter().map(|constant| constant.criterion));
    for rule in QUESTIONS {
        rule(&mut question, out);
    }
}

/// The criteria in which something is wrong: their rules are not what was meant.
fn wrong(context: &Context<'_>, units: &[usize]) -> BTreeSet<usize> {
    let places = &context.broken;
    if places.is_empty() {
        return BTreeSet::new();
    }
    let is_wrong = |index: &usize| {
        let criterion = context.trial.criteria.get(*index);
        criterion.is_some_and(|criterion| {
            walk::has_mistake(&criterion.rule) || places.iter().any(|place| criterion.span.contains(*place))
        })
    };
    units.iter().copied().filter(is_wrong).collect()
}

impl<'c, 'a> Question<'c, 'a> {
    fn criterion(&self, index: usize) -> Option<&'a Criterion> {
        self.context.trial.criteria.get(index)
    }

    fn criteria(&self, indices: &[usize]) -> Vec<&'a Criterion> {
        indices.iter().filter_map(|index| self.criterion(*index)).collect()
    }

    fn passes(&self, index: usize) -> Literal {
        self.passes.get(&index).copied().unwrap_or(Literal::YES)
    }

    /// The criteria that share something with one, those nearest to it where there are many.
    fn neighbours(&self, index: usize) -> Vec<usize> {
        let mut near: BTreeSet<usize> = BTreeSet::new();
        let terms = self.terms.get(&index).into_iter().flatten();
        let mut readers: Vec<&Vec<usize>> = terms.filter_map(|term| self.readers.get(term)).collect();
        // What few others read ties closer than what many do.
        readers.sort_by_key(|readers| readers.len());
        for readers in readers {
            if near.len() > MOST_NEIGHBOURS {
                break;
            }
            let here = readers.partition_point(|reader| *reader < index);
            let around = here.saturating_sub(MOST_NEIGHBOURS / 2)..(here + MOST_NEIGHBOURS / 2).min(readers.len());
            near.extend(readers.get(around).into_iter().flatten());
        }
        near.remove(&index);
        near.into_iter().take(MOST_NEIGHBOURS).collect()
    }

    /// The neighbours of which nothing is told yet.
    fn others(&self, index: usize) -> Vec<usize> {
        let mut others = self.neighbours(index);
        others.retain(|other| !self.told.contains(other));
        others
    }

    /// The fewest of some criteria that let nobody in for whom a condition holds, though there are such patients.
    fn excluding(&self, others: &[usize], condition: Literal) -> Option<Vec<usize>> {
        let mut asked: Vec<Literal> = others.iter().map(|other| self.passes(*other)).collect();
        asked.push(condition);
        let Answer::Never(core) = self.analysis.ask(&asked) else {
            return None;
        };
        let fewest = self.analysis.fewest(core);
        let by = others.iter().copied();
        let by: Vec<usize> = by.filter(|other| fewest.contains(&self.passes(*other))).collect();
        (fewest.contains(&condition) && !by.is_empty()).then_some(by)
    }

    /// Some criteria in groups, of which no two share anything: each group is decided by itself.
    fn groups(&self, criteria: &[usize]) -> Vec<Vec<usize>> {
        let mut group_of: BTreeMap<TermId, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for index in criteria {
            let terms = self.analysis.terms_with_laws(self.passes(*index));
            let mut joined: Vec<usize> = terms.iter().filter_map(|term| group_of.get(term).copied()).collect();
            joined.sort_unstable_by_key(|group| std::cmp::Reverse(groups.get(*group).map_or(0, Vec::len)));
            joined.dedup();
            let into = joined.first().copied().unwrap_or_else(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            // The smaller groups move into the largest.
            for group in joined.into_iter().skip(1).filter(|group| *group != into) {
                let moved = groups.get_mut(group).map(std::mem::take).unwrap_or_default();
                for of in group_of.values_mut().filter(|of| **of == group) {
                    *of = into;
                }
                if let Some(group) = groups.get_mut(into) {
                    group.extend(moved);
                }
            }
            for term in terms {
                group_of.insert(term, into);
            }
            if let Some(group) = groups.get_mut(into) {
                group.push(*index);
            }
        }
        groups.retain(|group| !group.is_empty());
        for group in &mut groups {
            group.sort_unstable();
        }
        groups
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

/// A condition as it was written, where it is short enough for a message.
fn short(context: &Context<'_>, expr: &Expr) -> Option<String> {
    let text = context.written(expr.span);
    (!text.is_empty() && text.chars().count() <= 60).then_some(text)
}

/// The same in backticks, or what stands for it.
fn quoted(context: &Context<'_>, expr: &Expr) -> String {
    short(context, expr).map_or_else(|| "this condition".to_owned(), |text| format!("`{text}`"))
}
