//! `elig stats`

use serde_json::{Value, json};

use super::{Exit, Folder, elig};

const RULES: &str = r#"trial T1 {
  dates screening "Day?"
  assessed at screening
  reading "What is not recorded is asked."
}
use labs
facts {
  gout : yes/no "Gout?"
  fit : judgement "Fit enough, in the investigator's opinion?"
}
inclusion {
  I1 "Platelets ≥100×10⁹/L, or well" { platelets >= 100×10⁹/L }
  I2 "Any of:" {
    any of {
      I2.1 "ALT below 2 ULN, 3 ULN with gout" { ALT <= 2*ULN unless gout then 3*ULN }
      I2.2 "Fit and no gout" { fit and not gout }
    }
  }
}
exclusion {
  E1 "Unsuitable in the opinion of the investigator" judged unsuitable
  E2 "Bleeding in the last month" {
    bled
    damaged "A day is lost."
    reading "'Recent' is a month."
  }
  E3 "Gives no consent" asks refuses
}
define bled = gout
example "One" { gout: yes } expect E2 fail
"#;

const PROTOCOL: &str = "Inclusion criteria\n1. Platelets of at least 100×10⁹/L.\n2. Any of:\n   - ALT below 2 ULN\n   - Fit and \
                        no gout\n3. Adults\n\nExclusion criteria\n1. Unsuitable\n2. Bleeding\n3. Gives no consent\n";

