//! Containers: the limits and accounts of cgroup v2.
//!
//! A group's limits hold for the groups inside it, so the least on the way up to the root counts. The root of
//! the whole machine has none of these files; where the root that is seen has them, it is a container's.
//! Version 1 is not read.

use std::path::{Path, PathBuf};

use crate::files::{field, text};

/// Groups above each other that are looked at.
const DEPTH_MAX: usize = 32;

/// What a group may use; none where nothing limits it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Limits {
    pub(crate) cores: Option<f64>,
    pub(crate) memory_bytes: Option<f64>,
}

impl Limits {
    /// The least of the limits in `folders`.
    pub(crate) fn of(folders: &[PathBuf]) -> Self {
        let least = |file: &str, parse: fn(&str) -> Option<f64>| {
            let each = folders.iter().filter_map(|folder| parse(&text(&folder.join(file)).ok()?));
            each.reduce(f64::min)
        };
        Self { cores: least("cpu.max", cores), memory_bytes: least("memory.max", bytes) }
    }
}

/// CPU accounts of a group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct CpuAccount {
    pub(crate) used_seconds: f64,
    pub(crate) periods: u64,
    pub(crate) throttled: u64,
}

impl CpuAccount {
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        let account = text(&folder.join("cpu.stat")).ok()?;
        let whole = |name| field(&account, name).unwrap_or_default() as u64;
        Some(Self {
            used_seconds: field(&account, "usage_usec")? / 1e6,
            periods: whole("nr_periods"),
            throttled: whole("nr_throttled"),
        })
    }
}

/// Memory that a group cannot give back at once: all of it but file pages that were not used lately.
pub(crate) fn working_bytes(folder: &Path) -> Option<f64> {
    let current = bytes(&text(&folder.join("memory.current")).ok()?)?;
    let account = text(&folder.join("memory.stat")).unwrap_or_default();
    Some((current - field(&account, "inactive_file").unwrap_or_default()).max(0.0))
}

/// The folders of a process's group and of those around it, from the innermost, read from the text of
/// `/proc/PID/cgroup`.
pub(crate) fn folders(root: &Path, membership: &str) -> Vec<PathBuf> {
    let Some(path) = membership.lines().find_map(|line| line.strip_prefix("0::")) else {
        return Vec::new();
    };
    // A group outside of the namespace shows as `/../…`, which leads nowhere from here.
    let parts = path.split('/').filter(|part| !part.is_empty());
    let parts: Vec<_> = parts.take(DEPTH_MAX).take_while(|part| *part != "..").collect();
    let folder = |depth| parts[..depth].iter().fold(root.to_owned(), |path, part| path.join(part));
    (0..=parts.len()).rev().map(folder).collect()
}

/// `max 100000` or `200000 100000`: the time a group may have in each period.
fn cores(text: &str) -> Option<f64> {
    let mut words = text.split_ascii_whitespace();
    let quota: f64 = words.next()?.parse().ok()?;
    let period: f64 = words.next()?.parse().ok()?;
    (quota > 0.0 && period > 0.0).then_some(quota / period)
}

fn bytes(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|bytes: &f64| *bytes >= 0.0 && bytes.is_finite())
}
