//! Conditions and values. Brackets are in the tree; they are added only where a part could not stand without them.

use super::super::ast::{
    Aggregate, AggregateOp, AggregateSource, Brackets, Comparison, CountOf, CountSource, Direction, Expr, Limit,
    Moment, Node, Operator, Quantified, Quantifier, Relation, Row, RowHead, Set, Test, Window, WindowBound, WindowNode,
};
use super::{Printer, quoted};

/// How tightly something binds; what binds less than its place asks for is put in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Line,
    Or,
    And,
    Unary,
    Test,
    Sum,
    Product,
    Factor,
    Power,
    Postfix,
    Primary,
}

fn level(node: &Node) -> Level {
    match node {
        Node::Unless(..) | Node::Each(..) | Node::Block(_) => Level::Line,
        Node::Or(_) => Level::Or,
        Node::And(_) => Level::And,
        Node::Not(_) | Node::If { .. } | Node::Quantified(_) | Node::CountOf(_) => Level::Unary,
        Node::Test(_) | Node::Exception { .. } => Level::Test,
        Node::Binary(_, operator, _) => match operator.node {
            Operator::Add | Operator::Subtract => Level::Sum,
            Operator::Multiply | Operator::Divide => Level::Product,
            Operator::Power => Level::Power,
        },
        Node::Negative(_) => Level::Factor,
        Node::Cast(..) | Node::At(..) => Level::Postfix,
        _ => Level::Primary,
    }
}

impl Printer {
    /// An expression where any may stand.
    pub(super) fn expr(&mut self, expr: &Expr) {
        self.at(expr, Level::Line);
    }

    /// An expression where only what binds so tightly may stand.
    fn at(&mut self, expr: &Expr, least: Level) {
        if level(&expr.node) >= least {
            self.node(expr);
        } else {
            self.put("(");
            self.node(expr);
            self.put(")");
        }
    }

    fn list(&mut self, items: &[Expr]) {
        for (at, item) in items.iter().enumerate() {
            self.put(if at == 0 { "" } else { ", " });
            self.expr(item);
        }
    }

    fn joined(&mut self, parts: &[Expr], word: &str, least: Level) {
        for (at, part) in parts.iter().enumerate() {
            self.put(if at == 0 { "" } else { word });
            self.at(part, least);
        }
    }

    fn node(&mut self, expr: &Expr) {
        match &*expr.node {
            Node::Number(text) | Node::Date(text) | Node::Mark(text) | Node::Name(text) | Node::Id(text) => {
                self.put(text);
            }
            Node::Quantity(number, unit) => self.put(&format!("{number} {}", unit.node)),
            Node::Titre(of) => self.put(&format!("1:{of}")),
            Node::Text(text) => self.put(&quoted(text)),
            Node::Cast(value, unit) => {
                // A number takes what stands behind it for its unit.
                let number = matches!(&*value.node, Node::Number(_) | Node::Quantity(..));
                self.at(value, if number { Level::Primary } else { Level::Postfix });
                self.put(&format!("[{}]", unit.node));
            }
            Node::Call(name, arguments) => {
                self.put(&format!("{}(", name.node));
                self.list(arguments);
                self.put(")");
            }
            Node::Of(word, of) => {
                self.put(&format!("{} of ", word.node));
                self.at(of, Level::Primary);
            }
            Node::Limit(limit, of) => {
                self.put(match limit {
                    Limit::Upper => "ULN",
                    Limit::Lower => "LLN",
                });
                if let Some(of) = of {
                    self.put(" of ");
                    self.at(of, Level::Primary);
                }
            }
            Node::At(value, visit) => {
                self.at(value, Level::Postfix);
                self.put(&format!(" at {}", visit.node));
            }
            Node::Brackets(brackets) => self.brackets(brackets),
            Node::Negative(value) => {
                self.put("-");
                self.at(value, Level::Power);
            }
            Node::Binary(left, operator, right) => {
                let (sign, before, behind) = match operator.node {
                    Operator::Add => (" + ", Level::Sum, Level::Product),
                    Operator::Subtract => (" - ", Level::Sum, Level::Product),
                    Operator::Multiply => (" * ", Level::Product, Level::Factor),
                    Operator::Divide => (" / ", Level::Product, Level::Factor),
                    Operator::Power => (" ^ ", Level::Postfix, Level::Postfix),
                };
                self.at(left, before);
                self.put(sign);
                match (&*right.node, operator.node) {
                    (Node::Negative(value), Operator::Power) => {
                        self.put("-");
                        self.at(value, Level::Postfix);
                    }
                    _ => self.at(right, behind),
                }
            }
            Node::Test(test) => self.test(test),
            Node::Each(subjects, test) => {
                for (at, subject) in subjects.iter().enumerate() {
                    self.put(if at == 0 { "" } else { ", " });
                    self.at(subject, Level::Sum);
                }
                self.rest_of_test(test);
            }
            Node::Not(condition) => {
                self.put("not ");
                self.at(condition, Level::Unary);
            }
            Node::And(parts) => self.joined(parts, " and ", Level::Unary),
            Node::Or(parts) => self.joined(parts, " or ", Level::And),
            Node::If {
                condition,
                then,
                otherwise,
            } => {
                self.put("if ");
                self.body(condition);
                self.put(" then ");
                self.body(then);
                if let Some(otherwise) = otherwise {
                    self.put(" otherwise ");
                    self.body(otherwise);
                }
            }
            Node::Exception { value, clauses } => {
                self.at(value, Level::Sum);
                self.clauses(clauses);
            }
            Node::Unless(value, condition) => {
                self.body_or_each(value);
                self.put(" unless ");
                self.body(condition);
            }
            Node::Block(block) => self.block(block),
            Node::Quantified(quantified) => self.quantified(quantified),
            Node::CountOf(count) => self.count_of(count),
            Node::Aggregate(aggregate) => self.aggregate(aggregate),
            Node::Broken => self.put("broken"),
        }
    }

