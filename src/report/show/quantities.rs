//! Values: numbers, dates, lengths of time, options.

use super::prose::Prose;
use super::values;
use super::writer::{Words, Writer, constant};
use crate::model::expr::{Aggregate, Arithmetic, Edge, Extreme, Node, Readings, reading_field};
use crate::model::{Expr, Type};
use crate::value::{Number, TimeScale};

impl Writer<'_> {
    /// A value in words, in one line.
    pub(super) fn value(&mut self, expr: &Expr) -> Words {
        match expr.node.as_ref() {
            Node::Constant(_) => Words::tight(constant(self.sources, expr).unwrap_or_default()),
            Node::Fact(fact) => Words::tight(self.names.fact(*fact)),
            Node::Field(level, index) => Words::tight(self.field(*level, *index)),
            Node::Age { scale, years, .. } => Words::tight(match (scale, years) {
                (TimeScale::Months, true) => "age in completed years",
                (TimeScale::Months, false) => "age in completed months",
                _ => "age in days",
            }),
            Node::Assessment => Words::tight("the day of assessment"),
            Node::Reading { source, body } => self.reading_value(source, body),
            Node::Convert(inner, factor) => self.converted(expr, inner, factor),
            Node::DurationNumber(inner, scale, factor) => {
                let unit = unit_of(*scale, &Number::one().checked_div(factor).unwrap_or_default());
                let value = self.value(inner).within(4);
                // `age[years]` is counted in years already.
                let told = matches!(inner.node.as_ref(), Node::Age { .. }) && value.ends_with(&unit);
                Words::tight(if told { value } else { format!("{value} (in {unit})") })
            }
            Node::NumberDuration(inner, scale, factor) => Words::bound(
                format!("{} {}", self.value(inner).within(4), unit_of(*scale, factor)),
                2,
            ),
            Node::Negative(inner) => Words::bound(format!("−{}", self.value(inner).within(4)), 1),
            Node::Arithmetic(op, left, right) => self.arithmetic(*op, left, right),
            Node::Scale(number, length) => self.infix(number, "×", length, 2),
            Node::DurationSum(subtract, left, right) => self.infix(left, if *subtract { "−" } else { "+" }, right, 1),
            Node::Shift(date, length, past) => {
                let side = if *past { "before" } else { "after" };
                let text = format!(
                    "the day {} {side} {}",
                    self.value(length).text,
                    self.value(date).within(4)
                );
                Words::bound(text, 0)
            }
            Node::DaysBetween(later, earlier) => {
                let (later, earlier) = (self.value(later).text, self.value(earlier).text);
                Words::tight(format!("the number of days from ({earlier}) to ({later})"))
            }
            Node::Period(from, to) => {
                let (from, to) = (self.value(from).text, self.value(to).text);
                Words::tight(format!("the time from ({from}) to ({to})"))
            }
            Node::Edge(period, edge) => {
                let which = match edge {
                    Edge::Start => "first",
                    Edge::End => "last",
                };
                Words::tight(format!("the {which} day of {}", self.value(period).within(4)))
            }
            Node::PeriodLength(period) => Words::tight(format!("the length of {}", self.value(period).within(4))),
            Node::Cases { clauses, otherwise } => {
                let clauses: Vec<(String, String)> = clauses
                    .iter()
                    .map(|(condition, value)| (self.condition(condition).flat(), self.value(value).text))
                    .collect();
                let otherwise = otherwise.as_ref().map(|value| self.value(value).text);
                Words::bound(chosen(&clauses, otherwise), 0)
            }
            Node::Aggregate {
                op,
                source,
                body,
                level,
            } => Words::tight(self.aggregate(*op, source, body, *level, &expr.ty).flat()),
            Node::Extreme(extreme, parts) => {
                let which = extreme_word(*extreme == Extreme::Highest, &expr.ty);
                Words::tight(format!("the {which} of ({})", self.values(parts)))
            }
            Node::Several(op, parts) => Words::tight(format!(
                "the {} of ({})",
                aggregate_word(*op, &expr.ty),
                self.values(parts)
            )),
            Node::Rows(..) => Words::tight(self.written_out(expr).flat()),
            Node::At(moment, inner) => {
                let moment = self.moment(moment);
                let inner = self.value(inner).within(4);
                Words::tight(format!("{inner} {moment}"))
            }
            Node::Named { name, body, given } => {
                let prose = self.written_out(body);
                match self.defined(name, &prose, *given, &expr.ty) {
                    Some(defined) => Words::tight(defined.reference()),
                    None => Words::bound(prose.flat(), 0),
                }
            }
            Node::Compare(..)
            | Node::Among(..)
            | Node::Member(..)
            | Node::SameText(..)
            | Node::InWindow(..)
            | Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Count(..)
            | Node::Quantified { .. }
            | Node::Part(..)
            | Node::Criterion(_)
            | Node::Alternatives(..)
            | Node::Invalid => Words::bound(self.condition(expr).flat(), 0),
        }
    }

    /// The value of a reading, or another field of it: whose limit it is must be said where it stands alone.
    fn reading_value(&mut self, source: &Readings, body: &Expr) -> Words {
        let alone = match body.node.as_ref() {
            Node::Field(level, reading_field::LOW) if *level == source.level => Some("LLN"),
            Node::Field(level, reading_field::HIGH) if *level == source.level => Some("ULN"),
            _ => None,
        };
        self.of_reading(source, |writer| match alone {
            Some(word) => Words::tight(format!(
                "the {word} of {}",
                writer.field(source.level, reading_field::VALUE)
            )),
            None => writer.value(body),
        })
    }

    fn values(&mut self, parts: &[Expr]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.value(part).text).collect();
        parts.join("; ")
    }

    /// A number in another unit; `x[kg]` is a bare number, and brackets behind a formula give it a unit.
    fn converted(&mut self, expr: &Expr, inner: &Expr, factor: &Number) -> Words {
        let words = self.value(inner);
        let unit = |ty: &Type| match ty {
            Type::Number(unit, _) => unit.pretty(),
            _ => String::new(),
        };
        let (from, to) = (unit(&inner.ty), unit(&expr.ty));
        if *factor == Number::one() && to.is_empty() {
            // A unit that was converted to says so itself.
            if matches!(inner.node.as_ref(), Node::Convert(..)) {
                return words;
            }
            return Words::tight(format!("{} (in {from})", words.within(4)));
        }
        if *factor == Number::one() {
            return Words::tight(format!("{}, taken in {to}", words.within(4)));
        }
        if to.is_empty() {
            return Words::tight(format!("{} (in {from}, taken as a fraction of 1)", words.within(4)));
        }
        Words::tight(format!("{} (in {to})", words.within(4)))
    }

    fn arithmetic(&mut self, op: Arithmetic, left: &Expr, right: &Expr) -> Words {
        match op {
            Arithmetic::Add => self.infix(left, "+", right, 1),
            Arithmetic::Subtract => self.infix(left, "−", right, 1),
            Arithmetic::Multiply => self.infix(left, "×", right, 2),
            Arithmetic::Divide => self.infix(left, "/", right, 2),
            Arithmetic::Power(exponent) => {
                Words::bound(format!("{} to the power of {exponent}", self.value(left).within(4)), 3)
            }
            Arithmetic::AnyPower => {
                let (base, exponent) = (self.value(left).within(4), self.value(right).within(4));
                Words::bound(format!("{base} to the power of {exponent}"), 3)
            }
        }
    }

    /// Sums and products are read from the left.
    fn infix(&mut self, left: &Expr, sign: &str, right: &Expr, bond: u8) -> Words {
        let (left, right) = (self.value(left).within(bond), self.value(right).within(bond + 1));
        Words::bound(format!("{left} {sign} {right}"), bond)
    }

    /// A value by itself: a list where it has several parts.
    pub(super) fn written_out(&mut self, expr: &Expr) -> Prose {
        match expr.node.as_ref() {
            Node::Rows(op, rows) => {
                let head = match op {
                    Aggregate::Count => "how many of these hold:".to_owned(),
                    Aggregate::Sum => "the sum of the points of those that hold:".to_owned(),
                    op => format!(
                        "the {} of the points of those that hold (0 where none does):",
                        aggregate_word(*op, &expr.ty)
                    ),
                };
                let mut items = Vec::new();
                for (condition, value) in rows {
                    let value = match (op, constant(self.sources, value).as_deref()) {
                        (Aggregate::Count, Some("1")) => None,
                        _ => Some(self.value(value).text),
                    };
                    let condition = self.condition(condition).flat();
                    items.push(Prose::line(match value {
                        Some(value) => format!("{value} if {condition}"),
                        None => condition,
                    }));
                }
                Prose::list(head, items)
            }
            Node::Cases { clauses, otherwise } if clauses.len() > 1 => {
                let mut items = Vec::new();
                for (condition, value) in clauses {
                    let condition = self.condition(condition).flat();
                    items.push(Prose::line(format!("{} if {condition}", self.value(value).text)));
                }
                items.push(Prose::line(match otherwise {
                    Some(otherwise) => format!("{} otherwise", self.value(otherwise).text),
                    None => "open otherwise".to_owned(),
                }));
                Prose::list("the first of these that applies:", items)
            }
            Node::Several(op, parts) if parts.len() > 1 => {
                let parts: Vec<Prose> = parts.iter().map(|part| Prose::line(self.value(part).text)).collect();
                Prose::list(format!("the {} of these:", aggregate_word(*op, &expr.ty)), parts)
            }
            Node::Aggregate {
                op,
                source,
                body,
                level,
            } => self.aggregate(*op, source, body, *level, &expr.ty),
            _ => Prose::line(self.value(expr).text),
        }
    }
}

