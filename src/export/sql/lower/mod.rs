//! Rules to conditions of SQL, node by node, as the evaluator takes them.

mod date;
mod duration;
mod field;
mod list;
mod number;
mod option;
mod part;
mod reading;
mod truths;
mod window;

use std::collections::BTreeSet;

use super::build::{Sql, null, truth};
use super::dialect::Dialect;
use super::tree::Tree;
use super::truth::Truth;
use crate::codes::export as codes;
use crate::diagnostic::Diagnostic;
use crate::model::monotone::Place;
use crate::model::{Expr, Fact, FactId, Trial, Type};
use crate::source::Span;

pub use field::Frame;
pub use reading::Stage;

/// What a place is taken to be while a rule is decided by cases.
#[expect(clippy::large_enum_variant, reason = "a handful at a time, on the way to a query")]
#[derive(Debug, Clone, PartialEq)]
pub enum Assumed {
    /// Yes or no.
    Truth(bool),
    /// One of its options.
    Option(usize),
    /// A number or a date.
    Value(Sql),
}

/// What is known on the way down.
pub struct Lower<'a> {
    pub trial: &'a Trial,
    pub dialect: Dialect,
    /// The place of the criterion that is compiled, in [`Trial::criteria`].
    pub criterion: usize,
    /// Criteria that have a column of their own, and whether that may not apply.
    pub decided: Vec<Option<bool>>,
    /// Readings that are chosen before criteria are decided.
    pub stages: Vec<Stage>,
    /// What could not be said.
    pub refused: Vec<Diagnostic>,
    pub(super) frames: Vec<Frame>,
    pub(super) assumed: Vec<(Place, Assumed)>,
    /// Places that are decided by cases on each record.
    pub(super) by_record: Vec<(Place, Vec<Assumed>)>,
    /// The moment; none at that of assessment.
    pub(super) moment: Option<Tree<Ends>>,
    /// Whether the branch that is looked at is taken.
    pub(super) reached: Sql,
    /// The truths of numbered parts so far.
    pub(super) parts: Vec<(usize, Truth)>,
    pub(super) names: usize,
    /// Dates of readings are read as they stand, while it is asked whether one that has a date is in time.
    pub(super) as_dated: bool,
    /// Places that are never missing.
    pub(super) known: BTreeSet<Place>,
    /// How many more conditions a criterion may be written with.
    pub(super) left: usize,
}

/// A criterion that needs more conditions than this is refused: nobody could read it, and no engine plan it.
const MOST_CONDITIONS: usize = 6000;
/// And so is one that is written with more signs: conditions that may not apply are written several times.
const MOST_SIGNS: usize = 1 << 18;
/// Values that are one of more than so many are refused.
pub(super) const MOST_WAYS: usize = 32;

/// The earliest and the latest day that a date could be; the same where it is known or not known at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Ends {
    /// `NULL` where nothing says.
    pub first: Sql,
    /// `NULL` where nothing says.
    pub last: Sql,
}

impl Ends {
    /// A date that is known, or not at all.
    pub fn exact(sql: Sql) -> Self {
        Self {
            first: sql.clone(),
            last: sql,
        }
    }
}

/// The short name of a patient's row.
pub const PATIENT: &str = "p";

impl<'a> Lower<'a> {
    /// Nothing known yet.
    pub fn new(trial: &'a Trial, dialect: Dialect, known: BTreeSet<Place>) -> Self {
        Self {
            trial,
            dialect,
            criterion: 0,
            decided: vec![None; trial.criteria.len()],
            stages: Vec::new(),
            refused: Vec::new(),
            frames: Vec::new(),
            assumed: Vec::new(),
            by_record: Vec::new(),
            moment: None,
            reached: truth(true),
            parts: Vec::new(),
            names: 0,
            as_dated: false,
            known,
            left: MOST_CONDITIONS,
        }
    }

    /// A rule; with `cases`, decided by each of these values of a place that is not known, and of all places together.
    pub fn rule(&mut self, rule: &'a Expr, cases: &[(Place, Vec<Assumed>)]) -> Truth {
        let Some(((place, values), rest)) = cases.split_first() else {
            return self.truth(rule);
        };
        let known = self.rule(rule, rest);
        let mut each = Vec::new();
        for value in values {
            self.assumed.push((*place, value.clone()));
            each.push(self.rule(rule, rest));
            self.assumed.pop();
        }
        let open = super::build::missing(self.column(place.0));
        let union = self.in_bounds(Truth::union_of(each));
        let truth = Truth::either(&open, union, known);
        self.in_bounds(truth)
    }

    /// A condition; an open one where it has grown too long, which refuses the rule.
    pub(super) fn in_bounds(&mut self, truth: Truth) -> Truth {
        if self.left > 0 && truth.is_longer_than(MOST_SIGNS) {
            self.left = 0;
            self.too_many(Span::default());
        }
        match self.left {
            0 => super::build::null().into(),
            _ => truth,
        }
    }