    /// What stands behind `if`, `then`, `where`, `unless`: a block, or a condition.
    fn body(&mut self, expr: &Expr) {
        match &*expr.node {
            Node::Block(block) => self.block(block),
            _ => self.at(expr, Level::Or),
        }
    }

    fn body_or_each(&mut self, expr: &Expr) {
        match &*expr.node {
            Node::Block(_) | Node::Each(..) => self.node(expr),
            _ => self.at(expr, Level::Or),
        }
    }

    fn clauses(&mut self, clauses: &[(Expr, Expr)]) {
        for (condition, value) in clauses {
            self.put(" unless ");
            self.body(condition);
            self.put(" then ");
            self.at(value, Level::Sum);
        }
    }

    fn brackets(&mut self, brackets: &Brackets) {
        self.put("(");
        self.list(&brackets.items);
        if let Some(filter) = &brackets.filter {
            self.filter(filter);
        }
        self.put(")");
    }

    fn filter(&mut self, filter: &Expr) {
        self.put(" where ");
        match &*filter.node {
            Node::Unless(..) => self.node(filter),
            _ => self.body(filter),
        }
    }

    fn test(&mut self, test: &Test) {
        self.at(&test.subject, Level::Sum);
        self.rest_of_test(test);
    }

    pub(super) fn rest_of_test(&mut self, test: &Test) {
        for window in &test.windows {
            self.put(" ");
            self.window(window);
        }
        match &test.relation {
            None => {}
            Some(Relation::Compare(comparison, limit)) => {
                let sign = match comparison.node {
                    Comparison::Less => " < ",
                    Comparison::AtMost => " <= ",
                    Comparison::Greater => " > ",
                    Comparison::AtLeast => " >= ",
                    Comparison::Equal => " = ",
                    Comparison::NotEqual => " != ",
                };
                self.put(sign);
                match &*limit.node {
                    Node::Exception { value, clauses } => {
                        self.at(value, Level::Sum);
                        self.clauses(clauses);
                    }
                    _ => self.at(limit, Level::Sum),
                }
            }
            Some(Relation::Is { negated, option }) => {
                self.put(if *negated { " is not " } else { " is " });
                self.put(&option.node);
            }
            Some(Relation::In { negated, set }) => {
                self.put(if *negated { " not in " } else { " in " });
                match set {
                    Set::Options(options, _) => self.options(options),
                    Set::Range(low, high) => self.range(low, high),
                    Set::Value(value) => self.at(value, Level::Sum),
                }
            }
        }
    }

    /// `a..b`
    pub(super) fn range(&mut self, low: &Expr, high: &Expr) {
        self.at(low, Level::Sum);
        self.put("..");
        self.at(high, Level::Sum);
    }

