//! A program that runs scripts as k6 does: how it is called, and for how long.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::case::ScriptCase;
use super::outcome::ScriptOutcome;

/// The longest that a script may take.
const RUN_MAX: Duration = Duration::from_secs(60);

/// Which program it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Runner {
    /// The real one.
    K6,
    /// Ours.
    #[default]
    Loadline,
}

/// A program that runs scripts.
#[derive(Debug, Clone)]
pub struct ScriptProgram {
    /// Which it is.
    pub runner: Runner,
    /// Where it is.
    pub path: PathBuf,
    /// Arguments of every call, behind `run`.
    pub arguments: Vec<String>,
    /// Variables of the environment of every call.
    pub environment: Vec<(String, String)>,
}

impl ScriptProgram {
    /// Runs a case to its end; one that takes longer than a minute is killed and has no exit code.
    ///
    /// # Errors
    ///
    /// When the program cannot be started, or its files cannot be read.
    pub fn run(&self, case: &ScriptCase) -> io::Result<ScriptOutcome> {
        let folder = TempDir::with_prefix("loadline-script-")?;
        let samples = folder.path().join("samples.json");
        let mut command = Command::new(&self.path);
        command.arg("run").args(&self.arguments).args(&case.arguments).arg("--quiet");
        command.arg("--out").arg(format!("json={}", samples.display())).arg(&case.script);
        command.current_dir(&case.folder).stdin(Stdio::null());
        // Pipes, which scripts may open once more as `/dev/stdout`.
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env("K6_NO_USAGE_REPORT", "true").env("TMPDIR", folder.path());
        let environment = self.environment.iter().chain(&case.environment);
        command.envs(environment.map(|(name, value)| (name, value)));
        let child = command.spawn()?;
        let process = Pid::from_child(&child);
        let (ended_tx, ended_rx) = mpsc::channel();
        let waiting = thread::spawn(move || {
            let output = child.wait_with_output();
            // Nobody listens once the time is over.
            let _ = ended_tx.send(());
            output
        });
        let in_time = ended_rx.recv_timeout(RUN_MAX).is_ok();
        if !in_time {
            // It may have ended in this moment.
            let _ = kill_process(process, Signal::KILL);
        }
        let ended = waiting.join().expect("waiting does not panic")?;
        let exit_code = ended.status.code().filter(|_| in_time);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let samples = std::fs::read_to_string(&samples).unwrap_or_default();
        let (console, output) = (text(&ended.stderr), text(&ended.stdout));
        Ok(ScriptOutcome::new(self.runner, exit_code, console, output, &samples))
    }
}
