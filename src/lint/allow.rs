//! `# allow NAME: reason`: a remark that silences advice, and the advice about such remarks.
//!
//! It stands at the end of the line of a finding, or alone on the line before. Where the place is inside a quote of
//! several lines, the lines are those of the quote.

use crate::codes::lint::{ALLOW_IMPOSSIBLE, ALLOW_WITHOUT_EFFECT, ALLOW_WITHOUT_REASON, PROTOCOL_MISSING};
use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Trial;
use crate::source::{SourceId, Sources, Span, Spanned};

/// The comments of one file.
type Comments<'a> = (SourceId, &'a [Spanned<String>]);

/// One remark, read.
struct Allow<'a> {
    names: Vec<&'a str>,
    reason: Option<&'a str>,
    /// The remark.
    span: Span,
    /// What goes if the remark does: its line, or the remark and the blanks before it.
    whole: Span,
    /// The line of the text, from 1, that it speaks of.
    line: usize,
    used: bool,
}

/// Silences what the remarks of the file and of its modules allow, and tells what is wrong with those of the file.
pub fn apply<'a>(
    trial: &Trial,
    sources: &Sources,
    file: Comments<'a>,
    modules: impl Iterator<Item = Comments<'a>>,
    out: &mut Diagnostics,
) {
    let mut allows: Vec<Allow<'a>> = Vec::new();
    for (source, comments) in std::iter::once(file).chain(modules) {
        allows.extend(read(sources, source, comments));
    }
    if allows.is_empty() {
        return;
    }
    let quotes: Vec<Span> = trial
        .criteria
        .iter()
        .filter_map(|criterion| criterion.text.as_ref())
        .chain(trial.endpoints.iter().filter_map(|endpoint| endpoint.text.as_ref()))
        .map(|(_, span)| *span)
        .collect();
    out.allow(|finding| reason(finding, &mut allows, &quotes, sources));
    // What was not looked for cannot have been silenced.
    let whole = !out
        .iter()
        .any(|finding| !finding.code.is_advice() || finding.code == &PROTOCOL_MISSING);
    for allow in allows.iter().filter(|allow| allow.span.source == file.0) {
        out.extend(wrong(allow, whole));
    }
}

/// Why a finding may stand, if a remark says so.
fn reason(finding: &Diagnostic, allows: &mut [Allow<'_>], quotes: &[Span], sources: &Sources) -> Option<String> {
    let span = finding.span().filter(|_| finding.code.is_advice())?;
    let source = sources.get(span.source)?;
    let around = quotes.iter().find(|quote| quote.contains(span)).copied();
    let around = around.unwrap_or(Span {
        end: span.start,
        ..span
    });
    let first = source.position(around.start as usize).0;
    let last = source.position(around.end as usize).0;
    let allow = allows.iter_mut().find(|allow| {
        allow.span.source == span.source
            && (first..=last).contains(&allow.line)
            && allow.reason.is_some()
            && allow.names.iter().any(|name| names(name, finding.code))
    })?;
    allow.used = true;
    allow.reason.map(str::to_owned)
}

fn names(name: &str, code: &Code) -> bool {
    name == code.name || name.eq_ignore_ascii_case(code.id)
}

/// What is wrong with a remark; of several faults the first.
fn wrong(allow: &Allow<'_>, whole: bool) -> Option<Diagnostic> {
    for name in &allow.names {
        let found = codes::all().filter(|code| !code.is_of_records());
        let mut known = found.filter(|code| names(name, code)).peekable();
        let Some(code) = known.peek() else {
            let help = match codes::nearest(name) {
                Some(near) => format!("# allow {near}: …"),
                None => "`elig explain` lists what there is".to_owned(),
            };
            let message = format!("nothing that may be found is called `{name}`");
            return Some(ALLOW_IMPOSSIBLE.at(allow.span, message).help(help));
        };
        if !code.is_advice() {
            let message = format!("`{name}` keeps a trial from being evaluated and cannot be allowed");
            let help = format!("mend it; `elig explain {name}` says how");
            return Some(ALLOW_IMPOSSIBLE.at(allow.span, message).help(help));
        }
    }
    let names = allow.names.join(", ");
    if allow.reason.is_none() {
        let message = format!("the reason why `{names}` is allowed is missing");
        let help = format!("# allow {names}: why it may stand");
        return Some(ALLOW_WITHOUT_REASON.at(allow.span, message).help(help));
    }
    if allow.used || !whole {
        return None;
    }
    let message = format!("nothing is found here that `{names}` allows");
    let found = ALLOW_WITHOUT_EFFECT.at(allow.span, message).help("delete it");
    Some(found.safe_fix(allow.whole, ""))
}

/// The remarks among the comments of a file.
fn read<'a>(sources: &Sources, id: SourceId, comments: &'a [Spanned<String>]) -> Vec<Allow<'a>> {
    let Some(source) = sources.get(id) else {
        return Vec::new();
    };
    let mut allows = Vec::new();
    for comment in comments {
        let Some((names, reason)) = words(&comment.node) else {
            continue;
        };
        let (start, end) = (comment.span.start as usize, comment.span.end as usize);
        let (mut line, _) = source.position(start);
        let place = source.line(line - source.first_line);
        let before = source.text.get(place.start..start).unwrap_or_default();
        let whole = if before.trim().is_empty() {
            // Alone on its line: it speaks of the next line that is more than a remark.
            let text = |line: usize| {
                source
                    .text
                    .get(source.line(line - source.first_line))
                    .unwrap_or_default()
            };
            line += 1;
            while text(line).trim_start().starts_with('#') {
                line += 1;
            }
            place.start..(place.end + 1).min(source.text.len())
        } else {
            place.start + before.trim_end().len()..end
        };
        allows.push(Allow {
            names,
            reason,
            span: comment.span,
            whole: Span::new(id, whole.start, whole.end),
            line,
            used: false,
        });
    }
    allows
}

/// `# allow NAME, NAME: reason`. Any other sentence that begins with "allow" is a remark like others.
fn words(comment: &str) -> Option<(Vec<&str>, Option<&str>)> {
    let rest = comment.trim_start_matches('#').trim_start().strip_prefix("allow")?;
    let rest = rest.strip_prefix(char::is_whitespace)?.trim();
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let mut names: Vec<&str> = names.split(',').map(str::trim).collect();
    if let [only] = names.as_mut_slice() {
        // Without a colon the reason may follow at once: that is told as a reason that is missing.
        *only = only.split_whitespace().next()?;
    }
    let first = *names.first()?;
    let is_code = first.contains('-') && first.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        || first.len() == 5 && first.chars().skip(1).all(|c| c.is_ascii_digit())
        || codes::all().any(|code| self::names(first, code));
    let reason = Some(reason.trim()).filter(|reason| reason.chars().any(char::is_alphanumeric));
    is_code.then_some((names, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_read() {
        assert_eq!(words("# allow W0203: amended"), Some((vec!["W0203"], Some("amended"))));
        assert_eq!(
            words("#allow a-b, c-d:  x: y"),
            Some((vec!["a-b", "c-d"], Some("x: y")))
        );
        assert_eq!(words("# allow a-b"), Some((vec!["a-b"], None)));
        assert_eq!(words("# allow a-b: …"), Some((vec!["a-b"], None)));
        assert_eq!(words("# allow a-b because"), Some((vec!["a-b"], None)));
        assert_eq!(words("# allow the patient to sit"), None);
        assert_eq!(words("# allowed: a-b"), None);
        assert_eq!(words("# allow"), None);
    }
}
