//! Records: quantifiers over lists, labs and days; aggregates over records, values and rows.

use super::names::{Meaning, Scope};
use super::relation::{join, quantifier_from};
use super::units::{kind_words, self_text};
use super::{Checker, constant_truth, invalid, make, substance, truth};
use crate::codes::check::{KIND_MISMATCH, LIST_EXPECTED, PART_READS_NO_FIELD, RECORD_DATE_UNCLEAR, VALUE_EXPECTED};
use crate::model::expr::{Aggregate, Extreme, Quantifier, Readings, Source, reading_field};
use crate::model::{Expr, Fact, FactId, Kind, Node, Type};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Number, Numbers, Substance, Truths, Unit, Value};

/// Records to look at, before they are looked at.
enum Found<'a> {
    List(FactId, String, Vec<Fact>, Option<&'a ast::Expr>, &'a [ast::Window]),
    Lab(Readings),
    Days,
}

impl<'a> Checker<'a> {
    /// `any lesions where …`
    pub(super) fn quantified(&mut self, quantified: &'a ast::Quantified, span: Span) -> Expr {
        let quantifier = quantifier_from(quantified.quantifier.node);
        let Some(found) = self.records(&quantified.source) else {
            if let Some(filter) = &quantified.filter
                && !matches!(quantified.source.node.as_ref(), ast::Node::Name(_))
            {
                let _ = self.any(filter);
            }
            return invalid(span);
        };
        let level = self.scopes.len();
        let (source, scope, own_windows) = match found {
            Found::List(fact, name, fields, filter, windows) => {
                let filter = self.list_filter(level, &name, &fields, filter, windows);
                let Some(filter) = filter else { return invalid(span) };
                (
                    Source::List { fact, filter, level },
                    Scope::Record { list: name, fields },
                    &quantified.windows[..],
                )
            }
            Found::Lab(mut readings) => {
                if !quantified.windows.is_empty() {
                    readings.valid = None;
                    let extra = self.reading_windows(readings.lab, level, &quantified.windows, quantified.source.span);
                    readings.filter = join(readings.filter, extra, quantified.source.span);
                }
                let lab = readings.lab;
                (Source::Readings(readings), Scope::Reading { lab }, &[][..])
            }
            Found::Days => {
                let Some(window) = quantified.windows.first() else {
                    self.out.push(
                        LIST_EXPECTED
                            .at(quantified.source.span, "days without a window have no end")
                            .help("any day within 2 weeks before screening where …"),
                    );
                    return invalid(span);
                };
                let Some(window) = self.window(window) else {
                    return invalid(span);
                };
                (Source::Days(Box::new(window)), Scope::Day, &[][..])
            }
        };
        let windows = self.record_windows(&scope, own_windows, level);
        self.scopes.push(scope);
        self.visible.push(level);
        let negative = self.negative;
        if matches!(
            quantifier,
            Quantifier::None | Quantifier::AtMost(_) | Quantifier::Exactly(_)
        ) {
            self.negative = true;
        }
        let filter = quantified.filter.as_ref().map(|filter| {
            let turned = super::relation::few_wanted(quantifier);
            let checked = self.turned(turned, |checker| checker.condition(filter));
            self.every_part_reads(&checked, level);
            checked
        });
        self.negative = negative;
        let apart = quantified.apart.as_ref().map(|apart| self.duration(apart));
        self.visible.pop();
        let scope = self.scopes.pop();
        let Some(windows) = windows else { return invalid(span) };
        let body = join(windows, filter, span).unwrap_or_else(|| constant_truth(Truths::YES, span));
        if matches!(body.ty, Type::Invalid) {
            return invalid(span);
        }
        let apart = match (apart, scope) {
            (Some(apart), Some(scope)) => match self.record_date(&scope, level, span) {
                Some(date) => Some((apart, date)),
                None => return invalid(span),
            },
            _ => None,
        };
        truth(
            Node::Quantified {
                quantifier,
                source,
                body,
                level,
                apart,
            },
            span,
        )
    }

