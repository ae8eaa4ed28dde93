//! Open files: each connection is one, and a process may have only so many.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::output::print::warning;

/// Files a run needs besides its connections: the store, timers, threads' accounts, the terminal.
const OTHERS: u64 = 128;

/// Takes as many open files as the system gives without asking, and says so when that is too few.
pub(crate) fn allow_open_files(connections: u64) {
    let limit = getrlimit(Resource::Nofile);
    let hardest = Rlimit { current: limit.maximum, maximum: limit.maximum };
    // A system that refuses leaves the limit as it was, which is then what counts.
    let _ = setrlimit(Resource::Nofile, hardest);
    let allowed = getrlimit(Resource::Nofile).current;
    let needed = connections + OTHERS;
    if let Some(allowed) = allowed.filter(|allowed| *allowed < needed) {
        warning(&format!(
            "{connections} connections need {needed} open files, and only {allowed} are allowed: some \
             will fail; `ulimit -n {needed}` allows more, `--connections` needs fewer"
        ));
    }
}
