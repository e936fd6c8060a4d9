//! Random records and their completions, from the declarations of a trial alone.
//!
//! A [`Plan`] is a record as a partial knows it; [`Plan::partial`] writes it, [`Plan::completion`] writes one of the
//! complete records it may stand for.

use elig::model::expr::Node;
use elig::model::{Fact, Kind, NumberKind, Trial, walk};
use elig::value::{Number, Value as Possible};
use serde_json::{Map, Value, json};

use crate::random::Random;

/// Days around the moment of assessment at which windows begin and end.
const OFFSETS: [i64; 25] = [
    -2200, -1826, -1096, -1095, -400, -184, -183, -182, -181, -93, -92, -91, -90, -29, -28, -27, -15, -14, -13, -8, -7,
    -1, 0, 1, 20,
];

/// One field as the partial record has it, and the values it may have in a complete one.
#[derive(Debug, Clone)]
pub enum Plan {
    /// Known exactly.
    Exact(Value),
    /// Written so, and one of these.
    OneOf(Value, Vec<Value>),
    /// A list: the records known, and whether there may be others (drawn from `others`).
    List(Vec<Map2>, Option<Vec<Vec<Map2>>>, bool),
}

/// The fields of a record.
pub type Map2 = Vec<(String, Plan)>;

pub struct Generator<'a> {
    pub trial: &'a Trial,
    pub random: Random,
    numbers: Vec<String>,
}

impl<'a> Generator<'a> {
    pub fn new(trial: &'a Trial, seed: u64) -> Self {
        let mut numbers: Vec<Number> = ["0", "1", "2", "50", "100"]
            .iter()
            .map(|n| Number::parse(n).unwrap())
            .collect();
        let rules = trial.criteria.iter().map(|criterion| &criterion.rule);
        for rule in rules.chain(trial.endpoints.iter().map(|endpoint| &endpoint.rule)) {
            walk::all(rule, &mut |expr| {
                if let Node::Constant(Possible::Number(set)) = expr.node.as_ref()
                    && let Some(point) = set.as_point()
                    && !numbers.contains(point)
                {
                    numbers.push(point.clone());
                }
            });
        }
        let numbers = numbers
            .iter()
            .map(ToString::to_string)
            .filter(|n| !n.starts_with('≈') && n.len() < 12)
            .collect();
        Self {
            trial,
            random: Random(seed),
            numbers,
        }
    }

    /// A whole record.
    pub fn record(&mut self) -> Map2 {
        let facts: Vec<&Fact> = self.trial.facts.iter().collect();
        let unknown = *self.random.pick(&[3, 8, 20, 45]);
        facts
            .into_iter()
            .filter_map(|fact| self.fact(fact, unknown).map(|plan| (fact.name.clone(), plan)))
            .collect()
    }

    /// What a visit holds: no fact of the person, of whom the record tells.
    pub fn visit(&mut self) -> Map2 {
        let personal: Vec<&str> = self
            .trial
            .facts
            .iter()
            .filter(|f| f.personal)
            .map(|f| f.name.as_str())
            .collect();
        let mut visit = self.record();
        visit.retain(|(name, _)| !personal.contains(&name.as_str()));
        visit
    }

    fn fact(&mut self, fact: &Fact, unknown: usize) -> Option<Plan> {
        // A total that contradicts its items is a conflict, not a completion.
        if self.trial.definitions.iter().any(|define| define.name == fact.name) {
            return None;
        }
        let assessed = self.trial.assessed_at.and_then(|at| self.trial.facts.get(at.index()));
        if assessed.is_some_and(|assessed| assessed.name == fact.name) {
            return Some(Plan::Exact(json!("2026-06-01")));
        }
        Some(match &fact.kind {
            Kind::List(list) => self.list(&list.fields, unknown),
            Kind::Lab(inner) => self.lab(fact, inner, unknown),
            Kind::Date if fact.name == "birth_date" => self.birth(unknown),
            kind => self.scalar(kind, unknown),
        })
    }

    /// Births around the ages at which trials begin and end.
    fn birth(&mut self, unknown: usize) -> Plan {
        let days = [
            "1948-02-29",
            "1960-05-31",
            "1960-06-10",
            "1960-06-11",
            "1961-06-10",
            "1985-07-01",
            "2008-02-29",
            "2008-05-20",
            "2008-06-01",
            "2008-06-10",
            "2008-06-11",
            "2012-01-01",
        ];
        if self.random.chance(unknown) {
            return Plan::OneOf(Value::Null, days.iter().map(|day| json!(day)).collect());
        }
        if self.random.chance(10) {
            let days = ["2008-01-01", "2008-05-20", "2008-06-10", "2008-12-31"]
                .iter()
                .map(|day| json!(day));
            return Plan::OneOf(json!("2008"), days.collect());
        }
        Plan::Exact(json!(*self.random.pick(&days)))
    }

