//! Conditions and values. Brackets are in the tree; they are added only where a part could not stand without them.

use super::super::ast::{Brackets, Comparison, Expr, Limit, Node, Operator, Relation, Set, Test};
use super::layout::{Column, Group, Token};
use super::units::{quantity, unit};
use super::{Printer, end, start};

/// How tightly something binds; what binds less than its place asks for is put in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
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

impl Printer<'_> {
    /// An expression where any may stand.
    pub(super) fn expr(&mut self, expr: &Expr) {
        self.at(expr, Level::Line);
    }

    /// An expression where only what binds so tightly may stand.
    pub(super) fn at(&mut self, expr: &Expr, least: Level) {
        if level(&expr.node) >= least {
            self.marked(|printer| printer.node(expr));
        } else {
            self.put("(");
            self.node(expr);
            self.put(")");
        }
    }

    fn marked(&mut self, print: impl FnOnce(&mut Self)) {
        let marks = self.marks;
        self.put(if marks { "⟨" } else { "" });
        print(self);
        self.put(if marks { "⟩" } else { "" });
    }

    /// A condition on a line of its own: its sign is aligned with those of the lines around it.
    pub(super) fn line(&mut self, expr: &Expr) {
        let sign = |test: &Test| matches!(test.relation, Some(Relation::Compare(..)));
        match &*expr.node {
            Node::Test(test) if sign(test) => {
                self.marked(|printer| {
                    printer.at(&test.subject, Level::Sum);
                    printer.columns = true;
                    printer.rest_of_test(test);
                });
            }
            Node::Each(subjects, test) if sign(test) => {
                self.marked(|printer| {
                    printer.list(subjects, Level::Sum);
                    printer.columns = true;
                    printer.rest_of_test(test);
                });
            }
            _ => self.expr(expr),
        }
    }

    /// `a, b`, as many to a line as fit.
    fn list(&mut self, items: &[Expr], least: Level) {
        self.begin(Group::Flow);
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.put(",");
                self.soft_at(start(item.span), " ");
            }
            self.at(item, least);
        }
        self.end();
    }

    /// `a and b`, all on one line or each on its own.
    fn joined(&mut self, parts: &[Expr], word: &str, least: Level) {
        self.begin(Group::Together);
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.soft_at(start(part.span), " ");
                self.put(word);
            }
            self.at(part, least);
        }
        self.end();
    }

    /// `a + b - c`, broken in front of a sign where the line goes on there.
    fn chain(&mut self, expr: &Expr) {
        let Node::Binary(left, operator, right) = &*expr.node else {
            return;
        };
        let (sign, before, behind) = match operator.node {
            Operator::Add => ("+", Level::Sum, Level::Product),
            Operator::Subtract => ("-", Level::Sum, Level::Product),
            Operator::Multiply => ("*", Level::Product, Level::Factor),
            Operator::Divide => ("/", Level::Product, Level::Factor),
            Operator::Power => ("^", Level::Postfix, Level::Postfix),
        };
        if matches!(&*left.node, Node::Binary(..)) && level(&left.node) == before && before != Level::Postfix {
            self.marked(|printer| printer.chain(left));
        } else {
            self.at(left, before);
        }
        // `3*ULN`, `20/3`
        let pair = (&*left.node, operator.node, &*right.node);
        if matches!(
            pair,
            (Node::Number(_), Operator::Multiply, Node::Limit(_, None))
                | (Node::Number(_), Operator::Divide, Node::Number(_))
        ) {
            self.put(sign);
            return self.at(right, behind);
        }
        // `-` at the beginning of a line could be the sign of a number.
        if self.round > 0 || operator.node != Operator::Subtract {
            self.soft_at(start(right.span), " ");
        } else {
            self.put(" ");
        }
        self.put(sign);
        self.put(" ");
        match (&*right.node, operator.node) {
            (Node::Negative(value), Operator::Power) => {
                self.put("-");
                self.at(value, Level::Postfix);
            }
            _ => self.at(right, behind),
        }
    }

    pub(super) fn node(&mut self, expr: &Expr) {
        match &*expr.node {
            Node::Number(text) | Node::Date(text) | Node::Mark(text) | Node::Name(text) | Node::Id(text) => {
                self.put(text);
            }
            Node::Quantity(number, unit) => self.put(&quantity(number, &unit.node)),
            Node::Titre(of) => self.put(&format!("1:{of}")),
            Node::Text(text) => self.quote(text, expr.span),
            Node::Cast(value, of) => {
                // A number takes what stands behind it for its unit.
                let number = matches!(&*value.node, Node::Number(_) | Node::Quantity(..));
                self.at(value, if number { Level::Primary } else { Level::Postfix });
                self.put(&format!("[{}]", unit(&of.node)));
            }
            Node::Call(name, arguments) => {
                self.put(&format!("{}(", name.node));
                self.round += 1;
                self.list(arguments, Level::Line);
                self.round -= 1;
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
            Node::Binary(..) => {
                self.begin(Group::Fill);
                self.chain(expr);
                self.end();
            }
            Node::Test(test) => self.test(test),
            Node::Each(subjects, test) => {
                self.list(subjects, Level::Sum);
                self.rest_of_test(test);
            }
            Node::Not(condition) => {
                self.put("not ");
                self.at(condition, Level::Unary);
            }
            Node::And(parts) => self.joined(parts, "and ", Level::Unary),
            Node::Or(parts) => self.joined(parts, "or ", Level::And),
            Node::If {
                condition,
                then,
                otherwise,
            } => {
                self.begin(Group::Fill);
                self.put("if ");
                self.body(condition);
                self.soft_at(start(then.span), " ");
                self.put("then ");
                self.body(then);
                if let Some(otherwise) = otherwise {
                    self.soft_at(start(otherwise.span), " ");
                    self.put("otherwise ");
                    self.body(otherwise);
                }
                self.end();
            }
            Node::Exception { value, clauses } => {
                self.at(value, Level::Sum);
                self.clauses(clauses);
            }
            Node::Unless(value, condition) => {
                self.begin(Group::Together);
                self.body_or_each(value);
                self.soft_at(start(condition.span), " ");
                self.put("unless ");
                self.body(condition);
                self.end();
            }
            Node::Block(block) => self.block(block),
            Node::Quantified(quantified) => self.quantified(quantified),
            Node::CountOf(count) => self.count_of(count),
            Node::Aggregate(aggregate) => self.aggregate(aggregate),
            Node::Broken => self.put("broken"),
        }
    }

    /// What stands behind `if`, `then`, `where`, `unless`: a block, or a condition.
    pub(super) fn body(&mut self, expr: &Expr) {
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
        self.begin(Group::Fill);
        for (condition, value) in clauses {
            self.soft_at(start(condition.span), " ");
            self.begin(Group::Fill);
            self.put("unless ");
            self.body(condition);
            self.soft_at(start(value.span), " ");
            self.put("then ");
            self.at(value, Level::Sum);
            self.end();
        }
        self.end();
    }

    fn brackets(&mut self, brackets: &Brackets) {
        self.put("(");
        self.round += 1;
        if let (true, Some(last)) = (brackets.items.len() > 1, brackets.items.last()) {
            let (first, close) = (brackets.items.first(), self.closing(end(last.span)));
            self.begin(Group::Together);
            self.soft_at(first.map_or(0, |first| start(first.span)), "");
            self.list(&brackets.items, Level::Line);
            self.soft_back(close, "");
            self.end();
        } else {
            self.list(&brackets.items, Level::Line);
        }
        if let Some(filter) = &brackets.filter {
            self.put(" ");
            self.filter(filter);
        }
        self.round -= 1;
        self.put(")");
    }

    pub(super) fn filter(&mut self, filter: &Expr) {
        self.put("where ");
        match &*filter.node {
            Node::Unless(..) => self.node(filter),
            _ => self.body(filter),
        }
    }

    pub(super) fn test(&mut self, test: &Test) {
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
                if std::mem::take(&mut self.columns) {
                    self.tokens.push(Token::Tab(Column::Sign));
                }
                let sign = match comparison.node {
                    Comparison::Less => "< ",
                    Comparison::AtMost => "<= ",
                    Comparison::Greater => "> ",
                    Comparison::AtLeast => ">= ",
                    Comparison::Equal => "= ",
                    Comparison::NotEqual => "!= ",
                };
                match &*limit.node {
                    Node::Exception { value, clauses } => {
                        self.put(" ");
                        self.put(sign);
                        self.at(value, Level::Sum);
                        self.clauses(clauses);
                    }
                    // What is compared stays together: the line ends in front of the sign first.
                    _ => {
                        self.begin(Group::Fill);
                        self.soft_at(start(comparison.span), " ");
                        self.put(sign);
                        self.at(limit, Level::Sum);
                        self.end();
                    }
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
}
