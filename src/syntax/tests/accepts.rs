//! What is read without a finding: every example of the language page, and what protocols write.

use super::good;

/// Conditions, one to a line, each read by itself.
const CONDITIONS: &str = r#"
ALT <= 3*ULN unless liver_infiltration then 5*ULN
ALT, AST <= 3*ULN unless liver_infiltration then 5*ULN
total_bilirubin <= 2*ULN unless gilbert_syndrome or liver_infiltration then 3*ULN
age >= 18 years
age at consent >= 18 years
ecog in 0..2
heart_failure and nyha >= III
any of (ALT, AST) > 2*ULN
if sex is female then contraception_agreed
any lesions where site is lymph_node and short_axis >= 15 mm
no vaccines within 4 weeks before screening where live_attenuated
any toxicities where now > 1 and now > baseline unless term in {alopecia, peripheral_neuropathy}
last_dose within shorter of (2 weeks, 5 * half_life) before blood_collection
treatment_end at least 4 weeks before screening
any day within 2 weeks before blood_collection where sum of dose * factor(drug) over (steroids where day in taken) > 10 mg/day
x < 5 or x >= 5
1.8 mg/dL <= 1.5*ULN
((140 - age[years]) * weight[kg] / (72 * creatinine[mg/dL]) * (1 unless sex is female then 0.85))[mL/min] >= 50 mL/min
x[mg/dL] > 3
ana_titer >= 1:80
(ANC where no csf_doses within 2 weeks before date of ANC) >= 1 10*9/L
upcr at baseline > 0.5
sum of (dose) > 3
x >= ULN of ALT and y < LLN of (creatinine)
any day within 2 weeks before blood_collection where day in taken
at least 2 hemoglobin at least 7 days apart where value >= 90 g/L
mean of latest 3 of qtc < 470 ms
"#;

#[test]
fn every_condition_of_the_language_page() {
    for line in CONDITIONS.lines().filter(|line| !line.is_empty()) {
        good(&format!("inclusion {{\n  I1 \"x\" {{\n    {line}\n  }}\n}}"));
        if !line.starts_with("ALT,") {
            good(&format!("define x = {line}"));
        }
    }
}

