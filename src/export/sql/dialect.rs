//! What differs from engine to engine: names in quotes, lists of records, days and months.

use sqlparser::ast::{
    Array, BinaryOperator, DataType, DateTimeField, Expr, Ident, Interval, LambdaFunction, LambdaFunctionParameter,
    LambdaSyntax, OneOrManyWithParens, SelectItem,
};
use sqlparser::dialect::{DatabricksDialect, DuckDbDialect, PostgreSqlDialect};

use super::build::{self, Sql};
use super::query;

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    Duckdb,
    /// PostgreSQL.
    Postgres,
    /// Apache Spark SQL.
    Spark,
}

/// What is made of the values that a list gives; those that are `NULL` do not count, and of none comes `NULL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// The highest.
    Highest,
    /// The lowest.
    Lowest,
    /// The sum of whole numbers.
    Count,
    /// The sum of decimals with so many places.
    Sum(u32),
    /// The bits of all of them.
    Bits,
}

impl Dialect {
    /// The parser of what is written.
    #[must_use]
    pub fn parser(self) -> &'static dyn sqlparser::dialect::Dialect {
        match self {
            Self::Duckdb => &DuckDbDialect {},
            Self::Postgres => &PostgreSqlDialect {},
            Self::Spark => &DatabricksDialect {},
        }
    }

    /// How many digits a number may have; none where that has no end.
    #[must_use]
    pub fn most_digits(self) -> Option<u32> {
        match self {
            Self::Postgres => None,
            Self::Duckdb | Self::Spark => Some(38),
        }
    }

    /// Whether two names that differ in case only are one.
    #[must_use]
    pub fn folds_case(self) -> bool {
        self != Self::Postgres
    }

    /// A name in this engine's quotes.
    #[must_use]
    pub fn name(self, name: &str) -> Ident {
        Ident::with_quote(if self == Self::Spark { '`' } else { '"' }, name)
    }

    /// A column or a field of something with a name.
    #[must_use]
    pub fn field(self, of: &str, field: &str) -> Sql {
        Expr::CompoundIdentifier(vec![self.name(of), self.name(field)])
    }

    /// What `value` gives for each record of a list, made into one.
    #[must_use]
    pub fn fold(self, fold: Fold, list: Sql, var: &str, value: Sql) -> Sql {
        if self == Self::Postgres {
            let function = match fold {
                Fold::Highest => "max",
                Fold::Lowest => "min",
                Fold::Count | Fold::Sum(_) => "sum",
                Fold::Bits => "bit_or",
            };
            let made = SelectItem::UnnamedExpr(build::call(function, [value]));
            return Expr::Subquery(Box::new(query::over_list(self, vec![made], list, var, None)));
        }
        let values = self.transform(list, var, value);
        match (self, fold) {
            (Self::Duckdb, Fold::Bits) => build::call("list_aggregate", [values, build::text("bit_or")]),
            (Self::Duckdb, fold) => {
                let function = match fold {
                    Fold::Highest => "list_max",
                    Fold::Lowest => "list_min",
                    _ => "list_sum",
                };
                build::call(function, [values])
            }
            (_, Fold::Highest) => build::call("array_max", [values]),
            (_, Fold::Lowest) => build::call("array_min", [values]),
            (_, Fold::Count | Fold::Bits) => {
                let op = if fold == Fold::Bits {
                    BinaryOperator::BitwiseOr
                } else {
                    BinaryOperator::Plus
                };
                self.aggregate(values, build::number("0"), op, None)
            }
            (_, Fold::Sum(places)) => {
                let sum = build::decimal(SUM_DIGITS, i64::from(places));
                let zero = build::cast(build::number("0"), sum.clone());
                self.aggregate(values, zero, BinaryOperator::Plus, Some(sum))
            }
        }
    }

    /// Spark has no sum of an array; one of nothing is its beginning.
    fn aggregate(self, values: Sql, start: Sql, op: BinaryOperator, kept: Option<DataType>) -> Sql {
        let (sum, next) = (Ident::new("sum"), Ident::new("next"));
        let both = Expr::BinaryOp {
            left: Box::new(Expr::Identifier(sum.clone())),
            op,
            right: Box::new(Expr::Identifier(next.clone())),
        };
        let both = match kept {
            Some(data_type) => build::cast(both, data_type),
            None => both,
        };
        build::call("aggregate", [values, start, self.lambda(vec![sum, next], both)])
    }

    /// The list of what `value` gives for each record.
    fn transform(self, list: Sql, var: &str, value: Sql) -> Sql {
        let function = if self == Self::Duckdb {
            "list_transform"
        } else {
            "transform"
        };
        build::call(function, [list, self.lambda(vec![self.name(var)], value)])
    }

    /// The records for which a condition holds.
    #[must_use]
    pub fn filter(self, list: Sql, var: &str, condition: Sql) -> Sql {
        if self == Self::Postgres {
            let record = SelectItem::UnnamedExpr(Expr::Identifier(self.name(var)));
            let records = query::over_list(self, vec![record], list, var, Some(condition));
            return query::array_of(records);
        }
        let function = if self == Self::Duckdb { "list_filter" } else { "filter" };
        build::call(function, [list, self.lambda(vec![self.name(var)], condition)])
    }

    fn lambda(self, params: Vec<Ident>, body: Sql) -> Sql {
        let one = |name: Ident| LambdaFunctionParameter { name, data_type: None };
        let mut params: Vec<LambdaFunctionParameter> = params.into_iter().map(one).collect();
        let params = match params.len() {
            1 => OneOrManyWithParens::One(params.swap_remove(0)),
            _ => OneOrManyWithParens::Many(params),
        };
        Expr::Lambda(LambdaFunction {
            params,
            body: Box::new(body),
            syntax: match self {
                Self::Duckdb => LambdaSyntax::LambdaKeyword,
                _ => LambdaSyntax::Arrow,
            },
        })
    }

    /// Days from one date to another.
    #[must_use]
    pub fn days_between(self, earlier: Sql, later: Sql) -> Sql {
        match self {
            Self::Spark if build::is_null(&earlier) || build::is_null(&later) => build::null(),
            Self::Spark => build::call("datediff", [later, earlier]),
            _ => build::minus(later, earlier),
        }
    }

    /// A date so many days later, or earlier.
    #[must_use]
    pub fn add_days(self, date: Sql, days: i64) -> Sql {
        let amount = build::number(days.unsigned_abs().to_string());
        match days {
            0 => date,
            1.. => build::plus(date, amount),
            _ => build::minus(date, amount),
        }
    }

    /// A date so many calendar months later, or earlier, the day clamped to the month's last.
    #[must_use]
    pub fn add_months(self, date: Sql, months: i64) -> Sql {
        if months == 0 || build::is_null(&date) {
            return date;
        }
        let interval = Expr::Interval(Interval {
            value: Box::new(build::text(months.unsigned_abs().to_string())),
            leading_field: Some(DateTimeField::Month),
            leading_precision: None,
            last_field: None,
            fractional_seconds_precision: None,
        });
        let moved = Expr::BinaryOp {
            left: Box::new(date),
            op: if months < 0 {
                BinaryOperator::Minus
            } else {
                BinaryOperator::Plus
            },
            right: Box::new(interval),
        };
        // Elsewhere a moment at midnight comes out.
        build::cast(moved, DataType::Date)
    }

    /// The days from one date to another, both included, as a list of records with the field `day`; none if either is
    /// not known.
    #[must_use]
    pub fn offsets(self, days: i64) -> Sql {
        let whole = (0..=days).map(|day| build::number(day.to_string())).collect();
        match self {
            Self::Spark => build::call("array", whole),
            _ => Expr::Array(Array {
                elem: whole,
                named: self == Self::Postgres,
            }),
        }
    }

    /// Whether a list has no record.
    #[must_use]
    pub fn is_empty(self, list: Sql) -> Sql {
        let function = match self {
            Self::Duckdb => "len",
            Self::Postgres => "cardinality",
            Self::Spark => "size",
        };
        build::compare(
            build::call(function, [list]),
            crate::value::Comparison::Equal,
            build::number("0"),
        )
    }

    /// The type of text.
    #[must_use]
    pub fn text(self) -> DataType {
        match self {
            Self::Duckdb => DataType::Varchar(None),
            Self::Postgres => DataType::Text,
            Self::Spark => DataType::String(None),
        }
    }
}

/// Digits of a sum that Spark keeps: adding one more digit still fits, so that no place is lost.
pub const SUM_DIGITS: u64 = 37;
