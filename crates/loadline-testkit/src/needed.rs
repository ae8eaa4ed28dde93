//! What a test does on a machine without the real server it needs: it says so and passes, unless
//! the server is named in `LOADLINE_REQUIRE`, as `cargo xtask test` does after installing it.
//!
//! Deliberately not here: starting and installing servers.

use std::env;

use crate::error::StartError;

/// Programs, separated by commas, whose absence is a failure.
const REQUIRE: &str = "LOADLINE_REQUIRE";

/// The started server; `None`, with a line on stderr, where it is not installed and need not be.
///
/// # Panics
///
/// When the server did not start, or is missing although `LOADLINE_REQUIRE` names it.
pub fn unless_missing<T>(started: Result<T, StartError>) -> Option<T> {
    match started {
        Ok(server) => Some(server),
        Err(StartError::ServerMissing { program, package }) if !is_required(program) => {
            #[expect(
                clippy::print_stderr,
                reason = "a skipped test tells whoever reads its output"
            )]
            {
                eprintln!("skipped: {program} is missing; install the Debian package {package}");
            }
            None
        }
        Err(error) => {
            let source = std::error::Error::source(&error).map(|source| format!(": {source}"));
            panic!("failed to {error}{}", source.unwrap_or_default());
        }
    }
}

fn is_required(program: &str) -> bool {
    env::var(REQUIRE).is_ok_and(|required| required.split(',').any(|name| name.trim() == program))
}
