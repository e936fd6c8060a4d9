//! `elig lint` and `elig explain`.

use super::{Exit, Folder, elig};

const RULES: &str = "use labs\ninclusion {\n  I1 \"ALT ≤3×ULN\" { ALT <= 2.5*ULN }\n}\n";

fn with(rules: &str, args: &[&str]) -> (Exit, String, String) {
    let args: Vec<&str> = ["lint", "-"].iter().chain(args).copied().collect();
    elig(&args, rules)
}

#[test]
fn advice_is_selected_ignored_and_weighed() {
    let concise = |args: &[&str]| with(RULES, &[&["--format", "concise"], args].concat());
    let told = "<stdin>:3:28: W0203 limit-differs-from-quote: the protocol says ≤3×ULN, the rule says 2.5×ULN\n";
    assert_eq!(concise(&[]), (Exit::Fine, told.to_owned(), String::new()));
    assert_eq!(concise(&["--level", "warning"]).0, Exit::Found);
    assert_eq!(concise(&["--weigh", "W0203=error"]).0, Exit::Found);
    for args in [
        ["--ignore", "W02"],
        ["--ignore", "limit-differs-from-quote,W01"],
        ["--select", "W01"],
    ] {
        assert_eq!(concise(&args), (Exit::Fine, String::new(), String::new()), "{args:?}");
    }
    assert_eq!(concise(&["--ignore", "W", "--select", "W0203"]).1, told);
    let (exit, _, err) = concise(&["--ignore", "unit-missing"]);
    assert_eq!(exit, Exit::Unusable);
    assert_eq!(
        err,
        "elig: --ignore: E0301 unit-missing keeps a trial from being evaluated and cannot be ignored\n  help: only \
         advice can, whose codes begin with W\n"
    );
    let broken = RULES.replace("2.5*ULN", "2.5");
    let (exit, out, _) = with(&broken, &["--select", "W01", "--format", "concise"]);
    assert!(exit == Exit::Found && out.contains("E0301"), "{out}");
}

#[test]
fn settings_beside_the_rules_and_above() {
    let folder = Folder::new("settings");
    std::fs::create_dir_all(folder.0.join("below")).unwrap();
    folder.put("below/rules.elig", RULES);
    folder.put(
        "elig.toml",
        "[lint]\nlevel = \"warning\"\nlevels = { limit-differs-from-quote = \"note\" }\n",
    );
    let rules = folder.path("below/rules.elig");
    let lint = |args: &[&str]| elig(&[&["lint", &rules], args].concat(), "");
    let (exit, out, _) = lint(&[]);
    assert!(exit == Exit::Fine && out.ends_with("1 note in 1 file\n"), "{out}");
    assert_eq!(lint(&["--level", "note"]).0, Exit::Found);
    folder.put("below/elig.toml", "[lint]\nignore = [\"W02\"]\n");
    assert_eq!(lint(&[]).1, "1 file, nothing found\n");
    assert!(lint(&["--select", "W"]).1.ends_with("1 warning in 1 file\n"));
    folder.put("below/elig.toml", "[lint]\nignore = [\"E0301\"]\n");
    let (exit, _, err) = lint(&[]);
    assert_eq!(exit, Exit::Unusable);
    assert!(err.contains("elig.toml: E0301 unit-missing keeps a trial"), "{err}");
    folder.put("below/elig.toml", "[lint]\n\nignor = []\n");
    let (exit, _, err) = lint(&[]);
    assert_eq!(exit, Exit::Unusable);
    assert!(err.contains("elig.toml:3: unknown field `ignor`"), "{err}");
    // Evaluation holds to them as well: an error that was made a warning is none.
    let trial = "trial T {\n  protocol \"p.txt\"\n  dates screening\n  assessed at screening\n}\ninclusion {\n  I1 \
                 \"Adult men.\" asks adult\n}\n";
    folder.put("below/rules.elig", trial);
    folder.put("below/p.txt", "Inclusion criteria\n1. Adults.\n");
    folder.put("below/elig.toml", "");
    assert_eq!(elig(&["facts", &rules], "").0, Exit::Unusable);
    folder.put(
        "below/elig.toml",
        "[lint]\nlevels = { quote-not-in-protocol = \"warning\" }\n",
    );
    assert_eq!(elig(&["facts", &rules], "").0, Exit::Fine);
}

