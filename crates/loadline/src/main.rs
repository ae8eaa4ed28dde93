//! Entry point: hands over to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    loadline::main()
}
