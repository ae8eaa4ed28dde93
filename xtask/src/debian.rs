//! What the commands need from Debian: a program and the package that brings it. A missing one is
//! installed when this process may do so; otherwise the failure names the command to run.

use std::process::Command;

use crate::{command, failure::Failure};

/// A program and the Debian package that brings it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Package {
    /// The program looked for on the path.
    pub(crate) program: &'static str,
    /// The package to install when it is absent.
    pub(crate) name: &'static str,
}

/// The web server of the tests and benches.
pub(crate) const NGINX: Package = Package { program: "nginx", name: "nginx-light" };
/// The rival that sets the bar for cost per request.
pub(crate) const WRK: Package = Package { program: "wrk", name: "wrk" };
/// The rival over HTTP/2.
pub(crate) const H2LOAD: Package = Package { program: "h2load", name: "nghttp2-client" };
/// Makes the benches' certificate.
pub(crate) const OPENSSL: Package = Package { program: "openssl", name: "openssl" };
/// The receiver of remote writes in the tests.
pub(crate) const PROMETHEUS: Package = Package { program: "prometheus", name: "prometheus" };
/// The database of the toolkit's tests.
pub(crate) const POSTGRESQL: Package = Package { program: "postgres", name: "postgresql" };
/// The extension that lets a planner think of indexes. Found by its library, beside the server's programs.
pub(crate) const HYPOPG: Package =
    Package { program: "../lib/hypopg.so", name: "postgresql-15-hypopg" };
/// The rival that reads logs of PostgreSQL.
pub(crate) const PGBADGER: Package = Package { program: "pgbadger", name: "pgbadger" };
/// The pooler that the adviser reads.
pub(crate) const PGBOUNCER: Package = Package { program: "pgbouncer", name: "pgbouncer" };
/// The key-value store of the toolkit's tests.
pub(crate) const REDIS: Package = Package { program: "redis-server", name: "redis-server" };
/// Sends files: the rival that sets the bar for uploads.
pub(crate) const CURL: Package = Package { program: "curl", name: "curl" };
/// Pins a process to a core.
pub(crate) const TASKSET: Package = Package { program: "taskset", name: "util-linux" };
/// Compiles libFuzzer.
pub(crate) const CXX: Package = Package { program: "c++", name: "g++" };

/// Makes sure that every program is there.
pub(crate) fn ensure(packages: &[Package]) -> Result<(), Failure> {
    let missing: Vec<&str> = packages
        .iter()
        .filter(|package| command::find(package.program).is_none())
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let install = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    if !rustix::process::geteuid().is_root() || command::find("apt-get").is_none() {
        let what = missing.join(" ");
        return Err(Failure::Missing { what, remedy: format!("sudo {install}") });
    }
    println!("installing {}", missing.join(" "));
    command::run(apt_get().args(["update", "--quiet", "--quiet"]))?;
    command::run(
        apt_get().args(["install", "-y", "--quiet", "--no-install-recommends"]).args(&missing),
    )
}

/// An `apt-get` that asks nothing and starts no service: the tests start their own servers.
fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
    command
}
