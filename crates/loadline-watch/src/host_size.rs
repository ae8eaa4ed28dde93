//! How large the machine is: what shares are formed of where nothing narrower limits a process.

use std::path::Path;

use crate::files::text;
use crate::host::{cpu_time, memory};

/// Cores and memory of the machine; zero and none where they are not told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct HostSize {
    pub(crate) cores: f64,
    pub(crate) memory_bytes: Option<f64>,
}

impl HostSize {
    pub(crate) fn read(proc: &Path) -> Self {
        let file = |name| text(&proc.join(name)).unwrap_or_default();
        Self {
            cores: cpu_time(&file("stat")).map_or(0.0, |time| time.cores),
            memory_bytes: memory(&file("meminfo")).map(|memory| memory.total),
        }
    }
}
