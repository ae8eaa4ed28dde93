//! The machine the server runs on: told by arguments, or looked at where the server is on this one.

use std::fs;

use clap::Args as ClapArgs;
use loadline_core::Bytes;
use loadline_postgres::rules::facts::{Disk, DiskReads, Machine, count};
use loadline_postgres::session::{Session, SessionError};

/// What SQL does not tell.
#[derive(Debug, ClapArgs)]
pub(super) struct MachineArgs {
    /// The server's memory, such as 16GiB; looked at where the server runs here.
    #[arg(long, value_name = "SIZE")]
    memory: Option<Bytes>,
    /// The server's processors.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    cores: Option<u32>,
    /// What its data lies on: hdd, ssd, nvme, san; measured where the server times its reads (track_io_timing).
    #[arg(long, value_name = "KIND")]
    disk: Option<Disk>,
}

/// The machine, and how its disk is known.
#[derive(Debug)]
pub(super) struct Known {
    /// The machine, where its memory and processors are known.
    pub(super) machine: Option<Machine>,
    /// In words: `disk ssd, 0.05 ms a page over 120,000 reads (pg_stat_io)`.
    pub(super) disk: String,
}

impl MachineArgs {
    /// The machine, as far as it is known. What somebody says about its disk goes before what the server measured, and that
    /// before what this system calls its own disks, where the server is on it.
    pub(super) async fn known(&self, session: &Session) -> Result<Known, SessionError> {
        let here = if session.is_local() { this_machine() } else { None };
        let reads = DiskReads::read(session).await?;
        let measured = reads.and_then(|reads| Some((reads.disk()?, reads)));
        let kind = self.disk.or(measured.map(|(disk, _)| disk)).or(here.and_then(|here| here.disk));
        let why = match (self.disk, measured, reads) {
            (Some(_), _, _) => "as told".to_owned(),
            (None, Some((_, reads)), _) => timed(&reads),
            (None, None, Some(reads)) => {
                let here = if kind.is_some() { "as this system says in /sys; " } else { "" };
                let why = if reads.is_from_cache() {
                    "from the system's cache"
                } else {
                    "which fits several"
                };
                format!("{here}{}, {why}", timed(&reads))
            }
            (None, None, None) if kind.is_some() => "as this system says in /sys".to_owned(),
            (None, None, None) => "track_io_timing = on lets the server measure it".to_owned(),
        };
        let memory = self.memory.map(|memory| memory.count() as i64);
        let memory_bytes = memory.or(here.map(|here| here.memory_bytes));
        let cores = self.cores.or(here.map(|here| here.cores));
        let machine = memory_bytes.zip(cores).map(|(memory_bytes, cores)| Machine {
            memory_bytes,
            cores,
            disk: kind,
        });
        let name = kind.map_or("unknown", Disk::name);
        Ok(Known { machine, disk: format!("disk {name}, {why}") })
    }
}

fn timed(reads: &DiskReads) -> String {
    format!("{:.3} ms a page over {} reads ({})", reads.mean_ms, count(reads.reads), reads.source)
}

fn this_machine() -> Option<Machine> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let memory_kib: i64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    let cores = std::thread::available_parallelism().ok()?.get();
    Some(Machine {
        memory_bytes: memory_kib << 10,
        cores: u32::try_from(cores).ok()?,
        disk: disk(),
    })
}

/// What the disks of this machine are, where all of them are the same.
fn disk() -> Option<Disk> {
    let entries = fs::read_dir("/sys/block").ok()?;
    let kinds: Vec<Disk> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().to_str()?.to_owned();
            let is_virtual =
                ["loop", "ram", "zram", "dm-", "sr"].iter().any(|kind| name.starts_with(kind));
            let rotates = fs::read_to_string(entry.path().join("queue/rotational")).ok()?;
            match (is_virtual, rotates.trim()) {
                (true, _) => None,
                (false, "1") => Some(Disk::Hdd),
                (false, _) if name.starts_with("nvme") => Some(Disk::Nvme),
                (false, _) => Some(Disk::Ssd),
            }
        })
        .collect();
    let first = *kinds.first()?;
    kinds.iter().all(|kind| *kind == first).then_some(first)
}
