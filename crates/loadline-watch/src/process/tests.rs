//! Processes: from folders with the kernel's files in them, and a real one.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use loadline_core::window::{Aggregate, watched};
use tempfile::TempDir;

use super::accounts::{self, Stat};
use super::collector::Processes;
use crate::collector::Collector as _;
use crate::error::WatchError;
use crate::reading::Reading;
use crate::request::{Request, Roots};

/// A kernel with four cores, 1 GB and no processes.
struct Kernel {
    folder: TempDir,
    now: Instant,
}

/// A process as the kernel tells it.
#[derive(Clone, Copy)]
struct Told {
    pid: u32,
    parent: u32,
    name: &'static str,
    started: u64,
    own: u64,
    children: u64,
}

const SHOP: Told = Told { pid: 100, parent: 1, name: "shop", started: 50, own: 1_000, children: 0 };

impl Kernel {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let kernel = Self { folder, now: Instant::now() };
        kernel.write("stat", "cpu  0 0 0 0\ncpu0 0\ncpu1 0\ncpu2 0\ncpu3 0\n");
        kernel.write("meminfo", "MemTotal: 1000000 kB\nMemAvailable: 500000 kB\n");
        kernel
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn tell(&self, told: Told) {
        let Told { pid, parent, name, started, own, children } = told;
        self.write(
            &format!("{pid}/stat"),
            &format!(
                "{pid} ({name}) S {parent} 1 1 0 -1 0 0 0 0 0 {own} 0 {children} 0 20 0 1 0 {started} 9 9\n"
            ),
        );
        self.write(
            &format!("{pid}/status"),
            "Cpus_allowed:\tff\nRssAnon:\t1000 kB\nRssFile:\t500 kB\nRssShmem:\t250 kB\nThreads:\t3\n",
        );
        self.write(&format!("{pid}/cmdline"), "/usr/bin/a-program-with-a-long-name\0--flag\0");
        self.write(&format!("{pid}/io"), &format!("rchar: 1\nread_bytes: {own}\nwrite_bytes: 7\n"));
        self.write(&format!("{pid}/cgroup"), "0::/pod/shop\n");
        fs::create_dir_all(self.folder.path().join(format!("{pid}/fd"))).unwrap();
    }

    fn end(&self, pid: u32) {
        fs::remove_dir_all(self.folder.path().join(pid.to_string())).unwrap();
    }

    fn roots(&self) -> Roots {
        let proc = self.folder.path().to_owned();
        Roots { sys: proc.clone(), cgroup: proc.join("groups"), proc, own_pid: 4_000 }
    }

    fn open(&self, request: &Request) -> Result<Processes, WatchError> {
        Processes::open(request, &self.roots())
    }

    fn read(&mut self, processes: &mut Processes) -> Reading {
        self.now += Duration::from_secs(1);
        processes.read(self.now)
    }
}

fn pid(pid: u32) -> Request {
    Request { pids: vec![pid], ..Request::default() }
}

fn named(name: &str) -> Request {
    Request { names: vec![name.to_owned()], ..Request::default() }
}

fn level(reading: &Reading, metric: &str) -> Option<f64> {
    let (_, aggregate) = reading.series.iter().find(|(key, _)| &*key.metric == metric)?;
    Some(match aggregate {
        Aggregate::Gauge(gauge) => gauge.last,
        Aggregate::Counter(amount) => *amount,
        Aggregate::Share(share) => share.fraction()?,
        Aggregate::Histogram(_) => return None,
    })
}

fn ticks(reading: &Reading) -> f64 {
    let hz = rustix::param::clock_ticks_per_second() as f64;
    (level(reading, watched::PROCESS_CPU_CORES).unwrap() * hz).round()
}

