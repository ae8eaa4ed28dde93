//! What /proc says of processes. In comes a process id; out go its child and its state, and a way
//! to wait until another process has done something.
//!
//! Deliberately not here: signals.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Pid;

/// Time given to nginx to answer, to stop, and to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Pause between two looks at something that another process does.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// The first child found of a process.
pub(super) fn child_of(parent: u32) -> Option<Pid> {
    let processes = fs::read_dir("/proc").ok()?;
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .find(|pid| stat(*pid).is_some_and(|(_, its_parent)| its_parent == parent))
        .and_then(Pid::from_raw)
}

/// Whether a process stands still because of a signal.
pub(super) fn is_stopped(pid: Pid) -> bool {
    stat(pid.as_raw_nonzero().get()).is_some_and(|(state, _)| state == "T")
}

/// State letter and parent: the first two fields after the name, which is in brackets and may
/// contain anything (proc_pid_stat(5)).
fn stat(pid: i32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    Some((fields.next()?.to_string(), fields.next()?.parse().ok()?))
}

/// Looks again and again, within bounds; whether it came true.
pub(super) fn wait_until(mut come_true: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + PATIENCE;
    loop {
        if come_true() {
            return true;
        }
        if Instant::now() >= end {
            return false;
        }
        thread::sleep(LOOK_EVERY);
    }
}
