//! No input makes elig panic, run out of stack, or think for ever.

use std::any::Any;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use elig::eval::{Detail, evaluate_in};
use elig::library::{Modules, SHIPPED};
use elig::model::Trial;
use elig::records::{Decoder, Format, open};
use elig::report::Style;
use elig::report::diagnostics::human;
use elig::source::SourceId;

use crate::random::Random;
use crate::support::{Beside, TRIALS, compile, json, root, shipped};

/// The slowest answer to one input.
const BOUND: Duration = Duration::from_secs(5);

fn text_of(id: &str) -> String {
    fs::read_to_string(root().join("trials").join(format!("{id}.elig"))).unwrap()
}

fn beside() -> Beside {
    Beside(root().join("trials"))
}

/// The time that this thread was at work, where the system tells it; otherwise the time that passed.
struct Clock(Option<Duration>, Instant);

impl Clock {
    fn now() -> Self {
        Self(Self::worked(), Instant::now())
    }

    fn worked() -> Option<Duration> {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
    }

    fn elapsed(&self) -> Duration {
        match (self.0, Self::worked()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => self.1.elapsed(),
        }
    }
}

/// What a rule file gives: told, and asked of a patient without facts where it may be.
fn lint(text: &str, modules: &dyn Modules) {
    let (trial, out, sources) = compile("a.elig", text, modules);
    let usable = !out.has_errors();
    for finding in out.sorted().iter().take(60) {
        assert!(!human::render(finding, &sources, Style::default()).is_empty());
    }
    if let Some(trial) = trial
        && usable
    {
        evaluate(&trial, b"{}\n", Format::Json);
    }
}

/// What a file of records gives.
fn evaluate(trial: &Trial, bytes: &[u8], format: Format) {
    let decoder = Decoder::new(&trial.facts);
    for (at, raw) in open("a", Box::new(std::io::Cursor::new(bytes.to_vec())), Some(format))
        .take(2_000)
        .enumerate()
    {
        let decoded = decoder.decode(&raw, SourceId(0));
        let mut sources = elig::source::Sources::default();
        sources.add_source(raw.source.clone());
        let warnings = decoded.warnings.iter().map(|warning| &warning.diagnostic);
        for finding in decoded.errors.iter().chain(warnings).take(20) {
            assert!(!human::render(finding, &sources, Style::default()).is_empty());
        }
        if decoded.errors.is_empty() && at < 10 {
            let _ = evaluate_in(trial, &decoded.patient, Detail::Full);
        }
    }
}

/// Runs one input; a panic or a long wait is told with it.
#[track_caller]
fn stands(input: &dyn Fn() -> String, run: impl FnOnce()) {
    let start = Clock::now();
    let result = catch_unwind(AssertUnwindSafe(run));
    let took = start.elapsed();
    if took > BOUND / 10 {
        println!("{took:?} {}", input().lines().next().unwrap_or_default());
    }
    if let Err(cause) = result {
        panic!("{}\n{}", words(cause.as_ref()), shortened(&input()));
    }
    assert!(took < BOUND, "{took:?}\n{}", shortened(&input()));
}

