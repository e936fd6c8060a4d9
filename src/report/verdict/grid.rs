//! Responses in rows and columns: endpoints by visits, patients by endpoints.

use crate::eval::Response;
use crate::report::style::{Paint, Style};
use crate::report::text;

/// Between two columns, and before the first.
const GAP: usize = 2;
/// No name at the head of a column takes more.
const WIDEST: usize = 24;

/// What stands in one row under one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A response.
    Response(Response),
    /// A remark.
    Words(String),
    /// Nothing.
    Empty,
}

/// A table of responses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The names of the columns.
    pub heads: Vec<String>,
    /// The name of each row, and its cells in the order of the columns.
    pub rows: Vec<(String, Vec<Cell>)>,
}

impl Grid {
    /// The table; columns that find no room stand below the others, beside the same names.
    #[must_use]
    pub fn draw(&self, style: Style) -> String {
        let plain = |name: &str| style.plain(name).into_owned();
        let names = self.rows.iter().map(|(name, _)| text::width(&plain(name)));
        let name = names.max().unwrap_or(0).min(style.width / 3);
        let widths: Vec<usize> = (0..self.heads.len()).map(|at| self.column(at, style)).collect();
        let mut drawn = String::new();
        let mut from = 0;
        while from < widths.len() {
            let (to, _) = text::fitting(&widths, from, style.width.saturating_sub(GAP + name), GAP);
            if from > 0 {
                drawn.push('\n');
            }
            let fitted =
                |words: &str, width: usize| text::pad(&text::cut(&plain(words), width, style.ellipsis()), width);
            let line = |first: &str, cells: Vec<String>| {
                let line = format!("  {}  {}", fitted(first, name), cells.join("  "));
                format!("{}\n", line.trim_end())
            };
            let columns = || (from..to).zip(widths.get(from..to).unwrap_or(&[]));
            let heads = columns().map(|(at, width)| fitted(self.heads.get(at).map_or("", String::as_str), *width));
            let head = line("", heads.collect());
            drawn.push_str(&format!("{}\n", style.paint(Paint::Strong, head.trim_end())));
            for (row, cells) in &self.rows {
                let cells = columns().map(|(at, width)| {
                    let cell = cells.get(at).unwrap_or(&Cell::Empty);
                    match cell {
                        Cell::Response(response) => {
                            let word = fitted(short(*response, style), *width);
                            style.paint(Paint::of_response(*response), word)
                        }
                        Cell::Words(words) => fitted(words, *width),
                        Cell::Empty => fitted("", *width),
                    }
                });
                drawn.push_str(&line(row, cells.collect()));
            }
            from = to;
        }
        drawn
    }

    fn column(&self, at: usize, style: Style) -> usize {
        let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(at));
        let widths = cells.map(|cell| match cell {
            Cell::Response(response) => text::width(short(*response, style)),
            Cell::Words(words) => text::width(&style.plain(words)),
            Cell::Empty => 0,
        });
        let head = self.heads.get(at).map_or(0, |head| text::width(&style.plain(head)));
        widths.fold(head, usize::max).min(WIDEST)
    }
}

/// A response in a narrow column.
fn short(response: Response, style: Style) -> &'static str {
    match response {
        Response::Yes => "yes",
        Response::No => "no",
        Response::Unknown => "?",
        Response::NotApplicable if style.ascii => "-",
        Response::NotApplicable => "–",
    }
}

/// What the short ones say.
#[must_use]
pub fn legend(style: Style) -> String {
    let not = short(Response::NotApplicable, style);
    style.paint(Paint::Faint, format!("? unknown   {not} not applicable"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_no_room_stands_below() {
        let cells = vec![
            Cell::Response(Response::Yes),
            Cell::Response(Response::Unknown),
            Cell::Response(Response::NotApplicable),
            Cell::Words("no visit".to_owned()),
        ];
        let grid = Grid {
            heads: ["month_1", "month_3", "month_12", ""].map(str::to_owned).to_vec(),
            rows: vec![("SRI-4".to_owned(), cells), ("PGA".to_owned(), vec![Cell::Empty])],
        };
        let style = |width| Style {
            width,
            ascii: true,
            ..Style::default()
        };
        assert_eq!(
            grid.draw(style(80)),
            "         month_1  month_3  month_12\n  SRI-4  yes      ?        -         no visit\n  PGA\n"
        );
        assert_eq!(
            grid.draw(style(30)),
            "         month_1  month_3\n  SRI-4  yes      ?\n  PGA\n\n         month_12\n  SRI-4  -         no visit\n  PGA\n"
        );
    }
}
