//! Waiting for what another process does, by looking again and again within a bound. In comes a
//! look; out goes whether it came true.
//!
//! Deliberately not here: what is looked at.

use std::thread;
use std::time::{Duration, Instant};

/// Time given to a real server to answer, to stop, and to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Pause between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// Looks until it comes true, for half a minute at most; whether it did.
pub fn wait_until(mut come_true: impl FnMut() -> bool) -> bool {
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