fn words(cause: &(dyn Any + Send)) -> String {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(cause.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic").to_owned()
}

fn shortened(text: &str) -> String {
    if text.len() < 8_000 {
        return text.to_owned();
    }
    let head: String = text.chars().take(400).collect();
    format!("{head}… ({} bytes)", text.len())
}

/// A text that ends anywhere.
fn prefixes(text: &str, step: usize) -> impl Iterator<Item = &str> {
    (0..text.len()).step_by(step).filter_map(|end| text.get(..end))
}

#[test]
fn trials_that_are_cut_off() {
    for id in TRIALS {
        let text = text_of(id);
        // Reading alone is quick; the whole way is gone for some of them.
        for (at, prefix) in prefixes(&text, 7).enumerate() {
            stands(&|| format!("{id}: {} bytes", prefix.len()), || {
                let mut out = elig::diagnostic::Diagnostics::default();
                if at % 20 == 0 {
                    lint(prefix, &beside());
                } else if at % 20 == 10 {
                    let _ = elig::syntax::format(SourceId(0), prefix, &mut out);
                } else {
                    let file = elig::syntax::parse(SourceId(0), prefix, &mut out);
                    let _ = elig::check::check(&file, &[], "a", &mut out);
                }
            });
        }
    }
}

#[test]
fn modules_that_are_cut_off() {
    for (name, text) in SHIPPED {
        for prefix in prefixes(text, 7) {
            stands(&|| format!("{name}: {} bytes", prefix.len()), || {
                lint(prefix, &beside())
            });
        }
    }
}

/// A few mistakes of the hand: bytes that flip, lines that change places, parts that go or come twice.
fn mutated(text: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..1 + random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(40)).min(bytes.len());
        match random.below(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, part);
            }
            3 => bytes = swapped(&bytes, random),
            4 => bytes.insert(at, *random.pick(b"{}()[]\"',:;<>=*#.-0 \n\0")),
            5 => {
                let words: &[&str] = &[
                    "and", "or", "not", "unless", "then", "where", "any of", "ULN", "before", "1e9", "µ", "≤",
                    "\"\"\"", "null", "-1",
                ];
                let word = format!(" {} ", random.pick(words));
                bytes.splice(at..at, word.into_bytes());
            }
            _ => {
                // Another digit: a limit, a date, an option that does not exist.
                if let Some(digit) = bytes.iter_mut().skip(at).find(|byte| byte.is_ascii_digit()) {
                    *digit = b'0' + u8::try_from(random.below(10)).unwrap();
                }
            }
        }
    }
    bytes
}

/// Two lines in each other's place.
fn swapped(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (a, b) = (random.below(lines.len()), random.below(lines.len()));
    lines.swap(a, b);
    lines.join(&b'\n')
}

#[test]
fn trials_with_slips_of_the_hand() {
    let mut random = Random(0x5EED);
    for case in 0..300 {
        let id = TRIALS[case % 2];
        let text = String::from_utf8_lossy(&mutated(text_of(id).as_bytes(), &mut random)).into_owned();
        stands(&|| format!("{id}, case {case}"), || lint(&text, &beside()));
    }
}

#[test]
fn any_bytes_at_all() {
    let mut random = Random(77);
    let trial = shipped(TRIALS[0]);
    for _ in 0..300 {
        let length = random.below(400);
        let narrow = random.chance(50);
        let bytes: Vec<u8> = (0..length)
            .map(|_| {
                if narrow {
                    *random.pick(b"{}()[]\"\\',:<>=*#.-09aeIE \n\t")
                } else {
                    random.next() as u8
                }
            })
            .collect();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        stands(&|| format!("{bytes:?}"), || {
            lint(&text, &beside());
            lint(&format!("inclusion {{ I1 \"x\" {{ {text} }} }}"), &beside());
            for format in [Format::Json, Format::Ndjson, Format::Csv] {
                evaluate(&trial, &bytes, format);
            }
        });
    }
}

/// What may stand inside itself: what opens it, what is in the middle, what closes it.
const NESTING: &[(&str, &str, &str)] = &[
    ("(", "a", ")"),
    ("[", "a", "]"),
    ("{ ", "a", " }"),
    ("(", "a", ""),
    ("", "a", ")"),
    ("", "a", "}"),
    ("\"", "a", "\""),
    ("\"\"\" ", "a", " \"\"\""),
    ("“", "a", "”"),
    ("not ", "a", ""),
    ("-", "1", " > 0"),
    ("a and (", "a", ")"),
    ("a and ", "a", ""),
    ("a or ", "a", ""),
    ("1 + ", "1 > 0", ""),
    ("1 ^ ", "1 > 0", ""),
    ("1 - (", "1", ") > 0"),
    ("a < ", "1", ""),
    ("if a then ", "a", ""),
    ("if a then ", "a", " otherwise a"),
    ("if (", "a", ") then a"),
    ("", "a", " unless a"),
    ("", "a <= 1", " unless a then 2"),
    ("a unless (", "a", ")"),
    ("any a where ", "a", ""),
    ("no (a where ", "a", ")"),
    ("at least 2 of { ", "a", " }"),
    ("all of (", "a", ")"),
    ("sum of { a : ", "1", " }"),
    ("sum of a over (b where ", "a", ")"),
    ("highest of (", "1", ", 2)"),
    ("first of { otherwise : ", "1", " }"),
    ("f(", "a", ")"),
    ("date of ", "a", ""),
    ("ULN of ", "a", ""),
    ("", "a", " at baseline"),
    ("", "a", "[mg]"),
    ("a within (", "3 days", ") before b"),
    ("a within 3 days before ", "b", ""),
    ("shorter of (", "3 days", ", 2 days)"),
    ("I1 \"x\" { ", "a", " }"),
    ("reading x in force { ", "a", " }"),
    ("where ", "a", ""),
    ("then ", "a", ""),
    ("unless ", "a", ""),
    ("is ", "a", ""),
    ("in {", "a", "}"),
    ("a, ", "a > 1", ""),
    ("# ", "a", "\n"),
];

