//! The edits that cannot be meant otherwise, made in a text.

use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{SourceId, Span};

/// The text with the safe edits of some findings in it, and how many those are. Of edits that overlap the first is made.
#[must_use]
pub fn mend(text: &str, file: SourceId, findings: &[Diagnostic]) -> Option<(String, usize)> {
    let mut fixes: Vec<&Fix> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_deref())
        .filter(|fix| fix.safe && fix.span.source == file)
        .collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut mended = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    let mut last: Option<Span> = None;
    for fix in fixes {
        let (start, end) = (fix.span.start as usize, fix.span.end as usize);
        let overlaps = last.is_some_and(|last| start < last.end as usize || start == last.start as usize);
        let Some(kept) = text.get(at..start).filter(|_| !overlaps && text.is_char_boundary(end)) else {
            continue;
        };
        mended.push_str(kept);
        mended.push_str(&fix.replacement);
        (at, count, last) = (end, count + 1, Some(fix.span));
    }
    mended.push_str(text.get(at..)?);
    (count > 0 && mended != text).then_some((mended, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::syntax::OPERATOR_SPELLING;

    fn edit(start: usize, end: usize, with: &str) -> Diagnostic {
        let span = Span::new(SourceId(0), start, end);
        OPERATOR_SPELLING.at(span, "x").safe_fix(span, with)
    }

    #[test]
    fn edits_that_do_not_overlap_are_made() {
        let made = mend(
            "a µ c",
            SourceId(0),
            &[edit(5, 6, "C"), edit(0, 1, "AA"), edit(2, 4, "u")],
        );
        assert_eq!(made, Some(("AA u C".to_owned(), 3)));
        let made = mend(
            "abcd",
            SourceId(0),
            &[edit(0, 2, "x"), edit(1, 3, "y"), edit(2, 3, "z")],
        );
        assert_eq!(made, Some(("xzd".to_owned(), 2)));
    }

    #[test]
    fn nothing_else_is_touched() {
        let mut unsafe_edit = edit(0, 1, "x");
        if let Some(fix) = &mut unsafe_edit.fix {
            fix.safe = false;
        }
        assert_eq!(mend("ab", SourceId(0), &[unsafe_edit]), None);
        assert_eq!(mend("ab", SourceId(1), &[edit(0, 1, "x")]), None);
        assert_eq!(mend("ab", SourceId(0), &[edit(0, 9, "x"), edit(0, 1, "a")]), None);
        assert_eq!(mend("µ", SourceId(0), &[edit(1, 2, "x")]), None);
    }
}
