//! Which item a marked line is: on the level of those before it, or below.

use super::marker::{Kind, Marker, Style};

/// An item that may still get items on its level, or below it.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub id: String,
    indent: usize,
    style: Style,
    /// Its number on its level.
    number: u32,
    /// The numbers of it and of those around it, where all are numbers.
    path: Vec<u32>,
    /// The number of the last item below it.
    below: u32,
}

/// The items that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    letter: char,
    /// The number of the heading: `5.1`.
    heading: Vec<u32>,
    open: Vec<Open>,
    /// The number of the last outermost item of either section.
    last: [u32; 2],
    /// What is added to the printed numbers, where a list begins anew under a second heading.
    added: u32,
    /// The next outermost item is the first under its heading.
    fresh: bool,
}

/// Where an item goes: behind how many open ones, in which style, as which number.
struct Place {
    depth: usize,
    style: Style,
    number: u32,
}

impl Nesting {
    /// A heading: of inclusion, of exclusion, the second of either.
    pub(super) fn section(&mut self, letter: char, heading: Vec<u32>) {
        (self.letter, self.heading) = (letter, heading);
        self.anew();
    }

    /// A list may begin anew.
    pub(super) fn anew(&mut self) {
        self.open.clear();
        self.fresh = true;
    }

    fn last(&mut self) -> &mut u32 {
        let [of_inclusion, of_exclusion] = &mut self.last;
        if self.letter == 'I' { of_inclusion } else { of_exclusion }
    }

    /// The item that a marked line begins, and the one that it belongs to; nothing where the mark is part of a sentence.
    pub(super) fn item(&mut self, marker: &Marker<'_>, indent: usize) -> Option<(String, Option<String>)> {
        let path = marker
            .path
            .strip_prefix(self.heading.as_slice())
            .unwrap_or(&marker.path);
        let place = if path.len() > 1 {
            self.by_path(path, marker)?
        } else {
            self.continuing(marker, indent)
                .or_else(|| self.by_indent(marker, indent))?
        };
        self.open.truncate(place.depth);
        let Place { style, number, .. } = place;
        let parent = self.open.last_mut();
        let above = parent.as_ref().map(|parent| parent.id.clone());
        let (id, number, path) = match parent {
            Some(parent) => {
                let number = if style.kind == Kind::Bullet {
                    parent.below + 1
                } else {
                    number
                };
                parent.below = number.max(parent.below);
                let part = match style.kind {
                    Kind::Letter | Kind::Capital | Kind::Roman => marker.printed.to_owned(),
                    _ => number.to_string(),
                };
                let mut path = parent.path.clone();
                path.push(number);
                (format!("{}.{part}", parent.id), number, path)
            }
            None => self.outermost(style, number, path),
        };
        self.open.push(Open {
            id: id.clone(),
            indent,
            style,
            number,
            path,
            below: 0,
        });
        Some((id, above))
    }

    /// The number of an item that is part of none.
    fn outermost(&mut self, style: Style, number: u32, path: &[u32]) -> (String, u32, Vec<u32>) {
        let letter = self.letter;
        if path.len() > 1 {
            let rest: Vec<String> = path.iter().map(u32::to_string).collect();
            *self.last() = path.first().copied().unwrap_or_default();
            self.fresh = false;
            return (format!("{letter}{}", rest.join(".")), number, path.to_vec());
        }
        let last = *self.last();
        if self.fresh {
            self.added = if number <= last { last } else { 0 };
            self.fresh = false;
        }
        let shown = if style.kind == Kind::Bullet {
            last + 1
        } else {
            number + self.added
        };
        *self.last() = shown;
        let number = if style.kind == Kind::Bullet { shown } else { number };
        (format!("{letter}{shown}"), number, vec![number])
    }

    /// `3.1` in item 3, `3.2` behind it.
    fn by_path(&self, path: &[u32], marker: &Marker<'_>) -> Option<Place> {
        let (&(style, _), (last, above)) = (marker.ways.first()?, path.split_last()?);
        let place = |depth| Place {
            depth,
            style,
            number: *last,
        };
        let before = |open: &Open| {
            open.path
                .split_last()
                .is_some_and(|(n, head)| head == above && n + 1 == *last)
        };
        if let Some(depth) = self.open.iter().position(before) {
            return Some(place(depth));
        }
        if let Some(depth) = self
            .open
            .iter()
            .position(|open| open.path == above)
            .filter(|_| *last == 1)
        {
            return Some(place(depth + 1));
        }
        // 2.1 behind 1.4, where no line has 1 or 2 alone.
        let first = above.first().copied().unwrap_or_default();
        let next = self
            .open
            .first()
            .is_none_or(|open| open.path.len() > 1 && open.path.first() == Some(&(first - first.min(1))));
        (*last == 1 && next).then(|| place(0))
    }

    /// The number behind that of an open item, and nearest to it.
    fn continuing(&self, marker: &Marker<'_>, indent: usize) -> Option<Place> {
        let mut best: Option<((bool, usize), Place)> = None;
        for (style, number) in &marker.ways {
            for (depth, open) in self.open.iter().enumerate() {
                let follows = open.style.kind == style.kind && open.number + 1 == *number;
                if style.kind == Kind::Bullet || !follows {
                    continue;
                }
                let far = (open.style.sign != style.sign, open.indent.abs_diff(indent));
                if best.as_ref().is_none_or(|(least, _)| far <= *least) {
                    let (style, number) = (*style, *number);
                    best = Some((far, Place { depth, style, number }));
                }
            }
        }
        best.map(|(_, place)| place)
    }

    /// A first item of a list, a bullet, or a number out of order: by how far it is indented.
    fn by_indent(&self, marker: &Marker<'_>, indent: usize) -> Option<Place> {
        let first = |(_, number): &&(Style, u32)| *number <= 1;
        let way = marker.ways.iter().find(first).or(marker.ways.first());
        let &(style, number) = way?;
        let place = |depth| Some(Place { depth, style, number });
        let kept = self.open.iter().rposition(|open| open.indent <= indent + 1);
        let Some((last, open)) = kept.and_then(|at| Some((at, self.open.get(at)?))) else {
            return place(0);
        };
        let begins = number <= 1;
        if open.indent + 1 < indent {
            return if begins { place(last + 1) } else { None };
        }
        let level = |open: &&Open| open.indent.abs_diff(indent) <= 1;
        let alike = self.open.get(..=last)?.iter().enumerate().rev();
        let alike = alike
            .take_while(|(_, open)| level(open))
            .find(|(_, open)| open.style == style);
        match alike {
            // A list that begins at 1 again on the same level lost its indentation.
            Some((_, open)) if style.kind != Kind::Bullet && begins && open.number >= 1 => place(last + 1),
            Some((depth, _)) => place(depth),
            None if begins => place(last + 1),
            None => None,
        }
    }
}
