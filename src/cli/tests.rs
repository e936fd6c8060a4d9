//! Whole runs on captured streams.

mod lint;
mod many;
mod stats;
mod trials;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser;

use super::args::Args;
use super::{Exit, Streams, run};

const TRIAL: &str = "trial T1 {\n  dates screening \"Day?\"\n  assessed at screening\n}\nfacts {\n  # Nothing else.\n  \
                     ecog : grade 0..5 \"ECOG?\"\n}\ninclusion {\n  I1 \"ECOG 0 to 2\" { ecog in 0..2 \
                     }\n}\n";
const PATIENTS: &str = "{\"id\": \"a\", \"ecog\": 1, \"screening\": \"2026-06-01\"}\n{\"id\": \"b\", \"ecog\": \
                        9}\n{\"id\": \"c\"}\n";

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("elig-cli-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        folder.put("trial.elig", TRIAL);
        folder.put("patients.ndjson", PATIENTS);
        folder
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn elig(args: &[&str], input: &str) -> (Exit, String, String) {
    let args = Args::parse_from(["elig"].iter().chain(args));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let input: Box<dyn io::Read + Send> = Box::new(io::Cursor::new(input.to_owned().into_bytes()));
    let mut streams = Streams {
        input: Some(input),
        out: &mut out,
        err: &mut err,
    };
    let exit = run(args, &mut streams);
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn one_patient_gets_a_sheet() {
    let folder = Folder::new("sheet");
    let (trial, patients) = (folder.path("trial.elig"), folder.path("patients.ndjson"));
    let (exit, out, err) = elig(&["evaluate", &trial, "--patients", &patients, "--patient", "a"], "");
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    assert!(out.contains("ELIGIBLE   nothing stands in the way"), "{out}");
    let (exit, _, err) = elig(&["evaluate", &trial, "--patients", &patients, "--patient", "aa"], "");
    assert_eq!(exit, Exit::Unusable);
    assert_eq!(err, "elig: no record has the id \"aa\"\n  help: did you mean a?\n");
}

#[test]
fn records_in_error_are_told_and_the_others_go_on() {
    let folder = Folder::new("errors");
    let (trial, patients) = (folder.path("trial.elig"), folder.path("patients.ndjson"));
    let (exit, out, err) = elig(&["evaluate", &trial, "--patients", &patients], "");
    assert_eq!(exit, Exit::Found);
    let words: Vec<&str> = out
        .lines()
        .take(3)
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(words, ["eligible", "error", "undetermined"]);
    assert!(err.contains("patients.ndjson:2:"), "{err}");
    assert!(err.contains("patient b is not evaluated"), "{err}");
    assert!(err.ends_with("elig: 1 of 3 records could not be read\n"), "{err}");
}

#[test]
fn programs_get_json_and_csv() {
    let folder = Folder::new("formats");
    let trial = folder.path("trial.elig");
    let (exit, out, _) = elig(&["evaluate", &trial, "--patients", "-", "--format", "json"], PATIENTS);
    let verdicts: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(exit, Exit::Found);
    assert_eq!(verdicts[1]["verdict"], "error");
    assert_eq!(verdicts[1]["errors"][0]["line"], 2);
    assert_eq!(verdicts[2]["needs"][0]["fact"], "ecog");
    let (_, out, _) = elig(&["evaluate", &trial, "--patients", "-", "--format", "ndjson"], PATIENTS);
    assert_eq!(out.lines().count(), 3);
    let (_, out, _) = elig(&["evaluate", &trial, "--patients", "-", "--format", "csv"], PATIENTS);
    assert_eq!(
        out,
        "patient,trial,verdict,I1\na,T1,eligible,pass\nb,T1,error,\nc,T1,undetermined,unknown\n"
    );
    let (exit, out, err) = elig(&["evaluate", &trial, "--patients", "-", "--format", "json"], "");
    assert_eq!(
        (exit, out.as_str(), err.as_str()),
        (Exit::Fine, "[]\n", "elig: there are no records in the input\n")
    );
}

#[test]
fn a_trial_with_errors_is_not_evaluated() {
    let folder = Folder::new("broken");
    folder.put("broken.elig", &TRIAL.replace("ecog in", "ecg in"));
    let (trial, patients) = (folder.path("broken.elig"), folder.path("patients.ndjson"));
    let (exit, out, err) = elig(&["evaluate", &trial, "--patients", &patients], "");
    assert_eq!((exit, out.as_str()), (Exit::Unusable, ""));
    assert!(err.contains("broken.elig:10:"), "{err}");
    assert!(err.contains("has 1 error and is not evaluated"), "{err}");
}

#[test]
fn lint_tells_and_counts() {
    let folder = Folder::new("lint");
    let good = folder.path("trial.elig");
    let (exit, out, _) = elig(&["lint", &good], "");
    assert_eq!((exit, out.as_str()), (Exit::Fine, "1 file, nothing found\n"));
    folder.put("broken.elig", &TRIAL.replace("ecog in", "ecg in"));
    let root = folder.0.display().to_string();
    let (exit, out, _) = elig(&["lint", &root], "");
    assert_eq!(exit, Exit::Found);
    assert!(out.ends_with("1 error in 2 files\n"), "{out}");
    let (_, out, _) = elig(&["lint", &root, "--format", "concise"], "");
    assert_eq!(out.lines().count(), 1);
    let (_, out, _) = elig(&["lint", "-", "--format", "json"], &TRIAL.replace("ecog in", "ecg in"));
    let found: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(found[0]["file"], "<stdin>");
    let (_, out, _) = elig(&["lint", &good, "--format", "json"], "");
    assert_eq!(out, "[]\n");
}

#[test]
fn files_that_are_not_there() {
    let folder = Folder::new("absent");
    let path = folder.path("trail.elig");
    let (exit, _, err) = elig(&["lint", &path], "");
    assert_eq!(exit, Exit::Unusable);
    let near = folder.path("trial.elig");
    assert_eq!(
        err,
        format!("elig: cannot read \"{path}\": no such file\n  help: did you mean {near}?\n")
    );
    let (exit, _, err) = elig(&["evaluate", "-", "--patients", "-"], TRIAL);
    assert_eq!(exit, Exit::Unusable);
    assert_eq!(err, "elig: standard input can stand for one file only\n");
}

#[test]
fn facts_in_every_form() {
    let folder = Folder::new("facts");
    let trial = folder.path("trial.elig");
    let (_, out, _) = elig(&["facts", &trial], "");
    assert!(
        out.lines().any(|line| line.starts_with("ecog") && line.ends_with("I1")),
        "{out}"
    );
    let (_, out, _) = elig(&["facts", &trial, "--format", "record"], "");
    let record: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(record["ecog"].is_null() && record["id"] == "");
    let (_, out, _) = elig(&["facts", &trial, "--format", "json"], "");
    let facts: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert!(
        facts
            .iter()
            .any(|fact| fact["name"] == "ecog" && fact["read_by"][0] == "I1")
    );
    let (exit, out, _) = elig(&["completions", "bash"], "");
    assert!(exit == Exit::Fine && out.contains("_elig"));
}

/// Takes a little and then no more.
struct Closed(usize);

impl Write for Closed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let folder = Folder::new("pipe");
    let (trial, patients) = (folder.path("trial.elig"), folder.path("patients.ndjson"));
    for format in ["human", "json", "ndjson", "csv"] {
        let args = Args::parse_from([
            "elig",
            "evaluate",
            &trial,
            "--patients",
            &patients,
            "--patient",
            "a",
            "--format",
            format,
        ]);
        let mut err = Vec::new();
        let mut streams = Streams {
            input: None,
            out: &mut Closed(10),
            err: &mut err,
        };
        assert_eq!(run(args, &mut streams), Exit::Fine, "{format}");
        assert_eq!(String::from_utf8(err).unwrap(), "", "{format}");
    }
}

const FOLLOWED: &str = "trial T2 {\n  dates screening \"Day?\"\n  assessed at screening\n  visits \"V3\"\n}\nfacts {\n  pga : \
                        number 0..3 \"PGA?\"\n}\ninclusion {\n  I1 \"Active\" { pga > 0 }\n}\nendpoint PGA \"Not worse\" \
                        { pga - pga at baseline < 0.3 }\n";
const VISITS: &str = "{\"id\": \"a\", \"pga\": 1, \"visits\": [{\"visit\": \"baseline\", \"pga\": 1}, {\"visit\": \
                      \"month_3\", \"pga\": 1.1}, {\"visit\": \"month_1\", \"pga\": 2}]}\n{\"id\": \"b\", \"pga\": 1, \
                      \"visits\": [{\"visit\": \"month_1\", \"pga\": 1}]}\n{\"id\": \"c\", \"visits\": [{\"visit\": \
                      \"month_1\"}, {\"visit\": \"month_1\"}]}\n";

#[test]
fn endpoints_at_a_visit() {
    let folder = Folder::new("at");
    folder.put("followed.elig", FOLLOWED);
    let trial = folder.path("followed.elig");
    let at = |args: &[&str], input: &str| {
        let args: Vec<&str> = ["evaluate", &trial, "-p", "-"].iter().chain(args).copied().collect();
        elig(&args, input)
    };
    let (exit, out, err) = at(&["--at", "month_3"], VISITS);
    assert_eq!(exit, Exit::Found);
    assert!(
        out.starts_with("     PGA\n  a  yes\n  b  ?    no visit\n  c       in error\n"),
        "{out}"
    );
    assert!(err.contains("two visits are named `month_1`"), "{err}");
    let (_, out, _) = at(&["--at", "month_3", "--patient", "b"], VISITS);
    assert!(
        out.contains("? PGA  unknown  the record has no visit month_3\n"),
        "{out}"
    );
    assert!(!out.contains("I1"), "{out}");
    let (_, out, _) = at(&["--at", "month_1", "--format", "json"], VISITS);
    let verdicts: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(verdicts[0]["criteria"][0]["outcome"], "pass");
    assert_eq!(verdicts[0]["endpoints"].as_array().unwrap().len(), 1);
    assert_eq!(
        verdicts[0]["endpoints"][0]["reason"],
        "PGA 2, 1 at baseline: 1, 0.7 over 0.3"
    );
    assert_eq!(verdicts[1]["endpoints"][0]["needs"][0]["visit"], "baseline");
    assert_eq!(verdicts[2]["verdict"], "error");
    let (_, out, _) = at(&["--at", "month_3", "--format", "csv"], VISITS);
    assert_eq!(
        out,
        "patient,trial,verdict,PGA@month_3\na,T2,eligible,yes\nb,T2,eligible,unknown\nc,T2,error,\n"
    );
    let (_, out, _) = at(&["--format", "csv"], VISITS);
    assert_eq!(
        out,
        "patient,trial,verdict,I1,PGA@month_1,PGA@month_3\na,T2,eligible,pass,no,yes\nb,T2,eligible,pass,unknown,\nc,T2,\
         error,,,\n"
    );
}

#[test]
fn a_visit_that_there_is_not() {
    let folder = Folder::new("no-visit");
    folder.put("followed.elig", FOLLOWED);
    let (trial, other) = (folder.path("followed.elig"), folder.path("trial.elig"));
    for format in ["human", "json", "ndjson", "csv"] {
        let at = |visit: &str, input: &str| {
            elig(
                &["evaluate", &trial, "-p", "-", "--format", format, "--at", visit],
                input,
            )
        };
        let (exit, _, err) = at("mont_3", VISITS);
        let told = "elig: no record has a visit \"mont_3\"\n  help: did you mean month_3 or month_1?\n";
        assert_eq!(exit, Exit::Unusable, "{format}");
        assert!(err.ends_with(told), "{err}");
        let (exit, _, err) = at("screening", VISITS);
        assert_eq!(exit, Exit::Unusable, "{format}");
        assert!(err.ends_with("  help: the visits are month_1 and month_3\n"), "{err}");
        // What only the header or the language knows may come yet.
        for visit in ["V3", "month_2"] {
            let (exit, out, err) = at(visit, VISITS);
            assert_eq!(exit, Exit::Found, "{format} {visit}");
            assert!(
                out.contains(if format == "human" { "no visit" } else { "unknown" }),
                "{out}"
            );
            let told = format!("elig: no record has a visit \"{visit}\"; they have month_1 and month_3\n");
            assert!(err.contains(&told), "{err}");
        }
        let (exit, out, err) = at("baseline", VISITS);
        assert_eq!((exit, out.as_str()), (Exit::Unusable, ""), "{format}");
        assert!(
            err.starts_with("elig: endpoints are told of the visits after baseline"),
            "{err}"
        );
        let (exit, _, err) = at("no_such", "");
        assert_eq!(
            (exit, err.as_str()),
            (Exit::Fine, "elig: there are no records in the input\n")
        );
        let call = ["evaluate", &other, "-p", "-", "--format", format, "--at", "month_1"];
        let (exit, _, err) = elig(&call, VISITS);
        assert_eq!((exit, err.as_str()), (Exit::Unusable, "elig: T1 has no endpoints\n"));
    }
    let both = [
        "evaluate", &other, &trial, "-p", "-", "--format", "csv", "--at", "month_3",
    ];
    let (_, out, err) = elig(&both, VISITS);
    assert_eq!(out.lines().count(), 4, "{out}");
    assert!(err.contains("elig: T1 has no endpoints and is left out\n"), "{err}");
}

const CASES: &str = "facts {\n  smoker : yes/no \"Smoker?\"\n  tumor  : yes/no \"Tumor?\"\n}\nuse labs\ninclusion {\n  \
                     I1 \"ALT\" { ALT <= 3*ULN unless tumor then 5*ULN }\n}\nexclusion {\n  E1 \"Smoker\" { smoker \
                     }\n}\nexample \"Relaxed\" { ALT: 4*ULN  tumor: yes } expect I1 pass\nexample \"On the limit\" { \
                     ALT: 3*ULN  tumor: no } expect I1 fail, ALT = 3 * ULN\n";

#[test]
fn worked_cases_are_run_and_what_none_reaches_is_told() {
    let (exit, out, err) = elig(&["test", "-", "--width", "80"], CASES);
    assert_eq!((exit, err.as_str()), (Exit::Found, ""));
    assert_eq!(
        out,
        "\
<stdin>  2 cases
  ✓ Relaxed
  ✗ On the limit
    ╭─[<stdin>:13:57]
 13 │ example \"On the limit\" { ALT: 3*ULN  tumor: no } expect I1 fail, ALT =  …
    ·                                                         ───┬───
    ·                                                            ╰── expected fail, came out pass
    ╰────
    I1 came out pass: 3×ULN
  no case reaches E1
  never `fail`: I1
  no case where tumor does not hold (line 7)
  reached: 1 of 2 criteria and endpoints, 1 of 2 branches

1 passed, 1 failed
"
    );
    let (exit, out, _) = elig(&["test", "-", "--case", "RELAXED", "--ascii"], CASES);
    assert_eq!(exit, Exit::Fine);
    assert!(out.is_ascii() && out.ends_with("1 passed, 0 failed\n"), "{out}");
}

#[test]
fn build_servers_get_junit_and_programs_json() {
    let (exit, out, _) = elig(&["test", "-", "--format", "junit"], CASES);
    assert_eq!(exit, Exit::Found);
    assert!(out.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{out}");
    assert!(
        out.contains("tests=\"2\" skipped=\"0\" failures=\"1\" errors=\"0\""),
        "{out}"
    );
    assert!(out.contains("line 13: I1 fail: expected fail, came out pass"), "{out}");
    let (_, out, _) = elig(&["test", "-", "--format", "json"], CASES);
    let files: serde_json::Value = serde_json::from_str(&out).unwrap();
    let file = &files[0];
    assert_eq!((&file["passed"], &file["failed"]), (&1.into(), &1.into()));
    assert_eq!(file["cases"][1]["expectations"][0]["got"], "pass");
    assert_eq!(file["cases"][1]["expectations"][1]["met"], true);
    assert_eq!(file["coverage"]["criteria"][1]["outcomes"], serde_json::json!([]));
    assert_eq!(file["coverage"]["branches"][1]["reached"], false);
}

#[test]
fn without_worked_cases_nothing_fails() {
    let (exit, out, err) = elig(&["test", "-"], TRIAL);
    assert_eq!((exit, out.as_str()), (Exit::Fine, "0 passed, 0 failed\n"));
    assert!(
        err.starts_with("elig: no worked cases; one is written  example"),
        "{err}"
    );
    let (exit, out, err) = elig(&["test", "-"], "inclusion { I1 \"x\" { nothing } }");
    assert_eq!((exit, out.as_str()), (Exit::Unusable, "0 passed, 0 failed\n"));
    assert!(err.ends_with("elig: 1 file could not be used\n"), "{err}");
}

#[test]
fn the_library_is_listed_and_shown() {
    let (exit, out, _) = elig(&["library"], "");
    assert_eq!(exit, Exit::Fine);
    for (name, _) in crate::library::SHIPPED {
        assert!(out.contains(&format!("  {name} ")), "{name}");
    }
    let (_, out, _) = elig(&["library", "body_size"], "");
    assert!(
        out.starts_with("use body_size\nBody mass index and body surface area.\n"),
        "{out}"
    );
    assert!(out.contains("source: Mosteller RD"), "{out}");
    let (_, out, _) = elig(&["library", "ecog"], "");
    assert!(out.contains("not verified: a convention"), "{out}");
    let (_, out, _) = elig(&["library", "body_size", "--format", "json"], "");
    let module: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(module["uses"], serde_json::json!(["demographics"]));
    assert_eq!(module["definitions"][0]["name"], "bmi");
    let (_, out, _) = elig(&["library", "body_size", "--format", "text"], "");
    assert!(
        out.contains("define bsa_mosteller") && !out.contains("example \""),
        "{out}"
    );
    let (_, out, _) = elig(&["library", "body_size", "--format", "cases"], "");
    assert!(out.contains("example \""), "{out}");
    let (exit, _, err) = elig(&["library", "sledai"], "");
    assert_eq!(exit, Exit::Unusable);
    assert_eq!(
        err,
        "elig: no shipped module is called \"sledai\"\n  help: did you mean sledai_2k?\n"
    );
}

const UNTIDY: &str = "inclusion {\n\n\n    I1 \"ECOG ≤2\" {ecog≤2 }   # why\n}\n";
const TIDY: &str = "inclusion {\n  I1 \"ECOG ≤2\" { ecog <= 2 }  # why\n}\n";

#[test]
fn a_file_is_laid_out_in_place() {
    let folder = Folder::new("fmt");
    folder.put("untidy.elig", UNTIDY);
    folder.put("tidy.elig", TIDY);
    let (untidy, tidy) = (folder.path("untidy.elig"), folder.path("tidy.elig"));
    let (exit, out, err) = elig(&["fmt", &untidy, &tidy], "");
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    assert_eq!(
        out,
        format!("formatted {untidy}\n1 file formatted, 1 file in the one layout already\n")
    );
    assert_eq!(fs::read_to_string(&untidy).unwrap(), TIDY);
    assert_eq!(fs::read_to_string(&tidy).unwrap(), TIDY);
}

#[test]
fn what_would_change_is_told_and_nothing_written() {
    let folder = Folder::new("fmt-check");
    folder.put("untidy.elig", UNTIDY);
    folder.put("tidy.elig", TIDY);
    let (untidy, tidy) = (folder.path("untidy.elig"), folder.path("tidy.elig"));
    let (exit, out, err) = elig(&["fmt", &untidy, &tidy, "--check"], "");
    assert_eq!((exit, err.as_str()), (Exit::Found, ""));
    assert_eq!(
        out,
        format!("would change {untidy}\n1 file would change, 1 file in the one layout already\n")
    );
    let (exit, out, _) = elig(&["fmt", &untidy, &tidy, "--diff"], "");
    assert_eq!(exit, Exit::Found);
    let diff = "@@ -1,5 +1,3 @@\n inclusion {\n-\n-\n-    I1 \"ECOG ≤2\" {ecog≤2 }   # why\n+  I1 \"ECOG ≤2\" { ecog <= 2 }  \
                # why\n }\n";
    assert_eq!(out, format!("--- {untidy}\n+++ {untidy}\n{diff}"));
    let (_, out, _) = elig(&["fmt", &untidy, "--diff", "--color", "always"], "");
    assert!(out.contains("\u{1b}[32m+  I1"), "{out:?}");
    assert_eq!(fs::read_to_string(&untidy).unwrap(), UNTIDY);
    let (exit, ..) = elig(&["fmt", &tidy, "--check", "--diff"], "");
    assert_eq!(exit, Exit::Fine);
}

#[test]
fn standard_input_is_laid_out_to_standard_output() {
    assert_eq!(
        elig(&["fmt", "-"], UNTIDY),
        (Exit::Fine, TIDY.to_owned(), String::new())
    );
    assert_eq!(elig(&["fmt", "-"], TIDY), (Exit::Fine, TIDY.to_owned(), String::new()));
    let (exit, out, _) = elig(&["fmt", "-", "--check"], UNTIDY);
    assert_eq!((exit, out.lines().next()), (Exit::Found, Some("would change <stdin>")));
    let (exit, out, _) = elig(&["fmt", "-"], "");
    assert_eq!((exit, out.as_str()), (Exit::Fine, ""));
}

#[test]
fn a_file_with_mistakes_is_left_as_it_is() {
    let folder = Folder::new("fmt-mistakes");
    let broken = UNTIDY.replace("ecog≤2", "ecog =< 2");
    folder.put("a.elig", &broken);
    folder.put("b.elig", UNTIDY);
    let (exit, out, err) = elig(&["fmt", &folder.path("a.elig"), &folder.path("b.elig")], "");
    assert_eq!(exit, Exit::Unusable);
    assert!(err.contains("E0122"), "{err}");
    assert!(err.ends_with("a.elig is left as it is: it has mistakes\n"), "{err}");
    assert!(out.ends_with("1 file formatted, 1 file left as it was\n"), "{out}");
    assert_eq!(fs::read_to_string(folder.path("a.elig")).unwrap(), broken);
    assert_eq!(fs::read_to_string(folder.path("b.elig")).unwrap(), TIDY);
    // What follows in a pipe gets nothing rather than half of it.
    let (exit, out, _) = elig(&["fmt", "-"], &broken);
    assert_eq!((exit, out.as_str()), (Exit::Unusable, ""));
    // A file that is not there: the others are not touched.
    folder.put("b.elig", UNTIDY);
    let (exit, ..) = elig(&["fmt", &folder.path("b.elig"), &folder.path("none.elig")], "");
    assert_eq!(exit, Exit::Unusable);
    assert_eq!(fs::read_to_string(folder.path("b.elig")).unwrap(), UNTIDY);
}
