//! Tables say what single records say.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray};
use elig::{Overall, Patient, ShippedOnly, Table, Trial, Word};

use crate::random::Random;
use crate::support::root;

const RULES: &str = r#"
trial EXAMPLE "An example" {
  dates screening
  assessed at screening
}
use demographics
facts {
  score : number 0..100  "Score?"
  exact : number 0..10   "An exact decimal?"
  grade : grade 0..5     "Grade?"
}
inclusion {
  I1 "Score at least 0.3;" { score >= 0.3 }
  I2 "Adults;" { age at screening >= 18 years }
  I3 "Grade 1 or less if exact;" { if exact <= 1.8 then grade <= 1 }
}
"#;

fn trial(rules: &str) -> Trial {
    Trial::compile("trial.elig", rules, &ShippedOnly).unwrap()
}

/// What a record alone comes to: the answer, and a word for each criterion.
fn alone(trial: &Trial, patient: &Patient) -> (Overall, Vec<Option<&'static str>>) {
    let verdict = trial.evaluate(patient);
    let words = (0..trial.model().criteria.len()).map(|at| {
        let result = verdict.criteria.get(at)?;
        Some(if result.not_applicable {
            "not_applicable"
        } else {
            result.outcome.word()
        })
    });
    (verdict.overall, words.collect())
}

