//! A finding as a person reads it: the message, the place with its labels, the cure.

use std::io::{self, Write};

use crate::codes::Level;
use crate::diagnostic::Diagnostic;
use crate::report::snippet::{self, Mark};
use crate::report::style::{Paint, Style};
use crate::report::text;
use crate::source::Sources;

/// Writes one finding, with an empty line behind it.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, finding: &Diagnostic, sources: &Sources, style: Style) -> io::Result<()> {
    writeln!(out, "{}", render(finding, sources, style))
}

/// One finding as text.
#[must_use]
pub fn render(finding: &Diagnostic, sources: &Sources, style: Style) -> String {
    let paint = Paint::of_level(finding.level());
    let head = format!("{} {}", finding.code.id, finding.code.name);
    let mut result = format!("{}\n", style.paint(paint, head));
    let message = text::block(&plain(&finding.message, style), "    ", "    ", style.width);
    let message = message.get(4..).unwrap_or("");
    result.push_str(&format!(
        "  {} {message}",
        style.paint(paint, icon(finding.level(), style))
    ));
    let marks: Vec<Mark> = finding
        .labels
        .iter()
        .enumerate()
        .map(|(at, label)| Mark {
            span: label.span,
            text: label.text.clone(),
            paint: if at == 0 { paint } else { Paint::Hint },
        })
        .collect();
    result.push_str(&snippet::draw(sources, &marks, &[], style));
    if let Some(help) = &finding.help {
        let help = text::block(&plain(help, style), "        ", "        ", style.width);
        let help = help.get(8..).unwrap_or("");
        result.push_str(&format!("  {} {help}", style.paint(Paint::Hint, "help:")));
    }
    result
}

/// Made plain line by line.
fn plain(text: &str, style: Style) -> String {
    text.split('\n')
        .map(|line| style.plain(line))
        .collect::<Vec<_>>()
        .join("\n")
}

fn icon(level: Level, style: Style) -> &'static str {
    match (level, style.ascii) {
        (Level::Error, false) => "×",
        (Level::Error, true) => "x",
        (Level::Warning, false) => "⚠",
        (Level::Warning, true) => "!",
        (Level::Note, false) => "☞",
        (Level::Note, true) => ">",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Code;
    use crate::source::Span;

    static UNIT_MISSING: Code = Code {
        id: "E0301",
        name: "unit-missing",
        level: Level::Error,
        summary: "A number has no unit.",
    };

    fn finding() -> (Sources, Diagnostic) {
        let mut sources = Sources::default();
        let id = sources.add("anaemia.elig", "a\n    hemoglobin > 90\n");
        let finding = UNIT_MISSING
            .at(Span::new(id, 19, 21), "hemoglobin is measured in g/L; 90 has no unit")
            .here("90 of what?")
            .label(Span::new(id, 6, 16), "declared in g/L (labs.elig:14)")
            .help("write `90 g/L`. In g/dL that would be 9.0; a limit of 90 g/dL is not plausible.");
        (sources, finding)
    }

    #[test]
    fn the_whole_of_it() {
        let (sources, finding) = finding();
        let expected = "E0301 unit-missing
  × hemoglobin is measured in g/L; 90 has no unit
   ╭─[anaemia.elig:2:18]
 2 │     hemoglobin > 90
   ·     ─────┬────   ─┬
   ·          │        ╰── 90 of what?
   ·          ╰── declared in g/L (labs.elig:14)
   ╰────
  help: write `90 g/L`. In g/dL that would be 9.0; a limit of 90 g/dL is not
        plausible.
";
        assert_eq!(
            render(
                &finding,
                &sources,
                Style {
                    width: 80,
                    ..Style::default()
                }
            ),
            expected
        );
    }

    #[test]
    fn plain_ascii() {
        let (sources, finding) = finding();
        let style = Style {
            ascii: true,
            ..Style::default()
        };
        assert!(render(&finding, &sources, style).is_ascii());
    }

    #[test]
    fn colour_never_stands_alone() {
        let (sources, finding) = finding();
        let style = Style {
            color: true,
            ..Style::default()
        };
        let coloured = render(&finding, &sources, style);
        assert!(coloured.contains("\u{1b}["));
        let mut stripped = String::new();
        let mut escape = false;
        for c in coloured.chars() {
            match c {
                '\u{1b}' => escape = true,
                'm' if escape => escape = false,
                c if !escape => stripped.push(c),
                _ => {}
            }
        }
        assert_eq!(stripped, render(&finding, &sources, Style::default()));
    }

    #[test]
    fn a_finding_without_a_place() {
        let finding = UNIT_MISSING.without_place("the file is empty");
        assert_eq!(
            render(&finding, &Sources::default(), Style::default()),
            "E0301 unit-missing\n  × the file is empty\n"
        );
    }
}
