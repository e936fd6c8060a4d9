//! Recording the reasons while a rule is evaluated, or not.

use std::collections::BTreeMap;

use super::verdict::{Explanation, Role, Warning};
use crate::model::{FactId, Type};
use crate::source::Span;
use crate::value::{Dates, Day, Number, Value};

/// A place in a patient's record that may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Address {
    /// A fact, at a visit.
    Fact(Option<usize>, FactId),
    /// A field of a record of a list.
    Field(Option<usize>, FactId, usize, usize),
    /// A field of a reading.
    Reading(Option<usize>, FactId, usize, usize),
    /// A field of the reading that a lab does not have: the lab, the filter it would have to pass.
    OpenReading(Option<usize>, FactId, Span, usize),
}

/// Where an open value would have to be cut so that each piece decides.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cut {
    /// At a number.
    Number(Number),
    /// At a day.
    Day(Day),
}

/// Takes note of what is evaluated.
pub(super) trait Recorder {
    /// Whether anything is noted; what costs time is done only then.
    const ON: bool;
    /// A sub-expression begins.
    fn enter(&mut self, span: Span);
    /// The innermost one ends.
    fn exit(&mut self, role: Role, value: &Value, ty: &Type);
    /// The last sub-expression that ended is no reason worth telling.
    fn forget(&mut self);
    /// The last sub-expression that ended stands before the one that ended before it.
    fn precede(&mut self);
    /// The sub-expression that ended last, beside the innermost that goes on.
    fn last(&self) -> Option<&Explanation>;
    /// A fact was read.
    fn read(&mut self, address: Address, value: &Value);
    /// A comparison left a fact open that this cut would decide.
    fn cut(&mut self, address: Address, cut: Cut);
    /// Something to look at.
    fn warn(&mut self, warning: Warning);
}

/// Notes nothing.
#[derive(Debug, Default)]
pub(super) struct Silent;

impl Recorder for Silent {
    const ON: bool = false;
    fn enter(&mut self, _span: Span) {}
    fn exit(&mut self, _role: Role, _value: &Value, _ty: &Type) {}
    fn forget(&mut self) {}
    fn precede(&mut self) {}
    fn last(&self) -> Option<&Explanation> {
        None
    }
    fn read(&mut self, _address: Address, _value: &Value) {}
    fn cut(&mut self, _address: Address, _cut: Cut) {}
    fn warn(&mut self, _warning: Warning) {}
}

/// Builds the tree of reasons.
#[derive(Debug, Default)]
pub(super) struct Tree {
    open: Vec<(Span, Vec<Explanation>)>,
    /// The finished roots.
    pub(super) roots: Vec<Explanation>,
    /// How often each open place was read, and its value.
    pub(super) reads: BTreeMap<Address, (usize, Value)>,
    /// Where to cut.
    pub(super) cuts: BTreeMap<Address, Vec<Cut>>,
    /// What to look at.
    pub(super) warnings: Vec<Warning>,
    /// The trees of the numbered parts, by criterion.
    pub(super) parts: BTreeMap<usize, Explanation>,
}

impl Recorder for Tree {
    const ON: bool = true;

    fn enter(&mut self, span: Span) {
        self.open.push((span, Vec::new()));
    }

    fn exit(&mut self, role: Role, value: &Value, ty: &Type) {
        let Some((span, children)) = self.open.pop() else {
            return;
        };
        let explanation = Explanation {
            span,
            role,
            value: value.clone(),
            ty: ty.clone(),
            children,
        };
        if let Role::Part(index) = explanation.role {
            let decides = matches!(&explanation.value, Value::Truth(truths) if truths.contains_yes());
            if decides || !self.parts.contains_key(&index) {
                self.parts.insert(index, explanation.clone());
            }
        }
        match self.open.last_mut() {
            Some((_, siblings)) => siblings.push(explanation),
            None => self.roots.push(explanation),
        }
    }

    fn forget(&mut self) {
        if let Some((_, siblings)) = self.open.last_mut() {
            siblings.pop();
        }
    }

    fn precede(&mut self) {
        if let Some((_, siblings)) = self.open.last_mut()
            && let [.., before, last] = siblings.as_mut_slice()
        {
            std::mem::swap(before, last);
        }
    }

    fn last(&self) -> Option<&Explanation> {
        self.open.last().and_then(|(_, siblings)| siblings.last())
    }

    fn read(&mut self, address: Address, value: &Value) {
        if super::domain::is_single(value) {
            return;
        }
        self.reads
            .entry(address)
            .and_modify(|(count, _)| *count += 1)
            .or_insert_with(|| (1, value.clone()));
    }

    fn cut(&mut self, address: Address, cut: Cut) {
        let cuts = self.cuts.entry(address).or_default();
        if cuts.len() < 24 && !cuts.contains(&cut) {
            cuts.push(cut);
        }
    }

    fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// The days on which a set of dates begins and ends.
pub(super) fn ends(dates: &Dates) -> [Day; 2] {
    let (low, high) = dates.days();
    [low, high]
}
