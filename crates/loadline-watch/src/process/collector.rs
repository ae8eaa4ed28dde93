//! The collector of processes: finds them again each second and gives their figures.

use std::path::PathBuf;
use std::time::Instant;

use loadline_core::window::{Tags, watched};

use super::accounts::{self, Status};
use super::subject::Subject;
use super::table::Table;
use super::usage::{Members, Used};
use crate::cgroup::{self, CpuAccount, Limits};
use crate::collector::{Collector, Opened};
use crate::error::WatchError;
use crate::files::text;
use crate::host_size::HostSize;
use crate::reading::{Reading, source};
use crate::request::{Request, Roots};

/// Processes that may be named.
const SUBJECTS_MAX: usize = 64;
/// Names offered where one was not found.
const SIMILAR_MAX: usize = 5;
/// Open files counted one by one on kernels that do not tell their number.
const FILES_MAX: usize = 65_536;

/// All processes that are watched.
pub(super) struct Processes {
    roots: Roots,
    host: HostSize,
    ticks_per_second: f64,
    table: Table,
    watched: Vec<Watched>,
    before: Option<Instant>,
}

/// One subject with its processes.
struct Watched {
    subject: Subject,
    tags: Tags,
    members: Members,
    /// Whether nothing of it was running at the last reading.
    is_gone: bool,
    limits: Limits,
    /// The group with the account of the eldest's CPU time, where it has limits.
    group: Option<PathBuf>,
    cpu: Option<CpuAccount>,
}

/// Adds the processes that the request names.
pub(crate) fn open(
    request: &Request,
    roots: &Roots,
    opened: &mut Opened,
) -> Result<(), WatchError> {
    if request.has_process() {
        let processes = Processes::open(request, roots)?;
        opened.notices.extend(processes.several());
        opened.collectors.push(Box::new(processes));
    }
    Ok(())
}

impl Processes {
    /// Finds all processes named; each must be running.
    pub(super) fn open(request: &Request, roots: &Roots) -> Result<Self, WatchError> {
        let mut subjects: Vec<Subject> = Vec::new();
        let pids = request.pids.iter().map(|pid| Subject::Pid(*pid));
        for subject in pids.chain(request.names.iter().cloned().map(Subject::Name)) {
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        let (count, most) = (subjects.len(), SUBJECTS_MAX);
        if count > most {
            return Err(WatchError::TooMany { what: "processes", count, most });
        }
        let mut processes = Self {
            host: HostSize::read(&roots.proc),
            ticks_per_second: rustix::param::clock_ticks_per_second() as f64,
            table: Table::new(&roots.proc),
            watched: subjects.into_iter().map(Watched::new).collect(),
            before: None,
            roots: roots.clone(),
        };
        processes.find(roots)?;
        Ok(processes)
    }

    fn find(&mut self, roots: &Roots) -> Result<(), WatchError> {
        let found = self.table.look(true).map_err(|source| WatchError::NoAccounts {
            what: "processes",
            path: roots.proc.display().to_string(),
            source,
        })?;
        for watched in &mut self.watched {
            watched.update(&found, roots);
            if !watched.members.is_empty() {
                continue;
            }
            return Err(match watched.subject.clone() {
                Subject::Pid(pid) => WatchError::NoSuchProcess { pid },
                Subject::Name(name) => {
                    let similar = similar(&name, found.iter().map(|stat| &*stat.name));
                    WatchError::NoProcessNamed { name, similar }
                }
            });
        }
        Ok(())
    }

    /// Names that several processes go by which did not start each other.
    fn several(&self) -> Vec<String> {
        let said = |watched: &Watched| {
            let Subject::Name(name) = &watched.subject else { return None };
            let eldest = watched.members.eldest();
            let pids: Vec<_> = eldest.iter().take(10).map(u32::to_string).collect();
            let (count, pids) = (eldest.len(), pids.join(", "));
            (count > 1).then(|| {
                format!("{count} processes are named `{name}` and are watched as one: {pids}")
            })
        };
        self.watched.iter().filter_map(said).collect()
    }
}

impl Watched {
    fn new(subject: Subject) -> Self {
        Self {
            tags: source(&subject.source()),
            subject,
            members: Members::default(),
            is_gone: false,
            limits: Limits::default(),
            group: None,
            cpu: None,
        }
    }

    fn update(&mut self, found: &[accounts::Stat], roots: &Roots) -> Used {
        let was_empty = self.members.is_empty();
        // Whoever asks is neither found by name nor as the child of a shell, unless it is what was named.
        let own = Some(roots.own_pid).filter(|own| self.subject != Subject::Pid(*own));
        let found: Vec<_> = found.iter().filter(|stat| Some(stat.pid) != own).cloned().collect();
        let used = self.members.update(&self.subject, &found, &roots.proc);
        if was_empty && let Some(pid) = self.members.eldest().first() {
            let membership = text(&roots.proc.join(pid.to_string()).join("cgroup"));
            let folders = cgroup::folders(&roots.cgroup, &membership.unwrap_or_default());
            self.limits = Limits::of(&folders);
            self.group = folders.into_iter().next().filter(|_| self.limits.cores.is_some());
            self.cpu = None;
        }
        used
    }

