//! The shipped modules by name.

/// Name and text of each.
pub const SHIPPED: &[(&str, &str)] = &[
    ("bilag_2004", include_str!("bilag_2004.elig")),
    ("consent", include_str!("consent.elig")),
    ("demographics", include_str!("demographics.elig")),
    ("eular_acr_2019", include_str!("eular_acr_2019.elig")),
    ("history", include_str!("history.elig")),
    ("infection", include_str!("infection.elig")),
    ("labs", include_str!("labs.elig")),
    ("renal", include_str!("renal.elig")),
    ("reproduction", include_str!("reproduction.elig")),
    ("sledai_2k", include_str!("sledai_2k.elig")),
    ("steroids", include_str!("steroids.elig")),
];

/// Name and text of the worked cases of each module that has some.
pub const CASES: &[(&str, &str)] = &[];
