//! The tables that a query reads: columns by the names and kinds of facts.

use std::collections::BTreeSet;

use sqlparser::ast::helpers::stmt_create_table::CreateTableBuilder;
use sqlparser::ast::{
    ArrayElemTypeDef, ColumnDef, ColumnOption, ColumnOptionDef, DataType, Ident, ObjectName, StructBracketKind,
    StructField,
};

use super::{Dialect, Wanted, build, chosen};
use crate::codes::export as codes;
use crate::diagnostic::Diagnostic;
use crate::model::expr::Given;
use crate::model::{Criterion, Fact, FactId, Kind, Node, Trial, reads, walk};

/// The column of a patient's name.
pub const ID: &str = "id";

/// The column of PostgreSQL that says that a list is complete.
#[must_use]
pub fn known(list: &str) -> String {
    format!("{list}_known")
}

/// The table, or the child table of one of its lists.
pub(super) fn table_name(dialect: Dialect, table: &str, list: Option<&str>) -> ObjectName {
    let mut names: Vec<String> = table.split('.').map(str::to_owned).collect();
    if let (Some(list), Some(last)) = (list, names.last_mut()) {
        *last = format!("{last}_{list}");
    }
    ObjectName::from(names.iter().map(|name| dialect.name(name)).collect::<Vec<Ident>>())
}

/// The facts that the wanted criteria read, in the order of the trial. The result of a formula that is rounded has no
/// column: how far it was rounded is not known of a number in a table.
pub(super) fn facts<'a>(trial: &'a Trial, wanted: &Wanted) -> Vec<&'a Fact> {
    let mut read: BTreeSet<FactId> = trial.assessed_at.into_iter().collect();
    let mut rounded = BTreeSet::new();
    for index in chosen(trial, &wanted.criteria) {
        let Some(criterion) = trial.criteria.get(index) else {
            continue;
        };
        read.extend(reads::of_rule(trial, &criterion.rule).into_iter().map(|(fact, _)| fact));
        walk::all(&criterion.rule, &mut |expr| {
            if let Node::Named {
                given: Some(Given {
                    fact, rounded: true, ..
                }),
                ..
            } = expr.node.as_ref()
            {
                rounded.insert(*fact);
            }
        });
    }
    let all = read.difference(&rounded);
    all.filter_map(|fact| trial.facts.get(fact.index())).collect()
}

/// The lists and the labs among them.
pub(super) fn lists<'a>(trial: &'a Trial, wanted: &Wanted) -> Vec<&'a Fact> {
    let mut all = facts(trial, wanted);
    all.retain(|fact| matches!(fact.kind, Kind::List(_) | Kind::Lab(_)));
    all
}

