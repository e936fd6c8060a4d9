//! Bringing two values to one kind and one unit.

use super::{Checker, make, substance};
use crate::codes::check::{KIND_MISMATCH, UNIT_MISMATCH, UNIT_MISSING};
use crate::model::{Expr, Kind, Node, Type};
use crate::source::Span;
use crate::syntax::{ast, print_expr};
use crate::value::{Missing, Number, Numbers, Substance, TimeScale, Unit, Value};

impl Checker<'_> {
    /// The number in another unit; constants are converted now, exceptions branch by branch. A number that is of
    /// nothing known is of `substance`. `None` where the dimensions differ.
    pub(super) fn convert(&mut self, expr: Expr, to: &Unit, substance: &Substance) -> Option<Expr> {
        let Type::Number(from, own) = &expr.ty else {
            return None;
        };
        if from == to {
            return Some(expr);
        }
        let ty = Type::Number(to.clone(), own.or(substance).clone());
        let factor = if from.same_dimension(to) {
            match from.factor_to(to) {
                Some(factor) => factor,
                None => {
                    // Temperatures have an offset: only a constant can be brought over.
                    let Node::Constant(Value::Number(numbers)) = expr.node.as_ref() else {
                        return None;
                    };
                    let converted = from.convert(numbers.as_point()?, to)?;
                    return Some(make(
                        Node::Constant(Value::Number(Numbers::point(converted))),
                        ty,
                        expr.span,
                    ));
                }
            }
        } else {
            from.convert_of(&Number::one(), to, own.or(substance))?
        };
        Some(scaled(expr, &factor, &ty))
    }

    /// Whether the written expression is a number without a unit, exceptions and signs looked through.
    pub(super) fn bare(expr: &ast::Expr) -> Option<Span> {
        match expr.node.as_ref() {
            ast::Node::Number(_) => Some(expr.span),
            ast::Node::Negative(inner) => Self::bare(inner),
            ast::Node::Brackets(b) if b.filter.is_none() => {
                b.items.first().filter(|_| b.items.len() == 1).and_then(Self::bare)
            }
            ast::Node::Exception { value, clauses } => {
                Self::bare(value).or_else(|| clauses.iter().find_map(|(_, limit)| Self::bare(limit)))
            }
            ast::Node::Binary(left, _, right) => Self::bare(left).and(Self::bare(right)).map(|_| expr.span),
            _ => None,
        }
    }

    /// Two values brought to one kind and one unit, or told why they cannot be: a number of the rule to the unit of
    /// what is measured, else the right one to that of the left. Each stands beside what the author wrote.
    pub(super) fn unify(&mut self, left: (Expr, &ast::Expr), right: (Expr, &ast::Expr)) -> Option<(Expr, Expr)> {
        let left_follows = is_constant(&left.0) && !is_constant(&right.0);
        self.bring(left, right, left_follows)
    }

    /// A value brought to the kind and the unit of another, which stays as it is.
    pub(super) fn follow(&mut self, other: (Expr, &ast::Expr), value: (Expr, &ast::Expr)) -> Option<Expr> {
        self.bring(other, value, false).map(|(_, value)| value)
    }

    /// Limits in the unit of another value, each beside its condition.
    pub(super) fn in_unit_of(&mut self, value: &Expr, limits: Vec<(Expr, Expr)>) -> Vec<(Expr, Expr)> {
        let Type::Number(unit, substance) = &value.ty else {
            return limits;
        };
        let mut convert = |limit: Expr| self.convert(limit.clone(), unit, substance).unwrap_or(limit);
        limits
            .into_iter()
            .map(|(condition, limit)| (condition, convert(limit)))
            .collect()
    }

    fn bring(
        &mut self,
        left: (Expr, &ast::Expr),
        right: (Expr, &ast::Expr),
        left_follows: bool,
    ) -> Option<(Expr, Expr)> {
        let ((left, left_ast), (right, right_ast)) = (left, right);
        match (&left.ty, &right.ty) {
            (Type::Invalid, _) | (_, Type::Invalid) => None,
            (Type::Number(a, _), Type::Number(b, _)) => {
                let (a, b) = (a.clone(), b.clone());
                if self.unit_missing(&left, right_ast, &a) || self.unit_missing(&right, left_ast, &b) {
                    return None;
                }
                let (of_left, of_right) = (substance::of(&left), substance::of(&right));
                let pair = if left_follows {
                    self.convert(left.clone(), &b, &of_right)
                        .map(|left| (left, right.clone()))
                } else {
                    self.convert(right.clone(), &a, &of_left)
                        .map(|right| (left.clone(), right))
                };
                if pair.is_none() {
                    let missing = if left_follows {
                        a.missing(&b, of_left.or(&of_right))
                    } else {
                        b.missing(&a, of_right.or(&of_left))
                    };
                    self.mismatch((&left, &a), (&right, &b), missing);
                }
                pair
            }
            (Type::Duration, Type::Duration)
            | (Type::Titre, Type::Titre)
            | (Type::Date, Type::Date)
            | (Type::Period, Type::Period)
            | (Type::Text, Type::Text)
            | (Type::Truth, Type::Truth) => Some((left, right)),
            (Type::Choice(a), Type::Choice(b)) if a == b => Some((left, right)),
            (Type::Duration, Type::Number(unit, _)) => {
                if unit.is_dimensionless() {
                    let number = self_text(right_ast);
                    let help = match self.time_unit_of(left_ast) {
                        Some(unit) => format!("{number} {unit}"),
                        None => format!("{number} days    or    {number} weeks    or    {number} months"),
                    };
                    let finding = no_unit(
                        right.span,
                        "days, weeks, months or years?",
                        left.span,
                        "a length of time",
                    );
                    self.out.push(finding.help(help));
                    return None;
                }
                let right = self.number_as_duration(right)?;
                Some((left, right))
            }
            (Type::Number(unit, _), Type::Duration) => {
                if unit.is_dimensionless() {
                    self.out.push(no_unit(
                        left.span,
                        "days, weeks, months or years?",
                        right.span,
                        "a length of time",
                    ));
                    return None;
                }
                let left = self.number_as_duration(left)?;
                Some((left, right))
            }
            (Type::Date, Type::Duration) => {
                let finding = KIND_MISMATCH
                    .at(right.span, "a date cannot be compared with a length of time")
                    .here("a length of time")
                    .label(left.span, "a date");
                let length = print_expr(right_ast);
                self.out.push(match left_ast.node.as_ref() {
                    ast::Node::Name(name) if name == "birth_date" => finding.help(format!("age >= {length}")),
                    ast::Node::Name(name) => finding.help(format!("{name} at least {length} before …")),
                    _ => finding,
                });
                None
            }
            (Type::Titre, Type::Number(..)) => {
                self.out.push(
                    KIND_MISMATCH
                        .at(right.span, "a titre is compared with a titre")
                        .here("the denominator alone")
                        .help(format!("1:{}", self_text(right_ast))),
                );
                None
            }
            _ => {
                self.out.push(
                    KIND_MISMATCH
                        .at(
                            right.span,
                            format!(
                                "{} cannot be compared with {}",
                                kind_words(&left.ty),
                                kind_words(&right.ty)
                            ),
                        )
                        .here(kind_words(&right.ty))
                        .label(left.span, kind_words(&left.ty)),
                );
                None
            }
        }
    }

    /// A bare number against a quantity is told, with both readings.
    fn unit_missing(&mut self, measured: &Expr, written: &ast::Expr, unit: &Unit) -> bool {
        let Some(span) = Self::bare(written) else { return false };
        if unit.is_bare() {
            return false;
        }
        let number = self_text(written);
        let name = measured_name(measured, self);
        let finding = UNIT_MISSING
            .at(
                span,
                format!("{} is measured in {}; {number} has no unit", name.0, unit.pretty()),
            )
            .here(format!("{number} of what?"))
            .label(measured.span, format!("in {}", unit.pretty()));
        // A multiple of a limit is a small number.
        let multiple = super::Checker::number_written(written).is_some_and(|number| number <= Number::from(20));
        let help = if name.1 && multiple {
            format!(
                "write `{number} {}`, or `{number}*ULN` if a multiple of the upper limit is meant",
                unit.pretty()
            )
        } else {
            format!("write `{number} {}`", unit.pretty())
        };
        self.out.push(finding.help(help));
        true
    }

    fn mismatch(&mut self, (left, a): (&Expr, &Unit), (right, b): (&Expr, &Unit), missing: Option<Missing>) {
        if self.broken_unit && (a.is_bare() || b.is_bare()) {
            return;
        }
        let name = measured_name(left, self).0;
        if [&name, &measured_name(right, self).0]
            .into_iter()
            .any(|name| self.broken_facts.contains(name))
        {
            return;
        }
        let mut finding = UNIT_MISMATCH
            .at(
                right.span,
                format!(
                    "{name} is {}; {} is something else",
                    unit_words(a, "in "),
                    unit_words(b, "")
                ),
            )
            .here(unit_words(b, ""))
            .label(left.span, unit_words(a, ""));
        if let Some(missing) = missing {
            finding = finding.help(missing.to_string());
        } else if a.text().contains("1.73") != b.text().contains("1.73") {
            finding = finding.help("a clearance in mL/min and one per 1.73 m² of body surface are two things");
        } else {
            finding = finding.help(format!("give it in {}, or in a unit that converts to it", a.pretty()));
        }
        self.out.push(finding);
    }

    /// The number that an author wrote.
    fn number_written(expr: &ast::Expr) -> Option<Number> {
        Number::parse(&self_text(expr))
    }

    /// The unit of time in which a fact is declared, years for an age.
    fn time_unit_of(&self, expr: &ast::Expr) -> Option<String> {
        let name = match expr.node.as_ref() {
            ast::Node::Name(name) => name,
            ast::Node::At(inner, _) => return self.time_unit_of(inner),
            _ => return None,
        };
        match self.declared.get(name).map(|fact| &fact.kind) {
            Some(Kind::Duration(number)) => Some(number.unit.pretty()),
            None if name == "age" => Some("years".to_owned()),
            _ => None,
        }
    }

    /// A measured time, in seconds or minutes, as a duration.
    pub(super) fn number_as_duration(&mut self, expr: Expr) -> Option<Expr> {
        let hour = Unit::parse("h").ok()?;
        let span = expr.span;
        let Type::Number(unit, _) = &expr.ty else { return None };
        if !unit.same_dimension(&hour) {
            let unit = unit.pretty();
            self.out.push(
                UNIT_MISMATCH
                    .at(span, format!("a length of time is expected; {unit} is something else"))
                    .here(unit),
            );
            return None;
        }
        let expr = self.convert(expr, &hour, &Substance::unknown())?;
        Some(make(
            Node::NumberDuration(expr, TimeScale::Hours, Number::one()),
            Type::Duration,
            span,
        ))
    }
}

