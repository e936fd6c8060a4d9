//! The shipped modules by name, and their worked cases.

macro_rules! modules {
    ($($name:literal),* $(,)?) => {
        /// Name and text of each.
        pub const SHIPPED: &[(&str, &str)] = &[$(($name, include_str!(concat!($name, ".elig")))),*];
    };
}

macro_rules! cases {
    ($($module:literal in $file:literal),* $(,)?) => {
        /// Worked cases: of which module, in which file, and their text.
        pub const CASES: &[(&str, &str, &str)] =
            &[$(($module, $file, include_str!(concat!("examples/", $file, "_cases.elig")))),*];
    };
}

modules! {
    "bilag_2004",
    "blood_count",
    "body_size",
    "cardiac_markers",
    "child_pugh",
    "cns_metastases",
    "conditions",
    "consent",
    "corrected_calcium",
    "ctcae_5",
    "demographics",
    "doris_2021",
    "ecog",
    "eular_acr_2019",
    "heart",
    "history",
    "infection",
    "labs",
    "lines_of_therapy",
    "lldas",
    "medications",
    "nyha",
    "pga",
    "qtc",
    "recist_1_1",
    "renal",
    "renal_response",
    "reproduction",
    "selena_sledai",
    "sledai_2k",
    "sri_4",
    "steroids",
    "tumor",
    "urine",
    "vitals",
    "washouts",
}

cases! {
    "bilag_2004" in "bilag_2004",
    "blood_count" in "blood_count",
    "body_size" in "body_size",
    "child_pugh" in "child_pugh",
    "corrected_calcium" in "corrected_calcium",
    "ctcae_5" in "ctcae_5",
    "ctcae_5" in "ctcae_5_liver",
    "doris_2021" in "doris_2021",
    "ecog" in "ecog",
    "eular_acr_2019" in "eular_acr_2019",
    "infection" in "infection",
    "labs" in "labs",
    "lines_of_therapy" in "lines_of_therapy",
    "lldas" in "lldas",
    "nyha" in "nyha",
    "pga" in "pga",
    "qtc" in "qtc",
    "recist_1_1" in "recist_1_1",
    "renal" in "renal",
    "renal" in "renal_gfr",
    "renal_response" in "renal_response",
    "selena_sledai" in "selena_sledai",
    "sledai_2k" in "sledai_2k",
    "sri_4" in "sri_4",
    "steroids" in "steroids",
    "urine" in "urine",
    "vitals" in "vitals",
    "washouts" in "washouts",
}
