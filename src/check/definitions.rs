//! `define`: names for formulas, conditions, lists and kinds. A use is filled in where it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Binding;
use super::{Checker, invalid, make};
use crate::codes::check::{
    CIRCULAR_DEFINITION, DECLARED_TWICE, DEFINITION_ATTRIBUTE, TOO_LARGE, UNKNOWN_NAME, WRONG_NUMBER_OF_ARGUMENTS,
};
use crate::model::expr::{Aggregate, Arithmetic, Given};
use crate::model::{Definition, Expr, Fact, Kind, Node, NumberKind, Type, walk};
use crate::source::{Span, Spanned};
use crate::syntax::ast;
use crate::value::{Number, Substance, Unit, Value};

/// More uses of definitions than this in one file are definitions gone wild.
const MOST_FILLED: usize = 5_000;

impl<'a> Checker<'a> {
    pub(super) fn define(&mut self, define: &'a ast::Define) {
        if let Some(earlier) = self.defines.get(&define.name.node) {
            if earlier.body != define.body || earlier.params != define.params {
                self.out.push(
                    DECLARED_TWICE
                        .at(define.name.span, format!("`{}` is defined twice", define.name.node))
                        .label(earlier.name.span, "the first"),
                );
            }
            return;
        }
        self.defines.insert(define.name.node.clone(), define);
        let described = self.described(define);
        self.trial.definitions.push(described);
    }

    /// What a definition says of itself behind its name.
    fn described(&mut self, define: &ast::Define) -> Definition {
        let mut described = Definition {
            name: define.name.node.clone(),
            // A kind is used where facts are declared, before anything else is looked at.
            used: matches!(define.body, ast::DefineBody::Kind(_)),
            title: define.title.as_ref().map(|title| title.text.clone()),
            sources: Vec::new(),
            unverified: None,
            span: define.name.span,
        };
        for attribute in &define.attributes {
            match (attribute.word.node.as_str(), &attribute.value) {
                ("source", ast::AttributeValue::Texts(texts)) => {
                    described.sources.extend(texts.iter().map(|text| text.text.clone()));
                }
                ("unverified", ast::AttributeValue::Texts(texts)) => {
                    let said: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
                    described.unverified = Some((said.join("; "), attribute.word.span));
                }
                (word, _) => self.out.push(
                    DEFINITION_ATTRIBUTE
                        .at(attribute.word.span, format!("a definition knows no `{word}`"))
                        .help("what may stand here:  source \"…\"    unverified \"what was not checked\""),
                ),
            }
        }
        described
    }

    /// A definition without parameters, in place.
    pub(super) fn named(&mut self, define: &'a ast::Define, span: Span) -> Expr {
        if !define.params.is_empty() {
            let params: Vec<&str> = define.params.iter().map(|p| p.node.as_str()).collect();
            self.out.push(
                WRONG_NUMBER_OF_ARGUMENTS
                    .at(
                        span,
                        format!(
                            "`{}` needs {} in brackets",
                            define.name.node,
                            numbered(params.len(), "value")
                        ),
                    )
                    .help(format!("{}({})", define.name.node, params.join(", "))),
            );
            return invalid(span);
        }
        let outermost = self.scopes.is_empty();
        let body = self.filled_in(define, BTreeMap::new(), span);
        if matches!(body.ty, Type::Invalid) {
            return invalid(span);
        }
        let score = is_score(&body);
        let given = (define.title.is_some() && matches!(body.ty, Type::Number(..))).then(|| Given {
            fact: self.total_fact(define, &body, score),
            score,
            rounded: is_rounded(&body),
        });
        let ty = body.ty.clone();
        let name = define.name.node.clone();
        let result = make(
            Node::Named {
                name: name.clone(),
                body,
                given,
            },
            ty,
            span,
        );
        if outermost
            && matches!(result.ty, Type::Number(..))
            && !self.trial.values.iter().any(|(value, _)| *value == name)
        {
            self.trial.values.push((name, result.clone()));
        }
        result
    }

