//! The machine, from folders with the kernel's files in them.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use loadline_core::window::{Aggregate, watched};
use tempfile::TempDir;

use super::collector::Host;
use crate::collector::Collector as _;
use crate::reading::Reading;
use crate::request::Roots;

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A machine of four cores and 8 GB with a disk, a partition, a loop device and two links.
fn machine() -> (TempDir, Roots) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "proc/meminfo", "MemTotal: 8000000 kB\nMemFree: 10 kB\nMemAvailable: 2000000 kB\n");
    write(root, "proc/loadavg", "1.25 0.50 0.10 2/345 6789\n");
    fs::create_dir_all(root.join("sys/block/sda/device")).unwrap();
    fs::create_dir_all(root.join("sys/block/loop0")).unwrap();
    fs::create_dir_all(root.join("sys/class/net/eth0/device")).unwrap();
    fs::create_dir_all(root.join("sys/class/net/docker0")).unwrap();
    write(root, "sys/class/net/eth0/speed", "1000\n");
    let roots = Roots {
        proc: root.join("proc"),
        sys: root.join("sys"),
        cgroup: root.join("cgroup"),
        own_pid: 1,
    };
    (folder, roots)
}

/// The accounts after `n` seconds, each with 100 ticks a core.
fn after(root: &Path, n: u64) {
    let cores: String = (0..4).map(|core| format!("cpu{core} 0 0 0 0\n")).collect();
    let (busy, idle, steal) = (1_000 + 100 * n, 9_000 + 260 * n, 40 * n);
    let stat = format!("cpu  {busy} 0 0 {idle} 0 0 0 {steal} 0 0\n{cores}intr 1 2 3\n");
    write(root, "proc/stat", &stat);
    let disk = |name, n: u64| {
        format!("8 0 {name} 9 9 {} 9 9 9 {} 9 0 {} 9 0 0 0 0\n", 2_000 * n, 4_000 * n, 300 * n)
    };
    let disks = disk("sda", n) + &disk("sda1", n) + &disk("loop0", n);
    write(root, "proc/diskstats", &disks);
    let link = |name, n: u64| {
        format!("{name}: {} 9 0 0 0 0 0 0 {} 9 0 0 0 0 0 0\n", 50_000_000 * n, 1_000_000 * n)
    };
    let links = link("  lo", n) + &link("eth0", n) + &link("docker0", n);
    write(root, "proc/net/dev", &format!("Inter-| Receive\n face |bytes\n{links}"));
}

fn two_readings(root: &Path, roots: &Roots, is_judged: bool) -> Reading {
    after(root, 0);
    let mut host = Host::open(roots, is_judged).unwrap();
    let begin = Instant::now();
    host.read(begin);
    after(root, 1);
    host.read(begin + Duration::from_secs(1))
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

#[test]
fn the_machine_is_read_as_shares_of_what_it_has() {
    let (folder, roots) = machine();
    let reading = two_readings(folder.path(), &roots, true);
    let expected = [
        (watched::CPU, 0.35),
        (watched::HOST_CPU, 0.35),
        (watched::HOST_CPU_STOLEN, 0.1),
        (watched::MEMORY, 0.75),
        (watched::MEMORY_BYTES, 6_000_000.0 * 1_024.0),
        (watched::HOST_LOAD, 1.25),
        (watched::DISK, 0.3),
        (watched::DISK_READ_BYTES, 1_024_000.0),
        (watched::DISK_WRITTEN_BYTES, 2_048_000.0),
        (watched::DISK_BYTES_PER_SECOND, 3_072_000.0),
        (watched::NETWORK, 0.4),
        (watched::NETWORK_RECEIVED_BYTES, 50_000_000.0),
        (watched::NETWORK_BYTES_PER_SECOND, 51_000_000.0),
        (watched::WATCH_LOST, 0.0),
    ];
    for (metric, value) in expected {
        let read = level(&reading, metric).unwrap_or_else(|| panic!("no {metric}"));
        assert!((read - value).abs() < 1e-9 * value.max(1.0), "{metric}: {read}, expected {value}");
    }
}

#[test]
fn beside_a_process_the_machine_goes_by_its_own_names_alone() {
    let (folder, roots) = machine();
    let reading = two_readings(folder.path(), &roots, false);
    assert_eq!(level(&reading, watched::CPU), None);
    assert_eq!(level(&reading, watched::MEMORY), None);
    assert!(level(&reading, watched::HOST_CPU).is_some());
    assert!(level(&reading, watched::DISK).is_some());
}

#[test]
fn a_container_stands_for_the_machine_it_is_on() {
    let (folder, roots) = machine();
    let root = folder.path();
    write(root, "cgroup/cpu.max", "50000 100000\n");
    write(root, "cgroup/memory.max", "1000000\n");
    write(root, "cgroup/memory.current", "900000\n");
    write(root, "cgroup/memory.stat", "anon 300000\ninactive_file 400000\n");
    let account = |used_us, periods, throttled| {
        let text = format!(
            "usage_usec {used_us}\nuser_usec 1\nnr_periods {periods}\nnr_throttled {throttled}\n"
        );
        write(root, "cgroup/cpu.stat", &text);
    };
    account(5_000_000, 100, 10);
    after(root, 0);
    let mut host = Host::open(&roots, true).unwrap();
    let begin = Instant::now();
    host.read(begin);
    account(5_400_000, 110, 15);
    after(root, 1);
    let reading = host.read(begin + Duration::from_secs(1));
    let near = |metric, value: f64| (level(&reading, metric).unwrap() - value).abs() < 1e-9;
    assert!(near(watched::CPU, 0.8), "0.4 s of 0.5");
    assert!(near(watched::MEMORY, 0.5), "the working set of the limit");
    assert!(near(watched::CPU_THROTTLED, 0.5));
}

#[test]
fn files_that_are_damaged_or_missing_give_fewer_series_and_no_panic() {
    let (folder, roots) = machine();
    let root = folder.path();
    let damaged =
        ["", "cpu\n", "cpu  1 2\n", "cpu  a b c d\n", "cpu  9 9 9 9 9 9 9 9\n", "\u{0}\u{fffd}"];
    for text in damaged {
        write(root, "proc/stat", text);
        for file in ["proc/meminfo", "proc/diskstats", "proc/net/dev", "proc/loadavg"] {
            write(root, file, text);
        }
        let mut host = Host::open(&roots, true).unwrap();
        let begin = Instant::now();
        host.read(begin);
        host.read(begin);
        let reading = host.read(begin + Duration::from_secs(1));
        assert_eq!(level(&reading, watched::MEMORY), None, "{text:?}");
    }
    fs::remove_file(root.join("proc/stat")).unwrap();
    assert!(Host::open(&roots, true).is_err());
}

#[test]
fn the_machine_of_this_test_can_be_read() {
    let mut host = Host::open(&Roots::default(), true).unwrap();
    let reading = host.read(Instant::now());
    let memory = level(&reading, watched::MEMORY).unwrap();
    assert!((0.0..=1.0).contains(&memory), "{memory}");
}
