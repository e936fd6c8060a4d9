//! What a fact or a field of a record is called.

use super::super::build::{Sql, first_known, null, number, text, truth};
use super::super::quantity::{Domain, Num, Quantity};
use super::super::tree::Tree;
use super::{Assumed, Ends, Lower};
use crate::model::expr::reading_field;
use crate::model::{Expr, Fact, FactId, Kind, Node};
use crate::value::Number;

/// A record whose fields are read.
#[expect(clippy::large_enum_variant, reason = "a handful at a time, on the way to a query")]
#[derive(Debug, Clone)]
pub enum Frame {
    /// A record of a list under its name, and what is assumed of its fields.
    Record(FactId, String, Vec<(usize, Assumed)>),
    /// A record of which nothing is known.
    Further(FactId),
    /// A reading under its name.
    Reading(FactId, String),
    /// The reading that a lab does not have.
    OpenReading(FactId),
    /// A day.
    Day(Sql),
}

/// What is read: a column, with what its declaration says of it.
pub(super) struct Read<'a> {
    /// `NULL` where nothing is known of the record.
    pub sql: Sql,
    pub declared: Option<&'a Fact>,
    pub kind: Option<&'a Kind>,
    pub assumed: Option<Assumed>,
    /// A limit of normal, which lies above zero.
    pub limit: Option<&'a Option<Number>>,
}

