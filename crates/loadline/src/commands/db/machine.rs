//! The machine the server runs on: told by arguments, or looked at where the server is on this one.

use std::fs;

use clap::Args as ClapArgs;
use loadline_core::Bytes;
use loadline_postgres::rules::facts::{Disk, Machine};
use loadline_postgres::session::Session;

/// What SQL does not tell.
#[derive(Debug, ClapArgs)]
pub(super) struct MachineArgs {
    /// The server's memory, such as 16GiB; looked at where the server runs here.
    #[arg(long, value_name = "SIZE")]
    memory: Option<Bytes>,
    /// The server's processors.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    cores: Option<u32>,
    /// What its data lies on: hdd, ssd, nvme, san.
    #[arg(long, value_name = "KIND")]
    disk: Option<Disk>,
}

impl MachineArgs {
    /// The machine, as far as it is known.
    pub(super) fn machine(&self, session: &Session) -> Option<Machine> {
        let here = if session.is_local() { this_machine() } else { None };
        let memory = self.memory.map(|memory| memory.count() as i64);
        Some(Machine {
            memory_bytes: memory.or(here.map(|here| here.memory_bytes))?,
            cores: self.cores.or(here.map(|here| here.cores))?,
            disk: self.disk.or(here.and_then(|here| here.disk)),
        })
    }
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