    fn list(&mut self, fields: &[Fact], unknown: usize) -> Plan {
        let count = *self.random.pick(&[0, 0, 1, 1, 2, 3]);
        let known: Vec<Map2> = (0..count).map(|_| self.fields(fields, unknown)).collect();
        let roll = self.random.below(100);
        if roll < unknown {
            // Absent or partial: further records may be there.
            let others = (0..4)
                .map(|_| {
                    let more = self.random.below(3);
                    (0..more).map(|_| self.fields(fields, 0)).collect()
                })
                .collect();
            let absent = self.random.chance(50);
            return Plan::List(if absent { Vec::new() } else { known }, Some(others), absent);
        }
        Plan::List(known, None, false)
    }

    fn fields(&mut self, fields: &[Fact], unknown: usize) -> Map2 {
        fields
            .iter()
            .map(|field| (field.name.clone(), self.scalar(&field.kind, unknown)))
            .collect()
    }

    fn lab(&mut self, fact: &Fact, inner: &Kind, unknown: usize) -> Plan {
        let mut readings = Vec::new();
        for _ in 0..5 {
            let value = self.value(inner);
            let high = *self.random.pick(&["1.2", "20", "40"]);
            let mut reading = Map::new();
            let value = if self.random.chance(60) && matches!(inner, Kind::Number(number) if number.range.is_none()) {
                let factors: [&str; 9] = ["0.5", "1", "1.5", "2", "2.5", "3", "4", "5", "6"];
                let factor = Number::parse(factors[self.random.below(9)]).unwrap();
                raw(&(&Number::parse(high).unwrap() * &factor).to_string())
            } else {
                value
            };
            reading.insert("value".to_owned(), value);
            if matches!(inner, Kind::Number(_)) && !self.random.chance(15) {
                reading.insert("high".to_owned(), raw(high));
            }
            for field in &fact.with {
                if !self.random.chance(20) {
                    reading.insert(field.name.clone(), self.value(&field.kind));
                }
            }
            if !self.random.chance(20) {
                let day = *self.random.pick(&[-60, -29, -28, -14, -3, 0, 0, 0, 4]);
                reading.insert("date".to_owned(), json!(date(day)));
            }
            readings.push(Value::Object(reading));
        }
        if self.random.chance(unknown) {
            // Absent: any reading, old or new.
            return Plan::OneOf(Value::Null, readings);
        }
        match self.random.below(4) {
            0 => Plan::Exact(Value::Array(readings.into_iter().take(2).collect())),
            1 if matches!(inner, Kind::Number(number) if number.range.is_none()) => {
                // A censored value, its limits as they are.
                let Value::Object(reading) = readings.swap_remove(0) else {
                    unreachable!()
                };
                let limit = self.random.pick(&["2", "20", "60", "100"]).to_string();
                let with = |value: Value| {
                    let mut reading = reading.clone();
                    reading.insert("value".to_owned(), value);
                    Value::Object(reading)
                };
                let below = ["0", "0.4", "1", "1.999"].iter().map(|n| with(raw(n))).collect();
                Plan::OneOf(with(json!(format!("<{limit}"))), below)
            }
            _ => Plan::Exact(readings.swap_remove(0)),
        }
    }

    /// A value of a kind, exact, imprecise or absent.
    fn scalar(&mut self, kind: &Kind, unknown: usize) -> Plan {
        let values: Vec<Value> = (0..6).map(|_| self.value(kind)).collect();
        if self.random.chance(unknown) {
            return Plan::OneOf(Value::Null, values);
        }
        if self.random.chance(unknown / 2 + 2) {
            match kind {
                Kind::Choice(options) if options.labels.len() > 1 => {
                    let some: Vec<Value> = values.iter().take(2).cloned().collect();
                    return Plan::OneOf(json!({ "one_of": some }), some);
                }
                Kind::Date => {
                    let month = *self.random.pick(&["2026-05", "2026-06", "2025-12", "2023-06"]);
                    let days = ["01", "02", "04", "15", "18", "28", "30"]
                        .iter()
                        .map(|day| json!(format!("{month}-{day}")));
                    return Plan::OneOf(json!(month), days.collect());
                }
                Kind::Number(number) if number.range.is_none() => {
                    let (a, b) = (self.number(), self.number());
                    let (low, high) = if Number::parse(&a) <= Number::parse(&b) {
                        (a, b)
                    } else {
                        (b, a)
                    };
                    let middle = &(&Number::parse(&low).unwrap() + &Number::parse(&high).unwrap())
                        * &Number::parse("0.5").unwrap();
                    let inside = vec![raw(&low), raw(&high), raw(&middle.to_string())];
                    return Plan::OneOf(json!({ "between": [raw(&low), raw(&high)] }), inside);
                }
                _ => {}
            }
        }
        Plan::Exact(values[0].clone())
    }

