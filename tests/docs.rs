//! The pages in `docs/`: every example on them compiles, decodes and comes out as the page says.
//!
//! A fenced block says by its first word what it is.
//!
//! - `elig`: a file, criteria, or the bare lines of one criterion (`I1`; with `elig exclusion` of `E1`). What lacks a
//!   header is put into a small trial that uses the shipped modules and [`PREAMBLE`].
//! - `elig error CODE …`, `elig warning CODE …`: gives exactly these findings; without one, none.
//! - `json` behind it: a record, `verdict` behind that: what comes out, a line each (see [`differences`]).
//! - `json error CODE …`: a record with exactly these errors. `csv`, `ndjson`: records, each one like `json`.
//! - `console`: each line `$ elig …` ends with status 0, or with `console status N`.
//! - `output` behind it: what the last of these lines writes; a line `…` stands for lines that are left out.

use std::collections::BTreeSet;
use std::process::Command;

use elig::diagnostic::Diagnostics;
use elig::eval::{Detail, Verdict, evaluate_in};
use elig::library::{Description, Modules, SHIPPED, cases_of, describe};
use elig::model::Trial;
use elig::records::{Format, decode, open};
use elig::report::library::markdown;
use elig::source::{SourceId, Sources};

use crate::support::{Beside, compile, lines, root};

/// What the examples may name beside the shipped modules.
const PREAMBLE: &str = r#"
facts {
  liver_infiltration : yes/no  "Does the tumour infiltrate the liver?"
  smoker             : yes/no  "Does the subject smoke?"
  diabetes           : yes/no  "Diabetes mellitus?"
  hypertension       : yes/no  "Hypertension?"
  heart_failure      : yes/no  "Heart failure?"
  active_autoimmune_disease : yes/no  "Active autoimmune disease?"
  nyha               : grade {I, II, III, IV}     "NYHA class?"
  ecog               : grade 0..5                 "ECOG performance status?"
  cd70_ihc           : grade {0, 1+, 2+, 3+}      "CD70 by immunohistochemistry?"
  tumor_extent       : one of {localized, locally_advanced, metastatic}  "Extent of the tumour?"
  SpO2               : number 0..100 %            "Oxygen saturation on room air?"
  expected_survival  : number weeks               "Expected survival?"
  surgery            : date                       "Day and time of the last operation?"
  hospital_stay      : period                     "Last stay in hospital?"
  hbv_dna            : lab [IU]/mL                "Hepatitis B DNA?"
  QTcF               : lab ms                     "QT interval, corrected by Fridericia?"
  LVEF               : lab %                      "Left ventricular ejection fraction?"
                       with { method : one of {echo, MUGA, MRI} "Method" }
  lesions : list of {
    site       : one of {extranodal, lymph_node}  "Site"
    long_axis  : number mm                        "Long axis"
    short_axis : number mm                        "Short axis"
    modality   : one of {CT, MRI, other}          "Measured by"
  }  "Every tumour lesion"
  treatments : list of {
    class     : one of {chemotherapy, targeted, radiotherapy, surgery}  "Class"
    agent     : text                              "Agent"
    last_dose : date                              "Last dose"
    half_life : number h                          "Half-life"
  }  "Every treatment of the tumour"
  cns_metastases : list of {
    site          : one of {brain, meninges}      "Site"
    symptomatic   : yes/no                        "Symptomatic?"
    treatment_end : date                          "Last day of treatment"
    progression   : yes/no                        "Progression since?"
  }  "Metastases of the central nervous system"
  vaccines : list of {
    live : yes/no  "Live?"
    date : date    "Day"
  }  "Vaccinations of the last year"
  transfusions : list of {
    date  : date  "Day"
    units : number  "Units"
  }  "Transfusions of the last 3 months"
  csf_doses : list of {
    date : date  "Day"
  }  "Doses of a colony-stimulating factor in the last 3 months"
  toxicities : list of {
    term           : one of {alopecia, neuropathy, other}  "Term"
    grade          : grade 0..5                            "CTCAE grade now"
    baseline_grade : grade 0..5                            "CTCAE grade before"
  }  "Toxicities of earlier treatment"
  stays : list of {
    ward   : one of {general, intensive}  "Ward"
    period : period                       "First and last day"
  }  "Stays in hospital"
  pga : number 0..3  "Physician's global assessment?"
}
"#;