    /// The fact under which a record may give the total of a score or the result of a formula.
    fn total_fact(&mut self, define: &ast::Define, body: &Expr, score: bool) -> crate::model::FactId {
        let name = &define.name.node;
        if let Some(id) = self.totals.get(name) {
            return *id;
        }
        let (unit, substance) = match &body.ty {
            Type::Number(unit, substance) => (unit.clone(), substance.clone()),
            _ => (Unit::dimensionless(), Substance::unknown()),
        };
        let title = define.title.as_ref().map_or_else(|| name.clone(), |t| t.text.clone());
        let id = crate::model::FactId(u32::try_from(self.trial.facts.len()).unwrap_or(u32::MAX));
        self.totals.insert(name.clone(), id);
        self.trial.facts.push(Fact {
            name: name.clone(),
            kind: Kind::Number(NumberKind {
                unit,
                range: points(body),
                substance,
                signed: true,
            }),
            judgement: false,
            trial_date: false,
            personal: false,
            question: Some(if score {
                format!("Total of {title}?")
            } else {
                format!("{title}?")
            }),
            codes: Vec::new(),
            plausible: None,
            with: Vec::new(),
            stand_in: (None, None),
            span: define.name.span,
        });
        id
    }

    /// `f(a, b)`
    pub(super) fn call(&mut self, name: &Spanned<String>, arguments: &'a [ast::Expr], span: Span) -> Expr {
        if name.node == "period" {
            let [start, end] = arguments else {
                self.out.push(
                    WRONG_NUMBER_OF_ARGUMENTS
                        .at(span, "a period has a first and a last day")
                        .help("period(start, stop)"),
                );
                return invalid(span);
            };
            let (start, end) = (self.date(start), self.date(end));
            return make(Node::Period(start, end), Type::Period, span);
        }
        let Some(define) = self.defines.get(&name.node).copied() else {
            if self.is_unread(&name.node) {
                return invalid(span);
            }
            if let Some(help) = instead_of(&name.node) {
                let message = format!("the language has no `{}`", name.node);
                self.out.push(UNKNOWN_NAME.at(name.span, message).help(help));
                return invalid(span);
            }
            let with_params: Vec<&str> = self
                .defines
                .values()
                .filter(|d| !d.params.is_empty())
                .map(|d| d.name.node.as_str())
                .collect();
            let nearest = crate::suggest::nearest(&name.node, with_params.iter().copied());
            let finding = UNKNOWN_NAME.at(name.span, format!("no definition is called `{}`", name.node));
            self.out.push(finding.help(if nearest.is_empty() {
                format!("define it:  define {}(…) = …", name.node)
            } else {
                format!("{}?", crate::suggest::or_list(&nearest))
            }));
            return invalid(span);
        };
        if define.params.len() != arguments.len() {
            let params: Vec<&str> = define.params.iter().map(|p| p.node.as_str()).collect();
            self.out.push(
                WRONG_NUMBER_OF_ARGUMENTS
                    .at(
                        span,
                        format!(
                            "`{}` takes {}, not {}",
                            name.node,
                            numbered(params.len(), "value"),
                            arguments.len()
                        ),
                    )
                    .label(define.name.span, "defined here")
                    .help(if params.is_empty() {
                        name.node.clone()
                    } else {
                        format!("{}({})", name.node, params.join(", "))
                    }),
            );
            return invalid(span);
        }
        let bindings = define
            .params
            .iter()
            .zip(arguments)
            .map(|(param, expr)| {
                let binding = Binding {
                    expr,
                    visible: self.visible.clone(),
                    params: self.params.clone(),
                };
                (param.node.clone(), binding)
            })
            .collect();
        let body = self.filled_in(define, bindings, span);
        let ty = body.ty.clone();
        make(
            Node::Named {
                name: name.node.clone(),
                body,
                given: None,
            },
            ty,
            span,
        )
    }

