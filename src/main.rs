//! The `elig` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    elig::cli::main()
}
