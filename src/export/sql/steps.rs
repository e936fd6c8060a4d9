//! The query in steps: lists, the readings that count, criteria from the inside out, outcomes, the verdict.

use sqlparser::ast::{
    Cte, Expr, Ident, ObjectName, Query, SelectItem, SelectItemQualifiedWildcardKind, WildcardAdditionalOptions,
};

use super::build::{self, Sql, case, compare, not, text};
use super::lower::{PATIENT, Stage};
use super::query::{array_of, column, select, step, table, with};
use super::{Column, Dialect, Wanted, applies, layout};
use crate::model::{Criterion, Trial};
use crate::value::Comparison;

/// Steps so far, and the last of them.
struct Steps<'a> {
    dialect: Dialect,
    wanted: &'a Wanted,
    steps: Vec<Cte>,
    last: Option<String>,
}

impl Steps<'_> {
    fn from(&self) -> sqlparser::ast::TableFactor {
        let name = match &self.last {
            Some(name) => ObjectName::from(vec![Ident::new(name)]),
            None => layout::table_name(self.dialect, &self.wanted.table, None),
        };
        table(name, Ident::new(PATIENT))
    }

    /// All columns so far, and these.
    fn add(&mut self, name: &str, columns: Vec<SelectItem>) {
        if columns.is_empty() {
            return;
        }
        let all = SelectItem::QualifiedWildcard(
            SelectItemQualifiedWildcardKind::ObjectName(ObjectName::from(vec![Ident::new(PATIENT)])),
            WildcardAdditionalOptions::default(),
        );
        let mut projection = vec![all];
        projection.extend(columns);
        self.push(name, projection);
    }

    fn push(&mut self, name: &str, projection: Vec<SelectItem>) {
        let query = select(projection, self.from(), None);
        self.steps.push(step(Ident::new(name), query));
        self.last = Some(name.to_owned());
    }
}

/// The whole query.
pub fn query(trial: &Trial, wanted: &Wanted, stages: &[Stage], columns: Vec<Column>) -> Query {
    let dialect = wanted.dialect;
    let mut steps = Steps {
        dialect,
        wanted,
        steps: Vec::new(),
        last: None,
    };
    if dialect == Dialect::Postgres {
        let lists = layout::lists(trial, wanted).into_iter().map(|fact| {
            let rows = list_of(wanted, &fact.name);
            let list = match fact.kind {
                crate::model::Kind::Lab(_) => rows,
                _ => {
                    let known = dialect.field(PATIENT, &layout::known(&fact.name));
                    case([(known, rows)], build::null())
                }
            };
            column(list, dialect.name(&fact.name))
        });
        steps.add("records", lists.collect());
    }
    let deepest = stages.iter().map(|stage| stage.depth + 1).max().unwrap_or(0);
    for depth in 0..deepest {
        let of = |pick: &dyn Fn(&Stage) -> (String, Sql)| -> Vec<SelectItem> {
            let here = stages.iter().filter(|stage| stage.depth == depth);
            here.map(|stage| {
                let (name, sql) = pick(stage);
                column(sql, dialect.name(&name))
            })
            .collect()
        };
        let number = if deepest == 1 {
            String::new()
        } else {
            format!("_{}", depth + 1)
        };
        steps.add(&format!("days{number}"), of(&|stage| stage.day.clone()));
        steps.add(&format!("readings{number}"), of(&|stage| stage.kept.clone()));
    }
    let deepest = columns.iter().map(|column| column.depth + 1).max().unwrap_or(0);
    for depth in 0..deepest {
        let mut here = Vec::new();
        for one in columns.iter().filter(|column| column.depth == depth) {
            let Some(criterion) = trial.criteria.get(one.criterion) else {
                continue;
            };
            let value = build::as_boolean(one.truth.value.clone());
            here.push(column(value, dialect.name(&criterion.id)));
            if let Some(sql) = &one.truth.applies {
                here.push(column(
                    build::as_boolean(sql.clone()),
                    dialect.name(&applies(&criterion.id)),
                ));
            }
        }
        let number = if deepest == 1 {
            String::new()
        } else {
            format!("_{}", depth + 1)
        };
        steps.add(&format!("criteria{number}"), here);
    }
    let mut outcomes = vec![
        column(dialect.field(PATIENT, layout::ID), dialect.name("patient")),
        column(text(trial.id.clone()), dialect.name("trial")),
    ];
    let mut names = vec!["patient".to_owned(), "trial".to_owned()];
    let mut verdicts = Vec::new();
    for one in &columns {
        let Some(criterion) = trial.criteria.get(one.criterion) else {
            continue;
        };
        outcomes.push(column(
            outcome(dialect, criterion, one.truth.applies.is_some()),
            dialect.name(&criterion.id),
        ));
        names.push(criterion.id.clone());
        let inside = |parent: usize| columns.iter().any(|other| other.criterion == parent);
        if decides(wanted, one.criterion) && !criterion.parent.is_some_and(inside) {
            verdicts.push(dialect.field(PATIENT, &criterion.id));
        }
    }
    steps.push("outcomes", outcomes);
    let mut last: Vec<SelectItem> = names
        .iter()
        .map(|name| SelectItem::UnnamedExpr(dialect.field(PATIENT, name)))
        .collect();
    last.insert(2, column(verdict(verdicts), dialect.name("verdict")));
    let query = select(last, steps.from(), None);
    with(steps.steps, query)
}

/// Whether a criterion is one that was asked for, rather than one that another refers to.
fn decides(wanted: &Wanted, criterion: usize) -> bool {
    wanted.criteria.is_empty() || wanted.criteria.contains(&criterion)
}

/// The rows of a child table as a list.
fn list_of(wanted: &Wanted, fact: &str) -> Sql {
    let dialect = wanted.dialect;
    let row = "x0";
    let own = compare(
        dialect.field(row, layout::ID),
        Comparison::Equal,
        dialect.field(PATIENT, layout::ID),
    );
    let name = layout::table_name(dialect, &wanted.table, Some(fact));
    let item = SelectItem::UnnamedExpr(Expr::Identifier(Ident::new(row)));
    array_of(select(vec![item], table(name, Ident::new(row)), Some(own)))
}

/// The word of a verdict for a criterion, in the direction of eligibility.
fn outcome(dialect: Dialect, criterion: &Criterion, may_not_apply: bool) -> Sql {
    let value = dialect.field(PATIENT, &criterion.id);
    let (holds, fails) = (value.clone(), not(value));
    let (yes, no) = if criterion.in_favour {
        ("pass", "fail")
    } else {
        ("fail", "pass")
    };
    if !may_not_apply {
        return case([(holds, text(yes)), (fails, text(no))], text("unknown"));
    }
    let applies = dialect.field(PATIENT, &applies(&criterion.id));
    // What passes wherever it applies passes; what fails there may still not apply.
    let open = |word: &str, condition: Sql| match word {
        "fail" => build::and([condition, applies.clone()]),
        _ => condition,
    };
    case(
        [
            (not(applies.clone()), text("not_applicable")),
            (open(yes, holds), text(yes)),
            (open(no, fails), text(no)),
        ],
        text("unknown"),
    )
}

/// Ineligible where one fails, undetermined where one is unknown.
fn verdict(outcomes: Vec<Sql>) -> Sql {
    if outcomes.is_empty() {
        return text("eligible");
    }
    let one_is = |word: &str| build::any_of(text(word), outcomes.clone());
    case(
        [
            (one_is("fail"), text("ineligible")),
            (one_is("unknown"), text("undetermined")),
        ],
        text("eligible"),
    )
}
