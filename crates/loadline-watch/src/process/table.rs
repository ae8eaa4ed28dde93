//! The list of all processes, read again each second at little cost.
//!
//! A process that was looked at once and is nobody's concern is not looked at again until the next full look:
//! listing `/proc` is cheap, opening a file in each of its folders is not.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::accounts::{self, Stat};
use crate::files::text;

/// Processes looked at; a machine with more is beyond what this way of reading can follow each second.
const PROCESSES_MAX: usize = 32_768;
/// Looks until all are looked at again: a process may take another name or another parent.
const FULL_LOOK_EVERY: u32 = 10;

pub(super) struct Table {
    proc: PathBuf,
    seen: HashSet<u32>,
    looks: u32,
}

impl Table {
    pub(super) fn new(proc: &Path) -> Self {
        Self { proc: proc.to_owned(), seen: HashSet::new(), looks: 0 }
    }

    /// Processes that were not there at the last look; all of them where `all` is wanted or due.
    pub(super) fn look(&mut self, all: bool) -> io::Result<Vec<Stat>> {
        let all = all || self.looks.is_multiple_of(FULL_LOOK_EVERY);
        self.looks = self.looks.wrapping_add(1);
        let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
        let running = fs::read_dir(&self.proc)?.flatten().filter_map(number);
        let running: HashSet<u32> = running.take(PROCESSES_MAX).collect();
        let new = running.iter().filter(|pid| all || !self.seen.contains(pid));
        let stats = new.filter_map(|pid| stat_of(&self.proc, *pid)).collect();
        self.seen = running;
        Ok(stats)
    }
}

/// The account of a process that is still at work.
pub(super) fn stat_of(proc: &Path, pid: u32) -> Option<Stat> {
    let stat = accounts::stat(&text(&proc.join(pid.to_string()).join("stat")).ok()?)?;
    (!stat.has_ended).then_some(stat)
}
