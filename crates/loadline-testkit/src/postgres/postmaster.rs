//! The process of a cluster and its data folder. In come the data and the settings; it starts the process, waits until
//! it takes connections, signals it, kills it with all its children, and ends and removes everything when dropped.
//!
//! Deliberately not here: where the data comes from (`initdb` or a base backup), and SQL.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::options::ClusterOptions;
use super::programs::{PROGRAM, Programs};
use crate::error::StartError;
use crate::process::{children_of, has_ended};
use crate::wait::wait_until;

/// What every cluster of tests has: small, private, quick to notice that a primary is back.
const USUAL: [(&str, &str); 11] = [
    ("listen_addresses", "127.0.0.1"),
    ("unix_socket_directories", ""),
    ("dynamic_shared_memory_type", "mmap"),
    ("shared_buffers", "16MB"),
    ("max_connections", "200"),
    ("wal_level", "replica"),
    ("max_wal_senders", "8"),
    ("wal_retrieve_retry_interval", "100ms"),
    ("hot_standby", "on"),
    ("logging_collector", "off"),
    ("log_destination", "stderr"),
];

/// How a server keeps 64 files of 1 MB of its log for replicas: from version 13 on, and before.
const KEEPS: [(&str, &str); 2] = [("wal_keep_size", "64MB"), ("wal_keep_segments", "64")];

/// What makes a commit not wait for the disk.
const NOT_DURABLE: [(&str, &str); 2] = [("fsync", "off"), ("full_page_writes", "off")];

/// The end of the log that an error shows.
const LOG_END_BYTES: usize = 4 << 10;

/// A cluster's folder and, while it runs, its first process.
#[derive(Debug)]
pub(super) struct Postmaster {
    programs: Programs,
    settings: Vec<(String, String)>,
    address: SocketAddr,
    /// Keeps the port from others until the first start.
    reserved: Option<TcpListener>,
    process: Option<Child>,
    folder: TempDir,
}

impl Postmaster {
    /// A folder without data and a port; nothing runs yet.
    pub(super) fn prepare(options: &ClusterOptions) -> Result<Self, StartError> {
        let programs = Programs::find()?;
        let prepare = StartError::prepare(PROGRAM);
        let folder =
            tempfile::Builder::new().prefix("testkit-postgres-").tempdir().map_err(prepare)?;
        programs.hand_over(folder.path()).map_err(prepare)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(StartError::Bind)?;
        let address = listener.local_addr().map_err(StartError::Bind)?;
        let (settings, reserved) = (settings(options, programs.version()), Some(listener));
        Ok(Self { programs, settings, address, reserved, process: None, folder })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(super) fn programs(&self) -> &Programs {
        &self.programs
    }

    /// One of PostgreSQL's programs, as the cluster's user.
    pub(super) fn command(&self, program: &str) -> Command {
        self.programs.command(program, self.folder.path())
    }

    pub(super) fn run(&self, command: &mut Command) -> Result<String, StartError> {
        let output = self.programs.run(command)?;
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    /// Starts the process and waits until it takes connections.
    pub(super) fn start(&mut self) -> Result<(), StartError> {
        let prepare = StartError::prepare(PROGRAM);
        let log =
            File::options().create(true).append(true).open(self.log_path()).map_err(prepare)?;
        let mut command = self.command(PROGRAM);
        command.arg("-D").arg(self.data()).arg("-p").arg(self.address.port().to_string());
        for (name, value) in &self.settings {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        self.reserved = None;
        self.process = Some(command.stderr(log).spawn().map_err(prepare)?);
        let ready = wait_until(|| self.has_ended() || self.takes_connections());
        if ready && !self.has_ended() {
            return Ok(());
        }
        Err(StartError::ServerFailed { program: PROGRAM, log: self.log() })
    }

    /// Sends a signal that ends it, and waits until it has ended.
    pub(super) fn end(&mut self, signal: Signal) -> Result<(), StartError> {
        if let Some(pid) = self.pid() {
            let prepare = StartError::prepare(PROGRAM);
            kill_process(pid, signal).map_err(|error| prepare(error.into()))?;
            if !wait_until(|| self.has_ended()) {
                return Err(StartError::ServerFailed { program: PROGRAM, log: self.log() });
            }
        }
        Ok(())
    }

    /// Kills it and the process of every session, as a crash of the machine would.
    pub(super) fn kill(&mut self) {
        let children =
            self.process.as_ref().map_or_else(Vec::new, |process| children_of(process.id()));
        if let Some(process) = &mut self.process {
            // First, or it would see its children die and tidy up.
            let _ = process.kill();
            let _ = process.wait();
        }
        for child in &children {
            let _ = kill_process(*child, Signal::KILL);
        }
        wait_until(|| children.iter().all(|child| has_ended(*child)));
        self.process = None;
    }

    /// The process id, while it runs.
    pub(super) fn pid(&mut self) -> Option<Pid> {
        if self.has_ended() {
            return None;
        }
        self.process.as_ref().and_then(|process| Pid::from_raw(i32::try_from(process.id()).ok()?))
    }

    /// The end of what it logged.
    pub(super) fn log(&self) -> String {
        let log = fs::read(self.log_path()).unwrap_or_default();
        let end = &log[log.len().saturating_sub(LOG_END_BYTES)..];
        String::from_utf8_lossy(end).trim().to_owned()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn has_ended(&mut self) -> bool {
        self.process.as_mut().is_none_or(|process| !matches!(process.try_wait(), Ok(None)))
    }

    fn takes_connections(&self) -> bool {
        let port = self.address.port().to_string();
        TcpStream::connect(self.address).is_ok()
            && self
                .command("pg_isready")
                .args(["-q", "-h", "127.0.0.1", "-p", &port])
                .status()
                .is_ok_and(|status| status.success())
    }

    /// Removes the lock in shared memory that a killed process leaves behind; its number is the second one in the
    /// seventh line of the pid file.
    fn remove_left_lock(&self) {
        let pid_file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let line = pid_file.lines().nth(6).unwrap_or_default();
        if let Some(id) = line.split_whitespace().nth(1) {
            let _ = Command::new("ipcrm").args(["-m", id]).stderr(Stdio::null()).status();
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        if self.end(Signal::QUIT).is_err() {
            self.kill();
        }
        self.remove_left_lock();
    }
}

/// The usual settings, and after them those of the test: the last one wins.
fn settings(options: &ClusterOptions, version: u32) -> Vec<(String, String)> {
    let fast: &[_] = if options.durable { &[] } else { &NOT_DURABLE };
    let keeps = &KEEPS[usize::from(version < 13)];
    let usual = USUAL
        .iter()
        .chain(fast)
        .chain([keeps])
        .map(|(name, value)| ((*name).into(), (*value).into()));
    let preload = (!options.preload.is_empty())
        .then(|| ("shared_preload_libraries".into(), options.preload.join(",")));
    usual.chain(preload).chain(options.settings.iter().cloned()).collect()
}