fn figures(args: &[&str]) -> Value {
    let (exit, out, err) = elig(&[&["stats"], args, &["--format", "json"]].concat(), "");
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_trial_in_figures() {
    let folder = Folder::new("stats");
    folder.put("rules.elig", RULES);
    folder.put("T1.txt", PROTOCOL);
    let rules = folder.path("rules.elig");
    let shown = figures(&[&rules]);
    let one = &shown["trials"][0];
    assert_eq!(
        one["criteria"],
        json!({
            "all": 7, "parts": 2, "computed": 4, "judged": 1, "mixed": 2, "left_to_a_person": 3, "not_left": [],
            "damaged": 1, "readings": 2
        })
    );
    assert_eq!(
        one["facts"],
        json!({
            "all": 7, "shipped": 2, "beside": 0, "dates": 1, "declared": 2, "asked": 1, "judged": 1, "judgements": 2
        })
    );
    assert_eq!(
        one["constructs"],
        json!({
            "comparison": 2, "and": 1, "not": 1, "any of": 1, "unless … then": 1, "ULN, LLN": 2, "asks": 1, "judged": 1,
            "define": 1, "example": 1
        })
    );
    assert_eq!((&one["trial"], one.get("protocol")), (&json!("T1"), None));
    assert_eq!(shown["total"]["criteria"], one["criteria"]);
    // Bullets below an item whose criterion has parts want theirs; I3 has none.
    for given in [folder.path("T1.txt"), folder.0.display().to_string()] {
        let shown = figures(&[&rules, "--protocol", &given]);
        assert_eq!(shown["trials"][0]["protocol"], json!({"items": 8, "with_criterion": 7}));
    }
}

/// A criterion that asks a person, though no words say so, is named wherever it is counted.
#[test]
fn whose_words_leave_nothing_to_a_person_is_named() {
    let folder = Folder::new("stats-not-left");
    let trial = |id: &str, words: &str| {
        format!(
            "trial {id} {{\n  dates screening\n  assessed at screening\n}}\nfacts {{\n  calm : judgement \"Calm?\"\n}}\ninclusion \
             {{\n  I1 \"Calm\" {{ calm }}\n  I2 \"{words}\" judged unsuitable\n  I3 \"Adults\" asks adult\n}}\n"
        )
    };
    folder.put(
        "one.elig",
        &trial("T1", "Unsuitable in the opinion of the investigator"),
    );
    folder.put("two.elig", &trial("T2", "Obese"));
    let (one, two) = (folder.path("one.elig"), folder.path("two.elig"));
    let not_left = |of: &Value| {
        (
            of["criteria"]["left_to_a_person"].clone(),
            of["criteria"]["not_left"].clone(),
        )
    };
    let shown = figures(&[&one, &two]);
    assert_eq!(not_left(&shown["trials"][0]), (json!(1), json!(["I1"])));
    assert_eq!(not_left(&shown["trials"][1]), (json!(0), json!(["I1", "I2"])));
    assert_eq!(
        not_left(&shown["total"]),
        (json!(1), json!(["T1 I1", "T2 I1", "T2 I2"]))
    );
    let written = |args: &[&str]| {
        let (exit, out, err) = elig(&[&["stats"], args].concat(), "");
        assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
        out
    };
    let told = |args: &[&str], words: &str| {
        let out = written(args);
        assert_eq!(out.matches(words).count(), 1, "no {words:?} in\n{out}");
    };
    told(&[&one], "\n  not left  I1\n\n");
    told(&[&one, &two], "\n  not left  T1 I1, T2 I1, T2 I2\n\n");
    let markdown = ["--format", "markdown"];
    told(
        &[&[one.as_str()], markdown.as_slice()].concat(),
        " – | – |\n\nNot left to a person by their words: I1.\n\n| trial | facts |",
    );
    told(
        &[&[one.as_str(), two.as_str()], markdown.as_slice()].concat(),
        "| total | 6 | 0 | 2 | 4 | 0 | 1 | 0 | 0 | – | – |\n\nNot left to a person by their words: T1 I1, T2 I1, T2 I2.\n\n",
    );
    // Where there is none, nothing is said of it.
    folder.put("rules.elig", RULES);
    for format in ["human", "markdown"] {
        let out = written(&[&folder.path("rules.elig"), "--format", format]);
        assert!(!out.to_lowercase().contains("not left"), "{out}");
    }
}

#[test]
fn what_is_quoted_of_a_protocol() {
    let folder = Folder::new("stats-quoted");
    let header = "trial T1 {\n  protocol \"p.txt\"\n  dates screening\n  assessed at screening\n}\n";
    folder.put(
        "rules.elig",
        &format!("{header}inclusion {{\n  I1 \"Adults\" asks adult\n  I2 \"Consent given\" asks consent\n}}\n"),
    );
    folder.put("p.txt", "Inclusion criteria\n1. Adults\n2. Consent given in writing\n");
    let shown = figures(&[&folder.path("rules.elig")]);
    let bound = &shown["trials"][0]["protocol"];
    assert_eq!(
        *bound,
        json!({"items": 2, "with_criterion": 2, "signs": 27, "signs_quoted": 18})
    );
    let (_, out, _) = elig(&["stats", &folder.path("rules.elig")], "");
    assert!(out.contains("2/2    66 %"), "{out}");
}

#[test]
fn several_trials_and_what_is_none() {
    let folder = Folder::new("stats-several");
    folder.put("rules.elig", RULES);
    folder.put("module.elig", "facts { old : yes/no \"Old?\" }\n");
    let root = folder.0.display().to_string();
    let shown = figures(&[&root]);
    assert_eq!(shown["trials"].as_array().unwrap().len(), 2);
    assert_eq!(shown["total"]["criteria"]["all"], 8);
    let of = |name: &str| {
        let constructs = shown["constructs"].as_array().unwrap();
        constructs
            .iter()
            .find(|used| used["construct"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(of("in"), json!({"construct": "in", "trials": 1, "uses": 1}));
    assert_eq!(of("window"), json!({"construct": "window", "trials": 0, "uses": 0}));
    let (exit, out, _) = elig(&["stats", &root, "--format", "markdown"], "");
    assert_eq!(exit, Exit::Fine);
    assert!(
        out.starts_with("| trial | criteria | parts |") && out.contains("\n| total | 8 | 2 |"),
        "{out}"
    );
    // One that has mistakes: the others are counted all the same.
    folder.put("broken.elig", &RULES.replace("gout then", "gut then"));
    let (exit, out, err) = elig(&["stats", &root], "");
    assert_eq!(exit, Exit::Unusable);
    assert!(
        out.contains("total") && err.ends_with("elig: 1 trial could not be used\n"),
        "{err}"
    );
    let (exit, _, err) = elig(&["stats", &folder.path("module.elig")], "");
    assert_eq!(
        (exit, err.as_str()),
        (Exit::Unusable, "elig: there is no trial in these files\n")
    );
    let given = folder.path("trial.elig");
    let (exit, _, err) = elig(&["stats", &root, "--protocol", &given], "");
    assert!(
        exit == Exit::Unusable && err.starts_with("elig: --protocol names one text"),
        "{err}"
    );
    // A folder without the text: the trial is counted without it.
    let (exit, out, err) = elig(&["stats", &folder.path("rules.elig"), "--protocol", &root], "");
    assert!(
        exit == Exit::Fine && out.contains("T1") && err.contains("T1.txt` cannot be read"),
        "{err}"
    );
}

#[test]
fn the_shipped_trials_in_figures() {
    let trials = ["trials/NCT07181720.elig", "trials/CHT101-SLE.elig"];
    let (exit, out, err) = elig(&[&["stats", "--width", "100"], trials.as_slice()].concat(), "");
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/stats");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("shipped", out));
}
