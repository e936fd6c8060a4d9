//! `lib.rs` lists the modules in the order of the pipeline; none names a later one.

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
