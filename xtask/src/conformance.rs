//! `cargo xtask conformance`: every script with a known result runs under Loadline and under the real k6 against
//! the same servers; what differs is printed, and is a failure unless its reason stands beside the scripts. The
//! comparing itself is an example of the testkit, which has the servers.

use std::path::PathBuf;

use clap::Args;

use crate::{command, failure::Failure, k6, workspace::Workspace};

/// The scripts, relative to the root.
const SCRIPTS: &str = "crates/loadline-script/tests/k6";

/// Which k6, and which scripts.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// This k6, instead of one that is found or installed
    #[arg(long, value_name = "PATH")]
    k6: Option<PathBuf>,
    /// Only scripts whose path contains this
    filter: Option<String>,
}

/// Compares Loadline with k6.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    let k6 = k6::find(workspace, options.k6.as_deref())?;
    let mut build = command::cargo(&workspace.root);
    command::run(build.args(["build", "--package", "loadline"]))?;
    let mut compare = command::cargo(&workspace.root);
    compare.args(["run", "--quiet", "--package", "loadline-testkit", "--example", "conformance"]);
    compare.arg("--").arg(workspace.root.join(SCRIPTS));
    compare.arg(workspace.target.join("debug/loadline")).arg(k6);
    command::run(compare.args(&options.filter))
}
