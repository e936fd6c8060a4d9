//! A quote that does not stand in the protocol.

use std::ops::Range;

use super::Quoting;
use super::differ::{self, Nearest};
use crate::codes::lint::QUOTE_NOT_IN_PROTOCOL;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;
use crate::protocol::{Near, ProtocolText, signs};
use crate::source::Span;

pub(in crate::lint) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    let Some(bound) = context.bound() else {
        return;
    };
    let (trial, protocol) = (bound.trial, bound.protocol);
    for criterion in &trial.criteria {
        if let Some((text, span)) = &criterion.text
            && let Quoting::Slip(near) = bound.quoting(&criterion.id, text)
        {
            stands(&criterion.id, (text, *span), near.as_ref(), protocol, out);
        }
    }
    for endpoint in &trial.endpoints {
        if let Some((text, span)) = &endpoint.text
            && let Quoting::Slip(near) = bound.quoting(&endpoint.id, text)
        {
            stands(&endpoint.id, (text, *span), near.as_ref(), protocol, out);
        }
    }
}

/// The stretches between `…` must stand in the protocol, in their order.
fn stands(id: &str, (text, span): (&str, Span), near: Option<&Near>, protocol: &ProtocolText, out: &mut Diagnostics) {
    let mut from = 0;
    let mut offset = 0;
    let mut places = near.into_iter().flat_map(|near| &near.stretches);
    for (index, stretch) in text.split('…').enumerate() {
        let start = offset;
        offset += stretch.len() + '…'.len_utf8();
        if stretch.trim().is_empty() {
            continue;
        }
        let place = places.next().filter(|place| !place.is_empty());
        match protocol
            .find(stretch, from)
            .or_else(|| if index == 0 { None } else { protocol.find(stretch, 0) })
        {
            Some((_, end, _)) => from = end,
            None => {
                let nearest = nearest(stretch, place, protocol);
                told(id, (stretch, start), nearest, span, protocol, out);
                return;
            }
        }
    }
}

/// How many signs of a stretch agree with the protocol, and where: at the place that it comes near to, or where its
/// beginning stands.
fn nearest(stretch: &str, place: Option<&Range<usize>>, protocol: &ProtocolText) -> Option<Nearest> {
    let by_beginning = protocol.nearest(stretch);
    let by_beginning = by_beginning.map(|(agree, at)| Nearest { agree, at, until: None });
    let by_words = place.map(|place| {
        let (wanted, at) = (signs(stretch), place.start);
        let same = |(step, (sign, ..)): &(usize, &(char, usize, usize))| protocol.sign(at + step) == Some(*sign);
        let agree = wanted.iter().enumerate().take_while(same).count();
        let until = Some(place.end);
        Nearest { agree, at, until }
    });
    by_beginning.max(by_words)
}

fn told(
    id: &str,
    (stretch, offset): (&str, usize),
    nearest: Option<Nearest>,
    span: Span,
    protocol: &ProtocolText,
    out: &mut Diagnostics,
) {
    let quotes = if span.len() >= 6 && span.len() >= stretch.len() + offset + 6 {
        3
    } else {
        1
    };
    let base = span.start as usize + quotes + offset;
    let finding = match nearest {
        Some(nearest) => {
            let differs = differ::first(stretch, nearest, protocol);
            let mut finding = QUOTE_NOT_IN_PROTOCOL.at(
                Span::new(span.source, base + differs.quote.start, base + differs.quote.end),
                format!("the quote of {id} is not what the protocol says"),
            );
            finding = match (differs.says.is_empty(), differs.instead.is_empty()) {
                (true, _) => finding.here("the protocol goes on here"),
                (_, true) => finding.here(format!("\"{}\" is not in the protocol", differs.says)),
                _ => finding.here(format!("the quote says \"{}\"", differs.says)),
            };
            if let Some(place) = differs.place {
                let text = if differs.instead.is_empty() {
                    "the protocol goes on like this".to_owned()
                } else {
                    format!("the protocol says \"{}\"", differs.instead)
                };
                finding = finding.label(place, text);
            }
            finding.help("copy the protocol's words; `…` leaves some out")
        }
        None => QUOTE_NOT_IN_PROTOCOL
            .at(span, format!("the quote of {id} does not stand in the protocol"))
            .help("copy the protocol's words; `…` leaves some out"),
    };
    out.push(finding);
}
