//! The kernel's accounts of a machine: the texts of four files, read into figures.

use crate::files::field;

/// The unit of disk accounts, whatever the disk's own.
const SECTOR_BYTES: f64 = 512.0;

/// CPU time of all cores together, in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct CpuTime {
    pub(crate) total: f64,
    pub(crate) idle: f64,
    pub(crate) stolen: f64,
    pub(crate) cores: f64,
}

/// `/proc/stat`. Guests' time is part of the user's; waiting for a disk is idleness.
pub(crate) fn cpu_time(text: &str) -> Option<CpuTime> {
    let is_core = |line: &&str| {
        let number = line.strip_prefix("cpu").and_then(|rest| rest.chars().next());
        number.is_some_and(|first| first.is_ascii_digit())
    };
    let cores = text.lines().filter(is_core).count() as f64;
    let line = text.lines().find_map(|line| line.strip_prefix("cpu "))?;
    let ticks = line.split_ascii_whitespace().take(8).map(str::parse);
    let ticks: Vec<f64> = ticks.collect::<Result<_, _>>().ok()?;
    let [_user, _nice, _system, idle, rest @ ..] = &*ticks else { return None };
    let (waiting, stolen) = (rest.first().unwrap_or(&0.0), rest.get(3).unwrap_or(&0.0));
    Some(CpuTime { total: ticks.iter().sum(), idle: idle + waiting, stolen: *stolen, cores })
}

/// Memory in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Memory {
    pub(crate) total: f64,
    pub(crate) available: f64,
}

/// `/proc/meminfo`, which counts in units of 1,024 bytes.
pub(crate) fn memory(text: &str) -> Option<Memory> {
    let bytes = |name| field(text, name).map(|kib| kib * 1_024.0);
    let total = bytes("MemTotal").filter(|total| *total > 0.0)?;
    Some(Memory { total, available: bytes("MemAvailable")? })
}

/// What a disk did since the machine started.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Disk {
    pub(crate) read_bytes: f64,
    pub(crate) written_bytes: f64,
    pub(crate) busy_seconds: f64,
}

/// `/proc/diskstats`: each device's name and account.
pub(crate) fn disks(text: &str) -> impl Iterator<Item = (&str, Disk)> {
    text.lines().filter_map(|line| {
        let mut words = line.split_ascii_whitespace().skip(2);
        let name = words.next()?;
        let figures: Vec<f64> = words.take(10).map_while(|word| word.parse().ok()).collect();
        let disk = Disk {
            read_bytes: figures.get(2)? * SECTOR_BYTES,
            written_bytes: figures.get(6)? * SECTOR_BYTES,
            busy_seconds: figures.get(9)? / 1_000.0,
        };
        Some((name, disk))
    })
}

/// What went over a link since it came up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Link {
    pub(crate) received_bytes: f64,
    pub(crate) sent_bytes: f64,
}

/// `/proc/net/dev`: each link's name and account.
pub(crate) fn links(text: &str) -> impl Iterator<Item = (&str, Link)> {
    text.lines().filter_map(|line| {
        let (name, figures) = line.split_once(':')?;
        let figures: Vec<f64> =
            figures.split_ascii_whitespace().map_while(|word| word.parse().ok()).collect();
        let link = Link { received_bytes: *figures.first()?, sent_bytes: *figures.get(8)? };
        Some((name.trim(), link))
    })
}

/// The first figure of `/proc/loadavg`.
pub(crate) fn load(text: &str) -> Option<f64> {
    text.split_ascii_whitespace().next()?.parse().ok()
}
