//! Two patients held against all trials beside the program: each may enter one of them, is turned away by some, and some
//! stay open. Every verdict is reasoned from the record and the criteria, not from what the program says.

use elig::eval::{Outcome, Overall};
use elig::model::{Fact, Kind, Trial};
use elig::report::facts::schema::schema;
use elig::report::verdict::rows;
use serde_json::Value;

use crate::support::{PRACTICE, TRIALS, root, shipped, verdict};

/// The trial, the verdict, and the criteria that fail.
type Expected = [(&'static str, Overall, &'static [&'static str]); 14];

/// 63 years, stage IV, one line of carboplatin and paclitaxel, a brain metastasis treated in March; COPD.
const SQUAMOUS_LUNG: Expected = [
    // Nothing is known of lupus, not even that there is none by its classification.
    ("CHT101-SLE", Overall::Undetermined, &[]),
    // I3 asks for a second line that failed; there was one line only.
    ("NCT07181720", Overall::Ineligible, &["I3"]),
    // No myelodysplastic syndrome.
    ("NCT01029262", Overall::Ineligible, &["I2"]),
    // Whether there is a leukaemia is not recorded.
    ("NCT01207388", Overall::Undetermined, &[]),
    // What is recorded is the antibody; HIV-1 is asked for by a question of its own, without an answer.
    ("NCT01380080", Overall::Undetermined, &[]),
    // The worked case of the trial: second line, metastasis back at baseline, 10 weeks before the 2 that are asked for.
    ("NCT01642004", Overall::Eligible, &[]),
    // 63 years, BMI 25.2: within the limits; the rest is unknown.
    ("NCT01841593", Overall::Undetermined, &[]),
    // No sleep apnoea (I2); chemotherapy in February, within 6 months before screening in May (E14).
    ("NCT02438137", Overall::Ineligible, &["I2", "E14"]),
    // The platinum was for advanced disease, and is over (I7).
    ("NCT02679963", Overall::Ineligible, &["I7"]),
    // No heart failure, and an ejection fraction of 58 %: both I3.
    ("NCT02970669", Overall::Ineligible, &["I3"]),
    // No transplant.
    ("NCT03147742", Overall::Ineligible, &["I2"]),
    // Which stage is entered decides which criteria apply.
    ("NCT03424005", Overall::Undetermined, &[]),
    // Squamous (I1), no mutation and never an EGFR inhibitor (I3), so none now (I4, I5), and no progression under it (I6).
    ("NCT03599518", Overall::Ineligible, &["I1", "I3", "I4", "I5", "I6"]),
    // COPD.
    ("NCT04452435", Overall::Ineligible, &["E3"]),
];

/// 58 years, NYHA II, LVEF 34 % in April after an infarction in 2023; no tumour, and no treatment of one.
const HEART_FAILURE: Expected = [
    // I6.k asks for 55 %.
    ("CHT101-SLE", Overall::Ineligible, &["I6.k"]),
    // Neither a line of treatment nor a lesion.
    ("NCT07181720", Overall::Ineligible, &["I3", "I4"]),
    ("NCT01029262", Overall::Ineligible, &["I2"]),
    ("NCT01207388", Overall::Undetermined, &[]),
    ("NCT01380080", Overall::Undetermined, &[]),
    ("NCT01642004", Overall::Ineligible, &["I3", "I4"]),
    ("NCT01841593", Overall::Undetermined, &[]),
    // Sleep apnoea she has; heart failure excludes (E3).
    ("NCT02438137", Overall::Ineligible, &["E3"]),
    // No lesion (I12); coronary disease, as read there even under control (E7). I7 passes: no chemotherapy at all.
    ("NCT02679963", Overall::Ineligible, &["I12", "E7"]),
    // 34 % within 6 months before consent, 112 and 108 mmHg on the two days that count, no aid, limited by the heart.
    ("NCT02970669", Overall::Eligible, &[]),
    ("NCT03147742", Overall::Ineligible, &["I2"]),
    ("NCT03424005", Overall::Undetermined, &[]),
    // Never an EGFR inhibitor (I4, I5, I6), no lesion (I7), NYHA II (E8). I3 stays open: no mutation was looked for.
    ("NCT03599518", Overall::Ineligible, &["I4", "I5", "I6", "I7", "E8"]),
    ("NCT04452435", Overall::Undetermined, &[]),
];

fn records() -> Vec<String> {
    let path = root().join("trials/patients/practice.ndjson");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// What a need asks for: a fact, or a field of a record of a list (`treatments[1].last_dose`).
fn fact_of<'a>(trial: &'a Trial, need: &str) -> Option<&'a Fact> {
    let named = |facts: &'a [Fact], name: &str| facts.iter().find(|fact| fact.name == name);
    let Some((list, field)) = need.split_once('[') else {
        return named(&trial.facts, need);
    };
    let (_, field) = field.split_once("].")?;
    match &named(&trial.facts, list)?.kind {
        Kind::List(list) => named(&list.fields, field),
        _ => None,
    }
}

/// What is said above of single criteria: what each comes to, and what would settle those that are open.
const NAMED: [(&str, &str, &str, Outcome, &[&str]); 19] = [
    (
        "squamous-lung",
        "CHT101-SLE",
        "I1",
        Outcome::Unknown,
        &["ana_titer", "ana_equivalent_positive", "eular_acr_2019", "…"],
    ),
    (
        "squamous-lung",
        "NCT01207388",
        "I1",
        Outcome::Unknown,
        &[
            "b_precursor_all",
            "hematologic_remission_complete",
            "intense_chemotherapy_blocks",
        ],
    ),
    (
        "squamous-lung",
        "NCT01380080",
        "I1",
        Outcome::Unknown,
        &["hiv_1_infection"],
    ),
    ("squamous-lung", "NCT01841593", "I2", Outcome::Pass, &[]),
    ("squamous-lung", "NCT01841593", "I3", Outcome::Pass, &[]),
    ("squamous-lung", "NCT01841593", "I4", Outcome::Pass, &[]),
    (
        "squamous-lung",
        "NCT01841593",
        "I1",
        Outcome::Unknown,
        &["willing_to_comply", "baseline"],
    ),
    ("squamous-lung", "NCT01841593", "E4", Outcome::Unknown, &["HIV_screen"]),
    (
        "squamous-lung",
        "NCT03424005",
        "I9",
        Outcome::Unknown,
        &["study_stage", "…"],
    ),
    (
        "squamous-lung",
        "NCT03424005",
        "I17",
        Outcome::Unknown,
        &["study_stage", "…"],
    ),
    (
        "squamous-lung",
        "NCT03424005",
        "E1",
        Outcome::Unknown,
        &["study_stage", "…"],
    ),
    (
        "squamous-lung",
        "NCT03599518",
        "I2",
        Outcome::Unknown,
        &["curable_locally"],
    ),
    (
        "heart-failure",
        "NCT01380080",
        "I1",
        Outcome::Unknown,
        &["hiv_1_infection"],
    ),
    ("heart-failure", "NCT01841593", "I1", Outcome::Unknown, &["baseline"]),
    ("heart-failure", "NCT02679963", "I7", Outcome::Pass, &[]),
    (
        "heart-failure",
        "NCT03424005",
        "I17",
        Outcome::Unknown,
        &["study_stage", "…"],
    ),
    (
        "heart-failure",
        "NCT03599518",
        "I3",
        Outcome::Unknown,
        &["EGFR_mutation"],
    ),
    // She has no lung disease that is recorded; whether another, and whether asthma flared up, nobody says.
    (
        "heart-failure",
        "NCT04452435",
        "E3",
        Outcome::Unknown,
        &["other_respiratory_disease", "asthma_flares", "covid_diagnosis"],
    ),
    (
        "heart-failure",
        "NCT04452435",
        "E5.2",
        Outcome::Unknown,
        &["pregnancy_test"],
    ),
];

#[test]
fn what_is_open_is_what_the_record_leaves_out() {
    for (patient, trial, id, outcome, needs) in NAMED {
        let path = TRIALS
            .iter()
            .chain(&PRACTICE)
            .find(|path| path.ends_with(trial))
            .unwrap();
        let record = records()
            .into_iter()
            .find(|record| record.contains(&format!("\"{patient}\"")));
        let verdict = verdict(&shipped(path), &record.unwrap());
        let result = verdict.criteria.iter().find(|result| result.id == id).unwrap();
        assert_eq!(result.outcome, outcome, "{patient} {trial} {id}");
        let found: Vec<&str> = result.needs.iter().map(|need| need.fact.as_str()).collect();
        match needs.split_last() {
            // Others besides.
            Some((&"…", first)) => assert!(
                found.starts_with(first) && found.len() > first.len(),
                "{patient} {trial} {id}: {found:?}"
            ),
            _ => assert_eq!(found, needs, "{patient} {trial} {id}"),
        }
    }
}

#[test]
fn each_may_enter_one_trial() {
    let records = records();
    let expected = [SQUAMOUS_LUNG, HEART_FAILURE];
    assert_eq!(records.len(), expected.len());
    let mut wrong = Vec::new();
    for path in TRIALS.iter().chain(&PRACTICE) {
        let trial = shipped(path);
        for (record, expected) in records.iter().zip(&expected) {
            let verdict = verdict(&trial, record);
            let failing = rows::deciders(&trial, &verdict, Outcome::Fail);
            let failing: Vec<&str> = failing.iter().map(|result| result.id.as_str()).collect();
            let (_, overall, criteria) = expected.iter().find(|(id, ..)| *id == trial.id).unwrap();
            if (verdict.overall, failing.as_slice()) != (*overall, criteria) {
                let got = verdict.overall.word();
                wrong.push(format!("{} {}: {got}, {failing:?}", verdict.patient, trial.id));
            }
            // Whatever is asked for is asked by its own question.
            for need in &verdict.needs {
                let fact = fact_of(&trial, &need.fact).unwrap_or_else(|| panic!("{}: {}", trial.id, need.fact));
                assert_eq!(need.question, fact.question, "{} {}", trial.id, need.fact);
                assert!(!need.criteria.is_empty(), "{} {}", trial.id, need.fact);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One record serves every trial: none finds a value of another kind in it.
#[test]
fn records_fit_every_schema() {
    for path in TRIALS.iter().chain(&PRACTICE) {
        let schema = schema(&shipped(path));
        let schema = jsonschema::validator_for(&schema).unwrap();
        for record in records() {
            let record: Value = serde_json::from_str(&record).unwrap();
            let errors: Vec<String> = schema.iter_errors(&record).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{path}");
        }
    }
}
