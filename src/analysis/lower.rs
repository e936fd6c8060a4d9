//! The model's rules as a graph: what makes a condition hold, and what makes it fail.

use std::collections::BTreeMap;

use super::graph::{Atom, Graph, Literal};
use super::key;
use super::laws::Laws;
use super::linear::{Inequality, Linear, tightened};
use super::scope::Scope;
use super::term::{Origin, Term, TermId, Terms};
use crate::model::expr::{Moment, Quantifier};
use crate::model::{Expr, FactId, Node, Trial};
use crate::value::{Comparison, Number, Truths, Value};

/// When a condition holds and when it fails; where neither, it does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// It holds.
    pub yes: Literal,
    /// It fails.
    pub no: Literal,
}

impl Outcome {
    /// A condition that always applies.
    #[must_use]
    pub fn of(yes: Literal) -> Self {
        Self { yes, no: !yes }
    }

    pub(super) fn not(self) -> Self {
        Self {
            yes: self.no,
            no: self.yes,
        }
    }
}

/// How deep rules may be nested in each other's rules.
const DEEPEST: usize = 64;

/// Lowers rules of one trial into one graph.
pub struct Lowering<'a> {
    pub(super) trial: &'a Trial,
    pub(super) graph: Graph,
    pub(super) terms: Terms,
    /// Of each list, how many records tell every two of its quantifiers apart; none where they would be too many.
    pub(super) records: BTreeMap<FactId, Option<usize>>,
    /// What holds of every patient.
    pub(super) laws: Laws,
    /// A condition that is taken for another one, to see whether it makes a difference.
    pub(super) change: Option<Change<'a>>,
    criteria: BTreeMap<usize, Outcome>,
    depth: usize,
}

/// What is left of an expression for once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    /// Which.
    pub(super) of: &'a Expr,
    /// The clause, line or arm that is left out; none: the first two clauses change places.
    pub(super) without: Option<usize>,
}

