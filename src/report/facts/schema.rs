//! The shape of a trial's records as a JSON Schema.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::model::{Fact, Kind, NumberKind, Options, Trial};
use crate::value::Number;

/// Writes the schema.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, trial: &Trial) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &schema(trial)).map_err(io::Error::from)?;
    writeln!(out)
}

/// The schema of one record.
#[must_use]
pub fn schema(trial: &Trial) -> Value {
    let mut properties = Map::new();
    properties.insert(
        "id".to_owned(),
        json!({"type": ["string", "number"], "description": "The patient"}),
    );
    let facts = properties_of(&trial.facts);
    properties.extend(facts.clone());
    if !trial.endpoints.is_empty() {
        let mut visit = Map::new();
        visit.insert(
            "visit".to_owned(),
            json!({"type": "string", "description": "baseline, month_1, …"}),
        );
        visit.insert("date".to_owned(), json!({"$ref": "#/$defs/date"}));
        visit.extend(facts);
        let visit = json!({"type": "object", "required": ["visit"], "properties": visit});
        properties.insert("visits".to_owned(), json!({"type": "array", "items": visit}));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("A patient's record for {}", trial.id),
        "description": trial.title,
        "type": "object",
        "properties": properties,
        "$defs": definitions(),
    })
}

fn definitions() -> Value {
    let sign = "^\\s*([<>]=?|[≤≥])?\\s*";
    json!({
        "quantity": {
            "description": "A number with its unit, perhaps only a bound: 130 U/L, <20, >=55 %",
            "type": "string",
            "pattern": format!("{sign}[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?.*$|^not detected$"),
        },
        "titre": {"type": "string", "pattern": format!("{sign}1\\s*:\\s*[0-9]+\\s*$")},
        "date": {
            "description": "As precisely as it is known: 2026, 2026-03, 2026-03-09, 2026-03-09T14:30, >=2026-06-10",
            "anyOf": [
                {"$ref": "#/$defs/day"},
                {"type": "object", "required": ["between"], "properties": {"between": {
                    "type": "array", "items": {"$ref": "#/$defs/day"}, "minItems": 2, "maxItems": 2}}},
                {"type": "object", "required": ["one_of"], "properties": {"one_of": {
                    "type": "array", "items": {"$ref": "#/$defs/day"}, "minItems": 1}}},
            ],
        },
        "day": {
            "type": "string",
            "pattern": format!("{sign}[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}}([T ][0-9:.]+(Z|[-+][0-9:]+)?)?)?)?\\s*$"),
        },
        "period": {
            "type": "object",
            "properties": {
                "from": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/date"}]},
                "to": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/date"}]},
            },
        },
    })
}

fn properties_of(facts: &[Fact]) -> Map<String, Value> {
    facts.iter().map(|fact| (fact.name.clone(), property(fact))).collect()
}

/// A fact: not known, or in one of its forms.
fn property(fact: &Fact) -> Value {
    let mut forms = vec![json!({"type": "null"})];
    forms.extend(forms_of(fact, &fact.kind));
    if fact.judgement {
        let made = forms_of(fact, &fact.kind);
        forms.push(json!({
            "type": "object",
            "required": ["value"],
            "properties": {
                "value": {"anyOf": made}, "by": {"type": "string"}, "date": {"$ref": "#/$defs/date"},
            },
        }));
    }
    let mut schema = json!({"anyOf": forms});
    if let (Some(question), Some(object)) = (&fact.question, schema.as_object_mut()) {
        object.insert("description".to_owned(), json!(question));
    }
    schema
}

fn forms_of(fact: &Fact, kind: &Kind) -> Vec<Value> {
    match kind {
        Kind::YesNo => vec![json!({"type": "boolean"})],
        Kind::Number(number) | Kind::Duration(number) => measured(number),
        Kind::Choice(options) => chosen(options),
        Kind::Date => vec![json!({"$ref": "#/$defs/date"})],
        Kind::Period => vec![json!({"$ref": "#/$defs/period"})],
        Kind::Titre => vec![
            json!({"$ref": "#/$defs/titre"}),
            known_up_to(&json!({"$ref": "#/$defs/titre"})),
        ],
        Kind::Text => vec![json!({"type": "string"})],
        Kind::Lab(inner) => lab(fact, inner),
        Kind::List(list) => {
            let record = json!({"type": "object", "properties": properties_of(&list.fields)});
            vec![
                json!({"type": "array", "items": record, "description": "complete; [] is known to be none"}),
                json!({"type": "object", "required": ["partial"],
                    "properties": {"partial": {"type": "array", "items": record}}}),
            ]
        }
    }
}

/// `{"one_of": […]}` and `{"between": [a, b]}`
fn known_up_to(item: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "one_of": {"type": "array", "items": item, "minItems": 1},
            "between": {"type": "array", "items": item, "minItems": 2, "maxItems": 2},
        },
        "anyOf": [{"required": ["one_of"]}, {"required": ["between"]}],
    })
}

fn measured(number: &NumberKind) -> Vec<Value> {
    let mut bare = json!({"type": "number"});
    if let Some(object) = bare.as_object_mut() {
        let unit = number.unit.code();
        if unit != "1" {
            object.insert("description".to_owned(), json!(format!("in {unit}")));
        }
        if let Some((low, high)) = &number.range {
            object.insert("minimum".to_owned(), plain(low));
            object.insert("maximum".to_owned(), plain(high));
        }
    }
    let quantity = json!({"$ref": "#/$defs/quantity"});
    let either = json!({"anyOf": [bare, quantity]});
    let with_unit = json!({
        "type": "object", "required": ["value"],
        "properties": {"value": either, "unit": {"type": "string"}},
    });
    vec![bare, quantity, with_unit, known_up_to(&either)]
}

fn plain(number: &Number) -> Value {
    serde_json::from_str(&number.decimal(12)).unwrap_or(Value::Null)
}

fn chosen(options: &Options) -> Vec<Value> {
    let mut labels: Vec<Value> = options.labels.iter().map(|label| json!(label)).collect();
    // An option that is a number may be written as one.
    labels.extend(
        options
            .labels
            .iter()
            .filter_map(|label| label.parse::<i64>().ok())
            .map(|number| json!(number)),
    );
    let one = json!({"enum": labels});
    vec![one.clone(), known_up_to(&one)]
}

/// A reading, a bare value, or the history.
fn lab(fact: &Fact, inner: &Kind) -> Vec<Value> {
    let bare = forms_of(fact, inner);
    let mut properties = Map::new();
    let mut value = vec![json!({"type": "null"})];
    value.extend(bare.iter().cloned());
    properties.insert("value".to_owned(), json!({"anyOf": value}));
    properties.insert("unit".to_owned(), json!({"type": "string"}));
    for limit in ["low", "high"] {
        properties.insert(limit.to_owned(), json!({"type": ["number", "string", "null"]}));
    }
    properties.insert(
        "date".to_owned(),
        json!({"anyOf": [{"type": "null"}, {"$ref": "#/$defs/date"}]}),
    );
    properties.extend(properties_of(&fact.with));
    let reading = json!({"type": "object", "required": ["value"], "properties": properties});
    let mut any = bare.clone();
    any.push(reading.clone());
    let one = json!({"anyOf": any});
    let mut forms = bare;
    forms.push(reading);
    forms.push(json!({"type": "array", "items": one, "description": "the history"}));
    forms.push(
        json!({"type": "object", "required": ["partial"], "properties": {"partial": {"type": "array", "items": one}}}),
    );
    forms
}
