//! Points of an item that a criterion takes together with it.

use std::collections::BTreeSet;

use crate::lint::Context;
use crate::protocol::{Item, ProtocolText};

/// The items without a number of their own whose criterion has no parts: it asks for all of them.
pub(super) fn taken_together<'a>(context: &Context<'_>, protocol: &'a ProtocolText) -> BTreeSet<&'a str> {
    let mut whole: BTreeSet<&str> = BTreeSet::new();
    let mut divided: BTreeSet<&str> = BTreeSet::new();
    for criterion in &context.trial.criteria {
        whole.insert(&criterion.id);
        let mut id = criterion.id.as_str();
        while let Some((above, _)) = id.rsplit_once('.') {
            divided.insert(above);
            id = above;
        }
    }
    let mut together: BTreeSet<&str> = BTreeSet::new();
    let of = |item: &'a Item| Some((item.id.as_str(), item.above.as_deref()?)).filter(|_| !item.numbered);
    for (id, above) in protocol.items.iter().filter_map(of) {
        if !whole.contains(id) && !divided.contains(above) && (whole.contains(above) || together.contains(above)) {
            together.insert(id);
        }
    }
    together
}
