//! Conditions and values: one function for each shape of the tree.

use super::units::{is_constant, kind_words, self_text};
use super::{Checker, constant_truth, invalid, make, substance, truth};
use crate::codes::check::{
    CONDITION_EXPECTED, DATE_EXPECTED, DURATION_EXPECTED, IMPOSSIBLE_DATE, KIND_MISMATCH, LIMIT_WITHOUT_LAB,
    LIST_UNEXPECTED, NUMBER_OUT_OF_RANGE, POWER_UNCLEAR, UNIT_MISMATCH, UNIT_MISSING, UNKNOWN_CRITERION, UNKNOWN_NAME,
    VALUE_EXPECTED,
};
use crate::model::expr::{Arithmetic, Edge, reading_field};
use crate::model::{Expr, Node, Type};
use crate::source::{Span, Spanned};
use crate::syntax::{ast, print_expr, print_relation};
use crate::value::{Durations, Number, Numbers, Substance, TimeScale, TimeUnit, Truths, Unit, Value};

/// Deeper trees than this are not walked.
const DEEPEST: usize = 400;
/// Whole powers of quantities, whose units are raised too, go up to this.
const LARGEST_WHOLE_POWER: i32 = 12;

impl<'a> Checker<'a> {
    /// A condition; a value in its place is told.
    pub(super) fn condition(&mut self, expr: &'a ast::Expr) -> Expr {
        let checked = self.any(expr);
        if matches!(checked.ty, Type::Truth | Type::Invalid) {
            return checked;
        }
        let name = self_text(expr);
        let written = print_expr(expr);
        let mut finding = CONDITION_EXPECTED
            .at(
                expr.span,
                format!("a condition is expected; this is {}", kind_words(&checked.ty)),
            )
            .here("compared with what?");
        finding = match &checked.ty {
            Type::Choice(options) => {
                let all = options
                    .labels
                    .iter()
                    .take(3)
                    .map(|option| format!("{written} is {option}"));
                finding.help(all.collect::<Vec<_>>().join("\n"))
            }
            Type::Number(..) if matches!(checked.node.as_ref(), Node::Reading { .. }) => {
                finding.help(format!("{written} <= …\n{written} <= …*ULN"))
            }
            Type::Number(..) | Type::Duration | Type::Titre => finding.help(format!("{written} <= …")),
            Type::Date if name != "…" => finding.help(format!("{name} within 4 weeks before screening")),
            _ => finding,
        };
        self.out.push(finding);
        invalid(expr.span)
    }

    /// A value that is no condition.
    pub(super) fn value(&mut self, expr: &'a ast::Expr) -> Expr {
        let checked = self.any(expr);
        if matches!(checked.ty, Type::Truth) {
            let message = match expr.node.as_ref() {
                ast::Node::Name(name) => format!("a value is expected; `{name}` is a yes/no"),
                _ => "a value is expected; this is a condition".to_owned(),
            };
            self.out.push(VALUE_EXPECTED.at(expr.span, message));
            return invalid(expr.span);
        }
        checked
    }

    /// A date.
    pub(super) fn date(&mut self, expr: &'a ast::Expr) -> Expr {
        let checked = self.value(expr);
        match checked.ty {
            Type::Date | Type::Invalid => checked,
            _ => {
                self.out.push(
                    DATE_EXPECTED
                        .at(
                            expr.span,
                            format!("a date is expected; this is {}", kind_words(&checked.ty)),
                        )
                        .help("a date of the trial such as `screening`, a fact of kind `date`, or `date of ALT`"),
                );
                invalid(expr.span)
            }
        }
    }

    /// A length of time.
    pub(super) fn duration(&mut self, expr: &'a ast::Expr) -> Expr {
        let checked = self.value(expr);
        match &checked.ty {
            Type::Duration | Type::Invalid => checked,
            Type::Number(unit, _) if !unit.is_dimensionless() => {
                self.number_as_duration(checked).unwrap_or_else(|| invalid(expr.span))
            }
            Type::Number(..) if Self::bare(expr).is_some() => {
                let number = self_text(expr);
                self.out.push(
                    UNIT_MISSING
                        .at(expr.span, "a length of time needs its unit")
                        .here(format!("{number} of what?"))
                        .help(format!("{number} days, {number} weeks or {number} months")),
                );
                invalid(expr.span)
            }
            _ => {
                self.out.push(DURATION_EXPECTED.at(
                    expr.span,
                    format!("a length of time is expected; this is {}", kind_words(&checked.ty)),
                ));
                invalid(expr.span)
            }
        }
    }