#[test]
fn nesting_without_end() {
    for (open, middle, close) in NESTING {
        for depth in [40, 199, 400, 20_000] {
            let rule = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
            let text = format!("facts {{ a : yes/no \"A?\" }}\ninclusion {{\n  I1 \"x\" {{\n    {rule}\n  }}\n}}\n");
            stands(&|| format!("{depth} of {open}{middle}{close}"), || {
                lint(&text, &beside())
            });
        }
    }
    for (open, middle, close) in [
        ("list of { a : ", "date", " }"),
        ("lab ", "number", ""),
        ("judgement ", "yes/no", ""),
        ("lab number with { a : ", "date", " }"),
    ] {
        for depth in [40, 199, 20_000] {
            let text = format!(
                "facts {{ a : {}{middle}{} }}\n",
                open.repeat(depth),
                close.repeat(depth)
            );
            stands(&|| format!("{depth} of {open}{middle}{close}"), || {
                lint(&text, &beside())
            });
        }
    }
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("[{a: ", "}]")] {
        for depth in [40, 199, 20_000] {
            let text = format!(
                "example \"x\" {{ a: {}1{} }} expect I1 pass\n",
                open.repeat(depth),
                close.repeat(depth)
            );
            stands(&|| format!("{depth} of {open}{close}"), || lint(&text, &beside()));
        }
    }
}

#[test]
fn definitions_upon_definitions() {
    for depth in [50, 300, 2_000] {
        let mut text = String::from("facts { a : number \"A?\" }\ndefine d0 = a\n");
        for at in 1..=depth {
            text.push_str(&format!("define d{at} = d{} + 1\n", at - 1));
        }
        text.push_str(&format!("inclusion {{ I1 \"x\" {{ d{depth} > 1 }} }}\n"));
        stands(&|| format!("{depth} definitions"), || lint(&text, &beside()));
    }
}

#[test]
fn very_long_lines_and_files() {
    let million = 1 << 20;
    for (name, text) in [
        ("blanks", " ".repeat(2 * million)),
        ("letters", "a".repeat(2 * million)),
        ("digits", "1".repeat(2 * million)),
        ("words", "a ".repeat(million)),
        ("open brackets", "(".repeat(2 * million)),
        ("closed brackets", ")".repeat(2 * million)),
        ("open braces", "{".repeat(2 * million)),
        ("quotes", "\"".repeat(2 * million)),
        ("signs", "<=".repeat(million)),
        ("lines", "\n".repeat(2 * million)),
        ("a comment", format!("#{}", "x".repeat(2 * million))),
        (
            "a text",
            format!("inclusion {{ I1 \"{}\" asks a }}", "x".repeat(2 * million)),
        ),
        (
            "a sum",
            format!("inclusion {{ I1 \"x\" {{ 1{} > 2 }} }}", " + 1".repeat(million / 2)),
        ),
        (
            "a number",
            format!("inclusion {{ I1 \"x\" {{ 1 > {} }} }}", "7".repeat(2 * million)),
        ),
        (
            "a unit",
            format!("inclusion {{ I1 \"x\" {{ 1 > 1 {} }} }}", "mg/".repeat(million / 2)),
        ),
        (
            "conditions",
            format!(
                "inclusion {{ I1 \"x\" {{ 1 > 0{} }} }}",
                " and 1 > 0".repeat(million / 16)
            ),
        ),
        (
            "options",
            format!(
                "facts {{ a : one of {{ {} }} }}",
                (0..100_000).map(|at| format!("o{at}, ")).collect::<String>()
            ),
        ),
        (
            "unknown names",
            format!(
                "inclusion {{ I1 \"x\" {{\n{}}} }}",
                (0..10_000).map(|at| format!("name{at}\n")).collect::<String>()
            ),
        ),
        (
            "criteria",
            format!(
                "exclusion {{\n{}}}",
                (0..10_000)
                    .map(|at| format!("E{at} \"x\" asks e{at}\n"))
                    .collect::<String>()
            ),
        ),
        (
            "one criterion",
            format!("exclusion {{\n{}}}", "E1 \"x\" asks e1\n".repeat(5_000)),
        ),
        (
            "facts",
            format!(
                "facts {{\n{}}}",
                (0..20_000)
                    .map(|at| format!("f{at} : yes/no \"F?\"\n"))
                    .collect::<String>()
            ),
        ),
        ("too large a file", "# comment\n".repeat(2 * million)),
    ] {
        stands(&|| name.to_owned(), || lint(&text, &beside()));
        stands(&|| format!("{name}, laid out"), || {
            let mut out = elig::diagnostic::Diagnostics::default();
            let laid_out = elig::syntax::format(SourceId(0), &text, &mut out);
            assert_ne!(laid_out, elig::syntax::Formatted::Unsure);
        });
    }
}

