//! Constructors of SQL expressions, as short as what they say: a condition with a constant in it is settled here.
//!
//! Everything is a tree of [`sqlparser::ast`]; text comes of its printing alone.

use sqlparser::ast::helpers::attached_token::AttachedToken;
use sqlparser::ast::{
    BinaryOperator, CaseWhen, CastKind, DataType, DateTimeField, ExactNumberInfo, Expr, ExtractSyntax, Function,
    FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments, Ident, InTarget, ObjectName, TypedString,
    UnaryOperator, Value,
};

use crate::value::{Comparison, Day};

/// An expression of SQL.
pub type Sql = Expr;

/// `NULL`: not known.
pub fn null() -> Sql {
    Expr::value(Value::Null)
}

/// `TRUE`, `FALSE`.
pub fn truth(value: bool) -> Sql {
    Expr::value(Value::Boolean(value))
}

/// Whether it is `NULL` as it is written.
pub fn is_null(sql: &Sql) -> bool {
    matches!(sql, Expr::Value(value) if value.value == Value::Null)
}

/// The truth that is written.
pub fn constant(sql: &Sql) -> Option<bool> {
    match sql {
        Expr::Value(value) => match value.value {
            Value::Boolean(truth) => Some(truth),
            _ => None,
        },
        _ => None,
    }
}

/// A number as it is written.
pub fn number(text: impl Into<String>) -> Sql {
    Expr::value(Value::Number(text.into(), false))
}

/// A text.
pub fn text(text: impl Into<String>) -> Sql {
    // The printer takes two quotes for one that was doubled already.
    Expr::value(Value::SingleQuotedString(text.into().replace('\'', "''")))
}

/// A day.
pub fn date(day: Day) -> Sql {
    Expr::TypedString(TypedString {
        data_type: DataType::Date,
        value: Value::SingleQuotedString(day.to_string()).into(),
        uses_odbc_syntax: false,
    })
}

/// Whether an operand can stand without brackets.
fn plain(sql: &Sql) -> bool {
    matches!(
        sql,
        Expr::Value(_)
            | Expr::Identifier(_)
            | Expr::CompoundIdentifier(_)
            | Expr::Function(_)
            | Expr::Nested(_)
            | Expr::Cast { .. }
            | Expr::Case { .. }
            | Expr::Extract { .. }
            | Expr::Subquery(_)
            | Expr::TypedString(_)
    )
}

fn operand(sql: Sql) -> Sql {
    if plain(&sql) { sql } else { Expr::Nested(Box::new(sql)) }
}

fn binary(left: Sql, op: BinaryOperator, right: Sql) -> Sql {
    Expr::BinaryOp {
        left: Box::new(left),
        op,
        right: Box::new(right),
    }
}

/// The opposite.
pub fn not(sql: Sql) -> Sql {
    match (constant(&sql), sql) {
        (Some(truth_value), _) => truth(!truth_value),
        (None, sql) if is_null(&sql) => sql,
        (
            None,
            Expr::UnaryOp {
                op: UnaryOperator::Not,
                expr,
            },
        ) => match *expr {
            Expr::Nested(inner) => *inner,
            inner => inner,
        },
        (None, sql) => Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr: Box::new(operand(sql)),
        },
    }
}

/// Both, and all of them.
pub fn and(parts: impl IntoIterator<Item = Sql>) -> Sql {
    joined(parts, true)
}

/// One of them.
pub fn or(parts: impl IntoIterator<Item = Sql>) -> Sql {
    joined(parts, false)
}

fn joined(parts: impl IntoIterator<Item = Sql>, all: bool) -> Sql {
    let op = if all { BinaryOperator::And } else { BinaryOperator::Or };
    let mut kept: Vec<Sql> = Vec::new();
    let mut open: Vec<Sql> = parts.into_iter().collect();
    open.reverse();
    while let Some(part) = open.pop() {
        match (constant(&part), part) {
            (Some(value), _) if value == all => {}
            (Some(value), _) => return truth(value),
            (None, Expr::BinaryOp { left, op: inner, right }) if inner == op => open.extend([*right, *left]),
            (None, part) if kept.contains(&part) => {}
            (None, part) => kept.push(part),
        }
    }
    let loose = |sql: Sql| match &sql {
        // What binds less, or looks as if it did.
        Expr::BinaryOp { op: inner, .. } if *inner == op => sql,
        Expr::BinaryOp {
            op: BinaryOperator::And | BinaryOperator::Or,
            ..
        } => Expr::Nested(Box::new(sql)),
        _ => sql,
    };
    let mut kept = kept.into_iter().map(loose);
    let first = kept.next().unwrap_or_else(|| truth(all));
    kept.fold(first, |left, right| binary(left, op.clone(), right))
}

/// Two values compared; what is not known leaves it open.
pub fn compare(left: Sql, comparison: Comparison, right: Sql) -> Sql {
    if is_null(&left) || is_null(&right) {
        return null();
    }
    let op = match comparison {
        Comparison::Less => BinaryOperator::Lt,
        Comparison::AtMost => BinaryOperator::LtEq,
        Comparison::Greater => BinaryOperator::Gt,
        Comparison::AtLeast => BinaryOperator::GtEq,
        Comparison::Equal => BinaryOperator::Eq,
        Comparison::NotEqual => BinaryOperator::NotEq,
    };
    let side = |sql: Sql| match &sql {
        Expr::BinaryOp {
            op: BinaryOperator::Plus | BinaryOperator::Minus | BinaryOperator::Multiply,
            ..
        } => sql,
        _ => operand(sql),
    };
    binary(side(left), op, side(right))
}

