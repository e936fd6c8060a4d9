//! A finding on one line, as editors read them.

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::report::style::{Paint, Style};
use crate::source::Sources;

/// Writes `file:line:col: E0301 unit-missing: message`.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, finding: &Diagnostic, sources: &Sources, style: Style) -> io::Result<()> {
    line(out, finding, sources, style, Paint::of_level(finding.level()))?;
    writeln!(out)
}

/// Writes the same of a finding that may stand, with the reason: `…: message (allowed: reason)`.
///
/// # Errors
/// Those of `out`.
pub fn write_allowed(
    out: &mut dyn Write,
    (finding, reason): (&Diagnostic, &str),
    sources: &Sources,
    style: Style,
) -> io::Result<()> {
    line(out, finding, sources, style, Paint::Faint)?;
    writeln!(out, " (allowed: {})", style.plain(reason))
}

fn line(out: &mut dyn Write, finding: &Diagnostic, sources: &Sources, style: Style, paint: Paint) -> io::Result<()> {
    if let Some(span) = finding.span()
        && let Some(source) = sources.get(span.source)
    {
        let (line, column) = source.position(span.start as usize);
        write!(out, "{}:{line}:{column}: ", style.plain(&source.name))?;
    }
    let code = format!("{} {}", finding.code.id, finding.code.name);
    write!(out, "{}: {}", style.paint(paint, code), style.plain(&finding.message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Code, Level};
    use crate::source::Span;

    static CODE: Code = Code {
        id: "W0203",
        name: "limit-differs",
        level: Level::Warning,
        summary: "",
    };

    #[test]
    fn one_line() {
        let mut sources = Sources::default();
        let id = sources.add("a.elig", "x\nyy z\n");
        let mut out = Vec::new();
        let finding = CODE.at(Span::new(id, 5, 6), "one\nmessage");
        write(&mut out, &finding, &sources, Style::default()).unwrap();
        write_allowed(&mut out, (&finding, "as\namended"), &sources, Style::default()).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a.elig:2:4: W0203 limit-differs: one message\n\
             a.elig:2:4: W0203 limit-differs: one message (allowed: as amended)\n"
        );
    }
}
