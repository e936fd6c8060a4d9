//! What a rule says, as its author wrote it: its numbers with their signs and units, its windows, the names it reads.
//!
//! Definitions are followed: what they say counts as said, but is not held against the quote.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::sentence::{Measure, Side};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    AggregateSource, Block, Comparison as Sign, CountOf, CountSource, DefineBody, Direction, Expr, ItemBody, Limit,
    Moment, Node, Operator, Quantified, Quantifier, Reading, Relation, RowHead, Set, Statement, Test, Window,
    WindowBound, WindowNode,
};
use crate::value::{Comparison, Number, Unit};

/// The definitions that rules may use, by name, and whether they stand in the author's own file.
pub(in crate::lint) type Definitions<'a> = BTreeMap<&'a str, (&'a DefineBody, bool)>;

/// A number of a rule.
#[derive(Debug, Clone)]
pub(in crate::lint) struct Written<'a> {
    /// The number.
    pub number: Number,
    /// Of what.
    pub measure: Measure,
    /// Its sign.
    pub sign: Option<Comparison>,
    /// It stands under a `not`.
    pub negated: bool,
    /// Where.
    pub place: Span,
    /// The names on the other side.
    pub subjects: Vec<&'a str>,
    /// It is the length of a window: on which side, and of what.
    pub window: Option<(Side, Vec<&'a str>)>,
    /// It is the limit of an exception.
    pub(in crate::lint) excepted: bool,
    /// It is given to a definition.
    pub argument: bool,
    /// It stands in the author's own rule, and is a limit there.
    pub own: bool,
}

/// A name that a rule reads.
#[derive(Debug, Clone, Copy)]
pub(in crate::lint) struct Read<'a> {
    /// The name.
    pub name: &'a str,
    /// It stands under a `not`.
    pub negated: bool,
    /// It stands behind `unless` or `if`.
    pub conditional: bool,
    /// Where.
    pub place: Span,
}

/// A count of a rule: `at least 2`.
#[derive(Debug, Clone, Copy)]
pub(in crate::lint) struct Counted {
    /// How many, where the rule asks for at least so many.
    pub least: u32,
    /// Where.
    pub place: Span,
}

/// What a rule says.
#[derive(Debug, Clone, Default)]
pub(in crate::lint) struct Said<'a> {
    /// Its numbers.
    pub numbers: Vec<Written<'a>>,
    /// The names that it reads.
    pub names: Vec<Read<'a>>,
    /// Options that it names.
    pub options: Vec<&'a str>,
    /// Its counts.
    pub counts: Vec<Counted>,
    /// Places of `unless` in the rule itself.
    pub exceptions: Vec<Span>,
    /// Something in it, or in a definition that it uses, can carry an exception: `unless`, `not`, `no`, `if`.
    pub carries: bool,
    /// Conditions that it joins with *and* (true) or *or*.
    pub joints: Vec<(bool, Vec<&'a Expr>)>,
    /// It asks a person for the sentence itself.
    pub asks: bool,
    /// It leaves the sentence to a person's judgement.
    pub judged: bool,
}

impl Said<'_> {
    /// Whether it reads a name.
    pub(in crate::lint) fn reads(&self, name: &str) -> bool {
        self.names.iter().any(|read| read.name == name)
    }
}

/// Reads the rule of an item, without the items inside it.
pub(in crate::lint) fn of_item<'a>(body: &'a ItemBody, definitions: &Definitions<'a>) -> Said<'a> {
    let mut walk = Walk::new(definitions);
    match body {
        ItemBody::Block(block) | ItemBody::AsksWhen(_, block) => walk.block(block),
        ItemBody::Asks(name) | ItemBody::Judged(name) => {
            walk.said.asks = true;
            walk.said.judged = matches!(body, ItemBody::Judged(_));
            walk.name(&name.node, name.span);
        }
        ItemBody::Broken => {}
    }
    walk.follow()
}

/// Reads the rule of an endpoint.
pub(in crate::lint) fn of_block<'a>(block: &'a Block, definitions: &Definitions<'a>) -> Said<'a> {
    let mut walk = Walk::new(definitions);
    walk.block(block);
    walk.follow()
}

