//! A patient that was found, as a record, so that it comes in by the patients' door and is evaluated like any other.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::linear::{Inequality, Linear};
use super::solve::{self, Answer, Found};
use super::term::{Origin, TermId};
use super::{Analysis, Literal};
use crate::eval::{self, Detail, Verdict};
use crate::model::expr::reading_field;
use crate::model::{Fact, FactId, Kind, Trial};
use crate::records::{Decoder, Patient, Raw};
use crate::source::SourceId;
use crate::value::{Day, Number};

/// The day of assessment of every patient that is made up.
const DAY: (i32, u32, u32) = (2026, 6, 1);

/// A patient with the conditions that were asked for, as the evaluator confirms.
#[derive(Debug, Clone)]
pub struct Witness {
    /// The record.
    pub patient: Patient,
    /// What is said of them: `ALT 4 × ULN, liver_infiltration yes`.
    pub words: String,
}

impl Witness {
    /// What a trial says of the patient.
    #[must_use]
    pub fn verdict(&self, trial: &Trial) -> Verdict {
        eval::evaluate_in(trial, &self.patient, Detail::Outcomes)
    }
}

impl Analysis<'_> {
    /// A patient for whom all of them hold, assessed on a fixed day; whether they do is for the evaluator to confirm.
    #[must_use]
    pub fn witness(&self, wanted: &[Literal]) -> Option<Witness> {
        let day = Day::from_ymd(DAY.0, DAY.1, DAY.2)?;
        let assessed = self.lowering.trial.assessed_at;
        let Answer::Perhaps(found) = solve::ask(&self.lowering, wanted, &self.on_day(assessed, day)) else {
            return None;
        };
        Record::of(self, &found, day).witness(self.lowering.trial)
    }

    /// The day of assessment is this one, and months from it have the days that the calendar gives them.
    fn on_day(&self, assessed: Option<FactId>, day: Day) -> Vec<Inequality> {
        let mut all = Vec::new();
        let mut fixed = |term: TermId, day: Day| {
            let number = Number::from(i64::from(day.number()));
            for sign in [Number::one(), -Number::one()] {
                all.push(Inequality {
                    sum: Linear::term(term).scale(&sign),
                    limit: &number * &sign,
                    strict: false,
                    from: std::collections::BTreeSet::new(),
                });
            }
        };
        let terms = &self.lowering.terms;
        let anchor = terms.ids().find(|id| {
            assessed.is_some_and(|fact| terms.term(*id).is_some_and(|term| term.origin == Origin::Fact(fact)))
        });
        let Some(anchor) = anchor else { return all };
        fixed(anchor, day);
        for shift in self.lowering.laws.shifts() {
            let from_anchor = shift.anchor.constant.is_zero() && shift.anchor.sum.0.keys().eq([&anchor]);
            let months = shift.months.to_i64().and_then(|months| i32::try_from(months).ok());
            if let Some(months) = months.filter(|_| from_anchor) {
                fixed(shift.day, day.add_months(if shift.past { -months } else { months }));
            }
        }
        all
    }
}

/// A record in the making.
struct Record<'a> {
    facts: &'a [Fact],
    fields: Map<String, Json>,
    words: Vec<String>,
}

