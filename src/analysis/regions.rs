//! One number cut into the ranges between the limits that conditions compare it with.

use super::graph::{Atom, Gate};
use super::term::{Origin, TermId};
use super::{Analysis, Literal};
use crate::model::{Fact, Kind};
use crate::value::Number;

/// A range of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// `5 g/L`, `values above 5 up to 7 g/L`.
    pub words: String,
    /// Which of the conditions hold there.
    pub holding: Vec<usize>,
}

impl Analysis<'_> {
    /// The ranges of the one number that conditions speak of, lowest first; none where they speak of anything else, or of
    /// fewer than two limits.
    #[must_use]
    pub fn regions(&self, conditions: &[Literal]) -> Option<Vec<Region>> {
        let graph = &self.lowering.graph;
        let mut term: Option<TermId> = None;
        let mut cuts: Vec<(Number, bool)> = Vec::new();
        for node in graph.cone(conditions) {
            match graph.gate(node) {
                Gate::Constant | Gate::And(_) => {}
                Gate::Atom(Atom::Cut(of, limit, included)) if term.is_none_or(|term| term == *of) => {
                    term = Some(*of);
                    cuts.push((limit.clone(), *included));
                }
                Gate::Atom(_) => return None,
            }
        }
        let term = term?;
        cuts.sort();
        if cuts.len() < 2 {
            return None;
        }
        let known = self.lowering.terms.term(term)?;
        let mut regions = Vec::new();
        for at in 0..=cuts.len() {
            let low = at.checked_sub(1).and_then(|before| cuts.get(before));
            let words = self.between(known.whole, &known.origin, low, cuts.get(at));
            let holding = conditions
                .iter()
                .enumerate()
                .filter(|(_, condition)| self.holds_in(**condition, &cuts, at))
                .map(|(index, _)| index)
                .collect();
            regions.push(Region { words, holding });
        }
        Some(regions)
    }

    /// Whether a condition holds below the cut `at` and above the one before.
    fn holds_in(&self, condition: Literal, cuts: &[(Number, bool)], at: usize) -> bool {
        let holds = match self.lowering.graph.gate(condition.node()) {
            Gate::Constant => true,
            Gate::Atom(Atom::Cut(_, limit, included)) => cuts
                .iter()
                .position(|cut| (&cut.0, cut.1) == (limit, *included))
                .is_some_and(|position| position >= at),
            Gate::Atom(_) => false,
            Gate::And(parts) => parts.iter().all(|part| self.holds_in(*part, cuts, at)),
        };
        holds != condition.negated()
    }

    /// From above one cut up to the next, in words.
    fn between(
        &self,
        whole: bool,
        origin: &Origin,
        low: Option<&(Number, bool)>,
        high: Option<&(Number, bool)>,
    ) -> String {
        let unit = self.unit_of(origin);
        let shown = |number: &Number| format!("{}{unit}", number.decimal(6));
        match (low, high) {
            (Some((low, low_included)), Some((high, high_included))) => {
                if low == high {
                    return shown(low);
                }
                if whole && *low_included && *high_included && &(low + Number::one()) == high {
                    return shown(high);
                }
                let from = if *low_included { "above" } else { "from" };
                let to = if *high_included { "up to" } else { "to below" };
                format!("values {from} {} {to} {}", low.decimal(6), shown(high))
            }
            (None, Some((high, true))) => format!("{} and less", shown(high)),
            (None, Some((high, false))) => format!("less than {}", shown(high)),
            (Some((low, true)), None) => format!("more than {}", shown(low)),
            (Some((low, false)), None) => format!("{} and more", shown(low)),
            (None, None) => "any value".to_owned(),
        }
    }

    fn unit_of(&self, origin: &Origin) -> String {
        let facts = &self.lowering.trial.facts;
        let of = |fact: &Fact| match &fact.kind {
            Kind::Number(number) | Kind::Duration(number) => Some(number.unit.pretty()),
            Kind::Lab(inner) => match inner.as_ref() {
                Kind::Number(number) => Some(number.unit.pretty()),
                _ => None,
            },
            _ => None,
        };
        let fact = match origin {
            Origin::Fact(fact) | Origin::Reading(fact, _) => facts.get(fact.index()),
            Origin::Field(list, _, field) => match facts.get(list.index()).map(|list| &list.kind) {
                Some(Kind::List(list)) => list.fields.get(*field),
                _ => None,
            },
            Origin::Ratio(_, upper) => return if *upper { " × ULN" } else { " × LLN" }.to_owned(),
            Origin::Years(..) => return " years".to_owned(),
            Origin::Exists(..) | Origin::Derived => None,
        };
        match fact.and_then(of).filter(|unit| !unit.is_empty() && unit != "1") {
            Some(unit) => format!(" {unit}"),
            None => String::new(),
        }
    }
}
