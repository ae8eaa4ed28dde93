//! Processor time of a process, as Linux counts it.

use std::fs;
use std::io;

/// The kernel's unit of these times: a hundredth of a second on every Linux that has `/proc`.
const TICKS_PER_S: f64 = 100.0;

/// Seconds in its own code and in the kernel.
pub(crate) fn seconds(pid: u32) -> io::Result<f64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name before the last bracket may hold anything.
    let fields = text.rsplit(')').next().unwrap_or_default();
    let ticks = |place: usize| fields.split_whitespace().nth(place)?.parse::<f64>().ok();
    let (user, system) = ticks(11).zip(ticks(12)).ok_or(io::ErrorKind::InvalidData)?;
    Ok((user + system) / TICKS_PER_S)
}
