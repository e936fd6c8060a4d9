//! Findings as annotations of GitHub's build server: one command a line.

use std::io::{self, Write};

use super::json::Place;
use crate::codes::Level;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// Writes `::error file=…,line=…::message`, the cure in its next line.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, finding: &Diagnostic, sources: &Sources) -> io::Result<()> {
    let kind = match finding.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    write!(out, "::{kind} ")?;
    if let Some(place) = finding.span().and_then(|span| Place::of(span, sources)) {
        write!(out, "file={},line={},", property(&place.file), place.line)?;
        write!(out, "endLine={},col={},", place.end_line, place.column)?;
        // GitHub shows the last column too, so one less; and none where the place covers several lines.
        if place.line == place.end_line && place.end_column > place.column {
            write!(out, "endColumn={},", place.end_column - 1)?;
        }
    }
    write!(out, "title={} {}::", finding.code.id, finding.code.name)?;
    match &finding.help {
        Some(help) => writeln!(out, "{}", data(&format!("{}\nhelp: {help}", finding.message))),
        None => writeln!(out, "{}", data(&finding.message)),
    }
}

/// A message as a command holds it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value as a command holds it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::check::UNIT_MISSING;
    use crate::source::Span;

    #[test]
    fn one_command() {
        let mut sources = Sources::default();
        let id = sources.add("a,b.elig", "x\nSpO2 > 90\n");
        let finding = UNIT_MISSING.at(Span::new(id, 9, 11), "no % here").help("90 %");
        let mut out = Vec::new();
        write(&mut out, &finding, &sources).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::error file=a%2Cb.elig,line=2,endLine=2,col=8,endColumn=9,title=E0301 unit-missing::no %25 here%0Ahelp: 90 \
             %25\n"
        );
        let mut out = Vec::new();
        write(&mut out, &UNIT_MISSING.without_place("x"), &sources).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "::error title=E0301 unit-missing::x\n");
    }
}
