//! `cargo xtask test`: installs what the tests need, then runs every test of the workspace. The last
//! lines are the runner's own summary, which automation reads; nothing may be printed after them.

use std::process::Command;

use crate::{command, debian, failure::Failure, workspace::Workspace};

/// The real servers that tests start. A test that does not find its server skips itself, unless the
/// server is named in `LOADLINE_REQUIRE`.
const SERVERS: [debian::Package; 5] =
    [debian::NGINX, debian::PGBOUNCER, debian::POSTGRESQL, debian::PROMETHEUS, debian::REDIS];

/// The toolkit's parts are features that nothing switches on by itself.
pub(crate) const TOOLKIT_IN_FULL: &str = "loadline-toolkit/full";

/// Runs all tests.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    debian::ensure(&SERVERS)?;
    debian::ensure(&[debian::HYPOPG])?;
    let required = SERVERS.map(|server| server.program).join(",");
    let mut runner = runner(workspace);
    runner.args(["--workspace", "--features", TOOLKIT_IN_FULL]).env("LOADLINE_REQUIRE", required);
    // A run of the gate judges snapshots and never rewrites them.
    runner.env("INSTA_UPDATE", "no").env_remove("UPDATE_EXPECT");
    command::run(&mut runner)
}

/// nextest where it is installed, since it runs tests of different crates side by side.
fn runner(workspace: &Workspace) -> Command {
    let mut cargo = command::cargo(&workspace.root);
    if command::find("cargo-nextest").is_some() {
        cargo.args(["nextest", "run"]);
    } else {
        cargo.arg("test");
    }
    cargo
}
