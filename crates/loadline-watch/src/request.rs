//! What to watch, and where the kernel keeps its accounts.

use std::path::PathBuf;

/// What to watch beside a load test.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The machine, or the container that stands for it.
    pub host: bool,
    /// Processes by their number.
    pub pids: Vec<u32>,
    /// Processes by their name; all of that name are watched as one.
    pub names: Vec<String>,
    /// Pages of metrics, by URL.
    pub pages: Vec<String>,
    /// Which certificates of pages are trusted.
    pub trust: Trust,
}

impl Request {
    /// Whether there is nothing to watch.
    pub fn is_empty(&self) -> bool {
        !self.host && !self.has_process() && self.pages.is_empty()
    }

    /// Whether a process is watched, which then is what objectives speak of.
    pub(crate) fn has_process(&self) -> bool {
        !self.pids.is_empty() || !self.names.is_empty()
    }
}

/// Which certificates of pages are trusted, besides those the system trusts.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Those in this PEM file.
    pub ca: Option<PathBuf>,
    /// Any at all.
    pub insecure: bool,
}

/// Where the kernel keeps its accounts; tests bring folders of their own.
#[derive(Debug, Clone)]
pub struct Roots {
    /// `/proc`
    pub proc: PathBuf,
    /// `/sys`
    pub sys: PathBuf,
    /// The root of cgroup v2.
    pub cgroup: PathBuf,
    /// The process that asks: it is watched only where its own number is named.
    pub own_pid: u32,
}

impl Default for Roots {
    fn default() -> Self {
        Self {
            proc: PathBuf::from("/proc"),
            sys: PathBuf::from("/sys"),
            cgroup: PathBuf::from("/sys/fs/cgroup"),
            own_pid: std::process::id(),
        }
    }
}
