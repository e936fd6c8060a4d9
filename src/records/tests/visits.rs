use super::*;

#[test]
fn only_the_person_is_carried_over() {
    let text = r#"{"id": "p", "birth_date": "1990-01-01", "screening": "2026-05-10", "pga": 2, "visits": [
        {"visit": "baseline", "date": "2026-06-10", "pga": 0.9},
        {"visit": "month_1", "date": "2026-07-15", "birth_date": "1991-01-01", "ALT": {"value": 5}},
        {"visit": 3}]}"#;
    let record = decoded("a.json", text).remove(0);
    assert_eq!(record.errors, []);
    let shown: Vec<String> = (record.patient.visits.iter())
        .map(|visit| {
            let given: Vec<String> = (facts().iter().zip(&visit.facts.slots))
                .filter(|(_, slot)| **slot != Slot::Absent)
                .map(|(fact, slot)| format!("{} {}", fact.name, describe(slot)))
                .collect();
            format!("{} {}: {}", visit.name, visit.date, given.join(", "))
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}
