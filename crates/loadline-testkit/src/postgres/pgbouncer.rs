//! A private, real PgBouncer before a cluster: one pool of one connection, so that a second client waits. Its process and
//! its folder are gone when it is dropped.

use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::cluster::Cluster;
use crate::error::StartError;
use crate::wait::wait_until;

/// The name of the server in errors and in `LOADLINE_REQUIRE`, which is its Debian package, too.
const PROGRAM: &str = "pgbouncer";

/// Where Debian installs it.
const BINARY: &str = "/usr/sbin/pgbouncer";

/// It refuses to run as root: Debian's user `nobody`.
const NOBODY: u32 = 65_534;

/// A running PgBouncer.
#[derive(Debug)]
pub struct PgBouncer {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl PgBouncer {
    /// Starts it on a free loopback port and waits until it listens.
    ///
    /// # Errors
    ///
    /// When PgBouncer is not installed, or does not start.
    pub fn start(cluster: &Cluster) -> Result<Self, StartError> {
        if !Path::new(BINARY).exists() {
            return Err(StartError::ServerMissing { program: PROGRAM, package: PROGRAM });
        }
        let prepare = StartError::prepare(PROGRAM);
        let folder =
            tempfile::Builder::new().prefix("testkit-pgbouncer-").tempdir().map_err(prepare)?;
        // Free now; should another process take it before PgBouncer does, that one ends at once.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(StartError::Bind)?;
        let port = listener.local_addr().map_err(StartError::Bind)?.port();
        drop(listener);
        let process = spawn(folder.path(), cluster, port).map_err(prepare)?;
        let mut pooler = Self { process, port, _folder: folder };
        if wait_until(|| pooler.has_ended() || pooler.listens()) && !pooler.has_ended() {
            return Ok(pooler);
        }
        Err(StartError::ServerFailed { program: PROGRAM, log: String::new() })
    }

    /// The URL of a database behind it, or of its console, which is the database `pgbouncer`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    fn listens(&self) -> bool {
        TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok()
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn spawn(folder: &Path, cluster: &Cluster, port: u16) -> io::Result<Child> {
    let path = folder.join("pgbouncer.ini");
    let text = format!(
        "[databases]\n* = host=127.0.0.1 port={} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
         listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
         default_pool_size = 1\nadmin_users = postgres\nstats_users = postgres\n",
        cluster.address().port()
    );
    std::fs::write(&path, text)?;
    let mut command = Command::new(BINARY);
    command.arg("-q").arg(&path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if rustix::process::getuid().is_root() {
        chown(folder, Some(NOBODY), None)?;
        command.uid(NOBODY);
    }
    command.spawn()
}
