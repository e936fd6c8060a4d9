//! A trial as one query over a table of patients.
//!
//! The table holds exact values, or `NULL` for what is not known. The query gives for each row what
//! [`crate::eval::evaluate`] gives for the record: conditions become three-valued conditions, numbers that are not known
//! are held between the ends that their law gives them, and facts that decide in both directions are taken value by
//! value where they are not known. What cannot be said exactly is refused at its place.

mod build;
mod cases;
mod compare;
mod dialect;
pub mod layout;
mod lower;
mod quantity;
mod query;
mod steps;
mod tree;
mod truth;

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::Query;

use crate::diagnostic::Diagnostic;
use crate::model::monotone::Place;
use crate::model::{Kind, Node, Trial, walk};
use lower::{Lower, Stage};
use truth::Truth;

pub use dialect::Dialect;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The engine.
    pub dialect: Dialect,
    /// The table of patients.
    pub table: String,
    /// Criteria by their place in [`Trial::criteria`]; without any, all of them.
    pub criteria: Vec<usize>,
    /// Places that every row has.
    pub known: BTreeSet<Place>,
}

/// A criterion or a part as conditions.
#[derive(Debug)]
struct Column {
    /// Its place in [`Trial::criteria`].
    criterion: usize,
    /// What its rule comes to.
    truth: Truth,
    /// How many columns of other criteria have to be there before.
    depth: usize,
}

/// The query as text, or what cannot be said.
///
/// # Errors
/// Every construct that the engine cannot express exactly, and every name that it cannot tell from another.
pub fn compile(trial: &Trial, wanted: &Wanted) -> Result<String, Vec<Diagnostic>> {
    let query = query_of(trial, wanted)?;
    Ok(format!("{query:#};\n"))
}

fn query_of(trial: &Trial, wanted: &Wanted) -> Result<Query, Vec<Diagnostic>> {
    let chosen = chosen(trial, &wanted.criteria);
    let mut refused = layout::names(trial, wanted);
    let mut lower = Lower::new(trial, wanted.dialect, wanted.known.clone());
    let mut columns: BTreeMap<usize, Column> = BTreeMap::new();
    for (index, criterion) in trial.criteria.iter().enumerate().rev() {
        if criterion.part || !chosen.contains(&index) {
            continue;
        }
        lower.begin(index);
        let (facts, fields) = cases::of_rule(&mut lower, &criterion.rule);
        let plain = lower.rule(&criterion.rule, &[]);
        let parts = lower.take_parts();
        lower.set_fields(fields.clone());
        let truth = match facts.is_empty() && fields.is_empty() {
            true => plain,
            false => lower.rule(&criterion.rule, &facts),
        };
        lower.set_fields(Vec::new());
        lower.take_parts();
        let depth = depth_of(trial, index, &columns);
        if let Some(decided) = lower.decided.get_mut(index) {
            *decided = Some(truth.applies.is_some());
        }
        for part in trial
            .criteria
            .iter()
            .enumerate()
            .filter(|(part, _)| root_of(trial, *part) == index && *part != index)
        {
            let met = parts
                .iter()
                .filter(|(at, _)| *at == part.0)
                .map(|(_, truth)| truth.clone());
            let met: Vec<Truth> = met.collect();
            let truth = match met.is_empty() {
                true => lower.untouched(part.0),
                false => Truth::any(met),
            };
            let criterion = part.0;
            columns.insert(
                criterion,
                Column {
                    criterion,
                    truth,
                    depth,
                },
            );
        }
        columns.insert(
            index,
            Column {
                criterion: index,
                truth,
                depth,
            },
        );
    }
    refused.append(&mut lower.refused);
    if !refused.is_empty() {
        return Err(refused);
    }
    let stages: Vec<Stage> = lower.stages;
    Ok(steps::query(trial, wanted, &stages, columns.into_values().collect()))
}

/// The criteria that are compiled: those that are wanted, what stands in them, and what their rules refer to.
fn chosen(trial: &Trial, wanted: &[usize]) -> BTreeSet<usize> {
    if wanted.is_empty() {
        return (0..trial.criteria.len()).collect();
    }
    let mut chosen = BTreeSet::new();
    let mut open: Vec<usize> = wanted.to_vec();
    while let Some(index) = open.pop() {
        if !chosen.insert(index) {
            continue;
        }
        let inside = trial
            .criteria
            .iter()
            .enumerate()
            .filter(|(_, criterion)| criterion.parent == Some(index));
        open.extend(inside.map(|(at, _)| at));
        if let Some(criterion) = trial.criteria.get(index) {
            walk::all(&criterion.rule, &mut |expr| {
                if let Node::Criterion(other) = expr.node.as_ref() {
                    open.push(*other);
                }
            });
        }
    }
    chosen
}

/// The criterion whose rule a part stands in.
fn root_of(trial: &Trial, index: usize) -> usize {
    let mut at = index;
    while let Some(criterion) = trial.criteria.get(at)
        && criterion.part
        && let Some(parent) = criterion.parent
    {
        at = parent;
    }
    at
}

fn depth_of(trial: &Trial, index: usize, columns: &BTreeMap<usize, Column>) -> usize {
    let mut depth = 0;
    if let Some(criterion) = trial.criteria.get(index) {
        walk::all(&criterion.rule, &mut |expr| {
            if let Node::Criterion(other) = expr.node.as_ref()
                && let Some(column) = columns.get(other)
            {
                depth = depth.max(column.depth + 1);
            }
        });
    }
    depth
}

/// The column that says whether a criterion applies.
fn applies(id: &str) -> String {
    format!("{id} applies")
}

/// A place by its name: `infusion`, `treatments.drug`.
#[must_use]
pub fn place_of(trial: &Trial, name: &str) -> Option<Place> {
    let (fact, field) = match name.split_once('.') {
        Some((fact, field)) => (fact, Some(field)),
        None => (name, None),
    };
    let index = trial.facts.iter().position(|declared| declared.name == fact)?;
    let id = crate::model::FactId(u32::try_from(index).ok()?);
    let Some(field) = field else { return Some((id, None)) };
    match &trial.facts.get(index)?.kind {
        Kind::List(list) => {
            let at = list.fields.iter().position(|declared| declared.name == field)?;
            Some((id, Some(at)))
        }
        _ => None,
    }
}
