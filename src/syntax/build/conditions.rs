//! Conditions.

use super::super::ast::{Comparison, Expr, Node, Relation, Set, Test};
use super::super::grammar::{Matched, Rule, children, take};
use super::{Builder, Built, covered, expr, is_body};
use crate::codes::syntax as codes;
use crate::source::{Span, Spanned};

/// What the `unless` behind a test come to.
#[derive(Default)]
pub(super) struct Exceptions {
    /// `unless c then m`, in order.
    pub clauses: Vec<(Expr, Expr)>,
    /// `unless c` at the end.
    pub bare: Option<Expr>,
}

impl Builder<'_> {
    /// `a or b`
    pub(super) fn condition(&mut self, pair: Matched<'_>) -> Built {
        let span = self.trimmed(&pair);
        self.tell_mixed(&pair);
        let mut parts = Vec::new();
        for child in children(pair) {
            match child.as_rule() {
                Rule::kw_or => self.word_spelling(&child, "or"),
                _ => parts.push(self.conjunction(child)),
            }
        }
        self.joined(parts, span, Node::Or)
    }

    fn conjunction(&mut self, pair: Matched<'_>) -> Built {
        let span = self.trimmed(&pair);
        let mut parts = Vec::new();
        for child in children(pair) {
            match child.as_rule() {
                Rule::kw_and => self.word_spelling(&child, "and"),
                _ => parts.push(self.unary(child)),
            }
        }
        self.joined(parts, span, Node::And)
    }

    fn word_spelling(&mut self, pair: &Matched<'_>, right: &str) {
        if pair.as_str() != right {
            let span = self.span(pair);
            self.spelling(span, pair.as_str(), right);
        }
    }

    /// One part as it is, several joined; the last one's `unless` covers them all.
    fn joined(&mut self, mut parts: Vec<Built>, span: Span, join: fn(Vec<Expr>) -> Node) -> Built {
        let Some(last) = parts.pop() else {
            return self.broken(span).into();
        };
        if parts.is_empty() {
            return last;
        }
        let mut joined: Vec<Expr> = parts.into_iter().map(|part| self.not_at_edge(part)).collect();
        joined.push(last.expr);
        let whole = joined
            .first()
            .zip(joined.last())
            .map_or(span, |(first, last)| first.span.to(last.span));
        Built {
            expr: expr(join(joined), whole),
            unless: last.unless,
        }
    }

    /// An `unless` here would cover only a part of its line: it is told.
    pub(super) fn not_at_edge(&mut self, built: Built) -> Expr {
        if let Some(condition) = &built.unless {
            let span = built.expr.span.to(condition.span);
            let head = self.written(built.expr.span);
            let tail = self.written(condition.span);
            let message = "an `unless` in the middle of a line could cover more than one thing";
            let help = format!("({head} unless {tail})");
            let found = codes::UNLESS_INSIDE.at(condition.span, message);
            self.tell(found.label(span, "").help(help));
        }
        covered(built)
    }

    /// `and` beside `or` without brackets: both readings are shown.
    fn tell_mixed(&mut self, pair: &Matched<'_>) {
        // Operands in order, each with the word in front of it.
        let mut operands: Vec<(bool, Span)> = Vec::new();
        let (mut or, mut and) = (None, None);
        for conjunction in pair.clone().into_inner() {
            if conjunction.as_rule() == Rule::kw_or {
                or = or.or(Some(self.span(&conjunction)));
                continue;
            }
            let mut first = true;
            for operand in conjunction.into_inner() {
                if operand.as_rule() == Rule::kw_and {
                    and = and.or(Some(self.span(&operand)));
                    continue;
                }
                operands.push((first, self.trimmed(&operand)));
                first = false;
            }
        }
        let (Some(or), Some(and)) = (or, and) else { return };
        let mut tail = String::new();
        if let Some((_, last)) = operands.last_mut()
            && let Some(at) = bare_tail(pair)
        {
            let start = self.source_offset(at);
            tail = format!(" {}", self.written(Span { start, ..*last }));
            last.end = start;
        }
        let by_or = |builder: &Self| {
            let groups = operands.chunk_by(|_, (after_or, _)| *after_or);
            let groups: Vec<String> = groups.map(|group| builder.bracketed(group, " or ")).collect();
            groups.join(" and ")
        };
        let by_and = |builder: &Self| {
            let groups = operands.chunk_by(|_, (after_or, _)| !*after_or);
            let groups: Vec<String> = groups.map(|group| builder.bracketed(group, " and ")).collect();
            groups.join(" or ")
        };
        let help = format!("{}{tail}\n{}{tail}", by_or(self), by_and(self));
        let found = codes::AND_OR_MIXED.at(or, "`or` beside `and` can be read in two ways");
        self.tell(found.label(and, "").help(help));
    }

    fn source_offset(&self, at: usize) -> u32 {
        Span::new(self.source, at, at).start
    }

    fn bracketed(&self, group: &[(bool, Span)], word: &str) -> String {
        let texts: Vec<String> = group.iter().map(|(_, span)| self.written(*span)).collect();
        if texts.len() > 1 {
            format!("({})", texts.join(word))
        } else {
            texts.concat()
        }
    }

    /// `not a`
    fn unary(&mut self, pair: Matched<'_>) -> Built {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let mut nots = Vec::new();
        while let Some(not) = take(&mut inner, Rule::kw_not) {
            self.word_spelling(&not, "not");
            nots.push(self.span(&not));
        }
        let mut built = match inner.next() {
            Some(pair) => match pair.as_rule() {
                Rule::guard => self.guard(pair),
                Rule::counted => self.counted(pair),
                _ => self.test(pair),
            },
            None => self.broken(span).into(),
        };
        for not in nots.into_iter().rev() {
            let span = not.to(built.expr.span);
            built.expr = expr(Node::Not(built.expr), span);
        }
        built
    }

    /// `if c then x otherwise y`
    fn guard(&mut self, pair: Matched<'_>) -> Built {
        let span = self.trimmed(&pair);
        let mut inner = children(pair)
            .filter(|pair| pair.as_rule() != Rule::kw_otherwise)
            .peekable();
        let mut bodies = Vec::new();
        while let Some(body) = inner.next_if(is_body) {
            bodies.push(self.open_body(body));
        }
        let exceptions = self.exceptions(inner);
        let mut bodies = bodies.into_iter();
        let (Some(condition), Some(then)) = (bodies.next(), bodies.next()) else {
            return self.broken(span).into();
        };
        let condition = self.not_at_edge(condition);
        let (then, otherwise, mut unless) = match bodies.next() {
            Some(otherwise) => (self.not_at_edge(then), Some(otherwise.expr), otherwise.unless),
            None => (then.expr, None, then.unless),
        };
        self.no_clauses(&exceptions);
        unless = unless.or(exceptions.bare);
        let end = otherwise.as_ref().map_or(then.span, |otherwise| otherwise.span);
        let start = Span {
            end: span.start,
            ..span
        };
        let node = Node::If {
            condition,
            then,
            otherwise,
        };
        Built {
            expr: expr(node, start.to(end)),
            unless,
        }
    }

    /// A subject with its windows, its relation and what is excepted.
    pub(super) fn test(&mut self, pair: Matched<'_>) -> Built {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let mut subject = self.sum_in(inner.next(), span);
        let windows = self.windows(&mut inner, false);
        if self.apart_told && windows.is_empty() {
            // What is left is no condition, and that was told.
            subject = self.broken(subject.span);
        }
        let mut relation = take(&mut inner, Rule::relation).map(|pair| self.relation(pair));
        let Exceptions { clauses, bare } = self.exceptions(inner);
        if !clauses.is_empty() {
            match (&mut relation, windows.is_empty()) {
                (Some((Relation::Compare(_, limit), end)), _) => {
                    let excepted = except(limit.clone(), clauses);
                    *end = excepted.span;
                    *limit = excepted;
                }
                (None, true) => subject = except(subject, clauses),
                _ => self.clauses_without_limit(&clauses),
            }
        }
        let mut whole = subject.span;
        if let Some(window) = windows.last() {
            whole = whole.to(window.span);
        }
        if let Some((_, end)) = &relation {
            whole = whole.to(*end);
        }
        let tested = if windows.is_empty() && relation.is_none() {
            subject
        } else {
            let relation = relation.map(|(relation, _)| relation);
            expr(
                Node::Test(Test {
                    subject,
                    windows,
                    relation,
                }),
                whole,
            )
        };
        Built {
            expr: tested,
            unless: bare,
        }
    }

    fn clauses_without_limit(&mut self, clauses: &[(Expr, Expr)]) {
        let Some((condition, value)) = clauses.first() else {
            return;
        };
        let message = "`unless … then …` changes the limit of a comparison, and there is none here";
        let span = condition.span.to(value.span);
        let help = format!("if {} then … otherwise …", self.written(condition.span));
        self.fault(&codes::EXCEPTION_WITHOUT_LIMIT, span, message, &help);
    }

    /// Tells of `unless … then …` where nothing has a limit.
    pub(super) fn no_clauses(&mut self, exceptions: &Exceptions) {
        if !exceptions.clauses.is_empty() {
            self.clauses_without_limit(&exceptions.clauses);
        }
    }

    /// The `unless` at the end of a test.
    pub(super) fn exceptions<'i>(&mut self, pairs: impl Iterator<Item = Matched<'i>>) -> Exceptions {
        let mut found = Exceptions::default();
        for pair in pairs.filter(|pair| pair.as_rule() == Rule::exception) {
            let span = self.trimmed(&pair);
            if self.inside_unless || found.bare.is_some() {
                let message = "an `unless` inside an `unless` needs brackets";
                let help = format!("unless (… {})", self.written(span));
                self.fault(&codes::UNLESS_INSIDE, span, message, &help);
                continue;
            }
            let mut inner = children(pair);
            let condition = match inner.next() {
                Some(body) => {
                    self.inside_unless = true;
                    let condition = self.body(body);
                    self.inside_unless = false;
                    condition
                }
                None => self.broken(span),
            };
            match inner.next() {
                Some(value) => {
                    let value = self.sum(value);
                    found.clauses.push((condition, value));
                }
                None => found.bare = Some(condition),
            }
        }
        found
    }

    fn relation(&mut self, pair: Matched<'_>) -> (Relation, Span) {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        if let Some(sign) = take(&mut inner, Rule::comparison) {
            let comparison = Spanned::new(self.comparison(&sign), self.span(&sign));
            let limit = self.sum_in(inner.next(), span);
            return (Relation::Compare(comparison, limit), span);
        }
        let negated = take(&mut inner, Rule::kw_not).is_some();
        let relation = match inner.next() {
            Some(pair) if pair.as_rule() == Rule::option => Relation::Is {
                negated,
                option: self.spanned(&pair),
            },
            Some(pair) if pair.as_rule() == Rule::set => {
                let place = self.trimmed(&pair);
                let set = Set::Options(self.options_in(Some(pair)), place);
                Relation::In { negated, set }
            }
            Some(pair) => {
                let set = match self.limits(pair) {
                    (low, Some(high)) => Set::Range(low, high),
                    (value, None) => Set::Value(value),
                };
                Relation::In { negated, set }
            }
            None => Relation::In {
                negated,
                set: Set::Value(self.broken(span)),
            },
        };
        (relation, span)
    }

    fn comparison(&mut self, sign: &Matched<'_>) -> Comparison {
        let (comparison, right) = match sign.as_str() {
            "<" => (Comparison::Less, "<"),
            "<=" | "≤" | "⩽" => (Comparison::AtMost, sign.as_str()),
            "=<" => (Comparison::AtMost, "<="),
            ">" => (Comparison::Greater, ">"),
            ">=" | "≥" | "⩾" => (Comparison::AtLeast, sign.as_str()),
            "=>" => (Comparison::AtLeast, ">="),
            "!=" | "≠" => (Comparison::NotEqual, sign.as_str()),
            "<>" => (Comparison::NotEqual, "!="),
            _ => (Comparison::Equal, "="),
        };
        if right != sign.as_str() {
            let span = self.span(sign);
            self.spelling(span, sign.as_str(), right);
        }
        comparison
    }
}

/// Puts exceptions around a value.
fn except(value: Expr, clauses: Vec<(Expr, Expr)>) -> Expr {
    let span = clauses.last().map_or(value.span, |(_, last)| value.span.to(last.span));
    expr(Node::Exception { value, clauses }, span)
}

/// Where an `unless` without `then` begins at the right edge of a condition.
fn bare_tail(pair: &Matched<'_>) -> Option<usize> {
    let last = pair.clone().into_inner().last()?;
    match last.as_rule() {
        Rule::exception => {
            let bare = !last.clone().into_inner().any(|child| child.as_rule() == Rule::kw_then);
            bare.then(|| last.as_span().start())
        }
        Rule::condition | Rule::conjunction | Rule::unary | Rule::guard | Rule::test => bare_tail(&last),
        _ => None,
    }
}