/// Around a number.
#[derive(Clone, Default)]
struct Around<'a> {
    sign: Option<Comparison>,
    subjects: Vec<&'a str>,
    window: Option<(Side, Vec<&'a str>)>,
    argument: bool,
    excepted: bool,
    /// A factor of a formula, a value of a row.
    factor: bool,
    /// The unit of the range's other end.
    unit: Option<Measure>,
}

struct Walk<'a, 'd> {
    definitions: &'d Definitions<'a>,
    said: Said<'a>,
    followed: BTreeSet<&'a str>,
    own: bool,
    negated: bool,
    conditional: bool,
    /// Inside a definition.
    defined: bool,
    pending: Vec<Pending<'a>>,
}

/// A definition that is still to be read.
struct Pending<'a> {
    body: &'a Expr,
    own: bool,
    negated: bool,
    conditional: bool,
}

impl<'a, 'd> Walk<'a, 'd> {
    fn new(definitions: &'d Definitions<'a>) -> Self {
        Self {
            definitions,
            said: Said::default(),
            followed: BTreeSet::new(),
            own: true,
            negated: false,
            conditional: false,
            defined: false,
            pending: Vec::new(),
        }
    }

    fn block(&mut self, block: &'a Block) {
        self.joined(block, true);
        for statement in &block.statements {
            match statement {
                Statement::Condition(expr) => self.expr(expr, &Around::default()),
                Statement::Reading(Reading {
                    block: Some(block),
                    in_force: true,
                    ..
                }) => self.block(block),
                Statement::Readings(window) => {
                    let own = std::mem::replace(&mut self.own, false);
                    self.window(window);
                    self.own = own;
                }
                Statement::Item(_) | Statement::Reading(_) | Statement::Broken(_) => {}
            }
        }
    }

    /// The conditions of a block are joined by *and*, behind `any of` by *or*.
    fn joined(&mut self, block: &'a Block, all: bool) {
        let conditions = block.statements.iter().filter_map(|statement| match statement {
            Statement::Condition(condition) => Some(condition),
            _ => None,
        });
        let conditions: Vec<&Expr> = conditions.collect();
        if self.own && conditions.len() > 1 {
            self.said.joints.push((all, conditions));
        }
    }

    fn condition(&mut self, condition: &'a Expr) {
        let conditional = std::mem::replace(&mut self.conditional, true);
        self.expr(condition, &Around::default());
        self.conditional = conditional;
    }

    fn number(&mut self, number: &str, measure: Measure, place: Span, around: &Around<'a>) {
        let Some(number) = Number::parse(number) else { return };
        self.said.numbers.push(Written {
            number,
            measure,
            sign: around.sign,
            negated: self.negated,
            place,
            subjects: around.subjects.clone(),
            window: around.window.clone(),
            excepted: around.excepted,
            argument: around.argument,
            own: self.own && !around.factor,
        });
    }

    fn name(&mut self, name: &'a str, place: Span) {
        self.said.names.push(Read {
            name,
            negated: self.negated,
            conditional: self.conditional,
            place,
        });
        let Some((name, (body, own_file))) = self.definitions.get_key_value(name) else {
            return;
        };
        if !self.followed.insert(name) {
            return;
        }
        if let DefineBody::Expr(body) = body {
            // Read later: definitions upon definitions may be many.
            self.pending.push(Pending {
                body,
                own: self.own && *own_file,
                negated: self.negated,
                conditional: self.conditional,
            });
        }
    }