/// Names that the engine would take for each other, or that the query uses itself.
pub(super) fn names(trial: &Trial, wanted: &Wanted) -> Vec<Diagnostic> {
    let mut refused = Vec::new();
    let fold = |name: &str| match wanted.dialect.folds_case() {
        true => name.to_lowercase(),
        false => name.to_owned(),
    };
    let own = |name: &str| {
        let numbered = name
            .strip_prefix('x')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
        numbered || matches!(name, "id" | "p" | "sum" | "next")
    };
    let mut seen: Vec<(String, &Fact)> = Vec::new();
    for (at, criterion) in trial.criteria.iter().enumerate() {
        let alike = |earlier: &&Criterion| fold(&earlier.id) == fold(&criterion.id);
        if let Some(earlier) = trial.criteria.iter().take(at).find(alike) {
            let message = format!(
                "the engine takes `{}` and `{}` for one column",
                earlier.id, criterion.id
            );
            let help = "compile them one after the other: --criteria";
            refused.push(codes::NAMES_COLLIDE.at(criterion.id_span, message).help(help));
        }
    }
    for fact in facts(trial, wanted) {
        // A period is two columns; of a list PostgreSQL has one that says whether it is known.
        let mut made: Vec<String> = scalar(wanted.dialect, &fact.name, &fact.kind)
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| *name != fact.name)
            .collect();
        if wanted.dialect == Dialect::Postgres && matches!(fact.kind, Kind::List(_)) {
            made.push(known(&fact.name));
        }
        for name in made {
            if let Some(other) = trial.facts.iter().find(|other| fold(&other.name) == fold(&name)) {
                let message = format!("`{}` makes a column `{name}`, which is a fact too", fact.name);
                refused.push(
                    codes::NAMES_COLLIDE
                        .at(other.span, message)
                        .help("give it another name"),
                );
            }
        }
        let name = fold(&fact.name);
        if own(&name) {
            let message = format!("`{}` is a name that the query uses itself", fact.name);
            refused.push(
                codes::NAMES_COLLIDE
                    .at(fact.span, message)
                    .help("give the fact a longer name"),
            );
        }
        if let Some((_, earlier)) = seen.iter().find(|(earlier, _)| *earlier == name) {
            let message = format!("the engine takes `{}` and `{}` for one column", earlier.name, fact.name);
            refused.push(
                codes::NAMES_COLLIDE
                    .at(fact.span, message)
                    .help("give one of the two another name"),
            );
        }
        if trial.criteria.iter().any(|criterion| fold(&criterion.id) == name) {
            let message = format!("`{}` is the name of a fact and of a criterion", fact.name);
            refused.push(
                codes::NAMES_COLLIDE
                    .at(fact.span, message)
                    .help("give the fact a longer name"),
            );
        }
        seen.push((name, fact));
        let fields: &[Fact] = match &fact.kind {
            Kind::List(list) => &list.fields,
            _ => &fact.with,
        };
        let columns = self::fields(wanted.dialect, fact);
        for (at, (column, _)) in columns.iter().enumerate() {
            let twice = |(other, _): &(String, DataType)| fold(other) == fold(column);
            let named = |field: &Fact| fold(&field.name) == fold(column);
            if columns.iter().take(at).any(twice) && !fields.iter().take(at).any(named) {
                let message = format!("the records of `{}` would have two columns `{column}`", fact.name);
                refused.push(
                    codes::NAMES_COLLIDE
                        .at(fact.span, message)
                        .help("give the field another name"),
                );
            }
        }
        for (at, field) in fields.iter().enumerate() {
            let earlier = fields
                .iter()
                .take(at)
                .find(|earlier| fold(&earlier.name) == fold(&field.name));
            if let Some(earlier) = earlier {
                let message = format!(
                    "the engine takes `{}` and `{}` for one column",
                    earlier.name, field.name
                );
                refused.push(
                    codes::NAMES_COLLIDE
                        .at(field.span, message)
                        .help("give one of the two another name"),
                );
            }
            if wanted.dialect == Dialect::Postgres && field.name == ID {
                let message = "`id` is a name that the query uses itself";
                refused.push(
                    codes::NAMES_COLLIDE
                        .at(field.span, message)
                        .help("give the field a longer name"),
                );
            }
        }
    }
    refused
}

