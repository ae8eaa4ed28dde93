//! The memory this process may have: the tightest limit of its control group and those around it, version 2 or 1
//! (cgroups(7)), or else what the machine has.

use super::resident::kib_of;
use std::{fs, path::Path};

/// Version 1 writes "no limit" as the largest whole page count; anything near it is none.
const NO_LIMIT_FROM: u64 = 1 << 60;

/// Bytes this process may be resident with; nothing when the system tells neither a limit nor its size.
#[must_use]
pub fn memory_limit() -> Option<u64> {
    let of_group = fs::read_to_string("/proc/self/cgroup")
        .ok()
        .and_then(|groups| group_limit(&groups, Path::new("/sys/fs/cgroup")));
    let of_machine =
        fs::read_to_string("/proc/meminfo").ok().and_then(|text| kib_of(&text, "MemTotal:"));
    match (of_group, of_machine) {
        (Some(group), Some(machine)) => Some(group.min(machine)),
        (group, machine) => group.or(machine),
    }
}

/// The tightest limit along the group's path, under the folder where groups are mounted.
pub(super) fn group_limit(groups: &str, mounted: &Path) -> Option<u64> {
    groups.lines().filter_map(|line| limit_of(line, mounted)).min()
}

/// A line is `hierarchy:controllers:path`; version 2 is hierarchy 0 and names no controllers.
fn limit_of(line: &str, mounted: &Path) -> Option<u64> {
    let mut parts = line.splitn(3, ':');
    let (_, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
    let (root, file) = if controllers.is_empty() {
        (mounted.to_owned(), "memory.max")
    } else if controllers.split(',').any(|name| name == "memory") {
        (mounted.join("memory"), "memory.limit_in_bytes")
    } else {
        return None;
    };
    // Inside a container the path may be that of the host: the folders that are there count.
    let group = root.join(path.trim_start_matches('/'));
    group
        .ancestors()
        .take_while(|folder| folder.starts_with(&root))
        .filter_map(|folder| fs::read_to_string(folder.join(file)).ok())
        .filter_map(|text| text.trim().parse::<u64>().ok())
        .filter(|limit| *limit < NO_LIMIT_FROM)
        .min()
}
