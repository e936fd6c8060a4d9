//! Lists: so many records that every two quantifiers can be told apart, each with terms of its own.
//!
//! Conditions on records of one list speak of one record at a time. So if there is a patient at all, there is one whose
//! list has no more records than the quantifiers ask for together.

use std::collections::BTreeMap;

use super::graph::Literal;
use super::key;
use super::lower::{Lowering, Outcome};
use super::scope::{Frame, Scope};
use crate::model::expr::{Quantifier, Source};
use crate::model::{Expr, FactId, Kind, Node, Trial, walk};

/// More records than this are not told apart.
const MOST_RECORDS: usize = 32;

/// How many records of each list are looked at; none where it would be too many.
pub(super) fn needed(trial: &Trial) -> BTreeMap<FactId, Option<usize>> {
    // A condition and its opposite are told apart by the same records, whatever the quantifier.
    let mut conditions: BTreeMap<FactId, BTreeMap<String, usize>> = BTreeMap::new();
    let rules = trial.criteria.iter().map(|criterion| &criterion.rule);
    for rule in rules.chain(trial.endpoints.iter().map(|endpoint| &endpoint.rule)) {
        walk::all(rule, &mut |expr| {
            if let Node::Quantified {
                quantifier,
                source: Source::List { fact, filter, .. },
                body,
                ..
            } = expr.node.as_ref()
            {
                let of_list = conditions.entry(*fact).or_default();
                if of_list.len() > MOST_RECORDS {
                    return;
                }
                let more = match quantifier {
                    Quantifier::Any | Quantifier::All | Quantifier::None => 1,
                    Quantifier::AtLeast(n) => *n as usize,
                    Quantifier::AtMost(n) | Quantifier::Exactly(n) => *n as usize + 1,
                };
                let scope = Scope::default();
                let filter = filter.as_ref().map(|filter| key::of(filter, &scope, None));
                let key = format!("{} {}", filter.unwrap_or_default(), key::of(body, &scope, None));
                let needed = of_list.entry(key).or_default();
                *needed = (*needed).max(more);
            }
        });
    }
    // Twice: a rule is also compared with what would be left of it.
    let enough = |needed: BTreeMap<String, usize>| Some(2 * needed.values().sum::<usize>());
    conditions
        .into_iter()
        .map(|(fact, needed)| (fact, enough(needed).filter(|count| *count <= MOST_RECORDS)))
        .collect()
}

impl Lowering<'_> {
    #[expect(clippy::too_many_arguments, reason = "the parts of one node")]
    pub(super) fn quantified(
        &mut self,
        whole: &Expr,
        quantifier: Quantifier,
        source: &Source,
        body: &Expr,
        level: usize,
        apart: bool,
        scope: &Scope,
    ) -> Outcome {
        let Source::List { fact, filter, .. } = source else {
            return self.open(whole, scope);
        };
        let Some(Kind::List(list)) = self.trial.facts.get(fact.index()).map(|fact| &fact.kind) else {
            return self.open(whole, scope);
        };
        // With a key there is one record for each option; else as many as tell the quantifiers apart.
        let by_key = list.key.and_then(|key| match &list.fields.get(key)?.kind {
            Kind::Choice(options) => Some(options.labels.len()),
            _ => None,
        });
        let count = match by_key {
            Some(options) => Some(options).filter(|options| *options <= MOST_RECORDS),
            None => self.records.get(fact).copied().flatten(),
        };
        // A condition that compares two records speaks of more than one at a time.
        let compares = level > 0 && reads_outer(body, filter.as_ref(), level);
        let Some(count) = count.filter(|_| !apart && !compares) else {
            return self.open(whole, scope);
        };
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        let mut before = Literal::YES;
        for at in 0..count {
            let frame = scope.with(level, Frame::Record(*fact, at));
            let there = match by_key {
                Some(_) => Literal::YES,
                None => {
                    let exists = self.exists(*fact, at, scope);
                    // The records that there are come first.
                    let in_order = self.graph.or([!exists, before]);
                    self.laws.condition(&self.graph, in_order);
                    before = exists;
                    exists
                }
            };
            let counts = match filter {
                Some(filter) => {
                    let holds = self.truth(filter, &frame).yes;
                    self.graph.and([there, holds])
                }
                None => there,
            };
            let holds = self.truth(body, &frame);
            yes.push(self.graph.and([counts, holds.yes]));
            no.push(self.graph.and([counts, holds.no]));
        }
        if quantifier == Quantifier::All {
            return Outcome::of(!self.graph.or(no));
        }
        Outcome::of(self.counted(quantifier, &yes))
    }
}

/// Whether a condition on a record reads another record that is looked at.
fn reads_outer(body: &Expr, filter: Option<&Expr>, level: usize) -> bool {
    let mut reads = false;
    for expr in std::iter::once(body).chain(filter) {
        walk::all(expr, &mut |expr| {
            reads |= matches!(expr.node.as_ref(), Node::Field(other, _) if *other < level);
        });
    }
    reads
}