    /// The body of a definition, which sees facts and its parameters and nothing of the place where it is used.
    fn filled_in(&mut self, define: &'a ast::Define, params: BTreeMap<String, Binding<'a>>, span: Span) -> Expr {
        let ast::DefineBody::Expr(body) = &define.body else {
            self.out.push(
                UNKNOWN_NAME
                    .at(span, format!("`{}` is a kind, not a value", define.name.node))
                    .label(define.name.span, "defined here"),
            );
            return invalid(span);
        };
        if let Some(at) = self.open_definitions.iter().position(|open| *open == define.name.node) {
            let path: Vec<&str> = self.open_definitions.iter().skip(at).map(String::as_str).collect();
            self.out.push(
                CIRCULAR_DEFINITION
                    .at(define.name.span, format!("`{}` needs itself", define.name.node))
                    .here(format!("{} → {}", path.join(" → "), define.name.node))
                    .help("let one of them stand on facts alone"),
            );
            return invalid(span);
        }
        self.filled += 1;
        self.used_definitions.insert(define.name.node.clone());
        if self.filled > MOST_FILLED {
            if !std::mem::replace(&mut self.told_large, true) {
                let outermost = self
                    .open_definitions
                    .first()
                    .and_then(|name| self.defines.get(name))
                    .unwrap_or(&define);
                self.out.push(
                    TOO_LARGE
                        .at(
                            outermost.name.span,
                            format!("`{}` grows beyond all bounds", outermost.name.node),
                        )
                        .help("a definition is filled in wherever it is used; use each of them fewer times"),
                );
            }
            return invalid(span);
        }
        self.open_definitions.push(define.name.node.clone());
        let visible = std::mem::take(&mut self.visible);
        let params = std::mem::replace(&mut self.params, params);
        let limit = self.limit_level.take();
        let expr = self.any(body);
        self.limit_level = limit;
        self.params = params;
        self.visible = visible;
        self.open_definitions.pop();
        expr
    }

    /// Definitions that no rule uses are checked all the same.
    pub(super) fn unused_definitions(&mut self) {
        let names: Vec<&'a ast::Define> = self
            .file
            .parts
            .iter()
            .filter_map(|part| match part {
                ast::Part::Define(define) => Some(define),
                _ => None,
            })
            .collect();
        let used = self.used_definitions.clone();
        for definition in &mut self.trial.definitions {
            definition.used |= used.contains(&definition.name);
        }
        // A fact that only such a definition reads is not unread besides.
        let mut read: BTreeSet<String> = self.read.keys().cloned().collect();
        read.extend(self.trial.example_facts.iter().map(|fact| fact.name.clone()));
        for define in names {
            if used.contains(&define.name.node) || !matches!(define.body, ast::DefineBody::Expr(_)) {
                continue;
            }
            if define.params.is_empty() && !self.is_list_definition(define) {
                let facts = self.trial.facts.len();
                let values = self.trial.values.len();
                let _ = self.named(define, define.name.span);
                let forgotten = self.forget_facts(facts);
                read.extend(forgotten.into_iter().map(|fact| fact.name));
                self.trial.values.truncate(values);
            }
        }
        let unread = self.declared.values().filter(|fact| !read.contains(&fact.name));
        self.trial.unread = unread.cloned().collect();
    }

    /// Takes back the facts from a number on, and gives them.
    pub(super) fn forget_facts(&mut self, from: usize) -> Vec<Fact> {
        let forgotten: Vec<Fact> = self.trial.facts.drain(from..).collect();
        for fact in &forgotten {
            self.read.remove(&fact.name);
            self.totals.remove(&fact.name);
        }
        forgotten
    }

    fn is_list_definition(&self, define: &ast::Define) -> bool {
        matches!(&define.body, ast::DefineBody::Expr(body)
            if matches!(body.node.as_ref(), ast::Node::Brackets(b) if b.items.len() > 1 || b.filter.is_some()))
    }
}

