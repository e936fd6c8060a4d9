//! What may follow a subject: a comparison, `is`, `in`; for one subject, for each of several, for a count of them.

use super::names::{Meaning, Scope};
use super::units::kind_words;
use super::{Checker, invalid, make, truth};
use crate::codes::check::{
    CONDITION_EXPECTED, EACH_UNCLEAR, KIND_MISMATCH, LIMIT_WITHOUT_LAB, LIST_EXPECTED, UNKNOWN_OPTION,
};
use crate::model::expr::{Moment, Quantifier, Readings, reading_field};
use crate::model::{Expr, Node, Options, Type};
use crate::source::{Span, Spanned};
use crate::syntax::{ast, print_expr, print_relation};
use crate::value::{Choices, Comparison, Number, Numbers, Substance, TimeUnit, Truths, Unit, Value};

impl<'a> Checker<'a> {
    /// `subject window* relation?`
    pub(super) fn test(&mut self, test: &'a ast::Test, span: Span) -> Expr {
        let Some(relation) = &test.relation else {
            if test.windows.is_empty() {
                return self.any(&test.subject);
            }
            return self.in_windows(&test.subject, &test.windows, span);
        };
        self.related(&test.subject, &test.windows, relation, span)
    }

    fn related(
        &mut self,
        subject: &'a ast::Expr,
        windows: &'a [ast::Window],
        relation: &'a ast::Relation,
        span: Span,
    ) -> Expr {
        if let Some((moment, mut source)) = self.lab(subject) {
            let level = source.level;
            if !windows.is_empty() {
                source.valid = None;
                let extra = self.reading_windows(source.lab, level, windows, span);
                source.filter = join(source.filter, extra, span);
            }
            self.scopes.push(Scope::Reading { lab: source.lab });
            let saved = self.limit_level.replace(level);
            let ty = self.lab_type(source.lab);
            let value = make(Node::Field(level, reading_field::VALUE), ty, subject.span);
            let body = self.relate(value, subject, relation, span);
            self.limit_level = saved;
            self.scopes.pop();
            if matches!(body.ty, Type::Invalid) {
                return body;
            }
            let reading = truth(Node::Reading { source, body }, span);
            return match moment {
                Some(moment) => truth(Node::At(moment, reading), span),
                None => reading,
            };
        }
        if let ast::Relation::Is { option, .. } = relation
            && option.node.starts_with(|first: char| first.is_ascii_digit())
            && windows.is_empty()
        {
            let value = self.any(subject);
            if matches!(value.ty, Type::Number(..) | Type::Duration | Type::Titre) {
                self.is_for_numbers(&value, subject, option);
                return invalid(span);
            }
        }
        let saved_unit = self.age_unit;
        if saved_unit.is_none() {
            self.age_unit = match relation {
                ast::Relation::Compare(_, limit) => time_unit(limit),
                ast::Relation::In {
                    set: ast::Set::Range(low, high),
                    ..
                } => time_unit(high).or_else(|| time_unit(low)),
                _ => None,
            };
        }
        let saved_limit = if limit_word(relation).is_some() && self.bound_reading(subject).is_none() {
            // The lab of an enclosing comparison is not the one on the other side of this one.
            self.limit_level.take().map(Some)
        } else {
            None
        };
        if let Some(level) = self.bound_reading(subject) {
            let saved = self.limit_level.replace(level);
            let value = self.value(subject);
            let result = self.relate(value, subject, relation, span);
            self.limit_level = saved;
            self.age_unit = saved_unit;
            return result;
        }
        if let Some(word) = limit_word(relation)
            && !self.inside_reading()
        {
            // What is wrong with the subject itself goes before.
            if !matches!(self.any(subject).ty, Type::Invalid) {
                self.told_limit(word, subject);
            }
            if let Some(saved) = saved_limit {
                self.limit_level = saved;
            }
            self.age_unit = saved_unit;
            return invalid(span);
        }
        let value = self.any(subject);
        let result = if windows.is_empty() {
            self.relate(value, subject, relation, span)
        } else {
            let inside = self.in_windows(subject, windows, span);
            let related = self.relate(value, subject, relation, span);
            truth(Node::And(vec![inside, related]), span)
        };
        if let Some(saved) = saved_limit {
            self.limit_level = saved;
        }
        self.age_unit = saved_unit;
        result
    }

