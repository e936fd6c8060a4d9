//! What trials are made of, as tables, JSON and Markdown.

pub mod human;
pub mod json;
pub mod markdown;

use crate::stats::{Stats, uses};

/// A table of figures: the first column has names, the others numbers.
struct Table {
    title: &'static str,
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// What the columns count, where their names do not say it.
    notes: Vec<&'static str>,
    /// Criteria that are named, not only counted: those that read a judgement and whose words do not leave it to a person.
    not_left: Vec<String>,
}

/// The tables of some trials: criteria, facts, constructs.
fn tables(all: &[Stats]) -> [Table; 3] {
    let mut rows: Vec<Stats> = all.to_vec();
    if all.len() > 1 {
        rows.push(Stats::total(all));
    }
    let row = |one: &Stats, figures: &[usize]| {
        let figures = figures.iter().map(usize::to_string);
        std::iter::once(one.id.clone()).chain(figures).collect::<Vec<String>>()
    };
    let criteria = rows.iter().map(|one| {
        let of = &one.criteria;
        let figures = [
            of.all,
            of.parts,
            of.computed,
            of.judged,
            of.mixed,
            of.left,
            of.damaged,
            of.readings,
        ];
        let mut cells = row(one, &figures);
        cells.extend(bound(one));
        cells
    });
    let not_left = rows.last().map(|last| last.criteria.not_left.clone());
    let facts = rows.iter().map(|one| {
        let of = one.facts;
        let figures = [
            of.all,
            of.shipped,
            of.beside,
            of.dates,
            of.declared,
            of.asked,
            of.judged,
            of.judgements,
        ];
        row(one, &figures)
    });
    let constructs = uses(all).into_iter().filter(|(_, trials, _)| *trials > 0);
    let constructs = constructs
        .map(|(construct, trials, uses)| vec![construct.name().to_owned(), trials.to_string(), uses.to_string()]);
    [
        Table {
            title: "criteria",
            head: vec![
                "trial", "criteria", "parts", "computed", "judged", "mixed", "left", "damaged", "readings", "items",
                "quoted",
            ],
            rows: criteria.collect(),
            notes: [
                "parts     of the criteria, those that stand in another",
                "computed  no judgement is read; judged: nothing else is; mixed: judgements and data are",
                "left      of those with a judgement, the ones whose words leave it to a person",
                "items     of the protocol, those that have a criterion; quoted: how much of their text is",
            ]
            .to_vec(),
            not_left: not_left.unwrap_or_default(),
        },
        Table {
            title: "facts",
            head: vec![
                "trial",
                "facts",
                "shipped",
                "beside",
                "dates",
                "declared",
                "asks",
                "judged",
                "judgements",
            ],
            rows: facts.collect(),
            notes: [
                "shipped   declared in a shipped module; beside: in a module of the trial's folder",
                "dates     of the header; declared: by `facts`; asks, judged: by a criterion",
                "judgements  of all facts, those that only a person can say",
            ]
            .to_vec(),
            not_left: Vec::new(),
        },
        Table {
            title: "constructs",
            head: vec!["construct", "trials", "uses"],
            rows: constructs.collect(),
            notes: Vec::new(),
            not_left: Vec::new(),
        },
    ]
}

/// How many of the protocol's items have a criterion, and how much of their text is quoted.
fn bound(one: &Stats) -> [String; 2] {
    let Some(binding) = one.protocol else {
        return ["–".to_owned(), "–".to_owned()];
    };
    let quoted = binding.quoted.map_or("–".to_owned(), |(all, quoted)| {
        // Rounded down: 100 % is all of it.
        format!("{} %", quoted * 100 / all.max(1))
    });
    [format!("{}/{}", binding.with_criterion, binding.items), quoted]
}
