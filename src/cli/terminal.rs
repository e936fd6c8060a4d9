//! What the terminal can show.

use std::io::IsTerminal;

use super::args::{Look, When};
use crate::report::Style;

/// Columns where there is no terminal.
const WIDTH: usize = 100;

/// The style of standard output.
pub fn out(look: Look) -> Style {
    style(
        look,
        std::io::stdout().is_terminal(),
        terminal_size::terminal_size().map(|(width, _)| width.0),
    )
}

/// The style of standard error.
pub fn err(look: Look) -> Style {
    let size = terminal_size::terminal_size_of(std::io::stderr());
    style(look, std::io::stderr().is_terminal(), size.map(|(width, _)| width.0))
}

fn style(look: Look, terminal: bool, columns: Option<u16>) -> Style {
    let wanted = || {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        terminal && !set("NO_COLOR") && !dumb
    };
    let columns = columns.filter(|_| terminal).map_or(WIDTH, usize::from);
    Style {
        color: match look.color {
            When::Always => true,
            When::Never => false,
            When::Auto => wanted(),
        },
        ascii: look.ascii,
        width: look.width.map_or(columns, usize::from).max(40),
    }
}