    fn inside_reading(&self) -> bool {
        self.visible
            .iter()
            .any(|level| matches!(self.scopes.get(*level), Some(Scope::Reading { .. })))
    }

    /// The level of the reading that the subject is the value of, inside a filter on its lab.
    fn bound_reading(&mut self, subject: &'a ast::Expr) -> Option<usize> {
        match subject.node.as_ref() {
            ast::Node::Name(name) => match self.meaning(name) {
                Meaning::BoundLab(level, _) => Some(level),
                Meaning::Field(level, index, _)
                    if index == reading_field::VALUE
                        && matches!(self.scopes.get(level), Some(Scope::Reading { .. })) =>
                {
                    Some(level)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn told_limit(&mut self, span: Span, subject: &ast::Expr) {
        let mut labs = Vec::new();
        names_in(subject, &mut labs);
        labs.retain(|name| {
            self.declared
                .get(name)
                .is_some_and(|fact| matches!(fact.kind, crate::model::Kind::Lab(_)))
        });
        labs.dedup();
        let finding = match labs.as_slice() {
            [] => {
                let finding = LIMIT_WITHOUT_LAB.at(
                    span,
                    "only readings of labs carry a limit; there is no lab on the other side",
                );
                match subject.node.as_ref() {
                    ast::Node::Name(name) => finding.help(match self.declared.get(name).map(|fact| &fact.kind) {
                        Some(crate::model::Kind::Number(number)) => {
                            format!("declare it as a lab:  {name} : lab {}", number.unit.pretty())
                        }
                        _ => "say whose limit: `ULN of ALT`".to_owned(),
                    }),
                    _ => finding.help("say whose limit: `ULN of ALT`"),
                }
            }
            [lab] => LIMIT_WITHOUT_LAB
                .at(
                    span,
                    "the other side is computed, so it must be said whose limit this is",
                )
                .help(format!("ULN of {lab}")),
            several => LIMIT_WITHOUT_LAB
                .at(span, "several labs stand on the other side")
                .help(format!("ULN of {}", several.join("    or    ULN of "))),
        };
        self.out.push(finding.label(subject.span, "the other side"));
    }

    /// The value against the relation; `ULN` is that of the reading in force.
    fn relate(&mut self, value: Expr, subject: &'a ast::Expr, relation: &'a ast::Relation, span: Span) -> Expr {
        match relation {
            ast::Relation::Compare(comparison, limit) => self.compare(value, subject, comparison, limit, span),
            ast::Relation::Is { negated, option } => {
                let member = self.is(value, option, span);
                negate(member, *negated, span)
            }
            ast::Relation::In { negated, set } => {
                let member = self.member(value, subject, set, span);
                negate(member, *negated, span)
            }
        }
    }

    fn compare(
        &mut self,
        value: Expr,
        subject: &'a ast::Expr,
        comparison: &Spanned<ast::Comparison>,
        limit: &'a ast::Expr,
        span: Span,
    ) -> Expr {
        let op = comparison_from(comparison.node);
        if let Type::Choice(options) = &value.ty {
            let options = options.clone();
            if let Some(result) = self.compare_choice(&value, &options, op, comparison.span, limit, span) {
                return result;
            }
        }
        // `3+ <= cd70_ihc`, `0 < grade`: the grade on the right.
        if matches!(value.ty, Type::Invalid) && literal_label(subject).is_none() {
            let _ = self.value(limit);
            return invalid(span);
        }
        let right = self.value(limit);
        if let (Some(_), Type::Choice(options)) = (literal_label(subject), &right.ty) {
            let options = options.clone();
            if let Some(result) = self.compare_choice(&right, &options, op.flip(), comparison.span, subject, span) {
                return result;
            }
        }
        if matches!(value.ty, Type::Choice(_)) && !ordered_or_equal(&value.ty, op) {
            self.not_ordered(&value, comparison.span);
            return invalid(span);
        }
        if let Type::Text = value.ty
            && let Node::Constant(Value::Text(crate::value::Texts::OneOf(words))) = right.node.as_ref()
            && let [word] = words.as_slice()
        {
            let same = truth(Node::SameText(value, word.clone()), span);
            return match op {
                Comparison::Equal => same,
                Comparison::NotEqual => truth(Node::Not(same), span),
                _ => {
                    self.out.push(KIND_MISMATCH.at(comparison.span, "texts have no order"));
                    invalid(span)
                }
            };
        }
        if matches!(value.ty, Type::Period | Type::Truth) || matches!(right.ty, Type::Period | Type::Truth) {
            if !matches!(right.ty, Type::Invalid) {
                self.out.push(
                    KIND_MISMATCH
                        .at(
                            span,
                            format!("{} and {} have no order", kind_words(&value.ty), kind_words(&right.ty)),
                        )
                        .help("`duration of x`, `start of x`, or `is yes`"),
                );
            }
            return invalid(span);
        }
        match self.unify((value, subject), (right, limit)) {
            Some((left, right)) => truth(Node::Compare(op, left, right), span),
            None => invalid(span),
        }
    }

    /// A grade or option against one written in the rule; `None` where the other side is something else.
    fn compare_choice(
        &mut self,
        value: &Expr,
        options: &Options,
        op: Comparison,
        op_span: Span,
        limit: &'a ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        if let ast::Node::Exception { value: base, clauses } = limit.node.as_ref() {
            let base_checked = self.compare_choice(value, options, op, op_span, base, span)?;
            let mut cases = Vec::new();
            for (condition, limit) in clauses {
                let condition = self.waiver(condition);
                let limit = self.compare_choice(value, options, op, op_span, limit, span)?;
                cases.push((condition, limit));
            }
            return Some(truth(
                Node::Cases {
                    clauses: cases,
                    otherwise: Some(base_checked),
                },
                span,
            ));
        }
        if let ast::Node::Brackets(brackets) = limit.node.as_ref()
            && let [one] = brackets.items.as_slice()
            && brackets.filter.is_none()
        {
            return self.compare_choice(value, options, op, op_span, one, span);
        }
        let label = literal_label(limit)?;
        if !options.labels.contains(&label) {
            if let ast::Node::Name(name) = limit.node.as_ref()
                && !matches!(self.meaning(name), Meaning::Unknown)
            {
                return None;
            }
            // A number between the numeric grades still has its place.
            let numeric: Option<Vec<Number>> = options.labels.iter().map(|l| Number::parse(l)).collect();
            if let (Some(numeric), Some(number)) = (numeric, Number::parse(&label))
                && options.ordered
            {
                let limit_set = Numbers::point(number);
                let set = choices(
                    numeric
                        .iter()
                        .map(|n| Numbers::point(n.clone()).compare(op, &limit_set) == Truths::YES),
                );
                return Some(truth(Node::Member(value.clone(), set), span));
            }
            self.unknown_option(&label, limit.span, options);
            return Some(invalid(span));
        }
        if !options.ordered && !matches!(op, Comparison::Equal | Comparison::NotEqual) {
            self.not_ordered(value, op_span);
            return Some(invalid(span));
        }
        let at = options.labels.iter().position(|l| *l == label)?;
        let set = choices((0..options.labels.len()).map(|i| match op {
            Comparison::Less => i < at,
            Comparison::AtMost => i <= at,
            Comparison::Greater => i > at,
            Comparison::AtLeast => i >= at,
            Comparison::Equal => i == at,
            Comparison::NotEqual => i != at,
        }));
        Some(truth(Node::Member(value.clone(), set), span))
    }

    fn not_ordered(&mut self, value: &Expr, span: Span) {
        let Type::Choice(options) = &value.ty else { return };
        self.out.push(
            KIND_MISMATCH
                .at(span, format!("the options {} have no order", options.labels.join(", ")))
                .help(format!(
                    "use `is` or `in`; an order is declared with `grade {{{}}}`",
                    options.labels.join(", ")
                )),
        );
    }

    fn unknown_option(&mut self, label: &str, span: Span, options: &Options) {
        let nearest = crate::suggest::nearest(label, options.labels.iter().map(String::as_str));
        let finding = UNKNOWN_OPTION.at(span, format!("there is no option `{label}`"));
        self.out.push(finding.help(if nearest.is_empty() {
            format!("the options are {}", options.labels.join(", "))
        } else {
            format!("{}?", crate::suggest::or_list(&nearest))
        }));
    }

    /// `is positive`
    fn is(&mut self, value: Expr, option: &Spanned<String>, span: Span) -> Expr {
        match &value.ty {
            Type::Invalid => invalid(span),
            Type::Choice(options) => match options.labels.iter().position(|label| *label == option.node) {
                Some(index) => truth(Node::Member(value, Choices::one(index)), span),
                None => {
                    let options = options.clone();
                    self.unknown_option(&option.node, option.span, &options);
                    invalid(span)
                }
            },
            Type::Truth => match option.node.as_str() {
                "yes" | "true" => value,
                "no" | "false" => truth(Node::Not(value), span),
                _ => {
                    self.out.push(
                        UNKNOWN_OPTION
                            .at(option.span, "a yes/no is either `yes` or `no`")
                            .help("is yes    or just its name"),
                    );
                    invalid(span)
                }
            },
            Type::Text => truth(Node::SameText(value, option.node.clone()), span),
            other => {
                let words = kind_words(other);
                self.out.push(
                    KIND_MISMATCH
                        .at(
                            option.span,
                            format!("{words} is compared with `=`, `<=` and the like, not with `is`"),
                        )
                        .help(format!("= {}", option.node)),
                );
                invalid(span)
            }
        }
    }

    fn is_for_numbers(&mut self, value: &Expr, subject: &ast::Expr, option: &Spanned<String>) {
        let words = kind_words(&value.ty);
        self.out.push(
            KIND_MISMATCH
                .at(
                    option.span,
                    format!("{words} is compared with `=`, `<=` and the like, not with `is`"),
                )
                .help(format!("{} = {}", print_expr(subject), option.node)),
        );
    }

    fn member(&mut self, value: Expr, subject: &'a ast::Expr, set: &'a ast::Set, span: Span) -> Expr {
        match set {
            ast::Set::Options(labels, _) => self.member_of_labels(value, labels, span),
            ast::Set::Range(low, high) => self.in_range(value, subject, low, high, span),
            ast::Set::Value(set) => {
                if let Some(labels) = self.named_options(set) {
                    return self.member_of_labels(value, labels, span);
                }
                let checked = self.value(set);
                match (&value.ty, &checked.ty) {
                    (_, Type::Invalid) | (Type::Invalid, _) => invalid(span),
                    (Type::Date | Type::Period, Type::Period) => {
                        let start = make(
                            Node::Edge(checked.clone(), crate::model::expr::Edge::Start),
                            Type::Date,
                            set.span,
                        );
                        let end = make(Node::Edge(checked, crate::model::expr::Edge::End), Type::Date, set.span);
                        truth(
                            Node::InWindow(value, crate::model::expr::Window::Between(start, end)),
                            span,
                        )
                    }
                    (_, other) => {
                        let words = kind_words(other);
                        self.out.push(
                            LIST_EXPECTED
                                .at(
                                    set.span,
                                    format!("`in` needs options, a range or a period; this is {words}"),
                                )
                                .help("in {a, b}    in 0..2    in taken"),
                        );
                        invalid(span)
                    }
                }
            }
        }
    }

    fn member_of_labels(&mut self, value: Expr, labels: &[Spanned<String>], span: Span) -> Expr {
        let Type::Choice(options) = value.ty.clone() else {
            let parts = labels.iter().map(|label| self.is(value.clone(), label, span)).collect();
            return truth(Node::Or(parts), span);
        };
        let mut chosen = vec![false; options.labels.len()];
        let mut sound = true;
        for label in labels {
            match options.labels.iter().position(|l| *l == label.node) {
                Some(at) => {
                    if let Some(slot) = chosen.get_mut(at) {
                        *slot = true;
                    }
                }
                None => {
                    self.unknown_option(&label.node, label.span, &options);
                    sound = false;
                }
            }
        }
        if sound {
            truth(Node::Member(value, choices(chosen.into_iter())), span)
        } else {
            invalid(span)
        }
    }

    /// The options that a definition names: `define systemic_route = one of {oral, intravenous}`.
    fn named_options(&mut self, set: &'a ast::Expr) -> Option<&'a [Spanned<String>]> {
        let ast::Node::Name(name) = set.node.as_ref() else {
            return None;
        };
        let Meaning::Define(define) = self.meaning(name) else {
            return None;
        };
        let ast::DefineBody::Kind(kind) = &define.body else {
            return None;
        };
        self.used_definitions.insert(define.name.node.clone());
        match &kind.node {
            ast::KindNode::OneOf(labels) | ast::KindNode::Grade(labels) => Some(labels),
            _ => None,
        }
    }

    fn in_range(
        &mut self,
        value: Expr,
        subject: &'a ast::Expr,
        low: &'a ast::Expr,
        high: &'a ast::Expr,
        span: Span,
    ) -> Expr {
        if let Type::Choice(options) = &value.ty {
            let options = options.clone();
            let at_least = self.compare_choice(&value, &options, Comparison::AtLeast, low.span, low, span);
            let at_most = self.compare_choice(&value, &options, Comparison::AtMost, high.span, high, span);
            return match (at_least, at_most) {
                (Some(a), Some(b)) => match (*a.node, *b.node) {
                    (Node::Member(value, a), Node::Member(_, b)) => truth(Node::Member(value, a.intersect(b)), span),
                    _ => invalid(span),
                },
                _ => invalid(span),
            };
        }
        let low_checked = match (low.node.as_ref(), high.node.as_ref()) {
            (ast::Node::Number(number), ast::Node::Quantity(_, unit)) => self.bare_in(number, unit, low.span),
            _ => self.value(low),
        };
        let low_ast = if matches!(high.node.as_ref(), ast::Node::Quantity(..)) {
            high
        } else {
            low
        };
        let high_checked = self.value(high);
        let Some((left, low_checked)) = self.unify((value.clone(), subject), (low_checked, low_ast)) else {
            return invalid(span);
        };
        let Some((_, high_checked)) = self.unify((value, subject), (high_checked, high)) else {
            return invalid(span);
        };
        if let (Some(a), Some(b)) = (
            Self::constant_number(&low_checked),
            Self::constant_number(&high_checked),
        ) {
            if a > b {
                self.out
                    .push(KIND_MISMATCH.at(low.span.to(high.span), "the range ends before it begins"));
                return invalid(span);
            }
            return truth(Node::Among(left, Numbers::closed(a.clone(), b.clone())), span);
        }
        let at_least = truth(Node::Compare(Comparison::AtLeast, left.clone(), low_checked), span);
        let at_most = truth(Node::Compare(Comparison::AtMost, left, high_checked), span);
        truth(Node::And(vec![at_least, at_most]), span)
    }

    /// The bare beginning of `18..65 years` in the unit of its end.
    fn bare_in(&mut self, number: &str, unit: &Spanned<String>, span: Span) -> Expr {
        let Some(amount) = Number::parse(number) else {
            return invalid(span);
        };
        let unit = self.unit(unit);
        match unit.time().and_then(|time| super::expr::scale_of(time, &amount)) {
            Some((scale, amount)) => make(
                Node::Constant(Value::Duration(crate::value::Durations {
                    scale,
                    amount: Numbers::point(amount),
                })),
                Type::Duration,
                span,
            ),
            None => make(
                Node::Constant(Value::Number(Numbers::point(amount))),
                Type::Number(unit, Substance::unknown()),
                span,
            ),
        }
    }

    /// `A, B <= L` at the head of a line: each of them, in an inclusion.
    pub(super) fn each(&mut self, subjects: &'a [ast::Expr], test: &'a ast::Test, span: Span) -> Expr {
        if self.negative {
            let names: Vec<String> = subjects.iter().map(print_expr).collect();
            let names = names.join(", ");
            let rest = print_relation(test);
            self.out.push(
                EACH_UNCLEAR
                    .at(span, format!("`{names}` in an exclusion or under a negation can be read in two ways"))
                    .help(format!("any of ({names}) {rest}    one of them is enough\nall of ({names}) {rest}    only all of them together")),
            );
        }
        let Some(relation) = &test.relation else {
            self.out
                .push(CONDITION_EXPECTED.at(span, "a condition is expected; this is a list"));
            return invalid(span);
        };
        let parts = subjects
            .iter()
            .map(|subject| {
                let part_span = subject.span;
                let mut part = self.related(subject, &test.windows, relation, span);
                part.span = part_span.to(span);
                part
            })
            .collect();
        truth(Node::And(parts), span)
    }

    /// `any of (ALT, AST) > 2*ULN`, `at least 2 of { … }`
    pub(super) fn count_of(&mut self, count: &'a ast::CountOf, span: Span) -> Expr {
        let quantifier = quantifier_from(count.quantifier.node);
        let negative = self.negative;
        if matches!(
            quantifier,
            Quantifier::None | Quantifier::AtMost(_) | Quantifier::Exactly(_)
        ) {
            self.negative = true;
        }
        let parts = self.turned(few_wanted(quantifier), |checker| match &count.of {
            ast::CountSource::Block(block) => checker.lines(block, true),
            ast::CountSource::List(test) => checker.listed(&test.subject, test, span),
        });
        self.negative = negative;
        match quantifier {
            Quantifier::All => truth(Node::And(parts), span),
            Quantifier::Any => truth(Node::Or(parts), span),
            quantifier => truth(Node::Count(quantifier, parts), span),
        }
    }

    fn listed(&mut self, list: &'a ast::Expr, test: &'a ast::Test, span: Span) -> Vec<Expr> {
        match list.node.as_ref() {
            ast::Node::Brackets(brackets) if brackets.filter.is_none() => brackets
                .items
                .iter()
                .map(|item| match &test.relation {
                    Some(relation) => self.related(item, &test.windows, relation, item.span.to(span)),
                    None if test.windows.is_empty() => self.condition(item),
                    None => self.in_windows(item, &test.windows, item.span),
                })
                .collect(),
            ast::Node::Name(name) => match self.meaning(name) {
                Meaning::Param(binding) => self.with_outer_test(&binding, test, span),
                Meaning::Define(define) => match &define.body {
                    ast::DefineBody::Expr(body) if matches!(body.node.as_ref(), ast::Node::Brackets(_)) => {
                        self.used_definitions.insert(define.name.node.clone());
                        self.listed(body, test, span)
                    }
                    _ => self.not_a_list(list, name),
                },
                _ => self.not_a_list(list, name),
            },
            _ => self.not_a_list(list, "this"),
        }
    }

    fn with_outer_test(&mut self, binding: &super::names::Binding<'a>, test: &'a ast::Test, span: Span) -> Vec<Expr> {
        self.with_binding(binding, |checker, expr| checker.listed(expr, test, span))
    }

    fn not_a_list(&mut self, list: &ast::Expr, name: &str) -> Vec<Expr> {
        self.out.push(
            LIST_EXPECTED
                .at(list.span, format!("`{name}` is no list of values in brackets"))
                .help(format!("any of (a, b) …    or, for records:  any {name} where …")),
        );
        vec![invalid(list.span)]
    }

    /// The lab that an expression reads directly: its name, `x at baseline`, `(x where …)`, a parameter given one.
    pub(super) fn lab(&mut self, expr: &'a ast::Expr) -> Option<(Option<Moment>, Readings)> {
        match expr.node.as_ref() {
            ast::Node::Name(name) => match self.meaning(name) {
                Meaning::Fact(id) if matches!(self.trial.facts.get(id.index())?.kind, crate::model::Kind::Lab(_)) => {
                    Some((None, self.plain_readings(id, expr.span)))
                }
                Meaning::Param(binding) => self.with_binding(&binding, Self::lab),
                _ => None,
            },
            ast::Node::At(inner, moment) => {
                let (earlier, source) = self.lab(inner)?;
                if earlier.is_some() {
                    return None;
                }
                Some((Some(self.moment_name(moment)?), source))
            }
            ast::Node::Brackets(brackets) if brackets.items.len() == 1 => {
                let inner = brackets.items.first()?;
                let (moment, mut source) = match inner.node.as_ref() {
                    ast::Node::Test(test) if test.relation.is_none() && !test.windows.is_empty() => {
                        let (moment, mut source) = self.lab(&test.subject)?;
                        source.valid = None;
                        source.filter = self.reading_windows(source.lab, source.level, &test.windows, inner.span);
                        (moment, source)
                    }
                    _ => self.lab(inner)?,
                };
                if let Some(filter) = &brackets.filter {
                    self.scopes.push(Scope::Reading { lab: source.lab });
                    self.visible.push(source.level);
                    let checked = self.condition(filter);
                    self.visible.pop();
                    self.scopes.pop();
                    source.filter = join(source.filter, Some(checked), filter.span);
                }
                Some((moment, source))
            }
            _ => None,
        }
    }

    /// Windows on the date of a reading, seen at `level`.
    pub(super) fn reading_windows(
        &mut self,
        lab: crate::model::FactId,
        level: usize,
        windows: &'a [ast::Window],
        span: Span,
    ) -> Option<Expr> {
        self.scopes.push(Scope::Reading { lab });
        let parts: Vec<Expr> = windows
            .iter()
            .filter_map(|window| {
                let date = make(Node::Field(level, reading_field::DATE), Type::Date, window.span);
                let checked = self.window(window)?;
                Some(truth(Node::InWindow(date, checked), window.span))
            })
            .collect();
        self.scopes.pop();
        join(None, Some(truth(Node::And(parts), span)), span)
    }
}

/// Two conditions as one.
pub(super) fn join(first: Option<Expr>, second: Option<Expr>, span: Span) -> Option<Expr> {
    match (first, second) {
        (Some(a), Some(b)) => Some(truth(Node::And(vec![a, b]), span)),
        (a, b) => a.or(b),
    }
}

fn negate(member: Expr, negated: bool, span: Span) -> Expr {
    if negated && !matches!(member.ty, Type::Invalid) {
        truth(Node::Not(member), span)
    } else {
        member
    }
}

fn choices(members: impl Iterator<Item = bool>) -> Choices {
    members
        .enumerate()
        .filter(|(_, member)| *member)
        .fold(Choices::none(), |set, (index, _)| set.union(Choices::one(index)))
}

fn ordered_or_equal(ty: &Type, op: Comparison) -> bool {
    match ty {
        Type::Choice(options) => options.ordered || matches!(op, Comparison::Equal | Comparison::NotEqual),
        _ => true,
    }
}

/// A word, mark or number that may be an option.
fn literal_label(expr: &ast::Expr) -> Option<String> {
    match expr.node.as_ref() {
        ast::Node::Name(text) | ast::Node::Mark(text) | ast::Node::Number(text) => Some(text.clone()),
        ast::Node::Id(text) => Some(text.clone()),
        ast::Node::Negative(inner) => literal_label(inner).map(|label| format!("-{label}")),
        _ => None,
    }
}

/// Where a relation says `ULN` or `LLN` without `of`.
fn limit_word(relation: &ast::Relation) -> Option<Span> {
    match relation {
        ast::Relation::Compare(_, limit) => limit_in(limit),
        ast::Relation::In {
            set: ast::Set::Range(low, high),
            ..
        } => limit_in(low).or_else(|| limit_in(high)),
        _ => None,
    }
}

fn limit_in(expr: &ast::Expr) -> Option<Span> {
    match expr.node.as_ref() {
        ast::Node::Limit(_, None) => Some(expr.span),
        ast::Node::Binary(left, _, right) => limit_in(left).or_else(|| limit_in(right)),
        ast::Node::Negative(inner) => limit_in(inner),
        ast::Node::Brackets(brackets) => brackets.items.iter().find_map(limit_in),
        ast::Node::Exception { value, clauses } => {
            limit_in(value).or_else(|| clauses.iter().find_map(|(_, limit)| limit_in(limit)))
        }
        _ => None,
    }
}

fn names_in(expr: &ast::Expr, into: &mut Vec<String>) {
    match expr.node.as_ref() {
        ast::Node::Name(name) => into.push(name.clone()),
        ast::Node::Binary(left, _, right) => {
            names_in(left, into);
            names_in(right, into);
        }
        ast::Node::Negative(inner) | ast::Node::Cast(inner, _) | ast::Node::At(inner, _) => names_in(inner, into),
        ast::Node::Brackets(brackets) => brackets.items.iter().for_each(|item| names_in(item, into)),
        ast::Node::Call(_, arguments) => arguments.iter().for_each(|item| names_in(item, into)),
        _ => {}
    }
}

/// The unit of time that a limit is written in.
fn time_unit(expr: &ast::Expr) -> Option<TimeUnit> {
    match expr.node.as_ref() {
        ast::Node::Quantity(_, unit) => Unit::parse(&unit.node).ok().and_then(|unit| unit.time()),
        ast::Node::Exception { value, .. } => time_unit(value),
        ast::Node::Brackets(brackets) => brackets.items.first().and_then(time_unit),
        ast::Node::Binary(left, _, right) => time_unit(left).or_else(|| time_unit(right)),
        _ => None,
    }
}

/// The comparison of the tree as one of values.
pub(super) fn comparison_from(comparison: ast::Comparison) -> Comparison {
    match comparison {
        ast::Comparison::Less => Comparison::Less,
        ast::Comparison::AtMost => Comparison::AtMost,
        ast::Comparison::Greater => Comparison::Greater,
        ast::Comparison::AtLeast => Comparison::AtLeast,
        ast::Comparison::Equal => Comparison::Equal,
        ast::Comparison::NotEqual => Comparison::NotEqual,
    }
}

/// The quantifier of the tree as one of the model.
pub(super) fn quantifier_from(quantifier: ast::Quantifier) -> Quantifier {
    match quantifier {
        ast::Quantifier::Any => Quantifier::Any,
        ast::Quantifier::All => Quantifier::All,
        ast::Quantifier::None => Quantifier::None,
        ast::Quantifier::AtLeast(n) => Quantifier::AtLeast(n),
        ast::Quantifier::AtMost(n) => Quantifier::AtMost(n),
        ast::Quantifier::Exactly(n) => Quantifier::Exactly(n),
    }
}

/// Whether each that holds speaks against the whole.
pub(super) fn few_wanted(quantifier: Quantifier) -> bool {
    matches!(quantifier, Quantifier::None | Quantifier::AtMost(_))
}
