//! Queries: what is printed is what the engine's parser reads, and what cannot be said is refused.

use std::collections::BTreeSet;

use elig::export::sql::{Dialect, Wanted, compile, layout, place_of};
use elig::model::Trial;
use elig::source::Sources;
use sqlparser::parser::Parser;

use crate::support::{Beside, lines, root, shipped};

const DIALECTS: [Dialect; 3] = [Dialect::Duckdb, Dialect::Postgres, Dialect::Spark];

fn wanted(trial: &Trial, dialect: Dialect, known: &[&str]) -> Wanted {
    let known: BTreeSet<_> = known.iter().map(|name| place_of(trial, name).unwrap()).collect();
    Wanted {
        dialect,
        table: "patients".to_owned(),
        criteria: Vec::new(),
        known,
    }
}

fn constructs() -> Trial {
    let text = std::fs::read_to_string(root().join("tests/engines/constructs.elig")).unwrap();
    let (trial, out, sources) = crate::support::compile("constructs.elig", &text, &Beside(root()));
    let errors: Vec<String> = lines(&out, &sources)
        .into_iter()
        .filter(|line| line.contains(" E0"))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    trial.unwrap()
}

#[test]
fn what_is_written_is_what_the_parser_of_the_engine_reads() {
    let trials = [
        (shipped("NCT07181720"), &["blood_collection"][..]),
        (
            shipped("CHT101-SLE"),
            &["birth_date", "conventional_therapy.drug", "csf_doses.date"],
        ),
        (constructs(), &[]),
    ];
    for (trial, known) in &trials {
        for dialect in DIALECTS {
            let wanted = wanted(trial, dialect, known);
            let query = compile(trial, &wanted).unwrap_or_else(|refused| panic!("{}: {refused:#?}", trial.id));
            let read =
                Parser::parse_sql(dialect.parser(), &query).unwrap_or_else(|error| panic!("{}: {error}", trial.id));
            assert_eq!(read.len(), 1);
            let again = format!("{:#};\n", read[0]);
            assert_eq!(again, query, "{} {dialect:?}", trial.id);
            let schema = layout::schema(trial, &wanted);
            Parser::parse_sql(dialect.parser(), &schema)
                .unwrap_or_else(|error| panic!("{}: {error}\n{schema}", trial.id));
        }
    }
}

/// The messages of everything that cannot be said.
fn refused(facts: &str, rule: &str, dialect: Dialect) -> String {
    let text = format!(
        "trial T \"T\" {{\n  dates screening\n  assessed at screening\n}}\nfacts {{\n{facts}\n}}\ninclusion {{ I1 \"One\" {{\n{rule}\n}} }}\n"
    );
    let (trial, out, sources) = crate::support::compile("t.elig", &text, &Beside(root()));
    let errors: Vec<String> = lines(&out, &sources)
        .into_iter()
        .filter(|line| line.contains(" E0"))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    let trial = trial.unwrap();
    let Err(refused) = compile(&trial, &wanted(&trial, dialect, &[])) else {
        panic!("compiled: {rule}");
    };
    let mut found = elig::diagnostic::Diagnostics::default();
    found.extend(refused);
    let _: &Sources = &sources;
    lines(&found, &sources).join("\n")
}

#[test]
fn what_cannot_be_said_is_refused_at_its_place() {
    let two = "given_drugs : list of { drug : one of {alpha, beta, gamma} \"Drug\" } \"Drugs?\"";
    let cases = [
        refused("  tumor_site : text \"Site?\"", "  tumor_site is lung", Dialect::Duckdb),
        refused(
            &format!("  {two}"),
            "  any given_drugs where drug is alpha\n  any given_drugs where drug is beta",
            Dialect::Duckdb,
        ),
        refused(
            "  left : number kg \"A?\"\n  right : number kg \"B?\"\n  middle : number kg \"C?\"",
            "  left * right * middle <= 5 kg^3",
            Dialect::Spark,
        ),
        refused(
            "  Stage : yes/no \"?\"\n  stage : one of {early, late} \"?\"",
            "  Stage\n  stage is early",
            Dialect::Duckdb,
        ),
    ];
    insta::assert_snapshot!(cases.join("\n"));
}

#[test]
fn columns_that_an_engine_takes_for_one_are_refused() {
    let told = |facts: &str, dialect| {
        refused(
            facts,
            "stay within 30 days before screening\nstay_from before screening\n",
            dialect,
        )
    };
    let stay = "  stay : period \"Stay?\"\n";
    for dialect in DIALECTS {
        let found = told(&format!("{stay}  stay_from : date \"From?\""), dialect);
        assert!(
            found.contains("`stay` makes a column `stay_from`, which is a fact too"),
            "{found}"
        );
    }
    let list = "  drugs : list of { dose : number mg \"Dose\" } \"Drugs?\"\n  drugs_known : yes/no \"Known?\"";
    let found = refused(list, "drugs_known\nany drugs where dose > 1 mg\n", Dialect::Postgres);
    assert!(found.contains("`drugs` makes a column `drugs_known`"), "{found}");
}

#[test]
fn rules_that_would_be_written_without_end_are_refused_at_once() {
    let names: Vec<String> = (0..12).map(|at| format!("a{at}")).collect();
    let facts: String = names.iter().map(|name| format!("  {name} : yes/no \"A?\"\n")).collect();
    // Each may not apply, so that each is written several times in the one around it.
    let nested = names.iter().rev().fold("a0".to_owned(), |inner, name| {
        format!("if {name} then {{\n{inner}\nif not {name} then a1\n}}")
    });
    let began = std::time::Instant::now();
    for dialect in DIALECTS {
        let found = refused(&facts, &nested, dialect);
        assert!(found.contains("so many cases"), "{found}");
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