    /// Says once when it ended and once when it is back.
    fn notice(&mut self, reading: &mut Reading) {
        let is_gone = self.members.is_empty();
        let source = self.subject.source();
        if is_gone && !self.is_gone {
            reading.notices.push(format!("{source} has ended: no more readings of it"));
        } else if self.is_gone && !is_gone {
            let pids: Vec<_> = self.members.eldest().iter().map(u32::to_string).collect();
            let pids = pids.join(", ");
            reading.notices.push(format!("{source} is back and is watched again: {pids}"));
        }
        self.is_gone = is_gone;
    }

    fn give_cpu(&mut self, reading: &mut Reading, cores_used: f64, cores: f64) {
        reading.gauge(watched::PROCESS_CPU_CORES, &self.tags, cores_used);
        let most = self.limits.cores.map_or(cores, |limit| limit.min(cores));
        if most > 0.0 {
            reading.gauge(watched::CPU, &self.tags, cores_used / most);
        }
        let now = self.group.as_deref().and_then(CpuAccount::of);
        if let (Some(before), Some(now)) = (self.cpu, now) {
            let periods = now.periods.saturating_sub(before.periods);
            let throttled = now.throttled.saturating_sub(before.throttled).min(periods);
            reading.share(watched::CPU_THROTTLED, &self.tags, throttled, periods);
        }
        self.cpu = now;
    }

    /// Memory of several processes: what is private adds up, what they may share counts once.
    fn give_levels(&self, reading: &mut Reading, statuses: &[Status], host: HostSize) {
        let sum = |part: fn(&Status) -> f64| statuses.iter().map(part).sum::<f64>();
        let most = |part: fn(&Status) -> f64| statuses.iter().map(part).fold(0.0, f64::max);
        let resident = sum(|status| status.private_bytes)
            + most(|status| status.file_bytes)
            + most(|status| status.shared_bytes);
        reading.gauge(watched::PROCESS_RESIDENT_BYTES, &self.tags, resident);
        reading.gauge(watched::MEMORY_BYTES, &self.tags, resident);
        let whole = [self.limits.memory_bytes, host.memory_bytes];
        if let Some(whole) = whole.into_iter().flatten().reduce(f64::min) {
            reading.gauge(watched::MEMORY, &self.tags, resident / whole);
        }
        let threads = sum(|status| status.threads);
        reading.gauge(watched::PROCESS_THREADS, &self.tags, threads);
        reading.gauge(watched::PROCESS_COUNT, &self.tags, self.members.len() as f64);
    }
}

impl Collector for Processes {
    fn name(&self) -> &'static str {
        "watch-process"
    }

    fn read(&mut self, at: Instant) -> Reading {
        let mut reading = Reading::default();
        let awaits_name = |watched: &Watched| {
            watched.members.is_empty() && matches!(watched.subject, Subject::Name(_))
        };
        let all = self.watched.iter().any(awaits_name);
        let found = self.table.look(all).unwrap_or_default();
        let seconds = self.before.replace(at).map(|before| (at - before).as_secs_f64());
        let seconds = seconds.filter(|seconds| *seconds > 0.0);
        for watched in &mut self.watched {
            let was_gone = watched.is_gone;
            let used = watched.update(&found, &self.roots);
            watched.notice(&mut reading);
            reading.lost(&watched.tags, watched.is_gone);
            if watched.is_gone {
                continue;
            }
            let proc = |pid: u32| self.roots.proc.join(pid.to_string());
            let status = |pid| text(&proc(pid).join("status")).map(|text| accounts::status(&text));
            let statuses: Vec<Status> = watched.members.pids().flat_map(status).collect();
            if let Some(seconds) = seconds.filter(|_| !was_gone) {
                let allowed = statuses.iter().map(|status| status.cores).fold(0.0, f64::max);
                let cores = [allowed, self.host.cores].into_iter().filter(|cores| *cores > 0.0);
                let cores = cores.reduce(f64::min).unwrap_or_default();
                let cores_used = used.ticks as f64 / self.ticks_per_second / seconds;
                watched.give_cpu(&mut reading, cores_used, cores);
                if used.tells_disks {
                    reading.counter(watched::PROCESS_READ_BYTES, &watched.tags, used.read_bytes);
                    let written = used.written_bytes;
                    reading.counter(watched::PROCESS_WRITTEN_BYTES, &watched.tags, written);
                }
            }
            watched.give_levels(&mut reading, &statuses, self.host);
            let files = watched.members.pids().filter_map(|pid| open_files(&proc(pid).join("fd")));
            if let Some(files) = files.reduce(|all, one| all + one) {
                reading.gauge(watched::PROCESS_OPEN_FILES, &watched.tags, files);
            }
        }
        reading
    }
}

/// Since Linux 6.2 the folder's size is the number of open files.
fn open_files(folder: &std::path::Path) -> Option<f64> {
    let told = std::fs::metadata(folder).ok()?.len();
    if told > 0 {
        return Some(told as f64);
    }
    Some(std::fs::read_dir(folder).ok()?.take(FILES_MAX).count() as f64)
}

/// Names that contain the one asked for, or the other way round.
fn similar<'a>(name: &str, running: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted = name.to_lowercase();
    let is_similar = |other: &&str| {
        let other = other.to_lowercase();
        other.contains(&wanted) || (other.len() > 2 && wanted.contains(&other))
    };
    let mut names: Vec<_> = running.filter(is_similar).map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(SIMILAR_MAX);
    names
}
