//! Values.

use super::super::ast::{Aggregate, AggregateOp, AggregateSource, Brackets, Expr, Limit, Node, Operator, Row, RowHead};
use super::super::grammar::{Children, Matched, Rule, children, take};
use super::{Builder, covered, expr};
use crate::codes::syntax as codes;
use crate::source::{Span, Spanned};

/// A chain of operators has no more links than this.
const LONGEST_CHAIN: usize = 500;

impl Builder<'_> {
    /// A value that the grammar asks for.
    pub(super) fn sum_in(&mut self, pair: Option<Matched<'_>>, span: Span) -> Expr {
        match pair {
            Some(pair) => self.sum(pair),
            None => self.broken(span),
        }
    }

    /// `a + b`
    pub(super) fn sum(&mut self, pair: Matched<'_>) -> Expr {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let Some(first) = inner.next() else {
            return self.broken(span);
        };
        let first = self.product(first);
        let mut rest = Vec::new();
        while let Some(sign) = inner.next() {
            let operator = if sign.as_rule() == Rule::plus {
                Operator::Add
            } else {
                Operator::Subtract
            };
            let operator = Spanned::new(operator, self.span(&sign));
            if let Some(pair) = inner.next() {
                rest.push((operator, self.product(pair)));
            }
        }
        self.chain(first, rest)
    }

    /// `a * b`
    pub(super) fn product(&mut self, pair: Matched<'_>) -> Expr {
        let (first, rest) = self.factors(pair);
        self.chain(first, rest)
    }

    /// The factors of a product, those behind an aggregate among them.
    fn factors(&mut self, pair: Matched<'_>) -> (Expr, Vec<(Spanned<Operator>, Expr)>) {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let outer = std::mem::take(&mut self.spill);
        let first = match inner.next() {
            Some(pair) => self.factor(pair),
            None => self.broken(span),
        };
        let mut rest = std::mem::take(&mut self.spill);
        while let (Some(sign), Some(factor)) = (inner.next(), inner.next()) {
            let operator = if sign.as_rule() == Rule::times {
                Operator::Multiply
            } else {
                Operator::Divide
            };
            let operator = Spanned::new(operator, self.span(&sign));
            let factor = self.factor(factor);
            let before = rest.last().map_or(&first, |(_, last)| last);
            let factor = self.lost_superscript(before, operator.node, factor);
            rest.push((operator, factor));
            rest.append(&mut self.spill);
        }
        self.spill = outer;
        (first, rest)
    }

    /// `100 x 109/L`: the power of ten has lost its superscript.
    fn lost_superscript(&mut self, before: &Expr, operator: Operator, factor: Expr) -> Expr {
        let Node::Quantity(number, unit) = &*factor.node else {
            return factor;
        };
        let digits = number.strip_prefix("10").unwrap_or("");
        let power = matches!(digits.len(), 1 | 2) && digits.bytes().all(|digit| digit.is_ascii_digit());
        let literal = matches!(&*before.node, Node::Number(_));
        if !(operator == Operator::Multiply && literal && power && unit.node.starts_with('/')) {
            return factor;
        }
        let right: String = digits.chars().map(superscript).collect();
        let right = format!("10{right}{}", unit.node);
        let message = format!("`{}` has lost its superscript", self.written(factor.span));
        let found = codes::LOST_SUPERSCRIPT.at(factor.span, message);
        let whole = format!("{}×{right}", self.written(before.span));
        self.tell(found.help(whole).fix(factor.span, right));
        self.broken(factor.span)
    }

    fn chain(&mut self, first: Expr, rest: Vec<(Spanned<Operator>, Expr)>) -> Expr {
        if rest.len() > LONGEST_CHAIN {
            let message = format!("this chains more than {LONGEST_CHAIN} operators");
            let help = "give a part of it a name with `define`";
            return self.fault(&codes::NESTED_TOO_DEEP, first.span, &message, help);
        }
        rest.into_iter().fold(first, |left, (operator, right)| {
            let span = left.span.to(right.span);
            expr(Node::Binary(left, operator, right), span)
        })
    }

    fn factor(&mut self, pair: Matched<'_>) -> Expr {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let minus = take(&mut inner, Rule::minus);
        let value = match inner.next() {
            Some(power) => self.power(power),
            None => self.broken(span),
        };
        match minus {
            Some(minus) => self.negative(&minus, value),
            None => value,
        }
    }

    fn negative(&self, minus: &Matched<'_>, value: Expr) -> Expr {
        let span = self.span(minus).to(value.span);
        expr(Node::Negative(value), span)
    }

    fn power(&mut self, pair: Matched<'_>) -> Expr {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let base = match inner.next() {
            Some(base) => self.postfix(base),
            None => self.broken(span),
        };
        let Some(sign) = inner.next() else {
            return base;
        };
        let operator = Spanned::new(Operator::Power, self.span(&sign));
        let minus = take(&mut inner, Rule::minus);
        let exponent = match inner.next() {
            Some(exponent) => self.postfix(exponent),
            None => self.broken(span),
        };
        let exponent = match minus {
            Some(minus) => self.negative(&minus, exponent),
            None => exponent,
        };
        let whole = base.span.to(exponent.span);
        expr(Node::Binary(base, operator, exponent), whole)
    }

    /// A value with its casts and visits.
    pub(super) fn postfix(&mut self, pair: Matched<'_>) -> Expr {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let mut value = match inner.next() {
            Some(primary) => self.primary(primary),
            None => return self.broken(span),
        };
        for suffix in inner {
            let whole = value.span.to(self.trimmed(&suffix));
            let cast = suffix.as_rule() == Rule::cast;
            let Some(inner) = children(suffix).find(|pair| pair.as_rule() != Rule::kw_at) else {
                continue;
            };
            value = if cast {
                let unit = self.unit(&inner);
                expr(Node::Cast(value, unit), whole)
            } else {
                expr(Node::At(value, self.spanned(&inner)), whole)
            };
        }
        value
    }

    /// A unit as it was written.
    pub(super) fn unit(&self, pair: &Matched<'_>) -> Spanned<String> {
        let span = self.trimmed(pair);
        let written = self.written(span);
        let parts: Vec<&str> = written.split('/').map(str::trim).collect();
        Spanned::new(parts.join("/"), span)
    }

    /// The smallest values.
    pub(super) fn primary(&mut self, pair: Matched<'_>) -> Expr {
        let span = self.trimmed(&pair);
        let text = pair.as_str().trim_end().to_owned();
        let node = match pair.as_rule() {
            Rule::aggregate => return self.aggregate(pair),
            Rule::string => Node::Text(self.quoted(&pair).text),
            Rule::date => Node::Date(text),
            Rule::titre => Node::Titre(text.split_once(':').map_or("", |(_, of)| of).to_owned()),
            Rule::mark => Node::Mark(text),
            Rule::number => Node::Number(text),
            Rule::quantity => {
                let mut inner = children(pair);
                let number = self.name_in(inner.next());
                match inner.next() {
                    Some(unit) => Node::Quantity(number.node, self.unit(&unit)),
                    None => Node::Number(number.node),
                }
            }
            Rule::limit => {
                let mut inner = children(pair);
                let limit = match inner.next() {
                    Some(word) if word.as_rule() == Rule::kw_lln => Limit::Lower,
                    _ => Limit::Upper,
                };
                Node::Limit(limit, inner.next().map(|of| self.primary(of)))
            }
            Rule::call => {
                let mut inner = children(pair);
                let name = self.name_in(inner.next());
                let arguments = match inner.next().map(|list| self.list(list)) {
                    Some(Brackets { items, filter: None }) => items,
                    Some(Brackets {
                        items,
                        filter: Some(filter),
                    }) => {
                        let message = "a list with `where` needs brackets of its own";
                        let help = format!("{}((… where {}))", name.node, self.written(filter.span));
                        self.fault(&codes::SYNTAX, filter.span, message, &help);
                        items
                    }
                    None => Vec::new(),
                };
                Node::Call(name, arguments)
            }
            Rule::of => {
                let mut inner = children(pair);
                let word = self.name_in(inner.next());
                match inner.next() {
                    Some(of) => Node::Of(word, self.primary(of)),
                    None => Node::Broken,
                }
            }
            Rule::id => Node::Id(text),
            Rule::name => Node::Name(text),
            Rule::list => Node::Brackets(self.list(pair)),
            _ => Node::Broken,
        };
        expr(node, span)
    }

    fn list(&mut self, pair: Matched<'_>) -> Brackets {
        self.afresh(|builder| {
            let mut items: Vec<Expr> = Vec::new();
            let mut filter = None;
            for child in children(pair) {
                if child.as_rule() == Rule::filter {
                    filter = children(child).next().map(|body| builder.body(body));
                } else {
                    let built = builder.condition(child);
                    let item = covered(built);
                    let comma = items
                        .last()
                        .map(|last| Span::new(builder.source, last.span.end as usize, item.span.start as usize));
                    if let Some(found) = comma.and_then(|comma| builder.comma_in_number(comma)) {
                        builder.tell(found);
                    }
                    items.push(item);
                }
            }
            Brackets { items, filter }
        })
    }

    fn aggregate(&mut self, pair: Matched<'_>) -> Expr {
        let whole = self.trimmed(&pair);
        let mut inner = children(pair);
        let word = self.name_in(inner.next());
        let op = Spanned::new(aggregate_op(&word.node), word.span);
        let count = take(&mut inner, Rule::count).map(|count| self.count(&count));
        let (over, end) = match inner.next() {
            Some(pair) if pair.as_rule() == Rule::rows => {
                let span = self.span(&pair);
                let rows = self.afresh(|builder| builder.rows(children(pair)));
                (AggregateSource::Rows(rows, span), span)
            }
            Some(pair) => {
                let (first, rest) = self.factors(pair);
                match inner.next() {
                    Some(list) => {
                        let value = self.chain(first, rest);
                        let list = self.postfix(list);
                        let end = list.span;
                        (AggregateSource::Over(value, list), end)
                    }
                    None => {
                        // Only `over` reaches across a product: the other factors stand outside.
                        self.spill = rest;
                        return self.aggregate_of(op, count, first);
                    }
                }
            }
            None => (AggregateSource::Of(self.broken(whole)), whole),
        };
        let aggregate = Aggregate { op, count, over };
        expr(Node::Aggregate(aggregate), word.span.to(end))
    }

    /// `highest of (a, b) ^ 2` raises the highest: a list cannot be raised or given a unit, what comes of it can.
    fn aggregate_of(&mut self, op: Spanned<AggregateOp>, count: Option<Spanned<u32>>, of: Expr) -> Expr {
        let span = op.span.to(of.span);
        let is_list = |expr: &Expr| matches!(expr.node.as_ref(), Node::Brackets(list) if list.items.len() > 1 || list.filter.is_some());
        match *of.node {
            Node::Binary(base, operator, exponent) if operator.node == Operator::Power && is_list(&base) => {
                let base = self.aggregate_of(op, count, base);
                expr(Node::Binary(base, operator, exponent), span)
            }
            Node::Cast(inner, unit) if is_list(&inner) => {
                let inner = self.aggregate_of(op, count, inner);
                expr(Node::Cast(inner, unit), span)
            }
            node => {
                let over = AggregateSource::Of(expr(node, of.span));
                expr(Node::Aggregate(Aggregate { op, count, over }), span)
            }
        }
    }

    fn rows(&mut self, pairs: Children<'_>) -> Vec<Row> {
        pairs
            .filter(|pair| pair.as_rule() == Rule::row)
            .map(|pair| self.row(pair))
            .collect()
    }

    fn row(&mut self, pair: Matched<'_>) -> Row {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let head = match inner.next() {
            Some(pair) if pair.as_rule() == Rule::declares => {
                let mut inner = children(pair);
                let name = self.name_in(inner.next());
                match inner.next().map(|text| self.quoted(&text)) {
                    Some(text) => RowHead::Declares(name, text),
                    None => RowHead::Condition(self.broken(span)),
                }
            }
            Some(pair) if pair.as_rule() == Rule::condition => {
                let built = self.condition(pair);
                RowHead::Condition(covered(built))
            }
            _ => RowHead::Otherwise,
        };
        let value = inner.next().map(|value| {
            let built = self.condition(value);
            covered(built)
        });
        Row { head, value, span }
    }
}

fn aggregate_op(word: &str) -> AggregateOp {
    match word {
        "sum" => AggregateOp::Sum,
        "mean" => AggregateOp::Mean,
        "median" => AggregateOp::Median,
        "count" => AggregateOp::Count,
        "highest" => AggregateOp::Highest,
        "lowest" => AggregateOp::Lowest,
        "earliest" => AggregateOp::Earliest,
        "latest" => AggregateOp::Latest,
        "first" => AggregateOp::First,
        "shorter" => AggregateOp::Shorter,
        _ => AggregateOp::Longer,
    }
}

fn superscript(digit: char) -> char {
    match digit {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        _ => '⁹',
    }
}
