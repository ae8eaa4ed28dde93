//! The collector of the machine: differences of its accounts, as shares of what there is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use loadline_core::window::{Tags, watched};

use super::accounts::{self, CpuTime, Disk, Link};
use crate::cgroup::{self, CpuAccount, Limits};
use crate::collector::{Collector, Opened};
use crate::error::WatchError;
use crate::files::text;
use crate::reading::{Reading, source};
use crate::request::{Request, Roots};

/// Bits of a link's speed, which is told in millions a second, as bytes.
const BYTES_PER_MEGABIT: f64 = 125_000.0;

/// The machine, or the container that stands for it.
pub(super) struct Host {
    roots: Roots,
    tags: Tags,
    /// Whether objectives on `cpu` and `memory` speak of it.
    is_judged: bool,
    /// Disks of its own: partitions and what is made of other disks would count twice.
    disks: Vec<String>,
    /// Links that lead somewhere, with their speed in bytes per second where it is known.
    links: BTreeMap<String, Option<f64>>,
    /// The container's limits, where there is one.
    limits: Option<Limits>,
    before: Option<Totals>,
}

/// The accounts at one moment.
struct Totals {
    at: Instant,
    cpu: Option<CpuTime>,
    container: Option<CpuAccount>,
    disks: BTreeMap<String, Disk>,
    links: BTreeMap<String, Link>,
}

/// Adds the machine where the request asks for it.
pub(crate) fn open(
    request: &Request,
    roots: &Roots,
    opened: &mut Opened,
) -> Result<(), WatchError> {
    if request.host {
        opened.collectors.push(Box::new(Host::open(roots, !request.has_process())?));
    }
    Ok(())
}

impl Host {
    pub(super) fn open(roots: &Roots, is_judged: bool) -> Result<Self, WatchError> {
        let path = roots.proc.join("stat");
        text(&path).map_err(|source| WatchError::NoAccounts {
            what: "the machine",
            path: path.display().to_string(),
            source,
        })?;
        let limits = Limits::of(std::slice::from_ref(&roots.cgroup));
        Ok(Self {
            tags: source("host"),
            is_judged,
            disks: disks(&roots.sys.join("block")),
            links: links(&roots.sys.join("class/net")),
            limits: (limits != Limits::default()).then_some(limits),
            before: None,
            roots: roots.clone(),
        })
    }

    fn proc(&self, file: &str) -> String {
        text(&self.roots.proc.join(file)).unwrap_or_default()
    }

    fn totals(&self, at: Instant) -> Totals {
        let is_own = |name: &str| self.disks.iter().any(|own| own == name);
        let disks = self.proc("diskstats");
        let disks = accounts::disks(&disks).filter(|(name, _)| is_own(name));
        let links = self.proc("net/dev");
        let links = accounts::links(&links).filter(|(name, _)| self.links.contains_key(*name));
        Totals {
            at,
            cpu: accounts::cpu_time(&self.proc("stat")),
            container: self.limits.and_then(|_| CpuAccount::of(&self.roots.cgroup)),
            disks: disks.map(|(name, disk)| (name.to_owned(), disk)).collect(),
            links: links.map(|(name, link)| (name.to_owned(), link)).collect(),
        }
    }

    fn give_cpu(&self, reading: &mut Reading, before: &Totals, now: &Totals) {
        let seconds = (now.at - before.at).as_secs_f64();
        let limit = self.limits.and_then(|limits| limits.cores);
        let mut share = None;
        if let (Some(before), Some(now)) = (before.cpu, now.cpu)
            && now.total > before.total
        {
            let of_all = |part: f64| (part / (now.total - before.total)).clamp(0.0, 1.0);
            share = Some(1.0 - of_all(now.idle - before.idle));
            let stolen = of_all(now.stolen - before.stolen);
            reading.gauge(watched::HOST_CPU_STOLEN, &self.tags, stolen);
        }
        if let (Some(before), Some(after)) = (before.container, now.container) {
            let cores = limit.or(now.cpu.map(|cpu| cpu.cores)).filter(|cores| *cores > 0.0);
            let used = (after.used_seconds - before.used_seconds) / seconds;
            share = cores.map(|cores| used / cores).or(share);
            let periods = after.periods.saturating_sub(before.periods);
            let throttled = after.throttled.saturating_sub(before.throttled).min(periods);
            reading.share(watched::CPU_THROTTLED, &self.tags, throttled, periods);
        }
        let Some(share) = share else { return };
        reading.gauge(watched::HOST_CPU, &self.tags, share);
        if self.is_judged {
            reading.gauge(watched::CPU, &self.tags, share);
        }
    }