impl Change<'_> {
    pub(super) fn is_of(&self, expr: &Expr) -> bool {
        std::ptr::eq(self.of, expr)
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn new(trial: &'a Trial) -> Self {
        Self {
            trial,
            graph: Graph::default(),
            terms: Terms::default(),
            records: super::records::needed(trial),
            laws: Laws::default(),
            change: None,
            criteria: BTreeMap::new(),
            depth: 0,
        }
    }

    /// A condition.
    pub(super) fn truth(&mut self, expr: &Expr, scope: &Scope) -> Outcome {
        if self.depth > DEEPEST {
            return self.open(expr, scope);
        }
        self.depth += 1;
        let outcome = self.truth_of(expr, scope);
        self.depth -= 1;
        outcome
    }

    fn truth_of(&mut self, expr: &Expr, scope: &Scope) -> Outcome {
        match expr.node.as_ref() {
            Node::Constant(Value::Truth(truths)) => match *truths {
                Truths::YES => Outcome::of(Literal::YES),
                Truths::NO => Outcome::of(Literal::NO),
                Truths::NOT_APPLICABLE => Outcome {
                    yes: Literal::NO,
                    no: Literal::NO,
                },
                _ => self.open(expr, scope),
            },
            Node::Fact(_) | Node::Field(..) => self.fact_truth(expr, scope),
            Node::Reading { source, body } => {
                let inner = self.latest(source, scope);
                self.truth(body, &inner)
            }
            Node::Compare(op, left, right) => self.compare(expr, *op, left, right, scope),
            Node::Among(inner, set) => self.among(expr, inner, set, scope),
            Node::Member(inner, set) => self.member(expr, inner, *set, scope),
            Node::InWindow(date, window) => self.in_window(expr, date, window, scope),
            Node::Not(inner) => self.truth(inner, scope).not(),
            Node::And(parts) => {
                let parts = self.all(expr, parts, scope);
                self.and(&parts)
            }
            Node::Or(parts) => {
                let parts: Vec<Outcome> = self.all(expr, parts, scope).into_iter().map(Outcome::not).collect();
                self.and(&parts).not()
            }
            Node::Count(quantifier, parts) => {
                let parts = self.all(expr, parts, scope);
                self.count(*quantifier, &parts)
            }
            Node::Cases { clauses, otherwise } => {
                let clauses = self.clauses(expr, clauses);
                self.cases(&clauses, otherwise.as_ref(), scope)
            }
            Node::Quantified {
                quantifier,
                source,
                body,
                level,
                apart,
            } => self.quantified(expr, *quantifier, source, body, *level, apart.is_some(), scope),
            Node::At(moment, inner) => {
                let scope = self.at(moment, scope);
                self.truth(inner, &scope)
            }
            Node::Named { body: inner, .. } | Node::Part(_, inner) | Node::Alternatives(inner, _) => {
                self.truth(inner, scope)
            }
            Node::Criterion(index) => self.criterion(*index),
            _ => self.open(expr, scope),
        }
    }

    /// The rule of a criterion, lowered once.
    pub(super) fn criterion(&mut self, index: usize) -> Outcome {
        if let Some(known) = self.criteria.get(&index) {
            return *known;
        }
        let trial = self.trial;
        let outcome = match trial.criteria.get(index) {
            Some(criterion) => self.truth(&criterion.rule, &Scope::default()),
            None => Outcome::of(Literal::NO),
        };
        self.criteria.insert(index, outcome);
        outcome
    }

    /// A condition of which nothing is known but that it is the same wherever it stands.
    pub(super) fn open(&mut self, expr: &Expr, scope: &Scope) -> Outcome {
        let key = format!("open {}", key::of(expr, scope, self.change.as_ref()));
        self.truth_term(&key, Origin::Derived)
    }

    pub(super) fn truth_term(&mut self, key: &str, origin: Origin) -> Outcome {
        let term = self.terms.get(key, || Term::of(origin));
        Outcome::of(self.graph.atom(Atom::Truth(term)))
    }

    fn all(&mut self, whole: &Expr, parts: &[Expr], scope: &Scope) -> Vec<Outcome> {
        let left_out = self
            .change
            .filter(|change| change.is_of(whole))
            .and_then(|change| change.without);
        let kept = parts.iter().enumerate().filter(|(at, _)| Some(*at) != left_out);
        kept.map(|(_, part)| self.truth(part, scope)).collect()
    }

    /// The clauses of cases in their order.
    pub(super) fn clauses<'e>(&self, whole: &Expr, clauses: &'e [(Expr, Expr)]) -> Vec<&'e (Expr, Expr)> {
        let mut all: Vec<&(Expr, Expr)> = clauses.iter().collect();
        match self.change.filter(|change| change.is_of(whole)) {
            Some(Change { without: Some(at), .. }) if at < all.len() => {
                all.remove(at);
            }
            Some(_) if all.len() > 1 => all.swap(0, 1),
            _ => {}
        }
        all
    }

    /// All that apply.
    pub(super) fn and(&mut self, parts: &[Outcome]) -> Outcome {
        let no = self.graph.or(parts.iter().map(|part| part.no));
        let some = self.graph.or(parts.iter().map(|part| part.yes));
        let yes = self.graph.and([some, !no]);
        Outcome { yes, no }
    }

    fn count(&mut self, quantifier: Quantifier, parts: &[Outcome]) -> Outcome {
        let yes: Vec<Literal> = parts.iter().map(|part| part.yes).collect();
        let applies = self.graph.or(parts.iter().flat_map(|part| [part.yes, part.no]));
        let holds = if quantifier == Quantifier::All {
            let none_fails = self.graph.or(parts.iter().map(|part| part.no));
            !none_fails
        } else {
            self.counted(quantifier, &yes)
        };
        Outcome {
            yes: self.graph.and([applies, holds]),
            no: self.graph.and([applies, !holds]),
        }
    }

    pub(super) fn counted(&mut self, quantifier: Quantifier, yes: &[Literal]) -> Literal {
        let graph = &mut self.graph;
        match quantifier {
            Quantifier::Any => graph.or(yes.iter().copied()),
            Quantifier::None => !graph.or(yes.iter().copied()),
            Quantifier::All => graph.and(yes.iter().copied()),
            Quantifier::AtLeast(n) => graph.at_least(n as usize, yes),
            Quantifier::AtMost(n) => !graph.at_least(n as usize + 1, yes),
            Quantifier::Exactly(n) => {
                let enough = graph.at_least(n as usize, yes);
                let more = graph.at_least(n as usize + 1, yes);
                graph.and([enough, !more])
            }
        }
    }

    fn cases(&mut self, clauses: &[&(Expr, Expr)], otherwise: Option<&Expr>, scope: &Scope) -> Outcome {
        let mut result = match otherwise {
            Some(otherwise) => self.truth(otherwise, scope),
            None => Outcome {
                yes: Literal::NO,
                no: Literal::NO,
            },
        };
        for (condition, value) in clauses.iter().copied().rev() {
            let holds = self.truth(condition, scope).yes;
            let value = self.truth(value, scope);
            result = Outcome {
                yes: self.graph.choose(holds, value.yes, result.yes),
                no: self.graph.choose(holds, value.no, result.no),
            };
        }
        result
    }

    /// The scope at another date or visit.
    pub(super) fn at(&mut self, moment: &Moment, scope: &Scope) -> Scope {
        let mut inner = scope.clone();
        match moment {
            Moment::Visit(name) => {
                inner.visit = Some(name.clone());
                inner.moment = None;
            }
            Moment::Date(date) => {
                let key = format!("moment {}", key::of(date, scope, self.change.as_ref()));
                let origin = match date.node.as_ref() {
                    Node::Fact(fact) if scope.visit.is_none() => Origin::Fact(*fact),
                    _ => Origin::Derived,
                };
                let key = match date.node.as_ref() {
                    Node::Fact(fact) => format!("{}fact {}", self.visit_of(*fact, scope), fact.0),
                    _ => key,
                };
                inner.moment = Some(self.terms.get(&key, || Term::a_day(origin)));
            }
        }
        inner
    }

    /// The visit in the key of a fact; what belongs to the person is the same at each.
    pub(super) fn visit_of(&self, fact: FactId, scope: &Scope) -> String {
        let personal = self.trial.facts.get(fact.index()).is_some_and(|fact| fact.personal);
        match &scope.visit {
            Some(visit) if !personal => format!("@{visit} "),
            _ => String::new(),
        }
    }

    /// Whether a sum compares so with 0.
    pub(super) fn sum_compares(&mut self, op: Comparison, sum: &Linear, constant: &Number) -> Literal {
        match op {
            Comparison::AtMost => self.sum_at_most(sum, &-constant, true),
            Comparison::Less => self.sum_at_most(sum, &-constant, false),
            Comparison::AtLeast => !self.sum_at_most(sum, &-constant, false),
            Comparison::Greater => !self.sum_at_most(sum, &-constant, true),
            Comparison::Equal => {
                let at_most = self.sum_at_most(sum, &-constant, true);
                let below = self.sum_at_most(sum, &-constant, false);
                self.graph.and([at_most, !below])
            }
            Comparison::NotEqual => !self.sum_compares(Comparison::Equal, sum, constant),
        }
    }

    /// Whether a sum is at most (`included`) or below a limit.
    fn sum_at_most(&mut self, sum: &Linear, limit: &Number, included: bool) -> Literal {
        let mut entries = sum.0.iter();
        let (Some((first, times)), rest) = (entries.next(), entries.len()) else {
            let holds = if included {
                Number::zero() <= *limit
            } else {
                Number::zero() < *limit
            };
            return if holds { Literal::YES } else { Literal::NO };
        };
        let (first, factor) = (*first, times.clone());
        let Some(limit) = limit.checked_div(&factor) else {
            return Literal::NO;
        };
        let upwards = factor.signum() > 0;
        if rest == 0 {
            // -x at most -3 is x at least 3: not below 3.
            let cut = self.cut(first, &limit, if upwards { included } else { !included });
            return cut.xor(!upwards);
        }
        let one = Number::one().checked_div(&factor).unwrap_or_else(Number::one);
        let sum = sum.scale(&one);
        if limit.is_zero()
            && let Some(literal) = self.ratio(&sum, if upwards { included } else { !included })
        {
            return literal.xor(!upwards);
        }
        let included = if upwards { included } else { !included };
        let inequality = Inequality {
            sum,
            limit,
            strict: !included,
            from: std::collections::BTreeSet::new(),
        };
        let terms = &self.terms;
        let tight = tightened(inequality, &|term| terms.term(term).is_some_and(|term| term.whole));
        let atom = Atom::Sum(tight.sum, tight.limit, !tight.strict);
        self.graph.atom(atom).xor(!upwards)
    }

    /// Whether a term is at most (`included`) or below a limit.
    pub(super) fn cut(&mut self, term: TermId, limit: &Number, included: bool) -> Literal {
        let Some(known) = self.terms.term(term).cloned() else {
            return Literal::NO;
        };
        let (limit, included) = match (known.whole, included) {
            (true, true) => (limit.floor(), true),
            (true, false) => (limit.ceil() - Number::one(), true),
            (false, included) => (limit.clone(), included),
        };
        let below = known
            .low
            .as_ref()
            .is_some_and(|low| if included { limit < *low } else { limit <= *low });
        if below || known.positive && limit.signum() <= 0 {
            return Literal::NO;
        }
        let above = known
            .high
            .as_ref()
            .is_some_and(|high| if included { limit >= *high } else { limit > *high });
        if above {
            return Literal::YES;
        }
        self.graph.atom(Atom::Cut(term, limit, included))
    }

    /// `x - 3*ULN at most 0`: a reading over its own limit is one number. The first term counts once.
    fn ratio(&mut self, sum: &Linear, included: bool) -> Option<Literal> {
        let mut entries = sum.0.iter();
        let ((a, _), (b, times)) = (entries.next()?, entries.next()?);
        if entries.next().is_some() {
            return None;
        }
        let (first, second) = (self.terms.term(*a)?.clone(), self.terms.term(*b)?.clone());
        let (value, limit, limit_first) = match (first.positive, second.positive) {
            (false, true) => (&first, *b, false),
            (true, false) => (&second, *a, true),
            _ => return None,
        };
        let (lab, upper) = match (&value.origin, if limit_first { &first.origin } else { &second.origin }) {
            (Origin::Reading(lab, 0), Origin::Reading(other, field)) if lab == other => {
                (*lab, *field == crate::model::expr::reading_field::HIGH)
            }
            _ => return None,
        };
        let value_id = if limit_first { *b } else { *a };
        let low = value
            .low
            .clone()
            .filter(|low| low.signum() >= 0)
            .map(|_| Number::zero());
        let key = format!("ratio {} {}", value_id.0, limit.0);
        let ratio = self
            .terms
            .get(&key, || Term::of(Origin::Ratio(lab, upper)).within(low, None));
        if limit_first {
            // u + t*x <= 0 with t below 0: x/u at least -1/t.
            let bound = (-Number::one()).checked_div(times)?;
            return (times.signum() < 0).then(|| !self.cut(ratio, &bound, !included));
        }
        // x + t*u <= 0: x/u at most -t.
        Some(self.cut(ratio, &-times, included))
    }
}
