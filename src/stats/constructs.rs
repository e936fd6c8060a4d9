//! Which constructs of the language an author used, and how often: a walk over the author's own file.

use std::collections::BTreeSet;

use crate::syntax::ast::{
    Aggregate, AggregateOp, AggregateSource, Block, CountOf, CountSource, DefineBody, Expr, File, Item, ItemBody,
    Moment, Node, Part, Quantified, Quantifier, Relation, RowHead, Set, Statement, Test, TrialEntry, Window,
    WindowNode,
};

/// Each construct with its place in [`Construct::ALL`] and its name.
macro_rules! constructs {
    ($($(#[$doc:meta])* $construct:ident $name:literal;)*) => {
        /// A construct of the language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Construct {
            $($(#[$doc])* $construct,)*
        }

        impl Construct {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$construct,)*];

            /// As it is written in rules, or what it is called.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$construct => $name,)*
                }
            }
        }
    };
}

constructs! {
    /// `ALT <= 3*ULN`
    Comparison "comparison";
    /// `HBsAg is positive`
    Is "is";
    /// `ecog in 0..2`
    In "in";
    /// `a and b`
    And "and";
    /// `a or b`
    Or "or";
    /// `not a`
    Not "not";
    /// `ALT, AST <= 3*ULN`
    Each "several subjects";
    /// `all of { … }`
    AllOf "all of";
    /// `any of { … }`
    AnyOf "any of";
    /// `none of { … }`
    NoneOf "none of";
    /// `at least 2 of { … }`
    CountOf "at least n of";
    /// `any lesions where …`
    Quantifier "quantifier over records";
    /// `where …`
    Where "where";
    /// `if c then x otherwise y`
    If "if";
    /// `x unless c`
    Unless "unless";
    /// `L unless c then M`
    Exception "unless … then";
    /// `within 4 weeks before screening`
    Window "window";
    /// `shorter of (…)`, `longer of (…)`
    ShorterLonger "shorter of, longer of";
    /// `sum of dose over …`, `latest 3 of qtc`
    Aggregate "aggregate";
    /// `sum of { C : 2 … }`
    Rows "rows";
    /// `a + b`
    Arithmetic "arithmetic";
    /// `x[mg/dL]`
    Cast "[unit]";
    /// `3*ULN`
    Limit "ULN, LLN";
    /// `x at baseline`
    At "at";
    /// `f(a, b)`
    Call "definition with arguments";
    /// `I8.4` in a rule.
    Reference "another criterion";
    /// `asks ttp_ever`
    Asks "asks";
    /// `judged unsuitable`
    Judged "judged";
    /// `readings within …`
    Validity "readings within";
    /// `reading strict "…" { … }`
    Named "named reading";
    /// `define …`
    Define "define";
    /// `endpoint …`
    Endpoint "endpoint";
    /// `example …`
    Example "example";
}

/// The facts that criteria declare themselves.
#[derive(Debug, Default)]
pub(super) struct Declared<'a> {
    pub asked: BTreeSet<&'a str>,
    pub judged: BTreeSet<&'a str>,
}

/// Counts the constructs of a file.
pub(super) fn of(file: &File) -> (Vec<usize>, Declared<'_>) {
    let mut walk = Walk {
        counts: vec![0; Construct::ALL.len()],
        declared: Declared::default(),
    };
    file.parts.iter().for_each(|part| walk.part(part));
    (walk.counts, walk.declared)
}

struct Walk<'a> {
    counts: Vec<usize>,
    declared: Declared<'a>,
}

impl<'a> Walk<'a> {
    fn count(&mut self, construct: Construct) {
        if let Some(count) = self.counts.get_mut(construct as usize) {
            *count += 1;
        }
    }

    fn part(&mut self, part: &'a Part) {
        match part {
            Part::Use(_) | Part::Facts(_) => {}
            Part::Trial(trial) => {
                for entry in &trial.entries {
                    if let TrialEntry::Readings(window) = entry {
                        self.count(Construct::Validity);
                        self.window(window);
                    }
                }
            }
            Part::Define(define) => {
                self.count(Construct::Define);
                if let DefineBody::Expr(body) = &define.body {
                    self.expr(body);
                }
            }
            Part::Section(section) => self.block(&section.block),
            Part::Endpoint(endpoint) => {
                self.count(Construct::Endpoint);
                self.block(&endpoint.block);
            }
            // What a case gives is a record, and no rule.
            Part::Example(_) => self.count(Construct::Example),
        }
    }

    fn block(&mut self, block: &'a Block) {
        for statement in &block.statements {
            match statement {
                Statement::Item(item) => self.item(item),
                Statement::Reading(reading) => {
                    if reading.name.is_some() {
                        self.count(Construct::Named);
                    }
                    reading.block.iter().for_each(|block| self.block(block));
                }
                Statement::Readings(window) => {
                    self.count(Construct::Validity);
                    self.window(window);
                }
                Statement::Condition(condition) => self.expr(condition),
                Statement::Broken(_) => {}
            }
        }
    }

    fn item(&mut self, item: &'a Item) {
        match &item.body {
            ItemBody::Block(block) => self.block(block),
            ItemBody::Asks(name) => {
                self.count(Construct::Asks);
                self.declared.asked.insert(&name.node);
            }
            ItemBody::AsksWhen(fact, block) => {
                self.count(Construct::Asks);
                self.declared.asked.insert(&fact.name.node);
                self.block(block);
            }
            ItemBody::Judged(name) => {
                self.count(Construct::Judged);
                self.declared.judged.insert(&name.node);
            }
            ItemBody::Broken => {}
        }
        item.notes.iter().for_each(|notes| self.block(notes));
    }

