//! Numbered parts of a rule, whose outcome is told beside that of the whole.

use super::super::build::{Sql, and, case, compare, first_known, missing, not, null, number, or, truth};
use super::super::dialect::Fold;
use super::super::truth::Truth;
use super::Lower;
use super::list::code;
use crate::value::Comparison;

/// Records as parts see them.
pub(super) struct Looked<'a> {
    pub list: &'a Sql,
    pub var: &'a str,
    pub counts: &'a Sql,
    pub further_counts: &'a Sql,
    pub unknown: &'a Sql,
}

impl Lower<'_> {
    /// What a part came to where it was met: where its branch may not be taken, it may not apply.
    pub(super) fn met_part(&mut self, index: usize, found: &Truth) {
        let applies = and([
            found.applies.clone().unwrap_or_else(|| truth(true)),
            self.reached.clone(),
        ]);
        let applies = match super::super::build::constant(&applies) {
            Some(true) => None,
            _ => Some(applies),
        };
        let value = found.value.clone();
        self.parts.push((index, Truth { value, applies }));
    }

    /// What a part comes to that nothing met: where there is no record there is nothing to except from.
    pub fn untouched(&self, index: usize) -> Truth {
        let declared = self.trial.criteria.get(index);
        match declared.is_some_and(|criterion| criterion.per_record && !criterion.aside) {
            true => truth(false).into(),
            false => Truth::not_applicable(),
        }
    }

    /// Parts that are judged on one record at a time: what they come to on any of them.
    pub(super) fn parts_of(&mut self, records: &Looked<'_>, parts: Vec<(usize, Truth)>, further: Vec<(usize, Truth)>) {
        let mut indices: Vec<usize> = parts.iter().map(|(index, _)| *index).collect();
        indices.dedup();
        indices.sort_unstable();
        indices.dedup();
        for index in indices {
            let of = |all: &[(usize, Truth)]| {
                let own = all
                    .iter()
                    .filter(|(at, _)| *at == index)
                    .map(|(_, truth)| truth.clone());
                Truth::any(own.collect())
            };
            let (one, beyond) = (of(&parts), of(&further));
            let untouched = self.untouched(index);
            let fold = |condition: Sql| {
                let value = case([(not(records.counts.clone()), null())], code(&condition));
                self.dialect
                    .fold(Fold::Highest, records.list.clone(), records.var, value)
            };
            let none = missing(fold(truth(true)));
            let any = |condition: Sql| {
                let highest = first_known([fold(condition), number("0")]);
                let open = super::super::build::call("NULLIF", [highest, number("1")]);
                compare(open, Comparison::Equal, number("2"))
            };
            let known = match one.applies.clone() {
                None => Truth::from(any(one.value)),
                Some(applies) => {
                    let seen = any(one.clone().not().holds());
                    Truth {
                        value: or([any(one.holds()), not(first_known([seen, truth(true)]))]),
                        applies: Some(any(applies)),
                    }
                }
            };
            let known = Truth::either(&none, untouched.clone(), known);
            let never = first_known([not(records.further_counts.clone()), truth(false)]);
            let beyond = Truth::either(&never, untouched, beyond);
            let found = Truth::either(records.unknown, beyond, known);
            self.parts.push((index, found));
        }
    }
}
