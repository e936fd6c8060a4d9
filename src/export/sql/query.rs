//! Queries around expressions.

use sqlparser::ast::helpers::attached_token::AttachedToken;
use sqlparser::ast::{
    Cte, Expr, Function, FunctionArguments, GroupByExpr, Ident, ObjectName, Query, Select, SelectFlavor, SelectItem,
    SetExpr, TableAlias, TableFactor, TableWithJoins, With,
};

use super::build::Sql;
use super::dialect::Dialect;

/// `SELECT … FROM … WHERE …`
pub fn select(projection: Vec<SelectItem>, from: TableFactor, selection: Option<Sql>) -> Query {
    let select = Select {
        select_token: AttachedToken::empty(),
        optimizer_hints: Vec::new(),
        distinct: None,
        select_modifiers: None,
        top: None,
        top_before_distinct: false,
        projection,
        exclude: None,
        into: None,
        from: vec![TableWithJoins {
            relation: from,
            joins: Vec::new(),
        }],
        lateral_views: Vec::new(),
        prewhere: None,
        selection,
        connect_by: Vec::new(),
        group_by: GroupByExpr::Expressions(Vec::new(), Vec::new()),
        cluster_by: Vec::new(),
        distribute_by: Vec::new(),
        sort_by: Vec::new(),
        having: None,
        named_window: Vec::new(),
        qualify: None,
        window_before_qualify: false,
        value_table_mode: None,
        flavor: SelectFlavor::Standard,
    };
    Query {
        with: None,
        body: Box::new(SetExpr::Select(Box::new(select))),
        order_by: None,
        limit_clause: None,
        fetch: None,
        locks: Vec::new(),
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators: Vec::new(),
    }
}

/// A table under a short name.
pub fn table(name: ObjectName, alias: Ident) -> TableFactor {
    TableFactor::Table {
        name,
        alias: Some(named(alias)),
        args: None,
        with_hints: Vec::new(),
        version: None,
        with_ordinality: false,
        partitions: Vec::new(),
        json_path: None,
        sample: None,
        index_directives: Vec::new(),
        inheritance: None,
    }
}

fn named(name: Ident) -> TableAlias {
    TableAlias {
        explicit: true,
        name,
        columns: Vec::new(),
        at: None,
    }
}

/// A query over the records of a list.
pub fn over_list(dialect: Dialect, projection: Vec<SelectItem>, list: Sql, var: &str, selection: Option<Sql>) -> Query {
    let records = TableFactor::UNNEST {
        alias: Some(named(dialect.name(var))),
        array_exprs: vec![list],
        with_offset: false,
        with_offset_alias: None,
        with_ordinality: false,
    };
    select(projection, records, selection)
}

/// The rows of a query as a list.
pub fn array_of(query: Query) -> Sql {
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new("ARRAY")]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::Subquery(Box::new(query)),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

/// One step of a query: a name and what it selects.
pub fn step(name: Ident, query: Query) -> Cte {
    Cte {
        alias: TableAlias {
            explicit: false,
            ..named(name)
        },
        query: Box::new(query),
        from: None,
        materialized: None,
        closing_paren_token: AttachedToken::empty(),
    }
}

/// A query over steps before it.
pub fn with(steps: Vec<Cte>, mut query: Query) -> Query {
    if !steps.is_empty() {
        query.with = Some(With {
            with_token: AttachedToken::empty(),
            recursive: false,
            cte_tables: steps,
        });
    }
    query
}

/// `… AS name`
pub fn column(sql: Sql, name: Ident) -> SelectItem {
    SelectItem::ExprWithAlias { expr: sql, alias: name }
}
