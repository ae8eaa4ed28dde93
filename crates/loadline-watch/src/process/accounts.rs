//! The kernel's accounts of a process: the texts of three files, read into figures.

use crate::files::field;

/// `/proc/PID/stat`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) pid: u32,
    /// The program's name, cut off by the kernel after 15 bytes.
    pub(super) name: String,
    pub(super) has_ended: bool,
    pub(super) parent: u32,
    /// CPU time of its own, in ticks.
    pub(super) own_ticks: u64,
    /// CPU time of children that ended and were waited for.
    pub(super) children_ticks: u64,
    /// When it started, in ticks since the machine did; with the number it tells processes apart.
    pub(super) started_ticks: u64,
}

/// The name stands in brackets and may hold brackets and spaces itself: the last one closes it.
pub(super) fn stat(text: &str) -> Option<Stat> {
    let (pid, rest) = text.split_once(" (")?;
    let (name, rest) = rest.rsplit_once(')')?;
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let number = |place: usize| words.get(place)?.parse::<u64>().ok();
    Some(Stat {
        pid: pid.parse().ok()?,
        name: name.to_owned(),
        has_ended: matches!(*words.first()?, "Z" | "X" | "x"),
        parent: number(1)? as u32,
        own_ticks: number(11)?.saturating_add(number(12)?),
        // Children's time is signed and has been seen below zero on old kernels.
        children_ticks: number(13).unwrap_or(0).saturating_add(number(14).unwrap_or(0)),
        started_ticks: number(19)?,
    })
}

/// `/proc/PID/status`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Status {
    pub(super) private_bytes: f64,
    pub(super) file_bytes: f64,
    pub(super) shared_bytes: f64,
    pub(super) threads: f64,
    /// Cores it may run on.
    pub(super) cores: f64,
}

/// Kernels before 4.5 tell the whole alone.
pub(super) fn status(text: &str) -> Status {
    let bytes = |name| field(text, name).map(|kib: f64| kib * 1_024.0);
    Status {
        private_bytes: bytes("RssAnon").or_else(|| bytes("VmRSS")).unwrap_or_default(),
        file_bytes: bytes("RssFile").unwrap_or_default(),
        shared_bytes: bytes("RssShmem").unwrap_or_default(),
        threads: field(text, "Threads").unwrap_or_default(),
        cores: allowed_cores(text).unwrap_or_default(),
    }
}

/// The bits of `Cpus_allowed: ff,ffffffff`.
fn allowed_cores(text: &str) -> Option<f64> {
    let mask = text.lines().find_map(|line| line.strip_prefix("Cpus_allowed:"))?;
    let bits = mask.chars().filter_map(|digit| digit.to_digit(16)).map(u32::count_ones);
    Some(f64::from(bits.sum::<u32>()))
}

/// Bytes read from and written to disks, from `/proc/PID/io`.
pub(super) fn disk_bytes(text: &str) -> Option<(f64, f64)> {
    Some((field(text, "read_bytes")?, field(text, "write_bytes")?))
}
