//! PostgreSQL's programs, and the user they run as: they refuse to run as root. In comes a program's name; out goes a
//! command that is ready to be given arguments.
//!
//! Deliberately not here: what they are run for.

use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::error::StartError;

/// The name of the server in errors and in `LOADLINE_REQUIRE`.
pub(super) const PROGRAM: &str = "postgres";

/// Where Debian installs it: a folder per version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Who runs it where the test runs as root: the first that exists.
const USERS: [&str; 2] = ["postgres", "nobody"];

/// The newest version installed, and who runs it.
#[derive(Debug, Clone)]
pub(super) struct Programs {
    bin: PathBuf,
    /// User and group, when this process is root.
    user: Option<(u32, u32)>,
}

impl Programs {
    pub(super) fn find() -> Result<Self, StartError> {
        let missing = || StartError::ServerMissing { program: PROGRAM, package: "postgresql" };
        let bin = newest(Path::new(VERSIONS)).ok_or_else(missing)?;
        let is_root = rustix::process::geteuid().is_root();
        let user = if is_root { Some(ids_of_user().ok_or_else(missing)?) } else { None };
        Ok(Self { bin, user })
    }

    /// A program, to run in `folder` as the user, with nothing to read and nothing shown.
    pub(super) fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    /// Runs a program to its end. Its failure is an error with what it wrote.
    pub(super) fn run(&self, command: &mut Command) -> Result<Output, StartError> {
        let prepare = StartError::prepare(PROGRAM);
        let output =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().map_err(prepare)?;
        if output.status.success() {
            return Ok(output);
        }
        let log = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(StartError::ServerFailed { program: PROGRAM, log })
    }

    /// Gives a folder or file to the user.
    pub(super) fn hand_over(&self, path: &Path) -> io::Result<()> {
        self.user.map_or(Ok(()), |(user, group)| chown(path, Some(user), Some(group)))
    }
}

/// The programs of the highest version.
fn newest(versions: &Path) -> Option<PathBuf> {
    let versions = fs::read_dir(versions).ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let bin = entry.path().join("bin");
            let version = entry.file_name().to_str()?.parse().ok()?;
            bin.join(PROGRAM).exists().then_some((version, bin))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

/// User and group of the first of [`USERS`] that /etc/passwd knows.
fn ids_of_user() -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    USERS.iter().find_map(|name| {
        let line = users.lines().find(|line| line.split(':').next() == Some(*name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}
