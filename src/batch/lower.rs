//! The checked model to a flat program, as far as columns can hold what it reads.

mod linear;
mod reads;
mod window;

use super::columns::{Cell, Layout};
use super::program::{Atom, Judged, Operation, Program, Register};
use crate::eval;
use crate::model::expr::Moment;
use crate::model::{Expr, Fact, FactId, Kind, Node, Trial, walk};
use crate::value::{Comparison, Truths, Value};
use reads::{Direction, Reads};

/// The program of a trial over the columns of `layout`, which gets those that it needs. Nothing where the trial reads what
/// no column holds (histories, lists, visits), or computes what whole numbers do not: it is evaluated in the general way.
#[must_use]
pub fn lower(trial: &Trial, layout: &mut Layout) -> Option<Program> {
    if !trial.endpoints.is_empty() {
        return None;
    }
    // A record may hold any of its facts; one that no column holds could be in error.
    for fact in &trial.facts {
        layout.column(fact)?;
    }
    let mut lowering = Lowering {
        trial,
        layout,
        operations: Vec::new(),
        atoms: Vec::new(),
        rules: vec![None; trial.criteria.len()],
        parts: vec![None; trial.criteria.len()],
        moment: trial.assessed_at,
        taken: None,
        direction: Direction::Up,
        reads: Reads::default(),
    };
    let mut again = vec![false; trial.criteria.len()];
    // Children before their parents, as in the evaluator.
    for (at, criterion) in trial.criteria.iter().enumerate().rev() {
        if criterion.part {
            continue;
        }
        lowering.reads = Reads::default();
        let rule = lowering.truth(&criterion.rule)?;
        *lowering.rules.get_mut(at)? = Some(rule);
        *again.get_mut(at)? = lowering.reads.conflict();
    }
    let mut criteria = Vec::with_capacity(trial.criteria.len());
    for (at, criterion) in trial.criteria.iter().enumerate() {
        let found = if criterion.part {
            &lowering.parts
        } else {
            &lowering.rules
        };
        let rule = match found.get(at).copied().flatten() {
            Some(rule) => rule,
            None => lowering.emit(Operation::Constant(eval::untouched(criterion).bits())),
        };
        criteria.push(Judged {
            rule,
            in_favour: criterion.in_favour,
            decides: criterion.parent.is_none(),
            again: again.get(at).copied().unwrap_or(true),
        });
    }
    let mut atoms = lowering.atoms;
    atoms.resize(lowering.operations.len(), None);
    Some(Program {
        operations: lowering.operations,
        atoms,
        criteria,
    })
}

struct Lowering<'a> {
    trial: &'a Trial,
    layout: &'a mut Layout,
    operations: Vec<Operation>,
    /// Where each operation on columns is written, and what stands there.
    atoms: Vec<Option<Atom>>,
    /// The truths of criteria that are lowered.
    rules: Vec<Option<Register>>,
    /// What the numbered parts report.
    parts: Vec<Option<Register>>,
    /// The date that counts as the moment of assessment where the rule is looked at.
    moment: Option<FactId>,
    /// Whether the branch that is looked at is taken; none where it always is.
    taken: Option<Register>,
    /// Which way the rule's truth goes with that of what is looked at.
    direction: Direction,
    /// What the criterion reads.
    reads: Reads,
}

