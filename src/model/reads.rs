//! Which criteria read which facts.

use std::collections::{BTreeMap, BTreeSet};

use super::expr::{Node, Readings, Source, reading_field};
use super::{Expr, Fact, FactId, Kind, Trial, walk};

/// A fact, or a field of its records.
pub type Read = (FactId, Option<usize>);

/// The ids of the criteria and endpoints that read each fact, in the order of the trial. Of nested ones the innermost
/// is named.
#[must_use]
pub fn readers(trial: &Trial) -> BTreeMap<Read, Vec<String>> {
    let mut found = Finder {
        trial,
        readers: BTreeMap::new(),
    };
    for criterion in trial.criteria.iter().filter(|criterion| !criterion.part) {
        found.rule(&criterion.rule, &criterion.id, &mut Vec::new());
    }
    for endpoint in &trial.endpoints {
        found.rule(&endpoint.rule, &endpoint.id, &mut Vec::new());
    }
    found.readers
}

/// What a rule reads: with the definitions that it uses, its parts, and the criteria that it refers to.
#[must_use]
pub fn of_rule(trial: &Trial, rule: &Expr) -> BTreeSet<Read> {
    let mut found = Finder {
        trial,
        readers: BTreeMap::new(),
    };
    let (mut rules, mut known) = (vec![rule], BTreeSet::new());
    while let Some(rule) = rules.pop() {
        found.rule(rule, "", &mut Vec::new());
        walk::all(rule, &mut |expr| {
            if let Node::Criterion(other) = expr.node.as_ref()
                && known.insert(*other)
            {
                rules.extend(trial.criteria.get(*other).map(|criterion| &criterion.rule));
            }
        });
    }
    found.readers.into_keys().collect()
}

/// The fact or the field that is read.
#[must_use]
pub fn fact_of(trial: &Trial, (fact, field): Read) -> Option<&Fact> {
    let fact = trial.facts.get(fact.index())?;
    let Some(field) = field else {
        return Some(fact);
    };
    match &fact.kind {
        Kind::List(list) => list.fields.get(field),
        _ => fact.with.get(field),
    }
}

struct Finder<'a> {
    trial: &'a Trial,
    readers: BTreeMap<Read, Vec<String>>,
}

impl Finder<'_> {
    fn read(&mut self, read: Read, id: &str) {
        let ids = self.readers.entry(read).or_default();
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }

    /// `records` are the lists whose records are being looked at, by level.
    fn rule(&mut self, rule: &Expr, id: &str, records: &mut Vec<Option<FactId>>) {
        let mut id = id;
        match rule.node.as_ref() {
            Node::Fact(fact) | Node::Age { birth: fact, .. } => self.read((*fact, None), id),
            Node::Named { given: Some(given), .. } => self.read((given.fact, None), id),
            Node::Assessment => {
                if let Some(fact) = self.trial.assessed_at {
                    self.read((fact, None), id);
                }
            }
            Node::Field(level, field) => {
                if let Some(Some(fact)) = records.get(*level) {
                    let further = match self.trial.facts.get(fact.index()).map(|fact| &fact.kind) {
                        Some(Kind::Lab(_)) => field.checked_sub(reading_field::FURTHER),
                        _ => Some(*field),
                    };
                    self.read((*fact, further), id);
                }
            }
            Node::Reading { source, .. } => self.readings(source, id, records),
            Node::Quantified { source, .. } | Node::Aggregate { source, .. } => match source {
                Source::List { fact, level, .. } => {
                    self.read((*fact, None), id);
                    look_at(records, *level, *fact);
                }
                Source::Readings(source) => self.readings(source, id, records),
                Source::Days(_) => {}
            },
            Node::Part(part, _) => {
                if let Some(criterion) = self.trial.criteria.get(*part) {
                    id = &criterion.id;
                }
            }
            _ => {}
        }
        let id = id.to_owned();
        walk::children(rule, &mut |part| self.rule(part, &id, records));
    }

    fn readings(&mut self, source: &Readings, id: &str, records: &mut Vec<Option<FactId>>) {
        self.read((source.lab, None), id);
        look_at(records, source.level, source.lab);
    }
}

fn look_at(records: &mut Vec<Option<FactId>>, level: usize, fact: FactId) {
    if records.len() <= level {
        records.resize(level + 1, None);
    }
    if let Some(record) = records.get_mut(level) {
        *record = Some(fact);
    }
}
