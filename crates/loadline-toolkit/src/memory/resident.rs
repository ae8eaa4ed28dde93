//! The resident size of this process, as the kernel tells it (proc(5)).

use std::{fs, io};

/// Bytes of memory this process is resident with: all its pages in memory, those of files and shared ones included.
///
/// # Errors
/// The system's, where there is no `/proc/self/status` with a `VmRSS`.
pub fn resident_bytes() -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    kib_of(&status, "VmRSS:").ok_or_else(|| io::Error::other("no VmRSS in /proc/self/status"))
}

/// The line `name: 123 kB` in bytes.
pub(super) fn kib_of(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    kib.checked_mul(1024)
}
