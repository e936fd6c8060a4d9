//! A patient against a trial: every criterion, the endpoints at the visits that are asked for, the answer.

use std::cell::RefCell;

use super::cases;
use super::evaluator::Evaluator;
use super::needs;
use super::recorder::{Address, Recorder, Silent, Tree};
use super::verdict::{ComputedValue, CriterionResult, Explanation, Need, Outcome, Overall, Role, Verdict, Warning};
use crate::diagnostic::Diagnostic;
use crate::model::{Criterion, CriterionKind, Expr, Trial, Type};
use crate::records::{Decoded, Facts, Patient, Slot};
use crate::value::{Truths, Value};

/// How much of the reasons is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Outcomes, and needs of what is unknown; trees of reasons only there.
    Outcomes,
    /// The tree of reasons for every criterion, and the scores and formulas.
    Full,
}

/// The visits at which endpoints are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visits<'a> {
    /// None.
    None,
    /// Every visit of the record after baseline.
    All,
    /// This one, whether or not the record has it.
    At(&'a str),
}

/// A patient against a trial, with all reasons.
#[must_use]
pub fn evaluate(trial: &Trial, patient: &Patient) -> Verdict {
    evaluate_in(trial, patient, Detail::Full)
}

/// A record as it was decoded: one with errors is not evaluated, and what it is warned of stands before the rest.
#[must_use]
pub fn judge<'a>(trial: &'a Trial, decoded: &'a Decoded, detail: Detail, visits: Visits<'a>) -> Verdict {
    if !decoded.errors.is_empty() {
        return unreadable(trial, decoded.id.clone(), decoded.errors.clone());
    }
    let mut verdict = evaluate_at(trial, &decoded.patient, detail, visits);
    let warnings = decoded.warnings.iter().map(|warning| Warning {
        code: warning.diagnostic.code.name.to_owned(),
        message: warning.diagnostic.message.clone(),
        criterion: None,
        fact: warning.fact.clone(),
    });
    verdict.warnings = warnings.chain(verdict.warnings).collect();
    verdict
}

/// The verdict on a record that could not be read.
#[must_use]
pub fn unreadable(trial: &Trial, patient: impl Into<String>, errors: Vec<Diagnostic>) -> Verdict {
    Verdict {
        patient: patient.into(),
        trial: trial.id.clone(),
        overall: Overall::Error,
        assessed: None,
        criteria: Vec::new(),
        endpoints: Vec::new(),
        needs: Vec::new(),
        warnings: Vec::new(),
        values: Vec::new(),
        errors,
    }
}

/// A patient against a trial, with as many reasons as wanted.
#[must_use]
pub fn evaluate_in(trial: &Trial, patient: &Patient, detail: Detail) -> Verdict {
    evaluate_at(trial, patient, detail, Visits::All)
}

/// A patient against a trial, its endpoints at some visits only.
#[must_use]
pub fn evaluate_at<'a>(trial: &'a Trial, patient: &'a Patient, detail: Detail, visits: Visits<'a>) -> Verdict {
    let blank = blank_visit(trial, patient);
    let mut screening = Screening::new(trial, patient, &blank, detail);
    let criteria = screening.criteria();
    let endpoints = screening.endpoints(visits);
    let values = match detail {
        Detail::Full => screening.values(),
        Detail::Outcomes => Vec::new(),
    };
    let overall = criteria
        .iter()
        .filter(|result| trial.criteria.get(result.criterion).is_some_and(|c| c.parent.is_none()))
        .fold(Overall::Eligible, |overall, result| match (overall, result.outcome) {
            (Overall::Ineligible, _) | (_, Outcome::Fail) => Overall::Ineligible,
            (_, Outcome::Unknown) => Overall::Undetermined,
            (overall, Outcome::Pass) => overall,
        });
    Verdict {
        patient: patient.id.clone(),
        trial: trial.id.clone(),
        overall,
        assessed: trial.assessed_at.and_then(|fact| match patient.facts.get(fact) {
            Slot::Value(known) => match &known.value {
                Value::Date(dates) => Some(dates.clone()),
                _ => None,
            },
            _ => None,
        }),
        needs: all_needs(trial, &criteria),
        criteria,
        endpoints,
        warnings: screening.warnings,
        values,
        errors: Vec::new(),
    }
}