/// Rows, or a sum of rows: whole points, of which a record may give the total under the titled definition's name.
fn is_score(expr: &Expr) -> bool {
    match expr.node.as_ref() {
        Node::Rows(..) => true,
        Node::Several(Aggregate::Sum, items) => items.iter().all(is_score),
        Node::Named { body, .. } => is_score(body),
        Node::Arithmetic(Arithmetic::Add, a, b) => is_score(a) && is_score(b),
        _ => false,
    }
}

/// Whether a formula divides or takes a root, so that its result is printed rounded.
fn is_rounded(expr: &Expr) -> bool {
    let mut rounded = false;
    walk::all(expr, &mut |expr| {
        rounded |= match expr.node.as_ref() {
            Node::Arithmetic(Arithmetic::Divide, _, divisor) => !super::units::is_constant(divisor),
            Node::Arithmetic(Arithmetic::Power(exponent), ..) => *exponent < 0,
            Node::Arithmetic(Arithmetic::AnyPower, ..) => true,
            _ => false,
        };
    });
    rounded
}

/// The fewest and the most points that a score of constant rows can have.
fn points(expr: &Expr) -> Option<(Number, Number)> {
    let zero = Number::zero;
    let sum = |(low, high): (Number, Number), (a, b): (Number, Number)| (low + a, high + b);
    match expr.node.as_ref() {
        Node::Rows(op, rows) => {
            let values = rows.iter().map(|(_, value)| match value.node.as_ref() {
                Node::Constant(Value::Number(number)) => number.as_point().cloned(),
                _ => None,
            });
            let values: Vec<Number> = values.collect::<Option<_>>()?;
            let (negative, positive): (Vec<Number>, Vec<Number>) =
                values.into_iter().partition(|value| value.signum() < 0);
            match op {
                Aggregate::Sum => Some((
                    negative.into_iter().fold(zero(), |total, value| total + value),
                    positive.into_iter().fold(zero(), |total, value| total + value),
                )),
                Aggregate::Highest if negative.is_empty() => Some((zero(), positive.into_iter().max()?)),
                _ => None,
            }
        }
        Node::Several(Aggregate::Sum, items) => {
            let all: Vec<(Number, Number)> = items.iter().map(points).collect::<Option<_>>()?;
            Some(all.into_iter().fold((zero(), zero()), sum))
        }
        Node::Named { body, .. } => points(body),
        Node::Arithmetic(Arithmetic::Add, a, b) => Some(sum(points(a)?, points(b)?)),
        // `first of { … otherwise : v }`
        Node::Cases {
            clauses,
            otherwise: Some(otherwise),
        } => {
            let values = clauses.iter().map(|(_, value)| value).chain(std::iter::once(otherwise));
            let values = values.map(|value| match value.node.as_ref() {
                Node::Constant(Value::Number(number)) => number.as_point().cloned(),
                _ => None,
            });
            let values: Vec<Number> = values.collect::<Option<_>>()?;
            Some((values.iter().min()?.clone(), values.iter().max()?.clone()))
        }
        _ => None,
    }
}

/// What says the same as a function that other languages have.
fn instead_of(function: &str) -> Option<&'static str> {
    Some(match function.to_lowercase().as_str() {
        "sqrt" => "x ^ (1/2)",
        "cbrt" => "x ^ (1/3)",
        "pow" | "power" => "x ^ 0.725",
        "max" | "maximum" => "highest of (a, b)",
        "min" | "minimum" => "lowest of (a, b)",
        "avg" | "average" => "mean of (a, b)",
        "abs" => "highest of (x, -x)",
        "ln" | "log" | "log10" | "log2" | "exp" => {
            "declare a fact for the result, which is computed elsewhere:  MELD : number 6..40 \"MELD score?\""
        }
        "round" | "floor" | "ceil" | "int" | "trunc" => "nothing is rounded before it is compared; leave it out",
        _ => return None,
    })
}

/// `1 value`, `3 values`
pub(super) fn numbered(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