fn no_unit(span: Span, here: &str, other: Span, other_text: &str) -> crate::diagnostic::Diagnostic {
    UNIT_MISSING
        .at(span, "a length of time needs its unit")
        .here(here)
        .label(other, other_text)
}

/// A unit in a message.
fn unit_words(unit: &Unit, before: &str) -> String {
    if unit.is_bare() {
        "a bare number".to_owned()
    } else {
        format!("{before}{}", unit.pretty())
    }
}

/// Times a factor, pushed into the branches of exceptions, computed now for constants.
fn scaled(expr: Expr, factor: &Number, ty: &Type) -> Expr {
    let span = expr.span;
    match *expr.node {
        Node::Constant(Value::Number(numbers)) => {
            make(Node::Constant(Value::Number(numbers.scale(factor))), ty.clone(), span)
        }
        Node::Cases { clauses, otherwise } => {
            let clauses = clauses
                .into_iter()
                .map(|(condition, value)| (condition, scaled(value, factor, ty)))
                .collect();
            make(
                Node::Cases {
                    clauses,
                    otherwise: otherwise.map(|value| scaled(value, factor, ty)),
                },
                ty.clone(),
                span,
            )
        }
        node => make(
            Node::Convert(
                Expr {
                    node: Box::new(node),
                    ty: expr.ty,
                    span,
                },
                factor.clone(),
            ),
            ty.clone(),
            span,
        ),
    }
}

