//! Which facts a rule reads in both directions.

use elig::model::monotone::{Reading, both_ways, readings};
use elig::model::{Fact, Trial};

use crate::support::{Beside, compile, lines, root};

const HEAD: &str = r#"trial T "T" {
  dates    screening, infusion
  assessed at screening
  readings within 28 days before screening
}
use labs
facts {
  smoker   : yes/no "Smoker?"
  diabetes : yes/no "Diabetes?"
  ecog     : grade 0..5 "ECOG?"
  stage    : one of {a, b, c, d} "Stage?"
  weight   : number kg "Weight?"
  height   : number kg "Height?"
  seen     : date "Seen?"
  doses : list of {
    drug    : one of {x, y, z} "Drug"
    stopped : yes/no "Stopped?"
    day     : date "Day"
  } "Doses?"
}
inclusion {
"#;

fn trial(rule: &str) -> Trial {
    let rule = rule.replace('\n', "\n    ");
    let text = format!("{HEAD}  I1 \"One\" {{\n    {rule}\n  }}\n}}\n");
    let (trial, out, sources) = compile("t.elig", &text, &Beside(root()));
    let found = lines(&out, &sources);
    let errors: Vec<&String> = found.iter().filter(|line| line.contains(" E0")).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    trial.unwrap()
}

fn names(rule: &str) -> String {
    let trial = trial(rule);
    let named = |fact: &Fact, field: Option<usize>| match (&fact.kind, field) {
        (elig::model::Kind::List(list), Some(field)) => format!("{}.{}", fact.name, list.fields[field].name),
        (_, Some(field)) => format!("{}.{}", fact.name, ["value", "low", "high", "date"][field]),
        (_, None) => fact.name.clone(),
    };
    let found = both_ways(&trial, &trial.criteria[0].rule);
    let names: Vec<String> = found
        .iter()
        .map(|(fact, field)| named(&trial.facts[fact.index()], *field))
        .collect();
    names.join(" ")
}

#[test]
fn a_fact_read_once_is_never_read_in_both_directions() {
    for rule in [
        "smoker",
        "not smoker",
        "weight = 5 kg",
        "stage in {a, c}",
        "seen within 6 months before screening",
    ] {
        assert_eq!(names(rule), "", "{rule}");
    }
}

#[test]
fn yes_and_no() {
    assert_eq!(names("smoker or not smoker"), "smoker");
    assert_eq!(names("(smoker and diabetes) or (smoker and weight > 5 kg)"), "");
    assert_eq!(names("not (smoker and diabetes) or not smoker"), "");
    assert_eq!(names("none of (smoker, diabetes) or diabetes"), "diabetes");
    assert_eq!(names("at most 1 of (smoker, diabetes)\nnot smoker"), "");
    assert_eq!(names("exactly 1 of (smoker, diabetes)\nsmoker"), "smoker");
}

#[test]
fn a_condition_of_an_exception_counts_in_both_directions() {
    assert_eq!(names("ALT <= 3*ULN unless smoker then 5*ULN"), "");
    // The readings of both labs are held against the day of screening, which is either end of their window.
    assert_eq!(names("ALT, AST <= 3*ULN unless smoker then 5*ULN"), "screening smoker");
    assert_eq!(names("if smoker then diabetes\nsmoker"), "smoker");
}

#[test]
fn numbers_and_dates() {
    assert_eq!(names("weight > 5 kg\nweight > 7 kg"), "");
    assert_eq!(names("weight > 5 kg\nweight < 7 kg"), "weight");
    assert_eq!(names("weight > 5 kg or not weight <= 7 kg"), "");
    assert_eq!(names("weight - height > 5 kg\nheight < 2 kg"), "");
    assert_eq!(names("weight - height > 5 kg\nheight > 2 kg"), "height");
    assert_eq!(
        names("seen at least 6 months before screening\nseen before infusion"),
        ""
    );
    assert_eq!(
        names("seen at least 6 months before screening or seen after infusion"),
        "seen"
    );
    // Screening is both ends of a window, and so is the day.
    assert_eq!(
        names("seen within 6 months before screening\nseen before screening"),
        "screening seen"
    );
}

#[test]
fn options() {
    assert_eq!(names("stage is a or stage in {a, b}"), "");
    assert_eq!(names("stage is a or stage is b"), "stage");
    assert_eq!(names("stage is a or not stage in {b, c}"), "");
    assert_eq!(names("ecog >= 2 or ecog >= 3"), "");
    assert_eq!(names("ecog >= 2\necog <= 3"), "ecog");
    assert_eq!(names("ecog in 0..1\necog <= 3"), "");
}

#[test]
fn records_and_readings() {
    assert_eq!(names("any doses where drug is x\nany doses where drug in {x, y}"), "");
    assert_eq!(
        names("any doses where drug is x\nno doses where drug is x"),
        "doses doses.drug"
    );
    assert_eq!(names("all doses where stopped\nany doses where stopped"), "doses");
    let trial = trial("ALT > 5 U/L\nALT > 7 U/L");
    let all = readings(&trial, &trial.criteria[0].rule);
    assert!(all.values().any(|reading| *reading == Reading::OneWay));
}
