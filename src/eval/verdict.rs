//! The answer for one patient: outcomes, what is still needed, and the tree of reasons.

use crate::diagnostic::Diagnostic;
use crate::model::expr::Quantifier;
use crate::model::{CriterionKind, FactId, Type};
use crate::source::Span;
use crate::value::{Comparison, Dates, Numbers, Value};

/// What came out for one patient and one trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The patient's `id`.
    pub patient: String,
    /// The trial's number.
    pub trial: String,
    /// The answer.
    pub overall: Overall,
    /// The moment of assessment, as far as it is known.
    pub assessed: Option<Dates>,
    /// Every criterion and part, in the order of the trial.
    pub criteria: Vec<CriterionResult>,
    /// Every endpoint at every visit that was asked for, visit by visit in the order of the record.
    pub endpoints: Vec<EndpointResult>,
    /// What would settle the unknown criteria, each once.
    pub needs: Vec<Need>,
    /// What a person should look at and no verdict shows.
    pub warnings: Vec<Warning>,
    /// The scores and formulas that were computed.
    pub values: Vec<ComputedValue>,
    /// Why the record could not be read; then nothing else is filled.
    pub errors: Vec<Diagnostic>,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Overall {
    /// Every criterion passes.
    Eligible,
    /// One fails.
    Ineligible,
    /// None fails, one is unknown.
    Undetermined,
    /// The record could not be read.
    Error,
}

impl Overall {
    /// The word in a verdict.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Ineligible => "ineligible",
            Self::Undetermined => "undetermined",
            Self::Error => "error",
        }
    }
}

/// The outcome of a criterion, in the direction of eligibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It does not stand in the way.
    Pass,
    /// It does.
    Fail,
    /// The record leaves it open.
    Unknown,
}

impl Outcome {
    /// The word in a verdict.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

/// What came out for one criterion or part.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionResult {
    /// Its place in [`crate::model::Trial::criteria`].
    pub criterion: usize,
    /// The protocol's number.
    pub id: String,
    /// Inclusion or exclusion.
    pub kind: CriterionKind,
    /// The outcome.
    pub outcome: Outcome,
    /// It passes because it does not apply.
    pub not_applicable: bool,
    /// Only its parent decides.
    pub part: bool,
    /// What would settle it, where it is unknown.
    pub needs: Vec<Need>,
    /// Why.
    pub explanation: Explanation,
}

/// What came out for one endpoint at one visit.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointResult {
    /// Its place in [`crate::model::Trial::endpoints`].
    pub endpoint: usize,
    /// Its label.
    pub id: String,
    /// The visit.
    pub visit: String,
    /// The record has that visit.
    pub recorded: bool,
    /// The answer.
    pub outcome: Response,
    /// What would settle it.
    pub needs: Vec<Need>,
    /// Why.
    pub explanation: Explanation,
}

/// Whether a participant responded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Response {
    /// The definition is fulfilled.
    Yes,
    /// It is not.
    No,
    /// The record leaves it open.
    Unknown,
    /// It does not apply to this participant.
    NotApplicable,
}

impl Response {
    /// The word in a verdict.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// A fact that would settle something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The field: `hcv_rna`, `lesions[2].slice_thickness`.
    pub fact: String,
    /// Why it is open.
    pub why: Why,
    /// The question the declaration asks, if it asks one.
    pub question: Option<String>,
    /// The criteria it would settle; in a criterion's own list empty.
    pub criteria: Vec<String>,
    /// The visit, for an endpoint's need.
    pub visit: Option<String>,
}

/// Why a fact is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The record does not have it.
    Missing,
    /// Its readings are too old.
    Expired,
    /// Its readings do not qualify.
    Inadmissible,
    /// It is known only up to a range, a month, some options.
    Imprecise,
    /// The list may have further records.
    Partial,
    /// The record contradicts itself.
    Conflict,
    /// A person must say.
    Judgement,
}

