//! Who is watched: a process by its number, or all by their name; and which processes that comes to.

use std::path::Path;

use super::accounts::Stat;
use crate::files::text;

/// Who is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// The process with this number that runs now; a later one with its number is another.
    Pid(u32),
    /// All processes of this name, whenever they start.
    Name(String),
}

impl Subject {
    /// The value of the tag `source`.
    pub(super) fn source(&self) -> String {
        match self {
            Self::Pid(pid) => format!("pid:{pid}"),
            Self::Name(name) => format!("process:{name}"),
        }
    }

    /// Whether `stat` is the one, or one of those, that were named.
    pub(super) fn is(&self, stat: &Stat, proc: &Path) -> bool {
        match self {
            Self::Pid(pid) => stat.pid == *pid,
            Self::Name(name) => {
                stat.name == *name
                    || program(proc, stat.pid).is_some_and(|program| program == *name)
            }
        }
    }
}

/// The file name of the program as it was called: the kernel keeps 15 bytes of a name, and programs rename
/// their first thread.
fn program(proc: &Path, pid: u32) -> Option<String> {
    let command = text(&proc.join(pid.to_string()).join("cmdline")).ok()?;
    let program = command.split('\0').next()?;
    program.rsplit('/').next().map(str::to_owned)
}