#[test]
fn a_process_is_read_with_its_children() {
    let mut kernel = Kernel::new();
    kernel.tell(SHOP);
    kernel.tell(Told { pid: 101, parent: 100, name: "worker", ..SHOP });
    kernel.tell(Told { pid: 102, parent: 101, name: "helper", ..SHOP });
    kernel.tell(Told { pid: 200, name: "other", ..SHOP });
    let mut processes = kernel.open(&pid(100)).unwrap();
    kernel.read(&mut processes);
    kernel.tell(Told { own: 1_020, ..SHOP });
    kernel.tell(Told { pid: 102, parent: 101, name: "helper", own: 1_020, ..SHOP });
    let reading = kernel.read(&mut processes);
    assert_eq!(ticks(&reading), 40.0);
    assert_eq!(level(&reading, watched::CPU), Some(0.1), "0.4 of four cores");
    let resident = (3.0 * 1_000.0 + 500.0 + 250.0) * 1_024.0;
    assert_eq!(level(&reading, watched::PROCESS_RESIDENT_BYTES), Some(resident));
    assert_eq!(level(&reading, watched::MEMORY), Some(resident / 1_024e6));
    assert_eq!(level(&reading, watched::PROCESS_THREADS), Some(9.0));
    assert_eq!(level(&reading, watched::PROCESS_COUNT), Some(3.0));
    assert_eq!(level(&reading, watched::PROCESS_READ_BYTES), Some(40.0));
    let key = reading.series.keys().next().unwrap();
    assert_eq!(key.tags.get(watched::TAG_SOURCE), Some("pid:100"));
}

#[test]
fn shares_are_of_the_least_limit_of_the_group_and_those_around_it() {
    let mut kernel = Kernel::new();
    kernel.tell(SHOP);
    kernel.write("groups/pod/shop/cpu.max", "max 100000\n");
    kernel.write("groups/pod/cpu.max", "50000 100000\n");
    kernel.write("groups/pod/shop/memory.max", "3584000\n");
    kernel.write("groups/pod/memory.max", "max\n");
    kernel.write("groups/pod/shop/cpu.stat", "usage_usec 1\nnr_periods 10\nnr_throttled 2\n");
    let mut processes = kernel.open(&pid(100)).unwrap();
    kernel.read(&mut processes);
    kernel.tell(Told { own: 1_040, ..SHOP });
    kernel.read(&mut processes);
    kernel.tell(Told { own: 1_080, ..SHOP });
    kernel.write("groups/pod/shop/cpu.stat", "usage_usec 1\nnr_periods 20\nnr_throttled 7\n");
    let reading = kernel.read(&mut processes);
    assert_eq!(level(&reading, watched::CPU), Some(0.8));
    assert_eq!(level(&reading, watched::MEMORY), Some(0.5));
    assert_eq!(level(&reading, watched::CPU_THROTTLED), Some(0.5));
}

#[test]
fn time_of_children_that_ended_is_counted_once() {
    let mut kernel = Kernel::new();
    kernel.tell(SHOP);
    kernel.tell(Told { pid: 101, parent: 100, ..SHOP });
    let mut processes = kernel.open(&pid(100)).unwrap();
    kernel.read(&mut processes);
    // The child works for 30 ticks more, ends and is waited for: the parent inherits all 1,030.
    kernel.end(101);
    kernel.tell(Told { children: 1_030, ..SHOP });
    assert_eq!(ticks(&kernel.read(&mut processes)), 30.0);
    // A child comes and goes between two readings.
    kernel.tell(Told { children: 1_035, ..SHOP });
    assert_eq!(ticks(&kernel.read(&mut processes)), 5.0);
    // A new one brings all it used.
    kernel.tell(Told { pid: 103, parent: 100, started: 90, own: 8, ..SHOP });
    assert_eq!(ticks(&kernel.read(&mut processes)), 8.0);
    // One that nobody waits for takes nothing away.
    kernel.end(103);
    assert_eq!(ticks(&kernel.read(&mut processes)), 0.0);
}

#[test]
fn a_process_that_ends_gives_no_more_values_and_is_said_once() {
    let mut kernel = Kernel::new();
    kernel.tell(SHOP);
    let mut processes = kernel.open(&pid(100)).unwrap();
    kernel.read(&mut processes);
    kernel.end(100);
    let reading = kernel.read(&mut processes);
    assert_eq!(reading.notices, ["pid:100 has ended: no more readings of it"]);
    assert_eq!(level(&reading, watched::MEMORY), None);
    assert_eq!(level(&reading, watched::WATCH_LOST), Some(1.0));
    // The number is given to another process, which is not the one that was meant.
    kernel.tell(Told { started: 77, ..SHOP });
    let reading = kernel.read(&mut processes);
    assert_eq!(level(&reading, watched::MEMORY), None);
    assert!(reading.notices.is_empty());
}