/// Modules with lists that the page declares in a simpler way.
const OTHER_LISTS: &[&str] = &[
    "recist_1_1",
    "lines_of_therapy",
    "washouts",
    "ctcae_5",
    "tumor",
    "heart",
];

const HEADER: &str = "trial EXAMPLE \"An example\" {
  dates consent, screening, blood_collection \"Day of the collection, planned or done?\",
        infusion \"Day of the infusion, planned or done?\"
  assessed at screening
  readings within 28 days before screening
}
";

/// What a record of an example holds if it says nothing else of it.
const SCREENING: &str = "2026-06-01";

/// The preamble as a module, and files beside the trial.
pub struct Hidden;

impl Modules for Hidden {
    fn load(&self, name: &str, beside: &str) -> Option<(String, String)> {
        match name {
            "preamble" => Some(("preamble.elig".to_owned(), PREAMBLE.to_owned())),
            _ => Beside(root().join("trials")).load(name, beside),
        }
    }

    fn text(&self, file: &str, beside: &str) -> Option<(String, String)> {
        Beside(root().join("trials")).text(file, beside)
    }
}

/// A fenced block.
#[derive(Debug)]
struct Block {
    page: &'static str,
    line: usize,
    /// The words behind the fence.
    words: Vec<String>,
    text: String,
}

impl Block {
    fn word(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The codes behind `error`, `warning` or `note`.
    fn codes(&self) -> Vec<&str> {
        let levels = ["error", "warning", "note", "exclusion"];
        self.words
            .iter()
            .skip(1)
            .map(String::as_str)
            .filter(|word| !levels.contains(word))
            .collect()
    }

    fn place(&self) -> String {
        format!("docs/{}:{}", self.page, self.line)
    }
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join("docs").join(name)).unwrap()
}

