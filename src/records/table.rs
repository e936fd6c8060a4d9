//! Tables with a header: rows as records.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::json::{self, Fault, Json, Member, Node};
use super::stream::fault;
use crate::codes::record as codes;

/// The columns of a table.
#[derive(Debug)]
pub(crate) struct Header {
    pub separator: u8,
    columns: Vec<Column>,
    /// The names before the first point, in order, with the columns of each.
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Column {
    name: String,
}

#[derive(Debug)]
struct Field {
    name: String,
    /// The column of the name alone.
    whole: Option<usize>,
    /// Columns of its parts: `ALT.unit`.
    parts: Vec<(String, usize)>,
}

impl Header {
    /// Reads the first row.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let separator = separator(text);
        let mut columns = Vec::new();
        let mut fields: Vec<Field> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (at, cell) in cells(text, separator)?.into_iter().enumerate() {
            let name = cell.text.trim().to_owned();
            columns.push(Column { name: name.clone() });
            if name.is_empty() {
                continue;
            }
            let (base, part) = match name.split_once('.') {
                Some((base, part)) => (base.to_owned(), Some(part.to_owned())),
                None => (name.clone(), None),
            };
            let place = *places.entry(base.clone()).or_insert(fields.len());
            if place == fields.len() {
                fields.push(Field {
                    name: base,
                    whole: None,
                    parts: Vec::new(),
                });
            }
            let Some(field) = fields.get_mut(place) else {
                continue;
            };
            let twice = match &part {
                None => field.whole.is_some(),
                Some(part) => field.parts.iter().any(|(other, _)| other == part),
            };
            if twice {
                return Err(fault(
                    &codes::BAD_HEADER,
                    cell.at,
                    format!("two columns are named `{name}`"),
                ));
            }
            match part {
                None => field.whole = Some(at),
                Some(part) => field.parts.push((part, at)),
            }
        }
        if fields.is_empty() {
            return Err(fault(
                &codes::BAD_HEADER,
                0..text.len(),
                "the table's first line names no column",
            ));
        }
        Ok(Self {
            separator,
            columns,
            fields,
        })
    }

    /// The columns' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// A row as an object.
    pub fn record<'a>(&self, text: &'a str) -> Result<Node<'a>, Fault> {
        let cells = cells(text, self.separator)?;
        self.check_length(text, &cells)?;
        let mut nodes: Vec<Option<Node<'a>>> = cells.into_iter().map(Cell::node).collect::<Result<_, _>>()?;
        let mut take = |at: usize| nodes.get_mut(at).and_then(Option::take);
        let member = |name: &str, value: Node<'a>| Member {
            key: Cow::Owned(name.to_owned()),
            key_at: value.at.clone(),
            value,
        };
        let mut members = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let whole = field.whole.and_then(&mut take);
            if field.parts.is_empty() || (field.whole.is_some() && whole.is_none()) {
                members.extend(whole.map(|value| member(&field.name, value)));
                continue;
            }
            let mut parts: Vec<_> = (field.parts.iter())
                .filter_map(|(name, at)| take(*at).map(|value| member(name, value)))
                .collect();
            let value = match whole {
                Some(value) if parts.is_empty() => value,
                Some(Node {
                    at,
                    json: Json::Object(_) | Json::Array(_),
                }) => {
                    let message = format!("`{}` is given whole in one cell and in parts in others", field.name);
                    return Err(fault(&codes::DUPLICATE_KEY, at, message));
                }
                Some(value) => {
                    let at = value.at.clone();
                    parts.insert(0, member("value", value));
                    Node {
                        at,
                        json: Json::Object(parts),
                    }
                }
                None => {
                    let Some(first) = parts.first() else { continue };
                    Node {
                        at: first.value.at.clone(),
                        json: Json::Object(parts),
                    }
                }
            };
            members.push(member(&field.name, value));
        }
        Ok(Node {
            at: 0..text.len(),
            json: Json::Object(members),
        })
    }

    fn check_length(&self, text: &str, cells: &[Cell<'_>]) -> Result<(), Fault> {
        let columns = self.columns.len();
        if cells.len() < columns {
            let missing = self.columns.get(cells.len()).map_or("", |column| &column.name);
            let message = format!(
                "the row has {} cells; the header has {columns}, from `{missing}` on they are missing",
                cells.len()
            );
            let last = text.chars().next_back().map_or(0, char::len_utf8);
            let end = text.len() - last..text.len();
            return Err(fault(&codes::BAD_ROW, end, message));
        }
        if let Some(cell) = cells.iter().skip(columns).find(|cell| !cell.text.trim().is_empty()) {
            let message = format!("the row has {} cells; the header has {columns}", cells.len());
            let mut fault = fault(&codes::BAD_ROW, cell.at.clone(), message);
            fault.help = Some("a cell that holds the separator needs quotes around it".to_owned());
            return Err(fault);
        }
        Ok(())
    }
}