/// `+`
pub fn plus(left: Sql, right: Sql) -> Sql {
    arithmetic(left, BinaryOperator::Plus, right)
}

/// `-`
pub fn minus(left: Sql, right: Sql) -> Sql {
    arithmetic(left, BinaryOperator::Minus, right)
}

/// `*`
pub fn times(left: Sql, right: Sql) -> Sql {
    arithmetic(left, BinaryOperator::Multiply, right)
}

fn arithmetic(left: Sql, op: BinaryOperator, right: Sql) -> Sql {
    if is_null(&left) || is_null(&right) {
        return null();
    }
    binary(operand(left), op, operand(right))
}

/// Below zero.
pub fn negative(sql: Sql) -> Sql {
    if is_null(&sql) {
        return sql;
    }
    Expr::UnaryOp {
        op: UnaryOperator::Minus,
        expr: Box::new(operand(sql)),
    }
}

/// `IS NULL`
pub fn missing(sql: Sql) -> Sql {
    match &sql {
        _ if is_null(&sql) => truth(true),
        Expr::Value(_) | Expr::TypedString(_) => truth(false),
        _ => Expr::IsNull(Box::new(operand(sql))),
    }
}

/// The first that is known.
pub fn first_known(parts: impl IntoIterator<Item = Sql>) -> Sql {
    let mut kept: Vec<Sql> = Vec::new();
    for part in parts {
        if is_null(&part) || kept.contains(&part) {
            continue;
        }
        let certain = matches!(part, Expr::Value(_) | Expr::TypedString(_));
        kept.push(part);
        if certain {
            break;
        }
    }
    match kept.len() {
        0 => null(),
        1 => kept.swap_remove(0),
        _ => call("COALESCE", kept),
    }
}

/// A name that stands for a value.
pub fn identifier(name: Ident) -> Sql {
    Expr::Identifier(name)
}

/// A function of values.
pub fn call(name: &str, args: impl IntoIterator<Item = Sql>) -> Sql {
    let args = args.into_iter();
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: args
                .map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)))
                .collect(),
            clauses: Vec::new(),
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

/// `CASE WHEN … THEN … ELSE … END`; what is settled already is left out.
pub fn case(clauses: impl IntoIterator<Item = (Sql, Sql)>, otherwise: Sql) -> Sql {
    let mut kept: Vec<(Sql, Sql)> = Vec::new();
    let mut otherwise = otherwise;
    for (condition, value) in clauses {
        match constant(&condition) {
            Some(true) => {
                otherwise = value;
                break;
            }
            Some(false) => {}
            None if is_null(&condition) => {}
            None => kept.push((condition, value)),
        }
    }
    while kept.last().is_some_and(|(_, value)| *value == otherwise) {
        kept.pop();
    }
    if kept.is_empty() {
        return otherwise;
    }
    let conditions = kept
        .into_iter()
        .map(|(condition, result)| CaseWhen { condition, result });
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: None,
        conditions: conditions.collect(),
        else_result: (!is_null(&otherwise)).then(|| Box::new(otherwise)),
    }
}

/// Certainly so, certainly not, else open.
pub fn decided(yes: Sql, no: Sql) -> Sql {
    case([(yes, truth(true)), (no, truth(false))], null())
}

/// A value in another type.
pub fn cast(sql: Sql, data_type: DataType) -> Sql {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(sql),
        data_type,
        format: None,
    }
}

/// `INTEGER`
pub fn integer() -> DataType {
    DataType::Integer(None)
}

/// `DECIMAL(precision, scale)`
pub fn decimal(precision: u64, scale: i64) -> DataType {
    DataType::Decimal(ExactNumberInfo::PrecisionAndScale(precision, scale))
}

/// Year, month or day of a date.
pub fn part_of(field: DateTimeField, sql: Sql) -> Sql {
    Expr::Extract {
        field,
        syntax: ExtractSyntax::From,
        expr: Box::new(sql),
    }
}

/// A condition that is written out has no type of its own.
pub fn as_boolean(sql: Sql) -> Sql {
    match is_null(&sql) {
        true => cast(sql, DataType::Boolean),
        false => sql,
    }
}

/// Whether one of several columns has a value.
pub fn any_of(value: Sql, columns: Vec<Sql>) -> Sql {
    Expr::In {
        expr: Box::new(value),
        target: InTarget::List(columns),
        negated: false,
        global: false,
    }
}

/// `IN (…)`
pub fn among(sql: Sql, list: Vec<Sql>) -> Sql {
    if is_null(&sql) {
        return sql;
    }
    if let [one] = list.as_slice() {
        return compare(sql, Comparison::Equal, one.clone());
    }
    Expr::In {
        expr: Box::new(operand(sql)),
        target: InTarget::List(list),
        negated: false,
        global: false,
    }
}