    /// The filter and the windows of a list in brackets; `None` where they are wrong.
    #[allow(clippy::option_option)]
    fn list_filter(
        &mut self,
        level: usize,
        name: &str,
        fields: &[Fact],
        filter: Option<&'a ast::Expr>,
        windows: &'a [ast::Window],
    ) -> Option<Option<Expr>> {
        let scope = Scope::Record {
            list: name.to_owned(),
            fields: fields.to_vec(),
        };
        let windows = self.record_windows(&scope, windows, level)?;
        let filter = filter.map(|filter| {
            self.scopes.push(scope);
            self.visible.push(level);
            let checked = self.condition(filter);
            self.visible.pop();
            self.scopes.pop();
            self.every_part_reads(&checked, level);
            (checked, filter.span)
        });
        match filter {
            Some((checked, span)) => Some(join(windows, Some(checked), span)),
            None => Some(windows),
        }
    }

    /// Windows on the date of a record, seen at `level`; the outer `None` where there is no such date.
    #[allow(clippy::option_option)]
    fn record_windows(&mut self, scope: &Scope, windows: &'a [ast::Window], level: usize) -> Option<Option<Expr>> {
        let Some(first) = windows.first() else {
            return Some(None);
        };
        let date = self.record_date(scope, level, first.span)?;
        let mut parts = Vec::new();
        // The window itself sees the surroundings, not the record; its level is taken all the same.
        self.scopes.push(scope.clone());
        for window in windows {
            if let Some(checked) = self.window(window) {
                parts.push(truth(Node::InWindow(date.clone(), checked), window.span));
            }
        }
        self.scopes.pop();
        if parts.len() < windows.len() {
            return None;
        }
        Some(Some(if parts.len() == 1 {
            parts.remove(0)
        } else {
            truth(Node::And(parts), first.span)
        }))
    }