    /// A criterion begins.
    pub fn begin(&mut self, criterion: usize) {
        self.criterion = criterion;
        self.left = MOST_CONDITIONS;
    }

    /// Whether one more condition may be written.
    pub(super) fn one_more(&mut self, span: Span) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            self.too_many(span);
        }
        self.left > 0
    }

    pub(super) fn too_many(&mut self, _span: Span) {
        let span = self
            .trial
            .criteria
            .get(self.criterion)
            .map_or_else(Span::default, |c| c.id_span);
        let help = "facts that every row has need no cases: --known NAME";
        self.refuse(span, "a rule of so many cases", help);
    }

    /// The truths of numbered parts that were met, each in the order they were met in.
    pub fn take_parts(&mut self) -> Vec<(usize, Truth)> {
        std::mem::take(&mut self.parts)
    }

    /// The fields that are taken value by value from now on.
    pub fn set_fields(&mut self, fields: Vec<(Place, Vec<Assumed>)>) {
        self.by_record = fields;
    }

    /// What a rule comes to with a place taken to be something.
    pub fn tried(&mut self, rule: &'a Expr, place: Place, value: Assumed) -> Truth {
        self.assumed.push((place, value));
        let refused = std::mem::take(&mut self.refused);
        let truth = self.truth(rule);
        self.refused = refused;
        self.assumed.pop();
        self.parts.clear();
        truth
    }

    /// A date of the rule, wherever it stands.
    pub fn date_of(&mut self, expr: &'a Expr) -> Tree<Ends> {
        match expr.node.as_ref() {
            crate::model::Node::Field(..) => Tree::One(Ends {
                first: null(),
                last: truth(false),
            }),
            _ => self.date(expr),
        }
    }

    /// Whether a place is never missing.
    pub fn is_known_place(&self, place: Place) -> bool {
        self.known.contains(&place)
    }

    /// A place that cannot be taken value by value.
    pub fn refused_place(&mut self, finding: Diagnostic) {
        self.told(finding);
    }

    /// What cannot be said, and a condition in its place.
    pub(super) fn refuse(&mut self, span: Span, what: &str, help: &str) {
        let id = self
            .trial
            .criteria
            .get(self.criterion)
            .map_or("", |criterion| &criterion.id);
        let message = format!("{what} cannot be written in SQL (criterion {id})");
        let finding = codes::INEXPRESSIBLE.at(span, message).help(help);
        self.told(finding);
    }

    /// A date that has to be in every row.
    pub(super) fn must_be_known(&mut self, expr: &Expr, what: &str) {
        let crate::model::Node::Fact(fact) = expr.node.as_ref() else {
            return self.refuse(expr.span, what, "name a date that every row has");
        };
        let name = self.fact(*fact).map(|fact| fact.name.clone()).unwrap_or_default();
        let message = format!("{what} can be written in SQL only if `{name}` is in every row");
        let finding = codes::OPEN_PLACE.at(expr.span, message);
        self.told(finding.help(format!("if every row has it: --known {name}")));
    }

    /// Dates of readings as they stand, or those of the moment where there is none.
    pub(super) fn undated(&mut self, as_dated: bool) {
        self.as_dated = as_dated;
    }

    pub(super) fn told(&mut self, finding: Diagnostic) {
        let known = |earlier: &Diagnostic| earlier.code == finding.code && earlier.span() == finding.span();
        if !self.refused.iter().any(known) {
            self.refused.push(finding);
        }
    }

    pub(super) fn fact(&self, fact: FactId) -> Option<&'a Fact> {
        self.trial.facts.get(fact.index())
    }

    /// The column of a fact.
    pub(super) fn column(&self, fact: FactId) -> Sql {
        match self.fact(fact) {
            Some(declared) => self.dialect.field(PATIENT, &declared.name),
            None => null(),
        }
    }

    /// A name for a record that no other has.
    pub(super) fn new_name(&mut self) -> String {
        self.names += 1;
        format!("x{}", self.names)
    }

    pub(super) fn assumed(&self, place: Place) -> Option<&Assumed> {
        let found = self.assumed.iter().rev().find(|(assumed, _)| *assumed == place);
        found.map(|(_, value)| value)
    }

    /// The moment that ages and windows are counted from.
    pub(super) fn moment(&mut self) -> Tree<Ends> {
        if let Some(moment) = &self.moment {
            return moment.clone();
        }
        match self.trial.assessed_at {
            Some(fact) => Tree::One(Ends::exact(self.column(fact))),
            None => Tree::One(Ends::exact(null())),
        }
    }

    /// What a word names that is refused.
    pub(super) fn kind_of(expr: &Expr) -> &'static str {
        match &expr.ty {
            Type::Truth | Type::Invalid => "this condition",
            Type::Number(..) | Type::Titre => "this number",
            Type::Duration => "this length of time",
            Type::Choice(_) => "this option",
            Type::Date => "this date",
            Type::Period => "this period",
            Type::Text => "this text",
        }
    }
}
