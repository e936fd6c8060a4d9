//! The command line.

use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Reads and evaluates the eligibility criteria of clinical trials.
#[derive(Debug, Parser)]
#[command(
    name = "elig",
    version,
    about = "Eligibility criteria of clinical trials: check them, ask them of patients",
    arg_required_else_help = true,
    after_help = "Examples:
  elig lint trials/                                  look for mistakes in all rules of a folder
  elig fmt trials/                                   lay out all rules of a folder in the one way
  elig evaluate trial.elig --patients ward.ndjson    who may take part, and why not
  elig evaluate trial.elig --patients one.json       one patient's sheet
  elig evaluate trial.elig -p all.csv --at month_3   who responded at a visit
  elig facts trial.elig                              what a record must hold
  elig show trial.elig --format markdown             the rules in sentences, for a physician's signature
  elig stats trials/                                 what trials are made of, in figures
  elig test trial.elig                               do the worked cases come out as expected
  elig library sledai_2k                             what a shipped module defines, and from where
  elig compile trial.elig --to sql --dialect duckdb  the criteria as one query over a table of patients
  elig explain E0301                                 what a finding means, and what to write instead"
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look for mistakes in rules
    Lint(LintArgs),
    /// Lay rules out in the one way
    Fmt(FmtArgs),
    /// Ask a trial's criteria of patients
    Evaluate(EvaluateArgs),
    /// List the facts that a trial reads
    Facts(FactsArgs),
    /// Write the rules out in sentences beside the protocol's words
    Show(ShowArgs),
    /// Count what trials are made of
    Stats(StatsArgs),
    /// Run the worked cases that stand beside rules
    Test(TestArgs),
    /// List the shipped modules, or show one
    Library(LibraryArgs),
    /// Write the criteria in the language of a database
    Compile(CompileArgs),
    /// Explain what lint or evaluate found
    Explain(ExplainArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// `elig lint`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig lint trial.elig
  elig lint trials/ --level warning      warnings count as findings too
  elig lint - < trial.elig
  elig lint trials/ --format concise     one line each, as editors read them
  elig lint trials/ --ignore W0104       without that advice; --select W02 only such
  elig lint trials/ --weigh quote-not-in-protocol=warning
  elig lint trial.elig --protocol NCT01234567.txt
  elig lint trials/ --protocol texts/    the text of each trial: texts/ID.txt
  elig lint trials/ --verbose            also what readings and remarks allow, and why
  elig lint trials/ --diff               what --fix would change
  elig lint trials/ --fix                mend what cannot be meant otherwise
  elig lint trials/ --format sarif > found.sarif

What is told and what it weighs may also stand in an elig.toml beside the rules or above them:
  [lint]
  ignore = [\"criterion-without-source\"]
  level  = \"warning\"
  levels = { quote-not-in-protocol = \"warning\" }

A remark silences advice at its place, with a reason:
  # allow limit-differs-from-quote: amendment 2 lowers it

Exit status: 0 nothing found, 1 findings at or above the level, 2 the call or a file could not be used.")]
pub struct LintArgs {
    /// Files, folders (searched for *.elig), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = FindingFormat::Human)]
    pub format: FindingFormat,
    /// From which level on findings count for the exit status [default: error]
    #[arg(long, value_enum)]
    pub level: Option<LevelName>,
    /// Tell only this advice: codes (W0203), names, or beginnings of codes (W02); errors are always told
    #[arg(long, value_name = "CODE|NAME", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not tell this advice; errors cannot be ignored
    #[arg(long, value_name = "CODE|NAME", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Give a piece of advice another level: error, warning or note
    #[arg(long, value_name = "CODE|NAME=LEVEL", value_delimiter = ',', value_parser = weighed)]
    pub weigh: Vec<(String, LevelName)>,
    /// Hold the trial against this text instead of the header's `protocol`, or against ID.txt in this folder. Every item
    /// must have its criterion; a text is a quote where it comes near to the protocol's words, and a heading elsewhere
    #[arg(long, value_name = "FILE|DIR")]
    pub protocol: Option<PathBuf>,
    /// List what is allowed with a reason too, one a line, with that reason
    #[arg(long)]
    pub verbose: bool,
    /// Mend in the files what cannot be meant otherwise, then tell what is left
    #[arg(long, conflicts_with = "diff")]
    pub fix: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long)]
    pub diff: bool,
    /// Look again whenever a file changes, until interrupted
    #[arg(long)]
    pub watch: bool,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// `NAME=LEVEL`
fn weighed(text: &str) -> Result<(String, LevelName), String> {
    let (name, level) = text.split_once('=').ok_or("NAME=LEVEL is expected")?;
    Ok((name.trim().to_owned(), LevelName::from_str(level.trim(), true)?))
}

/// `elig fmt`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig fmt trial.elig              lay it out anew, in place
  elig fmt trials/ --check         which files would change; none is written
  elig fmt trials/ --diff          what would change
  elig fmt - < trial.elig          from standard input to standard output, as editors call it

Exit status: 0 done, or nothing would change, 1 with --check or --diff: something would change, 2 the call or a file
could not be used; a file with mistakes of syntax is left as it is.")]
pub struct FmtArgs {
    /// Files, folders (searched for *.elig), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Tell which files would change, and write none
    #[arg(long)]
    pub check: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub diff: bool,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// `elig evaluate`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig evaluate trial.elig --patients one.json             one patient: a sheet
  elig evaluate trial.elig --patients all.csv              many: a table and a summary
  elig evaluate trial.elig --patients all.csv --patient 7  the sheet of patient 7
  elig evaluate trials/ --patients all.ndjson              several trials: a table, and why
  elig evaluate trial.elig -p one.json --at month_3        who responded at a visit, and why
  elig evaluate trial.elig -p all.csv --at month_3         many: patients by endpoints
  elig evaluate trial.elig --patients - --format ndjson    one verdict a line, from standard input
  elig evaluate trial.elig -p cohort/ -o verdicts.parquet  a folder's records; -o names the format
  elig evaluate trial.elig -p 'cohort/*.parquet' --summary who is lost where; --format json for programs

Exit status: 0 every record was evaluated, whatever the verdicts, 1 some records were in error, 2 the trial or the
call could not be used.")]
pub struct EvaluateArgs {
    /// Trials: files, folders (searched for *.elig), or - for standard input
    #[arg(required = true, value_name = "TRIAL")]
    pub trials: Vec<PathBuf>,
    /// Patients' records: JSON, NDJSON, CSV or Parquet files, also packed by gzip or zstd, folders and patterns of them, or
    /// - for standard input
    #[arg(long, short, required = true, num_args = 1.., value_name = "FILE")]
    pub patients: Vec<PathBuf>,
    /// How verdicts are written [default: what the ending of --output says, or human]
    #[arg(long, value_enum)]
    pub format: Option<VerdictFormat>,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only the patient with this id
    #[arg(long, value_name = "ID")]
    pub patient: Option<String>,
    /// The endpoints at this visit, instead of the criteria
    #[arg(long, value_name = "VISIT")]
    pub at: Option<String>,
    /// Beside the cells of --format csv why: for each criterion that fails the conditions and values, for each that is open
    /// the facts that it needs
    #[arg(long, conflicts_with_all = ["summary", "at"])]
    pub reasons: bool,
    /// What the criteria do to all patients, instead of the patients: how many fail each, how many fail it alone, how many
    /// are open and for want of what
    #[arg(long, conflicts_with_all = ["patient", "at"])]
    pub summary: bool,
    /// The field that holds the patient's id, where it is not `id`
    #[arg(long, value_name = "FIELD", default_value = crate::records::ID, hide_default_value = true)]
    pub id: String,
    /// So many threads; as many as there are processors, if not given
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Cut nothing, show every open criterion from near, count ignored fields
    #[arg(long, short)]
    pub verbose: bool,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

impl EvaluateArgs {
    /// How verdicts are written: as asked for, or as the name of the output says.
    pub fn format(&self) -> VerdictFormat {
        let ending = self.output.as_ref().and_then(|path| path.extension()?.to_str());
        self.format.unwrap_or(match ending {
            Some("json") => VerdictFormat::Json,
            Some("ndjson" | "jsonl") => VerdictFormat::Ndjson,
            Some("csv") => VerdictFormat::Csv,
            Some("parquet") => VerdictFormat::Parquet,
            _ => VerdictFormat::Human,
        })
    }
}

/// `elig facts`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig facts trial.elig                     a table with questions, units and who reads what
  elig facts trial.elig --format record     an empty record to fill in
  elig facts trial.elig --format schema     the shape of a record as a JSON Schema")]
pub struct FactsArgs {
    /// The trial: a file, or - for standard input
    #[arg(value_name = "TRIAL")]
    pub trial: PathBuf,
    /// What is written
    #[arg(long, value_enum, default_value_t = FactsFormat::Table)]
    pub format: FactsFormat,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// `elig show`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig show trial.elig                                 each criterion: the protocol's words, then the rule in sentences
  elig show trial.elig --criterion I8.4                only that one; several may be named
  elig show trial.elig --format markdown > rules.md    a document to be read and signed
  elig show - < trial.elig

The sentences are made of the rules that are evaluated, and of nothing else.

Exit status: 0 written, 2 the trial or the call could not be used.")]
pub struct ShowArgs {
    /// The trial: a file, or - for standard input
    #[arg(value_name = "TRIAL")]
    pub trial: PathBuf,
    /// What is written
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub format: ShowFormat,
    /// Only these criteria or endpoints, with those nested in them
    #[arg(long, value_name = "ID")]
    pub criterion: Vec<String>,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// `elig stats`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig stats trial.elig                          criteria, facts, constructs, and how much of the protocol is bound
  elig stats trials/                             a row for each trial, and all together
  elig stats trials/ --protocol texts/           beside the protocols' texts: texts/ID.txt
  elig stats trials/ --format markdown           the same as tables for a document
  elig stats trial.elig --format json

Exit status: 0 written, 2 a trial or the call could not be used.")]
pub struct StatsArgs {
    /// Trials: files, folders (searched for *.elig), or - for standard input
    #[arg(required = true, value_name = "TRIAL")]
    pub trials: Vec<PathBuf>,
    /// The protocol's text instead of the one that the header names, or a folder that holds ID.txt for each trial
    #[arg(long, value_name = "FILE|DIR")]
    pub protocol: Option<PathBuf>,
    /// What is written
    #[arg(long, value_enum, default_value_t = StatsFormat::Human)]
    pub format: StatsFormat,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// What `elig stats` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// Tables
    Human,
    /// The same as JSON
    Json,
    /// The same as tables of Markdown
    Markdown,
}

/// `elig test`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig test trial.elig
  elig test trials/ --format junit > cases.xml   for a build server
  elig test trial.elig --case gilbert            only cases with that in their title
  elig test --library                            the worked cases of the shipped modules

Exit status: 0 all cases came out as expected, 1 some did not, 2 a file or the call could not be used.")]
pub struct TestArgs {
    /// Files, folders (searched for *.elig), or - for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The worked cases of the shipped modules instead
    #[arg(long)]
    pub library: bool,
    /// Only cases with this in their title
    #[arg(long, value_name = "TEXT")]
    pub case: Option<String>,
    /// How results are written
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub format: TestFormat,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// `elig library`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig library                        every module with what it is about
  elig library renal                  its definitions and facts, with their sources
  elig library renal --format text    the module as it is written, to be copied and changed
  elig library renal --format cases   its worked cases")]
pub struct LibraryArgs {
    /// The module; all where none is named
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// What is written
    #[arg(long, value_enum, default_value_t = LibraryFormat::Human)]
    pub format: LibraryFormat,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// `elig compile`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig compile trial.elig --to schema --dialect duckdb           the tables that the query reads
  elig compile trial.elig --to sql --dialect duckdb -o trial.sql
  elig compile trial.elig --to sql --dialect postgres --table screening.patients
  elig compile trial.elig --to sql --dialect spark --criteria I1,I8.4
  elig compile trial.elig --to sql --dialect duckdb --known infusion,treatments.class

The query gives a row for each patient: patient, trial, verdict, and a column for each criterion, as
elig evaluate --format csv does. What SQL cannot say exactly is refused, with its place.

Exit status: 0 written, 2 the trial or the call could not be used, or something in it cannot be said in SQL.")]
pub struct CompileArgs {
    /// The trial: a file, or - for standard input
    #[arg(value_name = "TRIAL")]
    pub trial: PathBuf,
    /// What is written
    #[arg(long, value_enum)]
    pub to: CompileTo,
    /// The engine
    #[arg(long, value_enum)]
    pub dialect: DialectName,
    /// The table of patients; may be qualified
    #[arg(long, value_name = "NAME", default_value = "patients")]
    pub table: String,
    /// Only these criteria, with what stands in them; the verdict is that of these alone
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub criteria: Vec<String>,
    /// Facts (infusion) and fields of lists (treatments.class) that are never missing in the table
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub known: Vec<String>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// What `elig compile` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompileTo {
    /// One query
    Sql,
    /// The statements that make the tables it reads
    Schema,
}

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DialectName {
    /// DuckDB
    Duckdb,
    /// PostgreSQL
    Postgres,
    /// Apache Spark SQL
    Spark,
}

impl From<DialectName> for crate::export::sql::Dialect {
    fn from(name: DialectName) -> Self {
        match name {
            DialectName::Duckdb => Self::Duckdb,
            DialectName::Postgres => Self::Postgres,
            DialectName::Spark => Self::Spark,
        }
    }
}

/// `elig explain`
#[derive(Debug, Arguments)]
#[command(after_help = "Examples:
  elig explain                   everything that elig finds, a line each
  elig explain E0301             what it is, why it matters to a patient, what to write instead
  elig explain unit-missing      the same by its name
  elig explain W02               those whose numbers begin so")]
pub struct ExplainArgs {
    /// A code (E0301), a name (unit-missing), or the beginning of a code; everything where none is given
    #[arg(value_name = "CODE|NAME")]
    pub code: Option<String>,
    /// What is written
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub format: ExplainFormat,
    #[command(flatten)]
    /// How the terminal is written on.
    pub look: Look,
}

/// What `elig explain` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// A list, or a page
    Human,
    /// The same as JSON
    Json,
    /// A page of documentation
    Markdown,
}

/// How results of worked cases are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// Each case, what failed from near, and what no case reaches
    Human,
    /// An array of files with their cases
    Json,
    /// JUnit XML
    Junit,
}

/// What `elig library` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LibraryFormat {
    /// A table of modules, or a page about one
    Human,
    /// The same as JSON
    Json,
    /// The module's own text
    Text,
    /// The text of its worked cases
    Cases,
    /// A page of documentation
    Markdown,
}

/// How the terminal is written on.
#[derive(Debug, Clone, Copy, Default, Arguments)]
pub struct Look {
    /// Write ASCII signs only
    #[arg(long)]
    pub ascii: bool,
    /// Whether to colour
    #[arg(long, value_enum, default_value_t = When::Auto)]
    pub color: When,
    /// Columns; the terminal's, or 100
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..))]
    pub width: Option<u16>,
}

/// Whether to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingFormat {
    /// With the place and the cure
    Human,
    /// An array of objects
    Json,
    /// One line each
    Concise,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// JUnit XML, for build servers
    Junit,
}

/// How verdicts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerdictFormat {
    /// A sheet for one patient, a table for many
    Human,
    /// An array of verdicts
    Json,
    /// One verdict a line
    Ndjson,
    /// A row a patient, a column a criterion and one an endpoint at a visit
    Csv,
    /// The criteria of that table as a Parquet file
    Parquet,
}

/// What `elig facts` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FactsFormat {
    /// A table
    Table,
    /// The same as JSON
    Json,
    /// An empty record to fill in
    Record,
    /// The shape of a record as a JSON Schema
    Schema,
}

/// What `elig show` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For the terminal
    Text,
    /// A document with tables, definitions, a glossary and room for signatures
    Markdown,
    /// An object with a criterion each
    Json,
}

/// A level by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelName {
    /// Errors only
    Error,
    /// Errors and warnings
    Warning,
    /// Everything
    Note,
}

impl From<LevelName> for crate::codes::Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Error => Self::Error,
            LevelName::Warning => Self::Warning,
            LevelName::Note => Self::Note,
        }
    }
}
