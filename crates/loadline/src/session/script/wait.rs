//! Waiting for a person: before a test that begins paused, behind one that lingers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use loadline_load::StopSignal;
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::failure::Failure;
use crate::output::print::note;

/// How soon somebody's wish is noticed.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Waits for Enter, for the end of standard input, or for `stop`.
pub(super) fn wait_for_enter(stop: &StopSignal) -> Result<(), Failure> {
    note("paused: press Enter to begin the test");
    let (told, tells) = mpsc::channel();
    // It may still wait when the process ends, which ends it too.
    thread::Builder::new().name("enter".to_owned()).spawn(move || {
        // What cannot be read is an end as well; nobody listens any more once the test was called off.
        let _ = std::io::stdin().read_line(&mut String::new());
        let _ = told.send(());
    })?;
    while !stop.is_asked() && tells.recv_timeout(LOOK_EVERY).is_err() {}
    Ok(())
}

/// Waits for Ctrl-C.
pub(super) fn wait_for_interruption() -> Result<(), Failure> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, asked.clone())?;
    }
    note("the test is done: waiting for Ctrl-C, as `linger` asks");
    while !asked.load(Ordering::Relaxed) {
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}
