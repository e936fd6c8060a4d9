//! The syntax tree: what an author wrote, with its places, and nothing looked up.
//!
//! Conditions and values share one ladder of expressions; which is which is the checker's work.

use std::collections::BTreeSet;

use crate::source::{Span, Spanned};

/// A whole `.elig` file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    /// Its parts in the order they were written.
    pub parts: Vec<Part>,
    /// Every comment, with its `#`, for the formatter.
    pub comments: Vec<Spanned<String>>,
    /// The words of lines that could not be read: what they would have declared is not missed twice.
    pub unread: BTreeSet<String>,
}

impl File {
    /// Whether it is a trial, or the criteria of one, rather than a module.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        let of_trial = |part: &Part| matches!(part, Part::Trial(_) | Part::Section(_));
        self.parts.iter().any(of_trial)
    }
}

/// What may stand at the top of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// `use labs`
    Use(Spanned<String>),
    /// `trial NCT… "…" { … }`
    Trial(Trial),
    /// `facts { … }`
    Facts(Spanned<Vec<Fact>>),
    /// `define NAME(PARAMS) = …`
    Define(Define),
    /// `inclusion { … }` or `exclusion { … }`
    Section(Section),
    /// `endpoint SRI-4 "…" { … }`
    Endpoint(Endpoint),
    /// `example "…" { … } expect …`
    Example(Example),
}

/// The header of a trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The registry's number or the sponsor's label.
    pub id: Spanned<String>,
    /// The title.
    pub title: Option<Text>,
    /// The lines of its block.
    pub entries: Vec<TrialEntry>,
    /// The whole header.
    pub span: Span,
}

/// One line of a trial's header.
#[derive(Debug, Clone, PartialEq)]
pub enum TrialEntry {
    /// `dates consent, screening`; each may carry its question: `infusion "Day of the infusion?"`
    Dates(Vec<(Spanned<String>, Option<Text>)>),
    /// `assessed at screening`
    Assessed(Spanned<String>),
    /// `readings within 28 days before screening`
    Readings(Window),
    /// `version "…"`, `protocol "…"`, and other words with a text.
    Setting(Spanned<String>, Text),
    /// `reading "…"` for what concerns the whole trial.
    Reading(Reading),
}

/// A quoted text: what stands between the quotes, line breaks included.
#[derive(Debug, Clone)]
pub struct Text {
    /// Without quotes.
    pub text: String,
    /// With quotes.
    pub span: Span,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// A declared fact, or a field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: Spanned<String>,
    /// What it holds.
    pub kind: Kind,
    /// The question it answers.
    pub question: Option<Text>,
    /// `with { method : … }`: further fields of a reading.
    pub with: Vec<Fact>,
    /// `loinc "1742-6"`, `plausible 1..10000`, `molar mass 113.12 g/mol`, `uln 40 U/L when absent`.
    pub attributes: Vec<Attribute>,
    /// The whole declaration.
    pub span: Span,
}

/// What a fact holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// The kind proper.
    pub node: KindNode,
    /// Only a person can say: `judgement` stood before it.
    pub judgement: bool,
    /// Where it is written.
    pub span: Span,
}

/// The kinds of facts.
#[derive(Debug, Clone, PartialEq)]
pub enum KindNode {
    /// `yes/no`, and a bare `judgement`.
    YesNo,
    /// `number`, `number mg/d`, `number 0..105`, `number 0..100 %`.
    Number {
        /// The unit, if it has one.
        unit: Option<Spanned<String>>,
        /// The range that is a law.
        range: Option<(Expr, Expr)>,
    },
    /// `lab U/L`, `lab one of {…}`, `lab` of any other kind.
    Lab(Box<Kind>),
    /// `grade 0..5` or `grade {0, 1+, 2+, 3+}`, lowest first.
    Grade(Vec<Spanned<String>>),
    /// `one of {…}`
    OneOf(Vec<Spanned<String>>),
    /// `date`
    Date,
    /// `period`
    Period,
    /// `titre`
    Titre,
    /// `text`
    Text,
    /// `list of {…}`, `list by system of {…}`
    List {
        /// The field that has one record for each of its options.
        by: Option<Spanned<String>>,
        /// The fields of a record.
        fields: Vec<Fact>,
    },
    /// A kind that has a name: `define steroid = one of {…}`, then `drug : steroid`.
    Named(Spanned<String>),
}

/// A word of a declaration with what follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// `loinc`, `molar mass`, `plausible`, `uln`, `lln`.
    pub word: Spanned<String>,
    /// What follows.
    pub value: AttributeValue,
    /// `when absent` stood behind it.
    pub when_absent: bool,
}