    /// Reads the definitions that are used, and those that they use.
    fn follow(mut self) -> Said<'a> {
        self.defined = true;
        while let Some(pending) = self.pending.pop() {
            (self.own, self.negated, self.conditional) = (pending.own, pending.negated, pending.conditional);
            self.expr(pending.body, &Around::default());
        }
        self.said
    }

    fn under_not(&mut self, inside: impl FnOnce(&mut Self)) {
        self.said.carries = true;
        self.negated = !self.negated;
        inside(self);
        self.negated = !self.negated;
    }

    fn expr(&mut self, expr: &'a Expr, around: &Around<'a>) {
        let plain = Around::default();
        match expr.node.as_ref() {
            Node::Number(number) => {
                let measure = around.unit.clone().unwrap_or(Measure::Bare);
                self.number(number, measure, expr.span, around);
            }
            Node::Quantity(number, unit) => {
                if let Ok(unit) = Unit::parse(&unit.node) {
                    self.number(number, Measure::Unit(unit), expr.span, around);
                }
            }
            Node::Mark(mark) => self.mark(mark, expr.span, around),
            Node::Name(name) => self.name(name, expr.span),
            Node::Limit(limit, of) => {
                let upper = *limit == Limit::Upper;
                let factor = Around {
                    factor: true,
                    ..around.clone()
                };
                self.number("1", Measure::Multiple { upper }, expr.span, &factor);
                of.iter().for_each(|of| self.expr(of, &plain));
            }
            Node::Call(name, arguments) => {
                self.name(&name.node, name.span);
                for argument in arguments {
                    let around = Around {
                        argument: true,
                        ..plain.clone()
                    };
                    self.expr(argument, &around);
                }
            }
            Node::Cast(inner, _) | Node::Of(_, inner) | Node::At(inner, _) | Node::Negative(inner) => {
                self.expr(inner, around);
            }
            Node::Brackets(brackets) => {
                brackets.items.iter().for_each(|item| self.expr(item, around));
                brackets.filter.iter().for_each(|filter| self.expr(filter, &plain));
            }
            Node::Binary(left, operator, right) => self.binary(left, operator.node, right, expr.span, around),
            Node::Test(test) => self.test(test, None),
            Node::Each(subjects, test) => self.test(test, Some(subjects)),
            Node::Not(inner) => self.under_not(|walk| walk.expr(inner, &plain)),
            Node::And(parts) | Node::Or(parts) => {
                if self.own {
                    let all = matches!(expr.node.as_ref(), Node::And(_));
                    self.said.joints.push((all, parts.iter().collect()));
                }
                parts.iter().for_each(|part| self.expr(part, &plain));
            }
            Node::If {
                condition,
                then,
                otherwise,
            } => {
                self.said.carries = true;
                self.condition(condition);
                self.expr(then, around);
                otherwise.iter().for_each(|otherwise| self.expr(otherwise, around));
            }
            Node::Exception { value, clauses } => {
                self.unless(clauses.first().map(|(condition, _)| condition.span));
                self.expr(value, around);
                for (condition, value) in clauses {
                    self.condition(condition);
                    let excepted = Around {
                        excepted: true,
                        ..around.clone()
                    };
                    self.expr(value, &excepted);
                }
            }
            Node::Unless(inner, condition) => {
                self.unless(Some(condition.span));
                self.expr(inner, &plain);
                self.condition(condition);
            }
            Node::Block(block) => self.block(block),
            Node::Quantified(quantified) => self.quantified(quantified),
            Node::CountOf(count) => self.count_of(count),
            Node::Aggregate(aggregate) => match &aggregate.over {
                AggregateSource::Rows(rows, _) => {
                    let own = std::mem::replace(&mut self.own, false);
                    for row in rows {
                        match &row.head {
                            RowHead::Condition(condition) => self.expr(condition, &plain),
                            RowHead::Declares(name, _) => self.name(&name.node, name.span),
                            RowHead::Otherwise => {}
                        }
                        row.value.iter().for_each(|value| self.expr(value, &plain));
                    }
                    self.own = own;
                }
                AggregateSource::Over(value, list) => {
                    self.expr(value, around);
                    self.expr(list, &plain);
                }
                AggregateSource::Of(value) => self.expr(value, around),
            },
            Node::Titre(_) | Node::Date(_) | Node::Text(_) | Node::Id(_) | Node::Broken => {}
        }
    }

    /// `unless` in the rule itself, or in a definition.
    fn unless(&mut self, place: Option<Span>) {
        self.said.carries = true;
        if self.own && !self.defined {
            self.said.exceptions.extend(place);
        }
    }

    /// `3+`; `{3}` in a list of options is a number too.
    fn mark(&mut self, mark: &'a str, place: Span, around: &Around<'a>) {
        if let Some(number) = mark.strip_suffix('+') {
            self.number(number, Measure::Mark, place, around);
        } else if mark.bytes().all(|byte| byte.is_ascii_digit()) {
            self.number(mark, Measure::Bare, place, around);
        } else {
            self.said.options.push(mark);
        }
    }

    fn binary(&mut self, left: &'a Expr, operator: Operator, right: &'a Expr, place: Span, around: &Around<'a>) {
        for (number, other) in [(left, right), (right, left)] {
            let (Operator::Multiply, Node::Number(number)) = (operator, number.node.as_ref()) else {
                continue;
            };
            let measure = match other.node.as_ref() {
                Node::Limit(limit, of) => {
                    of.iter().for_each(|of| self.expr(of, &Around::default()));
                    Measure::Multiple {
                        upper: *limit == Limit::Upper,
                    }
                }
                Node::Name(name) if name.contains("half_li") => {
                    self.name(name, other.span);
                    Measure::HalfLives
                }
                _ => continue,
            };
            self.number(number, measure, place, around);
            return;
        }
        let factor = Around {
            factor: true,
            ..around.clone()
        };
        self.expr(left, &factor);
        self.expr(right, &factor);
    }

    fn test(&mut self, test: &'a Test, each: Option<&'a [Expr]>) {
        let plain = Around::default();
        let mut subjects = Vec::new();
        match each {
            Some(all) => all.iter().for_each(|subject| names_in(subject, &mut subjects)),
            None => names_in(&test.subject, &mut subjects),
        }
        let is_no = matches!(&test.relation, Some(Relation::Is { negated: false, option }) if option.node == "no");
        let negates = is_no
            || matches!(
                &test.relation,
                Some(
                    Relation::Is { negated: true, .. }
                        | Relation::In { negated: true, .. }
                        | Relation::Compare(
                            Spanned {
                                node: Sign::NotEqual,
                                ..
                            },
                            _
                        )
                )
            );
        let visit = |walk: &mut Self| {
            match each {
                Some(all) => all.iter().for_each(|subject| walk.expr(subject, &plain)),
                None => walk.expr(
                    &test.subject,
                    &Around {
                        factor: true,
                        ..plain.clone()
                    },
                ),
            }
            for window in &test.windows {
                walk.window(window);
            }
            let around = |sign: Comparison| Around {
                sign: Some(sign),
                subjects: subjects.clone(),
                ..Around::default()
            };
            match &test.relation {
                None => {}
                Some(Relation::Compare(sign, limit)) => {
                    names_in(limit, &mut Vec::new());
                    walk.expr(limit, &around(comparison(sign.node)));
                }
                Some(Relation::Is { option, .. }) => {
                    walk.mark(
                        &option.node,
                        option.span,
                        &Around {
                            sign: None,
                            ..around(Comparison::Equal)
                        },
                    );
                }
                Some(Relation::In { set, .. }) => match set {
                    Set::Options(options, _) => {
                        for option in options {
                            walk.mark(
                                &option.node,
                                option.span,
                                &Around {
                                    sign: None,
                                    ..around(Comparison::Equal)
                                },
                            );
                        }
                    }
                    Set::Range(low, high) => {
                        let unit = unit_of(high).or_else(|| unit_of(low));
                        let end = |sign: Comparison| Around {
                            unit: unit.clone(),
                            ..around(sign)
                        };
                        walk.expr(low, &end(Comparison::AtLeast));
                        walk.expr(high, &end(Comparison::AtMost));
                    }
                    Set::Value(value) => walk.expr(value, &plain),
                },
            }
        };
        if negates { self.under_not(visit) } else { visit(self) }
    }

    fn quantified(&mut self, quantified: &'a Quantified) {
        let plain = Around::default();
        let of_days =
            matches!(quantified.source.node.as_ref(), Node::Name(name) if matches!(name.as_str(), "day" | "days"));
        let measure = Unit::parse("days").ok().filter(|_| of_days);
        self.count(&quantified.quantifier, measure.map_or(Measure::Bare, Measure::Unit));
        let visit = |walk: &mut Self| {
            walk.expr(&quantified.source, &plain);
            quantified.apart.iter().for_each(|apart| walk.expr(apart, &plain));
            quantified.windows.iter().for_each(|window| walk.window(window));
            quantified.filter.iter().for_each(|filter| walk.expr(filter, &plain));
        };
        if quantified.quantifier.node == Quantifier::None {
            self.under_not(visit)
        } else {
            visit(self)
        }
    }

    fn count_of(&mut self, count: &'a CountOf) {
        self.count(&count.quantifier, Measure::Bare);
        let visit = |walk: &mut Self| match &count.of {
            CountSource::Block(block) => {
                if count.quantifier.node == Quantifier::Any {
                    // What `block` says of it holds for `all of`.
                    walk.joined(block, false);
                }
                walk.block(block);
                if count.quantifier.node != Quantifier::All {
                    walk.said.joints.retain(|(all, parts)| !(*all && is_of(parts, block)));
                }
            }
            CountSource::List(test) => walk.test(test, None),
        };
        if count.quantifier.node == Quantifier::None {
            self.under_not(visit)
        } else {
            visit(self)
        }
    }

    fn count(&mut self, quantifier: &Spanned<Quantifier>, measure: Measure) {
        let place = quantifier.span;
        let least = match quantifier.node {
            Quantifier::Any => 1,
            Quantifier::AtLeast(least) | Quantifier::Exactly(least) => least,
            Quantifier::All | Quantifier::None | Quantifier::AtMost(_) => return,
        };
        if self.own {
            self.said.counts.push(Counted { least, place });
        }
        let own = std::mem::replace(&mut self.own, false);
        self.number(&least.to_string(), measure, place, &Around::default());
        self.own = own;
    }

    fn window(&mut self, window: &'a Window) {
        match &window.node {
            WindowNode::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                let mut anchors = Vec::new();
                names_in(&anchor.anchor, &mut anchors);
                let sign = match bound.node {
                    WindowBound::Within | WindowBound::AtMost => Comparison::AtMost,
                    WindowBound::AtLeast => Comparison::AtLeast,
                    WindowBound::MoreThan => Comparison::Greater,
                    WindowBound::LessThan => Comparison::Less,
                };
                let around = Around {
                    sign: Some(sign),
                    window: Some((side(direction.node), anchors)),
                    ..Around::default()
                };
                self.expr(length, &around);
                self.moment(anchor);
            }
            WindowNode::Side(_, moment) => self.moment(moment),
            WindowNode::Between(from, to) => {
                self.moment(from);
                self.moment(to);
            }
        }
    }

    fn moment(&mut self, moment: &'a Moment) {
        if let Some((length, direction)) = &moment.shift {
            let mut anchors = Vec::new();
            names_in(&moment.anchor, &mut anchors);
            let around = Around {
                window: Some((side(direction.node), anchors)),
                ..Around::default()
            };
            self.expr(length, &around);
        }
        self.expr(&moment.anchor, &Around::default());
    }
}

