//! Logs that grow, turn over, and are emptied.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use tempfile::TempDir;

use super::LogFollower;
use crate::log::analysis::{LogSeries, Tally};
use crate::log::error::LogError;
use crate::log::read::ReadOptions;

const START: &str = "2026-11-21 11:22:33.000 UTC [1] LOG:  starting PostgreSQL 15.18\n";

fn timed(ms: u32, sql: &str) -> String {
    format!(
        "2026-11-21 11:22:34.000 UTC [7] me@app LOG:  duration: {ms}.000 ms  statement: {sql}\n"
    )
}

fn append(path: &Path, text: &str) {
    let mut file = File::options().create(true).append(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn open(path: &Path) -> LogFollower {
    LogFollower::open(path, ReadOptions::default()).unwrap()
}

/// Calls by class of what is new: `simple 2, write 1`.
fn new(follower: &mut LogFollower) -> String {
    let mut tally = Tally::default();
    follower.read_new(&mut |entry| tally.add(entry)).unwrap();
    let taken = tally.take();
    let classes = taken.times.by_class().iter();
    classes
        .map(|(class, times)| format!("{class} {}", times.count()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn log() -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("server.log");
    append(&path, START);
    (folder, path)
}

#[test]
fn what_was_there_is_left_out_and_what_comes_is_read_once() {
    let (_folder, path) = log();
    append(&path, &timed(5, "SELECT 1 FROM t"));
    let mut follower = open(&path);
    assert_eq!(new(&mut follower), "");
    append(&path, &timed(5, "SELECT * FROM t WHERE id = 7"));
    append(&path, &timed(5, "INSERT INTO t VALUES (1)"));
    assert_eq!(new(&mut follower), "simple 1, write 1");
    assert_eq!(new(&mut follower), "");
    append(&path, &timed(5, "SELECT *\n\tFROM t JOIN u ON true"));
    assert_eq!(new(&mut follower), "join 1");
    assert_eq!(follower.skipped.lines, 0);
}

#[test]
fn a_line_that_is_still_being_written_waits() {
    let (_folder, path) = log();
    let mut follower = open(&path);
    let line = timed(5, "SELECT 1 FROM t");
    let (first, second) = line.split_at(70);
    append(&path, first);
    assert_eq!(new(&mut follower), "");
    append(&path, second);
    assert_eq!(new(&mut follower), "simple 1");
}

#[test]
fn a_new_file_of_that_name_is_read_after_the_end_of_the_old_one() {
    let (folder, path) = log();
    let mut follower = open(&path);
    append(&path, &timed(5, "SELECT 1 FROM t"));
    fs::rename(&path, folder.path().join("server.log.1")).unwrap();
    append(&path, &timed(5, "DELETE FROM t"));
    assert_eq!(new(&mut follower), "simple 1, write 1");
    fs::write(&path, timed(5, "SELECT 1 FROM t")).unwrap();
    fs::write(&path, START).unwrap();
    assert_eq!(new(&mut follower), "", "emptied");
    fs::remove_file(&path).unwrap();
    assert_eq!(new(&mut follower), "", "gone for a moment");
}

#[test]
fn a_folder_means_its_newest_log() {
    let (folder, path) = log();
    let mut follower = open(folder.path());
    append(&path, &timed(5, "SELECT 1 FROM t"));
    assert_eq!(new(&mut follower), "simple 1");
    let next = folder.path().join("next.log");
    append(&next, &timed(5, "DELETE FROM t"));
    let later =
        fs::metadata(&path).unwrap().modified().unwrap() + std::time::Duration::from_secs(9);
    File::options().append(true).open(&next).unwrap().set_modified(later).unwrap();
    assert_eq!(new(&mut follower), "write 1");
    let empty = TempDir::new().unwrap();
    assert!(LogFollower::open(empty.path(), ReadOptions::default()).is_err());
}

#[test]
fn what_is_no_log_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("notes.log");
    append(&path, "milk\neggs\n");
    let refused = LogFollower::open(&path, ReadOptions::default()).err();
    assert!(matches!(refused, Some(LogError::NotALog { .. })), "{refused:?}");
    fs::write(&path, [0x1f, 0x8b, 8, 0]).unwrap();
    let refused = LogFollower::open(&path, ReadOptions::default()).err();
    assert!(matches!(refused, Some(LogError::Unreadable { .. })), "{refused:?}");
}

#[test]
fn csv_and_json_are_followed_too() {
    let folder = TempDir::new().unwrap();
    let csv = folder.path().join("a.csv");
    let row = |message: &str| {
        format!(
            "2026-11-21 11:22:33.123 UTC,\"me\",\"app\",7,\"[local]\",655,1,\"SELECT\",2026-11-21 11:22:33 UTC,3/4,0,LOG,00000,\"{message}\",,,,,,,,,\"psql\",\"client backend\",,0\n"
        )
    };
    append(&csv, &row("connection received"));
    let mut follower = open(&csv);
    append(&csv, &row("duration: 5.000 ms  statement: SELECT *\nFROM t"));
    assert_eq!(new(&mut follower), "simple 1");
    let json = folder.path().join("a.json");
    let line = |message: &str| {
        format!(
            "{{\"timestamp\":\"2026-11-21 11:22:33.123 UTC\",\"pid\":7,\"error_severity\":\"LOG\",\"message\":\"{message}\"}}\n"
        )
    };
    append(&json, &line("connection received"));
    let mut follower = open(&json);
    append(&json, &line("duration: 5.000 ms  statement: COPY t FROM STDIN"));
    assert_eq!(new(&mut follower), "bulk 1");
}

#[test]
fn a_duration_on_a_line_of_its_own_and_our_own_statements() {
    let (_folder, path) = log();
    let mut follower = open(&path);
    let line = |pid: u32, message: &str| {
        format!("2026-11-21 11:22:34.000 UTC [{pid}] me@app LOG:  {message}\n")
    };
    append(&path, &line(7, "statement: SELECT 1 FROM t"));
    append(&path, &line(8, "execute <unnamed>: /* loadline */ SELECT 2 FROM t"));
    append(&path, &line(8, "duration: 2.000 ms"));
    append(&path, &line(7, "duration: 4.000 ms"));
    let mut tally = Tally::default();
    follower.read_new(&mut |entry| tally.add(entry)).unwrap();
    let taken = tally.take();
    assert_eq!(taken.untimed, 0);
    let series = taken.times.series("log:x", LogSeries::All);
    let names: Vec<&str> = series.keys().map(|key| &*key.metric).collect();
    assert_eq!(names, ["sql", "sql_calls", "sql_mean"]);
    let times = taken.times.series("log:x", LogSeries::Times);
    assert_eq!(times.len(), 1);
}