/// The statements that make the tables.
#[must_use]
pub fn schema(trial: &Trial, wanted: &Wanted) -> String {
    let dialect = wanted.dialect;
    let mut columns = vec![define(dialect, ID, dialect.text(), true)];
    let mut children = Vec::new();
    for fact in facts(trial, wanted) {
        let required = fact_is_known(trial, wanted, fact);
        match &fact.kind {
            Kind::List(_) | Kind::Lab(_) if dialect == Dialect::Postgres => {
                if matches!(fact.kind, Kind::List(_)) {
                    columns.push(define(dialect, &known(&fact.name), DataType::Boolean, false));
                }
                let mut own = vec![define(dialect, ID, dialect.text(), true)];
                let fields = fields(dialect, fact);
                own.extend(
                    fields
                        .into_iter()
                        .map(|(name, data_type)| define(dialect, &name, data_type, false)),
                );
                children.push((fact.name.clone(), own));
            }
            Kind::List(_) | Kind::Lab(_) => {
                let record = record(dialect, fact);
                columns.push(define(dialect, &fact.name, record, required));
            }
            kind => {
                for (name, data_type) in scalar(dialect, &fact.name, kind) {
                    columns.push(define(dialect, &name, data_type, required));
                }
            }
        }
    }
    let create = |name: ObjectName, columns: Vec<ColumnDef>| {
        let statement = CreateTableBuilder::new(name).columns(columns).build();
        format!("{statement:#};\n")
    };
    let mut text = create(table_name(dialect, &wanted.table, None), columns);
    for (name, own) in children {
        let child = table_name(dialect, &wanted.table, Some(&name));
        text.push('\n');
        text.push_str(&create(child.clone(), own));
        text.push_str(&format!("CREATE INDEX ON {child} ({});\n", dialect.name(ID)));
    }
    text
}

/// The day of assessment is in every row, and whatever was said to be.
fn fact_is_known(trial: &Trial, wanted: &Wanted, fact: &Fact) -> bool {
    let is = |id: FactId| trial.facts.get(id.index()).is_some_and(|known| known.name == fact.name);
    trial.assessed_at.is_some_and(is) || wanted.known.iter().any(|(id, field)| field.is_none() && is(*id))
}

fn define(dialect: Dialect, name: &str, data_type: DataType, required: bool) -> ColumnDef {
    let not_null = ColumnOptionDef {
        name: None,
        option: ColumnOption::NotNull,
    };
    ColumnDef {
        name: dialect.name(name),
        data_type,
        options: if required { vec![not_null] } else { Vec::new() },
    }
}

/// A list of records as one column.
fn record(dialect: Dialect, fact: &Fact) -> DataType {
    let fields = fields(dialect, fact).into_iter().map(|(name, field_type)| StructField {
        field_name: Some(dialect.name(&name)),
        field_type,
        options: None,
    });
    let fields: Vec<StructField> = fields.collect();
    match dialect {
        Dialect::Spark => {
            let record = DataType::Struct(fields, StructBracketKind::AngleBrackets);
            DataType::Array(ArrayElemTypeDef::AngleBracket(Box::new(record)))
        }
        _ => {
            let record = DataType::Struct(fields, StructBracketKind::Parentheses);
            DataType::Array(ArrayElemTypeDef::SquareBracket(Box::new(record), None))
        }
    }
}

/// The fields of a record, or of a reading.
fn fields(dialect: Dialect, fact: &Fact) -> Vec<(String, DataType)> {
    let mut all = Vec::new();
    let further: &[Fact] = match &fact.kind {
        Kind::List(list) => &list.fields,
        Kind::Lab(inner) => {
            all.extend(scalar(dialect, "value", inner));
            if matches!(**inner, Kind::Number(_)) {
                all.extend(["low", "high"].map(|name| (name.to_owned(), number())));
            }
            all.push(("date".to_owned(), DataType::Date));
            &fact.with
        }
        _ => &[],
    };
    for field in further {
        all.extend(scalar(dialect, &field.name, &field.kind));
    }
    all
}

fn number() -> DataType {
    build::decimal(18, 6)
}

fn scalar(dialect: Dialect, name: &str, kind: &Kind) -> Vec<(String, DataType)> {
    let one = |data_type: DataType| vec![(name.to_owned(), data_type)];
    match kind {
        Kind::YesNo => one(DataType::Boolean),
        Kind::Number(_) | Kind::Duration(_) | Kind::Titre => one(number()),
        Kind::Choice(_) | Kind::Text => one(dialect.text()),
        Kind::Date => one(DataType::Date),
        Kind::Period => ["from", "to"]
            .map(|end| (format!("{name}_{end}"), DataType::Date))
            .to_vec(),
        Kind::Lab(inner) => scalar(dialect, name, inner),
        Kind::List(_) => Vec::new(),
    }
}