fn side(direction: Direction) -> Side {
    match direction {
        Direction::Before => Side::Before,
        Direction::After => Side::After,
        Direction::Around => Side::Unsaid,
    }
}

pub(in crate::lint) fn comparison(sign: Sign) -> Comparison {
    match sign {
        Sign::Less => Comparison::Less,
        Sign::AtMost => Comparison::AtMost,
        Sign::Greater => Comparison::Greater,
        Sign::AtLeast => Comparison::AtLeast,
        Sign::Equal => Comparison::Equal,
        Sign::NotEqual => Comparison::NotEqual,
    }
}

fn unit_of(expr: &Expr) -> Option<Measure> {
    match expr.node.as_ref() {
        Node::Quantity(_, unit) => Unit::parse(&unit.node).ok().map(Measure::Unit),
        _ => None,
    }
}

/// The names in a value.
fn names_in<'a>(expr: &'a Expr, names: &mut Vec<&'a str>) {
    match expr.node.as_ref() {
        Node::Name(name) => names.push(name),
        Node::Call(name, arguments) => {
            names.push(&name.node);
            arguments.iter().for_each(|argument| names_in(argument, names));
        }
        Node::Cast(inner, _) | Node::Of(_, inner) | Node::At(inner, _) | Node::Negative(inner) => {
            names_in(inner, names)
        }
        Node::Brackets(brackets) => brackets.items.iter().for_each(|item| names_in(item, names)),
        Node::Binary(left, _, right) => {
            names_in(left, names);
            names_in(right, names);
        }
        Node::Test(test) => names_in(&test.subject, names),
        Node::Aggregate(aggregate) => match &aggregate.over {
            AggregateSource::Over(value, list) => {
                names_in(value, names);
                names_in(list, names);
            }
            AggregateSource::Of(value) => names_in(value, names),
            AggregateSource::Rows(..) => {}
        },
        _ => {}
    }
}

/// Whether some conditions are those of a block.
fn is_of(parts: &[&Expr], block: &Block) -> bool {
    let first = block.statements.iter().find_map(|statement| match statement {
        Statement::Condition(condition) => Some(condition.span),
        _ => None,
    });
    first.is_some() && parts.first().map(|part| part.span) == first
}