/// What follows an attribute's word.
#[derive(Debug, Clone, PartialEq)]
pub enum AttributeValue {
    /// Codes and other texts, one or several.
    Texts(Vec<Text>),
    /// `1..10000`, perhaps with a unit.
    Range(Expr, Expr),
    /// `113.12 g/mol`
    Value(Expr),
}

/// `define NAME(PARAMS) = …`
#[derive(Debug, Clone, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Spanned<String>,
    /// Its parameters.
    pub params: Vec<Spanned<String>>,
    /// Its title, if one stands behind the name.
    pub title: Option<Text>,
    /// `source "…"`, `unverified "…"`.
    pub attributes: Vec<Attribute>,
    /// What it stands for.
    pub body: DefineBody,
    /// The whole definition.
    pub span: Span,
}

/// What a name may stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum DefineBody {
    /// A condition or a value.
    Expr(Expr),
    /// A kind: `one of {…}` or `grade {…}`.
    Kind(Kind),
}

/// `inclusion` or `exclusion`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// Each criterion must hold.
    Inclusion,
    /// None may.
    Exclusion,
}

/// `inclusion { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Which of the two.
    pub kind: Spanned<SectionKind>,
    /// Its lines.
    pub block: Block,
}

/// `endpoint SRI-4 "…" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Its label.
    pub id: Spanned<String>,
    /// The protocol's words.
    pub text: Option<Text>,
    /// Its rule.
    pub block: Block,
    /// The whole endpoint.
    pub span: Span,
}

/// Lines in braces, joined by *and*.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The lines.
    pub statements: Vec<Statement>,
    /// With the braces.
    pub span: Span,
}

/// One line of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// A numbered item.
    Item(Item),
    /// `reading …` or `damaged …`
    Reading(Reading),
    /// `readings within …` for this block.
    Readings(Window),
    /// A condition.
    Condition(Expr),
    /// A line that could not be read; it was told.
    Broken(Span),
}

/// A numbered item of the protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// `I8.4`
    pub id: Spanned<String>,
    /// The protocol's words.
    pub text: Option<Text>,
    /// Its rule.
    pub body: ItemBody,
    /// How it was read, where that stands in braces behind `asks` or `judged`.
    pub notes: Option<Block>,
    /// The whole item.
    pub span: Span,
}

/// The rule of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemBody {
    /// `{ … }`
    Block(Block),
    /// `asks ttp_ever`: declares a yes/no fact whose question is the text, and is the rule.
    Asks(Spanned<String>),
    /// `asks consent within 30 days before screening`, `asks any strokes within 6 months before screening`: declares a date,
    /// or a list of days, whose question is the text. The block holds the rule, as if it stood in braces.
    AsksWhen(DatedFact, Block),
    /// `judged unsuitable`: likewise for a judgement.
    Judged(Spanned<String>),
    /// Nothing stood there, or nothing that could be read; it was told.
    Broken,
}

impl ItemBody {
    /// The lines of the rule, in braces or behind `asks`.
    #[must_use]
    pub fn block(&self) -> Option<&Block> {
        match self {
            Self::Block(block) | Self::AsksWhen(_, block) => Some(block),
            Self::Asks(_) | Self::Judged(_) | Self::Broken => None,
        }
    }
}

/// What `asks` declares beside a window.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedFact {
    /// Its name.
    pub name: Spanned<String>,
    /// A list of days rather than one date: something that may have happened never, or several times.
    pub list: bool,
}

/// How a sentence was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// `damaged` instead of `reading`: the source text is.
    pub damaged: bool,
    /// `strict` in `reading strict "…" { … }`.
    pub name: Option<Spanned<String>>,
    /// Why.
    pub text: Option<Text>,
    /// `in force` stood there.
    pub in_force: bool,
    /// The rule under this reading.
    pub block: Option<Block>,
    /// The whole of it.
    pub span: Span,
}

/// A condition or a value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub node: Box<Node>,
    /// Where.
    pub span: Span,
}

