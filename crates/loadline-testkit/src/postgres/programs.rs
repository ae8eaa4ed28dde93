//! PostgreSQL's programs, and the user they run as: they refuse to run as root. In comes a program's name; out goes a
//! command that is ready to be given arguments. `LOADLINE_POSTGRES` names a folder of programs of another version, to
//! run the same tests on it: `LOADLINE_POSTGRES=/opt/postgresql-18/bin cargo nextest run -p loadline-postgres`. What that
//! folder lacks, such as psql, comes from the version installed.
//!
//! Deliberately not here: what they are run for.

use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::error::StartError;

/// The name of the server in errors and in `LOADLINE_REQUIRE`.
pub(super) const PROGRAM: &str = "postgres";

/// Names the folder of the server's programs, where another version than the one installed is meant.
const CHOSEN: &str = "LOADLINE_POSTGRES";

/// Where Debian installs it: a folder per version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Who runs it where the test runs as root: the first that exists.
const USERS: [&str; 2] = ["postgres", "nobody"];

/// One version's programs, and who runs them.
#[derive(Debug, Clone)]
pub(super) struct Programs {
    bin: PathBuf,
    /// The first number of its version: 15.
    version: u32,
    /// The programs installed, where others were chosen.
    installed: Option<(u32, PathBuf)>,
    /// User and group, when this process is root.
    user: Option<(u32, u32)>,
}

impl Programs {
    pub(super) fn find() -> Result<Self, StartError> {
        let missing = || StartError::ServerMissing { program: PROGRAM, package: "postgresql" };
        let newest = newest(Path::new(VERSIONS));
        let (version, bin, installed) = match env::var_os(CHOSEN).map(PathBuf::from) {
            Some(bin) => (version_of(&bin).ok_or_else(missing)?, bin, newest),
            None => newest.map(|(version, bin)| (version, bin, None)).ok_or_else(missing)?,
        };
        let is_root = rustix::process::geteuid().is_root();
        let user = if is_root { Some(ids_of_user().ok_or_else(missing)?) } else { None };
        Ok(Self { bin, version, installed, user })
    }

    /// The first number of its version: 15.
    pub(super) fn version(&self) -> u32 {
        self.version
    }

    /// Whether it is another version than the one tests are written on.
    pub(super) fn is_chosen(&self) -> bool {
        self.installed.is_some()
    }

    /// The version that a program has: a client may be another than the server.
    pub(super) fn version_of(&self, program: &str) -> u32 {
        match &self.installed {
            Some((version, _)) if !self.bin.join(program).exists() => *version,
            _ => self.version,
        }
    }

    /// A program, to run in `folder` as the user, with nothing to read and nothing shown.
    pub(super) fn command(&self, program: &str, folder: &Path) -> Command {
        let own = self.bin.join(program);
        let path = match &self.installed {
            Some((_, bin)) if !own.exists() => bin.join(program),
            _ => own,
        };
        let mut command = Command::new(path);
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

/// The highest version and its programs.
fn newest(versions: &Path) -> Option<(u32, PathBuf)> {
    let versions = fs::read_dir(versions).ok()?;
    let found = versions.filter_map(|entry| {
        let entry = entry.ok()?;
        let bin = entry.path().join("bin");
        let version = entry.file_name().to_str()?.parse().ok()?;
        bin.join(PROGRAM).exists().then_some((version, bin))
    });
    found.max()
}

/// What the server in a folder says it is: `postgres (PostgreSQL) 18.4`.
fn version_of(bin: &Path) -> Option<u32> {
    let output = Command::new(bin.join(PROGRAM)).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number =
        text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
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