    /// A window of time.
    pub(super) fn window(&mut self, window: &Window) {
        match &window.node {
            WindowNode::Bounded {
                bound,
                length,
                direction,
                anchor,
            } => {
                self.put(match bound.node {
                    WindowBound::Within => "within ",
                    WindowBound::AtLeast => "at least ",
                    WindowBound::AtMost => "at most ",
                    WindowBound::MoreThan => "more than ",
                    WindowBound::LessThan => "less than ",
                });
                self.at(length, Level::Sum);
                self.direction(direction.node);
                self.moment(anchor);
            }
            WindowNode::Side(direction, anchor) => {
                self.put(match direction.node {
                    Direction::After => "after ",
                    _ => "before ",
                });
                self.moment(anchor);
            }
            WindowNode::Between(from, to) => {
                self.put("from ");
                self.moment(from);
                self.put(" to ");
                self.moment(to);
            }
        }
    }

    fn direction(&mut self, direction: Direction) {
        self.put(match direction {
            Direction::Before => " before ",
            Direction::After => " after ",
            Direction::Around => " around ",
        });
    }

    /// A date, perhaps shifted.
    pub(super) fn moment(&mut self, moment: &Moment) {
        if let Some((length, direction)) = &moment.shift {
            self.at(length, Level::Product);
            self.direction(direction.node);
        }
        self.at(&moment.anchor, Level::Postfix);
    }

    fn quantifier(&mut self, quantifier: Quantifier, of: bool) {
        let text = match quantifier {
            Quantifier::Any => "any".to_owned(),
            Quantifier::All => "all".to_owned(),
            Quantifier::None => if of { "none" } else { "no" }.to_owned(),
            Quantifier::AtLeast(n) => format!("at least {n}"),
            Quantifier::AtMost(n) => format!("at most {n}"),
            Quantifier::Exactly(n) => format!("exactly {n}"),
        };
        self.put(&text);
        self.put(if of { " of " } else { " " });
    }

    fn quantified(&mut self, quantified: &Quantified) {
        self.quantifier(quantified.quantifier.node, false);
        self.at(&quantified.source, Level::Postfix);
        if let Some(apart) = &quantified.apart {
            self.put(" at least ");
            self.at(apart, Level::Sum);
            self.put(" apart");
        }
        for window in &quantified.windows {
            self.put(" ");
            self.window(window);
        }
        if let Some(filter) = &quantified.filter {
            self.filter(filter);
        }
    }

    fn count_of(&mut self, count: &CountOf) {
        self.quantifier(count.quantifier.node, true);
        match &count.of {
            CountSource::Block(block) => self.block(block),
            CountSource::List(test) => self.test(test),
        }
    }

    fn aggregate(&mut self, aggregate: &Aggregate) {
        self.put(match aggregate.op.node {
            AggregateOp::Sum => "sum",
            AggregateOp::Mean => "mean",
            AggregateOp::Median => "median",
            AggregateOp::Count => "count",
            AggregateOp::Highest => "highest",
            AggregateOp::Lowest => "lowest",
            AggregateOp::Earliest => "earliest",
            AggregateOp::Latest => "latest",
            AggregateOp::First => "first",
            AggregateOp::Shorter => "shorter",
            AggregateOp::Longer => "longer",
        });
        if let Some(count) = &aggregate.count {
            self.put(&format!(" {}", count.node));
        }
        self.put(" of ");
        match &aggregate.over {
            AggregateSource::Rows(rows, _) => self.braces(|printer| {
                for row in rows {
                    printer.indent();
                    printer.row(row);
                    printer.put("\n");
                }
            }),
            AggregateSource::Over(value, list) => {
                self.at(value, Level::Product);
                self.put(" over ");
                self.at(list, Level::Postfix);
            }
            AggregateSource::Of(value) => self.at(value, Level::Factor),
        }
    }

    fn row(&mut self, row: &Row) {
        match &row.head {
            RowHead::Otherwise => self.put("otherwise"),
            RowHead::Declares(name, text) => self.put(&format!("{} {}", name.node, quoted(&text.text))),
            RowHead::Condition(condition) => self.row_side(condition),
        }
        if let Some(value) = &row.value {
            self.put(" : ");
            self.row_side(value);
        }
    }

    fn row_side(&mut self, expr: &Expr) {
        match &*expr.node {
            Node::Unless(..) => self.node(expr),
            _ => self.at(expr, Level::Or),
        }
    }
}