impl Why {
    /// The word in a verdict.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Expired => "expired",
            Self::Inadmissible => "inadmissible",
            Self::Imprecise => "imprecise",
            Self::Partial => "partial",
            Self::Conflict => "conflict",
            Self::Judgement => "judgement",
        }
    }
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// `window-edge`, `readings-disagree`, `implausible-value`, …
    pub code: String,
    /// In plain words.
    pub message: String,
    /// The criterion it came up in.
    pub criterion: Option<String>,
    /// The fact it is about.
    pub fact: Option<String>,
}

/// A computed score or formula.
#[derive(Debug, Clone, PartialEq)]
pub struct ComputedValue {
    /// The definition's name.
    pub name: String,
    /// What it could be.
    pub value: Numbers,
    /// Its UCUM unit; `1` where it has none.
    pub unit: String,
}

/// One sub-expression with what came out and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Its place in the rule.
    pub span: Span,
    /// What it does.
    pub role: Role,
    /// What came out.
    pub value: Value,
    /// What kind of value that is.
    pub ty: Type,
    /// Its parts, as evaluated.
    pub children: Vec<Explanation>,
}

/// What a sub-expression does.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// A fact or a field of the patient.
    Leaf(Box<Leaf>),
    /// A value written in the rule.
    Constant,
    /// Arithmetic, conversions and other values; the children are the operands.
    Computed,
    /// Two values compared; the children are the left and the right one.
    Compare(Comparison),
    /// A value held against a set or a range.
    Member,
    /// A date held against a window; the first child is the date, the others what the window was made of.
    Window(Box<WindowShown>),
    /// `not`
    Not,
    /// `and`, the lines of a block.
    And,
    /// `or`
    Or,
    /// So many of the children.
    Count(Quantifier),
    /// The first whose condition holds; children alternate condition, value, and the value otherwise.
    Cases,
    /// So many records; a child for each record, [`Role::Record`].
    Quantified,
    /// One record of a list, a reading of a lab, a day: its path.
    Record(String),
    /// A number out of many records or rows.
    Aggregate,
    /// A definition, by name.
    Named(String),
    /// A numbered part, by its place in [`crate::model::Trial::criteria`].
    Part(usize),
    /// A choice between readings; the first child is the one in force.
    Alternatives,
    /// What the parts leave open is the same whichever way these facts turn out; the child is the rule.
    ByCases(Vec<String>),
}

/// A window as it fell for this patient: the first and last instants inside it, where they are certain.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WindowShown {
    /// The days on which the date would be inside, as far as they are known; unbounded ends are the ends of time.
    pub from: Option<Dates>,
    /// The last.
    pub to: Option<Dates>,
    /// The anchor.
    pub anchor: Option<Dates>,
}

/// A fact as the patient's record has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its name and place: `ALT`, `lesions[2].slice_thickness`.
    pub path: String,
    /// The declared fact it belongs to.
    pub fact: FactId,
    /// Its question.
    pub question: Option<String>,
    /// As the record wrote it; none where it does not have it.
    pub original: Option<String>,
    /// `9.0 g/dL = 90 g/L`
    pub conversion: Option<String>,
    /// The date of the reading.
    pub date: Option<Dates>,
    /// The reading's limits: lower, upper, in the unit of the value.
    pub limits: (Option<Numbers>, Option<Numbers>),
    /// The limits are the trial's stand-in, not the reading's own.
    pub stand_in: bool,
    /// Which part of a reading this is.
    pub part: LeafPart,
    /// Why it is open; none where it is known exactly.
    pub open: Option<Why>,
    /// The visit it was read at.
    pub visit: Option<String>,
    /// Its place in the patient's file.
    pub source: Option<Span>,
}

/// Which part of a reading a leaf shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeafPart {
    /// The value.
    Value,
    /// The lower limit.
    Low,
    /// The upper limit.
    High,
    /// The date.
    Date,
    /// The list itself: whether it is there and complete.
    List,
}
