//! Slips of the pen in the shipped trials: each is found by the rule that names it and by no other, and what only
//! writes the same otherwise is not.

use std::collections::BTreeSet;

use crate::support::{Beside, compile, lines, root};

const ONCOLOGY: &str = "NCT07181720";
const LUPUS: &str = "CHT101-SLE";

/// The trial, what is replaced in it (once), by what, and the codes that this must give.
#[rustfmt::skip]
const SLIPS: &[(&str, &str, &str, &str)] = &[
    (ONCOLOGY, "expected_survival >= 12 weeks", "expected_survival >= 13 weeks", "W0201"),
    (ONCOLOGY, "expected_survival >= 12 weeks", "expected_survival >= 12 months", "W0202"),
    (ONCOLOGY, "expected_survival >= 12 weeks", "expected_survival > 12 weeks", "W0204"),
    (ONCOLOGY, "expected_survival >= 12 weeks", "expected_survival <= 12 weeks", "W0204"),
    (ONCOLOGY, "age at consent >= 18 years", "age at consent >= 16 years", "W0201"),
    (ONCOLOGY, "age at consent >= 18 years", "age at consent > 18 years", "W0204"),
    (ONCOLOGY, "long_axis >= 10 mm", "long_axis >= 1 mm", "W0201"),
    (ONCOLOGY, "long_axis >= 10 mm", "long_axis >= 10 cm", "W0202"),
    (ONCOLOGY, "short_axis >= 15 mm", "short_axis > 15 mm", "W0204"),
    (ONCOLOGY, "ecog in 0..2", "ecog in 0..3", "W0201"),
    (ONCOLOGY, "ecog in 0..2", "ecog in 0..1", "W0201"),
    (ONCOLOGY, "not severe_psychiatric_history", "severe_psychiatric_history", "W0207"),
    (ONCOLOGY, "WBC         > 2.0×10⁹/L", "WBC         > 3.0×10⁹/L", "W0201"),
    (ONCOLOGY, "platelets   > 50×10⁹/L", "platelets   > 0.5×10⁹/L", "W0201"),
    (ONCOLOGY, "platelets   > 50×10⁹/L", "platelets   >= 50×10⁹/L", "W0204"),
    (ONCOLOGY, "hemoglobin  > 90 g/L", "hemoglobin  > 90 g/dL", "W0202"),
    (ONCOLOGY, "hemoglobin  > 90 g/L", "hemoglobin  > 80 g/L", "W0201"),
    (ONCOLOGY, "hemoglobin  > 90 g/L", "hemoglobin  > 9 g/dL", ""),
    (ONCOLOGY, "LVEF_echo >= 50 %", "LVEF_echo >= 55 %", "W0201"),
    (ONCOLOGY, "LVEF_echo >= 50 %", "LVEF_echo > 50 %", "W0204"),
    (ONCOLOGY, "not ecg_significant_abnormality", "ecg_significant_abnormality", "W0207"),
    (ONCOLOGY, "creatinine <= 2.0*ULN", "creatinine <= 1.5*ULN", "W0203"),
    (ONCOLOGY, "creatinine <= 2.0*ULN", "creatinine < 2.0*ULN", "W0204"),
    (ONCOLOGY, "creatinine <= 2.0*ULN", "not (creatinine > 2.0*ULN)", ""),
    (ONCOLOGY, "<= 3.0*ULN unless liver_infiltration then 5.0*ULN", "<= 3.0*ULN", "W0205"),
    (ONCOLOGY, "<= 3.0*ULN unless liver_infiltration then 5.0*ULN", "<= 2.5*ULN unless liver_infiltration then 5.0*ULN", "W0203"),
    (ONCOLOGY, "<= 3.0*ULN unless liver_infiltration then 5.0*ULN", "<= 3.0*ULN unless liver_infiltration then 8.0*ULN", "W0203"),
    (ONCOLOGY, "<= 2.0*ULN unless gilbert_syndrome or liver_infiltration then 3.0*ULN", "<= 2.0*ULN", "W0205"),
    (ONCOLOGY, "total_bilirubin <= 2.0*ULN", "total_bilirubin >= 2.0*ULN", "W0204 W0414"),
    (ONCOLOGY, "SpO2 >= 92 %", "SpO2 >= 90 %", "W0201"),
    (ONCOLOGY, "not collection_contraindicated", "collection_contraindicated", "W0207"),
    (ONCOLOGY, "treatment_end at least 4 weeks before screening", "treatment_end at least 2 weeks before screening", "W0206"),
    (ONCOLOGY, "treatment_end at least 4 weeks before screening", "treatment_end at least 4 weeks before infusion", "W0206"),
    (ONCOLOGY, "treatment_end at least 4 weeks before screening\n      not progression_on_imaging", "treatment_end at least 4 weeks before screening\n      progression_on_imaging", "W0207"),
    (ONCOLOGY, "otherwise not last_dose at least (3 months", "otherwise not last_dose at least (6 months", "W0206"),
    (ONCOLOGY, "then 5 * half_life", "then 3 * half_life", "W0206"),
    (ONCOLOGY, "dosed_within_shorter(last_dose, 2 weeks,", "dosed_within_shorter(last_dose, 4 weeks,", "W0206"),
    (ONCOLOGY, "          not adrenal_replacement or active_autoimmune_disease\n", "", "W0205"),
    (ONCOLOGY, "}) > 10 mg/day", "}) > 20 mg/day", "W0201"),
    (ONCOLOGY, "}) > 10 mg/day", "}) >= 10 mg/day", "W0204"),
    (ONCOLOGY, "any day within 2 weeks before", "any day within 4 weeks before", "W0206"),
    (ONCOLOGY, "any vaccines within 4 weeks before screening", "any vaccines within 5 weeks before screening", "W0206"),
    (ONCOLOGY, "any vaccines within 4 weeks before screening", "any vaccines within 4 weeks after screening", "W0206"),
    (ONCOLOGY, "any vaccines within 4 weeks before screening", "any vaccines within 4 months before screening", "W0206"),
    (ONCOLOGY, "any vaccines within 4 weeks before screening", "any vaccines within 28 days before screening", ""),
    (ONCOLOGY, "not last_active more than 1 week before screening", "not last_active more than 2 weeks before screening", "W0206"),
    (ONCOLOGY, "any cardiac_events within 6 months before screening", "any cardiac_events within 3 months before screening", "W0206"),
    (ONCOLOGY, "any cardiac_events within 6 months before screening", "any cardiac_events within 6 months before infusion", "W0206"),
    (ONCOLOGY, "significant_ventricular_arrhythmia or unexplained_syncope", "significant_ventricular_arrhythmia and unexplained_syncope", "W0210"),
    (ONCOLOGY, " unless term in {alopecia, peripheral_neuropathy}", "", "W0205"),
    (ONCOLOGY, "grade in 3..4 and duration >= 30 days", "grade in 3..4 and duration >= 14 days", "W0201"),
    (ONCOLOGY, "grade in 3..4 and duration >= 30 days", "grade in 2..4 and duration >= 30 days", "W0201"),
    (ONCOLOGY, "(pregnant or breastfeeding)", "(pregnant and breastfeeding)", "W0210"),
    (ONCOLOGY, "cd70_ihc is 3+", "cd70_ihc is 2+", "W0201"),
    (ONCOLOGY, "E3.4 \"Received live attenuated vaccines within 4 weeks", "E3.4 \"Received live attenuated vaccines within 3 weeks", "W0102"),
    (LUPUS, "sledai_2k > 6\n", "sledai_2k >= 6\n", "W0204"),
    (LUPUS, "sledai_2k > 6\n", "sledai_2k > 4\n", "W0201"),
    (LUPUS, "at least 2 of bilag_grades is B", "at least 3 of bilag_grades is B", "W0208"),
    (LUPUS, ">= 1 mg/kg/day", ">= 2 mg/kg/day", "W0201"),
    (LUPUS, ">= 1 mg/kg/day", "> 1 mg/kg/day", "W0204"),
    (LUPUS, "in 18..65 years", "in 18..70 years", "W0201"),
    (LUPUS, "stop more than 6 months after start", "stop at least 6 months after start", "W0204"),
    (LUPUS, "stop more than 6 months after start", "stop more than 3 months after start", "W0206"),
    (LUPUS, "WBC >= 3×10⁹/L", "WBC > 3×10⁹/L", "W0204"),
    (LUPUS, "hemoglobin >= 60 g/L", "hemoglobin >= 60 g/dL", "W0202"),
    (LUPUS, "hemoglobin >= 60 g/L", "hemoglobin >= 80 g/L", "W0201"),
    (LUPUS, "no csf_doses within 2 weeks before date of ANC", "no csf_doses within 3 weeks before date of ANC", "W0206"),
    (LUPUS, "<= 1.5*ULN unless gilbert_syndrome then 3.0*ULN", "<= 1.5*ULN", "W0205"),
    (LUPUS, "<= 1.5*ULN unless gilbert_syndrome then 3.0*ULN", "<= 1.5*ULN unless gilbert_syndrome then 2.0*ULN", "W0203"),
    (LUPUS, "cockcroft_gault >= 60 mL/min", "cockcroft_gault >= 50 mL/min", "W0201"),
    (LUPUS, "INR <= 1.5*ULN\n", "INR <= 1.5\n", ""),
    (LUPUS, "PT <= 1.5*ULN", "PT <= 1.2*ULN", "W0203"),
    (LUPUS, "LVEF >= 55 %", "LVEF > 55 %", "W0204"),
    (LUPUS, "        negative_serum_test\n        not breastfeeding", "        negative_serum_test\n        breastfeeding", "W0207"),
    (LUPUS, "within 7 days before enrolment where specimen is serum and result is negative", "within 14 days before enrolment where specimen is serum and result is negative", "W0206"),
    (LUPUS, "disease_free_since more than 5 years before enrolment", "disease_free_since more than 3 years before enrolment", "W0206"),
    (LUPUS, "not last_participation more than 3 months before enrolment", "not last_participation more than 1 month before enrolment", "W0206"),
    (LUPUS, "date at least 4 weeks after RPR_date", "date at least 2 weeks after RPR_date", "W0206"),
    (LUPUS, "psychiatric_disorder or severe_cognitive_impairment", "psychiatric_disorder and severe_cognitive_impairment", "W0210"),
    (LUPUS, "(pregnant or planning_pregnancy)", "(pregnant and planning_pregnancy)", "W0210"),
    (LUPUS, "  E9 \"End-stage renal failure.\" asks end_stage_renal_failure\n", "", "W0103"),
    (LUPUS, "E7 \"Congenital immunoglobulin deficiency.\"", "E70 \"Congenital immunoglobulin deficiency.\"", "W0103 W0105"),
    (LUPUS, "  E6 \"Severe cardiac diseases.\" judged severe_cardiac_disease\n  E7 \"Congenital immunoglobulin deficiency.\" asks", "  E6 \"Congenital immunoglobulin deficiency.\" judged severe_cardiac_disease\n  E7 \"Severe cardiac diseases.\" asks", "W0109"),
    (LUPUS, "I6.c \"Hemoglobin ≥60 g/L;\" { hemoglobin", "I6.c \"Hemoglobin ≥80 g/L;\" { hemoglobin", "W0102"),
    (LUPUS, "sledai_2k <= 4\n", "sledai_2k <= 5\n", "W0201"),
    (LUPUS, "pga <= 1\n", "pga < 1\n", "W0204"),
    (LUPUS, "prednisone_taken <= 7.5 mg/day", "prednisone_taken <= 10 mg/day", "W0201"),
    // What follows from the rules.
    (ONCOLOGY, "    unsuitable\n", "    unsuitable or ecog <= 2\n", "W0401"),
    (ONCOLOGY, "E6.4 \"Severe non-ischemic cardiomyopathy;\" asks severe_nonischemic_cardiomyopathy", "E6.4 \"Severe non-ischemic cardiomyopathy;\" { LVEF_echo >= 45 % }", "W0401"),
    (ONCOLOGY, "<= 3.0*ULN unless liver_infiltration then 5.0*ULN", "<= 3.0*ULN unless liver_infiltration then 3.0*ULN", "W0205 W0405"),
    (ONCOLOGY, "not (disease_free and disease_free_since", "not (disease_free or disease_free_since", ""),
    (ONCOLOGY, "    active_autoimmune_disease\n    reading", "    active_autoimmune_disease or not active_autoimmune_disease\n    reading", "W0402"),
    (LUPUS, "E9 \"End-stage renal failure.\" asks end_stage_renal_failure", "E9 \"End-stage renal failure.\" { cockcroft_gault >= 15 mL/min }", "W0401"),
    (LUPUS, "psychiatric_disorder or severe_cognitive_impairment\n", "psychiatric_disorder or severe_cognitive_impairment or (psychiatric_disorder and severe_cognitive_impairment)\n", "W0210 W0409"),
    (LUPUS, "unless gilbert_syndrome then 3.0*ULN", "unless gilbert_syndrome then 0.3*ULN", "W0203 W0414"),
];