/// The shapes of expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `3.0`, as written.
    Number(String),
    /// `90 g/L`, `2.0×10⁹/L`, `4 weeks`: the number and the unit as written.
    Quantity(String, Spanned<String>),
    /// `3.0` or `90 g/L` in brackets with a unit: `x[mg/dL]`, `( … )[mL/min]`.
    Cast(Expr, Spanned<String>),
    /// `1:80`: the denominator.
    Titre(String),
    /// `2026-05-15`
    Date(String),
    /// `3+`
    Mark(String),
    /// `"…"`
    Text(String),
    /// A fact, a field, a definition, an option, a date of the trial.
    Name(String),
    /// `I8.4`: the rule of another criterion.
    Id(String),
    /// `f(a, b)`
    Call(Spanned<String>, Vec<Expr>),
    /// `date of ANC`, `method of LVEF`, `start of taken`: the word, and of what.
    Of(Spanned<String>, Expr),
    /// `ULN`, `LLN`, `ULN of X`.
    Limit(Limit, Option<Expr>),
    /// `x at baseline`
    At(Expr, Spanned<String>),
    /// `(a, b)`, `(a)`, `(ANC where …)`, `(steroids where day in taken)`, `(a unless c then b)`.
    Brackets(Brackets),
    /// `-x`
    Negative(Expr),
    /// `a + b`
    Binary(Expr, Spanned<Operator>, Expr),
    /// A subject with windows and a relation: `ALT <= 3*ULN`, `last_dose within 2 weeks before screening`.
    Test(Test),
    /// `A, B <= L` at the head of a line.
    Each(Vec<Expr>, Test),
    /// `not c`
    Not(Expr),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `if c then x otherwise y`
    If {
        /// The condition.
        condition: Expr,
        /// What holds then.
        then: Expr,
        /// And otherwise.
        otherwise: Option<Expr>,
    },
    /// `L unless C then M unless D then N`: the first that holds wins.
    Exception {
        /// The value without exceptions.
        value: Expr,
        /// `(C, M)` in order.
        clauses: Vec<(Expr, Expr)>,
    },
    /// `x unless c` at the end of a line.
    Unless(Expr, Expr),
    /// `{ … }` where a condition may stand.
    Block(Block),
    /// `any lesions within … where …`, `at least 2 hemoglobin at least 7 days apart where …`, `any day within …`.
    Quantified(Quantified),
    /// `any of { … }`, `at least 2 of (a, b) is B`.
    CountOf(CountOf),
    /// `sum of …`, `shorter of (…)`, `latest 3 of qtc`.
    Aggregate(Aggregate),
    /// A part that could not be read; it was told.
    Broken,
}

/// Which reference limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The upper limit of normal.
    Upper,
    /// The lower limit of normal.
    Lower,
}

/// `+ - * / ^`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
}

/// `(a, b where c)`
#[derive(Debug, Clone, PartialEq)]
pub struct Brackets {
    /// At least one.
    pub items: Vec<Expr>,
    /// `steroids within 2 weeks before screening` in brackets has its windows in a `Test`; this is `where …`.
    pub filter: Option<Expr>,
}

/// `subject window* relation?`
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What is tested. In [`Node::Each`] it repeats the first subject and is not looked at.
    pub subject: Expr,
    /// When.
    pub windows: Vec<Window>,
    /// Against what.
    pub relation: Option<Relation>,
}

/// What may follow a subject.
#[derive(Debug, Clone, PartialEq)]
pub enum Relation {
    /// `<= 3*ULN`; the limit may be an [`Node::Exception`].
    Compare(Spanned<Comparison>, Expr),
    /// `is positive`, `is not positive`
    Is {
        /// `not` stood there.
        negated: bool,
        /// The option as written: `positive`, `3+`, `III`, `0`.
        option: Spanned<String>,
    },
    /// `in {a, b}`, `not in 0..2`, `in taken`
    In {
        /// `not` stood there.
        negated: bool,
        /// In what.
        set: Set,
    },
}

/// What something may lie in.
#[derive(Debug, Clone, PartialEq)]
pub enum Set {
    /// `{CT, MRI}`
    Options(Vec<Spanned<String>>, Span),
    /// `0..2`
    Range(Expr, Expr),
    /// A named set or a period.
    Value(Expr),
}

/// `< <= > >= = !=`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
}

/// A window of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// What it is.
    pub node: WindowNode,
    /// Where.
    pub span: Span,
}

/// The shapes of windows.
#[derive(Debug, Clone, PartialEq)]
pub enum WindowNode {
    /// `within 4 weeks before screening`
    Bounded {
        /// How the length binds.
        bound: Spanned<WindowBound>,
        /// `4 weeks`, `shorter of (2 weeks, 5 * half_life)`
        length: Expr,
        /// From the anchor into the past, the future, or both.
        direction: Spanned<Direction>,
        /// The anchor.
        anchor: Moment,
    },
    /// `before screening`, `after infusion`
    Side(Spanned<Direction>, Moment),
    /// `from consent to 1 year after infusion`
    Between(Moment, Moment),
}

/// How the length of a window binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowBound {
    /// `within`
    Within,
    /// `at least`
    AtLeast,
    /// `at most`
    AtMost,
    /// `more than`
    MoreThan,
    /// `less than`
    LessThan,
}

/// Which side of the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `before`
    Before,
    /// `after`
    After,
    /// `around`: both sides.
    Around,
}

