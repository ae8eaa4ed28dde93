//! PgBouncer, the real one, before a private cluster: its pools are read, and a session is not opened through it.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use loadline_postgres::rules::facts::{Facts, read_pools};
use loadline_postgres::rules::{Limits, check};
use loadline_postgres::session::{Session, SessionError, SessionOptions};
use loadline_testkit::postgres::Cluster;
use loadline_testkit::{StartError, unless_missing, wait_until};
use tempfile::TempDir;

use crate::runtime::block_on;

/// Where Debian installs it.
const PROGRAM: &str = "/usr/sbin/pgbouncer";
/// It refuses to run as root: Debian's user `nobody`.
const NOBODY: u32 = 65_534;

/// A pooler with one connection to a cluster. Ends when dropped.
struct Pooler {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Pooler {
    fn start(cluster: &Cluster) -> Result<Self, StartError> {
        if !std::path::Path::new(PROGRAM).exists() {
            return Err(StartError::ServerMissing { program: "pgbouncer", package: "pgbouncer" });
        }
        let folder = TempDir::new().unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let path = folder.path().join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = 1\nadmin_users = postgres\nstats_users = postgres\n",
            cluster.address().port()
        );
        std::fs::write(&path, text).unwrap();
        let mut command = Command::new(PROGRAM);
        command
            .arg("-q")
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if std::fs::metadata("/proc/self")
            .is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
        {
            std::os::unix::fs::chown(folder.path(), Some(NOBODY), None).unwrap();
            command.uid(NOBODY);
        }
        drop(listener);
        let process = command.spawn().unwrap();
        let pooler = Self { process, port, _folder: folder };
        assert!(
            wait_until(|| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()),
            "pgbouncer listens"
        );
        Ok(pooler)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn psql(url: &str, statement: &str) -> Child {
    let mut command = Command::new("psql");
    command.args(["-X", "-q", "-c", statement, url]).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn clients_that_wait_for_a_connection_are_found() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let Some(pooler) = unless_missing(Pooler::start(&cluster)) else { return };
    let mut clients: Vec<Child> =
        (0..3).map(|_| psql(&pooler.url("postgres"), "SELECT pg_sleep(600)")).collect();
    block_on(async {
        let options = SessionOptions::default();
        let mut pools = Vec::new();
        while pools
            .iter()
            .map(|pool: &loadline_postgres::rules::facts::Pool| pool.waiting_clients)
            .sum::<i64>()
            != 2
        {
            pools = read_pools(&pooler.url("pgbouncer"), &options).await.unwrap();
        }
        let session = Session::connect(&cluster.url(), &options).await.unwrap();
        let mut facts = Facts::gather(&session, None).await.unwrap();
        let limits = Limits { pool_wait_s: 0.0, ..Limits::default() };
        let silent = check(&facts, &limits);
        assert!(silent.advice.iter().all(|advice| advice.rule != "pool-waits"));
        facts.pools = pools;
        let check = check(&facts, &limits);
        let advice = check.advice.iter().find(|advice| advice.rule == "pool-waits").unwrap();
        assert!(advice.evidence.starts_with("2 clients wait"), "{advice:?}");
    });
    for client in &mut clients {
        let _ = client.kill();
        let _ = client.wait();
    }
}

#[test]
fn a_session_through_a_pooler_is_refused_rather_than_leaving_its_limits_to_others() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let Some(pooler) = unless_missing(Pooler::start(&cluster)) else { return };
    block_on(async {
        let refused = Session::connect(&pooler.url("postgres"), &SessionOptions::default())
            .await
            .unwrap_err();
        assert!(matches!(refused, SessionError::Pooler { .. }), "{refused:?}");
        assert!(refused.hint().unwrap().contains("past the pooler"));
    });
}
