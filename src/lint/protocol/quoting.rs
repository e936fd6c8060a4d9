//! Whether the text of a criterion is a quote.
//!
//! Where the header names the protocol, every text is one. Where the protocol is only given from outside, a text may be a
//! heading in the author's own words: a quote is what stands in the protocol, or nearly does.

use crate::lint::Context;
use crate::model::Criterion;
use crate::protocol::{LEAST, Near, ProtocolText, Regions, count, near};
use crate::source::Span;

/// How a text stands to the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lint) enum Quoting {
    /// It stands there.
    Stands,
    /// It is a quote that does not; where it nearly does.
    Slip(Option<Near>),
    /// The author's own words.
    Heading,
}

/// How a text of a criterion or an endpoint stands to the protocol.
pub(in crate::lint) fn quoting(context: &Context<'_>, protocol: &ProtocolText, id: &str, text: &str) -> Quoting {
    if protocol.has(text) {
        return Quoting::Stands;
    }
    let item = protocol.items.iter().enumerate().find(|(_, item)| item.id == id);
    // Its number is not among its words.
    let own = item.map(|(at, item)| protocol.signs_of(item.words).start..Regions::new(protocol).whole(at).end);
    let close = own.and_then(|own| near(text, protocol, own));
    let close = close.or_else(|| near(text, protocol, 0..usize::MAX));
    if close.is_none() && !context.verbatim {
        return Quoting::Heading;
    }
    Quoting::Slip(close)
}

/// The other item that a criterion quotes. A heading stands in many an item by chance.
pub(super) fn other_item(context: &Context<'_>, regions: &Regions<'_>, criterion: &Criterion) -> Option<(usize, Span)> {
    let (text, _) = criterion.text.as_ref()?;
    let found = is_quote(context, text).then(|| regions.other(&criterion.id, text));
    found.flatten()
}

/// Whether a text that stands in the protocol is meant as a quote.
pub(super) fn is_quote(context: &Context<'_>, text: &str) -> bool {
    context.verbatim || count(text) >= LEAST
}