#[test]
fn what_protocols_write() {
    let lines = r#"
ALT <= 3.0×ULN
ALT <= 3 x ULN
ALT <= 3xULN
ALT <= 1.5 × ULN
ALT ≤ 3*ULN
platelets >= 2.0×10⁹/L
platelets >= 100 × 10^9/L
platelets >= 1 x 10^9/L
platelets >= 1 10*9/L
platelets >= 1×10^9/L and x
WBC >= 3.5 10*9/L unless x then 3 10*9/L
platelets >= 100000 /µL
rbc > 5 /mm³
rbc > 5 /hpf
hbv_dna < 20 [IU]/mL
gfr >= 30 mL/min/1.73m²
gfr >= 90 mL/min/1.73 m2
gfr >= 90 mL/min/{1.73_m2}
bp <= 140 mm[Hg]
dose <= 10 mg/day
dose <= 1 mg/kg/day
x >= 4 weeks
proteinuria < 0.5 g/24h
proteinuria < 0.5 g/24 h
SpO2 >= 92 %
temperature > 38.3 °C
weight >= 40 kg
age in 18..65 years
dose in 1..10 mg
age_at_onset not in 0..2
modality in {CT, MRI}
modality not in {CT, none, 3+, 0, III}
cd70_ihc >= 2+
cd70_ihc >= 2+ and x
cd70_ihc is 3+
cd70_ihc is not 3+ or x
hcv_rna is not not_detected
treatment is none
start > 2026-05-15
x within 4 weeks before 2026-05-15
x = y
x != y
x ≠ 3
x >=18
a + b - 2 * c / d ^ 2 <= -3
-a < b
x ^ -1.2 > 0
min(a, b) > 3
f(a, b)[mg] > 3 mg
(a, b) <= 3
(a) and (b)
not (a or b)
not x within 2 weeks before screening
not not a
a and (b or c)
(a and b) or c
a or b unless c
if a then b otherwise c
if a then b or c unless d
if a then { b } otherwise { c }
any lesions where { site is brain } and x
any lesions where any nodes where a unless b
all of { a } and none of { b }
at most 3 of (a, b, c, d)
exactly 1 of (a, b, c) is B
at least 2 of (a, b) is B
none of (HBsAg, HCV_Ab) is positive
no csf_doses within 2 weeks before date of ANC
all lesions where stable
any exposures from consent to infusion where x
x from start to stop
day from start to stop
x from consent to 1 year after infusion
date at least 4 weeks after RPR_date
last_dose more than shorter of (2 weeks, 75 hours) before screening
last_dose less than 3 months before screening
x before screening
x after infusion before screening
x before 2 weeks before blood_collection
x within 5 days around infusion
duration of taken > 6 months
start of taken + 6 months < stop
method of LVEF is echo
date of ANC after screening
I8.4 and not E8.hbv
sum of { seizure "Recent onset" : 8, psychosis "P" : 8 } >= 6
first of { drug is prednisone : 1, drug is dexamethasone : 20/3, otherwise : 0 } > 2
highest of { a : 1, b and c : 2 } = 2
highest of (a, b) * 2 > 3
count of { a, b, c } >= 2
count of (lesions where long_axis >= 10 mm) >= 2
sum of dose * factor(drug) over (steroids where day in taken) > 10 mg/day
2 * sum of dose over steroids / 3 > 1
mean of latest 3 of qtc > 3
earliest of (a, b) < latest of c
mean of (qtc within 2 weeks before screening) > 3
longer of (2 weeks, 5 * half_life) > 3 weeks
unsuitable
x unless { a }
x unless { a } then 3
(x unless a then 3 unless b then 4) > 5
x > 3 unless a then 4 unless b then 5 unless c
latest > 3 and first is yes and count < 3 and grade > 2 and date > 2026-01-01
"#;
    for line in lines.lines().filter(|line| !line.is_empty()) {
        if line == "x unless { a } then 3" {
            good("define x = (x unless { a } then 3) > 3");
            continue;
        }
        good(&format!("inclusion {{ I1 \"x\" {{ {line} }} }}"));
        good(&format!("exclusion {{\nE1 \"x\" {{\n{line} # c\n}}\n}}\n"));
    }
}

#[test]
fn facts() {
    good(
        r#"facts {
  ALT                : lab U/L     "Alanine aminotransferase"   loinc "1742-6"   plausible 1..10000
  creatinine         : lab umol/L  "Serum creatinine"  loinc "2160-0", "38483-4"  molar mass 113.12 g/mol
  LVEF               : lab %       "Left ventricular ejection fraction"  with { method : one of {echo, MUGA, MRI} "Method" }
  ecog               : grade 0..5  "ECOG performance status"
  cd70_ihc           : grade {0, 1+, 2+, 3+}  "CD70 expression by immunohistochemistry"
  nyha               : grade {I, II, III, IV}
  liver_infiltration : yes/no      "Tumour infiltration of the liver"
  expected_survival  : judgement number weeks  "Expected survival"
  unsuitable         : judgement "Unsuitable?"
  bare               : judgement
  lesions            : list of {
      site            : one of {extranodal, lymph_node}  "Site"
      short_axis      : number mm  "Short axis"
  }
  bilag              : list by system of { system : one of {
       renal,
       mucocutaneous  # two
     }, now : grade {A, B, C, D, E}, date : date }
  score              : number 0..105
  limit              : number 10..15 %
  dose               : number mg/d
  half_life          : number h
  count              : number
  AST                : lab U/L uln 40 U/L when absent
  HBsAg              : lab one of {negative, positive}
  platelets          : lab 10*9/L plausible 1..2000
  rbc                : lab /hpf
  INR                : lab 1
  hbv_dna            : lab [IU]/mL
  taken              : period
  birth_date         : date
  titer              : titre "ANA"
  agent              : text
  drug               : steroid "Which?"
  line               : number loinc "1"
  warm               : lab °C plausible 30..43 °C
}"#,
    );
}

