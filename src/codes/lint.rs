//! Codes of the linter: binding to the protocol (W01), rules against their quotes (W02), what was allowed (W03).

use super::codes;

codes! {
    PROTOCOL_MISSING "W0101" "protocol-missing" Warning "The protocol's text that the header names cannot be read.";
    QUOTE_NOT_IN_PROTOCOL "W0102" "quote-not-in-protocol" Error "A quote that does not stand in the protocol.";
    ITEM_WITHOUT_CRITERION "W0103" "item-without-criterion" Warning "A numbered item of the protocol that no criterion carries.";
    CRITERION_WITHOUT_SOURCE "W0104" "criterion-without-source" Warning "A criterion without the protocol's words.";
    CRITERION_NOT_IN_PROTOCOL "W0105" "criterion-not-in-protocol" Warning "A criterion whose number the protocol does not have.";
    TEXT_NOT_COVERED "W0106" "text-not-covered" Note "Words of a protocol's item that no quote covers.";
    UNVERIFIED_DEFINITION "W0107" "unverified-definition" Warning "A definition is used of which something was not checked against a source.";
    LIMIT_DIFFERS_FROM_QUOTE "W0203" "limit-differs-from-quote" Warning "A limit in the rule that the quoted sentence does not have.";
    ALLOW_WITHOUT_REASON "W0301" "allow-without-reason" Warning "An `allow` that does not say why.";
    ALLOW_WITHOUT_EFFECT "W0302" "allow-without-effect" Warning "An `allow` that silences nothing.";
    ALLOW_IMPOSSIBLE "W0303" "allow-impossible" Warning "An `allow` of something that cannot be allowed.";
}