impl<'a> Lower<'a> {
    /// What an expression reads that is a fact or a field.
    pub(super) fn read(&self, expr: &Expr) -> Option<Read<'a>> {
        match expr.node.as_ref() {
            Node::Fact(fact) => {
                let declared = self.fact(*fact)?;
                Some(Read {
                    sql: self.column(*fact),
                    declared: Some(declared),
                    kind: Some(&declared.kind),
                    assumed: self.assumed((*fact, None)).cloned(),
                    limit: None,
                })
            }
            Node::Field(level, field) => self.field(*level, *field),
            _ => None,
        }
    }

    fn field(&self, level: usize, field: usize) -> Option<Read<'a>> {
        let frame = self.frames.get(level)?;
        let (list, var) = match frame {
            Frame::Record(list, var, _) | Frame::Reading(list, var) => (*list, Some(var)),
            Frame::Further(list) | Frame::OpenReading(list) => (*list, None),
            Frame::Day(sql) => {
                return Some(Read {
                    sql: sql.clone(),
                    declared: None,
                    kind: Some(&Kind::Date),
                    assumed: None,
                    limit: None,
                });
            }
        };
        let declared = self.fact(list)?;
        let named = |name: &str| var.map_or_else(null, |var| self.dialect.field(var, name));
        if let Kind::List(kind) = &declared.kind {
            let of = kind.fields.get(field)?;
            let assumed = match frame {
                Frame::Record(_, _, assumed) => assumed
                    .iter()
                    .find(|(at, _)| *at == field)
                    .map(|(_, value)| value.clone()),
                _ => None,
            };
            return Some(Read {
                sql: named(&of.name),
                declared: Some(of),
                kind: Some(&of.kind),
                assumed,
                limit: None,
            });
        }
        let inner = match &declared.kind {
            Kind::Lab(inner) => inner.as_ref(),
            other => other,
        };
        let (name, kind, of, limit) = match field {
            reading_field::VALUE => ("value", inner, declared, None),
            reading_field::LOW => ("low", inner, declared, Some(&declared.stand_in.0)),
            reading_field::HIGH => ("high", inner, declared, Some(&declared.stand_in.1)),
            reading_field::DATE => ("date", &Kind::Date, declared, None),
            further => {
                let of = declared.with.get(further - reading_field::FURTHER)?;
                (of.name.as_str(), &of.kind, of, None)
            }
        };
        Some(Read {
            sql: named(name),
            declared: Some(of),
            kind: Some(kind),
            assumed: None,
            limit,
        })
    }

    /// A truth that is read.
    pub(super) fn truth_read(&self, read: Read<'a>) -> Sql {
        match read.assumed {
            Some(Assumed::Truth(value)) => truth(value),
            Some(Assumed::Value(sql)) => sql,
            _ => read.sql,
        }
    }

    /// A number that is read, with its law.
    pub(super) fn number_read(&self, read: Read<'a>) -> Num {
        if let Some(Assumed::Value(sql)) = read.assumed {
            return Num::Exact(Quantity::column(sql), Domain::default());
        }
        if let Some(stand_in) = read.limit {
            return self.limit_read(read.sql, stand_in.as_ref());
        }
        let domain = match read.kind {
            Some(Kind::Number(kind)) => match &kind.range {
                Some((low, high)) => Domain {
                    low: Some((low.clone(), false)),
                    high: Some(high.clone()),
                },
                None => Domain::default(),
            },
            Some(Kind::Titre) => above_zero(),
            _ => Domain::default(),
        };
        Num::Exact(Quantity::column(read.sql), domain)
    }

    fn limit_read(&self, sql: Sql, stand_in: Option<&Number>) -> Num {
        // A limit that stands in is that of a reading that has none, known or not.
        match stand_in.map(Quantity::constant) {
            Some(limit) if limit.over == 1.into() => {
                Num::Exact(Quantity::column(first_known([sql, limit.sql])), Domain::default())
            }
            _ => Num::Exact(Quantity::column(sql), above_zero()),
        }
    }

    /// A date that is read. A reading without one was taken at the moment that is looked at.
    pub(super) fn date_read(&mut self, expr: &Expr, read: Read<'a>) -> Tree<Ends> {
        if let Some(Assumed::Value(sql)) = read.assumed {
            return Tree::One(Ends::exact(sql));
        }
        let of_reading = match expr.node.as_ref() {
            Node::Field(level, reading_field::DATE) if !self.as_dated => {
                matches!(self.frames.get(*level), Some(Frame::Reading(..)))
            }
            _ => false,
        };
        if of_reading {
            let sql = read.sql;
            return self.moment().map(&mut |at: Ends| Ends {
                first: first_known([sql.clone(), at.first]),
                last: first_known([sql.clone(), at.last]),
            });
        }
        Tree::One(Ends::exact(read.sql))
    }

    /// The first and the last day of a period that is read. It does not end before it begins.
    pub(super) fn period_read(&self, read: &Read<'a>, expr: &Expr) -> Option<(Ends, Ends)> {
        let name = &read.declared?.name;
        let (from, to) = match expr.node.as_ref() {
            Node::Fact(_) => {
                let end = |end: &str| self.dialect.field(super::PATIENT, &format!("{name}_{end}"));
                (end("from"), end("to"))
            }
            Node::Field(level, _) => match self.frames.get(*level)? {
                Frame::Record(_, var, _) | Frame::Reading(_, var) => {
                    let end = |end: &str| self.dialect.field(var, &format!("{name}_{end}"));
                    (end("from"), end("to"))
                }
                _ => (null(), null()),
            },
            _ => return None,
        };
        let first = Ends {
            first: from.clone(),
            last: first_known([from.clone(), to.clone()]),
        };
        let last = Ends {
            first: first_known([to.clone(), from]),
            last: to,
        };
        Some((first, last))
    }

    /// Whether a text of options is one of those at these places.
    pub(super) fn label(labels: &[String], index: usize) -> Sql {
        text(labels.get(index).cloned().unwrap_or_default())
    }

    /// The place of an option among its options.
    pub(super) fn rank(sql: &Sql, labels: &[String]) -> Sql {
        let clauses = labels.iter().enumerate().map(|(index, label)| {
            let is = super::super::build::compare(sql.clone(), crate::value::Comparison::Equal, text(label.clone()));
            (is, number(index.to_string()))
        });
        if super::super::build::is_null(sql) {
            return null();
        }
        super::super::build::case(clauses, null())
    }
}

fn above_zero() -> Domain {
    Domain {
        low: Some((Number::zero(), true)),
        high: None,
    }
}