fn blocks(name: &'static str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in page(name).lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let words = info.split_whitespace().map(str::to_owned).collect();
                open = Some(Block {
                    page: name,
                    line: at + 1,
                    words,
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{name}: a block is not closed");
    blocks
}

/// The whole file that a block stands for.
fn whole(block: &Block) -> String {
    whole_of(&block.text, block.words.iter().any(|word| word == "exclusion"))
}

/// The whole file that a stretch of rules stands for; bare lines are those of a criterion.
pub fn whole_of(text: &str, exclusion: bool) -> String {
    let begins =
        |line: &str, words: &[&str]| words.contains(&line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
    let has = |words: &[&str]| text.lines().any(|line| begins(line, words));
    if has(&["trial"]) {
        return text.to_owned();
    }
    let modules = SHIPPED.iter().filter(|(name, _)| !OTHER_LISTS.contains(name));
    let uses: String = modules.map(|(name, _)| format!("use {name}\n")).collect();
    let head = format!("{HEADER}{uses}use preamble\n");
    if has(&[
        "facts",
        "define",
        "use",
        "inclusion",
        "exclusion",
        "endpoint",
        "example",
    ]) {
        return format!("{head}{text}");
    }
    let remark = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let first = text.lines().find(|line| !remark(line)).unwrap_or("").trim_start();
    let numbered = |letter: char| first.starts_with(letter) && first[1..].starts_with(|c: char| c.is_ascii_digit());
    if numbered('I') {
        format!("{head}inclusion {{\n{text}}}\n")
    } else if numbered('E') {
        format!("{head}exclusion {{\n{text}}}\n")
    } else if exclusion {
        format!("{head}exclusion {{\n  E1 \"…\" {{\n{text}  }}\n}}\n")
    } else {
        format!("{head}inclusion {{\n  I1 \"…\" {{\n{text}  }}\n}}\n")
    }
}

/// A trial out of a block, held against the codes that its fence names.
fn compiled(block: &Block, wrong: &mut Vec<String>) -> Option<Trial> {
    let (trial, out, sources) = compile("docs.elig", &whole(block), &Hidden);
    let found: Vec<&str> = out.iter().map(|finding| finding.code.id).collect();
    if found != block.codes() {
        wrong.push(format!("{}\n  {}", block.place(), lines(&out, &sources).join("\n  ")));
        return None;
    }
    let trial = trial.filter(|_| !out.has_errors())?;
    for case in elig::examples::run(&trial).cases {
        for met in case.expectations.iter().filter(|met| !met.is_met()) {
            wrong.push(format!("{} {}: came out {}", block.place(), case.title, met.got));
        }
    }
    Some(trial)
}

fn records(block: &Block, format: Format, trial: &Trial) -> (Vec<Verdict>, Diagnostics, Sources) {
    let mut text = block.text.trim().to_owned();
    if format == Format::Json && !text.starts_with(['{', '[']) {
        text = format!("{{{text}}}");
    }
    if format == Format::Json && text.starts_with('{') && !text.contains("\"screening\"") {
        text = text
            .replacen('{', &format!("{{\"screening\": \"{SCREENING}\", "), 1)
            .replace(", }", "}");
    }
    let mut sources = Sources::default();
    let id = sources.add("record", text.as_str());
    let mut out = Diagnostics::default();
    let mut verdicts = Vec::new();
    for raw in open(
        "record",
        Box::new(std::io::Cursor::new(text.into_bytes())),
        Some(format),
    ) {
        let decoded = decode(&raw, &trial.facts, SourceId(id.0));
        if decoded.errors.is_empty() {
            verdicts.push(evaluate_in(trial, &decoded.patient, Detail::Full));
        }
        out.extend(decoded.errors);
        out.extend(decoded.warnings.into_iter().map(|warning| warning.diagnostic));
    }
    (verdicts, out, sources)
}

/// What differs from the lines of a `verdict` block:
/// `I1 pass`, `I1 not applicable`, `I1 unknown: hcv_rna missing, ecog missing`, `patient eligible`,
/// `SRI-4 yes at month_1`, `value sledai_2k = 14`, `warning window-edge`.
fn differences(verdict: &Verdict, expected: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
        let found = match head {
            "patient" => verdict.overall.word().to_owned(),
            "warning" => {
                let codes: Vec<&str> = verdict.warnings.iter().map(|warning| warning.code.as_str()).collect();
                if codes.contains(&rest) {
                    rest.to_owned()
                } else {
                    format!("warnings {codes:?}")
                }
            }
            "value" => {
                let name = rest.split_once(' ').map_or(rest, |(name, _)| name);
                match verdict.values.iter().find(|value| value.name == name) {
                    Some(value) => format!("{name} = {}", value.value),
                    None => "no such value".to_owned(),
                }
            }
            id => outcome(verdict, id, rest),
        };
        if found != rest {
            wrong.push(format!("`{line}`: {head} {found}"));
        }
    }
    wrong
}

fn outcome(verdict: &Verdict, id: &str, expected: &str) -> String {
    if let Some((_, visit)) = expected.split_once(" at ") {
        return match verdict
            .endpoints
            .iter()
            .find(|result| result.id == id && result.visit == visit)
        {
            Some(result) => format!("{} at {visit}", result.outcome.word()),
            None => "no such endpoint or visit".to_owned(),
        };
    }
    let Some(result) = verdict.criteria.iter().find(|result| result.id == id) else {
        return "no such criterion".to_owned();
    };
    if result.not_applicable {
        return "not applicable".to_owned();
    }
    let needs: Vec<String> = result
        .needs
        .iter()
        .map(|need| format!("{} {}", need.fact, need.why.word()))
        .collect();
    match (expected.contains(':'), needs.is_empty()) {
        (true, false) => format!("{}: {}", result.outcome.word(), needs.join(", ")),
        _ => result.outcome.word().to_owned(),
    }
}

fn format_of(word: &str) -> Option<Format> {
    match word {
        "json" => Some(Format::Json),
        "ndjson" => Some(Format::Ndjson),
        "csv" => Some(Format::Csv),
        _ => None,
    }
}

/// Every block of a page.
fn holds(name: &'static str) {
    let mut wrong = Vec::new();
    let mut trial: Option<Trial> = None;
    let mut verdicts: Vec<Verdict> = Vec::new();
    for block in blocks(name) {
        match block.word() {
            "elig" => trial = compiled(&block, &mut wrong),
            "json" | "ndjson" | "csv" => {
                let (Some(trial), Some(format)) = (&trial, format_of(block.word())) else {
                    wrong.push(format!("{} has no rules before it", block.place()));
                    continue;
                };
                let (decided, out, sources) = records(&block, format, trial);
                let found: Vec<&str> = out.iter().map(|finding| finding.code.id).collect();
                if found != block.codes() {
                    wrong.push(format!("{}\n  {}", block.place(), lines(&out, &sources).join("\n  ")));
                }
                verdicts = decided;
            }
            "verdict" => match verdicts.first() {
                Some(verdict) => wrong.extend(
                    differences(verdict, &block.text)
                        .into_iter()
                        .map(|text| format!("{} {text}", block.place())),
                ),
                None => wrong.push(format!("{} has no record before it", block.place())),
            },
            "console" | "text" | "output" => {}
            other => wrong.push(format!("{}: what is `{other}`?", block.place())),
        }
    }
    assert!(wrong.is_empty(), "{} of {name}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_language_is_as_its_page_says() {
    holds("language.md");
}

#[test]
fn records_are_as_their_page_says() {
    holds("records.md");
}

/// Whether a text is as a page shows it: a line `…` stands for one line or more that the page leaves out.
fn shows(page: &[&str], text: &[&str]) -> bool {
    match page.split_first() {
        None => text.is_empty(),
        Some((line, rest)) if line.trim() == "…" => (1..=text.len()).any(|left_out| shows(rest, &text[left_out..])),
        Some((line, rest)) => text.first() == Some(line) && shows(rest, &text[1..]),
    }
}

#[test]
fn what_a_page_leaves_out_is_marked() {
    let text = ["a", "b", "c"];
    for page in [
        &["a", "b", "c"][..],
        &["a", "…"],
        &["…", "c"],
        &["a", "  …", "c"],
        &["…"],
    ] {
        assert!(shows(page, &text), "{page:?}");
    }
    for page in [
        &[][..],
        &["a", "c"],
        &["a", "b"],
        &["b", "…"],
        &["a", "…", "b", "c"],
        &["…", "b"],
    ] {
        assert!(!shows(page, &text), "{page:?}");
    }
}

/// Every call on the page ends as it says and writes what is shown, and the page knows every option.
#[test]
fn commands_are_as_their_page_says() {
    let elig = env!("CARGO_BIN_EXE_elig");
    let mut wrong = Vec::new();
    let mut written = None;
    let mut held = 0;
    for block in blocks("commands.md") {
        if block.word() == "output" {
            held += 1;
            let text: String = written.take().expect("a call before its output");
            let (page, text): (Vec<&str>, Vec<&str>) = (block.text.lines().collect(), text.lines().collect());
            if !shows(&page, &text) {
                wrong.push(format!(
                    "{} is not what is written:\n{}",
                    block.place(),
                    text.join("\n")
                ));
            }
        }
        written = None;
        if block.word() != "console" {
            continue;
        }
        let status: i32 = block.words.get(2).map_or(0, |word| word.parse().unwrap());
        for call in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let shell = call.replacen("elig ", &format!("{elig} "), 1);
            let run = Command::new("sh")
                .args(["-c", &shell])
                .current_dir(root())
                .output()
                .unwrap();
            if run.status.code() != Some(status) {
                let told = String::from_utf8_lossy(&run.stderr).into_owned();
                wrong.push(format!("{} {call}: {:?}\n{told}", block.place(), run.status.code()));
            }
            written = Some(String::from_utf8_lossy(&run.stdout).into_owned());
        }
    }
    assert!(held >= 2, "{held} outputs on the page");
    let page = page("commands.md");
    for command in ["lint", "fmt", "evaluate", "facts", "test", "library", "explain"] {
        let help = Command::new(elig).args([command, "--help"]).output().unwrap();
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        let options = help.split_whitespace().filter(|word| word.starts_with("--"));
        for option in options.map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric())) {
            if !page.contains(option) {
                wrong.push(format!("docs/commands.md lacks {option} of elig {command}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A code that a page names exists.
#[test]
fn the_pages_name_codes_that_exist() {
    let known: BTreeSet<&str> = elig::codes::all().map(|code| code.id).collect();
    for name in ["language.md", "records.md", "commands.md"] {
        let text = page(name);
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            let letter = word.starts_with(['E', 'W', 'R', 'S']);
            if letter && word.len() == 5 && word[1..].bytes().all(|byte| byte.is_ascii_digit()) {
                assert!(known.contains(word), "docs/{name} names {word}");
            }
        }
    }
}

/// The page of the library is what the command writes, and the table of modules names each.
#[test]
fn the_library_is_as_its_page_says() {
    let text = page("language.md");
    let modules = SHIPPED.iter().map(|(name, text)| describe(name, text, cases_of(name)));
    let modules: Vec<Description> = modules.collect();
    for module in &modules {
        let row = format!(
            "| [`{0}`](library.md#{0}) | {1} |",
            module.name,
            module.about.trim_end_matches('.')
        );
        assert!(text.contains(&row), "docs/language.md lacks\n{row}");
    }
    let mut written = Vec::new();
    markdown::all(&mut written, &modules).unwrap();
    let written = String::from_utf8(written).unwrap();
    if std::env::var_os("ELIG_UPDATE").is_some() {
        std::fs::write(root().join("docs/library.md"), &written).unwrap();
    }
    assert!(
        page("library.md") == written,
        "elig library --format markdown > docs/library.md"
    );
}

/// A link within the pages leads somewhere.
#[test]
fn links_lead_somewhere() {
    let anchors = |name: &str| -> BTreeSet<String> {
        let plain = |heading: &str| -> String {
            let kept = heading.trim().to_lowercase();
            kept.chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        };
        page(name)
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .map(|line| plain(line.trim_start_matches('#')))
            .collect()
    };
    for name in [
        "language.md",
        "library.md",
        "records.md",
        "commands.md",
        "python.md",
        "rules.md",
        "coverage.md",
    ] {
        for link in page(name).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { name } else { file };
            assert!(root().join("docs").join(file).exists(), "docs/{name}: {link}");
            assert!(
                anchor.is_empty() || anchors(file).contains(anchor),
                "docs/{name}: {link}"
            );
        }
    }
}

/// The page of what may be found is what the command writes.
#[test]
fn the_findings_are_as_their_page_says() {
    let codes: Vec<&'static elig::codes::Code> = elig::codes::all().collect();
    let mut written = Vec::new();
    elig::report::explain::markdown::all(&mut written, &codes).unwrap();
    let written = String::from_utf8(written).unwrap();
    if std::env::var_os("ELIG_UPDATE").is_some() {
        std::fs::write(root().join("docs/rules.md"), &written).unwrap();
    }
    assert!(
        page("rules.md") == written,
        "elig explain --format markdown > docs/rules.md"
    );
}
