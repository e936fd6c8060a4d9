//! What a trial may know of a patient.

use crate::source::Span;
use crate::value::{Choices, Number, Substance, Unit};

/// The number of a fact in [`super::Trial::facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub u32);

impl FactId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A declared fact, or a field of a record or of a reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name in records.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Only a person can say.
    pub judgement: bool,
    /// A date of the trial, declared in its header.
    pub trial_date: bool,
    /// It belongs to the person and holds at each visit.
    pub personal: bool,
    /// The question it answers.
    pub question: Option<String>,
    /// Codes: the system (`loinc`) and its codes.
    pub codes: Vec<(String, Vec<String>)>,
    /// Outside it a value is warned of; in the fact's unit.
    pub plausible: Option<(Number, Number)>,
    /// Further fields of a reading.
    pub with: Vec<Fact>,
    /// Limits that stand in where no reading carries one, in the fact's unit: lower, upper.
    pub stand_in: (Option<Number>, Option<Number>),
    /// Where it is declared.
    pub span: Span,
}

/// What a fact holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A number; without a unit the unit is dimensionless.
    Number(NumberKind),
    /// A length of time. The range is in the unit of the declaration.
    Duration(NumberKind),
    /// One of some options.
    Choice(Options),
    /// A date or an instant.
    Date,
    /// A first and a last day.
    Period,
    /// `1:320`
    Titre,
    /// Words.
    Text,
    /// A history of readings of a number or of words.
    Lab(Box<Kind>),
    /// Records.
    List(List),
}

impl Kind {
    /// Whether both hold the same, wherever they are declared; of the substance one may say what the other does not.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Lab(a), Self::Lab(b)) => a.same(b),
            (Self::Number(a), Self::Number(b)) | (Self::Duration(a), Self::Duration(b)) => {
                a.unit == b.unit && a.range == b.range && a.substance.agrees(&b.substance)
            }
            (Self::List(a), Self::List(b)) => {
                let fields = || a.fields.iter().zip(&b.fields);
                a.key == b.key
                    && a.fields.len() == b.fields.len()
                    && fields().all(|(a, b)| a.name == b.name && a.judgement == b.judgement && a.kind.same(&b.kind))
            }
            (a, b) => a == b,
        }
    }

    /// A list with the fields, or a choice with the options, that another declaration of it adds; nothing where the two
    /// say of one field what cannot both hold, or are neither. What the first declared keeps its place.
    #[must_use]
    pub fn extended(&self, more: &Self) -> Option<Self> {
        match (self, more) {
            (Self::Choice(a), Self::Choice(b)) if !a.ordered && !b.ordered => {
                let mut labels = a.labels.clone();
                let new = b.labels.iter().filter(|label| !a.labels.contains(label));
                labels.extend(new.cloned());
                let ordered = false;
                (labels.len() <= Choices::MAX).then_some(Self::Choice(Options { labels, ordered }))
            }
            (Self::List(a), Self::List(b)) => {
                let key = |list: &List| Some(list.fields.get(list.key?)?.name.clone());
                if key(a) != key(b) {
                    return None;
                }
                let mut fields = a.fields.clone();
                for field in &b.fields {
                    let Some(earlier) = fields.iter_mut().find(|earlier| earlier.name == field.name) else {
                        fields.push(field.clone());
                        continue;
                    };
                    if let Some(extended) = earlier.kind.extended(&field.kind) {
                        earlier.kind = extended;
                    } else if !earlier.kind.same(&field.kind) || earlier.judgement != field.judgement {
                        return None;
                    }
                }
                Some(Self::List(List { key: a.key, fields }))
            }
            _ => None,
        }
    }
}

/// The unit and the law of a number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberKind {
    /// The unit that bare numbers are in and that values are kept in.
    pub unit: Unit,
    /// Outside it a value is an error.
    pub range: Option<(Number, Number)>,
    /// Of what it is, where amount, mass and equivalents may be converted.
    pub substance: Substance,
    /// It may lie below zero, as the result of a formula; what is measured does not.
    pub signed: bool,
}

/// Options, lowest first where they are ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// As written in records.
    pub labels: Vec<String>,
    /// A grade, rather than a `one of`.
    pub ordered: bool,
}

/// The records of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The field with one record for each of its options.
    pub key: Option<usize>,
    /// The fields of a record.
    pub fields: Vec<Fact>,
}