/// `3 × ULN (but 5 × ULN if … )`
pub(super) fn chosen(clauses: &[(String, String)], otherwise: Option<String>) -> String {
    match (clauses, &otherwise) {
        ([(condition, value)], Some(otherwise)) => format!("{otherwise} (but {value} if {condition})"),
        ([(condition, value)], None) => format!("{value} if {condition}, open otherwise"),
        _ => {
            let mut parts: Vec<String> = clauses
                .iter()
                .map(|(condition, value)| format!("{value} if {condition}"))
                .collect();
            parts.push(match otherwise {
                Some(otherwise) => format!("{otherwise} otherwise"),
                None => "open otherwise".to_owned(),
            });
            format!("the first that applies of ({})", parts.join("; "))
        }
    }
}

/// The unit of time that has so many of its scale.
fn unit_of(scale: TimeScale, size: &Number) -> String {
    use crate::value::TimeUnit;
    let units = [
        TimeUnit::Minutes,
        TimeUnit::Hours,
        TimeUnit::Days,
        TimeUnit::Weeks,
        TimeUnit::Months,
        TimeUnit::Years,
    ];
    let unit = units
        .into_iter()
        .find(|unit| unit.scale() == scale && unit.size() == *size);
    match unit {
        Some(unit) => unit.word().to_owned(),
        None => format!("times {} {}", values::number(size), scale.unit().word()),
    }
}

/// `highest`, of dates `latest`, of lengths of time `longest`.
fn extreme_word(highest: bool, ty: &Type) -> &'static str {
    match (highest, ty) {
        (true, Type::Date) => "latest",
        (false, Type::Date) => "earliest",
        (true, Type::Duration) => "longest",
        (false, Type::Duration) => "shortest",
        (true, _) => "highest",
        (false, _) => "lowest",
    }
}

pub(super) fn aggregate_word(op: Aggregate, ty: &Type) -> &'static str {
    match op {
        Aggregate::Sum => "sum",
        Aggregate::Mean => "mean",
        Aggregate::Median => "median",
        Aggregate::Count => "number",
        Aggregate::Highest => extreme_word(true, ty),
        Aggregate::Lowest => extreme_word(false, ty),
    }
}
