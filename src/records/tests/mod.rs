//! Records in every form, right and wrong.

mod forms;
mod frames;
mod fuzz;
mod mistakes;
mod tables;
mod visits;

use std::io::Cursor;

use super::*;
use crate::model::{Fact, Kind, List, NumberKind, Options};
use crate::source::{SourceId, Span};
use crate::value::{Number, Substance, Unit};

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn fact(name: &str, kind: Kind) -> Fact {
    Fact {
        name: name.to_owned(),
        kind,
        judgement: false,
        trial_date: false,
        personal: false,
        question: None,
        codes: Vec::new(),
        plausible: None,
        with: Vec::new(),
        stand_in: (None, None),
        span: Span::default(),
    }
}

fn quantity(unit: &str) -> NumberKind {
    let unit = Unit::parse(unit).unwrap();
    NumberKind {
        unit,
        range: None,
        substance: Substance::unknown(),
        signed: false,
    }
}

fn in_range(unit: &str, low: &str, high: &str) -> NumberKind {
    NumberKind {
        range: Some((number(low), number(high))),
        ..quantity(unit)
    }
}

fn lab(name: &str, unit: &str) -> Fact {
    fact(name, Kind::Lab(Box::new(Kind::Number(quantity(unit)))))
}

fn molar(name: &str, mass: &str, plausible: (&str, &str)) -> Fact {
    let kind = NumberKind {
        substance: Substance {
            molar_mass: Some(Box::new(number(mass))),
            valence: None,
        },
        ..quantity("umol/L")
    };
    Fact {
        plausible: Some((number(plausible.0), number(plausible.1))),
        ..fact(name, Kind::Lab(Box::new(Kind::Number(kind))))
    }
}

fn options(labels: &[&str], ordered: bool) -> Kind {
    Kind::Choice(Options {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        ordered,
    })
}

fn list(name: &str, key: Option<usize>, fields: Vec<Fact>) -> Fact {
    fact(name, Kind::List(List { key, fields }))
}

/// One fact of each kind, and more where a kind has ways of its own.
fn facts() -> Vec<Fact> {
    vec![
        Fact {
            personal: true,
            ..fact("birth_date", Kind::Date)
        },
        Fact {
            trial_date: true,
            ..fact("screening", Kind::Date)
        },
        lab("ALT", "U/L"),
        lab("hemoglobin", "g/L"),
        lab("WBC", "10*9/L"),
        molar("creatinine", "113.12", ("10", "3000")),
        molar("total_bilirubin", "584.673", ("0", "1000")),
        lab("hbv_dna", "[IU]/mL"),
        Fact {
            with: vec![fact("method", options(&["echo", "MUGA"], false))],
            ..fact("LVEF", Kind::Lab(Box::new(Kind::Number(in_range("%", "0", "100")))))
        },
        fact(
            "urine_protein",
            Kind::Lab(Box::new(options(&["negative", "trace", "1+", "2+"], true))),
        ),
        fact("PT", Kind::Lab(Box::new(Kind::Duration(quantity("s"))))),
        fact("ecog", options(&["0", "1", "2", "3", "4", "5"], true)),
        fact("sex", options(&["female", "male"], false)),
        fact("liver_infiltration", Kind::YesNo),
        fact("unsuitable", Kind::YesNo),
        fact("weight", Kind::Number(quantity("kg"))),
        fact("SpO2", Kind::Number(in_range("%", "0", "100"))),
        fact("pga", Kind::Number(in_range("1", "0", "3"))),
        fact("temperature", Kind::Number(quantity("Cel"))),
        fact("base_excess", Kind::Number(in_range("mmol/L", "-30", "30"))),
        fact("expected_survival", Kind::Duration(quantity("wk"))),
        fact("ana_titer", Kind::Titre),
        fact("stay", Kind::Period),
        fact("remark", Kind::Text),
        list(
            "treatments",
            None,
            vec![
                fact("class", options(&["chemotherapy", "targeted"], false)),
                fact("agent", Kind::Text),
                fact("last_dose", Kind::Date),
                fact("half_life", Kind::Duration(quantity("h"))),
                fact("daily_dose", Kind::Number(quantity("mg/d"))),
            ],
        ),
        list(
            "bilag",
            Some(0),
            vec![
                fact("system", options(&["renal", "cardiac"], false)),
                fact("grade", options(&["E", "D", "C", "B", "A"], true)),
            ],
        ),
    ]
}