#[test]
fn a_slip_is_found_by_the_rule_that_names_it() {
    let mut wrong = Vec::new();
    for (id, from, to, expected) in SLIPS {
        let path = root().join("trials").join(format!("{id}.elig"));
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains(from), "{id}: {from}");
        // The worked cases tell of a slip in their own way.
        let rules = text.split("# Worked cases").next().unwrap().replacen(from, to, 1);
        let (_, out, sources) = compile(&format!("{id}.elig"), &rules, &Beside(root().join("trials")));
        let found: BTreeSet<&str> = out.iter().map(|finding| finding.code.id).collect();
        let expected: BTreeSet<&str> = expected.split_whitespace().collect();
        if found != expected {
            wrong.push(format!(
                "{id}: {to}\n  expected {expected:?}\n  {}",
                lines(&out, &sources).join("\n  ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        SLIPS.len(),
        wrong.join("\n")
    );
}

/// What the sentences below may read.
const HEAD: &str = r#"trial EX "An example" {
  dates consent, screening, randomization, infusion, first_dose
  assessed at screening
}
use demographics
use labs
use renal
use reproduction
facts {
  ecog            : grade 0..5       "ECOG performance status?"
  nyha            : grade {I, II, III, IV}  "NYHA class?"
  liver_metastases : yes/no          "Are there metastases in the liver?"
  cns_metastases_untreated : yes/no  "Untreated metastases of the central nervous system?"
  life_expectancy : number weeks     "Life expectancy, by the investigator's estimate?"
  LVEF            : number 0..100 %  "Left ventricular ejection fraction?"
  arterial_pressure : number mm[Hg]  "Mean arterial pressure?"
  bmi             : number kg/m2     "Body mass index?"
  CRP             : lab mg/L         "C-reactive protein?"
  CD4             : lab /µL          "CD4+ cell count?"
  hypersensitivity : yes/no          "Known hypersensitivity to the drug?"
  neuropathy      : grade 0..5       "Grade of neuropathy?"
  prior_lines     : number           "Prior lines of therapy?"
  treatments : list of {
    class     : one of {chemotherapy, radiotherapy, major_surgery, investigational} "Class"
    last_dose : date     "Last dose"
    half_life : number h "Half-life"
  } "Treatments"
  malignancies : list of {
    type : one of {basal_cell, cervix_in_situ, other} "Type"
    disease_free : number years "Years free of the disease"
  } "Other malignancies"
  systolic_bp     : number mm[Hg]    "Systolic pressure?"
  diastolic_bp    : number mm[Hg]    "Diastolic pressure?"
  qtcf            : number ms        "QTcF?"
  long_axis       : number mm        "Long axis?"
  short_axis      : number mm        "Short axis?"
  radiotherapy_end : date            "Last day of the whole brain radiotherapy?"
  elevated_enzymes : yes/no          "Are liver enzymes elevated?"
  due_to_liver    : yes/no           "Is that due to the liver?"
  gvhd            : yes/no           "Graft-versus-host disease?"
  unstable_angina : yes/no           "Unstable angina?"
  no_stroke       : yes/no           "Was there no stroke?"
  no_egg_donation : yes/no           "Does she agree not to donate eggs?"
  antivirals : list of { taken : period } "Antivirals"
  drugs_taken : list of {
    taken    : period "When"
    approval : one of {none, pi} "Who approved it?"
  } "Other drugs"
  participations : list of {
    design      : one of {interventional, observational} "Design"
    drug_status : one of {approved, unapproved} "Is the drug approved?"
  } "Other studies"
}
"#;

/// Sentences in the way of many protocols, each with a rule that says the same (quiet) or does not (the code).
#[rustfmt::skip]
const SENTENCES: &[(&str, &str, &str, &str)] = &[
    ("I", "ANC ≥ 1,500/mcL", "ANC >= 1.5×10⁹/L", ""),
    ("I", "ANC ≥ 1,500/mcL", "ANC >= 1.0×10⁹/L", "W0201"),
    ("I", "Absolute neutrophil count (ANC) ≥ 1.5 x 109/L and platelet count ≥100 x 109/L", "ANC >= 1.5×10⁹/L\nplatelets >= 100×10⁹/L", ""),
    ("I", "Absolute neutrophil count (ANC) ≥ 1.5 x 109/L and platelet count ≥100 x 109/L", "ANC >= 1.5×10⁹/L\nplatelets >= 1.5×10⁹/L", "W0201"),
    ("E", "Platelets < 50,000/uL", "platelets < 50×10⁹/L", ""),
    ("E", "Platelets < 50,000/uL", "platelets <= 50×10⁹/L", "W0204"),
    ("I", "Haemoglobin ≥ 10.0 g/dL", "hemoglobin >= 100 g/L", ""),
    ("I", "Haemoglobin ≥ 10.0 g/dL", "hemoglobin >= 10 g/L", "W0202"),
    ("I", "Total bilirubin ≤ 1.5 x institutional upper limit of normal (ULN)", "total_bilirubin <= 1.5*ULN", ""),
    ("I", "Total bilirubin ≤ 1.5 x institutional ULN", "not (total_bilirubin > 1.5*ULN)", ""),
    ("I", "Total bilirubin ≤ 1.5 x institutional ULN", "total_bilirubin <= 2*ULN", "W0203"),
    ("I", "AST (SGOT)/ALT (SGPT) ≤ 2.5 x ULN unless liver metastases are present in which case it must be ≤ 5x ULN", "AST, ALT <= 2.5*ULN unless liver_metastases then 5*ULN", ""),
    ("I", "AST (SGOT)/ALT (SGPT) ≤ 2.5 x ULN unless liver metastases are present in which case it must be ≤ 5x ULN", "AST, ALT <= 2.5*ULN", "W0205"),
    ("E", "Aspartate aminotransferase (AST) or alanine aminotransferase (ALT) > 3X upper limit of normal", "AST > 3*ULN or ALT > 3*ULN", ""),
    ("E", "AST or ALT greater than 3 times the upper limit of normal", "AST > 3*ULN or ALT > 3*ULN", ""),
    ("I", "Creatinine clearance >/= 51 mL/min by Cockcroft-Gault formula", "cockcroft_gault >= 51 mL/min", ""),
    ("I", "Creatinine clearance >/= 51 mL/min by Cockcroft-Gault formula", "cockcroft_gault > 51 mL/min", "W0204"),
    ("I", "Mean arterial pressure of 50 to 70 mmHg", "arterial_pressure in 50..70 mm[Hg]", ""),
    ("I", "Mean arterial pressure of 50 to 70 mmHg", "arterial_pressure in 50..80 mm[Hg]", "W0201"),
    ("I", "Body Mass Index (BMI) of 18 to 35 kg/m2, inclusive", "bmi in 18..35 kg/m2", ""),
    ("I", "Between 18 to 65 years, inclusive", "age in 18..65 years", ""),
    ("I", "Age > 18 and < 70 years", "age > 18 years\nage < 70 years", ""),
    ("I", "Age > 18 and < 70 years", "age in 18..70 years", "W0204"),
    ("I", "CRP > 50 and < 150 mg/l", "CRP > 50 mg/L\nCRP < 150 mg/L", ""),
    ("I", "Male or female, 12 years of age or older", "age >= 12 years", ""),
    ("I", "Men and women aged 18 years and over", "age >= 18 years", ""),
    ("I", "Life expectancy =/> 3 months, as judged by the treating physician", "life_expectancy >= 12 weeks", "W0201"),
    ("I", "Life expectancy of at least 12 weeks", "life_expectancy >= 84 days", ""),
    ("I", "Life expectancy of at least 12 weeks", "life_expectancy > 12 weeks", "W0204"),
    ("I", "Eastern Cooperative Oncology Group (ECOG) Performance Status (PS) ≤ 2", "ecog in 0..2", ""),
    ("I", "ECOG performance status 0 or 1", "ecog in 0..1", ""),
    ("I", "ECOG Performance Status of 0, 1, or 2", "ecog <= 2", ""),
    ("I", "ECOG Performance Status of 0-1", "ecog <= 2", "W0201"),
    ("E", "Current Grade ≥2 neuropathy", "neuropathy >= 2", ""),
    ("E", "Symptomatic peripheral neuropathy ≥ grade 2", "neuropathy >= 3", "W0201"),
    ("E", "LVEF < 45% by either echocardiogram (ECHO) or multigated acquisition (MUGA) scan", "LVEF < 45 %", ""),
    ("E", "LVEF < 45% by either echocardiogram (ECHO) or multigated acquisition (MUGA) scan", "LVEF < 50 %", "W0201"),
    ("I", "CD4+ cell count <50 cells/mm^3 obtained within 45 days prior to study entry", "(CD4 within 45 days before screening) < 50 /µL", ""),
    ("E", "Treatment with any investigational agent within 30 days of first dose of study treatment", "any treatments where class is investigational and last_dose within 30 days before first_dose", ""),
    ("E", "Treatment with any investigational agent within 30 days of first dose of study treatment", "any treatments where class is investigational and last_dose within 14 days before first_dose", "W0206"),
    ("E", "Systemic cancer chemotherapy within 2 weeks prior to randomization", "any treatments where class is chemotherapy and last_dose within 14 days before randomization", ""),
    ("E", "Systemic cancer chemotherapy within 2 weeks prior to randomization", "any treatments where class is chemotherapy and last_dose within 14 days before infusion", "W0206"),
    ("I", "No chemotherapy within 4 weeks prior to screening", "no treatments where class is chemotherapy and last_dose within 4 weeks before screening", ""),
    ("I", "At least 4 weeks since the last chemotherapy before screening", "all treatments where last_dose at least 4 weeks before screening", ""),
    ("E", "Radiotherapy within 4 weeks, or palliative radiotherapy within 2 weeks of the first dose", "any treatments where class is radiotherapy and last_dose within 4 weeks before first_dose", ""),
    ("E", "Prior history of cancer, other than basal cell carcinoma, unless free of the disease for ≥ 5 years", "any malignancies unless type is basal_cell or disease_free >= 5 years", ""),
    ("E", "Prior history of cancer, other than basal cell carcinoma, unless free of the disease for ≥ 5 years", "any malignancies unless type is basal_cell or disease_free >= 3 years", "W0201"),
    ("E", "Subjects with untreated central nervous system (CNS) metastases", "cns_metastases_untreated", ""),
    ("I", "No known hypersensitivity to the drug", "not hypersensitivity", ""),
    ("I", "No known hypersensitivity to the drug", "hypersensitivity", "W0207"),
    ("I", "Must not be pregnant or breastfeeding", "not pregnant\nnot breastfeeding", ""),
    ("I", "Non-pregnant, non-lactating females", "not pregnant\nnot breastfeeding", ""),
    ("I", "No more than 2 prior lines of therapy", "prior_lines <= 2", ""),
    ("I", "Not more than two prior lines of therapy", "prior_lines <= 2", ""),
    ("I", "At least two prior lines of therapy", "prior_lines >= 2", ""),
    ("E", "Congestive heart failure [New York Heart Association (NYHA) Classes III-IV]", "nyha >= III", ""),
    ("E", "Renal insufficiency: creatinine clearance (CrCl)<40 mL/min by Cockcroft-Gault method)", "cockcroft_gault < 40 mL/min", ""),
    ("E", "Other drugs within two weeks, unless approved", "any drugs_taken where taken within 2 weeks before first_dose unless approval is pi", ""),
    ("E", "Other drugs within two weeks, unless approved", "any drugs_taken where taken within 2 weeks before first_dose", "W0205"),
    ("E", "Another study, other than an observational study", "any participations where design is interventional", ""),
    ("E", "Another study, other than an observational study", "any participations", "W0205"),
    ("E", "A drug study, excluding those of approved drugs", "any participations where drug_status is unapproved", ""),
    ("E", "Cancer, excluding basal cell carcinoma and carcinoma in situ of the cervix", "any malignancies where type is other", ""),
    ("E", "Blood pressure >140/90 mmHg or <90/60 mmHg", "systolic_bp > 140 mm[Hg] or diastolic_bp > 90 mm[Hg] or systolic_bp < 90 mm[Hg] or diastolic_bp < 60 mm[Hg]", ""),
    ("E", "Blood pressure >140/90 mmHg or <90/60 mmHg", "systolic_bp > 140 mm[Hg] or diastolic_bp < 90 mm[Hg] or systolic_bp < 90 mm[Hg] or diastolic_bp < 60 mm[Hg]", "W0204 W0409"),
    ("E", "Blood pressure ≥ 160/100 mm Hg", "systolic_bp >= 160 mm[Hg] or diastolic_bp >= 110 mm[Hg]", "W0201"),
    ("E", "Antivirals for >14 days within 96 weeks", "at least 15 day within 96 weeks before screening where { any antivirals where day in taken }", ""),
    ("E", "Antivirals for >14 days within 96 weeks", "at least 15 day within 48 weeks before screening where { any antivirals where day in taken }", "W0206"),
    ("E", "Antivirals for >14 days", "at least 15 day within 96 weeks before screening where { any antivirals where day in taken }", ""),
    ("E", "Antivirals within 96 weeks", "at least 15 day within 96 weeks before screening where { any antivirals where day in taken }", ""),
    ("I", "At least 2 weeks after whole brain radiotherapy", "radiotherapy_end at least 2 weeks before screening", ""),
    ("I", "At least 2 weeks after whole brain radiotherapy", "radiotherapy_end at least 1 week before screening", "W0206"),
    ("I", "Lesions ≥ 10 mm long, in nodes ≥ 15 mm across", "long_axis >= 10 mm or short_axis >= 15 mm", ""),
    ("I", "Lesions ≥ 10 mm long, in nodes ≥ 15 mm across", "long_axis >= 10 mm or short_axis >= 20 mm", "W0201"),
    ("I", "ANC ≥ 1.5 x 109/L and platelet count ≥100 x 109/L", "ANC >= 100×10⁹/L\nplatelets >= 1.5×10⁹/L", "W0201"),
    ("E", "QTcF > 470 ms in women, > 450 ms in men", "qtcf > 470 ms unless sex is male then 450 ms", ""),
    ("E", "QTcF > 470 ms, except in men", "qtcf > 470 ms unless sex is male then 450 ms", "W0414"),
    ("E", "Liver enzymes elevated, due to the liver, unless gvhd", "elevated_enzymes\ndue_to_liver unless gvhd", "W0414"),
    ("E", "Liver enzymes elevated, due to the liver, unless gvhd", "elevated_enzymes unless gvhd\ndue_to_liver", "W0414"),
    ("E", "Liver enzymes elevated, due to the liver, unless gvhd", "all of {\nelevated_enzymes\ndue_to_liver\n} unless gvhd", ""),
    ("E", "Liver enzymes elevated, due to the liver, unless gvhd", "any of {\nelevated_enzymes\ndue_to_liver unless gvhd\n}", ""),
    ("E", "Liver enzymes elevated, unless gvhd", "elevated_enzymes unless gvhd", ""),
    ("I", "Liver enzymes normal, unless gvhd", "not elevated_enzymes unless gvhd\nnot due_to_liver", ""),
    ("I", "Negative serum pregnancy test within 14 days of study treatment, RECIST v1.1, CTCAE 5.0, anti-PD-1, section 8.2.3", "not pregnant", ""),
];

#[test]
fn sentences_of_many_hands_are_read_with_certainty_or_not_at_all() {
    let mut wrong = Vec::new();
    for (section, sentence, rule, expected) in SENTENCES {
        let section_word = if *section == "I" { "inclusion" } else { "exclusion" };
        let text = format!("{HEAD}{section_word} {{\n  {section}1 \"{sentence}\" {{\n{rule}\n}}\n}}\n");
        let (_, out, sources) = compile("sentence.elig", &text, &Beside(root().join("trials")));
        let found: BTreeSet<&str> = out
            .iter()
            .map(|finding| finding.code.id)
            .filter(|code| !["W06", "W07", "W08"].iter().any(|family| code.starts_with(family)))
            .collect();
        let expected: BTreeSet<&str> = expected.split_whitespace().collect();
        if found != expected {
            wrong.push(format!(
                "{sentence}\n  {rule}\n  expected {expected:?}\n  {}",
                lines(&out, &sources).join("\n  ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        SENTENCES.len(),
        wrong.join("\n")
    );
}

/// What is no fault, and what beside it is one: a sentence, a rule, whether the code is told.
#[rustfmt::skip]
const TOLD: &[(&str, &str, &str, bool)] = &[
    ("Unstable angina", "unstable_angina", "W0801", false),
    ("Unstable blood pressure", "gvhd", "W0801", true),
    ("Unstable angina or unstable epilepsy", "unstable_angina", "W0801", true),
    ("No donation of eggs", "not no_egg_donation", "W0708", false),
    ("Stroke", "not no_stroke", "W0708", true),
    // The unknown name is told, and what follows from it is not.
    ("Radiotherapy, or no drug", "any treatments where class is radiotherapy and any of {\nnobody_knows\nnobody_knows\n}", "E0405", false),
    ("Radiotherapy, or no drug", "any treatments where class is radiotherapy and gvhd", "E0405", true),
];

#[test]
fn what_only_looks_like_a_fault_is_not_told() {
    for (sentence, rule, code, expected) in TOLD {
        let text = format!("{HEAD}exclusion {{\n  E1 \"{sentence}\" {{\n{rule}\n}}\n}}\n");
        let (_, out, sources) = compile("sentence.elig", &text, &Beside(root().join("trials")));
        let told = out.iter().any(|finding| finding.code.id == *code);
        assert_eq!(
            told,
            *expected,
            "{sentence}: {code}\n{}",
            lines(&out, &sources).join("\n")
        );
    }
}
