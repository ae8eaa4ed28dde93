//! pgbench, from the package of the server. In come its arguments; a failure ends the test.

use std::path::PathBuf;
use std::process::Command;

use loadline_testkit::postgres::Cluster;

/// Runs pgbench on a cluster to its end.
pub(crate) fn pgbench(cluster: &Cluster, arguments: &[&str]) {
    let output = Command::new(program())
        .args(arguments)
        .arg(cluster.url())
        .output()
        .expect("pgbench starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The newest one that Debian installed.
fn program() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed");
    let found = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin/pgbench")));
    found.filter(|path| path.exists()).max().expect("pgbench comes with the server")
}
