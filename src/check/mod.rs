//! Syntax tree to model: names resolved, kinds and units settled, every mistake told once, at its place.
//!
//! A mistake becomes [`Type::Invalid`], which fits everywhere, so that what follows from it is not told again.

mod criteria;
mod definitions;
mod examples;
mod expr;
mod facts;
mod names;
mod records;
mod relation;
mod substance;
mod time;

mod units;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostics;
use crate::library::Module;
use crate::model::{Criterion, Endpoint, Expr, Fact, FactId, Node, Trial, Type};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{TimeUnit, Truths, Value};
use names::{Binding, Scope};

/// Checks a file with the modules it uses. `name` stands for the trial where the file has no header.
/// Always gives a trial; it may be evaluated only if `out` has no error.
pub fn check(file: &ast::File, modules: &[Module], name: &str, out: &mut Diagnostics) -> Trial {
    let mut checker = Checker::new(file, modules, out);
    checker.header(name);
    checker.declarations();
    checker.sections();
    checker.unused_definitions();
    checker.trial
}

/// What the checker knows while it walks.
pub(crate) struct Checker<'a> {
    out: &'a mut Diagnostics,
    file: &'a ast::File,
    modules: &'a [Module],
    trial: Trial,
    /// Every declared fact, read or not.
    declared: BTreeMap<String, Fact>,
    /// The facts that are read.
    read: BTreeMap<String, FactId>,
    /// The facts under which a record may give the totals of scores, by the definition's name.
    totals: BTreeMap<String, FactId>,
    defines: BTreeMap<String, &'a ast::Define>,
    /// The definitions being filled in.
    open_definitions: Vec<String>,
    used_definitions: BTreeSet<String>,
    /// How many uses of definitions were filled in so far.
    filled: usize,
    /// The records being looked at, outermost first; a record's place is its level.
    scopes: Vec<Scope>,
    /// The levels whose fields may be named.
    visible: Vec<usize>,
    params: BTreeMap<String, Binding<'a>>,
    /// The reading that `ULN` belongs to.
    limit_level: Option<usize>,
    /// `readings within …` in force, innermost last.
    validity: Vec<&'a ast::Window>,
    /// Under an exclusion or a negation, where `A, B <= L` is unclear.
    negative: bool,
    /// The groups of a section around the criterion that is being checked, outermost first.
    groups: Vec<criteria::Group>,
    /// The unit in which `age` is counted, from the limit on the other side.
    age_unit: Option<TimeUnit>,
    /// Where the criteria stand, by number.
    criterion_index: BTreeMap<String, usize>,
    /// Where the numbered items of the tree stand, by their place in the text.
    item_places: BTreeMap<Span, usize>,
    /// The section and the parent of what is being checked.
    place: criteria::Place,
    /// An unknown unit was just told.
    broken_unit: bool,
    /// Facts whose unit was told to be unknown.
    broken_facts: BTreeSet<String>,
    /// Names that nothing has and that nothing resembles; each is told once.
    undeclared: BTreeSet<String>,
    /// That definitions grow beyond all bounds was told.
    told_large: bool,
    depth: usize,
}

impl<'a> Checker<'a> {
    fn new(file: &'a ast::File, modules: &'a [Module], out: &'a mut Diagnostics) -> Self {
        Self {
            out,
            file,
            modules,
            trial: Trial::default(),
            declared: BTreeMap::new(),
            read: BTreeMap::new(),
            totals: BTreeMap::new(),
            defines: BTreeMap::new(),
            open_definitions: Vec::new(),
            used_definitions: BTreeSet::new(),
            filled: 0,
            scopes: Vec::new(),
            visible: Vec::new(),
            params: BTreeMap::new(),
            limit_level: None,
            validity: Vec::new(),
            negative: false,
            groups: Vec::new(),
            age_unit: None,
            criterion_index: BTreeMap::new(),
            item_places: BTreeMap::new(),
            place: criteria::Place::default(),
            broken_unit: false,
            broken_facts: BTreeSet::new(),
            undeclared: BTreeSet::new(),
            told_large: false,
            depth: 0,
        }
    }

    fn files(&self) -> impl Iterator<Item = &'a ast::File> + use<'a> {
        let file = self.file;
        self.modules
            .iter()
            .map(|module| &module.file)
            .chain(std::iter::once(file))
    }

    /// Definitions first, since facts may name kinds; then the facts, the modules' before the file's own.
    fn declarations(&mut self) {
        for file in self.files() {
            for part in &file.parts {
                if let ast::Part::Define(define) = part {
                    self.define(define);
                }
            }
        }
        for file in self.files() {
            for part in &file.parts {
                if let ast::Part::Facts(facts) = part {
                    for fact in &facts.node {
                        let fact = self.fact_from(fact);
                        self.declare(fact);
                    }
                }
            }
            self.declarations_within(file);
        }
    }

    fn sections(&mut self) {
        self.number_criteria();
        for part in &self.file.parts {
            match part {
                ast::Part::Section(section) => self.section(section),
                ast::Part::Endpoint(endpoint) => self.endpoint(endpoint),
                _ => {}
            }
        }
        self.circular_criteria();
        self.examples();
    }

    fn push_criterion(&mut self, criterion: Criterion) -> usize {
        self.trial.criteria.push(criterion);
        self.trial.criteria.len() - 1
    }

    fn push_endpoint(&mut self, endpoint: Endpoint) {
        self.trial.endpoints.push(endpoint);
    }
}

/// An expression that was told to be wrong.
fn invalid(span: Span) -> Expr {
    Expr {
        node: Box::new(Node::Invalid),
        ty: Type::Invalid,
        span,
    }
}

fn truth(node: Node, span: Span) -> Expr {
    Expr {
        node: Box::new(node),
        ty: Type::Truth,
        span,
    }
}

fn make(node: Node, ty: Type, span: Span) -> Expr {
    Expr {
        node: Box::new(node),
        ty,
        span,
    }
}

fn constant_truth(value: Truths, span: Span) -> Expr {
    truth(Node::Constant(Value::Truth(value)), span)
}