impl<'a> Record<'a> {
    fn of(analysis: &'a Analysis<'_>, found: &Found, day: Day) -> Self {
        let trial = analysis.lowering.trial;
        let mut record = Self {
            facts: &trial.facts,
            fields: Map::new(),
            words: Vec::new(),
        };
        let mut readings: BTreeMap<FactId, BTreeMap<usize, Number>> = BTreeMap::new();
        let mut ratios: BTreeMap<FactId, BTreeMap<bool, Number>> = BTreeMap::new();
        let mut lists: BTreeMap<FactId, BTreeMap<usize, Map<String, Json>>> = BTreeMap::new();
        let mut there: BTreeMap<(FactId, usize), bool> = BTreeMap::new();
        let origin = |term: &TermId| analysis.lowering.terms.term(*term).map(|term| term.origin.clone());
        for (term, truth) in &found.truths {
            match origin(term) {
                Some(Origin::Fact(fact)) => record.put(fact, Json::from(*truth), if *truth { "yes" } else { "no" }),
                Some(Origin::Field(list, at, field)) => {
                    if let Some(name) = record.field(list, field).map(|field| field.name.clone()) {
                        lists
                            .entry(list)
                            .or_default()
                            .entry(at)
                            .or_default()
                            .insert(name, Json::from(*truth));
                    }
                }
                Some(Origin::Exists(list, at)) => {
                    there.insert((list, at), *truth);
                }
                _ => {}
            }
        }
        for (term, number) in &found.numbers {
            match origin(term) {
                Some(Origin::Fact(fact)) => {
                    if let Some(json) = record
                        .facts
                        .get(fact.index())
                        .and_then(|fact| written(&fact.kind, number))
                    {
                        let words = shown(&json, record.facts.get(fact.index()));
                        record.put(fact, json, &words);
                    }
                }
                Some(Origin::Field(list, at, field)) => {
                    if let Some((name, json)) = record
                        .field(list, field)
                        .and_then(|field| Some((field.name.clone(), written(&field.kind, number)?)))
                    {
                        lists.entry(list).or_default().entry(at).or_default().insert(name, json);
                    }
                }
                Some(Origin::Reading(lab, index)) => {
                    readings.entry(lab).or_default().insert(index, number.clone());
                }
                Some(Origin::Ratio(lab, upper)) => {
                    ratios.entry(lab).or_default().insert(upper, number.clone());
                }
                Some(Origin::Years(birth, moment)) => {
                    let at = moment
                        .and_then(|moment| found.numbers.get(&moment))
                        .and_then(day_of)
                        .unwrap_or(day);
                    let years = number.to_i64().and_then(|years| i32::try_from(years).ok()).unwrap_or(0);
                    record.put(
                        birth,
                        Json::from(at.add_months(-12 * years).to_string()),
                        &format!("{years} years ago"),
                    );
                }
                _ => {}
            }
        }
        let labs: std::collections::BTreeSet<FactId> = readings.keys().chain(ratios.keys()).copied().collect();
        for lab in labs {
            record.reading(lab, readings.get(&lab), ratios.get(&lab));
        }
        for ((list, at), exists) in there {
            let records = lists.entry(list).or_default();
            if exists {
                records.entry(at).or_default();
            } else {
                records.remove(&at);
            }
        }
        for (list, records) in lists {
            let words: Vec<String> = records.values().map(listed).collect();
            let words = if words.is_empty() {
                "none".to_owned()
            } else {
                words.join(", ")
            };
            record.put(
                list,
                Json::Array(records.into_values().map(Json::Object).collect()),
                &words,
            );
        }
        if let Some(assessed) = trial.assessed_at.and_then(|fact| trial.facts.get(fact.index())) {
            record
                .fields
                .entry(assessed.name.clone())
                .or_insert_with(|| Json::from(day.to_string()));
        }
        record
    }

