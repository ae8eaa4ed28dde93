//! The toolkit beside its rivals: one module per group of parts, the same work for each contender in the same run.
//! Comes in: the names of the groups to measure, none for all. Goes out: a row per measurement while they run, and
//! all rows as one table at the end. `cargo xtask bench toolkit` builds it and runs it on one core.

mod cost;
#[cfg(feature = "layers")]
mod layers;
#[cfg(feature = "limits")]
mod limits;
#[cfg(feature = "pool")]
mod pool;
mod table;
#[cfg(feature = "work")]
mod work;

use std::process::ExitCode;

/// The groups that were built, in the order they run.
const GROUPS: &[(&str, fn())] = &[
    #[cfg(feature = "pool")]
    ("pool", pool::run),
    #[cfg(feature = "layers")]
    ("layers", layers::run),
    #[cfg(feature = "limits")]
    ("limits", limits::run),
    #[cfg(feature = "work")]
    ("work", work::run),
];

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let is_known = |name: &String| GROUPS.iter().any(|(group, _)| group == name);
    if let Some(unknown) = wanted.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
        eprintln!("error: no group {unknown:?}; there are {}", known.join(", "));
        return ExitCode::FAILURE;
    }
    for (group, run) in GROUPS {
        if wanted.is_empty() || wanted.iter().any(|name| name == group) {
            run();
        }
    }
    table::print();
    ExitCode::SUCCESS
}
