//! The handle of a running cluster. In come orders; out go its address and the answers to statements.
//!
//! Deliberately not here: the process and its folder (`postmaster`).

use std::io::{Seek as _, Write as _};
use std::net::SocketAddr;
use std::process::Command;

use super::backup;
use super::options::{ClusterOptions, StopMode};
use super::postmaster::Postmaster;
use super::programs::PROGRAM;
use super::replica::Replica;
use crate::error::StartError;

/// The superuser, who needs no password, and the database.
const USER: &str = "postgres";

/// Characters of a statement that an error shows.
const SHOWN_MAX: usize = 2_000;

/// A private PostgreSQL with one superuser and no passwords. Ends and leaves nothing when dropped.
#[derive(Debug)]
pub struct Cluster {
    options: ClusterOptions,
    postmaster: Postmaster,
}

impl Cluster {
    /// Makes and starts a cluster, and waits until it takes connections.
    ///
    /// # Errors
    ///
    /// When PostgreSQL is not installed, or does not start.
    pub fn start() -> Result<Self, StartError> {
        Self::start_with(&ClusterOptions::default())
    }

    /// As [`start`](Self::start), with settings of the test.
    ///
    /// # Errors
    ///
    /// When PostgreSQL is not installed, or does not start.
    pub fn start_with(options: &ClusterOptions) -> Result<Self, StartError> {
        let mut postmaster = Postmaster::prepare(options)?;
        let mut initdb = postmaster.command("initdb");
        initdb.arg("-D").arg(postmaster.data());
        // Small files of the log: a new cluster and each base backup write at least one.
        initdb.args(["-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--wal-segsize=1", "--no-sync"]);
        postmaster.run(&mut initdb)?;
        postmaster.start()?;
        Ok(Self { options: options.clone(), postmaster })
    }

    /// A replica that streams from this cluster, once it does.
    ///
    /// # Errors
    ///
    /// When the base backup fails, or the replica does not start to stream.
    pub fn replica(&self) -> Result<Replica, StartError> {
        let mut postmaster = Postmaster::prepare(&self.options)?;
        backup::take(self, &postmaster)?;
        postmaster.start()?;
        Replica::streaming(Self { options: self.options.clone(), postmaster })
    }

    /// The first number of its version: 15.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.postmaster.programs().version()
    }

    /// Whether the server has what a test needs, by a condition in SQL. The version that tests are written on always has; one that
    /// was chosen by `LOADLINE_POSTGRES` may lack it, which is said, and the test ends.
    ///
    /// # Panics
    ///
    /// When the condition is no SQL, or does not hold on the usual version.
    #[must_use]
    pub fn offers(&self, what: &str, condition: &str) -> bool {
        let answer = self.sql(&format!("SELECT {condition}"));
        if answer.as_deref().is_ok_and(|answer| answer == "t") {
            return true;
        }
        assert!(self.postmaster.programs().is_chosen(), "{what} is missing: {answer:?}");
        #[expect(clippy::print_stderr, reason = "a skipped test tells whoever reads its output")]
        {
            eprintln!("skipped: PostgreSQL {} has no {what}", self.version());
        }
        false
    }

    /// Where it listens. The port stays the same over restarts.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.postmaster.address()
    }

    /// One of its programs or those of its clients, such as pgbench, as the cluster's user.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        self.postmaster.command(program)
    }

    pub(super) fn postmaster(&self) -> &Postmaster {
        &self.postmaster
    }

    /// The URL for clients.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_by(self.address())
    }

    /// The URL for clients that reach it through something that listens at `address`.
    #[must_use]
    pub fn url_by(&self, address: SocketAddr) -> String {
        format!("postgres://{USER}@{address}/postgres")
    }

    /// Runs a statement as the superuser in a session of its own: rows as lines, columns with `|` between them.
    ///
    /// # Errors
    ///
    /// When the server does not answer, or answers with an error.
    pub fn sql(&self, statement: &str) -> Result<String, StartError> {
        let mut psql = self.postmaster.command("psql");
        psql.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, &self.url()]);
        self.answer(psql, statement)
    }

    /// Runs a statement of any length, which is given as input rather than as an argument.
    ///
    /// # Errors
    ///
    /// As with [`sql`](Self::sql).
    pub fn sql_file(&self, statement: &str) -> Result<String, StartError> {
        let prepare = StartError::prepare(PROGRAM);
        let mut file = tempfile::tempfile().map_err(prepare)?;
        file.write_all(statement.as_bytes()).map_err(prepare)?;
        file.rewind().map_err(prepare)?;
        let mut psql = self.postmaster.command("psql");
        psql.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", &self.url()]);
        psql.stdin(file);
        self.answer(psql, statement)
    }

    fn answer(&self, mut psql: Command, statement: &str) -> Result<String, StartError> {
        self.postmaster.run(&mut psql).map_err(|error| match error {
            StartError::ServerFailed { log, .. } => {
                let statement = statement.chars().take(SHOWN_MAX).collect();
                StartError::Statement { statement, answer: log }
            }
            other => other,
        })
    }

    /// The process id, while it runs.
    pub fn pid(&mut self) -> Option<u32> {
        self.postmaster.pid().map(|pid| pid.as_raw_nonzero().get().unsigned_abs())
    }

    /// The end of its log.
    #[must_use]
    pub fn log(&self) -> String {
        self.postmaster.log()
    }

    /// Stops it, and returns once it has ended.
    ///
    /// # Errors
    ///
    /// When it has not ended after half a minute, as with [`StopMode::Smart`] and a client that stays.
    pub fn stop(&mut self, mode: StopMode) -> Result<(), StartError> {
        self.postmaster.end(mode.signal())
    }

    /// Kills all its processes, as a crash of the machine would.
    pub fn kill(&mut self) {
        self.postmaster.kill();
    }

    /// Starts it again on the same port and data, after stopping it where it still runs.
    ///
    /// # Errors
    ///
    /// When it does not stop or start.
    pub fn restart(&mut self) -> Result<(), StartError> {
        self.stop(StopMode::Fast)?;
        self.postmaster.start()
    }
}
