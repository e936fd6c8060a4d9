//! The domain's nouns: exact numbers, units, dates, and sets of possible values.