    fn all(&mut self, all: impl IntoIterator<Item = &'a Expr>) {
        all.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &'a Expr) {
        match expr.node.as_ref() {
            Node::Number(_)
            | Node::Quantity(..)
            | Node::Titre(_)
            | Node::Date(_)
            | Node::Mark(_)
            | Node::Text(_)
            | Node::Name(_)
            | Node::Broken => {}
            Node::Id(_) => self.count(Construct::Reference),
            Node::Cast(inner, _) => {
                self.count(Construct::Cast);
                self.expr(inner);
            }
            Node::Call(_, arguments) => {
                self.count(Construct::Call);
                self.all(arguments);
            }
            Node::Of(_, inner) | Node::Negative(inner) => self.expr(inner),
            Node::Limit(_, of) => {
                self.count(Construct::Limit);
                self.all(of);
            }
            Node::At(inner, _) => {
                self.count(Construct::At);
                self.expr(inner);
            }
            Node::Brackets(brackets) => {
                self.all(&brackets.items);
                self.filter(brackets.filter.as_ref());
            }
            Node::Binary(a, _, b) => {
                // A multiple of a limit is no sum.
                let of_limit = [a, b].iter().any(|side| matches!(side.node.as_ref(), Node::Limit(..)));
                if !of_limit {
                    self.count(Construct::Arithmetic);
                }
                self.all([a, b]);
            }
            Node::Test(test) => {
                self.expr(&test.subject);
                self.test(test);
            }
            Node::Each(subjects, test) => {
                self.count(Construct::Each);
                self.all(subjects);
                self.test(test);
            }
            Node::Not(inner) => {
                self.count(Construct::Not);
                self.expr(inner);
            }
            Node::And(parts) => {
                self.count(Construct::And);
                self.all(parts);
            }
            Node::Or(parts) => {
                self.count(Construct::Or);
                self.all(parts);
            }
            Node::If {
                condition,
                then,
                otherwise,
            } => {
                self.count(Construct::If);
                self.all([condition, then]);
                self.all(otherwise);
            }
            Node::Exception { value, clauses } => {
                self.expr(value);
                for (condition, limit) in clauses {
                    self.count(Construct::Exception);
                    self.all([condition, limit]);
                }
            }
            Node::Unless(value, condition) => {
                self.count(Construct::Unless);
                self.all([value, condition]);
            }
            Node::Block(block) => self.block(block),
            Node::Quantified(quantified) => self.quantified(quantified),
            Node::CountOf(count) => self.count_of(count),
            Node::Aggregate(aggregate) => self.aggregate(aggregate),
        }
    }

    fn filter(&mut self, filter: Option<&'a Expr>) {
        if let Some(filter) = filter {
            self.count(Construct::Where);
            self.expr(filter);
        }
    }

    /// The windows and the relation of a test, without its subject.
    fn test(&mut self, test: &'a Test) {
        test.windows.iter().for_each(|window| self.window(window));
        match &test.relation {
            Some(Relation::Compare(_, limit)) => {
                self.count(Construct::Comparison);
                self.expr(limit);
            }
            Some(Relation::Is { .. }) => self.count(Construct::Is),
            Some(Relation::In { set, .. }) => {
                self.count(Construct::In);
                match set {
                    Set::Options(..) => {}
                    Set::Range(low, high) => self.all([low, high]),
                    Set::Value(value) => self.expr(value),
                }
            }
            None => {}
        }
    }

    fn quantified(&mut self, quantified: &'a Quantified) {
        self.count(Construct::Quantifier);
        self.expr(&quantified.source);
        self.all(&quantified.apart);
        quantified.windows.iter().for_each(|window| self.window(window));
        self.filter(quantified.filter.as_ref());
    }

    fn count_of(&mut self, count: &'a CountOf) {
        self.count(match count.quantifier.node {
            Quantifier::Any => Construct::AnyOf,
            Quantifier::All => Construct::AllOf,
            Quantifier::None => Construct::NoneOf,
            Quantifier::AtLeast(_) | Quantifier::AtMost(_) | Quantifier::Exactly(_) => Construct::CountOf,
        });
        match &count.of {
            CountSource::Block(block) => self.block(block),
            CountSource::List(test) => {
                self.expr(&test.subject);
                self.test(test);
            }
        }
    }

    fn aggregate(&mut self, aggregate: &'a Aggregate) {
        let compared = matches!(aggregate.op.node, AggregateOp::Shorter | AggregateOp::Longer);
        match &aggregate.over {
            AggregateSource::Rows(rows, _) => {
                self.count(Construct::Rows);
                for row in rows {
                    if let RowHead::Condition(condition) = &row.head {
                        self.expr(condition);
                    }
                    self.all(&row.value);
                }
            }
            AggregateSource::Over(value, list) => {
                self.count(Construct::Aggregate);
                self.all([value, list]);
            }
            AggregateSource::Of(of) => {
                self.count(if compared {
                    Construct::ShorterLonger
                } else {
                    Construct::Aggregate
                });
                self.expr(of);
            }
        }
    }

    fn window(&mut self, window: &'a Window) {
        self.count(Construct::Window);
        match &window.node {
            WindowNode::Bounded { length, anchor, .. } => {
                self.expr(length);
                self.moment(anchor);
            }
            WindowNode::Side(_, anchor) => self.moment(anchor),
            WindowNode::Between(from, to) => {
                self.moment(from);
                self.moment(to);
            }
        }
    }

    fn moment(&mut self, moment: &'a Moment) {
        self.all(moment.shift.as_ref().map(|(length, _)| length));
        self.expr(&moment.anchor);
    }
}