    /// Whatever it is.
    pub(super) fn any(&mut self, expr: &'a ast::Expr) -> Expr {
        self.depth += 1;
        let result = if self.depth > DEEPEST {
            self.out
                .push(crate::codes::check::TOO_LARGE.at(expr.span, "this is nested too deep to be read"));
            invalid(expr.span)
        } else {
            self.shape(expr)
        };
        self.depth -= 1;
        result
    }

    fn shape(&mut self, expr: &'a ast::Expr) -> Expr {
        let span = expr.span;
        match expr.node.as_ref() {
            ast::Node::Number(text) => self.number(text, Unit::dimensionless(), span),
            ast::Node::Quantity(text, unit) => self.quantity(text, unit, span),
            ast::Node::Cast(inner, unit) => self.cast(inner, unit, span),
            ast::Node::Titre(text) => match Number::parse(text) {
                Some(number) => make(Node::Constant(Value::Number(Numbers::point(number))), Type::Titre, span),
                None => self.bad_number(span),
            },
            ast::Node::Date(text) => match crate::value::parse_date(text) {
                Ok(dates) => make(Node::Constant(Value::Date(dates)), Type::Date, span),
                Err(error) => {
                    self.out
                        .push(IMPOSSIBLE_DATE.at(span, format!("there is no such day: {error}")));
                    invalid(span)
                }
            },
            ast::Node::Mark(text) => {
                self.out.push(
                    KIND_MISMATCH
                        .at(
                            span,
                            format!("the grade `{text}` stands where nothing of that grade is compared"),
                        )
                        .help(format!("cd70_ihc >= {text}")),
                );
                invalid(span)
            }
            ast::Node::Text(text) => make(
                Node::Constant(Value::Text(crate::value::Texts::OneOf(vec![text.clone()]))),
                Type::Text,
                span,
            ),
            ast::Node::Name(name) => self.name(name, span),
            ast::Node::Id(id) => match self.criterion_index.get(id.as_str()) {
                Some(index) => truth(Node::Criterion(*index), span),
                None if self.is_unread(id.split('.').next().unwrap_or(id)) => invalid(span),
                None => {
                    let nearest = crate::suggest::nearest(id, self.criterion_index.keys().map(String::as_str));
                    let help = crate::suggest::or_list(&nearest);
                    let finding = UNKNOWN_CRITERION.at(span, format!("the trial has no criterion {id}"));
                    self.out
                        .push(if help.is_empty() { finding } else { finding.help(help) });
                    invalid(span)
                }
            },
            ast::Node::Call(name, arguments) => self.call(name, arguments, span),
            ast::Node::Of(word, of) => self.of(word, of, span),
            ast::Node::Limit(limit, of) => self.limit(*limit, of.as_ref(), span),
            ast::Node::At(inner, moment) => {
                let name = moment.node.clone();
                let moment = self.moment_name(moment);
                let inner = self.any(inner);
                if is_constant(&inner) {
                    self.out.push(
                        KIND_MISMATCH
                            .at(span, "a value written in the rule is the same at every date and visit")
                            .help(format!("`at {name}` stands behind what is read:  pga at {name} <= 1")),
                    );
                    return invalid(span);
                }
                match moment {
                    Some(moment) if !matches!(inner.ty, Type::Invalid) => {
                        let ty = inner.ty.clone();
                        make(Node::At(moment, inner), ty, span)
                    }
                    _ => invalid(span),
                }
            }
            ast::Node::Brackets(brackets) => self.brackets(expr, brackets, span),
            ast::Node::Negative(inner) => {
                let inner = self.value(inner);
                match &inner.ty {
                    Type::Number(..) => {
                        let ty = inner.ty.clone();
                        if let Node::Constant(Value::Number(numbers)) = inner.node.as_ref() {
                            return make(Node::Constant(Value::Number(numbers.neg())), ty, span);
                        }
                        make(Node::Negative(inner), ty, span)
                    }
                    Type::Invalid => inner,
                    other => self.no_arithmetic(other, span),
                }
            }
            ast::Node::Binary(left, operator, right) => self.binary(left, operator, right, span),
            ast::Node::Test(test) => self.test(test, span),
            ast::Node::Each(subjects, test) => self.each(subjects, test, span),
            ast::Node::Not(inner) => {
                let negative = std::mem::replace(&mut self.negative, true);
                let inner = self.turned(true, |checker| checker.condition(inner));
                self.negative = negative;
                truth(Node::Not(inner), span)
            }
            ast::Node::And(parts) => {
                let parts = self.conditions(parts, "all of");
                truth(Node::And(parts), span)
            }
            ast::Node::Or(parts) => {
                let parts = self.conditions(parts, "any of");
                truth(Node::Or(parts), span)
            }
            ast::Node::If {
                condition,
                then,
                otherwise,
            } => self.guard(condition, then, otherwise.as_ref(), span),
            ast::Node::Exception { value, clauses } => self.exception(value, clauses, span),
            ast::Node::Unless(inner, condition) => {
                let inner = self.condition(inner);
                let condition = self.beside_rule(true, |checker| checker.waiver(condition));
                let left_out = constant_truth(Truths::NOT_APPLICABLE, condition.span);
                truth(
                    Node::Cases {
                        clauses: vec![(condition, left_out)],
                        otherwise: Some(inner),
                    },
                    span,
                )
            }
            ast::Node::Block(block) => self.block(block),
            ast::Node::Quantified(quantified) => self.quantified(quantified, span),
            ast::Node::CountOf(count) => self.count_of(count, span),
            ast::Node::Aggregate(aggregate) => self.aggregate(aggregate, span),
            ast::Node::Broken => invalid(span),
        }
    }