#[test]
fn a_new_process_of_the_name_is_picked_up_again() {
    let mut kernel = Kernel::new();
    kernel.tell(SHOP);
    let mut processes = kernel.open(&named("shop")).unwrap();
    kernel.read(&mut processes);
    kernel.end(100);
    kernel.read(&mut processes);
    kernel.tell(Told { pid: 300, started: 99, own: 5_000, ..SHOP });
    let reading = kernel.read(&mut processes);
    assert_eq!(reading.notices, ["process:shop is back and is watched again: 300"]);
    assert!(level(&reading, watched::MEMORY).is_some());
    assert_eq!(level(&reading, watched::CPU), None, "nobody knows since when");
    kernel.tell(Told { pid: 300, started: 99, own: 5_010, ..SHOP });
    assert_eq!(ticks(&kernel.read(&mut processes)), 10.0);
}

#[test]
fn a_name_is_the_kernels_or_the_programs_and_never_ones_own() {
    let kernel = Kernel::new();
    kernel.tell(SHOP);
    kernel.tell(Told { pid: 4_000, name: "loadline", ..SHOP });
    kernel.open(&named("a-program-with-a-long-name")).unwrap();
    let error = kernel.open(&named("loadline")).err().unwrap();
    assert_eq!(error.to_string(), "watch process `loadline`: no process has that name");
    let error = kernel.open(&named("shopping")).err().unwrap();
    assert_eq!(error.hint().as_deref(), Some("running are `shop`"));
    let error = kernel.open(&pid(7)).err().unwrap();
    assert_eq!(error.to_string(), "watch process 7: there is no process with that number");
}

#[test]
fn whoever_asks_is_not_its_shells_child_but_may_be_named_itself() {
    let mut kernel = Kernel::new();
    kernel.tell(SHOP);
    kernel.tell(Told { pid: 4_000, parent: 100, ..SHOP });
    for (asked, pid) in [(100, pid(100)), (4_000, pid(4_000))] {
        let mut processes = kernel.open(&pid).unwrap();
        let reading = kernel.read(&mut processes);
        assert_eq!(level(&reading, watched::PROCESS_COUNT), Some(1.0), "{asked}");
    }
}

#[test]
fn the_stat_of_a_process_with_an_odd_name_is_read_and_a_damaged_one_is_not() {
    let odd = "7 (a) b (c) S 1 7 7 0 -1 4 1 2 3 4 50 60 7 8 20 0 1 0 999 1 1";
    let expected = Stat {
        pid: 7,
        name: "a) b (c".to_owned(),
        has_ended: false,
        parent: 1,
        own_ticks: 110,
        children_ticks: 15,
        started_ticks: 999,
    };
    assert_eq!(accounts::stat(odd), Some(expected));
    for damaged in ["", "7", "7 (a", "7 (a)", "7 (a) S 1", "x (a) S 1 7 7 0 -1 4 1 2 3 4 5 6 7 8 9"]
    {
        assert_eq!(accounts::stat(damaged), None, "{damaged}");
    }
    assert_eq!(accounts::status("VmRSS: 12 kB\nThreads:").private_bytes, 12_288.0);
}

/// A process that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_real_process_is_seen_at_work_and_seen_ending() {
    let mut busy = Command::new("sh");
    let busy = busy.args(["-c", "while :; do :; done"]).stdout(Stdio::null()).spawn();
    let mut busy = Running(busy.unwrap());
    let roots = Roots::default();
    assert!(Path::new("/proc").exists());
    let mut processes = Processes::open(&pid(busy.0.id()), &roots).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let reading = processes.read(Instant::now());
        if level(&reading, watched::CPU).is_some_and(|share| share > 0.0) {
            assert!(level(&reading, watched::MEMORY).is_some_and(|share| share > 0.0));
            assert!(level(&reading, watched::PROCESS_OPEN_FILES).is_some_and(|files| files >= 2.0));
            break;
        }
        assert!(Instant::now() < deadline, "never seen at work");
        std::thread::yield_now();
    }
    busy.0.kill().unwrap();
    busy.0.wait().unwrap();
    let reading = processes.read(Instant::now());
    assert_eq!(level(&reading, watched::WATCH_LOST), Some(1.0));
    assert_eq!(reading.notices.len(), 1);
}