    /// The date of a record: the field `date`, or the only date or period it has.
    fn record_date(&mut self, scope: &Scope, level: usize, span: Span) -> Option<Expr> {
        let (list, fields) = match scope {
            Scope::Reading { .. } => return Some(make(Node::Field(level, reading_field::DATE), Type::Date, span)),
            Scope::Day => return Some(make(Node::Field(level, 0), Type::Date, span)),
            Scope::Record { list, fields } => (list, fields),
        };
        let dated: Vec<(usize, &Fact)> = fields
            .iter()
            .enumerate()
            .filter(|(_, f)| matches!(f.kind, Kind::Date | Kind::Period))
            .collect();
        let chosen = dated.iter().find(|(_, f)| f.name == "date").or(match dated.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        match chosen {
            Some((index, fact)) => {
                let ty = self.type_of(&fact.kind)?;
                Some(make(Node::Field(level, *index), ty, span))
            }
            None => {
                let names: Vec<&str> = dated.iter().map(|(_, f)| f.name.as_str()).collect();
                let finding = if names.is_empty() {
                    RECORD_DATE_UNCLEAR
                        .at(span, format!("a record of `{list}` has no date"))
                        .help("add a field of kind `date` to its declaration")
                } else {
                    RECORD_DATE_UNCLEAR
                        .at(
                            span,
                            format!("a record of `{list}` has several dates: {}", names.join(", ")),
                        )
                        .help(format!(
                            "any {list} where {} within …",
                            names.first().unwrap_or(&"date")
                        ))
                };
                self.out.push(finding);
                None
            }
        }
    }

    /// A part of `where` that reads no field of the record is most likely meant for the whole line.
    fn every_part_reads(&mut self, body: &Expr, level: usize) {
        let parts: Vec<&Expr> = match body.node.as_ref() {
            Node::And(parts) => parts.iter().collect(),
            _ => vec![body],
        };
        let mut untold: Vec<Span> = Vec::new();
        for part in parts {
            if !matches!(part.ty, Type::Invalid) && !matches!(part.node.as_ref(), Node::Part(..)) && !reads(part, level)
            {
                untold.push(part.span);
            }
        }
        for span in untold {
            self.out.push(
                PART_READS_NO_FIELD
                    .at(span, "this part of `where` does not look at the record")
                    .help(
                        "`where` runs to the end of the line; put the quantifier in brackets:  (any … where …) and …",
                    ),
            );
        }
    }

    fn records(&mut self, source: &'a ast::Expr) -> Option<Found<'a>> {
        self.records_with(source, None, &[])
    }

    fn records_with(
        &mut self,
        source: &'a ast::Expr,
        filter: Option<&'a ast::Expr>,
        windows: &'a [ast::Window],
    ) -> Option<Found<'a>> {
        match source.node.as_ref() {
            ast::Node::Name(name) => match self.meaning(name) {
                Meaning::Fact(id) => match self
                    .trial
                    .facts
                    .get(id.index())
                    .map(|f| (f.name.clone(), f.kind.clone()))
                {
                    Some((name, Kind::List(list))) => Some(Found::List(id, name, list.fields, filter, windows)),
                    Some((_, Kind::Lab(_))) => {
                        let mut readings = self.plain_readings(id, source.span);
                        readings.latest = None;
                        Some(Found::Lab(readings))
                    }
                    Some((name, _)) => self.no_records(source, &format!("`{name}` is no list of records")),
                    None => None,
                },
                Meaning::Param(binding) => {
                    self.with_binding(&binding, |checker, expr| checker.records_with(expr, filter, windows))
                }
                Meaning::Define(define) => match &define.body {
                    ast::DefineBody::Expr(body) if define.params.is_empty() && is_list(body) => {
                        self.used_definitions.insert(define.name.node.clone());
                        self.records_with(body, filter, windows)
                    }
                    _ => self.no_records(source, &format!("`{name}` is no list of records")),
                },
                Meaning::Day(_) | Meaning::Unknown if name == "day" || name == "days" => Some(Found::Days),
                Meaning::Unknown => {
                    self.unknown_name(name, source.span);
                    None
                }
                _ => self.no_records(source, &format!("`{name}` is no list of records")),
            },
            ast::Node::Brackets(brackets) if brackets.items.len() == 1 => {
                let inner = brackets.items.first()?;
                let own = brackets.filter.as_ref();
                if own.is_some() && filter.is_some() {
                    return self.no_records(source, "a list is filtered twice here");
                }
                if self.lab(source).is_some() || self.lab(inner).is_some() {
                    let (_, mut readings) = self.lab(source)?;
                    readings.latest = None;
                    return Some(Found::Lab(readings));
                }
                match inner.node.as_ref() {
                    ast::Node::Test(test) if test.relation.is_none() => {
                        self.records_with(&test.subject, own.or(filter), &test.windows)
                    }
                    _ => self.records_with(inner, own.or(filter), windows),
                }
            }
            ast::Node::Test(test) if test.relation.is_none() => self.records_with(&test.subject, filter, &test.windows),
            ast::Node::Aggregate(aggregate) if aggregate.op.node == ast::AggregateOp::Latest => {
                let ast::AggregateSource::Of(lab) = &aggregate.over else {
                    return self.no_records(source, "`latest` here takes a lab");
                };
                let Some((_, mut readings)) = self.lab(lab) else {
                    return self.no_records(lab, &format!("`{}` is no lab", self_text(lab)));
                };
                readings.latest = Some(aggregate.count.as_ref().map_or(1, |count| count.node));
                Some(Found::Lab(readings))
            }
            _ => self.no_records(source, "a list of records is expected here"),
        }
    }

    fn no_records<T>(&mut self, source: &ast::Expr, message: &str) -> Option<T> {
        let lists: Vec<&str> = self
            .declared
            .values()
            .filter(|f| matches!(f.kind, Kind::List(_)))
            .map(|f| f.name.as_str())
            .take(6)
            .collect();
        let finding = LIST_EXPECTED.at(source.span, message);
        self.out.push(if lists.is_empty() {
            finding.help("a list is declared with `list of { … }`; for values in brackets:  any of (a, b) …")
        } else {
            finding.help(format!(
                "lists are {}; for values in brackets:  any of (a, b) …",
                lists.join(", ")
            ))
        });
        None
    }

    /// `sum of …`, `latest 3 of qtc`, `shorter of (…)`
    pub(super) fn aggregate(&mut self, aggregate: &'a ast::Aggregate, span: Span) -> Expr {
        match &aggregate.over {
            ast::AggregateSource::Rows(rows, rows_span) => self.rows(aggregate.op.node, rows, *rows_span, span),
            ast::AggregateSource::Over(value, list) => {
                let Some(found) = self.records(list) else {
                    return invalid(span);
                };
                self.aggregate_over(aggregate.op.node, found, Some(value), list.span, span)
            }
            ast::AggregateSource::Of(inner) => self.aggregate_of(aggregate, inner, span),
        }
    }

    fn aggregate_of(&mut self, aggregate: &'a ast::Aggregate, inner: &'a ast::Expr, span: Span) -> Expr {
        // `(a, b, c)`: several values.
        if let ast::Node::Brackets(brackets) = inner.node.as_ref()
            && brackets.filter.is_none()
            && brackets.items.len() > 1
        {
            return self.several(aggregate.op.node, &brackets.items, span);
        }
        if let ast::Node::Name(name) = inner.node.as_ref()
            && let Meaning::Define(define) = self.meaning(name)
            && let ast::DefineBody::Expr(body) = &define.body
            && let ast::Node::Brackets(brackets) = body.node.as_ref()
            && brackets.filter.is_none()
            && brackets.items.len() > 1
        {
            self.used_definitions.insert(define.name.node.clone());
            return self.several(aggregate.op.node, &brackets.items, span);
        }
        if aggregate.op.node == ast::AggregateOp::Latest
            && aggregate.count.as_ref().is_none_or(|count| count.node == 1)
            && let Some((_, _)) = self.lab(inner)
        {
            return self.any(inner);
        }
        let Some(found) = self.records(inner) else {
            return invalid(span);
        };
        self.aggregate_over(aggregate.op.node, found, None, inner.span, span)
    }

    fn aggregate_over(
        &mut self,
        op: ast::AggregateOp,
        found: Found<'a>,
        value: Option<&'a ast::Expr>,
        list_span: Span,
        span: Span,
    ) -> Expr {
        let level = self.scopes.len();
        let (source, scope) = match found {
            Found::List(fact, name, fields, filter, windows) => {
                let Some(filter) = self.list_filter(level, &name, &fields, filter, windows) else {
                    return invalid(span);
                };
                (
                    Source::List { fact, filter, level },
                    Scope::Record { list: name, fields },
                )
            }
            Found::Lab(readings) => {
                let lab = readings.lab;
                (Source::Readings(readings), Scope::Reading { lab })
            }
            Found::Days => {
                self.out.push(
                    LIST_EXPECTED
                        .at(list_span, "days are not summed")
                        .help("any day within … where …"),
                );
                return invalid(span);
            }
        };
        let is_lab = match &scope {
            Scope::Reading { lab } => Some(*lab),
            _ => None,
        };
        self.scopes.push(scope);
        self.visible.push(level);
        let body = match (value, is_lab) {
            (Some(value), _) => self.value(value),
            (None, Some(lab)) if op != ast::AggregateOp::Count => {
                make(Node::Field(level, reading_field::VALUE), self.lab_type(lab), list_span)
            }
            (None, _) => number_constant(1, span),
        };
        self.visible.pop();
        self.scopes.pop();
        if value.is_none() && is_lab.is_none() && op != ast::AggregateOp::Count {
            self.out.push(
                VALUE_EXPECTED
                    .at(list_span, "which field of the records?")
                    .help("sum of dose over (steroids where …)"),
            );
            return invalid(span);
        }
        if matches!(body.ty, Type::Invalid) {
            return invalid(span);
        }
        let (op, ty) = match (op, &body.ty) {
            (ast::AggregateOp::Count, _) => (Aggregate::Count, super::expr::bare_number()),
            (ast::AggregateOp::Sum, Type::Number(..)) => (Aggregate::Sum, body.ty.clone()),
            (ast::AggregateOp::Mean, Type::Number(..)) => (Aggregate::Mean, body.ty.clone()),
            (ast::AggregateOp::Median, Type::Number(..)) => (Aggregate::Median, body.ty.clone()),
            (
                ast::AggregateOp::Highest | ast::AggregateOp::Latest | ast::AggregateOp::Longer,
                Type::Number(..) | Type::Date | Type::Duration | Type::Choice(_) | Type::Titre,
            ) => (Aggregate::Highest, body.ty.clone()),
            (
                ast::AggregateOp::Lowest | ast::AggregateOp::Earliest | ast::AggregateOp::Shorter,
                Type::Number(..) | Type::Date | Type::Duration | Type::Choice(_) | Type::Titre,
            ) => (Aggregate::Lowest, body.ty.clone()),
            (_, ty) => {
                let words = kind_words(ty);
                self.out
                    .push(KIND_MISMATCH.at(span, format!("{words} cannot be taken together in this way")));
                return invalid(span);
            }
        };
        make(
            Node::Aggregate {
                op,
                source,
                body,
                level,
            },
            ty,
            span,
        )
    }

    fn several(&mut self, op: ast::AggregateOp, items: &'a [ast::Expr], span: Span) -> Expr {
        if op == ast::AggregateOp::Count {
            let conditions: Vec<Expr> = items.iter().map(|item| self.condition(item)).collect();
            let rows = conditions
                .into_iter()
                .map(|c| {
                    let s = c.span;
                    (c, number_constant(1, s))
                })
                .collect();
            return make(Node::Rows(Aggregate::Count, rows), super::expr::bare_number(), span);
        }
        let mut checked: Vec<Expr> = Vec::new();
        let first_ast = items.first();
        for item in items {
            let value = self.value(item);
            if matches!(value.ty, Type::Invalid) {
                return invalid(span);
            }
            match (checked.first().cloned(), first_ast) {
                (Some(first), Some(first_ast)) => match self.follow((first, first_ast), (value, item)) {
                    Some(value) => checked.push(value),
                    None => return invalid(span),
                },
                _ => checked.push(value),
            }
        }
        let ty = checked
            .first()
            .map_or(Type::Invalid, |first| substance::joint(first.ty.clone(), &checked));
        let highest = matches!(
            op,
            ast::AggregateOp::Highest | ast::AggregateOp::Latest | ast::AggregateOp::Longer
        );
        match (&ty, op) {
            (Type::Number(..), ast::AggregateOp::Sum) => make(Node::Several(Aggregate::Sum, checked), ty, span),
            (Type::Number(..), ast::AggregateOp::Mean) => make(Node::Several(Aggregate::Mean, checked), ty, span),
            (Type::Number(..), ast::AggregateOp::Median) => make(Node::Several(Aggregate::Median, checked), ty, span),
            (_, ast::AggregateOp::First) => {
                self.out.push(
                    KIND_MISMATCH
                        .at(span, "`first of` takes rows")
                        .help("first of { condition : value, otherwise : value }"),
                );
                invalid(span)
            }
            (_, ast::AggregateOp::Sum | ast::AggregateOp::Mean | ast::AggregateOp::Median) => {
                self.out
                    .push(KIND_MISMATCH.at(span, format!("{} cannot be summed", kind_words(&ty))));
                invalid(span)
            }
            (Type::Number(..) | Type::Titre, _) => make(
                Node::Several(if highest { Aggregate::Highest } else { Aggregate::Lowest }, checked),
                ty,
                span,
            ),
            (Type::Date | Type::Duration | Type::Choice(_), _) => make(
                Node::Extreme(if highest { Extreme::Highest } else { Extreme::Lowest }, checked),
                ty,
                span,
            ),
            _ => {
                self.out
                    .push(KIND_MISMATCH.at(span, format!("{} has no order", kind_words(&ty))));
                invalid(span)
            }
        }
    }

    /// `sum of { C : v … }`, `first of { … otherwise : v }`
    fn rows(&mut self, op: ast::AggregateOp, rows: &'a [ast::Row], rows_span: Span, span: Span) -> Expr {
        let mut clauses: Vec<(Expr, Expr)> = Vec::new();
        let mut otherwise: Option<Expr> = None;
        let mut reference: Option<(Expr, &'a ast::Expr)> = None;
        let mut sound = true;
        for row in rows {
            let condition = match &row.head {
                ast::RowHead::Otherwise => None,
                ast::RowHead::Declares(name, _) => Some(self.name(&name.node, name.span)),
                ast::RowHead::Condition(condition) => Some(self.condition(condition)),
            };
            let value = match &row.value {
                Some(value) => {
                    let checked = self.any(value);
                    if matches!(checked.ty, Type::Invalid) {
                        sound = false;
                        continue;
                    }
                    match &reference {
                        Some((first, first_ast)) => match self.follow((first.clone(), *first_ast), (checked, value)) {
                            Some(checked) => checked,
                            None => {
                                sound = false;
                                continue;
                            }
                        },
                        None => {
                            reference = Some((checked.clone(), value));
                            checked
                        }
                    }
                }
                None if op == ast::AggregateOp::Count => number_constant(1, row.span),
                None => {
                    self.out.push(
                        VALUE_EXPECTED
                            .at(row.span, "what does this row count for?")
                            .help("… : 8"),
                    );
                    sound = false;
                    continue;
                }
            };
            match condition {
                Some(condition) => clauses.push((condition, value)),
                None => {
                    if !matches!(
                        op,
                        ast::AggregateOp::First | ast::AggregateOp::Highest | ast::AggregateOp::Lowest
                    ) {
                        self.out.push(VALUE_EXPECTED.at(
                            row.span,
                            "`otherwise` belongs to `first of`, `highest of` and `lowest of`",
                        ));
                        sound = false;
                    }
                    otherwise = Some(value);
                }
            }
        }
        if !sound {
            return invalid(span);
        }
        let values = clauses.iter().map(|(_, value)| value).chain(&otherwise);
        let ty = reference.map_or_else(super::expr::bare_number, |(first, _)| {
            substance::joint(first.ty, values)
        });
        let aggregate = match op {
            ast::AggregateOp::First => {
                return make(Node::Cases { clauses, otherwise }, ty, span);
            }
            ast::AggregateOp::Sum => Aggregate::Sum,
            ast::AggregateOp::Highest => Aggregate::Highest,
            ast::AggregateOp::Lowest => Aggregate::Lowest,
            ast::AggregateOp::Count => Aggregate::Count,
            _ => {
                self.out.push(KIND_MISMATCH.at(
                    rows_span,
                    "rows are summed or counted, or the highest, lowest or first of them is taken",
                ));
                return invalid(span);
            }
        };
        if !matches!(ty, Type::Number(..)) {
            self.out.push(KIND_MISMATCH.at(
                rows_span,
                format!("rows of a score are numbers; these are {}", kind_words(&ty)),
            ));
            return invalid(span);
        }
        let zero = |e: &Expr| Checker::constant_number(e).is_some_and(Number::is_zero);
        match otherwise.filter(|otherwise| !zero(otherwise)) {
            // Where no row holds, and only there.
            Some(otherwise) => {
                let conditions: Vec<Expr> = clauses.iter().map(|(condition, _)| condition.clone()).collect();
                let any = truth(Node::Or(conditions), rows_span);
                let rows = make(Node::Rows(aggregate, clauses), ty.clone(), span);
                make(
                    Node::Cases {
                        clauses: vec![(any, rows)],
                        otherwise: Some(otherwise),
                    },
                    ty,
                    span,
                )
            }
            None => make(Node::Rows(aggregate, clauses), ty, span),
        }
    }
}

fn is_list(body: &ast::Expr) -> bool {
    matches!(body.node.as_ref(), ast::Node::Brackets(_))
}

fn number_constant(number: i64, span: Span) -> Expr {
    make(
        Node::Constant(Value::Number(Numbers::point(Number::from(number)))),
        Type::Number(Unit::dimensionless(), Substance::unknown()),
        span,
    )
}

/// Whether an expression reads a field of the record at `level`.
fn reads(expr: &Expr, level: usize) -> bool {
    let mut found = matches!(expr.node.as_ref(), Node::Field(own, _) if *own == level);
    crate::model::walk::children(expr, &mut |child| found = found || reads(child, level));
    found
}