impl Lowering<'_> {
    /// The result of an operation, computed once.
    fn emit(&mut self, operation: Operation) -> Register {
        let known = self.operations.iter().position(|other| *other == operation);
        known.unwrap_or_else(|| {
            self.operations.push(operation);
            self.operations.len() - 1
        })
    }

    /// The result of an operation on columns, and where it is written: of two that are alike each stands for its own place.
    fn emit_atom(&mut self, operation: Operation, expr: &Expr) -> Register {
        self.emit_with(operation, Some(expr), expr)
    }

    /// The same of something that is made of others: what `first` reads is named in front of what those read.
    fn emit_with(&mut self, operation: Operation, first: Option<&Expr>, expr: &Expr) -> Register {
        self.atoms.resize(self.operations.len(), None);
        let at_its_place = |atom: &Option<Atom>| atom.as_ref().is_some_and(|atom| atom.span == expr.span);
        let mut known = self.operations.iter().zip(&self.atoms);
        if let Some(at) = known.position(|(other, atom)| *other == operation && at_its_place(atom)) {
            return at;
        }
        let mut columns = Vec::new();
        let mut note = |inner: &Expr| {
            if let Node::Fact(fact) | Node::Age { birth: fact, .. } = inner.node.as_ref()
                && let Some(column) = self.column(*fact)
                && !columns.contains(&column)
            {
                columns.push(column);
            }
        };
        if let Some(first) = first {
            walk::all(first, &mut note);
        }
        self.operations.push(operation);
        let span = expr.span;
        self.atoms.push(Some(Atom { span, columns }));
        self.operations.len() - 1
    }

    fn fact(&self, fact: FactId) -> Option<&Fact> {
        self.trial.facts.get(fact.index())
    }

    /// The column of a fact.
    fn column(&mut self, fact: FactId) -> Option<usize> {
        let declared = self.trial.facts.get(fact.index())?;
        self.layout.column(declared)
    }

    fn truth(&mut self, expr: &Expr) -> Option<Register> {
        match expr.node.as_ref() {
            Node::Constant(Value::Truth(truths)) => Some(self.emit(Operation::Constant(truths.bits()))),
            Node::Fact(fact) if self.fact(*fact)?.kind == Kind::YesNo => {
                let column = self.column(*fact)?;
                self.reads.add(*fact, self.direction, None);
                Some(self.emit_atom(Operation::Truth(column), expr))
            }
            Node::Compare(op, left, right) => self.compare(*op, left, right, expr),
            Node::Among(inner, numbers) => self.among(inner, numbers, expr),
            Node::Member(inner, choices) => {
                let options = choices.iter().fold(0_u128, |all, at| all | 1_u128 << at.min(127));
                self.member(inner, options, expr)
            }
            Node::InWindow(date, window) => self.in_window(date, window, expr),
            Node::Not(inner) => {
                let inner = self.turned(|lowering| lowering.truth(inner))?;
                Some(self.emit(Operation::Not(inner)))
            }
            Node::And(parts) => self.joined(parts, Operation::And),
            Node::Or(parts) => self.joined(parts, Operation::Or),
            Node::Count(quantifier, parts) => {
                let parts = self.either_way(|lowering| {
                    parts
                        .iter()
                        .map(|part| lowering.truth(part))
                        .collect::<Option<Vec<_>>>()
                })?;
                Some(self.emit(Operation::Count(*quantifier, parts)))
            }
            Node::At(..) => {
                let (moment, inner) = self.at_date(expr)?;
                self.as_of(moment, |lowering| lowering.truth(inner))
            }
            Node::Cases { clauses, otherwise } => self.cases(clauses, otherwise.as_ref()),
            Node::Named { body, given: None, .. } => self.truth(body),
            Node::Alternatives(in_force, _) => self.truth(in_force),
            Node::Part(at, inner) => self.part(*at, inner),
            Node::Criterion(at) => self.rules.get(*at).copied().flatten(),
            _ => None,
        }
    }

    /// Something whose truth goes the other way.
    fn turned<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let direction = self.direction;
        self.direction = direction.turned();
        let result = inner(self);
        self.direction = direction;
        result
    }

    /// Something on which the truth may depend in either way.
    fn either_way<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let direction = std::mem::replace(&mut self.direction, Direction::Either);
        let result = inner(self);
        self.direction = direction;
        result
    }

    fn joined(&mut self, parts: &[Expr], join: fn(Register, Register) -> Operation) -> Option<Register> {
        let mut joined: Option<Register> = None;
        for part in parts {
            let next = self.truth(part)?;
            joined = Some(match joined {
                Some(earlier) => self.emit(join(earlier, next)),
                None => next,
            });
        }
        Some(joined.unwrap_or_else(|| self.emit(Operation::Constant(Truths::NOT_APPLICABLE.bits()))))
    }

    /// Clauses from the last to the first, each a choice between its value and those behind it.
    fn cases(&mut self, clauses: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Option<Register> {
        let outer = self.taken;
        let mut chosen = Vec::with_capacity(clauses.len());
        for (condition, value) in clauses {
            let condition = self.either_way(|lowering| lowering.truth(condition))?;
            let condition = self.emit(Operation::Holds(condition));
            let before = self.taken;
            self.taken = Some(self.both(before, condition));
            let value = self.truth(value)?;
            let not = self.emit(Operation::Not(condition));
            self.taken = Some(self.both(before, not));
            chosen.push((condition, value));
        }
        let mut rest = match otherwise {
            Some(otherwise) => self.truth(otherwise)?,
            None => self.emit(Operation::Constant(Truths::NOT_APPLICABLE.bits())),
        };
        self.taken = outer;
        for (condition, then) in chosen.into_iter().rev() {
            rest = self.emit(Operation::Choose {
                condition,
                then,
                otherwise: rest,
            });
        }
        Some(rest)
    }

    fn both(&mut self, before: Option<Register>, condition: Register) -> Register {
        match before {
            Some(before) => self.emit(Operation::And(before, condition)),
            None => condition,
        }
    }

    /// A numbered part reports its own outcome, once.
    fn part(&mut self, at: usize, inner: &Expr) -> Option<Register> {
        let truths = self.truth(inner)?;
        let criterion = self.trial.criteria.get(at)?;
        let reported = match self.taken {
            None => truths,
            Some(taken) => self.emit(Operation::Reported {
                taken,
                part: truths,
                otherwise: eval::untouched(criterion).bits(),
            }),
        };
        let slot = self.parts.get_mut(at)?;
        if slot.is_some() {
            return None;
        }
        *slot = Some(reported);
        Some(truths)
    }

    /// An option among some.
    fn member(&mut self, inner: &Expr, options: u128, expr: &Expr) -> Option<Register> {
        let Node::Fact(fact) = plain(inner).node.as_ref() else {
            return None;
        };
        let column = self.column(*fact)?;
        let Some(Cell::Choice(_)) = self.layout.columns.get(column).map(|column| &column.cell) else {
            return None;
        };
        self.reads.add(*fact, self.direction, Some(options));
        let absent = eval::of_nothing(self.trial, expr).bits();
        let operation = Operation::Member {
            column,
            options,
            absent,
        };
        Some(self.emit_atom(operation, expr))
    }

    fn compare(&mut self, op: Comparison, left: &Expr, right: &Expr, expr: &Expr) -> Option<Register> {
        if let Node::Constant(Value::Choice(limit)) = plain(right).node.as_ref() {
            return self.graded(op, left, limit.as_one()?, expr);
        }
        if let Node::Constant(Value::Choice(limit)) = plain(left).node.as_ref() {
            return self.graded(op.flip(), right, limit.as_one()?, expr);
        }
        let cases = |expr: &Expr| matches!(plain(expr).node.as_ref(), Node::Cases { otherwise: Some(_), .. });
        if cases(right) {
            let with = |value: &Expr| Node::Compare(op, left.clone(), value.clone());
            return self.chosen(right, Some(left), &with, expr);
        }
        if cases(left) {
            let with = |value: &Expr| Node::Compare(op, value.clone(), right.clone());
            return self.chosen(left, None, &with, expr);
        }
        if let Some((fact, right)) = self.at_date(right) {
            return self.as_of(fact, |lowering| lowering.compare(op, left, right, expr));
        }
        if let Some((fact, left)) = self.at_date(left) {
            return self.as_of(fact, |lowering| lowering.compare(op, left, right, expr));
        }
        let difference = self.linear(left)?.minus(self.linear(right)?)?;
        self.limit(difference, op, expr)
    }

    /// A comparison with one of several values: the comparison with each, as the conditions choose. `first` is what stands
    /// in front of the values.
    fn chosen(
        &mut self,
        values: &Expr,
        first: Option<&Expr>,
        with: &dyn Fn(&Expr) -> Node,
        expr: &Expr,
    ) -> Option<Register> {
        let Node::Cases {
            clauses,
            otherwise: Some(otherwise),
        } = plain(values).node.as_ref()
        else {
            return None;
        };
        let compared = |lowering: &mut Self, value: &Expr| {
            // What is true where nothing is known depends on the value.
            let each = Expr {
                node: Box::new(with(value)),
                ty: expr.ty.clone(),
                span: expr.span,
            };
            lowering.truth(&each)
        };
        let mut chosen = Vec::with_capacity(clauses.len());
        for (condition, value) in clauses {
            let condition = self.either_way(|lowering| lowering.truth(condition))?;
            chosen.push((self.emit(Operation::Holds(condition)), compared(self, value)?));
        }
        let mut rest = compared(self, otherwise)?;
        let count = chosen.len();
        for (place, (condition, then)) in chosen.into_iter().rev().enumerate() {
            let choice = Operation::Choose {
                condition,
                then,
                otherwise: rest,
            };
            rest = match place + 1 == count {
                true => self.emit_with(choice, first, expr),
                false => self.emit(choice),
            };
        }
        Some(rest)
    }

    /// What is looked at as of a date that is a fact.
    fn at_date<'e>(&self, expr: &'e Expr) -> Option<(FactId, &'e Expr)> {
        let Node::At(Moment::Date(date), inner) = plain(expr).node.as_ref() else {
            return None;
        };
        match plain(date).node.as_ref() {
            Node::Fact(fact) => Some((*fact, inner)),
            _ => None,
        }
    }

    /// Something while a date counts as the moment of assessment.
    fn as_of<T>(&mut self, moment: FactId, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.moment.replace(moment);
        let result = inner(self);
        self.moment = before;
        result
    }

    /// A grade against a grade.
    fn graded(&mut self, op: Comparison, inner: &Expr, limit: usize, expr: &Expr) -> Option<Register> {
        let options = (0..128_usize).filter(|at| match op {
            Comparison::Less => *at < limit,
            Comparison::AtMost => *at <= limit,
            Comparison::Greater => *at > limit,
            Comparison::AtLeast => *at >= limit,
            Comparison::Equal => *at == limit,
            Comparison::NotEqual => *at != limit,
        });
        let options = options.fold(0_u128, |all, at| all | 1_u128 << at);
        self.member(inner, options, expr)
    }
}

/// What stands behind names and readings in force.
fn plain(expr: &Expr) -> &Expr {
    match expr.node.as_ref() {
        Node::Named { body, given: None, .. } => plain(body),
        Node::Alternatives(in_force, _) => plain(in_force),
        _ => expr,
    }
}