    fn field(&self, list: FactId, field: usize) -> Option<&'a Fact> {
        match &self.facts.get(list.index())?.kind {
            Kind::List(list) => list.fields.get(field),
            _ => None,
        }
    }

    fn put(&mut self, fact: FactId, value: Json, words: &str) {
        if let Some(fact) = self.facts.get(fact.index()) {
            self.fields.insert(fact.name.clone(), value);
            if !fact.trial_date {
                self.words.push(format!("{} {words}", fact.name));
            }
        }
    }

    /// A reading with its limits: what was said of it in multiples of them is kept.
    fn reading(&mut self, lab: FactId, own: Option<&BTreeMap<usize, Number>>, ratios: Option<&BTreeMap<bool, Number>>) {
        let Some(fact) = self.facts.get(lab.index()) else {
            return;
        };
        let known = |index: usize| own.and_then(|own| own.get(&index)).cloned();
        let ratio = |upper: bool| ratios.and_then(|ratios| ratios.get(&upper)).cloned();
        if let Kind::Lab(inner) = &fact.kind
            && !matches!(inner.as_ref(), Kind::Number(_) | Kind::Titre)
        {
            if let Some(json) = known(reading_field::VALUE).and_then(|number| written(inner, &number)) {
                let words = shown(&json, Some(fact));
                self.put(lab, json, &words);
            }
            return;
        }
        let multiple = ratio(true).or_else(|| ratio(false)).filter(|ratio| !ratio.is_zero());
        let value = known(reading_field::VALUE)
            .filter(|value| !value.is_zero() || multiple.is_none())
            .or(multiple)
            .unwrap_or_default();
        let limit = |upper: bool| {
            let field = if upper { reading_field::HIGH } else { reading_field::LOW };
            match ratio(upper) {
                // No part of any limit.
                Some(ratio) if ratio.is_zero() => Some(Number::one()),
                Some(ratio) => value.checked_div(&ratio),
                None => known(field),
            }
        };
        let mut reading = Map::new();
        let mut words = value.decimal(4);
        reading.insert("value".to_owned(), number_json(&value));
        for (upper, name, limit_words) in [(true, "high", "ULN"), (false, "low", "LLN")] {
            if let Some(limit) = limit(upper) {
                reading.insert(name.to_owned(), number_json(&limit));
                if let Some(ratio) = ratio(upper) {
                    words = format!("{} × {limit_words}", ratio.decimal(4));
                }
            }
        }
        if ratios.is_none() {
            words = shown(&number_json(&value), Some(fact));
        }
        self.put(lab, Json::Object(reading), &words);
    }

    fn witness(mut self, trial: &Trial) -> Option<Witness> {
        self.fields.insert("id".to_owned(), Json::from("witness"));
        let text = Json::Object(self.fields).to_string();
        let decoded = Decoder::new(&trial.facts).decode(&Raw::json("witness", text), SourceId(u32::MAX));
        decoded.errors.is_empty().then(|| Witness {
            patient: decoded.patient,
            words: self.words.join(", "),
        })
    }
}

fn day_of(number: &Number) -> Option<Day> {
    let day = number.to_i64()?;
    Some(Day::from_ymd(1970, 1, 1)?.add_days(day))
}

fn number_json(number: &Number) -> Json {
    serde_json::from_str(&number.decimal(12)).unwrap_or(Json::Null)
}

/// A value as a record writes it.
fn written(kind: &Kind, number: &Number) -> Option<Json> {
    match kind {
        Kind::Number(_) | Kind::Duration(_) => Some(number_json(number)),
        Kind::Titre => Some(json!(format!("1:{}", number.decimal(0)))),
        Kind::Choice(options) => {
            let index = usize::try_from(number.to_i64()?).ok()?;
            options.labels.get(index).map(|label| Json::from(label.clone()))
        }
        Kind::Date => day_of(number).map(|day| Json::from(day.to_string())),
        Kind::Lab(inner) => written(inner, number),
        Kind::YesNo | Kind::Period | Kind::Text | Kind::List(_) => None,
    }
}

/// A value with the unit of its declaration.
fn shown(json: &Json, fact: Option<&Fact>) -> String {
    let value = match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let unit = fact.and_then(|fact| match &fact.kind {
        Kind::Number(number) | Kind::Duration(number) => Some(number.unit.pretty()),
        Kind::Lab(inner) => match inner.as_ref() {
            Kind::Number(number) => Some(number.unit.pretty()),
            _ => None,
        },
        _ => None,
    });
    match unit.filter(|unit| !unit.is_empty() && unit != "1") {
        Some(unit) => format!("{value} {unit}"),
        None => value,
    }
}

/// The fields of a record: `{site brain, active yes}`.
fn listed(fields: &Map<String, Json>) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Json::Bool(true) => "yes".to_owned(),
                Json::Bool(false) => "no".to_owned(),
                other => shown(other, None),
            };
            format!("{name} {value}")
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}