fn stream(name: &str, text: impl Into<Vec<u8>>) -> RecordStream {
    open(name, Box::new(Cursor::new(text.into())), None)
}

fn raws(name: &str, text: impl Into<Vec<u8>>) -> Vec<Raw> {
    stream(name, text).collect()
}

fn decoded(name: &str, text: impl Into<Vec<u8>>) -> Vec<Decoded> {
    let facts = facts();
    raws(name, text)
        .iter()
        .map(|raw| decode(raw, &facts, SourceId(7)))
        .collect()
}

/// The ids of the records, with the codes of their errors.
fn outcome(name: &str, text: impl Into<Vec<u8>>) -> Vec<String> {
    decoded(name, text)
        .iter()
        .map(|record| {
            let codes: Vec<&str> = record.errors.iter().map(|error| error.code.name).collect();
            format!("{} {}", record.id, codes.join(" ")).trim_end().to_owned()
        })
        .collect()
}

/// A record with one member.
fn one(name: &str, value: &str) -> Decoded {
    let mut all = decoded("one.json", format!("{{\"{name}\": {value}}}"));
    assert_eq!(all.len(), 1, "{value}");
    all.remove(0)
}

fn slot(record: &Decoded, name: &str) -> Slot {
    let at = facts().iter().position(|fact| fact.name == name).unwrap();
    record.patient.facts.slots.get(at).unwrap().clone()
}

fn describe(slot: &Slot) -> String {
    match slot {
        Slot::Absent => "absent".to_owned(),
        Slot::Value(known) => describe_known(known),
        Slot::Readings(readings) => {
            let all: Vec<String> = readings.iter().map(describe_reading).collect();
            format!("[{}]", all.join("; "))
        }
        Slot::List(records) => {
            let all: Vec<String> = (records.records.iter())
                .map(|record| record.fields.iter().map(describe).collect::<Vec<_>>().join(", "))
                .collect();
            format!("{}[{}]", if records.partial { "partial " } else { "" }, all.join("; "))
        }
    }
}

fn describe_known(known: &Known) -> String {
    use crate::value::{Texts, Value};
    let value = match &known.value {
        Value::Truth(truths) => truths.to_string(),
        Value::Number(numbers) => numbers.to_string(),
        Value::Duration(durations) => durations.to_string(),
        Value::Choice(choices) => format!("{:?}", choices.iter().collect::<Vec<_>>()),
        Value::Date(dates) => dates.to_string(),
        Value::Period(from, to) => format!("{from} .. {to}"),
        Value::Text(Texts::Any) => "any".to_owned(),
        Value::Text(Texts::OneOf(texts)) => texts.join("|"),
    };
    match &known.conversion {
        Some(conversion) => format!("{value} ({conversion})"),
        None => format!("{value} ({})", known.original),
    }
}

fn describe_reading(reading: &Reading) -> String {
    let mut text = describe_known(&reading.known);
    for (name, limit) in [("low", &reading.low), ("high", &reading.high)] {
        if let Some(limit) = limit {
            text.push_str(&format!(" {name} {limit}"));
        }
    }
    if let Some(date) = &reading.date {
        text.push_str(&format!(" on {date}"));
    }
    for field in &reading.fields {
        text.push_str(&format!(" with {}", describe(field)));
    }
    text
}

/// What a value of a fact is read as; a record without errors.
fn read(name: &str, value: &str) -> String {
    let record = one(name, value);
    assert_eq!(record.errors, [], "{name}: {value}");
    describe(&slot(&record, name))
}

/// The error of a value: its code, its place in the record, its message, the words under it and the help.
fn error(name: &str, value: &str) -> String {
    let record = one(name, value);
    assert_eq!(record.errors.len(), 1, "{name}: {value}: {:?}", record.errors);
    let text = format!("{{\"{name}\": {value}}}");
    let error = record.errors.first().unwrap();
    let label = error.labels.first().unwrap();
    let place = text.get(label.span.start as usize..label.span.end as usize).unwrap();
    assert_eq!(label.span.source, SourceId(7));
    format!(
        "{} at {place}: {}; {}; {}",
        error.code.name,
        error.message,
        label.text,
        error.help.as_deref().unwrap_or_default()
    )
}
