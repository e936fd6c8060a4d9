//! Quantifiers and windows of time.

use super::super::ast::{
    CountOf, CountSource, Direction, Expr, Moment, Node, Quantified, Quantifier, Test, Window, WindowBound, WindowNode,
};
use super::super::grammar::{Children, Matched, Rule, children, take};
use super::{Builder, Built, expr};
use crate::codes::syntax as codes;
use crate::source::{Span, Spanned};

/// Words for lengths of time.
const TIMES: &[&str] = &[
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year", "years",
];

impl Builder<'_> {
    /// `any lesions where …`, `at least 2 of { … }`
    pub(super) fn counted(&mut self, pair: Matched<'_>) -> Built {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let quantifier = match inner.next() {
            Some(pair) => self.quantifier(pair),
            None => return self.broken(span).into(),
        };
        let start = quantifier.span;
        match inner.next() {
            Some(pair) if pair.as_rule() == Rule::block => {
                let block = self.block(pair);
                let whole = start.to(block.span);
                let exceptions = self.exceptions(inner);
                self.no_clauses(&exceptions);
                let count = CountOf {
                    quantifier,
                    of: CountSource::Block(block),
                };
                Built {
                    expr: expr(Node::CountOf(count), whole),
                    unless: exceptions.bare,
                }
            }
            Some(pair) if pair.as_rule() == Rule::test => {
                let Built { expr: tested, unless } = self.test(pair);
                let whole = start.to(tested.span);
                let test = match *tested.node {
                    Node::Test(test) => test,
                    node => Test {
                        subject: expr(node, tested.span),
                        windows: Vec::new(),
                        relation: None,
                    },
                };
                let count = CountOf {
                    quantifier,
                    of: CountSource::List(test),
                };
                Built {
                    expr: expr(Node::CountOf(count), whole),
                    unless,
                }
            }
            Some(pair) => self.quantified(quantifier, pair, inner),
            None => self.broken(span).into(),
        }
    }

    fn quantified(&mut self, quantifier: Spanned<Quantifier>, source: Matched<'_>, mut inner: Children<'_>) -> Built {
        let source = self.postfix(source);
        let mut whole = quantifier.span.to(source.span);
        let mut windows = Vec::new();
        let mut apart = None;
        while let Some(pair) = take(&mut inner, Rule::window) {
            whole = whole.to(self.trimmed(&pair));
            match self.window(pair) {
                (_, Some(length)) => apart = Some(length),
                (window, None) => windows.push(window),
            }
        }
        let mut filter = None;
        if let Some(pair) = take(&mut inner, Rule::filter) {
            whole = whole.to(self.trimmed(&pair));
            filter = children(pair)
                .next()
                .map(|body| self.afresh(|builder| builder.body(body)));
        }
        // Behind a quantifier an `unless` belongs to the record.
        let exceptions = self.exceptions(inner);
        self.no_clauses(&exceptions);
        if let Some(condition) = exceptions.bare {
            whole = whole.to(condition.span);
            let span = condition.span;
            filter = Some(match filter {
                Some(filter) => {
                    let span = filter.span.to(span);
                    expr(Node::Unless(filter, condition), span)
                }
                None => expr(Node::Not(condition), span),
            });
        }
        let quantified = Quantified {
            quantifier,
            source,
            apart,
            windows,
            filter,
        };
        expr(Node::Quantified(quantified), whole).into()
    }

    fn quantifier(&mut self, pair: Matched<'_>) -> Spanned<Quantifier> {
        let span = self.trimmed(&pair);
        let mut quantifier = Quantifier::Any;
        for child in children(pair) {
            quantifier = match child.as_rule() {
                Rule::kw_all => Quantifier::All,
                Rule::kw_none | Rule::kw_no => Quantifier::None,
                Rule::kw_least => Quantifier::AtLeast(0),
                Rule::kw_most => Quantifier::AtMost(0),
                Rule::kw_exactly => Quantifier::Exactly(0),
                Rule::count => {
                    let count = self.count(&child).node;
                    match quantifier {
                        Quantifier::AtLeast(_) => Quantifier::AtLeast(count),
                        Quantifier::AtMost(_) => Quantifier::AtMost(count),
                        _ => Quantifier::Exactly(count),
                    }
                }
                _ => quantifier,
            };
        }
        Spanned::new(quantifier, span)
    }

    /// A whole number of things.
    pub(super) fn count(&mut self, pair: &Matched<'_>) -> Spanned<u32> {
        let span = self.span(pair);
        let count = pair.as_str().parse().unwrap_or_else(|_| {
            let message = "a count of more than four thousand million cannot be meant";
            self.fault(&codes::COUNT_TOO_LARGE, span, message, "");
            u32::MAX
        });
        Spanned::new(count, span)
    }

    /// The windows that stand next. `apart` is told where nothing is counted.
    pub(super) fn windows(&mut self, inner: &mut Children<'_>, counted: bool) -> Vec<Window> {
        self.apart_told = false;
        let mut windows = Vec::new();
        while let Some(pair) = take(inner, Rule::window) {
            let (window, apart) = self.window(pair);
            if apart.is_some() && !counted {
                let message = "`apart` stands only behind what is counted";
                let help = format!("at least 2 … {} where …", self.written(window.span));
                self.fault(&codes::APART_WITHOUT_COUNT, window.span, message, &help);
                self.apart_told = true;
            } else {
                windows.push(window);
            }
        }
        windows
    }

    /// A window, and its length where it is `at least … apart` and no window.
    pub(super) fn window(&mut self, pair: Matched<'_>) -> (Window, Option<Expr>) {
        let span = self.trimmed(&pair);
        let mut inner = children(pair).filter(|pair| !matches!(pair.as_rule(), Rule::kw_from | Rule::kw_to));
        let first = inner.next();
        let second = inner.next();
        let third = inner.next();
        let fourth = inner.next();
        let mut apart = None;
        let node = match (first, second, third, fourth) {
            (Some(bound), Some(length), Some(direction), Some(anchor)) => {
                let bound = self.bound(bound);
                let length = self.length(length);
                WindowNode::Bounded {
                    bound,
                    length,
                    direction: self.direction(&direction),
                    anchor: self.moment(anchor),
                }
            }
            (Some(_), Some(length), Some(_), None) => {
                let length = self.length(length);
                apart = Some(length);
                WindowNode::Side(Spanned::new(Direction::Around, span), self.no_moment(span))
            }
            (Some(side), Some(anchor), None, _) if side.as_rule() == Rule::side => {
                let direction = self.direction(&side);
                WindowNode::Side(direction, self.moment(anchor))
            }
            (Some(from), Some(to), None, _) => {
                let from = self.moment(from);
                WindowNode::Between(from, self.moment(to))
            }
            _ => WindowNode::Side(Spanned::new(Direction::Before, span), self.no_moment(span)),
        };
        (Window { node, span }, apart)
    }

    fn no_moment(&self, span: Span) -> Moment {
        Moment {
            shift: None,
            anchor: self.broken(span),
            span,
        }
    }

    /// How long: a word for a time without its number is told.
    fn length(&mut self, pair: Matched<'_>) -> Expr {
        let length = self.sum(pair);
        match &*length.node {
            Node::Name(name) if TIMES.contains(&name.as_str()) => {
                let message = format!("a number is missing before `{name}`");
                let help = format!("2 {name}");
                self.fault(&codes::UNIT_WITHOUT_NUMBER, length.span, &message, &help)
            }
            _ => length,
        }
    }

    fn bound(&self, pair: Matched<'_>) -> Spanned<WindowBound> {
        let span = self.trimmed(&pair);
        let rules = children(pair).map(|pair| pair.as_rule());
        let bound = rules.fold(WindowBound::Within, |bound, rule| match rule {
            Rule::kw_least => WindowBound::AtLeast,
            Rule::kw_most => WindowBound::AtMost,
            Rule::kw_more => WindowBound::MoreThan,
            Rule::kw_less => WindowBound::LessThan,
            _ => bound,
        });
        Spanned::new(bound, span)
    }

    /// Which way from the anchor.
    pub(super) fn direction(&self, pair: &Matched<'_>) -> Spanned<Direction> {
        let direction = match pair.as_str().trim_end() {
            "before" => Direction::Before,
            "after" => Direction::After,
            _ => Direction::Around,
        };
        Spanned::new(direction, self.trimmed(pair))
    }

    pub(super) fn moment(&mut self, pair: Matched<'_>) -> Moment {
        let span = self.trimmed(&pair);
        let mut inner = children(pair);
        let first = inner.next();
        match (first, inner.next(), inner.next()) {
            (Some(length), Some(direction), Some(anchor)) => {
                let length = self.product(length);
                Moment {
                    shift: Some((length, self.direction(&direction))),
                    anchor: self.postfix(anchor),
                    span,
                }
            }
            (Some(anchor), ..) => Moment {
                shift: None,
                anchor: if anchor.as_rule() == Rule::date {
                    self.primary(anchor)
                } else {
                    self.postfix(anchor)
                },
                span,
            },
            _ => self.no_moment(span),
        }
    }
}
