//! A criterion that does not quote the protocol.

use crate::codes::lint::CRITERION_WITHOUT_SOURCE;
use crate::diagnostic::Diagnostics;
use crate::lint::Context;

pub(super) fn check(context: &Context<'_>, out: &mut Diagnostics) {
    if context.protocol.is_none() {
        return;
    }
    for criterion in context
        .trial
        .criteria
        .iter()
        .filter(|criterion| criterion.text.is_none())
    {
        out.push(
            CRITERION_WITHOUT_SOURCE
                .at(
                    criterion.id_span,
                    format!("{} does not quote the protocol", criterion.id),
                )
                .help(format!("{} \"the protocol's words\" {{ … }}", criterion.id)),
        );
    }
}