    /// The condition of an exception, under which a negation changes direction.
    pub(super) fn waiver(&mut self, condition: &'a ast::Expr) -> Expr {
        let negative = std::mem::replace(&mut self.negative, true);
        let checked = self.condition(condition);
        self.negative = negative;
        checked
    }

    /// Parts of `and` or `or`. `AST or ALT > 2*ULN` is told with its cure.
    fn conditions(&mut self, parts: &'a [ast::Expr], words: &str) -> Vec<Expr> {
        if let Some((ast::Node::Test(test), bare)) = parts.split_last().map(|(last, bare)| (last.node.as_ref(), bare))
            && test.relation.is_some()
            && !bare.is_empty()
            && bare.iter().all(|part| self.is_bare_value(part))
            && let Some((first, last)) = parts.first().zip(parts.last())
        {
            let mut names: Vec<String> = bare.iter().map(self_text).collect();
            names.push(self_text(&test.subject));
            self.out.push(
                CONDITION_EXPECTED
                    .at(first.span, format!("`{}` alone is no condition", self_text(first)))
                    .here("compared with what?")
                    .label(last.span, "only this one is compared")
                    .help(format!(
                        "{words} ({}) {}    {}",
                        names.join(", "),
                        print_relation(test),
                        if words == "any of" {
                            "one of them is enough"
                        } else {
                            "each of them must"
                        }
                    )),
            );
            return vec![invalid(first.span.to(last.span))];
        }
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn is_bare_value(&mut self, expr: &'a ast::Expr) -> bool {
        let ast::Node::Name(name) = expr.node.as_ref() else {
            return false;
        };
        match self.meaning(name) {
            super::names::Meaning::Fact(id) => !matches!(
                self.trial.facts.get(id.index()).and_then(|f| self.type_of(&f.kind)),
                Some(Type::Truth) | None
            ),
            super::names::Meaning::Field(_, _, fact) => !matches!(self.type_of(&fact.kind), Some(Type::Truth) | None),
            super::names::Meaning::BoundLab(..) | super::names::Meaning::Age => true,
            _ => false,
        }
    }

    fn bad_number(&mut self, span: Span) -> Expr {
        self.out
            .push(NUMBER_OUT_OF_RANGE.at(span, "this number is too large to be read"));
        invalid(span)
    }

    fn number(&mut self, text: &str, unit: Unit, span: Span) -> Expr {
        match Number::parse(text) {
            Some(number) => make(
                Node::Constant(Value::Number(Numbers::point(number))),
                Type::Number(unit, Substance::unknown()),
                span,
            ),
            None => self.bad_number(span),
        }
    }

    fn quantity(&mut self, text: &str, written: &Spanned<String>, span: Span) -> Expr {
        self.broken_unit = false;
        let unit = self.unit(written);
        if std::mem::take(&mut self.broken_unit) {
            return invalid(span);
        }
        let Some(number) = Number::parse(text) else {
            return self.bad_number(span);
        };
        match unit.time().and_then(|time| scale_of(time, &number)) {
            Some((scale, amount)) => make(
                Node::Constant(Value::Duration(Durations {
                    scale,
                    amount: Numbers::point(amount),
                })),
                Type::Duration,
                span,
            ),
            None => make(
                Node::Constant(Value::Number(Numbers::point(number))),
                Type::Number(unit, Substance::unknown()),
                span,
            ),
        }
    }

    /// `x[mg/dL]` is the bare number of x in that unit; `( … )[mL/min]` gives a bare number its unit.
    fn cast(&mut self, inner: &'a ast::Expr, written: &Spanned<String>, span: Span) -> Expr {
        self.broken_unit = false;
        let unit = self.unit(written);
        let broken = std::mem::take(&mut self.broken_unit);
        let age_unit = std::mem::replace(&mut self.age_unit, unit.time());
        let checked = self.value(inner);
        self.age_unit = age_unit;
        if broken {
            return invalid(span);
        }
        match &checked.ty {
            Type::Invalid => checked,
            Type::Number(own, _) if own.is_bare() => {
                match unit.time().and_then(|time| scale_of(time, &Number::one())) {
                    Some((scale, factor)) => make(Node::NumberDuration(checked, scale, factor), Type::Duration, span),
                    None => make(
                        Node::Convert(checked, Number::one()),
                        Type::Number(unit, Substance::unknown()),
                        span,
                    ),
                }
            }
            Type::Number(own_unit, substance) => {
                let own = own_unit.pretty();
                let missing = own_unit.missing(&unit, substance);
                match self.convert(checked.clone(), &unit, &Substance::unknown()) {
                    Some(expr) => make(Node::Convert(expr, Number::one()), bare_number(), span),
                    None => {
                        let finding = UNIT_MISMATCH
                            .at(written.span, format!("{own} does not convert to {}", unit.pretty()))
                            .label(inner.span, own);
                        self.out.push(match missing {
                            Some(missing) => finding.help(missing.to_string()),
                            None => finding,
                        });
                        invalid(span)
                    }
                }
            }
            Type::Duration => match unit.time().and_then(|time| scale_of(time, &Number::one())) {
                Some((scale, factor)) => {
                    let factor = Number::one().checked_div(&factor).unwrap_or_default();
                    make(Node::DurationNumber(checked, scale, factor), bare_number(), span)
                }
                None => {
                    self.out.push(UNIT_MISMATCH.at(
                        written.span,
                        format!("a length of time is not measured in {}", unit.pretty()),
                    ));
                    invalid(span)
                }
            },
            other => {
                let words = kind_words(other);
                self.out
                    .push(KIND_MISMATCH.at(inner.span, format!("{words} has no number in {}", unit.pretty())));
                invalid(span)
            }
        }
    }

    fn limit(&mut self, limit: ast::Limit, of: Option<&'a ast::Expr>, span: Span) -> Expr {
        let field = match limit {
            ast::Limit::Upper => reading_field::HIGH,
            ast::Limit::Lower => reading_field::LOW,
        };
        let word = match limit {
            ast::Limit::Upper => "ULN",
            ast::Limit::Lower => "LLN",
        };
        if let Some(of) = of {
            let Some((moment, source)) = self.lab(of) else {
                self.out.push(
                    LIMIT_WITHOUT_LAB
                        .at(
                            of.span,
                            format!("`{}` is no lab; only readings of labs carry a {word}", self_text(of)),
                        )
                        .help(format!("{word} of ALT")),
                );
                return invalid(span);
            };
            let ty = self.lab_type(source.lab);
            let body = make(Node::Field(source.level, field), ty.clone(), span);
            let reading = make(Node::Reading { source, body }, ty.clone(), span);
            return match moment {
                Some(moment) => make(Node::At(moment, reading), ty, span),
                None => reading,
            };
        }
        let level = self.limit_level.or_else(|| {
            self.visible
                .iter()
                .rev()
                .copied()
                .find(|level| matches!(self.scopes.get(*level), Some(super::names::Scope::Reading { .. })))
        });
        match level.and_then(|level| self.scopes.get(level).map(|scope| (level, scope.clone()))) {
            Some((level, super::names::Scope::Reading { lab })) => {
                let ty = self.lab_type(lab);
                make(Node::Field(level, field), ty, span)
            }
            _ => {
                self.out.push(
                    LIMIT_WITHOUT_LAB
                        .at(span, format!("whose {word}? there is no single lab on the other side"))
                        .help(format!("{word} of ALT")),
                );
                invalid(span)
            }
        }
    }

    /// `date of ANC`, `method of LVEF`, `start of taken`.
    fn of(&mut self, word: &Spanned<String>, of: &'a ast::Expr, span: Span) -> Expr {
        // Inside a filter on the same lab it is the reading being looked at.
        if let ast::Node::Name(name) = of.node.as_ref()
            && let super::names::Meaning::BoundLab(level, lab) = self.meaning(name)
        {
            return match self.field_of_reading(lab, word) {
                Some((index, ty)) => make(Node::Field(level, index), ty, span),
                None => invalid(span),
            };
        }
        if let Some((moment, source)) = self.lab(of) {
            let Some((index, ty)) = self.field_of_reading(source.lab, word) else {
                return invalid(span);
            };
            let body = make(Node::Field(source.level, index), ty.clone(), span);
            let reading = make(Node::Reading { source, body }, ty.clone(), span);
            return match moment {
                Some(moment) => make(Node::At(moment, reading), ty, span),
                None => reading,
            };
        }
        let inner = self.value(of);
        match (&inner.ty, word.node.as_str()) {
            (Type::Invalid, _) => inner,
            (Type::Period, "start") => make(Node::Edge(inner, Edge::Start), Type::Date, span),
            (Type::Period, "end") => make(Node::Edge(inner, Edge::End), Type::Date, span),
            (Type::Period, "duration") => make(Node::PeriodLength(inner), Type::Duration, span),
            (ty, _) => {
                let words = kind_words(ty);
                self.out.push(
                    UNKNOWN_NAME
                        .at(word.span, format!("{words} has no `{}`", word.node))
                        .help("`date of` and the further fields belong to labs; `start of`, `end of`, `duration of` to periods"),
                );
                invalid(span)
            }
        }
    }

    /// The field of a reading by its name, and what it gives.
    fn field_of_reading(&mut self, lab: crate::model::FactId, word: &Spanned<String>) -> Option<(usize, Type)> {
        let fact = self.trial.facts.get(lab.index()).cloned()?;
        match word.node.as_str() {
            "date" => Some((reading_field::DATE, Type::Date)),
            "value" => Some((reading_field::VALUE, self.lab_type(lab))),
            name => match fact.with.iter().position(|field| field.name == name) {
                Some(at) => {
                    let ty = fact
                        .with
                        .get(at)
                        .and_then(|f| self.type_of(&f.kind))
                        .unwrap_or(Type::Invalid);
                    Some((reading_field::FURTHER + at, ty))
                }
                None => {
                    let mut known = vec!["date"];
                    known.extend(fact.with.iter().map(|f| f.name.as_str()));
                    self.out.push(
                        UNKNOWN_NAME
                            .at(word.span, format!("a reading of {} has no `{name}`", fact.name))
                            .help(format!("it has {}", crate::suggest::or_list(&known))),
                    );
                    None
                }
            },
        }
    }

    fn brackets(&mut self, expr: &'a ast::Expr, brackets: &'a ast::Brackets, span: Span) -> Expr {
        if let Some((moment, source)) = self.lab(expr)
            && brackets.filter.is_some()
        {
            let ty = self.lab_type(source.lab);
            let body = make(Node::Field(source.level, reading_field::VALUE), ty.clone(), span);
            let reading = make(Node::Reading { source, body }, ty.clone(), span);
            return match moment {
                Some(moment) => make(Node::At(moment, reading), ty, span),
                None => reading,
            };
        }
        match brackets.items.as_slice() {
            [one] if brackets.filter.is_none() => self.any(one),
            _ => {
                let (message, help) = if brackets.filter.is_some() {
                    (
                        "a list of records stands where one value is expected",
                        "any lesions where …    or    count of (lesions where …)",
                    )
                } else {
                    (
                        "a list stands where one value is expected",
                        "any of (a, b) …    or    all of (a, b) …",
                    )
                };
                self.out.push(LIST_UNEXPECTED.at(span, message).help(help));
                invalid(span)
            }
        }
    }

    fn guard(
        &mut self,
        condition: &'a ast::Expr,
        then: &'a ast::Expr,
        otherwise: Option<&'a ast::Expr>,
        span: Span,
    ) -> Expr {
        let condition = match otherwise {
            None => self.beside_rule(false, |checker| checker.waiver(condition)),
            // Of two rules neither is known to ask for more.
            Some(_) => self.waiver(condition),
        };
        let then_checked = self.any(then);
        match otherwise {
            None => {
                if !matches!(then_checked.ty, Type::Truth | Type::Invalid) {
                    self.out.push(
                        VALUE_EXPECTED
                            .at(span, "a value with `if` needs what holds otherwise")
                            .help("if … then … otherwise …"),
                    );
                    return invalid(span);
                }
                truth(
                    Node::Cases {
                        clauses: vec![(condition, then_checked)],
                        otherwise: None,
                    },
                    span,
                )
            }
            Some(otherwise) => {
                let other = self.any(otherwise);
                match self.unify((then_checked, then), (other, otherwise)) {
                    Some((then, other)) => {
                        let ty = substance::joint(then.ty.clone(), [&then, &other]);
                        make(
                            Node::Cases {
                                clauses: vec![(condition, then)],
                                otherwise: Some(other),
                            },
                            ty,
                            span,
                        )
                    }
                    None => invalid(span),
                }
            }
        }
    }

    /// `L unless C then M`
    fn exception(&mut self, value: &'a ast::Expr, clauses: &'a [(ast::Expr, ast::Expr)], span: Span) -> Expr {
        let mut base = self.any(value);
        let mut checked = Vec::new();
        let mut sound = !matches!(base.ty, Type::Invalid);
        for (condition, limit) in clauses {
            let limit_level = self.limit_level;
            let condition_checked = {
                self.limit_level = None;
                let checked = self.beside_rule(true, |checker| checker.waiver(condition));
                self.limit_level = limit_level;
                checked
            };
            let limit_checked = self.any(limit);
            if matches!(limit_checked.ty, Type::Invalid) || !sound {
                sound = false;
                continue;
            }
            match self.unify((base.clone(), value), (limit_checked, limit)) {
                Some((unified, limit)) => {
                    // A constant base takes the unit of a measured exception.
                    base = unified;
                    checked.push((condition_checked, limit));
                }
                None => sound = false,
            }
        }
        if !sound {
            return invalid(span);
        }
        let checked = self.in_unit_of(&base, checked);
        let limits = checked.iter().map(|(_, limit)| limit);
        let ty = substance::joint(base.ty.clone(), limits.chain([&base]));
        make(
            Node::Cases {
                clauses: checked,
                otherwise: Some(base),
            },
            ty,
            span,
        )
    }

    fn no_arithmetic(&mut self, ty: &Type, span: Span) -> Expr {
        if !matches!(ty, Type::Invalid) {
            self.out
                .push(KIND_MISMATCH.at(span, format!("{} cannot be computed with", kind_words(ty))));
        }
        invalid(span)
    }

    fn binary(
        &mut self,
        left_ast: &'a ast::Expr,
        operator: &Spanned<ast::Operator>,
        right_ast: &'a ast::Expr,
        span: Span,
    ) -> Expr {
        if operator.node == ast::Operator::Divide && self.power_unclear(left_ast, right_ast, span) {
            return invalid(span);
        }
        let left = self.value(left_ast);
        let right = self.value(right_ast);
        match (operator.node, &left.ty, &right.ty) {
            (_, Type::Invalid, _) | (_, _, Type::Invalid) => invalid(span),
            (ast::Operator::Add | ast::Operator::Subtract, Type::Number(..), Type::Number(..)) => {
                let Some((left, right)) = self.unify((left, left_ast), (right, right_ast)) else {
                    return invalid(span);
                };
                let ty = substance::joint(left.ty.clone(), [&left, &right]);
                let op = if operator.node == ast::Operator::Add {
                    Arithmetic::Add
                } else {
                    Arithmetic::Subtract
                };
                make(Node::Arithmetic(op, left, right), ty, span)
            }
            (ast::Operator::Add | ast::Operator::Subtract, Type::Duration, Type::Duration) => make(
                Node::DurationSum(operator.node == ast::Operator::Subtract, left, right),
                Type::Duration,
                span,
            ),
            (ast::Operator::Add | ast::Operator::Subtract, Type::Date, Type::Duration) => make(
                Node::Shift(left, right, operator.node == ast::Operator::Subtract),
                Type::Date,
                span,
            ),
            (ast::Operator::Subtract, Type::Date, Type::Date) => {
                make(Node::DaysBetween(left, right), Type::Duration, span)
            }
            (ast::Operator::Multiply, Type::Number(a, m), Type::Number(b, n)) => {
                let ty = Type::Number(product(a, b), substance::of_product((a, m), (b, n)));
                make(Node::Arithmetic(Arithmetic::Multiply, left, right), ty, span)
            }
            (ast::Operator::Multiply, Type::Number(..), Type::Duration) => {
                make(Node::Scale(left, right), Type::Duration, span)
            }
            (ast::Operator::Multiply, Type::Duration, Type::Number(..)) => {
                make(Node::Scale(right, left), Type::Duration, span)
            }
            (ast::Operator::Divide, Type::Number(a, m), Type::Number(b, n)) => {
                let unit = quotient(a, b);
                let substance = substance::of_quotient((a, m), (b, n));
                let quotient = make(
                    Node::Arithmetic(Arithmetic::Divide, left, right),
                    Type::Number(unit.clone(), substance),
                    span,
                );
                if unit.is_dimensionless() && !unit.is_bare() {
                    return self
                        .convert(quotient, &Unit::dimensionless(), &Substance::unknown())
                        .unwrap_or_else(|| invalid(span));
                }
                quotient
            }
            (ast::Operator::Divide, Type::Duration, Type::Duration) => {
                let left = make(
                    Node::DurationNumber(left, TimeScale::Days, Number::one()),
                    bare_number(),
                    span,
                );
                let right = make(
                    Node::DurationNumber(right, TimeScale::Days, Number::one()),
                    bare_number(),
                    span,
                );
                make(Node::Arithmetic(Arithmetic::Divide, left, right), bare_number(), span)
            }
            (ast::Operator::Power, Type::Number(..), Type::Number(..)) => self.power((left, left_ast), right, span),
            (_, a, b) => {
                self.out.push(
                    KIND_MISMATCH
                        .at(
                            span,
                            format!("{} and {} cannot be computed together", kind_words(a), kind_words(b)),
                        )
                        .label(left.span, kind_words(a))
                        .label(right.span, kind_words(b)),
                );
                invalid(span)
            }
        }
    }

    /// `x ^ 1/2` could be the root of x or half of it: told with both.
    fn power_unclear(&mut self, power: &ast::Expr, divisor: &ast::Expr, span: Span) -> bool {
        let ast::Node::Binary(base, operator, exponent) = power.node.as_ref() else {
            return false;
        };
        let literal = |expr: &ast::Expr| match expr.node.as_ref() {
            ast::Node::Number(text) => Number::parse(text),
            _ => None,
        };
        let (Some(over), Some(under)) = (literal(exponent), literal(divisor)) else {
            return false;
        };
        // `height ^ 2 / 10000` is no fraction that anybody would raise to.
        let fraction = over < under && under <= Number::from(i64::from(LARGEST_WHOLE_POWER));
        if operator.node != ast::Operator::Power || !fraction {
            return false;
        }
        let name = print_expr(base);
        self.out.push(
            POWER_UNCLEAR
                .at(span, format!("`^ {over}/{under}` can be read in two ways"))
                .help(format!(
                    "{name} ^ ({over}/{under})    a root\n({name} ^ {over}) / {under}    a part of the power"
                )),
        );
        true
    }

    /// A small whole power of anything, or any power of a bare number.
    fn power(&mut self, (base, base_ast): (Expr, &'a ast::Expr), exponent: Expr, span: Span) -> Expr {
        let (Type::Number(unit, _), Type::Number(exponent_unit, _)) = (&base.ty, &exponent.ty) else {
            return invalid(span);
        };
        let whole = Self::constant_number(&exponent).and_then(Number::to_i64);
        if let Some(whole) = whole.and_then(|whole| i32::try_from(whole).ok())
            && whole.abs() <= LARGEST_WHOLE_POWER
        {
            let ty = Type::Number(unit.pow(whole), Substance::unknown());
            return make(Node::Arithmetic(Arithmetic::Power(whole), base, exponent), ty, span);
        }
        if !exponent_unit.is_bare() {
            self.out.push(
                KIND_MISMATCH
                    .at(exponent.span, "a power is a bare number")
                    .here(format!("measured in {}", exponent_unit.pretty())),
            );
            return invalid(span);
        }
        if !unit.is_bare() {
            let name = self_text(base_ast);
            let unit = unit.pretty();
            self.out.push(
                KIND_MISMATCH
                    .at(base.span, "only a bare number can be raised to such a power")
                    .here(format!("measured in {unit}"))
                    .help(if name == "…" {
                        "`height[cm]` is the bare number of centimetres; so for each quantity in it".to_owned()
                    } else {
                        format!("{name}[{unit}] is its bare number, if the formula was fitted to {unit}")
                    }),
            );
            return invalid(span);
        }
        make(
            Node::Arithmetic(Arithmetic::AnyPower, base, exponent),
            bare_number(),
            span,
        )
    }

    /// Whether a checked expression is written in the rule and not read from the patient.
    pub(super) fn constant_number(expr: &Expr) -> Option<&Number> {
        match expr.node.as_ref() {
            Node::Constant(Value::Number(numbers)) if is_constant(expr) => numbers.as_point(),
            _ => None,
        }
    }
}

fn product(a: &Unit, b: &Unit) -> Unit {
    if b.is_bare() {
        a.clone()
    } else if a.is_bare() {
        b.clone()
    } else {
        a.mul(b)
    }
}

fn quotient(a: &Unit, b: &Unit) -> Unit {
    if b.is_bare() { a.clone() } else { a.div(b) }
}

pub(super) fn bare_number() -> Type {
    Type::Number(Unit::dimensionless(), Substance::unknown())
}

/// The scale of a calendar unit and the amount in it; `None` for seconds and for what is no time.
pub(super) fn scale_of(unit: TimeUnit, number: &Number) -> Option<(TimeScale, Number)> {
    let times = |n: i64| number * &Number::from(n);
    Some(match unit {
        TimeUnit::Seconds => return None,
        TimeUnit::Minutes => (TimeScale::Hours, number.checked_div(&Number::from(60))?),
        TimeUnit::Hours => (TimeScale::Hours, number.clone()),
        TimeUnit::Days => (TimeScale::Days, number.clone()),
        TimeUnit::Weeks => (TimeScale::Days, times(7)),
        TimeUnit::Months => (TimeScale::Months, number.clone()),
        TimeUnit::Years => (TimeScale::Months, times(12)),
    })
}