/// One cell of a row.
pub(crate) struct Cell<'a> {
    at: Range<usize>,
    text: Cow<'a, str>,
    quoted: bool,
}

impl<'a> Cell<'a> {
    /// What it holds; nothing if it is empty.
    fn node(self) -> Result<Option<Node<'a>>, Fault> {
        let trimmed = self.text.trim();
        if trimmed.is_empty() {
            return Ok(None);
        }
        let before = self.text.len() - self.text.trim_start().len();
        let at = if self.quoted {
            self.at.clone()
        } else {
            self.at.start + before..self.at.start + before + trimmed.len()
        };
        if !trimmed.starts_with(['{', '[']) {
            let text = match self.text {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            };
            return Ok(Some(Node {
                at,
                json: Json::String(text),
            }));
        }
        // Two quotes of a cell are one of the value in it.
        let start = self.at.start + usize::from(self.quoted);
        let doubled: Vec<usize> = match &self.text {
            Cow::Borrowed(_) => Vec::new(),
            Cow::Owned(text) => text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'"')
                .map(|(at, _)| at)
                .collect(),
        };
        let place = |at: usize| start + at + doubled.partition_point(|quote| *quote < at);
        match json::parse(&self.text) {
            Ok(node) => Ok(Some(node.into_owned().moved(&place))),
            Err(mut fault) => {
                fault.at = place(fault.at.start)..place(fault.at.end);
                fault.message = fault.message.replace("the record", "the cell");
                Err(fault)
            }
        }
    }
}

/// The separator that the header has most of.
fn separator(text: &str) -> u8 {
    let count = |byte: u8| text.bytes().filter(|other| *other == byte).count();
    let mut best = b',';
    for byte in [b';', b'\t'] {
        if count(byte) > count(best) {
            best = byte;
        }
    }
    best
}

/// The cells of a row.
pub(crate) fn cells(text: &str, separator: u8) -> Result<Vec<Cell<'_>>, Fault> {
    let bytes = text.as_bytes();
    let next = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .position(|byte| *byte == separator)
            .map_or(bytes.len(), |count| from + count)
    };
    let mut cells = Vec::new();
    let mut start = 0;
    loop {
        let end = if bytes.get(start) == Some(&b'"') {
            let (inside, end) = quoted(text, start)?;
            cells.push(Cell {
                at: start..end,
                text: inside,
                quoted: true,
            });
            if bytes.get(end).is_some_and(|byte| *byte != separator) {
                let message = "after the closing quote of a cell there should be a separator";
                let mut fault = fault(&codes::BAD_ROW, end..next(end), message);
                fault.help = Some("a quote inside a cell is written twice: \"\"".to_owned());
                return Err(fault);
            }
            end
        } else {
            let end = next(start);
            cells.push(Cell {
                at: start..end,
                text: Cow::Borrowed(text.get(start..end).unwrap_or("")),
                quoted: false,
            });
            end
        };
        if end >= bytes.len() {
            return Ok(cells);
        }
        start = end + 1;
    }
}

/// A quoted cell without its quotes, and its end.
fn quoted(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), Fault> {
    let mut at = start + 1;
    let mut owned = String::new();
    loop {
        let rest = text.get(at..).unwrap_or("");
        let Some(quote) = rest.find('"') else {
            return Err(fault(
                &codes::CUT_OFF,
                start..start + 1,
                "the quote that opens this cell is not closed",
            ));
        };
        let piece = rest.get(..quote).unwrap_or("");
        at += quote + 1;
        if text.as_bytes().get(at) != Some(&b'"') {
            if owned.is_empty() {
                return Ok((Cow::Borrowed(piece), at));
            }
            owned.push_str(piece);
            return Ok((Cow::Owned(owned), at));
        }
        owned.push_str(piece);
        owned.push('"');
        at += 1;
    }
}