/// Whether it is a number written in the rule, exceptions looked through.
pub(super) fn is_constant(expr: &Expr) -> bool {
    match expr.node.as_ref() {
        Node::Constant(_) => true,
        Node::Cases { clauses, otherwise } => {
            clauses.iter().all(|(_, value)| is_constant(value)) && otherwise.as_ref().is_none_or(is_constant)
        }
        _ => false,
    }
}

/// The name of what is measured, and whether it is a lab.
fn measured_name(expr: &Expr, checker: &Checker<'_>) -> (String, bool) {
    let fact = match expr.node.as_ref() {
        Node::Fact(id) => Some((*id, false)),
        Node::Reading { source, .. } => Some((source.lab, true)),
        Node::At(_, inner) => return measured_name(inner, checker),
        Node::Field(level, index) => {
            return match checker.scopes.get(*level) {
                Some(super::names::Scope::Record { fields, .. }) => match fields.get(*index) {
                    Some(field) => (field.name.clone(), false),
                    None => ("this".to_owned(), false),
                },
                Some(super::names::Scope::Reading { lab }) => match checker.trial.facts.get(lab.index()) {
                    Some(fact) => (fact.name.clone(), true),
                    None => ("this".to_owned(), false),
                },
                _ => ("this".to_owned(), false),
            };
        }
        Node::Named { name, .. } => return (name.clone(), false),
        _ => None,
    };
    match fact.and_then(|(id, lab)| checker.trial.facts.get(id.index()).map(|fact| (fact, lab))) {
        Some((fact, lab)) => (fact.name.clone(), lab),
        None => ("this".to_owned(), false),
    }
}

/// The number as the author wrote it.
pub(super) fn self_text(expr: &ast::Expr) -> String {
    match expr.node.as_ref() {
        ast::Node::Number(text) => text.clone(),
        ast::Node::Quantity(text, unit) => format!("{text} {}", unit.node),
        ast::Node::Negative(inner) => format!("-{}", self_text(inner)),
        ast::Node::Brackets(b) => b.items.first().map(self_text).unwrap_or_default(),
        ast::Node::Exception { value, .. } => self_text(value),
        ast::Node::Name(name) => name.clone(),
        _ => "…".to_owned(),
    }
}

/// What a type is called in a message.
pub(super) fn kind_words(ty: &Type) -> String {
    match ty {
        Type::Truth => "a yes/no".to_owned(),
        Type::Number(unit, _) if unit.is_bare() => "a number".to_owned(),
        Type::Number(unit, _) => format!("a quantity in {}", unit.pretty()),
        Type::Titre => "a titre".to_owned(),
        Type::Duration => "a length of time".to_owned(),
        Type::Choice(options) if options.ordered => "a grade".to_owned(),
        Type::Choice(options) => format!("one of {}", options.labels.join(", ")),
        Type::Date => "a date".to_owned(),
        Type::Period => "a period".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Invalid => "something unreadable".to_owned(),
    }
}
