//! `lib.rs` lists the modules in the order of the pipeline; none names a later one.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::root;

#[test]
fn no_module_names_a_later_one() {
    let library = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let order: Vec<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert!(order.len() > 8, "{order:?}");
    let mut wrong = Vec::new();
    for (at, module) in order.iter().enumerate() {
        for later in &order[at + 1..] {
            walk(&root().join("src").join(module), &mut |path, text| {
                if text.contains(&format!("crate::{later}::")) || text.contains(&format!("crate::{later};")) {
                    wrong.push(format!("{} uses `{later}`, which comes later", path.display()));
                }
            });
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a program links reads no file and prints nothing: that is for the commands. Parquet has its index at the end of
/// the file, so its reader opens one.
#[test]
fn only_the_commands_read_files_and_print() {
    let mut wrong = Vec::new();
    walk(&root().join("src"), &mut |path, text| {
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        let may = ["src/cli/", "src/main.rs", "src/records/parquet.rs"];
        if may.iter().any(|part| shown.starts_with(part)) || shown.contains("/tests") {
            return;
        }
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let words = [
            "std::fs",
            "println!",
            "print!(",
            "dbg!",
            "io::stdin",
            "io::stdout",
            "io::stderr",
            "std::env",
            "std::net",
            "SystemTime",
        ];
        for line in lines {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                wrong.push(format!("{shown}: `{word}` in {}", line.trim()));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A rule of the linter is found by its name: `W0405 exception-without-effect` stands in `exception_without_effect.rs`.
#[test]
fn each_lint_rule_stands_in_a_file_of_its_name() {
    // A missing protocol is told by the file that runs the rules, what is wrong with a remark by the one that reads them.
    let together = [
        "protocol-missing",
        "allow-without-reason",
        "allow-without-effect",
        "allow-impossible",
    ];
    let mut files = BTreeSet::new();
    walk(&root().join("src/lint"), &mut |path, _| {
        files.insert(path.file_stem().unwrap().to_str().unwrap().replace('_', "-"));
    });
    for code in elig::codes::all().filter(|code| code.is_advice()) {
        let has_one = files.contains(code.name) || together.contains(&code.name);
        assert!(has_one, "{} {} has no file", code.id, code.name);
    }
}

fn walk(folder: &Path, f: &mut dyn FnMut(&Path, &str)) {
    let single = folder.with_extension("rs");
    if single.is_file() {
        f(&single, &std::fs::read_to_string(&single).unwrap());
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, f);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            f(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}
