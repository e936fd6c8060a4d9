//! What is said of windows: by how much they are missed, what waiting would do, on how many days something held.

use super::case;

const MALIGNANCIES: &str = r#"trial T1 "A trial" {
  dates screening, enrollment
  assessed at screening
}
facts {
  malignancies : list of {
    type : text "Type?"
    diagnosed : date "Diagnosed?"
    disease_free : yes/no "Free of disease?"
    disease_free_since : date "Since when?"
  } "Other malignancies?"
  taken : period "When taken?"
}
exclusion {
  E1 "Malignancy active within 3 years" {
    any malignancies where any of {
      diagnosed within 3 years before enrollment
      not (disease_free and disease_free_since at least 3 years before enrollment)
    }
  }
  E2 "Taken for more than 2 weeks" {
    at least 15 day within 96 weeks before enrollment where { day in taken }
  }
}
"#;

fn told(malignancies: &str, id: &str) -> String {
    let record = format!(
        r#"{{"id": "p", "screening": "2026-05-20", "enrollment": "2026-06-01", "malignancies": {malignancies},
            "taken": {{"from": "2024-07-29", "to": "2025-08-12"}}}}"#
    );
    case(MALIGNANCIES, &record).reason(id)
}

#[test]
fn nothing_is_promised_of_a_day_on_which_it_still_fails() {
    let ill = r#"[{"type": "melanoma", "diagnosed": "2025-06-01", "disease_free": false}]"#;
    assert_eq!(
        told(ill, "E1"),
        "melanoma, 365 days before; 732 days too early, no (Free of disease)"
    );
    let perhaps = r#"[{"type": "melanoma", "diagnosed": "2025-06-01"}]"#;
    assert!(!told(perhaps, "E1").contains("passes with"), "{}", told(perhaps, "E1"));
    let free = r#"[{"type": "melanoma", "diagnosed": "2025-06-01", "disease_free": true, "disease_free_since": "2025-06-10"}]"#;
    assert!(
        !told(free, "E1").contains("passes with enrollment on 2028-06-02"),
        "{}",
        told(free, "E1")
    );
}

#[test]
fn of_several_only_the_last_promises() {
    let free = r#""disease_free": true, "disease_free_since": "2020-01-01""#;
    let two = format!(
        r#"[{{"type": "a", "diagnosed": "2025-06-01", {free}}}, {{"type": "b", "diagnosed": "2025-09-01", {free}}}]"#
    );
    insta::assert_snapshot!(told(&two, "E1"));
}

/// Three months back from 3 July begin on 3 April: a day less of waiting than the window is overstepped by.
#[test]
fn the_earliest_day_is_promised() {
    let trial = r#"
trial M "M" {
  dates screening
  assessed at screening
}
exclusion { E1 "Infarction within 3 months before screening" asks any infarctions within 3 months before screening }
"#;
    let record = r#"{"id": "p", "screening": "2026-06-01", "infarctions": [{"date": "2026-04-02"}]}"#;
    assert_eq!(
        case(trial, record).reason("E1"),
        "infarctions 1, 60 days before; 33 days too early; passes with screening on 2026-07-03 or later"
    );
}

/// Six months back from 18 November begin on 18 May: two days more of waiting than the window is overstepped by.
#[test]
fn a_day_is_promised_where_months_are_shorter_later() {
    let trial = r#"
trial M "M" {
  dates screening
  assessed at screening
}
exclusion { E1 "Infarction within 6 months before screening" asks any infarctions within 6 months before screening }
"#;
    let record = r#"{"id": "p", "screening": "2026-06-01", "infarctions": [{"date": "2026-05-19"}]}"#;
    assert_eq!(
        case(trial, record).reason("E1"),
        "infarctions 1, 13 days before; 170 days too early; passes with screening on 2026-11-20 or later"
    );
}

#[test]
fn days_are_counted() {
    assert_eq!(told("[]", "E2"), "380 of 673 days, 2024-07-29 to 2025-08-12; limit 14");
}
