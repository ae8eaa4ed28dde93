//! Running other programs: cargo above all. A command comes in, its end or its output goes out.
//! Measuring a program's cost is `bench::process`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::failure::Failure;

/// Where Debian keeps servers such as nginx, outside the path of ordinary users.
const SYSTEM_FOLDERS: [&str; 2] = ["/usr/sbin", "/sbin"];

/// Where Debian keeps PostgreSQL's programs: in a folder per version.
const POSTGRESQL_VERSIONS: &str = "/usr/lib/postgresql";

/// The variables that `cargo run` sets for this tool. An inner cargo must not see them: build scripts
/// that watch them would be run again on every change between an outer and an inner cargo.
const OUTER_CARGO_PREFIXES: [&str; 5] =
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];

/// A cargo of the same toolchain, to be run in `folder`.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if OUTER_CARGO_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command on this terminal and waits for its success.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status =
        command.status().map_err(|source| Failure::Start { command: describe(command), source })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Ended { command: describe(command), status })
    }
}

/// Runs a command and returns what it wrote to stdout; its stderr goes to this terminal.
pub(crate) fn capture(command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|source| Failure::Start { command: describe(command), source })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::Ended { command: describe(command), status: output.status })
    }
}

/// The command as a person would type it.
pub(crate) fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let mut text = name.to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

/// Finds a program on the path or among the system's servers.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(SYSTEM_FOLDERS.iter().map(PathBuf::from))
        .chain(postgresql_folders())
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

fn postgresql_folders() -> impl Iterator<Item = PathBuf> {
    let versions = fs::read_dir(POSTGRESQL_VERSIONS).into_iter().flatten();
    versions.filter_map(|version| Some(version.ok()?.path().join("bin")))
}