#[test]
fn a_reason_silences() {
    let allowed = RULES.replace(" }\n}", " }  # allow W0203: amendment 2\n}");
    let (exit, out, _) = with(&allowed, &["--level", "note"]);
    assert_eq!(
        (exit, out.as_str()),
        (Exit::Fine, "1 file, nothing found, 1 allowed with a reason\n")
    );
    let before = RULES.replace("  I1", "  # allow W0203: amendment 2\n  # and a remark\n  I1");
    assert_eq!(with(&before, &["--level", "note"]).0, Exit::Fine);
    // Inside a quote of several lines no remark can stand, so it stands around it.
    let folder = Folder::new("around");
    let trial = "trial T {\n  protocol \"p.txt\"\n  dates screening\n  assessed at screening\n}\ninclusion {\n  I1 \
                 \"\"\"Adults,\n    male or female.\"\"\" asks adult  # allow quote-not-in-protocol: a comma is lost\n}\n";
    folder.put("rules.elig", trial);
    folder.put("p.txt", "Inclusion criteria\n1. Adults male or female.\n");
    let (exit, out, _) = elig(&["lint", &folder.path("rules.elig"), "--level", "note"], "");
    assert_eq!(exit, Exit::Fine, "{out}");
    // What an error hides may be there all the same.
    let hidden = RULES.replace("2.5*ULN }", "2.5 }  # allow W0203: amendment 2");
    assert!(!with(&hidden, &[]).1.contains("W0302"));
}

#[test]
fn what_cannot_be_meant_otherwise_is_mended() {
    let folder = Folder::new("fix");
    let wrong = "use labs\ninclusion {\n  I1 “ALT ≤3×ULN” { ALT =< 3 ULN; }\n  I2 \"ANC\" { ANC >= 1,500 /µL }  # allow \
                 W0203: old\n}\n";
    folder.put("rules.elig", wrong);
    let path = folder.path("rules.elig");
    let (exit, out, _) = elig(&["lint", &path, "--diff"], "");
    assert_eq!(exit, Exit::Found);
    assert!(
        out.contains("-  I1 “ALT ≤3×ULN” { ALT =< 3 ULN; }\n+  I1 \"ALT ≤3×ULN\" { ALT <= 3*ULN }\n"),
        "{out}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), wrong);
    let (exit, out, err) = elig(&["lint", &path, "--fix", "--format", "concise"], "");
    assert_eq!(exit, Exit::Found);
    assert!(out.contains("E0124") && out.lines().count() == 1, "{out}");
    assert_eq!(err, format!("elig: 4 places mended in {path}\n"));
    let mended = std::fs::read_to_string(&path).unwrap();
    assert!(mended.contains("I1 \"ALT ≤3×ULN\" { ALT <= 3*ULN }\n"), "{mended}");
    // A comma can be meant in two ways.
    assert!(mended.contains("1,500 /µL"), "{mended}");
    folder.put("rules.elig", &mended.replace("1,500", "1500"));
    let (exit, _, err) = elig(&["lint", &path, "--fix"], "");
    assert_eq!((exit, err), (Exit::Fine, format!("elig: 1 place mended in {path}\n")));
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("{ ANC >= 1500 /µL }\n")
    );
    let (exit, out, _) = elig(&["lint", &path, "--diff"], "");
    assert_eq!((exit, out.as_str()), (Exit::Fine, ""));
    assert_eq!(with(wrong, &["--fix"]).0, Exit::Unusable);
    assert_eq!(with(wrong, &["--diff"]).0, Exit::Found);
}

