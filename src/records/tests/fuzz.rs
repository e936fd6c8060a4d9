use proptest::prelude::*;

use super::*;

const RECORD: &str = r#"{"id": "onc-03", "birth_date": "1964-03-02", "sex": "female", "ALT": {"value": 130, "unit": "U/L", "high": 40, "date": "2026-05-09"},
 "hemoglobin": [{"value": "9.0 g/dL", "low": 12}, {"value": 90}], "hbv_dna": {"value": "<20", "unit": "[IU]/mL"}, "ecog": {"one_of": [1, 2]},
 "expected_survival": {"between": ["12 wk", "3 months"]}, "ana_titer": ">=1:320", "stay": {"from": "2026-03", "to": ">=2026-06-10"},
 "unsuitable": {"value": true, "by": "é\u00e9\n"}, "treatments": {"partial": [{"class": "targeted", "half_life": "110 h"}]},
 "bilag": [{"system": "renal", "grade": "A"}], "visits": [{"visit": "baseline", "date": "2026-06-10", "pga": 0.9}]}
"#;

const ROWS: &str =
    "id,ALT,ALT.unit,ecog,treatments\na,130,U/L,1,\"[{\"\"class\"\": \"\"targeted\"\"}]\"\nb,,\"x\ny\",,[]\n";

/// Decodes whatever comes, and looks up every place.
fn survives(name: &str, bytes: &[u8]) -> usize {
    let facts = facts();
    let decoder = Decoder::new(&facts);
    let mut count = 0;
    for raw in stream(name, bytes) {
        let record = decoder.decode(&raw, SourceId(0));
        assert_eq!(record.patient.facts.slots.len(), facts.len());
        assert!(!raw.is_broken() || !record.errors.is_empty());
        for found in record
            .errors
            .iter()
            .chain(record.warnings.iter().map(|warning| &warning.diagnostic))
        {
            for label in &found.labels {
                let (start, end) = (label.span.start as usize, label.span.end as usize);
                assert!(raw.source.text.get(start..end).is_some(), "{found:?}");
            }
        }
        count += 1;
    }
    count
}

const NAMES: [&str; 4] = ["p.json", "p.ndjson", "p.csv", "<stdin>"];

#[test]
fn cut_off_at_every_byte() {
    for text in [
        RECORD,
        ROWS,
        &RECORD.replace('\n', " "),
        &format!("[{RECORD}, {RECORD}]"),
    ] {
        for end in 0..text.len() {
            for name in NAMES {
                survives(name, &text.as_bytes()[..end]);
            }
        }
        if text != ROWS {
            let start = text.find("\"id\"").unwrap();
            let whole = decoded("p.json", text);
            assert!(
                whole.iter().all(|record| record.errors.is_empty()),
                "{:?}",
                whole[0].errors
            );
            for end in start..text.trim_end().len() {
                let found = decoded("p.json", &text.as_bytes()[..end]);
                assert!(found.iter().any(|record| !record.errors.is_empty()), "{end}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in NAMES {
            survives(name, &bytes);
        }
    }

    #[test]
    fn any_punctuation(text in "[\\[\\]{}\",:\\\\\n a1é]{0,120}") {
        for name in NAMES {
            survives(name, text.as_bytes());
        }
    }

    #[test]
    fn mutated_records(edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..6), rows in any::<bool>()) {
        let mut bytes = if rows { ROWS } else { RECORD }.as_bytes().to_vec();
        for (place, byte, way) in edits {
            let at = place.index(bytes.len());
            match way {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => bytes[at] = b"{}[]\",:0"[usize::from(byte) % 8],
            }
        }
        for name in NAMES {
            survives(name, &bytes);
        }
    }

    #[test]
    fn values_of_any_shape(name in prop::sample::select(facts().iter().map(|fact| fact.name.clone()).collect::<Vec<_>>()), value in json(), wrap in 0..4_u8) {
        let value = match wrap {
            0 => value,
            1 => format!("{{\"value\": {value}, \"unit\": \"mg/dL\"}}"),
            2 => format!("{{\"one_of\": [{value}, 1]}}"),
            _ => format!("[{{\"value\": 1, \"high\": {value}, \"date\": {value}}}]"),
        };
        survives("p.json", format!("{{\"{name}\": {value}, \"visits\": [{{\"visit\": \"a\", \"{name}\": {value}}}]}}").as_bytes());
    }

    #[test]
    fn a_good_record_after_a_bad_line(line in "[^\n\r]{0,60}") {
        let text = format!("{{\"id\":\"a\"}}\n{line}\n{{\"id\":\"last\"}}\n");
        let records = decoded("p.ndjson", text);
        let last = records.last().unwrap();
        prop_assert_eq!((last.id.as_str(), last.errors.len()), ("last", 0));
    }

    #[test]
    fn numbers_are_exact(whole in 0..1_000_000_u32, fraction in "[0-9]{1,30}") {
        let text = format!("{whole}.{fraction}");
        let record = one("weight", &text);
        let Slot::Value(known) = slot(&record, "weight") else { panic!() };
        prop_assert_eq!(known.value, crate::value::Value::Number(number(&text).into()));
    }
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,4})?(e[0-9]{1,2})?",
        "\"[<>=]{0,2} ?[0-9]{0,4}[-:.]?[0-9]{0,3} ?(mg/dL|U/L|h|%|wk|é|)\"",
        "\"[ -!#-\\[\\]-~é]{0,12}\"",
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop::sample::select(vec![
            "value", "unit", "one_of", "between", "partial", "from", "to", "date", "low", "high", "class", "system",
        ]);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec((key, inner), 0..4).prop_map(|members| format!(
                "{{{}}}",
                members
                    .iter()
                    .map(|(key, value)| format!("\"{key}\":{value}"))
                    .collect::<Vec<_>>()
                    .join(",")
            )),
        ]
    })
}
