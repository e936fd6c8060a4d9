//! Parts below an exception, and what comes of them.

use super::case;
use crate::report::style::Style;

const TRIAL: &str = r#"trial T1 "A trial" {
  dates screening
  assessed at screening
}
facts {
  lesions : list of {
    malignant : yes/no "Malignant?"
    of_skin : yes/no "Of the skin?"
    treated : yes/no "Treated?"
  } "Lesions?"
  smoker : yes/no "Smoker?"
  pregnant : yes/no "Pregnant?"
}
inclusion {
  I1 "Neither smoker nor pregnant" {
    none of {
      I1.1 "smoker" { smoker }
      I1.2 "pregnant" { pregnant }
    }
  }
  I2 "Treated, if neither smoker nor without lesions" {
    if none of {
      I2.1 "smoker" { smoker }
      I2.2 "no lesions" { no lesions }
    } then any lesions where treated
  }
}
exclusion {
  E1 "Malignancy, except of the skin, treated" {
    any lesions where malignant unless all of {
      E1.1 "of the skin" { of_skin }
      E1.2 "treated" { treated }
    }
  }
  E2 "No lesion that is" {
    no lesions where {
      E2.1 "treated" { treated }
    }
  }
}
"#;

fn outcomes(lesions: &str) -> Vec<String> {
    let record =
        format!(r#"{{"id": "p", "screening": "2026-06-01", "lesions": {lesions}, "smoker": false, "pregnant": true}}"#);
    let case = case(TRIAL, &record);
    let word = |result: &crate::eval::CriterionResult| match result.not_applicable {
        true => format!("{} not applicable", result.id),
        false => format!("{} {}", result.id, result.outcome.word()),
    };
    case.verdict.criteria.iter().map(word).collect()
}

#[test]
fn what_holds_there_speaks_for_the_patient() {
    let lesion = r#"[{"malignant": true, "of_skin": true, "treated": false}]"#;
    assert_eq!(
        outcomes(lesion),
        [
            "I1 fail",
            "I1.1 pass",
            "I1.2 fail",
            "I2 fail",
            "I2.1 fail",
            "I2.2 fail",
            "E1 fail",
            "E1.1 pass",
            "E1.2 fail",
            "E2 fail",
            "E2.1 fail"
        ]
    );
    let excepted = r#"[{"malignant": true, "of_skin": true, "treated": true}]"#;
    assert_eq!(outcomes(excepted)[6..9], ["E1 pass", "E1.1 pass", "E1.2 pass"]);
    assert_eq!(outcomes(excepted)[9..], ["E2 pass", "E2.1 pass"]);
    let none = outcomes("[]");
    assert_eq!(none[3..6], ["I2 not applicable", "I2.1 fail", "I2.2 pass"]);
    assert_eq!(none[6..9], ["E1 pass", "E1.1 not applicable", "E1.2 not applicable"]);
}

/// An exception that does not apply is no reason by itself: the rule's own is told.
#[test]
fn the_rule_has_the_reason() {
    let record = r#"{"id": "p", "screening": "2026-06-01", "smoker": false, "pregnant": false,
        "lesions": [{"malignant": true, "of_skin": false, "treated": false}]}"#;
    let sheet = case(TRIAL, record).sheet(Style {
        width: 100,
        ..Style::default()
    });
    insta::assert_snapshot!(sheet);
}
