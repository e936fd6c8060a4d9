//! `elig evaluate` with several trials.

use super::{Exit, Folder, elig};
use crate::report::text;

/// All trials beside the program, and two patients: each may enter one of them.
fn practice(options: &[&str]) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let trials = format!("{root}/trials");
    let patients = format!("{root}/trials/patients/practice.ndjson");
    let (exit, out, err) = elig(&[&["evaluate", &trials, "-p", &patients], options].concat(), "");
    assert_eq!(exit, Exit::Fine);
    // Each trial leaves most of such a record unread, which only `--verbose` tells.
    assert!(err.is_empty() || options.contains(&"--verbose"), "{err}");
    out
}

#[test]
fn few_patients_get_a_table_and_the_reasons() {
    insta::assert_snapshot!(practice(&["--width", "100"]));
}

#[test]
fn on_a_narrow_terminal_a_reason_stands_below() {
    let out = practice(&["--width", "60", "--patient", "squamous-lung"]);
    let expected = "
  ✗ NCT03147742  ineligible    Ruxolitinib for graft-versus…
      ✗ I2  Allogeneic stem cell transplant for a hematolog…
            no transplants recorded
      16 open besides
";
    assert!(out.contains(expected), "{out}");
    assert!(out.ends_with("\n--verbose: the sheet of each trial\n"), "{out}");
}

#[test]
fn everything_open_with_what_it_needs() {
    let out = practice(&["--width", "100", "--verbose"]);
    let told = |words: &str| assert!(out.contains(words), "no {words:?} in\n{out}");
    told("      ? I4    CRP above 50 (> 50 mg/L), below 150 …   CRP: not recorded\n");
    assert!(!out.contains("--verbose"), "{out}");
}

/// Of a trial that turns a patient away too: the criteria that fail, how many are open besides, and each of these.
#[test]
fn everything_open_where_a_criterion_fails() {
    let out = practice(&["--width", "100", "--verbose"]);
    let sections: Vec<&str> = out.split("\n  ✗ ").skip(1).collect();
    assert_eq!(sections.len(), 16, "{out}");
    for section in sections {
        // What follows the last of them is another trial's.
        let lines = section.lines().enumerate().map_while(|(at, line)| {
            let within = at == 0 || line.starts_with("      ");
            within.then_some(line)
        });
        let lines: Vec<&str> = lines.collect();
        let begin = |mark: &str| lines.iter().filter(|line| line.starts_with(mark)).count();
        let open = format!("      {} open besides", begin("      ? "));
        assert!(begin("      ✗ ") > 0 && lines.contains(&open.as_str()), "{section}");
    }
    let expected = "
  ✗ NCT02970669  ineligible    Sacubitril/valsartan in HFrEF: physical activity and sleep
      ✗ I3  NYHA class II or III; LVEF ≤40% within…  no (Does the subject have heart failure); LVEF
                                                     1, LVEF 58%, 18% over 40 %
      8 open besides
      ? I4  Candidate for sacubitril/valsartan as …  not recorded
      ? I5  Lives in a home of one's own or …        not recorded: Is home a traditional residence,
                                                     an apartment or an adult …; Can the subject
                                                     move about there freely and frequently; Is the
                                                     subject primarily responsible for scheduling
                                                     sleep …
      ? E1  Hypersensitive to study drugs or …       not recorded: Was there ever hypersensitivity
                                                     to a study drug or one of a…; Allergy to ACE
                                                     inhibitors, ARBs or NEP inhibitors; Is a
                                                     contraindication to the study drugs known or
                                                     suspected
      ? E2  Angioedema at any time, by a drug or …   Was there ever an angioedema: not recorded
      ? E3  Hypotension with symptoms, or systolic…  Systolic blood pressure: 134 mmHg on
                                                     2026-05-27, does not qualify; Symptomatic
                                                     hypotension: not recorded
      ? E4  Skin or upper extremities: an actigrap…  not recorded
      ? E5  Non-ambulatory, or in need of motorize…  not recorded: Does the subject walk; Which aid
                                                     to mobility is used
      ? E6  Activity impaired primarily by another…  What limits physical activity primarily: not
                                                     recorded
";
    assert!(out.contains(expected), "{out}");
    let short = practice(&["--width", "100"]);
    let (failing, open) = expected.split_once("      ? ").unwrap();
    let first = open.lines().next().unwrap();
    assert!(short.contains(failing) && !short.contains(first), "{short}");
}

#[test]
fn it_fits_the_terminal() {
    for width in ["40", "60", "80", "100", "160"] {
        for options in [&["--width", width][..], &["--width", width, "--ascii", "--verbose"]] {
            let out = practice(options);
            let most: usize = width.parse().unwrap();
            let wide: Vec<&str> = out.lines().filter(|line| text::width(line) > most).collect();
            assert_eq!(wide, Vec::<&str>::new());
            assert!(!options.contains(&"--ascii") || out.is_ascii(), "{out}");
        }
    }
}

/// Of more patients it is told what the criteria do to all of them.
#[test]
fn many_patients_get_marks_and_summaries() {
    let folder = Folder::new("trials");
    let trial = folder.path("trial.elig");
    let open = "trial T2 { dates screening \"Day?\"\n assessed at screening }\nfacts { ecog : grade 0..5 \"ECOG?\" }\n\
                inclusion { I1 \"Any grade\" { ecog in 0..5 } }\n";
    folder.put("other.elig", open);
    let other = folder.path("other.elig");
    let patients: String = (0..6)
        .map(|at| format!("{{\"id\": \"p{at}\", \"ecog\": {at}}}\n"))
        .collect();
    let (exit, out, _) = elig(&["evaluate", &trial, &other, "-p", "-", "--width", "100"], &patients);
    assert_eq!(exit, Exit::Fine);
    let expected = "           T1          T2
  p0       ✓ eligible  ✓ eligible
  p1       ✓ eligible  ✓ eligible
  p2       ✓ eligible  ✓ eligible
  p3       ✗ 1 fails   ✓ eligible
  p4       ✗ 1 fails   ✓ eligible
  p5       ✗ 1 fails   ✓ eligible

T1 · 6 patients: 3 eligible · 3 ineligible · 0 undetermined
                                                                         fails  fails alone  unknown
  I1  ECOG 0 to 2                                                            3            3        ·

T2 · 6 patients: 6 eligible · 0 ineligible · 0 undetermined

one sheet: elig evaluate TRIAL -p FILE --patient ID
";
    assert_eq!(out, expected);
}
