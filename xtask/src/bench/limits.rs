//! What the machine must allow: two cores to keep target and tool apart, and open files enough. The limit
//! raised here is inherited by every program that a bench starts.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::failure::Failure;

/// The core of the target.
pub(super) const TARGET_CORE: usize = 0;
/// The core of the tool that is measured.
pub(super) const TOOL_CORE: usize = 1;
const CORES_MIN: usize = 2;

/// Fails on a machine where target and tool would share a core.
pub(super) fn ensure_two_cores() -> Result<(), Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores < CORES_MIN {
        let message = format!("a bench needs {CORES_MIN} cores, this machine lends {cores}");
        return Err(Failure::Refused(message));
    }
    Ok(())
}

/// Raises the number of open files as far as it may go, and fails when that is not enough.
pub(super) fn ensure_open_files(needed: u64) -> Result<(), Failure> {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised)
        .map_err(|error| Failure::io("raise the limit of open files")(error.into()))?;
    match limit.maximum {
        Some(maximum) if maximum < needed => Err(Failure::Refused(format!(
            "this bench needs {needed} open files, the hard limit is {maximum}"
        ))),
        _ => Ok(()),
    }
}