#[test]
fn trial_of_the_language_page() {
    good(
        r#"trial NCT07181720 "CD70-targeted CAR-T for CD70-positive advanced solid tumors" {
  version  "2026-05-15"
  protocol "NCT07181720.txt"          # the verbatim text; the linter holds the quotes below against it
  dates    consent, screening, blood_collection, infusion "Day of the infusion?"
  assessed at screening
  readings within 28 days before screening
  reading "of the whole trial"
}
use labs

inclusion {
  I4 "At least one measurable lesion per RECIST 1.1 criteria, with measurable lesions defined as:" {
    any lesions where {
      any of {
        I4.1 "Extranodal lesions with a long axis ≥10mm on CT scan;"   { site is extranodal and long_axis >= 10 mm and modality is CT }
        I4.2 "Lymph node lesions with a short axis ≥15mm on CT scan;"  { site is lymph_node and short_axis >= 15 mm and modality is CT }
      }
      I4.3 "CT slice thickness ≤5mm;" { slice_thickness <= 5 mm }
    }
  }
  I8.4 "Hepatic: ALT and AST ≤3.0×ULN (may be relaxed to …" {
    ALT, AST        <= 3.0*ULN unless liver_infiltration then 5.0*ULN
    total_bilirubin <= 2.0*ULN unless gilbert_syndrome or liver_infiltration then 3.0*ULN
    reading "'may be relaxed' is a rule, not a discretion"
  }
}
exclusion {
  E2 "Active/symptomatic central nervous system (CNS) metastasis or meningeal metastasis: …" {
    any cns_metastases where active or symptomatic or site is meninges
      unless site is brain and treatment_end at least 4 weeks before screening and not progression
  }
}
"#,
    );
}

#[test]
fn criteria_and_readings() {
    good(
        r#"
exclusion {
  E2 "History of thrombotic thrombocytopenic purpura …" asks ttp_or_tma_ever
  E14 "…" judged unsuitable
  E15 "…" asks any strokes within 6 months before screening  E16 "…" asks surgery at least 4 weeks before screening
  E17 "…" asks at least 2 bleeds within 1 year before screening
  E8 {
    E8.hbv "HBV" { HBsAg is positive } E8.hcv "HCV" { HCV_Ab is positive }
  }
  I6.a "x" { a } I1a "y" { b }
  reading strict "why" in force {
    a
  }  reading broad "…" { b }
  damaged "the source text is"
  E9 """a "quoted"
  text""" {
    readings within 7 days before enrolment
    any of {
      a
      b
    } or c
    at least 2 of {
      a
      b
    }
    none of { a }
    if sex is female then {
      pregnant
    } otherwise {
      x
    }
    a and
      b # why

      # and a note
      or_c
    x
      unless y
    x <= (1 +
       2
    )
  }
}
endpoint SRI-4 "SRI" { sledai at baseline - sledai >= 4 }
endpoint CRR { x }
define egfr(age, sex) "CKD-EPI 2021" = 142 * min(scr / 0.7, 1) ^ -0.302 * 0.9938 ^ age[years] * (1 unless sex is female then 1.012)
define steroid = one of {prednisone, none}
define class = grade {I, II}
define phenotype = {
  a
  b
}
define factor(drug) = first of {
  drug is prednisone : 1
  drug is dexamethasone : 20/3
  otherwise : 0
}
define sledai = sum of {
  seizure "Recent onset, not metabolic …" : 8
  psychosis "…" : 8,
  fever "T > 38" : if a then 1 otherwise 2
}
example "Gilbert does not help ALT" { gilbert_syndrome: yes  ALT: 4.2*ULN  liver_infiltration: no } expect I8.4 fail
example "several" {
  ecog: 1  ALT: 30 U/L  cd70_ihc: 3+  AST: 5
  hbv_dna: "<20 [IU]/mL"
  last_dose: 13 days before blood_collection
  steroids: [{drug: prednisone, daily_dose: 5 mg/d, start: 2026-01-01}, {drug: none}]
  vaccines: partial [
    { date: 3 days before screening
      live_attenuated: no }
  ]
  lesions: []
  sex: female, outcome: none
} expect I8.4 fail, E2 pass,
   SRI-4 yes at month_1, undetermined
"#,
    );
}

#[test]
fn every_kind_of_blank() {
    good("\u{feff}inclusion\u{a0}{\r\n  I1 \"x\" {\r\n    ALT\u{2009}<=\u{3000}3\u{a0}U/L\r\n\tx > −3\r\n  }\r\n}\r\n");
}

#[test]
fn nothing_is_a_file() {
    good("");
    good("# only a comment");
    good("\n\n  \n");
}
