//! What the exit code says.

use super::topic::table;
use crate::exit::Exit;

pub(super) fn text() -> String {
    let rows: Vec<(String, &str)> =
        Exit::ALL.iter().map(|(exit, meaning)| (exit.code().to_string(), *meaning)).collect();
    format!("{}\nOf several, the gravest counts.\n", table(&rows))
}