#[test]
fn build_servers_and_code_hosts() {
    let rules = RULES.replace(
        " }\n}",
        " }  # allow W0203: amendment 2\n  I2 \"AST ≤3×ULN\" { AST <= 2*ULN }\n  I3 \"Hb\" { hemoglobin > 90 }\n}",
    );
    let (exit, out, _) = with(&rules, &["--format", "sarif"]);
    assert_eq!(exit, Exit::Found);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&log["version"], &log["runs"][0]["columnKind"]),
        (&"2.1.0".into(), &"unicodeCodePoints".into())
    );
    let results = log["runs"][0]["results"].as_array().unwrap();
    let levels: Vec<&str> = results.iter().map(|result| result["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["warning", "error", "warning"]);
    assert_eq!(results[2]["suppressions"][0]["justification"], "amendment 2");
    assert!(results[0].get("suppressions").is_none());
    let (_, out, _) = with(&rules, &["--format", "github"]);
    assert_eq!(out.lines().count(), 2);
    assert!(out.starts_with("::warning file=<stdin>,line=4,"), "{out}");
    let (_, out, _) = with(&rules, &["--format", "junit"]);
    assert!(
        out.contains("tests=\"2\" skipped=\"0\" failures=\"1\" errors=\"0\""),
        "{out}"
    );
    let (_, out, _) = with(&rules, &["--format", "junit", "--level", "warning"]);
    assert!(out.contains("failures=\"2\""), "{out}");
    let (_, out, _) = with("use labs\n", &["--format", "junit"]);
    assert!(out.contains("nothing found"), "{out}");
    let (_, out, _) = with("use labs\n", &["--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn findings_are_explained() {
    let (exit, out, _) = elig(&["explain"], "");
    assert_eq!(exit, Exit::Fine);
    assert_eq!(out.lines().count(), crate::codes::all().count());
    let (_, out, _) = elig(&["explain", "e0301", "--width", "80"], "");
    assert!(out.starts_with("E0301 unit-missing  error\n"), "{out}");
    assert!(
        out.contains("      hemoglobin > 90\n\n  Write instead:\n\n      hemoglobin > 90 g/L\n"),
        "{out}"
    );
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    // Rules and records share some names.
    let (_, out, _) = elig(&["explain", "unit-unknown", "--ascii"], "");
    assert!(
        out.contains("E0302 unit-unknown") && out.contains("R0203 unit-unknown"),
        "{out}"
    );
    let (_, out, _) = elig(&["explain", "W011"], "");
    assert!(out.lines().count() == 1 && out.starts_with("W0110"), "{out}");
    let (_, out, _) = elig(&["explain", "W0203", "--format", "json"], "");
    let codes: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(codes[0]["advice"], true);
    let (exit, _, err) = elig(&["explain", "unit-mising"], "");
    assert_eq!(exit, Exit::Unusable);
    assert_eq!(
        err,
        "elig: nothing that elig finds is called \"unit-mising\"\n  help: did you mean unit-missing?\n"
    );
}

const PROTOCOL: &str = "Inclusion Criteria:\n\n  -  Adults who live at home and can come to each of the visits of the \
                        study.\n\n  -  ECOG performance status of 0 to 2, judged by two physicians who do not know of each \
                        other.\n\nExclusion Criteria:\n\n  -  Gout\n";

/// A trial with its criteria, each without its braces.
fn trial(id: &str, inclusion: &str, exclusion: &str) -> String {
    let facts = "facts {\n  adult : yes/no \"Adult, and at home?\"\n  ecog : grade 0..5 \"ECOG?\"\n  gout : yes/no \
                 \"Gout?\"\n}\n";
    let header = format!("trial {id} {{\n  dates screening \"Day?\"\n  assessed at screening\n}}\n");
    format!("{header}{facts}inclusion {{\n{inclusion}\n}}\nexclusion {{\n{exclusion}\n}}\n")
}

const HEADINGS: &str = "  I1 \"Adults\" { adult }\n  I2 \"ECOG 0 to 2\" { ecog in 0..2 }";

/// What is told of a trial against the protocol, a line each, without the place.
fn against(name: &str, inclusion: &str, exclusion: &str) -> Vec<String> {
    let folder = Folder::new(name);
    folder.put("rules.elig", &trial("T1", inclusion, exclusion));
    folder.put("p.txt", PROTOCOL);
    let (rules, protocol) = (folder.path("rules.elig"), folder.path("p.txt"));
    let args = [
        "lint",
        &rules,
        "--protocol",
        &protocol,
        "--format",
        "concise",
        "--select",
        "W01",
    ];
    let (_, out, err) = elig(&args, "");
    assert_eq!(err, "");
    let without_place = |line: &str| line.split_once(": ").map(|(_, told)| told.to_owned()).unwrap();
    out.lines().map(without_place).collect()
}

#[test]
fn a_protocol_from_elsewhere_needs_no_quotes() {
    assert_eq!(against("headings", HEADINGS, "  E1 \"Gout\" { gout }"), [""; 0]);
    let without = HEADINGS.replace("\"Adults\" ", "");
    assert_eq!(
        against("no-text", &without, "  E1 \"Gout\" { gout }"),
        ["W0104 criterion-without-source: I1 does not quote the protocol"]
    );
}

#[test]
fn a_protocol_from_elsewhere_binds_the_numbers() {
    assert_eq!(
        against(
            "missing",
            "  I2 \"ECOG 0 to 2\" { ecog in 0..2 }",
            "  E1 \"Gout\" { gout }"
        ),
        ["W0103 item-without-criterion: the protocol's item I1 has no criterion"]
    );
    assert_eq!(
        against(
            "invented",
            HEADINGS,
            "  E1 \"Gout\" { gout }\n  E2 \"Child\" { not adult }"
        ),
        ["W0105 criterion-not-in-protocol: the protocol has no item E2"]
    );
    let turned = "  I2 \"ECOG 0 to 2\" { ecog in 0..2 }\n  I1 \"Adults\" { adult }";
    assert_eq!(
        against("order", turned, "  E1 \"Gout\" { gout }"),
        ["W0108 numbering-out-of-order: I1 stands before I2 in the protocol"]
    );
}

#[test]
fn a_slip_in_a_quote_is_told() {
    let slip = "ECOG performance status of 0 to 1, judged by two physicians who do not know of each other.";
    let found = against("slip", &HEADINGS.replace("ECOG 0 to 2", slip), "  E1 \"Gout\" { gout }");
    assert_eq!(
        found,
        ["W0102 quote-not-in-protocol: the quote of I2 is not what the protocol says"]
    );
    // In its first words as well.
    let slip = "ECOG status of 0 to 2, judged by two physicians who do not know of each other.";
    let found = against(
        "slip-first",
        &HEADINGS.replace("ECOG 0 to 2", slip),
        "  E1 \"Gout\" { gout }",
    );
    assert_eq!(
        found,
        ["W0102 quote-not-in-protocol: the quote of I2 is not what the protocol says"]
    );
    // Half of an item, word for word: what is missing is told as what it is.
    let half = "ECOG performance status of 0 to 2, judged by two physicians";
    let found = against("half", &HEADINGS.replace("ECOG 0 to 2", half), "  E1 \"Gout\" { gout }");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("W0106 text-not-covered: \"who do not know of each"),
        "{found:?}"
    );
    let other = "Adults who live at home and can come to each of the visits of the study.";
    let found = against(
        "other",
        &HEADINGS.replace("ECOG 0 to 2", other),
        "  E1 \"Gout\" { gout }",
    );
    assert!(
        found[0].contains("W0109 quote-of-another-item: I2 quotes the protocol's item I1"),
        "{found:?}"
    );
}

#[test]
fn the_difference_of_a_slip_is_shown() {
    let folder = Folder::new("shown");
    let slip = "ECOG performance status of 0 to 1, judged by two physicians who do not know of each other.";
    let rules = trial("T1", &HEADINGS.replace("ECOG 0 to 2", slip), "  E1 \"Gout\" { gout }");
    folder.put("rules.elig", &rules);
    folder.put("p.txt", PROTOCOL);
    let (rules, protocol) = (folder.path("rules.elig"), folder.path("p.txt"));
    let (exit, out, _) = elig(&["lint", &rules, "--protocol", &protocol, "--select", "W01"], "");
    assert_eq!(exit, Exit::Found);
    assert!(
        out.contains("the quote says \"1,\"") && out.contains("the protocol says \"2,\""),
        "{out}"
    );
    let (_, out, _) = elig(&["lint", &rules, "--protocol", &protocol, "--format", "sarif"], "");
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "W0102");
    let (_, out, _) = elig(&["lint", &rules, "--protocol", &protocol, "--format", "json"], "");
    let found: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(found[0]["code"], "W0102");
}

#[test]
fn a_protocol_takes_the_place_of_the_headers() {
    let folder = Folder::new("instead");
    let rules = trial("T1", HEADINGS, "  E1 \"Gout\" { gout }").replace("  dates", "  protocol \"old.txt\"\n  dates");
    folder.put("rules.elig", &rules);
    folder.put("p.txt", PROTOCOL);
    let (rules, protocol) = (folder.path("rules.elig"), folder.path("p.txt"));
    // The header's is not there, and is not missed; but whoever names one means every text as a quote.
    let (exit, out, _) = elig(&["lint", &rules, "--protocol", &protocol, "--format", "concise"], "");
    assert_eq!(exit, Exit::Found);
    assert!(!out.contains("W0101") && out.matches("W0102").count() == 1, "{out}");
    assert!(out.contains("the quote of I2"), "{out}");
}

#[test]
fn a_folder_of_protocols() {
    let folder = Folder::new("texts");
    std::fs::remove_file(folder.0.join("trial.elig")).unwrap();
    std::fs::create_dir_all(folder.0.join("texts")).unwrap();
    folder.put("a.elig", &trial("T1", HEADINGS, "  E1 \"Gout\" { gout }"));
    folder.put(
        "b.elig",
        &trial("T2", "  I1 \"Adults\" { adult }", "  E1 \"Gout\" { gout }"),
    );
    folder.put("c.elig", &trial("T3", HEADINGS, "  E1 \"Gout\" { gout }"));
    folder.put("module.elig", "facts { old : yes/no \"Old?\" }\n");
    folder.put("texts/T1.txt", PROTOCOL);
    folder.put("texts/T2.txt", PROTOCOL);
    let (root, texts) = (folder.0.display().to_string(), folder.path("texts"));
    let args = [
        "lint",
        &root,
        "--protocol",
        &texts,
        "--format",
        "concise",
        "--select",
        "W01",
    ];
    let (exit, out, _) = elig(&args, "");
    assert_eq!(exit, Exit::Fine);
    let told: Vec<&str> = out.lines().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(
        told,
        ["W0103 item-without-criterion", "W0101 protocol-missing"],
        "{out}"
    );
    assert!(
        out.contains("c.elig:1:1: ") && out.contains("T3.txt` cannot be read"),
        "{out}"
    );
    // One text is one trial's.
    let text = folder.path("texts/T1.txt");
    let (exit, out, err) = elig(&["lint", &root, "--protocol", &text], "");
    assert_eq!((exit, out.as_str()), (Exit::Unusable, ""));
    assert!(
        err.starts_with("elig: --protocol names one text, and ") && err.contains("are two trials"),
        "{err}"
    );
    let (one, module) = (folder.path("a.elig"), folder.path("module.elig"));
    let (exit, out, _) = elig(&["lint", &one, &module, "--protocol", &text, "--select", "W01"], "");
    assert_eq!((exit, out.as_str()), (Exit::Fine, "2 files, nothing found\n"));
    let (exit, _, err) = elig(&["lint", &one, "--protocol", &folder.path("texts/T9.txt")], "");
    assert_eq!(exit, Exit::Unusable);
    assert!(err.contains("T9.txt\": no such file"), "{err}");
}

#[test]
fn what_is_mended_stays_bound() {
    let folder = Folder::new("mended");
    let slip = "ECOG performance status of 0 to 1, judged by two physicians who do not know of each other.";
    let rules = trial("T1", &HEADINGS.replace("ECOG 0 to 2", slip), "  E1 \"Gout\" { gout; }");
    folder.put("rules.elig", &rules);
    folder.put("p.txt", PROTOCOL);
    let (rules, protocol) = (folder.path("rules.elig"), folder.path("p.txt"));
    let args = [
        "lint",
        &rules,
        "--protocol",
        &protocol,
        "--fix",
        "--format",
        "concise",
        "--select",
        "W01",
    ];
    let (exit, out, err) = elig(&args, "");
    assert_eq!((exit, err), (Exit::Found, format!("elig: 1 place mended in {rules}\n")));
    assert!(out.contains("W0102") && out.lines().count() == 1, "{out}");
}