    fn give_memory(&self, reading: &mut Reading) {
        let machine = accounts::memory(&self.proc("meminfo"));
        let limit = self.limits.and_then(|limits| limits.memory_bytes);
        let of_container = self.limits.and_then(|_| cgroup::working_bytes(&self.roots.cgroup));
        let used = of_container.or(machine.map(|machine| machine.total - machine.available));
        let whole = [limit, machine.map(|machine| machine.total)];
        let whole = whole.into_iter().flatten().reduce(f64::min).filter(|whole| *whole > 0.0);
        let (Some(used), Some(whole)) = (used, whole) else { return };
        reading.gauge(watched::HOST_MEMORY, &self.tags, used / whole);
        reading.gauge(watched::HOST_MEMORY_BYTES, &self.tags, used);
        if self.is_judged {
            reading.gauge(watched::MEMORY, &self.tags, used / whole);
            reading.gauge(watched::MEMORY_BYTES, &self.tags, used);
        }
    }

    fn give_disks(&self, reading: &mut Reading, before: &Totals, now: &Totals) {
        let seconds = (now.at - before.at).as_secs_f64();
        let (mut read, mut written, mut busiest) = (0.0, 0.0, None);
        for (name, now) in &now.disks {
            let Some(before) = before.disks.get(name) else { continue };
            read += (now.read_bytes - before.read_bytes).max(0.0);
            written += (now.written_bytes - before.written_bytes).max(0.0);
            let busy = ((now.busy_seconds - before.busy_seconds) / seconds).clamp(0.0, 1.0);
            busiest = Some(busy.max(busiest.unwrap_or(0.0)));
        }
        let Some(busiest) = busiest else { return };
        reading.gauge(watched::DISK, &self.tags, busiest);
        reading.gauge(watched::DISK_BYTES_PER_SECOND, &self.tags, (read + written) / seconds);
        reading.counter(watched::DISK_READ_BYTES, &self.tags, read);
        reading.counter(watched::DISK_WRITTEN_BYTES, &self.tags, written);
    }

    fn give_links(&self, reading: &mut Reading, before: &Totals, now: &Totals) {
        let seconds = (now.at - before.at).as_secs_f64();
        let (mut received, mut sent, mut busiest) = (0.0, 0.0, None);
        for (name, now) in &now.links {
            let Some(before) = before.links.get(name) else { continue };
            let inwards = (now.received_bytes - before.received_bytes).max(0.0);
            let outwards = (now.sent_bytes - before.sent_bytes).max(0.0);
            received += inwards;
            sent += outwards;
            if let Some(Some(speed)) = self.links.get(name) {
                let share = inwards.max(outwards) / seconds / speed;
                busiest = Some(share.max(busiest.unwrap_or(0.0)));
            }
        }
        if now.links.is_empty() {
            return;
        }
        reading.counter(watched::NETWORK_RECEIVED_BYTES, &self.tags, received);
        reading.counter(watched::NETWORK_SENT_BYTES, &self.tags, sent);
        let rate = (received + sent) / seconds;
        reading.gauge(watched::NETWORK_BYTES_PER_SECOND, &self.tags, rate);
        if let Some(busiest) = busiest {
            reading.gauge(watched::NETWORK, &self.tags, busiest);
        }
    }
}

impl Collector for Host {
    fn name(&self) -> &'static str {
        "watch-host"
    }

    fn read(&mut self, at: Instant) -> Reading {
        let mut reading = Reading::default();
        let now = self.totals(at);
        if let Some(before) = self.before.take().filter(|before| before.at < at) {
            self.give_cpu(&mut reading, &before, &now);
            self.give_disks(&mut reading, &before, &now);
            self.give_links(&mut reading, &before, &now);
        }
        self.give_memory(&mut reading);
        if let Some(load) = accounts::load(&self.proc("loadavg")) {
            reading.gauge(watched::HOST_LOAD, &self.tags, load);
        }
        let is_lost = now.cpu.is_none();
        reading.lost(&self.tags, is_lost);
        self.before = Some(now);
        reading
    }
}

/// The names in a folder of `/sys`.
fn names(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect()
}

/// Disks with a device of their own.
fn disks(folder: &Path) -> Vec<String> {
    let all = names(folder).into_iter();
    all.filter(|(_, path)| path.join("device").exists()).map(|(name, _)| name).collect()
}

/// Links with a device of their own, or all but loopback where none has one, as in a container: what crosses
/// a bridge would count twice.
fn links(folder: &Path) -> BTreeMap<String, Option<f64>> {
    let mut all = names(folder);
    all.retain(|(name, _)| name != "lo");
    if all.iter().any(|(_, path)| path.join("device").exists()) {
        all.retain(|(_, path)| path.join("device").exists());
    }
    let speed = |path: &Path| {
        let megabits: f64 = text(&path.join("speed")).ok()?.trim().parse().ok()?;
        (megabits > 0.0).then_some(megabits * BYTES_PER_MEGABIT)
    };
    all.into_iter().map(|(name, path)| (name, speed(&path))).collect()
}
