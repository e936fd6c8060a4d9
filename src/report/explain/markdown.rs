//! Codes as a page of documentation.

use std::io::{self, Write};

use crate::codes::Code;

/// What a letter and two digits stand for, in the order of the page.
const GROUPS: [(&str, &str); 18] = [
    ("E01", "How rules are written"),
    ("E02", "Names"),
    ("E03", "Kinds and units"),
    ("E04", "Criteria"),
    ("E05", "Time"),
    ("E06", "Worked cases"),
    ("W01", "Rules and their protocol"),
    ("W02", "Rules and their quotes"),
    ("W03", "What is allowed"),
    ("W04", "What follows from the rules"),
    ("W05", "Limits and units"),
    ("W06", "Windows"),
    ("W07", "Facts and definitions"),
    ("W08", "The words of the protocol"),
    ("R01", "Files of records"),
    ("R02", "Values of records"),
    ("S03", "Doubts about records"),
    ("X01", "What a database cannot say"),
];

/// The page of all codes.
///
/// # Errors
/// Those of `out`.
pub fn all(out: &mut dyn Write, codes: &[&'static Code]) -> io::Result<()> {
    writeln!(
        out,
        "# What elig finds\n\nWritten by `elig explain --format markdown`. `elig explain CODE` shows one of these on the \
         terminal.\n\nE and R are errors: a trial or a record with one is not evaluated, and none of them can be \
         ignored. W is advice about rules and may be ignored, weighed otherwise or allowed with a reason \
         ([commands](commands.md#what-is-told)). S is told of a record, which is evaluated all the same."
    )?;
    for (group, title) in GROUPS {
        writeln!(
            out,
            "\n## {group} {title}\n\n| code | name | level | what |\n| --- | --- | --- | --- |"
        )?;
        let of_group = || codes.iter().filter(|code| code.id.starts_with(group));
        for code in of_group() {
            let link = format!("{}-{}", code.id.to_lowercase(), code.name);
            let (id, name, level, summary) = (code.id, code.name, code.level.word(), code.summary);
            writeln!(out, "| [{id}](#{link}) | `{name}` | {level} | {summary} |")?;
        }
        for code in of_group() {
            writeln!(out)?;
            one(out, code)?;
        }
    }
    Ok(())
}

/// The page of one code.
///
/// # Errors
/// Those of `out`.
pub fn one(out: &mut dyn Write, code: &'static Code) -> io::Result<()> {
    let (id, name, level) = (code.id, code.name, code.level.word());
    write!(out, "### {id} {name}\n\n{} ({level})\n\n{}", code.summary, code.page())
}

#[cfg(test)]
mod tests {
    use super::GROUPS;

    #[test]
    fn every_code_has_a_group() {
        for code in crate::codes::all() {
            assert!(
                GROUPS.iter().any(|(group, _)| code.id.starts_with(group)),
                "{}",
                code.id
            );
        }
    }
}