fn record(random: &mut Random) -> String {
    let mut members = vec![r#""screening":"2026-05-10""#.to_owned()];
    let forms: [(&str, &[&str]); 5] = [
        ("id", &["7", "\"a,b\"", "null", "\"\"", "[1]"]),
        ("birth_date", &["\"2008-05-10\"", "\"2008-05-11\"", "\"2008\"", "null"]),
        ("score", &["0.3", "0.29999", "100", "100.5", "\"<0.3\"", "\"many\""]),
        ("exact", &["1.8", "1.80001", "1.800000000000001", "{\"between\":[1,2]}"]),
        ("grade", &["1", "\"2\"", "{\"one_of\":[0,1]}", "7"]),
    ];
    for (name, values) in forms {
        if random.chance(80) {
            members.push(format!("\"{name}\": {}", random.pick(values)));
        }
    }
    format!("{{{}}}", members.join(",\n"))
}

#[test]
fn a_table_of_records_says_what_they_say() {
    let trial = trial(RULES);
    // Two trials share the columns; one of them reads what no column holds.
    let lists = format!("{RULES}\nexclusion {{ E1 \"ALT;\" {{ ALT > 3*ULN }} }}")
        .replace("use demographics", "use demographics\nuse labs");
    let lists = self::trial(&lists.replace("EXAMPLE", "LISTS"));
    let mut random = Random(20_260_510);
    let records: Vec<String> = (0..2000).map(|_| record(&mut random)).collect();
    let table = Table::new([&trial, &lists], "id");
    let outcomes = table.json(records.iter().map(String::as_str), 0);
    for (trial, outcomes) in [&trial, &lists].into_iter().zip(&outcomes) {
        let mut in_error = 0;
        for (row, record) in records.iter().enumerate() {
            let patient = trial.patient(record);
            let words = outcomes.criteria.iter().map(|column| column[row].map(Word::word));
            assert_eq!(
                (outcomes.verdicts[row], words.collect()),
                alone(trial, &patient),
                "{record}"
            );
            // The place among the others stands for an id that is not there.
            let name = match patient.id() {
                "record 1" => format!("record {}", row + 1),
                id => id.to_owned(),
            };
            assert_eq!(outcomes.patients[row], name, "{record}");
            in_error += usize::from(!patient.errors().is_empty());
        }
        assert!(in_error > 100 && in_error < 1900, "{in_error}");
        assert_eq!(outcomes.in_error, in_error);
        for error in &outcomes.errors {
            let patient = trial.patient(&records[error.row]);
            let messages: Vec<&str> = patient.errors().iter().map(|error| error.message.as_str()).collect();
            assert_eq!(error.messages, messages);
        }
    }
}

#[test]
fn batches_of_arrow_say_what_their_rows_say() {
    let trial = trial(RULES);
    let mut random = Random(7);
    let rows = 40_000;
    let some = |random: &mut Random, values: &[f64]| random.chance(90).then(|| *random.pick(values));
    let scores: Vec<Option<f64>> = (0..rows)
        .map(|_| some(&mut random, &[0.3, 0.1 + 0.2, 0.29, 100.5, f64::NAN, f64::INFINITY]))
        .collect();
    let grades: Vec<Option<i64>> = (0..rows)
        .map(|_| random.chance(90).then(|| random.below(7) as i64))
        .collect();
    let exact: Vec<i128> = (0..rows).map(|_| *random.pick(&[180_000, 180_001, 18_000])).collect();
    let born: Vec<i32> = (0..rows).map(|_| *random.pick(&[14_009, 14_010, 14_008])).collect();
    let ids: Vec<Option<String>> = (0..rows)
        .map(|row| random.chance(90).then(|| format!("p{row}")))
        .collect();
    let columns: [(&str, ArrayRef); 6] = [
        ("id", Arc::new(StringArray::from(ids.clone()))),
        ("score", Arc::new(Float64Array::from(scores.clone()))),
        ("grade", Arc::new(Int64Array::from(grades.clone()))),
        (
            "exact",
            Arc::new(
                Decimal128Array::from(exact.clone())
                    .with_precision_and_scale(38, 5)
                    .unwrap(),
            ),
        ),
        ("birth_date", Arc::new(Date32Array::from(born.clone()))),
        ("screening", Arc::new(Date32Array::from(vec![20_583; rows]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let table = Table::new([&trial], "id");
    let parts = [batch.slice(0, 1000), batch.slice(1000, rows - 1000)];
    let outcomes = table.arrow_batches(&parts, 0).remove(0);
    assert_eq!(outcomes.rows(), rows);
    assert!(outcomes.in_error > 1000 && outcomes.errors.len() == 20);
    for row in (0..rows).step_by(7) {
        let mut members = vec![r#""screening":"2026-05-10""#.to_owned()];
        match scores[row] {
            Some(score) if score.is_infinite() => members.push(r#""score":"inf""#.to_owned()),
            Some(score) if !score.is_nan() => members.push(format!("\"score\":{score}")),
            _ => {}
        }
        members.extend(grades[row].map(|grade| format!("\"grade\":{grade}")));
        members.push(format!(
            "\"exact\":{}.{:05}",
            exact[row] / 100_000,
            exact[row] % 100_000
        ));
        let born = ["2008-05-09", "2008-05-10", "2008-05-11"][usize::try_from(born[row] - 14_008).unwrap()];
        members.push(format!("\"birth_date\":\"{born}\""));
        let record = format!("{{{}}}", members.join(","));
        let words = outcomes.criteria.iter().map(|column| column[row].map(Word::word));
        let found = (outcomes.verdicts[row], words.collect());
        assert_eq!(found, alone(&trial, &trial.patient(&record)), "{record}");
        let name = ids[row].clone().unwrap_or_else(|| format!("record {}", row + 1));
        assert_eq!(outcomes.patients[row], name);
    }
}

#[test]
fn endpoints_stand_in_the_order_of_their_visits() {
    let path = root().join("trials/CHT101-SLE.elig");
    let text = std::fs::read_to_string(path).unwrap();
    let trial = trial(&text);
    let visit = |name: &str| format!("{{\"visit\":\"{name}\",\"pga\":1.0}}");
    let with = |visits: &[&str]| {
        let visits: Vec<String> = visits.iter().map(|name| visit(name)).collect();
        format!("{{\"visits\":[{}]}}", visits.join(","))
    };
    let records = [
        with(&["baseline", "month_6"]),
        with(&[]),
        with(&["baseline", "month_3"]),
        "{\"pga\":7}".to_owned(),
    ];
    let table = Table::new([&trial], "id");
    let outcomes = table.json(records.iter().map(String::as_str), 0).remove(0);
    // The same in two parts.
    let mut parts = table.json(records.iter().take(1).map(String::as_str), 0).remove(0);
    parts.append(table.json(records.iter().skip(1).map(String::as_str), 1).remove(0));
    let endpoints = trial.model().endpoints.len();
    for outcomes in [outcomes, parts] {
        let columns = outcomes.at_visits();
        assert_eq!(columns.len(), 2 * endpoints);
        for (at, (endpoint, visit, cells)) in columns.into_iter().enumerate() {
            assert_eq!(endpoint, at % endpoints);
            let (name, row) = if at < endpoints { ("month_3", 2) } else { ("month_6", 0) };
            assert_eq!(visit, name);
            let filled: Vec<usize> = (0..4)
                .filter(|row| cells.get(*row).is_some_and(Option::is_some))
                .collect();
            assert_eq!(filled, [row]);
        }
    }
}