#[test]
fn records_with_slips_of_the_hand() {
    let mut random = Random(0xBED);
    for id in TRIALS {
        let trial = shipped(id);
        let mut files: Vec<_> = fs::read_dir(root().join("tests/vignettes").join(id))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for case in 0..300 {
            let patient = &json(&files[case % files.len()])["patient"];
            let text = if case % 2 == 0 {
                patient.to_string()
            } else {
                serde_json::to_string_pretty(patient).unwrap()
            };
            let bytes = mutated(text.as_bytes(), &mut random);
            let format = *random.pick(&[Format::Json, Format::Json, Format::Ndjson, Format::Csv]);
            stands(&|| format!("{id}: {}", String::from_utf8_lossy(&bytes)), || {
                evaluate(&trial, &bytes, format)
            });
        }
    }
}

#[test]
fn records_that_are_cut_off() {
    for id in TRIALS {
        let trial = shipped(id);
        let text = json(&root().join("tests/vignettes").join(id).join("base.json"))["patient"].to_string();
        for prefix in prefixes(&text, 7) {
            for format in [Format::Json, Format::Ndjson] {
                stands(&|| prefix.to_owned(), || evaluate(&trial, prefix.as_bytes(), format));
            }
        }
    }
}

#[test]
fn records_of_any_shape() {
    let trial = shipped(TRIALS[0]);
    let million = 1 << 20;
    for (name, text) in [
        (
            "lists in lists",
            format!("{{\"ALT\": {}{}}}", "[".repeat(million), "]".repeat(million)),
        ),
        ("objects in objects", "{\"ALT\":".repeat(million / 4)),
        ("a long text", format!("{{\"sex\": \"{}\"}}", "x".repeat(2 * million))),
        ("a long number", format!("{{\"SpO2\": {}}}", "9".repeat(2 * million))),
        ("a long exponent", "{\"SpO2\": 1e999999999999}".to_owned()),
        (
            "readings",
            format!(
                "{{\"ALT\": [{}5]}}",
                "{\"value\": 5, \"unit\": \"U/L\", \"high\": 40},".repeat(20_000)
            ),
        ),
        (
            "lesions",
            format!("{{\"lesions\": [{}{{}}]}}", "{\"site\": \"lymph_node\"},".repeat(2_000)),
        ),
        (
            "strange fields",
            format!(
                "{{{}\"z\": 1}}",
                (0..20_000).map(|at| format!("\"field{at}\": 1,")).collect::<String>()
            ),
        ),
        (
            "days apart",
            "{\"screening\": \"9999-12-31\", \"birth_date\": \"0001-01-01\"}".to_owned(),
        ),
        (
            "a span of years",
            "{\"screening\": {\"between\": [\"0001\", \"9999\"]}, \"lesions\": []}".to_owned(),
        ),
        ("half a pair", "{\"sex\": \"\\ud800\"}".to_owned()),
        ("zeroes", "\0".repeat(million)),
        (
            "a wide table",
            format!("{}\n{}\n", "a,".repeat(100_000), "1,".repeat(100_000)),
        ),
        ("a table of quotes", "\"".repeat(million)),
    ] {
        for format in [Format::Json, Format::Ndjson, Format::Csv] {
            stands(&|| format!("{name} as {format:?}"), || {
                evaluate(&trial, text.as_bytes(), format)
            });
        }
    }
}
