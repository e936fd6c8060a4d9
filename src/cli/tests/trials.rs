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
    told("      ? I4    CRP > 50 and < 150 mg/L                 CRP: not recorded\n");
    assert!(!out.contains("--verbose"), "{out}");
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
