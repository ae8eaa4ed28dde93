//! The processes of a subject, and what they used between two readings.

use std::collections::BTreeMap;
use std::path::Path;

use super::accounts::{self, Stat};
use super::subject::Subject;
use super::table::stat_of;
use crate::files::text;

/// Processes of one subject that are read, children included; further ones are left out.
const MEMBERS_MAX: usize = 2_048;

/// A process that belongs to the subject.
#[derive(Debug, Clone)]
struct Member {
    stat: Stat,
    disk_bytes: Option<(f64, f64)>,
}

/// The processes of a subject.
#[derive(Debug, Default)]
pub(super) struct Members {
    known: BTreeMap<u32, Member>,
    /// The start of the last process that was found by its number: no other one is taken for it.
    first_started: Option<u64>,
    /// The latest start seen, as a clock in the kernel's own unit: what starts later is new.
    latest_start: u64,
}

/// What was used since the reading before.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Used {
    pub(super) ticks: u64,
    pub(super) read_bytes: f64,
    pub(super) written_bytes: f64,
    /// Whether any process would tell about its disks.
    pub(super) tells_disks: bool,
}

impl Members {
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    pub(super) fn pids(&self) -> impl Iterator<Item = u32> {
        self.known.keys().copied()
    }

    /// Those that no other of them started.
    pub(super) fn eldest(&self) -> Vec<u32> {
        let is_eldest = |member: &&Member| !self.known.contains_key(&member.stat.parent);
        self.known.values().filter(is_eldest).map(|member| member.stat.pid).collect()
    }

    /// Takes up the processes among `found` that belong to the subject and reads all accounts anew.
    ///
    /// A process seen for the first time brings what it used only where it started since the reading before;
    /// the past of an older one is nobody's second.
    pub(super) fn update(&mut self, subject: &Subject, found: &[Stat], proc: &Path) -> Used {
        let before = std::mem::take(&mut self.known);
        let since = self.latest_start;
        for pid in before.keys() {
            let again = stat_of(proc, *pid);
            if let Some(stat) =
                again.filter(|stat| stat.started_ticks == before[pid].stat.started_ticks)
            {
                self.take(stat, proc);
            }
        }
        for stat in found {
            if self.is_subject(subject, stat, proc) {
                self.take(stat.clone(), proc);
            }
        }
        self.take_children(found, proc);
        used(&before, &self.known, since)
    }

    fn is_subject(&self, subject: &Subject, stat: &Stat, proc: &Path) -> bool {
        let is_another = matches!(subject, Subject::Pid(_))
            && self.first_started.is_some_and(|started| started != stat.started_ticks);
        !is_another && subject.is(stat, proc)
    }

    fn take(&mut self, stat: Stat, proc: &Path) {
        if self.known.len() >= MEMBERS_MAX || self.known.contains_key(&stat.pid) {
            return;
        }
        self.first_started.get_or_insert(stat.started_ticks);
        self.latest_start = self.latest_start.max(stat.started_ticks);
        let io = text(&proc.join(stat.pid.to_string()).join("io"));
        let disk_bytes = io.ok().and_then(|io| accounts::disk_bytes(&io));
        self.known.insert(stat.pid, Member { stat, disk_bytes });
    }

    /// Children of children come after their parents, in as many rounds as there are generations.
    fn take_children(&mut self, found: &[Stat], proc: &Path) {
        loop {
            let count = self.known.len();
            for stat in found {
                if self.known.contains_key(&stat.parent) {
                    self.take(stat.clone(), proc);
                }
            }
            if self.known.len() == count {
                return;
            }
        }
    }
}

/// The difference between two readings.
///
/// A child that ended gave its time to the parent that waited for it: what parents gained that way is
/// counted as far as it goes beyond what was already known of the children that are gone.
fn used(before: &BTreeMap<u32, Member>, now: &BTreeMap<u32, Member>, since: u64) -> Used {
    let mut used = Used::default();
    let (mut inherited, mut gone) = (0, 0);
    for (pid, member) in now {
        let (ticks, disks) = (&member.stat, member.disk_bytes);
        used.tells_disks |= disks.is_some();
        let old = before.get(pid).filter(|old| old.stat.started_ticks == ticks.started_ticks);
        if let Some(old) = old {
            used.ticks += ticks.own_ticks.saturating_sub(old.stat.own_ticks);
            inherited += ticks.children_ticks.saturating_sub(old.stat.children_ticks);
        } else if !before.is_empty() && ticks.started_ticks > since {
            used.ticks += ticks.own_ticks + ticks.children_ticks;
        } else {
            continue;
        }
        let (read, written) = disks.unwrap_or_default();
        let (old_read, old_written) = old.and_then(|old| old.disk_bytes).unwrap_or_default();
        used.read_bytes += (read - old_read).max(0.0);
        used.written_bytes += (written - old_written).max(0.0);
    }
    for (pid, old) in before {
        if now.get(pid).is_none_or(|new| new.stat.started_ticks != old.stat.started_ticks) {
            gone += old.stat.own_ticks + old.stat.children_ticks;
        }
    }
    used.ticks += inherited.saturating_sub(gone);
    used
}
