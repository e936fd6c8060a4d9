//! The facts of a trial as a table.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use crate::model::reads::{self, Read};
use crate::model::{Fact, FactId, Kind, NumberKind, Options, Trial};
use crate::report::style::{Paint, Style};
use crate::report::text;

/// Writes the table.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, trial: &Trial, style: Style) -> io::Result<()> {
    let title = trial
        .title
        .as_deref()
        .map(|title| format!(" {title}"))
        .unwrap_or_default();
    let head = style.plain(&format!("{}{title}", trial.id)).into_owned();
    writeln!(
        out,
        "{}",
        style.paint(Paint::Strong, text::cut(&head, style.width, style.ellipsis()))
    )?;
    writeln!(out, "{}\n", text::count(trial.facts.len(), "fact", "facts"))?;
    let readers = reads::readers(trial);
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(style.width).unwrap_or(u16::MAX));
    table.set_header(["name", "kind", "unit or options", "question", "read by"]);
    for (at, fact) in trial.facts.iter().enumerate() {
        let id = FactId(u32::try_from(at).unwrap_or(u32::MAX));
        table.add_row(row(fact, &fact.name, readers.get(&(id, None)), style));
        let fields = match &fact.kind {
            Kind::List(list) => &list.fields,
            _ => &fact.with,
        };
        for (at, field) in fields.iter().enumerate() {
            let read: Read = (id, Some(at));
            table.add_row(row(field, &format!("  .{}", field.name), readers.get(&read), style));
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
        column.set_cell_alignment(CellAlignment::Left);
    }
    let names = table.column_mut(0).into_iter();
    names.for_each(|column| {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(30)));
    });
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn row(fact: &Fact, name: &str, readers: Option<&Vec<String>>, style: Style) -> Vec<String> {
    let cells = [
        name.to_owned(),
        kind_word(fact),
        detail(&fact.kind),
        fact.question.clone().unwrap_or_default(),
        readers.map(|ids| ids.join(", ")).unwrap_or_default(),
    ];
    cells.into_iter().map(|cell| style.plain(&cell).into_owned()).collect()
}

/// What a fact holds, in the language's own words.
#[must_use]
pub fn kind_word(fact: &Fact) -> String {
    let word = match &fact.kind {
        Kind::YesNo => "yes/no",
        Kind::Number(_) => "number",
        Kind::Duration(_) => "duration",
        Kind::Choice(options) if options.ordered => "grade",
        Kind::Choice(_) => "one of",
        Kind::Date => "date",
        Kind::Period => "period",
        Kind::Titre => "titre",
        Kind::Text => "text",
        Kind::Lab(_) => "lab",
        Kind::List(_) => "list",
    };
    match (fact.judgement, &fact.kind, fact.trial_date) {
        (true, Kind::YesNo, _) => "judgement".to_owned(),
        (true, ..) => format!("judgement {word}"),
        (_, _, true) => "trial date".to_owned(),
        _ => word.to_owned(),
    }
}

/// The unit and range, or the options.
#[must_use]
pub fn detail(kind: &Kind) -> String {
    match kind {
        Kind::Number(number) | Kind::Duration(number) => measure(number),
        Kind::Choice(options) => choices(options),
        Kind::Lab(inner) => detail(inner),
        Kind::List(list) => match list.key.and_then(|key| list.fields.get(key)) {
            Some(key) => format!("by {}", key.name),
            None => String::new(),
        },
        _ => String::new(),
    }
}

fn measure(number: &NumberKind) -> String {
    let unit = number.unit.pretty();
    match &number.range {
        Some((low, high)) if unit.is_empty() => format!("{low} to {high}"),
        Some((low, high)) => format!("{unit}, {low} to {high}"),
        None => unit,
    }
}

fn choices(options: &Options) -> String {
    options.labels.join(", ")
}