/// What a condition may be of a patient of whom nothing is known.
pub(crate) fn of_nothing(trial: &Trial, condition: &Expr) -> Truths {
    let nobody = Patient {
        id: String::new(),
        facts: Facts {
            slots: vec![Slot::Absent; trial.facts.len()],
        },
        visits: Vec::new(),
    };
    Evaluator::new(trial, &nobody, &nobody.facts, Silent).truth(condition)
}

pub(super) struct Screening<'a> {
    pub(super) trial: &'a Trial,
    pub(super) patient: &'a Patient,
    blank: &'a Facts,
    detail: Detail,
    decided: RefCell<Vec<Option<CriterionResult>>>,
    pub(super) warnings: Vec<Warning>,
}

/// What came out for a rule.
pub(super) struct Decided {
    pub(super) truths: Truths,
    pub(super) explanation: Explanation,
    pub(super) tree: Tree,
    parts: Vec<Option<Truths>>,
}

impl<'a> Screening<'a> {
    pub(super) fn new(trial: &'a Trial, patient: &'a Patient, blank: &'a Facts, detail: Detail) -> Self {
        Self {
            trial,
            patient,
            blank,
            detail,
            decided: RefCell::new(vec![None; trial.criteria.len()]),
            warnings: Vec::new(),
        }
    }

    /// Children before their parents, since a parent's rule reads what its children came to.
    fn criteria(&mut self) -> Vec<CriterionResult> {
        let trial = self.trial;
        let mut truths: Vec<Option<Truths>> = vec![None; trial.criteria.len()];
        for (index, criterion) in trial.criteria.iter().enumerate().rev() {
            if criterion.part {
                continue;
            }
            let decided = self.decide(&criterion.rule, &truths, Some(criterion.in_favour), None);
            if let Some(slot) = truths.get_mut(index) {
                *slot = Some(decided.truths);
            }
            self.take_parts(index, criterion, decided);
        }
        let results = self.decided.borrow();
        results
            .iter()
            .enumerate()
            .map(|(index, result)| result.clone().unwrap_or_else(|| self.untouched(index)))
            .collect()
    }

    /// A part that no record reached, or whose branch was not taken.
    fn untouched(&self, index: usize) -> CriterionResult {
        let declared = self.trial.criteria.get(index);
        let truths = declared.map_or(Truths::NOT_APPLICABLE, untouched);
        let (outcome, not_applicable) = outcome_of(truths, declared.is_none_or(|criterion| criterion.in_favour));
        CriterionResult {
            criterion: index,
            id: declared.map(|criterion| criterion.id.clone()).unwrap_or_default(),
            kind: declared.map_or(CriterionKind::Inclusion, |criterion| criterion.kind),
            outcome,
            not_applicable,
            part: declared.is_none_or(|criterion| criterion.part),
            needs: Vec::new(),
            explanation: Explanation {
                span: declared.map(|criterion| criterion.span).unwrap_or_default(),
                role: Role::Computed,
                value: Value::Truth(truths),
                ty: Type::Truth,
                children: Vec::new(),
            },
        }
    }

    fn take_parts(&mut self, index: usize, criterion: &Criterion, decided: Decided) {
        let mut warnings = decided.tree.warnings;
        for warning in &mut warnings {
            warning.criterion = Some(criterion.id.clone());
        }
        self.warnings.extend(warnings);
        for (part, truths) in decided.parts.iter().enumerate() {
            let Some(truths) = truths else { continue };
            let Some(criterion) = self.trial.criteria.get(part) else {
                continue;
            };
            let explanation = decided.tree.parts.get(&part).cloned().unwrap_or_else(|| Explanation {
                span: criterion.span,
                role: Role::Part(part),
                value: Value::Truth(*truths),
                ty: Type::Truth,
                children: Vec::new(),
            });
            let result = self.result(part, criterion, *truths, explanation);
            if let Some(slot) = self.decided.borrow_mut().get_mut(part) {
                *slot = Some(result);
            }
        }
        let result = self.result(index, criterion, decided.truths, decided.explanation);
        if let Some(slot) = self.decided.borrow_mut().get_mut(index) {
            *slot = Some(result);
        }
    }

