//! The shipped modules by name.

/// Name and text of each.
pub const SHIPPED: &[(&str, &str)] = &[];
