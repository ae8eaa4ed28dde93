//! What the generator itself takes from its machine, read from the kernel's own accounts.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::time::{Duration, Instant};

/// The kernel brings a running thread's account up to date at each tick only, up to 10 ms late. Over a
/// shorter stretch than this the figure would be mostly that error.
const STRETCH_MIN: Duration = Duration::from_millis(100);

/// Share of a core used, and share of time spent waiting for one, by the current thread.
pub(crate) struct Usage {
    pub(crate) cpu: f64,
    pub(crate) queue: f64,
}

/// Follows the current thread's use of the CPU. On a kernel without schedstat it has nothing to say.
pub(crate) struct ThreadUsage {
    schedstat: Option<File>,
    at: Instant,
    run_ns: u64,
    wait_ns: u64,
    has_spoken: bool,
}

impl ThreadUsage {
    pub(crate) fn start() -> Self {
        let schedstat = File::open("/proc/thread-self/schedstat").ok();
        let mut usage =
            Self { schedstat, at: Instant::now(), run_ns: 0, wait_ns: 0, has_spoken: false };
        (usage.run_ns, usage.wait_ns) = usage.read().unwrap_or_default();
        usage
    }

    /// The usage since the last call. Nothing after a short stretch, unless it is all there is.
    pub(crate) fn since_last(&mut self) -> Option<Usage> {
        let now = Instant::now();
        if self.has_spoken && now - self.at < STRETCH_MIN {
            return None;
        }
        let (run_ns, wait_ns) = self.read()?;
        self.has_spoken = true;
        let elapsed_ns = (now - self.at).as_nanos().max(1) as f64;
        let share = |later: u64, earlier: u64| later.saturating_sub(earlier) as f64 / elapsed_ns;
        let usage = Usage { cpu: share(run_ns, self.run_ns), queue: share(wait_ns, self.wait_ns) };
        (self.at, self.run_ns, self.wait_ns) = (now, run_ns, wait_ns);
        Some(usage)
    }

    /// Nanoseconds on a core and nanoseconds waiting for one.
    fn read(&mut self) -> Option<(u64, u64)> {
        let file = self.schedstat.as_mut()?;
        let mut text = String::new();
        file.rewind().ok()?;
        file.read_to_string(&mut text).ok()?;
        let mut figures = text.split_ascii_whitespace().map(str::parse);
        Some((figures.next()?.ok()?, figures.next()?.ok()?))
    }
}

/// Resident memory of this process.
pub(crate) fn resident_bytes() -> Option<f64> {
    resident_bytes_of(std::process::id())
}

/// Resident memory of a process.
pub(crate) fn resident_bytes_of(pid: u32) -> Option<f64> {
    let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let pages: f64 = statm.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as f64)
}