    fn result(&self, index: usize, criterion: &Criterion, truths: Truths, explanation: Explanation) -> CriterionResult {
        let (outcome, not_applicable) = outcome_of(truths, criterion.in_favour);
        let needs = if outcome == Outcome::Unknown {
            needs::of(&explanation, &|part| self.needs_of(part))
        } else {
            Vec::new()
        };
        CriterionResult {
            criterion: index,
            id: criterion.id.clone(),
            kind: criterion.kind,
            outcome,
            not_applicable,
            part: criterion.part,
            needs,
            explanation,
        }
    }

    pub(super) fn needs_of(&self, part: usize) -> Vec<Need> {
        match self.decided.borrow().get(part) {
            Some(Some(result)) => result.needs.clone(),
            _ => Vec::new(),
        }
    }

    /// A rule, by sub-expressions first; where that leaves it open, by cases. Of a criterion its direction says what is
    /// certain; of an endpoint the visit is looked at.
    pub(super) fn decide(
        &self,
        rule: &'a Expr,
        criteria: &[Option<Truths>],
        in_favour: Option<bool>,
        visit: Option<&'a str>,
    ) -> Decided {
        if self.detail == Detail::Outcomes {
            let mut silent = self.evaluator(Silent, visit);
            silent.criteria = criteria.to_vec();
            let truths = silent.truth(rule);
            if settled(truths, in_favour) {
                return Decided {
                    truths,
                    explanation: bare(rule, truths),
                    tree: Tree::default(),
                    parts: silent.parts,
                };
            }
        }
        self.recorded(rule, criteria, in_favour, visit)
    }