/// `screening`, `2 weeks before blood_collection`
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The shift, if there is one.
    pub shift: Option<(Expr, Spanned<Direction>)>,
    /// The date.
    pub anchor: Expr,
    /// Where.
    pub span: Span,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `any`
    Any,
    /// `all`
    All,
    /// `no`, `none`
    None,
    /// `at least n`
    AtLeast(u32),
    /// `at most n`
    AtMost(u32),
    /// `exactly n`
    Exactly(u32),
}

/// `any lesions where …`
#[derive(Debug, Clone, PartialEq)]
pub struct Quantified {
    /// How many.
    pub quantifier: Spanned<Quantifier>,
    /// A list, a lab, `day`, or an expression that gives one.
    pub source: Expr,
    /// `at least 7 days apart`
    pub apart: Option<Expr>,
    /// `within 4 weeks before screening`, of the record's date.
    pub windows: Vec<Window>,
    /// `where …`; a block is a [`Node::Block`].
    pub filter: Option<Expr>,
}

/// `any of { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct CountOf {
    /// How many.
    pub quantifier: Spanned<Quantifier>,
    /// Of what.
    pub of: CountSource,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq)]
pub enum CountSource {
    /// The lines of a block.
    Block(Block),
    /// The members of a list (a [`Node::Brackets`] or a name), each under the test's windows and relation.
    List(Test),
}

/// What an aggregate does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AggregateOp {
    /// `sum`
    Sum,
    /// `mean`
    Mean,
    /// `median`
    Median,
    /// `count`
    Count,
    /// `highest`
    Highest,
    /// `lowest`
    Lowest,
    /// `earliest`
    Earliest,
    /// `latest`
    Latest,
    /// `first`
    First,
    /// `shorter`
    Shorter,
    /// `longer`
    Longer,
}

/// `sum of { … }`, `mean of latest 3 of qtc`, `sum of dose over (steroids where …)`
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// What is done.
    pub op: Spanned<AggregateOp>,
    /// `3` in `latest 3 of qtc`.
    pub count: Option<Spanned<u32>>,
    /// Over what.
    pub over: AggregateSource,
}

/// What an aggregate works on.
#[derive(Debug, Clone, PartialEq)]
pub enum AggregateSource {
    /// `{ C : v … }`
    Rows(Vec<Row>, Span),
    /// `EXPR over LIST`
    Over(Expr, Expr),
    /// `EXPR`: a list in brackets, a lab, another aggregate.
    Of(Expr),
}

/// A row of a score or a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// When it counts.
    pub head: RowHead,
    /// For how much; without it the condition itself is the row (`count of { … }`).
    pub value: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// When a row counts.
#[derive(Debug, Clone, PartialEq)]
pub enum RowHead {
    /// `otherwise`
    Otherwise,
    /// `seizure "Recent onset …"`: declares its yes/no fact.
    Declares(Spanned<String>, Text),
    /// A condition.
    Condition(Expr),
}

/// `example "…" { … } expect I8.4 fail`
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What it shows.
    pub title: Text,
    /// The facts.
    pub facts: Vec<Assignment>,
    /// What must come out.
    pub expectations: Vec<Expectation>,
    /// The whole example.
    pub span: Span,
}

/// `ALT: 4.2*ULN`
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Which fact.
    pub name: Spanned<String>,
    /// Its value.
    pub value: AssignedValue,
}

/// A value in an example.
#[derive(Debug, Clone, PartialEq)]
pub enum AssignedValue {
    /// `4.2*ULN`, `130 U/L`, `"<20 [IU]/mL"`, `yes`, `positive`, `3+`, `2026-05-01`.
    Expr(Expr),
    /// `13 days before blood_collection`
    Moment(Moment),
    /// `{II, III}`: one of these.
    OneOf(Vec<Spanned<String>>, Span),
    /// `0.5..1`: somewhere between the two.
    Between(Expr, Expr),
    /// `from 2026-05-01 to 2 days before screening`: a period; without `to` it may still go on.
    Period(Moment, Option<Moment>, Span),
    /// `[{…}, {…}]`; `partial` may stand before it.
    Records {
        /// `partial` stood before it.
        partial: bool,
        /// The records.
        records: Vec<Vec<Assignment>>,
        /// Where.
        span: Span,
    },
}

/// What must come out of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Of what.
    pub of: Expected,
    /// The word expected; a condition without one must hold.
    pub outcome: Option<Spanned<String>>,
    /// The visit.
    pub visit: Option<Spanned<String>>,
    /// The whole expectation.
    pub span: Span,
}

/// What an expectation is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// `I8.4 fail`, `SRI-4 yes at month_1`: a criterion or an endpoint, or a condition that has a name.
    Named(Spanned<String>),
    /// `sledai_2k > 6`; `eligible` is one too, until names are looked up.
    Condition(Expr),
}