    fn number(&mut self) -> String {
        let at = self.random.below(self.numbers.len());
        let base = Number::parse(&self.numbers[at]).unwrap();
        let shifts: [&str; 4] = ["0", "0", "0.001", "1"];
        let shift = Number::parse(shifts[self.random.below(4)]).unwrap();
        (&base + &shift).to_string()
    }

    fn value(&mut self, kind: &Kind) -> Value {
        match kind {
            Kind::YesNo => json!(self.random.chance(40)),
            Kind::Number(number) => match &number.range {
                Some((low, high)) => {
                    let mut within: Vec<Number> = self
                        .numbers
                        .iter()
                        .filter_map(|n| Number::parse(n))
                        .filter(|n| n >= low && n <= high)
                        .collect();
                    within.push(low.clone());
                    within.push(high.clone());
                    raw(&self.random.pick(&within).to_string())
                }
                None => raw(&self.number()),
            },
            // Inside the law, in the unit of the declaration.
            Kind::Duration(NumberKind {
                unit,
                range: Some((low, high)),
                ..
            }) => {
                let middle = (low + high).checked_div(&Number::from(2)).unwrap();
                let amount = *self.random.pick(&[low, high, &middle]);
                json!(format!("{amount} {}", unit.text()))
            }
            Kind::Duration(_) => json!(
                *self
                    .random
                    .pick(&["15 h", "110 h", "20 d", "12 wk", "11 wk", "30 d", "29 d", "2 months"])
            ),
            Kind::Choice(options) => json!(self.random.pick(&options.labels).clone()),
            Kind::Date => {
                let offset = *self.random.pick(&OFFSETS) + i64::from(self.random.chance(30)) * 9;
                json!(date(offset))
            }
            Kind::Period => json!({ "from": date(-40), "to": date(*self.random.pick(&OFFSETS).max(&-40)) }),
            Kind::Titre => json!(*self.random.pick(&["1:40", "1:80", "1:160"])),
            Kind::Text => json!("word"),
            Kind::Lab(inner) => self.value(inner),
            Kind::List(_) => json!([]),
        }
    }
}

/// A number as it is written, through no binary float.
fn raw(number: &str) -> Value {
    json!(number)
}

/// A day so many days after 1 June 2026.
fn date(offset: i64) -> String {
    elig::value::Day::from_ymd(2026, 6, 1)
        .unwrap()
        .add_days(offset)
        .to_string()
}

impl Plan {
    fn partial(&self) -> Option<Value> {
        match self {
            Self::Exact(value) => Some(value.clone()),
            Self::OneOf(Value::Null, _) => None,
            Self::OneOf(value, _) => Some(value.clone()),
            Self::List(_, _, true) => None,
            Self::List(known, others, false) => {
                let records: Vec<Value> = known.iter().map(partial).collect();
                Some(if others.is_some() {
                    json!({ "partial": records })
                } else {
                    json!(records)
                })
            }
        }
    }

    fn completion(&self, random: &mut Random) -> Value {
        match self {
            Self::Exact(value) => value.clone(),
            Self::OneOf(_, values) => random.pick(values).clone(),
            Self::List(known, others, _) => {
                let mut records: Vec<Value> = known.iter().map(|record| completion(record, random)).collect();
                if let Some(others) = others {
                    records.extend(
                        random
                            .pick(others)
                            .clone()
                            .iter()
                            .map(|record| completion(record, random)),
                    );
                }
                json!(records)
            }
        }
    }
}

/// The record as far as it is known.
pub fn partial(record: &Map2) -> Value {
    let fields = record
        .iter()
        .filter_map(|(name, plan)| plan.partial().map(|value| (name.clone(), value)));
    Value::Object(fields.collect())
}

/// One of the records it may stand for.
pub fn completion(record: &Map2, random: &mut Random) -> Value {
    Value::Object(
        record
            .iter()
            .map(|(name, plan)| (name.clone(), plan.completion(random)))
            .collect(),
    )
}