    fn evaluator<R: Recorder>(&self, recorder: R, visit: Option<&'a str>) -> Evaluator<'a, R> {
        let mut evaluator = Evaluator::new(self.trial, self.patient, self.blank, recorder);
        if let Some(visit) = visit {
            evaluator.at_visit(visit);
        }
        evaluator
    }

    fn recorded(
        &self,
        rule: &'a Expr,
        criteria: &[Option<Truths>],
        in_favour: Option<bool>,
        visit: Option<&'a str>,
    ) -> Decided {
        let mut evaluator = self.evaluator(Tree::default(), visit);
        evaluator.criteria = criteria.to_vec();
        let mut truths = evaluator.truth(rule);
        let mut tree = evaluator.recorder;
        let mut explanation = tree.roots.pop().unwrap_or_else(|| bare(rule, truths));
        // Of a visit that the record lacks all is open: to try it case by case takes long, and could only decide what
        // holds of any visit.
        let absent = visit.is_some_and(|visit| !self.patient.has_visit(visit));
        if !settled(truths, in_favour) && !absent {
            let (by_cases, addresses) = cases::decide(self.evaluator(Silent, visit), rule, &tree, truths);
            let narrowed = truths.intersect(by_cases);
            if narrowed != truths && narrowed != Truths::NONE {
                truths = narrowed;
                if settled(truths, in_favour) {
                    explanation = Explanation {
                        span: rule.span,
                        role: Role::ByCases(addresses.iter().map(|address| self.name_of(*address)).collect()),
                        value: Value::Truth(truths),
                        ty: Type::Truth,
                        children: vec![explanation],
                    };
                }
            }
        }
        Decided {
            truths,
            explanation,
            tree,
            parts: evaluator.parts,
        }
    }

    fn name_of(&self, address: Address) -> String {
        let name = |fact: crate::model::FactId| {
            self.trial
                .facts
                .get(fact.index())
                .map(|f| f.name.clone())
                .unwrap_or_default()
        };
        match address {
            Address::Fact(_, fact) | Address::OpenReading(_, fact, ..) => name(fact),
            Address::Field(_, fact, at, _) | Address::Reading(_, fact, at, _) => format!("{}[{at}]", name(fact)),
        }
    }

    /// The scores and formulas, as far as anything of them is known.
    fn values(&self) -> Vec<ComputedValue> {
        let mut values = Vec::new();
        for (name, rule) in &self.trial.values {
            let mut evaluator = Evaluator::new(self.trial, self.patient, self.blank, Silent);
            let value = evaluator.numbers(rule);
            let unit = match &rule.ty {
                Type::Number(unit, _) => unit.code().to_owned(),
                _ => "1".to_owned(),
            };
            values.push(ComputedValue {
                name: name.clone(),
                value,
                unit,
            });
        }
        values
    }
}

/// The truth of a part that no record reached, or whose branch was not taken.
pub(crate) fn untouched(criterion: &Criterion) -> Truths {
    // Where there is no record there is nothing to except from; a branch that is not taken asks nothing.
    match criterion.per_record && !criterion.aside {
        true => Truths::NO,
        false => Truths::NOT_APPLICABLE,
    }
}

/// A rule's outcome without reasons.
fn bare(rule: &Expr, truths: Truths) -> Explanation {
    Explanation {
        span: rule.span,
        role: Role::Computed,
        value: Value::Truth(truths),
        ty: Type::Truth,
        children: Vec::new(),
    }
}

/// The outcome in the direction of eligibility, and whether it passes because it does not apply.
fn outcome_of(truths: Truths, in_favour: bool) -> (Outcome, bool) {
    let (passes, fails) = match in_favour {
        true => (truths.contains_yes(), truths.contains_no()),
        false => (truths.contains_no(), truths.contains_yes()),
    };
    let not_applicable = truths.contains_not_applicable();
    match (passes || not_applicable, fails) {
        (true, false) => (Outcome::Pass, truths == Truths::NOT_APPLICABLE),
        (false, true) => (Outcome::Fail, false),
        _ => (Outcome::Unknown, false),
    }
}

/// Whether the outcome is certain; an endpoint also tells no from not applicable.
fn settled(truths: Truths, in_favour: Option<bool>) -> bool {
    match in_favour {
        Some(in_favour) => outcome_of(truths, in_favour).0 != Outcome::Unknown,
        None => truths.is_single(),
    }
}

/// What would settle the unknown criteria; a part whose parent is decided without it is none of them.
fn all_needs(trial: &Trial, criteria: &[CriterionResult]) -> Vec<Need> {
    let mut all: Vec<Need> = Vec::new();
    let matters = |result: &&CriterionResult| {
        let mut index = result.criterion;
        loop {
            match (criteria.get(index), trial.criteria.get(index)) {
                (Some(result), _) if result.outcome != Outcome::Unknown => return false,
                (Some(result), Some(criterion)) if result.part => match criterion.parent {
                    Some(parent) => index = parent,
                    None => return true,
                },
                _ => return true,
            }
        }
    };
    for result in criteria.iter().filter(matters) {
        for need in &result.needs {
            match all.iter_mut().find(|earlier| earlier.fact == need.fact) {
                Some(earlier) => {
                    if !earlier.criteria.contains(&result.id) {
                        earlier.criteria.push(result.id.clone());
                    }
                }
                None => all.push(Need {
                    criteria: vec![result.id.clone()],
                    ..need.clone()
                }),
            }
        }
    }
    all
}

/// A visit that the record does not have: nothing but what belongs to the person.
pub(super) fn blank_visit(trial: &Trial, patient: &Patient) -> Facts {
    Facts {
        slots: trial
            .facts
            .iter()
            .zip(&patient.facts.slots)
            .map(|(fact, slot)| match fact.personal || fact.trial_date {
                true => slot.clone(),
                false => Slot::Absent,
            })
            .collect(),
    }
}
